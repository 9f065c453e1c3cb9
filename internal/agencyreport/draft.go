package agencyreport

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// text is one saving of an agency's account. Version 0 is no text yet.
type text struct {
	id      string
	Version int
	Answers answers
	By      string
	At      time.Time
}

// texts lists what was saved, the newest first.
func texts(ctx context.Context, tx *db.Tx, c access.Case, request string) ([]text, error) {
	ts, err := db.All(ctx, tx, func(r db.Row) (text, error) {
		var t text
		var words seal.Text
		at := c.At(seal.AgencyDraft, "agency_text", &t.id)
		if err := r.Scan(&t.id, &t.Version, at.Open("answers", &words), &t.By, &t.At); err != nil {
			return t, err
		}
		var err error
		t.Answers, err = openAnswers(words)
		return t, err
	}, `SELECT id, version, answers, saved_by, saved_at FROM agency_text
		WHERE request_id = $1 AND review_id = $2 ORDER BY version DESC`, request, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the agency's text: %w", err)
	}
	return ts, nil
}

func newest(ts []text) text {
	if len(ts) == 0 {
		return text{Answers: answers{}}
	}
	return ts[0]
}

func version(ts []text, n int) text {
	for _, t := range ts {
		if t.Version == n {
			return t
		}
	}
	return text{Answers: answers{}}
}

// keepText saves an account as the next version.
func keepText(ctx context.Context, tx *db.Tx, c access.Case, request string, v int, a answers) error {
	words, err := a.seal()
	if err != nil {
		return err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO agency_text (id, review_id, request_id, version, answers, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), request, v, c.At(seal.AgencyDraft, "agency_text", &id).Seal("answers", words), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("save the agency's text: %w", err)
	}
	return nil
}

type draftData struct {
	Form     *form.Form
	Review   string
	Asking   asking
	Path     string
	Begun    bool
	Locked   bool // with the approver
	Comment  seal.Text
	Sections []section
	Words    int
	Budget   string
}

// section is a part of the report as it stands on the page.
type section struct {
	Title string
	Lines []line
}

// line is one question: as a field to the author, as words to a reader. Theirs
// is what somebody else saved there meanwhile.
type line struct {
	Field  form.Field
	Label  string
	Sure   bool
	Text   seal.Text
	Theirs seal.Text
}

// NextVersion is the number that a correction gets.
func (d draftData) NextVersion() int { return d.Asking.Released + 1 }

var draftPage = web.NewPage[draftData](pages, "draft.html")

func open(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	return draftAgain(r, p.Case, nil, nil)
}

// draftAgain shows the author's page: with what was typed in f, or, where f is
// nil, with what was saved last.
func draftAgain(r *web.Request, c access.Case, f *form.Form, theirs answers) (web.Answer, error) {
	var d draftData
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d, err = loadDraft(r.Context(), tx, c, r.Path("request"), f, theirs)
		return err
	})
	return draftPage.With(d), err
}

func loadDraft(ctx context.Context, tx *db.Tx, c access.Case, id string, f *form.Form, theirs answers) (draftData, error) {
	d := draftData{Form: f, Review: c.Review(), Budget: budget}
	var err error
	if d.Asking, err = findOwn(ctx, tx, c, id); err != nil {
		return d, err
	}
	d.Path = reportPath(c, id)
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return d, err
	}
	ts, err := texts(ctx, tx, c, id)
	if err != nil {
		return d, err
	}
	now, qs := newest(ts), sheet(cs)
	d.Begun, d.Locked = now.Version > 0 || d.Asking.State != Asked, d.Asking.State == WithApprover
	if d.Form == nil {
		d.Form = form.New()
		d.Form.Set("version", strconv.Itoa(now.Version))
		for _, q := range qs {
			d.Form.Set(q.ID, now.Answers[q.ID])
		}
	} else {
		d.Begun = true
	}
	d.Words = now.Answers.words()
	d.Sections = fields(qs, d.Form, now.Answers, theirs)
	if d.Asking.State == Returned || d.Asking.State == Started {
		d.Comment, err = lastComment(ctx, tx, c, id)
	}
	return d, err
}

// fields puts the questions on the page, section by section.
func fields(qs []Question, f *form.Form, saved, theirs answers) []section {
	var out []section
	for _, q := range qs {
		if len(out) == 0 || out[len(out)-1].Title != q.Section {
			out = append(out, section{Title: q.Section})
		}
		hint := q.Hint
		if !q.Sure {
			hint = unsure
		}
		if q.ID == "involvement" {
			hint = "Only as much as is needed to decide. If your agency was not involved, say so here."
		}
		field := f.Field(q.ID, q.Label, hint)
		if field.Rows = 4; q.Section == "Involvement" {
			field.Rows = 8
		}
		s := &out[len(out)-1]
		s.Lines = append(s.Lines, line{field, q.Label, q.Sure, seal.T(saved[q.ID]), seal.T(theirs[q.ID])})
	}
	return out
}

const unsure = "The wording of this question is to be confirmed by your committee."

// begin says that the agency has seen what is asked.
func begin(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	ctx, id := r.Context(), r.Path("request")
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := findOwn(ctx, tx, p.Case, id)
		if err != nil || q.State != Asked && q.State != NotComing {
			return err
		}
		return come(ctx, tx, p.Case, id, Opened)
	})
	return web.Redirect(reportPath(p.Case, id)).Say("The lead officer sees that you have begun."), err
}

// save keeps the author's words, and sends them to the approver if asked to.
// What somebody else saved meanwhile is never written over unseen.
func save(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	ctx, f, id := r.Context(), r.Form, r.Path("request")
	sends := f.Value("do") == "send"
	var theirs answers
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := findOwn(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		cs, err := review.Committees(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		ts, err := texts(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		qs, now := sheet(cs), newest(ts)
		mine, base := readAnswers(f, qs), f.Number("version", 0, 1<<30, "")
		if q.State == WithApprover {
			f.Refuse("", "The report is with the approver now, so this was not saved. What you typed is still below. Ask the approver to return it.")
		} else if base != now.Version {
			theirs = stale(f, qs, version(ts, base).Answers, mine, now)
		} else if sends {
			mayBeSent(f, q, mine, now.Answers)
		}
		if !f.OK() {
			return errRefused
		}
		if !mine.same(now.Answers) {
			if err := keepText(ctx, tx, p.Case, id, now.Version+1, mine); err != nil {
				return err
			}
			if err := come(ctx, tx, p.Case, id, Started); err != nil {
				return err
			}
		}
		if sends {
			return sendToApprover(ctx, tx, p.Case, q)
		}
		return nil
	})
	if errors.Is(err, errRefused) {
		return draftAgain(r, p.Case, f, theirs)
	}
	if sends {
		return web.Redirect(reportPath(p.Case, id)).Say("Sent to the approver, who reads it and signs it or gives it back."), err
	}
	return web.Redirect(reportPath(p.Case, id)).Say("Saved. You can come back to it."), err
}

// stale fills the page with both texts, and gives those of the other person
// where both changed the same answer.
func stale(f *form.Form, qs []Question, base, mine answers, now text) answers {
	f.Refuse("", "Somebody in your agency saved this report while you were writing. Nothing is lost: look through it and save again.")
	merged, theirs := merge(base, mine, now.Answers, qs)
	for _, q := range qs {
		f.Set(q.ID, merged[q.ID])
		if theirs[q.ID] != "" {
			f.Refuse(q.ID, "Somebody else changed this too. Both texts are here: put together what should stay.")
		}
	}
	f.Set("version", strconv.Itoa(now.Version))
	return theirs
}

// mayBeSent refuses a report that says nothing, or nothing new.
func mayBeSent(f *form.Form, q asking, mine, saved answers) {
	if mine["involvement"] == "" {
		f.Refuse("involvement", "Write at least what your agency's involvement was, or that there was none.")
	}
	if q.State == In && mine.same(saved) {
		f.Refuse("", "Nothing differs from what was released, so there is nothing to send.")
	}
}

func sendToApprover(ctx context.Context, tx *db.Tx, c access.Case, q asking) error {
	if err := come(ctx, tx, c, q.ID, WithApprover); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, writeKey(q.ID)); err != nil {
		return err
	}
	if err := review.Ask(ctx, tx, c, review.Task{Key: signKey(q.ID), Role: access.AgencyApprover, Agency: q.Agency,
		What: "Read and sign your agency's report", Path: signPath(c, q.ID), Due: q.Due}); err != nil {
		return err
	}
	return tell(ctx, tx, c, access.AgencyApprover, q.Agency, mail.TaskWaits, mail.Message{Path: signPath(c, q.ID), Due: q.Due})
}
