package decision

import (
	"context"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/review"
)

// admit gives people who hold the office the part they are asked to take. It
// opens nothing until they have declared, which waits for them.
func admit(ctx context.Context, tx *db.Tx, c access.Case, role access.Role, chosen []string) error {
	staff, err := c.Staff(ctx, tx, role)
	if err != nil {
		return err
	}
	for _, id := range chosen {
		agency, holds := "", false
		for _, s := range staff {
			if s.ID == id {
				agency, holds = s.Agency, true
			}
		}
		if !holds {
			return fmt.Errorf("ask somebody to be %s: %w", role, db.ErrNotFound)
		}
		c.Touch(id)
		if err := c.Admit(ctx, tx, id, role, agency, noEnd); err != nil {
			return err
		}
		if err := turn(ctx, tx, c, id); err != nil {
			return err
		}
	}
	if err := chronology.LookThrough(ctx, tx, c); err != nil {
		return err
	}
	return settleLeft(ctx, tx, c)
}

// settleLeft takes off the lead officer's page that somebody is missing, once
// others were asked or the work was done without them.
func settleLeft(ctx context.Context, tx *db.Tx, c access.Case) error {
	return review.Settle(ctx, tx, c, leftKey)
}

// noEnd is that of a part that lasts as long as the review.
var noEnd time.Time
