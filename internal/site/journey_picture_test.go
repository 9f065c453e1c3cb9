package site

import (
	"testing"

	"lr/internal/guidance"
)

// The independent reviewer looks at a long history by keyboard, on a phone: from
// the whole to a week, from there to one entry, and measures from it. [CHRON]
func TestAReviewerLooksAtThePictureByKeyboard(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("team", guidance.Child, longCase, "A child was hurt at home after months of missed appointments.")
	mairi := j.as("mairi").(*visitor)
	mairi.ByKeyboard()
	mairi.Go(s.review + "/chronology")
	mairi.Width(390)
	mairi.Click("The picture")
	mairi.Sees("85 entries.")
	mairi.Sees("age 12")
	shoot(t, mairi, "picture-whole")
	mairi.Width(390)
	for range 5 {
		mairi.Click("Closer")
		mairi.Fits()
	}
	mairi.SeesNot("Closer")
	mairi.Click("The whole time")
	mairi.Fill("First day", s.on(-100))
	mairi.Fill("Last day", "29 February 2025")
	mairi.Click("Show")
	mairi.Sees("Give a day that is in the calendar")
	mairi.Fill("Last day", s.began.AddDays(-1).Words())
	mairi.Click("Show")
	mairi.Sees("earlier")
	mairi.Click("Measure from here at " + s.began.AddDays(-20).Words() + ", Exampleshire Social Work")
	mairi.Sees("Measured from " + s.began.AddDays(-20).Words())
	mairi.Sees("2 weeks after")
	shoot(t, mairi, "picture-measured")
	mairi.Click("Stop measuring")
	mairi.SeesNot("Measured from")
	isla := j.as("isla").(*visitor)
	isla.Go(s.review + "/chronology/picture")
	isla.SeesNot("What happened, over time")
}
