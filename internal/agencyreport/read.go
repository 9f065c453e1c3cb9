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
	All     bool
}

var listPage = web.NewPage[listData](pages, "reports.html")

// list shows what was released: by every agency, or by one's own.
func list(r *web.Request, p access.Pass[Read]) (web.Answer, error) {
	d := listData{Review: p.Review(), All: readsAll(p.Case)}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := Released(r.Context(), tx, p.Case)
		for _, one := range all {
			if mayRead(p.Case, one.Agency) {
				d.Reports = append(d.Reports, one)
				p.Touch(one.ID)
			}
		}
		return err
	})
	return listPage.With(d), err
}

func mayRead(c access.Case, agency string) bool {
	return readsAll(c) || c.Agency() != "" && c.Agency() == agency
}

type reportData struct {
	Form     *form.Form
	Review   string
	Report   Report
	Written  seal.Text
	Signed   seal.Text
	Versions []Report
	Sections []section
	Lead     bool
	Newest   bool
}

var reportPage = web.NewPage[reportData](pages, "report.html")

// read shows one version of an agency's report, the newest unless the address
// names another. A report that is not there, and one that is another agency's,
// are the same to somebody who reads only their own.
func read(r *web.Request, p access.Pass[Read]) (web.Answer, error) {
	d := reportData{Form: form.New(), Review: p.Review(), Lead: p.Is(access.LeadOfficer)}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("agency"), r.Query("version")) })
	return reportPage.With(d), err
}

func (d *reportData) fill(ctx context.Context, tx *db.Tx, c access.Case, agency, wanted string) error {
	if !mayRead(c, agency) {
		return db.ErrNotFound
	}
	all, err := versions(ctx, tx, c)
	if err != nil {
		return err
	}
	found := false
	for _, v := range all {
		if v.Agency != agency {
			continue
		}
		d.Versions = append(d.Versions, v)
		if !found && (wanted == "" || wanted == strconv.Itoa(v.Version)) {
			d.Report, found = v, true
		}
	}
	if !found {
		return db.ErrNotFound
	}
	c.Touch(d.Report.ID)
	d.Newest = d.Report.ID == d.Versions[0].ID
	for _, a := range d.Report.Answers {
		if len(d.Sections) == 0 || d.Sections[len(d.Sections)-1].Title != a.Section {
			d.Sections = append(d.Sections, section{Title: a.Section})
		}
		s := &d.Sections[len(d.Sections)-1]
		s.Lines = append(s.Lines, line{Label: a.Label, Text: a.Text})
	}
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
		qs, err := Requests(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for _, q := range qs {
			if q.Agency == agency && q.Released > 0 {
				p.Touch(q.ID)
				return review.Settle(ctx, tx, p.Case, receiveKey(q.ID))
			}
		}
		return db.ErrNotFound
	})
	return web.Redirect(review.Path(p.Case, "requests")).Say("The report is taken in."), err
}
