package event

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/support"
	"lr/internal/web"
)

// Day is the practitioners' event: when and where it is, and how far it has come
// ("planned", "open" for words, "closed").
type Day struct {
	ID                                          string
	Version                                     int
	State                                       string
	On                                          db.Date
	Starts, Ends, Place, Breaks, Access, Reason seal.Text
}

// DayOf gives the practitioners' event, or db.ErrNotFound while none is planned.
// The act must open the EventRecord compartment.
func DayOf(ctx context.Context, tx *db.Tx, c access.Case) (Day, error) {
	return db.One(ctx, tx, func(r db.Row) (Day, error) {
		var d Day
		var on seal.Text
		at := c.At(seal.EventRecord, "event_day", &d.ID)
		err := r.Scan(&d.ID, &d.Version, &d.State, at.Open("on_day", &on), at.Open("starts", &d.Starts), at.Open("ends", &d.Ends),
			at.Open("place", &d.Place), at.Open("breaks", &d.Breaks), at.Open("access_notes", &d.Access), at.Open("reason", &d.Reason))
		if err != nil {
			return d, err
		}
		d.On, err = db.ParseDate(on.Reveal())
		return d, err
	}, `
		SELECT id, version, state, on_day, starts, ends, place, breaks, access_notes, reason
		FROM event_day WHERE review_id = $1`, c.Review())
}

// dayOrNone is DayOf with the zero Day while none is planned.
func dayOrNone(ctx context.Context, tx *db.Tx, c access.Case) (Day, error) {
	d, err := DayOf(ctx, tx, c)
	if errors.Is(err, db.ErrNotFound) {
		return Day{}, nil
	}
	return d, err
}

func keepDay(ctx context.Context, tx *db.Tx, c access.Case, d Day) error {
	if d.Version == 0 {
		d.ID = db.NewID()
	}
	at := c.At(seal.EventRecord, "event_day", &d.ID)
	words := []any{d.ID, c.Review(), at.Seal("on_day", seal.T(d.On.String())), at.Seal("starts", d.Starts), at.Seal("ends", d.Ends),
		at.Seal("place", d.Place), at.Seal("breaks", d.Breaks), at.Seal("access_notes", d.Access)}
	if d.Version == 0 {
		_, err := tx.Exec(ctx, `
			INSERT INTO event_day (id, review_id, state, on_day, starts, ends, place, breaks, access_notes)
			VALUES ($1, $2, 'planned', $3, $4, $5, $6, $7, $8)`, words...)
		if errors.Is(err, db.ErrTaken) {
			return db.ErrStale
		}
		return err
	}
	return tx.Change(ctx, `
		UPDATE event_day SET version = version + 1, on_day = $3, starts = $4, ends = $5, place = $6, breaks = $7, access_notes = $8
		WHERE id = $1 AND review_id = $2 AND version = $9`, append(words, d.Version)...)
}

// against are the limits that stand against talking with people about what happened.
var against = []review.Topic{review.Practitioners, review.Witnesses, review.Interviews}

type dayData struct {
	Form    *form.Form
	Review  string
	Day     Day
	Counts  []count
	Opens   bool // this person may open it for words now
	Changes bool
	Invites bool
	Hears   bool // the page of what was said can be opened

	Explores bool // so can the team's questions
	Limits   review.Limits
}

// count is how many contributions a question has. Nobody is counted.
type count struct {
	Asks string
	N    int
}

var dayPage = web.NewPage[dayData](pages, "day.html")

func (d *dayData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review = c.Review()
	d.Changes = c.Stage() == access.Learning
	d.Opens = d.Changes && c.Is(access.LeadOfficer|access.Reviewer)
	d.Invites = d.Changes && c.Is(access.LeadOfficer)
	var err error
	if d.Day, err = dayOrNone(ctx, tx, c); err != nil {
		return err
	}
	if d.Limits, err = review.HoldsOn(ctx, tx, c, against...); err != nil {
		return err
	}
	said, err := Contributions(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, q := range support.Questions() {
		one := count{Asks: q.Asks}
		for _, s := range said {
			if s.Question == q.ID {
				one.N++
			}
		}
		d.Counts = append(d.Counts, one)
	}
	return nil
}

func showDay(r *web.Request, p access.Pass[SeeDay]) (web.Answer, error) {
	d := dayData{Form: form.New(), Hears: r.Open(p.Case, "/reviews/{review}/event/contributions"),
		Explores: r.Open(p.Case, "/reviews/{review}/chronology/questions")}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	d.prefill()
	return dayPage.With(d), err
}

// prefill shows what is saved in the form for when and where.
func (d *dayData) prefill() {
	if d.Day.Version == 0 {
		return
	}
	d.Form.Set("version", strconv.Itoa(d.Day.Version))
	d.Form.Set("on", d.Day.On.Words())
	for name, words := range map[string]seal.Text{"starts": d.Day.Starts, "ends": d.Day.Ends, "place": d.Day.Place,
		"breaks": d.Day.Breaks, "access": d.Day.Access} {
		d.Form.Set(name, words.Reveal())
	}
}

// plan says when and where the event is. [SEED event]
func plan(r *web.Request, p access.Pass[Plan]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	line := func(name, required string) seal.Text { return seal.T(f.Line(name, 300, required)) }
	typed := Day{
		On:      f.Date("on", "Give the day of the event."),
		Starts:  line("starts", "Say when it begins, such as 10:00."),
		Ends:    line("ends", "Say when it ends, such as 15:30."),
		Place:   line("place", "Say where it is."),
		Breaks:  line("breaks", "Say when there are breaks. People need them."),
		Access:  line("access", "Say how people get in and get about, such as: step-free, hearing loop, quiet room."),
		Version: f.Number("version", 0, 1<<30, ""),
	}
	d := dayData{Form: f, Hears: true}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		if d.Day.State == "closed" {
			return db.ErrStale
		}
		typed.ID = d.Day.ID
		p.Touch(typed.ID)
		return keepDay(ctx, tx, p.Case, typed)
	})
	if errors.Is(err, errFault) {
		return dayPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "event")).Say("Saved."), err
}

// openDay lets practitioners write, unless a limit stands against the event.
func openDay(r *web.Request, p access.Pass[Open]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := dayData{Form: f, Hears: true}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if err := review.Heed(ctx, tx, p.Case, f, review.Deed{Name: "Opened the practitioners' event", Topics: against}); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		return tx.Change(ctx, `UPDATE event_day SET state = 'open' WHERE review_id = $1 AND state = 'planned'`, p.Review())
	})
	if errors.Is(err, errFault) {
		d.prefill()
		return dayPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "event")).Say("The event is open. Practitioners can write now."), err
}

// closeDay ends the event: it took place when it had a day, and words or a
// reason for there being none.
func closeDay(r *web.Request, p access.Pass[Close]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	reason := f.Text("reason", 2000, "")
	d := dayData{Form: f, Hears: true}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		n := 0
		for _, q := range d.Counts {
			n += q.N
		}
		switch {
		case d.Day.State == "closed":
			return db.ErrStale
		case d.Day.On.IsZero():
			f.Refuse("reason", "Say first when and where the event was, above.")
		case n == 0 && reason == "":
			f.Refuse("reason", "Nothing was written down at the event. Say why, such as: notes were taken on paper.")
		}
		if !f.OK() {
			return errFault
		}
		if err := endDay(ctx, tx, p.Case, d.Day, seal.T(reason)); err != nil {
			return err
		}
		return review.Done(ctx, tx, p.Case, review.PractitionersMet)
	})
	if errors.Is(err, errFault) {
		d.prefill()
		return dayPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "event")).Say("The event is closed. Supporters are asked to be in touch again."), err
}

// endDay closes the event and asks the supporters to be in touch afterwards.
func endDay(ctx context.Context, tx *db.Tx, c access.Case, d Day, reason seal.Text) error {
	c.Touch(d.ID)
	if err := tx.Change(ctx, `UPDATE event_day SET state = 'closed', reason = $1 WHERE id = $2 AND review_id = $3 AND state <> 'closed'`,
		c.At(seal.EventRecord, "event_day", &d.ID).Seal("reason", reason), d.ID, c.Review()); err != nil {
		return fmt.Errorf("close the event: %w", err)
	}
	invited, err := invitations(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, i := range invited {
		if err := review.Settle(ctx, tx, c, "invited:"+i.ID); err != nil {
			return err
		}
		if err := askSupporter(ctx, tx, c, i, "after"); err != nil {
			return err
		}
	}
	return review.Ask(ctx, tx, c, review.Task{Key: "clear", Role: access.LeadOfficer, Path: review.Path(c, "event/contributions"),
		What: "Clear what was said for the managers' event"})
}

// askSupporter puts it on the start page of whoever is the agency's supporter to
// be in touch, "before" or "after" the event.
func askSupporter(ctx context.Context, tx *db.Tx, c access.Case, i Invitation, when string) error {
	s, err := support.SupporterFor(ctx, tx, c, i.Agency)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	path, due := review.Path(c, "event/my-people"), s.Before
	if when == "after" {
		due = s.After
	}
	if err := review.Ask(ctx, tx, c, review.Task{Key: when + ":" + i.ID, Role: access.Supporter, Agency: i.Agency, Path: path, Due: due,
		What: "Be in touch with somebody you support, " + when + " the event"}); err != nil {
		return err
	}
	return mail.Send(ctx, tx, c, mail.ToAccount(s.Account), mail.TaskWaits, mail.Message{Path: path, Due: due})
}
