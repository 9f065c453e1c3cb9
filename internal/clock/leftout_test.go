package clock

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/db"
)

// Why a due day is that day can be told: the days left out are named. [SCR15 p9]
func TestAClockSaysWhichDaysItLeftOut(t *testing.T) {
	t.Parallel()
	r := Running{Start: day(t, "2026-12-23"), Span: Span{5, WorkingDay},
		Pauses: []Pause{{From: day(t, "2026-12-29"), To: day(t, "2026-12-31"), Reason: "bereavement"}}}
	c := Calendar{Local: []Holiday{{Day: day(t, "2026-12-24"), Name: "Sampleton closing day"}}}
	due := r.Due(c)
	if due != day(t, "2027-01-08") {
		t.Fatalf("due %s", due)
	}
	want := []LeftOut{
		{day(t, "2026-12-24"), OutHoliday, "Sampleton closing day"},
		{day(t, "2026-12-25"), OutHoliday, "Christmas Day"},
		{day(t, "2026-12-26"), OutWeekend, "Saturday"},
		{day(t, "2026-12-27"), OutWeekend, "Sunday"},
		{day(t, "2026-12-28"), OutHoliday, "Boxing Day, moved"},
		{day(t, "2026-12-29"), OutPause, "bereavement"},
		{day(t, "2026-12-30"), OutPause, "bereavement"},
		{day(t, "2027-01-01"), OutHoliday, "New Year's Day"},
		{day(t, "2027-01-02"), OutWeekend, "Saturday"},
		{day(t, "2027-01-03"), OutWeekend, "Sunday"},
		{day(t, "2027-01-04"), OutHoliday, "2 January, moved"},
	}
	got := r.LeftOut(c, due)
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i].Day != want[i].Day || got[i].Kind != want[i].Kind {
			t.Fatalf("left out %v", got)
		}
		if got[i].Why == "" || want[i].Kind != OutHoliday && got[i].Why != want[i].Why {
			t.Errorf("%s is left out because of %q", got[i].Day, got[i].Why)
		}
	}
	if got[0].Why != "Sampleton closing day" || got[1].Why != "Christmas Day" {
		t.Errorf("the holidays are called %q and %q", got[0].Why, got[1].Why)
	}
	if out := (Running{Span: Span{2, Week}}).LeftOut(c, due); out != nil {
		t.Errorf("a clock that did not start left out %v", out)
	}
	if got := Weekday(due); got != "Friday 8 January 2027" {
		t.Errorf("the due day is called %q", got)
	}
}

// What was counted and what was left out are together all days to the due day,
// whatever the holidays and pauses: that is the whole explanation.
func TestCountedAndLeftOutDaysAreAllDays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		due := r.Due(c)
		if due.IsZero() {
			return
		}
		out := r.LeftOut(c, due)
		if got, want := len(out)+r.length(c), r.Start.DaysUntil(due); got != want {
			t.Fatalf("%d days left out and %d counted make %d days, want %d: %+v", len(out), r.length(c), got, want, r)
		}
		seen := map[db.Date]bool{}
		for _, o := range out {
			if seen[o.Day] || !o.Day.After(r.Start) || o.Day.After(due) {
				t.Fatalf("%s is left out twice, or lies outside %s to %s", o.Day, r.Start, due)
			}
			seen[o.Day] = true
			if _, paused := r.pausedOn(o.Day); r.Span.Unit == WorkingDay && !paused && c.Working(o.Day) {
				t.Fatalf("%s was worked and not paused", o.Day)
			}
		}
		if r.length(c) > 0 && seen[due] {
			t.Fatalf("the due day %s itself is left out", due)
		}
	})
}

func TestWorkingDaysAddedAndTakenAwayLeadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.OneOf(anyDay, yearEnd).Draw(t, "day")
		c := someCalendar(d).Draw(t, "calendar")
		n := rapid.IntRange(1, 60).Draw(t, "n")
		there := c.AddWorking(d, n)
		back := c.AddWorking(there, -n)
		if back.After(d) || c.workingBetween(back, there) != n || c.Working(d) && back != d {
			t.Fatalf("%d working days after %s is %s, and before that %s", n, d, there, back)
		}
	})
}

// More time never means sooner.
func TestALongerTimeIsNeverDueEarlier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		longer := r
		longer.Span.Amount++
		before, after := r.Due(c), longer.Due(c)
		switch {
		case before.IsZero() && !after.IsZero():
			t.Fatalf("%s has no due day, %s has %s", r.Span, longer.Span, after)
		case !before.IsZero() && !after.IsZero() && after.Before(before):
			t.Fatalf("%s is due %s, %s is due %s: %+v", r.Span, before, longer.Span, after, r)
		}
	})
}

// A holiday that a committee keeps never brings a running clock forward, with
// pauses or without.
func TestAHolidayNeverBringsARunningClockForward(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		before := r.Due(c)
		c.Local = append(c.Local, Holiday{Day: r.Start.AddDays(rapid.IntRange(-5, 90).Draw(t, "one more")), Name: "Sampleton fair"})
		after := r.Due(c)
		if before.IsZero() && !after.IsZero() || !after.IsZero() && after.Before(before) {
			t.Fatalf("due %s, with a holiday more %s: %+v", before, after, r)
		}
	})
}

// Two pauses that touch are one; so are two that overlap.
func TestPausesThatTouchAreOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		r.Pauses = nil
		from := r.Start.AddDays(rapid.IntRange(-5, 30).Draw(t, "from"))
		first, second := rapid.IntRange(0, 20).Draw(t, "first"), rapid.IntRange(0, 20).Draw(t, "second")
		overlap := rapid.IntRange(0, first).Draw(t, "overlap")
		whole, split := r, r
		whole.Pauses = []Pause{{From: from, To: from.AddDays(first + second)}}
		split.Pauses = []Pause{{From: from, To: from.AddDays(first)}, {From: from.AddDays(first - overlap), To: from.AddDays(first + second)}}
		slices.Reverse(split.Pauses)
		if a, b := whole.Due(c), split.Due(c); a != b {
			t.Fatalf("one pause: %s, two: %s", a, b)
		}
	})
}

// A month from a day is the same day of the month or the month's last, also in
// leap years; twelve of them are a year.
func TestMonthsKeepTheDayOfTheMonth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		leap := db.Date{Year: 4 * rapid.IntRange(503, 515).Draw(t, "leap year / 4"), Month: time.February, Day: 29}
		d := rapid.OneOf(anyDay, yearEnd, rapid.Just(leap)).Draw(t, "day")
		n := rapid.IntRange(0, 30).Draw(t, "months")
		due := (Calendar{}).Due(d, Span{n, Month})
		last := due.AddDays(1).Month != due.Month
		if due.Day != d.Day && (!last || due.Day > d.Day) {
			t.Fatalf("%d months from %s: %s", n, d, due)
		}
		if got := (due.Year*12 + int(due.Month)) - (d.Year*12 + int(d.Month)); got != n {
			t.Fatalf("%d months from %s: %s is %d months on", n, d, due, got)
		}
	})
}

// The second of January has its substitute when it falls on a weekend, as has
// the first; the days between them are worked or they are a weekend.
func TestTheSecondOfJanuaryIsKeptInScotland(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(2010, 2100).Draw(t, "year")
		before := (Calendar{}).AddWorking(db.Date{Year: year, Month: time.January, Day: 1}, -1)
		first := (Calendar{}).AddWorking(before, 1)
		if before.Year != year-1 {
			t.Fatalf("the working day before New Year %d is %s", year, before)
		}
		if first.Year != year || first.Day < 3 || first.Day > 6 {
			t.Fatalf("work in %d begins on %s", year, first)
		}
	})
}

func TestABusinessYearBeginsInApril(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		business    bool
		first, last string
	}{{false, "2026-01-01", "2026-12-31"}, {true, "2026-04-01", "2027-03-31"}} {
		if first, last := YearOf(2026, x.business); first != day(t, x.first) || last != day(t, x.last) {
			t.Errorf("2026 is %s to %s", first, last)
		}
	}
}

func TestADayIsCountedOrLeftOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		until := r.Start.AddDays(rapid.IntRange(-3, 90).Draw(t, "days"))
		if got, want := r.Counted(c, until), max(r.Start.DaysUntil(until), 0)-len(r.LeftOut(c, until)); got != want {
			t.Fatalf("%d days are counted, and %d are not left out", got, want)
		}
	})
}
