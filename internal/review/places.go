package review

import (
	"lr/internal/access"
	"lr/internal/look"
)

// place is a page of the review and who finds the way to it on the review's
// own page. The page itself decides again who may open it.
type place struct {
	page, text string
	roles      access.Role
	stages     access.Stages
}

var placeList = []place{
	{"notification", "Notification", access.LeadOfficer | access.Administrator | access.CommitteeChair | access.ReviewChair | access.Reviewer, access.From(access.Received)},
	{"people", "People of the case", Leading, access.From(access.Received)},
	{"requests", "Agency reports", access.LeadOfficer | access.CommitteeChair | access.ReviewChair | access.Reviewer, access.From(access.Gathering)},
	{"chronology", "Chronology", access.LeadOfficer | access.CommitteeChair | access.ReviewChair | access.Reviewer, access.From(access.Gathering)},
	{"findings", "Findings and recommendation", access.LeadOfficer | access.CommitteeChair | access.ReviewChair | access.Reviewer, access.From(access.Recommending)},
	{"decision", "Decision", access.LeadOfficer | access.CommitteeChair | access.ReviewChair | access.Reviewer, access.From(access.Deciding)},
	{"team", "Review team", access.LeadOfficer | access.Administrator | access.ReviewChair | access.Reviewer, access.From(access.SettingUp)},
	{"supporters", "Supporters and participants", access.LeadOfficer | access.Administrator, access.From(access.SettingUp)},
	{"event", "Practitioners' event", access.LeadOfficer | access.ReviewChair | access.Reviewer, access.From(access.Learning)},
	{"managers", "Strategic managers' event", access.LeadOfficer | access.ReviewChair | access.Reviewer, access.From(access.Learning)},
	{"learning", "Learning points", access.LeadOfficer | access.ReviewChair | access.Reviewer, access.From(access.Learning)},
	{"report", "Report", access.LeadOfficer | access.CommitteeChair | access.ReviewChair | access.Reviewer, access.From(access.Drafting)},
	{"publication", "Publication", access.LeadOfficer | access.CommitteeChair, access.From(access.Publishing)},
	{"strategies", "Strategies and what changed", access.LeadOfficer | access.CommitteeChair | access.ReviewChair, access.From(access.Improving)},
}

func places(c access.Case) []look.Link {
	var links []look.Link
	for _, p := range placeList {
		if c.Is(p.roles) && p.stages.Has(c.Stage()) {
			links = append(links, look.Link{Href: Path(c, p.page), Text: p.text})
		}
	}
	return links
}
