package review

import (
	"lr/internal/access"
	"lr/internal/look"
	"lr/internal/web"
)

// ways are the pages of a review that people look for by name, in the order of
// the process. Each shows only to those to whom it opens now, and where the
// review went through its stage.
var ways = []struct {
	stage      access.Stage
	page, text string
}{
	{access.Received, "notification", "Notification"},
	{access.Received, "people", "People of the case"},
	{access.Received, "parallel", "What runs beside the review, and limits"},
	{access.Gathering, "requests", "Agency reports"},
	{access.Gathering, "reports", "Released reports"},
	{access.Gathering, "chronology/mine", "Your agency's part of the chronology"},
	{access.Gathering, "chronology", "Chronology"},
	{access.Recommending, "group", "Working group"},
	{access.Recommending, "findings", "Findings and recommendation"},
	{access.Deciding, "decision", "Decision"},
	{access.SettingUp, "team", "Review team"},
	{access.SettingUp, "supporters", "Supporters"},
	{access.Learning, "my-part", "Your part in the practitioners' event"},
	{access.SettingUp, "supporting", "What a supporter does"},
	{access.Learning, "event/my-people", "People you support"},
	{access.Learning, "event", "Practitioners' event"},
	{access.Learning, "event/heard", "What was heard at the event"},
	{access.Learning, "managers", "Strategic managers' event"},
	{access.Learning, "managers/learning", "What practitioners told us"},
	{access.Learning, "learning", "Learning points"},
	{access.Drafting, "report", "Report"},
	{access.Drafting, "report/scrutiny", "Scrutiny of the report"},
	{access.Approving, "report/approval", "Approval of the report"},
	{access.Publishing, "publication", "Publication"},
	{access.Improving, "strategies", "Strategies and what changed"},
	{access.Improving, "told-back", "What came of it"},
	{access.Received, "wellbeing", "Looking after yourself"},
}

func places(r *web.Request, c access.Case, stands look.Stands) []look.Link {
	var links []look.Link
	for _, w := range ways {
		if passed := int(w.stage) < len(stands) && stands[w.stage].Standing == look.Passed; !passed && r.Open(c, "/reviews/{review}/"+w.page) {
			links = append(links, look.Link{Href: Path(c, w.page), Text: w.text})
		}
	}
	return links
}
