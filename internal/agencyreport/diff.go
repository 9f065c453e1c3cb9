package agencyreport

import (
	"unicode"

	"lr/internal/look"
)

// steepest is how many words may differ before two texts are shown one after the
// other: then hardly anything is the same, and the two are easier to read whole.
const steepest = 600

// Diff tells two texts apart word by word, by the shortest way from one to the
// other (Myers, 1986). What is kept together with what is taken out is the old
// text, what is kept together with what is added the new one.
func Diff(old, now string) []look.Change {
	a, b := pieces(old), pieces(now)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var d changes
	d.add(look.Change{}, a[:head])
	d.between(a[head:len(a)-tail], b[head:len(b)-tail])
	d.add(look.Change{}, a[len(a)-tail:])
	return d
}

// pieces are the words of a text, each with the space before it.
func pieces(s string) []string {
	var out []string
	start, inWord := 0, false
	for i, r := range s {
		space := unicode.IsSpace(r)
		if inWord && space {
			out = append(out, s[start:i])
			start = i
		}
		inWord = !space
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

type changes []look.Change

// add puts words to the end, together with those before them where they are of
// the same kind.
func (d *changes) add(like look.Change, words []string) {
	for _, w := range words {
		if n := len(*d); n > 0 && (*d)[n-1].Added == like.Added && (*d)[n-1].Removed == like.Removed {
			(*d)[n-1].Text += w
			continue
		}
		like.Text = w
		*d = append(*d, like)
	}
}

// between goes from a to b. reached[k] is how far along a one comes on diagonal k
// with so many steps; the steps are then walked back from the end.
func (d *changes) between(a, b []string) {
	most := min(len(a)+len(b), steepest)
	reached := make([]int, 2*most+3)
	var trail [][]int
	for steps := 0; steps <= most; steps++ {
		trail = append(trail, append([]int{}, reached...))
		for k := -steps; k <= steps; k += 2 {
			x := reached[most+k] + 1 // a word of a is taken out
			if k == -steps || k != steps && reached[most+k] < reached[most+k+2] {
				x = reached[most+k+2] // a word of b is added
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			if reached[most+1+k] = x; x >= len(a) && x-k >= len(b) {
				d.back(a, b, trail, most)
				return
			}
		}
	}
	d.add(look.Change{Removed: true}, a)
	d.add(look.Change{Added: true}, b)
}

// back walks the steps from the end to the beginning and notes them in order.
func (d *changes) back(a, b []string, trail [][]int, most int) {
	type step struct {
		like look.Change
		word string
	}
	var steps []step
	x, y := len(a), len(b)
	for n := len(trail) - 1; n >= 0; n-- {
		reached, k := trail[n], x-y
		from := k - 1
		if k == -n || k != n && reached[most+k] < reached[most+k+2] {
			from = k + 1
		}
		toX := reached[most+1+from]
		toY := toX - from
		if n == 0 {
			toX, toY = 0, 0
		}
		for x > toX && y > toY {
			x, y = x-1, y-1
			steps = append(steps, step{look.Change{}, a[x]})
		}
		switch {
		case n == 0:
		case from == k+1:
			y--
			steps = append(steps, step{look.Change{Added: true}, b[y]})
		default:
			x--
			steps = append(steps, step{look.Change{Removed: true}, a[x]})
		}
	}
	for i := len(steps) - 1; i >= 0; i-- {
		d.add(steps[i].like, []string{steps[i].word})
	}
}
