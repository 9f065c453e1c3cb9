// Package learning is where a review says what it learned: each point with what
// it is, how it emerged, why it matters, and what in the review it came from.
// It also shows that nothing people said was lost: every contribution is used by
// a point or set aside with a reason. [SEED report, CP24 p5, ASP22 p5]
package learning

import (
	"context"
	"embed"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/reviewteam"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed schema/*.sql
var schema embed.FS

//go:embed *.html
var pages embed.FS

// Feature is the step as the site takes it in.
var Feature = web.Feature{Name: "learning", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/learning", show)
	web.Add(rs, "GET /reviews/{review}/learning/new", askNew)
	web.Add(rs, "POST /reviews/{review}/learning/new", addPoint)
	web.Add(rs, "GET /reviews/{review}/learning/points/{point}", askPoint)
	web.Add(rs, "POST /reviews/{review}/learning/points/{point}", changePoint)
	web.Add(rs, "POST /reviews/{review}/learning/points/{point}/remove", removePoint)
	web.Add(rs, "GET /reviews/{review}/learning/contributions/{contribution}", askAside)
	web.Add(rs, "POST /reviews/{review}/learning/contributions/{contribution}", setAside)
	web.Add(rs, "POST /reviews/{review}/learning/contributions/{contribution}/back", takeBack)
}

// Writing are those who write learning points.
const Writing = access.Reviewer | access.LeadOfficer | access.ReviewChair

// sources are the compartments in which what a point comes from lies.
const sources = seal.EventRecord | seal.Chronology | seal.AgencyReport

// See is to read the learning points and what became of each contribution. A
// team member reads after declaring.
type See struct{}

func (See) Rule() access.Rule {
	return access.Rule{Name: "learning.see", Who: access.Grants{{Roles: Writing, Stages: access.From(access.Learning)},
		{Roles: access.TeamMember, Stages: access.Through(access.Learning, access.Approving)}},
		Opens: seal.DraftReport | seal.Deliberation | sources}
}

// Write is to write learning points. It stays open while the committee
// considers the report, which may send it back.
type Write struct{}

func (Write) Rule() access.Rule {
	return access.Rule{Name: "learning.write", Who: access.Grants{{Roles: Writing, Stages: access.Through(access.Learning, access.Approving)}},
		Opens: seal.DraftReport | sources}
}

// Declared refuses a person whose only part in the review is that of a team
// member, until they have declared that they were not involved. The act must
// open the Deliberation compartment. [CP21 p11]
func Declared(ctx context.Context, tx *db.Tx, c access.Case) error {
	if !c.Is(access.TeamMember) || c.Is(Writing) {
		return nil
	}
	team, err := reviewteam.Team(ctx, tx, c)
	if err != nil {
		return fmt.Errorf("whether the team member declared: %w", err)
	}
	for _, m := range team {
		if m.Account == c.Person() && m.Declared && !m.Walled {
			return nil
		}
	}
	return access.ErrForbidden
}
