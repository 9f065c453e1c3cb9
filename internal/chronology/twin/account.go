package twin

import (
	"regexp"
	"strconv"
	"strings"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
)

// account is an event, ready to be compared.
type account struct {
	event     *line.Event
	words     []int32          // numbers of its words, in the order in which they come first
	before    map[int32]int32  // the word before each, -1 for none
	written   map[int32]string // as the account writes them
	sentences map[string][]int32
	topics    map[string][]int32
	from, to  int // first and last day on which it can have been
	exact     bool
	minute    int // of the day, -1 where it is not known
	part      int // of the day, from the words, 0 where they do not tell
	codes     map[byte]map[string]bool
	services  map[string]bool // that it speaks of
	itself    map[string]bool // the services of its own agency
	call      bool
	planned   bool     // it tells of what is to come
	keys      []string // long numbers in the text, and in the reference
	text      string
	reference string
}

var epoch = db.Date{Year: 1970, Month: 1, Day: 1}

// Days before and after all others, for dates without a first or last one.
const (
	ever  = -1 << 20
	never = 1 << 20
)

// span is the first and the last day of a time.
func span(w read.When) (from, to int) {
	from, to = ever, never
	if !w.From.IsZero() {
		from = epoch.DaysUntil(w.From)
	}
	if !w.To.IsZero() {
		to = epoch.DaysUntil(w.To)
	}
	return from, to
}

func accountOf(e *line.Event, ids map[string]int32) account {
	a := account{event: e, minute: minuteOf(e.When.Time), written: map[int32]string{}, before: map[int32]int32{}, topics: map[string][]int32{}, sentences: map[string][]int32{}, codes: map[byte]map[string]bool{}}
	a.exact = e.When.Precision == read.Day
	a.from, a.to = span(e.When)
	all := a.takeCodes(e.Event + ". " + e.Action)
	a.text = " " + strings.Join(line.Words(e.Event+". "+e.Action), " ") + " "
	for _, s := range sentence.Split(all, -1) {
		a.takeSentence(s, ids)
	}
	for topic, ws := range line.Topics(all) {
		a.topics[topic] = nil
		for _, w := range ws {
			for _, t := range line.Terms(w) {
				if n, known := ids[t.As]; known {
					a.topics[topic] = append(a.topics[topic], n)
				}
			}
		}
	}
	a.takeCodes(e.Seen)
	a.services, a.itself = line.Services(all), line.Services(e.Agency+" . "+e.Role)
	a.part, a.call = partOf(a.text), isCall.MatchString(e.Event)
	a.planned = isPlanned.MatchString(e.Event)
	for _, w := range line.Words(e.Event + ". " + e.Action + ". " + e.Reference) {
		if len(w) > 3 && strings.ContainsAny(w, "0123456789") {
			a.keys = append(a.keys, w)
		}
	}
	if ref := line.Words(e.Reference); len(e.Reference) >= 4 && strings.ContainsAny(e.Reference, "0123456789") {
		a.reference = " " + strings.Join(ref, " ") + " "
	}
	return a
}

var sentence = regexp.MustCompile(`[.;:!?]+(?: |$)`)

// takeSentence notes the words of a sentence, and the sentence itself, which
// often comes whole from one account to the next.
func (a *account) takeSentence(s string, ids map[string]int32) {
	last, key := int32(-1), ""
	var ws []int32
	for _, t := range line.Terms(s) {
		w := numberOf(t.As, ids)
		if _, twice := a.written[w]; !twice {
			a.written[w], a.before[w] = t.Written, last
			a.words = append(a.words, w)
		}
		ws, key, last = append(ws, w), key+" "+t.As, w
	}
	if len(ws) > 2 {
		a.sentences[key] = ws
	}
}

func numberOf(word string, ids map[string]int32) int32 {
	w, known := ids[word]
	if !known {
		w = int32(len(ids))
		ids[word] = w
	}
	return w
}

// code is a person as a review codes them: Child 1, Ch1, Adult 2, A2.
var code = regexp.MustCompile(`(?i)\b(child|ch|c|adult|ad|a) ?(\d{1,2})\b`)

// takeCodes notes who is named, and gives the text without them.
func (a *account) takeCodes(text string) string {
	for _, m := range code.FindAllStringSubmatch(text, -1) {
		kind := m[1][0] | 0x20
		if a.codes[kind] == nil {
			a.codes[kind] = map[string]bool{}
		}
		a.codes[kind][m[2]] = true
	}
	return code.ReplaceAllString(text, " ")
}

var isCall = regexp.MustCompile(`(?i)\b(?:t/?c|telephone call|phone call|rang|telephoned|phoned|e-?mail(?:ed)? from|letter from)\b`)

// isPlanned says that what is told has yet to take place when it is written.
var isPlanned = regexp.MustCompile(`(?i)^(?:\W*)(?:arranged|planned|booked|invit\w+|appointment (?:made|sent|given)|letter (?:sent )?(?:with|offering)|report for|preparing for|will)\b`)

// parts are how records tell the time of day in words.
var parts = [...]*regexp.Regexp{1: regexp.MustCompile(` (?:morning|mid morning|breakfast|am) `), 2: regexp.MustCompile(` (?:lunch time|lunchtime|midday|noon|afternoon|after school) `),
	3: regexp.MustCompile(` (?:tea time|teatime|evening|bedtime) `), 4: regexp.MustCompile(` (?:overnight|in the night|during the night|midnight) `)}

// partOf is the part of the day that a text tells, 0 where it tells none or several.
func partOf(text string) int {
	found := 0
	for i, p := range parts {
		if p != nil && p.MatchString(text) {
			if found != 0 {
				return 0
			}
			found = i
		}
	}
	return found
}

var clock = regexp.MustCompile(`^([01]?\d|2[0-3]):([0-5]\d)`)

func minuteOf(time string) int {
	m := clock.FindStringSubmatch(time)
	if m == nil {
		return -1
	}
	h, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return h*60 + minute
}

// quotes says that one of the two has the other's reference.
func (a *account) quotes(b *account) bool {
	return a.reference != "" && (a.reference == b.reference || strings.Contains(b.text, a.reference)) ||
		b.reference != "" && strings.Contains(a.text, b.reference)
}
