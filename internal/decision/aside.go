package decision

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// Leave shuts somebody out in one moment: the wall, what waits for them, and
// messages on their way. The lead officer is told that somebody is missing,
// without why. What the person wrote stays, and no longer counts. [SEED recommend]
func Leave(ctx context.Context, tx *db.Tx, c access.Case, account string, why seal.Text) error {
	if err := review.SettleFor(ctx, tx, c, account); err != nil {
		return err
	}
	for _, key := range []string{talkFirstKey(account), conflictKey(account)} {
		if err := review.Settle(ctx, tx, c, key); err != nil {
			return err
		}
	}
	if err := mail.Cancel(ctx, tx, c, account); err != nil {
		return err
	}
	if err := c.Wall(ctx, tx, account, why); err != nil {
		return err
	}
	if err := viewsIn(ctx, tx, c); err != nil {
		return err
	}
	page := "group"
	if c.Stage() == access.Deciding {
		page = "decision/bring"
	}
	return askForAnother(ctx, tx, c, page)
}

// leftKey is the task of finding somebody in the place of those who left.
const leftKey = "left"

func askForAnother(ctx context.Context, tx *db.Tx, c access.Case, page string) error {
	return ask(ctx, tx, c, review.Task{Key: leftKey, Role: access.LeadOfficer,
		What: "Somebody you asked cannot take part. See whether another person is needed", Path: review.Path(c, page)})
}

type asideData struct {
	Form       *form.Form
	Review     string
	Successors []form.Option // where the only lead officer leaves
}

var asidePage = web.NewPage[asideData](pages, "aside.html")

func askStepAside(r *web.Request, p access.Pass[StepAside]) (web.Answer, error) {
	return asideAgain(r, p, form.New())
}

func asideAgain(r *web.Request, p access.Pass[StepAside], f *form.Form) (web.Answer, error) {
	d := asideData{Form: f, Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return asidePage.With(d), err
}

// fill offers the lead officers who could take over where the only one leaves.
func (d *asideData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	if !c.Is(access.LeadOfficer) {
		return nil
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	out := map[string]bool{c.Person(): true}
	for _, p := range people {
		if p.Role == access.LeadOfficer && !p.Walled && p.ID != c.Person() {
			return nil
		}
		out[p.ID] = out[p.ID] || p.Walled
	}
	staff, err := c.Staff(ctx, tx, access.LeadOfficer)
	for _, s := range staff {
		if !out[s.ID] {
			out[s.ID] = true
			d.Successors = append(d.Successors, form.Option{Value: s.ID, Label: s.Name.Reveal()})
		}
	}
	return err
}

// stepAside lets somebody leave at any time, also after they gave a view. The
// only lead officer first says who takes over.
func stepAside(r *web.Request, p access.Pass[StepAside]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	words := f.Text("words", 1000, "")
	if !f.OK() {
		return asideAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		d := asideData{}
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if len(d.Successors) > 0 {
			to := f.Choice("successor", d.Successors, "Choose who takes over from you.")
			if !f.OK() {
				return errFaults
			}
			p.Touch(to)
			if err := p.Admit(ctx, tx, to, access.LeadOfficer, "", noEnd); err != nil {
				return err
			}
		}
		if err := keepDeclaration(ctx, tx, p.Case, false, seal.T(words)); err != nil {
			return err
		}
		return Leave(ctx, tx, p.Case, p.Person(), seal.T("Stepped aside."))
	})
	if errors.Is(err, access.ErrNeedsAlternate) {
		f.Refuse("words", "You are the only lead officer, and there is no other who could take over. Ask for one to be appointed first.")
		err = errFaults
	}
	if errors.Is(err, errFaults) {
		return asideAgain(r, p, f)
	}
	return web.Redirect("/declared").Say("You have stepped aside. Thank you."), err
}

// putAside writes down that somebody stands aside who cannot do it themselves.
func putAside(r *web.Request, p access.Pass[Judge]) (web.Answer, error) {
	ctx, account := r.Context(), r.Path("person")
	why := r.Form.Text("why", 1000, "Give the reason. It is kept in the log.")
	if !r.Form.OK() {
		return memberAgain(r, p, r.Form)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		d := memberData{}
		if err := d.fill(ctx, tx, p.Case, account); err != nil {
			return err
		}
		if d.Member.Walled {
			return db.ErrStale
		}
		return Leave(ctx, tx, p.Case, account, seal.T(why))
	})
	if errors.Is(err, access.ErrNeedsAlternate) {
		r.Form.Refuse("why", "They are the only lead officer of this review. Another must be appointed first.")
		return memberAgain(r, p, r.Form)
	}
	return web.Redirect(judgedPath(p.Case)).Say("They are not part of this review any more."), err
}
