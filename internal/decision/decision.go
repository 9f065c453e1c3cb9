// Package decision takes a review from what agencies reported to what the
// committees decide. A working group is convened; each member says whether they
// were involved before anything of the case opens to them, and gives a view
// before seeing anybody else's; the group answers every criterion and
// recommends. Each committee decides on its own page, with reasons; chief
// officers are told or ratify, and the notifier and the Care Inspectorate know.
// [SEED recommend, CP21 p4, CP24 p2, ASP22 p4, CI-LR]
package decision

import (
	"embed"

	"lr/internal/access"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var pages embed.FS

// Feature is the step as the site takes it in.
var Feature = web.Feature{Name: "decision", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	groupRoutes(rs)
	web.AddOwn(rs, "GET /declared", notPart)
	web.Add(rs, "GET /reviews/{review}/declare", askDeclaration)
	web.Add(rs, "POST /reviews/{review}/declare", declare)
	web.Add(rs, "GET /reviews/{review}/group", showGroup)
	web.Add(rs, "POST /reviews/{review}/group", convene)
	web.Add(rs, "GET /reviews/{review}/findings", showFindings)
	web.Add(rs, "GET /reviews/{review}/findings/case", showCase)
	web.Add(rs, "GET /reviews/{review}/findings/view", askView)
	web.Add(rs, "POST /reviews/{review}/findings/view", giveView)
	web.Add(rs, "GET /reviews/{review}/findings/criteria/{committee}", askCriteria)
	web.Add(rs, "POST /reviews/{review}/findings/criteria/{committee}", answerCriteria)
	web.Add(rs, "GET /reviews/{review}/findings/recommendation/{committee}", askRecommendation)
	web.Add(rs, "POST /reviews/{review}/findings/recommendation/{committee}", recommend)
	committeeRoutes(rs)
}

// Declarers are those who say whether they were involved before they read anything.
const Declarers = access.WorkingGroup | access.CommitteeChair | access.ChiefOfficer

func rule(name string, roles access.Role, stages access.Stages) access.Rule {
	return access.Rule{Name: "decision." + name, Who: access.Grants{{Roles: roles, Stages: stages}}, Opens: seal.Deliberation}
}

// NotPart is to be told that one is not part of a review.
type NotPart struct{}

func (NotPart) Rule() access.Rule { return access.Rule{Name: "decision.not-part"} }

// Declare is to say whether one was involved.
type Declare struct{}

func (Declare) Rule() access.Rule {
	r := rule("declare", Declarers, access.At(access.Recommending, access.Deciding))
	r.Undeclared = true
	return r
}

// SeeGroup is to see who is in the working group, Convene to choose them.
type SeeGroup struct{}

func (SeeGroup) Rule() access.Rule {
	return rule("group", access.LeadOfficer, access.At(access.Recommending, access.Deciding))
}

type Convene struct{}

func (Convene) Rule() access.Rule {
	return rule("convene", access.LeadOfficer, access.At(access.Recommending))
}

// SeeFindings is to read what the working group found and recommends.
type SeeFindings struct{}

func (SeeFindings) Rule() access.Rule {
	return access.Rule{Name: "decision.findings", Opens: seal.Deliberation, Who: access.Grants{
		{Roles: access.LeadOfficer, Stages: access.From(access.Recommending)},
		{Roles: access.WorkingGroup, Stages: access.At(access.Recommending, access.Deciding)},
		{Roles: access.CommitteeChair, Stages: access.From(access.Deciding)},
		{Roles: access.ChiefOfficer, Stages: access.At(access.Deciding)},
		{Roles: access.ReviewChair | access.Reviewer, Stages: access.From(access.SettingUp)},
	}}
}

// ReadCase is to read what was notified, for those who recommend or decide.
type ReadCase struct{}

func (ReadCase) Rule() access.Rule {
	return access.Rule{Name: "decision.case", Opens: seal.Notification, Who: access.Grants{
		{Roles: access.LeadOfficer | access.WorkingGroup, Stages: access.At(access.Recommending, access.Deciding)},
		{Roles: access.CommitteeChair | access.ChiefOfficer, Stages: access.At(access.Deciding)},
	}}
}

// GiveView is to give one's own view.
type GiveView struct{}

func (GiveView) Rule() access.Rule {
	return rule("view", access.WorkingGroup, access.At(access.Recommending))
}

// Find is to write down what the group finds, Recommend what it recommends.
type Find struct{}

func (Find) Rule() access.Rule {
	r := rule("find", access.LeadOfficer|access.WorkingGroup, access.At(access.Recommending))
	r.Opens = seal.Deliberation | seal.Notification
	return r
}

type Recommend struct{}

func (Recommend) Rule() access.Rule {
	return rule("recommend", access.LeadOfficer|access.WorkingGroup, access.At(access.Recommending))
}
