package report

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/learning"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// keepSignature writes down what a member said of a version, over what stood there.
func keepSignature(ctx context.Context, tx *db.Tx, c access.Case, v Version, account string, signed bool, reason seal.Text) error {
	if _, err := tx.Exec(ctx, `DELETE FROM report_signature WHERE version_id = $1 AND account_id = $2 AND review_id = $3`, v.ID, account, c.Review()); err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO report_signature (id, review_id, version_id, account_id, signed, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), v.ID, account, signed, c.At(seal.DraftReport, "report_signature", &id).Seal("reason", reason), tx.Now()); err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	c.Touch(v.ID)
	if err := review.Settle(ctx, tx, c, "report:sign:"+account); err != nil {
		return err
	}
	return weighScrutiny(ctx, tx, c, v)
}

// sign says that the version the person read holds all the learning: that and
// no other, and not while a contribution is neither used nor set aside. [SEED team]
func sign(r *web.Request, p access.Pass[Sign]) (web.Answer, error) {
	f := r.Form
	if !f.Tick("holds") {
		f.Refuse("holds", "Tick the box if you find all the learning in this version. If not, write a comment.")
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d scrutinyData
		if err := d.fill(r.Context(), tx, p.Case); err != nil {
			return err
		}
		open, err := learning.Uncovered(r.Context(), tx, p.Case)
		switch {
		case err != nil:
			return err
		case d.None || f.Value("version") != d.Version.ID:
			f.Refuse("holds", "There is a newer version now. Read that one, then sign.")
		case open > 0:
			f.Refuse("holds", fmt.Sprintf("Contributions that are neither used nor set aside: %d. The reviewer decides about them first.", open))
		case !d.MaySign:
			return access.ErrForbidden
		}
		if !f.OK() {
			return errFault
		}
		return keepSignature(r.Context(), tx, p.Case, d.Version, p.Person(), true, seal.T(""))
	})
	if errors.Is(err, errFault) {
		return scrutinyAgain(r, p.Case, f)
	}
	return web.Redirect(review.Path(p.Case, "report/scrutiny")).Say("Signed. Thank you."), err
}

// unsigned writes down why a member has not signed.
func unsigned(r *web.Request, p access.Pass[Close]) (web.Answer, error) {
	f := r.Form
	why := f.Text("why", 2000, "Say why this member has not signed, such as: ill since March, the agency was asked.")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d scrutinyData
		if err := d.fill(r.Context(), tx, p.Case); err != nil {
			return err
		}
		who := f.Choice("member", d.Waiting, "Choose a member who has not signed.")
		if !f.OK() {
			return errFault
		}
		return keepSignature(r.Context(), tx, p.Case, d.Version, who, false, seal.T(why))
	})
	if errors.Is(err, errFault) {
		return scrutinyAgain(r, p.Case, f)
	}
	return web.Redirect(review.Path(p.Case, "report/scrutiny")).Say("The reason is written down."), err
}

// closeScrutiny looks again whether anything is missing, as after a member who
// had not signed left the team.
func closeScrutiny(r *web.Request, p access.Pass[Close]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		v, err := Current(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		return weighScrutiny(r.Context(), tx, p.Case, v)
	})
	return web.Redirect(review.Path(p.Case, "report/scrutiny")).Say("Looked again."), err
}
