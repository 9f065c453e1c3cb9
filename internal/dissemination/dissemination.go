// Package dissemination is where a review's learning becomes public, or does
// not: there is no duty to publish [ASF19 p10]. The committee decides what is
// published and why; those whom it concerns hear first; what is published was
// read and agreed by a second person, names nobody, and is exactly what was
// agreed. Everybody may then read and search it. [CP24 p6, SEED report, SEED spread]
package dissemination

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
var Feature = web.Feature{Name: "dissemination", Schema: schema, Routes: routes}

func routes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/publication", show)
	web.Add(rs, "POST /reviews/{review}/publication/decision", decide)
	web.Add(rs, "GET /reviews/{review}/publication/told/{audience}", askTold)
	web.Add(rs, "POST /reviews/{review}/publication/told/{audience}", keepTold)
	web.Add(rs, "GET /reviews/{review}/publication/text", askText)
	web.Add(rs, "POST /reviews/{review}/publication/text", saveText)
	web.Add(rs, "GET /reviews/{review}/publication/preview", preview)
	web.Add(rs, "POST /reviews/{review}/publication/findings/{finding}", justify)
	web.Add(rs, "POST /reviews/{review}/publication/agree", agree)
	web.Add(rs, "POST /reviews/{review}/publication/publish", publish)
	web.Add(rs, "POST /reviews/{review}/publication/withdraw", withdraw)
	web.AddOpen(rs, "GET /published", list)
	web.AddOpen(rs, "GET /published/{publication}", read)
	web.AddOpen(rs, "GET /published/{publication}/word", readWord)
}

const (
	deciding = access.LeadOfficer | access.CommitteeChair
	inside   = seal.Deliberation | seal.DraftReport | seal.Hold
)

// untilPublished is when words are prepared: a review may go on to improvement
// before it is published.
var untilPublished = access.Through(access.Publishing, access.Improving)

// See is to see how far the publication has come, and what it will say.
type See struct{}

func (See) Rule() access.Rule {
	return access.Rule{Name: "dissemination.see", Who: access.Grants{{Roles: deciding, Stages: access.From(access.Publishing)}}, Opens: inside}
}

// Decide is to write down what the committee decided about publishing: its chair
// does, or the lead officer for it. [CP24 p6, SEED report]
type Decide struct{}

func (Decide) Rule() access.Rule {
	return access.Rule{Name: "dissemination.decide", Who: access.Grants{{Roles: deciding, Stages: access.At(access.Publishing)}}, Opens: inside}
}

// Tell is to write down who heard before the public does.
type Tell struct{}

func (Tell) Rule() access.Rule {
	return access.Rule{Name: "dissemination.tell", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.At(access.Publishing)}}, Opens: inside}
}

// Prepare is to write what is published. The names of the people of the case are
// opened so that the text is checked for them; none is shown that is not in it.
type Prepare struct{}

func (Prepare) Rule() access.Rule {
	return access.Rule{Name: "dissemination.prepare", Who: access.Grants{{Roles: access.LeadOfficer, Stages: untilPublished}},
		Opens: inside | seal.Identity}
}

// Agree is to agree, as the second person, to what is published, and to say why
// words that the check found may stay.
type Agree struct{}

func (Agree) Rule() access.Rule {
	return access.Rule{Name: "dissemination.agree", Who: access.Grants{{Roles: access.CommitteeChair, Stages: untilPublished}}, Opens: inside}
}

// Publish is to make public what was agreed.
type Publish struct{}

func (Publish) Rule() access.Rule {
	return access.Rule{Name: "dissemination.publish", Who: access.Grants{{Roles: access.LeadOfficer, Stages: untilPublished}},
		Opens: inside | seal.Identity}
}

// Withdraw is to take back what is public.
type Withdraw struct{}

func (Withdraw) Rule() access.Rule {
	return access.Rule{Name: "dissemination.withdraw", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Publishing)}},
		Opens: inside | seal.Identity}
}

// Read is to read what was published. Nobody needs an account for it.
type Read struct{}

func (Read) Rule() access.Rule { return access.Rule{Name: "dissemination.read"} }
