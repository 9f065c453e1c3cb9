package reviewteam

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var errFault = errors.New("the form has a fault")

type teamData struct {
	Form       *form.Form
	Review     string
	Team       []Member
	Lacks      []string
	Agencies   map[string]string
	Scope      Scope
	HasScope   bool
	Lead       bool
	Scopes     bool
	Candidates []form.Option
	Accepted   []chronology.Answer // small contacts that the lead officer found to be no direct part
}

var teamPage = web.NewPage[teamData](pages, "team.html")

// parts are what a person may be asked to do in the team, as the form names it.
var parts = []struct {
	word string
	role access.Role
}{{"chair", access.ReviewChair}, {"reviewer", access.Reviewer}, {"member", access.TeamMember}}

func (d *teamData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review = c.Review()
	d.Lead = c.Is(access.LeadOfficer) && whileOpen.Has(c.Stage())
	d.Scopes = c.Is(access.LeadOfficer|access.ReviewChair|access.Reviewer) && whileOpen.Has(c.Stage())
	var err error
	if d.Team, err = Team(ctx, tx, c); err != nil {
		return err
	}
	d.Lacks = lacks(d.Team)
	if d.Agencies, err = agencyNames(ctx, tx); err != nil {
		return err
	}
	if d.Accepted, err = accepted(ctx, tx, c, d.Team); err != nil {
		return err
	}
	d.Scope, err = ScopeOf(ctx, tx, c)
	d.HasScope = err == nil
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return err
	}
	if d.Lead {
		d.Candidates, err = candidates(ctx, tx, c, d.Team, d.Agencies)
		return err
	}
	return nil
}

// accepted lists the small contacts of the team's members that are on record.
func accepted(ctx context.Context, tx *db.Tx, c access.Case, team []Member) ([]chronology.Answer, error) {
	all, err := chronology.Answers(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var some []chronology.Answer
	for _, a := range all {
		for _, m := range team {
			if a.Outcome == chronology.Accepted && a.Account == m.Account && !m.Walled {
				a.Name = m.Name
				some = append(some, a)
			}
		}
	}
	return some, nil
}

func agencyNames(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	all, err := review.Agencies(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, a := range all {
		names[a.ID] = a.Name
	}
	return names, nil
}

// candidates are those who hold the office for a part, were not asked yet and are not shut out. A
// value is "chair/<account>/<agency>", and the same with reviewer and member.
func candidates(ctx context.Context, tx *db.Tx, c access.Case, team []Member, agencies map[string]string) ([]form.Option, error) {
	staff, err := c.Staff(ctx, tx, inTeam)
	if err != nil {
		return nil, err
	}
	asked, err := ShutOut(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	for _, m := range team {
		asked[m.Account] = true
	}
	var options []form.Option
	for _, part := range parts {
		for _, p := range staff {
			if p.Role != part.role || asked[p.ID] || p.Role == access.TeamMember && p.Agency == "" {
				continue
			}
			o := form.Option{Value: part.word + "/" + p.ID + "/" + p.Agency, Label: p.Name.Reveal() + ", as " + p.Role.String()}
			if p.Agency != "" {
				o.Hint = agencies[p.Agency]
			}
			options = append(options, o)
		}
	}
	return options, nil
}

func show(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	d := teamData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return teamPage.With(d), err
}

// name asks somebody into the team. Their part opens the declaration and nothing
// else of the case until they have made it.
func name(r *web.Request, p access.Pass[Name]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := teamData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		chosen := f.Choice("person", d.Candidates, "Choose whom you ask into the team.")
		if !f.OK() {
			return errFault
		}
		word, rest, _ := strings.Cut(chosen, "/")
		account, agency, _ := strings.Cut(rest, "/")
		m := Member{ID: db.NewID(), Account: account, Agency: agency}
		for _, part := range parts {
			if part.word == word {
				m.Role = part.role
			}
		}
		if full := tooMany(d.Team, m.Role); full != "" {
			f.Refuse("person", full)
			return errFault
		}
		return ask(ctx, tx, p.Case, m)
	})
	if errors.Is(err, errFault) {
		return teamPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "team")).Say("Asked. Nothing of the case opens to them until they have declared."), err
}

// tooMany keeps to one chair and at most two reviewers. [SEED reviewer, CP21 p11]
func tooMany(team []Member, role access.Role) string {
	n := 0
	for _, m := range team {
		if m.Role == role && !m.Walled {
			n++
		}
	}
	switch {
	case role == access.ReviewChair && n >= 1:
		return "There is a review chair already. Let that person go first, below, if somebody else is to chair."
	case role == access.Reviewer && n >= 2:
		return "There are two reviewers already. Let one of them go first, below, if somebody else is to do it."
	}
	return ""
}

func ask(ctx context.Context, tx *db.Tx, c access.Case, m Member) error {
	var agency any
	if m.Agency != "" {
		agency = m.Agency
	}
	c.Touch(m.Account)
	if _, err := tx.Exec(ctx, `INSERT INTO reviewteam_member (id, review_id, account_id, role, agency_id, named_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		m.ID, c.Review(), m.Account, m.Role, agency, tx.Now()); err != nil {
		return fmt.Errorf("ask somebody into the team: %w", err)
	}
	if err := c.Admit(ctx, tx, m.Account, m.Role, m.Agency, noEnd); err != nil {
		return err
	}
	if err := chronology.LookThrough(ctx, tx, c); err != nil {
		return err
	}
	due := db.DateOf(tx.Now()).AddDays(7)
	path := review.Path(c, "team/declare")
	if err := review.Ask(ctx, tx, c, review.Task{Key: "declare:" + m.ID, Account: m.Account, Path: path, Due: due,
		What: "Say whether you were involved, before the review opens to you"}); err != nil {
		return err
	}
	return mail.Send(ctx, tx, c, mail.ToAccount(m.Account), mail.TeamInvited, mail.Message{Path: path, Due: due})
}

type asideData struct {
	Form   *form.Form
	Review string
	Member Member
}

var asidePage = web.NewPage[asideData](pages, "aside.html")

func member(ctx context.Context, tx *db.Tx, c access.Case, id string) (Member, error) {
	ms, err := Team(ctx, tx, c)
	if err != nil {
		return Member{}, err
	}
	for _, m := range ms {
		if m.ID == id {
			return m, nil
		}
	}
	return Member{}, db.ErrNotFound
}

func askAside(r *web.Request, p access.Pass[PutAside]) (web.Answer, error) {
	d := asideData{Form: form.New(), Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Member, err = member(r.Context(), tx, p.Case, r.Path("member"))
		return err
	})
	return asidePage.With(d), err
}

// putAside shuts a member out, because an involvement was found later.
func putAside(r *web.Request, p access.Pass[PutAside]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	reason := f.Text("reason", 2000, "Say what was found, so that others can understand it later.")
	d := asideData{Form: f, Review: p.Review()}
	err := p.Write(ctx, func(tx *db.Tx) error {
		var err error
		if d.Member, err = member(ctx, tx, p.Case, r.Path("member")); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		if d.Member.Walled {
			return db.ErrStale
		}
		return shutOut(ctx, tx, p.Case, d.Member, seal.T(reason))
	})
	if errors.Is(err, access.ErrNeedsAlternate) {
		f.Refuse("reason", alternateFirst)
		err = errFault
	}
	if errors.Is(err, errFault) {
		return asidePage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "team")).Say("That person is out of this review from this moment."), err
}

const alternateFirst = "This person is the only lead officer of the review. Another must be appointed first."

// shutOut raises the wall, drops what waits for the person and counts the team
// again, all in the deed's transaction.
func shutOut(ctx context.Context, tx *db.Tx, c access.Case, m Member, reason seal.Text) error {
	if err := c.Wall(ctx, tx, m.Account, reason); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, "declare:"+m.ID); err != nil {
		return err
	}
	return Recount(ctx, tx, c)
}

// end lets somebody go who is not needed, without a fault of theirs.
func end(r *web.Request, p access.Pass[Name]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		m, err := member(ctx, tx, p.Case, r.Path("member"))
		if err != nil {
			return err
		}
		p.Touch(m.Account)
		if err := tx.Change(ctx, `UPDATE reviewteam_member SET ended_at = $1 WHERE id = $2 AND review_id = $3 AND ended_at IS NULL`,
			tx.Now(), m.ID, p.Review()); err != nil {
			return err
		}
		if err := dismiss(ctx, tx, p.Case, m); err != nil {
			return err
		}
		if err := review.Settle(ctx, tx, p.Case, "declare:"+m.ID); err != nil {
			return err
		}
		return Recount(ctx, tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "team")).Say("That person is not in the team any more."), err
}

// dismiss ends the part that the member had.
func dismiss(ctx context.Context, tx *db.Tx, c access.Case, m Member) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == m.Account && p.Role == m.Role && p.Agency == m.Agency {
			if err := c.Dismiss(ctx, tx, p.Member); err != nil {
				return err
			}
		}
	}
	return nil
}
