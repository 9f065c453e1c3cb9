package notification

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/mail"
)

// receipt tells the notifier that the notification arrived, and acknowledged
// that somebody has it in hand. [ASP22 p7]
func receipt(ctx context.Context, tx *db.Tx, c access.Case, n Notification) error {
	return mail.Send(ctx, tx, c, mail.ToAddress(n.Email), mail.NotificationReceived, mail.Message{Path: "/notify/received"})
}

func acknowledged(ctx context.Context, tx *db.Tx, c access.Case, n Notification) error {
	return mail.Send(ctx, tx, c, mail.ToAddress(n.Email), mail.NotificationInHand, mail.Message{})
}
