package chronology

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/web"
)

// onPicks is how many entries are offered at once.
const onPicks = 100

// picksData is the line, searched, with a box beside each entry.
type picksData struct {
	Form     *form.Form
	Path     string
	Title    string
	Agencies []form.Option
	Offered  []form.Option
	Shown    string // ids of the entries that are offered
	Found    int
	Picked   int
	Gone     int
	Stale    bool
}

// More counts the entries that were found and are not offered.
func (d picksData) More() int { return d.Found - len(d.Offered) }

// Kept are the fields of the search, to be sent with what is ticked.
func (d picksData) Kept() []form.Field {
	var out []form.Field
	for _, name := range []string{"words", "period", "agency", "picked"} {
		out = append(out, d.Form.Field(name, "", ""))
	}
	return out
}

var picksPage = web.NewPage[picksData](pages, "episodeentries.html")

func askPicks(r *web.Request, p access.Pass[WriteEpisode]) (web.Answer, error) {
	return picksAgain(r, p.Case, form.New(), false)
}

// readSearch reads what a person looks for in the line. It is sent like a deed, so
// that words of the case stand in no address.
func readSearch(f *form.Form, today db.Date) filter {
	w := filter{Words: strings.Fields(fold(f.Value("words"))), Agency: f.Value("agency")}
	if period := strings.TrimSpace(f.Value("period")); period != "" {
		t, fault := read.Dates{Today: today}.Read(period)
		if fault != nil {
			f.Refuse("period", strings.TrimSpace(fault.Why+" "+fault.Suggestion))
		}
		w.From, w.To = t.From, t.To
	}
	return w
}

func picksAgain(r *web.Request, c access.Case, f *form.Form, stale bool) (web.Answer, error) {
	d := picksData{Form: f, Path: episodesPath(c) + "/" + r.Path("episode"), Stale: stale}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		s, err := studyOf[episode](r.Context(), tx, c, kindEpisode, r.Path("episode"))
		if err != nil {
			return err
		}
		d.Title, d.Picked = s.Says.Title, len(s.Says.Picked)
		f.Set("version", strconv.Itoa(s.Version))
		return d.fill(r, tx, c, s.Says)
	})
	return picksPage.With(d), err
}

func (d *picksData) fill(r *web.Request, tx *db.Tx, c access.Case, e episode) error {
	now, err := readAccounts(r.Context(), tx, c)
	if err != nil {
		return err
	}
	_, d.Gone = now.sides(e)
	l, err := merged(r.Context(), tx, c)
	if err != nil {
		return err
	}
	words, err := wordsOf(c, l)
	if err != nil {
		return err
	}
	d.Agencies = append([]form.Option{{Value: "", Label: "Every agency"}}, agenciesIn(now.entries)...)
	looked, _ := readSearch(d.Form, r.Today()).keep(now.entries, words, notes{})
	isPicked := map[string]bool{}
	for _, p := range e.Picked {
		isPicked[p.Entry] = true
	}
	only := d.Form.Tick("picked")
	var shown, ticked []string
	for _, x := range looked {
		if only && !isPicked[x.ID] {
			continue
		}
		if d.Found++; len(d.Offered) == onPicks {
			continue
		}
		d.Offered = append(d.Offered, form.Option{Value: x.ID, Label: x.When.Reveal() + ": " + x.Event.Reveal(), Hint: x.AgencyName + ". Source: " + x.Source.Reveal()})
		shown = append(shown, x.ID)
		if isPicked[x.ID] {
			ticked = append(ticked, x.ID)
		}
	}
	d.Shown = strings.Join(shown, " ")
	if !d.Stale {
		d.Form.Set("entries", ticked...)
	}
	return nil
}

// savePicks looks for entries, or takes in which of the entries that were offered belong to the
// episode, as they are now. Those that were not offered stay as they were.
func savePicks(r *web.Request, p access.Pass[WriteEpisode]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	if f.Value("do") == "look" {
		return picksAgain(r, p.Case, f, false)
	}
	stale := false
	err := p.Write(ctx, func(tx *db.Tx) error {
		s, err := studyOf[episode](ctx, tx, p.Case, kindEpisode, r.Path("episode"))
		if err != nil {
			return err
		}
		if stale = f.Number("version", 0, 1<<30, "") != s.Version; stale {
			f.Refuse("", "Somebody else changed this episode meanwhile. What you ticked is still ticked: look at it, and save again.")
			return errRefused
		}
		now, err := readAccounts(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		return amendStudy(ctx, tx, p.Case, s, s.Says.picking(f, now))
	})
	if errors.Is(err, errRefused) {
		return picksAgain(r, p.Case, f, stale)
	}
	path := episodesPath(p.Case) + "/" + r.Path("episode")
	if f.Value("do") == "on" {
		return web.Redirect(path + "/entries").Say("Saved. You can look for more."), err
	}
	return web.Redirect(path).Say("The entries are saved."), err
}

// picking is the episode with what was ticked. Of what is no longer there,
// nothing goes unless somebody says so.
func (e episode) picking(f *form.Form, now accounts) episode {
	shown, ticked, was := wordSet(f.Value("shown")), wordSet(f.Values("entries")...), map[string]pick{}
	for _, p := range e.Picked {
		was[p.Entry] = p
	}
	var out []pick
	for _, x := range now.entries {
		before, isPicked := was[x.ID]
		delete(was, x.ID)
		switch {
		case shown[x.ID] && ticked[x.ID]:
			out = append(out, pick{x.ID, x.Version})
		case isPicked && !shown[x.ID]:
			out = append(out, before)
		}
	}
	all, _ := now.sides(e)
	gone := e.ownGone(all)
	for _, p := range e.Picked {
		if _, left := was[p.Entry]; left && !f.Tick("drop") {
			out = append(out, p)
		}
	}
	if f.Tick("drop") {
		e.Own = slices.DeleteFunc(slices.Clone(e.Own), func(id string) bool { return slices.Contains(gone, id) })
	}
	e.Picked = out
	return e
}

func wordSet(all ...string) map[string]bool {
	out := map[string]bool{}
	for _, words := range all {
		for _, w := range strings.Fields(words) {
			out[w] = true
		}
	}
	return out
}
