package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// evidence is what a finding rests on: a part of a report as an agency released
// it, or an entry of the chronology. Label names it without what it says.
type evidence struct {
	Kind    string `json:"kind"` // "report" or "entry"
	Agency  string `json:"agency"`
	Version int    `json:"version"`
	Ref     string `json:"ref"` // of the part, or the entry
	Label   string `json:"label"`
}

// Value is how a form names the evidence.
func (e evidence) Value() string {
	return strings.Join([]string{e.Kind, e.Agency, strconv.Itoa(e.Version), e.Ref}, "|")
}

// Page is where the evidence is read, after /reviews/{review}/.
func (e evidence) Page() string {
	if e.Kind == "entry" {
		return "chronology"
	}
	return "reports/" + e.Agency + "?version=" + strconv.Itoa(e.Version)
}

func sealEvidence(all []evidence) (seal.Text, error) {
	b, err := json.Marshal(all)
	if err != nil {
		return seal.Text{}, fmt.Errorf("keep what a finding rests on: %w", err)
	}
	return seal.T(string(b)), nil
}

func openEvidence(t seal.Text) ([]evidence, error) {
	if t.Empty() {
		return nil, nil
	}
	var all []evidence
	if err := json.Unmarshal([]byte(t.Reveal()), &all); err != nil {
		return nil, fmt.Errorf("what a finding rests on cannot be read")
	}
	return all, nil
}

// offer is the evidence of one agency that may be chosen.
type offer struct {
	Agency, Name    string
	Reports, Events []form.Option
}

type evidenceData struct {
	Form    *form.Form
	Review  string
	Sheet   sheet
	Limb    guidance.Limb
	Finding finding
	Offers  []offer
	Earlier []form.Option // chosen before, from a version that is not the newest
	Saw     int
	all     map[string]evidence // by value
}

var evidencePage = web.NewPage[evidenceData](pages, "evidence.html")

func askEvidence(r *web.Request, p access.Pass[Rest]) (web.Answer, error) {
	d := evidenceData{}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("committee"), r.Path("limb")) })
	if err != nil {
		return led(p.Case, web.Answer{}, err)
	}
	chosen := map[string]bool{}
	for _, e := range d.Finding.Evidence {
		chosen[e.Value()] = true
	}
	typed := map[string][]string{}
	for _, l := range d.Lists() {
		for _, o := range l.Options {
			if chosen[o.Value] {
				typed[l.Name] = append(typed[l.Name], o.Value)
			}
		}
	}
	d.Form, d.Saw = form.Sent(typed, nil), d.Sheet.Version
	return evidencePage.With(d), nil
}

// fill offers what agencies released: the newest version of each report, part by
// part, and the entries of the chronology.
func (d *evidenceData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee, limb string) error {
	d.Review, d.all = c.Review(), map[string]evidence{}
	if err := openGroup(ctx, tx, c); err != nil {
		return err
	}
	k, err := committeeOf(ctx, tx, c, committee)
	if err != nil {
		return err
	}
	if d.Sheet, err = readSheet(ctx, tx, c, k); err != nil {
		return err
	}
	var known bool
	if d.Limb, known = k.Version().Limb(limb); !known || d.Limb.Op != guidance.Asked {
		return db.ErrNotFound
	}
	if d.Finding = d.Sheet.Findings[limb]; d.Finding.Answer == "" {
		return db.ErrNotFound
	}
	reports, err := agencyreport.Released(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, r := range reports {
		d.Offers = append(d.Offers, d.ofReport(r))
	}
	entries, err := chronology.Entries(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, e := range entries {
		d.addEntry(e)
	}
	for _, e := range d.Finding.Evidence {
		if _, there := d.all[e.Value()]; !there {
			d.all[e.Value()] = e
			d.Earlier = append(d.Earlier, form.Option{Value: e.Value(), Label: e.Label})
		}
	}
	return nil
}

func (d *evidenceData) ofReport(r agencyreport.Report) offer {
	o := offer{Agency: r.Agency, Name: r.AgencyName}
	for _, a := range r.Said() {
		e := evidence{"report", r.Agency, r.Version, a.ID, fmt.Sprintf("%s, version %d: %s", r.AgencyName, r.Version, a.Label)}
		d.all[e.Value()] = e
		o.Reports = append(o.Reports, form.Option{Value: e.Value(), Label: a.Label, Hint: begins(a.Text)})
	}
	return o
}

func (d *evidenceData) addEntry(one chronology.Entry) {
	e := evidence{"entry", one.Agency, one.Version, one.ID, one.AgencyName + ", entry of " + one.When.Reveal()}
	d.all[e.Value()] = e
	for i := range d.Offers {
		if d.Offers[i].Agency == one.Agency {
			d.Offers[i].Events = append(d.Offers[i].Events, form.Option{Value: e.Value(), Label: one.When.Reveal(), Hint: begins(one.Event)})
		}
	}
}

// begins is how a text begins, for a list to choose from.
func begins(t seal.Text) string {
	words := []rune(strings.Join(strings.Fields(t.Reveal()), " "))
	if len(words) <= 140 {
		return string(words)
	}
	return string(words[:140]) + "…"
}

// keepEvidence keeps what a finding rests on, in the next version of the sheet.
func keepEvidence(r *web.Request, p access.Pass[Rest]) (web.Answer, error) {
	ctx := r.Context()
	saw := r.Form.Number("version", 0, 1e6, "")
	err := p.Write(ctx, func(tx *db.Tx) error {
		d := evidenceData{}
		if err := d.fill(ctx, tx, p.Case, r.Path("committee"), r.Path("limb")); err != nil {
			return err
		}
		found := d.Finding
		found.Evidence = nil
		for _, l := range d.Lists() {
			for _, value := range r.Form.Choices(l.Name, l.Options, "") {
				found.Evidence = append(found.Evidence, d.all[value])
			}
		}
		next := map[string]finding{}
		for id, f := range d.Sheet.Findings {
			next[id] = f
		}
		next[d.Limb.ID] = found
		return insertFindings(ctx, tx, p.Case, d.Sheet.Committee.ID, saw, next)
	})
	return led(p.Case, web.Redirect(review.Path(p.Case, "findings")).Say("What the finding rests on is kept."), err)
}

// list is one group of boxes on the page.
type list struct {
	Name, Asks, Hint string
	Options          []form.Option
}

// Lists are all that may be chosen, in the order of the page.
func (d evidenceData) Lists() []list {
	var all []list
	for _, o := range d.Offers {
		all = append(all, list{"report-" + o.Agency, "Report of " + o.Name, "", o.Reports})
		if len(o.Events) > 0 {
			all = append(all, list{"events-" + o.Agency, "Chronology of " + o.Name, "", o.Events})
		}
	}
	if len(d.Earlier) > 0 {
		all = append(all, list{"earlier", "Chosen before, from an earlier version", "It stays as it was released then.", d.Earlier})
	}
	return all
}
