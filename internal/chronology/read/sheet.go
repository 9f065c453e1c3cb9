package read

import (
	"fmt"
	"strings"
)

// mostSheetRows is how many rows a sheet has at most, empty ones included.
const mostSheetRows = 1 << 20

// sheetReader takes one sheet of a workbook apart.
type sheetReader struct {
	*workbook
	t      table
	notes  notes // of this sheet
	row    line
	merged []area
	last   int // number of the row

	column, styled     int
	ref, kind, formula string
	value              strings.Builder
	inside             string // v, f or t
	phonetic           bool
	hasFormula         bool
}

// table reads a sheet. What is to be known of it is in the notes, for the case
// that it is the one that is taken.
func (b *workbook) table(s sheet) (table, notes, error) {
	r := &sheetReader{workbook: b, t: table{name: s.name, hidden: map[int]bool{}, since1904: b.since04}}
	if err := b.walk(s.part, r.visit); err != nil {
		return r.t, r.notes, err
	}
	for _, l := range r.t.lines {
		if l.hidden {
			r.notes.add("hidden_row", row(l.number))
		}
	}
	if err := r.t.spread(r.merged); err != nil {
		return r.t, r.notes, err
	}
	return r.t, r.notes, b.around(s, &r.notes)
}

func (r *sheetReader) visit(e event, s *scanner) error {
	switch e {
	case opens:
		return r.open(s)
	case closes:
		return r.close(s)
	}
	if r.inside != "" && !r.phonetic {
		if r.inside == "f" {
			r.formula = short(plainText(s.text))
			return nil
		}
		r.value.WriteString(plainText(s.text))
	}
	return nil
}

func (r *sheetReader) open(s *scanner) error {
	switch s.name {
	case "row":
		if r.last++; r.last > mostSheetRows {
			return errDamaged
		}
		if n := number(s.attribute("r")); n > 0 && n <= mostSheetRows {
			r.last = n
		}
		r.row = line{number: r.last, hidden: s.yes("hidden") || s.attribute("ht") == "0"}
	case "c":
		r.ref, r.kind = s.attribute("r"), s.attribute("t")
		r.column = len(r.row.cells)
		if c, n := columnNumber(r.ref); r.ref != "" && c >= 0 && n > 0 {
			r.column = c
		}
		r.styled = -1
		if styled := s.attribute("s"); styled != "" {
			r.styled = number(styled)
		}
		r.value.Reset()
		r.formula, r.hasFormula = "", false
	case "f":
		r.inside, r.hasFormula = "f", true
	case "v", "t":
		r.inside = s.name
	case "rPh":
		r.phonetic = true
	case "col":
		if s.yes("hidden") {
			from, to := number(s.attribute("min")), number(s.attribute("max"))
			for c := max(from, 1); c <= min(to, mostColumns); c++ {
				r.t.hidden[c-1] = true
			}
		}
	case "mergeCell":
		if a, ok := areaOf(s.attribute("ref")); ok {
			r.notes.add("merged_cells", s.attribute("ref"))
			if a.bottom > a.top {
				r.merged = append(r.merged, a)
			}
			if len(r.merged) > mostRows {
				return errHeavy
			}
		}
	}
	return nil
}

func (r *sheetReader) close(s *scanner) error {
	switch s.name {
	case "f", "v", "t":
		r.inside = ""
	case "rPh":
		r.phonetic = false
	case "c":
		return r.put(r.content())
	case "row":
		err := r.t.add(r.row)
		r.row = line{}
		return err
	}
	return nil
}

// content is what the open cell holds.
func (r *sheetReader) content() cell {
	raw := r.value.String()
	if r.hasFormula {
		r.notes.add("formula", fmt.Sprintf("%s%d", columnName(r.column), r.row.number))
		if raw == "" {
			return cell{"=" + r.formula, noResult}
		}
	}
	switch r.kind {
	case "s":
		return cell{text: r.word(raw)}
	case "str", "inlineStr":
		return cell{text: clean(unescape(raw))}
	case "b":
		if raw == "1" || raw == "true" {
			return cell{text: "TRUE"}
		}
		return cell{text: "FALSE"}
	case "e":
		return cell{clean(raw), broken}
	case "d":
		return cell{text: clean(raw)}
	}
	if raw == "" {
		return cell{}
	}
	return r.shown(raw, r.styled)
}

func (r *sheetReader) put(c cell) error {
	if c.text == "" {
		return nil
	}
	if r.column >= mostColumns {
		return errWide
	}
	for len(r.row.cells) <= r.column {
		r.row.cells = append(r.row.cells, cell{})
	}
	if r.row.cells[r.column].text != "" {
		return errDamaged // one cell twice
	}
	r.row.cells[r.column] = c
	return nil
}

// around notes what belongs to a sheet and is not in its cells.
func (b *workbook) around(s sheet, n *notes) error {
	points, err := b.relations(s.part)
	if err != nil {
		return err
	}
	for _, kind := range []string{"comments", "threadedComment"} {
		for _, p := range inOrder(points) {
			if p.kind != kind {
				continue
			}
			err := b.walk(p.target, func(e event, s *scanner) error {
				if e == opens && (s.name == "comment" || s.name == "threadedComment") {
					n.add("comments", s.attribute("ref"))
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	for _, p := range inOrder(points) {
		switch {
		case p.kind == "drawing" && !b.under("xl/media/") && !b.under("xl/charts/"):
			n.add("pictures", s.name)
		case p.outside && p.kind != "hyperlink":
			n.add("external_links", s.name)
		}
	}
	return nil
}

// holds says that there is anything in the sheet.
func (b *workbook) holds(s sheet) bool {
	found := false
	err := b.walk(s.part, func(e event, s *scanner) error {
		if found = e == opens && (s.name == "v" || s.name == "f" || s.name == "is"); found {
			return errStop
		}
		return nil
	})
	return found || err != nil
}

// pick reads the first sheet that has a heading, or else the first that holds
// anything.
func (b *workbook) pick(name string, heading func(table) bool) (table, error) {
	open, err := b.choose(name)
	if err != nil {
		return table{}, err
	}
	var first table
	var firstNotes notes
	chosen := -1
	for i, s := range open {
		if i >= 20 {
			break
		}
		t, n, err := b.table(s)
		if err != nil && (chosen < 0 || name != "") {
			return t, sheetError(s, err)
		}
		if err != nil || len(t.lines) == 0 {
			continue
		}
		if chosen < 0 {
			first, firstNotes, chosen = t, n, i
		}
		if heading(t) {
			first, firstNotes, chosen = t, n, i
			break
		}
	}
	if chosen < 0 {
		return table{}, errEmpty
	}
	for i, s := range open {
		if i != chosen && b.holds(s) {
			b.seen.add("other_sheet", s.name)
		}
	}
	b.seen.list = append(b.seen.list, firstNotes.all()...)
	return first, nil
}

func sheetError(s sheet, err error) error { return sentencef("Sheet %q: %s", s.name, err) }
