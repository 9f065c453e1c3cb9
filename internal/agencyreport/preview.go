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

// Preview is the author's list of sections for an invented case of the
// committee. Its links begin with path.
func Preview(c review.Committee, today db.Date, path string) web.Answer {
	d := draftData{work: invented(c, today, path), Form: form.New(), Begun: true}
	d.Groups, d.Left = d.groups()
	return draftPage.With(d)
}

// PreviewPart is one section of it, or nothing where there is no such section.
func PreviewPart(c review.Committee, today db.Date, path, part string) (web.Answer, bool) {
	d := partData{work: invented(c, today, path), Form: form.New(), Next: path}
	var ok bool
	if d.Question, ok = question(d.Questions, part); !ok {
		return web.Answer{}, false
	}
	d.Form.Set("text", "Invented: the family was visited every two weeks until the worker changed.")
	return partPage.With(d), true
}

func invented(c review.Committee, today db.Date, path string) work {
	cs := []review.Committee{c}
	w := work{Path: path, Questions: sheet(cs), Budget: budget(cs)}
	w.Asking.AgencyName, w.Asking.Due = "Exampleshire Social Work", today.AddDays(14)
	w.Asking.About = seal.T("Morag Inventedname, born 3 May 2013, of Invented Terrace, Sampleton")
	w.Asking.Outline = seal.T("An event was notified. The committee needs to know how you were involved.")
	return w
}
