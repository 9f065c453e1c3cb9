package decision

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type letterData struct {
	Form   *form.Form
	Review string
	Letter letter
	Writes bool
}

// Body is the field for the words of the letter, with room for all of them.
func (d letterData) Body() form.Field {
	field := d.Form.Field("body", "Letter", "Check that it names nobody of the case, and says no more than this reader needs.")
	field.Max, field.Rows = 12000, 22
	return field
}

type lettersData struct {
	Review  string
	Letters []letter
}

var (
	letterPage  = web.NewPage[letterData](pages, "letter.html")
	lettersPage = web.NewPage[lettersData](pages, "letters.html")
)

func showLetters(r *web.Request, p access.Pass[SeeLetters]) (web.Answer, error) {
	d := lettersData{Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Letters, err = letters(r.Context(), tx, p.Case)
		return err
	})
	return lettersPage.With(d), err
}

// letterOf finds the letter of the address.
func letterOf(r *web.Request, tx *db.Tx, c access.Case) (letter, error) {
	ls, err := letters(r.Context(), tx, c)
	if err != nil {
		return letter{}, err
	}
	for _, l := range ls {
		if l.Committee.ID == r.Path("committee") && l.Whom == r.Path("whom") {
			return l, nil
		}
	}
	return letter{}, db.ErrNotFound
}

func askLetter(r *web.Request, p access.Pass[SeeLetters]) (web.Answer, error) {
	return letterAgain(r, p.Case, nil)
}

func letterAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := letterData{Review: c.Review(), Writes: c.May(WriteLetters{}.Rule())}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Letter, err = letterOf(r, tx, c)
		return err
	})
	if d.Form = f; f == nil {
		d.Form = form.Sent(url.Values{"title": {d.Letter.Title.Reveal()}, "body": {d.Letter.Body.Reveal()}}, nil)
	}
	return letterPage.With(d), err
}

// saveLetter keeps the words of a letter that is not issued yet.
func saveLetter(r *web.Request, p access.Pass[WriteLetters]) (web.Answer, error) {
	title := seal.T(r.Form.Line("title", 200, "Give the letter a heading."))
	body := seal.T(r.Form.Text("body", 12000, "Write the letter."))
	decided, saw := r.Form.Number("decided", 0, 1e6, ""), r.Form.Number("version", 0, 1e6, "")
	if !r.Form.OK() {
		return letterAgain(r, p.Case, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		l, err := letterOf(r, tx, p.Case)
		if err != nil {
			return err
		}
		if l.Issued() || l.Decided != decided || l.Version != saw {
			return db.ErrStale
		}
		l.Title, l.Body = title, body
		_, err = keepLetter(r.Context(), tx, p.Case, l)
		return err
	})
	return web.Redirect(review.Path(p.Case, "decision/letters/"+r.Path("committee")+"/"+r.Path("whom"))).Say("The letter is kept."), err
}

// keepLetter writes the words down, and gives the letter's id.
func keepLetter(ctx context.Context, tx *db.Tx, c access.Case, l letter) (string, error) {
	id := l.id
	if id == "" {
		id = db.NewID()
		at := c.At(seal.Deliberation, "decision_letter", &id)
		_, err := tx.Exec(ctx, `
			INSERT INTO decision_letter (id, review_id, committee_id, decided, whom, version, title, body, written_by, at)
			VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9)`,
			id, c.Review(), l.Committee.ID, l.Decided, l.Whom, at.Seal("title", l.Title), at.Seal("body", l.Body), c.Person(), tx.Now())
		if errors.Is(err, db.ErrTaken) {
			return "", db.ErrStale
		}
		c.Touch(id)
		return id, err
	}
	c.Touch(id)
	at := c.At(seal.Deliberation, "decision_letter", &id)
	return id, tx.Change(ctx, `
		UPDATE decision_letter SET title = $1, body = $2, version = version + 1, written_by = $3, at = $4
		WHERE id = $5 AND review_id = $6 AND version = $7 AND issued_on IS NULL`,
		at.Seal("title", l.Title), at.Seal("body", l.Body), c.Person(), tx.Now(), id, c.Review(), l.Version)
}

// issueLetter keeps that a letter went out, when and how, in the very words that
// were on the page. One with a blank does not go out.
func issueLetter(r *web.Request, p access.Pass[WriteLetters]) (web.Answer, error) {
	f := r.Form
	on := pastDay(r, "on", "Give the day on which it was sent, such as 31 March 2027.")
	how := seal.T(f.Text("how", 1000, "Say how it was sent, such as by secure e-mail or in person."))
	decided, saw := f.Number("decided", 0, 1e6, ""), f.Number("version", 0, 1e6, "")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		l, err := letterOf(r, tx, p.Case)
		if err != nil {
			return err
		}
		if l.Issued() || l.Decided != decided || l.Version != saw {
			return db.ErrStale
		}
		if len(l.Missing) > 0 {
			f.Refuse("", "The letter still has blanks: ["+strings.Join(l.Missing, "], [")+"]. Fill them in above and keep the letter first.")
		}
		if !f.OK() {
			return errFaults
		}
		return issue(r.Context(), tx, p.Case, l, on, how)
	})
	if errors.Is(err, errFaults) {
		return letterAgain(r, p.Case, f)
	}
	return web.Redirect(review.Path(p.Case, "decision/letters")).Say("It is written down that the letter was sent."), err
}

func issue(ctx context.Context, tx *db.Tx, c access.Case, l letter, on db.Date, how seal.Text) error {
	id, err := keepLetter(ctx, tx, c, l)
	if err != nil {
		return err
	}
	at := c.At(seal.Deliberation, "decision_letter", &id)
	if err := tx.Change(ctx, `UPDATE decision_letter SET issued_on = $1, how = $2, issued_by = $3 WHERE id = $4 AND review_id = $5 AND issued_on IS NULL`,
		at.Seal("issued_on", seal.T(on.String())), at.Seal("how", how), c.Person(), id, c.Review()); err != nil {
		return err
	}
	if l.Whom != toNotifier {
		return nil
	}
	if err := insertTelling(ctx, tx, c, telling{Whom: toNotifier, Committee: l.Committee.ID, Version: l.Decided, On: on, Words: how}); err != nil {
		return err
	}
	return follow(ctx, tx, c)
}

func letterWord(r *web.Request, p access.Pass[SeeLetters]) (web.Answer, error) {
	var l letter
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		l, err = letterOf(r, tx, p.Case)
		return err
	})
	if err != nil {
		return web.Answer{}, err
	}
	return wordFile("letter.docx", l.document())
}

func (l letter) document() document.Document {
	d := document.Document{Title: l.Title.Reveal(), Header: review.Marking, Footer: l.Committee.Name}
	if !l.Issued() {
		d.Header += ". Not sent yet"
	} else {
		d.Blocks = append(d.Blocks, para(l.IssuedOn.Words()))
	}
	for _, words := range strings.Split(l.Body.Reveal(), "\n\n") {
		d.Blocks = append(d.Blocks, para(words))
	}
	return d
}
