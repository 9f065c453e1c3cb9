package site

import (
	"testing"
	"time"

	"lr/internal/guidance"
)

// The chairs of two committees decide on one event: the child protection
// committee at its meeting, for a review; the adult protection committee between
// its meetings, against one, which its next meeting confirms. Each page says
// plainly what that comes to. [CP24 p2, ASP22 p4]
func TestTwoChairsDecideDifferently(t *testing.T) {
	j := newJourney(t, "")
	s := j.lead("recommend", &story{about: guidance.Child, way: split, subject: "Morag Inventedname", what: "Somebody was found in great need."})
	lead := s.at("ailsa", "decision/bring")
	lead.Choose("Committee chairs", demoName("catriona"))
	lead.Choose("Committee chairs", demoName("dougal"))
	lead.Fill("When does the "+committeeName(guidance.Adult)+" consider it?", s.on(60))
	lead.Click("Bring it to them")
	s.declareForCommittee("catriona")
	s.declareForCommittee("dougal")

	adult := s.task("dougal", "Decide for your committee")
	adult.Choose("What did the committee decide?", "No review")
	adult.Choose("How was it decided?", "Between its meetings, by "+delegatedTo)
	adult.Fill("Who decided?", "The convener, after a word with the chief social work officer.")
	adult.Fill("Why could it not wait for the meeting?", "The family was told that it would be decided this month.")
	adult.Fill("When does the committee meet next?", s.on(60))
	adult.Fill("Day of the decision", s.on(24))
	adult.Fill("Reasons", "No adult service was involved. There is nothing more to learn for the committee.")
	adult.Click("Keep the decision")
	adult.Sees("It counts already. The committee is asked to confirm it on " + s.on(60))
	adult.Sees("Each committee decides for itself. The review moves on when both have decided.")

	child := s.task("catriona", "Decide for your committee")
	child.Sees("The Exampleshire Adult Protection Committee decided: No review.")
	child.Choose("What did the committee decide?", "Hold a learning review")
	child.Choose("What kind of review?", "A review of this area")
	child.Fill("How large is it?", "The last two years.")
	child.Fill("Day of the decision", s.on(24))
	child.Choose("Which criteria does the decision rest on?", "S: "+limbText(guidance.Child, s, "S"))
	child.Fill("Reasons", "Several services each held a part of the picture.")
	child.Click("Keep the decision")
	child.Sees("The other committee decided differently. Say why")
	child.Fill("Why do the committees decide differently?", "What can be learned lies with services for children.")
	child.Fill("How is the committee that holds no review kept informed?", "At each of its meetings.")
	child.Click("Keep the decision")
	child.Sees("The committees decided differently.")
	child.Sees("The Exampleshire Child Protection Committee holds a learning review. There is one review, and it is that committee's.")
	child.Sees("How the committee that holds no review is kept informed: At each of its meetings.")

	minutes := s.at("dougal", "decision/minutes/"+adultCommittee+"/write")
	minutes.Fill("Day of the meeting", s.on(24))
	minutes.Fill("Who chaired it?", demoName("dougal"))
	minutes.Fill("Who was there?", "Dougal Specimen")
	minutes.Choose("Was there a quorum?", "Yes")
	minutes.Fill("What did the committee consider?", "The papers of the working group.")
	minutes.Click("Keep the draft")
	minutes.Sees("Write one person a line, as: name, post, agency.")
	minutes.Fill("Who was there?", "Dougal Specimen, Convener, Independent")
	minutes.Click("Keep the draft")
	minutes.Sees("This is a draft.")
	s.at("catriona", "decision/minutes/"+adultCommittee).Sees("There are no minutes yet.")
	s.at("dougal", "decision/minutes/"+adultCommittee).Click("Record these minutes")
	s.at("catriona", "decision/minutes/"+adultCommittee).Sees("The papers of the working group.")

	j.clock.Advance(37 * 24 * time.Hour)
	adult = s.at("dougal", "")
	adult.Sees("Was due " + s.on(60))
	adult.Click("Say whether the committee confirms what was decided between its meetings")
	adult.Choose("What did the committee say at its meeting?", "The committee confirms the decision")
	adult.Fill("Day of the meeting", s.on(60))
	adult.Click("Write it down")
	adult.Sees("The committee confirmed the decision, " + s.on(60))
}

func limbText(about guidance.Track, s *story, id string) string {
	for _, l := range s.limbs(about) {
		if l.ID == id {
			return l.Text
		}
	}
	return ""
}
