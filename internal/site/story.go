package site

import (
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/guidance"
)

// story is one review from its notification on, told through the pages by the
// people whose turn it is. A demonstration is made by telling stories to a desk;
// the browser tests tell the same ones to a browser.
type story struct {
	about   guidance.Track
	subject string // name of whom it is about; never to be seen in the report
	what    string // what happened, in a sentence
	outcome string // of the decision, "Hold a learning review" if empty
	began   db.Date
	as      func(who string) hand
	review  string // "/reviews/…" once it is known
}

// chapter is what happens within a few days.
type chapter struct {
	name string
	day  int // after the notification
	tell func(s *story)
}

// chapters are the whole process. Telling all of them closes the review.
var chapters = []chapter{
	{"notify", 0, (*story).notify},
	{"triage", 1, (*story).triage},
	{"request", 2, (*story).request},
	{"report", 9, (*story).report},
	{"group", 20, (*story).group},
	{"recommend", 24, (*story).recommend},
	{"decide", 34, (*story).decide},
	{"team", 50, (*story).team},
	{"invite", 70, (*story).invite},
	{"event", 90, (*story).event},
	{"managers", 105, (*story).managers},
	{"points", 120, (*story).points},
	{"draft", 140, (*story).draft},
	{"approve", 170, (*story).approve},
	{"publish", 190, (*story).publish},
	{"strategies", 200, (*story).strategies},
	{"outcomes", 380, (*story).outcomes},
}

// on is the n-th day after the notification, as people write it.
func (s *story) on(n int) string { return s.began.AddDays(n).Words() }

// at is the person at a page of the review.
func (s *story) at(who, page string) hand {
	h := s.as(who)
	h.Go(strings.TrimSuffix(s.review+"/"+page, "/"))
	return h
}

func (s *story) committee() (id, chair string) {
	if s.about == guidance.Child {
		return childCommittee, "catriona"
	}
	return adultCommittee, "dougal"
}

// limbs are the questions of the criteria in force.
func (s *story) limbs() []guidance.Limb {
	var out []guidance.Limb
	for _, l := range guidance.InForce(s.about, s.began).Limbs() {
		if l.Op == guidance.Asked {
			out = append(out, l)
		}
	}
	return out
}

// yes are the limbs that this story's event meets.
var yes = map[string]bool{"S": true, "1a": true, "1b": true, "1ii": true}

func (s *story) notify() {
	h := s.as("")
	h.Go("/notify/" + string(s.about))
	h.Fill("Your name", "Wilma Walkon")
	h.Fill("Your post and agency", "Team manager, Exampleshire Social Work")
	h.Fill("Your e-mail address", "wilma.walkon@exampleshire.example")
	h.Fill("Name", s.subject)
	h.Fill("Date of birth", "3 May 2013")
	h.Choose("Why are you notifying?", "Somebody died, was harmed or was at risk of harm")
	h.Fill("When it happened", s.on(-6))
	h.Fill("What happened", s.what)
	h.Fill("Is anybody at risk now?", "No. Everybody in the household is safe and looked after.")
	h.Choose("Agencies that worked with them", "Exampleshire Social Work")
	h.Choose("Agencies that worked with them", "Exampleshire Health Board")
	for _, l := range s.limbs() {
		if yes[l.ID] {
			h.Choose(l.ID+": "+l.Text, "Yes")
			h.Fill("Why? ("+l.ID+")", "The records of two agencies show it in several places.")
		} else {
			h.Choose(l.ID+": "+l.Text, "No")
		}
	}
	h.Click("Send the notification")
	h.Sees("Your notification has arrived")
}

// find takes the lead officer from the start page to the newest review.
func (s *story) find() hand {
	h := s.as("ailsa")
	h.Go("/")
	h.Click("Acknowledge the notification")
	s.review = strings.TrimSuffix(h.Path(), "/notification")
	return h
}

func (s *story) triage() {
	h := s.find()
	h.Sees(s.what)
	h.Click("Acknowledge the notification")
	h.Choose("Did you have a part in what happened?", "No, I had no part in it")
	h.Click("Save my declaration")
	s.moveOn(access.Gathering)
}

func (s *story) moveOn(to access.Stage) {
	h := s.at("ailsa", "")
	h.Click("Move on to: " + to.String())
	h.Sees("The review moved on to: " + to.String())
}

func (s *story) request() {
	h := s.at("ailsa", "requests")
	h.Choose("Which agencies?", "Exampleshire Social Work")
	h.Choose("Which agencies?", "Exampleshire Health Board")
	h.Fill("Who this is about", s.subject+", born 3 May 2013, of Invented Terrace, Sampleton")
	h.Fill("Why the committee asks", "An event was notified. The committee needs to know how you were involved.")
	h.Fill("Due", s.on(16))
	h.Click("Ask for the report")
}

// reporters are who writes and who signs for each agency.
var reporters = []struct{ agency, author, approver string }{
	{"Exampleshire Social Work", "isla", "jamie"}, {"Exampleshire Health Board", "kirsty", "lachlan"}}

func (s *story) report() {
	for _, r := range reporters {
		s.write(r.author, r.agency)
		h := s.task(r.approver, "Read and sign your agency's report")
		h.Click("Sign and release")
		h = s.task("ailsa", "Read the report of "+r.agency)
		h.Click("I have read it")
	}
	s.moveOn(access.Recommending)
}

// task opens what waits for a person.
func (s *story) task(who, what string) hand {
	h := s.at(who, "")
	h.Click(what)
	return h
}

func (s *story) write(who, agency string) {
	h := s.at(who, "chronology/mine")
	h.Fill("Paste the table", "Date;Source;Event;Action\n"+
		s.began.AddDays(-90).String()+";Duty notes;"+agency+" saw the family at home, all was calm;Visit again in two weeks\n"+
		"c. May "+fmt.Sprint(s.began.Year-1)+";Case record;A change of worker was not told to other agencies;None, it was not seen\n"+
		s.began.AddDays(-20).String()+";Telephone log;A neighbour rang "+agency+" because it was so quiet;Message left for a colleague\n"+
		"winter "+fmt.Sprint(s.began.Year-2)+";School notes;Absent on most Mondays;Letter home")
	h.Click("Read the table")
	h.Click("Take the rows in")
	h.Fill("When", s.began.AddDays(-6).Words())
	h.Fill("Source", "Incident record of "+agency)
	h.Fill("What happened", "Found unwell at home and taken to hospital by "+agency+".")
	h.Click("Add")
	h = s.task(who, "Write your agency's report")
	h.Click("Begin")
	v := guidance.InForce(s.about, s.began)
	f2, _ := v.Form("F2")
	for _, x := range f2.Fields {
		switch x.Section {
		case "The request", "The child", "Sign-off":
		default:
			h.Fill(x.Label, reportWords(agency, x.ID))
		}
	}
	h.Click("Send to the approver")
}

func reportWords(agency, field string) string {
	switch {
	case strings.Contains(field, "episode"):
		return "The weeks after the change of worker: three contacts fell away, and nobody saw all three."
	case strings.Contains(field, "good"):
		return agency + " kept in touch by telephone even when visits were refused."
	}
	return agency + " worked with the family for two years. Seen from here, the picture was never whole (" + field + ")."
}

func (s *story) group() {
	h := s.at("ailsa", "group")
	h.Choose("Who is asked?", "Farah Template")
	h.Choose("Who is asked?", "Gregor Dummy")
	h.Click("Ask them")
	for _, who := range []string{"farah", "gregor"} {
		s.declareForCommittee(who)
		h := s.at(who, "findings/view")
		h.Choose("What would you recommend?", "Hold a learning review")
		h.Fill("Your reasons", "Several agencies each held a part of the picture. Others could learn from how that came about.")
		h.Click("Give my view")
	}
}

// declareForCommittee is the declaration of those who recommend and decide.
func (s *story) declareForCommittee(who string) {
	h := s.at(who, "declare")
	for _, asks := range []string{
		"Have you worked directly with a person or family who may be the subject of this review?",
		"Have you supervised or managed somebody who was directly involved?",
		"Did you take, or approve, a decision that the review may look at?",
		"Are you related to, a friend of, or a neighbour of anybody it may concern, family or staff?",
		"Is there anything else that could make you, or seem to make you, take a side?"} {
		h.Choose(asks, "No")
	}
	h.Click("Send my answers")
}

func (s *story) recommend() {
	committee, _ := s.committee()
	h := s.at("farah", "findings/criteria/"+committee)
	for _, l := range s.limbs() {
		answer := "No"
		if yes[l.ID] {
			answer = "Yes"
		}
		h.Choose(l.ID+". "+l.Text, answer)
		h.Fill("Reason for the answer to "+l.ID, "Both agency reports say so, and the chronology bears it out.")
	}
	h.Click("Save the findings")
	h.Go(s.review + "/findings/recommendation/" + committee)
	h.Choose("What does the group recommend?", "Hold a learning review")
	h.Fill("The group's reasons", "A review would show how information was lost between services that each did their part.")
	h.Fill("Learning and action already taken", "Both agencies now tell each other when a worker changes.")
	h.Click("Keep the recommendation")
	s.moveOn(access.Deciding)
}

func (s *story) decide() {
	committee, chair := s.committee()
	h := s.at("ailsa", "decision/bring")
	h.Choose("Committee chairs", demoName(chair))
	h.Choose("Chief officers", demoName("elspeth"))
	h.Click("Bring it to them")
	s.declareForCommittee(chair)
	s.declareForCommittee("elspeth")

	h = s.at(chair, "decision/committees/"+committee)
	outcome := s.outcome
	if outcome == "" {
		outcome = "Hold a learning review"
	}
	h.Choose("What did the committee decide?", outcome)
	h.Fill("Day of the decision", s.on(34))
	for _, l := range s.limbs() {
		if yes[l.ID] {
			h.Choose("Which criteria does the decision rest on?", l.ID+": "+l.Text)
		}
	}
	h.Fill("Reasons", "The committee weighed what could be learned against what a review asks of the family and of staff.")
	h.Click("Keep the decision")

	if s.about == guidance.Child {
		s.at("elspeth", "decision").Click("I have read this")
	} else {
		h := s.at("elspeth", "decision/ratify/"+committee)
		h.Choose("What did chief officers decide?", "Chief officers ratify the decision")
		h.Fill("Day on which chief officers considered it", s.on(34))
		h.Click("Write it down")
	}
	h = s.at("ailsa", "decision/notifier")
	h.Fill("Day", s.on(34))
	h.Fill("How they were told", "By telephone, by the lead officer.")
	h.Click("Write it down")
	h.Go(s.review + "/decision/notice")
	h.Fill("Day on which it was sent", s.on(34))
	h.Click("It is sent")
	if s.outcome == "" {
		s.moveOn(access.SettingUp)
	} else {
		s.moveOn(access.Closed)
	}
}

func demoName(key string) string {
	for _, p := range demoPeople {
		if p.Key == key {
			return p.Name
		}
	}
	return key
}
