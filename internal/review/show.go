package review

import (
	"context"
	"time"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/web"
)

type showData struct {
	Form       *form.Form
	Review     string
	Code       string
	Stage      access.Stage
	Stands     look.Stands
	Committees []Committee
	Waiting    []Waiting
	Records    []recordLine
	Lead       bool
	Keeps      bool // may pause clocks
	Ready      bool
	Next       access.Stage
	Clocks     []clockLine
	Agencies   map[string]string
	People     []access.Person
	Places     []look.Link
}

// recordLine is a record of the present stage as it is shown.
type recordLine struct {
	Required
	Made, Skipped bool
	Open          bool // its page opens to this person
}

// clockLine is a clock as it is shown. Tag is the colour that helps.
type clockLine struct {
	Clock
	State clock.State
	By    db.Date
	Tag   string
}

var showPage = web.NewPage[showData](pages, "show.html")

func show(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	d := showData{Form: form.New(), Review: p.Review(), Code: p.Code(), Stage: p.Stage(), Lead: p.Is(Leading)}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	d.Places = places(r, p.Case, d.Stands)
	for i, l := range d.Places {
		d.Places[i].Text = SharedNames(d.Committees).In(l.Text)
	}
	d.Keeps = r.Open(p.Case, "/reviews/{review}/clocks/{clock}")
	for i, l := range d.Records {
		d.Records[i].Open = r.Open(p.Case, "/reviews/{review}/"+l.Page)
	}
	return showPage.With(d), err
}

func (d *showData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	var err error
	if d.Committees, err = Committees(ctx, tx, c); err != nil {
		return err
	}
	if d.Waiting, err = waiting(ctx, tx, c.Person()); err != nil {
		return err
	}
	d.Waiting = only(d.Waiting, c.Code())
	d.Stands, err = stands(ctx, tx, c)
	if err != nil || !seesWork(c) {
		return err
	}
	return d.fillWork(ctx, tx, c)
}

// seesWork leaves out those who come to an event or look after one: clocks of
// agencies and missing records are not theirs to carry.
func seesWork(c access.Case) bool {
	return c.Is(access.LeadOfficer | access.Administrator | access.CommitteeChair | access.ReviewChair | access.Reviewer)
}

func (d *showData) fillWork(ctx context.Context, tx *db.Tx, c access.Case) error {
	all, err := records(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Ready = c.Stage() < access.Closed
	for _, q := range process {
		if q.Stage != c.Stage() {
			continue
		}
		k, made := all[q.Record]
		q.What = SharedNames(d.Committees).In(q.What)
		d.Records = append(d.Records, recordLine{Required: q, Made: made && !k.Skipped, Skipped: k.Skipped})
		d.Ready = d.Ready && made
	}
	if d.Ready {
		if d.Next, err = next(ctx, tx, c); err != nil {
			return err
		}
	}
	ks, err := Clocks(ctx, tx, c)
	if err != nil {
		return err
	}
	today := db.DateOf(tx.Now())
	for _, k := range ks {
		d.Clocks = append(d.Clocks, line(k, today))
	}
	agencies, err := Agencies(ctx, tx)
	if err != nil {
		return err
	}
	d.Agencies = map[string]string{}
	for _, a := range agencies {
		d.Agencies[a.ID] = a.Name
	}
	if d.Lead {
		d.People, err = c.People(ctx, tx)
	}
	return err
}

func line(k Clock, today db.Date) clockLine {
	l := clockLine{Clock: k, State: k.State(k.Calendar, today), By: k.Due(k.Calendar)}
	switch l.State {
	case clock.Late, clock.MetLate:
		l.Tag = "red"
	case clock.DueSoon:
		l.Tag = "yellow"
	case clock.Met:
		l.Tag = "green"
	default:
		l.Tag = "grey"
	}
	return l
}

func only(ws []Waiting, code string) []Waiting {
	var here []Waiting
	for _, w := range ws {
		if w.Code == code {
			here = append(here, w)
		}
	}
	return here
}

// stands says which stages are done, which one is now and which are to come.
// A stage that was passed over, as after a decision against a review, says so.
func stands(ctx context.Context, tx *db.Tx, c access.Case) (look.Stands, error) {
	entered := map[access.Stage]db.Date{}
	_, err := db.All(ctx, tx, func(r db.Row) (access.Stage, error) {
		var s access.Stage
		var at time.Time
		err := r.Scan(&s, &at)
		entered[s] = db.DateOf(at)
		return s, err
	}, `SELECT stage, entered_at FROM review_stage WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, err
	}
	var out look.Stands
	for _, s := range access.AllStages() {
		one := look.Stage{Name: s.String(), Standing: look.ToCome}
		on, was := entered[s]
		switch {
		case s == c.Stage() && s == access.Closed:
			one.Standing, one.Note = look.Done, on.Words()
		case s == c.Stage():
			one.Standing, one.Note = look.Now, "since "+on.Words()
		case s < c.Stage() && (was || s == access.Notifying):
			one.Standing = look.Done
		case s < c.Stage():
			one.Standing = look.Passed
		}
		out = append(out, one)
	}
	return out, nil
}
