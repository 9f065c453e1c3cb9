package chronology

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/chronology/codebook"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/web"
)

// TakeCodebook is to take the list and the team's own codes away as a file.
type TakeCodebook struct{}

func (TakeCodebook) Rule() access.Rule {
	r := Code{}.Rule()
	r.Name = "chronology.take-codebook"
	return r
}

// broughtBook is a codebook that somebody brought, until it is looked at.
type broughtBook struct {
	Name string        `json:"name"`
	Book codebook.Book `json:"book"`
}

// takeCodebook hands out the list of themes with the team's own codes in it, as
// programs for qualitative analysis read it.
func takeCodebook(r *web.Request, p access.Pass[TakeCodebook]) (web.Answer, error) {
	var book codebook.Book
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		codes, err := stillThere(studied[ownCode](r.Context(), tx, p.Case, kindCode))
		if err != nil {
			return err
		}
		sets, err := stillThere(studied[codebook.Set](r.Context(), tx, p.Case, kindSet))
		book = bookOf(codes, sets)
		return err
	})
	return web.File("themes.qdc", "application/xml", codebook.Write(book)), err
}

// bookOf is the list as a codebook: a heading for each axis, its themes, and the
// team's own codes in them.
func bookOf(codes []study[ownCode], sets []study[codebook.Set]) codebook.Book {
	var all []codebook.Flat
	list := guidance.Themes()
	for _, axis := range []guidance.Axis{guidance.Practice, guidance.Circumstance} {
		all = append(all, codebook.Flat{Code: codebook.Code{GUID: codebook.GUID("axis " + string(axis)), Name: axisTitles[axis]}})
		for _, t := range list.Themes {
			if t.Axis == axis {
				all = append(all, codebook.Flat{Up: codebook.GUID("axis " + string(axis)), Code: codebook.Code{GUID: codebook.GUID(t.ID), Name: t.Label,
					Codable: true, Description: meaningOf(t)}})
			}
		}
	}
	there := map[string]bool{}
	for _, f := range append(all, ownCodes(codes)...) {
		there[codebook.Key(f.GUID)] = true
	}
	b := codebook.Book{Origin: "lr, list of themes " + list.Version, Codes: codebook.Nest(append(all, ownCodes(codes)...))}
	for _, s := range sets {
		set := s.Says
		set.Members = slices.DeleteFunc(slices.Clone(set.Members), func(m string) bool { return !there[codebook.Key(m)] })
		b.Sets = append(b.Sets, set)
	}
	return b
}

// meaningOf says what of the list stands beside its label.
func meaningOf(t guidance.Theme) string {
	says := "Code " + t.ID + " of the starting list, to be confirmed."
	if len(t.Inspectorate) > 0 {
		says += " In the Care Inspectorate's words: " + strings.Join(t.Inspectorate, "; ") + "."
	}
	return says
}

// ownCodes are the team's own codes as a codebook has them: each in its code, or
// in its theme.
func ownCodes(codes []study[ownCode]) []codebook.Flat {
	var out []codebook.Flat
	for place, in := range nestOf(codes) {
		for _, s := range in {
			up := s.Says.Up
			if place[1] == "" {
				up = codebook.GUID(s.Says.Under)
			}
			out = append(out, codebook.Flat{Up: up, Code: codebook.Code{GUID: s.Says.GUID, Name: s.Says.Name, Description: s.Says.Description,
				Colour: s.Says.Colour, Codable: !s.Says.Fixed}})
		}
	}
	order := map[string]int{}
	for i, s := range codes {
		order[s.Says.GUID] = i
	}
	slices.SortFunc(out, func(a, b codebook.Flat) int { return order[a.GUID] - order[b.GUID] })
	return out
}

// bringCodebook reads a file. It counts only when somebody looked at it.
func bringCodebook(r *web.Request, p access.Pass[Code]) (web.Answer, error) {
	f := r.Form
	name, data := f.File("file", codebook.MostBytes)
	if name == "" && f.Fault("file") == "" {
		f.Refuse("file", "Choose a codebook file (.qdc).")
	}
	var book codebook.Book
	if f.OK() {
		var err error
		if book, err = codebook.Read(data); err != nil {
			f.Refuse("file", err.Error())
		}
	}
	id := ""
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if !f.OK() {
			return errRefused
		}
		var err error
		id, err = beginStudy(r.Context(), tx, p.Case, kindCodebook, broughtBook{name, book})
		return err
	})
	if errors.Is(err, errRefused) {
		return themesAgain(r, p.Case, f)
	}
	return web.Redirect(themesPath(p.Case) + "/codebooks/" + id), err
}

// leaveCodebook throws a codebook that was brought away.
func leaveCodebook(r *web.Request, p access.Pass[Code]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if _, err := studyOf[broughtBook](r.Context(), tx, p.Case, kindCodebook, r.Path("book")); err != nil {
			return err
		}
		return forgetCodebook(r.Context(), tx, p.Case, r.Path("book"))
	})
	return web.Redirect(themesPath(p.Case)).Say("The codebook is thrown away. Nothing of it was taken in."), err
}

func forgetCodebook(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	return tx.Change(ctx, `DELETE FROM chronology_study WHERE id = $1 AND review_id = $2 AND kind = $3`, id, c.Review(), kindCodebook)
}

// bookData is a codebook that was brought, and what it would change.
type bookData struct {
	Form                   *form.Form
	Path, Back, File       string
	Origin                 string
	Notes                  []string
	Roots                  []form.Field
	New, Changed, Gone     []bookRow
	Same, OfList, Reworded int
	Sets                   int
	List                   string
	state                  string
	incoming               []codebook.Flat
	differences            []codebook.Difference
	under                  map[string]string // by key, the theme that a code stands under
	themes                 []form.Option
	book                   codebook.Book
	waiting                study[broughtBook]
	codes                  []study[ownCode]
}

// bookRow is one code as the preview shows it.
type bookRow struct{ Name, Was, What string }

const shownRows = 200

// More counts the rows that are not shown.
func (d bookData) More(rows []bookRow) int { return max(len(rows)-shownRows, 0) }

// First are the rows that are shown.
func (d bookData) First(rows []bookRow) []bookRow { return rows[:min(len(rows), shownRows)] }

var bookPage = web.NewPage[bookData](pages, "codebook.html")

func askCodebook(r *web.Request, p access.Pass[Code]) (web.Answer, error) {
	return bookAgain(r, p.Case, form.New())
}

func bookAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := bookData{Form: f}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Path("book")) })
	f.Set("state", d.state)
	return bookPage.With(d), err
}

func (d *bookData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	d.Back, d.List = themesPath(c), guidance.Themes().Version
	d.Path = d.Back + "/codebooks/" + id
	var err error
	if d.waiting, err = studyOf[broughtBook](ctx, tx, c, kindCodebook, id); err != nil {
		return err
	}
	d.book = d.waiting.Says.Book
	d.File, d.Origin, d.Notes, d.Sets = d.waiting.Says.Name, d.book.Origin, d.book.Notes, len(d.book.Sets)
	if d.codes, err = studied[ownCode](ctx, tx, c, kindCode); err != nil {
		return err
	}
	themes, err := themesOf(ctx, tx, c)
	if err != nil {
		return err
	}
	d.themes = parentThemes(themes)
	var state []string
	for _, s := range d.codes {
		state = append(state, s.ID, fmt.Sprint(s.Version))
	}
	d.state = markOf(state...)
	d.sort()
	d.place()
	d.compare()
	return nil
}

// sort parts the codes of the file into those of the list and the others.
func (d *bookData) sort() {
	list := map[string]string{}
	for _, f := range bookOf(nil, nil).Codes {
		list[codebook.Key(f.GUID)] = f.Name
		for _, t := range f.Codes {
			list[codebook.Key(t.GUID)] = t.Name
		}
	}
	for _, f := range d.book.Flat() {
		label, ours := list[codebook.Key(f.GUID)]
		switch {
		case !ours:
			d.incoming = append(d.incoming, f)
		case label != f.Name:
			d.Reworded++
			fallthrough
		default:
			d.OfList++
		}
	}
}

// place finds the theme that each code stands under: where the file has it in a
// theme of the list, that one; else the one that a person chooses.
func (d *bookData) place() {
	d.under = map[string]string{}
	themes := map[string]string{}
	for _, t := range guidance.Themes().Themes {
		themes[codebook.Key(codebook.GUID(t.ID))] = t.ID
	}
	known := map[string]ownCode{}
	for _, s := range d.codes {
		known[codebook.Key(s.Says.GUID)] = s.Says
	}
	for i, f := range d.incoming {
		key, up := codebook.Key(f.GUID), codebook.Key(f.Up)
		if id, ok := themes[up]; ok {
			d.under[key] = id
			continue
		}
		if id, ok := d.under[up]; ok && up != "" {
			d.under[key] = id
			continue
		}
		name := fmt.Sprintf("under-%d", i)
		if d.Form.Value(name) == "" {
			d.Form.Set(name, d.guess(f, known[key]))
		}
		d.under[key] = d.Form.Value(name)
		d.Roots = append(d.Roots, d.Form.Choosing(name, "Under which theme does “"+f.Name+"” stand?", "", d.themes))
	}
}

// guess is the theme that a code stands under already, or that has its name.
func (d *bookData) guess(f codebook.Flat, was ownCode) string {
	if was.Under != "" {
		return was.Under
	}
	for _, t := range d.themes {
		if strings.EqualFold(t.Label, f.Name) {
			return t.Value
		}
	}
	return ""
}

// compare says what each code would become.
func (d *bookData) compare() {
	var is []codebook.Flat
	inFile := map[string]bool{}
	for _, f := range d.incoming {
		inFile[codebook.Key(f.GUID)] = true
	}
	for _, f := range d.incoming {
		if !inFile[codebook.Key(f.Up)] {
			f.Up = codebook.GUID(d.under[codebook.Key(f.GUID)])
		}
		is = append(is, f)
	}
	used, _ := stillThere(d.codes, nil)
	d.differences = codebook.Compare(ownCodes(used), is)
	for _, x := range d.differences {
		switch x.Kind {
		case codebook.New:
			d.New = append(d.New, bookRow{Name: x.Is.Name, What: x.Is.Description})
		case codebook.Same:
			d.Same++
		case codebook.Changed:
			d.Changed = append(d.Changed, bookRow{x.Is.Name, x.Was.Name, strings.Join(x.Fields, ", ")})
		case codebook.Gone:
			d.Gone = append(d.Gone, bookRow{Name: x.Was.Name})
		}
	}
}

// takeInCodebook takes the codes in. Those of the list stay as they are.
func takeInCodebook(r *web.Request, p access.Pass[Code]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := bookData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case, r.Path("book")); err != nil {
			return err
		}
		for _, root := range d.Roots {
			f.Choice(root.Name, d.themes, "Choose a theme for it.")
		}
		if f.Value("state") != d.state {
			f.Refuse("", "Somebody changed the codes since you looked. Look again at what this file would do, and take it in then.")
		}
		if len(d.codes)+len(d.New) > mostCodes {
			f.Refuse("", fmt.Sprintf("The review would have more than %d codes, and that is the most.", mostCodes))
		}
		if !f.OK() {
			return errRefused
		}
		if err := d.takeIn(ctx, tx, p.Case, f.Tick("retire")); err != nil {
			return err
		}
		return forgetCodebook(ctx, tx, p.Case, d.waiting.ID)
	})
	if errors.Is(err, errRefused) {
		return bookAgain(r, p.Case, f)
	}
	return web.Redirect(themesPath(p.Case)).Say(fmt.Sprintf("The codebook is taken in: %d new and %d changed.", len(d.New), len(d.Changed))), err
}

func (d *bookData) takeIn(ctx context.Context, tx *db.Tx, c access.Case, gone bool) error {
	known := map[string]study[ownCode]{}
	for _, s := range d.codes {
		known[codebook.Key(s.Says.GUID)] = s
	}
	for _, x := range d.differences {
		is := ownCode{GUID: x.Is.GUID, Name: x.Is.Name, Description: x.Is.Description, Colour: x.Is.Colour, Fixed: !x.Is.Codable,
			Under: d.under[codebook.Key(x.Is.GUID)], Up: x.Is.Up, List: d.List}
		var err error
		switch was, there := known[codebook.Key(x.Is.GUID)]; {
		case x.Kind == codebook.New && there:
			err = reviveStudy(ctx, tx, c, was, is)
		case x.Kind == codebook.New:
			_, err = beginStudy(ctx, tx, c, kindCode, is)
		case x.Kind == codebook.Changed:
			err = amendStudy(ctx, tx, c, was, is)
		case x.Kind == codebook.Gone && gone:
			err = retireStudy(ctx, tx, c, known[codebook.Key(x.Was.GUID)])
		}
		if err != nil {
			return err
		}
	}
	return d.takeSets(ctx, tx, c)
}

func (d *bookData) takeSets(ctx context.Context, tx *db.Tx, c access.Case) error {
	sets, err := stillThere(studied[codebook.Set](ctx, tx, c, kindSet))
	if err != nil {
		return err
	}
	for _, set := range d.book.Sets {
		at := slices.IndexFunc(sets, func(s study[codebook.Set]) bool { return codebook.Key(s.Says.GUID) == codebook.Key(set.GUID) })
		if at >= 0 {
			err = amendStudy(ctx, tx, c, sets[at], set)
		} else {
			_, err = beginStudy(ctx, tx, c, kindSet, set)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
