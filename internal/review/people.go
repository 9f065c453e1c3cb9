package review

import (
	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

var kinds = []form.Option{{Value: "Child", Label: "A child"}, {Value: "Adult", Label: "An adult at risk"},
	{Value: "Family", Label: "Family or carer"}, {Value: "Staff", Label: "Somebody who works for an agency"},
	{Value: "Place", Label: "A place or a school"}, {Value: "Other", Label: "Somebody else"}}

type peopleData struct {
	Form   *form.Form
	Review string
	Open   bool
	Known  []Known
	Kinds  []form.Option
}

var peoplePage = web.NewPage[peopleData](pages, "people.html")

func people(r *web.Request, p access.Pass[SeePeople]) (web.Answer, error) {
	d := peopleData{Form: form.New(), Review: p.Review(), Open: p.Stage() <= access.Publishing, Kinds: kinds}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Known, err = KnownPeople(r.Context(), tx, p.Case)
		return err
	})
	return peoplePage.With(d), err
}

func addPerson(r *web.Request, p access.Pass[KeepPeople]) (web.Answer, error) {
	f := r.Form
	kind := f.Choice("kind", kinds, "Choose who or what this is.")
	k := Known{Name: seal.T(f.Line("name", 200, "Give the name that must not appear in the report.")),
		Aliases: seal.T(f.Text("aliases", 1000, "")), Relation: seal.T(f.Line("relation", 200, ""))}
	if !f.OK() {
		d := peopleData{Form: f, Review: p.Review(), Open: true, Kinds: kinds}
		err := p.Read(r.Context(), func(tx *db.Tx) error {
			var err error
			d.Known, err = KnownPeople(r.Context(), tx, p.Case)
			return err
		})
		return peoplePage.With(d), err
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		added, err := AddKnown(r.Context(), tx, p.Case, kind, k)
		p.Touch(added.ID)
		return err
	})
	return web.Redirect(Path(p.Case, "people")).Say("Added. Texts use the code instead of the name."), err
}
