package notification

import (
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

var leads = []form.Option{
	{Value: "here", Label: "Our committee leads"},
	{Value: "there", Label: "Another committee leads", Hint: "Move this notification on only as far as that committee needs it."},
	{Value: "open", Label: "Not settled yet"},
}

type areaData struct {
	Form    *form.Form
	Review  string
	Leads   []form.Option
	Told    string // what the notifier said of another area
	Choices []madeChoice
}

var areaPage = web.NewPage[areaData](pages, "area.html")

func areaOf(r *web.Request, p access.Pass[Triage], f *form.Form) (web.Answer, error) {
	d := areaData{Form: f, Review: p.Review(), Leads: leads}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		n, err := Of(r.Context(), tx, p.Case)
		if err != nil && !errors.Is(err, db.ErrNotFound) {
			return err
		}
		d.Told = n.field("other_authority")
		all, err := choices(r.Context(), tx, p.Case)
		for _, m := range all {
			if m.Kind == "area" {
				d.Choices = append(d.Choices, m)
			}
		}
		return err
	})
	return areaPage.With(d), err
}

func askArea(r *web.Request, p access.Pass[Triage]) (web.Answer, error) {
	return areaOf(r, p, form.New())
}

// setArea writes down which committee leads where several areas are involved,
// why, and who else was asked. [ASF19 p9]
func setArea(r *web.Request, p access.Pass[Triage]) (web.Answer, error) {
	f := r.Form
	lead := f.Choice("leads", leads, "Say which committee leads.")
	need := ""
	if lead == "there" {
		need = "Say which committee leads."
	}
	which := f.Line("which", 300, need)
	asked := f.Text("asked", 1000, "Say who else was asked. If nobody was asked yet, write that.")
	reason := f.Text("reason", 1000, "Say why, so that others can understand it later.")
	if !f.OK() {
		return areaOf(r, p, f)
	}
	label := ""
	for _, o := range leads {
		if o.Value == lead {
			label = o.Label
		}
	}
	if which != "" {
		label += ": " + which
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		return settle(r.Context(), tx, p.Case, "area", label, asked, reason)
	})
	return web.Redirect(review.Path(p.Case, "notification")).Say("It is written down which area leads."), err
}
