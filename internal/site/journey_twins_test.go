package site

import (
	"testing"

	"lr/internal/guidance"
)

// A reviewer, by keyboard alone, joins two accounts of one event and undoes it,
// sets two others aside with a reason, takes a silence into the register of
// gaps, and closes the gap. axe looks at every page.
func TestAReviewerSeesWhatAPersonWouldMiss(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("team", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	mairi := j.as("mairi").(*visitor)
	mairi.ByKeyboard()
	mairi.Go(s.review + "/chronology/twins")
	shoot(t, mairi, "twins")
	first, second := s.began.AddDays(-6).Words(), s.began.AddDays(-20).Words()
	mairi.Click("Same event of " + first)
	mairi.Sees("Joined. Each account stays as it is.")
	mairi.Click("Not the same event of " + second)
	mairi.Fill("Why are they not the same event?", "Two neighbours rang, on two lines.")
	mairi.Click("Set aside of " + second)
	mairi.Sees("Set aside as not the same event.")
	mairi.Click("Not the same (1)")
	mairi.Sees("Two neighbours rang, on two lines.")
	mairi.Click("Joined (1)")
	shoot(t, mairi, "joined")
	mairi.Go(s.review + "/chronology")
	mairi.Sees("One event, 2 accounts")
	shoot(t, mairi, "line")
	mairi.Go(s.review + "/chronology/twins?show=joined")
	mairi.Click("Look for more accounts of the event of " + first)
	shoot(t, mairi, "of")
	mairi.Click("Undo")
	mairi.Sees("Undone. The accounts stand by themselves again.")

	mairi.Click("What may be missing")
	mairi.Click("How often each service is expected to be in contact")
	mairi.Select("Service", "Exampleshire Health Board")
	mairi.Choose("How often is contact expected?", "Every two weeks")
	shoot(t, mairi, "rhythms")
	mairi.Click("Save")
	mairi.Sees("About every two weeks")
	mairi.Go(s.review + "/chronology/missing")
	shoot(t, mairi, "missing")
	mairi.Click("Take into the register Exampleshire Health Board: silent for 2 months")
	mairi.Sees("It stands in the register of gaps.")
	mairi.Click("Register of gaps (1 open)")
	shoot(t, mairi, "register")
	mairi.Click("Exampleshire Health Board: silent for 2 months. Expected about every two weeks; nothing between " + s.began.AddDays(-90).Words() + " and " + second + ".")
	mairi.Choose("Where it stands", "Explained")
	mairi.Fill("How is it explained, or in which words does the report state it?", "The post was empty in those weeks.")
	shoot(t, mairi, "gap")
	mairi.Click("Save")
	mairi.Sees("The post was empty in those weeks.")
	mairi.Click("Register of gaps (0 open)")

	isla := j.as("isla").(*visitor)
	isla.Go(s.review + "/chronology")
	isla.SeesNot("Accounts of the same event")
	isla.SeesNot("What may be missing")
}
