package agencyreport

import (
	"context"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/job"
	"lr/internal/mail"
	"lr/internal/review"
)

// Job is the kind of job that looks after a request each working morning; its
// handler is made by Reminder. It begins with the request and ends with it.
const Job = "agencyreport-remind"

// Remind is the program's own act of reminding an agency of its report.
type Remind struct{}

func (Remind) Rule() access.Rule { return access.Rule{Name: "agencyreport.remind"} }

// Reminder does the jobs of the kind Job. Whether somebody is reminded is
// decided when it is time, from what is true then: a report that came, a pause,
// another day or a wall needs no telling beforehand.
func Reminder(g *access.Gate) func(ctx context.Context, object string) error {
	return func(ctx context.Context, object string) error {
		of, request, _ := strings.Cut(object, ":")
		return access.Itself[Remind](ctx, g, of, func(tx *db.Tx, c access.Case) error { return remind(ctx, tx, c, request) })
	}
}

// lookAfter has the request looked after from the next working morning on.
func lookAfter(ctx context.Context, tx *db.Tx, c access.Case, request string, s schedule) error {
	return job.Add(ctx, tx, Job, c.Review()+":"+request, s.morning(tx.Now()))
}

// scheduleOf is the schedule of the review's first committee.
func scheduleOf(ctx context.Context, tx *db.Tx, c access.Case) (schedule, error) {
	calendar, err := review.Calendar(ctx, tx, c)
	if err != nil {
		return schedule{}, err
	}
	cs, err := review.Committees(ctx, tx, c)
	if err != nil || len(cs) == 0 {
		return schedule{calendar, review.Usual().Remind}, err
	}
	return schedule{calendar, cs[0].Settings.Remind}, nil
}

// heard is when the agency last heard of the day by other means: it was asked,
// the day was set anew, the clock ran again, or the report changed hands.
func (q Request) heard(t times) db.Date {
	last := q.Asked
	later := func(d db.Date) {
		if d.After(last) {
			last = d
		}
	}
	later(t.settled)
	for _, p := range q.limit.Pauses {
		later(p.To)
	}
	if q.State == WithApprover || q.State == Returned {
		later(q.Moved)
	}
	return last
}

// remindable says that there is a day to remind of.
func (q Request) remindable(stage access.Stage) bool {
	return q.Open() && !q.Paused && deciding.Has(stage)
}

// remind writes to whoever has the report now, if it is the turn of a reminder,
// and has the request looked after again while it is open.
func remind(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	q, err := requestOf(ctx, tx, c, id)
	if err != nil || !q.Open() || !deciding.Has(c.Stage()) {
		return err
	}
	s, err := scheduleOf(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := lookAfter(ctx, tx, c, id, s); err != nil {
		return err
	}
	if s.quiet(tx.Now()) || !q.remindable(c.Stage()) {
		return nil
	}
	ts, err := timesOf(ctx, tx, c)
	if err != nil {
		return err
	}
	slot, _ := s.turn(q.Due, q.heard(ts[id]), db.DateOf(tx.Now()))
	if slot.IsZero() {
		return nil
	}
	return remindAll(ctx, tx, c, q, s, slot)
}

// requestOf finds a request, also one that was withdrawn.
func requestOf(ctx context.Context, tx *db.Tx, c access.Case, id string) (Request, error) {
	all, err := withWithdrawn(ctx, tx, c)
	for _, q := range all {
		if q.ID == id {
			return q, err
		}
	}
	if err == nil {
		err = db.ErrNotFound
	}
	return Request{}, err
}

// remindAll writes to those who have the report and were not written to on this
// turn. A message that cannot go before the evening does not go.
func remindAll(ctx context.Context, tx *db.Tx, c access.Case, q Request, s schedule, slot db.Date) error {
	role, kind, path, today := access.AgencyAuthor, mail.ReportReminder, reportPath(c, q.ID), db.DateOf(tx.Now())
	switch {
	case q.State == WithApprover:
		role, kind, path = access.AgencyApprover, mail.SignReminder, signPath(c, q.ID)
	case q.Late:
		kind = mail.ReportLate
	}
	went, err := remindersOf(ctx, tx, c)
	if err != nil {
		return err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	written := map[string]bool{}
	for _, one := range people {
		if one.Role != role || one.Agency != q.Agency || one.Walled || one.Suspended ||
			written[one.ID] || went[q.ID].turns[turnOf(one.ID, q.Due, slot)] {
			continue
		}
		written[one.ID] = true
		id := db.NewID()
		if _, err := tx.Exec(ctx, `
			INSERT INTO agency_reminder (id, review_id, request_id, account_id, due, slot, sent_on) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, c.Review(), q.ID, one.ID, q.Due, slot, today); err != nil {
			return fmt.Errorf("keep the reminder: %w", err)
		}
		c.Touch(q.ID, one.ID)
		if err := mail.Send(ctx, tx, c, mail.ToAccount(one.ID), kind,
			mail.Message{ID: id, Path: path, Due: q.Due, Until: s.rest(tx.Now())}); err != nil {
			return err
		}
	}
	return nil
}
