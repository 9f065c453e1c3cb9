// Package twin finds accounts by different agencies that are likely of the same
// event, and says why it thinks so; and where accounts of one event disagree. It
// joins nothing: a person does. [CPG21 ¶3.175]
package twin

import (
	"cmp"
	"math"
	"slices"

	"lr/internal/chronology/line"
)

// Pair is two accounts that are likely of the same event, A before B on the line.
// Score goes from 0 to 1.
type Pair struct {
	A, B    string
	Score   float64
	Reasons []string
}

// Likely is the score from which two accounts count as likely of the same event.
const Likely = 0.5

// Find gives the accounts that are likely of the same event, the surest first.
// Accounts are compared where their dates can be of the same days and they share
// words that most accounts do not have.
func Find(es []line.Event) []Pair {
	x := index(es)
	var out []Pair
	for i := range x.accounts {
		for _, j := range x.near(i) {
			if p, ok := x.compare(i, j); ok {
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Pair) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// slack is how many days apart two agencies may date one event.
const slack = 2

// posting is an account that has a word; those known to the day stand in order
// of their days.
type posting struct {
	account int32
	day     int32
}

// corpus is the whole line, ready to be compared.
type corpus struct {
	accounts []account
	exact    [][]posting // by word: accounts known to the day
	loose    [][]posting // by word: the others
	weight   []float64   // by word: the rarer, the more
	carried  []float64   // by account: weight in common with the one being compared
}

func index(es []line.Event) *corpus {
	x := &corpus{accounts: make([]account, len(es)), carried: make([]float64, len(es))}
	ids := map[string]int32{}
	var often []int
	for i := range es {
		x.accounts[i] = accountOf(&es[i], ids)
		for _, w := range x.accounts[i].words {
			if int(w) == len(often) {
				often = append(often, 0)
			}
			often[w]++
		}
	}
	x.exact, x.loose, x.weight = make([][]posting, len(often)), make([][]posting, len(often)), make([]float64, len(often))
	for w, n := range often {
		x.weight[w] = math.Log(float64(len(es)+60) / float64(n+2))
	}
	for i := range x.accounts {
		a := &x.accounts[i]
		for _, w := range a.words {
			a.total += x.weight[w]
			list := &x.loose
			if a.exact {
				list = &x.exact
			}
			(*list)[w] = append((*list)[w], posting{int32(i), int32(a.from)})
		}
	}
	for _, list := range x.exact {
		slices.SortFunc(list, func(a, b posting) int { return cmp.Compare(a.day, b.day) })
	}
	return x
}

// telling is the weight from which a word tells one event from another.
const telling = 1.2

// near are later accounts, by other agencies, whose dates can meet, and that
// share enough.
func (x *corpus) near(i int) []int {
	a := &x.accounts[i]
	var touched []int
	take := func(p posting, w int32) {
		j := int(p.account)
		if j <= i || x.accounts[j].event.Agency == a.event.Agency || !a.meets(&x.accounts[j]) {
			return
		}
		if x.carried[j] == 0 {
			touched = append(touched, j)
		}
		x.carried[j] += x.weight[w]
	}
	for _, w := range a.words {
		if x.weight[w] < telling {
			continue
		}
		list := x.exact[w]
		first, _ := slices.BinarySearchFunc(list, int32(a.from-slack), func(p posting, day int32) int { return cmp.Compare(p.day, day) })
		for _, p := range list[first:] {
			if int(p.day) > a.to+slack {
				break
			}
			take(p, w)
		}
		for _, p := range x.loose[w] {
			take(p, w)
		}
	}
	// What quotes the other's reference counts without another word.
	out := touched[:0]
	for _, j := range touched {
		if x.carried[j] >= 2*telling || a.quotes(&x.accounts[j]) {
			out = append(out, j)
		}
		x.carried[j] = 0
	}
	return out
}
