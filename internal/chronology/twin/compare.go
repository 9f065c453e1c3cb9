package twin

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// evidence adds up what speaks for and against one event, with its reasons.
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
	e := evidence{sum: -4.2}
	e.dates(a, b)
	e.times(a, b)
	e.words(x, a, b)
	e.people(a, b)
	p := Pair{A: a.event.ID, B: b.event.ID, Score: 1 / (1 + math.Exp(-e.sum)), Reasons: e.reasons}
	return p, p.Score >= Likely
}

func (e *evidence) dates(a, b *account) {
	one, other := a.event.When, b.event.When
	switch apart := max(b.from-a.to, a.from-b.to); {
	case a.exact && b.exact && apart == 0:
		e.add(2, "Both are dated %s.", one.From.Words())
	case a.exact && b.exact && apart == 1:
		e.add(0.8, "They are dated one day apart: %s and %s.", one.From.Words(), other.From.Words())
	case a.exact && b.exact:
		e.add(-0.4, "They are dated %d days apart: %s and %s.", apart, one.From.Words(), other.From.Words())
	case apart > 0:
		e.add(-0.6, "Their dates are close: %s, and %s.", one.Words(), other.Words())
	case max(a.to-a.from, b.to-b.from) <= 31:
		e.add(0.5, "Their dates can be of the same day: %s, and %s.", one.Words(), other.Words())
	default:
		e.add(-0.8, "Their dates can be of the same day, but are known only roughly: %s, and %s.", one.Words(), other.Words())
	}
}

func (e *evidence) times(a, b *account) {
	if a.minute < 0 || b.minute < 0 || !a.exact || !b.exact || a.from != b.from {
		return
	}
	switch apart := max(a.minute-b.minute, b.minute-a.minute); {
	case apart <= 45:
		e.add(1.2, "The times are close: %s and %s.", a.event.When.Time, b.event.When.Time)
	case apart > 300:
		e.add(-1.2, "")
	}
}

// mostNamed is how many words in common a reason names.
const mostNamed = 5

func (e *evidence) words(x *corpus, a, b *account) {
	var both []int32
	sum := 0.0
	for i, j := 0, 0; i < len(a.words) && j < len(b.words); {
		switch {
		case a.words[i] < b.words[j]:
			i++
		case a.words[i] > b.words[j]:
			j++
		default:
			both = append(both, a.words[i])
			sum += x.weight[a.words[i]]
			i, j = i+1, j+1
		}
	}
	share := sum / math.Sqrt(max(a.total, 1)*max(b.total, 1))
	slices.SortStableFunc(both, func(v, w int32) int { return cmp.Compare(x.weight[w], x.weight[v]) })
	var named []string
	for _, w := range both {
		if len(named) < mostNamed && x.weight[w] >= telling {
			named = append(named, a.written[w])
		}
	}
	weight := 5*share + min(sum, 16)*0.12
	switch len(named) {
	case 0:
		e.add(weight, "")
	case 1:
		e.add(weight, "A word in common that few accounts have: %s.", named[0])
	default:
		e.add(weight, "Words in common that few accounts have: %s.", strings.Join(named, ", "))
	}
}

func (e *evidence) people(a, b *account) {
	if a.quotes(b) {
		e.add(3, "One has the other's reference.")
	}
	for _, p := range [][2]*account{{a, b}, {b, a}} {
		if meets(p[0].services, p[1].itself) {
			e.add(0.6, "The account of %s speaks of the other's service.", p[0].event.Agency)
		}
	}
	if len(a.seen) > 0 && len(b.seen) > 0 {
		common, all := 0, len(b.seen)
		for w := range a.seen {
			if b.seen[w] {
				common++
			} else {
				all++
			}
		}
		switch {
		case common*2 >= all:
			e.add(0.4, "They name the same people as seen.")
		case common == 0:
			e.add(-0.3, "")
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
