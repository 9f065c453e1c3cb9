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

// later is what came of one version of a committee's decision.
type later struct {
	ID, Committee string
	Version       int
	Deed          string // confirmed, refused or learned
	On            db.Date
	Words         seal.Text
	Name          seal.Text
}

// Said says what came of it, in words.
func (l later) Said() string {
	return map[string]string{"confirmed": "The committee confirmed the decision", "refused": "The committee did not confirm the decision",
		"learned": "The learning was sent to the Care Inspectorate"}[l.Deed]
}

func laterDeeds(ctx context.Context, tx *db.Tx, c access.Case, by map[string]seal.Text) ([]later, error) {
	ls, err := db.All(ctx, tx, func(r db.Row) (later, error) {
		var l later
		var on seal.Text
		var who string
		at := c.At(seal.Deliberation, "decision_later", &l.ID)
		if err := r.Scan(&l.ID, &l.Committee, &l.Version, &l.Deed, at.Open("on_day", &on), at.Open("words", &l.Words), &who); err != nil {
			return l, err
		}
		var err error
		l.Name = by[who]
		l.On, err = db.ParseDate(on.Reveal())
		return l, err
	}, `
		SELECT id, committee_id, version, deed, on_day, words, recorded_by
		FROM decision_later WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read what came of the decisions: %w", err)
	}
	return ls, nil
}

func insertLater(ctx context.Context, tx *db.Tx, c access.Case, l later) error {
	l.ID = db.NewID()
	c.Touch(l.ID)
	at := c.At(seal.Deliberation, "decision_later", &l.ID)
	_, err := tx.Exec(ctx, `
		INSERT INTO decision_later (id, review_id, committee_id, version, deed, on_day, words, recorded_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		l.ID, c.Review(), l.Committee, l.Version, l.Deed, at.Seal("on_day", seal.T(l.On.String())), at.Seal("words", l.Words), c.Person(), tx.Now())
	if err != nil {
		return fmt.Errorf("keep what came of the decision: %w", err)
	}
	return nil
}

type confirmData struct {
	Form    *form.Form
	Review  string
	Now     *committeeStand
	Answers []form.Option
}

var confirmPage = web.NewPage[confirmData](pages, "confirm.html")

var confirmAnswers = []form.Option{{Value: "confirmed", Label: "The committee confirms the decision"},
	{Value: "refused", Label: "The committee does not confirm it", Hint: "The committee then decides anew."}}

func askConfirm(r *web.Request, p access.Pass[Confirm]) (web.Answer, error) {
	return confirmAgain(r, p, form.New())
}

func confirmAgain(r *web.Request, p access.Pass[Confirm], f *form.Form) (web.Answer, error) {
	d := confirmData{Form: f, Review: p.Review(), Answers: confirmAnswers}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if _, d.Now, err = chairing(r.Context(), tx, p.Case, r.Path("committee")); err == nil && !d.Now.Unconfirmed() {
			err = db.ErrNotFound
		}
		return err
	})
	return confirmPage.With(d), err
}

// confirm keeps whether the committee, at its meeting, stands by what was decided
// for it between its meetings.
func confirm(r *web.Request, p access.Pass[Confirm]) (web.Answer, error) {
	l := later{Committee: r.Path("committee"), Deed: r.Form.Choice("answer", confirmAnswers, "Choose whether the committee confirms the decision.")}
	l.On = pastDay(r, "on", "Give the day of the meeting, such as 31 March 2027.")
	needed := ""
	if l.Deed == "refused" {
		needed = "Say why the committee does not confirm it."
	}
	l.Words = seal.T(r.Form.Text("words", 4000, needed))
	l.Version = r.Form.Number("version", 0, 1e6, "")
	if !r.Form.OK() {
		return confirmAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		_, k, err := chairing(r.Context(), tx, p.Case, l.Committee)
		if err != nil {
			return err
		}
		if !k.Unconfirmed() || k.Decision.version != l.Version {
			return db.ErrStale
		}
		if l.On.Before(k.Decision.On) {
			r.Form.Refuse("on", "This is before the day on which it was decided.")
			return errFaults
		}
		if err := insertLater(r.Context(), tx, p.Case, l); err != nil {
			return err
		}
		if err := review.StopClock(r.Context(), tx, p.Case, confirmKey(k), l.On); err != nil {
			return err
		}
		return follow(r.Context(), tx, p.Case)
	})
	if errors.Is(err, errFaults) {
		return confirmAgain(r, p, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down."), err
}

func confirmKey(k *committeeStand) string { return versionKey("decision-confirm", k) }

// versionKey names a task or a clock about one version of a committee's decision.
func versionKey(what string, k *committeeStand) string {
	return fmt.Sprintf("%s:%s:%d", what, k.Committee.ID, k.Decision.version)
}

func askLearned(r *web.Request, p access.Pass[TellLater]) (web.Answer, error) {
	return learnedAgain(r, p, form.New())
}

func learnedAgain(r *web.Request, p access.Pass[TellLater], f *form.Form) (web.Answer, error) {
	d := tellData{Form: f, Review: p.Review(), Title: "The learning was sent to the Care Inspectorate",
		Explains: "Send the anonymised report of the other activity, or the minutes that hold its learning. Write it down here once it is sent."}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		k, err := owing(r.Context(), tx, p.Case, r.Path("committee"))
		if err != nil {
			return err
		}
		d.Committee, d.Ready = k.Committee.Name, true
		return nil
	})
	return tellPage.With(d), err
}

// owing finds a committee that learns in another way, and whose learning was not sent yet.
func owing(ctx context.Context, tx *db.Tx, c access.Case, committee string) (*committeeStand, error) {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	k, err := s.of(committee)
	if err == nil && !k.OwesLearning() {
		err = db.ErrNotFound
	}
	return k, err
}

// learned keeps that the learning of another activity was sent. [CI-LR]
func learned(r *web.Request, p access.Pass[TellLater]) (web.Answer, error) {
	l := later{Committee: r.Path("committee"), Deed: "learned", On: pastDay(r, "on", "Give the day on which it was sent, such as 31 March 2027."),
		Words: seal.T(r.Form.Text("words", 2000, "Say what was sent, and how."))}
	if !r.Form.OK() {
		return learnedAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		k, err := owing(r.Context(), tx, p.Case, l.Committee)
		if err != nil {
			return err
		}
		l.Version = k.Decision.version
		if err := insertLater(r.Context(), tx, p.Case, l); err != nil {
			return err
		}
		if err := review.StopClock(r.Context(), tx, p.Case, versionKey("decision-learning", k), l.On); err != nil {
			return err
		}
		return follow(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down that the learning was sent."), err
}
