package decision

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// talk is something that somebody declared and the lead officer decides on.
// Terms are on what the person takes part, if they do. [SEED recommend]
type talk struct {
	ID               string
	Words            seal.Text
	Decided, Allowed bool
	Reason, Terms    seal.Text
}

// talkOf gives the last one of a person, and whether there is one.
func talkOf(ctx context.Context, tx *db.Tx, c access.Case, account string) (talk, bool, error) {
	t, err := db.One(ctx, tx, func(r db.Row) (talk, error) {
		var t talk
		at := c.At(seal.Deliberation, "decision_talk", &t.ID)
		return t, r.Scan(&t.ID, at.Open("words", &t.Words), &t.Decided, &t.Allowed, at.Open("reason", &t.Reason), at.Open("terms", &t.Terms))
	}, `
		SELECT id, words, allowed IS NOT NULL, COALESCE(allowed, FALSE), reason, terms
		FROM decision_talk WHERE review_id = $1 AND account_id = $2 ORDER BY asked_at DESC, id DESC LIMIT 1`, c.Review(), account)
	if errors.Is(err, db.ErrNotFound) {
		return talk{}, false, nil
	}
	if err != nil {
		return t, false, fmt.Errorf("read what the lead officer decides on: %w", err)
	}
	return t, true, nil
}

func conflictKey(account string) string { return "conflict:" + account }

// askTalk lays what somebody declared before the lead officer. Until they have
// decided nothing of the review opens to the person.
func askTalk(ctx context.Context, tx *db.Tx, c access.Case, words seal.Text) error {
	id := db.NewID()
	c.Touch(id)
	if _, err := tx.Exec(ctx, `INSERT INTO decision_talk (id, review_id, account_id, words, asked_at) VALUES ($1, $2, $3, $4, $5)`,
		id, c.Review(), c.Person(), c.At(seal.Deliberation, "decision_talk", &id).Seal("words", words), tx.Now()); err != nil {
		return fmt.Errorf("ask the lead officer to decide: %w", err)
	}
	if err := turn(ctx, tx, c, c.Person()); err != nil {
		return err
	}
	return ask(ctx, tx, c, review.Task{Key: conflictKey(c.Person()), Role: access.LeadOfficer,
		What: "Somebody asks you to decide whether they may take part", Path: review.Path(c, "group/members/"+c.Person())})
}

// agreeToTerms takes part on the terms that the lead officer set. Who had not
// been shown whom it is about is shown it next.
func agreeToTerms(r *web.Request, p access.Pass[Declare]) (web.Answer, error) {
	ctx, over := r.Context(), false
	err := p.Write(ctx, func(tx *db.Tx) error {
		now := declareData{}
		if err := now.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if now.Declared || !now.Talk.Allowed {
			return db.ErrStale
		}
		var err error
		if _, over, err = revealed(ctx, tx, p.Case); err != nil {
			return err
		}
		if over {
			return begin(ctx, tx, p.Case)
		}
		if err := keepDeclaration(ctx, tx, p.Case, true, now.Talk.Terms); err != nil {
			return err
		}
		return nil
	})
	if over {
		return begun(p.Case), err
	}
	return web.Redirect(review.Path(p.Case, "declare/whom")), err
}

var talkAnswers = []form.Option{{Value: "allowed", Label: "They may take part", Hint: "They first agree to the terms that you set below."},
	{Value: "aside", Label: "They stand aside", Hint: "The review is closed to them at once."}}

type memberData struct {
	Form       *form.Form
	Review     string
	Member     member
	Invitation invitation
	Invited    bool
	Talk       talk
	Asked      bool
	Answers    []form.Option
}

var memberPage = web.NewPage[memberData](pages, "member.html")

func showMember(r *web.Request, p access.Pass[Judge]) (web.Answer, error) {
	return memberAgain(r, p, form.New())
}

func memberAgain(r *web.Request, p access.Pass[Judge], f *form.Form) (web.Answer, error) {
	d := memberData{Form: f, Review: p.Review(), Answers: talkAnswers}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("person")) })
	return memberPage.With(d), err
}

// fill finds somebody who says whether they were involved: of the group, a
// committee's chair or a chief officer.
func (d *memberData) fill(ctx context.Context, tx *db.Tx, c access.Case, account string) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == account && p.Role&Declarers != 0 {
			d.Member.Person = p
		}
	}
	if d.Member.ID == "" {
		return db.ErrNotFound
	}
	if d.Member.Declared, err = declared(ctx, tx, c, account); err != nil {
		return err
	}
	all, err := invitations(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Invitation, d.Invited = all[account]
	d.Talk, d.Asked, err = talkOf(ctx, tx, c, account)
	return err
}

// decideTalk is the lead officer's word on something declared, with its reason,
// and with the terms on which the person takes part.
func decideTalk(r *web.Request, p access.Pass[Judge]) (web.Answer, error) {
	ctx, f, account := r.Context(), r.Form, r.Path("person")
	answer := f.Choice("answer", talkAnswers, "Choose whether they may take part.")
	reason := f.Text("reason", 2000, "Give your reason. It is kept with the declaration.")
	needed := ""
	if answer == "allowed" {
		needed = "Say on what terms they take part, such as: they say nothing on the part of their own team."
	}
	terms := f.Text("terms", 1000, needed)
	if !f.OK() {
		return memberAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		d := memberData{}
		if err := d.fill(ctx, tx, p.Case, account); err != nil {
			return err
		}
		if !d.Asked || d.Talk.Decided || d.Member.Walled {
			return db.ErrStale
		}
		id := d.Talk.ID
		p.Touch(id)
		at := p.At(seal.Deliberation, "decision_talk", &id)
		if err := tx.Change(ctx, `
			UPDATE decision_talk SET allowed = $1, reason = $2, terms = $3, decided_by = $4, decided_at = $5
			WHERE id = $6 AND review_id = $7 AND allowed IS NULL`, answer == "allowed", at.Seal("reason", seal.T(reason)),
			at.Seal("terms", seal.T(terms)), p.Person(), tx.Now(), id, p.Review()); err != nil {
			return err
		}
		if err := review.Settle(ctx, tx, p.Case, conflictKey(account)); err != nil {
			return err
		}
		if answer == "aside" {
			return Leave(ctx, tx, p.Case, account, seal.T(reason))
		}
		return turn(ctx, tx, p.Case, account)
	})
	return web.Redirect(judgedPath(p.Case)).Say("Your decision is kept."), err
}

// judgedPath is where the lead officer goes on to after a decision on somebody.
func judgedPath(c access.Case) string {
	if c.Stage() == access.Deciding {
		return review.Path(c, "decision/bring")
	}
	return review.Path(c, "group")
}
