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

// gather reads those of the person's reviews of the committee that may be in the
// year, each of which has an entry of it in its log. A review that shuts them out,
// or where they have not declared yet, is left out. Earlier says that there are
// some before the year.
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
	var some []string
	for _, m := range reviews {
		earlier = earlier || when[m.Review].notified.Before(first)
		if when[m.Review].mayBeIn(y) {
			some = append(some, m.Review)
		}
	}
	err = access.Over[Sum](r.Context(), o, some, func(tx *db.Tx, in []access.Case) error {
		all, err := sums(r.Context(), tx, in, committee, when)
		for _, one := range all {
			if y.has(one.Notified) || y.has(one.Decided) {
				cases = append(cases, one)
			}
		}
		return err
	})
	slices.SortStableFunc(cases, func(a, b Case) int { return b.Notified.DaysUntil(a.Notified) })
	return of, cases, earlier, err
}

// sums reads what the summary of one committee says of reviews.
func sums(ctx context.Context, tx *db.Tx, in []access.Case, committee string, when map[string]span) ([]Case, error) {
	made, err := decision.MadeIn(ctx, tx, in, committee)
	if err != nil {
		return nil, err
	}
	clocks, err := review.ClocksIn(ctx, tx, in)
	if err != nil {
		return nil, err
	}
	today := db.DateOf(tx.Now())
	var all []Case
	for _, c := range in {
		one := Case{Review: c.Review(), Code: c.Code(), Stage: c.Stage(), Outcome: undecided, Notified: when[c.Review()].notified}
		if d, decided := made[c.Review()]; decided {
			one.Decided, one.Outcome = d.On, d.Outcome.Words()
		}
		for _, k := range clocks[c.Review()] {
			one.Limits = append(one.Limits, limitOf(k, today))
		}
		all = append(all, one)
	}
	return all, nil
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
	l.Days = k.Counted(k.Calendar, until)
	return l
}
