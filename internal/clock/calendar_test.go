package clock

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/db"
)

func day(t testing.TB, s string) db.Date {
	t.Helper()
	d, err := db.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// anyDay is a day of the years for which the rules hold.
var anyDay = rapid.Custom(func(t *rapid.T) db.Date {
	first := db.Date{Year: 2010, Month: time.January, Day: 1}
	return first.AddDays(rapid.IntRange(0, 40*365).Draw(t, "days after 1 January 2010"))
})

// yearEnd is a day in the fortnight around a new year.
var yearEnd = rapid.Custom(func(t *rapid.T) db.Date {
	last := db.Date{Year: rapid.IntRange(2010, 2060).Draw(t, "year"), Month: time.December, Day: 31}
	return last.AddDays(rapid.IntRange(-10, 10).Draw(t, "days from 31 December"))
})

// someCalendar is a calendar with a few local holidays around a day.
func someCalendar(around db.Date) *rapid.Generator[Calendar] {
	return rapid.Custom(func(t *rapid.T) Calendar {
		var c Calendar
		for _, n := range rapid.SliceOfN(rapid.IntRange(-30, 90), 0, 5).Draw(t, "local holidays") {
			c.Local = append(c.Local, Holiday{Day: around.AddDays(n), Name: "Exampleshire fair"})
		}
		return c
	})
}

func TestTheHolidaysOfScotlandFallOnTheDaysPeopleKnow(t *testing.T) {
	t.Parallel()
	years := map[int][]string{
		2020: {"2020-01-01", "2020-01-02", "2020-04-10", "2020-05-08", "2020-05-25", "2020-08-03", "2020-11-30", "2020-12-25", "2020-12-28"},
		2021: {"2021-01-01", "2021-01-04", "2021-04-02", "2021-05-03", "2021-05-31", "2021-08-02", "2021-11-30", "2021-12-27", "2021-12-28"},
		2022: {"2022-01-03", "2022-01-04", "2022-04-15", "2022-05-02", "2022-06-02", "2022-06-03", "2022-08-01", "2022-09-19", "2022-11-30", "2022-12-26", "2022-12-27"},
		2023: {"2023-01-02", "2023-01-03", "2023-04-07", "2023-05-01", "2023-05-08", "2023-05-29", "2023-08-07", "2023-11-30", "2023-12-25", "2023-12-26"},
		2024: {"2024-01-01", "2024-01-02", "2024-03-29", "2024-05-06", "2024-05-27", "2024-08-05", "2024-12-02", "2024-12-25", "2024-12-26"},
		2026: {"2026-01-01", "2026-01-02", "2026-04-03", "2026-05-04", "2026-05-25", "2026-06-15", "2026-08-03", "2026-11-30", "2026-12-25", "2026-12-28"},
		2027: {"2027-01-01", "2027-01-04", "2027-03-26", "2027-05-03", "2027-05-31", "2027-08-02", "2027-11-30", "2027-12-27", "2027-12-28"},
		2028: {"2028-01-03", "2028-01-04", "2028-04-14", "2028-05-01", "2028-05-29", "2028-08-07", "2028-11-30", "2028-12-25", "2028-12-26"},
	}
	for year, want := range years {
		var got []string
		for _, h := range (Calendar{}).Holidays(year) {
			got = append(got, h.Day.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("holidays of %d:\n got %v\nwant %v", year, got, want)
		}
	}
}

func TestSomeDaysAreWorkedAndSomeAreNot(t *testing.T) {
	t.Parallel()
	c := Calendar{Local: []Holiday{{Day: day(t, "2026-09-21"), Name: "Sampleton autumn holiday"}}}
	tests := []struct {
		day  string
		want bool
		why  string
	}{
		{"2026-04-06", true, "Easter Monday is worked in Scotland"},
		{"2026-08-31", true, "the last Monday in August is a holiday in England only"},
		{"2026-09-21", false, "a local holiday"},
		{"2026-09-28", true, "the Monday after it"},
		{"2022-05-30", true, "the spring holiday of 2022 was moved to June"},
		{"2020-05-04", true, "the early May holiday of 2020 was moved to VE Day"},
		{"2026-12-26", false, "Saturday"},
		{"2026-12-27", false, "Sunday"},
		{"2026-12-28", false, "the substitute for Boxing Day"},
		{"2026-12-29", true, "a Tuesday"},
	}
	for _, tt := range tests {
		if got := c.Working(day(t, tt.day)); got != tt.want {
			t.Errorf("%s worked: %v, want %v (%s)", tt.day, got, tt.want, tt.why)
		}
	}
}

func TestALocalHolidayOnANationalOneIsListedOnce(t *testing.T) {
	t.Parallel()
	c := Calendar{Local: []Holiday{
		{Day: day(t, "2026-12-25"), Name: "Christmas in Sampleton"},
		{Day: day(t, "2026-09-21"), Name: "Sampleton autumn holiday"},
		{Day: day(t, "2027-09-20"), Name: "Sampleton autumn holiday"},
	}}
	days := c.Holidays(2026)
	if len(days) != len(Calendar{}.Holidays(2026))+1 {
		t.Fatalf("holidays of 2026: %v", days)
	}
	for _, h := range days {
		if h.Day == day(t, "2026-09-21") && h.Source != ByLocal {
			t.Errorf("the local holiday comes from %q", h.Source)
		}
		if h.Day == day(t, "2026-12-25") && h.Source != ByRule {
			t.Errorf("Christmas Day comes from %q", h.Source)
		}
	}
}

func TestAClockIsDueOnTheDayAPersonWouldCount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		start string
		span  Span
		want  string
		why   string
	}{
		{"2026-03-02", Span{2, Week}, "2026-03-16", "an agency has two weeks"},
		{"2026-12-24", Span{1, WorkingDay}, "2026-12-29", "Christmas, the weekend and the substitute day are not counted"},
		{"2026-12-31", Span{1, WorkingDay}, "2027-01-05", "2 January 2027 is a Saturday, kept on the Monday"},
		{"2026-12-19", Span{7, CalendarDay}, "2026-12-26", "a due day in calendar days stays on a holiday"},
		{"2027-01-31", Span{1, Month}, "2027-02-28", "February is short"},
		{"2028-01-31", Span{1, Month}, "2028-02-29", "and longer in a leap year"},
		{"2026-11-30", Span{3, Month}, "2027-02-28", "over the new year"},
		{"2026-12-15", Span{12, Month}, "2027-12-15", "a year"},
		{"2026-02-10", Span{28, CalendarDay}, "2026-03-10", "the report on a looked-after child's death"},
		{"2026-12-26", Span{0, WorkingDay}, "2026-12-26", "on the day itself, whatever day it is"},
	}
	for _, tt := range tests {
		if got := (Calendar{}).Due(day(t, tt.start), tt.span); got != day(t, tt.want) {
			t.Errorf("%s after %s is %s, want %s (%s)", tt.span, tt.start, got, tt.want, tt.why)
		}
	}
}

func TestAddingWorkingDaysTwiceIsAddingThemAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.OneOf(anyDay, yearEnd).Draw(t, "day")
		c := someCalendar(d).Draw(t, "calendar")
		n, m := rapid.IntRange(0, 40).Draw(t, "n"), rapid.IntRange(0, 40).Draw(t, "m")
		sign := rapid.SampledFrom([]int{1, -1}).Draw(t, "direction")
		once := c.AddWorking(d, sign*(n+m))
		if twice := c.AddWorking(c.AddWorking(d, sign*n), sign*m); twice != once {
			t.Fatalf("%d and %d working days after %s: %s, at once %s", n, m, d, twice, once)
		}
	})
}

func TestAWorkingDayLaterIsAWorkingDayAndNoneIsSkipped(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.OneOf(anyDay, yearEnd).Draw(t, "day")
		c := someCalendar(d).Draw(t, "calendar")
		n := rapid.IntRange(1, 60).Draw(t, "n")
		due := c.AddWorking(d, n)
		if !c.Working(due) {
			t.Fatalf("%s is not worked", due)
		}
		if got := c.workingBetween(d, due); got != n {
			t.Fatalf("%d working days from %s to %s, want %d", got, d, due, n)
		}
	})
}

func TestALocalHolidayNeverMakesAnythingDueEarlier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay.Draw(t, "day")
		c := someCalendar(d).Draw(t, "calendar")
		s := someSpan.Draw(t, "span")
		if with, without := c.Due(d, s), (Calendar{}).Due(d, s); with.Before(without) {
			t.Fatalf("%s after %s: %s with local holidays, %s without", s, d, with, without)
		}
	})
}

func TestNewYearIsTwoWeekdaysOffInEveryYear(t *testing.T) {
	t.Parallel()
	for year := 2010; year < 2110; year++ {
		first := db.Date{Year: year, Month: time.January, Day: 1}
		off := 0
		for n := range 4 {
			if d := first.AddDays(n); !weekend(d) && !(Calendar{}).Working(d) {
				off++
			}
		}
		if off != 2 {
			t.Errorf("%d begins with %d weekdays off", year, off)
		}
	}
}

func TestEveryHolidayIsAWeekdayOfItsYearAndListedOnce(t *testing.T) {
	t.Parallel()
	for year := 2008; year < 2110; year++ {
		seen := map[db.Date]bool{}
		for _, h := range (Calendar{}).Holidays(year) {
			if weekend(h.Day) || h.Day.Year != year || seen[h.Day] || h.Name == "" || h.Source == "" {
				t.Errorf("holiday %+v of %d", h, year)
			}
			seen[h.Day] = true
		}
		if len(seen) < 9 {
			t.Errorf("%d has %d holidays", year, len(seen))
		}
	}
}

func TestSummerTimeNeverShiftsADay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		changes := []db.Date{{Year: 2026, Month: time.March, Day: 29}, {Year: 2026, Month: time.October, Day: 25}}
		d := rapid.SampledFrom(changes).Draw(t, "change of the clocks").AddDays(rapid.IntRange(-2, 2).Draw(t, "days from it"))
		next := d.AddDays(1).In(db.London())
		length := next.Sub(d.In(db.London()))
		at := d.In(db.London()).Add(time.Duration(rapid.Int64Range(0, int64(length)-1).Draw(t, "time of day")))
		if got := db.DateOf(at); got != d {
			t.Fatalf("%s is on %s, want %s", at, got, d)
		}
		n := rapid.IntRange(1, 20).Draw(t, "n")
		if got, want := (Calendar{}).Due(db.DateOf(at), Span{n, CalendarDay}), d.AddDays(n); got != want {
			t.Fatalf("%d days after %s: %s, want %s", n, at, got, want)
		}
	})
}

func TestAOneOffFileThatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	for _, data := range []string{`{`, `[{"day": "31 March", "name": "x"}]`, `[{"day": "2026-03-31", "instead_of": "x"}]`} {
		if _, err := readOneOffs([]byte(data)); err == nil {
			t.Errorf("%s was read", data)
		}
	}
}
