package review

import (
	"context"
	"fmt"
	"slices"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/seal"
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

// These say whose rows are read: those of one review, of all in which a person has
// a part, or of all that a committee considers. Of several reviews they are those
// of db.Tx.Among.
const (
	ofReview    = `review_id = $1`
	ofPerson    = `review_id IN (SELECT review_id FROM member WHERE account_id = $1)`
	ofCommittee = `review_id IN (SELECT review_id FROM review_committee WHERE committee_id = $1)`
)

// plainClocks lists the time limits of a review in the order in which they started.
func plainClocks(ctx context.Context, tx *db.Tx, review string) ([]Clock, error) {
	all, _, err := clocksOf(ctx, tx, ofReview, review)
	return all[review], err
}

// clocksOf reads time limits without their words, by review, and the committee by
// whose calendar each review counts.
func clocksOf(ctx context.Context, tx *db.Tx, which, id string) (map[string][]Clock, map[string]Committee, error) {
	keeps, err := keepers(ctx, tx, which, id)
	if err != nil {
		return nil, nil, err
	}
	names, err := agencyNames(ctx, tx)
	if err != nil {
		return nil, nil, err
	}
	pauses := map[string][]clock.Pause{}
	_, err = db.All(ctx, tx, func(r db.Row) (clock.Pause, error) {
		var p clock.Pause
		var of string
		err := r.Scan(&of, &p.From, &p.To)
		pauses[of] = append(pauses[of], p)
		return p, err
	}, `SELECT clock_id, paused, resumed FROM review_pause WHERE `+which, id)
	if err != nil {
		return nil, nil, fmt.Errorf("list the pauses: %w", err)
	}
	all := map[string][]Clock{}
	_, err = db.All(ctx, tx, func(r db.Row) (Clock, error) {
		var k Clock
		var review string
		err := r.Scan(&review, &k.ID, &k.Key, &k.What, &k.Agency, &k.Source, &k.Start, &k.Span.Amount, &k.Span.Unit, &k.Stopped, &k.kept, &k.Explained)
		k.Pauses, k.AgencyName, k.Calendar = pauses[k.ID], names[k.Agency], clock.Calendar{Local: keeps[review].Settings.LocalHolidays}
		all[review] = append(all[review], k)
		return k, err
	}, `
		SELECT review_id, id, key, what, agency_id, source, started, amount, unit, stopped, due, late_reason IS NOT NULL
		FROM review_clock WHERE `+which+` ORDER BY started, id`, id)
	if err != nil {
		return nil, nil, fmt.Errorf("list the time limits: %w", err)
	}
	return all, keeps, nil
}

// ClocksIn lists the time limits of many reviews, by review, as
// Clocks does of one. Why a clock was paused is left out. The act must open the
// Hold compartment.
func ClocksIn(ctx context.Context, tx *db.Tx, cases []access.Case) (map[string][]Clock, error) {
	of := access.AllOf(cases)
	which, ids := of.Among(tx)
	all, _, err := clocksOf(ctx, tx, which, ids)
	if err != nil {
		return nil, err
	}
	words, err := wordsOf(ctx, tx, of)
	if err != nil {
		return nil, err
	}
	for _, ks := range all {
		for i, k := range ks {
			ks[i].LateReason, ks[i].Name = words[k.ID].reason, words[k.ID].name
		}
	}
	return all, nil
}

// clockWords are the words of a clock.
type clockWords struct{ reason, name seal.Text }

// wordsOf reads those of the reviews, by clock.
func wordsOf(ctx context.Context, tx *db.Tx, of access.Together) (map[string]clockWords, error) {
	which, ids := of.Among(tx)
	all := map[string]clockWords{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review, id string
		var w clockWords
		at := of.At(&review, seal.Hold, "review_clock", &id)
		err := r.Scan(&review, &id, at.Open("late_reason", &w.reason), at.Open("name", &w.name))
		all[id] = w
		return id, err
	}, `SELECT review_id, id, late_reason, name FROM review_clock WHERE `+which+` AND (late_reason IS NOT NULL OR name IS NOT NULL)`, ids)
	if err != nil {
		return nil, fmt.Errorf("read why time limits were missed: %w", err)
	}
	return all, nil
}

// keepers gives the committee by whose calendar each review counts.
func keepers(ctx context.Context, tx *db.Tx, which, id string) (map[string]Committee, error) {
	committees, err := AllCommittees(ctx, tx)
	if err != nil {
		return nil, err
	}
	all := map[string]Committee{}
	_, err = db.All(ctx, tx, func(r db.Row) (string, error) {
		var review, committee string
		err := r.Scan(&review, &committee)
		if _, there := all[review]; !there {
			i := slices.IndexFunc(committees, func(c Committee) bool { return c.ID == committee })
			all[review] = committees[i]
		}
		return review, err
	}, `
		SELECT rc.review_id, c.id FROM review_committee rc JOIN committee c ON c.id = rc.committee_id
		WHERE rc.`+which+` ORDER BY c.track DESC, c.id`, id)
	if err != nil {
		return nil, fmt.Errorf("whose calendar counts: %w", err)
	}
	return all, nil
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
	if err := tx.Change(ctx, `UPDATE review_clock SET amount = $1, unit = $2, source = $3 WHERE review_id = $4 AND key = $5 AND stopped IS NULL`,
		r.Span.Amount, string(r.Span.Unit), source, c.Review(), k.Key); err != nil {
		return err
	}
	return keepDue(ctx, tx, ofReview, c.Review())
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
