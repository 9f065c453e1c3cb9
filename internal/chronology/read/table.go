package read

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// What one table may hold at most.
const (
	mostRows    = 20_000
	mostColumns = 200
	mostCells   = 400_000
	mostText    = 8 << 20 // bytes of all cells
	// LongText and LongLine are the letters of a cell of words and of a cell of a line.
	LongText = 10_000
	LongLine = 1_000
)

var (
	errStop  = errors.New("enough is read")
	errLong  = sentencef("This table has more than %s rows, and that is the most. Bring it in by parts.", thousands(mostRows))
	errWide  = sentencef("This table has more than %d columns, and that is the most. Take out those that are not needed.", mostColumns)
	errHeavy = sentencef("This table has more text than %d MB, and that is the most. Bring it in by parts.", mostText>>20)
)

func thousands(n int) string { return fmt.Sprintf("%d,%03d", n/1000, n%1000) }

// kind is what a cell holds.
type kind byte

const (
	words      kind = iota
	numeric         // a number of a spreadsheet that is no date
	moments         // a day or a time of a spreadsheet, in the order day, month, year
	broken          // an error, such as #REF!
	noResult        // a formula without its result
	joinedCell      // of a Word table: what the cell above says
)

type cell struct {
	text string
	kind kind
}

// line is a row of a table, with its number in the sheet.
type line struct {
	number int
	cells  []cell
	hidden bool
}

func (l line) at(column int) cell {
	if column < 0 || column >= len(l.cells) {
		return cell{}
	}
	return l.cells[column]
}

func (l line) empty() bool {
	return !slices.ContainsFunc(l.cells, func(c cell) bool { return c.text != "" })
}

// text is all that the line holds.
func (l line) text() string {
	var all []string
	for _, c := range l.cells {
		if c.text != "" {
			all = append(all, c.text)
		}
	}
	return strings.Join(all, " | ")
}

// table is what was read of a sheet: the rows that hold anything.
type table struct {
	name      string
	lines     []line
	hidden    map[int]bool // columns
	rows      int          // all of them, where it is known
	cells     int
	bytes     int
	wide      int // columns
	since1904 bool
}

func (t *table) add(l line) error {
	if l.empty() {
		return nil
	}
	t.wide = max(t.wide, len(l.cells))
	for len(l.cells) > 0 && l.cells[len(l.cells)-1].text == "" {
		l.cells = l.cells[:len(l.cells)-1]
	}
	l.cells = slices.Clip(l.cells)
	t.cells += len(l.cells)
	for _, c := range l.cells {
		t.bytes += len(c.text)
	}
	switch {
	case len(t.lines) >= mostRows:
		return errLong
	case t.cells > mostCells || t.bytes > mostText:
		return errHeavy
	}
	t.lines = append(t.lines, l)
	return nil
}

// clean takes blanks off both ends of a cell, and signs that nobody sees.
func clean(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || s[0] < 0x80 && s[len(s)-1] < 0x80 {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool {
		return r == '\u200B' || r == '\u200C' || r == '\u200D' || r == '\u2060' || r == '\u00AD' || r == ' ' || r == '\u00A0' || r == '\u200E'
	})
}

// row names a row, columnName a column as spreadsheets do.
func row(number int) string { return fmt.Sprintf("row %d", number) }

func columnName(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

// columnNumber is the column of a name or of the place of a cell, such as C or
// C12, and the row; -1 where it is none.
func columnNumber(ref string) (column, rowNumber int) {
	i := 0
	for ; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		column = column*26 + int(c-'A') + 1
	}
	for _, c := range []byte(ref[i:]) {
		if c < '0' || c > '9' || rowNumber > 1<<24 {
			return -1, 0
		}
		rowNumber = rowNumber*10 + int(c-'0')
	}
	return column - 1, rowNumber
}

// short cuts words that are too long to be shown whole.
func short(s string) string {
	const most = 200
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// area is a rectangle of cells, from zero.
type area struct{ top, left, bottom, right int }

func areaOf(ref string) (area, bool) {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		return area{}, false
	}
	var a area
	a.left, a.top = columnNumber(from)
	a.right, a.bottom = columnNumber(to)
	return a, a.left >= 0 && a.right >= a.left && a.top > 0 && a.bottom >= a.top
}

// spread gives what stands in cells merged downwards to each row of them that
// holds something itself.
func (t *table) spread(areas []area) error {
	slices.SortFunc(areas, func(a, b area) int { return a.top - b.top })
	byNumber := make(map[int]int, len(t.lines))
	for i, l := range t.lines {
		byNumber[l.number] = i
	}
	for _, a := range areas {
		first, ok := byNumber[a.top]
		if !ok || a.left >= mostColumns {
			continue
		}
		value := t.lines[first].at(a.left)
		if value.text == "" {
			continue
		}
		for i := first + 1; i < len(t.lines) && t.lines[i].number <= a.bottom; i++ {
			l := &t.lines[i]
			for len(l.cells) <= a.left {
				l.cells = append(l.cells, cell{})
				t.cells++
			}
			if l.cells[a.left].text == "" {
				l.cells[a.left] = value
				t.bytes += len(value.text)
			}
			if t.cells > mostCells || t.bytes > mostText {
				return errHeavy
			}
		}
	}
	return nil
}
