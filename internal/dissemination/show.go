package dissemination

import (
	"context"
	"errors"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type showData struct {
	Form        *form.Form
	Review      string
	Lead        bool
	CanDecide   bool
	CanPublish  bool // the stage allows it
	Publication Publication
	Decided     bool
	Open        int // findings that nobody has justified
	Lines       []line
	Public      public
	Extents     []form.Option
	Limits      review.Limits
}

// IsPublic says that everybody can read it now.
func (d showData) IsPublic() bool { return d.Public.ID != "" && !d.Public.Withdrawn() }

var showPage = web.NewPage[showData](pages, "show.html")

func show(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	return showAgain(r, p.Case, form.New())
}

// showAgain shows the page with what is wrong in the form. The act must open
// what See opens.
func showAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := showData{Form: f, Review: c.Review(), Lead: c.Is(access.LeadOfficer), Extents: extents,
		CanDecide: c.Stage() == access.Publishing, CanPublish: untilPublished.Has(c.Stage())}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c) })
	if f.OK() {
		d.prefill()
	}
	return showPage.With(d), err
}

func (d *showData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	var err error
	if d.Publication, d.Decided, err = found(ctx, tx, c); err != nil {
		return err
	}
	if d.Lines, err = lines(ctx, tx, c); err != nil {
		return err
	}
	if d.Limits, err = review.HoldsOn(ctx, tx, c, review.Publication, review.Naming); err != nil {
		return err
	}
	fs, err := findings(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Open = open(fs)
	if d.Publication.PublicID != "" {
		if d.Public, err = publicOf(ctx, tx, d.Publication.PublicID); err != nil {
			return err
		}
	}
	if d.Decided {
		return nil
	}
	cs, err := review.Committees(ctx, tx, c)
	if err == nil && len(cs) > 0 && d.Form.Value("extent") == "" {
		d.Form.Set("extent", cs[0].Settings.PublishDefault)
		if cs[0].Settings.PublishDefault == "none" {
			d.Form.Set("extent", string(Nothing))
		}
	}
	return err
}

func (d *showData) prefill() {
	p := d.Publication
	d.Form.Set("version", strconv.Itoa(p.Version))
	if !d.Decided {
		return
	}
	for name, value := range map[string]string{"extent": string(p.Extent), "reasons": p.Reasons.Reveal(), "advice": p.Advice.Reveal(),
		"proceedings": p.Proceedings.Reveal(), "decided": p.DecidedOn.Words(), "again": p.LookAgain.Words()} {
		d.Form.Set(name, value)
	}
}

// decide writes down the committee's decision. After something is public the
// decision stands until it is withdrawn.
func decide(r *web.Request, p access.Pass[Decide]) (web.Answer, error) {
	f := r.Form
	d := Publication{Extent: Extent(f.Choice("extent", extents, "Choose what is published.")),
		DecidedOn:   f.Date("decided", "Give the day of the committee's decision, such as 31 March 2027."),
		Reasons:     seal.T(f.Text("reasons", 4000, "Give the committee's reasons.")),
		Advice:      seal.T(f.Text("advice", 4000, "Write down the legal and data protection advice, or that none was needed and why.")),
		Proceedings: seal.T(f.Text("proceedings", 2000, "Say how it is known that publishing harms no proceedings, or that there are none.")),
		LookAgain:   f.Date("again", "Give the day when the decision is looked at again, such as 31 March 2028.")}
	version := f.Number("version", 0, 1<<30, "Open the page again: it is not known what you saw.")
	if d.DecidedOn.After(r.Today()) {
		f.Refuse("decided", "This day is still to come. Write the decision down when it has been made.")
	}
	if !d.LookAgain.IsZero() && !d.LookAgain.After(r.Today()) {
		f.Refuse("again", "Give a day that is still to come.")
	}
	if !f.OK() {
		return showAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		before, known, err := found(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if version != before.Version {
			return db.ErrStale
		}
		if known {
			if err := notPublic(r.Context(), tx, before); err != nil {
				return err
			}
		}
		d.ID, d.Version = before.ID, before.Version
		if err := keepDecision(r.Context(), tx, p.Case, d); err != nil {
			return err
		}
		return afterDecision(r.Context(), tx, p.Case, d)
	})
	if refused := refusal(""); errors.As(err, &refused) {
		f.Refuse("", string(refused))
		return showAgain(r, p.Case, f)
	}
	return web.Redirect(review.Path(p.Case, "publication")).Say("The decision is written down."), err
}

func afterDecision(ctx context.Context, tx *db.Tx, c access.Case, d Publication) error {
	for _, key := range []string{taskAgree, taskPublish} {
		if err := review.Settle(ctx, tx, c, key); err != nil {
			return err
		}
	}
	if d.Extent == Nothing {
		return review.Settle(ctx, tx, c, taskWording)
	}
	return ask(ctx, tx, c, taskWording, access.LeadOfficer, "Write what is published", "publication/text")
}

// refusal is a sentence for the person whose deed is not done.
type refusal string

func (r refusal) Error() string { return string(r) }

// notPublic refuses while something is public.
func notPublic(ctx context.Context, tx *db.Tx, p Publication) error {
	if p.PublicID == "" {
		return nil
	}
	public, err := publicOf(ctx, tx, p.PublicID)
	if err != nil || public.Withdrawn() {
		return err
	}
	return refusal("It is published already. Withdraw it first, with the reason.")
}
