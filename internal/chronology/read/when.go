package read

import (
	"cmp"
	"fmt"
	"strconv"
	"time"

	"lr/internal/db"
)

// Precision is how closely a record tells when something happened.
type Precision int

// The numbers are kept in the database: new ones go last.
const (
	Day Precision = iota
	Month
	Year
	Season
	Range
	Before
	After
	Unknown
)

var precisions = [...]string{"day", "month", "year", "season", "range", "before", "after", "unknown"}

func (p Precision) String() string { return precisions[p] }

// MarshalText writes the precision as a word.
func (p Precision) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// When is the time of an event as a record tells it: from the first day on
// which it can have happened to the last. What happened before a day has no
// first one, what happened after a day no last one, and what has no known date
// neither. Certain is false where the record doubts, or where its words can be
// meant in more than one way.
type When struct {
	From, To  db.Date
	Precision Precision
	Certain   bool
	Time      string // of the day, such as 14:30 or morning
	Written   string

	order   order
	weekday string // the day of the week, where the record has another
}

// order says what the numbers of a date tell about the order of day and month.
type order int

const (
	anyOrder  order = iota // a month by name, or the same number twice
	eitherWay              // 05/06/2016
	dayFirst               // 22/05/2016
	monthFirst
)

const notCertain = ", not certain"

// Words is the time as people say it: "22 May 2016", "winter 2020/21",
// "12 to 14 March 2019, not certain", "date not known".
func (w When) Words() string {
	s := ""
	switch w.Precision {
	case Day:
		s = w.From.Words()
	case Month:
		s = monthWords(w.From)
	case Year:
		s = strconv.Itoa(w.From.Year)
	case Season:
		s = seasonWords(w.From)
	case Range:
		s = rangeWords(w.From, w.To)
	case Before:
		s = edgeWords(w.To, true) + " or earlier"
	case After:
		s = edgeWords(w.From, false) + " or later"
	case Unknown:
		return "date not known"
	}
	if !w.Certain {
		s += notCertain
	}
	return s
}

func monthWords(d db.Date) string { return fmt.Sprintf("%s %d", d.Month, d.Year) }

func seasonWords(from db.Date) string {
	name := seasonOf[from.Month]
	if from.Month == time.December {
		return fmt.Sprintf("%s %d/%02d", name, from.Year, (from.Year+1)%100)
	}
	return fmt.Sprintf("%s %d", name, from.Year)
}

// edgeWords names the year or the month that ends, or begins, on that day, else
// the day.
func edgeWords(d db.Date, ends bool) string {
	other := d.AddDays(-1)
	if ends {
		other = d.AddDays(1)
	}
	switch {
	case other.Year != d.Year:
		return strconv.Itoa(d.Year)
	case other.Month != d.Month:
		return monthWords(d)
	}
	return d.Words()
}

func rangeWords(from, to db.Date) string {
	before, after := from.AddDays(-1), to.AddDays(1)
	switch {
	case before.Year != from.Year && after.Year != to.Year && from.Year != to.Year:
		return fmt.Sprintf("%d to %d", from.Year, to.Year)
	case before.Month != from.Month && after.Month != to.Month && (from.Month != to.Month || from.Year != to.Year):
		if from.Year == to.Year {
			return fmt.Sprintf("%s to %s", from.Month, monthWords(to))
		}
		return fmt.Sprintf("%s to %s", monthWords(from), monthWords(to))
	case from.Year != to.Year:
		return from.Words() + " to " + to.Words()
	case from.Month != to.Month:
		return fmt.Sprintf("%d %s to %s", from.Day, from.Month, to.Words())
	}
	return fmt.Sprintf("%d to %s", from.Day, to.Words())
}

// Compare puts two times in order. What happened stands at the first day on
// which it can have happened; what happened before a day stands at the last, and
// first of all on it; what has no known date stands at the end. On one day, the
// shorter time comes before the longer, so that a day comes before its month and
// its year; then what has no time of day, then by the time of day; and what is
// certain before what is not.
func Compare(a, b When) int {
	return cmp.Or(boolean(a.Precision == Unknown, b.Precision == Unknown), days(a.stands(), b.stands()),
		cmp.Compare(a.place(), b.place()), cmp.Compare(a.length(), b.length()), cmp.Compare(a.Time, b.Time), boolean(!a.Certain, !b.Certain))
}

func (w When) stands() db.Date {
	if w.Precision == Before {
		return w.To
	}
	return w.From
}

// place orders what stands on one day: what was before it, on it, or after it.
func (w When) place() int {
	switch w.Precision {
	case Before:
		return -1
	case After:
		return 1
	}
	return 0
}

func (w When) length() int {
	if w.From.IsZero() || w.To.IsZero() {
		return 0
	}
	return w.From.DaysUntil(w.To)
}

func days(a, b db.Date) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Day, b.Day))
}

func boolean(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// American says that the date can only be meant with the month before the day.
func (w When) American() bool { return w.order == monthFirst }
