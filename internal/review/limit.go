package review

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
)

// PlainClocks gives the time limits of the review by their keys, without any words of
// the case: reasons stay shut, and Explained says whether there is one.
func PlainClocks(ctx context.Context, tx *db.Tx, c access.Case) (map[string]Clock, error) {
	ks, err := plainClocks(ctx, tx, c.Review())
	if err != nil {
		return nil, err
	}
	all := map[string]Clock{}
	for _, k := range ks {
		all[k.Key] = k
	}
	return all, nil
}

// plainClocks lists the time limits of a review in the order in which they started.
func plainClocks(ctx context.Context, tx *db.Tx, review string) ([]Clock, error) {
	calendar, err := calendarOf(ctx, tx, review)
	if err != nil {
		return nil, err
	}
	pauses := map[string][]clock.Pause{}
	_, err = db.All(ctx, tx, func(r db.Row) (clock.Pause, error) {
		var p clock.Pause
		var of string
		err := r.Scan(&of, &p.From, &p.To)
		pauses[of] = append(pauses[of], p)
		return p, err
	}, `SELECT clock_id, paused, resumed FROM review_pause WHERE review_id = $1`, review)
	if err != nil {
		return nil, fmt.Errorf("list the pauses: %w", err)
	}
	ks, err := db.All(ctx, tx, func(r db.Row) (Clock, error) {
		k := Clock{Calendar: calendar}
		err := r.Scan(&k.ID, &k.Key, &k.What, &k.Agency, &k.Source, &k.Start, &k.Span.Amount, &k.Span.Unit, &k.Stopped, &k.Explained)
		k.Pauses = pauses[k.ID]
		return k, err
	}, `
		SELECT id, key, what, agency_id, source, started, amount, unit, stopped, late_reason IS NOT NULL
		FROM review_clock WHERE review_id = $1 ORDER BY started, id`, review)
	if err != nil {
		return nil, fmt.Errorf("list the time limits: %w", err)
	}
	return ks, nil
}

// Until lets a running time limit end on a day, whatever pauses it had. It must
// not be paused now.
func Until(ctx context.Context, tx *db.Tx, c access.Case, k Clock, day db.Date, source string) error {
	r := k.Running
	r.Span = clock.Span{Unit: clock.CalendarDay}
	for due := r.Due(k.Calendar); due.Before(day); due = r.Due(k.Calendar) {
		if r.Span.Amount++; due.IsZero() {
			return fmt.Errorf("clock %s is paused: %w", k.Key, db.ErrStale)
		}
	}
	return tx.Change(ctx, `UPDATE review_clock SET amount = $1, unit = $2, source = $3 WHERE review_id = $4 AND key = $5 AND stopped IS NULL`,
		r.Span.Amount, string(r.Span.Unit), source, c.Review(), k.Key)
}

// DropClock takes away a time limit of something that is not wanted any more.
func DropClock(ctx context.Context, tx *db.Tx, c access.Case, key string) error {
	for _, query := range []string{
		`DELETE FROM review_pause WHERE review_id = $1 AND clock_id IN (SELECT id FROM review_clock WHERE review_id = $1 AND key = $2)`,
		`DELETE FROM review_clock WHERE review_id = $1 AND key = $2`} {
		if _, err := tx.Exec(ctx, query, c.Review(), key); err != nil {
			return fmt.Errorf("drop clock %s: %w", key, err)
		}
	}
	return nil
}

// Postpone moves the day by which a task is wanted, where it waits.
func Postpone(ctx context.Context, tx *db.Tx, c access.Case, key string, due db.Date) error {
	_, err := tx.Exec(ctx, `UPDATE review_task SET due = $1 WHERE review_id = $2 AND key = $3 AND settled_at IS NULL`, due, c.Review(), key)
	if err != nil {
		return fmt.Errorf("postpone %s: %w", key, err)
	}
	return nil
}
