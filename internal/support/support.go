// Package support looks after those who take part in a review: a named supporter
// of their own agency before and after, a leaflet that says what they are asked
// into, and a page about looking after oneself that leaves no trace of who read
// it. [SEED support, SEED prepare, SEED wellbeing, CP21 p3, ASP22 p3]
package support

import (
	"embed"

	"lr/internal/access"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var pages embed.FS

// Feature is the step as the site takes it in.
var Feature = web.Feature{Name: "support", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/supporters", list)
	web.Add(rs, "GET /reviews/{review}/supporters/{agency}", askSupporter)
	web.Add(rs, "POST /reviews/{review}/supporters/{agency}", nameSupporter)
	web.Add(rs, "GET /reviews/{review}/supporting", showSupporting)
	web.Add(rs, "POST /reviews/{review}/supporting", readSupporting)
	web.Add(rs, "GET /reviews/{review}/wellbeing", showWellbeing)
}

var naming = access.Through(access.SettingUp, access.Learning)

// See is to see which agency has a supporter.
type See struct{}

func (See) Rule() access.Rule {
	return access.Rule{Name: "support.see", Who: access.Grants{{Roles: access.LeadOfficer | access.Administrator,
		Stages: access.From(access.SettingUp)}}, Opens: seal.Support | seal.Hold}
}

// Name is to name a supporter for an agency.
type Name struct{}

func (Name) Rule() access.Rule {
	return access.Rule{Name: "support.name", Who: access.Grants{{Roles: access.LeadOfficer | access.Administrator, Stages: naming}},
		Opens: seal.Support}
}

// Support is to be a supporter: to see what it asks, and to say that one read it.
type Support struct{}

func (Support) Rule() access.Rule {
	return access.Rule{Name: "support.supporting", Who: access.Grants{{Roles: access.Supporter, Stages: access.From(access.SettingUp)}},
		Opens: seal.Support}
}

// Wellbeing is to read how to look after oneself, and who helps. The log
// does not say who did. [SEED wellbeing]
type Wellbeing struct{}

func (Wellbeing) Rule() access.Rule {
	return access.Rule{Name: "support.wellbeing", Who: access.Grants{{Roles: review.Everybody, Stages: access.From(access.SettingUp)}},
		Opens: seal.Support, Unattributed: true}
}
