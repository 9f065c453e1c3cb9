package db_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/db"
)

// A day has its date in Scotland, across the hours in which the clocks change.
func TestADayIsTheDayInScotland(t *testing.T) {
	t.Parallel()
	tests := []struct{ at, want string }{
		{"2026-03-28T23:59:59Z", "2026-03-28"}, // the night before the clocks go on
		{"2026-03-29T00:00:00Z", "2026-03-29"},
		{"2026-03-29T22:59:59Z", "2026-03-29"}, // summer time: the day ends an hour sooner in UTC
		{"2026-03-29T23:00:00Z", "2026-03-30"},
		{"2026-10-24T23:00:00Z", "2026-10-25"},
		{"2026-10-25T23:59:59Z", "2026-10-25"}, // back again
		{"2026-10-26T00:00:00Z", "2026-10-26"},
		{"2026-12-31T23:59:59.999999Z", "2026-12-31"},
		{"2027-07-01T01:30:00+05:00", "2027-06-30"},
	}
	for _, x := range tests {
		at, err := time.Parse(time.RFC3339, x.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := db.DateOf(at).String(); got != x.want {
			t.Errorf("%s is %s, want %s", x.at, got, x.want)
		}
	}
	if !db.DateOf(time.Time{}).IsZero() {
		t.Error("no instant has a day")
	}
}

// A day is 23 or 25 hours long when the clocks change, and still one day.
func TestDaysAreCountedByTheCalendar(t *testing.T) {
	t.Parallel()
	before := db.Date{Year: 2026, Month: 3, Day: 28}
	if got := before.AddDays(2).String(); got != "2026-03-30" {
		t.Errorf("two days later it is %s", got)
	}
	if got := before.DaysUntil(db.Date{Year: 2026, Month: 10, Day: 26}); got != 212 {
		t.Errorf("%d days until 26 October", got)
	}
	if long := before.AddDays(2).In(db.London()).Sub(before.AddDays(1).In(db.London())); long != 23*time.Hour {
		t.Errorf("29 March 2026 is %v long", long)
	}
	if got := (db.Date{Year: 2026, Month: 3, Day: 1}).Words(); got != "1 March 2026" {
		t.Errorf("in words it is %q", got)
	}
	var none db.Date
	if none.String() != "" || none.Words() != "" {
		t.Errorf("no day is written %q and %q", none.String(), none.Words())
	}
}

func aDay() *rapid.Generator[db.Date] {
	return rapid.Custom(func(t *rapid.T) db.Date {
		return db.Date{Year: 1800, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 180_000).Draw(t, "day"))
	})
}

func TestDaysKeepTheLawsOfTheCalendar(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b, n := aDay().Draw(t, "a"), aDay().Draw(t, "b"), rapid.IntRange(-4000, 4000).Draw(t, "n")
		if got := a.AddDays(n); got.AddDays(-n) != a || a.DaysUntil(got) != n {
			t.Fatalf("%s and %d days is %s, which is %d days later", a, n, got, a.DaysUntil(got))
		}
		if a.Before(b) != (a.DaysUntil(b) > 0) || a.After(b) != (a.DaysUntil(b) < 0) || (a == b) != (a.DaysUntil(b) == 0) {
			t.Fatalf("%s and %s are in no order", a, b)
		}
		if a.Before(b) != (a.String() < b.String()) {
			t.Fatalf("%s and %s are written in another order", a, b)
		}
		if read, err := db.ParseDate(a.String()); err != nil || read != a {
			t.Fatalf("%s is read as %s, %v", a, read, err)
		}
		if db.DateOf(a.In(db.London())) != a || db.DateOf(a.AddDays(1).In(db.London()).Add(-time.Microsecond)) != a {
			t.Fatalf("%s does not begin and end in itself", a)
		}
		if int(a.Weekday()+7)%7 != (int(a.AddDays(n).Weekday())-n%7+14)%7 {
			t.Fatalf("%s is a %s, and %d days later a %s", a, a.Weekday(), n, a.AddDays(n).Weekday())
		}
		var back db.Date
		v, err := a.Value()
		if err != nil || back.Scan(v) != nil || back != a {
			t.Fatalf("%s is written as %v and read as %s", a, v, back)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-03-31", "2026-02-30", "", "31/03/2026", "0000-00-00", "9999-12-31", "2026-3-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := db.ParseDate(s)
		if err == nil && d.String() != s {
			// the only other spelling of a day is none at all
			t.Errorf("%q is read as %s", s, d)
		}
		if err != nil && !d.IsZero() {
			t.Errorf("%q is refused and read as %s", s, d)
		}
	})
}
