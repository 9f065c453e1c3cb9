package review

import (
	"context"
	"fmt"
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
	Clocks     []clockLine // that run, and those whose reason is still asked for
	Over       []clockLine // that ended
	From, Last db.Date     // of the picture of the clocks
	Today      db.Date
	Limits     Limits
	Beside     []Parallel // what runs beside the review, for those who may know
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
	Bar   look.Bar
}

// Missed says that the time limit was not kept.
func (l clockLine) Missed() bool { return l.State == clock.Late || l.State == clock.MetLate }

// Days is how many days are left, or how many it is late, in words.
func (l clockLine) Days(today db.Date) string {
	n, unit := l.Left(l.Calendar, today), "day"
	if l.Span.Unit == clock.WorkingDay {
		unit = "working day"
	}
	said := "left"
	if n < 0 {
		n, said = -n, "late"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s %s", n, unit, said)
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
	if d.Waiting, err = waiting(ctx, tx, c.Person(), ofReview, c.Review()); err != nil {
		return err
	}
	if d.Stands, err = stands(ctx, tx, c); err != nil {
		return err
	}
	if c.May(SeeLimits{}.Rule()) {
		if d.Limits, err = HoldsOn(ctx, tx, c); err != nil {
			return err
		}
		for i := range d.Limits {
			d.Limits[i].Rows = nil // at a glance: what was agreed is one click away
		}
	}
	if c.May(SeeParallel{}.Rule()) {
		if err := d.fillBeside(ctx, tx, c); err != nil {
			return err
		}
	}
	if !seesWork(c) {
		return nil
	}
	return d.fillWork(ctx, tx, c)
}

func (d *showData) fillBeside(ctx context.Context, tx *db.Tx, c access.Case) error {
	all, err := Parallels(ctx, tx, c)
	for _, p := range all {
		if !p.Ended {
			d.Beside = append(d.Beside, p)
		}
	}
	if err != nil || !d.Lead {
		return err
	}
	brings, err := leads(ctx, tx, ofReview, c.Review(), []access.Mine{{Review: c.Review(), Code: c.Code(), Stage: c.Stage(), Roles: access.LeadOfficer}})
	if err != nil {
		return err
	}
	d.Waiting = inTime(append(d.Waiting, brings.Asks...))
	return tell(ctx, tx, nil, d.Waiting)
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
	qs, err := asks(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Ready = c.Stage() < access.Closed
	for _, q := range qs {
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
	if err := d.fillClocks(ctx, tx, c); err != nil {
		return err
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

// fillClocks draws what runs, and what was missed without a reason, on one scale.
func (d *showData) fillClocks(ctx context.Context, tx *db.Tx, c access.Case) error {
	ks, err := Clocks(ctx, tx, c)
	if err != nil {
		return err
	}
	today := db.DateOf(tx.Now())
	for _, k := range ks {
		l := line(k, today)
		if k.Stopped.IsZero() || l.Missed() && k.LateReason.Empty() {
			d.Clocks = append(d.Clocks, l)
		} else {
			d.Over = append(d.Over, l)
		}
	}
	s := scaleOf(d.Clocks, today)
	d.From, d.Last, d.Today = s.from, s.Last(), today
	for i, l := range d.Clocks {
		d.Clocks[i].Bar = s.bar(l, today)
	}
	return nil
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
