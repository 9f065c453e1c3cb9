package decision

import (
	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type moreData struct {
	Form   *form.Form
	Review string
	Now    *committeeStand
}

var morePage = web.NewPage[moreData](pages, "more.html")

func askMore(r *web.Request, p access.Pass[AnswerMore]) (web.Answer, error) {
	return moreAgain(r, p, form.New())
}

func moreAgain(r *web.Request, p access.Pass[AnswerMore], f *form.Form) (web.Answer, error) {
	d := moreData{Form: f, Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		s, err := standing(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if d.Now, err = s.of(r.Path("committee")); err == nil && !d.Now.Asked() {
			err = db.ErrNotFound
		}
		return err
	})
	return morePage.With(d), err
}

// answerMore gives a committee what it asked for, and asks its chair again.
func answerMore(r *web.Request, p access.Pass[AnswerMore]) (web.Answer, error) {
	words := r.Form.Text("answer", 6000, "Say what you found out, or why it cannot be found out.")
	if !r.Form.OK() {
		return moreAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := standing(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		k, err := s.of(r.Path("committee"))
		if err == nil && !k.Asked() {
			err = db.ErrStale
		}
		if err != nil {
			return err
		}
		id := k.Decision.id
		p.Touch(id)
		if err := tx.Change(r.Context(), `UPDATE decision_made SET answer = $1 WHERE id = $2 AND review_id = $3`,
			p.At(seal.Deliberation, "decision_made", &id).Seal("answer", seal.T(words)), id, p.Review()); err != nil {
			return err
		}
		if err := review.StopClock(r.Context(), tx, p.Case, versionKey("decision-more", k), r.Today()); err != nil {
			return err
		}
		return follow(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("Your answer is kept, and the chair is asked to decide."), err
}
