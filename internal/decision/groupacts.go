package decision

import (
	"lr/internal/access"
	"lr/internal/seal"
	"lr/internal/web"
)

// groupRoutes are the pages of the working group, from the invitation to what
// each member says of the recommendation.
func groupRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/invitation", askInvitation)
	web.Add(rs, "POST /reviews/{review}/invitation", answerInvitation)
	web.Add(rs, "GET /reviews/{review}/declare/whom", askWhom)
	web.Add(rs, "POST /reviews/{review}/declare/show", showWhom)
	web.Add(rs, "POST /reviews/{review}/declare/whom", confirmWhom)
	web.Add(rs, "POST /reviews/{review}/declare/agree", agreeToTerms)
	web.Add(rs, "GET /reviews/{review}/step-aside", askStepAside)
	web.Add(rs, "POST /reviews/{review}/step-aside", stepAside)
	web.Add(rs, "GET /reviews/{review}/group/members/{person}", showMember)
	web.Add(rs, "POST /reviews/{review}/group/members/{person}/decide", decideTalk)
	web.Add(rs, "POST /reviews/{review}/group/members/{person}/aside", putAside)
	web.Add(rs, "POST /reviews/{review}/group/remind", remindGroup)
	web.Add(rs, "GET /reviews/{review}/group/open", askOpenViews)
	web.Add(rs, "POST /reviews/{review}/group/open", openViewsEarly)
	web.Add(rs, "GET /reviews/{review}/meetings", showMeetings)
	web.Add(rs, "GET /reviews/{review}/meetings/new", askMeeting)
	web.Add(rs, "POST /reviews/{review}/meetings/new", setGroupMeeting)
	web.Add(rs, "GET /reviews/{review}/meetings/{meeting}/change", askMeeting)
	web.Add(rs, "POST /reviews/{review}/meetings/{meeting}/change", setGroupMeeting)
	web.Add(rs, "GET /reviews/{review}/meetings/{meeting}", showMeeting)
	web.Add(rs, "GET /reviews/{review}/meetings/{meeting}/agenda", showAgenda)
	web.Add(rs, "GET /reviews/{review}/meetings/{meeting}/minutes", askGroupMinutes)
	web.Add(rs, "POST /reviews/{review}/meetings/{meeting}/minutes", keepGroupMinutes)
	web.Add(rs, "GET /reviews/{review}/findings/evidence/{committee}/{limb}", askEvidence)
	web.Add(rs, "POST /reviews/{review}/findings/evidence/{committee}/{limb}", keepEvidence)
	web.Add(rs, "GET /reviews/{review}/findings/paper/{committee}/{part}", askPaper)
	web.Add(rs, "POST /reviews/{review}/findings/paper/{committee}/{part}", keepPaper)
	web.Add(rs, "GET /reviews/{review}/findings/agree/{committee}", askStance)
	web.Add(rs, "POST /reviews/{review}/findings/agree/{committee}", keepStance)
	web.Add(rs, "GET /reviews/{review}/findings/recommendation/{committee}/read", readRecommendation)
	web.Add(rs, "GET /reviews/{review}/findings/recommendation/{committee}/word", recommendationWord)
	web.Add(rs, "GET /reviews/{review}/findings/history/{committee}", showHistory)
}

// groupRule is the rule of an act of the group. It opens what was deliberated,
// and what is named besides.
func groupRule(name string, roles access.Role, stages access.Stages, besides seal.Compartment) access.Rule {
	return access.Rule{Name: "decision." + name, Who: access.Grants{{Roles: roles, Stages: stages}}, Opens: seal.Deliberation | besides}
}

// Invited is to answer an invitation that says nothing of the case. [SEED recommend, CP21 p4]
type Invited struct{}

func (Invited) Rule() access.Rule {
	r := groupRule("invited", access.WorkingGroup, access.At(access.Recommending), 0)
	r.Undeclared = true
	return r
}

// Whom is to see initials, so as to say whether one was involved.
type Whom struct{}

func (Whom) Rule() access.Rule {
	r := groupRule("whom", Declarers, access.At(access.Recommending, access.Deciding), seal.Identity|seal.Notification)
	r.Undeclared = true
	return r
}

// StepAside is to leave the review, at any time and without saying why.
type StepAside struct{}

func (StepAside) Rule() access.Rule {
	r := groupRule("step-aside", Declarers|access.LeadOfficer, access.At(access.Recommending, access.Deciding), 0)
	r.Undeclared = true
	return r
}

// Judge is to decide on what somebody declared, or to write down that they stand aside.
type Judge struct{}

func (Judge) Rule() access.Rule {
	return groupRule("judge", access.LeadOfficer, access.At(access.Recommending, access.Deciding), 0)
}

// OpenViews is to ask for views that are missing, and to open them without those.
type OpenViews struct{}

func (OpenViews) Rule() access.Rule {
	return groupRule("open-views", access.LeadOfficer, access.At(access.Recommending), 0)
}

// SeeMeetings is to see when the group meets, what it talks about and what was said.
type SeeMeetings struct{}

func (SeeMeetings) Rule() access.Rule {
	return groupRule("meetings", access.LeadOfficer|access.WorkingGroup, access.At(access.Recommending, access.Deciding), 0)
}

// SetMeeting is to set a meeting of the group, TakeMinutes to write down what came of it.
type SetMeeting struct{}

func (SetMeeting) Rule() access.Rule {
	return groupRule("set-meeting", access.LeadOfficer, access.At(access.Recommending), 0)
}

type TakeMinutes struct{}

func (TakeMinutes) Rule() access.Rule {
	return groupRule("group-minutes", access.LeadOfficer|access.WorkingGroup, access.At(access.Recommending), 0)
}

// Rest is to say what a finding rests on: it reads what agencies released.
type Rest struct{}

func (Rest) Rule() access.Rule {
	return groupRule("evidence", access.LeadOfficer|access.WorkingGroup, access.At(access.Recommending), seal.AgencyReport|seal.Chronology)
}

// WritePaper is to write the paper that goes to a committee.
type WritePaper struct{}

func (WritePaper) Rule() access.Rule {
	return groupRule("paper", access.LeadOfficer|access.WorkingGroup, access.At(access.Recommending), seal.AgencyReport|seal.Notification)
}

// Agree is to say whether one agrees with what the group recommends.
type Agree struct{}

func (Agree) Rule() access.Rule {
	return groupRule("agree", access.WorkingGroup, access.At(access.Recommending), 0)
}
