package site

import (
	"fmt"

	"lr/internal/access"
	"lr/internal/guidance"
)

// sections are what the reviewer writes under the headings of the report.
var sections = map[string]string{
	"introduction": "This review looks at two years in which several services each knew a part of what happened.",
	"analysis":     "Each service did what its own procedure asked. The gaps lay between them, where no procedure looked.",
	"strategies":   "A shared way of handing over when a worker changes. A shared idea of what a missing contact means.",
	"conclusion":   "The people who took part gave a clear picture of how things looked at the time.",
}

func (s *story) draft() {
	for _, heading := range guidance.InForce(s.about, s.began).Headings {
		if words := sections[heading.ID]; words != "" {
			h := s.at("mairi", "report/sections/"+heading.ID)
			h.Fill("Text", words)
			h.Click("Save")
		}
	}
	s.moveNot()
	h := s.at("mairi", "report")
	h.Click("Make a version")
	s.at("ailsa", "report/check").Click("Check this version")
	s.at("ailsa", "report/check").Sees("Nothing was found")
	for _, who := range []string{"oona", "priya"} {
		h := s.at(who, "report/scrutiny")
		h.Select("Section", "The whole report")
		h.Fill("Comment", "Says all that was said at the event, as far as "+demoName(who)+" can tell.")
		h.Click("Save the comment")
		h = s.task("mairi", "Answer a comment on the draft report")
		h.Fill("Answer", "Thank you, nothing had to change.")
		h.Click("Save the answer")
		h = s.at(who, "report/scrutiny")
		h.Tick("I have read version 1, and it holds all the learning")
		h.Click("Sign")
	}
	s.moveOn(access.Approving)
}

// moveNot sees that the stage cannot be left before its records are made.
func (s *story) moveNot() {
	s.at("ailsa", "").Sees("A draft of the report To do")
}

func (s *story) approve() {
	_, chair := s.committee()
	h := s.at(chair, "report/approval")
	h.Fill("Day on which the committee approved it", s.on(170))
	h.Tick("The committee approves version 1 as it stands below")
	h.Click("Approve")
	if s.about == guidance.Child {
		h := s.at("ailsa", "report/approval")
		h.Choose("Chief officers of which committee?", "Exampleshire Child Protection Committee")
		h.Fill("Day on which they were told", s.on(170))
		h.Click("Write it down")
	} else {
		h := s.at("elspeth", "report/approval")
		h.Fill("Day on which the chief officers ratified it", s.on(170))
		h.Tick("The chief officers ratify version 1 as it stands below")
		h.Click("Ratify")
	}
	committee, _ := s.committee()
	h = s.at("ailsa", "report/approval/notice/"+committee+"/fill")
	h.Fill("Effective practice", "Two workers kept in touch by telephone when visits were refused.")
	h.Click("Keep it")
	h.Fill("Day on which it was sent", s.on(170))
	h.Fill("Their reference number", "CI-INVENTED-2")
	h.Click("It is sent")
	s.moveOn(access.Publishing)
}

func (s *story) publish() {
	_, chair := s.committee()
	h := s.at("ailsa", "publication")
	h.Choose("What is published?", "A summary and the learning points")
	h.Fill("Day of the committee's decision", s.on(190))
	h.Fill("Reasons", "Others can learn from it, and the family agreed that it is told in this way.")
	h.Fill("Legal and data protection advice", "The data protection officer read it and had no concern.")
	h.Fill("Proceedings", "There are none. The police confirmed it.")
	h.Fill("When is this looked at again?", s.on(560))
	h.Click("Write down the decision")
	for _, audience := range []string{"notifier", "participants", "family", "agencies", "chief-officers"} {
		h := s.at("ailsa", "publication/told/"+audience)
		h.Choose("Were they told?", "They were told")
		h.Fill("When?", s.on(190))
		h.Fill("Who told them, and how? Or why not?", "In person or by telephone, with time for questions.")
		h.Click("Save")
	}
	h = s.at("ailsa", "publication/text")
	h.Fill("Title", publicTitle(s.about))
	h.Fill("Summary", "Several services each held a part of the picture. This summary tells how that came about and what helps.")
	h.Choose("Themes", "Sharing information")
	for i := range learned {
		h.Tick(fmt.Sprintf("Publish learning point %d", i+1))
	}
	h.Click("Save and check")
	s.at(chair, "publication/preview").Click("Agree to exactly this text")
	s.at("ailsa", "publication").Click("Publish")
	s.moveOn(access.Improving)
}

func publicTitle(about guidance.Track) string {
	if about == guidance.Child {
		return "When a worker changes: what a family can lose"
	}
	return "Quiet is not calm: learning about adults who step back"
}

func (s *story) strategies() {
	for i, p := range learned[:2] {
		owner := []string{"Tam Madeup (Exampleshire Social Work)", "Una Fable (Exampleshire Health Board)"}[i]
		h := s.at("ailsa", "strategies/new")
		h.Fill("What is it called?", "Strategy on: "+p.title)
		h.Choose("Which learning does it answer?", fmt.Sprintf("%d. %s", i+1, p.title))
		h.Fill("Case for change", p.what)
		h.Fill("Learning", "Teams try it out on two sites and tell each other what they saw.")
		h.Fill("Evidence", p.how)
		h.Fill("What would we see if it worked?", "In a sample of twenty handovers, the worry is on the first page.")
		h.Select("Who is responsible?", owner)
		h.Fill("By when do they say what was done?", s.on(320))
		h.Fill("When does somebody look whether it worked?", s.on(370))
		h.Click("Save the strategy")
	}
	h := s.at("ailsa", "told-back")
	h.Fill("What people said", "One call between two services would have been enough.")
	h.Fill("What changed", "There is now one page for handing over, and it is used.")
	h.Click("Add")
}

func (s *story) outcomes() {
	for i, p := range learned[:2] {
		name := fmt.Sprintf("%d. Strategy on: %s", i+1, p.title)
		h := s.task([]string{"tam", "una"}[i], "Say what was done for a strategy")
		h.Fill("What was done?", "Two teams tried it for three months and kept it.")
		h.Fill("What shows it?", "A sample of twenty, read by somebody from outside.")
		h.Tick("This is finished")
		h.Click("Send")
		h = s.at("ailsa", "strategies")
		h.Click(name)
		h.Choose("What was seen?", []string{"It changed", "No change seen"}[i])
		h.Fill("When did somebody look?", s.on(380))
		h.Fill("Who looked?", "The quality group")
		h.Fill("What was seen, and how was it looked at?", "The worry stood on the first page in most of the sample.")
		h.Fill("What happens next?", "The committee looks again in a year.")
		h.Click("Write it down")
	}
	s.moveOn(access.Closed)
}
