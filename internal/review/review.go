// Package review is the case itself: its code name, the committees that
// consider it, the stage where it stands, what must be recorded before it may
// go on, what waits for whom, the clocks that run, what runs beside it and which
// limits were agreed because of that, and the people of the case, whose names are
// kept apart from every text. [SEED, ASP22 p4, CP21 p4, CP24 p8, SCR15 p9]
package review

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
var Feature = web.Feature{Name: "review", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.AddOpen(rs, "GET /", start)
	web.Add(rs, "GET /reviews/{review}", show)
	web.Add(rs, "POST /reviews/{review}/move-on", moveOn)
	web.Add(rs, "GET /reviews/{review}/skip/{record}", askSkip)
	web.Add(rs, "POST /reviews/{review}/skip/{record}", skip)
	web.Add(rs, "GET /reviews/{review}/people", people)
	web.Add(rs, "POST /reviews/{review}/people", addPerson)
	web.Add(rs, "GET /reviews/{review}/clocks/{clock}", askClock)
	web.Add(rs, "POST /reviews/{review}/clocks/{clock}/pause", pauseClock)
	web.Add(rs, "POST /reviews/{review}/clocks/{clock}/resume", resumeClock)
	web.Add(rs, "POST /reviews/{review}/clocks/{clock}/late", explainLate)
	web.Add(rs, "POST /reviews/{review}/clocks/{clock}/stop", stopOwnClock)
	web.Add(rs, "GET /reviews/{review}/new-clock", askOwnClock)
	web.Add(rs, "POST /reviews/{review}/new-clock", startOwnClock)
	web.Add(rs, "GET /reviews/{review}/parallel", parallels)
	web.Add(rs, "GET /reviews/{review}/new-parallel", askParallel)
	web.Add(rs, "POST /reviews/{review}/new-parallel", addParallel)
	web.Add(rs, "GET /reviews/{review}/parallel/{parallel}", showParallel)
	web.Add(rs, "GET /reviews/{review}/parallel/{parallel}/change", askParallelChange)
	web.Add(rs, "POST /reviews/{review}/parallel/{parallel}/change", changeParallel)
	web.Add(rs, "POST /reviews/{review}/parallel/{parallel}/agreements", agree)
	web.Add(rs, "POST /reviews/{review}/parallel/{parallel}/end", endParallel)
	web.Add(rs, "GET /reviews/{review}/parallel/{parallel}/new-limit", askHold)
	web.Add(rs, "POST /reviews/{review}/parallel/{parallel}/new-limit", addHold)
	web.Add(rs, "GET /reviews/{review}/holds/{hold}", showHold)
	web.Add(rs, "GET /reviews/{review}/holds/{hold}/change", askHoldChange)
	web.Add(rs, "POST /reviews/{review}/holds/{hold}/change", changeHold)
	web.Add(rs, "POST /reviews/{review}/holds/{hold}/end", endHold)
	web.Add(rs, "POST /reviews/{review}/holds/{hold}/keep", keepOn)
	web.Add(rs, "POST /reviews/{review}/holds/{hold}/clocks", pauseForHold)
}

// Everybody is every role in a review.
const Everybody = access.LeadOfficer | access.Administrator | access.WorkingGroup | access.CommitteeChair | access.ChiefOfficer |
	access.ReviewChair | access.Reviewer | access.TeamMember | access.AgencyAuthor | access.AgencyApprover |
	access.Practitioner | access.Supporter | access.Manager | access.ActionOwner | access.FamilyLink

// Leading are those who carry the review on: only the lead officer.
const Leading = access.LeadOfficer

// See is to see where the review stands and what waits for oneself.
type See struct{}

func (See) Rule() access.Rule {
	return access.Rule{Name: "review.see", Undeclared: true, Who: access.Grants{{Roles: Everybody, Stages: access.From(access.Received)}}, Opens: seal.Hold}
}

// MoveOn is to take the review to its next stage, or to go on without a record.
type MoveOn struct{}

func (MoveOn) Rule() access.Rule {
	return access.Rule{Name: "review.move-on", Who: access.Grants{{Roles: Leading, Stages: access.Through(access.Received, access.Improving)}},
		Opens: seal.Hold}
}

// KeepClocks is to pause a clock, or to write down why it ran out.
type KeepClocks struct{}

func (KeepClocks) Rule() access.Rule {
	return access.Rule{Name: "review.clocks", Who: access.Grants{{Roles: Leading, Stages: access.Through(access.Received, access.Improving)}},
		Opens: seal.Hold}
}

// keepingLimits are those who know what runs beside the review, and who agree
// with police and Crown Office what must wait: a member of the review team sees
// the limit and not what was agreed. [CP24 p8]
const keepingLimits = access.LeadOfficer | access.CommitteeChair | access.ReviewChair

// SeeParallel is to see what runs beside the review, and what was agreed;
// KeepParallel is to write it down.
type SeeParallel struct{}

func (SeeParallel) Rule() access.Rule {
	return access.Rule{Name: "review.parallel", Who: access.Grants{{Roles: keepingLimits, Stages: access.From(access.Received)}}, Opens: seal.Hold}
}

type KeepParallel struct{}

func (KeepParallel) Rule() access.Rule {
	return access.Rule{Name: "review.parallel-keep", Who: access.Grants{{Roles: keepingLimits, Stages: access.Through(access.Received, access.Improving)}},
		Opens: seal.Hold}
}

// SeeLimits is to see on the review's page what may not be done, without what
// was agreed. It has no page of its own.
type SeeLimits struct{}

func (SeeLimits) Rule() access.Rule {
	return access.Rule{Name: "review.limits", Who: access.Grants{{Roles: keepingLimits | access.Administrator | access.Reviewer | access.TeamMember |
		access.Supporter | access.Manager | access.FamilyLink, Stages: access.From(access.Received)}}}
}

// SeePeople is to see who stands behind the codes; KeepPeople is to add to them.
type SeePeople struct{}

func (SeePeople) Rule() access.Rule {
	return access.Rule{Name: "review.people", Who: access.Grants{{Roles: Leading, Stages: access.From(access.Received)}},
		Opens: seal.Identity}
}

type KeepPeople struct{}

func (KeepPeople) Rule() access.Rule {
	return access.Rule{Name: "review.people-add", Who: access.Grants{{Roles: Leading, Stages: access.Through(access.Received, access.Publishing)}},
		Opens: seal.Identity}
}
