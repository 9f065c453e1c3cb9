package chronology

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

// The most letters that a field of an episode may have, and how many episodes
// a review may have.
const (
	longEpisodeTitle = 150
	longEpisodeField = 6000
	mostEpisodes     = 100
)

type editEpisodeData struct {
	Form   *form.Form
	Path   string
	Back   string
	ID     string // newOne for one that is not there yet
	Sides  []episodeSide
	Theirs *episode // what somebody else made of it meanwhile
}

// Head is what is asked first.
func (d editEpisodeData) Head() []form.Field {
	return []form.Field{d.Form.Field("title", "A short title", "Such as: the weeks after the change of worker."),
		d.Form.Field("when", "When was it?", "As you would write it: March to June 2019, between 2 and 9 May 2016, winter 2020, or unknown.")}
}

// Own are the agency's own episodes, to be put with this one.
func (d editEpisodeData) Own(s episodeSide) form.Field {
	var all []form.Option
	for _, o := range s.Own {
		hint := o.From.Reveal()
		if !o.To.Empty() {
			hint += " to " + o.To.Reveal()
		}
		all = append(all, form.Option{Value: o.ID, Label: o.Title.Reveal(), Hint: hint})
	}
	return d.Form.Choosing("own-"+s.Agency, "Episodes from the report of "+s.Name+" that belong to it", "", all)
}

// View is how the agency sees it.
func (d editEpisodeData) View(s episodeSide) form.Field {
	f := d.Form.Field("view-"+s.Agency, "How "+s.Name+" sees it", "What this agency knew, decided and did, from where it stood. You may leave this empty.")
	f.Rows, f.Max = 4, longEpisodeField
	return f
}

// Body is what the reviewers themselves say.
func (d editEpisodeData) Body() []form.Field {
	var out []form.Field
	for _, x := range [][3]string{{"matters", "Why it matters", "What this time can teach."},
		{"then", "How it looked at the time", "What people could know and had to weigh then, without what is known now."},
		{"around", "What around them helped or hindered", "Such as: workload, cover, how services work together, systems."},
		{"effective", "Effective practice", "What worked, and should go on."}} {
		f := d.Form.Field(x[0], x[1], x[2])
		f.Rows, f.Max = 5, longEpisodeField
		out = append(out, f)
	}
	return out
}

var editEpisodePage = web.NewPage[editEpisodeData](pages, "editepisode.html")

func askEpisode(r *web.Request, p access.Pass[WriteEpisode]) (web.Answer, error) {
	return episodeAgain(r, p.Case, nil, false)
}

// episodeAgain shows the sheet: as it is where f is nil, else as it was typed,
// and beside it what somebody else saved meanwhile, if stale.
func episodeAgain(r *web.Request, c access.Case, f *form.Form, stale bool) (web.Answer, error) {
	d := editEpisodeData{Form: f, ID: r.Path("episode"), Back: episodesPath(c)}
	d.Path = d.Back + "/" + d.ID
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var e episode
		version := 0
		if d.ID != newOne {
			s, err := studyOf[episode](r.Context(), tx, c, kindEpisode, d.ID)
			if err != nil {
				return err
			}
			e, version = s.Says, s.Version
		}
		now, err := readAccounts(r.Context(), tx, c)
		if err != nil {
			return err
		}
		d.Sides, _ = now.sides(e)
		if d.Form == nil {
			d.Form = e.filled(d.Sides)
			d.Form.Set("version", strconv.Itoa(version))
		}
		if stale {
			d.Theirs = &e
			d.Form.Set("version", strconv.Itoa(version))
		}
		return nil
	})
	return editEpisodePage.With(d), err
}

// filled is a sheet with what the episode says.
func (e episode) filled(all []episodeSide) *form.Form {
	f := form.New()
	for name, words := range map[string]string{"title": e.Title, "when": e.When.Written, "matters": e.Matters, "then": e.Then,
		"around": e.Around, "effective": e.Effective} {
		f.Set(name, words)
	}
	for _, s := range all {
		f.Set("own-"+s.Agency, e.Own...)
	}
	for agency, words := range e.Views {
		f.Set("view-"+agency, words)
	}
	return f
}

// typed takes the sheet in. What it does not ask stays as it was.
func (e episode) typed(f *form.Form, all []episodeSide, today db.Date) episode {
	e.Title = f.Line("title", longEpisodeTitle, "Give it a short title, so that you find it again.")
	e.When = readWhen(f, "when", today)
	e.Matters, e.Then = f.Text("matters", longEpisodeField, ""), f.Text("then", longEpisodeField, "")
	e.Around, e.Effective = f.Text("around", longEpisodeField, ""), f.Text("effective", longEpisodeField, "")
	views := map[string]string{}
	for agency, words := range e.Views {
		views[agency] = words
	}
	own := e.ownGone(all)
	for _, s := range all {
		views[s.Agency] = f.Text("view-"+s.Agency, longEpisodeField, "")
		for _, o := range s.Own {
			if slices.Contains(f.Values("own-"+s.Agency), o.ID) {
				own = append(own, o.ID)
			}
		}
	}
	e.Views, e.Own = views, own
	return e
}

// ownGone are the agencies' own episodes that were put with this one, and that
// no open report has now.
func (e episode) ownGone(all []episodeSide) []string {
	return slices.DeleteFunc(slices.Clone(e.Own), func(id string) bool {
		return slices.ContainsFunc(all, func(s episodeSide) bool {
			return slices.ContainsFunc(s.Own, func(o ownEpisode) bool { return o.ID == id })
		})
	})
}

// readWhen reads a time as people write it, from a field.
func readWhen(f *form.Form, name string, today db.Date) span {
	written := f.Line(name, longWhen, "Say when it was, such as May 2016, March to June 2019, or unknown.")
	if f.Fault(name) != "" {
		return span{Written: written}
	}
	e := Entry{Written: seal.T(written)}
	if fault := e.timed(today); fault != "" {
		f.Refuse(name, fault)
	}
	return span{Written: written, From: e.From.String(), To: e.To.String(), Precision: int(e.Precision), Unsure: !e.Certain}
}

// saveEpisode keeps an episode, a new one at the end. [SEED]
func saveEpisode(r *web.Request, p access.Pass[WriteEpisode]) (web.Answer, error) {
	ctx, f, id := r.Context(), r.Form, r.Path("episode")
	stale := false
	err := p.Write(ctx, func(tx *db.Tx) error {
		s := study[episode]{}
		var err error
		if id != newOne {
			if s, err = studyOf[episode](ctx, tx, p.Case, kindEpisode, id); err != nil {
				return err
			}
		}
		now, err := readAccounts(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		all, _ := now.sides(s.Says)
		typed := s.Says.typed(f, all, r.Today())
		if stale = id != newOne && f.Number("version", 0, 1<<30, "") != s.Version; stale {
			f.Refuse("", "Somebody else changed this episode while you were writing. Nothing is lost: theirs is below yours. Put together what should stay.")
		}
		if id == newOne {
			err = roomForEpisode(ctx, tx, p.Case, f)
		}
		if err != nil || !f.OK() {
			return errors.Join(err, errRefused)
		}
		if id == newOne {
			id, err = beginStudy(ctx, tx, p.Case, kindEpisode, typed)
			return err
		}
		return amendStudy(ctx, tx, p.Case, s, typed)
	})
	if errors.Is(err, errRefused) {
		return episodeAgain(r, p.Case, f, stale)
	}
	path := episodesPath(p.Case) + "/" + id
	if r.Path("episode") == newOne {
		return web.Redirect(path + "/entries").Say("The episode is saved. Now pick the entries that belong to it."), err
	}
	return web.Redirect(path).Say("The episode is saved."), err
}

func roomForEpisode(ctx context.Context, tx *db.Tx, c access.Case, f *form.Form) error {
	all, err := stillThere(studied[episode](ctx, tx, c, kindEpisode))
	if len(all) >= mostEpisodes {
		f.Refuse("", "There are as many episodes as one review can hold. Put two of them together.")
	}
	return err
}
