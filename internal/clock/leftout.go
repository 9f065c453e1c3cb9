package clock

import (
	"time"

	"lr/internal/db"
)

// LeftOut is a day that a clock did not count, and why: for a holiday its name,
// for a pause its reason.
type LeftOut struct {
	Day  db.Date
	Kind OutKind
	Why  string
}

// OutKind is what kind of day was left out.
type OutKind string

// The kinds. A weekend or a holiday in a pause is left out as what it is: the
// clock would not have counted it anyway.
const (
	OutWeekend OutKind = "weekend"
	OutHoliday OutKind = "holiday"
	OutPause   OutKind = "pause"
)

// LeftOut lists the days after the start, up to and with until, that the clock
// did not count. The start day itself is never counted and not listed.
func (r Running) LeftOut(c Calendar, until db.Date) []LeftOut {
	var out []LeftOut
	if r.Start.IsZero() {
		return nil
	}
	for day := r.Start.AddDays(1); !day.After(until); day = day.AddDays(1) {
		if r.Span.Unit == WorkingDay {
			if weekend(day) {
				out = append(out, LeftOut{day, OutWeekend, day.Weekday().String()})
				continue
			}
			if name := c.holiday(day); name != "" {
				out = append(out, LeftOut{day, OutHoliday, name})
				continue
			}
		}
		if p, paused := r.pausedOn(day); paused {
			out = append(out, LeftOut{day, OutPause, p.Reason})
		}
	}
	return out
}

// holiday is the name of the day's holiday, or "".
func (c Calendar) holiday(d db.Date) string {
	for _, h := range c.Holidays(d.Year) {
		if h.Day == d {
			return h.Name
		}
	}
	return ""
}

// Weekday is the day of the week with the day, "Monday 2 March 2026".
func Weekday(d db.Date) string { return d.Weekday().String() + " " + d.Words() }

// YearOf gives the first and last day of a year: the calendar year, or the
// business year that begins in April of that year.
func YearOf(year int, business bool) (first, last db.Date) {
	if business {
		return db.Date{Year: year, Month: time.April, Day: 1}, db.Date{Year: year + 1, Month: time.March, Day: 31}
	}
	return db.Date{Year: year, Month: time.January, Day: 1}, db.Date{Year: year, Month: time.December, Day: 31}
}
