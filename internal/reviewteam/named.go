package reviewteam

import (
	"context"
	"errors"
	"strconv"

	"lr/internal/access"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/decision"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type namedData struct {
	Form    *form.Form
	Review  string
	Ways    []look.Link
	Waiting []chronology.Named
	Own     bool // one of them is about whoever looks, for another lead officer to decide
	Answers []chronology.Answer
}

// Says is an outcome in words.
func (namedData) Says(o chronology.Outcome) string {
	return map[chronology.Outcome]string{chronology.Clear: "Not the same person", chronology.Aside: "Stepped aside",
		chronology.Accepted: "A small contact, accepted"}[o]
}

var namedPage = web.NewPage[namedData](pages, "named.html")

// named lists whom the chronology may name of those who must have had no part in
// what happened. [SEED team, CP21 p11]
func named(r *web.Request, p access.Pass[Named]) (web.Answer, error) {
	ctx := r.Context()
	d := namedData{Form: form.New(), Review: p.Review(), Ways: chronology.WaysOf(r, p.Case, "chronology/named")}
	err := p.Read(ctx, func(tx *db.Tx) error {
		all, err := chronology.WhoIsNamed(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for _, n := range all {
			if n.Account == p.Person() {
				d.Own = true
				continue
			}
			d.Waiting = append(d.Waiting, n)
			p.Touch(n.Account)
		}
		if d.Answers, err = chronology.Answers(ctx, tx, p.Case); err != nil {
			return err
		}
		names, err := everybody(ctx, tx, p.Case)
		for i := range d.Answers {
			d.Answers[i].Name = names[d.Answers[i].Account]
		}
		return err
	})
	return namedPage.With(d), err
}

func compare(r *web.Request, p access.Pass[Compare]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error { return chronology.LookThrough(r.Context(), tx, p.Case) })
	return web.Redirect(chronology.NamedPath(p.Case)).Say("Every entry was compared with everybody who takes part."), err
}

type settleData struct {
	Form     *form.Form
	Review   string
	Named    chronology.Named
	Outcomes []form.Option
}

var outcomes = []form.Option{
	{Value: string(chronology.Clear), Label: "It is somebody else", Hint: "The review is open to them again at once."},
	{Value: string(chronology.Aside), Label: "They had a part in it, so they step aside", Hint: "From that moment they can open nothing of this review. What they wrote stays."},
	{Value: string(chronology.Accepted), Label: "They had a small contact and no direct part", Hint: "They stay. The team sees your reason beside what they declared."},
}

var settlePage = web.NewPage[settleData](pages, "settle.html")

// fill finds the person. Nobody decides about themselves.
func (d *settleData) fill(ctx context.Context, tx *db.Tx, c access.Case, person string) error {
	d.Review, d.Outcomes = c.Review(), outcomes
	all, err := chronology.WhoIsNamed(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, n := range all {
		if n.Account == person && person != c.Person() {
			d.Named = n
			c.Touch(n.Account)
			return nil
		}
	}
	return db.ErrNotFound
}

func askNamed(r *web.Request, p access.Pass[Named]) (web.Answer, error) {
	d := settleData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("person")) })
	d.Form.Set("saw", strconv.Itoa(len(d.Named.Rests)))
	return settlePage.With(d), err
}

// settleNamed decides what follows from it that somebody was named.
func settleNamed(r *web.Request, p access.Pass[SettleNamed]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	how := chronology.Outcome(f.Choice("outcome", outcomes, "Choose what you found."))
	reason := seal.T(f.Text("reason", 2000, "Say in a sentence why, so that others can understand it later."))
	saw := f.Number("saw", 0, 1<<30, "")
	d := settleData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case, r.Path("person")); err != nil {
			return err
		}
		if saw != len(d.Named.Rests) {
			f.Set("saw", strconv.Itoa(len(d.Named.Rests)))
			f.Refuse("", "Another entry came meanwhile. Please look at all of them before you decide.")
		}
		if !f.OK() {
			return errFault
		}
		if err := chronology.SettleNamed(ctx, tx, p.Case, d.Named.Account, how, reason, saw); err != nil {
			return err
		}
		if how == chronology.Aside {
			return outOf(ctx, tx, p.Case, d.Named.Account, reason)
		}
		return mail.Send(ctx, tx, p.Case, mail.ToAccount(d.Named.Account), mail.TaskWaits, mail.Message{Path: "/reviews/" + p.Review()})
	})
	if errors.Is(err, access.ErrNeedsAlternate) {
		f.Refuse("outcome", alternateFirst)
		err = errFault
	}
	if errors.Is(err, errFault) {
		return settlePage.With(d), nil
	}
	said := "Decided. The review is open to them."
	if how == chronology.Aside {
		said = "Decided. That person is out of this review from this moment."
	}
	return web.Redirect(chronology.NamedPath(p.Case)).Say(said), err
}

// outOf walls off somebody who had a part in what happened, whatever they were
// asked to do in this review.
func outOf(ctx context.Context, tx *db.Tx, c access.Case, account string, reason seal.Text) error {
	if c.Stage() < access.SettingUp {
		return decision.Leave(ctx, tx, c, account, reason)
	}
	if err := review.SettleFor(ctx, tx, c, account); err != nil {
		return err
	}
	if err := mail.Cancel(ctx, tx, c, account); err != nil {
		return err
	}
	if err := c.Wall(ctx, tx, account, reason); err != nil {
		return err
	}
	return Recount(ctx, tx, c)
}
