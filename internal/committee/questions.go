package committee

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/web"
)

// criteria is the page of the criteria among those of the forms.
const criteria = "criteria"

// formIDs are the forms to which a committee can add questions.
var formIDs = []string{"F1", "F2", "F3"}

var formNames = map[string]string{"F1": "notification", "F2": "agency report", "F3": "recommendation", criteria: "criteria"}

// most is how many questions a committee may add to a form: each one more is
// work for everybody who fills it in.
const most = 20

// line is a question of a form, or a criterion, as a committee sees it.
type line struct {
	ID, Section, Label, Hint, Source, Note string
	Confirmed                              guidance.Confirmed
	Own, Retired                           bool
	By                                     string // who confirmed it
	On                                     db.Date
}

// Open says that the wording still waits for the committee.
func (l line) Open() bool { return !l.Own && l.Confirmed != guidance.Seen }

type formsData struct {
	Book  *book
	Forms []formLine
}

type formLine struct {
	ID, Name        string
	All, Open, Asks int
}

type formData struct {
	Form     *form.Form
	Book     *book
	ID, Name string
	Guidance guidance.Version
	Note     string
	Lines    []line
	Waiting  []form.Option // lines whose wording waits
	Sections []form.Option
}

var (
	formsPage    = web.NewPage[formsData](pages, "forms.html")
	formPage     = web.NewPage[formData](pages, "form.html")
	questionPage = web.NewPage[questionData](pages, "question.html")
)

func showForms(r *web.Request, p access.Own[See]) (web.Answer, error) {
	var d formsData
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		d.Book = b
		for _, id := range append([]string{criteria}, formIDs...) {
			one := formLine{ID: id, Name: formNames[id]}
			for _, l := range linesOf(b, id, r.Today(), people{}) {
				if l.Open() {
					one.Open++
				}
				if l.Own && !l.Retired {
					one.Asks++
				}
				one.All++
			}
			d.Forms = append(d.Forms, one)
		}
		return nil
	})
	return formsPage.With(d), err
}

// linesOf lists what a form asks, or the criteria: the guidance in force, in the
// words of the draft, and the committee's own questions in their order.
func linesOf(b *book, id string, on db.Date, who people) []line {
	v := b.edition(on)
	var all []line
	add := func(l line, o guidance.Origin, of string) {
		l.Source, l.Confirmed = o.Source, o.Confirmed
		if w, ok := wordingOf(b.Draft, v.ID, of, l.ID); ok && w.By != "" {
			l.By, l.On = who.name(w.By), w.On
		}
		all = append(all, l)
	}
	if id == criteria {
		for _, l := range v.Limbs() {
			add(line{ID: l.ID, Label: l.ID + ": " + l.Text, Note: l.Note}, l.Origin, "")
		}
		return all
	}
	f, _ := v.Form(id)
	for _, x := range f.Fields {
		add(line{ID: x.ID, Section: x.Section, Label: x.Label, Hint: x.Use}, x.Origin, id)
	}
	for _, x := range b.Draft.Fields {
		if x.Form == id {
			all = append(all, line{ID: x.ID, Section: x.Section, Label: x.Label, Hint: x.Hint, Own: true, Retired: x.Retired})
		}
	}
	return all
}

func wordingOf(s review.Settings, version, form, id string) (review.Wording, bool) {
	for _, w := range s.Wordings {
		if w.Guidance == version && w.Form == form && w.ID == id {
			return w, true
		}
	}
	return review.Wording{}, false
}

func (d *formData) fill(r *web.Request, b *book, who people) error {
	d.Book, d.ID = b, r.Path("form")
	d.Name = formNames[d.ID]
	if d.Name == "" {
		return access.ErrStranger
	}
	d.Guidance = b.edition(r.Today())
	if f, ok := d.Guidance.Form(d.ID); ok {
		d.Note = f.Note
	}
	d.Lines = linesOf(b, d.ID, r.Today(), who)
	for _, l := range d.Lines {
		if l.Open() {
			d.Waiting = append(d.Waiting, form.Option{Value: l.ID, Label: l.Label, Hint: l.Note})
		}
	}
	d.Sections = sectionsOf(d.ID, d.Lines)
	return nil
}

// sectionsOf are the parts of a form in which a question can stand. Those of an
// agency report that the agency does not fill in are left out.
func sectionsOf(id string, lines []line) []form.Option {
	var all []form.Option
	seen := map[string]bool{}
	for _, l := range lines {
		if l.Section == "" || seen[l.Section] || id == "F2" && !agencyreport.Fills(l.Section) {
			continue
		}
		seen[l.Section] = true
		all = append(all, form.Option{Value: l.Section, Label: l.Section})
	}
	return all
}

func askForm(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := formData{Form: form.New()}
	err := read(r, p.Outside, func(ctx context.Context, tx *db.Tx, b *book) error {
		who, err := officersOf(ctx, tx, p.Outside)
		if err != nil {
			return err
		}
		return d.fill(r, b, who)
	})
	return formPage.With(d), err
}

// typedQuestion reads a question. A new section may be named instead of one there is.
func typedQuestion(f *form.Form, sections []form.Option, q review.ExtraField) review.ExtraField {
	q.Label = f.Line("label", 200, "Write the question, as people will read it.")
	q.Hint = f.Line("hint", 300, "")
	if q.Section = f.Line("newsection", 80, ""); q.Section == "" {
		q.Section = f.Choice("section", sections, "Choose the part of the form, or give a new one below.")
	}
	if q.Form == "F2" && q.Section != "" && !agencyreport.Fills(q.Section) {
		f.Refuse("newsection", "The agency does not fill in this part of the form. Give it another name.")
	}
	return q
}

func addQuestion(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	d := formData{Form: r.Form}
	err := change(r, p.Outside, "form "+r.Path("form"), func(b *book) error {
		if err := d.fill(r, b, people{}); err != nil {
			return err
		}
		if d.ID == criteria {
			return access.ErrStranger
		}
		q := typedQuestion(r.Form, d.Sections, review.ExtraField{Form: d.ID, ID: "local-" + strings.ToLower(rand.Text()[:10])})
		asked := 0
		for _, l := range d.Lines {
			if l.Own && !l.Retired {
				asked++
			}
			if l.Label == q.Label && !l.Retired {
				r.Form.Refuse("label", "The form asks this already.")
			}
		}
		if asked >= most {
			r.Form.Refuse("label", "The form has twenty questions of yours. Retire one before you add another.")
		}
		if !r.Form.OK() {
			return errRefused
		}
		b.Draft.Fields = append(slices.Clone(b.Draft.Fields), q)
		return nil
	})
	if errors.Is(err, errRefused) {
		return formPage.With(d), nil
	}
	return web.Redirect(at(r, "forms/"+r.Path("form"))).Say(kept), err
}

type questionData struct {
	Form     *form.Form
	Book     *book
	ID, Name string // of the form
	Question review.ExtraField
	Sections []form.Option
	Theirs   string // what somebody else made of it meanwhile
}

// find gives the place of the question among the committee's own.
func (d *questionData) find(r *web.Request, b *book) (int, error) {
	d.Book, d.ID = b, r.Path("form")
	d.Name = formNames[d.ID]
	i := slices.IndexFunc(b.Draft.Fields, func(x review.ExtraField) bool { return x.Form == d.ID && x.ID == r.Path("question") })
	if i < 0 {
		return 0, db.ErrNotFound
	}
	d.Question, d.Sections = b.Draft.Fields[i], sectionsOf(d.ID, linesOf(b, d.ID, r.Today(), people{}))
	return i, nil
}

func askQuestion(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := questionData{Form: form.New()}
	err := read(r, p.Outside, func(_ context.Context, _ *db.Tx, b *book) error {
		_, err := d.find(r, b)
		d.Form.Set("label", d.Question.Label)
		d.Form.Set("hint", d.Question.Hint)
		d.Form.Set("section", d.Question.Section)
		d.Form.Set("mark", mark(d.Question))
		return err
	})
	return questionPage.With(d), err
}

func saveQuestion(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	d := questionData{Form: r.Form}
	err := change(r, p.Outside, "form "+r.Path("form"), func(b *book) error {
		i, err := d.find(r, b)
		if err != nil {
			return err
		}
		typed := typedQuestion(r.Form, d.Sections, d.Question)
		if is := mark(d.Question); r.Form.OK() && r.Form.Value("mark") != is && typed != d.Question {
			r.Form.Refuse("", meanwhile)
			r.Form.Set("mark", is)
			d.Theirs = d.Question.Label + "\n" + d.Question.Hint
		}
		if !r.Form.OK() {
			return errRefused
		}
		b.Draft.Fields = slices.Clone(b.Draft.Fields)
		b.Draft.Fields[i] = typed
		return nil
	})
	if errors.Is(err, errRefused) {
		return questionPage.With(d), nil
	}
	return web.Redirect(at(r, "forms/"+r.Path("form"))).Say(kept), err
}

// placeQuestion moves a question among the committee's own of the form, retires
// it or asks it again. Its id stays, and with it every answer.
func placeQuestion(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	var d questionData
	err := change(r, p.Outside, "form "+r.Path("form"), func(b *book) error {
		i, err := d.find(r, b)
		if err != nil {
			return err
		}
		fields := slices.Clone(b.Draft.Fields)
		switch do := r.Form.Value("do"); do {
		case "up", "down":
			step := map[string]int{"up": -1, "down": 1}[do]
			for j := i + step; j >= 0 && j < len(fields); j += step {
				if fields[j].Form == d.ID {
					fields[i], fields[j] = fields[j], fields[i]
					break
				}
			}
		case "retire", "again":
			fields[i].Retired = do == "retire"
		}
		b.Draft.Fields = fields
		return nil
	})
	return web.Redirect(at(r, "forms/"+r.Path("form"))).Say(kept), err
}
