package site

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/guidance"
)

func (j *journey) today() db.Date { return db.DateOf(j.clock.Now()) }

// The lead officer takes in a notification: steps through what is hers to do,
// joins a second one of the same event and takes that back, links them instead,
// brings it before both committees, and keeps the days after the death of a
// looked-after child. [ASP22 p7, DLAC p2, DLAC p4, ASF19 p9]
func TestALeadOfficerTakesANotificationIn(t *testing.T) {
	j := newJourney(t, "")
	first := j.upTo("notify", guidance.Child, "Calum Inventedname", "A young person was found badly hurt.")
	j.clock.Advance(24 * time.Hour)
	second := &story{about: guidance.Child, subject: "Callum Inventidname", what: "A ward told us of a young person who was hurt.", began: j.today(), as: j.in.desks()}
	second.notify()
	j.clock.Advance(time.Minute)

	first.as = j.in.desks()
	first.find() // the one that waits longest
	first.as = j.as
	h := first.at("ailsa", "notification")
	h.Sees("These look like the same event")
	h.Sees("The names of Child 1 here and Child 1 there sound alike.")
	j.look(h, "triage-notification")
	h.Choose("Did you have a part in what happened?", "No, I had no part in it")
	h.Click("Save my declaration")
	h.Click("Acknowledge the notification")
	h.Sees("The notifier was told that it arrived.")

	compare := linkWith(t, j, first.review+"/notification", "/notification/twins/")
	h.Go(compare)
	j.look(h, "triage-twin")
	h.Choose("What are they to each other?", "One incident, several people")
	h.Click("Save")
	h.Sees("Say why, so that others can understand it later.")
	h.Choose("What are they to each other?", takesIn(t, j, compare))
	h.Fill("Why?", "Two agencies tell of the same evening.")
	h.Click("Save")
	h.Sees("You can undo this.")
	h.Sees("A ward told us of a young person who was hurt.")
	j.look(h, "triage-merged")
	h.Go(compare)
	j.look(h, "triage-twin-settled")
	h.Click("Undo this")
	h.Sees("It is undone. Both are as they were.")
	h.Sees("These look like the same event")
	h.Go(compare)
	h.Choose("What are they to each other?", "Link them")
	h.Fill("Why?", "Two agencies tell of the same evening.")
	h.Click("Save")
	h.Sees("Belongs together with")

	h.Click("Change the committee, or take both")
	j.look(h, "triage-committees")
	h.Choose("Who considers it?", "Both: Exampleshire Child Protection Committee and Exampleshire Adult Protection Committee")
	h.Fill("Why?", "The young person is 17 and has been an adult at risk.")
	h.Click("Save")
	h.Sees("Adult support and protection: learning review guidance (2022)")

	h.Click("Start the clocks")
	j.look(h, "triage-notices-begin")
	h.Fill("Day of death", "1 November 2026")
	h.Fill("Day on which the authority knew of the death", "2 November 2026")
	h.Click("Start the clocks")
	h.Sees("form DLC1")
	h.Fill("Day on which the notice was sent", "3 November 2026")
	j.look(h, "triage-notices")
	h.Click("Save the notice's day")
	h.Sees("Done on 3 November 2026.")

	h.Go(first.review + "/notification/area")
	h.Choose("Which committee leads?", "Our committee leads")
	h.Fill("Who else was asked?", "The lead officer of Sampleton, by telephone.")
	h.Fill("Why does it lead?", "The young person lived here.")
	j.look(h, "triage-area")
	h.Click("Save")
	h.Sees("Our committee leads")
	j.look(h, "triage-done")
	first.moveOn(access.Gathering)
	h.Go(first.review + "/notification")
	h.Sees("What was settled")
	j.look(h, "notification-later")
}

// linkWith finds the first link of a page that leads to such an address.
func linkWith(t *testing.T, j *journey, page, part string) string {
	t.Helper()
	_, body := j.in.page("ailsa", page)
	for _, m := range linkTo.FindAllStringSubmatch(body, -1) {
		if strings.Contains(m[1], part) {
			return m[1]
		}
	}
	t.Fatalf("no link on %s leads to %s", page, part)
	return ""
}

// takesIn is the answer by which the other notification becomes part of this one.
func takesIn(t *testing.T, j *journey, page string) string {
	t.Helper()
	_, body := j.in.page("ailsa", page)
	m := regexp.MustCompile(`Make [A-Z][a-z]+ \d+ part of this one`).FindString(body)
	if m == "" {
		t.Fatalf("%s does not offer to take the other one in", page)
	}
	return m
}
