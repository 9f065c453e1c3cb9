package read

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lr/internal/db"
	"pgregory.net/rapid"
)

var today = db.Date{Year: 2026, Month: time.November, Day: 2}

var dates = Dates{Today: today}

// show is a time as the tables below write it: "day 2016-05-22", "range
// 2016-01-01..2018-12-31 ?", with ? for what is not certain.
func show(w When) string {
	s := w.Precision.String()
	switch {
	case w.Precision == Day && w.From == w.To:
		s += " " + w.From.String()
	case w.Precision != Unknown:
		s += " " + w.From.String() + ".." + w.To.String()
	}
	if !w.Certain {
		s += " ?"
	}
	if w.Time != "" {
		s += " at " + w.Time
	}
	return s
}

// Dates come as people wrote them in their records; the reading keeps how
// closely the day is known, and who doubts. [CPG21 ¶3.172, NRF p10]
func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for line := range strings.SplitSeq(strings.TrimSpace(written), "\n") {
		text, want, ok := strings.Cut(line, " | ")
		if !ok {
			t.Fatalf("%q", line)
		}
		w, fault := dates.Read(strings.TrimSpace(text))
		got := show(w)
		if fault != nil {
			got = "refused: " + fault.Why + " -> " + strings.Replace(fault.Suggestion, hintDate, "hint", 1)
		}
		if got != strings.TrimSpace(want) {
			t.Errorf("%q is read as\n  %s, want\n  %s", strings.TrimSpace(text), got, strings.TrimSpace(want))
		}
		if fault != nil {
			continue
		}
		again, fault := dates.Read(w.Words())
		again.Time = w.Time
		if fault != nil || show(again) != show(w) {
			t.Errorf("%q: its words %q are read as %s (%v)", strings.TrimSpace(text), w.Words(), show(again), fault)
		}
	}
}

// The last day of a day, a month or a year in the calendar; a range has its ends
// in order; what is read is within the years that can be meant.
func sound(w When) string {
	switch {
	case w.Precision == Unknown:
		if !w.From.IsZero() || !w.To.IsZero() || w.Certain {
			return "unknown, and known"
		}
		return ""
	case (w.Precision == Before) != w.From.IsZero(), (w.Precision == After) != w.To.IsZero():
		return "an end too many or too few"
	case !w.From.IsZero() && w.From.AddDays(0) != w.From, !w.To.IsZero() && w.To.AddDays(0) != w.To:
		return "not in the calendar"
	case !w.From.IsZero() && !w.To.IsZero() && w.From.After(w.To):
		return "ends before it begins"
	case w.Precision == Day && w.From != w.To:
		return "a day of many days"
	case !w.From.IsZero() && (w.From.Year < earliestYear-1 || w.From.Year > latestYear+1):
		return "a year that cannot be meant"
	}
	return ""
}

// Whatever is written: it is read as days of the calendar, or refused with a
// reason and a suggestion; and what was read, written in words, reads the same.
func FuzzDates(f *testing.F) {
	for line := range strings.SplitSeq(written, "\n") {
		text, _, _ := strings.Cut(line, " | ")
		f.Add(strings.TrimSpace(text), len(line)%2 == 0)
	}
	for _, s := range []string{"9999999999/1/1", "May May", "\xff\xfe", "٢٢/٥/٢٠١٦", strings.Repeat("1/", 90), strings.Repeat("mid ", 40) + "2016", "1-1-1-1-1-1-1-1-1-1-1-1"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, text string, monthFirst bool) {
		d := Dates{Today: today, MonthFirst: monthFirst}
		w, fault := d.Read(text)
		if fault != nil {
			if fault.Why == "" || fault.Suggestion == "" {
				t.Fatalf("%q is refused without a reason or a suggestion", text)
			}
			return
		}
		if why := sound(w); why != "" {
			t.Fatalf("%q is read as %s: %s", text, show(w), why)
		}
		if w.Written != strings.TrimSpace(text) {
			t.Fatalf("%q is kept as %q", text, w.Written)
		}
		again, fault := dates.Read(w.Words())
		if again.Time = w.Time; fault != nil || show(again) != show(w) {
			t.Fatalf("%q: its words %q are read as %s, not %s", text, w.Words(), show(again), show(w))
		}
	})
}

// The order of times is a stated one: by the first day on which it can have
// happened, the shorter first, what is not known last.
func TestTimesStandInTheStatedOrder(t *testing.T) {
	t.Parallel()
	inOrder := []string{"before 2016", "1 January 2016", "1 January 2016 09:00", "1 January 2016 14:30", "? 1 January 2016 14:30", "1-3 January 2016",
		"January 2016", "2016", "2016 to 2018", "2016 onwards", "2 January 2016", "winter 2016", "before 5 December 2016", "5 December 2016", "unknown"}
	var all []When
	for _, s := range inOrder {
		w, fault := dates.Read(s)
		if fault != nil {
			t.Fatal(s, fault)
		}
		all = append([]When{w}, all...)
	}
	slices.SortStableFunc(all, Compare)
	var got []string
	for _, w := range all {
		got = append(got, w.Written)
	}
	want := []string{"before 2016", "1 January 2016", "1 January 2016 09:00", "1 January 2016 14:30", "? 1 January 2016 14:30", "1-3 January 2016",
		"January 2016", "2016", "2016 to 2018", "2016 onwards", "2 January 2016", "winter 2016", "before 5 December 2016", "5 December 2016", "unknown"}
	if !slices.Equal(got, want) {
		t.Errorf("they stand as %q", got)
	}
}

// Whichever two times: one comes first, or they stand alike; and the order of
// three does not contradict itself.
func TestTheOrderOfTimesIsOne(t *testing.T) {
	t.Parallel()
	any := rapid.Custom(func(t *rapid.T) When {
		from := db.Date{Year: 2016, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 5).Draw(t, "from"))
		w := When{From: from, To: from.AddDays(rapid.IntRange(0, 3).Draw(t, "days")), Certain: rapid.Bool().Draw(t, "certain"),
			Time: rapid.SampledFrom([]string{"", "09:00", "14:30"}).Draw(t, "time"), Precision: Precision(rapid.IntRange(0, int(Unknown)).Draw(t, "precision"))}
		switch w.Precision {
		case Before:
			w.From = db.Date{}
		case After:
			w.To = db.Date{}
		case Unknown:
			w = w.unknown()
		}
		return w
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := any.Draw(t, "a"), any.Draw(t, "b"), any.Draw(t, "c")
		if Compare(a, b) != -Compare(b, a) {
			t.Fatalf("%s and %s", show(a), show(b))
		}
		if Compare(a, b) <= 0 && Compare(b, c) <= 0 && Compare(a, c) > 0 {
			t.Fatalf("%s, %s, %s", show(a), show(b), show(c))
		}
	})
}

// In the American order the month comes first where both ways are possible, and
// only there.
func TestTheAmericanOrderIsReadWhereAsked(t *testing.T) {
	t.Parallel()
	american := Dates{Today: today, MonthFirst: true}
	for text, want := range map[string]string{"05/06/2016": "2016-05-06", "05/22/2016": "2016-05-22", "22/05/2016": "2016-05-22", "5 June 2016": "2016-06-05", "2016-06-05": "2016-06-05"} {
		w, fault := american.Read(text)
		if fault != nil || w.From.String() != want {
			t.Errorf("%q is read as %s", text, w.From)
		}
	}
}

// A spreadsheet counts days from 1900, with one day too many, or from 1904.
func TestNumbersOfSpreadsheetsAreDays(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		n     float64
		since bool
		want  string
	}{{1, false, "1900-01-01"}, {59, false, "1900-02-28"}, {60, false, ""}, {61, false, "1900-03-01"}, {42512.5, false, "2016-05-22 12:00"}, {0, true, "1904-01-01"}, {41050, true, "2016-05-22"},
		{0.25, false, " 06:00"}, {-1, false, ""}, {1e9, false, ""}} {
		d, clock, _ := moment(x.n, x.since)
		got := d.String()
		if clock != "" {
			got += " " + clock
		}
		if got != x.want {
			t.Errorf("%v is %q, want %q", x.n, got, x.want)
		}
	}
}
