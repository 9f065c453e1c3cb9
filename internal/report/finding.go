package report

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// finding is one that was kept, with what was said of it.
type finding struct {
	ID string
	found
	Reason      seal.Text
	JustifiedBy string
	JustifiedAt time.Time
}

// Open says that nobody has said why it may stay.
func (f finding) Open() bool { return f.JustifiedBy == "" }

// findings lists what the check found in a version, in the order of the text.
func findings(ctx context.Context, tx *db.Tx, c access.Case, version string) ([]finding, error) {
	fs, err := db.All(ctx, tx, func(r db.Row) (finding, error) {
		var f finding
		var words seal.Text
		at := c.At(seal.DraftReport, "report_finding", &f.ID)
		if err := r.Scan(&f.ID, at.Open("found", &words), at.Open("reason", &f.Reason), &f.JustifiedBy, &f.JustifiedAt); err != nil {
			return f, err
		}
		return f, json.Unmarshal([]byte(words.Reveal()), &f.found)
	}, `SELECT id, found, reason, justified_by, justified_at FROM report_finding WHERE review_id = $1 AND version_id = $2 ORDER BY place, id`,
		c.Review(), version)
	if err != nil {
		return nil, fmt.Errorf("list what the check found: %w", err)
	}
	return fs, nil
}

// checkedAt is when the check of a version last ran; the zero time for never.
func checkedAt(ctx context.Context, tx *db.Tx, c access.Case, version string) (time.Time, error) {
	all, err := db.All(ctx, tx, db.Column[time.Time], `SELECT checked_at FROM report_check WHERE review_id = $1 AND version_id = $2`, c.Review(), version)
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return all[0], nil
}

// isClear says that a version was checked, and that each finding may stay.
func isClear(ctx context.Context, tx *db.Tx, c access.Case, version string) (bool, error) {
	at, err := checkedAt(ctx, tx, c, version)
	if err != nil || at.IsZero() {
		return false, err
	}
	fs, err := findings(ctx, tx, c, version)
	for _, f := range fs {
		if f.Open() {
			return false, nil
		}
	}
	return err == nil, err
}

// check runs the check of a version and keeps what it finds. What was said of a
// finding stays where the check finds the same again.
func check(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	known, err := review.NamesToHide(ctx, tx, c)
	if err != nil {
		return err
	}
	now, err := examine(v, known)
	if err != nil {
		return err
	}
	before, err := findings(ctx, tx, c, v.ID)
	if err != nil {
		return err
	}
	kept := map[found]bool{}
	for _, f := range before {
		kept[f.found] = false
	}
	for i, f := range now {
		if _, is := kept[f]; is {
			kept[f] = true
			continue
		}
		if err := keepFinding(ctx, tx, c, v, i, f); err != nil {
			return err
		}
	}
	for _, f := range before {
		if !kept[f.found] {
			if _, err := tx.Exec(ctx, `DELETE FROM report_finding WHERE id = $1 AND review_id = $2`, f.ID, c.Review()); err != nil {
				return fmt.Errorf("a finding that is no more: %w", err)
			}
		}
	}
	if _, err := tx.Exec(ctx, `INSERT INTO report_check (version_id, review_id, checked_by, checked_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (version_id) DO UPDATE SET checked_by = excluded.checked_by, checked_at = excluded.checked_at`,
		v.ID, c.Review(), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("write down the check of %s: %w", v, err)
	}
	c.Touch(v.ID)
	if len(now) > 0 {
		if err := ask(ctx, tx, c, review.Task{Key: "report:findings", Role: access.ReviewChair,
			What: "Decide about what the identifier check found in the report", Path: review.Path(c, "report/check")}); err != nil {
			return err
		}
	}
	return weighCheck(ctx, tx, c, v)
}

func keepFinding(ctx context.Context, tx *db.Tx, c access.Case, v Version, place int, f found) error {
	raw, err := json.Marshal(f)
	if err != nil {
		return fmt.Errorf("a finding: %w", err)
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO report_finding (id, review_id, version_id, place, found) VALUES ($1, $2, $3, $4, $5)`,
		id, c.Review(), v.ID, place, c.At(seal.DraftReport, "report_finding", &id).Seal("found", seal.T(string(raw)))); err != nil {
		return fmt.Errorf("keep a finding: %w", err)
	}
	return nil
}

// weighCheck keeps the record that the newest version names nobody.
func weighCheck(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	is, err := isClear(ctx, tx, c, v.ID)
	if err != nil {
		return err
	}
	if is {
		if err := review.Settle(ctx, tx, c, "report:findings"); err != nil {
			return err
		}
	}
	changed, err := set(ctx, tx, c, review.IdentifiersChecked, is)
	if err != nil || !changed {
		return err
	}
	return ready(ctx, tx, c, v)
}
