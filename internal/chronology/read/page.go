package read

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// pageReader takes the tables of a web page apart, which is also what some
// programs save under the name of a workbook.
type pageReader struct {
	tables []table
	merged [][]area
	row    line
	depth  int
	cell   *strings.Builder
	across int
	down   int
	bytes  int
}

func pageTables(in io.Reader, n *notes) ([]table, error) {
	r := &pageReader{}
	z := html.NewTokenizer(in)
	z.SetMaxBuf(longestToken)
	quiet := 0
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				return nil, errToken
			}
			return r.end(n)
		case html.TextToken:
			if r.cell != nil && quiet == 0 {
				words := string(z.Text())
				r.cell.WriteString(html.UnescapeString(words))
				if r.bytes += len(words); r.bytes > mostText {
					return nil, errHeavy
				}
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			t := z.Token()
			if t.DataAtom == atom.Script || t.DataAtom == atom.Style {
				if quiet = 0; kind == html.StartTagToken {
					quiet = 1
				}
				continue
			}
			if err := r.tag(t, kind == html.EndTagToken); err != nil {
				return nil, err
			}
		}
	}
}

func (r *pageReader) tag(t html.Token, closes bool) error {
	switch t.DataAtom {
	case atom.Table:
		if closes {
			err := r.endRow()
			r.depth = max(0, r.depth-1)
			return err
		}
		if r.depth++; r.depth == 1 {
			r.tables = append(r.tables, table{name: fmt.Sprintf("Table %d", len(r.tables)+1)})
			r.merged = append(r.merged, nil)
			r.row = line{}
		}
	case atom.Tr:
		if r.depth == 1 {
			err := r.endRow()
			if !closes {
				r.row = line{number: r.row.number + 1, cells: nil}
			}
			return err
		}
	case atom.Td, atom.Th:
		if r.depth != 1 {
			break
		}
		r.endCell()
		if r.row.number == 0 {
			r.row.number = 1 // cells without a row
		}
		if !closes {
			r.cell, r.across, r.down = &strings.Builder{}, 1, 1
			for _, a := range t.Attr {
				switch a.Key {
				case "colspan":
					r.across = min(max(number(a.Val), 1), mostColumns)
				case "rowspan":
					r.down = min(max(number(a.Val), 1), mostRows)
				}
			}
		}
	case atom.Br, atom.P, atom.Div, atom.Li:
		if r.cell != nil && r.cell.Len() > 0 {
			r.cell.WriteByte('\n')
		}
	}
	if len(r.row.cells) > mostColumns {
		return errWide
	}
	return nil
}

// taken says that a cell of a row above reaches down to this place.
func (r *pageReader) taken(column int) bool {
	for _, a := range r.merged[len(r.merged)-1] {
		if a.top < r.row.number && a.bottom >= r.row.number && a.left <= column && a.right >= column {
			return true
		}
	}
	return false
}

func (r *pageReader) endCell() {
	if r.cell == nil || len(r.tables) == 0 {
		r.cell = nil
		return
	}
	for len(r.row.cells) < mostColumns && r.taken(len(r.row.cells)) {
		r.row.cells = append(r.row.cells, cell{})
	}
	at := len(r.row.cells)
	if r.down > 1 {
		m := &r.merged[len(r.merged)-1]
		*m = append(*m, area{r.row.number, at, r.row.number + r.down - 1, at + r.across - 1})
		if len(*m) > 200 {
			*m = (*m)[1:]
		}
	}
	r.row.cells = append(r.row.cells, cell{text: lines(r.cell.String())})
	for range r.across - 1 {
		r.row.cells = append(r.row.cells, cell{})
	}
	r.cell = nil
}

// lines puts the blanks of a page together, and keeps its line ends.
func lines(s string) string {
	s, _ = tidy(s)
	var kept []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

func (r *pageReader) endRow() error {
	r.endCell()
	if len(r.tables) == 0 || len(r.row.cells) == 0 {
		return nil
	}
	t := &r.tables[len(r.tables)-1]
	t.rows = r.row.number
	err := t.add(r.row)
	r.row.cells = nil
	return err
}

func (r *pageReader) end(n *notes) ([]table, error) {
	if err := r.endRow(); err != nil {
		return nil, err
	}
	for i := range r.tables {
		for _, a := range r.merged[i] {
			n.add("merged_cells", fmt.Sprintf("rows %d to %d, column %d", a.top, a.bottom, a.left+1))
		}
		if err := r.tables[i].spread(r.merged[i]); err != nil {
			return nil, err
		}
	}
	return r.tables, nil
}
