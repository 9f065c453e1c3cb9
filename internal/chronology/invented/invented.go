// Package invented makes up the chronology of a child or an adult, with what a
// reader should find in it planted and listed: accounts of the same event,
// services that fall silent, agencies and periods that are missing, what happens
// again and again, and accounts that disagree. Finders are measured on it, and
// the demonstration shows it. Nothing in it happened to anybody. [CPG21 ¶3.172]
package invented

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
)

// Set is a chronology and what was planted in it, by the ids of events. What is
// not listed was not planted, but it may come about by chance, as in records.
type Set struct {
	Events          []line.Event // in order of time
	Twins           []Twin
	NotTwins        []Pair // alike, but not the same event
	Silences        []Silence
	NotSilences     []Silence // holidays, and services that have no rhythm
	MissingAgencies []MissingAgency
	MissingPeriods  []MissingPeriod
	Patterns        []Pattern
	Contradictions  []Contradiction
}

// Twin is one event in the accounts of two agencies. How says in what the second
// account differs: each is one of the names in Ways.
type Twin struct {
	IDs [2]string
	How []string
}

// Pair are two events; Why says what makes them alike.
type Pair struct {
	IDs [2]string
	Why string
}

// Silence is a time without a contact of one role of an agency, after the entry
// Before and until the entry After. Usual is the number of days between two
// contacts, 0 for a service that has no rhythm. Quiet says that the role wrote
// nothing at all; otherwise it wrote, but without a contact.
type Silence struct {
	Agency, Role  string
	From, To      db.Date
	Before, After string
	Usual         int
	Quiet         bool
	Why           string
}

// MissingAgency is one that others write of as having been there, and that has
// no entries. Words are what they call it.
type MissingAgency struct {
	Words    []string
	From, To db.Date
	Mentions []string
}

// MissingPeriod is a time without any entry of the agency, or of anybody where
// Agency is "". Others write of the agency meanwhile. Its services fall silent
// too, without being listed as silences.
type MissingPeriod struct {
	Agency   string
	From, To db.Date
	Mentions []string
}

// Kinds of patterns.
const (
	NotSeen         = "not seen"
	DidNotAttend    = "did not attend"
	NoAccess        = "no access"
	Handover        = "handover"
	NoFurtherAction = "no further action"
)

// Pattern is what happens again and again in one agency; With is the other
// agency of a handover that fails.
type Pattern struct {
	Kind, Agency, With string
	IDs                []string
}

// Contradiction are two accounts of one event that cannot both be right. About
// is "date" or "decision".
type Contradiction struct {
	IDs   [2]string
	About string
}

// Make makes up a chronology of so many events in the accounts of so many
// agencies (2 to 12). The same numbers make the same set. Fewer than 80 events
// leave no room for what is planted, and 80 are made. With fewer agencies than
// 12, the words still name others now and then, as "the GP".
func Make(seed uint64, events, agencies int) Set {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 0x6c72)), left: max(events, 80)}
	m.events = m.left
	m.agencies = allAgencies[:min(max(agencies, 2), len(allAgencies))]
	m.begin()
	m.early()
	m.periods()
	m.routine()
	m.twins()
	m.notTwins()
	m.patterns()
	m.missing()
	m.fill()
	return m.finish()
}

// maker holds a set while it is made. Events have numbers until it is finished.
type maker struct {
	*rand.Rand
	events, left int // in all, and still to be made
	agencies     []agency
	from, to     db.Date // of the whole time in which services are at work
	made         []line.Event
	quiet        []quiet
	kinds        map[string][]db.Date // when incidents of a kind happened
	missed       map[string]db.Date   // when a contact of a role was missed last
	set          Set
}

// quiet is a time in which an agency, or one role of it, writes nothing.
type quiet struct {
	agency, role string
	from, to     db.Date
}

func (m *maker) begin() {
	years := min(max(m.events/160, 2), 12)
	m.from = db.Date{Year: 2023 - years, Month: 1, Day: 9}.AddDays(m.IntN(120))
	m.to = m.from.AddDays(365 * years)
	m.kinds, m.missed = map[string][]db.Date{}, map[string]db.Date{}
}

// add takes in an event and gives its number, as an id until the end.
func (m *maker) add(e line.Event) string {
	e.ID = fmt.Sprint(len(m.made))
	m.made = append(m.made, e)
	m.left--
	return e.ID
}

// share is a part of the events, at least the least.
func (m *maker) share(per, least int) int { return max(m.events/per, least) }

// writes says that the role of the agency may have an entry on that day.
func (m *maker) writes(agency, role string, on db.Date) bool {
	return !slices.ContainsFunc(m.quiet, func(q quiet) bool {
		return q.agency == agency && (q.role == "" || q.role == role) && !on.Before(q.from) && !on.After(q.to)
	})
}

// finish puts the events in order and gives them ids that tell nothing.
func (m *maker) finish() Set {
	ids := m.Perm(len(m.made))
	id := func(number string) string {
		n := 0
		fmt.Sscan(number, &n)
		return fmt.Sprintf("e%05d", ids[n])
	}
	all := func(numbers []string) []string {
		for i, n := range numbers {
			numbers[i] = id(n)
		}
		return numbers
	}
	two := func(p [2]string) [2]string { return [2]string{id(p[0]), id(p[1])} }
	s := m.set
	for _, e := range m.made {
		e.ID = id(e.ID)
		s.Events = append(s.Events, e)
	}
	slices.SortStableFunc(s.Events, func(a, b line.Event) int {
		return cmp.Or(read.Compare(a.When, b.When), cmp.Compare(a.Agency, b.Agency), cmp.Compare(a.ID, b.ID))
	})
	for i := range s.Twins {
		s.Twins[i].IDs = two(s.Twins[i].IDs)
	}
	for i := range s.NotTwins {
		s.NotTwins[i].IDs = two(s.NotTwins[i].IDs)
	}
	for _, list := range [][]Silence{s.Silences, s.NotSilences} {
		for i := range list {
			list[i].Before, list[i].After = id(list[i].Before), id(list[i].After)
		}
	}
	for i := range s.MissingAgencies {
		all(s.MissingAgencies[i].Mentions)
	}
	for i := range s.MissingPeriods {
		all(s.MissingPeriods[i].Mentions)
	}
	for i := range s.Patterns {
		all(s.Patterns[i].IDs)
	}
	for i := range s.Contradictions {
		s.Contradictions[i].IDs = two(s.Contradictions[i].IDs)
	}
	return s
}

// on is the time of something that happened on a day.
func on(d db.Date) read.When { return read.When{From: d, To: d, Certain: true} }

// monthOf is the time of something of which only the month is known.
func monthOf(d db.Date) read.When {
	first := db.Date{Year: d.Year, Month: d.Month, Day: 1}
	next := first.AddDays(31)
	return read.When{From: first, To: db.Date{Year: next.Year, Month: next.Month, Day: 1}.AddDays(-1), Precision: read.Month, Certain: true}
}

// pick takes one of several.
func pick[T any](m *maker, of []T) T { return of[m.IntN(len(of))] }
