package account

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

// lasts is how long an invitation is good for, and tries how often its code may
// be typed. 6.4.1
const (
	lasts = 14 * 24 * time.Hour
	tries = 5
)

// Guest is who is invited. From is the committee that the link's page names.
type Guest struct {
	Name, Email seal.Text
	From        string
}

// Invite invites somebody to an office. The token belongs in the link
// Link(token), which may be mailed; the code is told by telephone. Neither can
// be had again: to invite the same person to the same office once more ends
// what was sent before. Somebody who has an account keeps it and its sign-in.
func Invite(ctx context.Context, tx *db.Tx, o access.Outside, g Guest, office access.Office) (token, code string, err error) {
	inv := invitation{office: office, by: o.Person()}
	token, code, err = inv.send(ctx, tx, o.Gate(), g)
	o.Touch(inv.id, inv.account)
	return token, code, err
}

// InviteToReview invites somebody to a part in the review, for an agency where
// that counts ("" for none). They have it when they have accepted.
func InviteToReview(ctx context.Context, tx *db.Tx, c access.Case, g Guest, part access.Role, agency string) (token, code string, err error) {
	inv := invitation{review: c.Review(), part: part, office: access.Office{Agency: agency}, by: c.Person()}
	token, code, err = inv.send(ctx, tx, c.Gate(), g)
	c.Touch(inv.id, inv.account)
	return token, code, err
}

// Link is the path that a token opens.
func Link(token string) string { return "/i/" + token }

// invitation is one invitation that can still be accepted.
type invitation struct {
	id, account, sender, by string
	code                    string // its mark
	office                  access.Office
	review                  string
	part                    access.Role
	known                   bool // the account has a sign-in already
}

func tokenMark(g *access.Gate, token string) string { return g.Index("invitation", token) }

func codeMark(g *access.Gate, id, typed string) string {
	return g.Index("invitation-code", id+"|"+typed)
}

// send writes the invitation down, with an account for whoever has none.
func (inv *invitation) send(ctx context.Context, tx *db.Tx, g *access.Gate, to Guest) (token, code string, err error) {
	inv.account, err = g.AccountOf(ctx, tx, to.Email)
	if errors.Is(err, db.ErrNotFound) {
		inv.account, err = g.AddAccount(ctx, tx, to.Name, to.Email)
	} else if err == nil {
		err = g.Rename(ctx, tx, inv.account, to.Name)
	}
	if err != nil {
		return "", "", fmt.Errorf("account of somebody invited: %w", err)
	}
	if err := inv.revokeSame(ctx, tx); err != nil {
		return "", "", err
	}
	inv.id, token, code = db.NewID(), rand.Text(), newCode(8)
	_, err = tx.Exec(ctx, `
		INSERT INTO invitation (id, account_id, token, code, sender, invited_by, invited_at, ends_at,
			office, committee_id, agency_id, review_id, part)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		inv.id, inv.account, tokenMark(g, token), codeMark(g, inv.id, code), to.From, inv.by, tx.Now(), tx.Now().Add(lasts),
		inv.office.Role, orNull(inv.office.Committee), orNull(inv.office.Agency), orNull(inv.review), inv.part)
	if err != nil {
		return "", "", fmt.Errorf("keep the invitation: %w", err)
	}
	return token, inFours(code), nil
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// revokeSame ends earlier invitations of the person to the same.
func (inv *invitation) revokeSame(ctx context.Context, tx *db.Tx) error {
	open, err := db.All(ctx, tx, readInvitation, selectInvitation+`WHERE i.account_id = $1 AND i.used_at IS NULL AND i.revoked_at IS NULL`, inv.account)
	if err != nil {
		return fmt.Errorf("find earlier invitations: %w", err)
	}
	for _, o := range open {
		if o.office == inv.office && o.review == inv.review && o.part == inv.part {
			if err := revoke(ctx, tx, o.id); err != nil {
				return err
			}
		}
	}
	return nil
}

func revoke(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE invitation SET revoked_at = $1 WHERE id = $2`, tx.Now(), id)
	return err
}

const selectInvitation = `
	SELECT i.id, i.account_id, i.sender, i.invited_by, i.code, i.office, i.committee_id, i.agency_id, i.review_id, i.part, a.password <> ''
	FROM invitation i JOIN account a ON a.id = i.account_id `

func readInvitation(r db.Row) (invitation, error) {
	var i invitation
	return i, r.Scan(&i.id, &i.account, &i.sender, &i.by, &i.code, &i.office.Role, &i.office.Committee, &i.office.Agency, &i.review, &i.part, &i.known)
}

// byToken finds the invitation of a link while it can be accepted, or gives db.ErrNotFound.
func byToken(ctx context.Context, tx *db.Tx, g *access.Gate, token string) (invitation, error) {
	return db.One(ctx, tx, readInvitation, selectInvitation+`
		WHERE i.token = $1 AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.ends_at > $2 AND i.tries < $3 AND a.state = 'active'`,
		tokenMark(g, token), tx.Now(), tries)
}

// opened finds the invitation whose code the person has given, or gives db.ErrNotFound.
func opened(ctx context.Context, tx *db.Tx, account string) (invitation, error) {
	return db.One(ctx, tx, readInvitation, selectInvitation+`
		WHERE i.account_id = $1 AND i.opened_at IS NOT NULL AND i.used_at IS NULL AND i.revoked_at IS NULL
		  AND i.ends_at > $2 AND a.state = 'active'
		ORDER BY i.opened_at DESC, i.id`, account, tx.Now())
}

// open lets the person choose a sign-in: they get a new secret for their app, and
// a session that opens nothing but that page. Its cookie is given. Whoever opened
// an invitation of theirs before is shut out.
func (inv invitation) open(ctx context.Context, tx *db.Tx, o access.Outside) (string, error) {
	if err := tx.Change(ctx, `UPDATE invitation SET opened_at = $1 WHERE id = $2`, tx.Now(), inv.id); err != nil {
		return "", fmt.Errorf("open the invitation: %w", err)
	}
	if err := tx.Change(ctx, `UPDATE account SET totp = $1, totp_step = 0 WHERE id = $2 AND password = ''`,
		o.At("account", &inv.account).Seal("totp", newSecret()), inv.account); err != nil {
		return "", fmt.Errorf("keep the secret of the app: %w", err)
	}
	if err := o.Gate().EndAll(ctx, tx, inv.account, ""); err != nil {
		return "", fmt.Errorf("end sessions begun before: %w", err)
	}
	return begin(ctx, tx, o.Gate(), o.Session(), inv.account)
}

// accept gives the person what they were invited to. It is done once.
func (inv invitation) accept(ctx context.Context, tx *db.Tx, g *access.Gate) error {
	if err := tx.Change(ctx, `UPDATE invitation SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND revoked_at IS NULL`,
		tx.Now(), inv.id); err != nil {
		return fmt.Errorf("accept the invitation: %w", err)
	}
	if inv.part != 0 {
		return g.Enlist(ctx, tx, inv.review, inv.account, inv.part, inv.office.Agency, inv.by)
	}
	held, err := db.All(ctx, tx, func(r db.Row) (access.Office, error) {
		var o access.Office
		return o, r.Scan(&o.Role, &o.Committee, &o.Agency)
	}, `SELECT role, committee_id, agency_id FROM office WHERE account_id = $1`, inv.account)
	if err != nil {
		return fmt.Errorf("read the person's offices: %w", err)
	}
	for _, o := range held {
		if o == inv.office {
			return nil
		}
	}
	return g.AddOffice(ctx, tx, inv.account, inv.office)
}
