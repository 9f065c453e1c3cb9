package yearly

import (
	"fmt"
	"testing"
)

// What is passed on never tells a count below five, also not to somebody who
// knows the rule and that two totals count the same cases: there are always two
// ways in which it could have come about, whichever small count one looks at.
func TestWhatIsPassedOnTellsNoSmallCount(t *testing.T) {
	t.Parallel()
	var pairs [][]Total
	for _, a := range worlds(2, 15) {
		for _, b := range worlds(3, 15) {
			if a.Sum() == b.Sum() {
				pairs = append(pairs, []Total{a, b})
			}
		}
	}
	ways := map[string][]map[int]bool{} // what is read, and which counts it can come from
	for _, p := range pairs {
		key := fmt.Sprint(share(p))
		if ways[key] == nil {
			ways[key] = []map[int]bool{{}, {}, {}, {}, {}}
		}
		for i, c := range append(append([]Cell{}, p[0].Cells...), p[1].Cells...) {
			ways[key][i][c.Count] = true
		}
	}
	for key, counts := range ways {
		for i, could := range counts {
			for n := range could {
				if n < step && len(could) < 2 {
					t.Errorf("from %s it follows that count %d is %d", key, i, n)
				}
			}
		}
	}
	if len(ways) < 10 {
		t.Errorf("only %d different things were read", len(ways))
	}
}

// worlds are all totals of n cells below a bound.
func worlds(n, below int) []Total {
	if n == 0 {
		return []Total{{}}
	}
	var all []Total
	for _, rest := range worlds(n-1, below) {
		for count := range below {
			cells := append(append([]Cell{}, rest.Cells...), Cell{fmt.Sprint(n - 1), count})
			all = append(all, Total{Cells: cells})
		}
	}
	return all
}

func TestCountsAreToldInSteps(t *testing.T) {
	t.Parallel()
	total := Total{}
	for _, n := range []int{0, 4, 5, 9, 10, 27} {
		total.Cells = append(total.Cells, Cell{Count: n})
	}
	want := []string{"fewer than 5", "fewer than 5", "5 to 9", "5 to 9", "10 to 14", "25 to 29"}
	for i, c := range share([]Total{total})[0].Cells {
		if c.Count != want[i] {
			t.Errorf("%d is told as %q, want %q", total.Cells[i].Count, c.Count, want[i])
		}
	}
}

// No cell of a table begins as a formula would, whatever was typed.
func FuzzACellIsNoFormula(f *testing.F) {
	for _, s := range []string{"", "=1+1", " =1", "+3", "-2", "@x", "\t=1", "'=1", "＝1", "plain", "\u00a0=1", "\ufeff=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got := plain(typed)
		if got != typed && got != "'"+typed {
			t.Fatalf("%q became %q", typed, got)
		}
		for _, r := range got {
			switch r {
			case ' ', '\u00a0', '\ufeff':
				continue
			case '=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n':
				t.Fatalf("%q begins as a formula", got)
			}
			return
		}
	})
}
