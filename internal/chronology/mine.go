package chronology

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/seal"
	"lr/internal/web"
)

// The most letters that a field of an entry may have.
const (
	longWhen   = 200
	longSource = read.LongLine
	longEvent  = read.LongText
	longAction = read.LongText
	longSeen   = read.LongLine
)

type mineData struct {
	Form    *form.Form
	Review  string
	Path    string
	Frozen  bool
	Entries []Entry
	Turn    look.Turn
	Refused []refusal
	Waiting []sheet
}

// Fields are those of an entry; those with rows take several lines.
func (d mineData) Fields() []form.Field { return entryFields(d.Form) }

func entryFields(f *form.Form) []form.Field {
	event := f.Field("event", "What happened", "In a sentence or two. Use the codes of this review and not names.")
	event.Rows, event.Max = 4, longEvent
	action := f.Field("action", "What was done, or why nothing was", "You may leave this empty.")
	action.Rows, action.Max = 3, longAction
	return []form.Field{f.Field("when", "When", "As your record says it: 22 May 2016, 22/05/16 14:30, about March 2019, winter 2020, before 2015, or unknown."),
		f.Field("source", "Source", "Where this is recorded, such as: case notes, school register."), event, action,
		f.Field("seen", "Who was seen", "Such as: the child alone; nobody was at home. You may leave this empty.")}
}

var minePage = web.NewPage[mineData](pages, "mine.html")

func mine(r *web.Request, p access.Pass[Mine]) (web.Answer, error) {
	return mineAgain(r, p.Case, form.New())
}

func mineAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := mineData{Form: f, Review: c.Review(), Path: minePath(c)}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Frozen, err = frozen(r.Context(), tx, c); err != nil {
			return err
		}
		if d.Entries, err = own(r.Context(), tx, c); err != nil {
			return err
		}
		if d.Refused, err = refusals(r.Context(), tx, c); err != nil {
			return err
		}
		d.Waiting, err = sheets(r.Context(), tx, c)
		return err
	})
	d.Entries, d.Turn = sheetOf(d.Entries, d.Path, r.Query("page"))
	return minePage.With(d), err
}

// readEntry reads an entry as it was typed.
func readEntry(f *form.Form, today db.Date) Entry {
	e := Entry{Written: seal.T(f.Line("when", longWhen, "Say when it happened, such as 22 May 2016, May 2016, 2016 or unknown.")),
		Source: seal.T(f.Line("source", longSource, "Say where this is recorded, such as: case notes, school register.")),
		Event:  seal.T(f.Text("event", longEvent, "Say what happened.")),
		Action: seal.T(f.Text("action", longAction, "")), Seen: seal.T(f.Line("seen", longSeen, ""))}
	if f.Fault("when") == "" {
		if fault := e.timed(today); fault != "" {
			f.Refuse("when", fault)
		}
	}
	return e
}

// timed reads the time of an entry from what was written; if it cannot, a
// sentence says why, and what may be meant.
func (e *Entry) timed(today db.Date) string {
	w, fault := read.Dates{Today: today}.Read(e.Written.Reveal())
	switch {
	case fault != nil && strings.HasPrefix(fault.Suggestion, "Write"):
		return fault.Why + " " + fault.Suggestion
	case fault != nil:
		return fault.Why + " Is it " + fault.Suggestion + "?"
	case w.American():
		return "The day comes before the month. Is it " + w.Words() + "?"
	case w.From.After(today):
		return "This date is still to come."
	}
	e.at(w)
	return ""
}

// at gives the entry its time.
func (e *Entry) at(w read.When) {
	e.From, e.To, e.Precision, e.Certain, e.Time = w.From, w.To, w.Precision, w.Certain, w.Time
}

const releasedSentence = "Your agency's account is released, so its entries stay as they are."

// room refuses an entry that the agency may not add: after the release, or
// because it is there already. except is the entry that is being changed.
func room(ctx context.Context, tx *db.Tx, c access.Case, f *form.Form, e Entry, except string) error {
	if !f.OK() {
		return errRefused
	}
	done, err := frozen(ctx, tx, c)
	if err != nil {
		return err
	}
	if done {
		f.Refuse("", releasedSentence)
		return errRefused
	}
	es, err := own(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, other := range es {
		if other.ID != except && other.mark() == e.mark() {
			f.Refuse("event", "There is an entry already that says the same.")
			return errRefused
		}
	}
	return nil
}

// add takes in one entry. [CPG21 ¶3.172, NRF p10]
func add(r *web.Request, p access.Pass[Add]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	e := readEntry(f, r.Today())
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := room(ctx, tx, p.Case, f, e, ""); err != nil {
			return err
		}
		return insert(ctx, tx, p.Case, []Entry{e})
	})
	if errors.Is(err, errRefused) {
		return mineAgain(r, p.Case, f)
	}
	return web.Redirect(minePath(p.Case)).Say("Added to your agency's part of the chronology."), err
}

// changeData is a page where one entry is typed again: one of the agency's, or
// a row of a table that could not be taken in.
type changeData struct {
	Form    *form.Form
	Review  string
	Path    string
	Frozen  bool
	Why     string // why a row was not taken in, "" for an entry
	Read    seal.Text
	Theirs  *Entry // what somebody else made of it meanwhile
	Changes int
}

// Fields are those of an entry; those with rows take several lines.
func (d changeData) Fields() []form.Field { return entryFields(d.Form) }

var changePage = web.NewPage[changeData](pages, "change.html")

// find reads one of the agency's own entries; another agency's is as if it were
// not there.
func find(ctx context.Context, tx *db.Tx, c access.Case, id string) (Entry, error) {
	es, err := own(ctx, tx, c)
	if err != nil {
		return Entry{}, err
	}
	for _, e := range es {
		if e.ID == id {
			return e, nil
		}
	}
	return Entry{}, db.ErrNotFound
}

func askChange(r *web.Request, p access.Pass[Change]) (web.Answer, error) {
	return changeAgain(r, p, nil, false)
}

// changeAgain shows an entry to be changed: as it is where f is nil, else as it
// was typed, and beside it what somebody else made of it, if stale.
func changeAgain(r *web.Request, p access.Pass[Change], f *form.Form, stale bool) (web.Answer, error) {
	d := changeData{Form: f, Review: p.Review(), Path: minePath(p.Case) + "/" + r.Path("entry")}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		e, err := find(r.Context(), tx, p.Case, r.Path("entry"))
		if err != nil {
			return err
		}
		if d.Form == nil {
			d.Form = form.New()
			e.into(d.Form)
		}
		if stale {
			d.Theirs = &e
		}
		d.Form.Set("version", strconv.Itoa(e.Version))
		d.Changes = e.Version - 1
		p.Touch(e.ID)
		d.Frozen, err = frozen(r.Context(), tx, p.Case)
		return err
	})
	return changePage.With(d), err
}

// into fills a sheet with the entry.
func (e Entry) into(f *form.Form) {
	f.Set("when", e.Written.Reveal())
	f.Set("source", e.Source.Reveal())
	f.Set("event", e.Event.Reveal())
	f.Set("action", e.Action.Reveal())
	f.Set("seen", e.Seen.Reveal())
}

// change takes an entry as it is typed now; what it said before is kept.
func change(r *web.Request, p access.Pass[Change]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	e, stale := readEntry(f, r.Today()), false
	err := p.Write(ctx, func(tx *db.Tx) error {
		before, err := find(ctx, tx, p.Case, r.Path("entry"))
		if err != nil {
			return err
		}
		if stale = f.Number("version", 0, 1<<30, "") != before.Version; stale {
			f.Refuse("", "Somebody in your agency changed this entry while you were writing. Nothing is lost: theirs is below yours. Put together what should stay.")
		}
		if err := room(ctx, tx, p.Case, f, e, before.ID); err != nil {
			return err
		}
		e.row, e.table, e.line, e.ref, e.hand = before.row, before.table, before.line, before.ref, true
		e.Role, e.Reference, e.Views, e.Impact, e.Comment = before.Role, before.Reference, before.Views, before.Impact, before.Comment
		if err := replace(ctx, tx, p.Case, before, e); err != nil {
			return err
		}
		return attach(ctx, tx, p.Case)
	})
	if errors.Is(err, errRefused) {
		return changeAgain(r, p, f, stale)
	}
	return web.Redirect(minePath(p.Case)).Say("The entry is changed."), err
}

// remove takes an entry out of the agency's account. It is kept, but nobody is
// shown it any more.
func remove(r *web.Request, p access.Pass[Remove]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		e, err := find(ctx, tx, p.Case, r.Path("entry"))
		if err != nil {
			return err
		}
		if done, err := frozen(ctx, tx, p.Case); err != nil || done {
			r.Form.Refuse("", releasedSentence)
			return errors.Join(err, errRefused)
		}
		p.Touch(e.ID)
		if err := takeOut(ctx, tx, p.Case, e); err != nil {
			return err
		}
		return attach(ctx, tx, p.Case)
	})
	if errors.Is(err, errRefused) {
		return mineAgain(r, p.Case, r.Form)
	}
	return web.Redirect(minePath(p.Case)).Say("The entry is taken out."), err
}

func takeOut(ctx context.Context, tx *db.Tx, c access.Case, e Entry) error {
	return tx.Change(ctx, `UPDATE chronology_entry SET removed_at = $1 WHERE id = $2 AND review_id = $3 AND version = $4 AND removed_at IS NULL`,
		tx.Now(), e.ID, c.Review(), e.Version)
}
