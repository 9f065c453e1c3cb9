package learning

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// room is how many letters the long fields of a point hold.
const room = 6000

var kinds = []form.Option{{Value: kindLearning, Label: "Learning", Hint: "Something to do differently."},
	{Value: kindEffective, Label: "Effective practice", Hint: "Something that worked and should go on."}}

// boxes are the lists of sources on the page, by the names of their fields.
var boxes = []struct {
	Name, Legend string
	Kind         Kind
}{{"contributions", "What practitioners said", Contribution}, {"implications", "What strategic managers said", Implication},
	{"reports", "Agency reports", Report}, {"episodes", "Key practice episodes", Episode}, {"entries", "Chronology", Entry}}

// box is one list of sources as it stands on the page.
type box struct {
	Name, Legend string
	Options      []form.Option
	Ticked       int
}

type editData struct {
	Form   *form.Form
	Review string
	Point  Point // as it is saved; no id for a new one
	Kinds  []form.Option
	Themes []form.Option
	Boxes  []box
	Theirs bool // somebody else saved it meanwhile
}

var editPage = web.NewPage[editData](pages, "edit.html")

func (d *editData) fill(ctx context.Context, tx *db.Tx, c access.Case) (material, error) {
	m, err := gather(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	d.Kinds = kinds
	if d.Themes, err = themes(ctx, tx, c); err != nil {
		return nil, err
	}
	for _, b := range boxes {
		d.Boxes = append(d.Boxes, box{b.Name, b.Legend, m.options(b.Kind), len(d.Form.Choices(b.Name, m.options(b.Kind), ""))})
	}
	return m, nil
}

// themes are the codes for the committees of the review.
func themes(ctx context.Context, tx *db.Tx, c access.Case) ([]form.Option, error) {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var out []form.Option
	for _, t := range guidance.Themes().Themes {
		for _, k := range cs {
			if has(t.Tracks, k.Track) {
				out = append(out, form.Option{Value: t.ID, Label: t.Label})
				break
			}
		}
	}
	return out, nil
}

func has(tracks []guidance.Track, track guidance.Track) bool {
	for _, t := range tracks {
		if t == track {
			return true
		}
	}
	return false
}

// filled is a sheet with what the point holds.
func filled(p Point) *form.Form {
	v := url.Values{"version": {strconv.Itoa(p.Version)}, "title": {p.Title.Reveal()}, "what": {p.What.Reveal()},
		"how": {p.How.Reveal()}, "why": {p.Why.Reveal()}, "theme": {p.Theme.Reveal()}, "kind": {kindLearning}}
	if p.Practice {
		v.Set("kind", kindEffective)
	}
	for _, b := range boxes {
		for _, s := range p.Sources {
			if s.Kind == b.Kind {
				v.Add(b.Name, s.ID)
			}
		}
	}
	return form.Sent(v, nil)
}

// read takes in what was typed, as far as it stands without the database.
func read(f *form.Form) Point {
	return Point{Title: seal.T(f.Line("title", 200, "Give the learning point a short title.")), What: seal.T(f.Text("what", room, "")),
		How: seal.T(f.Text("how", room, "")), Why: seal.T(f.Text("why", room, "")),
		Practice: f.Choice("kind", kinds, "Choose whether this is learning or effective practice.") == kindEffective}
}

func askNew(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	return editAgain(r, p, form.New(), false)
}

func askPoint(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	return editAgain(r, p, nil, false)
}

// editAgain shows the sheet, filled from the point where there is none yet. A
// sheet that came too late is shown with what somebody else saved beside it.
func editAgain(r *web.Request, p access.Pass[Write], f *form.Form, late bool) (web.Answer, error) {
	d := editData{Form: f, Review: p.Review(), Theirs: late}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if id := r.Path("point"); id != "" {
			if d.Point, err = pointOf(r.Context(), tx, p.Case, id); err != nil {
				return err
			}
		}
		if d.Form == nil {
			d.Form = filled(d.Point)
		}
		if late {
			d.Form.Set("version", strconv.Itoa(d.Point.Version))
		}
		_, err = d.fill(r.Context(), tx, p.Case)
		return err
	})
	if err != nil {
		return web.Answer{}, err
	}
	return editPage.With(d), nil
}

func addPoint(r *web.Request, p access.Pass[Write]) (web.Answer, error) { return savePoint(r, p) }

func changePoint(r *web.Request, p access.Pass[Write]) (web.Answer, error) { return savePoint(r, p) }

func savePoint(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	typed := read(r.Form)
	if !r.Form.OK() {
		return editAgain(r, p, r.Form, false)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		d := editData{Form: r.Form}
		m, err := d.fill(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if id := r.Path("point"); id != "" {
			if _, err := pointOf(r.Context(), tx, p.Case, id); err != nil {
				return err
			}
			typed.ID, typed.Version = id, r.Form.Number("version", 1, 1_000_000, "")
		}
		typed.Theme = seal.T(r.Form.Choice("theme", d.Themes, ""))
		typed.Sources = nil
		for _, b := range boxes {
			typed.Sources = append(typed.Sources, m.chosen(b.Kind, r.Form.Choices(b.Name, m.options(b.Kind), ""))...)
		}
		if !r.Form.OK() {
			return errFault
		}
		_, err = keep(r.Context(), tx, p.Case, typed)
		return err
	})
	switch {
	case errors.Is(err, errFault):
		return editAgain(r, p, r.Form, false)
	case errors.Is(err, db.ErrStale):
		r.Form.Refuse("title", "Somebody else saved this point while you were writing. What they saved stands below. Put the two together and save again.")
		return editAgain(r, p, r.Form, true)
	case err != nil:
		return web.Answer{}, err
	}
	return web.Redirect("/reviews/" + p.Review() + "/learning").Say("Saved."), nil
}

var errFault = errors.New("the sheet has a fault")

func removePoint(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if _, err := pointOf(r.Context(), tx, p.Case, r.Path("point")); err != nil {
			return err
		}
		return remove(r.Context(), tx, p.Case, r.Path("point"))
	})
	return web.Redirect("/reviews/" + p.Review() + "/learning").Say("The learning point was removed. What it came from is open again."), err
}
