// Package chronology is what happened, in order of time: each agency's entries
// from its own records, with their source, what was done or why nothing was,
// and who was seen. An agency's entries are its own until its report is
// released; then they join the others' in one line. Nobody but the agency
// changes its account. [CPG21 ¶3.172, CPG21 ¶3.175, NRF p10, CHR17]
package chronology

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
var Feature = web.Feature{Name: "chronology", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology", show)
	web.Add(rs, "GET /reviews/{review}/chronology/mine", mine)
	web.Add(rs, "POST /reviews/{review}/chronology/mine", add)
	web.Add(rs, "POST /reviews/{review}/chronology/mine/paste", paste)
	web.Add(rs, "GET /reviews/{review}/chronology/tables/{table}", askTable)
	web.Add(rs, "POST /reviews/{review}/chronology/tables/{table}", takeIn)
	web.Add(rs, "POST /reviews/{review}/chronology/tables/{table}/columns", readAgain)
	web.Add(rs, "POST /reviews/{review}/chronology/tables/{table}/leave", leaveTable)
	web.Add(rs, "GET /reviews/{review}/chronology/mine/{entry}", askChange)
	web.Add(rs, "POST /reviews/{review}/chronology/mine/{entry}", change)
	web.Add(rs, "POST /reviews/{review}/chronology/mine/{entry}/remove", remove)
	web.Add(rs, "GET /reviews/{review}/chronology/refused/{row}", askRow)
	web.Add(rs, "POST /reviews/{review}/chronology/refused/{row}", putRight)
	web.Add(rs, "POST /reviews/{review}/chronology/refused/{row}/leave", leaveOut)
	noteRoutes(rs)
	twinRoutes(rs)
	missingRoutes(rs)
}

// errRefused takes a deed back because its form has a fault.
var errRefused = errors.New("the form has a fault")

// deciding are the stages in which an agency gives its account.
var deciding = access.Through(access.Gathering, access.Deciding)

// everyAgency are those who see the entries of every agency that released its
// account, each while their part in the review needs it.
var everyAgency = access.Grants{
	{Roles: access.LeadOfficer | access.CommitteeChair | access.ReviewChair, Stages: access.From(access.Gathering)},
	{Roles: access.WorkingGroup, Stages: deciding},
	{Roles: access.Reviewer, Stages: access.From(access.SettingUp)},
	{Roles: access.TeamMember, Stages: access.From(access.Learning)},
}

// studying are those who work on the merged line: they join accounts, note what
// may be missing, and find episodes. noting are those who also write beside it.
// The chair reads and notes. [CP21 p5]
var (
	whileOpen = access.Through(access.SettingUp, access.Approving)
	studying  = access.Grants{{Roles: access.LeadOfficer | access.Reviewer, Stages: whileOpen}}
	noting    = access.Grants{{Roles: access.LeadOfficer | access.Reviewer | access.ReviewChair, Stages: whileOpen},
		{Roles: access.TeamMember, Stages: access.Through(access.Learning, access.Approving)}}
)

// seesAll says that the person sees every agency's released entries, and not
// only those of their own agency.
func seesAll(c access.Case) bool { return has(c, everyAgency) }

// See is to see what happened in one line, or one's own agency's part of it.
type See struct{}

func (See) Rule() access.Rule {
	who := append(access.Grants{}, everyAgency...)
	own := access.Grant{Roles: access.AgencyAuthor | access.AgencyApprover, Stages: access.Through(access.Gathering, access.Improving)}
	return access.Rule{Name: "chronology.see", Who: append(who, own), Opens: seal.Chronology}
}

// authors work on their own agency's entries. They are told where one seems to
// name somebody of the case.
var authors = access.Grants{{Roles: access.AgencyAuthor, Stages: deciding}}

const authorsOpen = seal.Chronology | seal.Identity

// Mine is to see one's own agency's entries, to work on them.
type Mine struct{}

func (Mine) Rule() access.Rule {
	return access.Rule{Name: "chronology.mine", Who: authors, Opens: authorsOpen}
}

// Add is to write an entry of one's own agency.
type Add struct{}

func (Add) Rule() access.Rule {
	return access.Rule{Name: "chronology.add", Who: authors, Opens: authorsOpen}
}

// Paste is to bring in a table of one's own agency's entries.
type Paste struct{}

func (Paste) Rule() access.Rule {
	return access.Rule{Name: "chronology.paste", Who: authors, Opens: authorsOpen}
}

// Change is to change an entry of one's own agency.
type Change struct{}

func (Change) Rule() access.Rule {
	return access.Rule{Name: "chronology.change", Who: authors, Opens: authorsOpen}
}

// Remove is to take an entry of one's own agency out.
type Remove struct{}

func (Remove) Rule() access.Rule {
	return access.Rule{Name: "chronology.remove", Who: authors, Opens: authorsOpen}
}

// PutRight is to settle a row of a table that could not be taken in.
type PutRight struct{}

func (PutRight) Rule() access.Rule {
	return access.Rule{Name: "chronology.put-right", Who: authors, Opens: authorsOpen}
}
