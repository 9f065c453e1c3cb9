package site

import (
	"testing"
	"time"

	"lr/internal/db"
	"lr/internal/guidance"
)

// A lead officer learns of a criminal case, agrees with the procurator fiscal on
// one thing that must wait, meets that limit where she would have broken it, is
// reminded of its day, lets a clock wait, and sees the year. [CP24 p8, SCR15 p9, ASF19 p17]
func TestALeadOfficerCarriesAReviewBesideACriminalCase(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("team", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	s.meetTheLimit(t, j)

	// Before the limit's day it comes to her start page.
	again := "Look again at a limit that was agreed with others"
	j.clock.Set(s.began.AddDays(115).In(db.London()).Add(10 * time.Hour))
	h := j.as("ailsa")
	h.Go("/")
	h.Click(again)
	h.Sees("Limit on witness accounts")
	h.Click("Change it, or set a new day")
	h.Fill("When does somebody look at it again?", s.on(200))
	h.Click("Save")
	h.Go("/")
	h.(*visitor).SeesNot(again)

	// A time limit of her own, paused because of the limit, and why its day is its day.
	h = s.at("ailsa", "new-clock")
	h.Fill("What must be done in that time?", "Papers from the police")
	h.Fill("How many?", "20")
	h.Choose("Counted in", "Working days")
	h.Click("Start the clock")
	h.Click("Papers from the police")
	h.Sees("Saturdays and Sundays")
	h.Choose("Why is it paused?", "Criminal proceedings")
	h.Fill("A little more, and who agreed", "The fiscal asked for it.")
	h.Click("Pause this clock")
	h.Sees("Paused, so there is no due day.")
	j.clock.Set(s.began.AddDays(118).In(db.London()).Add(10 * time.Hour))
	h = s.at("ailsa", "")
	h.Click("Papers from the police")
	h.Click("Let it run again")
	h.Sees("Paused from")

	// The year.
	h.Go("/")
	h.Click("Yearly summary of all cases")
	h.Click("Exampleshire Child Protection Committee")
	if h.Path() != "/yearly/"+childCommittee+"/calendar/2027" {
		t.Errorf("the year is at %s", h.Path())
	}
	h.Click("The year before")
	h.Sees("Hold a learning review")
	h.Sees("fewer than 5")
}

// meetTheLimit writes down the case and its limit, and meets it when somebody is invited.
func (s *story) meetTheLimit(t *testing.T, j *journey) {
	t.Helper()
	j.clock.Set(s.began.AddDays(55).In(db.London()).Add(10 * time.Hour))
	s.at("ailsa", "")
	s.beside()
	s.papers()

	// The team sees the limit, and not what was agreed.
	oona := s.at("oona", "")
	oona.Sees("Limit on witness accounts")
	oona.(*visitor).SeesNot("Fiona Fictional")
	oona.(*visitor).SeesNot("Criminal")

	j.clock.Set(s.began.AddDays(70).In(db.London()).Add(10 * time.Hour))
	h := s.at("mairi", "event")
	h.Fill("Day", s.on(90))
	h.Fill("Begins", "10:00")
	h.Fill("Ends", "15:30")
	h.Fill("Place", "Sampleton Hall")
	h.Fill("Breaks", "11:15")
	h.Fill("Getting in and about", "Step-free.")
	h.Click("Save")
	h = s.at("ailsa", "event/invitations")
	h.Sees("Limit on witness accounts")
	h.Select("Whom do you invite?", demoName("rory")+" (Exampleshire Health Board)")
	h.Fill("Why are they asked? One sentence.", "You were there when plans changed.")
	h.Click("Invite")
	h.Sees("Say whether this was agreed")
	h.Choose(s.limitQuestion(), "Yes, it was agreed")
	h.Fill("Who agreed and when, or why it lies outside the limit", "The fiscal, by telephone.")
	h.Click("Invite")
	h.Sees("Invited. The supporter was told as well.")
	j.as("rory").Go(s.review + "/my-part")
	j.as("rory").Sees("You have done nothing wrong.")
}
