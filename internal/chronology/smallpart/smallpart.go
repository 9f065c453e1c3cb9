// Package smallpart finds who had little contact and yet was there when it
// turned: the worker out of hours with one call, the locum who discharged
// somebody. They are easily forgotten when people are asked to take part, and
// they may know why something was done. It finds and shows; a person decides
// whom to ask. [CP21 p3, CPG21 ¶3.175]
package smallpart

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"lr/internal/chronology/line"
)

// few is how many events somebody may have at most to count as having a small
// part, and share how much of the line that may be: one in so many.
const (
	few   = 3
	share = 4
)

// Turns are the events at which it turned, by id, each with the reasons in
// people's words. Others may add to them.
type Turns map[string][]string

// Add says why it turned at an event.
func (t Turns) Add(id, why string) {
	if !slices.Contains(t[id], why) {
		t[id] = append(t[id], why)
	}
}

// signs are words that say that it turned. [NRF p10]
var signs = []struct {
	why   string
	words *regexp.Regexp
}{
	{"outside office hours", anyOf(`out[ -]of[ -]hours`, `ooh`, `emergency duty`, `standby (?:team|service|social work\w*|worker)`, `night[ -](?:shift|duty)`, `on[ -]call`, `nhs ?24`, `weekend duty`)},
	{"an emergency", anyOf(`999`, `ambulance`, `a ?& ?e`, `accident and emergency`, `emergency (?:department|admission|admitted|call|hearing|placement)`, `resuscitat\w+`, `admitted to (?:the )?hospital`, `overdos\w+`)},
	{"a decision", anyOf(`decid\w+`, `decisions?`, `case conference`, `no further action`, `nfa`, `de-?register\w*`, `(?:placed on|removed from|taken off) the register`, `screened out`, `did not meet the (?:criteria|threshold)`)},
	{"a discharge, a transfer or a closing", anyOf(`discharg\w+`, `transfer\w*`, `hand(?:ed)?[ -]over`, `(?:case|file|referral) (?:was |is )?closed`, `closed (?:the|their|to)`, `closure`, `stepped down`)},
	{"somebody told of harm", anyOf(`disclos\w+`, `alleg\w+`)},
	{"harm or a death", anyOf(`injur\w+`, `fractur\w+`, `died`, `death`, `found (?:dead|unconscious|collapsed)`)},
}

func anyOf(words ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(?:` + strings.Join(words, "|") + `)(?:[^\pL\pN]|$)`)
}

// Turning finds the events at which it turned by what they say.
func Turning(es []line.Event) Turns {
	t := Turns{}
	for _, e := range es {
		for _, s := range signs {
			for _, words := range []string{e.Event, e.Action, e.Role, e.Source} {
				if s.words.MatchString(words) {
					t.Add(e.ID, s.why)
				}
			}
		}
		if strings.TrimSpace(e.Impact) != "" {
			t.Add(e.ID, "the record says what it led to")
		}
	}
	return t
}

// Part is somebody, by post or by code, whose part was small and significant.
type Part struct {
	Who, Agency string // the post and its agency; for a code no agency
	Contacts    int    // events in all
	Turned      []Turn // those of them at which it turned, in the order of the line
}

// Turn is one of them.
type Turn struct {
	ID  string
	Why []string
}

// Is says that it is the same post or code, however it is written.
func (p Part) Is(who, agency string) bool {
	return folded(p.Who) == folded(who) && folded(p.Agency) == folded(agency)
}

var staffCode = regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(staff \d+)(?:[^\pL\pN]|$)`)

// Find lists whose part was small and significant: those with the most turning
// points first, then in the order in which they come.
func Find(es []line.Event, turns Turns) []Part {
	type key struct{ who, agency string }
	var order []key
	parts := map[key]*Part{}
	meet := func(who, agency string, e line.Event) {
		k := key{folded(who), folded(agency)}
		if k.who == "" {
			return
		}
		p, there := parts[k]
		if !there {
			p = &Part{Who: strings.Join(strings.Fields(who), " "), Agency: agency}
			parts[k], order = p, append(order, k)
		}
		p.Contacts++
		if why := turns[e.ID]; len(why) > 0 {
			p.Turned = append(p.Turned, Turn{e.ID, why})
		}
	}
	for _, e := range es {
		seen := map[string]bool{}
		for _, words := range []string{e.Role, e.Event, e.Action, e.Seen} {
			for _, code := range codesIn(words) {
				if !seen[folded(code)] {
					meet(code, "", e)
				}
				seen[folded(code)] = true
			}
		}
		if len(codesIn(e.Role)) == 0 {
			meet(e.Role, e.Agency, e)
		}
	}
	var found []Part
	for _, k := range order {
		if p := parts[k]; len(p.Turned) > 0 && small(p.Contacts, len(es)) {
			found = append(found, *p)
		}
	}
	slices.SortStableFunc(found, func(a, b Part) int { return cmp.Compare(len(b.Turned), len(a.Turned)) })
	return found
}

// small says that a number of events is little in a line of so many.
func small(contacts, all int) bool { return contacts == 1 || contacts <= few && contacts*share <= all }

// codesIn are the codes of people who work for an agency.
func codesIn(words string) []string {
	var codes []string
	for rest := words; ; {
		m := staffCode.FindStringSubmatchIndex(rest)
		if m == nil {
			return codes
		}
		codes = append(codes, rest[m[2]:m[3]])
		rest = rest[m[3]:]
	}
}

// folded is the same for what is written in different ways.
func folded(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 0x7f)
	}), " ")
}
