package twin

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"lr/internal/chronology/line"
)

// Contradiction is something on which two accounts of one event disagree. Neither
// is taken to be right.
type Contradiction struct {
	A, B  string // ids
	About string
	Words string
}

// subject is something on which records say the one or the other. Decided
// subjects are looked for in what was done, where an account says that apart.
type subject struct {
	about   string
	no, yes *regexp.Regexp // what says no is looked for first: "not seen" is not "seen"
	decided bool
}

func either(ways string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:` + ways + `)\b`)
}

// denied is a deed that is said not to have been done, in the same clause.
func denied(deed string) *regexp.Regexp {
	return either(`(?:no|not|nobody|no-one|never|without|none|neither|unable to|declined to|refused to|didn'?t|wasn'?t)(?: (?:[\w'-]+)){0,4}? (?:` + deed + `)`)
}

func deed(about, ways string) subject { return subject{about, denied(ways), either(ways), true} }

var subjects = []subject{
	{"whether anything was to be done", either(`no further (?:\w+ )?action\w*|nf[ap]a?|no action(?: was)? (?:taken|needed|required|to be taken)|no action|no role|threshold not met|did not meet (?:the )?threshold`),
		either(`referral|referred|investigation|ird|strategy (?:meeting|discussion)|(?:assessment|case) (?:opened|started|agreed|allocated)|allocated|action agreed|joint discussion`), true},
	{"whether somebody was seen", either(`not (?:been )?seen|unseen|no (?:access|reply|answer)|(?:nobody|no[- ]one) (?:was )?(?:at home|in|home|seen)|could not be seen|without (?:seeing|being seen)|did not see|unable to see`),
		either(`seen|saw`), false},
	{"whether somebody came", either(`did not attend|didn'?t attend|not attend\w*|dna|failed to attend|(?:was )?not brought|wnb|did not come (?:to|for|in)|non-attendance`),
		either(`attended|was brought (?:to|for|in)|came (?:to|for|in)`), false},
	{"where somebody stayed", either(`(?:discharged|sent|went|return(?:ed|s)|taken|remain(?:ed|s)?|stay(?:ed|s)?|lives?|back) (?:at |to )?home|home with`),
		either(`kept in|admitted|overnight|accommodated|removed from (?:the )?(?:home|family)|foster\w*|(?:lives?|placed|stay(?:s|ed)?) with|place of safety`), true},
	{"the register", either(`removed from (?:the )?register|de-?registered|off the register|not registered|registration (?:ended|ceased)`),
		either(`(?:stay|remain|placed|put|kept)\w* on (?:the )?register|registered|registration continued`), true},
	{"how urgent it was", either(`routine\w*|not urgent|non-urgent`), either(`urgent\w*|emergency|immediate(?:ly)?`), true},
	{"who may be in the home", either(`not to be in|must not|stay(?:s)? away|not allowed|no contact with|has to leave`), either(`may (?:be|come|stay|visit|return)|allowed|can (?:come|stay|visit|return)`), true},
	{"whether proceedings go on", either(`(?:proceedings|case|action|eviction) (?:was |were |is )?(?:stopped|withdrawn|dropped|cancelled|abandoned)`),
		either(`(?:goes|go|going|taken|referred) to court|proceedings (?:continue\w*|go on|raised|started)`), true},
	{"whether the case was closed", either(`remain(?:s|ed)? open|kept open|stays? open|not closed|left open|remains? allocated`), either(`(?:case )?closed|closure`), true},
	deed("an arrest", `arrest\w*|custody`), deed("a charge", `charg(?:e|ed|es)`), deed("an interview", `interview\w*`), deed("a visit", `visit\w*|come to|went to see|to see`),
	deed("a follow-up", `follow[- ]?up`), deed("whether others were told", `told|informed|notified|contacted|shared with|passed to`), deed("an exclusion", `exclu\w+`),
	deed("whether it was accepted", `accepted|taken up`), deed("whether it was agreed", `agreed|consent\w*`), deed("a medical", `medical|examin\w+`), deed("an assessment", `assess\w*`),
	deed("a referral", `referr\w+`), deed("a meeting", `meeting|conference|core group`), deed("treatment", `treat\w*|prescri\w+`),
}

// says is what an account says on the subject, in its words; yes and no are
// empty where it says neither, and both are set where it says both.
func (s subject) says(e line.Event) (yes, no string) {
	text := e.Event + ". " + e.Action + ". " + e.Seen
	if s.decided && e.Action != "" {
		text = e.Action
	}
	return s.yes.FindString(s.no.ReplaceAllString(text, " ")), s.no.FindString(text)
}

// Disagree gives what two accounts of one event disagree on: the date, and what
// was decided or done.
func Disagree(a, b line.Event) []Contradiction {
	var out []Contradiction
	add := func(about, ofA, ofB string) {
		out = append(out, Contradiction{a.ID, b.ID, about, fmt.Sprintf("They differ on %s. %s: %s. %s: %s.", about, a.Agency, ofA, b.Agency, ofB)})
	}
	fromA, toA := span(a.When)
	fromB, toB := span(b.When)
	if fromA > toB || fromB > toA {
		add("the date", a.When.Words(), b.When.Words())
	}
	for _, s := range subjects {
		yesA, noA := s.says(a)
		yesB, noB := s.says(b)
		if (yesA == "") != (noA == "") && (yesB == "") != (noB == "") && (yesA == "") != (yesB == "") {
			add(s.about, quoted(cmp.Or(yesA, noA), a), quoted(cmp.Or(yesB, noB), b))
		}
	}
	return out
}

// quoted gives the clause of the account in which the words stand.
func quoted(words string, e line.Event) string {
	for _, text := range []string{e.Action, e.Event, e.Seen} {
		for _, clause := range clauses.FindAllString(text, -1) {
			if strings.Contains(clause, words) {
				return "“" + strings.TrimSpace(clause) + "”"
			}
		}
	}
	return "“" + strings.TrimSpace(words) + "”"
}

var clauses = regexp.MustCompile(`[^.;]+`)
