package missed

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"lr/internal/chronology/line"
)

// nothing are times in which nobody has anything, far longer than is usual in
// this chronology.
func nothing(es []line.Event) []Suggestion {
	var cs []contact
	for _, e := range es {
		if from, to, ok := known(e.When); ok {
			cs = append(cs, contact{from: from, to: to, id: e.ID})
		}
	}
	slices.SortStableFunc(cs, func(a, b contact) int { return cmp.Compare(a.from, b.from) })
	var gaps []int
	last := 0
	for i, c := range cs {
		if i > 0 && c.from > cs[last].to {
			gaps = append(gaps, c.from-cs[last].to)
		}
		if i == 0 || c.to > cs[last].to {
			last = i
		}
	}
	if len(gaps) < fewest {
		return nil
	}
	slices.Sort(gaps)
	usual := quantile(gaps, 0.5)
	limit := max(28, 3*usual, quantile(gaps, 0.75)*3, usual/math.Ln2*(math.Log(float64(len(gaps)))+3))
	var out []Suggestion
	last = 0
	for i, c := range cs {
		if gap := c.from - cs[last].to; i > 0 && float64(gap-holidays("", cs[last].to, c.from)) > limit {
			from, to := dateOf(cs[last].to), dateOf(c.from)
			out = append(out, Suggestion{Kind: Nothing, Subject: "everybody", From: from.AddDays(1), To: to.AddDays(-1), Title: "Nobody has anything for " + Long(gap),
				Words:    fmt.Sprintf("No agency has an entry between %s and %s. Usually there is one within %s.", from.Words(), to.Words(), Long(max(int(usual), 1))),
				Evidence: []string{cs[last].id, c.id}})
		}
		if i == 0 || c.to > cs[last].to {
			last = i
		}
	}
	return out
}
