package missed

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lr/internal/chronology/line"
	"lr/internal/chronology/twin"
)

// A pattern is the same at least so many times, with no more days between two
// of them.
const (
	often  = 3
	within = 75
)

// contacts that did not come about, by kind.
var missedKinds = []struct {
	name string
	ways *regexp.Regexp
}{
	{"no access", regexp.MustCompile(`(?i)\b(?:no access|no reply at|no answer at|nobody (?:was )?(?:in|home|at home)|no[- ]one (?:was )?(?:in|home|at home)|not at home|door (?:was )?not answered|(?:refused|denied) entry|unable to gain entry|did not open|would not open|card left)\b`)},
	{"did not attend", regexp.MustCompile(`(?i)\b(?:did not attend|didn'?t attend|dna|dna'?d|wnb|(?:was )?not brought|failed to attend|fta|did not turn up|no[- ]show|did not come to|missed (?:an? |the |their |her |his )?(?:\w+ )?(?:appointment|visit|review)|(?:appointment|visit) (?:was )?missed|cancelled (?:by|at|on the))\b`)},
	{"not seen", regexp.MustCompile(`(?i)\b(?:not seen|not been seen|did not see (?:the )?(?:child|ch|c|adult|a|him|her|them|baby)|(?:without|not) seeing|unseen|could not be seen|unable to see)\b`)},
	{"absence", regexp.MustCompile(`(?i)\b(?:absent|not in,|off again|off school|unauthorised absence|did not come (?:in|to school))`)},
}

// missedKind is the kind of contact that did not come about, or "".
func missedKind(text string) string {
	for _, k := range missedKinds {
		if k.ways.MatchString(text) {
			return k.name
		}
	}
	return ""
}

func missedContact(e *line.Event) bool { return missedKind(e.Event) != "" }

var (
	noAction = regexp.MustCompile(`(?i)\b(?:no further (?:\w+ )?action\w*|nf[ap]a?|no action(?: was)?(?: taken| needed| required)?|nothing further)\b`)
	handover = regexp.MustCompile(`(?i)\b(?:referr\w*|passed|transfer\w*|hand(?:ed)?[- ]?over|take over|sent to|requested|form)\b`)
	failing  = regexp.MustCompile(`(?i)\b(?:not (?:received|acknowledged|accepted|taken up|answered|passed on|actioned|followed up|allocated|complete|for them)|no (?:response|reply|answer|acknowledgement|feedback)|never (?:received|answered|reached|arrived)|declined|rejected|returned to|came back|sent back|lost|unanswered|did not (?:reach|arrive|receive|get|reply|respond)|chased|chasing)\b`)
)

// patterns are the same kind of missed contact with an agency, the same handover
// between two agencies failing, and the same agency taking no action, again and
// again within a few months.
func patterns(es []line.Event) []Suggestion {
	owners := line.OwnersOf(es)
	found := map[string][]line.Event{}
	titles := map[string]string{}
	note := func(e line.Event, agency, title string) {
		if _, _, ok := known(e.When); ok {
			found[title] = append(found[title], e)
			titles[title] = agency
		}
	}
	for _, e := range es {
		text := e.Event + ". " + e.Action
		fails := handover.MatchString(text) && failing.MatchString(text)
		if kind := missedKind(text); kind != "" && !fails {
			note(e, e.Agency, strings.ToUpper(kind[:1])+kind[1:]+", "+e.Agency)
		}
		if noAction.MatchString(text) {
			note(e, e.Agency, "No further action, "+e.Agency)
		}
		if !fails {
			continue
		}
		for s := range line.Services(e.Event) {
			if to := owners.Of(s); len(to) == 1 && to[0] != e.Agency {
				between := []string{e.Agency, to[0]}
				slices.Sort(between)
				note(e, "", "Handover that fails between "+strings.Join(between, " and "))
			}
		}
	}
	var out []Suggestion
	for title, all := range found {
		out = append(out, runs(title, titles[title], all)...)
	}
	slices.SortFunc(out, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(day(a.From), day(b.From)))
	})
	return out
}

// runs are those of the entries that follow each other closely enough.
func runs(title, agency string, es []line.Event) []Suggestion {
	var out []Suggestion
	for first, i := 0, 1; i <= len(es); i++ {
		if i < len(es) && day(es[i].When.From)-day(es[i-1].When.To) <= within {
			continue
		}
		if n := i - first; n >= often {
			s := Suggestion{Kind: Pattern, Subject: title, Agency: agency, From: es[first].When.From, To: es[i-1].When.To, Title: fmt.Sprintf("%s: %s times", title, count(n))}
			s.Words = fmt.Sprintf("The same stands in %s entries from %s to %s. It may be one pattern, or chance.", count(n), s.From.Words(), s.To.Words())
			for _, e := range es[first:i] {
				s.Evidence = append(s.Evidence, e.ID)
			}
			out = append(out, s)
		}
		first = i
	}
	return out
}

// disagreements are what accounts of one event disagree on.
func disagreements(es []line.Event, same [][]string) []Suggestion {
	byID := map[string]line.Event{}
	for _, e := range es {
		byID[e.ID] = e
	}
	var out []Suggestion
	for _, ids := range same {
		for i, a := range ids {
			for _, b := range ids[i+1:] {
				for _, c := range twin.Disagree(byID[a], byID[b]) {
					subject := []string{a, b}
					slices.Sort(subject)
					out = append(out, Suggestion{Kind: Disagree, Subject: strings.Join(append(subject, c.About), " "), Title: "Accounts of one event differ on " + c.About,
						Words: c.Words, Evidence: []string{a, b}, Facts: c.Words})
				}
			}
		}
	}
	return out
}
