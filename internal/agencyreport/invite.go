package agencyreport

import (
	"context"
	"strconv"
	"strings"

	"lr/internal/access"
	accounts "lr/internal/account"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type inviteData struct {
	Form    *form.Form
	Review  string
	Request Request
	Parts   []form.Option
}

type invitedData struct {
	Review      string
	Request     Request
	Name, Email seal.Text
	Link, Code  string
	Until       db.Date
}

var (
	invitePage  = web.NewPage[inviteData](pages, "invite.html")
	invitedPage = web.NewPage[invitedData](pages, "invited.html")
)

var parts = []form.Option{
	{Value: strconv.Itoa(int(access.AgencyAuthor)), Label: "Write the report"},
	{Value: strconv.Itoa(int(access.AgencyApprover)), Label: "Read and sign it", Hint: "Somebody else than who writes it."}}

func askInvite(r *web.Request, p access.Pass[Invite]) (web.Answer, error) {
	return inviteAgain(r, p, form.New())
}

func inviteAgain(r *web.Request, p access.Pass[Invite], f *form.Form) (web.Answer, error) {
	d := inviteData{Form: f, Review: p.Review(), Parts: parts}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Request, err = requestToFill(r.Context(), tx, p.Case, r.Path("request"))
		return err
	})
	return invitePage.With(d), err
}

// requestToFill finds a request that somebody may be given a part in.
func requestToFill(ctx context.Context, tx *db.Tx, c access.Case, id string) (Request, error) {
	q, err := requestOf(ctx, tx, c, id)
	if err == nil && q.State == Withdrawn {
		return q, db.ErrNotFound
	}
	c.Touch(id)
	return q, err
}

// invite invites somebody, who may have no account, to write or sign this one
// report: the link goes by e-mail, the code by telephone, and both together give
// that part in this review and nothing else.
func invite(r *web.Request, p access.Pass[Invite]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	g := accounts.Guest{Name: seal.T(f.Line("name", 200, "Give the person's name.")),
		Email: seal.T(f.Line("email", 254, "Give the person's e-mail address at work."))}
	if !g.Email.Empty() && !mail.Valid(g.Email.Reveal()) {
		f.Refuse("email", "Give an e-mail address such as name@agency.example.")
	}
	part, _ := strconv.Atoi(f.Choice("part", parts, "Choose what the person will do."))
	if !f.OK() {
		return inviteAgain(r, p, f)
	}
	d := invitedData{Review: p.Review(), Name: g.Name, Email: g.Email, Until: accounts.Until(r.Now())}
	err := p.Write(ctx, func(tx *db.Tx) error {
		var err error
		if d.Request, err = requestToFill(ctx, tx, p.Case, r.Path("request")); err != nil {
			return err
		}
		cs, err := review.Committees(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for i, k := range cs {
			if i > 0 {
				g.From += " and "
			}
			g.From += k.Name
		}
		token, code, err := accounts.InviteToReview(ctx, tx, p.Case, g, access.Role(part), d.Request.Agency)
		if err != nil {
			return err
		}
		d.Link, d.Code = r.Link(accounts.Link(token)), code
		if err := note(ctx, tx, p.Case, d.Request.ID, wasInvited, db.Date{}, seal.T(g.Name.Reveal()+": "+strings.ToLower(labelOf(part)))); err != nil {
			return err
		}
		return mail.Send(ctx, tx, p.Case, mail.ToAddress(g.Email), mail.AccountInvited,
			mail.Message{Path: accounts.Link(""), Secret: seal.T(token), Due: d.Until})
	})
	return invitedPage.With(d), err
}

func labelOf(part int) string {
	for _, o := range parts {
		if o.Value == strconv.Itoa(part) {
			return o.Label
		}
	}
	return ""
}
