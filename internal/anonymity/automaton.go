package anonymity

import "slices"

// level is how much a hit says by itself.
type level int8

const (
	quiet   level = iota // nothing, unless it stands beside another hit of the same person
	look                 // a person has to look
	certain              // it is one
)

// form is one way in which a known name is written.
type form struct {
	who     int
	rule    Rule
	level   level
	word    bool // in lower case it is, or could be, an everyday word: it then says less
	capital bool // it is a hit only if every word begins with a capital, or each letter is one
	inside  bool // it may stand within a longer word
}

// hit is a place in the folded text: bytes[start:end].
type hit struct {
	start, end int
	kind       Kind // "" if it is that of the known thing
	rule       Rule
	level      level
	who        []int // whom of the known it may be
}

// gapRule says what an automaton makes of the gaps between words.
type gapRule int

const (
	gapIsSpace   gapRule = iota // any gap is one space; an apostrophe is nothing
	gapIsNothing                // gaps are not there
)

// What a byte can be to an automaton, beside a letter of its patterns.
const (
	classOther = 0 // in no pattern
	classSkip  = 1 // not there
	classGap   = 2
)

// automaton finds all its patterns in one pass over the text (Aho and Corasick),
// with a table of the next state for each state and class of byte.
type automaton struct {
	gaps     gapRule
	patterns map[string][]form
	class    [256]uint8
	classes  int
	next     []int32 // state*classes + class
	first    []int32 // of each state, the index into outputs of the longest pattern that ends there; or -1
	outputs  []output
}

// output is a pattern that ends in a state, and the next shorter one that does.
type output struct {
	length  int // in classes
	forms   []form
	shorter int32
}

func newAutomaton(gaps gapRule) *automaton {
	return &automaton{gaps: gaps, patterns: map[string][]form{}}
}

// add takes a pattern as spaced or glue gives it. Of two forms of one person
// with the same words the first stands.
func (a *automaton) add(words string, f form) {
	if words == "" || slices.ContainsFunc(a.patterns[words], func(g form) bool { return g.who == f.who }) {
		return
	}
	a.patterns[words] = append(a.patterns[words], f)
}

func (a *automaton) build() {
	patterns := make([]string, 0, len(a.patterns))
	for words := range a.patterns {
		patterns = append(patterns, words)
	}
	slices.Sort(patterns)
	a.classify(patterns)
	a.next, a.first = make([]int32, a.classes), []int32{-1}
	for _, words := range patterns {
		state := int32(0)
		for i := range len(words) {
			at := int(state)*a.classes + int(a.class[words[i]])
			if a.next[at] == 0 {
				a.next[at] = int32(len(a.first))
				a.first = append(a.first, -1)
				a.next = append(a.next, make([]int32, a.classes)...)
			}
			state = a.next[at]
		}
		a.first[state] = int32(len(a.outputs))
		a.outputs = append(a.outputs, output{length: len(words), forms: a.patterns[words], shorter: -1})
	}
	a.link()
}

// classify gives each byte of a pattern a class of its own.
func (a *automaton) classify(patterns []string) {
	a.classes = 3
	for b := range 256 {
		switch {
		case b == '\'' || a.gaps == gapIsNothing && gap(byte(b)):
			a.class[b] = classSkip
		case gap(byte(b)):
			a.class[b] = classGap
		}
	}
	for _, words := range patterns {
		for i := range len(words) {
			if a.class[words[i]] == classOther {
				a.class[words[i]] = uint8(a.classes)
				a.classes++
			}
		}
	}
}

// link fills the table where a pattern breaks off: the state of the longest
// pattern that the text read so far still begins.
func (a *automaton) link() {
	fail := make([]int32, len(a.first))
	queue := []int32{}
	for _, s := range a.next[:a.classes] {
		if s != 0 {
			queue = append(queue, s)
		}
	}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		back := fail[state]
		if own := a.first[state]; own < 0 {
			a.first[state] = a.first[back]
		} else {
			a.outputs[own].shorter = a.first[back]
		}
		for c := range a.classes {
			s, other := &a.next[int(state)*a.classes+c], a.next[int(back)*a.classes+c]
			if *s == 0 {
				*s = other
			} else {
				fail[*s] = other
				queue = append(queue, *s)
			}
		}
	}
}

// find appends the hits in t.
func (a *automaton) find(t *folded, hits []hit) []hit {
	if len(a.outputs) == 0 {
		return hits
	}
	state, last := int32(0), uint8(classOther)
	for i, b := range t.bytes {
		c := a.class[b]
		if c == classSkip || c == classGap && last == classGap {
			continue
		}
		last = c
		state = a.next[int(state)*a.classes+int(c)]
		for o := a.first[state]; o >= 0; o = a.outputs[o].shorter {
			hits = a.accept(t, i+1, &a.outputs[o], hits)
		}
	}
	return hits
}

// accept makes hits of a pattern that ends before end, if it stands as words do.
func (a *automaton) accept(t *folded, end int, o *output, hits []hit) []hit {
	start := a.back(t, end, o.length)
	whole := a.begins(t, start)
	if whole {
		end, whole = a.ends(t, start, end)
	}
	var best hit
	for _, f := range o.forms {
		l := f.level
		switch {
		case !whole && !f.inside, f.capital && !capitals(t, start, end):
			continue
		case f.word && !anyCapital(t, start, end):
			l--
		}
		if len(best.who) == 0 || l > best.level {
			best.rule, best.level = f.rule, l
		}
		best.who = append(best.who, f.who)
	}
	if len(best.who) == 0 {
		return hits
	}
	best.start, best.end = start, end
	return append(hits, best)
}

// back is where a pattern of n classes begins that ends before end.
func (a *automaton) back(t *folded, end, n int) int {
	last := uint8(classOther)
	i := end
	for n > 0 {
		i--
		c := a.class[t.bytes[i]]
		if c == classSkip || c == classGap && last == classGap {
			continue
		}
		last = c
		n--
	}
	return i
}

func (a *automaton) begins(t *folded, start int) bool {
	if start == 0 {
		return true
	}
	before := t.bytes[start-1]
	if a.gaps == gapIsNothing {
		return !digit(before) && !(letter(before) && letter(t.bytes[start]))
	}
	return !joined(before, t.bytes[start]) || t.upper(start) && !t.upper(start-1)
}

// joined says whether two bytes side by side belong to one word or number.
func joined(a, b byte) bool { return letter(a) && letter(b) || digit(a) && digit(b) }

// ends also takes in the s of a possessive or plural without an apostrophe.
func (a *automaton) ends(t *folded, start, end int) (int, bool) {
	if end == len(t.bytes) {
		return end, true
	}
	after := t.bytes[end]
	if a.gaps == gapIsNothing {
		return end, !digit(after) && !(letter(after) && letter(t.bytes[end-1]))
	}
	if !joined(t.bytes[end-1], after) || t.upper(end) && !t.upper(end-1) {
		return end, true
	}
	if after == 's' && end-start >= 4 && (end+1 == len(t.bytes) || !letter(t.bytes[end+1])) {
		return end + 1, true
	}
	return end, false
}

// capitals says whether each word begins with a capital; of a single word
// without gaps of up to four letters each letter has to be one.
func capitals(t *folded, start, end int) bool {
	single := end-start <= 4
	for i := start; i < end; i++ {
		single = single && !gap(t.bytes[i])
	}
	for i := start; i < end; i++ {
		if letter(t.bytes[i]) && (single || i == start || !letter(t.bytes[i-1])) && !t.upper(i) {
			return false
		}
	}
	return true
}

func anyCapital(t *folded, start, end int) bool {
	for i := start; i < end; i++ {
		if letter(t.bytes[i]) && t.upper(i) {
			return true
		}
	}
	return false
}

// spaced is folded words as the patterns of an automaton have them: one space
// for a gap, nothing for an apostrophe, no other signs.
func spaced(words string) string {
	out := make([]byte, 0, len(words))
	for _, b := range []byte(words) {
		switch {
		case b == '\'':
		case letter(b) || digit(b):
			out = append(out, b)
		case len(out) > 0 && out[len(out)-1] != ' ':
			out = append(out, ' ')
		}
	}
	if len(out) > 0 && out[len(out)-1] == ' ' {
		out = out[:len(out)-1]
	}
	return string(out)
}

// glue is folded words without any gaps or signs.
func glue(words string) string {
	out := make([]byte, 0, len(words))
	for _, b := range []byte(words) {
		if letter(b) || digit(b) {
			out = append(out, b)
		}
	}
	return string(out)
}
