package access

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/db"
)

// ErrDoubt is for somebody whose independence is in doubt: until the lead officer
// has settled it, their parts that must be held by people without a part in what
// happened open nothing.
var ErrDoubt = errors.New("this is closed to the person until a doubt is settled")

// Doubt closes to a person what they must be independent for, from this moment
// until it is settled. [SEED team, CP21 p11]
func (c Case) Doubt(ctx context.Context, tx *db.Tx, account string) error {
	if c.in == nil {
		return ErrForbidden
	}
	if in, err := InDoubt(ctx, tx, c, account); err != nil || in {
		return err
	}
	c.Touch(account)
	if _, err := tx.Exec(ctx, `INSERT INTO doubt (id, review_id, account_id, raised_at) VALUES ($1, $2, $3, $4)`,
		db.NewID(), c.in.review, account, tx.Now()); err != nil {
		return fmt.Errorf("raise a doubt: %w", err)
	}
	return nil
}

// SettleDoubt opens again what a doubt closed.
func (c Case) SettleDoubt(ctx context.Context, tx *db.Tx, account string) error {
	if c.in == nil {
		return ErrForbidden
	}
	c.Touch(account)
	if _, err := tx.Exec(ctx, `UPDATE doubt SET settled_at = $1 WHERE review_id = $2 AND account_id = $3 AND settled_at IS NULL`,
		tx.Now(), c.in.review, account); err != nil {
		return fmt.Errorf("settle a doubt: %w", err)
	}
	return nil
}

// InDoubt says whether a doubt about the person is not settled yet.
func InDoubt(ctx context.Context, tx *db.Tx, c Case, account string) (bool, error) {
	n, err := db.One(ctx, tx, db.Column[int], `SELECT COUNT(*) FROM doubt WHERE review_id = $1 AND account_id = $2 AND settled_at IS NULL`,
		c.Review(), account)
	if err != nil {
		return false, fmt.Errorf("look for a doubt: %w", err)
	}
	return n > 0, nil
}
