package yearly

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/decision"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// Case is what the summary says of one review, for one committee.
type Case struct {
	Review, Code string
	Notified     db.Date
	Decided      db.Date // no day while the committee has not decided
	Outcome      string
	Stage        access.Stage
	Limits       []Limit
}

// Limit is one time limit of a case.
type Limit struct {
	Name     string // as the review calls it
	Kind     string // what it is called over all cases
	State    clock.State
	Days     int // that counted, from its start until it was done or today
	Unit     string
	Calendar int // days of the calendar in that time
	Reason   seal.Text
}

// Missed says that the limit was not kept.
func (l Limit) Missed() bool { return l.State == clock.Late || l.State == clock.MetLate }

// undecided is the outcome of a case before its decision.
const undecided = "Not decided yet"

// year is a calendar year, or a business year that begins in April.
type year struct {
	business bool
	number   int
}

func (y year) days() (first, last db.Date) { return clock.YearOf(y.number, y.business) }

// has says that the day lies in the year.
func (y year) has(d db.Date) bool {
	first, last := y.days()
	return !d.IsZero() && !d.Before(first) && !d.After(last)
}

// Words are the year as people say it.
func (y year) Words() string {
	if y.business {
		return fmt.Sprintf("April %d to March %d", y.number, y.number+1)
	}
	return fmt.Sprint(y.number)
}

// mine are the reviews of a committee that the person leads or chairs, and the
// committees there are.
func mine(ctx context.Context, tx *db.Tx, o access.Outside) (map[string][]access.Mine, []review.Committee, error) {
	all, err := o.Reviews(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	by, seen := map[string][]access.Mine{}, []review.Committee{}
	for _, m := range all {
		if m.Roles&summing == 0 {
			continue
		}
		cs, err := review.CommitteesOf(ctx, tx, m)
		if err != nil {
			return nil, nil, err
		}
		for _, k := range cs {
			if by[k.ID] == nil {
				seen = append(seen, k)
			}
			by[k.ID] = append(by[k.ID], m)
		}
	}
	return by, seen, nil
}

// gather opens each of the person's reviews of the committee through a pass of
// its own, which leaves its entry in the log. A review that shuts them out, or
// where they have not declared yet, is left out.
func gather(r *web.Request, o access.Outside, committee string) (review.Committee, []Case, error) {
	var of review.Committee
	var reviews []access.Mine
	err := o.Read(r.Context(), func(tx *db.Tx) error {
		by, seen, err := mine(r.Context(), tx, o)
		for _, k := range seen {
			if k.ID == committee {
				of, reviews = k, by[k.ID]
			}
		}
		return err
	})
	if err != nil {
		return of, nil, err
	}
	if of.ID == "" {
		return of, nil, db.ErrNotFound
	}
	var cases []Case
	for _, m := range reviews {
		if o.Gate().May(r.Context(), o.Session(), m.Review, Sum{}.Rule()) != nil {
			continue
		}
		p, err := access.Check[Sum](r.Context(), o.Gate(), o.Session(), m.Review, "")
		if err != nil {
			return of, nil, err
		}
		var one Case
		if err := p.Read(r.Context(), func(tx *db.Tx) error {
			one, err = sum(r.Context(), tx, p.Case, committee)
			return err
		}); err != nil {
			return of, nil, err
		}
		cases = append(cases, one)
	}
	slices.SortStableFunc(cases, func(a, b Case) int { return b.Notified.DaysUntil(a.Notified) })
	return of, cases, nil
}

// sum reads what the summary says of one review.
func sum(ctx context.Context, tx *db.Tx, c access.Case, committee string) (Case, error) {
	one := Case{Review: c.Review(), Code: c.Code(), Stage: c.Stage(), Outcome: undecided}
	began, err := db.One(ctx, tx, db.Column[time.Time], `SELECT entered_at FROM review_stage WHERE review_id = $1 AND stage = $2`,
		c.Review(), access.Received)
	if err != nil {
		return one, fmt.Errorf("when the review was notified: %w", err)
	}
	one.Notified = db.DateOf(began)
	ds, err := decision.Decisions(ctx, tx, c)
	if err != nil {
		return one, err
	}
	for _, d := range ds {
		if d.Committee == committee {
			one.Decided, one.Outcome = d.On, d.Outcome.Words()
		}
	}
	ks, err := review.Clocks(ctx, tx, c)
	for _, k := range ks {
		one.Limits = append(one.Limits, limitOf(k, db.DateOf(tx.Now())))
	}
	return one, err
}

func limitOf(k review.Clock, today db.Date) Limit {
	until := today
	if !k.Stopped.IsZero() {
		until = k.Stopped
	}
	l := Limit{Name: k.Title(), Kind: strings.TrimRight(k.What, " 0123456789"), State: k.State(k.Calendar, today), Unit: "day",
		Calendar: max(k.Start.DaysUntil(until), 0), Reason: k.LateReason}
	if k.Span.Unit == clock.WorkingDay {
		l.Unit = string(clock.WorkingDay)
	}
	l.Days = max(l.Calendar-len(k.LeftOut(k.Calendar, until)), 0)
	return l
}

// in are the cases that the committee considered in the year: notified in it, or
// decided in it.
func in(cases []Case, y year) []Case {
	var some []Case
	for _, c := range cases {
		if y.has(c.Notified) || y.has(c.Decided) {
			some = append(some, c)
		}
	}
	return some
}
