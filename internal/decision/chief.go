package decision

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// chiefDeed is what a chief officer did with a decision, or that all were told.
type chiefDeed struct {
	ID, Committee, Account string
	Version                int
	Deed                   string // read, told, ratified or returned
	On                     db.Date
	Words                  seal.Text
	Name                   seal.Text
}

// Said says what was done, in words.
func (d chiefDeed) Said() string {
	return map[string]string{"read": "has read the decision", "told": "wrote down that chief officers were told",
		"ratified": "ratified the decision", "returned": "sent the decision back"}[d.Deed]
}

func chiefDeeds(ctx context.Context, tx *db.Tx, c access.Case, by map[string]seal.Text) ([]chiefDeed, error) {
	ds, err := db.All(ctx, tx, func(r db.Row) (chiefDeed, error) {
		var d chiefDeed
		var on seal.Text
		at := c.At(seal.Deliberation, "decision_chief", &d.ID)
		err := r.Scan(&d.ID, &d.Committee, &d.Version, &d.Account, &d.Deed, at.Open("on_day", &on), at.Open("words", &d.Words))
		if err != nil {
			return d, err
		}
		d.Name = by[d.Account]
		d.On, err = db.ParseDate(on.Reveal())
		return d, err
	}, `
		SELECT id, committee_id, version, account_id, deed, on_day, words
		FROM decision_chief WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read what chief officers did: %w", err)
	}
	return ds, nil
}

func insertChiefDeed(ctx context.Context, tx *db.Tx, c access.Case, d chiefDeed) error {
	d.ID = db.NewID()
	c.Touch(d.ID)
	at := c.At(seal.Deliberation, "decision_chief", &d.ID)
	_, err := tx.Exec(ctx, `
		INSERT INTO decision_chief (id, review_id, committee_id, version, account_id, deed, on_day, words, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.ID, c.Review(), d.Committee, d.Version, c.Person(), d.Deed, at.Seal("on_day", seal.T(d.On.String())),
		at.Seal("words", d.Words), tx.Now())
	if err != nil {
		return fmt.Errorf("keep what a chief officer did: %w", err)
	}
	return nil
}

// chief finds the committee of the address and refuses a chief officer who does
// not sit for it.
func chief(ctx context.Context, tx *db.Tx, c access.Case, committee string) (*committeeStand, error) {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	k, err := s.of(committee)
	if err == nil && !k.isChief(c.Person()) {
		err = access.ErrForbidden
	}
	return k, err
}

// haveRead is the receipt of a chief officer. [SEED recommend]
func haveRead(r *web.Request, p access.Pass[HaveRead]) (web.Answer, error) {
	saw := r.Form.Number("version", 0, 1e6, "")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		k, err := chief(r.Context(), tx, p.Case, r.Path("committee"))
		if err != nil {
			return err
		}
		if k.Ratify || !k.Decided() || k.Decision.version != saw || k.did(p.Person(), "read") {
			return db.ErrStale
		}
		if err := insertChiefDeed(r.Context(), tx, p.Case, chiefDeed{Committee: k.Committee.ID, Version: k.Decision.version,
			Deed: "read", On: r.Today()}); err != nil {
			return err
		}
		return follow(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down that you have read it."), err
}

type ratifyData struct {
	Form    *form.Form
	Review  string
	Now     *committeeStand
	Answers []form.Option
}

var ratifyPage = web.NewPage[ratifyData](pages, "ratify.html")

var ratifyAnswers = []form.Option{{Value: "ratified", Label: "Chief officers ratify the decision"},
	{Value: "returned", Label: "Send it back to the committee", Hint: "The review does not move on until the committee has decided again and chief officers ratify."}}

func askRatify(r *web.Request, p access.Pass[Ratify]) (web.Answer, error) {
	return ratifyAgain(r, p, form.New())
}

func ratifyAgain(r *web.Request, p access.Pass[Ratify], f *form.Form) (web.Answer, error) {
	d := ratifyData{Form: f, Review: p.Review(), Answers: ratifyAnswers}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Now, err = chief(r.Context(), tx, p.Case, r.Path("committee")); err == nil && (!d.Now.Ratify || !d.Now.Decided()) {
			err = db.ErrNotFound
		}
		return err
	})
	return ratifyPage.With(d), err
}

// ratify is the chief officers' yes to a decision, or their no with a reason.
// [ASP22 p4]
func ratify(r *web.Request, p access.Pass[Ratify]) (web.Answer, error) {
	deed := chiefDeed{Committee: r.Path("committee"), Deed: r.Form.Choice("answer", ratifyAnswers, "Choose whether chief officers ratify the decision.")}
	deed.On = pastDay(r, "on", "Give the day on which chief officers considered it, such as 31 March 2027.")
	needed := ""
	if deed.Deed == "returned" {
		needed = "Say why it goes back, so that the committee knows what to look at again."
	}
	deed.Words = seal.T(r.Form.Text("words", 4000, needed))
	saw := r.Form.Number("version", 0, 1e6, "")
	if !r.Form.OK() {
		return ratifyAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		k, err := chief(r.Context(), tx, p.Case, deed.Committee)
		if err != nil {
			return err
		}
		if !k.Ratify || !k.Decided() || k.Decision.version != saw || k.last() == deed.Deed {
			return db.ErrStale
		}
		if deed.On.Before(k.Decision.On) {
			r.Form.Refuse("on", "This is before the day on which the committee decided.")
			return errFaults
		}
		deed.Version = saw
		if err := insertChiefDeed(r.Context(), tx, p.Case, deed); err != nil {
			return err
		}
		return follow(r.Context(), tx, p.Case)
	})
	if errors.Is(err, errFaults) {
		return ratifyAgain(r, p, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down."), err
}
