package read

import (
	"fmt"
	"strconv"
	"strings"
)

// orders counts how the days and months of the dates of a sheet can be read.
type orders struct {
	dayFirst, monthFirst, eitherWay int
	rowsMonthFirst                  []int
	cells, cellsOver12              int // dates that a spreadsheet made
}

var dittos = map[string]bool{`"`: true, `''`: true, `""`: true, "ditto": true, "do": true, "do.": true, "as above": true, "same": true, "same day": true,
	"same date": true, "same as above": true, `-"-`: true, `" "`: true, `- " -`: true, "see above": true}

// when reads the time of a row from its date and its end date.
func (r *rowReader) when(l line) (When, []fault) {
	at, ok := r.place["date"]
	if !ok {
		at = -1
	}
	c := l.at(at)
	w, f := r.cellDate(c, r.t.since1904)
	switch {
	case dittos[plain(c.text)]:
		if r.last == nil {
			return w, []fault{{at, "There is no date above to repeat.", hintDate}}
		}
		written := w.Written
		w, f = *r.last, nil
		w.Written, w.Time = written, ""
		r.notes.add("ditto", row(l.number))
	case f != nil:
		return w, []fault{{at, f.Why, r.suggest(c, *f)}}
	case c.kind == words && len(c.text) == 5 && strings.Trim(c.text, "0123456789") == "", c.kind == numeric && w.Precision == Day:
		r.notes.add("serial_date", row(l.number))
	}
	r.count(l, c, w)
	w, faults := r.until(l, w)
	if len(faults) == 0 {
		r.last = &w
	}
	return w, faults
}

// cellDate reads the date of a cell.
func (d Dates) cellDate(c cell, since1904 bool) (When, *Fault) {
	w := When{Written: c.text, Precision: Unknown}
	switch c.kind {
	case broken, noResult:
		return w, &Fault{"The spreadsheet has no date here, but an error or a formula.", hintDate}
	case moments:
		day, clock, _ := strings.Cut(c.text, " ")
		if w, fault := (Dates{Today: d.Today}).Read(day); fault == nil && clock != "" {
			w.Written, w.Time = c.text, clock
			return w, nil
		}
		return Dates{Today: d.Today}.Read(c.text)
	}
	if n, err := strconv.ParseFloat(c.text, 64); err == nil && n >= 20_000 && n < 100_000 && (c.kind == numeric || strings.Contains(c.text, ".")) {
		if day, clock, ok := moment(n, since1904); ok {
			return When{From: day, To: day, Precision: Day, Certain: true, Time: clock, Written: c.text}, nil
		}
	}
	w, f := d.Read(c.text)
	if c.kind == numeric && w.Precision == Year && f == nil && strings.Contains(c.text, ".") {
		return w, &Fault{notADate, hintDate}
	}
	return w, f
}

// suggest says what may be meant, also by the row above.
func (r *rowReader) suggest(c cell, f Fault) string {
	if r.last == nil || r.last.Precision == Unknown {
		return f.Suggestion
	}
	if f.Why == noDate {
		return r.last.Words()
	}
	if year := r.last.stands().Year; f.Why == "The year is missing." {
		if w, fault := r.Read(fmt.Sprintf("%s %d", c.text, year)); fault == nil {
			return w.Words()
		}
		if w, fault := r.Read(fmt.Sprintf("%s/%d", c.text, year)); fault == nil {
			return w.Words()
		}
	}
	return f.Suggestion
}

// until adds the end date of a row, where it has one.
func (r *rowReader) until(l line, w When) (When, []fault) {
	at, ok := r.place["end_date"]
	if !ok || l.at(at).text == "" {
		return w, nil
	}
	c := l.at(at)
	if dittos[plain(c.text)] {
		return w, nil
	}
	end, f := r.cellDate(c, r.t.since1904)
	if f != nil {
		return w, []fault{{at, f.Why, f.Suggestion}}
	}
	r.count(l, c, end)
	switch {
	case w.From.IsZero() || end.Precision == After:
		if w.Written += " to " + end.Written; w.From.IsZero() && !end.To.IsZero() {
			w.To, w.Precision, w.Certain = end.To, Before, false
		}
		return w, nil
	case end.Precision == Unknown:
		w.Written += " to " + end.Written
		if open := plain(end.Written); open == "ongoing" || open == "throughout" {
			w.To, w.Precision = When{}.To, After
		}
		return w, nil
	case end.To.Before(w.From):
		return w, []fault{{at, "The end comes before the beginning.", ""}}
	case end.To == w.To:
		if end.Written != w.Written {
			w.Written += " to " + end.Written
		}
		return w, nil
	}
	if end.Time != "" && w.Time != "" {
		w.Time += " to " + end.Time
	}
	w.To, w.Precision, w.Certain = end.To, Range, w.Certain && end.Certain
	w.order = max(w.order, end.order)
	w.Written += " to " + end.Written
	return w, nil
}

func (r *rowReader) count(l line, c cell, w When) {
	if c.kind == moments {
		if r.order.cells++; w.From.Day > 12 {
			r.order.cellsOver12++
		}
		return
	}
	switch w.order {
	case dayFirst:
		r.order.dayFirst++
	case monthFirst:
		r.order.monthFirst++
		r.order.rowsMonthFirst = append(r.order.rowsMonthFirst, l.number)
	case eitherWay:
		r.order.eitherWay++
	}
}

// settleOrder looks at the dates of the sheet as a whole. Where some can only be
// in the American order, those that can be read both ways are not certain, and
// somebody has to say; nothing is exchanged silently.
func (r *rowReader) settleOrder() {
	o := r.order
	exchanged := o.cells >= 3 && o.cellsOver12 == 0 && o.dayFirst > 0 && o.eitherWay == 0
	if r.MonthFirst || o.monthFirst == 0 && !exchanged {
		return
	}
	column := r.headings[r.place["date"]]
	if o.monthFirst > 0 {
		for _, n := range o.rowsMonthFirst {
			r.notes.add("us_order", fmt.Sprintf("column %s, row %d", column, n))
		}
	} else {
		r.notes.add("ambiguous_order", "column "+column)
	}
	for i := range r.rows {
		w := &r.rows[i].Date
		made := w.order == eitherWay && w.From.Day <= 12
		if made || w.Precision == Range && w.order != anyOrder && w.order != dayFirst {
			w.Certain = false
		}
	}
}
