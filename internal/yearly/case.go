package yearly

import (
	"context"
	"fmt"
	"slices"
	"strings"

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

// mayBeIn says that a case can have been notified or decided in the year, of the
// days on which it came to its stages: notified by then, and not past its decision
// before.
func (y year) mayBeIn(came map[access.Stage]db.Date) bool {
	first, last := y.days()
	if notified := came[access.Received]; !notified.Before(first) {
		return !last.Before(notified)
	}
	for stage, on := range came {
		if stage > access.Deciding && on.Before(first) {
			return false
		}
	}
	return true
}

// gather reads those of the person's reviews of the committee that may be in the
// year, each of which has an entry of it in its log. A review that shuts them out,
// or where they have not declared yet, is left out. Earlier says that there are
// some before the year.
func gather(r *web.Request, o access.Outside, committee string, y year) (of review.Committee, cases []Case, earlier bool, err error) {
	var reviews []access.Mine
	var came map[string]map[access.Stage]db.Date
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
		came, err = review.EnteredOn(r.Context(), tx, o)
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
		if !earlier && came[m.Review][access.Received].Before(first) {
			earlier = o.Gate().May(r.Context(), o.Session(), m.Review, Sum{}.Rule()) == nil
		}
		if y.mayBeIn(came[m.Review]) {
			some = append(some, m.Review)
		}
	}
	err = access.Over[Sum](r.Context(), o, some, func(tx *db.Tx, in []access.Case) error {
		all, err := sums(r.Context(), tx, in, committee)
		for _, one := range all {
			one.Notified = came[one.Review][access.Received]
			if y.has(one.Notified) || y.has(one.Decided) {
				cases = append(cases, one)
			}
		}
		return err
	})
	slices.SortStableFunc(cases, func(a, b Case) int { return b.Notified.DaysUntil(a.Notified) })
	return of, cases, earlier, err
}

// sums reads what the summary of one committee says of reviews, but for the day of
// their notification.
func sums(ctx context.Context, tx *db.Tx, in []access.Case, committee string) ([]Case, error) {
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
		one := Case{Review: c.Review(), Code: c.Code(), Stage: c.Stage(), Outcome: undecided}
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
