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

// often is how many times the same must have happened to be a pattern.
const often = 3

var (
	missedContact = regexp.MustCompile(`(?i)\b(?:did not attend|didn'?t attend|dna|dna'?d|was not brought|not brought|wnb|failed to attend|missed (?:an? |the |their |her |his )?(?:appointment|visit|contact|review)|no access|no reply|no answer|(?:nobody|no[- ]one) (?:was )?(?:at home|in|home)|not at home|cancelled)\b`)
	noAction      = regexp.MustCompile(`(?i)\b(?:no further (?:\w+ )?action\w*|nfa|no action(?: was)?(?: taken| needed| required)?|nothing further)\b`)
	handover      = regexp.MustCompile(`(?i)\b(?:referred|referral|passed|transferred|handed over|handover|asked|sent|shared|requested)\b`)
	failing       = regexp.MustCompile(`(?i)\b(?:not (?:received|acknowledged|accepted|taken up|answered|passed on|actioned|followed up|allocated)|no (?:response|reply|answer|acknowledgement|outcome|feedback|record)|never (?:received|answered|reached|arrived)|declined|rejected|returned|lost|unanswered|did not (?:reach|arrive|receive|reply|respond)|waiting list|did not meet)\b`)
)

// patterns are the same kind of missed contact with a service, the same handover
// between two services failing, and the same service taking no action, again and
// again.
func patterns(es []line.Event) []Suggestion {
	own := map[string][]string{}
	known := map[string]bool{}
	for _, e := range es {
		if !known[e.Agency] {
			known[e.Agency] = true
			for s := range line.Services(e.Agency) {
				own[s] = append(own[s], e.Agency)
			}
		}
	}
	found := map[string]*Suggestion{}
	for _, e := range es {
		text := e.Event + ". " + e.Action
		if missedContact.MatchString(text) {
			of := e.Agency
			if e.Role != "" {
				of = e.Role + " (" + e.Agency + ")"
			}
			note(found, e, "missed contact with "+strings.ToLower(of), "Missed contact with "+of)
		}
		if noAction.MatchString(text) {
			note(found, e, "no action by "+strings.ToLower(e.Agency), "No action, "+e.Agency)
		}
		if handover.MatchString(text) && failing.MatchString(text) {
			for s := range line.Services(text) {
				to := s
				if len(own[s]) == 1 {
					to = own[s][0]
				}
				if to != e.Agency && !slices.Contains(own[s], e.Agency) {
					between := []string{e.Agency, to}
					slices.Sort(between)
					note(found, e, "handover between "+strings.ToLower(strings.Join(between, " and ")), "Handover between "+strings.Join(between, " and "))
				}
			}
		}
	}
	var out []Suggestion
	for _, s := range found {
		if len(s.Evidence) < often {
			continue
		}
		s.Title += fmt.Sprintf(": %d times", len(s.Evidence))
		s.Words = fmt.Sprintf("The same stands in %d accounts. They may be one pattern, or not.", len(s.Evidence))
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Suggestion) int { return cmp.Compare(a.Subject, b.Subject) })
	return out
}

func note(found map[string]*Suggestion, e line.Event, subject, title string) {
	s := found[subject]
	if s == nil {
		s = &Suggestion{Kind: Pattern, Subject: subject, Title: title}
		found[subject] = s
	}
	s.Evidence = append(s.Evidence, e.ID)
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
