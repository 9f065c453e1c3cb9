package chronology

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/web"
)

// tableData is the page on which somebody looks at a table before it counts.
type tableData struct {
	Form   *form.Form
	Review string
	Path   string
	Frozen bool
	Name   string
	Rows   int // that can be taken in
	Read   read.Reading
	Plan   plan
	Notes  []note
	Asks   bool // which order the dates are in
}

// note is a warning, and where it holds.
type note struct{ What, Where string }

// holdings are what a column can hold, in the words of the page.
var holdings = []form.Option{{Value: "date", Label: "When"}, {Value: "end_date", Label: "Until when"}, {Value: "time", Label: "Time of the day"},
	{Value: "source", Label: "Source"}, {Value: "event", Label: "What happened"}, {Value: "action", Label: "What was done, or why nothing was"},
	{Value: "seen", Label: "Who was seen"}, {Value: "agency", Label: "Agency"}, {Value: "role", Label: "Who was at work"},
	{Value: "reference", Label: "Reference"}, {Value: "views", Label: "Views of the child or adult"}, {Value: "impact", Label: "What it meant for the child or adult"},
	{Value: "comment", Label: "Comment"}, {Value: read.Other, Label: "Something else: keep it with what happened"}}

// Columns are the columns of the table, each with what it holds.
func (d tableData) Columns() []form.Field {
	var all []form.Field
	for _, c := range d.Read.Shape {
		hint := "It begins with: " + c.Sample
		if c.Sample == "" {
			hint = "It is empty."
		}
		name := "column-" + c.Letter
		if d.Form.Value(name) == "" {
			d.Form.Set(name, c.Field)
		}
		all = append(all, d.Form.Choosing(name, c.Heading, hint, holdings))
	}
	return all
}

// Sheets is the choice of another sheet, where the file has several.
func (d tableData) Sheets() form.Field {
	var options []form.Option
	for _, s := range d.Read.Sheets {
		options = append(options, form.Option{Value: s, Label: s})
	}
	if d.Form.Value("sheet") == "" {
		d.Form.Set("sheet", d.Read.Sheet)
	}
	return d.Form.Choosing("sheet", "Which sheet or table is it?", "", options)
}

// Order asks for the order of day and month.
func (d tableData) Order() form.Field {
	return d.Form.Choosing("order", "Which comes first in 05/06/2016?", "Some dates in this table can only be read with the month first, as in America.",
		[]form.Option{{Value: "day", Label: "The day: it is 5 June 2016"}, {Value: "month", Label: "The month: it is 6 May 2016"}})
}

// mostShown is how many rows are shown before the table counts.
const mostShown = 10

// Beginning is the first rows as they were read.
func (d tableData) Beginning() look.Table {
	t := look.Table{Caption: "How the first rows were read", Head: []string{"Row", "When", "Source", "What happened", "What else was read"}, None: "No row can be taken in."}
	for _, e := range d.Plan.first {
		var more []string
		for _, p := range e.Beside() {
			more = append(more, p.Label+": "+p.Words)
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: fmt.Sprint(e.line)}, {Text: e.When.Reveal()}, {Text: e.Source.Reveal() + ", " + e.Found()}, {Text: e.Event.Reveal()},
			{Text: cmp.Or(strings.Join(more, "; "), "Nothing")}})
	}
	return t
}

var tablePage = web.NewPage[tableData](pages, "table.html", "fields.html")

func askTable(r *web.Request, p access.Pass[Paste]) (web.Answer, error) {
	return tableAgain(r, p.Case, form.New())
}

func tableAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := tableData{Form: f, Review: c.Review(), Path: tablePath(c, r.Path("table"))}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		s, err := findSheet(r.Context(), tx, c, r.Path("table"))
		if err != nil {
			return err
		}
		if d.Frozen, err = frozen(r.Context(), tx, c); err != nil {
			return err
		}
		known, err := columnsOf(r.Context(), tx, c)
		if err != nil {
			return err
		}
		d.Name, d.Read = s.Name, s.read(r.Today(), known)
		if d.Read.Error != "" {
			f.Refuse("", d.Read.Error)
		}
		d.Rows = len(d.Read.Rows)
		if f.Value("order") == "" {
			f.Set("order", map[bool]string{true: "month", false: "day"}[s.MonthFirst])
		}
		d.note(s.MonthFirst)
		d.Plan, err = planOf(r.Context(), tx, c, r.Path("table"), d.Read, f.Value("table-source"))
		return err
	})
	return tablePage.With(d), err
}

// note puts warnings of a kind together.
func (d *tableData) note(monthFirst bool) {
	d.Asks = monthFirst
	at := map[string]int{}
	for _, w := range d.Read.Warnings {
		d.Asks = d.Asks || w.Kind == "us_order"
		if i, ok := at[w.Kind]; ok {
			d.Notes[i].Where += ", " + w.Where
			continue
		}
		at[w.Kind] = len(d.Notes)
		d.Notes = append(d.Notes, note{w.What, w.Where})
	}
}

// readAgain reads the table with other columns, another sheet or another order.
func readAgain(r *web.Request, p access.Pass[Paste]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	err := p.Write(ctx, func(tx *db.Tx) error {
		s, err := findSheet(ctx, tx, p.Case, r.Path("table"))
		if err != nil {
			return err
		}
		known, err := columnsOf(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		shape := s.read(r.Today(), known).Shape
		s.MonthFirst = f.Value("order") == "month"
		if name := f.Line("sheet", longLine, ""); name != "" && name != s.Sheet && name != s.read(r.Today(), known).Sheet {
			s.Sheet, s.Columns = name, nil
		} else {
			s.Columns = columnsSaid(f, shape)
		}
		if !f.OK() {
			return errRefused
		}
		if why := s.read(r.Today(), known).Error; why != "" {
			f.Refuse("", why)
			return errRefused
		}
		if err := drop(ctx, tx, p.Case, s.ID); err != nil {
			return err
		}
		return keep(ctx, tx, p.Case, s.ID, s.brought)
	})
	if errors.Is(err, errRefused) {
		return tableAgain(r, p.Case, f)
	}
	return web.Redirect(tablePath(p.Case, r.Path("table"))).Say("The table was read again."), err
}

// columnsSaid reads what a person said of the columns. Of two that hold the
// same, it cannot be told which is meant.
func columnsSaid(f *form.Form, shape []read.Column) []read.Pair {
	var pairs []read.Pair
	first := map[string]string{}
	for _, c := range shape {
		name := "column-" + c.Letter
		field := f.Choice(name, holdings, "Say what this column holds.")
		if other, twice := first[field]; twice && field != read.Other {
			f.Refuse(name, fmt.Sprintf("The column %q holds the same. Choose something else for one of them.", other))
		}
		first[field] = c.Heading
		pairs = append(pairs, read.Pair{Field: field, Letter: c.Letter})
	}
	if len(shape) > 0 {
		for _, field := range []string{"date", "event"} {
			if _, ok := first[field]; !ok {
				f.Refuse("column-"+shape[0].Letter, "One column must say when it happened, and one what happened.")
			}
		}
	}
	return pairs
}

// takeIn takes the rows of a table in: what is new, what changed, and, if
// somebody says so, out what is no longer in it. The same table again changes
// nothing.
func takeIn(r *web.Request, p access.Pass[Paste]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	usualSource := f.Line("table-source", longLine, "")
	out := f.Tick("gone")
	said := ""
	err := p.Write(ctx, func(tx *db.Tx) error {
		s, err := findSheet(ctx, tx, p.Case, r.Path("table"))
		if err != nil {
			return err
		}
		if done, err := frozen(ctx, tx, p.Case); err != nil || done {
			f.Refuse("", releasedSentence)
			return errors.Join(err, errRefused)
		}
		known, err := columnsOf(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		reading := s.read(r.Today(), known)
		todo, err := planOf(ctx, tx, p.Case, s.ID, reading, usualSource)
		if err != nil {
			return err
		}
		if todo.Sources > 0 {
			f.Refuse("table-source", "Say where these rows are recorded, such as: case notes.")
		}
		if reading.Error != "" {
			f.Refuse("", reading.Error)
		}
		if !f.OK() {
			return errRefused
		}
		said = todo.words(out)
		if err := remember(ctx, tx, p.Case, reading.Shape); err != nil {
			return err
		}
		if err := drop(ctx, tx, p.Case, s.ID); err != nil {
			return err
		}
		return todo.carryOut(ctx, tx, p.Case, out)
	})
	if errors.Is(err, errRefused) {
		return tableAgain(r, p.Case, f)
	}
	return web.Redirect(minePath(p.Case)).Say(said), err
}

// carryOut does what the plan says.
func (p plan) carryOut(ctx context.Context, tx *db.Tx, c access.Case, out bool) error {
	for _, x := range p.Refused {
		if err := refuse(ctx, tx, c, x); err != nil {
			return err
		}
	}
	for _, x := range p.settled {
		if err := tx.Change(ctx, `DELETE FROM chronology_refused WHERE id = $1 AND review_id = $2 AND settled_at IS NULL`, x.ID, c.Review()); err != nil {
			return err
		}
	}
	for _, x := range p.Changed {
		if err := replace(ctx, tx, c, x.Before, x.After); err != nil {
			return err
		}
	}
	if out {
		for _, e := range p.Gone {
			if err := takeOut(ctx, tx, c, e); err != nil {
				return err
			}
		}
	}
	_, err := insert(ctx, tx, c, p.New)
	return err
}

// words says what became of the table.
func (p plan) words(out bool) string {
	gone := 0
	if out {
		gone = len(p.Gone)
	}
	var said []string
	for _, x := range []struct {
		n    int
		what string
	}{{len(p.New), "taken in"}, {len(p.Changed), "changed"}, {p.There, "there already"}, {len(p.Edited), "left as you changed them here"}, {gone, "taken out"},
		{len(p.Refused), "not taken in: see why below"}} {
		if x.n > 0 {
			said = append(said, fmt.Sprintf("%s %s.", rowsWere(x.n), x.what))
		}
	}
	return cmp.Or(strings.Join(said, " "), "Nothing was new.")
}

func rowsWere(n int) string {
	if n == 1 {
		return "1 row was"
	}
	return fmt.Sprintf("%d rows were", n)
}

// leaveTable throws a table away that is not needed.
func leaveTable(r *web.Request, p access.Pass[Paste]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := findSheet(r.Context(), tx, p.Case, r.Path("table"))
		if err != nil {
			return err
		}
		return drop(r.Context(), tx, p.Case, s.ID)
	})
	return web.Redirect(minePath(p.Case)).Say("The table is thrown away. Nothing of it was taken in."), err
}
