package decision

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// invitation asks somebody into the group. Answer is "yes", "no", "talk" or ""
// for none yet.
type invitation struct {
	ID, Account, Answer string
	Words               seal.Text
}

var invitationAnswers = []form.Option{{Value: "yes", Label: "I can take part"}, {Value: "no", Label: "I cannot"},
	{Value: "talk", Label: "I need to talk first"}}

// invitations gives the last one of each person.
func invitations(ctx context.Context, tx *db.Tx, c access.Case) (map[string]invitation, error) {
	all := map[string]invitation{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var i invitation
		at := c.At(seal.Deliberation, "decision_invitation", &i.ID)
		err := r.Scan(&i.ID, &i.Account, &i.Answer, at.Open("words", &i.Words))
		all[i.Account] = i
		return i.ID, err
	}, `SELECT id, account_id, answer, words FROM decision_invitation WHERE review_id = $1 ORDER BY invited_at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the invitations: %w", err)
	}
	return all, nil
}

// unanswered says that the person is invited and has not said that they take part.
func unanswered(ctx context.Context, tx *db.Tx, c access.Case, account string) (bool, error) {
	all, err := invitations(ctx, tx, c)
	i, invited := all[account]
	return invited && i.Answer != "yes", err
}

func insertInvitation(ctx context.Context, tx *db.Tx, c access.Case, account string) error {
	id := db.NewID()
	c.Touch(id)
	if _, err := tx.Exec(ctx, `INSERT INTO decision_invitation (id, review_id, account_id, invited_at) VALUES ($1, $2, $3, $4)`,
		id, c.Review(), account, tx.Now()); err != nil {
		return fmt.Errorf("invite: %w", err)
	}
	return nil
}

// terms are what those who are invited are told: the years, and when they are
// shown whom it is about, the part of the area.
type terms struct {
	Version      int
	Period, Area seal.Text
}

func termsOf(ctx context.Context, tx *db.Tx, c access.Case) (terms, error) {
	t, err := db.One(ctx, tx, func(r db.Row) (terms, error) {
		var t terms
		var id string
		at := c.At(seal.Deliberation, "decision_terms", &id)
		return t, r.Scan(&id, &t.Version, at.Open("period", &t.Period), at.Open("area", &t.Area))
	}, `SELECT id, version, period, area FROM decision_terms WHERE review_id = $1 ORDER BY version DESC LIMIT 1`, c.Review())
	if errors.Is(err, db.ErrNotFound) {
		return terms{}, nil
	}
	if err != nil {
		return t, fmt.Errorf("read what the group is told: %w", err)
	}
	return t, nil
}

func keepTerms(ctx context.Context, tx *db.Tx, c access.Case, t terms) error {
	before, err := termsOf(ctx, tx, c)
	if err != nil || before.Period.Reveal() == t.Period.Reveal() && before.Area.Reveal() == t.Area.Reveal() {
		return err
	}
	id := db.NewID()
	at := c.At(seal.Deliberation, "decision_terms", &id)
	if _, err := tx.Exec(ctx, `INSERT INTO decision_terms (id, review_id, version, period, area, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), before.Version+1, at.Seal("period", t.Period), at.Seal("area", t.Area), tx.Now()); err != nil {
		return fmt.Errorf("keep what the group is told: %w", err)
	}
	return nil
}

type invitationData struct {
	Form       *form.Form
	Review     string
	About      string
	Committees []review.Committee
	Notified   time.Time
	Terms      terms
	Meeting    *meeting // the next one
	Leads      []access.Person
	Mine       invitation
	Answers    []form.Option
}

var invitationPage = web.NewPage[invitationData](pages, "invitation.html")

func askInvitation(r *web.Request, p access.Pass[Invited]) (web.Answer, error) {
	return invitationAgain(r, p, form.New())
}

// invitationAgain shows what somebody is asked without a word of the case.
func invitationAgain(r *web.Request, p access.Pass[Invited], f *form.Form) (web.Answer, error) {
	d := invitationData{Form: f, Review: p.Review(), Answers: invitationAnswers}
	waits := false
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := invitations(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		d.Mine, waits = all[p.Person()]
		waits = waits && d.Mine.Answer != "yes"
		return d.fill(r.Context(), tx, p.Case)
	})
	if err == nil && !waits {
		return web.Redirect(review.Path(p.Case, "declare")), nil
	}
	d.About = about(d.Committees)
	return invitationPage.With(d), err
}

func (d *invitationData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	var err error
	if d.Committees, err = review.Committees(ctx, tx, c); err != nil {
		return err
	}
	if d.Notified, err = notified(ctx, tx, c); err != nil {
		return err
	}
	if d.Terms, err = termsOf(ctx, tx, c); err != nil {
		return err
	}
	if d.Meeting, err = nextMeeting(ctx, tx, c); err != nil {
		return err
	}
	people, err := c.People(ctx, tx)
	for _, p := range people {
		if p.Role == access.LeadOfficer && !p.Walled {
			d.Leads = append(d.Leads, p)
		}
	}
	return err
}

// notified is the day on which the event was brought to the committees.
func notified(ctx context.Context, tx *db.Tx, c access.Case) (time.Time, error) {
	return db.One(ctx, tx, db.Column[time.Time], `SELECT opened_at FROM review WHERE id = $1`, c.Review())
}

// answerInvitation takes one of the three answers. Who cannot take part has no
// part any more; who wants to talk stays invited.
func answerInvitation(r *web.Request, p access.Pass[Invited]) (web.Answer, error) {
	ctx := r.Context()
	answer := r.Form.Choice("answer", invitationAnswers, "Choose one of the three answers.")
	needed := ""
	if answer == "no" {
		needed = "Say in a few words why, such as: I have no time. You need not say more."
	}
	words := r.Form.Text("words", 500, needed)
	if !r.Form.OK() {
		return invitationAgain(r, p, r.Form)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		all, err := invitations(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		i, invited := all[p.Person()]
		if !invited || i.Answer == "yes" {
			return db.ErrStale
		}
		p.Touch(i.ID)
		at := p.At(seal.Deliberation, "decision_invitation", &i.ID)
		if err := tx.Change(ctx, `UPDATE decision_invitation SET answer = $1, words = $2, answered_at = $3 WHERE id = $4 AND review_id = $5`,
			answer, at.Seal("words", seal.T(words)), tx.Now(), i.ID, p.Review()); err != nil {
			return err
		}
		return answered(ctx, tx, p.Case, answer)
	})
	switch answer {
	case "no":
		return web.Redirect("/").Say("Thank you for answering. Nothing more of it will reach you."), err
	case "talk":
		return web.Redirect(review.Path(p.Case, "invitation")).Say("The lead officer is asked to get in touch with you."), err
	}
	return web.Redirect(review.Path(p.Case, "declare")), err
}

func talkFirstKey(account string) string { return "talk-first:" + account }

// answered draws what follows from an answer.
func answered(ctx context.Context, tx *db.Tx, c access.Case, answer string) error {
	if answer == "talk" {
		return ask(ctx, tx, c, review.Task{Key: talkFirstKey(c.Person()), Role: access.LeadOfficer,
			What: "Somebody you invited would like to talk to you first", Path: review.Path(c, "group/members/"+c.Person())})
	}
	if err := review.Settle(ctx, tx, c, talkFirstKey(c.Person())); err != nil {
		return err
	}
	if answer == "yes" {
		return turn(ctx, tx, c, c.Person())
	}
	if err := dismiss(ctx, tx, c, c.Person()); err != nil {
		return err
	}
	if err := viewsIn(ctx, tx, c); err != nil {
		return err
	}
	return askForAnother(ctx, tx, c, "group")
}

// dismiss ends somebody's part in the group, with what waits for them.
func dismiss(ctx context.Context, tx *db.Tx, c access.Case, account string) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID != account || p.Role != access.WorkingGroup {
			continue
		}
		if err := c.Dismiss(ctx, tx, p.Member); err != nil {
			return err
		}
	}
	return review.Settle(ctx, tx, c, turnKey(account))
}

// beforeDeclaring says what waits for somebody to whom nothing has opened yet.
func beforeDeclaring(ctx context.Context, tx *db.Tx, c access.Case, account string) (what, page string, err error) {
	if waits, err := unanswered(ctx, tx, c, account); err != nil || waits {
		return "Answer an invitation into a working group", "invitation", err
	}
	t, asked, err := talkOf(ctx, tx, c, account)
	if err != nil || asked && !t.Decided {
		return "", "", err
	}
	return declareFirst, "declare", nil
}
