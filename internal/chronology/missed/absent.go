package missed

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"lr/internal/chronology/line"
)

// around is how many days before and after what others say an agency's own entry
// may stand.
const around = 10

// involved says that somebody was there, or had a part, and is not only spoken of.
var involved = regexp.MustCompile(`(?i)\b(?:attended|present|joint(?:ly)?|together with|along with|call from|called|contacted|told|passed to|shared with|reported to|spoke (?:to|with)|discussed with|met with|visited|visit by|seen by|gave advice|advice from|assisted|took part|accompanied|came)\b`)

// planned says that what is told did not take place, or has yet to.
var planned = regexp.MustCompile(`(?i)\b(?:will|to be|should|may|plan(?:s|ned)? to|would|no contact with|not (?:told|informed|contacted|involved|present)|history|previous(?:ly)?|years ago)\b`)

var sentence = regexp.MustCompile(`[^.;!?]+[.;!?]?`)

// absent are agencies that others say were there, and that have nothing around
// that day; and services that others name again and again of which no agency is
// in the line.
func absent(es []line.Event) []Suggestion {
	owners, own := line.OwnersOf(es), map[string][]contact{}
	for _, e := range es {
		if from, to, ok := known(e.When); ok {
			own[e.Agency] = append(own[e.Agency], contact{from: from, to: to, id: e.ID})
		}
	}
	missing := map[string][]contact{} // what others say of an agency without an entry around it
	nobody := map[string][]contact{}  // what is said of a service without an agency
	for _, e := range es {
		from, to, ok := known(e.When)
		if !ok {
			continue
		}
		for s := range spokenOf(e) {
			switch agencies := owners.Of(s); {
			case slices.Contains(agencies, e.Agency):
			case len(agencies) == 0:
				nobody[s] = append(nobody[s], contact{from: from, to: to, id: e.ID})
			case len(agencies) == 1 && !near(own[agencies[0]], from-around, to+around):
				missing[agencies[0]] = append(missing[agencies[0]], contact{from: from, to: to, id: e.ID})
			}
		}
	}
	var out []Suggestion
	for agency, said := range missing {
		out = append(out, inGaps(agency, said, own[agency])...)
	}
	for service, said := range nobody {
		if len(said) >= often {
			out = append(out, noAgency(service, said))
		}
	}
	slices.SortFunc(out, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(day(a.From), day(b.From)))
	})
	return out
}

// spokenOf are the services that an account says had a part.
func spokenOf(e line.Event) map[string]bool {
	out := map[string]bool{}
	for _, s := range sentence.FindAllString(e.Event+". "+e.Action, -1) {
		if !involved.MatchString(s) || planned.MatchString(s) {
			continue
		}
		for service := range line.Services(s) {
			out[service] = true
		}
	}
	return out
}

func near(days []contact, from, to int) bool {
	return slices.ContainsFunc(days, func(c contact) bool { return c.from <= to && from <= c.to })
}

// inGaps puts together what is said of an agency between two of its own entries;
// what is said once only, of all such times, is one suggestion.
func inGaps(agency string, said, own []contact) []Suggestion {
	slices.SortStableFunc(said, func(a, b contact) int { return cmp.Compare(a.from, b.from) })
	gaps := map[[2]int]*Suggestion{}
	var order [][2]int
	for _, c := range said {
		gap := [2]int{-1 << 20, 1 << 20}
		for _, o := range own {
			if o.to < c.from {
				gap[0] = max(gap[0], o.to)
			}
			if o.from > c.to {
				gap[1] = min(gap[1], o.from)
			}
		}
		if gaps[gap] == nil {
			order = append(order, gap)
			gaps[gap] = &Suggestion{Kind: Absent, Subject: agency, Agency: agency, From: dateOf(max(gap[0]+1, c.from)), Title: agency + ": named by others, no entry of its own"}
			if gap[0] > -1<<20 {
				gaps[gap].From = dateOf(gap[0] + 1)
			}
		}
		s := gaps[gap]
		s.To = dateOf(c.to)
		if gap[1] < 1<<20 {
			s.To = dateOf(gap[1] - 1)
		}
		s.Evidence = append(s.Evidence, c.id)
	}
	var out []Suggestion
	var single []string
	for _, gap := range order {
		s := gaps[gap]
		if len(s.Evidence) == 1 {
			single = append(single, s.Evidence...)
			continue
		}
		s.Words = fmt.Sprintf("It has no entry from %s to %s. Others say %s that it had a part then.", s.From.Words(), s.To.Words(), times(len(s.Evidence)))
		out = append(out, *s)
	}
	if len(single) > 0 {
		out = append(out, Suggestion{Kind: Absent, Subject: agency + ", single days", Agency: agency, Evidence: single, Title: agency + ": named by others on single days, no entry of its own",
			Words: fmt.Sprintf("%s others say that it had a part. It has no entry within %d days.", onDays(len(single)), around)})
	}
	return out
}

func onDays(n int) string {
	if n == 1 {
		return "On one day"
	}
	return "On each of " + count(n) + " days"
}

func noAgency(service string, said []contact) Suggestion {
	s := Suggestion{Kind: Absent, Subject: "no agency: " + service, Title: "No agency for: " + service,
		Words: fmt.Sprintf("Others say %s times that it had a part. No agency of this kind is in the line.", count(len(said)))}
	for _, c := range said {
		s.Evidence = append(s.Evidence, c.id)
	}
	return s
}
