package account

import (
	"context"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
)

// Until is the last day of an invitation that is made now.
func Until(now time.Time) db.Date { return db.DateOf(now.Add(lasts)) }

// Revoke ends the invitations to parts in the review for an agency that nobody
// has accepted yet. Their links are then as if they had never been.
func Revoke(ctx context.Context, tx *db.Tx, c access.Case, parts access.Role, agency string) error {
	waiting, err := db.All(ctx, tx, readInvitation, selectInvitation+`
		WHERE i.review_id = $1 AND i.agency_id = $2 AND i.used_at IS NULL AND i.revoked_at IS NULL`, c.Review(), agency)
	if err != nil {
		return fmt.Errorf("find the invitations to the review: %w", err)
	}
	for _, inv := range waiting {
		if inv.part&parts == 0 {
			continue
		}
		if err := revoke(ctx, tx, inv.id); err != nil {
			return err
		}
	}
	return nil
}
