package review

import (
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

// moveOn takes the review to its next stage; while a record is missing it leads
// back to the review's page, which says which.
func moveOn(r *web.Request, p access.Pass[MoveOn]) (web.Answer, error) {
	var to access.Stage
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		limits, err := HoldsOn(r.Context(), tx, p.Case, Everything)
		if err != nil {
			return err
		}
		if limits.Refuse() {
			return errHeld
		}
		to, err = leave(r.Context(), tx, p.Case)
		return err
	})
	back := web.Redirect("/reviews/" + p.Review())
	if errors.Is(err, errHeld) {
		return back.Say("There is a limit on all work on this review, so it stays at its stage until that is ended."), nil
	}
	if errors.Is(err, ErrIncomplete) {
		return back.Say("Something that this stage asks for is still missing. Nothing was changed."), nil
	}
	return back.Say("The review moved on to: " + to.String() + "."), err
}

// errHeld is given for a move while everything is on hold.
var errHeld = errors.New("all work on the review is on hold")

type skipData struct {
	Form   *form.Form
	Review string
	What   Required
}

var skipPage = web.NewPage[skipData](pages, "skip.html")

// recordOf finds the record named in the address, if this stage asks for it.
func recordOf(r *web.Request, c access.Case) (Required, error) {
	q, ok := required(Record(r.Path("record")))
	if !ok || q.Stage != c.Stage() {
		return q, access.ErrStranger
	}
	return q, nil
}

func askSkip(r *web.Request, p access.Pass[MoveOn]) (web.Answer, error) {
	q, err := recordOf(r, p.Case)
	if err != nil {
		return web.Answer{}, err
	}
	return skipPage.With(skipData{form.New(), p.Review(), q}), nil
}

// skip writes down who goes on without a record, and why.
func skip(r *web.Request, p access.Pass[MoveOn]) (web.Answer, error) {
	q, err := recordOf(r, p.Case)
	if err != nil {
		return web.Answer{}, err
	}
	reason := r.Form.Text("reason", 2000, "Say why the review goes on without this, so that others can understand it later.")
	if !r.Form.OK() {
		return skipPage.With(skipData{r.Form, p.Review(), q}), nil
	}
	err = p.Write(r.Context(), func(tx *db.Tx) error {
		id := string(q.Record)
		p.Touch(id)
		_, err := tx.Exec(r.Context(), `
			INSERT INTO review_record (review_id, record, at, actor, skipped, reason) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (review_id, record) DO NOTHING`,
			p.Review(), id, tx.Now(), p.Person(), true, p.At(seal.Hold, "review_record", &id).Seal("reason", seal.T(reason)))
		if err != nil {
			return fmt.Errorf("leave out %s: %w", id, err)
		}
		if key, ok := stops[q.Record]; ok {
			if err := StopClock(r.Context(), tx, p.Case, key, r.Today()); err != nil {
				return err
			}
		}
		return askToMoveOn(r.Context(), tx, p.Case)
	})
	return web.Redirect("/reviews/" + p.Review()).Say("It is written down that the review goes on without this."), err
}
