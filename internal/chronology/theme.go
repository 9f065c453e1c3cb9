package chronology

import (
	"context"
	"slices"

	"lr/internal/access"
	"lr/internal/chronology/codebook"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

func themeRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/themes", listThemes)
	web.Add(rs, "GET /reviews/{review}/chronology/themes/{theme}", showTheme)
	web.Add(rs, "GET /reviews/{review}/chronology/themes/codes/{code}", askCode)
	web.Add(rs, "POST /reviews/{review}/chronology/themes/codes/{code}", saveCode)
	web.Add(rs, "POST /reviews/{review}/chronology/themes/codes/{code}/retire", retireCode)
	web.Add(rs, "GET /reviews/{review}/chronology/themes/codebook", takeCodebook)
	web.Add(rs, "POST /reviews/{review}/chronology/themes/codebook", bringCodebook)
	web.Add(rs, "GET /reviews/{review}/chronology/themes/codebooks/{book}", askCodebook)
	web.Add(rs, "POST /reviews/{review}/chronology/themes/codebooks/{book}", takeInCodebook)
	web.Add(rs, "POST /reviews/{review}/chronology/themes/codebooks/{book}/leave", leaveCodebook)
	web.Add(rs, "GET /reviews/{review}/chronology/entries/{entry}/themes", askEntryTags)
	web.Add(rs, "POST /reviews/{review}/chronology/entries/{entry}/themes", tagEntry)
	web.Add(rs, "GET /reviews/{review}/chronology/episodes/{episode}/themes", askEpisodeTags)
	web.Add(rs, "POST /reviews/{review}/chronology/episodes/{episode}/themes", tagEpisode)
	web.Add(rs, "POST /reviews/{review}/chronology/tags/{tag}/remove", removeThemeTag)
}

// SeeThemes is to see which themes are used where.
type SeeThemes struct{}

func (SeeThemes) Rule() access.Rule {
	return access.Rule{Name: "chronology.see-themes", Who: readers, Opens: seal.Chronology}
}

// Theme is to say which theme an entry or an episode is about.
type Theme struct{}

func (Theme) Rule() access.Rule {
	return access.Rule{Name: "chronology.theme", Who: noting, Opens: seal.Chronology}
}

// Code is to give the list codes of the team's own, each under one of the list.
type Code struct{}

func (Code) Rule() access.Rule {
	return access.Rule{Name: "chronology.code", Who: studying, Opens: seal.Chronology}
}

// ownCode is one of the team's own codes. Its id is never used again. Under is the
// theme of the list that it stands under, Up the guid of the code in which it is
// nested; where that is none of the team's own, the theme itself. List is the version of the list then.
type ownCode struct {
	GUID        string `json:"guid"`
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Colour      string `json:"colour,omitempty"`
	Fixed       bool   `json:"fixed,omitempty"` // a heading: nothing is coded with it
	Under       string `json:"under"`
	Up          string `json:"up,omitempty"`
	List        string `json:"list"`
}

// theme is a code that something can be tagged with: of the list, or the team's own.
type theme struct {
	ID, Label, Description string
	Axis                   guidance.Axis
	Under                  string // the theme of the list; for one of the list, itself
	Inspectorate           []string
	Local, Fixed, Gone     bool
	Depth                  int
}

// themesOf are the themes for the committees of the review, each with the team's
// own codes under it; also those that are no longer used.
func themesOf(ctx context.Context, tx *db.Tx, c access.Case) ([]theme, error) {
	committees, err := review.Committees(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	codes, err := studied[ownCode](ctx, tx, c, kindCode)
	if err != nil {
		return nil, err
	}
	in := nestOf(codes)
	var out []theme
	for _, t := range guidance.Themes().Themes {
		if len(in[[2]string{t.ID, ""}]) > 0 || slices.ContainsFunc(committees, func(k review.Committee) bool { return slices.Contains(t.Tracks, k.Track) }) {
			out = append(out, theme{ID: t.ID, Label: t.Label, Axis: t.Axis, Under: t.ID, Inspectorate: t.Inspectorate})
			out = in.add(out, t, "", 1)
		}
	}
	return out, nil
}

// codeNest is the team's own codes by the theme they stand under and the key of the
// ownCode they nest in.
type codeNest map[[2]string][]study[ownCode]

// nestOf puts the codes in their places. Of one whose own code is not there or
// stands elsewhere, the theme takes the place.
func nestOf(codes []study[ownCode]) codeNest {
	there := map[[2]string]bool{}
	for _, s := range codes {
		there[[2]string{s.Says.Under, codebook.Key(s.Says.GUID)}] = true
	}
	in := codeNest{}
	for _, s := range codes {
		place := [2]string{s.Says.Under, codebook.Key(s.Says.Up)}
		if !there[place] {
			place[1] = ""
		}
		in[place] = append(in[place], s)
	}
	return in
}

func (n codeNest) add(out []theme, t guidance.Theme, up string, depth int) []theme {
	for _, s := range n[[2]string{t.ID, up}] {
		out = append(out, theme{ID: s.ID, Label: s.Says.Name, Description: s.Says.Description, Axis: t.Axis, Under: t.ID,
			Local: true, Fixed: s.Says.Fixed, Gone: s.Gone, Depth: depth})
		out = n.add(out, t, codebook.Key(s.Says.GUID), depth+1)
	}
	return out
}

// themeTag says which theme an entry or an episode is about, as a theme of a version
// of the list. Words are those of the entry that it concerns, where not all.
type themeTag struct {
	Of       string `json:"of"` // subjectEntry or subjectEpisode
	ID       string `json:"id"`
	Theme    string `json:"theme"`
	List     string `json:"list"`
	Polarity string `json:"polarity"`
	Level    string `json:"level"`
	Words    string `json:"words,omitempty"`
}

// What can be tagged.
const (
	subjectEntry   = "entry"
	subjectEpisode = "episode"
)

// shownTheme is a tag as people read it.
type shownTheme struct {
	ID                     string
	Theme, Under           string // in words; Under only where the theme is the team's own
	Polarity, Level, Words string
	By                     string
	Gone                   bool // the code is no longer used
	Said                   themeTag
}

func optionsOf(all []guidance.Choice) []form.Option {
	var out []form.Option
	for _, studyOf := range all {
		out = append(out, form.Option{Value: studyOf.ID, Label: studyOf.Label})
	}
	return out
}

func optionLabel(id string, all []form.Option) string {
	for _, o := range all {
		if o.Value == id {
			return o.Label
		}
	}
	return id
}

// themeTags lists every tag of the review.
func themeTags(ctx context.Context, tx *db.Tx, c access.Case) ([]shownTheme, error) {
	all, err := stillThere(studied[themeTag](ctx, tx, c, kindTag))
	if err != nil {
		return nil, err
	}
	themes, err := themesOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	names, err := accountNames(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	byID := map[string]theme{}
	for _, t := range themes {
		byID[t.ID] = t
	}
	list := guidance.Themes()
	var out []shownTheme
	for _, s := range all {
		t := byID[s.Says.Theme]
		x := shownTheme{ID: s.ID, Theme: t.Label, Polarity: optionLabel(s.Says.Polarity, optionsOf(list.Polarities)),
			Level: optionLabel(s.Says.Level, optionsOf(list.Levels)), Words: s.Says.Words, By: names[s.By], Gone: t.Gone, Said: s.Says}
		if t.Local {
			x.Under = byID[t.Under].Label
		}
		out = append(out, x)
	}
	return out, nil
}

// themeTagsOf are those of one entry or episode, by its id.
func themeTagsOf(ctx context.Context, tx *db.Tx, c access.Case, id string) ([]shownTheme, error) {
	all, err := themeTags(ctx, tx, c)
	return slices.DeleteFunc(all, func(t shownTheme) bool { return t.Said.ID != id }), err
}
