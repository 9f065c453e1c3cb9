package agencyreport

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

// The most letters that a field of an episode may have.
const (
	longTitle = 150
	longDay   = 60
	longLine  = 300
	longField = 4000
)

// mostEpisodes is how many one report may have: it is only enough to decide.
const mostEpisodes = 30

// episodeData is one key practice episode on a page of its own.
type episodeData struct {
	work
	Form   *form.Form
	ID     string // "new" for one that is not there yet
	Codes  []form.Option
	Names  []NameHit
	About  []comment
	Theirs map[string]string
}

// Other is what somebody else saved in that field.
func (d episodeData) Other(field string) other { return otherIn(d.Theirs, field) }

// Elsewhere is the words of the report that are not in this episode.
func (d episodeData) Elsewhere() int {
	e, _ := d.Now.Account.episode(d.ID)
	return d.Words() - e.count()
}

// Saved is the episode as it is read.
func (d episodeData) Saved() []part {
	e, _ := d.Now.Account.episode(d.ID)
	return episodeParts("", []episode{e})
}

// Head, People and Body are the fields, in the order in which they are asked.
func (d episodeData) Head() []form.Field {
	return []form.Field{d.Form.Field("title", "A short title", "Such as: the weeks after the change of worker."),
		d.Form.Field("from", "When it began", "As your record says it: 22 May 2016, May 2016 or early 2016."),
		d.Form.Field("to", "When it ended", "You may leave this empty.")}
}

func (d episodeData) People() form.Field {
	return d.Form.Choosing("people", "Who it concerns", "People of the case, by their codes in this review.", d.Codes)
}

func (d episodeData) Body() []form.Field {
	others := d.Form.Field("others", "Who else had a part", "By post and service, and not by name. Such as: the duty social worker.")
	others.Rows = 2
	fields := []form.Field{others}
	for _, x := range [][3]string{{"happened", "What happened", "In a few sentences."},
		{"decision", "What was decided", "And by whom, by post. A decision to do nothing is one too."},
		{"sense", "Why it made sense then", "What people knew, what they had to weigh, and what they could not know."},
		{"system", "What around them helped or hindered", "Such as: workload, cover, systems that do not speak to each other, how thresholds are set."},
		{"worked", "What worked well", "You may leave this empty."}} {
		field := d.Form.Field(x[0], x[1], x[2])
		field.Rows = 4
		fields = append(fields, field)
	}
	return fields
}

var episodePage = web.NewPage[episodeData](pages, "episode.html", "parts.html")

func openEpisode(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	return episodeAgain(r, p.Case, nil, nil)
}

func episodeAgain(r *web.Request, c access.Case, f *form.Form, theirs map[string]string) (web.Answer, error) {
	d := episodeData{Form: f, ID: r.Path("episode"), Theirs: theirs}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.work, err = loadWork(r.Context(), tx, c, r.Path("request")); err != nil {
			return err
		}
		return d.fill(r.Context(), tx, c)
	})
	return episodePage.With(d), err
}

func (d *episodeData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	e, there := d.Now.Account.episode(d.ID)
	if !there && d.ID != "new" {
		if d.Form == nil {
			return db.ErrNotFound
		}
		d.ID = "new" // what was typed is still there, to be put back
	}
	checker, err := NameChecker(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Names = checker.Find(e.text()...)
	if d.Codes, err = codes(ctx, tx, c); err != nil {
		return err
	}
	d.About = on(d.Comments, episodePart(e.ID))
	if d.Form == nil {
		d.Form = form.New()
		for _, k := range d.About {
			d.Form.Set("answer-"+k.ID, k.Answer.Reveal())
		}
		for name, value := range e.fields() {
			d.Form.Set(name, value)
		}
		d.Form.Set("people", e.People...)
		d.Form.Set("version", strconv.Itoa(d.Now.Version))
	}
	return nil
}

// codes are those of the people of the case, without their names.
func codes(ctx context.Context, tx *db.Tx, c access.Case) ([]form.Option, error) {
	known, err := review.KnownPeople(ctx, tx, c)
	var all []form.Option
	for _, k := range known {
		all = append(all, form.Option{Value: k.Code, Label: k.Code})
	}
	return all, err
}

// readEpisode reads an episode as it was typed. Only a title is needed to come
// back to it.
func readEpisode(f *form.Form, codes []form.Option) episode {
	e := episode{Title: f.Line("title", longTitle, "Give it a short title, so that you find it again."),
		From: f.Line("from", longDay, ""), To: f.Line("to", longDay, ""), People: f.Choices("people", codes, ""),
		Others: f.Text("others", longLine, ""), Happened: f.Text("happened", longField, ""), Decision: f.Text("decision", longField, ""),
		Sense: f.Text("sense", longField, ""), System: f.Text("system", longField, ""), Worked: f.Text("worked", longField, "")}
	from, to := certainDay(e.From), certainDay(e.To)
	if !from.IsZero() {
		e.FromDay = from.String()
	}
	if !to.IsZero() {
		e.ToDay = to.String()
	}
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		f.Refuse("to", "This day is before the one on which it began.")
	}
	return e
}

// saveEpisode keeps one episode, a new one at the end.
func saveEpisode(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := episodeData{Form: f, ID: r.Path("episode")}
	err := p.Write(ctx, func(tx *db.Tx) error {
		var err error
		if d.work, err = loadWork(ctx, tx, p.Case, r.Path("request")); err != nil {
			return err
		}
		if d.Codes, err = codes(ctx, tx, p.Case); err != nil {
			return err
		}
		e := readEpisode(f, d.Codes)
		base, err := textAt(ctx, tx, p.Case, d.Asking.ID, f.Number("version", 0, 1<<30, ""))
		if err != nil {
			return err
		}
		if err := d.place(f, &e, base.Account); err != nil {
			return err
		}
		if !f.OK() {
			return errRefused
		}
		checker, err := NameChecker(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		if f.Value("do") == "codes" {
			e.useCodes(checker)
		}
		d.ID, d.Names = e.ID, checker.Find(e.text()...)
		if err := d.keep(ctx, tx, p.Case, d.Now.Account.put(e)); err != nil {
			return err
		}
		return settle(ctx, tx, p.Case, f, on(d.Comments, episodePart(e.ID)))
	})
	if errors.Is(err, errRefused) {
		return episodeAgain(r, p.Case, f, d.Theirs)
	}
	here := d.Path + "/episodes/" + d.ID
	if f.Value("do") == "codes" {
		return web.Redirect(here).Say("The codes stand in place of the names."), err
	}
	if len(d.Names) > 0 {
		return web.Redirect(here).Say("Saved. It seems to name somebody: please look at that."), err
	}
	return web.Redirect(d.Path + "/parts/episodes").Say("The episode is saved."), err
}

// place finds out where the episode belongs, and whether somebody else changed it
// or took it out meanwhile.
func (d *episodeData) place(f *form.Form, e *episode, base account) error {
	d.refuseLocked(f)
	if d.ID == "new" {
		if e.ID = db.NewID(); len(d.Now.Account.Episodes) >= mostEpisodes {
			f.Refuse("", "This report has as many episodes as it can hold. Put two of them together.")
		}
		return nil
	}
	e.ID = d.ID
	before, was := base.episode(d.ID)
	now, is := d.Now.Account.episode(d.ID)
	switch {
	case is && f.OK():
		d.Theirs = stale(f, before.fields(), e.fields(), now.fields(), d.Now.Version)
	case is:
	case was:
		f.Refuse("", "Somebody in your agency took this episode out while you were writing. What you typed is still below: saving it puts it back.")
	default:
		return db.ErrNotFound
	}
	return nil
}

func (e *episode) useCodes(c *Names) {
	for _, words := range []*string{&e.Title, &e.Others, &e.Happened, &e.Decision, &e.Sense, &e.System, &e.Worked} {
		*words = c.WithCodes(*words)
	}
}

// moveEpisode puts an episode one place up or down, or takes it out. What was
// saved before still has it.
func moveEpisode(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	ctx, do := r.Context(), r.Form.Value("do")
	by := map[string]int{"up": -1, "down": 1, "out": 0}
	var d work
	err := p.Write(ctx, func(tx *db.Tx) error {
		var err error
		if d, err = loadWork(ctx, tx, p.Case, r.Path("request")); err != nil {
			return err
		}
		step, known := by[do]
		if _, there := d.Now.Account.episode(r.Path("episode")); !there || !known {
			return db.ErrNotFound
		}
		if d.Locked() {
			return db.ErrStale
		}
		return d.keep(ctx, tx, p.Case, d.Now.Account.move(r.Path("episode"), step))
	})
	said := "The order is changed."
	if do == "out" {
		said = "The episode is taken out."
	}
	return web.Redirect(d.Path + "/parts/episodes").Say(said), err
}

// First and Last say whether an episode can go up or down.
func (w work) First(e episode) bool { return w.Now.Account.Episodes[0].ID == e.ID }
func (w work) Last(e episode) bool {
	return slices.IndexFunc(w.Now.Account.Episodes, func(x episode) bool { return x.ID == e.ID }) == len(w.Now.Account.Episodes)-1
}
