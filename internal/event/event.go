// Package event is where practitioners of all agencies tell how things looked
// from where they stood, and where strategic managers then say what that means
// for one agency and for all. Nobody is invited without a supporter and a leaflet
// without blanks. What practitioners say is kept without a name and without a
// time; managers see only what was cleared of it.
// [SEED, SEED event, SEED questions, SEED managers]
package event

import (
	"embed"
	"errors"
	"time"

	"lr/internal/access"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var pages embed.FS

// Feature is the step as the site takes it in.
var Feature = web.Feature{Name: "event", Schema: schema, Routes: routes}

var (
	noEnd    time.Time
	errFault = errors.New("the form has a fault")
)

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/event", showDay)
	web.Add(rs, "POST /reviews/{review}/event", plan)
	web.Add(rs, "POST /reviews/{review}/event/open", openDay)
	web.Add(rs, "POST /reviews/{review}/event/close", closeDay)
	web.Add(rs, "GET /reviews/{review}/event/invitations", showInvitations)
	web.Add(rs, "POST /reviews/{review}/event/invitations", invite)
	web.Add(rs, "GET /reviews/{review}/event/my-people", showPeople)
	web.Add(rs, "POST /reviews/{review}/event/my-people/{invitation}", inTouch)
	web.Add(rs, "GET /reviews/{review}/my-part", showPart)
	web.Add(rs, "POST /reviews/{review}/my-part", answer)
	web.Add(rs, "GET /reviews/{review}/my-part/leaflet", showLeaflet)
	web.Add(rs, "GET /reviews/{review}/my-part/leaflet/word", wordLeaflet)
	web.Add(rs, "GET /reviews/{review}/event/contribute", askContribution)
	web.Add(rs, "POST /reviews/{review}/event/contribute", contribute)
	web.Add(rs, "GET /reviews/{review}/event/heard", heard)
	web.Add(rs, "GET /reviews/{review}/event/contributions", showContributions)
	web.Add(rs, "GET /reviews/{review}/event/contributions/{contribution}", askClear)
	web.Add(rs, "POST /reviews/{review}/event/contributions/{contribution}", clear)
	web.Add(rs, "GET /reviews/{review}/managers", showManagers)
	web.Add(rs, "POST /reviews/{review}/managers", inviteManager)
	web.Add(rs, "POST /reviews/{review}/managers/close", closeManagers)
	web.Add(rs, "GET /reviews/{review}/managers/learning", showLearning)
	web.Add(rs, "GET /reviews/{review}/managers/learning/{contribution}", askImplication)
	web.Add(rs, "POST /reviews/{review}/managers/learning/{contribution}", imply)
}

const facilitators = access.LeadOfficer | access.ReviewChair | access.Reviewer

var (
	now   = access.At(access.Learning)
	later = access.Through(access.Learning, access.Improving)
)

func rule(name string, roles access.Role, stages access.Stages, opens seal.Compartment) access.Rule {
	return access.Rule{Name: "event." + name, Who: access.Grants{{Roles: roles, Stages: stages}}, Opens: opens}
}

// unattributed are the acts of which the log does not say whose they were.
func unattributed(r access.Rule) access.Rule {
	r.Unattributed = true
	return r
}

// SeeDay is to see when and where the practitioners' event is; Plan is to say
// so; Open and Close begin and end the time in which words are taken.
type (
	SeeDay struct{}
	Plan   struct{}
	Open   struct{}
	Close  struct{}
)

func (SeeDay) Rule() access.Rule {
	return rule("see", facilitators, access.From(access.Learning), seal.EventRecord|seal.Hold)
}
func (Plan) Rule() access.Rule { return rule("plan", facilitators, now, seal.EventRecord|seal.Hold) }
func (Open) Rule() access.Rule {
	return rule("open", access.LeadOfficer|access.Reviewer, now, seal.EventRecord|seal.Hold)
}
func (Close) Rule() access.Rule {
	return rule("close", facilitators, now, seal.EventRecord|seal.Participants|seal.Support|seal.Hold)
}

// SeeInvitations is to see who is invited, Invite to invite. Both know who the
// practitioners are and who supports them.
type (
	SeeInvitations struct{}
	Invite         struct{}
)

func (SeeInvitations) Rule() access.Rule {
	return rule("invitations", access.LeadOfficer|access.Administrator, access.Through(access.Learning, access.Publishing),
		seal.Participants|seal.Support|seal.EventRecord|seal.Hold)
}
func (Invite) Rule() access.Rule {
	return rule("invite", access.LeadOfficer|access.Administrator, now, seal.Participants|seal.Support|seal.EventRecord|seal.Hold)
}

// MyPeople is a supporter's: to see whom they support, and to say that they were
// in touch. Nothing of what was said is kept.
type MyPeople struct{}

func (MyPeople) Rule() access.Rule {
	return rule("my-people", access.Supporter, later, seal.Participants|seal.Support)
}

// MyPart is a practitioner's: why they were asked, when, where, and with whom.
// Answer is whether they come; whether somebody wished to talk first is nobody's
// to see but their supporter's, so the log does not say who answered.
type (
	MyPart struct{}
	Answer struct{}
)

func (MyPart) Rule() access.Rule {
	return rule("my-part", access.Practitioner, later, seal.Participants|seal.Support|seal.EventRecord)
}
func (Answer) Rule() access.Rule {
	return unattributed(rule("answer", access.Practitioner, now, seal.Participants|seal.Support|seal.EventRecord))
}

// Contribute is to say something at the event. Whose words they are is kept
// nowhere, the log included. Heard is to read what was cleared.
type (
	Contribute struct{}
	Heard      struct{}
)

func (Contribute) Rule() access.Rule {
	return unattributed(rule("contribute", access.Practitioner, now, seal.EventRecord))
}
func (Heard) Rule() access.Rule {
	return unattributed(rule("heard", access.Practitioner|access.TeamMember|facilitators, later, seal.EventRecord))
}

// SeeContributions is to read what was said; Clear is to word it for the
// managers' event.
type (
	SeeContributions struct{}
	Clear            struct{}
)

func (SeeContributions) Rule() access.Rule {
	return rule("contributions", facilitators, access.Through(access.Learning, access.Approving), seal.EventRecord|seal.Hold)
}
func (Clear) Rule() access.Rule { return rule("clear", facilitators, now, seal.EventRecord) }

// SeeManagers is to see how far the managers have come, InviteManager and
// CloseManagers begin and end it. Consider is a manager's: to read cleared
// learning and say what it means.
type (
	SeeManagers   struct{}
	InviteManager struct{}
	CloseManagers struct{}
	SeeLearning   struct{}
	Consider      struct{}
)

func (SeeManagers) Rule() access.Rule {
	return rule("managers", facilitators, access.From(access.Learning), seal.EventRecord|seal.Hold)
}
func (InviteManager) Rule() access.Rule {
	return rule("invite-manager", access.LeadOfficer, now, seal.EventRecord|seal.Hold)
}
func (CloseManagers) Rule() access.Rule {
	return rule("close-managers", access.LeadOfficer, now, seal.EventRecord|seal.Hold)
}
func (SeeLearning) Rule() access.Rule {
	return rule("learning", access.Manager, later, seal.EventRecord)
}
func (Consider) Rule() access.Rule { return rule("consider", access.Manager, now, seal.EventRecord) }
