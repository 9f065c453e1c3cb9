package twin

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// The weights, as logarithms of chances. They were fitted to invented
// chronologies and rounded; that of close times is by judgement. Where many
// accounts stand around a day, two meet there by chance: ofCrowd.
const (
	onOneDay      = -2.4
	onNextDay     = -3.1
	inOneWeek     = -2.6
	inOneMonth    = 1.5
	roughly       = 1.0
	ofCrowd       = -2.4
	aWord         = -2.0 // with the rarity of the word
	aTopic        = 3.8  // with half of the rarity of the topics
	speaksOfOther = 0.5
	samePeople    = 0.5
	otherPeople   = -0.8
	planAndDeed   = -2.3
	otherPart     = -1.2 // of the day
	closeTimes    = 1.0
	twoCalls      = -1.0 // of which each is with somebody else
	reference     = 8.0

	otherDayAndWords = -1.5 // dated days apart, and without a telling word in common
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
	e := evidence{}
	e.dates(x, a, b)
	e.times(a, b)
	both := e.words(x, a, b)
	e.topics(x, a, b, both)
	e.people(a, b)
	p := Pair{A: a.event.ID, B: b.event.ID, Score: 1 / (1 + math.Exp(-e.sum)), Reasons: e.reasons}
	return p, p.Score >= Likely
}

func (e *evidence) dates(x *corpus, a, b *account) {
	one, other := a.event.When, b.event.When
	crowd := func(from, to int) float64 { return ofCrowd * math.Log(float64(max(x.crowd(from, to), 1))) }
	switch apart := max(b.from-a.to, a.from-b.to); {
	case a.exact && b.exact && apart == 0:
		e.add(onOneDay+ofCrowd*math.Log(float64(max(x.crowd(a.from, a.from)-1, 1))), "Both are dated %s.", one.From.Words())
	case a.exact && b.exact && apart == 1:
		e.add(onNextDay+ofCrowd*math.Log(float64(max(x.crowd(a.from-1, a.from+1)-1, 1))), "They are dated one day apart: %s and %s.", one.From.Words(), other.From.Words())
	case a.exact && b.exact:
		e.add(inOneWeek+crowd(max(a.from, b.from)-slack, min(a.to, b.to)+slack), "They are dated %d days apart: %s and %s.", apart, one.From.Words(), other.From.Words())
	case apart > 0:
		e.add(inOneWeek+crowd(max(a.from, b.from)-slack, min(a.to, b.to)+slack), "Their dates are close: %s, and %s.", one.Words(), other.Words())
	case max(a.to-a.from, b.to-b.from) <= 31:
		wide := a
		if a.exact {
			wide = b
		}
		e.add(inOneMonth+crowd(wide.from, wide.to), "Their dates can be of the same day: %s, and %s.", one.Words(), other.Words())
	default:
		// Somewhere in so long a time there is much like it, in the line or not.
		wide := a
		if b.to-b.from > a.to-a.from {
			wide = b
		}
		around := max(x.crowd(wide.from, wide.to), min(wide.to-wide.from, 365)/7)
		e.add(roughly+ofCrowd*math.Log(float64(max(around, 1))), "Their dates can be of the same day, but are known only roughly: %s, and %s.", one.Words(), other.Words())
	}
}

func (e *evidence) times(a, b *account) {
	if a.part != 0 && b.part != 0 && a.part != b.part {
		e.add(otherPart, "")
	}
	if a.minute >= 0 && b.minute >= 0 && a.exact && b.exact && a.from == b.from && max(a.minute-b.minute, b.minute-a.minute) <= 45 {
		e.add(closeTimes, "The times are close: %s and %s.", a.event.When.Time, b.event.When.Time)
	}
}

// mostNamed is how many words in common a reason names.
const mostNamed = 5

// words weighs the words in common, and gives them. A whole sentence that both
// have is a way of writing, and tells nothing.
func (e *evidence) words(x *corpus, a, b *account) []int32 {
	form := map[int32]bool{}
	for s, ws := range a.sentences {
		if _, in := b.sentences[s]; in && x.repeated[s] > often {
			for _, w := range ws {
				form[w] = true
			}
		}
	}
	var both []int32
	for _, w := range a.words {
		if _, in := b.written[w]; in && !form[w] {
			both = append(both, w)
			e.sum += x.tells(w, a.before[w], b.before[w])
		}
	}
	ranked := slices.Clone(both)
	slices.SortStableFunc(ranked, func(v, w int32) int { return cmp.Compare(x.weight[w], x.weight[v]) })
	var named []string
	for _, w := range ranked {
		if len(named) < mostNamed && x.weight[w] >= telling {
			named = append(named, a.written[w])
		}
	}
	switch len(named) {
	case 0:
		if a.exact && b.exact && max(b.from-a.to, a.from-b.to) > 1 {
			e.add(otherDayAndWords, "")
		}
	case 1:
		e.add(0, "A word in common that few accounts have: %s.", named[0])
	default:
		e.add(0, "Words in common that few accounts have: %s.", strings.Join(named, ", "))
	}
	return both
}

// often is how many times a sentence must stand in the line to be a form of words.
const often = 2

// tells is what a word in common is worth. After the same word before it, one
// that often follows it tells little.
func (x *corpus) tells(w, beforeA, beforeB int32) float64 {
	rare := max(x.weight[w]-1, 0)
	if beforeA >= 0 && beforeA == beforeB {
		rare = min(x.weight[w], math.Log(float64(x.words[beforeA].len()+1)/float64(x.pairs[[2]int32{beforeA, w}])))
	}
	return rare + aWord + 1
}

// topics weighs what both write about, be it in words of their own.
func (e *evidence) topics(x *corpus, a, b *account, both []int32) {
	var named []string
	for topic, words := range a.topics {
		theirs, in := b.topics[topic]
		if !in {
			continue
		}
		named = append(named, topic)
		// The words themselves were weighed already.
		if !slices.ContainsFunc(words, func(w int32) bool { return slices.Contains(theirs, w) && slices.Contains(both, w) }) {
			e.sum += max(x.of[topic]-0.5, 0) / 2
		}
	}
	if len(named) > 0 {
		slices.Sort(named)
		e.add(aTopic, "Both write of: %s.", strings.Join(named, ", "))
	}
}

func (e *evidence) people(a, b *account) {
	if a.quotes(b) {
		e.add(reference, "One has the other's reference.")
	}
	spoken := 0
	for _, p := range [][2]*account{{a, b}, {b, a}} {
		if meets(p[0].services, p[1].itself) {
			spoken++
			e.add(speaksOfOther, "The account of %s speaks of the other's service.", p[0].event.Agency)
		}
	}
	if a.call && b.call && spoken < 2 {
		e.add(twoCalls, "")
	}
	if a.planned != b.planned {
		e.add(planAndDeed, "")
	}
	for kind, ones := range a.codes {
		others := b.codes[kind]
		switch {
		case len(others) == 0:
		case meets(ones, others):
			e.add(samePeople, "")
		default:
			e.add(otherPeople, "")
		}
	}
	if len(a.codes) > 0 && len(b.codes) > 0 && !meetKinds(a.codes, b.codes) {
		e.add(otherPeople, "") // a child here, an adult there
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

func meetKinds(a, b map[byte]map[string]bool) bool {
	for kind := range a {
		if b[kind] != nil {
			return true
		}
	}
	return false
}
