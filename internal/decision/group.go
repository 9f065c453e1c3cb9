package decision

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// member is somebody of the working group. Answer is theirs to the invitation,
// Talking that the lead officer is to decide whether they may take part. Given
// is not shown to anybody before the views are open.
type member struct {
	access.Person
	Agency                   string
	Invited                  bool
	Answer                   string
	Declared, Talking, Given bool
}

// Stands is how it stands with a member, in words, as the lead officer sees it.
func (m member) Stands() look.Tag {
	switch {
	case m.Walled:
		return look.Tag{Colour: "red", Text: "Stepped aside"}
	case m.Talking:
		return look.Tag{Colour: "yellow", Text: "You decide whether they may take part"}
	case m.Declared:
		return look.Tag{Colour: "green", Text: "Takes part"}
	case m.Answer == "talk":
		return look.Tag{Colour: "yellow", Text: "Wants to talk to you first"}
	case m.Invited && m.Answer == "":
		return look.Tag{Colour: "grey", Text: "No answer yet"}
	}
	return look.Tag{Colour: "grey", Text: "Not declared yet"}
}

// declined is somebody who said that they cannot take part.
type declined struct{ Name, Words seal.Text }

type groupData struct {
	Form     *form.Form
	Review   string
	Open     bool // people may be asked
	Round    round
	Group    []member
	Declined []declined
	Meeting  *meeting
	Staff    []form.Option // who could be asked
	all      []form.Option // and who was asked already, for a form that is sent again
}

// Missing says that something is missing from somebody of the group.
func (d groupData) Missing() bool { return d.Open && len(d.Group) > 0 && !d.Round.Open }

var groupPage = web.NewPage[groupData](pages, "group.html")

func showGroup(r *web.Request, p access.Pass[SeeGroup]) (web.Answer, error) {
	d := groupData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		t, err := termsOf(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		d.Form.Set("period", t.Period.Reveal())
		d.Form.Set("area", t.Area.Reveal())
		return d.fill(r.Context(), tx, p.Case)
	})
	return groupPage.With(d), err
}

func (d *groupData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review, d.Open = c.Review(), c.Stage() == access.Recommending
	agencies, err := agencyNames(ctx, tx)
	if err != nil {
		return err
	}
	if d.Round, err = roundOf(ctx, tx, c); err != nil {
		return err
	}
	if d.Group, err = groupOf(ctx, tx, c, agencies); err != nil {
		return err
	}
	if d.Meeting, err = nextMeeting(ctx, tx, c); err != nil {
		return err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	in := map[string]bool{}
	for _, p := range people {
		in[p.ID] = in[p.ID] || p.Walled || p.Role == access.WorkingGroup
	}
	staff, err := c.Staff(ctx, tx, access.WorkingGroup)
	if err != nil {
		return err
	}
	asked, err := invitations(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, s := range staff {
		o := form.Option{Value: s.ID, Label: s.Name.Reveal(), Hint: agencies[s.Agency]}
		d.all = append(d.all, o)
		if in[s.ID] {
			continue
		}
		in[s.ID] = true
		d.Staff = append(d.Staff, o)
		if i := asked[s.ID]; i.Answer == "no" {
			d.Declined = append(d.Declined, declined{s.Name, i.Words})
		}
	}
	return nil
}

// groupOf lists the members of the group, those who stepped aside as well.
func groupOf(ctx context.Context, tx *db.Tx, c access.Case, agencies map[string]string) ([]member, error) {
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	asked, err := invitations(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var group []member
	for _, p := range people {
		if p.Role != access.WorkingGroup {
			continue
		}
		m := member{Person: p, Agency: agencies[p.Agency]}
		var i invitation
		i, m.Invited = asked[p.ID]
		m.Answer = i.Answer
		if m.Declared, err = declared(ctx, tx, c, p.ID); err != nil {
			return nil, err
		}
		t, talks, err := talkOf(ctx, tx, c, p.ID)
		if err != nil {
			return nil, err
		}
		m.Talking = talks && !t.Decided
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

// convene invites people into the working group, without a word of the case.
// [SEED recommend, CP21 p4]
func convene(r *web.Request, p access.Pass[Convene]) (web.Answer, error) {
	ctx := r.Context()
	d := groupData{Form: r.Form}
	if err := p.Read(ctx, func(tx *db.Tx) error { return d.fill(ctx, tx, p.Case) }); err != nil {
		return web.Answer{}, err
	}
	chosen := r.Form.Choices("person", d.all, "Choose who is asked into the working group.")
	t := terms{Period: seal.T(r.Form.Line("period", 100, "")), Area: seal.T(r.Form.Line("area", 200, ""))}
	if !r.Form.OK() {
		return groupPage.With(d), nil
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := keepTerms(ctx, tx, p.Case, t); err != nil {
			return err
		}
		now := groupData{}
		if err := now.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		for _, id := range chosen {
			if !now.offers(id) {
				continue // they were asked meanwhile
			}
			if err := insertInvitation(ctx, tx, p.Case, id); err != nil {
				return err
			}
		}
		return admit(ctx, tx, p.Case, access.WorkingGroup, chosen)
	})
	return web.Redirect(review.Path(p.Case, "group")).Say("They are invited. They are told nothing of the case before they have declared."), err
}

func (d groupData) offers(account string) bool {
	for _, s := range d.Staff {
		if s.Value == account {
			return true
		}
	}
	return false
}
