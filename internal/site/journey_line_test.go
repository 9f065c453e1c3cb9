package site

import (
	"testing"

	"lr/internal/guidance"
)

// The author of an agency types an entry on a telephone, with the keyboard alone,
// and is told what is missing beside the field.
func TestAnAgencyAuthorTypesAnEntryByKeyboard(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("request", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	isla := j.browserOf("isla")
	isla.ByKeyboard()
	isla.Width(390)
	isla.Go(s.review + "/chronology/mine")
	for _, x := range [][2]string{{"When", "22 May 2016, 14:30"}, {"What happened", "Morag Inventedname was seen at home."}, {"Source", "Case notes"},
		{"Who was at work", "health visitor, Sampleton team"}} {
		isla.Fill(x[0], x[1])
	}
	isla.Click("Add")
	isla.Sees("Say what was done, or below why nothing was.")
	isla.Sees("Say how the record is found.")
	shoot(t, isla, "entry-faults")
	isla.Fill("If nothing was done, why", "It was not seen as a risk then.")
	isla.Fill("Reference", "Note 4821")
	isla.Click("More, if your record says it")
	isla.Fill("Views of the child or adult", "She said she was tired.")
	isla.Select("What it meant for the child or adult", "Bad")
	shoot(t, isla, "entry-typed")
	isla.Width(390)
	isla.Click("Add")
	isla.Sees("It seems to name somebody")
	shoot(t, isla, "entry-names")
	isla.Width(390)
	isla.Click("Save with the codes instead")
	isla.Sees("was seen at home.")
	isla.SeesNot("Morag Inventedname was seen")
	isla.Sees("Why nothing was done: It was not seen as a risk then.")
	isla.Sees("What it meant for the child or adult: Bad")
	shoot(t, isla, "entry-added")
}

// The reviewer finds, stars, tags and comments on a telephone, with the keyboard
// alone.
func TestAReviewerWorksOnTheLineByKeyboard(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("team", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	mairi := j.browserOf("mairi")
	mairi.ByKeyboard()
	mairi.Go(s.review + "/chronology")
	shoot(t, mairi, "line")
	mairi.Width(390)
	mairi.Fill("Find words", "NEIGHBOUR quiet")
	mairi.Click("Narrow it down")
	mairi.Select("Agency", "Exampleshire Health Board")
	mairi.Click("Find")
	mairi.Sees("1 of 10 entries")
	shoot(t, mairi, "line-found")
	mairi.Width(390)
	mairi.Click("☆ Star " + day(s, -20) + ", Exampleshire Health Board")
	mairi.Sees("★ Starred: take the star off")
	mairi.Sees("1 of 10 entries")
	mairi.Click(day(s, -20) + ", Exampleshire Health Board")
	mairi.Fill("Add a tag", "Missed contact")
	mairi.Click("Add the tag")
	mairi.Sees("Tagged.")
	mairi.Fill("Your comment", "Was the message ever read?")
	mairi.Fill("About which words?", "Message left for a colleague")
	mairi.Click("Share with the team")
	mairi.Sees("Was the message ever read?")
	mairi.Sees("For the team")
	shoot(t, mairi, "one")
	mairi.Width(390)
	mairi.Click("Its place in the line")
	mairi.Sees("1 comment")
	mairi.Sees("Missed contact")
}

func day(s *story, n int) string { return s.began.AddDays(n).Words() }

// Two people who write at once lose nothing: in an agency's entry, and in tags
// and comments beside the line.
func TestTwoPeopleAtOnceLoseNothingOfTheLine(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("request", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	isla, again := j.browserOf("isla"), &visitor{Person: j.browser.Person(t, j.base)}
	again.Go("/demo")
	again.Click(demoName("isla"))
	isla.Go(s.review + "/chronology/mine")
	for label, words := range map[string]string{"When": "22 May 2016", "What happened": "A home visit.", "What was done": "A letter.", "Source": "Notes", "Reference": "12"} {
		isla.Fill(label, words)
	}
	isla.Click("Add")
	isla.Click("Change the entry of 22 May 2016")
	again.Go(isla.Path())
	isla.Fill("What happened", "A home visit of the nurse.")
	again.Fill("What happened", "A home visit in the rain.")
	isla.Click("Save")
	again.Click("Save")
	again.Sees("Nothing is lost: theirs is below yours.")
	again.Sees("A home visit of the nurse.")
	again.Holds("What happened", "A home visit in the rain.")
	shoot(t, again, "entry-two")
	again.Fill("What happened", "A home visit of the nurse in the rain.")
	again.Click("Save")
	again.Sees("A home visit of the nurse in the rain.")
}

// Two members of the team tag and comment the same entry at once, and one of them
// changes a comment in two windows.
func TestTwoPeopleAtOnceLoseNothingBesideTheLine(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("team", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	mairi, ailsa, again := j.browserOf("mairi"), j.browserOf("ailsa"), &visitor{Person: j.browser.Person(t, j.base)}
	again.Go("/demo")
	again.Click(demoName("mairi"))
	mairi.Go(s.review + "/chronology?words=neighbour")
	mairi.Click(day(s, -20) + ", Exampleshire Health Board")
	ailsa.Go(mairi.Path())
	mairi.Fill("Add a tag", "Handover")
	ailsa.Fill("Add a tag", "Missed contact")
	mairi.Click("Add the tag")
	ailsa.Click("Add the tag")
	ailsa.Sees("Handover")
	ailsa.Sees("Missed contact")
	mairi.Fill("Your comment", "Who was on duty?")
	mairi.Click("Share with the team")
	ailsa.Fill("Your comment", "A private doubt.")
	ailsa.Click("Keep it for me alone")
	ailsa.Sees("Who was on duty?")
	ailsa.Sees("A private doubt.")
	mairi.Go(mairi.Path())
	mairi.SeesNot("A private doubt.")
	mairi.Click("Change your comment of " + j.clock.Now().Format("2 January 2006, 15:04"))
	again.Go(mairi.Path())
	mairi.Fill("Your comment", "Who was on duty that night?")
	again.Fill("Your comment", "Who was on duty and knew?")
	mairi.Click("Save")
	again.Click("Save")
	again.Sees("Nothing is lost")
	again.Sees("Who was on duty that night?")
	again.Holds("Your comment", "Who was on duty and knew?")
	shoot(t, again, "comment-two")
}
