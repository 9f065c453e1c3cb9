package notification

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/seal"
)

// tellReceived sends the notifier the link to the receipt, and acknowledged says
// that somebody has the notification in hand. [ASP22 p7]
func tellReceived(ctx context.Context, tx *db.Tx, c access.Case, n Notification, link string, r receipt) error {
	return mail.Send(ctx, tx, c, mail.ToAddress(n.Email), mail.NotificationReceived,
		mail.Message{Path: "/notify/link/", Secret: seal.T(link), Due: r.Acknowledge})
}

func acknowledged(ctx context.Context, tx *db.Tx, c access.Case, n Notification) error {
	return mail.Send(ctx, tx, c, mail.ToAddress(n.Email), mail.NotificationInHand, mail.Message{})
}
