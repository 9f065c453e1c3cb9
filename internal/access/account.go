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

// AccountOf finds the account of an address, or gives db.ErrNotFound.
func (g *Gate) AccountOf(ctx context.Context, tx *db.Tx, email seal.Text) (string, error) {
	return db.One(ctx, tx, db.Column[string], `SELECT id FROM account WHERE email_index = $1`,
		g.Index("email", strings.ToLower(email.Reveal())))
}

// Rename corrects the name of somebody who was invited and has not come yet.
func (g *Gate) Rename(ctx context.Context, tx *db.Tx, account string, name seal.Text) error {
	_, err := tx.Exec(ctx, `UPDATE account SET name = $1 WHERE id = $2 AND password = ''`,
		g.accounts.At(seal.Accounts, "account", &account).Seal("name", name), account)
	return err
}

// Enlist gives an account a part in a review. Only an invitation that was
// accepted calls it: whoever wrote it, by, could admit people there.
func (g *Gate) Enlist(ctx context.Context, tx *db.Tx, review, account string, role Role, agency, by string) error {
	if has, err := holds(ctx, tx, review, account, role, agency); err != nil || has {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		db.NewID(), review, account, role, orNull(agency), by, tx.Now()); err != nil {
		return fmt.Errorf("give %s the part they were invited to: %w", account, err)
	}
	return nil
}

// Index gives the value by which an address or a code is found again. Without
// the installation's key nobody can tell what it was made of.
func (g *Gate) Index(kind, value string) string { return g.accounts.Index(kind, value) }

// Gate gives the accounts to those who invite somebody to the review.
func (c Case) Gate() *Gate { return c.knows().gate }
