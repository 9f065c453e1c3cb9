package decision

import (
	"context"
	"errors"
	"fmt"
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

// ways are what somebody may do who is, or may be, too near to a case.
var ways = []form.Option{
	{Value: "aside", Label: "I stand aside", Hint: "The review is closed to you at once. Nobody is told why."},
	{Value: "talk", Label: "I would like the lead officer to decide", Hint: "The lead officer reads what you write below. The review stays shut to you until they have decided."},
}

type declareData struct {
	Form       *form.Form
	Review     string
	About      string
	Committees []review.Committee
	Notified   time.Time
	Declared   bool
	Asked      bool // the lead officer is asked to decide
	Talk       talk
	Questions  []question
	YesNo      []form.Option
	Ways       []form.Option
	first      string // page that comes before this one; "" for none
}

var declarePage = web.NewPage[declareData](pages, "declare.html")

func askDeclaration(r *web.Request, p access.Pass[Declare]) (web.Answer, error) {
	return declareAgain(r, p, form.New())
}

func declareAgain(r *web.Request, p access.Pass[Declare], f *form.Form) (web.Answer, error) {
	d := declareData{Form: f, Review: p.Review(), Questions: questions, YesNo: yesNo, Ways: ways}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	if err == nil && d.first != "" {
		return web.Redirect(review.Path(p.Case, d.first)), nil
	}
	return declarePage.With(d), err
}

func (d *declareData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	var err error
	if d.Committees, err = review.Committees(ctx, tx, c); err != nil {
		return err
	}
	d.About = about(d.Committees)
	if d.Notified, err = notified(ctx, tx, c); err != nil {
		return err
	}
	if d.Declared, err = declared(ctx, tx, c, c.Person()); err != nil || d.Declared {
		return err
	}
	waits, err := unanswered(ctx, tx, c, c.Person())
	if err != nil {
		return err
	}
	if waits {
		d.first = "invitation"
		return nil
	}
	said, err := saidClear(ctx, tx, c)
	if err != nil {
		return err
	}
	if said {
		d.first = "declare/whom"
		return nil
	}
	d.Talk, d.Asked, err = talkOf(ctx, tx, c, c.Person())
	return err
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

// near is what somebody says who is, or may be, too near: what they do, and how
// near they are.
func near(f *form.Form) (way, words string) {
	way = f.Choice("way", ways, "Choose whether you stand aside or ask the lead officer to decide.")
	needed := "Say in a few words how you are near to it. Name nobody."
	return way, f.Text("words", 1000, needed)
}

// declare writes down what somebody answers before they know which case it is.
// Whoever stands aside is walled off in the same moment. [SEED recommend]
func declare(r *web.Request, p access.Pass[Declare]) (web.Answer, error) {
	clear, said := true, []string{}
	for _, q := range questions {
		a := r.Form.Choice(q.Name, yesNo, "Answer yes or no: "+strings.ToLower(q.Asks[:1])+q.Asks[1:])
		clear = clear && a != "yes"
		said = append(said, q.Asks+" "+a)
	}
	way, words := "", ""
	if clear {
		words = r.Form.Text("words", 1000, "")
	} else {
		way, words = near(r.Form)
	}
	said = append(said, words)
	if !r.Form.OK() {
		return declareAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		now := declareData{}
		if err := now.fill(r.Context(), tx, p.Case); err != nil {
			return err
		}
		if now.Declared || now.Asked || now.first != "" {
			return db.ErrStale
		}
		if err := keepDeclaration(r.Context(), tx, p.Case, clear, seal.T(strings.Join(said, "\n"))); err != nil || clear {
			return err
		}
		return tooNear(r.Context(), tx, p.Case, way, words)
	})
	if errors.Is(err, access.ErrNeedsAlternate) {
		r.Form.Refuse("words", "You are the only lead officer of this review. Another must be appointed before you can leave it.")
		return declareAgain(r, p, r.Form)
	}
	return afterDeclaring(p.Case, way), err
}

// afterDeclaring is where somebody goes on to: to see whom it is about, to wait, or out.
func afterDeclaring(c access.Case, way string) web.Answer {
	switch way {
	case "aside":
		return web.Redirect("/declared").Say("Thank you for saying so.")
	case "talk":
		return web.Redirect(review.Path(c, "declare")).Say("Thank you for saying so. The lead officer is asked to decide.")
	}
	return web.Redirect(review.Path(c, "declare/whom"))
}

// tooNear shuts somebody out, or asks the lead officer to decide.
func tooNear(ctx context.Context, tx *db.Tx, c access.Case, way, words string) error {
	if way == "talk" {
		return askTalk(ctx, tx, c, seal.T(words))
	}
	return Leave(ctx, tx, c, c.Person(), seal.T("Declared an involvement."))
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

// saidClear says that the person's last answers were all no.
func saidClear(ctx context.Context, tx *db.Tx, c access.Case) (bool, error) {
	all, err := db.All(ctx, tx, db.Column[bool], `
		SELECT clear FROM decision_declaration WHERE review_id = $1 AND account_id = $2 ORDER BY at, id`, c.Review(), c.Person())
	if err != nil {
		return false, fmt.Errorf("read what somebody declared: %w", err)
	}
	return len(all) > 0 && all[len(all)-1], nil
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
