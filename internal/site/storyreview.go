package site

import (
	"lr/internal/access"
	"lr/internal/support"
)

// member is who is asked into the review team, and as what.
type member struct{ who, as string }

func (s *story) members() []member {
	all := []member{{"niall", "review chair"}, {"mairi", "reviewer"},
		{"oona", "review team member (Exampleshire Social Work)"}, {"priya", "review team member (Exampleshire Health Board)"}}
	if s.isLong() {
		return append(all, member{"xander", "review team member (Invented Police Division)"})
	}
	return all
}

// supporter is who supports the practitioners of an agency.
type supporter struct{ agency, who string }

func (s *story) supporters() []supporter {
	two := []supporter{{socialWork, "oona"}, {health, "priya"}}
	if s.isLong() {
		return append(two, supporter{police, "xander"})
	}
	return two
}

func (s *story) team() {
	for _, m := range s.members() {
		h := s.at("ailsa", "team")
		h.Select("Whom do you ask?", demoName(m.who)+", as "+m.as)
		h.Click("Ask this person")
	}
	for _, m := range s.members() {
		s.declareForTeam(m.who)
	}
	h := s.at("ailsa", "team/scope")
	h.Fill("First day that the review looks at", s.on(-700))
	h.Fill("Last day that the review looks at", s.on(-6))
	h.Fill("Which questions is it to answer?", "How did each service come to know what it knew?\nWhat made it hard to put the parts together?")
	h.Fill("Why is it held?", "Because what happened here could happen to others.")
	h.Fill("What kind of review is it, and how large?", "One practitioners' event, one managers' event, and a short report.")
	h.Fill("Which agencies take part?", "Exampleshire Social Work and Exampleshire Health Board.")
	h.Fill("How is the family asked and told?", "A link person visits before each step and brings their questions in.")
	h.Fill("Where do criminal or other proceedings stand?", s.proceedings())
	h.Click("Save")
	for _, x := range s.supporters() {
		h := s.at("ailsa", "supporters/"+x.agency)
		h.Select("Who supports them?", supporterOption(x.who))
		h.Fill("How are they reached?", "Extension 000 on working days, or a message at any time.")
		h.Fill("Who stands in when they are away?", "The duty team manager, extension 001.")
		h.Fill("Contact before the event, by", s.on(80))
		h.Fill("Contact after the event, by", s.on(95))
		h.Click("Save")
	}
	s.moveOn(access.Learning)
}

// supporterOption is how a candidate stands in the list of supporters.
func supporterOption(who string) string { return demoName(who) + " (review team member)" }

// declareForTeam is the declaration of those who hold the review.
func (s *story) declareForTeam(who string) {
	h := s.at(who, "team/declare")
	for _, asks := range []string{
		"Have you worked with the people this review is about, or with their family?",
		"Did you supervise or manage somebody who worked with them?",
		"Did you take a decision that this review will look at, or have a part in one?",
		"Are you a relative, a friend or a neighbour of anybody concerned?",
		"Is there a dispute, or anything else, that would make it hard for you to look at this fairly?"} {
		h.Choose(asks, "No")
	}
	h.Click("Send my answers")
}

// practitioners are who is invited to speak, with their agency.
var practitioners = []struct{ who, agency string }{{"rory", "Exampleshire Health Board"}, {"senga", "Exampleshire Social Work"}}

func (s *story) invite() {
	h := s.at("mairi", "event")
	h.Fill("Day", s.on(90))
	h.Fill("Begins", "10:00")
	h.Fill("Ends", "15:30")
	h.Fill("Place", "Sampleton Hall, the garden room")
	h.Fill("Breaks", "11:15, lunch 12:30 to 13:15, 14:30. A quiet room all day.")
	h.Fill("Getting in and about", "Step-free, with a hearing loop and parking.")
	h.Click("Save")
	for _, p := range practitioners {
		h := s.at("ailsa", "event/invitations")
		h.Select("Whom do you invite?", demoName(p.who)+" ("+p.agency+")")
		h.Fill("Why are they asked? One sentence.", "You were there when plans changed, and saw what the papers do not show.")
		s.heed(h)
		h.Click("Invite")
		mine := s.at(p.who, "my-part")
		mine.Click("I will come")
	}
}

func (s *story) event() {
	s.at("mairi", "event").Click("Open the event")
	for i, p := range practitioners {
		h := s.at(p.who, "event/contribute")
		for j, q := range support.Questions() {
			h.Fill(q.Asks, contributions[i][j])
		}
		h.Click("Send my words")
	}
	for _, said := range contributions {
		for _, words := range said {
			h := s.at("mairi", "event/contributions")
			h.Click("Clear it with these words: " + words)
			h.Click("Clear this wording")
		}
	}
	s.at("mairi", "event").Click("Close the event")
}

var contributions = [][]string{
	{"We had no time to read what others wrote before a visit.", "Families trusted us because we came at the hour we said.",
		"One call between the two services would have been enough.", "When the worker changed, nobody passed on the worry."},
	{"Two systems that do not speak to each other.", "Colleagues looked after each other after hard visits.",
		"We could have asked the school sooner.", "A quiet house was taken for a calm one."},
}

func (s *story) managers() {
	for _, who := range []string{"tam", "una"} {
		agency := "Exampleshire Social Work"
		if who == "una" {
			agency = "Exampleshire Health Board"
		}
		h := s.at("ailsa", "managers")
		h.Select("Whom do you invite?", demoName(who)+" ("+agency+")")
		h.Click("Invite")
		for _, said := range contributions {
			for _, words := range said {
				h := s.at(who, "managers/learning")
				h.Click(words)
				h.Fill("For "+agency, "We will look at how "+agency+" makes room for this in working hours.")
				h.Fill("For all agencies together", "A change of worker should reach everybody within a day.")
				h.Click("Save")
			}
		}
	}
	h := s.at("ailsa", "managers")
	h.Fill("Day on which the managers met", s.on(105))
	h.Click("Close the managers' event")
	s.moveOn(access.Drafting)
}

// learned are the learning points. Each stands on two or more of the
// contributions, which a page numbers without saying whose they are.
var learned = []struct {
	title, kind, what, how, why string
	from                        []string
}{
	{"A change of worker is a moment of risk", "Learning", "When a worker changes, worries that are not on paper get lost.",
		"Both groups of practitioners named it, and both agency reports show it.", "Handing over is nobody's task, and systems do not prompt for it.",
		[]string{"Contribution 1", "Contribution 2", "Contribution 3"}},
	{"Quiet is not the same as calm", "Learning", "A quiet house was read as a settled one.", "It was said at the event and is seen in the telephone log.",
		"There is no shared idea of what a missing contact means.", []string{"Contribution 4", "Contribution 5", "Contribution 6"}},
	{"Coming when one said one would", "Effective practice", "Keeping small promises kept the door open.",
		"Practitioners told of it, and family members said the same.", "It shows how trust is made, and others can do it.",
		[]string{"Contribution 7", "Contribution 8"}},
}

func (s *story) points() {
	for _, p := range learned {
		h := s.at("mairi", "learning/new")
		h.Fill("Short title", p.title)
		h.Choose("What is it?", p.kind)
		h.Fill("What was learned?", p.what)
		h.Fill("How did it emerge?", p.how)
		h.Fill("Why did it happen, and why does it matter?", p.why)
		for _, from := range p.from {
			h.Choose("What practitioners said", from)
		}
		h.Click("Save")
	}
}
