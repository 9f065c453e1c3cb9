// Package yearly is the summary of all cases that a committee considered in a
// year, reviewed or not: what was decided, how long it took, which time limits
// were missed and why, and where each case stands. It feeds the cycle of
// learning [ASF19 p17]. Nobody reads a case by office alone: only the reviews in
// which the person leads or chairs are in it, each decided on by itself.
package yearly

import (
	"embed"

	"lr/internal/access"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed *.html
var pages embed.FS

// Feature is the step as the site takes it in. It keeps nothing of its own.
var Feature = web.Feature{Name: "yearly", Routes: routes}

func routes(rs *web.Routes) {
	web.AddOwn(rs, "GET /yearly", committees)
	web.AddOwn(rs, "GET /yearly/dictionary/csv", dictionaryFile)
	web.AddOwn(rs, "GET /yearly/{committee}/{kind}/{year}", show)
	web.AddOwn(rs, "GET /yearly/{committee}/{kind}/{year}/word", wordFile)
	web.AddOwn(rs, "GET /yearly/{committee}/{kind}/{year}/csv", csvFile)
	web.AddOwn(rs, "GET /yearly/{committee}/{kind}/{year}/to-pass-on/word", sharedWord)
	web.AddOwn(rs, "GET /yearly/{committee}/{kind}/{year}/to-pass-on/csv", sharedCSV)
	web.Add(rs, "GET /reviews/{review}/yearly", showOne)
}

// summing are those who answer for the committee's cases.
const summing = access.LeadOfficer | access.CommitteeChair

// See is to see the summary. It opens no case: each is opened by Sum.
type See struct{}

func (See) Rule() access.Rule { return access.Rule{Name: "yearly.see", Office: summing} }

// Sum is to read what the summary says of one review.
type Sum struct{}

func (Sum) Rule() access.Rule {
	return access.Rule{Name: "yearly.sum", Who: access.Grants{{Roles: summing, Stages: access.From(access.Received)}},
		Opens: seal.Deliberation | seal.Hold}
}
