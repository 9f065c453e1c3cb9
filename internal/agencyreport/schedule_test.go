package agencyreport

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/review"
)

func at(t *testing.T, day string, hour, minute int) time.Time {
	t.Helper()
	d, err := db.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, db.London())
}

// People are left in peace in the evening, at night, at weekends and on the
// holidays of Scotland and of their own area, also when the clocks change.
func TestNobodyIsRemindedInTheirFreeTime(t *testing.T) {
	t.Parallel()
	s := schedule{clock.Calendar{Local: []clock.Holiday{{Day: db.Date{Year: 2026, Month: 10, Day: 26}, Name: "Autumn day"}}}, review.Usual().Remind}
	for _, x := range []struct {
		day          string
		hour, minute int
		quiet        bool
		morning      string
	}{
		{"2026-11-02", 7, 59, true, "2026-11-02"},
		{"2026-11-02", 8, 0, false, "2026-11-03"},
		{"2026-11-02", 17, 59, false, "2026-11-03"},
		{"2026-11-02", 18, 0, true, "2026-11-03"},
		{"2026-11-06", 18, 0, true, "2026-11-09"}, // Friday evening
		{"2026-11-07", 12, 0, true, "2026-11-09"},
		{"2026-11-30", 12, 0, true, "2026-12-01"}, // St Andrew's Day
		{"2026-12-24", 19, 0, true, "2026-12-29"}, // Boxing Day is kept on Monday
		{"2026-12-31", 17, 0, false, "2027-01-05"},
		{"2026-10-23", 20, 0, true, "2026-10-27"}, // the clocks go back on Sunday, and Monday is a local holiday
		{"2027-03-26", 20, 0, true, "2027-03-29"}, // Good Friday, and the clocks go forward
	} {
		now := at(t, x.day, x.hour, x.minute)
		if got := s.quiet(now); got != x.quiet {
			t.Errorf("%s is quiet: %v", now, got)
		}
		if got, want := s.morning(now), at(t, x.morning, 8, 0); !got.Equal(want) {
			t.Errorf("after %s comes %s, want %s", now, got, want)
		}
	}
	if got, want := s.rest(at(t, "2026-11-02", 9, 30)), at(t, "2026-11-02", 18, 0); !got.Equal(want) {
		t.Errorf("the day ends at %s, want %s", got, want)
	}
}

func TestTheTurnsOfReminders(t *testing.T) {
	t.Parallel()
	s := schedule{clock.Calendar{}, review.Usual().Remind} // 5 and 1 working days before, then every 3
	day := func(w string) db.Date {
		d, err := db.ParseDate(w)
		if err != nil && w != "" {
			t.Fatal(err)
		}
		return d
	}
	for _, x := range []struct{ why, due, since, today, last, next string }{
		{"nothing yet", "2026-11-16", "2026-11-02", "2026-11-06", "", "2026-11-09"},
		{"five working days before", "2026-11-16", "2026-11-02", "2026-11-09", "2026-11-09", "2026-11-13"},
		{"one working day before", "2026-11-16", "2026-11-02", "2026-11-13", "2026-11-13", "2026-11-19"},
		{"on the day itself", "2026-11-16", "2026-11-02", "2026-11-16", "2026-11-13", "2026-11-19"},
		{"three working days after", "2026-11-16", "2026-11-02", "2026-11-19", "2026-11-19", "2026-11-24"},
		{"six working days after", "2026-11-16", "2026-11-02", "2026-11-24", "2026-11-24", "2026-11-27"},
		{"asked shortly before", "2026-11-16", "2026-11-12", "2026-11-12", "", "2026-11-13"},
		{"more time was given on a turn", "2026-11-16", "2026-11-13", "2026-11-13", "", "2026-11-19"},
		{"paused", "", "2026-11-02", "2026-11-13", "", ""},
		{"over the new year", "2027-01-05", "2026-12-01", "2026-12-31", "2026-12-31", "2027-01-08"},
	} {
		last, next := s.turn(day(x.due), day(x.since), day(x.today))
		if last != day(x.last) || next != day(x.next) {
			t.Errorf("%s: last %s, next %s", x.why, last, next)
		}
	}
}

var someRemind = rapid.Custom(func(t *rapid.T) review.Remind {
	return review.Remind{Before: rapid.SliceOfN(rapid.IntRange(0, 15), 0, 4).Draw(t, "before"), Every: rapid.IntRange(1, 10).Draw(t, "every"),
		QuietFrom: rapid.IntRange(12, 23).Draw(t, "quiet from"), QuietUntil: rapid.IntRange(0, 11).Draw(t, "quiet until")}
})

// A request lives through months in which the program is sometimes down, is asked
// twice and at odd hours: an agency is never written to in its free time nor
// twice for one turn, no turn is left out for good, and none comes early.
func TestAnAgencyIsRemindedInItsTimeAndOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := db.Date{Year: 2026, Month: time.January, Day: 1}
		asked := first.AddDays(rapid.IntRange(0, 730).Draw(t, "asked"))
		due := asked.AddDays(rapid.IntRange(0, 60).Draw(t, "time"))
		s := schedule{clock.Calendar{}, someRemind.Draw(t, "settings")}
		for _, n := range rapid.SliceOfN(rapid.IntRange(0, 120), 0, 6).Draw(t, "local holidays") {
			s.calendar.Local = append(s.calendar.Local, clock.Holiday{Day: asked.AddDays(n), Name: "local"})
		}
		end := due.AddDays(rapid.IntRange(0, 60).Draw(t, "open after")).In(db.London())
		sent := map[db.Date]int{} // by turn
		last, now := db.Date{}, s.morning(asked.In(db.London()).Add(10*time.Hour))
		for now.Before(end) {
			today := db.DateOf(now)
			for range rapid.IntRange(1, 2).Draw(t, "runs") {
				turn, _ := s.turn(due, asked, today)
				if turn.IsZero() || sent[turn] > 0 || s.quiet(now) {
					continue
				}
				if turn.After(today) || !turn.After(asked) || !s.calendar.Working(today) {
					t.Fatalf("asked %s, due %s: reminded on %s for %s", asked, due, today, turn)
				}
				if hour := now.In(db.London()).Hour(); hour >= s.QuietFrom || hour < s.QuietUntil {
					t.Fatalf("reminded at %s", now)
				}
				if rest := s.rest(now); rest.Before(now) || !s.quiet(rest) || rest.Sub(now) > 24*time.Hour {
					t.Fatalf("a message of %s may go until %s", now, rest)
				}
				sent[turn]++
				last = today
			}
			if turn, _ := s.turn(due, asked, today); !s.quiet(now) && !turn.IsZero() && sent[turn] != 1 {
				t.Fatalf("%d reminders for %s", sent[turn], turn)
			}
			wake := s.morning(now)
			if !wake.After(now) || s.quiet(wake) {
				t.Fatalf("woken at %s after %s", wake, now)
			}
			late := rapid.SampledFrom([]time.Duration{0, 0, 0, time.Minute, 3 * time.Hour, 12 * time.Hour, 40 * time.Hour}).Draw(t, "late")
			now = wake.Add(late)
		}
		// Whoever stays open long enough after the day is reminded again and again.
		if quietFor := s.calendar.AddWorking(due, s.Every+8); quietFor.In(db.London()).Before(end) && last.Before(due) {
			t.Fatalf("due %s, open until %s, last reminded %s", due, end, last)
		}
	})
}

// The next turn that the board names is the one that comes.
func TestTheNextTurnIsTheOneThatComes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		asked := db.Date{Year: 2026, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 730).Draw(t, "asked"))
		due := asked.AddDays(rapid.IntRange(0, 40).Draw(t, "time"))
		today := asked.AddDays(rapid.IntRange(0, 80).Draw(t, "today"))
		s := schedule{clock.Calendar{}, someRemind.Draw(t, "settings")}
		last, next := s.turn(due, asked, today)
		if next.IsZero() || !next.After(today) || !next.After(asked) || last.After(today) {
			t.Fatalf("due %s on %s: last %s, next %s", due, today, last, next)
		}
		for day := today; day.Before(next); day = day.AddDays(1) {
			if now, _ := s.turn(due, asked, day); now != last {
				t.Fatalf("a turn %s lies between %s and %s", now, today, next)
			}
		}
		if now, _ := s.turn(due, asked, next); now != next {
			t.Fatalf("on %s it is the turn of %s", next, now)
		}
	})
}
