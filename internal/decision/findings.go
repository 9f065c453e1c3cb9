package decision

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

// findingsOf is what the group found and recommends, for one committee.
type findingsOf struct {
	Sheet          sheet
	Views          []view
	Recommendation recommendation
	Tasks          []look.Task // what there is to do, for those who write
	Agree          bool        // the person is asked whether they agree
	Changed        bool        // the paper or the findings changed since the recommendation
}

// Criteria are the lines of the sheet that a person answers.
func (f findingsOf) Criteria() []limbLine {
	var ls []limbLine
	for _, l := range f.Sheet.Lines {
		if !l.Group {
			ls = append(ls, l)
		}
	}
	return ls
}

type findingsData struct {
	Review     string
	Committees []findingsOf
	Members    []member
	Round      round
	Meeting    *meeting
	Reports    []string // what is missing of the agencies' reports
	Lead       bool
	Member     bool // of the group
	Writes     bool // may write findings and recommendation
	Group      bool // may see who is in the group
	Case       bool // may read what was notified here
	Sources    bool // may read what agencies released
	Meetings   bool
}

// Inside says that the person works in the group, and does not only read what it found.
func (d findingsData) Inside() bool { return d.Lead || d.Member }

// SeesViews says that the members' views are shown.
func (d findingsData) SeesViews() bool { return d.Inside() && d.Round.Open }

// GaveNone says of a member that they gave no view, once the views are open.
func (d findingsData) GaveNone(m member) bool { return d.Round.Open && !m.Given && !m.Walled }

var findingsPage = web.NewPage[findingsData](pages, "findings.html")

// showFindings shows the group's work to those who may read it: its members once
// their own view is in, the committee when it decides.
func showFindings(r *web.Request, p access.Pass[SeeFindings]) (web.Answer, error) {
	d := findingsData{Review: p.Review(), Sources: r.Open(p.Case, "/reviews/{review}/chronology")}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := openGroup(r.Context(), tx, p.Case); err != nil {
			return err
		}
		return d.fill(r.Context(), tx, p.Case)
	})
	return led(p.Case, findingsPage.With(d), err)
}

func (d *findingsData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Lead, d.Member = c.Is(access.LeadOfficer), c.Is(access.WorkingGroup)
	d.Writes, d.Meetings = c.May(Find{}.Rule()), c.May(SeeMeetings{}.Rule())
	d.Case, d.Group = c.May(ReadCase{}.Rule()), c.May(SeeGroup{}.Rule())
	if d.Inside() {
		if err := d.inside(ctx, tx, c); err != nil {
			return err
		}
	}
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	all, err := recommendations(ctx, tx, c)
	if err != nil {
		return err
	}
	var vs []view
	if d.SeesViews() {
		if vs, err = views(ctx, tx, c); err != nil {
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
		if d.Inside() {
			if err := of.toDo(ctx, tx, c, d.Round); err != nil {
				return err
			}
		}
		of.Agree = d.Member && c.May(Agree{}.Rule()) && of.Recommendation.waitsFor(c.Person())
		d.Committees = append(d.Committees, of)
	}
	return nil
}

// inside loads what only the group and the lead officer see.
func (d *findingsData) inside(ctx context.Context, tx *db.Tx, c access.Case) error {
	var err error
	if d.Round, err = roundOf(ctx, tx, c); err != nil {
		return err
	}
	if d.Members, err = groupOf(ctx, tx, c, nil); err != nil {
		return err
	}
	if d.Meeting, err = nextMeeting(ctx, tx, c); err != nil {
		return err
	}
	qs, err := agencyreport.Requests(ctx, tx, c)
	for _, q := range qs {
		if q.Released == 0 {
			d.Reports = append(d.Reports, missingReports([]agencyreport.Request{q})...)
		}
	}
	return err
}

// toDo lists the parts of the work for a committee with how far each is.
func (f *findingsOf) toDo(ctx context.Context, tx *db.Tx, c access.Case, now round) error {
	k, base := f.Sheet.Committee, review.Path(c, "findings/")
	p, err := readPaper(ctx, tx, c, k.ID)
	if err != nil {
		return err
	}
	all := len(k.Version().Limbs())
	add := func(text, page string, done, of int) {
		t := look.Task{Text: text, Href: base + page, Status: "To do", Done: done == of}
		switch {
		case t.Done:
			t.Status = "Done"
		case done > 0:
			t.Status = fmt.Sprintf("%d of %d", done, of)
		}
		f.Tasks = append(f.Tasks, t)
	}
	answered := all - len(f.Sheet.Missing)
	add("Answer the criteria", "criteria/"+k.ID, answered, all)
	if len(f.Sheet.Bare) > 0 {
		add("Say what the findings rest on", "evidence/"+k.ID+"/"+f.Sheet.Bare[0].ID, answered-len(f.Sheet.Bare), answered)
	}
	for _, of := range parts(k) {
		add(of.Title, "paper/"+k.ID+"/"+of.ID, len(of.Fields)-len(p.Blank(of)), len(of.Fields))
	}
	made := 0
	if f.Recommendation.Version > 0 {
		made = 1
		f.Changed = len(differences(f.Recommendation.lines(), recommendation{Version: 1, Outcome: f.Recommendation.Outcome,
			Reasons: f.Recommendation.Reasons, Paper: wholeOf(f.Sheet, p)}.lines())) > 0
	}
	add("Recommend", "recommendation/"+k.ID, made, 1)
	if last := &f.Tasks[len(f.Tasks)-1]; f.Changed {
		last.Status, last.Done = "Changed since", false
	} else if !now.Open && made == 0 {
		last.Hint = "After the members' views are open."
	}
	return nil
}
