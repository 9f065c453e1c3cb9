package decision

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// minutes are those of the meeting that made, or confirmed, one version of a
// committee's decision. What was decided and why stands in the decision.
type minutes struct {
	Decided, Version   int
	Recorded           bool // they are the committee's own, and no draft
	MetOn              db.Date
	Chaired            seal.Text
	Present, Apologies seal.Text // one a line: name, post, agency
	Quorum             seal.Text // "yes", or why not
	Considered         seal.Text
	Dissent            seal.Text
	by                 string
}

// writes says that the person writes the minutes of the committee: its chair, and
// the lead officer.
func (k *committeeStand) writes(c access.Case) bool {
	return c.Is(access.LeadOfficer) || k.isChair(c.Person())
}

// readMinutes gives the last minutes of the decision as it stands that the person
// may read: a draft only if they write them.
func readMinutes(ctx context.Context, tx *db.Tx, c access.Case, k *committeeStand) (*minutes, error) {
	var last *minutes
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var m minutes
		var id string
		var on seal.Text
		at := c.At(seal.Deliberation, "decision_minutes", &id)
		err := r.Scan(&id, &m.Decided, &m.Version, &m.Recorded, at.Open("met_on", &on), at.Open("chaired", &m.Chaired),
			at.Open("present", &m.Present), at.Open("apologies", &m.Apologies), at.Open("quorum", &m.Quorum),
			at.Open("considered", &m.Considered), at.Open("dissent", &m.Dissent), &m.by)
		if err != nil {
			return id, err
		}
		m.MetOn, err = db.ParseDate(on.Reveal())
		if m.Recorded || k.writes(c) {
			last = &m
		}
		return id, err
	}, `
		SELECT id, decided, version, recorded, met_on, chaired, present, apologies, quorum, considered, dissent, written_by
		FROM decision_minutes WHERE review_id = $1 AND committee_id = $2 AND decided = $3 ORDER BY version`,
		c.Review(), k.Committee.ID, k.Decision.version)
	if err != nil {
		return nil, fmt.Errorf("read the minutes: %w", err)
	}
	return last, nil
}

// insertMinutes keeps the version that follows the one the person saw.
func insertMinutes(ctx context.Context, tx *db.Tx, c access.Case, committee string, m minutes) error {
	id := db.NewID()
	c.Touch(id)
	at := c.At(seal.Deliberation, "decision_minutes", &id)
	_, err := tx.Exec(ctx, `
		INSERT INTO decision_minutes (id, review_id, committee_id, decided, version, recorded, met_on, chaired, present, apologies,
		    quorum, considered, dissent, written_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		id, c.Review(), committee, m.Decided, m.Version, m.Recorded, at.Seal("met_on", seal.T(m.MetOn.String())),
		at.Seal("chaired", m.Chaired), at.Seal("present", m.Present), at.Seal("apologies", m.Apologies), at.Seal("quorum", m.Quorum),
		at.Seal("considered", m.Considered), at.Seal("dissent", m.Dissent), c.Person(), tx.Now())
	if errors.Is(err, db.ErrTaken) {
		return db.ErrStale
	}
	if err != nil {
		return fmt.Errorf("keep the minutes: %w", err)
	}
	return nil
}

// attended is a line of who was there.
type attended struct{ Name, Post, Agency string }

// attendance reads who was there, one a line: name, post, agency. It says which
// line it cannot read.
func attendance(typed string) ([]attended, string) {
	var all []attended
	for _, line := range strings.Split(typed, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '\t' })
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if len(cells) < 2 || len(cells) > 3 || cells[0] == "" || cells[1] == "" {
			return nil, "Write one person a line, as: name, post, agency. This line is different: " + strings.TrimSpace(line)
		}
		all = append(all, attended{cells[0], cells[1], strings.Join(cells[2:], "")})
	}
	return all, ""
}

type minutesData struct {
	Form     *form.Form
	Review   string
	Now      *committeeStand
	Minutes  *minutes
	Quorum   []form.Option
	Document document.Document
	Writes   bool
	Records  bool // may make the draft the committee's own
}

var (
	minutesPage      = web.NewPage[minutesData](pages, "minutes.html")
	writeMinutesPage = web.NewPage[minutesData](pages, "writeminutes.html")
	quorate          = []form.Option{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}
)

// fill finds the committee of the address, once it has made a decision.
func (d *minutesData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee string) error {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Review, d.Quorum = c.Review(), quorate
	if d.Now, err = s.of(committee); err != nil {
		return err
	}
	if d.Now.Decision.version == 0 {
		return db.ErrNotFound
	}
	d.Minutes, d.Writes = d.Now.Minutes, d.Now.writes(c)
	d.Records = d.Minutes != nil && !d.Minutes.Recorded && d.Now.isChair(c.Person())
	if d.Minutes != nil {
		d.Document = d.Now.minutesDocument(c.Code())
	}
	return nil
}

func readMinutesPage(r *web.Request, c access.Case, f *form.Form) (minutesData, error) {
	d := minutesData{Form: f}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Path("committee")) })
	return d, err
}

func showMinutes(r *web.Request, p access.Pass[SeeDecision]) (web.Answer, error) {
	d, err := readMinutesPage(r, p.Case, form.New())
	return minutesPage.With(d), err
}

func minutesWord(r *web.Request, p access.Pass[SeeDecision]) (web.Answer, error) {
	d, err := readMinutesPage(r, p.Case, form.New())
	if err == nil && d.Minutes == nil {
		err = db.ErrNotFound
	}
	if err != nil {
		return web.Answer{}, err
	}
	return wordFile("minutes.docx", d.Document)
}

// wordFile hands out a document as a Word file.
func wordFile(name string, d document.Document) (web.Answer, error) {
	var b bytes.Buffer
	if err := document.Word(&b, d); err != nil {
		return web.Answer{}, fmt.Errorf("write %s: %w", name, err)
	}
	return web.File(name, review.WordType, b.Bytes()), nil
}

func askMinutes(r *web.Request, p access.Pass[WriteMinutes]) (web.Answer, error) {
	return minutesAgain(r, p, nil)
}

func minutesAgain(r *web.Request, p access.Pass[WriteMinutes], f *form.Form) (web.Answer, error) {
	d, err := readMinutesPage(r, p.Case, f)
	if err == nil && !d.Writes {
		err = access.ErrForbidden
	}
	if err != nil || f != nil {
		return writeMinutesPage.With(d), err
	}
	d.Form = form.New()
	d.Form.Set("on", d.Now.meetingDay().Words())
	d.Form.Set("decided", fmt.Sprint(d.Now.Decision.version))
	d.Form.Set("version", "0")
	if m := d.Minutes; m != nil {
		set := map[string]string{"on": m.MetOn.Words(), "chaired": m.Chaired.Reveal(), "present": m.Present.Reveal(), "apologies": m.Apologies.Reveal(),
			"considered": m.Considered.Reveal(), "dissent": m.Dissent.Reveal(), "version": fmt.Sprint(m.Version), "quorum": "yes"}
		if why := m.Quorum.Reveal(); why != "yes" {
			set["quorum"], set["without"] = "no", why
		}
		for name, words := range set {
			d.Form.Set(name, words)
		}
	}
	return writeMinutesPage.With(d), nil
}

// meetingDay is the day of the meeting that the minutes are of, as far as known.
func (k *committeeStand) meetingDay() db.Date {
	if l, ok := k.later("confirmed"); ok {
		return l.On
	}
	if k.Decision.Delegated() {
		return k.Decision.day("meets")
	}
	return k.Decision.On
}

// writeMinutes keeps a draft, which shows to those who write it.
func writeMinutes(r *web.Request, p access.Pass[WriteMinutes]) (web.Answer, error) {
	f := r.Form
	m := minutes{MetOn: pastDay(r, "on", "Give the day of the meeting, such as 31 March 2027."),
		Chaired:    seal.T(f.Line("chaired", 200, "Say who chaired the meeting.")),
		Present:    seal.T(f.Text("present", 6000, "Say who was there, one person a line.")),
		Apologies:  seal.T(f.Text("apologies", 2000, "")),
		Considered: seal.T(f.Text("considered", 8000, "Say what the committee considered.")),
		Dissent:    seal.T(f.Text("dissent", 4000, ""))}
	for name, words := range map[string]seal.Text{"present": m.Present, "apologies": m.Apologies} {
		if _, wrong := attendance(words.Reveal()); wrong != "" {
			f.Refuse(name, wrong)
		}
	}
	m.Quorum = seal.T(f.Choice("quorum", quorate, "Say whether there was a quorum."))
	if m.Quorum.Reveal() == "no" {
		m.Quorum = seal.T(f.Text("without", 1000, "Say how the committee could decide without a quorum."))
	}
	m.Decided, m.Version = f.Number("decided", 1, 1e6, ""), f.Number("version", 0, 1e6, "")+1
	if !f.OK() {
		return minutesAgain(r, p, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d minutesData
		if err := d.fill(r.Context(), tx, p.Case, r.Path("committee")); err != nil {
			return err
		}
		if !d.Writes {
			return access.ErrForbidden
		}
		if d.Now.Decision.version != m.Decided {
			return db.ErrStale
		}
		return insertMinutes(r.Context(), tx, p.Case, d.Now.Committee.ID, m)
	})
	return web.Redirect(review.Path(p.Case, "decision/minutes/"+r.Path("committee"))).Say("The draft is kept. It shows to others once the chair has recorded it."), err
}

// recordMinutes makes the draft that the chair read the committee's own. A later
// change is a new draft, to be recorded again.
func recordMinutes(r *web.Request, p access.Pass[RecordMinutes]) (web.Answer, error) {
	saw := r.Form.Number("version", 0, 1e6, "")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d minutesData
		if err := d.fill(r.Context(), tx, p.Case, r.Path("committee")); err != nil {
			return err
		}
		if !d.Now.isChair(p.Person()) {
			return access.ErrForbidden
		}
		if !d.Records || d.Minutes.Version != saw {
			return db.ErrStale
		}
		m := *d.Minutes
		m.Version, m.Recorded = saw+1, true
		return insertMinutes(r.Context(), tx, p.Case, d.Now.Committee.ID, m)
	})
	return web.Redirect(review.Path(p.Case, "decision/minutes/"+r.Path("committee"))).Say("The minutes are recorded."), err
}
