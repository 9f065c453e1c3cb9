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
	var gaps, inOrder []int
	last := 0
	for i, c := range cs {
		if i > 0 && c.from > cs[last].to {
			inOrder = append(inOrder, c.from-cs[last].to)
		}
		if i == 0 || c.to > cs[last].to {
			last = i
		}
	}
	if len(inOrder) < fewest {
		return nil
	}
	gaps = slices.Sorted(slices.Values(inOrder))
	usual := quantile(gaps, 0.5)
	limit := max(28, 3*usual, quantile(gaps, 0.75)*3, usual/math.Ln2*(math.Log(float64(len(gaps)))+3))
	var out []Suggestion
	last = 0
	n := -1
	for i, c := range cs {
		gap := c.from - cs[last].to
		if i > 0 && gap > 0 {
			n++
		}
		if i > 0 && gap > 0 && float64(gap-holidays("", cs[last].to, c.from)) > max(limit, 3*quantile(neighbours(inOrder, n), 0.5)) {
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

// neighbours are the five gaps before one and the five after it: where a
// chronology is thin, long gaps are usual.
func neighbours(gaps []int, n int) []int {
	out := slices.Concat(gaps[max(n-5, 0):n], gaps[n+1:min(n+6, len(gaps))])
	slices.Sort(out)
	return out
}
