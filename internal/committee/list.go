package committee

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/web"
)

type listData struct {
	Seats []review.Seat
	May   bool // add the other committee
}

type overviewData struct {
	Form    *form.Form
	Book    *book
	By      string
	Changes int
	Parts   []part
	May     bool
}

// part is a page of the settings, with how it stands.
type part struct{ Path, Name, Says string }

type addData struct {
	Form  *form.Form
	Track guidance.Track
}

var (
	listPage     = web.NewPage[listData](pages, "list.html")
	overviewPage = web.NewPage[overviewData](pages, "overview.html")
	addPage      = web.NewPage[addData](pages, "add.html")
)

func list(r *web.Request, p access.Own[See]) (web.Answer, error) {
	var d listData
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Seats, err = review.Seats(r.Context(), tx, p.Person()); err != nil {
			return err
		}
		if len(d.Seats) == 0 {
			return access.ErrStranger
		}
		track, err := missing(r.Context(), tx, p.Outside)
		d.May = track != ""
		return err
	})
	return listPage.With(d), err
}

func overview(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := overviewData{Form: form.New()}
	err := read(r, p.Outside, func(ctx context.Context, tx *db.Tx, b *book) error {
		who, err := officersOf(ctx, tx, p.Outside)
		if err != nil {
			return err
		}
		agencies, err := agencyLines(ctx, tx, p.Outside)
		if err != nil {
			return err
		}
		d.Book, d.By, d.Changes = b, who.name(b.By), len(differences(b.Now, b.Draft, who))
		d.Parts = b.parts(r.Today(), agencies)
		d.Form.Set("draft", fmt.Sprint(b.Version))
		track, err := missing(ctx, tx, p.Outside)
		d.May = track != ""
		return err
	})
	return overviewPage.With(d), err
}

// parts are the pages of the settings, each with what it says now.
func (b *book) parts(today db.Date, agencies []agencyLine) []part {
	s := b.Draft
	covers := "No council is named yet"
	if len(s.Councils) > 0 {
		covers = counted(len(s.Councils), "council") + ", " + counted(len(lines(s.Contact)), "line") + " of contact"
	}
	waits := 0
	for _, id := range append([]string{criteria}, formIDs...) {
		for _, l := range linesOf(b, id, today, people{}) {
			if l.Open() {
				waits++
			}
		}
	}
	short := 0
	for _, a := range agencies {
		if a.Short() {
			short++
		}
	}
	people := "each has somebody who writes and somebody who approves"
	if short > 0 {
		people = counted(short, "agency") + " without somebody who writes or approves"
	}
	return []part{
		{"names", "Names, area and contact", covers},
		{"agencies", "Agencies and their people", counted(len(agencies), "agency") + "; " + people},
		{"times", "Time limits and reminders", "Acknowledge within " + spell(s.AcknowledgeWithin) + ", reports within " + spell(s.ReportWithin) + ", decision: " + spell(s.DecideWithin)},
		{"holidays", "Local holidays", counted(len(s.LocalHolidays), "local holiday")},
		{"ways", "Who decides, and what is usual", "Chief officers: " + label(chiefs, string(s.ChiefOfficers))},
		{"forms", "Questions and criteria", counted(len(s.Fields), "question") + " of your own; " + counted(waits, "wording") + " to be confirmed"},
		{"letters", "Letters", counted(len(s.Letters), "letter") + " in your own words"},
	}
}

// counted says "no agency", "1 agency", "3 agencies".
func counted(n int, one string) string {
	switch {
	case n == 0:
		return "No " + one
	case n == 1:
		return "1 " + one
	case one[len(one)-1] == 'y' && one != "holiday" && one != "local holiday":
		return fmt.Sprintf("%d %sies", n, one[:len(one)-1])
	}
	return fmt.Sprintf("%d %ss", n, one)
}

func label(options []form.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// missing is the kind of committee that the area does not have yet, for
// somebody who may add it; "" for none.
func missing(ctx context.Context, tx *db.Tx, o access.Outside) (guidance.Track, error) {
	staff, err := o.Staff(ctx, tx, access.LeadOfficer)
	if err != nil {
		return "", err
	}
	leads := false
	for _, p := range staff {
		leads = leads || p.ID == o.Person() && p.Committee != ""
	}
	all, err := review.AllCommittees(ctx, tx)
	if err != nil || !leads {
		return "", err
	}
	has := map[guidance.Track]bool{}
	for _, c := range all {
		has[c.Track] = true
	}
	for _, t := range []guidance.Track{guidance.Child, guidance.Adult} {
		if !has[t] {
			return t, nil
		}
	}
	return "", nil
}

// wanted is the kind of committee to add, or access.ErrStranger where there is none.
func wanted(ctx context.Context, tx *db.Tx, o access.Outside) (guidance.Track, error) {
	track, err := missing(ctx, tx, o)
	if err == nil && track == "" {
		err = access.ErrStranger
	}
	return track, err
}

func askAdd(r *web.Request, p access.Own[Found]) (web.Answer, error) {
	d := addData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Track, err = wanted(r.Context(), tx, p.Outside)
		return err
	})
	return addPage.With(d), err
}

// add makes the area's other committee. It begins with what the first one says
// of the area; the person becomes its lead officer.
func add(r *web.Request, p access.Own[Found]) (web.Answer, error) {
	d := addData{Form: r.Form}
	id := db.NewID()
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		ctx := r.Context()
		var err error
		if d.Track, err = wanted(ctx, tx, p.Outside); err != nil {
			return err
		}
		name := r.Form.Line("name", 200, "Give the name of the committee.")
		if !r.Form.OK() {
			return errRefused
		}
		s := review.Usual()
		all, err := review.AllCommittees(ctx, tx)
		if err != nil {
			return err
		}
		for _, c := range all {
			s.LocalHolidays, s.Councils, s.Contact = c.Settings.LocalHolidays, c.Settings.Councils, c.Settings.Contact
		}
		kept, err := json.Marshal(s)
		if err != nil {
			return fmt.Errorf("settings of the committee: %w", err)
		}
		if _, err := tx.Exec(ctx, `INSERT INTO committee (id, name, track, settings) VALUES ($1, $2, $3, $4)`,
			id, name, string(d.Track), string(kept)); err != nil {
			return fmt.Errorf("add the committee: %w", err)
		}
		p.Touch(id)
		return p.Gate().AddOffice(ctx, tx, p.Person(), access.Office{Role: access.LeadOfficer, Committee: id})
	})
	if errors.Is(err, errRefused) {
		return addPage.With(d), nil
	}
	return web.Redirect("/committees/" + id).Say("The committee is added, and you are its lead officer."), err
}
