package decision

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// question is one way of being too near to a case. The person answers them
// before they know which case it is.
type question struct{ Name, Asks, Hint string }

var questions = []question{
	{"involved", "Have you worked directly with a person or family who may be the subject of this review?", "Answer for any case that you think it could be."},
	{"supervised", "Have you supervised or managed somebody who was directly involved?", ""},
	{"decided", "Did you take, or approve, a decision that the review may look at?", ""},
	{"related", "Are you related to, a friend of, or a neighbour of anybody it may concern, family or staff?", ""},
	{"other", "Is there anything else that could make you, or seem to make you, take a side?", "Such as an earlier dispute, a complaint, or a part in the press or a union."},
}

var yesNo = []form.Option{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}

type declareData struct {
	Form       *form.Form
	About      string
	Committees []review.Committee
	Notified   time.Time
	Declared   bool
	Questions  []question
	YesNo      []form.Option
}

var declarePage = web.NewPage[declareData](pages, "declare.html")

func askDeclaration(r *web.Request, p access.Pass[Declare]) (web.Answer, error) {
	return declareAgain(r, p, form.New())
}

func declareAgain(r *web.Request, p access.Pass[Declare], f *form.Form) (web.Answer, error) {
	d := declareData{Form: f, Questions: questions, YesNo: yesNo}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Committees, err = review.Committees(r.Context(), tx, p.Case); err != nil {
			return err
		}
		if d.Declared, err = declared(r.Context(), tx, p.Case, p.Person()); err != nil {
			return err
		}
		d.Notified, err = db.One(r.Context(), tx, db.Column[time.Time], `SELECT opened_at FROM review WHERE id = $1`, p.Review())
		return err
	})
	d.About = about(d.Committees)
	return declarePage.With(d), err
}

// about says whom a review is about and no more.
func about(cs []review.Committee) string {
	var child, adult bool
	for _, c := range cs {
		child = child || c.Track == guidance.Child
		adult = adult || c.Track == guidance.Adult
	}
	switch {
	case child && adult:
		return "A child and an adult"
	case adult:
		return "An adult"
	}
	return "A child"
}

// declare writes down what somebody says of their involvement. Whoever was
// involved is walled off in the same moment. [SEED recommend]
func declare(r *web.Request, p access.Pass[Declare]) (web.Answer, error) {
	clear := true
	said := []string{}
	for _, q := range questions {
		a := r.Form.Choice(q.Name, yesNo, "Answer yes or no: "+strings.ToLower(q.Asks[:1])+q.Asks[1:])
		if a == "yes" {
			clear = false
		}
		said = append(said, q.Asks+" "+a)
	}
	required := ""
	if !clear {
		required = "Say in a few words how you are near to it. Name nobody."
	}
	said = append(said, r.Form.Text("words", 1000, required))
	if !r.Form.OK() {
		return declareAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if err := keepDeclaration(r.Context(), tx, p.Case, clear, seal.T(strings.Join(said, "\n"))); err != nil {
			return err
		}
		if clear {
			if err := p.Declare(r.Context(), tx); err != nil {
				return err
			}
			return turn(r.Context(), tx, p.Case, p.Person())
		}
		return leave(r.Context(), tx, p.Case)
	})
	switch {
	case errors.Is(err, access.ErrNeedsAlternate):
		r.Form.Refuse("words", "You are the only lead officer of this review. Another must be appointed before you can leave it.")
		return declareAgain(r, p, r.Form)
	case !clear:
		return web.Redirect("/declared").Say("Thank you for saying so."), err
	}
	page := "findings/view"
	if p.Stage() == access.Deciding {
		page = "findings"
	}
	return web.Redirect(review.Path(p.Case, page)).Say("Thank you. You may now read the case."), err
}

// leave walls the person off, takes what waits for them away, and tells the
// lead officer that somebody is missing, without saying why.
func leave(ctx context.Context, tx *db.Tx, c access.Case) error {
	if err := review.Settle(ctx, tx, c, turnKey(c.Person())); err != nil {
		return err
	}
	if err := c.Wall(ctx, tx, c.Person(), seal.T("Declared an involvement.")); err != nil {
		return err
	}
	page := "group"
	if c.Stage() == access.Deciding {
		page = "decision/bring"
	} else if err := viewsIn(ctx, tx, c); err != nil {
		return err
	}
	return ask(ctx, tx, c, review.Task{Key: leftKey(c.Person()), Role: access.LeadOfficer,
		What: "Somebody you asked cannot take part. See whether another person is needed", Path: review.Path(c, page)})
}

func keepDeclaration(ctx context.Context, tx *db.Tx, c access.Case, clear bool, words seal.Text) error {
	id := db.NewID()
	c.Touch(id)
	_, err := tx.Exec(ctx, `
		INSERT INTO decision_declaration (id, review_id, account_id, clear, words, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), c.Person(), clear, c.At(seal.Deliberation, "decision_declaration", &id).Seal("words", words), tx.Now())
	if err != nil {
		return fmt.Errorf("keep the declaration: %w", err)
	}
	return nil
}

// declared says that a person holds a part that asks for a declaration, and has
// made it for every such part.
func declared(ctx context.Context, tx *db.Tx, c access.Case, account string) (bool, error) {
	type part struct {
		role     access.Role
		declared bool
	}
	parts, err := db.All(ctx, tx, func(r db.Row) (part, error) {
		var p part
		return p, r.Scan(&p.role, &p.declared)
	}, `
		SELECT role, declared_at IS NOT NULL FROM member
		WHERE review_id = $1 AND account_id = $2 AND from_at <= $3 AND (until_at IS NULL OR until_at > $3)`,
		c.Review(), account, tx.Now())
	if err != nil {
		return false, fmt.Errorf("read whether somebody declared: %w", err)
	}
	some := false
	for _, p := range parts {
		if p.role&Declarers == 0 {
			continue
		}
		if !p.declared {
			return false, nil
		}
		some = true
	}
	return some, nil
}

// errNoView leads a member of the group to what they do first.
var errNoView = errors.New("the person has not given their own view yet")

// openGroup refuses a member of the group who has not given their own view.
// Every act on the group's work calls it inside its transaction.
func openGroup(ctx context.Context, tx *db.Tx, c access.Case) error {
	if c.Stage() != access.Recommending || c.Is(access.LeadOfficer) {
		return nil
	}
	given, err := hasView(ctx, tx, c, c.Person())
	if err == nil && !given {
		return errNoView
	}
	return err
}

// led turns what a person must do first into the way there.
func led(c access.Case, a web.Answer, err error) (web.Answer, error) {
	if errors.Is(err, errNoView) {
		return web.Redirect(review.Path(c, "findings/view")), nil
	}
	return a, err
}

type notPartData struct{ Ask []string }

var notPartPage = web.NewPage[notPartData](pages, "notpart.html")

// notPart is all that somebody sees who was involved. It names no review.
func notPart(r *web.Request, p access.Own[NotPart]) (web.Answer, error) {
	var d notPartData
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		staff, err := p.Staff(r.Context(), tx, access.LeadOfficer)
		if err != nil {
			return err
		}
		committees, err := review.AllCommittees(r.Context(), tx)
		if err != nil {
			return err
		}
		for _, s := range staff {
			for _, k := range committees {
				if k.ID == s.Committee {
					d.Ask = append(d.Ask, s.Name.Reveal()+", lead officer, "+k.Name)
				}
			}
		}
		sort.Strings(d.Ask)
		return nil
	})
	return notPartPage.With(d), err
}
