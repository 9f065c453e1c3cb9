package agencyreport

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/mail"
)

// tell sends a message to everybody who has the role in the review now, for the
// agency ("" for whoever has it).
func tell(ctx context.Context, tx *db.Tx, c access.Case, role access.Role, agency string, kind mail.Kind, m mail.Message) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range people {
		if one.Role != role || one.Walled || agency != "" && one.Agency != agency {
			continue
		}
		if err := mail.Send(ctx, tx, c, mail.ToAccount(one.ID), kind, m); err != nil {
			return err
		}
	}
	return nil
}
