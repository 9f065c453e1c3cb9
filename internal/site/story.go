package site

import (
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
	way     way    // in which it comes to the decision
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
	{"write", 5, (*story).write},
	{"report", 9, (*story).report},
	{"convene", 18, (*story).convene},
	{"group", 20, (*story).group},
	{"recommend", 24, (*story).recommend},
	{"committees", 34, (*story).committees},
	{"decide", 34, (*story).tellDecision},
	{"team", 50, (*story).team},
	{"study", 60, (*story).study},
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

func (s *story) committee() (id, chair string) { return committeeOf(s.about) }

func committeeOf(about guidance.Track) (id, chair string) {
	if about == guidance.Child {
		return childCommittee, "catriona"
	}
	return adultCommittee, "dougal"
}

// limbs are the questions of the criteria in force.
func (s *story) limbs(about guidance.Track) []guidance.Limb {
	var out []guidance.Limb
	for _, l := range guidance.InForce(about, s.began).Limbs() {
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
	h.Go(map[bool]string{true: "/notify/both", false: "/notify/" + string(s.about)}[s.way == split])
	s.tellWho(h)
	h.Choose("Why are you notifying?", "Somebody died, was harmed or was at risk of harm")
	h.Fill("When it happened", s.on(-6))
	h.Fill("What happened", s.what)
	h.Click("Save and continue")
	h.Choose("Is anybody at risk now?", "No")
	h.Click("Save and continue")
	h.Choose("Which agencies worked with them?", "Exampleshire Social Work")
	h.Choose("Which agencies worked with them?", "Exampleshire Health Board")
	h.Choose("Is there another review, an investigation or a court case about it?", "No")
	h.Choose("Is another area, committee or authority involved?", "No")
	h.Click("Save and continue")
	for _, about := range s.tracks() {
		for _, l := range s.limbs(about) {
			if yes[l.ID] {
				h.Choose(l.ID+": "+l.Text, "Yes")
				h.Fill("Why? ("+l.ID+")", "The records of two agencies show it in several places.")
			} else {
				h.Choose(l.ID+": "+l.Text, "No")
			}
		}
	}
	h.Click("Save and continue")
	h.Click("Send the notification")
	h.Sees("Your notification has arrived")
}

// tellWho fills in the first two pages of a notification.
func (s *story) tellWho(h hand) {
	h.Fill("Your name", "Wilma Walkon")
	h.Fill("Your post and agency", "Team manager, Exampleshire Social Work")
	h.Fill("Your e-mail address", "wilma.walkon@exampleshire.example")
	h.Click("Save and continue")
	h.Fill("Name", s.subject)
	h.Fill("Date of birth", s.born())
	h.Click("Save and continue")
}

// born is another day for each story, so that they do not look like twins.
func (s *story) born() string {
	return s.began.AddDays(-4000 - 41*len(s.subject) - 17*len(s.what)).Words()
}

// notices starts the clocks of a looked-after child's death.
func (s *story) notices() {
	h := s.find()
	h.Go(s.review + "/notification/notices")
	h.Fill("Day of death", s.on(-2))
	h.Fill("Day on which the authority knew of the death", s.on(-1))
	h.Click("Start the clocks")
	h.Sees("Notice to the Care Inspectorate and Ministers")
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
	for _, r := range s.reporters() {
		h.Choose("Which agencies?", r.agency)
	}
	h.Fill("Who this is about", s.subject+", born "+s.born()+", of Invented Terrace, Sampleton")
	h.Fill("Why the committee asks", "An event was notified. The committee needs to know how you were involved.")
	h.Fill("Due", s.on(16))
	h.Click("Ask for the report")
	if s.about == guidance.Adult {
		h.Go(s.review + "/reveal")
		h.Choose("When do released reports open to their readers?", "All together")
		h.Click("Keep this")
	}
}

// reporter is who writes and who signs for an agency.
type reporter struct{ agency, author, approver string }

// reporters are those of the agencies that are asked.
func (s *story) reporters() []reporter {
	two := []reporter{{"Exampleshire Social Work", "isla", "jamie"}, {"Exampleshire Health Board", "kirsty", "lachlan"}}
	if s.isLong() {
		return append(two, reporter{"Invented Police Division", "vera", "wanda"})
	}
	return two
}

// write is Social Work's first draft, which its approver gives back.
func (s *story) write() {
	first := s.reporters()[0]
	s.chronology(first.author, first.agency)
	s.account(first.author, first.agency)
	h := s.task(first.approver, "Read and sign your agency's report")
	h.Click("Comment on " + s.involvement())
	h.Fill("What should the author look at again here?", "Say how you came to know them, and why you stopped.")
	h.Fill("What should the author look at again?", "It is nearly there. One section needs a little more.")
	h.Click("Give it back")
}

func (s *story) report() {
	first, others := s.reporters()[0], s.reporters()[1:]
	h := s.task(first.author, "Look again at your agency's report")
	list := h.Path()
	h.Click(s.involvement() + " (done)")
	h.Fill("What you want to say", reportWords(first.agency, "involvement")+" It ended when the family moved.")
	h.Fill("What you did about it", "It says now how it ended.")
	h.Tick("I have dealt with this")
	h.Click("Done: save and go on")
	h.Go(list)
	h.Click("Read it through and send it")
	h.Click("Send to the approver")
	for _, r := range others {
		s.chronology(r.author, r.agency)
		s.account(r.author, r.agency)
	}
	for _, r := range s.reporters() {
		h := s.task(r.approver, "Read and sign your agency's report")
		h.Click("Sign and release")
	}
	for _, r := range s.reporters() {
		h := s.task("ailsa", "Read the report of "+r.agency)
		h.Click("I have read it")
	}
	s.moveOn(access.Recommending)
}

// involvement is the first question of an agency's report.
func (s *story) involvement() string {
	f2, _ := guidance.InForce(s.about, s.began).Form("F2")
	for _, x := range f2.Fields {
		if x.ID == "involvement" {
			return x.Label
		}
	}
	return ""
}

// task opens what waits for a person.
func (s *story) task(who, what string) hand {
	h := s.at(who, "")
	h.Click(what)
	return h
}

// account is an agency's own account, written section by section and sent.
func (s *story) account(who, agency string) {
	h := s.task(who, "Write your agency's report")
	h.Click("Begin")
	list := h.Path()
	f2, _ := guidance.InForce(s.about, s.began).Form("F2")
	for _, x := range f2.Fields {
		if enough[x.ID] {
			h.Go(list + "/parts/" + x.ID)
			s.say(h, agency, x)
		}
	}
	h.Go(list)
	h.Click("Read it through and send it")
	h.Click("Send to the approver")
}

// enough are the sections that the agencies of a story fill in: not more than a
// decision needs.
var enough = map[string]bool{"involvement": true, "reflection": true, "episodes": true, "issue_sharing": true, "issue_good_practice": true,
	"criminal": true, "sensitive": true, "issue_legal": true}

// say fills in one section of an agency's report.
func (s *story) say(h hand, agency string, x guidance.Field) {
	switch {
	case x.Kind == guidance.Episodes:
		h.Click("Add an episode")
		h.Fill("A short title", "The weeks after the change of worker")
		h.Fill("When it began", s.began.AddDays(-90).Words())
		h.Fill("When it ended", "early "+s.began.AddDays(-20).Month.String())
		h.Fill("Who else had a part", "The duty worker of "+agency)
		h.Fill("What happened", "Three contacts fell away, and nobody saw all three.")
		h.Fill("What was decided", "To wait for the next planned visit.")
		h.Fill("Why it made sense then", "The last visit had been calm, and each contact that fell away had its own good reason.")
		h.Fill("What around them helped or hindered", "Two posts were empty, and the duty system does not show missed calls of other services.")
		h.Fill("What worked well", "The telephone log was kept with care.")
		h.Click("Save the episode")
		h.Click("This section is done")
		return
	case x.Kind == guidance.YesNo:
		h.Choose("Your answer", "Not known")
	case strings.HasPrefix(x.ID, "issue_legal"), x.ID == "sensitive":
		h.Tick("Nothing to say here")
	default:
		h.Fill("What you want to say", reportWords(agency, x.ID))
	}
	h.Click("Done: save and go on")
}

func reportWords(agency, field string) string {
	switch field {
	case "involvement":
		return agency + " worked with the family for two years. Seen from here, the picture was never whole."
	case "reflection":
		return "What " + agency + " knew was known to one person at a time, and left with them."
	case "issue_good_practice":
		return agency + " kept in touch by telephone even when visits were refused."
	}
	return agency + " told others what it saw, but by telephone, and nobody wrote down what was heard."
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
	h.Click("Show me whom it is about")
	h.Choose("Were you involved, or are you near to any of them?", "No")
	h.Click("Confirm")
}

func demoName(key string) string {
	for _, p := range demoPeople {
		if p.Key == key {
			return p.Name
		}
	}
	return key
}
