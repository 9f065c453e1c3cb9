package site

import (
	"testing"
	"time"

	"lr/internal/db"
	"lr/internal/guidance"
)

// day puts the journey's clock to a day after the notification.
func (j *journey) day(s *story, n int) {
	j.clock.Set(s.began.AddDays(n).In(db.London()).Add(10 * time.Hour))
}

// An agency's author asks for more time and gets it, is late all the same, and
// says why. [ASP22 p8, SCR15 p9]
func TestAnAuthorAsksForMoreTimeAndSaysWhyItIsLate(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("request", guidance.Adult, "Morag Inventedname", "Somebody was found in great need.")
	h := s.task("isla", "Write your agency's report")
	h.Click("Ask for more time")
	h.Click("Ask for more time")
	h.Sees("Give the day by which you can send it")
	h.Fill("By when can you send it?", s.on(20))
	h.Fill("Why do you need longer?", "Two people are away, and the records are in the archive.")
	h.Click("Ask for more time")
	h.Sees("You asked for time until " + s.on(20))

	h = j.as("ailsa")
	h.Go("/")
	h.Click("Answer Exampleshire Social Work, which asks for more time")
	h.Sees("Two people are away")
	h.Choose("What do you answer?", "Yes, but until another day")
	h.Fill("Another day", s.on(18))
	h.Fill("A sentence for the agency", "The group meets on the day after.")
	h.Click("Send the answer")
	h.Sees("Gave more time, until " + s.on(18))

	h = j.as("isla")
	h.Go("/")
	h.Sees("By " + s.on(18))
	h.Click("Write your agency's report")
	h.Click("Ask for more time")
	h.Sees("The group meets on the day after.")

	j.day(s, 21)
	h = s.task("isla", "Write your agency's report")
	h.Click("Say why it is late, or ask for more time")
	h.Sees("Why is it late?")
	h.Choose("What comes closest?", "Records were hard to find, or came late")
	h.Click("Say why it is late")
	h.Sees("The reason is written down")
	j.people["isla"].SeesNot("What comes closest?")
	j.people["isla"].Width(390)
	j.people["isla"].Fits()
}

// The lead officer sees who is late, writes down why, gives more time, invites
// somebody, and takes a request back.
func TestTheLeadOfficerChasesFromOneBoard(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("request", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	j.day(s, 20)
	h := s.at("ailsa", "requests")
	h.Sees("0 of 2 in, 2 late.")
	h.Sees("Reason not given yet")
	h.Click("Write down why the report of Exampleshire Health Board is late")
	h.Choose("What comes closest?", "Other work could not wait")
	h.Fill("In a few words", "A ward had to be closed.")
	h.Click("Say why it is late")
	h.Fill("New day", s.on(30))
	h.Fill("A sentence for the agency", "As we agreed by telephone.")
	h.Click("Give more time")
	h.Click("All agency reports")
	h.Sees("0 of 2 in, 1 late.")
	h.Sees("More time once, first " + s.on(16))

	h.Click("Open the request to Exampleshire Health Board")
	h.Click("Invite somebody to write or sign")
	h.Fill("Name", "Wilma Walkon")
	h.Fill("E-mail address at work", "wilma.walkon@exampleshire.example")
	h.Choose("What will they do?", "Write the report")
	h.Click("Invite")
	h.Sees("Now tell this code by telephone")
	h.Click("Back to the request")
	h.Sees("Wilma Walkon: write the report")
	h.Click("Withdraw the request")
	h.Fill("Why is the report not needed?", "Another board has the records.")
	h.Click("Withdraw the request")
	h.Sees("0 of 1 in, 1 late.")
	h.Sees("withdrawn")
	for _, page := range []string{"requests", ""} {
		h.Go(s.review + "/" + page)
		j.people["ailsa"].Width(390)
		j.people["ailsa"].Fits()
	}
}
