package anonymity

import (
	"math/bits"
	"slices"
)

// nearNames finds words that are a known name but for a slip of the pen: one
// slip in a name of 4 to 6 letters, two in a longer one. A slip is a letter
// too many, too few, wrong, or two letters swapped.
type nearNames struct {
	names   []nearName
	lengths [maxName + 3]bool // of words that may nearly be one of the names
}

type nearName struct {
	word    string
	letters uint32 // which letters are in it
	slips   int
	who     []int
}

func newNearNames() *nearNames { return &nearNames{} }

func (n *nearNames) add(word string, who int) {
	for i := range n.names {
		if n.names[i].word == word {
			if !slices.Contains(n.names[i].who, who) {
				n.names[i].who = append(n.names[i].who, who)
			}
			return
		}
	}
	if len(word) > maxName {
		return
	}
	slips := 1
	if len(word) >= 7 {
		slips = 2
	}
	n.names = append(n.names, nearName{word, lettersOf([]byte(word)), slips, []int{who}})
	for length := max(len(word)-slips, 3); length <= len(word)+slips; length++ {
		n.lengths[length] = true
	}
}

// maxName is the length of the longest name of which slips are looked for.
const maxName = 40

// find gives those that the word nearly names, the nearest only; nil if none.
func (n *nearNames) find(word []byte) []int {
	var who []int
	nearest := 3
	letters := lettersOf(word)
	for i := range n.names {
		name := &n.names[i]
		most := min(name.slips, nearest)
		if diff := len(word) - len(name.word); diff > most || -diff > most || bits.OnesCount32(letters^name.letters) > 2*most {
			continue
		}
		switch d := slips(word, name.word, most); {
		case d > most:
		case d < nearest:
			nearest, who = d, slices.Clone(name.who)
		default:
			who = append(who, name.who...)
		}
	}
	return who
}

func lettersOf(word []byte) uint32 {
	var set uint32
	for _, b := range word {
		set |= 1 << (b & 31)
	}
	return set
}

// slips counts the slips between two words of at most maxName+2 letters
// (Damerau and Levenshtein, no letter touched twice); above most it stops counting.
func slips(a []byte, b string, most int) int {
	var rows [3][maxName + 1]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j-1]+cost, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
