package invented

import (
	"lr/internal/db"
)

// notTwins plant what looks like two accounts of one event, and is not.
func (m *maker) notTwins() {
	for i := range m.share(25, 4) {
		var p [2]string
		why := []string{"two visits on one day", "same words a week apart", "another child", "planned and held", "two of a kind", "two calls on one day"}[i%6]
		in, tellers, day := m.scene()
		a, b := tellers[0], tellers[1]
		one, two := m.account(in, a, day), m.account(in, b, day)
		switch why {
		case "two visits on one day":
			a, b = m.agencies[0], m.agencies[1]
			one = m.entry(a, a.services[0], day, m.tell("Home visit, mid-morning. {child's} {home}", map[string]string{"child": "Child 2"}))
			two = m.entry(b, b.services[0], day, m.tell("Home visit at tea time. {adult's} {home}", nil))
		case "same words a week apart":
			words := m.tell("Weekly contact. {adult's} No change.", nil)
			one, two = m.entry(a, a.services[0], day, words), m.entry(a, a.services[0], day.AddDays(7), words)
			one.Source, two.Source = a.services[0].sources[0], a.services[0].sources[0]
		case "another child":
			two.Event = m.abbreviated(b, in.another, 0.3)
		case "planned and held":
			one.Event = "Arranged by letter for " + day.AddDays(14).Words() + ": " + lowerFirst(pick(m, []string{"planning meeting at the area office.", "joint visit to the home.", "review meeting for Child 1."}))
			one.When, two.When = on(day), on(day.AddDays(14))
			two.Event = pick(m, []string{"Planning meeting at the area office took place.", "Joint visit to the home done.", "Review meeting for Child 1 held."})
		case "two of a kind":
			two = m.account(in, b, day.AddDays(9))
		case "two calls on one day":
			one = m.entry(a, a.services[0], day, "Telephone call from Adult 3 about "+m.say("business", nil)+".")
			two = m.entry(b, b.services[0], day, "Telephone call from Adult 1 about "+m.say("business", nil)+".")
			for two.Event[29:] == one.Event[29:] {
				two.Event = "Telephone call from Adult 1 about " + m.say("business", nil) + "."
			}
		}
		p[0], p[1] = m.add(one), m.add(two)
		m.set.NotTwins = append(m.set.NotTwins, Pair{p, why})
	}
}

// scene is an incident, who may tell of it, and a day.
func (m *maker) scene() (incident, []agency, db.Date) {
	for {
		in := pick(m, incidents)
		day := m.from.AddDays(20 + m.IntN(m.from.DaysUntil(m.to)-60))
		if tellers := m.tellers(in, day); len(tellers) >= 2 && !m.near(in, day, 20) {
			m.kinds[in.kind] = append(m.kinds[in.kind], day)
			m.Shuffle(len(tellers), func(i, j int) { tellers[i], tellers[j] = tellers[j], tellers[i] })
			return in, tellers, day
		}
	}
}
