package notification

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
)

func receipt(ctx context.Context, tx *db.Tx, c access.Case, n Notification) error      { return nil }
func acknowledged(ctx context.Context, tx *db.Tx, c access.Case, n Notification) error { return nil }
