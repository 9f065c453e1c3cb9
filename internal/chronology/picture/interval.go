package picture

import (
	"fmt"
	"time"

	"lr/internal/chronology/read"
	"lr/internal/db"
)

// Age is how old somebody was on a day, "" where their birth is not known to the
// month. Under two it is told in months.
func Age(born read.When, on db.Date) string {
	if !born.Certain || born.Precision > read.Month || born.From.IsZero() {
		return ""
	}
	about := ""
	if born.Precision == read.Month {
		about = "about "
	}
	months := monthsBetween(born.From, on)
	switch {
	case on.Before(born.From):
		return "before birth"
	case months == 0:
		return about + "under a month"
	case months < 24:
		return about + number(months, "month")
	}
	return about + fmt.Sprintf("age %d", months/12)
}

// monthsBetween counts the whole months from one day to a later one.
func monthsBetween(from, to db.Date) int {
	n := (to.Year-from.Year)*12 + int(to.Month) - int(from.Month)
	if to.Day < from.Day && to.AddDays(1).Day != 1 {
		n--
	}
	return n
}

func number(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

// Apart says how long it is from one day to another: "4 days", "3 weeks",
// "2 months and 5 days", "1 year and 2 months".
func Apart(from, to db.Date) string {
	if to.Before(from) {
		from, to = to, from
	}
	days := from.DaysUntil(to)
	months := monthsBetween(from, to)
	switch {
	case days < 14 || days%7 != 0 && days < 31:
		return number(days, "day")
	case days < 63 && days%7 == 0:
		return number(days/7, "week")
	case months >= 12 && months%12 > 0:
		return number(months/12, "year") + " and " + number(months%12, "month")
	case months >= 12:
		return number(months/12, "year")
	case months == 0:
		return number(days, "day")
	}
	rest := later(from, months).DaysUntil(to)
	if rest > 0 {
		return number(months, "month") + " and " + number(rest, "day")
	}
	return number(months, "month")
}

// later is the same day so many months later, or the last of that month.
func later(d db.Date, months int) db.Date {
	first := db.Date{Year: d.Year, Month: d.Month + time.Month(months), Day: 1}.AddDays(0)
	last := first.AddDays(31)
	end := db.Date{Year: last.Year, Month: last.Month, Day: 1}.AddDays(-1).Day
	return db.Date{Year: first.Year, Month: first.Month, Day: min(d.Day, end)}
}

// SameDay and SameTime are said where nothing lies between.
const (
	SameDay  = "the same day"
	SameTime = "at about the same time"
)

// Since says when something happened, seen from another event: "3 weeks after",
// "the same day", "between 2 days and 4 weeks before", "at about the same time".
func Since(from, other read.When) string {
	a, b, knownFrom := extent(from)
	c, d, known := extent(other)
	open := from.From.IsZero() || from.To.IsZero() || other.From.IsZero() || other.To.IsZero()
	switch {
	case !known || !knownFrom:
		return "not known how long before or after"
	case a == b && c == d && a == c && !open:
		return SameDay
	case !c.After(b) && !d.Before(a):
		return SameTime
	}
	least, most, side := [2]db.Date{b, c}, [2]db.Date{a, d}, "after"
	if d.Before(a) {
		least, most, side = [2]db.Date{d, a}, [2]db.Date{c, b}, "before"
	}
	short, long := Apart(least[0], least[1]), Apart(most[0], most[1])
	switch {
	case open:
		return "some time " + side
	case short == long:
		return short + " " + side
	}
	return "between " + short + " and " + long + " " + side
}
