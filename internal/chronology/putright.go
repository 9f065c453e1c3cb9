package chronology

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

func findRow(ctx context.Context, tx *db.Tx, c access.Case, id string) (refusal, error) {
	all, err := refusals(ctx, tx, c)
	if err != nil {
		return refusal{}, err
	}
	for _, x := range all {
		if x.ID == id {
			return x, nil
		}
	}
	return refusal{}, db.ErrNotFound
}

func askRow(r *web.Request, p access.Pass[PutRight]) (web.Answer, error) {
	return rowAgain(r, p, nil)
}

// rowAgain shows a row that was not taken in, to be put right.
func rowAgain(r *web.Request, p access.Pass[PutRight], f *form.Form) (web.Answer, error) {
	d := changeData{Form: f, Review: p.Review(), Path: review.Path(p.Case, "chronology/refused/"+r.Path("row"))}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		x, err := findRow(r.Context(), tx, p.Case, r.Path("row"))
		if err != nil {
			return err
		}
		p.Touch(x.ID)
		d.Why, d.Read = x.Why, x.Read
		if d.Form == nil {
			d.Form = form.New()
			x.written.entry().into(d.Form, r.Today())
			if r.Query("with") == "suggestion" && x.Fits {
				d.Form.Set("when", x.Suggestion)
			}
		}
		d.Frozen, err = frozen(r.Context(), tx, p.Case)
		return err
	})
	return changePage.With(d), err
}

// putRight takes a row in as it is typed now.
func putRight(r *web.Request, p access.Pass[PutRight]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	e, to := readEntry(f, r.Today(), true), web.Answer{}
	err := p.Write(ctx, func(tx *db.Tx) error {
		x, err := findRow(ctx, tx, p.Case, r.Path("row"))
		if err != nil {
			return err
		}
		if err := room(ctx, tx, p.Case, f, e, ""); err != nil {
			return err
		}
		e.row, e.table, e.line, e.hand = x.Mark, x.table, x.Number, true
		if err := settle(ctx, tx, p.Case, x.ID); err != nil {
			return err
		}
		ids, err := insert(ctx, tx, p.Case, []Entry{e})
		if err != nil {
			return err
		}
		to, err = onward(ctx, tx, p.Case, e, ids[0], "The row is taken in.")
		return err
	})
	if errors.Is(err, errRefused) {
		return rowAgain(r, p, f)
	}
	return to, err
}

// leaveOut says that a row is not needed.
func leaveOut(r *web.Request, p access.Pass[PutRight]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		x, err := findRow(ctx, tx, p.Case, r.Path("row"))
		if err != nil {
			return err
		}
		return settle(ctx, tx, p.Case, x.ID)
	})
	return web.Redirect(minePath(p.Case)).Say("The row is left out."), err
}

func settle(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	c.Touch(id)
	return tx.Change(ctx, `UPDATE chronology_refused SET settled_at = $1 WHERE id = $2 AND review_id = $3 AND settled_at IS NULL`,
		tx.Now(), id, c.Review())
}
