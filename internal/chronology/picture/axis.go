package picture

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lr/internal/chronology/read"
	"lr/internal/db"
)

// Tick is a day that is written above the lanes, and how old the person was.
type Tick struct {
	X    int
	Day  db.Date
	Text string
	Age  string
}

// mostTicks fit beside each other.
const mostTicks = 11

// step is a distance of ticks: so many months, or so many days.
type step struct{ months, days int }

var steps = []step{{0, 1}, {0, 2}, {0, 7}, {0, 14}, {1, 0}, {2, 0}, {3, 0}, {6, 0}, {12, 0}, {24, 0}, {60, 0}, {120, 0}, {240, 0}, {600, 0}}

// ticks are the first days of weeks, months or years, as far apart as they must
// be to be read.
func ticks(v View, born read.When) []Tick {
	if v.From.IsZero() {
		return nil
	}
	for _, s := range steps {
		if days := s.on(v); len(days) <= mostTicks {
			return placed(v, s, days, born)
		}
	}
	return nil
}

// on are the days of the view on which the step falls.
func (s step) on(v View) []db.Date {
	var days []db.Date
	d := v.From
	switch {
	case s.months > 0:
		d = db.Date{Year: v.From.Year, Month: 1, Day: 1}
		if s.months > 12 {
			d.Year -= d.Year % (s.months / 12)
		}
	case s.days >= 7:
		d = d.AddDays(-(int(d.Weekday()) + 6) % 7)
	}
	for ; !d.After(v.To) && len(days) <= mostTicks; d = s.after(d) {
		if !d.Before(v.From) {
			days = append(days, d)
		}
	}
	return days
}

func (s step) after(d db.Date) db.Date {
	if s.months == 0 {
		return d.AddDays(s.days)
	}
	return db.Date{Year: d.Year, Month: d.Month + time.Month(s.months), Day: 1}.AddDays(0)
}

func placed(v View, s step, days []db.Date, born read.When) []Tick {
	var out []Tick
	for _, d := range days {
		t := Tick{X: Left + v.From.DaysUntil(d)*(Right-Left)/v.Days(), Day: d, Age: Age(born, d)}
		switch {
		case s.months >= 12:
			t.Text = fmt.Sprint(d.Year)
		case s.months > 0:
			t.Text = fmt.Sprintf("%.3s %d", d.Month, d.Year)
		default:
			t.Text = fmt.Sprintf("%d %.3s", d.Day, d.Month)
		}
		out = append(out, t)
	}
	return out
}

// BandAt is a band in its place.
type BandAt struct {
	Band
	Number  int
	X, W, Y int
	In      bool // some of it is in the view
	Row     int
}

// Words are the days of the band.
func (b BandAt) Words() string { return Stretch(b.From, b.To) }

// Right is the right end of the band.
func (b BandAt) Right() int { return b.X + b.W }

// Base is where its number stands.
func (b BandAt) Base() int { return b.Y + 13 }

// Middle is the middle of the band.
func (b BandAt) Middle() int { return b.X + b.W/2 }

// bands places the bands above the lanes, those at the same time in rows.
func (p *Picture) bands(all []Band) {
	var ends []int
	for i, b := range all {
		at := BandAt{Band: b, Number: i + 1, In: !b.From.IsZero() && !b.To.Before(b.From) && p.View.holds(b.From, b.To)}
		if at.In {
			at.X = p.x(p.slot(p.within(b.From)))
			at.W = p.x(p.slot(p.within(b.To))+1) - at.X
			at.Row = slices.IndexFunc(ends, func(end int) bool { return end <= at.X })
			if at.Row < 0 {
				at.Row, ends = len(ends), append(ends, 0)
			}
			ends[at.Row] = at.Right()
			at.Y = 40 + at.Row*band
		}
		p.Bands = append(p.Bands, at)
	}
}

func bandRows(bands []BandAt) int {
	rows := 0
	for _, b := range bands {
		if b.In {
			rows = max(rows, b.Row+1)
		}
	}
	return rows
}

// broken is a name in lines that fit, at most three.
func broken(name string) []string {
	var lines []string
	for _, w := range strings.Fields(name) {
		if n := len(lines); n > 0 && len([]rune(lines[n-1]))+1+len([]rune(w)) <= letter {
			lines[n-1] += " " + w
		} else {
			lines = append(lines, w)
		}
	}
	if len(lines) > 3 {
		lines = append(lines[:2], lines[2]+" …")
	}
	for i, l := range lines {
		if r := []rune(l); len(r) > letter+1 {
			lines[i] = string(r[:letter]) + "…"
		}
	}
	return lines
}
