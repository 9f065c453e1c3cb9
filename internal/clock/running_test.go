package clock

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/db"
)

var someSpan = rapid.Custom(func(t *rapid.T) Span {
	return Span{rapid.IntRange(0, 30).Draw(t, "amount"), rapid.SampledFrom(Units()).Draw(t, "unit")}
})

// somePause is a pause near a day; one in a few is still open.
func somePause(near db.Date) *rapid.Generator[Pause] {
	return rapid.Custom(func(t *rapid.T) Pause {
		p := Pause{From: near.AddDays(rapid.IntRange(-20, 60).Draw(t, "from")), Reason: "criminal proceedings"}
		if rapid.IntRange(0, 4).Draw(t, "kind") > 0 {
			p.To = p.From.AddDays(rapid.IntRange(-2, 60).Draw(t, "length"))
		}
		return p
	})
}

func someRunning(t *rapid.T) (Calendar, Running) {
	start := rapid.OneOf(anyDay, yearEnd).Draw(t, "start")
	r := Running{Start: start, Span: someSpan.Draw(t, "span")}
	r.Pauses = rapid.SliceOfN(somePause(start), 0, 4).Draw(t, "pauses")
	return someCalendar(start).Draw(t, "calendar"), r
}

func TestAPauseMovesTheDueDayByTheDaysThatWouldHaveCounted(t *testing.T) {
	t.Parallel()
	twoWeeks, tenDays := Span{2, Week}, Span{10, WorkingDay}
	pause := func(from, to string) Pause {
		p := Pause{From: day(t, from)}
		if to != "" {
			p.To = day(t, to)
		}
		return p
	}
	tests := []struct {
		what   string
		span   Span
		pauses []Pause
		want   string
	}{
		{"not paused", twoWeeks, nil, "2026-03-16"},
		{"a week from Wednesday to Wednesday", twoWeeks, []Pause{pause("2026-03-04", "2026-03-11")}, "2026-03-23"},
		{"taken back on the same day", twoWeeks, []Pause{pause("2026-03-04", "2026-03-04")}, "2026-03-16"},
		{"two that share three days", twoWeeks, []Pause{pause("2026-03-04", "2026-03-09"), pause("2026-03-06", "2026-03-11")}, "2026-03-23"},
		{"one inside the other", twoWeeks, []Pause{pause("2026-03-04", "2026-03-11"), pause("2026-03-06", "2026-03-07")}, "2026-03-23"},
		{"after the due day", twoWeeks, []Pause{pause("2026-03-17", "2026-04-01")}, "2026-03-16"},
		{"after the first due day, before the moved one", twoWeeks, []Pause{pause("2026-03-04", "2026-03-11"), pause("2026-03-20", "2026-03-22")}, "2026-03-25"},
		{"before it began, until three days in", twoWeeks, []Pause{pause("2026-02-01", "2026-03-06")}, "2026-03-19"},
		{"still paused", twoWeeks, []Pause{pause("2026-03-04", "")}, ""},
		{"paused for good after the due day", twoWeeks, []Pause{pause("2026-03-17", "")}, "2026-03-16"},
		{"working days, not paused", tenDays, nil, "2026-03-16"},
		{"working days over a weekend only", tenDays, []Pause{pause("2026-03-07", "2026-03-09")}, "2026-03-16"},
		{"working days for a week", tenDays, []Pause{pause("2026-03-04", "2026-03-11")}, "2026-03-23"},
	}
	for _, tt := range tests {
		r := Running{Start: day(t, "2026-03-02"), Span: tt.span, Pauses: tt.pauses}
		if got := r.Due(Calendar{}).String(); got != tt.want {
			t.Errorf("%s: due %q, want %q", tt.what, got, tt.want)
		}
	}
}

func TestAClockSaysHowItStands(t *testing.T) {
	t.Parallel()
	paused := []Pause{{From: day(t, "2026-03-04"), To: day(t, "2026-03-11")}}
	open := []Pause{{From: day(t, "2026-03-04")}}
	tests := []struct {
		today   string
		pauses  []Pause
		stopped string
		want    State
		left    int
	}{
		{"2026-03-02", nil, "", InTime, 14},
		{"2026-03-11", nil, "", InTime, 5},
		{"2026-03-12", nil, "", DueSoon, 4}, // Friday and Monday are left to work
		{"2026-03-16", nil, "", DueSoon, 0},
		{"2026-03-17", nil, "", Late, -1},
		{"2026-03-20", nil, "2026-03-16", Met, 0},
		{"2026-03-20", nil, "2026-03-18", MetLate, -2},
		{"2026-03-03", paused, "", InTime, 13},
		{"2026-03-04", paused, "", Paused, 13},
		{"2026-03-10", paused, "", Paused, 13},
		{"2026-03-11", paused, "", InTime, 12},
		{"2026-03-24", paused, "", Late, -1},
		{"2027-03-10", open, "", Paused, 13},
		{"2027-03-10", open, "2026-06-01", Met, 13},
	}
	for _, tt := range tests {
		r := Running{Start: day(t, "2026-03-02"), Span: Span{2, Week}, Pauses: tt.pauses}
		if tt.stopped != "" {
			r.Stopped = day(t, tt.stopped)
		}
		if got := r.State(Calendar{}, day(t, tt.today)); got != tt.want {
			t.Errorf("on %s, stopped %q, due %s: %s, want %s", tt.today, tt.stopped, r.Due(Calendar{}), got, tt.want)
		}
		if got := r.Left(Calendar{}, day(t, tt.today)); got != tt.left {
			t.Errorf("on %s, stopped %q: %d days left, want %d", tt.today, tt.stopped, got, tt.left)
		}
	}
}

func TestAClockInWorkingDaysIsLateOnTheWeekendAfterItsDueDay(t *testing.T) {
	t.Parallel()
	r := Running{Start: day(t, "2026-03-12"), Span: Span{1, WorkingDay}}
	saturday := day(t, "2026-03-14")
	if got := r.State(Calendar{}, saturday); got != Late {
		t.Errorf("on the Saturday it is %s", got)
	}
	if got := r.Left(Calendar{}, saturday); got != -1 {
		t.Errorf("on the Saturday %d days are left", got)
	}
}

func TestAClockThatDidNotStartIsNeverLate(t *testing.T) {
	t.Parallel()
	r := Running{Span: Span{2, Week}}
	if due := r.Due(Calendar{}); !due.IsZero() {
		t.Errorf("due %s", due)
	}
	if got := r.State(Calendar{}, day(t, "2026-03-02")); got != InTime {
		t.Errorf("state %s", got)
	}
	if got := r.Left(Calendar{}, day(t, "2026-03-02")); got != 14 {
		t.Errorf("%d days left", got)
	}
}

func TestAPauseNeverMakesAClockDueEarlier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		before := r.Due(c)
		r.Pauses = append(r.Pauses, somePause(r.Start).Draw(t, "one more"))
		after := r.Due(c)
		if before.IsZero() && !after.IsZero() || !after.IsZero() && after.Before(before) {
			t.Fatalf("due %s before the pause, %s after it: %+v", before, after, r)
		}
	})
}

func TestTheSamePauseTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		before := r.Due(c)
		r.Pauses = append(r.Pauses, r.Pauses...)
		if after := r.Due(c); after != before {
			t.Fatalf("due %s with each pause once, %s with each twice", before, after)
		}
	})
}

// Counting every day by hand gives the same due day.
func TestTheDueDayIsTheDayTheLastCountedDayFalls(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		due := r.Due(c)
		if due.IsZero() {
			return
		}
		counted := 0
		for d := r.Start; d.Before(due); {
			d = d.AddDays(1)
			paused := false
			for _, p := range r.Pauses {
				paused = paused || p.on(d)
			}
			if !paused && (r.Span.Unit != WorkingDay || c.Working(d)) {
				counted++
			}
		}
		want := r.Start.DaysUntil(Calendar{}.Due(r.Start, r.Span))
		if r.Span.Unit == WorkingDay {
			want = r.Span.Amount
		}
		if counted != want {
			t.Fatalf("%d days counted to %s, want %d: %+v", counted, due, want, r)
		}
	})
}

func TestWhatIsLeftAgreesWithHowItStands(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		today := r.Start.AddDays(rapid.IntRange(0, 120).Draw(t, "today"))
		if rapid.Bool().Draw(t, "stopped") {
			r.Stopped = r.Start.AddDays(rapid.IntRange(0, 120).Draw(t, "stopped on"))
			if r.Stopped.After(today) {
				r.Stopped = today
			}
		}
		state, left := r.State(c, today), r.Left(c, today)
		if late := state == Late || state == MetLate; late != (left < 0) {
			t.Fatalf("%s with %d days left on %s, due %s: %+v", state, left, today, r.Due(c), r)
		}
	})
}

func TestALateClockStaysLateWhateverIsPausedLater(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, r := someRunning(t)
		due := r.Due(c)
		if due.IsZero() {
			return
		}
		today := due.AddDays(rapid.IntRange(1, 30).Draw(t, "days late"))
		r.Pauses = append(r.Pauses, Pause{From: today, Reason: "asked for too late"})
		if got := r.State(c, today); got != Late {
			t.Fatalf("%s on %s, due %s", got, today, due)
		}
	})
}

func TestASpanIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for _, u := range Units() {
		want := Span{2, u}
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Span
		if err := json.Unmarshal(b, &got); err != nil || got != want {
			t.Errorf("%s was read as %+v, %v", b, got, err)
		}
	}
	var s Span
	if err := json.Unmarshal([]byte(`{"amount": 1, "unit": "fortnight"}`), &s); err == nil {
		t.Error("a fortnight was taken for a unit")
	}
	if one, two := (Span{1, WorkingDay}).String(), (Span{2, Week}).String(); one != "1 working day" || two != "2 weeks" {
		t.Errorf("%q and %q", one, two)
	}
}

func TestAFixedClockMovesOnlyWhenItIsMoved(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
	f := NewFixed(noon)
	var c Clock = f.Now
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { f.Advance(time.Minute); c() })
	}
	all.Wait()
	if got := c(); !got.Equal(noon.Add(20 * time.Minute)) {
		t.Errorf("after 20 minutes it is %s", got)
	}
	f.Set(noon)
	if got := c(); !got.Equal(noon) {
		t.Errorf("put back to noon it is %s", got)
	}
}
