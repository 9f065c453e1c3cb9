package read

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// inOrder gives relations in an order that is always the same.
func inOrder(points map[string]relation) []relation {
	all := make([]relation, 0, len(points))
	for _, k := range slices.Sorted(maps.Keys(points)) {
		all = append(all, points[k])
	}
	slices.SortStableFunc(all, func(a, b relation) int { return cmp.Compare(a.target, b.target) })
	return all
}

// wordReader takes the tables of a Word file apart.
type wordReader struct {
	tables []table
	notes  *notes

	depth     int // tables around
	row       line
	deleted   bool // the row
	cell      strings.Builder
	span      int
	joined    bool // the cell continues the one above
	above     map[int]string
	fresh     bool // nothing of the paragraph is in the cell yet
	gone      int  // within how many deletions
	skip      int  // within how many copies for older programs
	inText    bool
	inRowMark bool
	tracked   bool
	comments  bool
	hiddenRun bool
	bytes     int
}

// wordTables reads the tables of a Word file, with the changes that were
// proposed in it made.
func wordTables(o *office, main string, n *notes) ([]table, error) {
	r := &wordReader{notes: n}
	if err := o.walk(main, func(e event, s *scanner) error {
		switch e {
		case opens:
			return r.open(s)
		case closes:
			return r.close(s.name)
		}
		if r.inText && r.gone == 0 && r.skip == 0 {
			return r.write(plainText(s.text))
		}
		return nil
	}); err != nil {
		return nil, err
	}
	note := func(is bool, kind string) {
		if is {
			n.add(kind, "the document")
		}
	}
	note(r.tracked, "tracked_changes")
	note(r.comments, "comments")
	note(r.hiddenRun, "hidden_text")
	note(o.under("word/vbaproject"), "macros")
	note(o.under("word/embeddings/") || o.under("word/activex/"), "embedded_file")
	note(o.under("word/media/") || o.under("word/charts/"), "pictures")
	points, err := o.relations(main)
	for _, p := range inOrder(points) {
		if p.outside && p.kind != "hyperlink" {
			n.add("external_links", "the document")
			break
		}
	}
	return r.tables, err
}

func (r *wordReader) open(s *scanner) error {
	switch s.name {
	case "tbl":
		if r.depth++; r.depth == 1 {
			r.tables = append(r.tables, table{name: fmt.Sprintf("Table %d", len(r.tables)+1)})
			r.row, r.above = line{}, map[int]string{}
		} else if r.depth == 2 {
			r.notes.add("nested_table", row(r.row.number))
		}
	case "tr":
		if r.depth == 1 {
			r.row, r.deleted = line{number: r.row.number + 1}, false
			r.tables[len(r.tables)-1].rows = r.row.number
		}
	case "trPr":
		r.inRowMark = true
	case "gridBefore":
		if n := number(s.attribute("val")); r.depth == 1 && n > 0 {
			r.row.cells = append(r.row.cells, make([]cell, min(n, mostColumns))...)
		}
	case "tc":
		if r.depth == 1 {
			r.cell.Reset()
			r.span, r.joined = 1, false
		}
	case "gridSpan":
		if r.depth == 1 {
			r.span = min(max(number(s.attribute("val")), 1), mostColumns)
		}
	case "vMerge":
		if v := s.attribute("val"); r.depth == 1 && v != "restart" {
			r.joined = true
		}
	case "p":
		r.fresh = true
	case "t":
		r.inText = true
	case "tab", "ptab":
		return r.write(" ")
	case "br", "cr":
		return r.write("\n")
	case "noBreakHyphen":
		return r.write("-")
	}
	r.marks(s)
	return nil
}

// marks notes changes, comments and hidden words.
func (r *wordReader) marks(s *scanner) {
	switch s.name {
	case "del", "moveFrom":
		r.tracked = true
		if r.inRowMark {
			r.deleted = r.deleted || r.depth == 1
		} else {
			r.gone++
		}
	case "ins", "moveTo", "cellIns", "cellDel", "cellMerge":
		r.tracked = true
	case "Fallback":
		r.skip++
	case "commentReference", "commentRangeStart":
		r.comments = true
	case "vanish":
		r.hiddenRun = r.hiddenRun || s.attribute("val") != "0" && s.attribute("val") != "false"
	}
}

// write puts words into the open cell; a paragraph begins a line.
func (r *wordReader) write(words string) error {
	if r.depth == 0 || r.gone > 0 || r.skip > 0 {
		return nil
	}
	if r.fresh && r.cell.Len() > 0 {
		r.cell.WriteByte('\n')
	}
	r.fresh = false
	r.cell.WriteString(words)
	if r.bytes += len(words); r.bytes > mostText {
		return errHeavy
	}
	return nil
}

func (r *wordReader) close(name string) error {
	switch name {
	case "t":
		r.inText = false
	case "trPr":
		r.inRowMark = false
	case "del", "moveFrom":
		if !r.inRowMark && r.gone > 0 {
			r.gone--
		}
	case "Fallback":
		r.skip--
	case "tc":
		if r.depth == 1 {
			return r.endCell()
		}
	case "tr":
		if r.depth == 1 && !r.deleted {
			return r.endRow()
		}
	case "tbl":
		r.depth--
	}
	return nil
}

func (r *wordReader) endCell() error {
	at := len(r.row.cells)
	if at+r.span > mostColumns {
		return errWide
	}
	words, _ := tidy(r.cell.String())
	words = clean(words)
	if r.joined && words == "" {
		words = r.above[at]
		r.row.cells = append(r.row.cells, cell{text: words})
	} else {
		r.row.cells = append(r.row.cells, cell{text: words})
		r.above[at] = words
	}
	if r.joined && words != "" {
		r.notes.add("merged_cells", fmt.Sprintf("%s, column %d", row(r.row.number), at+1))
		r.row.cells[at].kind = joinedCell
	}
	for range r.span - 1 {
		r.row.cells = append(r.row.cells, cell{})
	}
	return nil
}

// endRow takes a row in. What its cells share with the row above counts only if
// it holds something itself.
func (r *wordReader) endRow() error {
	own := false
	for i, c := range r.row.cells {
		own = own || c.text != "" && c.kind != joinedCell
		if c.kind == joinedCell {
			r.row.cells[i].kind = words
		}
	}
	if !own {
		return nil
	}
	return r.tables[len(r.tables)-1].add(r.row)
}

// joinTables puts tables that go on over several pages together, under the
// heading of the first that has one. Rows are counted on.
func joinTables(all []table, name string, n *notes, heading func(table) bool) (table, error) {
	if name != "" {
		for _, t := range all {
			if strings.EqualFold(t.name, strings.TrimSpace(name)) {
				return t, nil
			}
		}
		return table{}, sentencef("There is no table %q. The file has %d, called Table 1 and so on.", name, len(all))
	}
	first := slices.IndexFunc(all, heading)
	if first < 0 {
		first = slices.IndexFunc(all, func(t table) bool { return len(t.lines) > 0 })
	}
	if first < 0 {
		return table{}, errEmpty
	}
	whole, width := all[first], all[first].wide
	counted, last := whole.rows, first
	for i, t := range all {
		if i == first || len(t.lines) == 0 {
			continue
		}
		if i < first || t.wide != width && !heading(t) {
			n.add("other_table", t.name)
			continue
		}
		for _, l := range t.lines {
			l.number += counted
			if err := whole.add(l); err != nil {
				return whole, err
			}
		}
		counted, last = counted+t.rows, i
	}
	if last > first {
		whole.name = fmt.Sprintf("Tables %d to %d", first+1, last+1)
	}
	return whole, nil
}
