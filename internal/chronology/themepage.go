package chronology

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

// themeRow is a theme with how often it is used, and where.
type themeRow struct {
	theme
	Path      string
	Parent    string // the theme in words that one of the team's own stands under
	Used      int
	Learning  int
	Agencies  string
	Episodes  string
	agencies  map[string]int
	episodes  map[string]int
	UsesShown []themeUse
}

// themeUse is one place where a theme is used.
type themeUse struct {
	shownTheme
	Title, Path string
}

type themesData struct {
	Form    *form.Form
	Ways    []look.Link
	Path    string
	Code    bool
	Version string
	Note    string
	Used    []themeRow
	Own     []themeRow
	Axes    []themeAxis
	Waiting []study[broughtBook]
}

// themeAxis is the themes of one kind: of practice, or of circumstances.
type themeAxis struct {
	Title string
	Rows  []themeRow
}

var axisTitles = map[guidance.Axis]string{guidance.Practice: "Practice and systems", guidance.Circumstance: "Circumstances of the person"}

var (
	themesPage = web.NewPage[themesData](pages, "themes.html")
	themePage  = web.NewPage[themeData](pages, "theme.html")
)

func themesPath(c access.Case) string { return review.Path(c, "chronology/themes") }

func listThemes(r *web.Request, p access.Pass[SeeThemes]) (web.Answer, error) {
	return themesAgain(r, p.Case, form.New())
}

func themesAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	list := guidance.Themes()
	d := themesData{Form: f, Ways: WaysOf(r, c, "chronology/themes"), Path: themesPath(c), Code: c.May(Code{}.Rule()), Version: list.Version, Note: list.Note}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		rows, err := themeRows(r.Context(), tx, c)
		if err != nil {
			return err
		}
		d.sort(rows)
		for _, axis := range []guidance.Axis{guidance.Practice, guidance.Circumstance} {
			a := themeAxis{Title: axisTitles[axis]}
			for _, questionRowOf := range rows {
				if questionRowOf.Axis == axis && (!questionRowOf.Gone || questionRowOf.Used > 0) {
					a.Rows = append(a.Rows, questionRowOf)
				}
			}
			d.Axes = append(d.Axes, a)
		}
		d.Waiting, err = stillThere(studied[broughtBook](r.Context(), tx, c, kindCodebook))
		return err
	})
	return themesPage.With(d), err
}

// sort finds the themes that are used, the most used first, and the team's own.
func (d *themesData) sort(rows []themeRow) {
	label := map[string]string{}
	for _, row := range rows {
		label[row.ID] = row.Label
		row.Parent = label[row.Under]
		if row.Used > 0 {
			d.Used = append(d.Used, row)
		}
		if row.Local && !row.Gone {
			d.Own = append(d.Own, row)
		}
	}
	slices.SortStableFunc(d.Used, func(a, b themeRow) int { return cmp.Compare(b.Used, a.Used) })
}

// themeRows counts the themes by agency and by episode. A tag of an entry counts
// for its agency, and for each episode that the entry belongs to.
func themeRows(ctx context.Context, tx *db.Tx, c access.Case) ([]themeRow, error) {
	themes, err := themesOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all, err := themeTags(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	entries, err := Entries(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	episodes, err := stillThere(studied[episode](ctx, tx, c, kindEpisode))
	if err != nil {
		return nil, err
	}
	var rows []themeRow
	for _, t := range themes {
		questionRowOf := themeRow{theme: t, Path: themesPath(c) + "/" + t.ID, agencies: map[string]int{}, episodes: map[string]int{}}
		for _, x := range all {
			if x.Said.Theme == t.ID {
				questionRowOf.count(c, x, entries, episodes)
			}
		}
		questionRowOf.Agencies, questionRowOf.Episodes = countedWords(questionRowOf.agencies), countedWords(questionRowOf.episodes)
		rows = append(rows, questionRowOf)
	}
	return rows, nil
}

// count takes one use of the theme into its numbers. What is no longer there
// does not count.
func (t *themeRow) count(c access.Case, x shownTheme, entries []Entry, episodes []study[episode]) {
	u := themeUse{shownTheme: x}
	if x.Said.Of == subjectEntry {
		at := slices.IndexFunc(entries, func(e Entry) bool { return e.ID == x.Said.ID })
		if at < 0 {
			return
		}
		e := entries[at]
		t.agencies[e.AgencyName]++
		u.Title, u.Path = e.When.Reveal()+": "+e.Event.Reveal(), review.Path(c, "chronology/entries/"+e.ID+"/themes")
	}
	for _, s := range episodes {
		if x.Said.Of == subjectEpisode && s.ID == x.Said.ID || x.Said.Of == subjectEntry && s.Says.has(x.Said.ID) {
			t.episodes[s.Says.Title]++
		}
		if x.Said.Of == subjectEpisode && s.ID == x.Said.ID {
			u.Title, u.Path = "Episode: "+s.Says.Title, episodesPath(c)+"/"+s.ID
		}
	}
	if u.Path == "" {
		return
	}
	if t.Used++; x.Said.Polarity == guidance.Themes().Polarities[0].ID {
		t.Learning++
	}
	t.UsesShown = append(t.UsesShown, u)
}

// Effective counts the uses as effective practice.
func (t themeRow) Effective() int { return t.Used - t.Learning }

// countedWords says numbers by name in words, the largest first.
func countedWords(n map[string]int) string {
	var names []string
	for name := range n {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d", name, n[name])
	}
	return strings.Join(names, ", ")
}

type themeData struct {
	Row    themeRow
	Parent string
	Back   string
	Code   bool
}

// showTheme is where one theme is used.
func showTheme(r *web.Request, p access.Pass[SeeThemes]) (web.Answer, error) {
	d := themeData{Back: themesPath(p.Case), Code: p.May(Code{}.Rule())}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		rows, err := themeRows(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(rows, func(t themeRow) bool { return t.ID == r.Path("theme") })
		if at < 0 {
			return db.ErrNotFound
		}
		d.Row = rows[at]
		for _, questionRowOf := range rows {
			if questionRowOf.ID == d.Row.Under {
				d.Parent = questionRowOf.Label
			}
		}
		return nil
	})
	return themePage.With(d), err
}
