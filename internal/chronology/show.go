package chronology

import (
	"net/url"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

// showData is the line as somebody sees it.
type showData struct {
	Form     *form.Form
	Review   string
	Path     string
	Ways     []look.Link
	All      bool // every agency's released entries, not one's own agency's
	Author   bool
	Notes    bool // the team's and one's own notes show
	Noting   bool
	Entries  []lineEntry
	Turn     look.Turn
	Of       int // entries in the line
	Found    int // of them, those that are looked for
	Undated  int
	Searched bool
	Joined   map[string]joinedHere
	Stars    string // what follows the address of an entry to put a star to it
	agencies []form.Option
	tags     []form.Option
}

// lineEntry is an entry in the line, with what the person and the team put to it.
type lineEntry struct {
	Entry
	Href     string
	Starred  bool
	Tags     []tag
	Comments int
	Joined   joinedHere // other accounts of the same event
}

var showPage = web.NewPage[showData](pages, "show.html", "fields.html", "account.html")

// Agency, Tag and Only are choices of what to see.
func (d showData) Agency() form.Field {
	return d.Form.Choosing("agency", "Agency", "", append([]form.Option{{Value: "", Label: "All agencies"}}, d.agencies...))
}

func (d showData) Tag() form.Field {
	return d.Form.Choosing("tag", "Tag of the team", "", append([]form.Option{{Value: "", Label: "All, with a tag or without"}}, d.tags...))
}

func (d showData) Only() form.Field {
	return d.Form.Choosing("only", "By your own marks", "", []form.Option{{Value: "", Label: "All"}, {Value: onlyStarred, Label: "With your star"},
		{Value: onlyNoted, Label: "With your comment"}})
}

// Narrowed says that more is asked for than words.
func (d showData) Narrowed() bool {
	for _, name := range sought[1:] {
		if d.Form.Value(name) != "" {
			return true
		}
	}
	return false
}

// show is what happened in one line. To those who give an agency's account it
// is their own agency's part. [CPG21 ¶3.172]
func show(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	d := showData{Form: askedFor(r), Review: p.Review(), Path: review.Path(p.Case, "chronology"), Ways: WaysOf(r, p.Case, "chronology"),
		All: seesAll(p.Case), Author: p.Is(access.AgencyAuthor) && deciding.Has(p.Stage()), Notes: seesNotes(p.Case), Noting: has(p.Case, noting)}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		es, words, err := lineOf(r, tx, p.Case)
		if err != nil {
			return err
		}
		mine := notes{}
		if d.Notes {
			if mine, err = notesOf(r.Context(), tx, p.Case); err != nil {
				return err
			}
		}
		joined := map[string]joinedHere{}
		if d.All {
			s, err := readTwins(r.Context(), tx, p.Case)
			if err != nil {
				return err
			}
			joined = joinedOnLine(es, s)
		}
		d.fill(r, es, words, mine, joined)
		return nil
	})
	return showPage.With(d), err
}

// lineOf gives the entries that the person sees in one line, and their words
// where some are looked for.
func lineOf(r *web.Request, tx *db.Tx, c access.Case) ([]Entry, []string, error) {
	if !seesAll(c) {
		es, err := own(r.Context(), tx, c)
		return es, foldAll(es), err
	}
	l, err := merged(r.Context(), tx, c)
	if err != nil || r.Query("words") == "" {
		return l.entries, nil, err
	}
	words, err := wordsOf(c, l)
	return l.entries, words, err
}

// fill puts the entries of one page on it.
func (d *showData) fill(r *web.Request, es []Entry, words []string, mine notes, joined map[string]joinedHere) {
	d.Of = len(es)
	d.agencies = agenciesIn(es)
	d.tags = mine.inUse()
	what := filterOf(d.Form, r.Today())
	query := queryOf(d.Form.Value)
	if d.Searched = len(query) > 0; d.Form.OK() && d.Searched {
		es, d.Undated = what.keep(es, words, mine)
	}
	d.Found = len(es)
	var shown []Entry
	shown, d.Turn = sheetOf(es, d.Path, pageOf(es, r.Query("at"), r.Query("page")))
	d.Turn.Query = query
	stars := queryOf(d.Form.Value)
	stars.Set("from-line", "yes")
	d.Stars = "/star?" + stars.Encode()
	for _, e := range shown {
		d.Entries = append(d.Entries, lineEntry{e, entryHref(d.Path, e.ID, query), mine.starred[e.ID], mine.tags[e.ID], mine.comments[e.ID], joined[e.ID]})
	}
}

func entryHref(path, id string, query url.Values) string {
	href := path + "/entries/" + id
	if len(query) > 0 {
		href += "?" + query.Encode()
	}
	return href
}

// pageOf is the page on which an entry stands, or the page that was asked for.
func pageOf(es []Entry, at, page string) string {
	if at == "" {
		return page
	}
	for i, e := range es {
		if e.ID == at {
			return strconv.Itoa(i/look.OnPage + 1)
		}
	}
	return page
}

// sheetOf gives the entries of one page, and the way to the others.
func sheetOf[T any](es []T, path, page string) ([]T, look.Turn) {
	t := look.Turn{Path: path}
	shown := look.TurnTo(es, page, &t)
	return shown, t
}

// agenciesIn are the agencies of the entries, each once, by name.
func agenciesIn(es []Entry) []form.Option {
	var all []form.Option
	seen := map[string]bool{}
	for _, e := range es {
		if !seen[e.Agency] {
			seen[e.Agency] = true
			all = append(all, form.Option{Value: e.Agency, Label: e.AgencyName})
		}
	}
	byLabel(all)
	return all
}
