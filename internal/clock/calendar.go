package clock

import (
	"time"

	"lr/internal/db"
)

// Calendar knows the days that are worked: Monday to Friday, less the bank
// holidays of Scotland, less the local holidays of one committee's area. The
// zero Calendar has no local holidays.
type Calendar struct {
	Local []Holiday // the days and names a committee keeps; Source may be left empty
}

// Working says whether the day is worked.
func (c Calendar) Working(d db.Date) bool {
	if weekend(d) {
		return false
	}
	for _, h := range national(d.Year) {
		if h.Day == d {
			return false
		}
	}
	for _, h := range c.Local {
		if h.Day == d {
			return false
		}
	}
	return true
}

// Holidays gives the holidays of a year in order, national and local. A local
// holiday on a national one is given once, as the national one.
func (c Calendar) Holidays(year int) []Holiday {
	days := append([]Holiday(nil), national(year)...)
	seen := map[db.Date]bool{}
	for _, h := range days {
		seen[h.Day] = true
	}
	for _, h := range c.Local {
		if h.Day.Year == year && !seen[h.Day] {
			seen[h.Day] = true
			h.Source = ByLocal
			days = append(days, h)
		}
	}
	inOrder(days)
	return days
}

// AddWorking gives the n-th working day after d, or before it when n is
// negative. d itself is never counted and may be any day; for n = 0 it is d.
func (c Calendar) AddWorking(d db.Date, n int) db.Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.Working(d) {
			n--
		}
	}
	return d
}

// workingBetween counts the working days after from, up to and with to.
func (c Calendar) workingBetween(from, to db.Date) int {
	n := 0
	for from.Before(to) {
		from = from.AddDays(1)
		if c.Working(from) {
			n++
		}
	}
	return n
}

// Due gives the day something is due that may take s from start. The start day
// is not counted: a week from Monday is Monday. A month ends on the same day
// of the month, or on the month's last day where it has no such day: a month
// from 31 January is the last day of February.
//
// A due day in calendar days, weeks or months stays where it falls, also on a
// weekend or a holiday; it does not move to the next working day, because no
// guidance that was seen says so. A due day in working days is a working day,
// unless the amount is 0: then it is the start day.
func (c Calendar) Due(start db.Date, s Span) db.Date {
	switch s.Unit {
	case WorkingDay:
		return c.AddWorking(start, s.Amount)
	case Week:
		return start.AddDays(7 * s.Amount)
	case Month:
		return addMonths(start, s.Amount)
	}
	return start.AddDays(s.Amount)
}

func addMonths(d db.Date, n int) db.Date {
	months := d.Year*12 + int(d.Month) - 1 + n
	year, month := months/12, time.Month(months%12+1)
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return db.Date{Year: year, Month: month, Day: min(d.Day, last)}
}
