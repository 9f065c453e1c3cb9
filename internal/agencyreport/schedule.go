package agencyreport

import (
	"time"

	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/review"
)

// schedule says when an agency is reminded: on which days before and after the
// day its report is due, and never at night or on a day that is not worked.
type schedule struct {
	calendar clock.Calendar
	review.Remind
}

// quiet says that nobody is written to at that instant.
func (s schedule) quiet(at time.Time) bool {
	at = at.In(db.London())
	if !s.calendar.Working(db.DateOf(at)) {
		return true
	}
	if s.QuietFrom <= s.QuietUntil {
		return at.Hour() >= s.QuietFrom && at.Hour() < s.QuietUntil
	}
	return at.Hour() >= s.QuietFrom || at.Hour() < s.QuietUntil
}

// morning is the next time at which a working day begins.
func (s schedule) morning(after time.Time) time.Time {
	for day := db.DateOf(after); ; day = day.AddDays(1) {
		at := time.Date(day.Year, day.Month, day.Day, s.QuietUntil, 0, 0, 0, db.London())
		if at.After(after) && s.calendar.Working(day) {
			return at
		}
	}
}

// rest is the hour at which it becomes quiet after an instant that is not.
func (s schedule) rest(after time.Time) time.Time {
	at := after.Truncate(time.Hour)
	for hours := 0; hours < 24 && !s.quiet(at); hours++ {
		at = at.Add(time.Hour)
	}
	return at
}

// turn gives the last day, up to today, on which it was the turn of a reminder,
// and the first one after today. What was on the day since or before it does not
// count: the agency heard then. No day is none.
func (s schedule) turn(due, since, today db.Date) (last, next db.Date) {
	if due.IsZero() {
		return last, next
	}
	take := func(day db.Date) {
		switch {
		case !day.After(since):
		case day.After(today):
			if next.IsZero() || day.Before(next) {
				next = day
			}
		case last.IsZero() || day.After(last):
			last = day
		}
	}
	for _, n := range s.Before {
		take(s.calendar.AddWorking(due, -n))
	}
	every := max(s.Every, 1)
	for day := s.calendar.AddWorking(due, every); ; day = s.calendar.AddWorking(day, every) {
		take(day)
		if day.After(today) && day.After(since) {
			return last, next
		}
	}
}
