package twin

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// evidence adds up what speaks for and against one event, with its reasons. It
// starts from how many accounts there are around those days: where many are, two
// meet by chance.
type evidence struct {
	sum     float64
	reasons []string
}

func (e *evidence) add(weight float64, reason string, args ...any) {
	e.sum += weight
	if reason != "" {
		e.reasons = append(e.reasons, fmt.Sprintf(reason, args...))
	}
}

// compare weighs two accounts of different agencies.
func (x *corpus) compare(i, j int) (Pair, bool) {
	a, b := &x.accounts[i], &x.accounts[j]
	e := evidence{}
	e.dates(x, a, b)
	e.times(a, b)
	e.words(x, a, b)
	e.people(a, b)
	p := Pair{A: a.event.ID, B: b.event.ID, Score: 1 / (1 + math.Exp(-e.sum)), Reasons: e.reasons}
	return p, p.Score >= Likely
}

// The chances that an account has a twin, by how the dates of the two agree.
var (
	sameDay   = math.Log(0.16)
	nextDay   = math.Log(0.05)
	sameWeek  = math.Log(0.03)
	sameMonth = math.Log(0.16)
	roughly   = math.Log(0.04)
)

func (e *evidence) dates(x *corpus, a, b *account) {
	one, other := a.event.When, b.event.When
	apart := max(b.from-a.to, a.from-b.to)
	around := func(days int) float64 {
		return math.Log(float64(max(x.crowd(max(a.from, b.from)-days, min(a.to, b.to)+days)-1, 1)))
	}
	switch {
	case a.exact && b.exact && apart == 0:
		e.add(sameDay-around(0), "Both are dated %s.", one.From.Words())
	case a.exact && b.exact && apart == 1:
		e.add(nextDay-around(1), "They are dated one day apart: %s and %s.", one.From.Words(), other.From.Words())
	case a.exact && b.exact:
		e.add(sameWeek-math.Log(float64(max(x.crowd(a.from-slack, a.from+slack)-1, 1))), "They are dated %d days apart: %s and %s.", apart, one.From.Words(), other.From.Words())
	case apart > 0:
		e.add(sameWeek-math.Log(float64(max(x.crowd(min(a.to, b.to), max(a.from, b.from)), 1))), "Their dates are close: %s, and %s.", one.Words(), other.Words())
	case max(a.to-a.from, b.to-b.from) <= 31:
		wide := a
		if a.exact {
			wide = b
		}
		e.add(sameMonth-math.Log(float64(max(x.crowd(wide.from, wide.to), 1))), "Their dates can be of the same day: %s, and %s.", one.Words(), other.Words())
	default:
		e.add(roughly-math.Log(float64(max(x.crowd(max(a.from, b.from), min(a.to, b.to)), len(x.days)/12, 1))), "Their dates can be of the same day, but are known only roughly: %s, and %s.", one.Words(), other.Words())
	}
}

func (e *evidence) times(a, b *account) {
	if a.part != 0 && b.part != 0 && a.part != b.part {
		e.add(-1.5, "")
	}
	if a.minute < 0 || b.minute < 0 || !a.exact || !b.exact || a.from != b.from {
		return
	}
	switch apart := max(a.minute-b.minute, b.minute-a.minute); {
	case apart <= 45:
		e.add(1.5, "The times are close: %s and %s.", a.event.When.Time, b.event.When.Time)
	case apart > 360:
		e.add(-0.5, "")
	}
}

// kept is what the chance is worth that an account of the same event has a given
// word of the other, or is of a given topic.
const kept = -1.6

// mostNamed is how many words in common a reason names.
const mostNamed = 5

func (e *evidence) words(x *corpus, a, b *account) {
	var both []int32
	sum := 0.0
	whole := map[int32]bool{} // words that come with a sentence both have
	for s, ws := range a.sentences {
		if _, in := b.sentences[s]; in {
			sum += max(weigh(x.repeated[s], len(x.accounts), false)+kept, 0)
			for _, w := range ws {
				whole[w] = true
			}
		}
	}
	for _, w := range a.words {
		if _, in := b.written[w]; !in {
			continue
		}
		both = append(both, w)
		if whole[w] {
			continue
		}
		// After the word before it, one that often follows it tells little.
		if before := a.before[w]; before >= 0 && before == b.before[w] {
			sum += min(x.weight[w], math.Log(float64(len(x.words[before].exact)+len(x.words[before].loose)+1)/float64(x.pairs[[2]int32{before, w}])))
		} else if more := x.weight[w] + kept; more > 0 {
			sum += more
		}
	}
	topics := e.topics(x, a, b, both)
	other := float64(min(len(a.words), len(b.words)) - len(both))
	if topics > 0 {
		other /= 2
	}
	sum -= min(0.12*other, 1.5)
	slices.SortStableFunc(both, func(v, w int32) int { return cmp.Compare(x.weight[w], x.weight[v]) })
	var named []string
	for _, w := range both {
		if len(named) < mostNamed && x.weight[w] >= telling {
			named = append(named, a.written[w])
		}
	}
	switch len(named) {
	case 0:
	case 1:
		e.add(0, "A word in common that few accounts have: %s.", named[0])
	default:
		e.add(0, "Words in common that few accounts have: %s.", strings.Join(named, ", "))
	}
	e.add(sum+topics, "")
}

// topics weighs what both write about in words of their own.
func (e *evidence) topics(x *corpus, a, b *account, both []int32) float64 {
	var named []string
	sum := 0.0
	for topic, words := range a.topics {
		theirs, in := b.topics[topic]
		if !in {
			continue
		}
		named = append(named, topic)
		shared := slices.ContainsFunc(words, func(w int32) bool { return slices.Contains(theirs, w) && slices.Contains(both, w) })
		if !shared {
			sum += max(x.of[topic]+kept/3, 0)
		}
	}
	if len(named) > 0 {
		slices.Sort(named)
		e.add(0, "Both write of: %s.", strings.Join(named, ", "))
	}
	return sum
}

func (e *evidence) people(a, b *account) {
	if a.quotes(b) {
		e.add(6, "One has the other's reference.")
	}
	spoken := 0
	for _, p := range [][2]*account{{a, b}, {b, a}} {
		if meets(p[0].services, p[1].itself) {
			spoken++
			e.add(1, "The account of %s speaks of the other's service.", p[0].event.Agency)
		}
	}
	if a.call && b.call && spoken < 2 {
		e.add(-1.5, "")
	}
	for kind, ones := range a.codes {
		others := b.codes[kind]
		switch {
		case len(others) == 0:
		case meets(ones, others):
			e.add(0.2, "")
		default:
			e.add(-2, "")
		}
	}
}

func meets(a, b map[string]bool) bool {
	for s := range a {
		if b[s] {
			return true
		}
	}
	return false
}
