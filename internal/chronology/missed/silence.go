package missed

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"lr/internal/chronology/line"
)

// Service is a part of an agency that writes in a rhythm of its own. Role is ""
// for the whole agency. Days is the rhythm that its own entries have, 0 for none.
type Service struct {
	Agency, Role string
	Entries      int
	Days         int

	contacts []contact
	own      []*line.Event
	limit    int // from how many days on a silence is one
}

// Name is the service in words.
func (s Service) Name() string {
	if s.Role == "" {
		return s.Agency
	}
	return s.Role + " (" + s.Agency + ")"
}

// Key is the same for the same service, however its role is written.
func (s Service) Key() string { return serviceKey(s.Agency, s.Role) }

// serviceKey takes a role as it is written in full or in short.
func serviceKey(agency, role string) string {
	var words []string
	for _, t := range line.Terms(role) {
		words = append(words, t.As)
	}
	return agency + "|" + strings.Join(words, " ")
}

// contact is a stretch of days on which the service was there.
type contact struct {
	from, to int
	id       string
	ends     bool // it says that the service ended its part
}

// The least contacts from which a rhythm can be told.
const fewest = 8

// Services lists who wrote, by agency and role, with the rhythm of each. A role
// counts as one however it is written.
func Services(es []line.Event) []Service {
	roles := rolesOf(es)
	at := map[string]*Service{}
	var order []*Service
	for i := range es {
		e := &es[i]
		role := roles[[2]string{e.Agency, tidy(e.Role)}]
		key := serviceKey(e.Agency, role)
		s := at[key]
		if s == nil {
			s = &Service{Agency: e.Agency, Role: role}
			at[key] = s
			order = append(order, s)
		}
		s.Entries++
		s.own = append(s.own, e)
		if from, to, ok := known(e.When); ok && isContact(e) {
			s.contacts = append(s.contacts, contact{from, to, e.ID, ending.MatchString(e.Event + ". " + e.Action)})
		}
	}
	var out []Service
	for _, s := range order {
		s.measure()
		out = append(out, *s)
	}
	slices.SortStableFunc(out, func(a, b Service) int { return cmp.Or(cmp.Compare(a.Agency, b.Agency), cmp.Compare(a.Role, b.Role)) })
	return out
}

func tidy(role string) string { return strings.Join(strings.Fields(role), " ") }

// rolesOf gives for each role, as an agency writes it, the fullest way in which
// the agency writes the same.
func rolesOf(es []line.Event) map[[2]string]string {
	out, ways := map[[2]string]string{}, map[string][]string{}
	for _, e := range es {
		if role := tidy(e.Role); !slices.Contains(ways[e.Agency], role) {
			ways[e.Agency] = append(ways[e.Agency], role)
		}
	}
	for agency, roles := range ways {
		slices.SortStableFunc(roles, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
		for i, role := range roles {
			out[[2]string{agency, role}] = role
			for _, full := range roles[:i] {
				if sameRole(full, role) {
					out[[2]string{agency, role}] = out[[2]string{agency, full}]
					break
				}
			}
		}
	}
	return out
}

// sameRole says that the one is the other, with words shortened to their
// beginnings, or several to their first letters: KW, recovery is key worker, recovery.
func sameRole(full, short string) bool {
	if serviceKey("", full) == serviceKey("", short) {
		return true
	}
	fs := line.Words(full)
	for _, w := range line.Words(short) {
		switch n := len(w); {
		case len(fs) > 0 && strings.HasPrefix(fs[0], w):
			fs = fs[1:]
		case n > 1 && len(fs) >= n && initials(fs[:n]) == w:
			fs = fs[n:]
		default:
			return false
		}
	}
	return len(fs) == 0
}

func initials(ws []string) string {
	out := ""
	for _, w := range ws {
		out += w[:1]
	}
	return out
}

// What is on paper, or did not come about, is no contact.
var (
	paper  = regexp.MustCompile(`(?i)^\W*(?:(?:late entry[^.]*\. *)?)(?:e-?mail|file note|file read|message|report (?:for|to|on|typed|sent)|letter|minutes?|supervision|case (?:discussed|transferred|file)|(?:t/?c|telephone call|phone call|tel call) (?:from|to|with) )`)
	people = regexp.MustCompile(`(?i)^.{0,60}\b(?:adult|child|mother|father|mum|dad|ch|a|c)(?: ?\d)?\b`)
)

func isContact(e *line.Event) bool {
	return !(paper.MatchString(e.Event) && !people.MatchString(e.Event)) && !missedContact(e)
}

var ending = regexp.MustCompile(`(?i)\b(?:case (?:was |is )?closed|closed (?:the |this |their |our )?(?:case|referral|file)|closed to|closure|discharged from (?:the )?(?:service|caseload|team|clinic)|involvement ended|moved (?:out of|away)|transferred (?:out|to)|last visit|final visit|ended (?:its|their) (?:part|involvement))\b`)

// intervals are the days between contacts, without what holidays explain.
func (s *Service) intervals() []int {
	var out []int
	for i := 1; i < len(s.contacts); i++ {
		if gap := s.contacts[i].from - s.contacts[i-1].to; gap > 0 {
			out = append(out, gap-holidays(s.Agency+" "+s.Role, s.contacts[i-1].to, s.contacts[i].from))
		}
	}
	return out
}

// measure tells the rhythm of the service, if it has one.
func (s *Service) measure() {
	slices.SortStableFunc(s.contacts, func(a, b contact) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	s.contacts = merged(s.contacts)
	all := s.intervals()
	if len(all) < fewest-1 {
		return
	}
	slices.Sort(all)
	middle, first, third := quantile(all, 0.5), quantile(all, 0.25), quantile(all, 0.75)
	spread := third - first
	if spread > 0.75*middle {
		return // contacts come as they come
	}
	s.Days = max(int(math.Round(middle)), 1)
	s.limit = int(math.Ceil(max(2.5*middle, third+3*spread, middle+10)))
}

// merged puts contacts on the same days together, and keeps the last end.
func merged(cs []contact) []contact {
	var out []contact
	for _, c := range cs {
		if n := len(out); n > 0 && c.from <= out[n-1].to {
			last := &out[n-1]
			last.to, last.ends = max(last.to, c.to), last.ends || c.ends
			continue
		}
		out = append(out, c)
	}
	return out
}

func quantile(sorted []int, q float64) float64 {
	at := q * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return float64(sorted[low]) + (at-float64(low))*float64(sorted[high]-sorted[low])
}

// silences are times in which a service that usually was in contact has nothing.
func silences(es []line.Event, rhythms []Rhythm) []Suggestion {
	var out []Suggestion
	for _, s := range Services(es) {
		given := false
		for _, r := range rhythms {
			if r.Key() == s.Key() {
				given = true
				s.Days, s.limit = r.Days, max(r.Days*5/2, r.Days+7)
			}
		}
		if s.Days == 0 || len(s.contacts) < 2 {
			continue
		}
		out = append(out, s.silent(given)...)
	}
	return out
}

func (s *Service) silent(given bool) []Suggestion {
	var out []Suggestion
	for i := 1; i < len(s.contacts); i++ {
		before, after := s.contacts[i-1], s.contacts[i]
		gap := after.from - before.to
		if before.ends || gap-holidays(s.Agency+" "+s.Role, before.to, after.from) <= s.limit {
			continue
		}
		rhythm := "From its own entries, contact was about " + Every(s.Days)
		if given {
			rhythm = "Expected about " + Every(s.Days)
		}
		words := fmt.Sprintf("%s; nothing between %s and %s.", rhythm, dateOf(before.to).Words(), dateOf(after.from).Words())
		if n := s.roughly(before.to, after.from); n == 1 {
			words += " One entry with a rough date may be of this time."
		} else if n > 1 {
			words += fmt.Sprintf(" %d entries with rough dates may be of this time.", n)
		}
		out = append(out, Suggestion{Kind: Silence, Subject: s.Key(), Agency: s.Agency, From: dateOf(before.to + 1), To: dateOf(after.from - 1),
			Title: fmt.Sprintf("%s: silent for %s", s.Name(), Long(gap)), Words: words, Evidence: []string{before.id, after.id}})
	}
	return out
}

// roughly counts entries of the service that may be of that time, but are dated
// too roughly to tell.
func (s *Service) roughly(from, to int) int {
	n := 0
	for _, e := range s.own {
		if _, _, ok := known(e.When); !ok && (e.When.From.IsZero() || day(e.When.From) < to) && (e.When.To.IsZero() || day(e.When.To) > from) {
			n++
		}
	}
	return n
}

// Every is a rhythm in words.
func Every(days int) string {
	switch {
	case days <= 1:
		return "every day"
	case days < 6:
		return fmt.Sprintf("every %d days", days)
	case days <= 9:
		return "every week"
	case days < 28:
		return "every " + count((days+3)/7) + " weeks"
	case days <= 45:
		return "every month"
	case days < 330:
		return "every " + count((days+15)/30) + " months"
	}
	return "every year"
}

// Long is a number of days in words.
func Long(days int) string {
	switch {
	case days < 14:
		return fmt.Sprintf("%d days", days)
	case days < 60:
		return fmt.Sprintf("%d weeks", days/7)
	}
	return fmt.Sprintf("%d months", (days*2+30)/61)
}

var numbers = [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}

// times is how often something is.
func times(n int) string {
	if n == 2 {
		return "twice"
	}
	return count(n) + " times"
}

func count(n int) string {
	if n < len(numbers) {
		return numbers[n]
	}
	return fmt.Sprint(n)
}
