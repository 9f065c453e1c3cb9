package report

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

type approvalData struct {
	Form        *form.Form
	Review      string
	Stage       access.Stage
	None        bool
	Version     Version
	Document    document.Document
	Checked     bool
	Scrutinised bool
	Committees  []standing
	ToTell      []form.Option // committees whose chief officers are still to be told
	MayApprove  bool
	MayRatify   bool
	Lead        bool
	LeadEver    bool // also once the report went on
}

var approvalPage = web.NewPage[approvalData](pages, "approval.html")

func (d *approvalData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review, d.Stage = c.Review(), c.Stage()
	now := c.Stage() == access.Approving
	d.LeadEver = c.May(SeeNotice{}.Rule())
	d.Lead = now && d.LeadEver
	v, err := Current(ctx, tx, c)
	if d.None = errors.Is(err, db.ErrNotFound); d.None {
		return nil
	}
	if err != nil {
		return err
	}
	d.Version, d.Document = v, v.Document
	if d.Checked, err = review.Has(ctx, tx, c, review.IdentifiersChecked); err != nil {
		return err
	}
	if d.Scrutinised, err = review.Has(ctx, tx, c, review.Scrutinised); err != nil {
		return err
	}
	if d.Committees, err = standings(ctx, tx, c, v); err != nil {
		return err
	}
	if err := mine(ctx, tx, c, access.CommitteeChair|access.ChiefOfficer, d.Committees); err != nil {
		return err
	}
	for _, s := range d.Committees {
		waits := !s.Approved.Day.IsZero() && s.Chiefs.Day.IsZero()
		d.MayApprove = d.MayApprove || now && c.Is(access.CommitteeChair) && s.Mine && s.Approved.Day.IsZero()
		d.MayRatify = d.MayRatify || now && c.Is(access.ChiefOfficer) && s.Mine && waits && s.Ratifies()
		if waits && !s.Ratifies() {
			d.ToTell = append(d.ToTell, form.Option{Value: s.ID, Label: s.Name})
		}
	}
	return nil
}

func showApproval(r *web.Request, p access.Pass[SeeApproval]) (web.Answer, error) {
	return approvalAgain(r, p.Case, form.New())
}

func approvalAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := approvalData{Form: f}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c) })
	if len(d.ToTell) == 1 && f.Value("committee") == "" {
		f.Set("committee", d.ToTell[0].Value)
	}
	return approvalPage.With(d), err
}

// deed runs one form of the page: fn refuses what is wrong or does the deed.
func deed(r *web.Request, c access.Case, said string, fn func(tx *db.Tx, d *approvalData) error) (web.Answer, error) {
	err := c.Write(r.Context(), func(tx *db.Tx) error {
		var d approvalData
		if err := d.fill(r.Context(), tx, c); err != nil {
			return err
		}
		if d.None {
			r.Form.Refuse("", "There is no version of the report yet.")
		}
		if !r.Form.OK() {
			return errFault
		}
		return fn(tx, &d)
	})
	if errors.Is(err, errFault) {
		return approvalAgain(r, c, r.Form)
	}
	return web.Redirect(review.Path(c, "report/approval")).Say(said), err
}

// past reads a day that has come already.
func past(r *web.Request, name, required string) db.Date {
	day := r.Form.Date(name, required)
	if day.After(r.Today()) {
		r.Form.Refuse(name, "This day is still to come. Write it down when it has happened.")
	}
	return day
}

// shown refuses an approval of anything but the bytes that were on the page.
func (d *approvalData) shown(f *form.Form, box string) {
	if f.Value("version") != d.Version.ID || f.Value("hash") != d.Version.Hash {
		f.Refuse(box, "There is a newer version now, which stands below. Read that one first.")
	}
}

func approve(r *web.Request, p access.Pass[Approve]) (web.Answer, error) {
	f := r.Form
	day := past(r, "on", "Give the day on which the committee approved the report.")
	if !f.Tick("read") {
		f.Refuse("read", "Tick the box if the committee approves this version.")
	}
	return deed(r, p.Case, "The committee's approval is written down.", func(tx *db.Tx, d *approvalData) error {
		d.shown(f, "read")
		if !d.Checked {
			f.Refuse("read", "This version was not cleared of identifiers yet, so it cannot be approved.")
		}
		if !d.Scrutinised {
			f.Refuse("read", "The review team has not finished its scrutiny of this version, so it cannot be approved.")
		}
		own, err := wrote(r.Context(), tx, p.Case, d.Version)
		if err != nil {
			return err
		}
		if own {
			f.Refuse("read", "You wrote in this report, so somebody else has to approve it.")
		}
		if !f.OK() {
			return errFault
		}
		if !d.MayApprove {
			return access.ErrForbidden
		}
		for _, s := range d.Committees {
			if s.Mine && s.Approved.Day.IsZero() {
				if err := keepApproval(r.Context(), tx, p.Case, d.Version, s.ID, byCommittee, day); err != nil {
					return err
				}
			}
		}
		return approved(r.Context(), tx, p.Case, d.Version)
	})
}

func ratify(r *web.Request, p access.Pass[Ratify]) (web.Answer, error) {
	f := r.Form
	day := past(r, "on", "Give the day on which the chief officers ratified the report.")
	if !f.Tick("read") {
		f.Refuse("read", "Tick the box if the chief officers ratify this version.")
	}
	return deed(r, p.Case, "The ratification is written down.", func(tx *db.Tx, d *approvalData) error {
		d.shown(f, "read")
		if !f.OK() {
			return errFault
		}
		if !d.MayRatify {
			return access.ErrForbidden
		}
		for _, s := range d.Committees {
			if !s.Mine || !s.Ratifies() || s.Approved.Day.IsZero() || !s.Chiefs.Day.IsZero() {
				continue
			}
			if day.Before(s.Approved.Day) {
				f.Refuse("on", "This is before the day on which the committee approved the report.")
				return errFault
			}
			if err := keepApproval(r.Context(), tx, p.Case, d.Version, s.ID, byChiefs, day); err != nil {
				return err
			}
		}
		return ratified(r.Context(), tx, p.Case, d.Version)
	})
}

func tellChiefs(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	f := r.Form
	day := past(r, "told", "Give the day on which the chief officers were told.")
	return deed(r, p.Case, "It is written down that the chief officers were told.", func(tx *db.Tx, d *approvalData) error {
		id := f.Choice("committee", d.ToTell, "Choose the committee whose chief officers were told.")
		for _, s := range d.Committees {
			if s.ID == id && day.Before(s.Approved.Day) {
				f.Refuse("told", "This is before the day on which the committee approved the report.")
			}
		}
		if !f.OK() {
			return errFault
		}
		if err := keepApproval(r.Context(), tx, p.Case, d.Version, id, byChiefs, day); err != nil {
			return err
		}
		return ratified(r.Context(), tx, p.Case, d.Version)
	})
}
