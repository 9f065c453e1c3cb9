package decision

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// shownStand is a committee on the page of the decision, with what this person
// may do there.
type shownStand struct {
	*committeeStand
	Cited              []guidance.Limb
	MayDecide          bool
	MayRead, MayRatify bool
}

type showData struct {
	Form                     *form.Form
	Review                   string
	Committees               []shownStand
	Split                    bool
	All, Holds               bool
	Told                     []telling
	Lead, Open, Chairs       bool
	ChiefsSettled            bool
	NotifierTold, NoticeSent bool
}

var showPage = web.NewPage[showData](pages, "show.html")

func showDecision(r *web.Request, p access.Pass[SeeDecision]) (web.Answer, error) {
	d := showData{Form: form.New(), Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		return d.fill(r.Context(), tx, p.Case)
	})
	return showPage.With(d), err
}

func (d *showData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Lead, d.Open = c.Is(access.LeadOfficer), c.Stage() == access.Deciding
	d.Split, d.ChiefsSettled, d.Chairs = s.Split(), true, true
	d.All, d.Holds = s.decided()
	for _, k := range s.Committees {
		one := shownStand{committeeStand: k}
		for _, id := range k.Decision.Limbs {
			if l, ok := k.Committee.Version().Limb(id); ok {
				one.Cited = append(one.Cited, l)
			}
		}
		one.MayDecide = d.Open && k.isChair(c.Person())
		if d.Open && k.isChief(c.Person()) {
			one.MayRead = !k.Ratify && k.Decided() && !k.did(c.Person(), "read")
			one.MayRatify = k.Ratify && k.waitsForChief(c.Person())
		}
		d.ChiefsSettled = d.ChiefsSettled && k.Settled()
		d.Chairs = d.Chairs && len(k.Chairs) > 0
		d.Committees = append(d.Committees, one)
	}
	if d.Told, err = tellings(ctx, tx, c); err != nil {
		return err
	}
	if d.NotifierTold, err = review.Has(ctx, tx, c, review.NotifierTold); err != nil {
		return err
	}
	d.NoticeSent, err = review.Has(ctx, tx, c, review.InspectorateTold)
	return err
}

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
		return decided(r.Context(), tx, p.Case, false)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("Your answer is kept, and the chair is asked to decide."), err
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
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		k, err := chief(r.Context(), tx, p.Case, r.Path("committee"))
		if err != nil {
			return err
		}
		if k.Ratify || !k.Decided() || k.did(p.Person(), "read") {
			return db.ErrStale
		}
		if err := insertChiefDeed(r.Context(), tx, p.Case, chiefDeed{Committee: k.Committee.ID, Version: k.Decision.version,
			Deed: "read", On: r.Today()}); err != nil {
			return err
		}
		return chiefsDone(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down that you have read it."), err
}

// chiefsDone records that chief officers know, once that is so for every committee.
func chiefsDone(ctx context.Context, tx *db.Tx, c access.Case) error {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, k := range s.Committees {
		if !k.Settled() {
			return turnAll(ctx, tx, c)
		}
	}
	if err := review.Done(ctx, tx, c, review.ChiefOfficersTold); err != nil {
		return err
	}
	if err := settleTelling(ctx, tx, c); err != nil {
		return err
	}
	return turnAll(ctx, tx, c)
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
		deed.Version = saw
		if err := insertChiefDeed(r.Context(), tx, p.Case, deed); err != nil {
			return err
		}
		if deed.Deed == "returned" {
			return returned(r.Context(), tx, p.Case)
		}
		return chiefsDone(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down."), err
}

// returned gives the decision back to the chair, and takes the record back.
func returned(ctx context.Context, tx *db.Tx, c access.Case) error {
	if err := review.Undone(ctx, tx, c, review.ChiefOfficersTold); err != nil {
		return err
	}
	return turnAll(ctx, tx, c)
}
