package agencyreport

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// text is one saving of an agency's account. Version 0 is no text yet.
type text struct {
	id      string
	Version int
	Account account
	By      string
	At      time.Time
}

// newest is what was saved last, and textAt what was saved as that version.
// Where there is none, it is no text yet.
func newest(ctx context.Context, tx *db.Tx, c access.Case, request string) (text, error) {
	return one(ctx, tx, c, `
		SELECT id, version, answers, saved_by, saved_at FROM agency_text
		WHERE request_id = $1 AND review_id = $2 ORDER BY version DESC LIMIT 1`, request, c.Review())
}

func textAt(ctx context.Context, tx *db.Tx, c access.Case, request string, version int) (text, error) {
	return one(ctx, tx, c, `
		SELECT id, version, answers, saved_by, saved_at FROM agency_text
		WHERE request_id = $1 AND review_id = $2 AND version = $3`, request, c.Review(), version)
}

func one(ctx context.Context, tx *db.Tx, c access.Case, query string, args ...any) (text, error) {
	t, err := db.One(ctx, tx, func(r db.Row) (text, error) {
		var t text
		var words seal.Text
		at := c.At(seal.AgencyDraft, "agency_text", &t.id)
		if err := r.Scan(&t.id, &t.Version, at.Open("answers", &words), &t.By, &t.At); err != nil {
			return t, err
		}
		var err error
		t.Account, err = openAccount(words)
		return t, err
	}, query, args...)
	if errors.Is(err, db.ErrNotFound) {
		return text{}, nil
	}
	if err != nil {
		return t, fmt.Errorf("read the agency's text: %w", err)
	}
	return t, nil
}

// work is an agency's account as those who write and sign it find it.
type work struct {
	Review    string
	Asking    asking
	Path      string
	Questions []Question
	Now       text
	Budget    int
	Comments  []comment
}

func loadWork(ctx context.Context, tx *db.Tx, c access.Case, id string) (work, error) {
	w := work{Review: c.Review(), Path: reportPath(c, id)}
	var err error
	if w.Asking, err = findOwn(ctx, tx, c, id); err != nil {
		return w, err
	}
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return w, err
	}
	w.Questions, w.Budget = sheet(cs), budget(cs)
	if w.Now, err = newest(ctx, tx, c, id); err != nil {
		return w, err
	}
	w.Comments, err = comments(ctx, tx, c, id)
	return w, err
}

// Locked says that the approver has it.
func (w work) Locked() bool { return w.Asking.State == WithApprover }

// Words are how many it has now, and Over how many more than suggested.
func (w work) Words() int { return w.Now.Account.count() }
func (w work) Over() int  { return max(0, w.Words()-w.Budget) }

// NextVersion is the number that it gets when it is released.
func (w work) NextVersion() int { return w.Asking.Released + 1 }

// keep saves another account as the next version. What says the same is not
// saved again.
func (w work) keep(ctx context.Context, tx *db.Tx, c access.Case, next account) error {
	if next.same(w.Now.Account) {
		return nil
	}
	words, err := next.seal()
	if err != nil {
		return err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO agency_text (id, review_id, request_id, version, answers, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), w.Asking.ID, w.Now.Version+1, c.At(seal.AgencyDraft, "agency_text", &id).Seal("answers", words),
		c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("save the agency's text: %w", err)
	}
	return come(ctx, tx, c, w.Asking.ID, Started)
}

// refuseLocked refuses a change while the approver reads.
func (w work) refuseLocked(f *form.Form) {
	if w.Locked() {
		f.Refuse("", "The report is with the approver now, so this was not saved. What you typed is still below. Ask the approver to return it.")
	}
}

type draftData struct {
	work
	Form    *form.Form
	Begun   bool
	Comment seal.Text
	Groups  []group
	Left    int // sections that are not marked as done
	Entries int // of the agency's part of the chronology
}

// group is the sections of the report under one heading.
type group struct {
	Title string
	Tasks []look.Task
}

var draftPage = web.NewPage[draftData](pages, "draft.html")

// open shows the report as a list of short sections.
func open(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	d := draftData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.work, err = loadWork(r.Context(), tx, p.Case, r.Path("request")); err != nil {
			return err
		}
		d.Begun = d.Now.Version > 0 || d.Asking.State != Asked && d.Asking.State != NotComing
		d.Groups, d.Left = d.groups()
		if d.Entries, err = entries(r.Context(), tx, p.Case); err != nil {
			return err
		}
		if d.Asking.State == Returned || d.Asking.State == Started {
			d.Comment, err = lastComment(r.Context(), tx, p.Case, d.Asking.ID)
		}
		return err
	})
	return draftPage.With(d), err
}

func (w work) groups() (all []group, left int) {
	for _, q := range w.Questions {
		if len(all) == 0 || all[len(all)-1].Title != q.Section {
			all = append(all, group{Title: q.Section})
		}
		t := look.Task{Text: q.Label, Href: w.Path + "/parts/" + q.ID, Status: w.Now.Account.standing(q)}
		if t.Done = t.Status == "done"; !t.Done {
			left++
		}
		if open := unsettled(w.Comments, q); open > 0 {
			t.Hint = "The approver asks you to look at this again."
		}
		g := &all[len(all)-1]
		g.Tasks = append(g.Tasks, t)
	}
	return all, left
}

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
