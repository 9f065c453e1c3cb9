package chronology

import (
	"context"
	"errors"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/web"
)

// longTagged is how many letters the words may have that a tag concerns.
const longTagged = 500

// themeTagData is one entry or episode with its themes.
type themeTagData struct {
	Form         *form.Form
	Review       string
	Of           string
	Write        bool
	Title, Words string
	Path, Back   string
	Tags         []shownTheme
	Themes       []form.Option
	Polarities   []form.Option
	Levels       []form.Option
	Version      string
}

// Entry says that it is an entry, whose words can be named.
func (d themeTagData) Entry() bool { return d.Of == subjectEntry }

// Missing says that the words a tag names are no longer in what it is about.
func (d themeTagData) Missing(t shownTheme) bool {
	return t.Words != "" && !strings.Contains(d.Words, t.Words)
}

var themeTagPage = web.NewPage[themeTagData](pages, "tags.html")

func askEntryTags(r *web.Request, p access.Pass[SeeThemes]) (web.Answer, error) {
	return tagsAgain(r, p.Case, subjectEntry, form.New())
}

func askEpisodeTags(r *web.Request, p access.Pass[SeeThemes]) (web.Answer, error) {
	return tagsAgain(r, p.Case, subjectEpisode, form.New())
}

func tagEntry(r *web.Request, p access.Pass[Theme]) (web.Answer, error) {
	return addThemeTag(r, p.Case, subjectEntry)
}

func tagEpisode(r *web.Request, p access.Pass[Theme]) (web.Answer, error) {
	return addThemeTag(r, p.Case, subjectEpisode)
}

func tagsAgain(r *web.Request, c access.Case, of string, f *form.Form) (web.Answer, error) {
	d := themeTagData{Form: f, Review: c.Review(), Of: of}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r, tx, c) })
	return themeTagPage.With(d), err
}

func (d *themeTagData) fill(r *web.Request, tx *db.Tx, c access.Case) error {
	ctx, id := r.Context(), r.Path(d.Of)
	list := guidance.Themes()
	d.Write = c.May(Theme{}.Rule())
	d.Polarities, d.Levels, d.Version = optionsOf(list.Polarities), optionsOf(list.Levels), list.Version
	if err := d.subject(ctx, tx, c, id); err != nil {
		return err
	}
	themes, err := themesOf(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Themes = offeredThemes(themes)
	d.Tags, err = themeTagsOf(ctx, tx, c, id)
	return err
}

// offeredThemes are the themes that can be chosen, each of the team's own with the
// theme that it stands under.
func offeredThemes(themes []theme) []form.Option {
	label := map[string]string{}
	var out []form.Option
	for _, t := range themes {
		label[t.ID] = t.Label
		switch {
		case t.Gone || t.Fixed:
		case t.Local:
			out = append(out, form.Option{Value: t.ID, Label: label[t.Under] + ": " + t.Label})
		default:
			out = append(out, form.Option{Value: t.ID, Label: t.Label})
		}
	}
	return out
}

// subject finds what is tagged; what is not in the line for the person is as if
// it were not there.
func (d *themeTagData) subject(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	d.Path = review.Path(c, "chronology/entries/"+id+"/themes")
	d.Back = review.Path(c, "chronology/themes")
	if d.Of == subjectEpisode {
		s, err := studyOf[episode](ctx, tx, c, kindEpisode, id)
		d.Title, d.Words = s.Says.Title, s.Says.WhenWords()
		d.Back = episodesPath(c) + "/" + id
		d.Path = d.Back + "/themes"
		return err
	}
	es, err := Entries(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, e := range es {
		if e.ID == id {
			d.Title = e.When.Reveal() + ", " + e.AgencyName
			d.Words = strings.Join([]string{e.Event.Reveal(), e.Action.Reveal(), e.Seen.Reveal()}, "\n")
			return nil
		}
	}
	return db.ErrNotFound
}

// addThemeTag tags an entry or an episode. The same theme with the same words is
// given once, whoever gives it.
func addThemeTag(r *web.Request, c access.Case, of string) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := themeTagData{Form: f, Review: c.Review(), Of: of}
	err := c.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(r, tx, c); err != nil {
			return err
		}
		t := themeTag{Of: of, ID: r.Path(of), List: d.Version, Theme: f.Choice("theme", d.Themes, "Choose a theme."),
			Polarity: f.Choice("polarity", d.Polarities, "Choose whether it is learning or effective practice."),
			Level:    f.Choice("level", d.Levels, "Choose a level.")}
		if d.Entry() {
			t.Words = f.Line("words", longTagged, "")
			if t.Words != "" && !strings.Contains(d.Words, t.Words) {
				f.Refuse("words", "These words are not in the entry. Copy them from it, letter by letter.")
			}
		}
		for _, x := range d.Tags {
			if x.Said.Theme == t.Theme && x.Said.Polarity == t.Polarity && x.Said.Level == t.Level && x.Said.Words == t.Words {
				f.Refuse("theme", "It has this theme already.")
			}
		}
		if !f.OK() {
			return errRefused
		}
		_, err := beginStudy(ctx, tx, c, kindTag, t)
		return err
	})
	if errors.Is(err, errRefused) {
		return themeTagPage.With(d), nil
	}
	return web.Redirect(d.Path).Say("The theme is added."), err
}

// removeThemeTag takes a tag off. It stays in the history.
func removeThemeTag(r *web.Request, p access.Pass[Theme]) (web.Answer, error) {
	back := review.Path(p.Case, "chronology/themes")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := studyOf[themeTag](r.Context(), tx, p.Case, kindTag, r.Path("tag"))
		if err != nil {
			return err
		}
		back = review.Path(p.Case, "chronology/entries/"+s.Says.ID+"/themes")
		if s.Says.Of == subjectEpisode {
			back = episodesPath(p.Case) + "/" + s.Says.ID + "/themes"
		}
		return retireStudy(r.Context(), tx, p.Case, s)
	})
	return web.Redirect(back).Say("The theme is taken off."), err
}
