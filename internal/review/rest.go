package review

import (
	"context"
	"encoding/json"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

// resting is what waited and ran in a review before it became part of another.
type resting struct {
	Stage  access.Stage `json:"stage"`
	Tasks  []string     `json:"tasks"`
	Pauses []string     `json:"pauses"`
}

// Rest closes a review that became part of another: its tasks are off the start
// pages and its clocks stand still. It gives what Wake needs to put all that
// back, which holds ids alone. The act must open the Hold compartment.
func Rest(ctx context.Context, tx *db.Tx, c access.Case, why seal.Text) (string, error) {
	was := resting{Stage: c.Stage()}
	var err error
	was.Tasks, err = db.All(ctx, tx, db.Column[string], `SELECT id FROM review_task WHERE review_id = $1 AND settled_at IS NULL ORDER BY id`, c.Review())
	if err != nil {
		return "", fmt.Errorf("find what waits: %w", err)
	}
	if err := settleStage(ctx, tx, c, access.Closed); err != nil {
		return "", err
	}
	running, err := db.All(ctx, tx, db.Column[string], `
		SELECT k.id FROM review_clock k
		WHERE k.review_id = $1 AND k.stopped IS NULL
		  AND NOT EXISTS (SELECT 1 FROM review_pause p WHERE p.clock_id = k.id AND p.resumed IS NULL)
		ORDER BY k.id`, c.Review())
	if err != nil {
		return "", fmt.Errorf("find the clocks that run: %w", err)
	}
	for _, k := range running {
		id := db.NewID()
		if _, err := tx.Exec(ctx, `INSERT INTO review_pause (id, review_id, clock_id, paused, reason) VALUES ($1, $2, $3, $4, $5)`,
			id, c.Review(), k, db.DateOf(tx.Now()), c.At(seal.Hold, "review_pause", &id).Seal("reason", why)); err != nil {
			return "", fmt.Errorf("pause clock %s: %w", k, err)
		}
		was.Pauses = append(was.Pauses, id)
	}
	if err := keepDue(ctx, tx, ofReview, c.Review()); err != nil {
		return "", err
	}
	if err := c.Move(ctx, tx, access.Closed); err != nil {
		return "", err
	}
	restore, err := json.Marshal(was)
	if err != nil {
		return "", fmt.Errorf("write down what rests: %w", err)
	}
	return string(restore), enter(ctx, tx, c, access.Closed)
}

// Wake opens a review again that Rest closed, as it was: the clocks run as if
// they had never stood still.
func Wake(ctx context.Context, tx *db.Tx, c access.Case, restore string) error {
	var was resting
	if err := json.Unmarshal([]byte(restore), &was); err != nil {
		return fmt.Errorf("read what rests: %w", err)
	}
	for _, id := range was.Tasks {
		if _, err := tx.Exec(ctx, `UPDATE review_task SET settled_at = NULL WHERE review_id = $1 AND id = $2`, c.Review(), id); err != nil {
			return fmt.Errorf("let task %s wait again: %w", id, err)
		}
	}
	for _, id := range was.Pauses {
		if _, err := tx.Exec(ctx, `DELETE FROM review_pause WHERE review_id = $1 AND id = $2`, c.Review(), id); err != nil {
			return fmt.Errorf("take pause %s away: %w", id, err)
		}
	}
	if err := keepDue(ctx, tx, ofReview, c.Review()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM review_stage WHERE review_id = $1 AND stage = $2`, c.Review(), access.Closed); err != nil {
		return fmt.Errorf("take the closing away: %w", err)
	}
	return c.Move(ctx, tx, was.Stage)
}
