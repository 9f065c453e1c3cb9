package clock

import "lr/internal/db"

// Pause is a time in which a clock does not run, and why: criminal proceedings,
// a fatal accident inquiry, bereavement. From is the first day that does not
// count, To the first day that counts again; no To means it is still paused. A
// pause taken back on the day it began has not paused anything.
type Pause struct {
	From, To db.Date
	Reason   string
}

func (p Pause) on(d db.Date) bool {
	return !d.Before(p.From) && (p.To.IsZero() || d.Before(p.To))
}

// Running is one clock of one case. Stopped is the day the thing was done; no
// day means it is still awaited. A Running without a Start has no due day.
type Running struct {
	Start   db.Date
	Span    Span
	Pauses  []Pause
	Stopped db.Date
}

// State is how a clock stands on a day.
type State string

// The states, as they are shown.
const (
	InTime  State = "running"
	Paused  State = "paused"
	DueSoon State = "due soon" // 2 working days or fewer are left
	Late    State = "late"
	Met     State = "met"
	MetLate State = "met late"
)

// soon is how many working days before the due day a clock is due soon.
const soon = 2

// Due gives the day the thing is due. A pause moves it by the paused days that
// the clock would have counted: working days for a clock in working days,
// calendar days for all others. A day that two pauses share moves it once. A
// pause after the due day no longer moves it: what is late stays late. While a
// pause is open there is no due day, and Due gives no day.
func (r Running) Due(c Calendar) db.Date {
	if r.Start.IsZero() {
		return db.Date{}
	}
	day := r.Start
	for left := r.length(c); left > 0; {
		day = day.AddDays(1)
		if p, paused := r.pausedOn(day); paused {
			if p.To.IsZero() {
				return db.Date{}
			}
			day = p.To.AddDays(-1)
			continue
		}
		if r.counts(c, day) {
			left--
		}
	}
	return day
}

// State says how the clock stands on that day.
func (r Running) State(c Calendar, today db.Date) State {
	due := r.Due(c)
	late := func(d db.Date) bool { return !due.IsZero() && d.After(due) }
	_, paused := r.pausedOn(today)
	switch {
	case !r.Stopped.IsZero() && late(r.Stopped):
		return MetLate
	case !r.Stopped.IsZero():
		return Met
	case late(today):
		return Late
	case paused:
		return Paused
	case !due.IsZero() && due.Before(c.AddWorking(today, soon+1)):
		return DueSoon
	}
	return InTime
}

// Left counts the days the clock still has to run after today: working days for
// a clock in working days, calendar days for all others. It is 0 on the due day
// and negative when late, also on the weekend after the due day. A stopped clock
// keeps what it had left when it stopped.
func (r Running) Left(c Calendar, today db.Date) int {
	if !r.Stopped.IsZero() && r.Stopped.Before(today) {
		today = r.Stopped
	}
	if due := r.Due(c); !due.IsZero() && today.After(due) {
		if r.Span.Unit == WorkingDay {
			return -max(1, c.workingBetween(due, today))
		}
		return -due.DaysUntil(today)
	}
	left := r.length(c)
	for day := r.Start; !r.Start.IsZero() && day.Before(today); {
		day = day.AddDays(1)
		if _, paused := r.pausedOn(day); !paused && r.counts(c, day) {
			left--
		}
	}
	return left
}

// length is the span in the days this clock counts.
func (r Running) length(c Calendar) int {
	if r.Span.Unit == WorkingDay {
		return r.Span.Amount
	}
	return r.Start.DaysUntil(c.Due(r.Start, r.Span))
}

// Counted is how many days the clock counted after its start, up to and with until:
// all but those of LeftOut.
func (r Running) Counted(c Calendar, until db.Date) int {
	if r.Start.IsZero() {
		return 0
	}
	if len(r.Pauses) == 0 && r.Span.Unit != WorkingDay {
		return max(r.Start.DaysUntil(until), 0)
	}
	n := 0
	for day := r.Start.AddDays(1); !day.After(until); day = day.AddDays(1) {
		if _, paused := r.pausedOn(day); !paused && r.counts(c, day) {
			n++
		}
	}
	return n
}

func (r Running) counts(c Calendar, d db.Date) bool {
	return r.Span.Unit != WorkingDay || c.Working(d)
}

// pausedOn gives the pause of that day that lasts longest.
func (r Running) pausedOn(d db.Date) (Pause, bool) {
	var longest Pause
	found := false
	for _, p := range r.Pauses {
		if !p.on(d) {
			continue
		}
		if !found || p.To.IsZero() || (!longest.To.IsZero() && p.To.After(longest.To)) {
			longest, found = p, true
		}
	}
	return longest, found
}
