// Package agencyreport is each agency's own account: the lead officer asks for
// it with a day by which it is due, an author of the agency writes only as much
// as a decision needs, somebody else in the agency signs, and with the
// signature it is released to those who carry the review. A draft is the
// agency's alone. What was released never changes; a correction is a new
// version. Who needs longer asks inside, and who is late says why.
// [ASP22 p8, CP21 p4, SCR15 p9, SEED notify]
package agencyreport

import (
	"embed"
	"errors"

	"lr/internal/access"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var pages embed.FS

// Feature is the step as the site takes it in.
var Feature = web.Feature{Name: "agencyreport", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/requests", board)
	web.Add(rs, "POST /reviews/{review}/requests", ask)
	web.Add(rs, "GET /reviews/{review}/requests/{request}", seeRequest)
	web.Add(rs, "POST /reviews/{review}/requests/{request}/missing", explainMissing)
	chasing(rs)
	web.Add(rs, "GET /reviews/{review}/report-of/{request}", open)
	web.Add(rs, "POST /reviews/{review}/report-of/{request}/begin", begin)
	web.Add(rs, "GET /reviews/{review}/report-of/{request}/parts/{part}", openPart)
	web.Add(rs, "POST /reviews/{review}/report-of/{request}/parts/{part}", savePart)
	web.Add(rs, "GET /reviews/{review}/report-of/{request}/episodes/{episode}", openEpisode)
	web.Add(rs, "POST /reviews/{review}/report-of/{request}/episodes/{episode}", saveEpisode)
	web.Add(rs, "POST /reviews/{review}/report-of/{request}/episodes/{episode}/move", moveEpisode)
	web.Add(rs, "GET /reviews/{review}/report-of/{request}/whole", openWhole)
	web.Add(rs, "POST /reviews/{review}/report-of/{request}/send", send)
	web.Add(rs, "GET /reviews/{review}/report-of/{request}/sign", seeDraft)
	web.Add(rs, "POST /reviews/{review}/report-of/{request}/sign", sign)
	web.Add(rs, "GET /reviews/{review}/reports", list)
	web.Add(rs, "GET /reviews/{review}/reports/{agency}", read)
	web.Add(rs, "GET /reviews/{review}/reports/{agency}/changes/{version}", readChanges)
	web.Add(rs, "GET /reviews/{review}/reports/{agency}/word/{version}", wordFile)
	web.Add(rs, "POST /reviews/{review}/reports/{agency}/received", receive)
	web.Add(rs, "GET /reviews/{review}/reveal", seeReveal)
	web.Add(rs, "POST /reviews/{review}/reveal", chooseReveal)
	web.Add(rs, "POST /reviews/{review}/reveal/close", closeRound)
}

// errRefused takes a deed back because its form has a fault.
var errRefused = errors.New("the form has a fault")

// deciding are the stages in which agencies report, so that it can be decided
// whether to hold a review.
var deciding = access.Through(access.Gathering, access.Deciding)

// SeeBoard is to see how far each agency has come, without a word of its account.
type SeeBoard struct{}

func (SeeBoard) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.board", Who: access.Grants{
		{Roles: access.LeadOfficer | access.CommitteeChair | access.ReviewChair, Stages: access.From(access.Gathering)},
		{Roles: access.Reviewer, Stages: access.From(access.SettingUp)},
	}, Opens: seal.Hold}
}

// Ask is to ask agencies for their reports. The name that an agency needs to
// find its records is sealed with the other names of the case.
type Ask struct{}

func (Ask) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.ask", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.At(access.Gathering)}},
		Opens: seal.AgencyReport | seal.Identity | seal.Hold}
}

// SeeRequest is to see again what an agency was asked, and whom it reached.
type SeeRequest struct{}

func (SeeRequest) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.request", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Gathering)}},
		Opens: seal.AgencyReport | seal.Identity | seal.Hold}
}

// ExplainMissing is to write down why a report will not come.
type ExplainMissing struct{}

func (ExplainMissing) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.missing", Who: access.Grants{{Roles: access.LeadOfficer, Stages: deciding}},
		Opens: seal.AgencyReport | seal.Identity | seal.Hold}
}

// Write is to write one's own agency's account.
type Write struct{}

func (Write) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.write", Who: access.Grants{{Roles: access.AgencyAuthor, Stages: deciding}},
		Opens: seal.AgencyDraft | seal.AgencyReport | seal.Identity}
}

// Sign is to read one's own agency's account, and to give it back or release it.
type Sign struct{}

func (Sign) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.sign", Who: access.Grants{{Roles: access.AgencyApprover, Stages: deciding}},
		Opens: seal.AgencyDraft | seal.AgencyReport | seal.Chronology | seal.Identity}
}

// everyAgency are those who read what any agency released, each while their
// part in the review needs it.
var everyAgency = access.Grants{
	{Roles: access.LeadOfficer | access.CommitteeChair | access.ReviewChair | access.TeamMember, Stages: access.From(access.Gathering)},
	{Roles: access.WorkingGroup, Stages: deciding},
	{Roles: access.Reviewer, Stages: access.From(access.SettingUp)},
}

// readsAll says that the person reads every agency's account, and not only
// that of their own: by a part that counts, and not by one in which they still
// have to declare, or that is in doubt.
func readsAll(c access.Case) bool { return c.May(access.Rule{Who: everyAgency}) }

// Read is to read what was released: by any agency, or by one's own.
type Read struct{}

func (Read) Rule() access.Rule {
	who := append(access.Grants{}, everyAgency...)
	own := access.Grant{Roles: access.AgencyAuthor | access.AgencyApprover, Stages: access.Through(access.Gathering, access.Improving)}
	return access.Rule{Name: "agencyreport.read", Who: append(who, own), Opens: seal.AgencyReport}
}

// Receive is to take in a report that an agency released.
type Receive struct{}

func (Receive) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.receive", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Gathering)}},
		Opens: seal.AgencyReport}
}
