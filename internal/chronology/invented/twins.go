package invented

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
)

// Ways are the names of how the second account of an event differs. Of each set
// of a few hundred events all come up.
var Ways = []string{"other words", "abbreviations", "in a hurry", "at length", "second hand", "typing errors", "capitals", "other names",
	"late entry", "as a list", "a day later", "a day earlier", "only the month", "day not certain", "other time", "other date", "other decision"}

// twins plant events of which two agencies write.
func (m *maker) twins() {
	for i := range m.share(22, 4) {
		way := Ways[i%len(Ways)]
		if m.events < 150 {
			way = pick(m, Ways)
		}
		first, second, ok := m.accounts(way)
		if !ok {
			continue
		}
		how := []string{way}
		if extra := pick(m, Ways[:10]); extra != way && m.IntN(3) == 0 {
			m.change(&second, extra)
			how = append(how, extra)
		}
		m.change(&second, way)
		t := [2]string{m.add(first), m.add(second)}
		m.set.Twins = append(m.set.Twins, Twin{t, how})
		switch way {
		case "other date":
			m.set.Contradictions = append(m.set.Contradictions, Contradiction{t, "date"})
		case "other decision":
			m.set.Contradictions = append(m.set.Contradictions, Contradiction{t, "decision"})
		}
	}
}

// accounts are two of one incident. Another of the same kind is well away.
func (m *maker) accounts(way string) (first, second line.Event, ok bool) {
	for range 400 {
		in := pick(m, incidents)
		if way == "other decision" && in.clash == nil {
			continue
		}
		day := m.from.AddDays(20 + m.IntN(m.from.DaysUntil(m.to)-60))
		tellers := m.tellers(in, day)
		if len(tellers) < 2 || m.near(in, day, in.apart) {
			continue
		}
		m.kinds[in.kind] = append(m.kinds[in.kind], day)
		at := m.IntN(len(tellers) - 1)
		first, second = m.account(in, tellers[at], day), m.account(in, tellers[at+1+m.IntN(len(tellers)-at-1)], day)
		if in.night {
			first.When.Time = clock(20+m.IntN(4), m.IntN(60))
		}
		if way == "other decision" {
			d := pick(m, in.clash)
			first.Action, second.Action = d[0], d[1]
		} else if in.agree != nil && m.IntN(3) > 0 {
			d := pick(m, in.agree)
			first.Action, second.Action = d[0], d[1]
		}
		return first, second, true
	}
	return first, second, false
}

// near says that another of the kind happened less than so many days before or
// after.
func (m *maker) near(in incident, day db.Date, days int) bool {
	return slices.ContainsFunc(m.kinds[in.kind], func(d db.Date) bool { return d.AddDays(days).After(day) && day.AddDays(days).After(d) })
}

// tellers are the agencies that write of the incident, and may on the days around.
func (m *maker) tellers(in incident, day db.Date) []agency {
	var all []agency
	for _, key := range in.order {
		for _, a := range m.agencies {
			if role := a.services[0].roles[0]; a.key == key && m.writes(a.name, role, day) && m.writes(a.name, role, day.AddDays(14)) && m.writes(a.name, role, day.AddDays(-2)) {
				all = append(all, a)
			}
		}
	}
	return all
}

func (m *maker) account(in incident, a agency, day db.Date) line.Event {
	e := m.entry(a, a.services[0], day, pick(m, in.accounts[a.key]))
	e.Event = strings.Join(strings.Fields(e.Event), " ")
	return e
}

// change makes the account differ in one way.
func (m *maker) change(e *line.Event, way string) {
	switch way {
	case "abbreviations":
		e.Event = shorten.Replace(e.Event)
	case "in a hurry":
		e.Event = hurried(e.Event)
	case "at length":
		e.Event = m.tell("Supervision in the morning about {business}. ", nil) + e.Event + m.tell(" Also talked about {business}. {adult's} {home}", nil)
	case "second hand":
		e.Event = pick(m, []string{"Understand that: ", "Heard from a colleague: ", "It was said at the morning meeting that ", "Adult 3 told us: "}) + lowerFirst(e.Event)
	case "typing errors":
		e.Event = m.mistyped(e.Event)
	case "capitals":
		e.Event = strings.ToUpper(e.Event)
	case "other names":
		e.Event = strings.NewReplacer("Child 1", "C1", "Child 2", "C2", "Adult 1", "mother", "Adult 2", "partner", "Adult 3", "MGM").Replace(e.Event)
	case "late entry":
		e.Event = "Late entry, written up from the diary. " + e.Event
	case "as a list":
		e.Event = listed(e.Event)
	case "a day later":
		e.When.From, e.When.To = e.When.From.AddDays(1), e.When.To.AddDays(1)
	case "a day earlier":
		e.When.From, e.When.To = e.When.From.AddDays(-1), e.When.To.AddDays(-1)
	case "only the month":
		e.When = monthOf(e.When.From)
	case "day not certain":
		e.When = read.When{From: e.When.From.AddDays(-1 - m.IntN(2)), To: e.When.To.AddDays(2), Precision: read.Range}
	case "other time":
		e.When.Time = pick(m, []string{"morning", "09:15", "16:50", "evening", "03:05"})
	case "other date":
		by := 3 + m.IntN(8)
		e.When.From, e.When.To = e.When.From.AddDays(by), e.When.To.AddDays(by)
	}
}

var shorten = strings.NewReplacer("Child 1", "Ch1", "Child 2", "Ch2", "Adult 1", "A1", "Adult 2", "A2", "social work", "SW", "social worker", "SW", "hospital", "hosp", "police", "pol",
	"school", "sch", "meeting", "mtg", "attended", "att'd", "received", "rec'd", "telephone call", "t/c", "Telephone call", "T/c", "between", "b/w", "with", "w/", "regarding", "re", "and", "&", "report", "rpt")

// hurried leaves out small words, and what comes after the first sentence or two.
func hurried(words string) string {
	var kept []string
	for _, w := range strings.Fields(words) {
		switch strings.ToLower(w) {
		case "the", "a", "an", "was", "were", "has", "had", "is", "are", "to", "of", "that":
			continue
		}
		kept = append(kept, w)
		if len(kept) >= 8 && strings.HasSuffix(w, ".") {
			break
		}
	}
	return strings.TrimSuffix(strings.Join(kept, " "), ".")
}

func listed(words string) string {
	parts := strings.SplitAfter(words, ". ")
	for i, p := range parts {
		parts[i] = string(rune('1'+i)) + ") " + strings.TrimSpace(p)
	}
	return strings.Join(parts, " ")
}

// mistyped exchanges letters, or leaves one out, in several of the words.
func (m *maker) mistyped(words string) string {
	fields := strings.Fields(words)
	for i, w := range fields {
		if len(w) > 5 && m.IntN(3) == 0 {
			at := 1 + m.IntN(len(w)-3)
			if m.IntN(2) == 0 {
				fields[i] = w[:at] + w[at+1:at+2] + w[at:at+1] + w[at+2:]
			} else {
				fields[i] = w[:at] + w[at+1:]
			}
		}
	}
	return strings.Join(fields, " ")
}

func lowerFirst(s string) string {
	if strings.HasPrefix(s, "Child") || strings.HasPrefix(s, "Adult") || len(s) > 1 && unicode.IsUpper(rune(s[1])) {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
