package agencyreport

import (
	"errors"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/web"
)

// partData is one section on a page of its own.
type partData struct {
	work
	Form      *form.Form
	Question  Question
	Answer    answer
	Elsewhere int // words in the other sections
	Names     []NameHit
	About     []comment // on this section
	Next      string    // path of the section after it, or of the list
	Theirs    map[string]string
}

// YesNo and Episodes say how the section is answered.
func (d partData) YesNo() bool    { return d.Question.Kind == guidance.YesNo }
func (d partData) Episodes() bool { return d.Question.Kind == guidance.Episodes }

// Text is the field for the words.
func (d partData) Text() form.Field {
	label := "What you want to say"
	if d.YesNo() {
		label = "Details"
	}
	field := d.Form.Field("text", label, "")
	field.Rows = 10
	if d.YesNo() {
		field.Rows = 5
	}
	return field
}

// Choice is the question of yes or no.
func (d partData) Choice() form.Field {
	return d.Form.Choosing("choice", "Your answer", "", choices)
}

// NoneLabel is for the box that says that there is nothing.
func (d partData) NoneLabel() string {
	if d.Episodes() {
		return "There is no episode to tell"
	}
	return "Nothing to say here"
}

// Said is what was saved, as it is read.
func (d partData) Said() string { return d.Answer.words() }

// other is what somebody else saved in a field meanwhile.
type other struct {
	There bool
	Text  string
}

// Other is what somebody else saved in that field.
func (d partData) Other(field string) other { return otherIn(d.Theirs, field) }

func otherIn(theirs map[string]string, field string) other {
	text, there := theirs[field]
	for _, o := range choices {
		if field == "choice" && o.Value == text {
			text = o.Label
		}
	}
	return other{there, text}
}

var partPage = web.NewPage[partData](pages, "part.html", "parts.html")

func openPart(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	return partAgain(r, p.Case, nil, nil)
}

// partAgain shows a section: with what was typed in f, or, where f is nil, with
// what was saved last.
func partAgain(r *web.Request, c access.Case, f *form.Form, theirs map[string]string) (web.Answer, error) {
	d := partData{Form: f, Theirs: theirs}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.work, err = loadWork(r.Context(), tx, c, r.Path("request")); err != nil {
			return err
		}
		var ok bool
		if d.Question, ok = question(d.Questions, r.Path("part")); !ok {
			return db.ErrNotFound
		}
		checker, err := NameChecker(r.Context(), tx, c)
		d.fill(checker)
		return err
	})
	return partPage.With(d), err
}

func (d *partData) fill(checker *Names) {
	now := d.Now.Account
	d.Answer = now.Answers[d.Question.ID]
	d.Elsewhere = now.with(d.Question.ID, answer{}).count()
	d.Names = checker.Find(d.Answer.Text)
	d.Next = d.Path
	passed := false
	for _, q := range d.Questions {
		if passed && now.standing(q) != "done" {
			d.Next += "/parts/" + q.ID
			break
		}
		passed = passed || q.ID == d.Question.ID
	}
	d.About = on(d.Comments, d.Question.ID)
	if d.Form == nil {
		d.Form = form.New()
		for _, k := range d.About {
			d.Form.Set("answer-"+k.ID, k.Answer.Reveal())
		}
		for name, value := range d.Answer.fields() {
			d.Form.Set(name, value)
		}
		d.Form.Set("version", strconv.Itoa(d.Now.Version))
	}
}

// readAnswer reads what the author typed to the question. The mark of being done
// is kept where the person only has codes put in.
func readAnswer(f *form.Form, q Question, was answer) answer {
	a := answer{Text: f.Text("text", longest, ""), None: f.Tick("none"), Done: f.Value("do") == "done"}
	if q.Kind == guidance.YesNo {
		a.Choice, a.None = f.Choice("choice", choices, ""), false
	}
	if a.None && a.Text != "" {
		f.Refuse("none", "You wrote something and also ticked that there is nothing to say. Leave one of them.")
	}
	if f.Value("do") == "codes" {
		a.Done = was.Done
	}
	return a
}

// enough refuses to mark a section as done that says nothing.
func enough(f *form.Form, q Question, a answer, episodes int) {
	switch {
	case q.Kind == guidance.Episodes && a.None && episodes > 0:
		f.Refuse("none", "There are episodes. Take them out first, or leave this box empty.")
	case !a.Done:
	case q.Kind == guidance.YesNo && a.Choice == "":
		f.Refuse("choice", "Choose yes, no or not known.")
	case q.Kind == guidance.YesNo && a.Choice == "yes" && a.Text == "":
		f.Refuse("text", "Say a few words about it.")
	case q.Kind == guidance.Episodes && !a.None && episodes == 0:
		f.Refuse("none", "Add an episode, or tick that there is none to tell.")
	case q.Kind == "" && a.words() == "":
		f.Refuse("text", "Write something here, or tick that there is nothing to say.")
	}
}

// savePart keeps one section. What somebody else saved there meanwhile is never
// written over unseen; what they saved in another section stays as it is.
func savePart(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	var d partData
	var theirs map[string]string
	err := p.Write(ctx, func(tx *db.Tx) error {
		var err error
		if d.work, err = loadWork(ctx, tx, p.Case, r.Path("request")); err != nil {
			return err
		}
		var ok bool
		if d.Question, ok = question(d.Questions, r.Path("part")); !ok {
			return db.ErrNotFound
		}
		was := d.Now.Account.Answers[d.Question.ID]
		mine := readAnswer(f, d.Question, was)
		base, err := textAt(ctx, tx, p.Case, d.Asking.ID, f.Number("version", 0, 1<<30, ""))
		if err != nil {
			return err
		}
		if d.refuseLocked(f); f.OK() {
			theirs = stale(f, base.Account.Answers[d.Question.ID].fields(), mine.fields(), was.fields(), d.Now.Version)
		}
		if f.OK() {
			enough(f, d.Question, mine, len(d.Now.Account.Episodes))
		}
		checker, err := NameChecker(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		if !f.OK() {
			return errRefused
		}
		if f.Value("do") == "codes" {
			mine.Text = checker.WithCodes(mine.Text)
		}
		next := d.Now.Account.with(d.Question.ID, mine)
		if err := d.keep(ctx, tx, p.Case, next); err != nil {
			return err
		}
		if err := settle(ctx, tx, p.Case, f, on(d.Comments, d.Question.ID)); err != nil {
			return err
		}
		d.Now.Account, d.Form = next, f
		d.fill(checker)
		return nil
	})
	if errors.Is(err, errRefused) {
		return partAgain(r, p.Case, f, theirs)
	}
	return d.onward(f.Value("do")), err
}

// onward leads on after a section was saved: to the next one or to the list, but
// not away from names that stand in it.
func (d partData) onward(do string) web.Answer {
	here := d.Path + "/parts/" + d.Question.ID
	switch {
	case do == "codes":
		return web.Redirect(here).Say("The codes stand in place of the names.")
	case len(d.Names) > 0:
		return web.Redirect(here).Say("Saved. It seems to name somebody: please look at that.")
	case do == "done":
		return web.Redirect(d.Next).Say("Saved.")
	}
	return web.Redirect(d.Path).Say("Saved. You can come back to it.")
}

// stale finds out whether somebody else changed the same fields since the page
// was opened. If so, it fills the page with both, and gives what the other person
// saved where both changed the same field.
func stale(f *form.Form, base, mine, now map[string]string, version int) map[string]string {
	changed, differs := false, false
	for name := range mine {
		changed = changed || now[name] != base[name]
		differs = differs || now[name] != mine[name]
	}
	if !changed || !differs {
		return nil
	}
	f.Refuse("", "Somebody in your agency saved this section while you were writing. Nothing is lost: look through it and save again.")
	merged, theirs := merge(base, mine, now)
	for name, value := range merged {
		f.Set(name, value)
		if name == "people" {
			f.Set(name, strings.Split(value, between)...)
		}
		if _, both := theirs[name]; both {
			f.Refuse(name, "Somebody else changed this too. Both are here: put together what should stay.")
		}
	}
	f.Set("version", strconv.Itoa(version))
	return theirs
}
