package site

import (
	"testing"

	"lr/internal/guidance"
)

// A chief officer is told of the one committee's decision and gives a receipt;
// the other's they send back with a reason, and ratify once it has decided again.
// [ASP22 p4, SEED recommend]
func TestAChiefOfficerReadsSendsBackAndRatifies(t *testing.T) {
	j := newJourney(t, "")
	s := j.lead("committees", &story{about: guidance.Child, way: split, subject: "Morag Inventedname", what: "Somebody was found in great need."})
	chief := s.task("elspeth", "Read a decision")
	chief.Sees("The committees decided differently.")
	chief.Click("I have read this")
	chief.Sees(demoName("elspeth") + " has read the decision")
	chief.Click("Ratify the decision, or send it back")
	chief.Choose("What did chief officers decide?", "Send it back to the committee")
	chief.Fill("Day on which chief officers considered it", s.on(34))
	chief.Click("Write it down")
	chief.Sees("Say why it goes back")
	chief.Fill("Reason, or anything to add", "Please look at criterion 1b again.")
	chief.Click("Write it down")
	chief.Sees("Chief officers sent this decision back. The committee decides again.")

	again := s.task("dougal", "Decide for your committee")
	again.Sees("Please look at criterion 1b again.")
	again.Choose("How was it decided?", "At a meeting of the committee")
	again.Fill("Why is the decision changed?", "The committee looked at 1b again, and stands by its decision.")
	again.Click("Keep the decision")
	again.Sees("How the decision was before")

	chief = s.task("elspeth", "Ratify a decision, or send it back")
	chief.Choose("What did chief officers decide?", "Chief officers ratify the decision")
	chief.Fill("Day on which chief officers considered it", s.on(34))
	chief.Click("Write it down")
	chief.Sees(demoName("elspeth") + " ratified the decision")

	lead := s.at("ailsa", "")
	lead.Sees("Chief officers know of the decision Done")
	lead.Click("Send the Care Inspectorate the decision notice of the adult protection committee")
	lead.Sees("Their form is filled in at one sitting")
	lead.Click("Fill in what is blank")
	lead.Fill("What happened, in outline and without names", "A young person was harmed at home.")
	lead.Click("Keep it")
	lead.(*visitor).Holds("What happened, in outline and without names To be confirmed", "A young person was harmed at home.")
	lead = s.at("ailsa", "decision/letters/"+adultCommittee+"/notifier")
	lead.Fill("Letter", "On [day] it was decided.")
	lead.Click("Keep the letter")
	lead.Fill("Letter", "It was decided: [decision].")
	lead.Click("Keep the letter")
	lead.Sees("[decision]")
	lead.Sees("It cannot go out before that.")
	lead.Fill("Letter", "It was decided that there is no review.")
	lead.Click("Keep the letter")
	lead.Fill("Day on which it was sent", s.on(34))
	lead.Fill("How it was sent", "By secure e-mail.")
	lead.Click("It is sent")
	lead.Sees("Sent on " + s.on(34))
}
