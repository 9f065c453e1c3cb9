package review

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/seal"
)

// Clock is a time limit of the review.
type Clock struct {
	ID, Key, What, Agency string
	Source                string // the paragraph or setting it comes from
	clock.Running
	LateReason seal.Text
	Explained  bool // a reason for its lateness is written down
	Calendar   clock.Calendar
}

// StartClock starts a time limit. Key names it within its review; What is shown
// and holds no word of the case. A clock that runs under the key stays as it is.
func StartClock(ctx context.Context, tx *db.Tx, c access.Case, k Clock) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO review_clock (id, review_id, key, what, agency_id, source, started, amount, unit)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (review_id, key) DO NOTHING`,
		db.NewID(), c.Review(), k.Key, k.What, none(k.Agency), k.Source, k.Start, k.Span.Amount, string(k.Span.Unit))
	if err != nil {
		return fmt.Errorf("start clock %s: %w", k.Key, err)
	}
	return nil
}

// StopClock stops a time limit on a day. One that does not run is no fault.
func StopClock(ctx context.Context, tx *db.Tx, c access.Case, key string, on db.Date) error {
	_, err := tx.Exec(ctx, `UPDATE review_clock SET stopped = $1 WHERE review_id = $2 AND key = $3 AND stopped IS NULL`,
		on, c.Review(), key)
	if err != nil {
		return fmt.Errorf("stop clock %s: %w", key, err)
	}
	return nil
}

// Extend gives a running time limit more calendar days.
func Extend(ctx context.Context, tx *db.Tx, c access.Case, key string, k clock.Span) error {
	return tx.Change(ctx, `UPDATE review_clock SET amount = $1, unit = $2 WHERE review_id = $3 AND key = $4 AND stopped IS NULL`,
		k.Amount, string(k.Unit), c.Review(), key)
}

// Clocks lists the time limits of the review, in the order in which they
// started. The act must open the Hold compartment, where reasons lie.
func Clocks(ctx context.Context, tx *db.Tx, c access.Case) ([]Clock, error) {
	calendar, err := Calendar(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	ks, err := db.All(ctx, tx, func(r db.Row) (Clock, error) {
		k := Clock{Calendar: calendar}
		at := c.At(seal.Hold, "review_clock", &k.ID)
		err := r.Scan(&k.ID, &k.Key, &k.What, &k.Agency, &k.Source, &k.Start, &k.Span.Amount, &k.Span.Unit, &k.Stopped,
			at.Open("late_reason", &k.LateReason))
		k.Explained = !k.LateReason.Empty()
		return k, err
	}, `
		SELECT id, key, what, agency_id, source, started, amount, unit, stopped, late_reason
		FROM review_clock WHERE review_id = $1 ORDER BY started, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the clocks: %w", err)
	}
	pauses := map[string][]clock.Pause{}
	_, err = db.All(ctx, tx, func(r db.Row) (clock.Pause, error) {
		var p clock.Pause
		var id, of string
		var reason seal.Text
		at := c.At(seal.Hold, "review_pause", &id)
		err := r.Scan(&id, &of, &p.From, &p.To, at.Open("reason", &reason))
		p.Reason = reason.Reveal()
		pauses[of] = append(pauses[of], p)
		return p, err
	}, `SELECT id, clock_id, paused, resumed, reason FROM review_pause WHERE review_id = $1 ORDER BY paused, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the pauses: %w", err)
	}
	for i := range ks {
		ks[i].Pauses = pauses[ks[i].ID]
	}
	return ks, nil
}

// Calendar is the calendar of the review's first committee: Scotland's bank
// holidays and the committee's local ones.
func Calendar(ctx context.Context, tx *db.Tx, c access.Case) (clock.Calendar, error) {
	return calendarOf(ctx, tx, c.Review())
}

func calendarOf(ctx context.Context, tx *db.Tx, review string) (clock.Calendar, error) {
	cs, err := committeesOf(ctx, tx, review)
	if err != nil || len(cs) == 0 {
		return clock.Calendar{}, err
	}
	return clock.Calendar{Local: cs[0].Settings.LocalHolidays}, nil
}

const decisionClock = "decision"

// startDecisionClock runs from the notification to the decision, for as long as
// the committee's own setting allows: the guidance gives no number.
func startDecisionClock(ctx context.Context, tx *db.Tx, c access.Case) error {
	cs, err := Committees(ctx, tx, c)
	if err != nil || len(cs) == 0 || cs[0].Settings.DecideWithin.Amount == 0 {
		return err
	}
	return StartClock(ctx, tx, c, Clock{Key: decisionClock, What: "Decision by the committee", Source: "Set by the committee",
		Running: clock.Running{Start: db.DateOf(tx.Now()), Span: cs[0].Settings.DecideWithin}})
}
