package chronology

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/seal"
	"lr/internal/web"
)

// addGap takes in a gap that a person typed.
func addGap(r *web.Request, p access.Pass[KeepGaps]) (web.Answer, error) {
	f := r.Form
	g := Gap{Kind: f.Choice("kind", gapKinds, "Choose what it is."), What: seal.T(f.Text("what", longGap, "Say what is missing."))}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		agencies, err := agencyOptions(r.Context(), tx)
		if err != nil {
			return err
		}
		g.Agency = readAsked(f, agencies)
		if !f.OK() {
			return errRefused
		}
		return insertGap(r.Context(), tx, p.Case, g)
	})
	if errors.Is(err, errRefused) {
		return missingAgain(r, p.Case, f, showRegister)
	}
	return web.Redirect(missingPath(p.Case) + "?show=" + showRegister).Say("It stands in the register of gaps."), err
}

// readAsked reads who is asked; "" is nobody.
func readAsked(f *form.Form, agencies []form.Option) string {
	asked := f.Choice("asked", append([]form.Option{{Value: "none"}}, agencies...), "")
	if asked == "none" {
		return ""
	}
	return asked
}

type gapData struct {
	Form     *form.Form
	Review   string
	Path     string
	Back     string
	Ways     []look.Link
	May      bool
	Gap      Gap
	Theirs   bool
	Proofs   []Entry // that a suggestion rests on
	Filler   *Entry  // that fills it
	Offers   []form.Option
	Agencies []form.Option
	Changed  bool // the evidence, since it was taken in
}

// What, Asked, States, How and Fills are the fields of the page.
func (d gapData) What() form.Field  { return whatField(d.Form) }
func (d gapData) Asked() form.Field { return askedField(d.Form, d.Agencies) }
func (d gapData) States() form.Field {
	return d.Form.Choosing("state", "Where it stands", "", gapStates)
}

// How is how it is explained, or what the report says of it.
func (d gapData) How() form.Field {
	x := d.Form.Field("how", "How is it explained, or in which words does the report state it?", "Needed where it is explained or stated in the report.")
	x.Rows, x.Max = 4, longGap
	return x
}

// Find is for looking up the entry that fills it.
func (d gapData) Find() form.Field {
	return d.Form.Field("find", "Look for the entry that fills it", "A word or two from it, or its date. Then save, and choose it.")
}

// Fills are the entries that may fill it.
func (d gapData) Fills() form.Field {
	return d.Form.Choosing("entry", "Which entry fills it?", "", d.Offers)
}

var gapPage = web.NewPage[gapData](pages, "gap.html", "account.html", "fields.html")

func askGap(r *web.Request, p access.Pass[SeeMissing]) (web.Answer, error) {
	return gapAgain(r, p.Case, nil, false)
}

// gapAgain shows a gap: as it is where f is nil, else as it was typed; theirs
// says that somebody else saved it meanwhile.
func gapAgain(r *web.Request, c access.Case, f *form.Form, theirs bool) (web.Answer, error) {
	d := gapData{Form: f, Review: c.Review(), Path: missingPath(c) + "/gaps/" + r.Path("gap"), Back: missingPath(c) + "?show=" + showRegister,
		Ways: WaysOf(r, c, "chronology/missing"), May: c.May(KeepGaps{}.Rule()), Theirs: theirs}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Gap, err = findGap(r.Context(), tx, c, r.Path("gap")); err != nil {
			return err
		}
		if d.Agencies, err = agencyOptions(r.Context(), tx); err != nil {
			return err
		}
		g, err := readRegister(r.Context(), tx, c)
		d.fill(g)
		return err
	})
	return gapPage.With(d), err
}

func (d *gapData) fill(g register) {
	if d.Form == nil {
		d.Form = form.New()
		d.Form.Set("what", d.Gap.What.Reveal())
		d.Form.Set("asked", d.Gap.Agency)
		d.Form.Set("state", string(d.Gap.State))
		d.Form.Set("how", d.Gap.How.Reveal())
		d.Form.Set("entry", d.Gap.Entry)
	}
	d.Form.Set("version", strconv.Itoa(d.Gap.Version))
	for i, e := range g.entries {
		if e.ID == d.Gap.Entry {
			d.Filler = &g.entries[i]
		}
		if d.Gap.Suggestion != nil && slices.Contains(d.Gap.Suggestion.Evidence, e.ID) && len(d.Proofs) < mostProofs {
			d.Proofs = append(d.Proofs, e)
		}
	}
	d.Changed = d.Gap.Suggestion != nil && len(d.Proofs) < min(len(d.Gap.Suggestion.Evidence), mostProofs)
	d.Offers = d.Gap.offers(g.entries, d.Form.Value("find"))
}

// mostFillers is how many entries are offered to fill a gap.
const mostFillers = 20

// offers are entries that may fill the gap: those with the words looked for, or
// of its time; and the one that was chosen.
func (g Gap) offers(es []Entry, find string) []form.Option {
	find = strings.ToLower(strings.Join(strings.Fields(find), " "))
	var out []form.Option
	for _, e := range es {
		of := e.ID == g.Entry
		switch {
		case find != "":
			of = of || strings.Contains(strings.ToLower(strings.Join([]string{e.When.Reveal(), e.AgencyName, e.Event.Reveal(), e.Action.Reveal(), e.Role.Reveal()}, " ")), find)
		case g.Suggestion != nil && !g.Suggestion.From.IsZero():
			of = of || (g.Agency == "" || e.Agency == g.Agency) && !e.From.IsZero() && !e.From.Before(g.Suggestion.From) && !e.From.After(g.Suggestion.To)
		}
		if of && (len(out) < mostFillers || e.ID == g.Entry) {
			out = append(out, form.Option{Value: e.ID, Label: e.AgencyName + ", " + e.When.Reveal(), Hint: begun(e.Event)})
		}
	}
	return out
}

// begun is how a text begins, for a list to choose from.
func begun(t seal.Text) string {
	words := []rune(strings.Join(strings.Fields(t.Reveal()), " "))
	if len(words) <= 140 {
		return string(words)
	}
	return string(words[:140]) + "…"
}

// saveGap keeps where a gap stands.
func saveGap(r *web.Request, p access.Pass[KeepGaps]) (web.Answer, error) {
	ctx, f, theirs := r.Context(), r.Form, false
	err := p.Write(ctx, func(tx *db.Tx) error {
		before, err := findGap(ctx, tx, p.Case, r.Path("gap"))
		if err != nil {
			return err
		}
		es, err := Entries(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		agencies, err := agencyOptions(ctx, tx)
		if err != nil {
			return err
		}
		after := before.typed(f, es, agencies)
		if theirs = f.Number("version", 0, 1<<30, "") != before.Version; theirs {
			f.Refuse("", "Somebody else changed this gap while you were writing. Nothing is lost: theirs stands above, and what you typed below. Put together what should stay, and save again.")
		}
		if !f.OK() {
			return errRefused
		}
		return changeGap(ctx, tx, p.Case, before, after)
	})
	if errors.Is(err, errRefused) {
		return gapAgain(r, p.Case, f, theirs)
	}
	return web.Redirect(missingPath(p.Case) + "?show=" + showRegister).Say("Saved in the register of gaps."), err
}

// typed is the gap as it is typed now.
func (g Gap) typed(f *form.Form, es []Entry, agencies []form.Option) Gap {
	g.What, g.How = seal.T(f.Text("what", longGap, "Say what is missing.")), seal.T(f.Text("how", longGap, ""))
	g.Agency = readAsked(f, agencies)
	g.State = GapState(f.Choice("state", gapStates, "Choose where it stands."))
	switch entry := f.Value("entry"); {
	case g.State == GapFilled && !slices.ContainsFunc(es, func(e Entry) bool { return e.ID == entry }):
		name := "find"
		if len(g.offers(es, f.Value("find"))) > 0 {
			name = "entry"
		}
		f.Refuse(name, "Choose the entry that fills it. If it is not listed, look for it by a word or its date, and save.")
	case g.State == GapFilled:
		g.Entry = entry
	default:
		g.Entry = ""
	}
	switch {
	case g.State == GapExplained && g.How.Empty():
		f.Refuse("how", "Say how it is explained.")
	case g.State == GapStated && g.How.Empty():
		f.Refuse("how", "Give the words for the report.")
	}
	return g
}
