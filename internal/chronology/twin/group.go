package twin

import (
	"cmp"
	"slices"

	"lr/internal/chronology/line"
)

// Group is a few accounts, by different agencies, that are likely of one event,
// in the order of the line.
type Group struct {
	IDs     []string
	Score   float64
	Reasons []string
}

// Groups puts pairs together: an account stands in one group, and an agency has
// one account in it. settled leaves out pairs that a person decided on.
func Groups(es []line.Event, pairs []Pair, settled func(a, b string) bool) []Group {
	place, agency := map[string]int{}, map[string]string{}
	for i, e := range es {
		place[e.ID], agency[e.ID] = i, e.Agency
	}
	likely, in := map[[2]string]bool{}, map[string]*Group{}
	for _, p := range pairs {
		if settled(p.A, p.B) {
			continue
		}
		likely[[2]string{p.A, p.B}], likely[[2]string{p.B, p.A}] = true, true
		for _, id := range []string{p.A, p.B} {
			in[id] = &Group{IDs: []string{id}, Score: 1}
		}
	}
	for _, p := range pairs {
		a, b := in[p.A], in[p.B]
		if !likely[[2]string{p.A, p.B}] || a == b || !a.takes(b, likely, agency) {
			continue
		}
		a.IDs, a.Score = append(a.IDs, b.IDs...), min(a.Score, b.Score, p.Score)
		a.Reasons = append(append(a.Reasons, b.Reasons...), p.Reasons...)
		for _, id := range b.IDs {
			in[id] = a
		}
	}
	var out []Group
	for id, g := range in {
		if len(g.IDs) < 2 || g.IDs[0] != id {
			continue
		}
		slices.SortFunc(g.IDs, func(x, y string) int { return cmp.Compare(place[x], place[y]) })
		g.Reasons = once(g.Reasons)
		out = append(out, *g)
	}
	slices.SortFunc(out, func(x, y Group) int { return cmp.Compare(place[x.IDs[0]], place[y.IDs[0]]) })
	return out
}

// takes says that the two groups can be one: no agency twice, and two thirds of
// the accounts across are likely of one event.
func (g *Group) takes(other *Group, likely map[[2]string]bool, agency map[string]string) bool {
	across := 0
	for _, a := range g.IDs {
		for _, b := range other.IDs {
			if agency[a] == agency[b] {
				return false
			}
			if likely[[2]string{a, b}] {
				across++
			}
		}
	}
	return across*3 >= 2*len(g.IDs)*len(other.IDs)
}

func once(all []string) []string {
	var out []string
	for _, s := range all {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}
