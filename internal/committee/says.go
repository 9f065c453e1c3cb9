package committee

import (
	"fmt"
	"strings"

	"lr/internal/guidance"
	"lr/internal/review"
)

// said is one thing that settings say, in words. Key finds it in other settings.
type said struct{ Key, What, Words string }

// say puts settings into words: all of them, so that no change goes unseen.
func say(s review.Settings, who people) []said {
	all := []said{
		{"committee", "Name of the committee", s.Names.Committee},
		{"councils", "Councils", strings.Join(s.Councils, ", ")},
		{"contact", "Contact for people who notify", s.Contact},
		{"group", "The group that recommends", s.Names.WorkingGroup},
		{"chiefs-name", "The chief officers together", s.Names.ChiefOfficers},
		{"lead", "Title of the lead officer", s.Names.LeadOfficer},
		{"acknowledge", "Acknowledge a notification within", spell(s.AcknowledgeWithin)},
		{"report", "Agencies report within", spell(s.ReportWithin)},
		{"decide", "Decide within", spell(s.DecideWithin)},
		{"before", "Reminder before a report is due", spellDays(s.Remind.Before)},
		{"every", "Reminder when a report is late", everyWords(s.Remind.Every)},
		{"quiet", "No message between", fmt.Sprintf("%d:00 and %d:00", s.Remind.QuietFrom, s.Remind.QuietUntil)},
		{"chiefs", "What chief officers do", label(chiefs, string(s.ChiefOfficers))},
		{"delegated", "May decide between meetings", orNobody(s.Delegated)},
		{"reveal", "Released reports can be read", label(reveals, string(s.Reveal))},
		{"words", "Words suggested for a report", fmt.Sprint(s.WordBudget)},
		{"publish", "Usually published", label(extents, s.PublishDefault)},
	}
	for _, h := range s.LocalHolidays {
		all = append(all, said{"holiday " + h.Day.String() + " " + h.Name, "Local holiday", h.Name + ", " + h.Day.Words()})
	}
	all = append(all, sayQuestions(s)...)
	for _, w := range s.Wordings {
		all = append(all, sayWording(w, who))
	}
	for _, k := range review.LetterKinds {
		if l, own := s.Letters[k.ID]; own {
			all = append(all, said{"letter " + k.ID, "Letter: " + k.Name, l.Title + "\n\n" + l.Body})
		}
	}
	return all
}

func everyWords(n int) string {
	if n == 1 {
		return "every working day"
	}
	return fmt.Sprintf("every %d working days", n)
}

func orNobody(who string) string {
	if who == "" {
		return "nobody"
	}
	return who
}

func sayQuestions(s review.Settings) []said {
	var all []said
	for _, id := range formIDs {
		var order []string
		for _, x := range s.Fields {
			if x.Form != id {
				continue
			}
			words := "“" + x.Label + "”, under " + x.Section
			if x.Hint != "" {
				words += "; hint: " + x.Hint
			}
			if x.Retired {
				words += "; not asked any more"
			}
			all = append(all, said{"question " + id + " " + x.ID, "Your question, " + formNames[id], words})
			order = append(order, x.Label)
		}
		if len(order) > 1 {
			all = append(all, said{"order " + id, "Order of your questions, " + formNames[id], strings.Join(order, "; ")})
		}
	}
	return all
}

func sayWording(w review.Wording, who people) said {
	v, _ := guidance.Get(w.Guidance)
	what, was := "Criterion "+w.ID, ""
	if w.Form == "" {
		l, _ := v.Limb(w.ID)
		was = l.Text
	} else {
		f, _ := v.Form(w.Form)
		what = "Question, " + formNames[w.Form]
		for _, x := range f.Fields {
			if x.ID == w.ID {
				was = x.Label
			}
		}
	}
	if w.Label != "" {
		was = w.Label
	}
	words := "“" + was + "”"
	if w.Hint != "" {
		words += "; hint: " + w.Hint
	}
	if w.By != "" {
		words += "; confirmed by " + who.name(w.By) + " on " + w.On.Words()
	} else {
		words += "; not confirmed yet"
	}
	return said{"wording " + w.Guidance + " " + w.Form + " " + w.ID, what, words}
}

// difference is what changed of one thing: from nothing where it is new, to
// nothing where it is gone.
type difference struct{ What, Was, Is string }

// differences puts into words what changed between settings.
func differences(was, is review.Settings, who people) []difference {
	before := map[string]said{}
	for _, x := range say(was, who) {
		before[x.Key] = x
	}
	var all []difference
	after := map[string]bool{}
	for _, x := range say(is, who) {
		after[x.Key] = true
		if old := before[x.Key]; old.Words != x.Words {
			all = append(all, difference{x.What, old.Words, x.Words})
		}
	}
	for _, x := range say(was, who) {
		if !after[x.Key] {
			all = append(all, difference{x.What, x.Words, ""})
		}
	}
	return all
}
