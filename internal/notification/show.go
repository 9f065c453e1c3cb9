package notification

import (
	"context"
	"strings"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type showData struct {
	Form         *form.Form
	Review       string
	N            Notification
	Received     string
	Agencies     []string
	Sheets       []answered
	Lead, Triage bool
	Acknowledged bool
	AckBy        db.Date
	AckLate      bool
	Checked      bool
	Involved     []form.Option
	Alternates   []form.Option
	Choices      []madeChoice
	Child        bool // before a child protection committee
	LookedAfter  bool // the notifier says so, of somebody who died
	Notices      bool // its clocks run or ran
	OtherArea    bool // the notifier says that another area is involved
	Joined       []joined
	Twins        twins
}

// answered is a sheet with what the notifier said, and what it comes to.
type answered struct {
	sheet
	Answers map[string]Answer
	Outcome guidance.Outcome
	Asked   bool // the notifier was asked; not where the committee was added later
}

var showPage = web.NewPage[showData](pages, "show.html")

func show(r *web.Request, p access.Pass[Read]) (web.Answer, error) {
	d, err := shown(r, p.Case, form.New())
	return showPage.With(d), err
}

// shown fills the page of the notification. What it says of other reviews is
// for lead officers, and of those only what they have a part in.
func shown(r *web.Request, c access.Case, f *form.Form) (showData, error) {
	ctx := r.Context()
	p, err := access.Check[Read](ctx, c.Gate(), r.Session, c.Review(), "")
	if err != nil {
		return showData{}, err
	}
	d := showData{Form: f}
	if err := p.Read(ctx, func(tx *db.Tx) error { return d.fill(ctx, tx, p.Case, r.Today()) }); err != nil || !d.Lead {
		return d, err
	}
	d.Twins, err = twinsOf(r, p.Case, d.Triage)
	return d, err
}

func (d *showData) fill(ctx context.Context, tx *db.Tx, c access.Case, today db.Date) error {
	d.Review, d.Involved = c.Review(), involved
	d.Lead = c.Is(access.LeadOfficer)
	d.Triage = d.Lead && c.Stage() == access.Received
	var err error
	if d.N, err = Of(ctx, tx, c); err != nil {
		return err
	}
	d.Received = db.DateOf(d.N.Received).Words()
	d.OtherArea = d.N.field("area_now") == "Yes"
	d.LookedAfter = d.N.field("looked_after") == "Yes" && !d.N.Died.Empty()
	if d.Agencies, err = agencyNames(ctx, tx, d.N.Agencies); err != nil {
		return err
	}
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, k := range cs {
		d.Sheets = append(d.Sheets, answersOf(k, d.N))
		d.Child = d.Child || k.Track == guidance.Child
	}
	if d.Joined, err = joinedTo(ctx, tx, c); err != nil {
		return err
	}
	if d.Choices, err = choices(ctx, tx, c); err != nil || !d.Lead {
		return err
	}
	return d.fillTriage(ctx, tx, c, cs, today)
}

// fillTriage finds what the lead officer has done and has still to do.
func (d *showData) fillTriage(ctx context.Context, tx *db.Tx, c access.Case, cs []review.Committee, today db.Date) error {
	var err error
	if d.Acknowledged, err = review.Has(ctx, tx, c, review.Acknowledged); err != nil {
		return err
	}
	if d.Checked, err = review.Has(ctx, tx, c, review.ConflictsChecked); err != nil {
		return err
	}
	if len(cs) > 0 {
		ack := clock.Running{Start: db.DateOf(d.N.Received), Span: cs[0].Settings.AcknowledgeWithin}
		d.AckBy = ack.Due(clock.Calendar{Local: cs[0].Settings.LocalHolidays})
		d.AckLate = today.After(d.AckBy)
	}
	if d.Notices, err = hasNotices(ctx, tx, c); err != nil || !d.Triage {
		return err
	}
	staff, err := c.Staff(ctx, tx, access.LeadOfficer)
	for _, s := range staff {
		if s.ID != c.Person() {
			d.Alternates = append(d.Alternates, form.Option{Value: s.ID, Label: s.Name.Reveal()})
		}
	}
	return err
}

func agencyNames(ctx context.Context, tx *db.Tx, ids seal.Text) ([]string, error) {
	all, err := review.Agencies(ctx, tx)
	var names []string
	for _, a := range all {
		if strings.Contains("\n"+ids.Reveal()+"\n", "\n"+a.ID+"\n") {
			names = append(names, a.Name)
		}
	}
	return names, err
}

// field is what the notifier answered to a question, in words.
func (n Notification) field(id string) string {
	for _, x := range n.Fields {
		if x.ID == id {
			return x.Answer.Reveal()
		}
	}
	return ""
}

func answersOf(k review.Committee, n Notification) answered {
	v := k.Version()
	a := answered{sheet: sheet{Committee: k, Version: v}, Answers: n.Answers[v.ID], Asked: len(n.Answers[v.ID]) > 0}
	given := map[string]guidance.Answer{}
	for _, l := range v.Limbs() {
		if l.Op == guidance.Asked {
			if _, put := a.Answers[l.ID]; put {
				a.Limbs = append(a.Limbs, limb{Limb: l})
			}
			given[l.ID] = a.Answers[l.ID].Value
		}
	}
	a.Outcome = v.Evaluate(given)
	return a
}
