package agencyreport

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	accounts "lr/internal/account"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type withdrawData struct {
	Form    *form.Form
	Review  string
	Request Request
}

var withdrawPage = web.NewPage[withdrawData](pages, "withdraw.html")

func askWithdraw(r *web.Request, p access.Pass[Withdraw]) (web.Answer, error) {
	return withdrawAgain(r, p, form.New())
}

func withdrawAgain(r *web.Request, p access.Pass[Withdraw], f *form.Form) (web.Answer, error) {
	d := withdrawData{Form: f, Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Request, err = withdrawable(r.Context(), tx, p.Case, r.Path("request"))
		return err
	})
	return withdrawPage.With(d), err
}

// withdrawable finds a request that can be taken back: nothing was released.
func withdrawable(ctx context.Context, tx *db.Tx, c access.Case, id string) (Request, error) {
	q, err := requestOf(ctx, tx, c, id)
	if err == nil && (q.Released > 0 || q.State == Withdrawn) {
		return q, db.ErrNotFound
	}
	c.Touch(id)
	return q, err
}

// withdraw takes a request back. The people of the agency are told, and lose
// their part; invitations to it end.
func withdraw(r *web.Request, p access.Pass[Withdraw]) (web.Answer, error) {
	ctx, id := r.Context(), r.Path("request")
	why := seal.T(r.Form.Text("why", 2000, "Say why the report is not needed any more."))
	if !r.Form.OK() {
		return withdrawAgain(r, p, r.Form)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := withdrawable(ctx, tx, p.Case, id)
		if errors.Is(err, db.ErrNotFound) {
			return db.ErrStale
		}
		if err != nil {
			return err
		}
		if err := tx.Change(ctx, `UPDATE agency_request SET withdrawn_on = $1 WHERE id = $2 AND review_id = $3 AND withdrawn_on IS NULL`,
			r.Today(), id, p.Review()); err != nil {
			return fmt.Errorf("withdraw the request: %w", err)
		}
		if err := note(ctx, tx, p.Case, id, wasWithdrawn, db.Date{}, why); err != nil {
			return err
		}
		if err := partWith(ctx, tx, p.Case, q); err != nil {
			return err
		}
		return afterWithdrawal(ctx, tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "requests")).Say("The request is withdrawn, and the agency is told."), err
}

// partWith ends what a request began: its clock, what waits for it, and the parts
// of its people, who are told.
func partWith(ctx context.Context, tx *db.Tx, c access.Case, q Request) error {
	if err := review.DropClock(ctx, tx, c, clockKey(q.ID)); err != nil {
		return err
	}
	for _, key := range []string{writeKey(q.ID), signKey(q.ID), timeKey(q.ID)} {
		if err := review.Settle(ctx, tx, c, key); err != nil {
			return err
		}
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, one := range people {
		if one.Agency != q.Agency || one.Role != access.AgencyAuthor && one.Role != access.AgencyApprover {
			continue
		}
		if err := c.Dismiss(ctx, tx, one.Member); err != nil {
			return err
		}
		if told[one.ID] {
			continue
		}
		told[one.ID] = true
		if err := mail.Send(ctx, tx, c, mail.ToAccount(one.ID), mail.ReportWithdrawn, mail.Message{}); err != nil {
			return err
		}
	}
	return accounts.Revoke(ctx, tx, c, access.AgencyAuthor|access.AgencyApprover, q.Agency)
}

// afterWithdrawal sees whether the reports that are left are all in. Where none
// is left, none was asked for.
func afterWithdrawal(ctx context.Context, tx *db.Tx, c access.Case) error {
	left, err := Requests(ctx, tx, c)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return settleRecord(ctx, tx, c)
	}
	if err := review.Undone(ctx, tx, c, review.ReportsRequested); err != nil {
		return err
	}
	return review.Undone(ctx, tx, c, review.ReportsIn)
}
