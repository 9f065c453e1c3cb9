package report

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/learning"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// remark is what a member of the team says about a section, and the answer.
type remark struct {
	ID         string
	Section    string // id of the heading
	Title      string // of the heading
	Number     int    // of the version it is about
	Text       seal.Text
	By         string
	At         time.Time
	Answer     seal.Text
	AnsweredBy string
	AnsweredAt time.Time
}

// Open says that nobody has answered.
func (k remark) Open() bool { return k.AnsweredBy == "" }

func remarks(ctx context.Context, tx *db.Tx, c access.Case, ss []section) ([]remark, error) {
	ks, err := db.All(ctx, tx, func(r db.Row) (remark, error) {
		var k remark
		at := c.At(seal.DraftReport, "report_comment", &k.ID)
		err := r.Scan(&k.ID, &k.Section, &k.Number, at.Open("text", &k.Text), &k.By, &k.At, at.Open("answer", &k.Answer), &k.AnsweredBy, &k.AnsweredAt)
		k.Title = "The whole report"
		for _, s := range ss {
			if s.ID == k.Section {
				k.Title = s.Title
			}
		}
		return k, err
	}, `SELECT id, section, number, text, account_id, at, answer, answered_by, answered_at FROM report_comment WHERE review_id = $1 ORDER BY id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the comments: %w", err)
	}
	return ks, nil
}

// comment says something about a section of the newest version; it waits for an
// answer of those who write.
func comment(r *web.Request, p access.Pass[Scrutinise]) (web.Answer, error) {
	f := r.Form
	text := f.Text("comment", 4000, "Write what you want to say about the section.")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d scrutinyData
		if err := d.fill(r.Context(), tx, p.Case); err != nil {
			return err
		}
		section := f.Choice("section", d.Headings, "Choose the section you mean.")
		if d.None {
			f.Refuse("section", "There is no version to comment on yet.")
		}
		if !f.OK() {
			return errFault
		}
		id := db.NewID()
		p.Touch(id)
		if _, err := tx.Exec(r.Context(), `INSERT INTO report_comment (id, review_id, section, number, text, account_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, p.Review(), section, d.Version.Number, p.At(seal.DraftReport, "report_comment", &id).Seal("text", seal.T(text)), p.Person(), tx.Now()); err != nil {
			return fmt.Errorf("keep a comment: %w", err)
		}
		if err := ask(r.Context(), tx, p.Case, review.Task{Key: "report:comment:" + id, Role: access.Reviewer, What: "Answer a comment on the draft report",
			Path: review.Path(p.Case, "report/scrutiny/comments/"+id)}); err != nil {
			return err
		}
		return weighScrutiny(r.Context(), tx, p.Case, d.Version)
	})
	if errors.Is(err, errFault) {
		return scrutinyAgain(r, p.Case, f)
	}
	return web.Redirect(review.Path(p.Case, "report/scrutiny")).Say("Your comment is saved."), err
}

// errFault is given when what was typed has a fault.
var errFault = errors.New("the sheet has a fault")

type answerData struct {
	Form   *form.Form
	Review string
	Remark remark
	By     string
	Own    bool // it is their own comment
}

var answerPage = web.NewPage[answerData](pages, "answer.html")

func (d *answerData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	if err := learning.Declared(ctx, tx, c); err != nil {
		return err
	}
	d.Review = c.Review()
	ss, err := sections(ctx, tx, c)
	if err != nil {
		return err
	}
	ks, err := remarks(ctx, tx, c, ss)
	if err != nil {
		return err
	}
	names, err := nameOf(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, k := range ks {
		if k.ID == id {
			d.Remark, d.By, d.Own = k, names[k.By], k.By == c.Person()
			return nil
		}
	}
	return fmt.Errorf("comment %s: %w", id, db.ErrNotFound)
}

func askAnswer(r *web.Request, p access.Pass[Answer]) (web.Answer, error) {
	return answerAgain(r, p, form.New())
}

func answerAgain(r *web.Request, p access.Pass[Answer], f *form.Form) (web.Answer, error) {
	d := answerData{Form: f}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("comment")) })
	if f.OK() && f.Value("answer") == "" {
		f.Set("answer", d.Remark.Answer.Reveal())
	}
	return answerPage.With(d), err
}

// answer answers a comment; nobody answers their own.
func answer(r *web.Request, p access.Pass[Answer]) (web.Answer, error) {
	words := r.Form.Text("answer", 4000, "Say what was done about it, or why nothing was.")
	if !r.Form.OK() {
		return answerAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d answerData
		if err := d.fill(r.Context(), tx, p.Case, r.Path("comment")); err != nil {
			return err
		}
		if d.Own {
			return errOwn
		}
		id := d.Remark.ID
		p.Touch(id)
		if err := tx.Change(r.Context(), `UPDATE report_comment SET answer = $1, answered_by = $2, answered_at = $3 WHERE id = $4 AND review_id = $5`,
			p.At(seal.DraftReport, "report_comment", &id).Seal("answer", seal.T(words)), p.Person(), tx.Now(), id, p.Review()); err != nil {
			return err
		}
		if err := review.Settle(r.Context(), tx, p.Case, "report:comment:"+id); err != nil {
			return err
		}
		v, err := Current(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		return weighScrutiny(r.Context(), tx, p.Case, v)
	})
	if errors.Is(err, errOwn) {
		r.Form.Refuse("answer", "This is your own comment, so somebody else has to answer it.")
		return answerAgain(r, p, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "report/scrutiny")).Say("The answer is saved."), err
}
