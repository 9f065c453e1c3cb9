package clock

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"lr/internal/db"
)

// Where a holiday comes from.
const (
	ByRule  = "bank holiday in Scotland by rule; check against the official list"
	OneOff  = "proclaimed once; check against the official list"
	ByLocal = "local holiday of the committee's area"
)

// Holiday is a weekday that is not worked.
type Holiday struct {
	Day    db.Date
	Name   string
	Source string // ByRule, OneOff or ByLocal
}

// oneOffData holds the days proclaimed for one year, and the usual days they
// were taken instead of. New ones are added to the file; a committee that
// cannot wait for that adds the day to its local holidays.
//
//go:embed oneoff.json
var oneOffData []byte

type oneOff struct {
	day, insteadOf db.Date
	name           string
}

var oneOffs = sync.OnceValue(func() []oneOff {
	read, err := readOneOffs(oneOffData)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return read
})

func readOneOffs(data []byte) ([]oneOff, error) {
	var rows []struct {
		Day       string `json:"day"`
		Name      string `json:"name"`
		InsteadOf string `json:"instead_of"`
	}
	if err := json.Unmarshal(data, &rows); err != nil {
		return nil, fmt.Errorf("one-off holidays: %w", err)
	}
	var out []oneOff
	for _, row := range rows {
		day, err := db.ParseDate(row.Day)
		if err != nil {
			return nil, fmt.Errorf("one-off holiday %q: %w", row.Name, err)
		}
		o := oneOff{day: day, name: row.Name}
		if row.InsteadOf != "" {
			if o.insteadOf, err = db.ParseDate(row.InsteadOf); err != nil {
				return nil, fmt.Errorf("day given up for %q: %w", row.Name, err)
			}
		}
		out = append(out, o)
	}
	return out, nil
}

// nationalDays remembers each year's list: a page of a hundred clocks asks
// about the same two years thousands of times.
var nationalDays sync.Map // int -> []Holiday

// national gives the holidays of all Scotland in that year, in order. The rules
// hold from 2008, the first year with St Andrew's Day.
func national(year int) []Holiday {
	if known, ok := nationalDays.Load(year); ok {
		return known.([]Holiday)
	}
	days := byRule(year)
	for _, o := range oneOffs() {
		if o.insteadOf.Year == year {
			days = slices.DeleteFunc(days, func(h Holiday) bool { return h.Day == o.insteadOf })
		}
		if o.day.Year == year {
			days = append(days, Holiday{o.day, o.name, OneOff})
		}
	}
	inOrder(days)
	nationalDays.Store(year, days)
	return days
}

func inOrder(days []Holiday) {
	slices.SortStableFunc(days, func(a, b Holiday) int { return b.Day.DaysUntil(a.Day) })
}

func byRule(year int) []Holiday {
	fixed := []Holiday{
		{db.Date{Year: year, Month: time.January, Day: 1}, "New Year's Day", ByRule},
		{db.Date{Year: year, Month: time.January, Day: 2}, "2 January", ByRule},
		{db.Date{Year: year, Month: time.November, Day: 30}, "St Andrew's Day", ByRule},
		{db.Date{Year: year, Month: time.December, Day: 25}, "Christmas Day", ByRule},
		{db.Date{Year: year, Month: time.December, Day: 26}, "Boxing Day", ByRule},
	}
	return append(substituted(fixed),
		Holiday{easter(year).AddDays(-2), "Good Friday", ByRule},
		Holiday{firstMonday(year, time.May), "Early May bank holiday", ByRule},
		Holiday{firstMonday(year, time.June).AddDays(-7), "Spring bank holiday", ByRule},
		Holiday{firstMonday(year, time.August), "Summer bank holiday", ByRule},
	)
}

// substituted moves each day that falls on a weekend to the next weekday that is
// not a holiday already: on 27 December 2022 Christmas Day was kept, because
// Boxing Day had the Monday.
func substituted(fixed []Holiday) []Holiday {
	taken := map[db.Date]bool{}
	for _, h := range fixed {
		taken[h.Day] = true
	}
	var out []Holiday
	for _, h := range fixed {
		if weekend(h.Day) {
			for weekend(h.Day) || taken[h.Day] {
				h.Day = h.Day.AddDays(1)
			}
			taken[h.Day] = true
			h.Name += " (substitute day)"
		}
		out = append(out, h)
	}
	return out
}

func weekend(d db.Date) bool {
	day := d.Weekday()
	return day == time.Saturday || day == time.Sunday
}

func firstMonday(year int, month time.Month) db.Date {
	first := db.Date{Year: year, Month: month, Day: 1}
	return first.AddDays((int(time.Monday-first.Weekday()) + 7) % 7)
}

// easter gives Easter Sunday in the Gregorian calendar (Meeus, Jones, Butcher).
func easter(year int) db.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return db.Date{Year: year, Month: time.Month(month), Day: day}
}
