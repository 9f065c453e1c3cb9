package support

import (
	"context"
	"errors"
	"strconv"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var (
	noEnd    time.Time
	errFault = errors.New("the form has a fault")
)

type listData struct {
	Review   string
	Places   []place
	Complete bool
	Open     bool
	Limits   review.Limits
}

type nameData struct {
	Form       *form.Form
	Review     string
	Agency     string
	AgencyName string
	Was        *Supporter
	Candidates []form.Option
}

var (
	listPage       = web.NewPage[listData](pages, "list.html")
	namePage       = web.NewPage[nameData](pages, "name.html")
	supportingPage = web.NewPage[supportingData](pages, "supporting.html")
)

func list(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	d := listData{Review: p.Review(), Open: naming.Has(p.Stage())}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Places, d.Complete, err = board(r.Context(), tx, p.Case); err != nil {
			return err
		}
		d.Limits, err = review.HoldsOn(r.Context(), tx, p.Case, review.Witnesses)
		return err
	})
	return listPage.With(d), err
}

func (d *nameData) fill(ctx context.Context, tx *db.Tx, c access.Case, agency string) error {
	all, _, err := board(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Review = c.Review()
	for _, p := range all {
		if p.Agency == agency {
			d.Agency, d.AgencyName, d.Was = p.Agency, p.Name, p.Supporter
		}
	}
	if d.Agency == "" {
		return db.ErrNotFound
	}
	people, err := candidates(ctx, tx, c, agency)
	for _, p := range people {
		d.Candidates = append(d.Candidates, form.Option{Value: p.ID, Label: p.Name.Reveal(), Hint: p.Role.String()})
	}
	return err
}

// prefill shows what was saved, or offers the review team's member of the agency.
func (d *nameData) prefill() {
	if d.Was == nil {
		if len(d.Candidates) > 0 {
			d.Form.Set("supporter", d.Candidates[0].Value)
		}
		return
	}
	d.Form.Set("supporter", d.Was.Account)
	d.Form.Set("contact", d.Was.Contact.Reveal())
	d.Form.Set("deputy", d.Was.Deputy.Reveal())
	d.Form.Set("before", d.Was.Before.Words())
	d.Form.Set("after", d.Was.After.Words())
	d.Form.Set("version", strconv.Itoa(d.Was.Version))
}

func askSupporter(r *web.Request, p access.Pass[Name]) (web.Answer, error) {
	d := nameData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("agency")) })
	d.prefill()
	return namePage.With(d), err
}

// nameSupporter names who supports the people of an agency. [SEED support]
func nameSupporter(r *web.Request, p access.Pass[Name]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := nameData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case, r.Path("agency")); err != nil {
			return err
		}
		s := d.read()
		if !f.OK() {
			return errFault
		}
		if err := keep(ctx, tx, p.Case, s); err != nil {
			return err
		}
		if err := d.hand(ctx, tx, p.Case, s); err != nil {
			return err
		}
		return Recount(ctx, tx, p.Case)
	})
	if errors.Is(err, errFault) {
		return namePage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "supporters")).Say("The supporter is named and was told."), err
}

func (d *nameData) read() Supporter {
	f := d.Form
	s := Supporter{
		Agency:  d.Agency,
		Account: f.Choice("supporter", d.Candidates, "Choose who supports the people of this agency."),
		Contact: seal.T(f.Line("contact", 200, "Say how the supporter is reached, such as a telephone number and when.")),
		Deputy:  seal.T(f.Line("deputy", 200, "Say who stands in when the supporter is away, and how they are reached.")),
		Before:  f.Date("before", "Give the day by which the supporter makes contact before the event."),
		After:   f.Date("after", "Give the day by which the supporter makes contact after the event."),
		Version: f.Number("version", 0, 1<<30, ""),
	}
	if f.Fault("before") == "" && f.Fault("after") == "" && s.After.Before(s.Before) {
		f.Refuse("after", "Contact after the event lies before the contact before it. Please look at both days.")
	}
	if s.Version > 0 && d.Was != nil {
		s.ID = d.Was.ID
	}
	return s
}

// hand gives the part to the new supporter and takes it from the one before.
func (d *nameData) hand(ctx context.Context, tx *db.Tx, c access.Case, s Supporter) error {
	if d.Was != nil && d.Was.Account != s.Account {
		people, err := c.People(ctx, tx)
		if err != nil {
			return err
		}
		for _, p := range people {
			if p.ID == d.Was.Account && p.Role == access.Supporter && p.Agency == s.Agency {
				if err := c.Dismiss(ctx, tx, p.Member); err != nil {
					return err
				}
			}
		}
	}
	if err := c.Admit(ctx, tx, s.Account, access.Supporter, s.Agency, noEnd); err != nil {
		return err
	}
	if d.Was != nil && d.Was.Account == s.Account && !d.Was.Out {
		return nil
	}
	path := review.Path(c, "supporting")
	if err := review.Ask(ctx, tx, c, review.Task{Key: "supporter:" + s.Agency, Account: s.Account, Path: path,
		What: "You are named as a supporter. Read what it asks of you"}); err != nil {
		return err
	}
	return mail.Send(ctx, tx, c, mail.ToAccount(s.Account), mail.TaskWaits, mail.Message{Path: path})
}

type supportingData struct {
	Form   *form.Form
	Review string
	Mine   []Supporter
	People bool // the page of the people they support can be opened
	Limits review.Limits
}

func mine(ctx context.Context, tx *db.Tx, c access.Case) ([]Supporter, error) {
	all, err := Supporters(ctx, tx, c)
	var some []Supporter
	for _, s := range all {
		if s.Account == c.Person() {
			some = append(some, s)
		}
	}
	return some, err
}

func showSupporting(r *web.Request, p access.Pass[Support]) (web.Answer, error) {
	d := supportingData{Form: form.New(), Review: p.Review(), People: r.Open(p.Case, "/reviews/{review}/event/my-people")}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Mine, err = mine(r.Context(), tx, p.Case); err != nil {
			return err
		}
		d.Limits, err = review.HoldsOn(r.Context(), tx, p.Case, review.Witnesses)
		return err
	})
	return supportingPage.With(d), err
}

func readSupporting(r *web.Request, p access.Pass[Support]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		all, err := mine(r.Context(), tx, p.Case)
		for _, s := range all {
			if err == nil {
				err = review.Settle(r.Context(), tx, p.Case, "supporter:"+s.Agency)
			}
		}
		return err
	})
	return web.Redirect("/reviews/" + p.Review()).Say("Thank you for supporting your colleagues."), err
}

type wellbeingData struct {
	Review       string
	Supporter    Supporter
	HasSupporter bool
}

var wellbeingPage = web.NewPage[wellbeingData](pages, "wellbeing.html")

func showWellbeing(r *web.Request, p access.Pass[Wellbeing]) (web.Answer, error) {
	d := wellbeingData{Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Supporter, err = SupporterFor(r.Context(), tx, p.Case, p.Agency())
		d.HasSupporter = err == nil
		if errors.Is(err, db.ErrNotFound) {
			return nil
		}
		return err
	})
	return wellbeingPage.With(d), err
}
