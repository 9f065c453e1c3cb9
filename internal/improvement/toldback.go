package improvement

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/dissemination"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// Line is what people said, and what changed because of it, in words without names.
type Line struct {
	ID            string
	Said, Changed seal.Text
	Public        bool
	At            time.Time
}

// Lines lists what was told back to those who took part. The act must open the
// Published compartment.
func Lines(ctx context.Context, tx *db.Tx, c access.Case) ([]Line, error) {
	ls, err := db.All(ctx, tx, func(r db.Row) (Line, error) {
		var l Line
		at := c.At(seal.Published, "told_back", &l.ID)
		return l, r.Scan(&l.ID, at.Open("said", &l.Said), at.Open("changed", &l.Changed), &l.Public, &l.At)
	}, `SELECT id, said, changed, public, at FROM told_back WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("what was told back: %w", err)
	}
	return ls, nil
}

type backData struct {
	Form   *form.Form
	Review string
	Lead   bool
	Part   bool // the person took part
	Lines  []Line
	Limits review.Limits
}

var backPage = web.NewPage[backData](pages, "back.html")

func toldBack(r *web.Request, p access.Pass[ReadBack]) (web.Answer, error) {
	return backAgain(r, p.Case, form.New())
}

func backAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := backData{Form: f, Review: c.Review(), Lead: c.Is(access.LeadOfficer), Part: c.Is(takingPart)}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Lines, err = Lines(r.Context(), tx, c); err != nil || !d.Lead {
			return err
		}
		d.Limits, err = review.HoldsOn(r.Context(), tx, c, review.Publication)
		return err
	})
	return backPage.With(d), err
}

// addLine writes down what people said and what changed, if it names nobody.
// Where the lead officer wishes, everybody can read it beside what was published.
func addLine(r *web.Request, p access.Pass[TellBack]) (web.Answer, error) {
	f := r.Form
	said := f.Text("said", 1000, "Say what people told the review.")
	changed := f.Text("changed", 2000, "Say what changed because of it. If nothing did, say so, and why.")
	public := f.Tick("public")
	if !f.OK() {
		return backAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if err := dissemination.Clear(r.Context(), tx, p.Case, said, changed); err != nil {
			return err
		}
		id := db.NewID()
		at := p.At(seal.Published, "told_back", &id)
		if _, err := tx.Exec(r.Context(), `INSERT INTO told_back (id, review_id, said, changed, public, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, p.Review(), at.Seal("said", seal.T(said)), at.Seal("changed", seal.T(changed)), public, p.Person(), tx.Now()); err != nil {
			return fmt.Errorf("tell back: %w", err)
		}
		p.Touch(id)
		if !public {
			return nil
		}
		if err := review.Heed(r.Context(), tx, p.Case, f, review.Deed{Name: "Showed to the public what changed", Topics: []review.Topic{review.Publication}}); err != nil {
			return err
		}
		if !f.OK() {
			return errHeld
		}
		return dissemination.ShowChange(r.Context(), tx, p.Case, dissemination.Change{Said: said, Changed: changed})
	})
	switch {
	case errors.Is(err, dissemination.ErrNames):
		f.Refuse("changed", "These words may tell who somebody is. Give them without names, places, numbers and dates.")
	case errors.Is(err, dissemination.ErrNotPublic):
		f.Refuse("public", "Nothing of this review is public, so this cannot be shown there.")
	}
	if !f.OK() {
		return backAgain(r, p.Case, f) // also where a limit stands against it
	}
	return web.Redirect(review.Path(p.Case, "told-back")).Say("Added."), err
}

// tellAll asks everybody who took part to read what came of it.
func tellAll(r *web.Request, p access.Pass[TellBack]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		ls, err := Lines(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if len(ls) == 0 {
			return errNothing
		}
		people, err := p.People(r.Context(), tx)
		if err != nil {
			return err
		}
		path, asked := review.Path(p.Case, "told-back"), map[string]bool{p.Person(): true}
		for _, one := range people {
			if one.Role&takingPart == 0 || one.Walled || asked[one.ID] {
				continue
			}
			asked[one.ID] = true
			if err := review.Ask(r.Context(), tx, p.Case, review.Task{Key: backKey(one.ID), Account: one.ID,
				What: "Read what came of what you said", Path: path}); err != nil {
				return err
			}
			if err := mail.Send(r.Context(), tx, p.Case, mail.ToAccount(one.ID), mail.TaskWaits, mail.Message{Path: path}); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errNothing) {
		r.Form.Refuse("said", "There is nothing to tell yet. Add a line first.")
		return backAgain(r, p.Case, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "told-back")).Say("Everybody who took part is asked to read it."), err
}

var errHeld = errors.New("a limit stands against it")

var errNothing = errors.New("nothing was told back yet")

func backKey(account string) string { return "told-back:" + account }

// haveRead takes the task off the person's start page.
func haveRead(r *web.Request, p access.Pass[HaveRead]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error { return review.Settle(r.Context(), tx, p.Case, backKey(p.Person())) })
	return web.Redirect("/").Say("Thank you for your part in the review."), err
}
