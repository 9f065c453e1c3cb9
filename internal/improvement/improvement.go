// Package improvement is what becomes of the learning: strategies that state
// the case for change, are about learning, rest on evidence, assign
// responsibility and are looked at again [CP24 p6, CP21 p14]; what their owners
// did; what was seen to change, which may be nothing; and telling it back to
// those who took part. [SEED spread]
package improvement

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
var Feature = web.Feature{Name: "improvement", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/strategies", list)
	web.Add(rs, "POST /reviews/{review}/strategies/none", sayNone)
	web.Add(rs, "POST /reviews/{review}/strategies/plan", consider)
	web.Add(rs, "GET /reviews/{review}/strategies/new", askNew)
	web.Add(rs, "POST /reviews/{review}/strategies/new", addStrategy)
	web.Add(rs, "GET /reviews/{review}/strategies/{strategy}", show)
	web.Add(rs, "GET /reviews/{review}/strategies/{strategy}/change", askChange)
	web.Add(rs, "POST /reviews/{review}/strategies/{strategy}/change", changeStrategy)
	web.Add(rs, "POST /reviews/{review}/strategies/{strategy}/report", reportDone)
	web.Add(rs, "POST /reviews/{review}/strategies/{strategy}/more-time", askMoreTime)
	web.Add(rs, "POST /reviews/{review}/strategies/{strategy}/more-time/{ask}", answerMoreTime)
	web.Add(rs, "POST /reviews/{review}/strategies/{strategy}/outcome", keepOutcome)
	web.Add(rs, "GET /reviews/{review}/told-back", toldBack)
	web.Add(rs, "POST /reviews/{review}/told-back", addLine)
	web.Add(rs, "POST /reviews/{review}/told-back/tell", tellAll)
	web.Add(rs, "POST /reviews/{review}/told-back/read", haveRead)
}

const (
	judging    = access.LeadOfficer | access.CommitteeChair
	overseeing = judging | access.ReviewChair | access.ChiefOfficer
	// takingPart are those who gave something to the review and hear what came of it.
	takingPart = access.Practitioner | access.Supporter | access.Manager | access.TeamMember | access.AgencyAuthor | access.AgencyApprover
)

// See is to see all strategies of the review.
type See struct{}

func (See) Rule() access.Rule {
	return access.Rule{Name: "improvement.see", Who: access.Grants{{Roles: overseeing, Stages: access.From(access.Improving)}}, Opens: seal.Published}
}

// SeeOne is to see one strategy: an owner sees their own.
type SeeOne struct{}

func (SeeOne) Rule() access.Rule {
	return access.Rule{Name: "improvement.see-one", Who: access.Grants{{Roles: overseeing | access.ActionOwner, Stages: access.From(access.Improving)}},
		Opens: seal.Published}
}

// Keep is to write strategies, and to answer who asks for more time.
type Keep struct{}

func (Keep) Rule() access.Rule {
	return access.Rule{Name: "improvement.keep", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.At(access.Improving)}},
		Opens: seal.Published | seal.DraftReport}
}

// Report is to say what was done for a strategy, or to ask for more time: its
// owner does.
type Report struct{}

func (Report) Rule() access.Rule {
	return access.Rule{Name: "improvement.report", Who: access.Grants{{Roles: access.ActionOwner, Stages: access.At(access.Improving)}},
		Opens: seal.Published}
}

// Judge is to write down what was seen to change.
type Judge struct{}

func (Judge) Rule() access.Rule {
	return access.Rule{Name: "improvement.judge", Who: access.Grants{{Roles: judging, Stages: access.At(access.Improving)}}, Opens: seal.Published}
}

// Consider is to write down that the chief officers considered the strategies
// together, and what they cost: one of them does, or the lead officer. [CP24 p6]
type Consider struct{}

func (Consider) Rule() access.Rule {
	return access.Rule{Name: "improvement.consider", Who: access.Grants{{Roles: access.LeadOfficer | access.ChiefOfficer, Stages: access.At(access.Improving)}},
		Opens: seal.Published}
}

// ReadBack is to read what came of what one said.
type ReadBack struct{}

func (ReadBack) Rule() access.Rule {
	return access.Rule{Name: "improvement.read-back", Who: access.Grants{{Roles: overseeing | takingPart | access.Reviewer |
		access.ActionOwner | access.FamilyLink, Stages: access.From(access.Improving)}}, Opens: seal.Published}
}

// HaveRead is to say that one has read it.
type HaveRead struct{}

func (HaveRead) Rule() access.Rule {
	return access.Rule{Name: "improvement.have-read", Who: access.Grants{{Roles: takingPart, Stages: access.From(access.Improving)}}, Opens: seal.Published}
}

// TellBack is to write what changed for those who took part. The names of the
// people of the case are opened so that the words are checked for them.
type TellBack struct{}

func (TellBack) Rule() access.Rule {
	return access.Rule{Name: "improvement.tell-back", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Improving)}},
		Opens: seal.Published | seal.Identity | seal.Deliberation | seal.DraftReport | seal.Hold}
}
