package review

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
)

// Task is something that waits for one person, or for whoever has a role in the
// review (for an agency, where one is named). What is a sentence without words
// of the case; Path is the page where it is done.
type Task struct {
	Key     string // names the task within its review, "report:<request id>"
	Account string
	Role    access.Role
	Agency  string
	What    string
	Path    string
	Due     db.Date
}

// Ask puts a task on the start page of those it is for. A task that waits
// already under the same key is replaced.
func Ask(ctx context.Context, tx *db.Tx, c access.Case, t Task) error {
	if err := Settle(ctx, tx, c, t.Key); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO review_task (id, review_id, key, account_id, role, agency_id, what, path, due, asked_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		db.NewID(), c.Review(), t.Key, none(t.Account), t.Role, none(t.Agency), t.What, t.Path, t.Due, tx.Now())
	if err != nil {
		return fmt.Errorf("ask %s: %w", t.Key, err)
	}
	return nil
}

func none(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// Settle takes a task off the start pages: it is done, or no longer wanted.
func Settle(ctx context.Context, tx *db.Tx, c access.Case, key string) error {
	_, err := tx.Exec(ctx, `UPDATE review_task SET settled_at = $1 WHERE review_id = $2 AND key = $3 AND settled_at IS NULL`,
		tx.Now(), c.Review(), key)
	if err != nil {
		return fmt.Errorf("settle %s: %w", key, err)
	}
	return nil
}

// SettleFor takes off everything that waits for one person: they leave the review.
func SettleFor(ctx context.Context, tx *db.Tx, c access.Case, account string) error {
	_, err := tx.Exec(ctx, `UPDATE review_task SET settled_at = $1 WHERE review_id = $2 AND account_id = $3 AND settled_at IS NULL`,
		tx.Now(), c.Review(), account)
	if err != nil {
		return fmt.Errorf("settle what waits for somebody who leaves: %w", err)
	}
	return nil
}

// settleStage takes off what waited for the lead officer in the stage that is
// left; and for everybody, when the review closes.
func settleStage(ctx context.Context, tx *db.Tx, c access.Case, to access.Stage) error {
	query := `UPDATE review_task SET settled_at = $1 WHERE review_id = $2 AND settled_at IS NULL`
	args := []any{tx.Now(), c.Review()}
	if to != access.Closed {
		query += ` AND role = $3 AND account_id IS NULL`
		args = append(args, access.LeadOfficer)
	}
	if _, err := tx.Exec(ctx, query, args...); err != nil {
		return fmt.Errorf("settle what waited in %s: %w", c.Stage(), err)
	}
	return nil
}

// Waiting is a task on somebody's start page.
type Waiting struct {
	Code, What, Path string
	Due              db.Date
	Late             bool

	review, missed string // the review and the id of the clock, where a time limit was missed
}

// waiting lists what waits for a person in the reviews of which, id, the most
// urgent first. Walls are left out.
func waiting(ctx context.Context, tx *db.Tx, account, which, id string) ([]Waiting, error) {
	today := db.DateOf(tx.Now())
	ts, err := db.All(ctx, tx, func(r db.Row) (Waiting, error) {
		var w Waiting
		err := r.Scan(&w.Code, &w.What, &w.Path, &w.Due)
		w.Late = !w.Due.IsZero() && w.Due.Before(today)
		return w, err
	}, `
		SELECT r.code, t.what, t.path, t.due
		FROM review_task t JOIN review r ON r.id = t.review_id
		WHERE t.`+which+` AND t.settled_at IS NULL
		  AND EXISTS (SELECT 1 FROM member m
		      WHERE m.review_id = t.review_id AND m.account_id = $2
		        AND m.from_at <= $3 AND (m.until_at IS NULL OR m.until_at > $3)
		        AND (t.account_id = $2 OR (t.account_id IS NULL AND t.role = m.role
		             AND (t.agency_id IS NULL OR t.agency_id = m.agency_id))))
		  AND NOT EXISTS (SELECT 1 FROM wall w
		      WHERE w.review_id = t.review_id AND w.account_id = $2 AND w.lifted_at IS NULL)
		ORDER BY t.due NULLS LAST, t.asked_at, t.id`, id, account, tx.Now())
	if err != nil {
		return nil, fmt.Errorf("list what waits: %w", err)
	}
	return ts, nil
}
