package access

import (
	"context"
	"fmt"
	"strings"

	"lr/internal/db"
	"lr/internal/seal"
)

// Office is what a person does in a committee or an agency.
type Office struct {
	Role              Role
	Committee, Agency string // "" where the office is in none
}

// AddAccount makes an account that no password opens yet, with its offices.
// Only the making of people calls it: invitations, the first start, the demonstration.
func (g *Gate) AddAccount(ctx context.Context, tx *db.Tx, name, email seal.Text, offices ...Office) (string, error) {
	id := db.NewID()
	at := g.accounts.At(seal.Accounts, "account", &id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO account (id, email_index, email, name, password, state, created_at) VALUES ($1, $2, $3, $4, '', 'active', $5)`,
		id, g.accounts.Index("email", strings.ToLower(email.Reveal())), at.Seal("email", email), at.Seal("name", name), tx.Now()); err != nil {
		return "", fmt.Errorf("add an account: %w", err)
	}
	for _, o := range offices {
		if err := g.AddOffice(ctx, tx, id, o); err != nil {
			return "", err
		}
	}
	return id, nil
}

// AddOffice gives an account one more office.
func (g *Gate) AddOffice(ctx context.Context, tx *db.Tx, account string, o Office) error {
	_, err := tx.Exec(ctx, `INSERT INTO office (id, account_id, role, committee_id, agency_id) VALUES ($1, $2, $3, $4, $5)`,
		db.NewID(), account, o.Role, orNull(o.Committee), orNull(o.Agency))
	if err != nil {
		return fmt.Errorf("give an office: %w", err)
	}
	return nil
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}
