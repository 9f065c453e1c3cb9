// Package twin finds accounts by different agencies that are likely of the same
// event, and says why it thinks so; and where accounts of one event disagree. It
// joins nothing: a person does. [CPG21 ¶3.175]
package twin

import (
	"cmp"
	"math"
	"slices"
	"sort"

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
// words or a topic that most accounts do not have.
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
const slack = 8

// posting is an account that has a word, or is of a topic.
type posting struct{ account, day int32 }

// list are the accounts of a word: those known to the day, in order of their
// days, and the others.
type list struct{ exact, loose []posting }

func (l *list) add(a *account, i int) {
	p := posting{int32(i), int32(a.from)}
	if a.exact {
		l.exact = append(l.exact, p)
	} else {
		l.loose = append(l.loose, p)
	}
}

// corpus is the whole line, ready to be compared.
type corpus struct {
	accounts []account
	words    []list
	keys     map[string]*list // by number, such as that of a reference
	topics   map[string]*list
	weight   []float64          // by word: the rarer, the more
	pairs    map[[2]int32]int   // how often a word follows another
	of       map[string]float64 // weight by topic
	repeated map[string]int     // how often a sentence stands in the line
	days     []int              // of the accounts known to the day, in order
	carried  []float64          // by account: weight in common with the one being compared
}

// background is how many accounts of any chronology are thought to stand behind
// this one, so that what is rare among a few is not taken for rare.
const background = 200

func weigh(n, of int, usual bool) float64 {
	seen := float64(n)
	if usual {
		seen += background / 10
	}
	return math.Log(float64(of+background) / seen)
}

func index(es []line.Event) *corpus {
	x := &corpus{accounts: make([]account, len(es)), carried: make([]float64, len(es)), topics: map[string]*list{}, keys: map[string]*list{}, pairs: map[[2]int32]int{}, of: map[string]float64{}, repeated: map[string]int{}}
	ids := map[string]int32{}
	for i := range es {
		x.accounts[i] = accountOf(&es[i], ids)
	}
	x.words, x.weight = make([]list, len(ids)), make([]float64, len(ids))
	for i := range x.accounts {
		a := &x.accounts[i]
		for _, w := range a.words {
			x.words[w].add(a, i)
			x.pairs[[2]int32{a.before[w], w}]++
		}
		for s := range a.sentences {
			x.repeated[s]++
		}
		for topic := range a.topics {
			if x.topics[topic] == nil {
				x.topics[topic] = &list{}
			}
			x.topics[topic].add(a, i)
		}
		for _, key := range a.keys {
			if x.keys[key] == nil {
				x.keys[key] = &list{}
			}
			x.keys[key].add(a, i)
		}
		if a.exact {
			x.days = append(x.days, a.from)
		}
	}
	sort.Ints(x.days)
	for word, w := range ids {
		x.weight[w] = weigh(x.words[w].len(), len(es), line.Usual[word])
		x.words[w].sort()
	}
	for _, l := range x.keys {
		l.sort()
	}
	for topic, l := range x.topics {
		x.of[topic] = weigh(l.len()+background/50, len(es), false)
		l.sort()
	}
	return x
}

func (l *list) len() int { return len(l.exact) + len(l.loose) }

func (l *list) sort() {
	slices.SortFunc(l.exact, func(a, b posting) int { return cmp.Compare(a.day, b.day) })
}

// telling is the weight from which a word tells one event from another.
const telling = 2

// near are later accounts, by other agencies, whose dates can meet, and that
// share enough to be compared.
func (x *corpus) near(i int) []int {
	a := &x.accounts[i]
	var touched []int
	take := func(p posting, weight float64) {
		j := int(p.account)
		if b := &x.accounts[j]; j <= i || b.event.Agency == a.event.Agency || a.from > b.to+slack || b.from > a.to+slack {
			return
		}
		if x.carried[j] == 0 {
			touched = append(touched, j)
		}
		x.carried[j] += weight
	}
	all := func(l *list, weight float64) {
		if weight < telling {
			return
		}
		first, _ := slices.BinarySearchFunc(l.exact, int32(a.from-slack), func(p posting, day int32) int { return cmp.Compare(p.day, day) })
		for _, p := range l.exact[first:] {
			if int(p.day) > a.to+slack {
				break
			}
			take(p, weight)
		}
		for _, p := range l.loose {
			take(p, weight)
		}
	}
	for _, w := range a.words {
		all(&x.words[w], x.weight[w])
	}
	for topic := range a.topics {
		all(x.topics[topic], x.of[topic])
	}
	for _, key := range a.keys {
		all(x.keys[key], telling)
	}
	out := touched[:0]
	for _, j := range touched {
		if x.carried[j] >= telling {
			out = append(out, j)
		}
		x.carried[j] = 0
	}
	return out
}

// crowd is how many accounts known to the day stand between two days.
func (x *corpus) crowd(from, to int) int {
	return sort.SearchInts(x.days, to+1) - sort.SearchInts(x.days, from)
}
