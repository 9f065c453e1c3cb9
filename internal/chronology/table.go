package chronology

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// mostRows is how many rows one table may have.
const mostRows = 5000

// row is a line of a pasted table. Number counts the table's rows from 1, the
// heading included, as a spreadsheet does. Cells is all that was read.
type row struct {
	Number                               int
	Cells                                []string
	Written, Source, Event, Action, Seen string
}

// column is what a column of a table holds.
type column int

const (
	other column = iota
	whenColumn
	sourceColumn
	eventColumn
	actionColumn
	seenColumn
)

// usual is the order of columns where a table has no heading.
var usual = []column{whenColumn, sourceColumn, eventColumn, actionColumn, seenColumn}

// readTable takes a pasted table or a CSV file apart. startsWithDate says
// whether a cell is a date, by which a table without a heading is known. What
// is wrong with the table as a whole comes back as a sentence. The words of a
// column of another name go into the event, so that nothing is lost.
func readTable(text string, startsWithDate func(string) bool) ([]row, string) {
	lines := cells(text, separator(text))
	if len(lines) == 0 {
		return nil, "Paste a table, or choose a file with one."
	}
	if len(lines) > mostRows {
		return nil, fmt.Sprintf("This table has more than %d rows. Bring it in by parts.", mostRows)
	}
	heading, columns := lines[0].cells, usual
	if startsWithDate(heading[0]) {
		heading = nil
	} else {
		if columns = guess(heading); !has(columns, whenColumn) || !has(columns, eventColumn) {
			return nil, "The first row must name the columns: at least the date and the event, and better also the source, the action and who was seen."
		}
		lines = lines[1:]
	}
	rows := make([]row, 0, len(lines))
	for _, l := range lines {
		rows = append(rows, l.row(heading, columns))
	}
	return rows, ""
}

// guess says what the columns hold by the words of the heading. Of two columns
// of a kind the first counts.
func guess(heading []string) []column {
	columns := make([]column, len(heading))
	for i, h := range heading {
		if kind := kindOf(strings.ToLower(strings.Join(strings.Fields(h), " "))); !has(columns, kind) {
			columns[i] = kind
		}
	}
	return columns
}

func kindOf(h string) column {
	says := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(h, w) {
				return true
			}
		}
		return false
	}
	switch {
	case strings.HasPrefix(h, "date"), strings.HasPrefix(h, "start date"), h == "when", h == "day":
		return whenColumn
	case says("seen"):
		return seenColumn
	case says("action", "outcome", "response", "was done"):
		return actionColumn
	case says("source", "record"):
		return sourceColumn
	case says("event", "happened", "description", "incident", "detail"):
		return eventColumn
	}
	return other
}

func has(columns []column, kind column) bool {
	for _, c := range columns {
		if c == kind && kind != other {
			return true
		}
	}
	return false
}

// tableLine is a line of the table with the number of its row.
type tableLine struct {
	number int
	cells  []string
}

func (l tableLine) row(heading []string, columns []column) row {
	r := row{Number: l.number, Cells: l.cells}
	var more []string
	for i, cell := range l.cells {
		kind := other
		if i < len(columns) {
			kind = columns[i]
		}
		switch kind {
		case whenColumn:
			r.Written = cell
		case sourceColumn:
			r.Source = cell
		case eventColumn:
			r.Event = cell
		case actionColumn:
			r.Action = cell
		case seenColumn:
			r.Seen = cell
		default:
			if cell != "" {
				more = append(more, name(heading, i)+": "+cell)
			}
		}
	}
	r.Event = strings.TrimSpace(r.Event + "\n" + strings.Join(more, "\n"))
	return r
}

func name(heading []string, i int) string {
	if i < len(heading) && heading[i] != "" {
		return heading[i]
	}
	return fmt.Sprintf("Column %d", i+1)
}

// separator is what parts the cells: the sign that the first line has most of.
func separator(text string) rune {
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	best, most := '\t', 0
	for _, s := range "\t;," {
		if n := strings.Count(first, string(s)); n > most {
			best, most = s, n
		}
	}
	return best
}

// cells cuts the text into lines of cells. A cell between quotes may hold
// separators, line ends and doubled quotes. From a quote on that is never
// closed, quotes are letters like others, so that it swallows nothing. Lines
// without a word are left out, but counted.
func cells(text string, separator rune) []tableLine {
	var lines []tableLine
	line := tableLine{number: 1}
	end := func() {
		if strings.Join(line.cells, "") != "" {
			lines = append(lines, line)
		}
		line = tableLine{number: line.number + 1}
	}
	quotes := true
	for text != "" {
		var cell string
		if text[0] == '"' && quotes {
			var rest string
			if cell, rest, quotes = quoted(text, separator); !quotes {
				continue
			}
			text = rest
		} else {
			i := strings.IndexFunc(text, func(r rune) bool { return r == separator || r == '\n' })
			if i < 0 {
				i = len(text)
			}
			cell, text = text[:i], text[i:]
		}
		line.cells = append(line.cells, strings.TrimSpace(cell))
		if text == "" || text[0] == '\n' {
			end()
		}
		if text != "" {
			text = text[1:]
		}
	}
	if len(line.cells) > 0 {
		end()
	}
	return lines
}

// quoted reads a cell that begins with a quote. Its end is a single quote
// before a separator, a line's end or the end of the text.
func quoted(text string, separator rune) (cell, rest string, closed bool) {
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			b.WriteByte(text[i])
			continue
		}
		if i+1 == len(text) || text[i+1] == '\n' || rune(text[i+1]) == separator {
			return b.String(), text[i+1:], true
		}
		if text[i+1] == '"' {
			i++
		}
		b.WriteByte('"')
	}
	return "", "", false
}

// words makes text of a file: UTF-8, UTF-16 with its mark, or the letters of
// Windows, as spreadsheets write them.
func words(data []byte) string {
	switch {
	case len(data) >= 2 && data[0] == 0xff && data[1] == 0xfe:
		return string(utf16.Decode(pairs(data[2:], 0, 1)))
	case len(data) >= 2 && data[0] == 0xfe && data[1] == 0xff:
		return string(utf16.Decode(pairs(data[2:], 1, 0)))
	case utf8.Valid(data):
		return string(data)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(text)
}

func pairs(data []byte, low, high int) []uint16 {
	out := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		out = append(out, uint16(data[low])|uint16(data[high])<<8)
	}
	return out
}

// tidy makes line ends one letter, and drops what no keyboard writes.
func tidy(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n"), "\r", "\n")
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || r == '\uFEFF' {
			return -1
		}
		return r
	}, text)
}
