package reviewteam

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var noEnd time.Time

// questions are what each person answers before the case opens. [SEED team, CP21 p11]
var questions = []struct{ ID, Asks string }{
	{"involved", "Have you worked with the people this review is about, or with their family?"},
	{"supervised", "Did you supervise or manage somebody who worked with them?"},
	{"decided", "Did you take a decision that this review will look at, or have a part in one?"},
	{"related", "Are you a relative, a friend or a neighbour of anybody concerned?"},
	{"dispute", "Is there a dispute, or anything else, that would make it hard for you to look at this fairly?"},
}

var yesNo = []form.Option{{Value: "no", Label: "No"}, {Value: "yes", Label: "Yes"}}

type declareData struct {
	Form       *form.Form
	Review     string
	Member     Member
	Agencies   map[string]string
	Committees []review.Committee
	Questions  []question
}

type question struct {
	ID, Asks string
	Options  []form.Option
}

var (
	declarePage = web.NewPage[declareData](pages, "declare.html")
	outPage     = web.NewPage[outData](pages, "out.html")
	whomPage    = web.NewPage[whomData](pages, "whom.html")
)

func (d *declareData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review = c.Review()
	for _, q := range questions {
		d.Questions = append(d.Questions, question{q.ID, q.Asks, yesNo})
	}
	var err error
	d.Member, err = mine(ctx, tx, c)
	if errors.Is(err, db.ErrNotFound) {
		return access.ErrForbidden
	}
	if err != nil {
		return err
	}
	if d.Agencies, err = agencyNames(ctx, tx); err != nil {
		return err
	}
	d.Committees, err = review.Committees(ctx, tx, c)
	return err
}

func askDeclaration(r *web.Request, p access.Pass[Declare]) (web.Answer, error) {
	d := declareData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return declarePage.With(d), err
}

// answers are what a person said: the questions that they answered with yes.
type answers struct {
	Yes   []string `json:"yes"`
	Words string   `json:"words"`
}

func readAnswers(f *form.Form) answers {
	var a answers
	for _, q := range questions {
		if f.Choice(q.ID, yesNo, "Answer yes or no. A yes is no fault of yours.") == "yes" {
			a.Yes = append(a.Yes, q.ID)
		}
	}
	a.Words = f.Text("words", 1000, "")
	if len(a.Yes) > 0 && a.Words == "" {
		f.Refuse("words", "Say in a few words how. Name nobody of the family here.")
	}
	return a
}

// outData is the last page of the review that a person sees: whom to ask.
type outData struct{ Leads []string }

// declare opens the case to somebody without a part in it, and shuts out
// somebody who had one, at once and whatever they are in the review.
func declare(r *web.Request, p access.Pass[Declare]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	said := readAnswers(f)
	d := declareData{Form: f}
	var out outData
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		if err := keepAnswers(ctx, tx, p.Case, d.Member, said); err != nil {
			return err
		}
		if len(said.Yes) == 0 {
			return join(ctx, tx, p.Case, d.Member)
		}
		var err error
		if out.Leads, err = leads(ctx, tx, p.Case); err != nil {
			return err
		}
		return stepAside(ctx, tx, p.Case, d.Member)
	})
	if errors.Is(err, access.ErrNeedsAlternate) {
		f.Refuse(questions[0].ID, alternateFirst)
		err = errFault
	}
	if errors.Is(err, errFault) {
		return declarePage.With(d), nil
	}
	if len(said.Yes) > 0 {
		return outPage.With(out), err
	}
	return web.Redirect("/reviews/" + p.Review()).Say("Thank you. The review is open to you now."), err
}

func keepAnswers(ctx context.Context, tx *db.Tx, c access.Case, m Member, said answers) error {
	words, err := json.Marshal(said)
	if err != nil {
		return fmt.Errorf("declaration: %w", err)
	}
	c.Touch(m.ID)
	return tx.Change(ctx, `UPDATE reviewteam_member SET declared_at = $1, answers = $2 WHERE id = $3 AND review_id = $4 AND ended_at IS NULL`,
		tx.Now(), c.At(seal.Deliberation, "reviewteam_member", &m.ID).Seal("answers", seal.T(string(words))), m.ID, c.Review())
}

// join opens the case to the member.
func join(ctx context.Context, tx *db.Tx, c access.Case, m Member) error {
	if err := c.Declare(ctx, tx); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, "declare:"+m.ID); err != nil {
		return err
	}
	return Recount(ctx, tx, c)
}

// stepAside shuts the person out and asks the lead officer for somebody else.
func stepAside(ctx context.Context, tx *db.Tx, c access.Case, m Member) error {
	if err := shutOut(ctx, tx, c, m, seal.T("Declared an involvement.")); err != nil {
		return err
	}
	path := review.Path(c, "team")
	if err := review.Ask(ctx, tx, c, review.Task{Key: "replace:" + m.ID, Role: access.LeadOfficer, Path: path,
		What: "Somebody stepped aside from the review team. See whether somebody else is needed"}); err != nil {
		return err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Role == access.LeadOfficer && !p.Walled {
			if err := mail.Send(ctx, tx, c, mail.ToAccount(p.ID), mail.TaskWaits, mail.Message{Path: path}); err != nil {
				return err
			}
		}
	}
	return nil
}

// leads are the names of the lead officers: whom to ask afterwards.
func leads(ctx context.Context, tx *db.Tx, c access.Case) ([]string, error) {
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, p := range people {
		if p.Role == access.LeadOfficer && !p.Walled && p.ID != c.Person() {
			names = append(names, p.Name.Reveal())
		}
	}
	return names, nil
}

type whomData struct {
	Review   string
	People   []review.Known
	Scope    Scope
	HasScope bool
}

// Initials are what a person may see of a name before declaring.
func (whomData) Initials(k review.Known) string { return initials(k.Name) }

func whom(r *web.Request, p access.Pass[Whom]) (web.Answer, error) {
	d := whomData{Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		m, err := mine(r.Context(), tx, p.Case)
		if errors.Is(err, db.ErrNotFound) || m.Declared {
			return access.ErrForbidden
		}
		if err != nil {
			return err
		}
		if d.People, err = review.KnownPeople(r.Context(), tx, p.Case); err != nil {
			return err
		}
		d.Scope, err = ScopeOf(r.Context(), tx, p.Case)
		d.HasScope = err == nil
		if errors.Is(err, db.ErrNotFound) {
			return nil
		}
		return err
	})
	return whomPage.With(d), err
}
