package committee

import (
	"context"
	"errors"
	"slices"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

type wordingData struct {
	Form     *form.Form
	Book     *book
	ID, Name string // of the form
	Line     line
	Program  string // the words of the program
	Theirs   string
}

var wordingPage = web.NewPage[wordingData](pages, "wording.html")

// find gives the line and the committee's word on it so far.
func (d *wordingData) find(r *web.Request, b *book) (review.Wording, error) {
	d.Book, d.ID = b, r.Path("form")
	d.Name = formNames[d.ID]
	plain := *b
	plain.Draft.Wordings = nil
	v := b.edition(r.Today())
	w := review.Wording{Guidance: v.ID, Form: d.ID, ID: r.Path("field")}
	if d.ID == criteria {
		w.Form = ""
	}
	same := func(l line) bool { return l.ID == w.ID && !l.Own }
	words, program := linesOf(b, d.ID, r.Today(), people{}), linesOf(&plain, d.ID, r.Today(), people{})
	i := slices.IndexFunc(words, same)
	if i < 0 || d.Name == "" {
		return w, db.ErrNotFound
	}
	d.Line, d.Program = words[i], program[i].Label
	if d.ID == criteria {
		l, _ := v.Limb(w.ID)
		d.Line.Label = l.Text
		d.Program = d.Program[len(w.ID)+2:]
	}
	if had, ok := wordingOf(b.Draft, v.ID, w.Form, w.ID); ok {
		w = had
	}
	return w, nil
}

// Criterion says that the line is one of the criteria, which have no hints.
func (d wordingData) Criterion() bool { return d.ID == criteria }

func askWording(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := wordingData{Form: form.New()}
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		w, err := d.find(r, b)
		d.Form.Set("label", d.Line.Label)
		d.Form.Set("hint", w.Hint)
		if w.By != "" {
			d.Form.Set("checked", "yes")
		}
		d.Form.Set("mark", mark(w))
		return err
	})
	return wordingPage.With(d), err
}

func saveWording(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	d := wordingData{Form: r.Form}
	err := change(r, p.Outside, "wording "+r.Path("form"), func(b *book) error {
		was, err := d.find(r, b)
		if err != nil {
			return err
		}
		is := was
		if is.Label = r.Form.Line("label", 600, "Write the words as they should stand."); is.Label == d.Program {
			is.Label = ""
		}
		is.Hint = r.Form.Line("hint", 300, "")
		switch checked := r.Form.Tick("checked"); {
		case !checked:
			is.By, is.On = "", db.Date{}
		case was.By == "" || is.Label != was.Label:
			is.By, is.On = p.Person(), r.Today()
		}
		if now := mark(was); r.Form.OK() && r.Form.Value("mark") != now && is != was {
			r.Form.Refuse("", meanwhile)
			r.Form.Set("mark", now)
			d.Theirs = sayWording(was, people{}).Words
		}
		if !r.Form.OK() {
			return errRefused
		}
		b.word(is)
		return nil
	})
	if errors.Is(err, errRefused) {
		return wordingPage.With(d), nil
	}
	return web.Redirect(at(r, "forms/"+r.Path("form"))).Say(kept), err
}

// confirm takes several wordings as they stand: somebody compared them with the
// published text.
func confirm(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	d := formData{Form: r.Form}
	err := change(r, p.Outside, "wording "+r.Path("form"), func(b *book) error {
		if err := d.fill(r, b, people{}); err != nil {
			return err
		}
		chosen := r.Form.Choices("checked", d.Waiting, "Tick what you compared with the published text.")
		if !r.Form.OK() {
			return errRefused
		}
		of := d.ID
		if of == criteria {
			of = ""
		}
		for _, id := range chosen {
			w, _ := wordingOf(b.Draft, d.Guidance.ID, of, id)
			w.Guidance, w.Form, w.ID, w.By, w.On = d.Guidance.ID, of, id, p.Person(), r.Today()
			b.word(w)
		}
		return nil
	})
	if errors.Is(err, errRefused) {
		return formPage.With(d), nil
	}
	return web.Redirect(at(r, "forms/"+r.Path("form"))).Say(kept), err
}

// word puts a wording into the draft, or takes it out where it says nothing.
func (b *book) word(w review.Wording) {
	ws := slices.DeleteFunc(slices.Clone(b.Draft.Wordings), func(o review.Wording) bool {
		return o.Guidance == w.Guidance && o.Form == w.Form && o.ID == w.ID
	})
	if w.Label != "" || w.Hint != "" || w.By != "" {
		ws = append(ws, w)
	}
	b.Draft.Wordings = ws
}
