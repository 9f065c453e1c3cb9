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

// Preview is the author's page for an invented case of the committee. Its form
// goes to action.
func Preview(c review.Committee, today db.Date, action string) web.Answer {
	d := draftData{Form: form.New(), Path: action, Begun: true, Budget: budget}
	d.Asking.AgencyName, d.Asking.Due = "Exampleshire Social Work", today.AddDays(14)
	d.Asking.About = seal.T("Morag Inventedname, born 3 May 2013, of Invented Terrace, Sampleton")
	d.Asking.Outline = seal.T("An event was notified. The committee needs to know how you were involved.")
	saved := answers{"involvement": "The family was visited every two weeks until the worker changed."}
	d.Form.Set("involvement", saved["involvement"])
	d.Words, d.Sections = saved.words(), fields(sheet([]review.Committee{c}), d.Form, saved, nil)
	return draftPage.With(d)
}
