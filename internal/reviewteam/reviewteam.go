// Package reviewteam is the group that carries a review: a chair, one or two
// reviewers and members of several agencies who know the services and had no
// direct part in what is looked at. Each says so before anything of the case
// opens to them; whoever was involved is shut out in the same moment, and nobody
// can override that. The team's terms of reference say what the review looks
// at. [SEED team, SEED reviewer, CP21 p5, CP21 p11, SCR15 p20]
package reviewteam

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
var Feature = web.Feature{Name: "reviewteam", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/team", show)
	web.Add(rs, "POST /reviews/{review}/team", name)
	web.Add(rs, "GET /reviews/{review}/team/declare", askDeclaration)
	web.Add(rs, "POST /reviews/{review}/team/declare", declare)
	web.Add(rs, "GET /reviews/{review}/team/whom", whom)
	web.Add(rs, "GET /reviews/{review}/team/scope", askScope)
	web.Add(rs, "POST /reviews/{review}/team/scope", setScope)
	web.Add(rs, "GET /reviews/{review}/team/{member}", askAside)
	web.Add(rs, "POST /reviews/{review}/team/{member}/aside", putAside)
	web.Add(rs, "POST /reviews/{review}/team/{member}/end", end)
	web.Add(rs, "GET /reviews/{review}/chronology/named", named)
	web.Add(rs, "POST /reviews/{review}/chronology/named", compare)
	web.Add(rs, "GET /reviews/{review}/chronology/named/{person}", askNamed)
	web.Add(rs, "POST /reviews/{review}/chronology/named/{person}", settleNamed)
}

const inTeam = access.ReviewChair | access.Reviewer | access.TeamMember

// whileOpen are the stages in which people may still join or step aside.
var whileOpen = access.Through(access.SettingUp, access.Drafting)

// See is to see who is in the team and what the review looks at.
type See struct{}

func (See) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.see", Who: access.Grants{{Roles: access.LeadOfficer | access.Administrator | inTeam,
		Stages: access.From(access.SettingUp)}}, Opens: seal.Deliberation}
}

// Name is to ask people into the team, and to let go whom it no longer needs.
type Name struct{}

func (Name) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.name", Who: access.Grants{{Roles: access.LeadOfficer, Stages: whileOpen}}, Opens: seal.Deliberation}
}

// Declare is to say whether one was involved: the one thing that is open before.
// Those already in the team may declare again, when something comes back to them.
type Declare struct{}

func (Declare) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.declare", Undeclared: true, Who: access.Grants{{Roles: inTeam, Stages: whileOpen}},
		Opens: seal.Deliberation}
}

// Whom is to see just enough of the people of the case to know whether one was
// involved: their initials. Each look is in the log.
type Whom struct{}

func (Whom) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.whom", Undeclared: true, Who: access.Grants{{Roles: inTeam, Stages: whileOpen}},
		Opens: seal.Identity | seal.Deliberation}
}

// SetScope is to write the terms of reference.
type SetScope struct{}

func (SetScope) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.scope", Who: access.Grants{{Roles: access.LeadOfficer | access.ReviewChair | access.Reviewer,
		Stages: whileOpen}}, Opens: seal.Deliberation}
}

// PutAside is to shut out a member of whom an involvement was found later.
type PutAside struct{}

func (PutAside) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.aside", Who: access.Grants{{Roles: access.LeadOfficer, Stages: whileOpen}}, Opens: seal.Deliberation}
}

// Named is to see whom the chronology may name of those who must have had no part
// in what happened; SettleNamed is to decide what follows.
type Named struct{}

func (Named) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.named", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Gathering)}},
		Opens: seal.Chronology | seal.Deliberation}
}

type SettleNamed struct{}

func (SettleNamed) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.named-settle", Who: Named{}.Rule().Who, Opens: seal.Chronology | seal.Deliberation}
}

// Compare is to have the whole chronology compared once more with the people of
// the review, such as after somebody was added to the people of the case.
type Compare struct{}

func (Compare) Rule() access.Rule {
	return access.Rule{Name: "reviewteam.named-compare", Who: Named{}.Rule().Who}
}
