package site

import (
	"testing"
	"time"

	"lr/internal/guidance"
)

// later lets time pass between two sittings: people come back signed out.
func (j *journey) later(d time.Duration) { j.clock.Set(j.clock.Now().Add(d)) }

// An agency's author writes their report over two sittings, is told of a name and
// puts the code in its place, tells an episode, reads all of it through and sends
// it. [CP21 p4, SEED notify]
func TestAnAgencyAuthorWritesOverTwoSittings(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("request", guidance.Child, "Morag Inventedname", "A child was found in great need.")
	isla := s.task("isla", "Write your agency's report").(*visitor)
	isla.Sees("about 1,500 words")
	isla.Click("Begin")
	list := isla.Path()
	isla.Click("A brief account of your involvement before the event (not started)")
	isla.Fill("What you want to say", "Morag Inventedname was seen at home four times.")
	isla.Sees("8 of about 1,500 words in the whole report.")
	isla.Click("Done: save and go on")
	isla.Sees("It seems to name somebody")
	isla.Click("Use the codes instead")
	isla.Holds("What you want to say", "Child 1 was seen at home four times.")
	isla.SeesNot("It seems to name somebody")
	isla.Click("Leave this one and go on to the next")
	isla.Fill("What you want to say", "Half a thought")
	isla.Click("Save and come back")
	isla.Sees("First thoughts on practice and decisions")

	j.later(48 * time.Hour)
	isla = s.task("isla", "Write your agency's report").(*visitor)
	isla.Click("First thoughts on practice and decisions (started)")
	isla.Holds("What you want to say", "Half a thought")
	isla.Fill("What you want to say", "A whole thought about how calls were shared.")
	isla.Click("Done: save and go on")
	isla.Go(list + "/parts/episodes")
	for _, title := range []string{"The hospital", "The first weeks"} {
		isla.Click("Add an episode")
		isla.Fill("A short title", title)
		isla.Fill("When it began", "May 2026")
		isla.Choose("Who it concerns", "Child 1")
		isla.Fill("Why it made sense then", "The last visit had been calm.")
		isla.Click("Save the episode")
	}
	isla.Click("Move up The first weeks")
	isla.Click("This section is done")
	isla.Go(list + "/parts/criminal")
	isla.Choose("Your answer", "No")
	isla.Click("Done: save and go on")
	isla.Go(list)
	isla.Sees("sections are not marked as done")
	isla.Click("Read it through and send it")
	for _, words := range []string{"Child 1 was seen at home", "A whole thought", "The first weeks", "The last visit had been calm."} {
		isla.Sees(words)
	}
	isla.SeesNot("Morag Inventedname was seen")
	isla.Click("Send to the approver")
	isla.Sees("The report is with the approver")
}
