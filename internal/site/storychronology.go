package site

import (
	"fmt"
	"strings"

	"lr/internal/chronology/invented"
	"lr/internal/chronology/line"
	"lr/internal/chronology/picture"
)

// longCase is about whom the review is whose agencies know a long history.
const longCase = "Ewan Fictitious"

func (s *story) isLong() bool { return s.subject == longCase }

func (s *story) chronology(who, agency string) {
	h := s.at(who, "chronology/mine")
	rows := []string{
		s.began.AddDays(-90).String() + "\tDuty notes\t" + agency + " saw the family at home, all was calm\tVisit again in two weeks",
		"c. May " + fmt.Sprint(s.began.Year-1) + "\tCase record\tA change of worker was not told to other agencies\tNone, it was not seen",
		s.began.AddDays(-20).String() + "\tTelephone log\tA neighbour rang " + agency + " because it was so quiet\tMessage left for a colleague",
		"winter " + fmt.Sprint(s.began.Year-2) + "\tSchool notes\tAbsent on most Mondays\tLetter home"}
	if s.isLong() {
		rows = append(rows, s.history(agency)...)
	}
	h.Fill("Paste the table", "Date\tSource\tEvent\tAction\tWho was seen\tRole\n"+strings.Join(rows, "\n"))
	h.Click("Read the table")
	h.Click("Take the rows in")
	h.Fill("When", s.began.AddDays(-6).Words())
	h.Fill("Source", "Incident record of "+agency)
	h.Fill("Reference", "No number, in the book of that week")
	h.Fill("What happened", "Found unwell at home and taken to hospital by "+agency+".")
	h.Fill("What was done", "Taken to hospital, and the duty senior told.")
	h.Click("Add")
}

// history are the rows of an agency from an invented chronology that ends before
// the event that was notified.
func (s *story) history(agency string) []string {
	called := map[string]string{"Police Exampleshire": "Invented Police Division"}
	events := invented.Make(12, 110, 4).Events
	later := picture.Whole(events).To.DaysUntil(s.began.AddDays(-30))
	var rows []string
	for _, e := range events {
		if e.Agency == agency || called[e.Agency] == agency {
			rows = append(rows, rowOf(e, later))
		}
	}
	return rows
}

// rowOf is an event as a row of a table, so many days later.
func rowOf(e line.Event, later int) string {
	e.When.From, e.When.To = e.When.From.AddDays(later), e.When.To.AddDays(later)
	words := e.When.Words()
	if e.When.Time != "" {
		words += " " + e.When.Time
	}
	return strings.Join([]string{words, e.Source, e.Event, e.Action, e.Seen, e.Role}, "\t")
}
