package site

import (
	"testing"
	"time"

	"lr/internal/db"
	"lr/internal/guidance"
)

// goOn tells the next chapters without a browser, through the one of that name.
func (j *journey) goOn(s *story, from, to string) {
	s.as = j.in.desks()
	under := false
	for _, c := range chapters {
		if under {
			j.clock.Set(s.began.AddDays(c.day).In(db.London()).Add(10 * time.Hour))
			if err := tell(telling{story: s, chapter: c}); err != nil {
				j.t.Fatal(err)
			}
		}
		under = (under || c.name == from) && c.name != to
	}
	s.as = j.as
}

// enter adds an entry to an agency's part of the chronology.
func (s *story) enter(who, when, what, seen string) {
	h := s.at(who, "chronology/mine")
	h.Fill("When", when)
	h.Fill("Source", "Duty log")
	h.Fill("Reference", "No number, in the book of that day")
	h.Fill("What happened", what)
	h.Fill("What was done", "It was passed on.")
	h.Fill("Who was seen", seen)
	h.Click("Add")
}

// Somebody is asked into the working group whom an entry names. The review is
// closed to them before they see a word of it; the lead officer decides, once in
// each of the three ways, and they are told no more than they must be.
// [SEED team, CP21 p11]
func TestTheLeadOfficerDecidesAboutMembersWhomEntriesName(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("request", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	s.enter("isla", "3 May 2025", "Farah Template took a call at night.", "")
	s.enter("isla", "4 May 2025", "Ms Formername rang once about a form.", "")
	s.enter("kirsty", "5 May 2025", "Dr Olddummy saw them each week.", "")
	j.goOn(s, "request", "convene")
	farah := j.as("farah").(*visitor)
	farah.Go(s.review)
	farah.Sees("This review is closed to you for now")
	farah.Sees("You need do nothing")
	shoot(t, farah, "closed")
	ailsa := j.as("ailsa").(*visitor)
	ailsa.Go("/")
	ailsa.Click("The chronology seems to name somebody who takes part in this review. It is closed to them until you decide")
	ailsa.Sees("Team members named")
	shoot(t, ailsa, "named")
	ailsa.Click("Farah Template")
	ailsa.Sees("Farah Template took a call at night.")
	ailsa.Click("Decide")
	ailsa.Sees("Choose what you found")
	shoot(t, ailsa, "settle")
	ailsa.Choose("What did you find?", "It is somebody else")
	ailsa.Fill("Why?", "Another Farah Template worked there; I asked Social Work.")
	ailsa.Click("Decide")
	ailsa.Sees("Decided. The review is open to them.")
	farah.Go("/")
	farah.Click("Answer an invitation into a working group")
	s.staff("Farah Template", "Farah Formername")
	ailsa.Go(s.review + "/chronology/named")
	ailsa.Click("Compare every entry once more")
	ailsa.Click("Farah Template")
	ailsa.Sees("“Formername”")
	ailsa.Choose("What did you find?", "They had a small contact and no direct part")
	ailsa.Fill("Why?", "She rang once about a form and knew nobody.")
	ailsa.Click("Decide")
	s.staff("Gregor Dummy", "Gregor Olddummy")
	ailsa.Go(s.review + "/chronology/named")
	ailsa.Click("Compare every entry once more")
	ailsa.Click("Gregor Dummy")
	ailsa.Choose("What did you find?", "They had a part in it, so they step aside")
	ailsa.Fill("Why?", "He was their doctor.")
	ailsa.Click("Decide")
	ailsa.Sees("That person is out of this review from this moment.")
	ailsa.Sees("A small contact, accepted")
	gregor := j.as("gregor").(*visitor)
	gregor.Go("/")
	gregor.SeesNot("Answer an invitation")
}

// staff adds somebody who works for an agency to the people of the case.
func (s *story) staff(name, earlier string) {
	h := s.at("ailsa", "people")
	h.Choose("Who or what is this?", "Somebody who works for an agency")
	h.Fill("Name", name)
	h.Fill("Other names they go by", earlier)
	h.Click("Add")
}

// The reviewer opens one name, with a reason, and reads the line with it for a
// quarter of an hour; the lead officer sees which names agencies left, and whom
// they may have forgotten to ask.
func TestTheReviewerOpensOneNameForAReason(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("request", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	s.enter("isla", "3 May 2025", "Out-of-hours call: Staff 7 decided to wait until Monday.", "Child 1, alone")
	s.enter("isla", "4 May 2025", "Morag Inventedname was not at school. Morag was seen later.", "")
	j.goOn(s, "request", "team")
	mairi := j.as("mairi").(*visitor)
	mairi.Go(s.review + "/chronology")
	mairi.Sees("Child 1 was not at school.")
	mairi.SeesNot("Inventedname")
	mairi.Click("Names behind the codes")
	mairi.Choose("Whose name do you need?", "Child 1")
	mairi.Click("Open for 15 minutes")
	mairi.Sees("Say what you need it for")
	mairi.Fill("What do you need it for?", "To ask the school about one day.")
	mairi.Click("Open for 15 minutes")
	mairi.Sees("Child 1 (Morag Inventedname) was not at school.")
	shoot(t, mairi, "names")
	mairi.Click("People with a small part")
	mairi.Click("Staff 7")
	mairi.Sees("outside office hours, a decision")
	ailsa := j.as("ailsa").(*visitor)
	ailsa.Go(s.review + "/chronology/names-standing")
	ailsa.Sees("Others read Child 1")
	shoot(t, ailsa, "standing")
	ailsa.Click("People with a small part")
	shoot(t, ailsa, "smallparts")
	ailsa.Click("Staff 7")
	ailsa.Choose("Should they take part?", "Ask them to take part")
	ailsa.Fill("Why?", "They alone know why it waited until Monday.")
	shoot(t, ailsa, "smallpart")
	ailsa.Click("Keep the decision")
	ailsa.Sees("Nobody waits for a decision")
	ailsa.Go("/")
	ailsa.Click("Ask somebody who had a small part in what happened to take part")
	j.clock.Set(j.clock.Now().Add(16 * time.Minute))
	mairi = j.as("mairi").(*visitor)
	mairi.Go(s.review + "/chronology/names")
	mairi.SeesNot("Inventedname")
}
