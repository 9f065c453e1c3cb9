package agencyreport

import (
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// Fills says that an agency fills in this section of the form.
func Fills(section string) bool { return !fromOthers[section] }

func previewed(c review.Committee, today db.Date, home string) work {
	cs := []review.Committee{c}
	w := work{Path: home, Questions: sheet(cs), Budget: budget(cs)}
	w.Asking.AgencyName, w.Asking.Due = "Exampleshire Social Work", today.AddDays(14)
	w.Asking.About = seal.T("Morag Inventedname, born 3 May 2013, of Invented Terrace, Sampleton")
	w.Asking.Outline = seal.T("An event was notified. The committee needs to know how you were involved.")
	w.Now.Account.Answers = map[string]answer{"involvement": {Text: "The family was visited every two weeks until the worker changed."}}
	return w
}

// Preview is the author's list of sections for an invented case of the
// committee, at the address home.
func Preview(c review.Committee, today db.Date, home string) web.Answer {
	d := draftData{work: previewed(c, today, home), Form: form.New(), Begun: true}
	d.Groups, d.Left = d.groups()
	return draftPage.With(d)
}

// PreviewPart is one section of it; db.ErrNotFound where the form has none of that id.
func PreviewPart(c review.Committee, today db.Date, home, part string) (web.Answer, error) {
	w := previewed(c, today, home)
	q, ok := question(w.Questions, part)
	if !ok {
		return web.Answer{}, db.ErrNotFound
	}
	f := form.New()
	f.Set("text", w.Now.Account.Answers[part].Text)
	return partPage.With(partData{work: w, Form: f, Question: q, Next: home}), nil
}
