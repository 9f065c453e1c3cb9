package decision

import (
	"context"
	"errors"
	"net/url"
	"slices"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type decideData struct {
	Form           *form.Form
	Review         string
	Committee      review.Committee
	Outcomes       []form.Option
	Limbs          []form.Option
	Sheet          sheet
	Recommendation recommendation
	Others         []*committeeStand // of the other committees, that decided
	Now            *committeeStand
	Saw            int
}

var decidePage = web.NewPage[decideData](pages, "decide.html")

func askDecision(r *web.Request, p access.Pass[Decide]) (web.Answer, error) {
	return decideAgain(r, p, nil)
}

func decideAgain(r *web.Request, p access.Pass[Decide], f *form.Form) (web.Answer, error) {
	d := decideData{Form: f, Review: p.Review(), Outcomes: outcomes}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("committee")) })
	if err != nil {
		return web.Answer{}, err
	}
	before := d.Now.Decision
	if f != nil {
		d.Saw = f.Number("version", 0, 1e6, "")
		return decidePage.With(d), nil
	}
	d.Saw, d.Form = before.version, form.New()
	if before.version > 0 {
		d.Form = form.Sent(url.Values{"outcome": {string(before.Outcome)}, "on": {before.On.Words()}, "limb": before.Limbs,
			"reasons": {before.Reasons.Reveal()}, "split": {before.Split.Reveal()}}, nil)
	}
	return decidePage.With(d), nil
}

// chairing finds the committee of the address, and refuses whoever does not
// chair it.
func chairing(ctx context.Context, tx *db.Tx, c access.Case, committee string) (stand, *committeeStand, error) {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return s, nil, err
	}
	k, err := s.of(committee)
	if err == nil && !k.isChair(c.Person()) {
		err = access.ErrForbidden
	}
	return s, k, err
}

func (d *decideData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee string) error {
	s, k, err := chairing(ctx, tx, c, committee)
	if err != nil {
		return err
	}
	d.Committee, d.Now = k.Committee, k
	for _, other := range s.Committees {
		if other != k && other.Decided() {
			d.Others = append(d.Others, other)
		}
	}
	if d.Sheet, err = readSheet(ctx, tx, c, k.Committee); err != nil {
		return err
	}
	d.Limbs = citable(d.Sheet)
	all, err := recommendations(ctx, tx, c)
	d.Recommendation = all[committee]
	return err
}

// citable offers the criteria of the guidance that a decision may cite.
func citable(s sheet) []form.Option {
	var os []form.Option
	for _, l := range s.Guidance.Limbs() {
		hint := "The working group found: " + s.Findings[l.ID].Words() + "."
		if l.Confirmed != guidance.Seen {
			hint += " Wording to be confirmed by the committee against the published guidance."
		}
		os = append(os, form.Option{Value: l.ID, Label: l.ID + ": " + l.Text, Hint: hint})
	}
	return os
}

// decide keeps what a chair decides for their committee: outcome, day, cited
// criteria and reasons. What the answers come to decides nothing by itself.
// [CP21 p4, CP24 p2, ASP22 p4]
func decide(r *web.Request, p access.Pass[Decide]) (web.Answer, error) {
	shown := decideData{}
	if err := p.Read(r.Context(), func(tx *db.Tx) error { return shown.fill(r.Context(), tx, p.Case, r.Path("committee")) }); err != nil {
		return web.Answer{}, err
	}
	f := r.Form
	d := Decision{Committee: r.Path("committee"), Outcome: Outcome(f.Choice("outcome", outcomes, "Choose what the committee decided."))}
	d.On = pastDay(r, "on", "Give the day on which the committee decided, such as 31 March 2027.")
	needed := ""
	if d.Outcome == Review {
		needed = "Choose at least one of the criteria that the decision rests on."
	}
	d.Limbs = f.Choices("limb", shown.Limbs, needed)
	d.Reasons = seal.T(f.Text("reasons", 6000, "Give the committee's reasons. They are told to others, so name nobody."))
	d.Split = seal.T(f.Text("split", 4000, ""))
	saw := f.Number("version", 0, 1e6, "")
	if !f.OK() {
		return decideAgain(r, p, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, _, err := chairing(r.Context(), tx, p.Case, d.Committee)
		if err != nil {
			return err
		}
		if differs(s, d) && d.Split.Empty() {
			f.Refuse("split", "The other committee decided differently. Say why, so that it can be understood later.")
			return errFaults
		}
		if err := insertDecision(r.Context(), tx, p.Case, saw, d); err != nil {
			return err
		}
		return decided(r.Context(), tx, p.Case, saw > 0)
	})
	if errors.Is(err, errFaults) {
		return decideAgain(r, p, f)
	}
	return web.Redirect(review.Path(p.Case, "decision")).Say("The decision is kept."), err
}

// pastDay reads a day that is not still to come.
func pastDay(r *web.Request, name, required string) db.Date {
	on := r.Form.Date(name, required)
	if on.After(r.Today()) {
		r.Form.Refuse(name, "This day is still to come. Give the day on which it was done.")
	}
	return on
}

// differs says that another committee of the review decided otherwise.
func differs(s stand, d Decision) bool {
	return d.Outcome != More && slices.ContainsFunc(s.Committees, func(k *committeeStand) bool {
		return k.Committee.ID != d.Committee && k.Decided() && k.Decision.Outcome != d.Outcome
	})
}

// decided draws what follows from a decision: where the review goes, whose turn
// it is, and what has to be told anew where a decision changed.
func decided(ctx context.Context, tx *db.Tx, c access.Case, changed bool) error {
	if changed {
		for _, told := range []review.Record{review.ChiefOfficersTold, review.NotifierTold, review.InspectorateTold} {
			if err := review.Undone(ctx, tx, c, told); err != nil {
				return err
			}
		}
	}
	s, err := standing(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, k := range s.Committees {
		if err := askForMore(ctx, tx, c, k); err != nil {
			return err
		}
	}
	if err := settleDecision(ctx, tx, c, s); err != nil {
		return err
	}
	return turnAll(ctx, tx, c)
}

func askForMore(ctx context.Context, tx *db.Tx, c access.Case, k *committeeStand) error {
	key := "decision-more:" + k.Committee.ID
	if !k.Asked() || k.Answered() {
		return review.Settle(ctx, tx, c, key)
	}
	return ask(ctx, tx, c, review.Task{Key: key, Role: access.LeadOfficer,
		What: "The committee asks for more information before it decides", Path: review.Path(c, "decision/more/"+k.Committee.ID)})
}

// settleDecision records the decision once every committee has decided. With no
// committee for a review it goes to its close; one that is for it is enough.
func settleDecision(ctx context.Context, tx *db.Tx, c access.Case, s stand) error {
	all, holds := s.decided()
	if !all {
		if err := review.Settle(ctx, tx, c, "decision-tell"); err != nil {
			return err
		}
		return review.Undone(ctx, tx, c, review.Decision)
	}
	if err := review.Done(ctx, tx, c, review.Decision); err != nil {
		return err
	}
	if err := settleLeft(ctx, tx, c); err != nil {
		return err
	}
	to := access.Closed
	if holds {
		to = access.SettingUp
	}
	if err := review.Next(ctx, tx, c, to); err != nil {
		return err
	}
	if err := startNoticeClock(ctx, tx, c, s); err != nil {
		return err
	}
	return ask(ctx, tx, c, review.Task{Key: "decision-tell", Role: access.LeadOfficer,
		What: "Tell the notifier, the chief officers and the Care Inspectorate of the decision", Path: review.Path(c, "decision"),
		Due: db.DateOf(tx.Now())})
}

// startNoticeClock starts the time limit for telling the Care Inspectorate, on
// the day of the last decision. [CI-LR]
func startNoticeClock(ctx context.Context, tx *db.Tx, c access.Case, s stand) error {
	var on db.Date
	for _, k := range s.Committees {
		if k.Decision.On.After(on) {
			on = k.Decision.On
		}
	}
	for _, k := range s.Committees {
		g, ok := k.Committee.Version().Clock(noticeClock)
		if !ok || g.Span == nil {
			continue
		}
		one := review.Clock{Key: noticeClock, What: g.Name, Source: g.Source}
		one.Start, one.Span = on, *g.Span
		return review.StartClock(ctx, tx, c, one)
	}
	return nil
}

// noticeClock is the time limit in the guidance for the notice of the decision.
const noticeClock = "ci-decision"
