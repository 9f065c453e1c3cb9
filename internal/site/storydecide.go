package site

import (
	"lr/internal/access"
	"lr/internal/guidance"
)

// way is how a story comes to its decision.
type way string

const (
	usual   way = ""
	split   way = "split"   // it comes before both committees, and they decide differently
	between way = "between" // it is decided between the committee's meetings
)

// tracks are those of the committees that consider it.
func (s *story) tracks() []guidance.Track {
	if s.way == split {
		return []guidance.Track{guidance.Child, guidance.Adult}
	}
	return []guidance.Track{s.about}
}

// committees brings it to the committees, each of which decides for itself.
func (s *story) committees() {
	h := s.at("ailsa", "decision/bring")
	for _, about := range s.tracks() {
		_, chair := committeeOf(about)
		h.Choose("Committee chairs", demoName(chair))
	}
	h.Choose("Chief officers", demoName("elspeth"))
	for _, about := range s.tracks() {
		h.Fill("When does the "+committeeName(about)+" consider it?", s.on(34))
	}
	h.Click("Bring it to them")
	s.declareForCommittee("elspeth")
	for i, about := range s.tracks() {
		_, chair := committeeOf(about)
		s.declareForCommittee(chair)
		s.decide(about, i > 0)
	}
}

func committeeName(about guidance.Track) string {
	if about == guidance.Child {
		return "Exampleshire Child Protection Committee"
	}
	return "Exampleshire Adult Protection Committee"
}

func (s *story) decide(about guidance.Track, otherwise bool) {
	committee, chair := committeeOf(about)
	h := s.at(chair, "decision/committees/"+committee)
	outcome := s.outcome
	switch {
	case otherwise:
		outcome = "No review"
	case outcome == "":
		outcome = "Hold a learning review"
	}
	h.Choose("What did the committee decide?", outcome)
	if outcome == "Hold a learning review" {
		h.Choose("What kind of review?", "A review of this area")
		h.Fill("How large is it?", "The last two years, and the agencies that were asked. One event for practitioners.")
	}
	how := "At a meeting of the committee"
	if s.way == between {
		how = "Between its meetings, by " + delegatedTo
	}
	if about == guidance.Adult {
		h.Choose("How was it decided?", how)
	}
	if s.way == between {
		h.Fill("Who decided?", "The convener, after a word with the chief social work officer.")
		h.Fill("Why could it not wait for the meeting?", "Staff who remember what happened leave their posts within weeks.")
		h.Fill("When does the committee meet next?", s.on(60))
	}
	h.Fill("Day of the decision", s.on(34))
	for _, l := range s.limbs(about) {
		if yes[l.ID] {
			h.Choose("Which criteria does the decision rest on?", l.ID+": "+l.Text)
		}
	}
	h.Fill("Reasons", "The committee weighed what could be learned against what a review asks of the family and of staff.")
	if otherwise {
		h.Fill("Why do the committees decide differently?", "The young person was not yet known to adult services. What can be learned lies with services for children.")
		h.Fill("How is the committee that holds no review kept informed?", "The lead officer reports to each of its meetings, and it reads the report before it is published.")
	}
	h.Click("Keep the decision")
}

// delegatedTo is who decides for the adult protection committee between its meetings.
const delegatedTo = "the convener and the chief social work officer"

// tellDecision minutes the decision and tells those who must know.
func (s *story) tellDecision() {
	for _, about := range s.tracks() {
		committee, chair := committeeOf(about)
		h := s.at("ailsa", "decision/minutes/"+committee+"/write")
		h.Fill("Day of the meeting", s.on(34))
		h.Fill("Who chaired it?", demoName(chair))
		h.Fill("Who was there?", demoName(chair)+", Chair, Independent\nTam Madeup, Head of service, Exampleshire Social Work\nUna Fable, Head of service, Exampleshire Health Board")
		h.Fill("Who sent apologies?", "Otto Absent, Superintendent, Invented Police Division")
		h.Choose("Was there a quorum?", "Yes")
		h.Fill("What did the committee consider?", "The findings and the recommendation of the working group, and what a review would ask of the family.")
		h.Click("Keep the draft")
		s.at(chair, "decision/minutes/"+committee).Click("Record these minutes")
		if about == guidance.Child {
			s.at("elspeth", "decision").Click("I have read this")
		} else {
			h := s.at("elspeth", "decision/ratify/"+committee)
			h.Choose("What did chief officers decide?", "Chief officers ratify the decision")
			h.Fill("Day on which chief officers considered it", s.on(34))
			h.Click("Write it down")
		}
		for _, whom := range []string{"notifier", socialWork, health} {
			h = s.at("ailsa", "decision/letters/"+committee+"/"+whom)
			h.Fill("Day on which it was sent", s.on(34))
			h.Fill("How it was sent", "By secure e-mail, after a telephone call.")
			h.Click("It is sent")
		}
		h = s.at("ailsa", "decision/notice/"+committee+"/fill")
		h.Fill("What happened, in outline and without names", s.what)
		h.Click("Keep it")
		h.Fill("Day on which it was sent", s.on(34))
		h.Fill("Their reference number", "CI-INVENTED-1")
		h.Click("It is sent")
	}
	if s.outcome == "" {
		s.moveOn(access.SettingUp)
	} else {
		s.moveOn(access.Closed)
	}
}
