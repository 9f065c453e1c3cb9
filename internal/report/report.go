// Package report is the review's report: written under the headings of the
// guidance, with the learning points and how and why each emerged; checked so
// that it names nobody; scrutinised by the review team, which says that all the
// learning is in it; approved by the committee as exactly the bytes it was
// shown; ratified; and told to the Care Inspectorate.
// [SEED reviewer, SEED report, SEED team, ASP22 p9, CP24 p6, CI-LR, CI-AD]
package report

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
var Feature = web.Feature{Name: "report", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/report", show)
	web.Add(rs, "GET /reviews/{review}/report/sections/{section}", askSection)
	web.Add(rs, "POST /reviews/{review}/report/sections/{section}", saveSection)
	web.Add(rs, "POST /reviews/{review}/report/picture", putPicture)
	web.Add(rs, "POST /reviews/{review}/report/versions", makeVersion)
	web.Add(rs, "GET /reviews/{review}/report/versions/{version}", showVersion)
	web.Add(rs, "GET /reviews/{review}/report/word/{version}", wordFile)
	web.Add(rs, "GET /reviews/{review}/report/check", showCheck)
	web.Add(rs, "POST /reviews/{review}/report/check", runCheck)
	web.Add(rs, "GET /reviews/{review}/report/check/{finding}", askFinding)
	web.Add(rs, "POST /reviews/{review}/report/check/{finding}", justify)
	web.Add(rs, "GET /reviews/{review}/report/scrutiny", showScrutiny)
	web.Add(rs, "POST /reviews/{review}/report/scrutiny/comments", comment)
	web.Add(rs, "GET /reviews/{review}/report/scrutiny/comments/{comment}", askAnswer)
	web.Add(rs, "POST /reviews/{review}/report/scrutiny/comments/{comment}", answer)
	web.Add(rs, "POST /reviews/{review}/report/scrutiny/sign", sign)
	web.Add(rs, "POST /reviews/{review}/report/scrutiny/unsigned", unsigned)
	web.Add(rs, "POST /reviews/{review}/report/scrutiny/close", closeScrutiny)
	web.Add(rs, "GET /reviews/{review}/report/approval", showApproval)
	web.Add(rs, "POST /reviews/{review}/report/approval/approve", approve)
	web.Add(rs, "POST /reviews/{review}/report/approval/ratify", ratify)
	web.Add(rs, "POST /reviews/{review}/report/approval/told", tellChiefs)
	web.Add(rs, "GET /reviews/{review}/report/approval/notice/{committee}", showOutcome)
	web.Add(rs, "POST /reviews/{review}/report/approval/notice/{committee}", tellOutcome)
	web.Add(rs, "GET /reviews/{review}/report/approval/notice/{committee}/fill", askFill)
	web.Add(rs, "POST /reviews/{review}/report/approval/notice/{committee}/fill", fillNotice)
	web.Add(rs, "GET /reviews/{review}/report/approval/notice/{committee}/word", outcomeWord)
	web.Add(rs, "GET /reviews/{review}/report/approval/notice/{committee}/json", outcomeJSON)
}

// The people of the report: who writes it, and who carries it beside them.
const (
	writing = access.Reviewer | access.LeadOfficer
	holding = writing | access.ReviewChair
)

// whileDraft is when the report can change. The committee may send it back, so
// that goes on until the chief officers have it.
var whileDraft = access.Through(access.Drafting, access.Approving)

// See is to read the versions of the report. A team member reads after declaring.
type See struct{}

func (See) Rule() access.Rule {
	return access.Rule{Name: "report.see", Who: access.Grants{{Roles: holding | access.CommitteeChair, Stages: access.From(access.Drafting)},
		{Roles: access.TeamMember, Stages: whileDraft}}, Opens: seal.DraftReport | seal.Deliberation}
}

// Write is to write the draft and to make a version of it. It opens the register
// of gaps, for those that the report is to state.
type Write struct{}

func (Write) Rule() access.Rule {
	return access.Rule{Name: "report.write", Who: access.Grants{{Roles: writing, Stages: whileDraft}},
		Opens: seal.DraftReport | seal.Deliberation | seal.Hold | seal.Chronology}
}

// Check is to look for identifiers in the newest version. It alone in this step
// opens the names of the people of the case, and shows none.
type Check struct{}

func (Check) Rule() access.Rule {
	return access.Rule{Name: "report.check", Who: access.Grants{{Roles: holding, Stages: whileDraft}},
		Opens: seal.DraftReport | seal.Identity}
}

// Justify is to see what the check found, and to say why a finding may stay:
// somebody does who wrote nothing of the report.
type Justify struct{}

func (Justify) Rule() access.Rule {
	return access.Rule{Name: "report.justify", Who: access.Grants{{Roles: holding | access.TeamMember, Stages: whileDraft}},
		Opens: seal.DraftReport | seal.Deliberation}
}

// Scrutinise is to see the comments and signatures, and to comment.
type Scrutinise struct{}

func (Scrutinise) Rule() access.Rule {
	return access.Rule{Name: "report.scrutinise", Who: access.Grants{{Roles: holding | access.TeamMember, Stages: whileDraft}},
		Opens: seal.DraftReport | seal.Deliberation}
}

// Answer is to answer a comment.
type Answer struct{}

func (Answer) Rule() access.Rule {
	return access.Rule{Name: "report.answer", Who: access.Grants{{Roles: holding, Stages: whileDraft}},
		Opens: seal.DraftReport | seal.Deliberation}
}

// Sign is to say that a version holds all the learning. [SEED team]
type Sign struct{}

func (Sign) Rule() access.Rule {
	return access.Rule{Name: "report.sign", Who: access.Grants{{Roles: access.TeamMember, Stages: whileDraft}},
		Opens: seal.DraftReport | seal.Deliberation | seal.EventRecord | seal.Chronology | seal.AgencyReport}
}

// Close is to write down why a member has not signed, and to end the scrutiny.
type Close struct{}

func (Close) Rule() access.Rule {
	return access.Rule{Name: "report.close-scrutiny", Who: access.Grants{{Roles: access.LeadOfficer, Stages: whileDraft}},
		Opens: seal.DraftReport | seal.Deliberation}
}

// SeeApproval is to see the version that is to be approved, and how far it came.
type SeeApproval struct{}

func (SeeApproval) Rule() access.Rule {
	return access.Rule{Name: "report.see-approval", Who: access.Grants{{Roles: holding | access.CommitteeChair, Stages: access.From(access.Drafting)},
		{Roles: access.ChiefOfficer, Stages: access.From(access.Approving)}}, Opens: seal.DraftReport}
}

// Approve is to approve a version for one's committee, Ratify to ratify it for
// the chief officers. [SEED, ASP22 p4]
type Approve struct{}

func (Approve) Rule() access.Rule {
	return access.Rule{Name: "report.approve", Who: access.Grants{{Roles: access.CommitteeChair, Stages: access.At(access.Approving)}},
		Opens: seal.DraftReport}
}

type Ratify struct{}

func (Ratify) Rule() access.Rule {
	return access.Rule{Name: "report.ratify", Who: access.Grants{{Roles: access.ChiefOfficer, Stages: access.At(access.Approving)}},
		Opens: seal.DraftReport}
}

// Tell is to write down that chief officers, and the Care Inspectorate, were told.
type Tell struct{}

func (Tell) Rule() access.Rule {
	return access.Rule{Name: "report.tell", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.At(access.Approving)}},
		Opens: seal.DraftReport | seal.Hold}
}

// SeeNotice is to read what the Care Inspectorate is told of the outcome. It
// opens Hold, where it is kept why a time limit was missed.
type SeeNotice struct{}

func (SeeNotice) Rule() access.Rule {
	return access.Rule{Name: "report.notice", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Approving)}},
		Opens: seal.DraftReport | seal.Hold}
}
