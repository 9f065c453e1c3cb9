package review

import (
	"context"
	"errors"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/look"
	"lr/internal/seal"
	"lr/internal/web"
)

var errFault = errors.New("the form has a fault")

type parallelsData struct {
	Review string
	Keeps  bool
	Runs   []Parallel
	Ended  []Parallel
	Holds  []Hold
	Over   []Hold
}

type parallelData struct {
	Form       *form.Form
	Review     string
	Keeps      bool
	Now        Parallel
	Before     []Parallel
	Agreements []agreement
	Holds      []Hold
	Names      map[string]string
}

type parallelFormData struct {
	Form                          *form.Form
	Review                        string
	Now                           Parallel // zero for a new one
	Kinds                         []form.Option
	Statuses, Constraints, Joints []form.Option
}

var (
	parallelsPage    = web.NewPage[parallelsData](pages, "parallels.html")
	parallelPage     = web.NewPage[parallelData](pages, "parallel.html")
	parallelFormPage = web.NewPage[parallelFormData](pages, "parallelform.html")
)

func parallels(r *web.Request, p access.Pass[SeeParallel]) (web.Answer, error) {
	d := parallelsData{Review: p.Review(), Keeps: p.May(KeepParallel{}.Rule())}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := Parallels(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.Ended {
				d.Ended = append(d.Ended, one)
			} else {
				d.Runs = append(d.Runs, one)
			}
		}
		holds, err := holdsNow(r.Context(), tx, p.Case)
		for _, h := range holds {
			if h.On() {
				d.Holds = append(d.Holds, h)
			} else {
				d.Over = append(d.Over, h)
			}
		}
		return err
	})
	return parallelsPage.With(d), err
}

func (d *parallelData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	d.Review, d.Keeps = c.Review(), c.May(KeepParallel{}.Rule())
	history, err := historyOf(ctx, tx, c, id)
	if err != nil {
		return err
	}
	d.Now, d.Before = history[0], history[1:]
	if d.Agreements, err = agreements(ctx, tx, c, id); err != nil {
		return err
	}
	holds, err := holdsNow(ctx, tx, c)
	for _, h := range holds {
		if h.Parallel == id && h.On() {
			d.Holds = append(d.Holds, h)
		}
	}
	if err != nil {
		return err
	}
	d.Names, err = namesOf(ctx, tx, c)
	return err
}

func showParallel(r *web.Request, p access.Pass[SeeParallel]) (web.Answer, error) {
	return parallelAgain(r, p.Case, form.New())
}

func parallelAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := parallelData{Form: f}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Path("parallel")) })
	return parallelPage.With(d), err
}

func (d *parallelFormData) choices(c access.Case) {
	d.Review, d.Statuses, d.Constraints, d.Joints = c.Review(), statuses, constraints, joints
	for _, k := range guidance.Processes() {
		d.Kinds = append(d.Kinds, form.Option{Value: k.ID, Label: k.Title})
	}
}

func askParallel(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	d := parallelFormData{Form: form.New()}
	d.choices(p.Case)
	d.Form.Set("joint", "open")
	return parallelFormPage.With(d), nil
}

func addParallel(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	d := parallelFormData{Form: r.Form}
	d.choices(p.Case)
	typed := d.read(r.Today())
	if !r.Form.OK() {
		return parallelFormPage.With(d), nil
	}
	typed.ID = db.NewID()
	err := p.Write(r.Context(), func(tx *db.Tx) error { return keepParallel(r.Context(), tx, p.Case, typed) })
	return web.Redirect(Path(p.Case, "parallel/"+typed.ID)).Say("Added. Now write down what was agreed, and add a limit for each thing that must wait."), err
}

func askParallelChange(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	d := parallelFormData{Form: form.New()}
	d.choices(p.Case)
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.load(r.Context(), tx, p.Case, r.Path("parallel")) })
	d.prefill()
	return parallelFormPage.With(d), err
}

// load reads what is to be changed; what has ended is changed no more.
func (d *parallelFormData) load(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	history, err := historyOf(ctx, tx, c, id)
	if err != nil {
		return err
	}
	if d.Now = history[0]; d.Now.Ended {
		return db.ErrStale
	}
	return nil
}

func (d *parallelFormData) prefill() {
	for name, words := range d.Now.sheet {
		d.Form.Set(name, words.Reveal())
	}
	d.Form.Set("began", d.Now.Day("began"))
	d.Form.Set("expected", d.Now.Day("expected"))
	d.Form.Set("review", d.Now.ReviewOn.Words())
	d.Form.Set("version", strconv.Itoa(d.Now.Version))
}

func changeParallel(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	d := parallelFormData{Form: r.Form}
	d.choices(p.Case)
	typed := d.read(r.Today())
	typed.Version = r.Form.Number("version", 1, 1<<30, "Open the page again: it is not known what you saw.")
	id := r.Path("parallel")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if err := d.load(r.Context(), tx, p.Case, id); err != nil {
			return err
		}
		if !r.Form.OK() {
			return errFault
		}
		typed.ID = id
		return keepParallel(r.Context(), tx, p.Case, typed)
	})
	if errors.Is(err, errFault) {
		return parallelFormPage.With(d), nil
	}
	return web.Redirect(Path(p.Case, "parallel/"+id)).Say("Saved. What stood there before is kept."), err
}

// read takes in the form. A limit on the review, and a joint review, are
// explained. [CP24 p8]
func (d *parallelFormData) read(today db.Date) Parallel {
	f := d.Form
	line := func(name string, max int, required string) seal.Text { return seal.T(f.Line(name, max, required)) }
	s := sheet{
		"kind":       seal.T(f.Choice("kind", d.Kinds, "Choose what it is.")),
		"body":       line("body", 200, "Say who leads it."),
		"reference":  line("reference", 100, ""),
		"contact":    seal.T(f.Text("contact", 500, "Say whom you speak to there, and how they are reached.")),
		"status":     seal.T(f.Choice("status", statuses, "Say how it stands.")),
		"began":      seal.T(f.Date("began", "").String()),
		"expected":   seal.T(f.Date("expected", "").String()),
		"constraint": seal.T(f.Choice("constraint", constraints, "Say what it asks of this review.")),
		"joint":      seal.T(f.Choice("joint", joints, "Say whether one joint review is possible, or that nobody has asked yet.")),
		"jointwhy":   seal.T(f.Text("jointwhy", 1000, "")),
	}
	needed := ""
	if c := s.Says("constraint"); c == "limited" || c == "paused" {
		needed = "Say why, and who decided it. A review does not stop by itself because something else runs."
	}
	s["why"] = seal.T(f.Text("why", 2000, needed))
	return Parallel{sheet: s, ReviewOn: comingDay(f, "review", today)}
}

// comingDay reads a day on which something is looked at again.
func comingDay(f *form.Form, name string, today db.Date) db.Date {
	d := f.Date(name, "Give the day when somebody looks at this again, such as 31 March 2027.")
	if !d.IsZero() && d.Before(today) {
		f.Refuse(name, "Give a day that is still to come.")
	}
	return d
}

// agree writes down what was agreed: with whom, on which day, in which words.
func agree(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	f := r.Form
	s := sheet{"with": seal.T(f.Line("with", 200, "Say with whom it was agreed.")), "ours": seal.T(f.Line("ours", 200, "Say who agreed for the review.")),
		"words": seal.T(f.Text("words", 4000, "Say what was agreed, as exactly as you can."))}
	on := f.Date("on", "Give the day on which it was agreed, such as 3 March 2027.")
	if on.After(r.Today()) {
		f.Refuse("on", "This day is still to come. Write it down when it has been agreed.")
	}
	s["on"] = seal.T(on.String())
	if !f.OK() {
		return parallelAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if _, err := historyOf(r.Context(), tx, p.Case, r.Path("parallel")); err != nil {
			return err
		}
		return addAgreement(r.Context(), tx, p.Case, r.Path("parallel"), s)
	})
	return web.Redirect(Path(p.Case, "parallel/"+r.Path("parallel"))).Say("What was agreed is written down."), err
}

// endParallel says that it is over. Limits that came from it stay until each is ended.
func endParallel(r *web.Request, p access.Pass[KeepParallel]) (web.Answer, error) {
	f := r.Form
	words := f.Text("ended", 2000, "Say how it ended, and who told you.")
	if !f.OK() {
		return parallelAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		history, err := historyOf(r.Context(), tx, p.Case, r.Path("parallel"))
		if err != nil {
			return err
		}
		now := history[0]
		if now.Ended {
			return db.ErrStale
		}
		now.Ended, now.ReviewOn = true, db.Date{}
		now.sheet["ended"] = seal.T(words)
		return keepParallel(r.Context(), tx, p.Case, now)
	})
	return web.Redirect(Path(p.Case, "parallel")).Say("It is written down as ended. Limits that came from it stay until each is ended."), err
}

// Rows are what was agreed, for a page.
func (a agreement) Rows() []look.Row {
	return filled([]look.Row{{Key: "With", Value: a.Says("with")}, {Key: "For the review", Value: a.Says("ours")},
		{Key: "On", Value: a.Day("on")}, {Key: "What", Value: a.Says("words")}})
}
