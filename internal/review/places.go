package review

import (
	"lr/internal/access"
	"lr/internal/look"
	"lr/internal/web"
)

// ways are the pages of a review that people look for by name, in the order of
// the process. Each shows only to those to whom it opens now.
var ways = []struct{ page, text string }{
	{"notification", "Notification"},
	{"people", "People of the case"},
	{"requests", "Agency reports"},
	{"reports", "Released reports"},
	{"chronology/mine", "Your agency's part of the chronology"},
	{"chronology", "Chronology"},
	{"group", "Working group"},
	{"findings", "Findings and recommendation"},
	{"decision", "Decision"},
	{"team", "Review team"},
	{"supporters", "Supporters"},
	{"my-part", "Your part in the practitioners' event"},
	{"supporting", "What a supporter does"},
	{"event/my-people", "People you support"},
	{"event", "Practitioners' event"},
	{"event/heard", "What was heard at the event"},
	{"managers", "Strategic managers' event"},
	{"managers/learning", "What practitioners told us"},
	{"learning", "Learning points"},
	{"report", "Report"},
	{"report/scrutiny", "Scrutiny of the report"},
	{"report/approval", "Approval of the report"},
	{"publication", "Publication"},
	{"strategies", "Strategies and what changed"},
	{"told-back", "What came of it"},
	{"wellbeing", "Looking after yourself"},
}

func places(r *web.Request, c access.Case) []look.Link {
	var links []look.Link
	for _, w := range ways {
		if r.Open(c, "/reviews/{review}/"+w.page) {
			links = append(links, look.Link{Href: Path(c, w.page), Text: w.text})
		}
	}
	return links
}
