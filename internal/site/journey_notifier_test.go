package site

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lr/internal/guidance"
)

// look photographs the page at both widths where SHOTS names a folder, and sees
// that it fits a phone.
func (j *journey) look(h hand, name string) {
	j.t.Helper()
	v := h.(*visitor)
	folder := os.Getenv("SHOTS")
	for _, width := range []int{390, 1200} {
		v.Width(width)
		v.Fits()
		if folder != "" {
			v.Screenshot(filepath.Join(folder, fmt.Sprintf("%s-%d.png", name, width)))
		}
	}
}

// A team manager at the end of a bad week notifies an event: makes a fault and
// finds the words kept, stops, closes the browser, comes back by the link, is
// told what is missing, sends it, and keeps a receipt. [ASP22 p4, ASP22 p7]
func TestANotifierStopsAndComesBack(t *testing.T) {
	j := newJourney(t, "")
	h := j.as("")
	h.Go("/notify")
	j.look(h, "notify-choose")
	h.Click("Where families can turn")
	h.Sees("Families cannot notify an event by this form")
	j.look(h, "notify-family")
	h.Click("Back")
	h.Click("A child or young person")
	h.Sees("Step 1 of 7")
	j.look(h, "notify-you")
	h.Fill("Your name", "Wilma Walkon")
	h.Fill("Your post and agency", "Team manager, Exampleshire Social Work")
	h.Fill("Your e-mail address", "wilma at exampleshire")
	h.Click("Save and continue")
	h.Sees("Give an e-mail address such as name@agency.example.")
	h.(*visitor).Holds("Your name", "Wilma Walkon")
	j.look(h, "notify-you-fault")
	h.Fill("Your e-mail address", "wilma.walkon@exampleshire.example")
	h.Click("Save and continue")
	h.Sees("About the child")
	h.Fill("Name", "Morag Inventedname")
	h.Fill("Date of birth", "31 February 2019")
	h.Click("Save and continue")
	h.Sees("Give a day that is in the calendar")
	h.Click("go on and come back to it")
	h.Sees("What happened")
	h.Choose("Why are you notifying?", "Somebody died, was harmed or was at risk of harm")
	h.Fill("What happened", "Found alone at home in the evening.")
	h.Click("Save and come back later")
	h.Sees("Your notification is saved")
	j.look(h, "notify-later")
	link := strings.TrimSuffix(h.Path(), "/later")

	j.clock.Advance(9 * 24 * time.Hour)
	var again hand = &visitor{Person: j.browser.Person(t, j.base)} // another browser, on another day
	again.Go(link)
	again.Sees("Check your answers")
	again.Sees("Before you can send it")
	j.look(again, "notify-check-missing")
	again.Click("About the child")
	again.(*visitor).Holds("Date of birth", "31 February 2019")
	again.Fill("Date of birth", "28 February 2019")
	again.Choose("Looked after by a council, in aftercare or in continuing care, now or when they died?", "No")
	again.Click("Show the link") // left without saving
	again.Click("Go on with your notification")
	again.Click("About the child")
	again.Fill("Date of birth", "28 February 2019")
	j.look(again, "notify-who")
	again.Click("Save and continue")
	again.Sees("Check your answers")
	again.Click("What happened")
	again.(*visitor).Holds("What happened", "Found alone at home in the evening.")
	again.Fill("When it happened", "1 November 2026")
	j.look(again, "notify-happened")
	again.Click("Save and continue")
	again.Click("Change Risk now")
	j.look(again, "notify-risk")
	again.Choose("Is anybody at risk now?", "Yes")
	again.Fill("Who is at risk, and of what?", "The younger sister, who is still at home.")
	again.Fill("What has been done about it?", "A child protection referral was made.")
	again.Fill("Who was told, and when?", "The duty social worker, the same evening.")
	again.Click("Save and continue")
	again.Sees("You say that somebody is at risk now")
	again.Click("Change Agencies and other processes")
	again.Choose("Which agencies worked with them?", "Exampleshire Social Work")
	again.Choose("Is there another review, an investigation or a court case about it?", "Yes")
	again.Choose("Which?", "Police investigation or criminal proceedings")
	again.Choose("Is another area, committee or authority involved?", "Not known yet")
	j.look(again, "notify-agencies")
	again.Click("Save and continue")
	again.Click("Change The criteria")
	j.look(again, "notify-criteria")
	for _, l := range guidance.InForce(guidance.Child, j.today()).Limbs() {
		again.Choose(l.ID+": "+l.Text, "Not known yet")
	}
	again.Click("Save and continue")
	j.look(again, "notify-check")
	again.Click("Send the notification")
	again.Sees("Your notification has arrived")
	again.Sees("Your reference:")
	j.look(again, "notify-receipt")
	again.(*visitor).SeesNot("Morag")
	again.(*visitor).SeesNot("Found alone")

	h.Go(link) // the first browser: the receipt; its old page leads nowhere
	h.Sees("Your notification has arrived")
	h.Go(link + "/who")
	h.Sees("This link does not open a notification")
	j.look(h, "notify-ended")
}

// Something that went strikingly well takes the same way, with questions of its
// own and one of the criteria. [CP24 landing]
func TestANotifierTellsOfWhatWentWell(t *testing.T) {
	j := newJourney(t, "")
	s := &story{about: guidance.Adult, subject: "Effie Inventedname", began: j.today(), as: j.as}
	h := j.as("")
	h.Go("/notify/adult")
	s.tellWho(h)
	h.Choose("Why are you notifying?", "Something went strikingly well, and others could learn from it")
	h.Fill("When it happened", s.on(-3))
	h.Fill("What happened", "Three services kept an adult at risk safe in a storm.")
	h.Click("Save and continue")
	h.Sees("Step 4 of 7")
	h.Fill("What was done so well?", "They met on the same day and agreed who visits.")
	h.Fill("What came of it?", "She stayed at home and well.")
	j.look(h, "notify-well")
	h.Click("Save and continue")
	h.Choose("Which agencies worked with them?", "Exampleshire Health Board")
	h.Choose("Is there another review, an investigation or a court case about it?", "No")
	h.Choose("Is another area, committee or authority involved?", "No")
	h.Click("Save and continue")
	h.Sees("One question, since nobody has to have come to harm.")
	h.Choose("2ii: The committee finds that something may be learned.", "Yes")
	h.Fill("Why? (2ii)", "Others could do the same.")
	j.look(h, "notify-criteria-well")
	h.Click("Save and continue")
	h.Click("Send the notification")
	h.Sees("Your notification has arrived")
	h = s.find()
	h.Sees("They met on the same day and agreed who visits.")
	h.Sees("Something went strikingly well")
}
