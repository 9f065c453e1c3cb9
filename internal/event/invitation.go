package event

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/seal"
	"lr/internal/support"
	"lr/internal/web"
)

// Invitation is a practitioner's. Answer is "coming", "cannot" or "" for none
// yet. Who wishes to talk first is not in it: see wishes.
type Invitation struct {
	ID, Account, Agency string
	Name                seal.Text
	Why, Answer, Needs  seal.Text
	Before, After       bool // the supporter was in touch
}

// invitations lists who is invited, in the order in which they were.
func invitations(ctx context.Context, tx *db.Tx, c access.Case) ([]Invitation, error) {
	is, err := db.All(ctx, tx, func(r db.Row) (Invitation, error) {
		var i Invitation
		at := c.At(seal.Participants, "event_invitation", &i.ID)
		return i, r.Scan(&i.ID, &i.Account, &i.Agency, at.Open("why", &i.Why), at.Open("answer", &i.Answer), at.Open("needs", &i.Needs),
			&i.Before, &i.After)
	}, `
		SELECT id, account_id, agency_id, why, answer, needs, before_done, after_done
		FROM event_invitation WHERE review_id = $1 ORDER BY id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the invitations: %w", err)
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range is {
		for _, p := range people {
			if p.ID == is[i].Account {
				is[i].Name = p.Name
			}
		}
	}
	return is, nil
}

func invitationOf(ctx context.Context, tx *db.Tx, c access.Case) (Invitation, error) {
	is, err := invitations(ctx, tx, c)
	if err != nil {
		return Invitation{}, err
	}
	for _, i := range is {
		if i.Account == c.Person() {
			return i, nil
		}
	}
	return Invitation{}, db.ErrNotFound
}

// factsFor gathers what the leaflet of one invitation says.
func factsFor(ctx context.Context, tx *db.Tx, c access.Case, i Invitation) (support.Facts, error) {
	f := support.Facts{Why: i.Why}
	committees, err := review.Committees(ctx, tx, c)
	if err != nil {
		return f, err
	}
	for _, k := range committees {
		f.Committees = append(f.Committees, k.Name)
	}
	agencies, err := agencyNames(ctx, tx)
	if err != nil {
		return f, err
	}
	if err := fillPeople(ctx, tx, c, &f, agencies); err != nil {
		return f, err
	}
	day, err := dayOrNone(ctx, tx, c)
	if err != nil {
		return f, err
	}
	f.On, f.Starts, f.Ends, f.Place, f.Breaks, f.Access = day.On, day.Starts, day.Ends, day.Place, day.Breaks, day.Access
	if f.Agencies, err = coming(ctx, tx, c, agencies, i.Agency); err != nil {
		return f, err
	}
	f.Supporter, err = support.SupporterFor(ctx, tx, c, i.Agency)
	if errors.Is(err, db.ErrNotFound) {
		return f, nil
	}
	return f, err
}

func fillPeople(ctx context.Context, tx *db.Tx, c access.Case, f *support.Facts, agencies map[string]string) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	team, err := reviewteam.Team(ctx, tx, c)
	if err != nil {
		return err
	}
	asked := map[string]bool{} // into the team, and not in it yet
	for _, m := range team {
		asked[m.Account] = !m.Counts()
	}
	for _, p := range people {
		if p.Walled || asked[p.ID] {
			continue
		}
		switch p.Role {
		case access.Reviewer:
			f.Reviewers = append(f.Reviewers, p.Name)
		case access.ReviewChair:
			f.Chair = p.Name
		case access.LeadOfficer:
			f.LeadOfficer = append(f.LeadOfficer, p.Name)
		case access.TeamMember:
			f.Team = append(f.Team, support.TeamMate{Name: p.Name, Agency: agencies[p.Agency]})
		}
	}
	return nil
}

// coming are the names of the agencies whose practitioners are invited.
func coming(ctx context.Context, tx *db.Tx, c access.Case, agencies map[string]string, own string) ([]string, error) {
	ids, err := db.All(ctx, tx, db.Column[string], `SELECT DISTINCT agency_id FROM event_invitation WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("whose practitioners are invited: %w", err)
	}
	var all []string
	seen := map[string]bool{}
	for _, id := range append(ids, own) {
		if name := agencies[id]; name != "" && !seen[id] {
			all = append(all, name)
			seen[id] = true
		}
	}
	sort.Strings(all)
	return all, nil
}

func agencyNames(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	all, err := review.Agencies(ctx, tx)
	names := map[string]string{}
	for _, a := range all {
		names[a.ID] = a.Name
	}
	return names, err
}

type invitationsData struct {
	Form       *form.Form
	Review     string
	Invited    []Invitation
	Agencies   map[string]string
	Candidates []form.Option
	Blanks     support.Blanks // for the person chosen
	Open       bool
	Limits     review.Limits
}

var invitationsPage = web.NewPage[invitationsData](pages, "invitations.html")

func (d *invitationsData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review, d.Open = c.Review(), c.Stage() == access.Learning
	var err error
	if d.Invited, err = invitations(ctx, tx, c); err != nil {
		return err
	}
	if d.Agencies, err = agencyNames(ctx, tx); err != nil {
		return err
	}
	if d.Limits, err = review.HoldsOn(ctx, tx, c, against...); err != nil {
		return err
	}
	staff, err := c.Staff(ctx, tx, access.Practitioner)
	if err != nil {
		return err
	}
	asked, err := reviewteam.ShutOut(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, i := range d.Invited {
		asked[i.Account] = true
	}
	for _, p := range staff {
		if p.Agency != "" && !asked[p.ID] {
			d.Candidates = append(d.Candidates, form.Option{Value: p.ID + "/" + p.Agency, Label: p.Name.Reveal(), Hint: d.Agencies[p.Agency]})
		}
	}
	return nil
}

func showInvitations(r *web.Request, p access.Pass[SeeInvitations]) (web.Answer, error) {
	d := invitationsData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return invitationsPage.With(d), err
}

// invite asks a practitioner to the event. It is refused while their agency has
// no supporter, and while the leaflet has a blank. [SEED support]
func invite(r *web.Request, p access.Pass[Invite]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := invitationsData{Form: f}
	why := f.Line("why", 300, "Say in one sentence why this person is asked. They will read it.")
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		chosen := f.Choice("person", d.Candidates, "Choose whom you invite.")
		if err := review.Heed(ctx, tx, p.Case, f, review.Deed{Name: "Invited a practitioner", Topics: against}); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		account, agency, _ := strings.Cut(chosen, "/")
		i := Invitation{ID: db.NewID(), Account: account, Agency: agency, Why: seal.T(why)}
		if err := d.gate(ctx, tx, p.Case, i); err != nil {
			return err
		}
		return send(ctx, tx, p.Case, i)
	})
	if errors.Is(err, errFault) {
		return invitationsPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "event/invitations")).Say("Invited. The supporter was told as well."), err
}

// gate refuses an invitation that would leave somebody without support or
// without an answer to a question they will have.
func (d *invitationsData) gate(ctx context.Context, tx *db.Tx, c access.Case, i Invitation) error {
	facts, err := factsFor(ctx, tx, c, i)
	if err != nil {
		return err
	}
	if facts.Supporter.Account == "" {
		d.Form.Refuse("person", d.Agencies[i.Agency]+" has no supporter yet. Name one on the page Supporters, then invite.")
		return errFault
	}
	if facts.Supporter.Account == i.Account {
		d.Form.Refuse("person", "This person is the supporter of "+d.Agencies[i.Agency]+". Somebody else must support them first.")
		return errFault
	}
	if _, err = support.Leaflet(facts); errors.As(err, &d.Blanks) {
		d.Form.Refuse("person", "The leaflet for this person still has blanks. They are listed below.")
		return errFault
	}
	return err
}

func send(ctx context.Context, tx *db.Tx, c access.Case, i Invitation) error {
	at := c.At(seal.Participants, "event_invitation", &i.ID)
	c.Touch(i.ID)
	if _, err := tx.Exec(ctx, `
		INSERT INTO event_invitation (id, review_id, account_id, agency_id, why, answer, needs, talk, before_done, after_done)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
		i.ID, c.Review(), i.Account, i.Agency, at.Seal("why", i.Why), at.Seal("answer", i.Answer), at.Seal("needs", i.Needs),
		c.At(seal.Support, "event_invitation", &i.ID).Seal("talk", seal.T("0")), false); err != nil {
		return fmt.Errorf("invite: %w", err)
	}
	if err := c.Admit(ctx, tx, i.Account, access.Practitioner, i.Agency, noEnd); err != nil {
		return err
	}
	path := review.Path(c, "my-part")
	if err := review.Ask(ctx, tx, c, review.Task{Key: "invited:" + i.ID, Account: i.Account, Path: path,
		What: "Your part in the practitioners' event: why you were asked, when it is, and who supports you"}); err != nil {
		return err
	}
	if err := mail.Send(ctx, tx, c, mail.ToAccount(i.Account), mail.PractitionersInvited, mail.Message{Path: path}); err != nil {
		return err
	}
	return askSupporter(ctx, tx, c, i, "before")
}
