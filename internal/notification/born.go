package notification

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

// Born is the day of birth of whom the review is about, as it was notified, for
// those who work out how old they were. It is empty where nobody gave it.
func Born(ctx context.Context, tx *db.Tx, c access.Case) (seal.Text, error) {
	born, err := db.One(ctx, tx, func(r db.Row) (seal.Text, error) {
		var id string
		var t seal.Text
		return t, r.Scan(&id, c.At(seal.Notification, "notification", &id).Open("born", &t))
	}, `SELECT id, born FROM notification WHERE review_id = $1`, c.Review())
	if errors.Is(err, db.ErrNotFound) {
		return seal.Text{}, nil
	}
	if err != nil {
		return seal.Text{}, fmt.Errorf("read the day of birth: %w", err)
	}
	return born, nil
}
