package invented

import (
	"lr/internal/chronology/line"
	"lr/internal/db"
)

// patterns plant what happens again and again.
func (m *maker) patterns() {
	kinds := []string{NotSeen, DidNotAttend, Handover, NoFurtherAction, NoAccess}
	for i := range min(max(m.events/120, 1), 10) {
		m.pattern(kinds[i%len(kinds)], 4+m.IntN(3))
	}
}

// mayRepeat are the agencies to which a pattern of the kind comes naturally.
var mayRepeat = map[string][]string{
	NotSeen:         {"social", "health", "housing", "family", "police"},
	NoAccess:        {"social", "health", "housing", "family"},
	DidNotAttend:    {"health", "surgery", "recovery", "camhs", "adult"},
	NoFurtherAction: {"social", "police", "health", "reporter"},
}

func (m *maker) pattern(kind string, times int) {
	day := m.from.AddDays(30 + m.IntN(max(m.from.DaysUntil(m.to)-300, 1)))
	a := m.writer(day, mayRepeat[kind]...)
	b := a
	for b.key == a.key {
		b = pick(m, m.agencies)
	}
	p := Pattern{Kind: kind, Agency: a.name}
	if kind == Handover {
		p.With = b.name
	}
	for len(p.IDs) < times {
		day = day.AddDays(12 + m.IntN(25))
		for !m.writes(a.name, a.services[0].roles[0], day) || !m.writes(b.name, b.services[0].roles[0], day) {
			day = day.AddDays(30)
		}
		p.IDs = append(p.IDs, m.add(m.again(kind, a, b, day)))
	}
	m.set.Patterns = append(m.set.Patterns, p)
}

// again is one more of the kind.
func (m *maker) again(kind string, a, b agency, day db.Date) line.Event {
	e := m.entry(a, a.services[0], day, "")
	to := pick(m, b.called)
	switch kind {
	case NotSeen, NoAccess:
		e.Event = m.abbreviated(a, m.say(kind, nil), 0.3)
		e.Seen = pick(m, []string{"", "", "Nobody", "Not seen"})
	case DidNotAttend:
		e.Event = m.abbreviated(a, m.say(pick(m, []string{"not brought", "did not come"}), nil), 0.3)
	case Handover:
		e.Event = upperFirst(pick(m, []string{"Referral sent to " + to + " again, no reply to the last.", "Rang " + to + ": our referral was never received.", "Passed to " + to + "; came back as the form was not complete.",
			"No answer from " + to + " to the transfer of the case.", to + " say that they did not get the handover letter.", "Asked " + to + " to take over, returned to us as not for them.", "Chased " + to + " on referral, lost in the post."}))
	case NoFurtherAction:
		e.Event = m.tell(pick(m, []string{"Concern received from {other} about the care of Child 1.", "Anonymous call: children shouting and crying.", "Concern form: Child 1 hungry and unwashed.", "Report that Adult 1 was drunk in charge of Child 2.", "Referral for support read and screened."}), map[string]string{"other": to})
		e.Action = pick(m, []string{"NFA.", "No further action.", "Screened, no further action.", "Closed.  NFA at this time.", "Threshold not met, no further action."})
	}
	return e
}
