package twin

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"lr/internal/chronology/invented"
	"lr/internal/chronology/line"
)

func TestScratch(t *testing.T) {
	for seed := uint64(1); seed <= 5; seed++ {
		set := invented.Make(seed, 2000, 8)
		pairs := Find(set.Events)
		by := map[string]line.Event{}
		for _, e := range set.Events {
			by[e.ID] = e
		}
		got := map[[2]string]Pair{}
		groups := Groups(set.Events, pairs, func(a, b string) bool { return false })
		score := map[[2]string]Pair{}
		for _, p := range pairs {
			score[[2]string{min(p.A, p.B), max(p.A, p.B)}] = p
		}
		pairs = nil
		for _, g := range groups {
			for i, a := range g.IDs {
				for _, b := range g.IDs[i+1:] {
					p := score[[2]string{min(a, b), max(a, b)}]
					p.A, p.B = a, b
					pairs = append(pairs, p)
				}
			}
		}
		for _, p := range pairs {
			got[[2]string{min(p.A, p.B), max(p.A, p.B)}] = p
		}
		hit := 0
		planted := map[[2]string]bool{}
		show := func(what string, ids [2]string, x any) {
			if os.Getenv("SHOW") == "" {
				return
			}
			a, b := by[ids[0]], by[ids[1]]
			fmt.Printf("%s %v\n   %s %s | %s | %s | %s | %s\n   %s %s | %s | %s | %s | %s\n", what, x, a.When.Words(), a.When.Time, a.Agency, a.Event, a.Action, a.Seen, b.When.Words(), b.When.Time, b.Agency, b.Event, b.Action, b.Seen)
		}
		for _, w := range set.Twins {
			k := [2]string{min(w.IDs[0], w.IDs[1]), max(w.IDs[0], w.IDs[1])}
			planted[k] = true
			if _, ok := got[k]; ok {
				hit++
			} else {
				x := index(set.Events)
				at := func(id string) int {
					return slices.IndexFunc(set.Events, func(e line.Event) bool { return e.ID == id })
				}
				i, j := at(k[0]), at(k[1])
				p, _ := x.compare(min(i, j), max(i, j))
				show("MISSED", w.IDs, fmt.Sprint(w.How, p.Score))
			}
		}
		bad := map[[2]string]string{}
		for _, n := range set.NotTwins {
			bad[[2]string{min(n.IDs[0], n.IDs[1]), max(n.IDs[0], n.IDs[1])}] = n.Why
		}
		falseNot, falseOther := 0, 0
		for k, p := range got {
			if planted[k] {
				continue
			}
			if why, is := bad[k]; is {
				falseNot++
				show("NOT TWIN", k, fmt.Sprint(why, p.Score, p.Reasons))
			} else {
				falseOther++
				show("FALSE", k, fmt.Sprint(p.Score, p.Reasons))
			}
		}
		fmt.Printf("seed %d: twins %d found %d recall %.3f; pairs %d precision %.3f; not twins %d wrongly %d other %d\n", seed, len(planted), hit, float64(hit)/float64(len(planted)), len(got), float64(hit)/float64(len(got)), len(bad), falseNot, falseOther)
	}
}
