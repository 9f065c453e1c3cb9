package missed

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"lr/internal/chronology/line"
)

// around is how many days before and after what others say an agency's own entry
// may stand, and within counts as one occasion.
const around = 10

// involved says that somebody was there, or had a part, and is not only spoken of.
var involved = regexp.MustCompile(`(?i)\b(?:attended|present|joint(?:ly)?|together with|along with|called|contacted|informed|told|notified|passed to|shared with|referred to|referral to|reported to|spoke (?:to|with)|telephoned|phoned|discussed with|met with|requested|advised|visit(?:ed)? (?:by|with)|assisted|took part|accompanied|with)\b`)

// planned says that what is told did not take place, or has yet to.
var planned = regexp.MustCompile(`(?i)\b(?:will|to be|should|may|plan(?:s|ned)? to|would|no contact with|not (?:told|informed|contacted|involved|present)|history|previous(?:ly)?|years ago)\b`)

var sentence = regexp.MustCompile(`[^.;!?]+[.;!?]?`)

// absent are agencies that others say were there, and that have nothing around
// that day; and services that others name again and again of which no agency is
// in the line.
func absent(es []line.Event) []Suggestion {
	own := map[string][]string{} // service: agencies of the line
	days := map[string][][2]int{}
	for _, e := range es {
		if days[e.Agency] == nil {
			for s := range line.Services(e.Agency) {
				own[s] = append(own[s], e.Agency)
			}
			days[e.Agency] = [][2]int{}
		}
		from, to := -1<<20, 1<<20
		if !e.When.From.IsZero() {
			from = day(e.When.From)
		}
		if !e.When.To.IsZero() {
			to = day(e.When.To)
		}
		days[e.Agency] = append(days[e.Agency], [2]int{from, to})
	}
	said := map[string][]contact{} // who is said to have been there, by agency or service
	for _, e := range es {
		from, to, ok := known(e.When)
		if !ok {
			continue
		}
		for s := range spokenOf(e) {
			switch agencies := own[s]; {
			case slices.Contains(agencies, e.Agency):
			case len(agencies) == 0:
				said["no agency: "+s] = append(said["no agency: "+s], contact{from: from, to: to, id: e.ID})
			case len(agencies) == 1 && !near(days[agencies[0]], from-around, to+around):
				said[agencies[0]] = append(said[agencies[0]], contact{from: from, to: to, id: e.ID})
			}
		}
	}
	var out []Suggestion
	for who, cs := range said {
		if service, none := strings.CutPrefix(who, "no agency: "); none {
			if len(cs) >= 3 {
				out = append(out, noAgency(service, cs))
			}
			continue
		}
		out = append(out, occasions(who, cs)...)
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

func near(days [][2]int, from, to int) bool {
	return slices.ContainsFunc(days, func(d [2]int) bool { return d[0] <= to && from <= d[1] && d[1]-d[0] < 400 })
}

// occasions puts together what is said of an agency within a few days.
func occasions(agency string, cs []contact) []Suggestion {
	slices.SortStableFunc(cs, func(a, b contact) int { return cmp.Compare(a.from, b.from) })
	var out []Suggestion
	for _, c := range cs {
		if n := len(out); n > 0 && c.from-day(out[n-1].To) <= around {
			out[n-1].To = dateOf(max(c.to, day(out[n-1].To)))
			out[n-1].Evidence = append(out[n-1].Evidence, c.id)
			continue
		}
		out = append(out, Suggestion{Kind: Absent, Subject: strings.ToLower(agency), Agency: agency, From: dateOf(c.from), To: dateOf(c.to), Evidence: []string{c.id}})
	}
	for i, s := range out {
		when := "on " + s.From.Words()
		if s.From != s.To {
			when = fmt.Sprintf("between %s and %s", s.From.Words(), s.To.Words())
		}
		out[i].Title = agency + ": named by others, no entry of its own"
		out[i].Words = fmt.Sprintf("Others say that it had a part %s. It has no entry of its own within %d days.", when, around)
	}
	return out
}

func noAgency(service string, cs []contact) Suggestion {
	s := Suggestion{Kind: Absent, Subject: "no agency: " + service, Title: "No agency for " + service,
		Words: fmt.Sprintf("%d accounts say that %s had a part. No agency of this kind is in the line.", len(cs), service)}
	for _, c := range cs {
		s.Evidence = append(s.Evidence, c.id)
	}
	return s
}
