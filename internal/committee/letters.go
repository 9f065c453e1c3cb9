package committee

import (
	"context"
	"errors"
	"maps"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

type lettersData struct {
	Book  *book
	Kinds []review.LetterKind
}

// Own says that the committee has its own words for the letter.
func (d lettersData) Own(id string) bool {
	_, own := d.Book.Draft.Letters[id]
	return own
}

type letterData struct {
	Form   *form.Form
	Book   *book
	Kind   review.LetterKind
	Own    bool
	Theirs string
}

var (
	lettersPage = web.NewPage[lettersData](pages, "letters.html")
	letterPage  = web.NewPage[letterData](pages, "letter.html")
)

func showLetters(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := lettersData{Kinds: review.LetterKinds}
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		d.Book = b
		return nil
	})
	return lettersPage.With(d), err
}

func (d *letterData) find(r *web.Request, b *book) (review.Letter, error) {
	d.Book = b
	for _, k := range review.LetterKinds {
		if k.ID == r.Path("letter") {
			d.Kind = k
			_, d.Own = b.Draft.Letters[k.ID]
			return k.Letter(b.Draft), nil
		}
	}
	return review.Letter{}, db.ErrNotFound
}

func askLetter(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := letterData{Form: form.New()}
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		l, err := d.find(r, b)
		d.Form.Set("title", l.Title)
		d.Form.Set("body", l.Body)
		d.Form.Set("mark", mark(l))
		return err
	})
	return letterPage.With(d), err
}

func saveLetter(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	d := letterData{Form: r.Form}
	err := change(r, p.Outside, "letter "+r.Path("letter"), func(b *book) error {
		was, err := d.find(r, b)
		if err != nil {
			return err
		}
		typed := review.Letter{Title: r.Form.Line("title", 200, "Give the letter a heading."),
			Body: r.Form.Text("body", 8000, "Write the letter.")}
		refuseBlanks(r.Form, "title", typed.Title, d.Kind.Blanks)
		refuseBlanks(r.Form, "body", typed.Body, d.Kind.Blanks)
		if is := mark(was); r.Form.OK() && r.Form.Value("mark") != is && typed != was {
			r.Form.Refuse("", meanwhile)
			r.Form.Set("mark", is)
			d.Theirs = was.Title + "\n\n" + was.Body
		}
		if !r.Form.OK() {
			return errRefused
		}
		b.write(d.Kind, typed)
		return nil
	})
	if errors.Is(err, errRefused) {
		return letterPage.With(d), nil
	}
	return web.Redirect(at(r, "preview/letters/"+r.Path("letter"))).Say(kept), err
}

func usualLetter(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	var d letterData
	err := change(r, p.Outside, "letter "+r.Path("letter"), func(b *book) error {
		if _, err := d.find(r, b); err != nil {
			return err
		}
		b.write(d.Kind, d.Kind.Usual)
		return nil
	})
	return web.Redirect(at(r, "letters")).Say(kept), err
}

// write puts a letter into the draft; one in the program's words is left out.
func (b *book) write(k review.LetterKind, l review.Letter) {
	all := review.Letters{}
	maps.Copy(all, b.Draft.Letters)
	if all[k.ID] = l; l == k.Usual {
		delete(all, k.ID)
	}
	b.Draft.Letters = all
}

// refuseBlanks finds a blank that nobody would fill in, and a bracket alone.
func refuseBlanks(f *form.Form, field, words string, allowed []string) {
	filled := map[string]string{}
	for _, b := range allowed {
		filled[b] = "x"
	}
	left, _, unknown := review.Letter{Title: words}.Fill(filled)
	if len(unknown) > 0 {
		f.Refuse(field, "Nothing fills the blank ["+unknown[0]+"]. The blanks there are: ["+strings.Join(allowed, "], [")+"].")
	} else if strings.ContainsAny(left, "[]") {
		f.Refuse(field, "A square bracket stands alone. Write blanks such as [committee], and no other square brackets.")
	}
}
