package yearly

import (
	"fmt"
	"slices"

	"lr/internal/clock"
)

// Total counts the cases by one thing. Cells are in a fixed order, so that their
// order tells nothing.
type Total struct {
	Name  string
	Cells []Cell
}

// Cell is one count.
type Cell struct {
	Name  string
	Count int
}

// Sum is all of it.
func (t Total) Sum() int {
	n := 0
	for _, c := range t.Cells {
		n += c.Count
	}
	return n
}

// Part is a cell's part of the largest one, in hundredths.
func (t Total) Part(c Cell) int {
	most := 1
	for _, x := range t.Cells {
		most = max(most, x.Count)
	}
	return 100 * c.Count / most
}

// totals counts outcomes and, for each kind of time limit, how it was kept.
func totals(cases []Case, outcomes []string) []Total {
	decided := Total{Name: "Cases by what was decided"}
	for _, name := range append(slices.Clone(outcomes), undecided) {
		n := 0
		for _, c := range cases {
			if c.Outcome == name {
				n++
			}
		}
		decided.Cells = append(decided.Cells, Cell{name, n})
	}
	all := []Total{decided}
	var kinds []string
	for _, c := range cases {
		for _, l := range c.Limits {
			if !slices.Contains(kinds, l.Kind) {
				kinds = append(kinds, l.Kind)
			}
		}
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		kept := Total{Name: "Time limit: " + kind, Cells: []Cell{{"Kept", 0}, {"Missed", 0}, {"Still running or paused", 0}}}
		for _, c := range cases {
			for _, l := range c.Limits {
				switch {
				case l.Kind != kind:
				case l.Missed():
					kept.Cells[1].Count++
				case l.State == clock.Met:
					kept.Cells[0].Count++
				default:
					kept.Cells[2].Count++
				}
			}
		}
		all = append(all, kept)
	}
	return all
}

// step is how fine a count is told outside the committee.
const step = 5

// Shared is a total as it may be passed on.
type Shared struct {
	Name  string
	Cells []SharedCell
}

// SharedCell is a count, or rather between which two numbers it lies.
type SharedCell struct{ Name, Count string }

// share makes what may be passed on. A small count could point to a family, so
// it is "fewer than 5". Larger ones are told in steps and no sum is told: totals
// count the same cases in several ways, and a small count would otherwise follow
// from the others.
func share(all []Total) []Shared {
	var out []Shared
	for _, t := range all {
		s := Shared{Name: t.Name}
		for _, c := range t.Cells {
			from := c.Count / step * step
			told := fmt.Sprintf("%d to %d", from, from+step-1)
			if c.Count < step {
				told = fmt.Sprintf("fewer than %d", step)
			}
			s.Cells = append(s.Cells, SharedCell{c.Name, told})
		}
		out = append(out, s)
	}
	return out
}
