package event

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

type learningData struct {
	Review string
	Groups []group
	Done   map[string]bool // contributions that this agency has answered
	Left   int
	Closed bool
}

var learningPage = web.NewPage[learningData](pages, "learning.html")

// showLearning shows a manager what was cleared, and which of it their agency
// has answered. The notes themselves are nowhere near this page. [SEED managers]
func showLearning(r *web.Request, p access.Pass[SeeLearning]) (web.Answer, error) {
	ctx := r.Context()
	d := learningData{Review: p.Review(), Done: map[string]bool{}}
	err := p.Read(ctx, func(tx *db.Tx) error {
		cleared, err := Cleared(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		means, err := Implications(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for _, i := range means {
			if i.Agency == p.Agency() {
				d.Done[i.Contribution] = true
			}
		}
		d.Groups, d.Left = grouped(cleared), len(cleared)-len(d.Done)
		on, err := closedOn(ctx, tx, p.Case)
		d.Closed = on != "" || p.Stage() != access.Learning
		return err
	})
	return learningPage.With(d), err
}

type implyData struct {
	Form   *form.Form
	Review string
	Text   seal.Text
	Agency string
	was    []Implication
	closed bool
}

var implyPage = web.NewPage[implyData](pages, "imply.html")

func (d *implyData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	d.Review = c.Review()
	cleared, err := Cleared(ctx, tx, c)
	if err != nil {
		return err
	}
	found := false
	for _, k := range cleared {
		if k.ID == id {
			d.Text, found = k.Text, true
		}
	}
	if !found || c.Agency() == "" {
		return db.ErrNotFound
	}
	all, err := Implications(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, i := range all {
		if i.Contribution == id && i.Agency == c.Agency() {
			d.was = append(d.was, i)
		}
	}
	names, err := agencyNames(ctx, tx)
	if err != nil {
		return err
	}
	d.Agency = names[c.Agency()]
	on, err := closedOn(ctx, tx, c)
	d.closed = on != ""
	return err
}

func askImplication(r *web.Request, p access.Pass[Consider]) (web.Answer, error) {
	d := implyData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("contribution")) })
	for _, i := range d.was {
		d.Form.Set(i.Kind, i.Text.Reveal())
	}
	return implyPage.With(d), err
}

// imply keeps what one thing means to the manager's agency, over what it said before.
func imply(r *web.Request, p access.Pass[Consider]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	words := map[string]string{}
	for _, kind := range []string{"single", "multi", "none"} {
		words[kind] = f.Text(kind, 2000, "")
	}
	follows := words["single"] != "" || words["multi"] != ""
	switch {
	case !follows && words["none"] == "":
		f.Refuse("single", "Say what follows, for your agency or for all. If nothing does, say why in the last box.")
	case follows && words["none"] != "":
		f.Refuse("none", "You say that something follows, and that nothing does. Please empty one of them.")
	}
	d := implyData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case, r.Path("contribution")); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		if d.closed {
			return db.ErrStale
		}
		return keepImplications(ctx, tx, p.Case, r.Path("contribution"), words)
	})
	if errors.Is(err, errFault) {
		return implyPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "managers/learning")).Say("Saved."), err
}

func keepImplications(ctx context.Context, tx *db.Tx, c access.Case, contribution string, words map[string]string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM event_implication WHERE review_id = $1 AND agency_id = $2 AND contribution_id = $3`,
		c.Review(), c.Agency(), contribution); err != nil {
		return fmt.Errorf("change what the learning means: %w", err)
	}
	for _, kind := range []string{"single", "multi", "none"} {
		if words[kind] == "" {
			continue
		}
		id := db.NewID()
		c.Touch(id)
		if _, err := tx.Exec(ctx, `
			INSERT INTO event_implication (id, review_id, agency_id, contribution_id, kind, words) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, c.Review(), c.Agency(), contribution, kind,
			c.At(seal.EventRecord, "event_implication", &id).Seal("words", seal.T(words[kind]))); err != nil {
			return fmt.Errorf("say what the learning means: %w", err)
		}
	}
	return nil
}
