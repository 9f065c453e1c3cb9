package decision

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/web"
)

// findingsOf is what the group found and recommends, for one committee.
type findingsOf struct {
	Sheet          sheet
	Views          []view
	Recommendation recommendation
}

type findingsData struct {
	Review     string
	Committees []findingsOf
	Members    []member
	SeesViews  bool
	Writes     bool // may write findings and recommendation
	Group      bool // may see who is in the group
	Case       bool // may read what was notified here
}

var findingsPage = web.NewPage[findingsData](pages, "findings.html")

// showFindings shows the group's work to those who may read it: its members once
// their own view is in, the committee when it decides.
func showFindings(r *web.Request, p access.Pass[SeeFindings]) (web.Answer, error) {
	d := findingsData{Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := openGroup(r.Context(), tx, p.Case); err != nil {
			return err
		}
		return d.fill(r.Context(), tx, p.Case)
	})
	return led(p.Case, findingsPage.With(d), err)
}

func (d *findingsData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.SeesViews = c.Is(access.LeadOfficer | access.WorkingGroup)
	d.Writes = d.SeesViews && c.Stage() == access.Recommending
	d.Case = c.Stage() <= access.Deciding
	d.Group = c.Is(access.LeadOfficer) && c.Stage() <= access.Deciding
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	all, err := recommendations(ctx, tx, c)
	if err != nil {
		return err
	}
	var vs []view
	if d.SeesViews {
		if vs, err = views(ctx, tx, c); err != nil {
			return err
		}
		if d.Members, err = groupOf(ctx, tx, c, nil); err != nil {
			return err
		}
	}
	for _, k := range cs {
		of := findingsOf{Recommendation: all[k.ID]}
		if of.Sheet, err = readSheet(ctx, tx, c, k); err != nil {
			return err
		}
		for _, v := range vs {
			if v.Committee == k.ID {
				of.Views = append(of.Views, v)
			}
		}
		d.Committees = append(d.Committees, of)
	}
	return nil
}
