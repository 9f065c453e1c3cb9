package reviewteam

import (
	"errors"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type scopeData struct {
	Form   *form.Form
	Review string
}

var scopePage = web.NewPage[scopeData](pages, "scope.html")

func askScope(r *web.Request, p access.Pass[SetScope]) (web.Answer, error) {
	d := scopeData{form.New(), p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		s, err := ScopeOf(r.Context(), tx, p.Case)
		if errors.Is(err, db.ErrNotFound) {
			return nil
		}
		d.Form.Set("version", strconv.Itoa(s.Version))
		d.Form.Set("from", s.From.Words())
		d.Form.Set("to", s.To.Words())
		for name, words := range map[string]seal.Text{"questions": s.Questions, "why": s.Why, "scale": s.Scale, "agencies": s.Agencies,
			"family": s.Family, "proceedings": s.Proceedings} {
			d.Form.Set(name, words.Reveal())
		}
		return err
	})
	return scopePage.With(d), err
}

// setScope writes the terms of reference. [CP21 p5, SCR15 p20]
func setScope(r *web.Request, p access.Pass[SetScope]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	text := func(name, required string) seal.Text { return seal.T(f.Text(name, 4000, required)) }
	s := Scope{
		From:        f.Date("from", "Give the first day that the review looks at."),
		To:          f.Date("to", "Give the last day that the review looks at."),
		Questions:   text("questions", "Write the questions that the review is to answer."),
		Why:         text("why", "Say why the review is held."),
		Scale:       text("scale", "Say what kind of review it is and how large, such as one event and a short report."),
		Agencies:    text("agencies", "Name the agencies that take part."),
		Family:      text("family", "Say how the family is asked and told, or why not yet."),
		Proceedings: text("proceedings", "Say where criminal or other proceedings stand, or that there are none."),
	}
	if f.Fault("to") == "" && f.Fault("from") == "" && s.To.Before(s.From) {
		f.Refuse("to", "The last day lies before the first. Please look at both again.")
	}
	if s.Version = f.Number("version", 0, 1<<30, ""); !f.OK() {
		return scopePage.With(scopeData{f, p.Review()}), nil
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if s.Version > 0 {
			was, err := ScopeOf(ctx, tx, p.Case)
			if err != nil {
				return err
			}
			s.ID = was.ID
		}
		if err := keepScope(ctx, tx, p.Case, s); err != nil {
			return err
		}
		return review.Done(ctx, tx, p.Case, review.ScopeSet)
	})
	return web.Redirect(review.Path(p.Case, "team")).Say("The terms of reference are saved."), err
}
