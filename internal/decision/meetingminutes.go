package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// groupMinutes are what is written down of a meeting: who was there, who sent
// apologies, who else was, and what was said.
type groupMinutes struct {
	Version       int
	There, Sorry  []string // accounts
	Others, Notes seal.Text
	By            string
	At            time.Time
}

// minutesSaid is what of the minutes is sealed.
type minutesSaid struct {
	There  []string `json:"there"`
	Sorry  []string `json:"sorry"`
	Others string   `json:"others"`
	Notes  string   `json:"notes"`
}

func lastGroupMinutes(ctx context.Context, tx *db.Tx, c access.Case) (map[string]groupMinutes, error) {
	last := map[string]groupMinutes{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var m groupMinutes
		var id, of string
		var words seal.Text
		if err := r.Scan(&id, &of, &m.Version, c.At(seal.Deliberation, "decision_group_minutes", &id).Open("content", &words), &m.By, &m.At); err != nil {
			return id, err
		}
		var s minutesSaid
		if err := json.Unmarshal([]byte(words.Reveal()), &s); err != nil {
			return id, fmt.Errorf("minutes %s cannot be read", id)
		}
		m.There, m.Sorry, m.Others, m.Notes = s.There, s.Sorry, seal.T(s.Others), seal.T(s.Notes)
		last[of] = m
		return id, nil
	}, `SELECT id, meeting_id, version, content, recorded_by, at FROM decision_group_minutes WHERE review_id = $1 ORDER BY version`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the minutes: %w", err)
	}
	return last, nil
}

// insertGroupMinutes adds the next version to the one that was seen.
func insertGroupMinutes(ctx context.Context, tx *db.Tx, c access.Case, of meeting, m groupMinutes) error {
	if of.Minutes.Version != m.Version {
		return db.ErrStale
	}
	words, err := json.Marshal(minutesSaid{m.There, m.Sorry, m.Others.Reveal(), m.Notes.Reveal()})
	if err != nil {
		return fmt.Errorf("keep the minutes: %w", err)
	}
	id := db.NewID()
	c.Touch(id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO decision_group_minutes (id, review_id, meeting_id, version, content, recorded_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), of.ID, m.Version+1, c.At(seal.Deliberation, "decision_group_minutes", &id).Seal("content", seal.T(string(words))),
		c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep the minutes: %w", err)
	}
	return nil
}

type meetingData struct {
	Review       string
	Meeting      meeting
	Agenda       []agendaPart
	There, Sorry []seal.Text
	By           seal.Text
	Sets, Writes bool
	Document     document.Document
}

// Short says that fewer members were there than must be.
func (d meetingData) Short() bool {
	return d.Meeting.Minutes.Version > 0 && len(d.There) < d.Meeting.Quorum
}

var (
	meetingPage = web.NewPage[meetingData](pages, "meeting.html")
	agendaPage  = web.NewPage[meetingData](pages, "agenda.html")
)

func (d *meetingData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	d.Review = c.Review()
	d.Sets, d.Writes = c.May(SetMeeting{}.Rule()), c.May(TakeMinutes{}.Rule())
	if err := openGroup(ctx, tx, c); err != nil {
		return err
	}
	var err error
	if d.Meeting, err = meetingOf(ctx, tx, c, id); err != nil {
		return err
	}
	if d.Agenda, err = agenda(ctx, tx, c); err != nil {
		return err
	}
	by, err := names(ctx, tx, c)
	if err != nil {
		return err
	}
	d.By = by[d.Meeting.Minutes.By]
	for _, a := range d.Meeting.Minutes.There {
		d.There = append(d.There, by[a])
	}
	for _, a := range d.Meeting.Minutes.Sorry {
		d.Sorry = append(d.Sorry, by[a])
	}
	return nil
}

func showMeeting(r *web.Request, p access.Pass[SeeMeetings]) (web.Answer, error) {
	var d meetingData
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("meeting")) })
	return led(p.Case, meetingPage.With(d), err)
}

// showAgenda is the agenda by itself, to be printed.
func showAgenda(r *web.Request, p access.Pass[SeeMeetings]) (web.Answer, error) {
	var d meetingData
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("meeting")) })
	if err == nil {
		d.Document = agendaDocument(d.Meeting, d.Agenda)
	}
	return led(p.Case, agendaPage.With(d), err)
}

var groupAttendance = []form.Option{{Value: "there", Label: "Was there"}, {Value: "sorry", Label: "Sent apologies"}, {Value: "absent", Label: "Was not there"}}

type groupMinutesData struct {
	Form       *form.Form
	Review     string
	Meeting    meeting
	Members    []member
	Attendance []form.Option
	Saw        int
}

var groupMinutesPage = web.NewPage[groupMinutesData](pages, "meetingminutes.html")

func askGroupMinutes(r *web.Request, p access.Pass[TakeMinutes]) (web.Answer, error) {
	return groupMinutesAgain(r, p, nil)
}

func groupMinutesAgain(r *web.Request, p access.Pass[TakeMinutes], f *form.Form) (web.Answer, error) {
	d := groupMinutesData{Form: f, Attendance: groupAttendance}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("meeting")) })
	if d.Saw = d.Meeting.Minutes.Version; f != nil {
		d.Saw = f.Number("version", 0, 1e6, "")
		return led(p.Case, groupMinutesPage.With(d), err)
	}
	d.Form = form.New()
	was := d.Meeting.Minutes
	for _, a := range was.There {
		d.Form.Set("at-"+a, "there")
	}
	for _, a := range was.Sorry {
		d.Form.Set("at-"+a, "sorry")
	}
	d.Form.Set("others", was.Others.Reveal())
	d.Form.Set("notes", was.Notes.Reveal())
	return led(p.Case, groupMinutesPage.With(d), err)
}

// fill lists who could have been there: the members who have declared.
func (d *groupMinutesData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	d.Review = c.Review()
	if err := openGroup(ctx, tx, c); err != nil {
		return err
	}
	var err error
	if d.Meeting, err = meetingOf(ctx, tx, c, id); err != nil {
		return err
	}
	group, err := groupOf(ctx, tx, c, nil)
	was := map[string]bool{}
	for _, a := range append(d.Meeting.Minutes.There, d.Meeting.Minutes.Sorry...) {
		was[a] = true
	}
	for _, m := range group {
		if m.Declared && (!m.Walled || was[m.ID]) {
			d.Members = append(d.Members, m)
		}
	}
	return err
}

// keepMinutes writes down a meeting. What was written before is kept.
func keepGroupMinutes(r *web.Request, p access.Pass[TakeMinutes]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	var d groupMinutesData
	if err := p.Read(ctx, func(tx *db.Tx) error { return d.fill(ctx, tx, p.Case, r.Path("meeting")) }); err != nil {
		return led(p.Case, web.Answer{}, err)
	}
	m := groupMinutes{Version: f.Number("version", 0, 1e6, ""), There: []string{}, Sorry: []string{}}
	for _, one := range d.Members {
		switch f.Choice("at-"+one.ID, groupAttendance, "Say whether "+one.Name.Reveal()+" was there.") {
		case "there":
			m.There = append(m.There, one.ID)
		case "sorry":
			m.Sorry = append(m.Sorry, one.ID)
		}
	}
	m.Others = seal.T(f.Text("others", 1000, ""))
	m.Notes = seal.T(f.Text("notes", 20000, "Write down what was talked about and agreed."))
	if d.Meeting.On.After(r.Today()) {
		f.Refuse("notes", "This meeting is still to come. Change its day first if it was held earlier.")
	}
	if !f.OK() {
		return groupMinutesAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		now := groupMinutesData{}
		if err := now.fill(ctx, tx, p.Case, r.Path("meeting")); err != nil {
			return err
		}
		return insertGroupMinutes(ctx, tx, p.Case, now.Meeting, m)
	})
	return led(p.Case, web.Redirect(review.Path(p.Case, "meetings/"+d.Meeting.ID)).Say("The minutes are kept."), err)
}
