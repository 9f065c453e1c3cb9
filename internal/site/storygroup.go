package site

import (
	"fmt"

	"lr/internal/access"
	"lr/internal/guidance"
)

// weighed is what the group writes under the questions of its paper.
var weighed = map[string]string{
	"outline":            "Two agencies notified the same event. Each had known the family for two years.",
	"circumstances":      "Everybody of the household is safe, and is looked after by people they know.",
	"agencies":           "Both agencies think that others would learn from it. Neither asks for another response.",
	"parallel":           "Neither agency knows of proceedings. The police confirmed it when they were asked.",
	"criteria":           "They are met. The group looked as well at how serious the harm was.",
	"added_value":        "How a change of worker came to hide what each service had seen. No earlier review looked at that.",
	"proportion":         "One event and a short report would be enough: the records are good, and few people were involved.",
	"scale":              "One practitioners' event, one managers' event, and a report of thirty pages.",
	"immediate_learning": "Both agencies now tell each other when a worker changes.",
	"communication":      "A link person visits the family before each step. Line managers tell the staff, in person.",
	"media":              "None so far.",
}

// convene invites the group and sets its meeting. One member has answered and
// declared; the other's answer and both views are still to come.
func (s *story) convene() {
	h := s.at("ailsa", "group")
	h.Choose("Who is asked?", "Farah Template")
	h.Choose("Who is asked?", "Gregor Dummy")
	h.Fill("Which years does it look at?", fmt.Sprintf("%d to %d", s.began.Year-2, s.began.Year))
	h.Fill("Which part of the area?", "The north of Exampleshire")
	h.Click("Invite them")
	h.Go(s.review + "/meetings/new")
	h.Fill("Day", s.on(23))
	h.Fill("Begins at", "10:00")
	h.Fill("Where, or how to join", "Council offices, room 2")
	h.Fill("How many members must be there?", "2")
	h.Click("Keep the meeting")
	s.join("gregor")
}

// join accepts the invitation and declares.
func (s *story) join(who string) {
	s.task(who, "Answer an invitation into a working group").Click("I can take part")
	s.declareForCommittee(who)
}

// group has each member give their own view, which they do not quite share.
func (s *story) group() {
	s.join("farah")
	for _, v := range []struct{ who, outcome string }{{"farah", "Hold a learning review"}, {"gregor", "Learn in another way"}} {
		h := s.at(v.who, "findings/view")
		for range s.tracks() {
			h.Choose("What would you recommend?", v.outcome)
			h.Fill("Your reasons", "Several agencies each held a part of the picture. Others could learn from how that came about.")
			h.Choose("How sure are you?", "Fairly sure")
		}
		h.Click("Give my view")
	}
}

func (s *story) recommend() {
	for i, about := range s.tracks() {
		committee, _ := committeeOf(about)
		s.findings(about, committee)
		s.paper(about, committee)
		if i == 0 {
			s.meet()
		}
		s.agree(committee)
	}
	s.moveOn(access.Deciding)
}

// findings answers the criteria of a committee, and says what the answers rest on.
func (s *story) findings(about guidance.Track, committee string) {
	h := s.at("farah", "findings/criteria/"+committee)
	for _, l := range s.limbs(about) {
		answer := "No"
		if yes[l.ID] {
			answer = "Yes"
		}
		h.Choose(l.ID+". "+l.Text, answer)
		h.Fill("Reason for the answer to "+l.ID, "Both agency reports say so, and the chronology bears it out.")
	}
	h.Click("Save the findings")
	for _, l := range s.limbs(about) {
		if yes[l.ID] {
			h.Go(s.review + "/findings/evidence/" + committee + "/" + l.ID)
			h.Choose("Report of Exampleshire Social Work", s.firstQuestion())
			h.Choose("Chronology of Exampleshire Health Board", s.on(-6))
			h.Click("Keep what it rests on")
		}
	}
}

// agree recommends to a committee, and takes down who agrees.
func (s *story) agree(committee string) {
	h := s.at("farah", "findings/recommendation/"+committee)
	h.Choose("What does the group recommend?", "Hold a learning review")
	h.Fill("The group's reasons", "A review would show how information was lost between services that each did their part.")
	h.Click("Keep the recommendation")
	h = s.at("farah", "findings/agree/"+committee)
	h.Choose("Do you agree?", "I agree")
	h.Click("Keep my answer")
	h = s.at("gregor", "findings/agree/"+committee)
	h.Choose("Do you agree?", "I do not agree")
	h.Fill("If you do not agree: what do you think, and why?", "One agency could learn this by itself, and sooner. I would rather not ask the family to wait for a review.")
	h.Click("Keep my answer")
}

// firstQuestion is the first one that an agency's report answers.
func (s *story) firstQuestion() string {
	f2, _ := guidance.InForce(s.about, s.began).Form("F2")
	for _, x := range f2.Fields {
		switch x.Section {
		case "The request", "The child", "Sign-off":
		default:
			return x.Label
		}
	}
	return ""
}

// paper writes each part of what goes to the committee.
func (s *story) paper(about guidance.Track, committee string) {
	f3, _ := guidance.InForce(about, s.began).Form("F3")
	part, section := 0, ""
	h := s.at("farah", "findings")
	for _, x := range f3.Fields {
		if x.ID == "response" {
			continue
		}
		if x.Section != section {
			if part > 0 {
				h.Click("Save")
			}
			part, section = part+1, x.Section
			h.Go(fmt.Sprint(s.review, "/findings/paper/", committee, "/", part))
		}
		h.Fill(x.Label, weighed[x.ID])
	}
	h.Click("Save")
	h.Go(s.review + "/findings/paper/" + committee + "/options")
	for _, option := range []string{"Hold a learning review", "Learn in another way", "No review", "More information first"} {
		h.Fill(option+": for", "It would be quicker, or it would show more of the picture.")
		h.Fill(option+": against", "It would ask something of people who have been through enough.")
		h.Fill(option+": why it is chosen or not", "The group weighed it against what could be learned.")
	}
	h.Click("Save")
}

// meet writes down the group's meeting.
func (s *story) meet() {
	h := s.at("ailsa", "meetings")
	h.Click(s.on(23) + ", 10:00")
	h.Click("Write the minutes")
	h.Choose("Farah Template", "Was there")
	h.Choose("Gregor Dummy", "Was there")
	h.Fill("What was talked about and agreed", "The group went through the criteria one by one, and heard both views on the scale.")
	h.Click("Keep the minutes")
}
