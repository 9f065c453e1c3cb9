package chronology

import (
	"errors"
	"strconv"

	"lr/internal/access"
	"lr/internal/chronology/missed"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/web"
)

// rhythmRow is a service with how often it wrote, and how often it is expected to.
type rhythmRow struct {
	missed.Service
	Own, Expected, By string
}

type rhythmsData struct {
	Form    *form.Form
	Review  string
	Path    string
	Back    string
	Ways    []look.Link
	May     bool
	Rows    []rhythmRow
	Options []form.Option
	Theirs  string // what somebody else said meanwhile
}

// Service and Often are the fields of the page.
func (d rhythmsData) Service() form.Field {
	return d.Form.Choosing("service", "Service", "", d.Options)
}

// Often is how often contact is expected.
func (d rhythmsData) Often() form.Field {
	return d.Form.Choosing("often", "How often is contact expected?", "", oftens)
}

// Days is for another number of days.
func (d rhythmsData) Days() form.Field {
	return d.Form.Field("days", "If another: every how many days?", "A number from 1 to 730.")
}

var oftens = []form.Option{{Value: "7", Label: "Every week"}, {Value: "14", Label: "Every two weeks"}, {Value: "28", Label: "Every four weeks"}, {Value: "91", Label: "Every three months"},
	{Value: "other", Label: "Another number of days"}, {Value: "0", Label: "No rhythm is expected", Hint: "Nothing is suggested for this service."},
	{Value: strconv.Itoa(asItsOwn), Label: "As its own entries tell"}}

var rhythmsPage = web.NewPage[rhythmsData](pages, "rhythms.html")

func showRhythms(r *web.Request, p access.Pass[SeeMissing]) (web.Answer, error) {
	return rhythmsAgain(r, p.Case, form.New())
}

func rhythmsPath(c access.Case) string { return missingPath(c) + "/rhythms" }

func rhythmsAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := rhythmsData{Form: f, Review: c.Review(), Path: rhythmsPath(c), Back: missingPath(c), Ways: WaysOf(r, c, "chronology/missing"), May: c.May(KeepGaps{}.Rule())}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		g, err := readRegister(r.Context(), tx, c)
		d.fill(g)
		return err
	})
	return rhythmsPage.With(d), err
}

func (d *rhythmsData) fill(g register) {
	d.Options = serviceOptions(g.services)
	for _, s := range g.services {
		row := rhythmRow{Service: s, Own: "No rhythm to be told"}
		if s.Days > 0 {
			row.Own = "About " + missed.Every(s.Days)
		}
		if x, said := g.rhythms[s.Key()]; said {
			row.Expected, row.By = expected(x.Days), x.By+", "+db.DateOf(x.At).Words()
			if s.Key() == d.Form.Value("service") && !d.Form.OK() {
				d.Theirs = s.Name() + ": " + row.Expected + " (" + row.By + ")"
			}
		}
		d.Rows = append(d.Rows, row)
	}
	d.Form.Set("last", strconv.Itoa(g.last))
}

func serviceOptions(all []missed.Service) []form.Option {
	var out []form.Option
	for _, s := range all {
		out = append(out, form.Option{Value: s.Key(), Label: s.Name()})
	}
	return out
}

func expected(days int) string {
	switch days {
	case asItsOwn:
		return "As its own entries tell"
	case 0:
		return "No rhythm is expected"
	}
	return "About " + missed.Every(days)
}

// saveRhythm keeps how often a person expects a service to have been in contact.
func saveRhythm(r *web.Request, p access.Pass[KeepGaps]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	err := p.Write(ctx, func(tx *db.Tx) error {
		g, err := readRegister(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		key := f.Choice("service", serviceOptions(g.services), "Choose the service.")
		often := f.Choice("often", oftens, "Choose how often.")
		days, _ := strconv.Atoi(often)
		if often == "other" {
			days = f.Number("days", 1, 730, "Give a number of days from 1 to 730.")
		}
		if was, said := g.rhythms[key]; said && was.Number > f.Number("last", 0, 1<<30, "") {
			f.Refuse("service", "Somebody else said something of this service meanwhile. It stands in the table. Save again if yours should stand.")
		}
		if !f.OK() {
			return errRefused
		}
		for _, s := range g.services {
			if s.Key() == key {
				return insertRhythm(ctx, tx, p.Case, g.agencyID(s.Agency), g.last+1, missed.Rhythm{Agency: s.Agency, Role: s.Role, Days: days})
			}
		}
		return db.ErrNotFound
	})
	if errors.Is(err, errRefused) {
		return rhythmsAgain(r, p.Case, f)
	}
	return web.Redirect(rhythmsPath(p.Case)).Say("Saved."), err
}
