package account

import (
	"context"
	"fmt"

	"slices"
	"sort"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/seal"
	"lr/internal/web"
)

// ofAgency are the roles that people have for an agency; the others are held in
// a committee. The working group is of both. [SEED, CP21 p11]
const ofAgency = access.WorkingGroup | access.TeamMember | access.AgencyAuthor | access.AgencyApprover | access.Practitioner |
	access.Supporter | access.Manager | access.ActionOwner

type inviteData struct {
	sheet
	Committees, Agencies, Roles []form.Option
	leads                       map[string]bool // committees of which the person is lead officer
}

type invitedData struct {
	Name, Email seal.Text
	Link, Code  string
	Until       db.Date
}

var (
	invitePage  = web.NewPage[inviteData](pages, "invite.html")
	invitedPage = web.NewPage[invitedData](pages, "invited.html")
)

// fill reads to what the person may invite: the committees whose lead officer or
// administrator they are, and every agency.
func (d *inviteData) fill(ctx context.Context, tx *db.Tx, person string) error {
	option := func(r db.Row) (form.Option, error) {
		var o form.Option
		return o, r.Scan(&o.Value, &o.Label)
	}
	own, err := db.All(ctx, tx, func(r db.Row) (form.Option, error) {
		var role access.Role
		var o form.Option
		err := r.Scan(&o.Value, &o.Label, &role)
		if role&access.LeadOfficer != 0 {
			d.leads[o.Value] = true
		}
		return o, err
	}, `
		SELECT c.id, c.name, o.role FROM office o JOIN committee c ON c.id = o.committee_id
		WHERE o.account_id = $1 AND o.role IN ($2, $3) ORDER BY c.id, o.role`, person, access.LeadOfficer, access.Administrator)
	if err != nil {
		return fmt.Errorf("list the person's committees: %w", err)
	}
	d.Committees = slices.Compact(own)
	if d.Agencies, err = db.All(ctx, tx, option, `SELECT id, name FROM agency WHERE retired_at IS NULL ORDER BY id`); err != nil {
		return fmt.Errorf("list the agencies: %w", err)
	}
	sort.Slice(d.Agencies, func(i, j int) bool { return d.Agencies[i].Label < d.Agencies[j].Label })
	for _, role := range access.AllRoles() {
		if role != access.LeadOfficer || len(d.leads) > 0 {
			name := role.String()
			d.Roles = append(d.Roles, form.Option{Value: strconv.Itoa(int(role)), Label: strings.ToUpper(name[:1]) + name[1:]})
		}
	}
	return nil
}

func (d *inviteData) read(r *web.Request, p access.Own[SendInvitation]) error {
	d.leads = map[string]bool{}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Person()) })
	if err == nil && len(d.Committees) == 0 {
		return access.ErrStranger
	}
	return err
}

func askInvite(r *web.Request, p access.Own[SendInvitation]) (web.Answer, error) {
	d := inviteData{sheet: sheet{form.New()}}
	err := d.read(r, p)
	if len(d.Committees) == 1 {
		d.Form.Set("committee", d.Committees[0].Value)
	}
	d.Form.Set("agency", r.Query("agency"))
	d.Form.Set("role", r.Query("role"))
	return invitePage.With(d), err
}

// takeInvite shows the link and the code, once. The link may also be mailed:
// the message is queued in this transaction, where Invite has given the token.
func takeInvite(r *web.Request, p access.Own[SendInvitation]) (web.Answer, error) {
	d := inviteData{sheet: sheet{r.Form}}
	if err := d.read(r, p); err != nil {
		return web.Answer{}, err
	}
	g, office, agency := d.typed()
	if !d.Form.OK() {
		return invitePage.With(d), nil
	}
	var token, code string
	var until db.Date
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var err error
		if agency != "" {
			if office.Agency, err = addAgency(r.Context(), tx, agency); err != nil {
				return err
			}
		}
		if token, code, err = Invite(r.Context(), tx, p.Outside, g, office); err != nil {
			return err
		}
		until = db.DateOf(tx.Now().Add(lasts))
		return mail.SendOutside(r.Context(), tx, p.Outside, mail.ToAddress(g.Email), mail.AccountInvited,
			mail.Message{Path: Link(""), Secret: seal.T(token), Due: until})
	})
	if err != nil {
		return web.Answer{}, err
	}
	return invitedPage.With(invitedData{g.Name, g.Email, r.Link(Link(token)), code, until}), nil
}

// typed reads the form. newAgency is the name of an agency that is not listed yet.
func (d inviteData) typed() (g Guest, office access.Office, newAgency string) {
	f := d.Form
	g.Name = seal.T(f.Line("name", 200, "Give the person's name."))
	g.Email = seal.T(address(f, "Give the person's e-mail address."))
	committee := f.Choice("committee", d.Committees, "Choose the committee that invites.")
	for _, c := range d.Committees {
		if c.Value == committee {
			g.From = c.Label
		}
	}
	role, _ := strconv.Atoi(f.Choice("role", d.Roles, "Choose what the person will do."))
	office.Role = access.Role(role)
	if office.Role == access.LeadOfficer && !d.leads[committee] {
		f.Refuse("role", "Only a lead officer of this committee can invite another one.")
	}
	if office.Role&ofAgency == 0 || office.Role == access.WorkingGroup {
		office.Committee = committee
	}
	if office.Role&ofAgency == 0 {
		return g, office, ""
	}
	newAgency = f.Line("newagency", 200, "")
	if newAgency == "" {
		office.Agency = f.Choice("agency", d.Agencies, "Choose the agency the person works for, or give its name below.")
	}
	return g, office, newAgency
}

// address reads an e-mail address.
func address(f *form.Form, required string) string {
	v := f.Line("email", 254, required)
	if v != "" && !mail.Valid(v) {
		f.Refuse("email", "Give an e-mail address such as name@agency.example.")
	}
	return v
}

// addAgency gives the id of the agency of that name, which it adds if need be.
func addAgency(ctx context.Context, tx *db.Tx, name string) (string, error) {
	known, err := db.All(ctx, tx, db.Column[string], `SELECT id FROM agency WHERE name = $1`, name)
	if err != nil {
		return "", fmt.Errorf("look for the agency: %w", err)
	}
	if len(known) > 0 {
		return known[0], nil
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO agency (id, name) VALUES ($1, $2)`, id, name); err != nil {
		return "", fmt.Errorf("add the agency: %w", err)
	}
	return id, nil
}
