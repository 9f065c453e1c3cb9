package agencyreport

import (
	"lr/internal/access"
	"lr/internal/seal"
	"lr/internal/web"
)

// chasing are the ways by which time is asked for and given, lateness explained,
// somebody invited, and a request taken back.
func chasing(rs *web.Routes) {
	web.Add(rs, "POST /reviews/{review}/requests/{request}/time", answerTime)
	web.Add(rs, "POST /reviews/{review}/requests/{request}/late", explainFor)
	web.Add(rs, "GET /reviews/{review}/requests/{request}/invite", askInvite)
	web.Add(rs, "POST /reviews/{review}/requests/{request}/invite", invite)
	web.Add(rs, "GET /reviews/{review}/requests/{request}/withdraw", askWithdraw)
	web.Add(rs, "POST /reviews/{review}/requests/{request}/withdraw", withdraw)
	web.Add(rs, "GET /reviews/{review}/report-of/{request}/time", seeTime)
	web.Add(rs, "POST /reviews/{review}/report-of/{request}/time", askTime)
	web.Add(rs, "POST /reviews/{review}/report-of/{request}/late", explainOwn)
}

// leading is a rule for the lead officer while agencies report.
func leading(name string, opens seal.Compartment) access.Rule {
	return access.Rule{Name: name, Who: access.Grants{{Roles: access.LeadOfficer, Stages: deciding}}, Opens: opens}
}

// ofRequest is what the page of a request opens, which these deeds show again
// where their form has a fault.
const ofRequest = seal.AgencyReport | seal.Identity | seal.Hold

// ofAgency are those who carry an agency's report.
var ofAgency = access.Grants{{Roles: access.AgencyAuthor | access.AgencyApprover, Stages: deciding}}

// AnswerTime is to give an agency more time, or to say why not.
type AnswerTime struct{}

func (AnswerTime) Rule() access.Rule { return leading("agencyreport.time-answer", ofRequest) }

// ExplainFor is to write down why an agency's report is late.
type ExplainFor struct{}

func (ExplainFor) Rule() access.Rule { return leading("agencyreport.late-for", ofRequest) }

// Invite is to invite somebody without an account to write or sign one report.
type Invite struct{}

func (Invite) Rule() access.Rule { return leading("agencyreport.invite", seal.AgencyReport) }

// Withdraw is to take a request back.
type Withdraw struct{}

func (Withdraw) Rule() access.Rule { return leading("agencyreport.withdraw", seal.AgencyReport) }

// AskTime is to see how one's own agency's request stands in time, and to ask
// for more.
type AskTime struct{}

func (AskTime) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.time", Who: ofAgency, Opens: seal.AgencyReport}
}

// ExplainOwn is to say why one's own agency's report is late. The reason is kept
// with the clock, in the compartment that this deed, and no page of the agency,
// opens.
type ExplainOwn struct{}

func (ExplainOwn) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.late", Who: ofAgency, Opens: seal.AgencyReport | seal.Hold}
}
