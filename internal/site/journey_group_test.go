package site

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"lr/internal/guidance"
)

// shot takes a picture of the page at both widths into the folder that SHOTS names.
func (v *visitor) shot(name string) {
	if folder := os.Getenv("SHOTS"); folder != "" {
		for _, width := range []int{390, 1200} {
			v.Width(width)
			v.Screenshot(filepath.Join(folder, fmt.Sprintf("group-%s-%d.png", name, width)))
		}
	}
}

// browserOf is the person at a browser.
func (j *journey) browserOf(who string) *visitor { return j.as(who).(*visitor) }

// A member of the working group answers an invitation that says nothing of the
// case, declares, looks whom it is about, and gives a view that nobody sees yet.
// [SEED recommend, CP21 p4]
func TestAMemberOfTheGroupIsInvitedDeclaresAndGivesAView(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("convene", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	farah := j.browserOf("farah")
	farah.Go("/")
	farah.Click("Answer an invitation into a working group")
	farah.Sees("Council offices, room 2")
	farah.SeesNot("Somebody was found")
	farah.shot("1-invitation")
	farah.Click("I can take part")
	farah.shot("2-declare")
	for _, q := range []string{
		"Have you worked directly with a person or family who may be the subject of this review?",
		"Have you supervised or managed somebody who was directly involved?",
		"Did you take, or approve, a decision that the review may look at?",
		"Are you related to, a friend of, or a neighbour of anybody it may concern, family or staff?",
		"Is there anything else that could make you, or seem to make you, take a side?"} {
		farah.Choose(q, "No")
	}
	farah.Click("Send my answers")
	farah.SeesNot("M. I.")
	farah.shot("3-before-looking")
	farah.Click("Show me whom it is about")
	farah.Sees("M. I., born in 2012")
	farah.SeesNot("Inventedname")
	farah.shot("4-whom")
	farah.Choose("Were you involved, or are you near to any of them?", "No")
	farah.Click("Confirm")
	farah.shot("5-view")
	farah.Choose("What would you recommend?", "Hold a learning review")
	farah.Fill("Your reasons", "Others could learn from how the picture came apart.")
	farah.Choose("How sure are you?", "Sure")
	farah.Click("Give my view")
	farah.Sees("shut until all are in")
	farah.SeesNot("Others could learn")
	farah.shot("6-shut")
	h := j.in.desks()("gregor")
	h.Go(s.review + "/findings/view")
	h.Choose("What would you recommend?", "Learn in another way")
	h.Fill("Your reasons", "One agency could learn this by itself.")
	h.Click("Give my view")
	farah.Go(s.review + "/findings")
	farah.Sees("One agency could learn this by itself.")
}

// A member comes to the meeting, thinks again, says what a finding rests on, and
// does not agree with what the others recommend. [SEED recommend, CP21 p4]
func TestAMemberOfTheGroupMeetsAndDisagrees(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("group", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	committee, _ := s.committee()
	in := *s
	in.as = j.in.desks()
	h := in.at("ailsa", "findings/criteria/"+committee)
	for _, l := range s.limbs(s.about) {
		h.Choose(l.ID+". "+l.Text, "Yes")
		h.Fill("Reason for the answer to "+l.ID, "Both agencies say so.")
	}
	h.Click("Save the findings")

	farah := j.browserOf("farah")
	farah.Go(s.review + "/meetings")
	farah.Click(s.on(23) + ", 10:00")
	farah.Sees("The views differ.")
	farah.shot("7-meeting")
	farah.Click("Agenda to print")
	farah.shot("8-agenda")
	farah.Go(s.review + "/findings/view")
	farah.Fill("Your reasons", "Having heard the others, I still think so.")
	farah.Click("Change my view")
	farah.Sees("Changed after the discussion")
	farah.shot("9-findings")
	farah.Go(s.review + "/findings/evidence/" + committee + "/S")
	farah.Choose("Report of Exampleshire Social Work", s.firstQuestion())
	farah.shot("11-evidence")
	farah.Click("Keep what it rests on")
	farah.Go(s.review + "/findings/paper/" + committee + "/2")
	farah.Fill("What other processes mean for a review", "Nothing stands in its way.")
	farah.shot("12-paper")
	farah.Click("Save")
	in.paperAndRecommendation(committee)

	farah.Go("/")
	farah.Click("Read what the group recommends, and say whether you agree")
	farah.Click("Say whether you agree (Exampleshire Child Protection Committee)")
	farah.Choose("Do you agree?", "I do not agree")
	farah.Fill("If you do not agree: what do you think, and why?", "The family should not have to wait.")
	farah.shot("16-agree")
	farah.Click("Keep my answer")
	farah.Go(s.review + "/findings/recommendation/" + committee + "/read")
	farah.Sees("A member from Exampleshire Social Work:")
	farah.Sees("The family should not have to wait.")
	farah.shot("17-recommendation")
	farah.Go(s.review + "/findings/history/" + committee)
	farah.shot("18-history")
}

// paperAndRecommendation writes what goes to the committee, and recommends.
func (s *story) paperAndRecommendation(committee string) {
	s.paper(s.about, committee)
	h := s.at("ailsa", "findings/recommendation/"+committee)
	h.Choose("What does the group recommend?", "Learn in another way")
	h.Fill("The group's reasons", "It can be learned sooner, and by the agencies themselves.")
	h.Click("Keep the recommendation")
}

// Somebody who finds out in the middle that they are too near leaves at once;
// the others see that they did, and the review goes on. [SEED recommend]
func TestAMemberStepsAsideInTheMiddle(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("group", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	gregor, ailsa, farah := j.browserOf("gregor"), j.browserOf("ailsa"), j.browserOf("farah")
	gregor.Go(s.review + "/findings")
	gregor.Sees("Several agencies each held a part of the picture.")
	gregor.Click("Step aside from this review")
	gregor.shot("20-aside")
	gregor.Click("Step aside now")
	gregor.Sees("You are not part of this review")
	gregor.shot("21-notpart")
	gregor.Go("/")
	gregor.SeesNot("Working group")
	farah.Go(s.review + "/findings")
	farah.Sees("Gregor Dummy: stepped aside")
	farah.Sees("Stepped aside, no longer counts")
	ailsa.Go("/")
	ailsa.Click("Somebody you asked cannot take part. See whether another person is needed")
	ailsa.Sees("Stepped aside")
	ailsa.shot("22-group")
	ailsa.Click("Farah Template")
	ailsa.shot("23-member")
	ailsa.Go(s.review + "/meetings")
	ailsa.shot("24-meetings")
	ailsa.Click("Set a meeting")
	ailsa.shot("25-setmeeting")
}
