package twin

import (
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

// subject is something on which records say the one or the other.
type subject struct {
	about   string
	no, yes *regexp.Regexp // what says no is looked for first: "not seen" is not "seen"
}

func either(ways ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:` + strings.Join(ways, "|") + `)\b`)
}

var subjects = []subject{
	{"whether anything was to be done", either(`no further (?:police |social work |health )?action\w*`, `nfa`, `no action(?: was)? (?:taken|needed|required|to be taken)`, `no action`, `no role`, `threshold not met`, `not (?:taken|progressed) (?:further|forward)`, `did not meet (?:the )?threshold`),
		either(`(?:a |joint )?referral(?: was)?(?: made| sent| submitted| accepted)?`, `referred(?: to)?`, `(?:joint )?investigation`, `ird(?: held| agreed)?`, `strategy (?:meeting|discussion)`, `(?:assessment|case) (?:opened|started|agreed|allocated)`, `allocated`, `action agreed`, `visit(?: was)? agreed`, `home visit agreed`, `agreed (?:to|that)`)},
	{"whether somebody was seen", either(`not (?:been )?seen`, `unseen`, `no (?:access|reply|answer)`, `(?:nobody|no[- ]one) (?:was )?(?:at home|in|home|seen)`, `could not be seen`, `without (?:seeing|being seen)`, `did not see`, `unable to see`),
		either(`(?:was |were )?seen`, `saw`)},
	{"whether somebody came", either(`did not attend`, `didn'?t attend`, `not attend\w*`, `dna`, `failed to attend`, `(?:was )?not brought`, `wnb`, `did not come`, `non-attendance`),
		either(`attended`, `was brought`, `came to`, `present`)},
	{"whether it was agreed", either(`not agreed`, `disagreed`, `declined`, `refused`, `did not agree`, `not accepted`, `rejected`, `no agreement`),
		either(`(?:was |were )?agreed`, `accepted`, `consented`)},
	{"whether the case was closed", either(`remains? open`, `kept open`, `stays? open`, `remained open`, `not closed`, `left open`, `continues?`),
		either(`(?:case )?closed`, `closure`, `discharged`)},
	{"where the child stayed", either(`(?:remain|stay|return)(?:s|ed)? (?:at )?home`, `returned to (?:the )?(?:mother|father|parents?)`, `stayed with (?:the )?(?:mother|father|parents?)`),
		either(`accommodated`, `removed from`, `foster (?:care|carers?)`, `placed with`, `kept (?:in|on the ward)`, `admitted`)},
}

// says is what an account says on the subject, in its words; yes and no are
// empty where it says neither, and both are set where it says both.
func (s subject) says(text string) (yes, no string) {
	no = s.no.FindString(text)
	yes = s.yes.FindString(s.no.ReplaceAllString(text, " "))
	return yes, no
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
		yesA, noA := s.says(a.Event + ". " + a.Action + ". " + a.Seen)
		yesB, noB := s.says(b.Event + ". " + b.Action + ". " + b.Seen)
		switch {
		case yesA != "" && noA == "" && noB != "" && yesB == "":
			add(s.about, quoted(yesA), quoted(noB))
		case noA != "" && yesA == "" && yesB != "" && noB == "":
			add(s.about, quoted(noA), quoted(yesB))
		}
	}
	return out
}

func quoted(words string) string { return "“" + strings.TrimSpace(words) + "”" }
