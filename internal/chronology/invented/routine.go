package invented

import (
	"fmt"
	"strings"

	"lr/internal/chronology/line"
	"lr/internal/db"
)

// rest says that schools are shut: the summer, Christmas, spring.
func rest(d db.Date) bool {
	day := int(d.Month)*100 + d.Day
	return day >= 628 && day <= 816 || day >= 1221 || day <= 5 || day >= 402 && day <= 416
}

// early is what was known long before: a few entries, then nobody writes for
// most of a year, which is a missing period of everybody.
func (m *maker) early() {
	first := m.from.AddDays(-420 - m.IntN(200))
	last := first
	for range 4 + m.IntN(3) {
		last = last.AddDays(3 + m.IntN(20))
		a := pick(m, m.agencies)
		m.add(m.entry(a, a.services[0], last, m.say("early", nil)))
	}
	m.set.MissingPeriods = append(m.set.MissingPeriods, MissingPeriod{From: last.AddDays(1), To: m.from.AddDays(-1)})
}

// entry is what a role of the agency writes on a day, in the agency's way.
func (m *maker) entry(a agency, s service, day db.Date, words string) line.Event {
	e := line.Event{Agency: a.name, When: on(day), Role: s.roles[0], Source: pick(m, s.sources), Event: m.abbreviated(a, words, 0.5)}
	if len(s.roles) > 1 && m.IntN(6) == 0 {
		e.Role = s.roles[1]
	}
	if strings.HasPrefix(a.key, "police") || m.IntN(12) == 0 {
		e.When.Time = clock(7+m.IntN(15), m.IntN(12)*5)
	}
	if m.IntN(4) == 0 {
		e.Reference = fmt.Sprintf("%s-%02d-%04d", strings.ToUpper(a.key[:2]), day.Year%100, m.IntN(10000))
	}
	return e
}

func clock(hour, minute int) string { return fmt.Sprintf("%02d:%02d", hour, minute) }

// abbreviated writes as the agency does: some of its usual abbreviations.
func (m *maker) abbreviated(a agency, words string, share float64) string {
	fields := strings.Fields(words)
	words = strings.Join(fields, " ")
	for _, long := range sortedKeys(a.short) {
		if m.Float64() < share {
			words = strings.ReplaceAll(" "+words+" ", " "+long+" ", " "+a.short[long]+" ")
			words = strings.TrimSpace(strings.NewReplacer(" "+long+",", " "+a.short[long]+",", " "+long+".", " "+a.short[long]+".").Replace(" " + words))
		}
	}
	return words
}

// other is a word for another agency that writes around that day.
func (m *maker) other(a agency, day db.Date) string {
	for range 20 {
		if b := pick(m, m.agencies); b.key != a.key && m.writes(b.name, b.services[0].roles[0], day) {
			return pick(m, b.called)
		}
	}
	return "a colleague"
}

// contact is a usual contact, or now and then one that was missed.
func (m *maker) contact(a agency, s service, day db.Date) string {
	rule := s.contact
	if last, was := m.missed[a.name+s.roles[0]]; s.missed != "" && m.IntN(25) == 0 && (!was || last.DaysUntil(day) > 240) {
		rule, m.missed[a.name+s.roles[0]] = s.missed, day
	}
	e := m.entry(a, s, day, m.say(rule, map[string]string{"other": m.other(a, day)}))
	if rule == s.contact && s.days != nil {
		switch m.IntN(6) {
		case 0:
			e.Seen = pick(m, []string{"Child 1, alone", "Child 1", "Child 1 and Child 2", "Adult 1", "Adult 1 and Child 1"})
		case 1:
			e.Views = pick(m, []string{"Child 1 likes the visits.", "Child 1 wants to see Adult 2 more.", "Adult 1 finds it too much.", "Not asked."})
		case 2:
			e.Action = pick(m, []string{"Recorded.", "Passed to the team.", "Plan as before.", "To be raised at the next meeting."})
		case 3:
			if m.IntN(3) == 0 {
				e.Impact = pick(m, []string{"Positive: routine in the evening.", "Negative: tired at school.", "Positive: trusts the worker."})
			}
		}
	}
	if m.IntN(40) == 0 {
		e.When.Certain = false
	}
	return m.add(e)
}

// routine lays out the contacts of every service that has a rhythm, some with a
// silence in it.
func (m *maker) routine() {
	var rhythms []rhythm
	for _, a := range m.agencies {
		for _, s := range a.services {
			if s.days != nil {
				rhythms = append(rhythms, rhythm{a, s, pick(m, s.days)})
			}
		}
	}
	m.Shuffle(len(rhythms), func(i, j int) { rhythms[i], rhythms[j] = rhythms[j], rhythms[i] })
	whole := m.events * 2 / 5
	rhythms = rhythms[:min(len(rhythms), whole/fewest)]
	share := whole / len(rhythms)
	all := m.from.DaysUntil(m.to)
	for i, r := range rhythms {
		span := min(share*r.days, all)
		start := m.from.AddDays(m.IntN(max(all-span, 1)))
		m.serve(r, start, start.AddDays(span), i%4 != 3)
	}
}

// fewest are the contacts of a service that show its rhythm.
const fewest = 10

// rhythm is a service and the days between two of its contacts.
type rhythm struct {
	agency
	service
	days int
}

// serve lays out the contacts of one service from a day to another. A silence
// begins after some of them, and again after many more.
func (m *maker) serve(r rhythm, start, end db.Date, silent bool) {
	next := 4 + m.IntN(4)
	if !silent {
		next = -1
	}
	last, lastDay, count := "", start, 0
	for day := start; day.Before(end); day = day.AddDays(r.days + m.jitter(r.days)) {
		stopped, quietly := count == next, m.IntN(3) > 0
		if stopped {
			day = day.AddDays(max(r.days*(5+m.IntN(4)), 45))
			end = lastDay.AddDays(max(lastDay.DaysUntil(end), lastDay.DaysUntil(day)+4*r.days))
			next += 25 + m.IntN(20)
		}
		for r.off && rest(day) {
			day = day.AddDays(1)
		}
		if !m.writes(r.name, r.service.roles[0], day) {
			continue
		}
		id := m.contact(r.agency, r.service, day)
		gap := Silence{Agency: r.name, Role: r.service.roles[0], From: lastDay.AddDays(1), To: day.AddDays(-1), Before: last, After: id, Usual: r.days, Quiet: true}
		switch {
		case stopped:
			if gap.Why, gap.Quiet = "stopped", quietly; !quietly {
				m.paper(r, gap)
			}
			m.set.Silences = append(m.set.Silences, gap)
		case r.off && last != "" && lastDay.DaysUntil(day) > 3*r.days:
			gap.Why = "holidays"
			m.set.NotSilences = append(m.set.NotSilences, gap)
		}
		last, lastDay = id, day
		count++
	}
}

// paper are entries of a service that writes, and sees nobody.
func (m *maker) paper(r rhythm, q Silence) {
	for range 2 {
		day := q.From.AddDays(3 + m.IntN(q.From.DaysUntil(q.To)-6))
		m.add(m.entry(r.agency, r.service, day, m.say("paper", map[string]string{"other": m.other(r.agency, day), "child": "Child 1"})))
	}
}

// jitter moves a contact by up to a seventh of the time between two.
func (m *maker) jitter(days int) int {
	most := max(days/7, 1)
	return m.IntN(2*most+1) - most
}
