package agencyreport

import (
	"context"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type listData struct {
	Review  string
	Reports []Report
	Held    []string // agencies whose report is in and not open yet
	Opening opening
	All     bool
	Lead    bool
}

var listPage = web.NewPage[listData](pages, "reports.html")

// list shows what was released: by every agency, or by one's own.
func list(r *web.Request, p access.Pass[Read]) (web.Answer, error) {
	ctx := r.Context()
	d := listData{Review: p.Review(), All: readsAll(p.Case), Lead: p.Is(access.LeadOfficer)}
	err := p.Read(ctx, func(tx *db.Tx) error {
		var err error
		if d.Opening, err = openingOf(ctx, tx, p.Case); err != nil {
			return err
		}
		qs, err := Requests(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		all, err := Released(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		open := map[string]bool{}
		for _, one := range all {
			if open[one.Agency] = true; mayRead(p.Case, one.Agency) {
				d.Reports = append(d.Reports, one)
				p.Touch(one.ID)
			}
		}
		for _, q := range qs {
			if d.All && q.Released > 0 && !open[q.Agency] {
				d.Held = append(d.Held, q.AgencyName)
			}
		}
		return nil
	})
	return listPage.With(d), err
}

func mayRead(c access.Case, agency string) bool {
	return readsAll(c) || c.Agency() != "" && c.Agency() == agency
}

type reportData struct {
	Form     *form.Form
	Review   string
	Held     bool // it is in and not open yet: nothing below but the name is known
	Agency   string
	Report   Report
	Written  seal.Text
	Signed   seal.Text
	Versions []Report
	Parts    []part
	Against  int // the version that the changes are against, 0 where none are shown
	Lead     bool
	Newest   bool
}

var reportPage = web.NewPage[reportData](pages, "report.html", "parts.html")

// read shows one version of an agency's report, the newest unless the address
// names another. A report that is not there, and one that is another agency's,
// are the same to somebody who reads only their own.
func read(r *web.Request, p access.Pass[Read]) (web.Answer, error) {
	d := reportData{Form: form.New(), Review: p.Review(), Lead: p.Is(access.LeadOfficer)}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("agency"), r.Query("version")) })
	return reportPage.With(d), err
}

// readChanges shows a version with what it changed from the one before it.
func readChanges(r *web.Request, p access.Pass[Read]) (web.Answer, error) {
	d := reportData{Form: form.New(), Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := d.fill(r.Context(), tx, p.Case, r.Path("agency"), r.Path("version")); err != nil {
			return err
		}
		for _, v := range d.Versions {
			if v.Version == d.Report.Version-1 {
				d.Against, d.Parts = v.Version, compared(v.parts, d.Report.parts)
				return nil
			}
		}
		return db.ErrNotFound
	})
	return reportPage.With(d), err
}

// fill finds the versions of the agency's report, and the one that is wanted.
func (d *reportData) fill(ctx context.Context, tx *db.Tx, c access.Case, agency, wanted string) error {
	if !mayRead(c, agency) {
		return db.ErrNotFound
	}
	all, err := Requests(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, q := range all {
		if q.Agency == agency && q.Released > 0 {
			d.Agency, d.Held = q.AgencyName, true
		}
	}
	open, err := Open(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, q := range open {
		if q.Agency != agency {
			continue
		}
		d.Held = false
		if d.Versions, err = versions(ctx, tx, c, q); err != nil {
			return err
		}
	}
	if d.Held {
		return nil
	}
	return d.choose(ctx, tx, c, wanted)
}

func (d *reportData) choose(ctx context.Context, tx *db.Tx, c access.Case, wanted string) error {
	found := false
	for _, v := range d.Versions {
		if !found && (wanted == "" || wanted == strconv.Itoa(v.Version)) {
			d.Report, found = v, true
		}
	}
	if !found {
		return db.ErrNotFound
	}
	c.Touch(d.Report.ID)
	d.Newest, d.Parts = d.Report.ID == d.Versions[0].ID, d.Report.parts
	people, err := c.People(ctx, tx)
	for _, one := range people {
		if one.ID == d.Report.WrittenBy {
			d.Written = one.Name
		}
		if one.ID == d.Report.SignedBy {
			d.Signed = one.Name
		}
	}
	return err
}

// receive takes a report in: it no longer waits for the lead officer.
func receive(r *web.Request, p access.Pass[Receive]) (web.Answer, error) {
	ctx, agency := r.Context(), r.Path("agency")
	err := p.Write(ctx, func(tx *db.Tx) error {
		qs, err := Open(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for _, q := range qs {
			if q.Agency == agency {
				p.Touch(q.ID)
				return review.Settle(ctx, tx, p.Case, receiveKey(q.ID))
			}
		}
		return db.ErrNotFound
	})
	return web.Redirect(review.Path(p.Case, "requests")).Say("The report is taken in."), err
}
