// Package committee lets the lead officers and administrators of a committee
// say how it works, without a supplier: what its groups are called and who is
// told or ratifies [SEED recommend, ASP22 p4], its time limits and local
// holidays where the guidance leaves them open [ASP22 p8, ASF19 p19], its own
// questions beside those of the forms, the wording that the program could not
// confirm [ASP22 p7, CP21 p4], its letters, and the agencies of its area.
//
// Nothing changes while it is worked on: a draft is looked at with an invented
// case, and then published as a version that says what changed, by whom and
// when. A review keeps the questions and criteria of the version under which its
// event was notified; all else applies at once.
package committee

import (
	"embed"
	"io/fs"

	"lr/internal/access"
	"lr/internal/seal"
	"lr/internal/web"
)

//go:embed *.html
var files embed.FS

// pages are the pages, each with what several of them share.
var pages fs.FS = shared{files}

type shared struct{ embed.FS }

// ReadFile gives a page with parts.html behind it.
func (s shared) ReadFile(name string) ([]byte, error) {
	page, err := s.FS.ReadFile(name)
	if err != nil {
		return nil, err
	}
	parts, err := s.FS.ReadFile("parts.html")
	return append(page, parts...), err
}

// Feature is the settings as the site takes them in.
var Feature = web.Feature{Name: "committee", Routes: routes}

func routes(rs *web.Routes) {
	web.AddOwn(rs, "GET /committees", list)
	web.AddOwn(rs, "GET /committees/add", askAdd)
	web.AddOwn(rs, "POST /committees/add", add)
	web.AddOwn(rs, "GET /committees/{committee}", overview)
	for _, s := range sheets {
		web.AddOwn(rs, "GET /committees/{committee}/"+s.path, s.ask)
		web.AddOwn(rs, "POST /committees/{committee}/"+s.path, s.save)
	}
	web.AddOwn(rs, "GET /committees/{committee}/holidays", askHolidays)
	web.AddOwn(rs, "POST /committees/{committee}/holidays", addHoliday)
	web.AddOwn(rs, "POST /committees/{committee}/holidays/remove", removeHoliday)

	web.AddOwn(rs, "GET /committees/{committee}/forms", showForms)
	web.AddOwn(rs, "GET /committees/{committee}/forms/{form}", askForm)
	web.AddOwn(rs, "POST /committees/{committee}/forms/{form}", addQuestion)
	web.AddOwn(rs, "POST /committees/{committee}/forms/{form}/confirm", confirm)
	web.AddOwn(rs, "GET /committees/{committee}/forms/{form}/questions/{question}", askQuestion)
	web.AddOwn(rs, "POST /committees/{committee}/forms/{form}/questions/{question}", saveQuestion)
	web.AddOwn(rs, "POST /committees/{committee}/forms/{form}/questions/{question}/place", placeQuestion)
	web.AddOwn(rs, "GET /committees/{committee}/forms/{form}/wording/{field}", askWording)
	web.AddOwn(rs, "POST /committees/{committee}/forms/{form}/wording/{field}", saveWording)

	web.AddOwn(rs, "GET /committees/{committee}/letters", showLetters)
	web.AddOwn(rs, "GET /committees/{committee}/letters/{letter}", askLetter)
	web.AddOwn(rs, "POST /committees/{committee}/letters/{letter}", saveLetter)
	web.AddOwn(rs, "POST /committees/{committee}/letters/{letter}/usual", usualLetter)

	web.AddOwn(rs, "GET /committees/{committee}/agencies", showAgencies)
	web.AddOwn(rs, "POST /committees/{committee}/agencies", addAgency)
	web.AddOwn(rs, "GET /committees/{committee}/agencies/{agency}", askAgency)
	web.AddOwn(rs, "POST /committees/{committee}/agencies/{agency}", renameAgency)
	web.AddOwn(rs, "POST /committees/{committee}/agencies/{agency}/retire", retireAgency)

	web.AddOwn(rs, "GET /committees/{committee}/preview", preview)
	web.AddOwn(rs, "GET /committees/{committee}/preview/notification", previewNotification)
	web.AddOwn(rs, "POST /committees/{committee}/preview/notification", sentPreview)
	web.AddOwn(rs, "GET /committees/{committee}/preview/report", previewReport)
	web.AddOwn(rs, "GET /committees/{committee}/preview/report/parts/{part}", previewPart)
	web.AddOwn(rs, "POST /committees/{committee}/preview/report/parts/{part}", sentPreview)
	web.AddOwn(rs, "GET /committees/{committee}/preview/letters/{letter}", previewLetter)

	web.AddOwn(rs, "GET /committees/{committee}/publish", askPublish)
	web.AddOwn(rs, "POST /committees/{committee}/publish", publish)
	web.AddOwn(rs, "POST /committees/{committee}/discard", discard)
	web.AddOwn(rs, "GET /committees/{committee}/history", history)
	web.AddOwn(rs, "GET /committees/{committee}/history/{number}", showVersion)
	web.AddOwn(rs, "POST /committees/{committee}/history/{number}/bring-back", bringBack)
}

// officers are who may change the settings of their own committee. Each deed
// also looks at which committee the office is in.
const officers = access.LeadOfficer | access.Administrator

// See is to read the settings of one's committee; Change is to work on their draft.
type See struct{}

func (See) Rule() access.Rule { return access.Rule{Name: "committee.see", Office: officers} }

type Change struct{}

func (Change) Rule() access.Rule { return access.Rule{Name: "committee.change", Office: officers} }

// Publish is to put a draft in force.
type Publish struct{}

func (Publish) Rule() access.Rule { return access.Rule{Name: "committee.publish", Office: officers} }

// KeepAgencies is to add, rename and retire agencies of the area.
type KeepAgencies struct{}

func (KeepAgencies) Rule() access.Rule {
	return access.Rule{Name: "committee.agencies", Office: officers, Opens: seal.Accounts}
}

// Found is to add the area's other committee. Only a lead officer may: they
// become its lead officer, and can invite others.
type Found struct{}

func (Found) Rule() access.Rule {
	return access.Rule{Name: "committee.found", Office: access.LeadOfficer}
}
