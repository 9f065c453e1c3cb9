package read

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lr/internal/db"
)

// Row is a row that was read.
type Row struct {
	Row       int               `json:"row"`
	Date      When              `json:"date"`
	Time      string            `json:"time"`
	Agency    string            `json:"agency"`
	Source    string            `json:"source"`
	Event     string            `json:"event"`
	Action    string            `json:"action"`
	Role      string            `json:"role,omitempty"`
	Reference string            `json:"reference,omitempty"`
	Seen      string            `json:"seen,omitempty"`
	Views     string            `json:"views,omitempty"`
	Impact    string            `json:"impact,omitempty"`
	Comment   string            `json:"comment,omitempty"`
	Other     map[string]string `json:"other,omitempty"` // columns of no known use, by their headings
}

// MarshalJSON writes a time with its days as 2016-05-22, or null where there is none.
func (w When) MarshalJSON() ([]byte, error) {
	day := func(d db.Date) *string {
		if d.IsZero() {
			return nil
		}
		s := d.String()
		return &s
	}
	return json.Marshal(struct {
		From      *string   `json:"from"`
		To        *string   `json:"to"`
		Precision Precision `json:"precision"`
		Certain   bool      `json:"certain"`
		Written   string    `json:"as_written"`
		Words     string    `json:"words"`
	}{day(w.From), day(w.To), w.Precision, w.Certain, w.Written, w.Words()})
}

// Refused is a row that could not be read. Aside says that it was not meant to
// be: what stands above the heading, the heading again, a total.
type Refused struct {
	Row        int      `json:"row"`
	Column     string   `json:"column"`
	Read       string   `json:"read"`
	Why        string   `json:"why"`
	Suggestion string   `json:"suggestion"`
	Cells      []string `json:"cells"` // all that the row holds

	Aside   bool `json:"-"`
	Partial Row  `json:"-"` // what could be read of it
}

// rowReader makes rows of the lines under a heading.
type rowReader struct {
	Dates
	t        table
	head     int
	headings []string
	fields   map[int]string
	place    map[string]int // of a field
	notes    *notes

	rows    []Row
	refused []Refused
	last    *When // date of the row before
	order   orders
}

func (r *rowReader) all() {
	for i, l := range r.t.lines {
		switch {
		case i == r.head:
		case i < r.head:
			r.aside(l, "This stands above the heading of the table.")
		case r.head >= 0 && r.headingAgain(l):
			r.aside(l, "This is the heading of the table again.")
		case r.total(l):
			r.aside(l, "This is a total, it seems, and not an event.")
		default:
			r.row(l)
		}
	}
	r.settleOrder()
}

func (r *rowReader) aside(l line, why string) {
	r.refused = append(r.refused, Refused{Row: l.number, Read: short(l.text()), Why: why, Suggestion: "Leave it out.", Cells: texts(l), Aside: true,
		Partial: r.partial(l)})
}

func texts(l line) []string {
	all := make([]string, len(l.cells))
	for i, c := range l.cells {
		all[i] = c.text
	}
	return all
}

func (r *rowReader) headingAgain(l line) bool {
	same := 0
	for i, c := range l.cells {
		switch {
		case c.text == "":
		case simple(c.text) != simple(r.t.lines[r.head].at(i).text):
			return false
		default:
			same++
		}
	}
	return same > 1
}

func (r *rowReader) total(l line) bool {
	first := ""
	for _, c := range l.cells {
		if c.text != "" {
			first = simple(c.text)
			break
		}
	}
	switch word, _, _ := strings.Cut(first, " "); word {
	case "total", "totals", "subtotal", "count", "sum":
	default:
		return strings.HasPrefix(first, "grand total") || strings.HasPrefix(first, "number of entries") || strings.HasPrefix(first, "end of chronology")
	}
	return true
}

// text is what stands in the column of that field.
func (r *rowReader) text(l line, field string) string {
	if i, ok := r.place[field]; ok {
		return l.at(i).text
	}
	return ""
}

// partial reads all of a row but its date.
func (r *rowReader) partial(l line) Row {
	row := Row{Row: l.number, Time: r.clock(l), Agency: r.text(l, "agency"), Source: r.text(l, "source"), Event: r.text(l, "event"),
		Action: r.text(l, "action"), Role: r.text(l, "role"), Reference: r.text(l, "reference"), Seen: r.text(l, "seen"),
		Views: r.text(l, "views"), Impact: r.text(l, "impact"), Comment: r.text(l, "comment")}
	row.Date = When{Precision: Unknown, Written: r.text(l, "date")}
	for i, c := range l.cells {
		if f := r.fields[i]; c.text != "" && (f == "" || f == Other) {
			if row.Other == nil {
				row.Other = map[string]string{}
			}
			row.Other[r.headings[i]] = c.text
		}
	}
	return row
}

func (r *rowReader) clock(l line) string {
	i, ok := r.place["time"]
	if !ok {
		return ""
	}
	c := l.at(i)
	if n, err := strconv.ParseFloat(c.text, 64); c.kind == numeric && err == nil && n > 0 && n < 1 {
		if _, t, ok := moment(n, false); ok {
			return t
		}
	}
	if c.kind == moments {
		if _, t, ok := strings.Cut(c.text, " "); ok {
			return t
		}
	}
	return ReadTime(c.text)
}

// fault is what is wrong with a cell.
type fault struct {
	column          int // -1 where the sheet has no such column
	why, suggestion string
}

func (r *rowReader) row(l line) {
	row := r.partial(l)
	w, faults := r.when(l)
	row.Date = w
	if row.Time == "" {
		row.Time = w.Time
	}
	eventAt, ok := r.place["event"]
	if !ok {
		eventAt = -1
	}
	switch c := l.at(eventAt); {
	case c.kind == broken || c.kind == noResult:
		faults = append(faults, fault{eventAt, "The spreadsheet has no words here, but an error or a formula.", "Write in what happened."})
	case c.text == "" && len(faults) > 0 && len(l.text()) == len(r.text(l, "date")):
	case c.text == "" && row.Action+row.Source+row.Comment+row.Impact+row.Seen == "" && len(row.Other) == 0:
		faults = append(faults, fault{eventAt, "There is nothing but a date in this row.", "Say what happened, or leave the row out."})
	case c.text == "":
		faults = append(faults, fault{eventAt, "There is no event.", "Say what happened, or leave the row out."})
	}
	faults = append(faults, r.long(l)...)
	if len(faults) > 0 {
		r.refuse(l, row, faults)
		return
	}
	r.remark(l, row)
	r.rows = append(r.rows, row)
}

func (r *rowReader) refuse(l line, row Row, faults []fault) {
	first := faults[0]
	why := first.why
	for _, f := range faults[1:] {
		if f.why != noDate {
			why += " " + f.why
		}
	}
	x := Refused{Row: l.number, Read: short(l.at(first.column).text), Why: why, Suggestion: first.suggestion, Cells: texts(l), Partial: row}
	if first.column >= 0 {
		x.Column = r.headings[first.column]
	} else {
		x.Read = short(l.text())
	}
	r.refused = append(r.refused, x)
}

// long finds cells with more letters than anybody reads.
func (r *rowReader) long(l line) []fault {
	var faults []fault
	for i, c := range l.cells {
		most := LongText
		switch r.fields[i] {
		case "source", "agency", "role", "reference", "time", "seen":
			most = LongLine
		case "date", "end_date":
			continue
		}
		if n := utf8.RuneCountInString(c.text); n > most {
			faults = append(faults, fault{i, fmt.Sprintf("This has %d letters, and %d is the most.", n, most), "Shorten it, or make several rows of it."})
		}
	}
	return faults
}

// remark notes what the uploader should know of a row that was read.
func (r *rowReader) remark(l line, row Row) {
	at := rowName(l)
	if w := row.Date; w.From.After(r.Today) || w.Precision == Before && w.To.After(r.Today) {
		r.notes.add("future_date", at)
	}
	if row.Date.weekday != "" {
		r.notes.add("weekday", at)
	}
	if row.Date.Precision == Season && row.Date.From.Month == 12 && !strings.ContainsAny(row.Date.Written, "/-–") {
		r.notes.add("winter", at)
	}
	if r.head >= 0 && len(l.cells) > len(r.t.lines[r.head].cells) {
		r.notes.add("ragged_row", at)
	}
	for i, c := range l.cells {
		if c.kind == broken || c.kind == noResult {
			r.notes.add("error_value", fmt.Sprintf("%s%d", columnName(i), l.number))
		}
	}
}

func rowName(l line) string { return row(l.number) }

// columns says which heading stands for which field.
func (r *rowReader) columns() map[string]string {
	out := map[string]string{}
	for _, i := range slices.Sorted(maps.Keys(r.fields)) {
		f := r.fields[i]
		if f == "" {
			f = Other
		}
		if i >= len(r.headings) {
			continue
		}
		if out[f] != "" {
			out[f] += " + "
		}
		out[f] += r.headings[i]
	}
	return out
}
