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
	committees, err := review.CommitteesOf(ctx, tx, o)
	if err != nil {
		return nil, nil, err
	}
	by, seen := map[string][]access.Mine{}, []review.Committee{}
	for _, m := range all {
		if m.Roles&summing == 0 {
			continue
		}
		for _, k := range committees[m.Review] {
			if by[k.ID] == nil {
				seen = append(seen, k)
			}
			by[k.ID] = append(by[k.ID], m)
		}
	}
	return by, seen, nil
}

// span is when a review was notified, and when it left the decision behind; no
// day if it has not.
type span struct{ notified, left db.Date }

// spans are those of the person's reviews. They need no word of a case.
func spans(ctx context.Context, tx *db.Tx, o access.Outside) (map[string]span, error) {
	all := map[string]span{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review string
		var stage access.Stage
		var at time.Time
		err := r.Scan(&review, &stage, &at)
		s := all[review]
		switch on := db.DateOf(at); {
		case stage == access.Received:
			s.notified = on
		case stage > access.Deciding && (s.left.IsZero() || on.Before(s.left)):
			s.left = on
		}
		all[review] = s
		return review, err
	}, `
		SELECT review_id, stage, entered_at FROM review_stage
		WHERE review_id IN (SELECT review_id FROM member WHERE account_id = $1) AND (stage = $2 OR stage > $3)`,
		o.Person(), access.Received, access.Deciding)
	if err != nil {
		return nil, fmt.Errorf("when the reviews were notified: %w", err)
	}
	return all, nil
}

// mayBeIn says that a case can have been notified or decided in the year.
func (s span) mayBeIn(y year) bool {
	first, last := y.days()
	return !last.Before(s.notified) && (!s.notified.Before(first) || s.left.IsZero() || !s.left.Before(first))
}

// gather opens each of the person's reviews of the committee that may be in the
// year through a pass of its own, which leaves its entry in the log. A review
// that shuts them out, or where they have not declared yet, is left out. Earlier
// says that there are some before the year.
func gather(r *web.Request, o access.Outside, committee string, y year) (of review.Committee, cases []Case, earlier bool, err error) {
	var reviews []access.Mine
	var when map[string]span
	if err := o.Read(r.Context(), func(tx *db.Tx) error {
		by, seen, err := mine(r.Context(), tx, o)
		if err != nil {
			return err
		}
		for _, k := range seen {
			if k.ID == committee {
				of, reviews = k, by[k.ID]
			}
		}
		when, err = spans(r.Context(), tx, o)
		return err
	}); err != nil {
		return of, nil, false, err
	}
	if of.ID == "" {
		return of, nil, false, db.ErrNotFound
	}
	first, _ := y.days()
	for _, m := range reviews {
		before := when[m.Review].notified.Before(first)
		if !when[m.Review].mayBeIn(y) && (!before || earlier) {
			continue
		}
		if o.Gate().May(r.Context(), o.Session(), m.Review, Sum{}.Rule()) != nil {
			continue
		}
		if earlier = earlier || before; !when[m.Review].mayBeIn(y) {
			continue
		}
		p, err := access.Check[Sum](r.Context(), o.Gate(), o.Session(), m.Review, "")
		if err != nil {
			return of, nil, false, err
		}
		var one Case
		if err := p.Read(r.Context(), func(tx *db.Tx) error {
			one, err = sum(r.Context(), tx, p.Case, committee)
			return err
		}); err != nil {
			return of, nil, false, err
		}
		if y.has(one.Notified) || y.has(one.Decided) {
			cases = append(cases, one)
		}
	}
	slices.SortStableFunc(cases, func(a, b Case) int { return b.Notified.DaysUntil(a.Notified) })
	return of, cases, earlier, nil
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
