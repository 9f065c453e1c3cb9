package decision

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

// member is somebody of the working group as the lead officer sees them.
type member struct {
	access.Person
	Agency          string
	Declared, Given bool
}

type groupData struct {
	Form   *form.Form
	Review string
	Open   bool
	Group  []member
	Staff  []form.Option // who could be asked
	all    []form.Option // and who was asked already, for a form that is sent again
}

var groupPage = web.NewPage[groupData](pages, "group.html")

func showGroup(r *web.Request, p access.Pass[SeeGroup]) (web.Answer, error) {
	d := groupData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return groupPage.With(d), err
}

func (d *groupData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review, d.Open = c.Review(), c.Stage() == access.Recommending
	agencies, err := agencyNames(ctx, tx)
	if err != nil {
		return err
	}
	if d.Group, err = groupOf(ctx, tx, c, agencies); err != nil {
		return err
	}
	in := map[string]bool{}
	for _, m := range d.Group {
		in[m.ID] = true
	}
	staff, err := c.Staff(ctx, tx, access.WorkingGroup)
	if err != nil {
		return err
	}
	for _, s := range staff {
		o := form.Option{Value: s.ID, Label: s.Name.Reveal(), Hint: agencies[s.Agency]}
		d.all = append(d.all, o)
		if !in[s.ID] {
			in[s.ID] = true
			d.Staff = append(d.Staff, o)
		}
	}
	return nil
}

func groupOf(ctx context.Context, tx *db.Tx, c access.Case, agencies map[string]string) ([]member, error) {
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	var group []member
	for _, p := range people {
		if p.Role != access.WorkingGroup {
			continue
		}
		m := member{Person: p, Agency: agencies[p.Agency]}
		if m.Declared, err = declared(ctx, tx, c, p.ID); err != nil {
			return nil, err
		}
		if m.Given, err = hasView(ctx, tx, c, p.ID); err != nil {
			return nil, err
		}
		group = append(group, m)
	}
	return group, nil
}

func agencyNames(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	agencies, err := review.Agencies(ctx, tx)
	if err != nil {
		return nil, err
	}
	by := map[string]string{}
	for _, a := range agencies {
		by[a.ID] = a.Name
	}
	return by, nil
}

// convene asks people into the working group. Each is asked to declare before
// they read anything. [SEED recommend, CP21 p4]
func convene(r *web.Request, p access.Pass[Convene]) (web.Answer, error) {
	d := groupData{Form: r.Form}
	if err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) }); err != nil {
		return web.Answer{}, err
	}
	chosen := r.Form.Choices("person", d.all, "Choose who is asked into the working group.")
	if !r.Form.OK() {
		return groupPage.With(d), nil
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		return admit(r.Context(), tx, p.Case, access.WorkingGroup, chosen)
	})
	return web.Redirect(review.Path(p.Case, "group")).Say("They are asked. Each first says whether they were involved."), err
}
