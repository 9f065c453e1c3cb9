package decision

import (
	"context"
	"errors"
	"net/url"

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
	How            []form.Option // at a meeting or between meetings, where somebody may decide then
	Asked          []detail      // what may be asked, beside outcome and reasons
	Limbs          []form.Option
	Sheet          sheet
	Recommendation recommendation
	Others         []*committeeStand // the other committees of the review
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
		typed := url.Values{"outcome": {string(before.Outcome)}, "on": {before.On.Words()}, "limb": before.Limbs, "reasons": {before.Reasons.Reveal()}}
		for _, x := range details {
			if x.When != changing && x.When != delegated {
				typed.Set(x.Name, typedAgain(x, before.Details[x.Name]))
			}
		}
		d.Form = form.Sent(typed, nil)
	}
	return decidePage.With(d), nil
}

// typedAgain is what stands in the field of a detail that is changed.
func typedAgain(x detail, t seal.Text) string {
	if x.Day {
		return x.words(t)
	}
	return t.Reveal()
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
		if other != k {
			d.Others = append(d.Others, other)
		}
	}
	if who := k.Committee.Settings.Delegated; who != "" {
		d.How = []form.Option{{Value: "meeting", Label: "At a meeting of the committee"},
			{Value: delegated, Label: "Between its meetings, by " + who, Hint: "The decision counts at once. The next meeting is asked to confirm it."}}
	}
	for _, x := range details {
		skip := x.When == delegated && d.How == nil || x.When == changing && !k.Made() ||
			(x.When == differing || x.When == twoWays) && len(d.Others) == 0
		if !skip {
			d.Asked = append(d.Asked, x)
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

// asked is a detail with the sheet it stands on.
type asked struct {
	detail
	Form *form.Form
}

// Of gives the details that are asked in one part of the page.
func (d decideData) Of(when string) []asked {
	var all []asked
	for _, x := range d.Asked {
		if x.When == when {
			all = append(all, asked{x, d.Form})
		}
	}
	return all
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

// typed reads the sheet as it was sent: outcome, day, cited criteria, reasons and
// what else applies.
func (d decideData) typed(r *web.Request) Decision {
	f := r.Form
	made := Decision{Committee: d.Committee.ID, Outcome: Outcome(f.Choice("outcome", outcomes, "Choose what the committee decided.")),
		Details: map[string]seal.Text{}}
	how := ""
	if d.How != nil {
		how = f.Choice("how", d.How, "Choose how it was decided.")
	}
	made.On = pastDay(r, "on", "Give the day on which the committee decided, such as 31 March 2027.")
	needed := ""
	if made.Outcome == Review {
		needed = "Choose at least one of the criteria that the decision rests on."
	}
	made.Limbs = f.Choices("limb", d.Limbs, needed)
	made.Reasons = seal.T(f.Text("reasons", 6000, "Give the committee's reasons. They are told to others, so name nobody."))
	for _, x := range d.Asked {
		switch x.When {
		case string(made.Outcome), changing:
		case delegated:
			if how != delegated {
				continue
			}
		case differing, twoWays:
			if other := d.differing(made); other == "" || x.When == twoWays && other != Review && made.Outcome != Review {
				continue
			}
		default:
			continue
		}
		made.Details[x.Name] = x.read(f, made.On)
	}
	return made
}

// differing gives what another committee of the review decided otherwise; "" for none.
func (d decideData) differing(made Decision) Outcome {
	for _, k := range d.Others {
		if made.Outcome != "" && made.Outcome != More && k.Decided() && k.Decision.Outcome != made.Outcome {
			return k.Decision.Outcome
		}
	}
	return ""
}

// decide keeps what a chair decides for their committee. What the answers to the
// criteria come to decides nothing by itself. [CP21 p4, CP24 p2, ASP22 p4]
func decide(r *web.Request, p access.Pass[Decide]) (web.Answer, error) {
	f := r.Form
	saw := f.Number("version", 0, 1e6, "")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d decideData
		if err := d.fill(r.Context(), tx, p.Case, r.Path("committee")); err != nil {
			return err
		}
		if f.OK() && d.Now.Decision.version != saw {
			return db.ErrStale
		}
		made := d.typed(r)
		if !f.OK() {
			return errFaults
		}
		if err := insertDecision(r.Context(), tx, p.Case, saw, made); err != nil {
			return err
		}
		if err := supersede(r.Context(), tx, p.Case, d.Now, r.Today()); err != nil {
			return err
		}
		return follow(r.Context(), tx, p.Case)
	})
	if errors.Is(err, errFaults) {
		return decideAgain(r, p, f)
	}
	return web.Redirect(review.Path(p.Case, "decision")).Say("The decision is kept. The lead officer now tells those who must know, the Care Inspectorate among them."), err
}

// supersede stops what ran for the version that stood before, also what was left
// out because of it: everybody is told of the new one.
func supersede(ctx context.Context, tx *db.Tx, c access.Case, before *committeeStand, today db.Date) error {
	if before.Decision.version == 0 {
		return nil
	}
	for _, what := range []string{"decision-confirm", "decision-learning", "decision-more"} {
		if err := stopClocks(ctx, tx, c, what, before, today); err != nil {
			return err
		}
	}
	if !before.Made() {
		return nil
	}
	for _, told := range []review.Record{review.ChiefOfficersTold, review.NotifierTold, review.InspectorateTold} {
		if err := review.Undone(ctx, tx, c, told); err != nil {
			return err
		}
	}
	return nil
}

// pastDay reads a day that is not still to come.
func pastDay(r *web.Request, name, required string) db.Date {
	on := r.Form.Date(name, required)
	if on.After(r.Today()) {
		r.Form.Refuse(name, "This day is still to come. Give the day on which it was done.")
	}
	return on
}
