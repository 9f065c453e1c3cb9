package invented

import (
	"slices"
	"strings"

	"lr/internal/db"
)

func sortedKeys(words map[string]string) []string {
	var keys []string
	for k := range words {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// periods choose an agency that writes nothing for most of a year: one of those
// that have no other silence planted.
func (m *maker) periods() {
	if len(m.agencies) < 4 || m.events < 150 {
		return
	}
	a := m.agencies[3] // the police: no rhythm, often mentioned
	if len(m.agencies) > 5 && m.IntN(2) == 0 {
		a = m.agencies[4]
	}
	long := 200 + m.IntN(120)
	at := m.from.AddDays(150 + m.IntN(max(m.from.DaysUntil(m.to)-long-300, 1)))
	p := MissingPeriod{Agency: a.name, From: at, To: at.AddDays(long)}
	m.quiet = append(m.quiet, quiet{a.name, "", p.From, p.To})
	for range 4 {
		b := m.agencies[m.IntN(3)]
		day := p.From.AddDays(20 + m.IntN(long-40))
		p.Mentions = append(p.Mentions, m.mention(b, day, pick(m, a.called)))
	}
	m.set.MissingPeriods = append(m.set.MissingPeriods, p)
}

// mention is an entry that says that another agency was there.
func (m *maker) mention(a agency, day db.Date, who string) string {
	words := m.tell(pick(m, []string{
		"Joint visit with " + who + ". {adult's}",
		"Meeting at the office; " + who + " attended and spoke of {business}.",
		who + " present at the home when we called. {home}",
		"Adult 1 had been seen by " + who + " the day before. {adult's}",
		"Telephone call from " + who + ", who visited this morning. {child's}",
		"Planning meeting. Present: " + who + ", Adult 1, Adult 3. {plan}",
		who + " gave advice to Adult 1 at the house after {row}.",
	}), map[string]string{"other": "the team"})
	e := m.entry(a, a.services[0], day, "")
	e.Event = strings.TrimSpace(upperFirst(words))
	return m.add(e)
}

// missing are agencies that others write of and that have no entries.
func (m *maker) missing() {
	words := slices.Clone(absent)
	m.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	for _, called := range words[:min(1+m.events/1500, len(words))] {
		g := MissingAgency{Words: called}
		day := m.from.AddDays(60 + m.IntN(m.from.DaysUntil(m.to)-300))
		g.From = day
		for range 4 + m.IntN(3) {
			a := m.writer(day)
			g.Mentions, g.To = append(g.Mentions, m.mention(a, day, pick(m, called))), day
			day = day.AddDays(9 + m.IntN(30))
		}
		m.set.MissingAgencies = append(m.set.MissingAgencies, g)
	}
}

// writer is an agency that may write on the day, one of those if any are named.
func (m *maker) writer(day db.Date, keys ...string) agency {
	for {
		if a := pick(m, m.agencies); (keys == nil || slices.Contains(keys, a.key)) && m.writes(a.name, a.services[0].roles[0], day) {
			return a
		}
	}
}

// fill makes what is left: contacts without a rhythm, by the first role of each
// agency, and notes the longest times between them.
func (m *maker) fill() {
	days := m.from.DaysUntil(m.to)
	for m.left > 0 {
		a := pick(m, m.agencies)
		if day := m.from.AddDays(m.IntN(days)); m.writes(a.name, a.services[0].roles[0], day) {
			m.contact(a, a.services[0], day)
		}
	}
	for _, a := range m.agencies {
		m.longest(a)
	}
}

// longest notes the longest time between two entries of the agency's first role,
// which never had a rhythm.
func (m *maker) longest(a agency) {
	role := a.services[0].roles
	var of []int
	for i, e := range m.made {
		if e.Agency == a.name && slices.Contains(role, e.Role) && e.When.From == e.When.To && !e.When.From.Before(m.from) {
			of = append(of, i)
		}
	}
	slices.SortFunc(of, func(i, j int) int { return m.made[j].When.From.DaysUntil(m.made[i].When.From) })
	worst, at := 0, 0
	for i := 1; i < len(of); i++ {
		from, to := m.made[of[i-1]].When.From, m.made[of[i]].When.From
		inside := slices.ContainsFunc(m.quiet, func(q quiet) bool { return q.agency == a.name && !to.Before(q.from) && !from.After(q.to) })
		if d := from.DaysUntil(to); d > worst && !inside {
			worst, at = d, i
		}
	}
	if worst > 21 {
		b, e := m.made[of[at-1]], m.made[of[at]]
		m.set.NotSilences = append(m.set.NotSilences, Silence{a.name, role[0], b.When.From.AddDays(1), e.When.From.AddDays(-1), b.ID, e.ID, 0, true, "no rhythm"})
	}
}
