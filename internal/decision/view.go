package decision

import (
	"context"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// view is what one member of the group thinks, for one committee.
type view struct {
	ID, Committee, Account string
	Outcome                Outcome
	Reasons                seal.Text
	At                     time.Time
	Name                   seal.Text
}

func views(ctx context.Context, tx *db.Tx, c access.Case) ([]view, error) {
	vs, err := db.All(ctx, tx, func(r db.Row) (view, error) {
		var v view
		var outcome seal.Text
		at := c.At(seal.Deliberation, "decision_view", &v.ID)
		err := r.Scan(&v.ID, &v.Committee, &v.Account, at.Open("outcome", &outcome), at.Open("reasons", &v.Reasons), &v.At)
		v.Outcome = Outcome(outcome.Reveal())
		return v, err
	}, `SELECT id, committee_id, account_id, outcome, reasons, at FROM decision_view WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the views: %w", err)
	}
	by, err := names(ctx, tx, c)
	for i := range vs {
		vs[i].Name = by[vs[i].Account]
	}
	return vs, err
}

func hasView(ctx context.Context, tx *db.Tx, c access.Case, account string) (bool, error) {
	n, err := db.One(ctx, tx, db.Column[int], `SELECT COUNT(*) FROM decision_view WHERE review_id = $1 AND account_id = $2`,
		c.Review(), account)
	if err != nil {
		return false, fmt.Errorf("count the views: %w", err)
	}
	return n > 0, nil
}

type viewData struct {
	Form       *form.Form
	Review     string
	Committees []review.Committee
	Outcomes   []form.Option
	Given      int
	Group      int
	Mine       bool
}

var viewPage = web.NewPage[viewData](pages, "view.html")

func askView(r *web.Request, p access.Pass[GiveView]) (web.Answer, error) {
	return viewAgain(r, p, form.New())
}

func viewAgain(r *web.Request, p access.Pass[GiveView], f *form.Form) (web.Answer, error) {
	d := viewData{Form: f, Review: p.Review(), Outcomes: outcomes}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Committees, err = review.Committees(r.Context(), tx, p.Case); err != nil {
			return err
		}
		group, err := groupOf(r.Context(), tx, p.Case, nil)
		for _, m := range group {
			if m.Walled {
				continue
			}
			d.Group++
			if m.Given {
				d.Given++
			}
			d.Mine = d.Mine || m.Given && m.ID == p.Person()
		}
		return err
	})
	return viewPage.With(d), err
}

// giveView keeps a member's own view. It is given once, before they see the
// views of others. [CP21 p4]
func giveView(r *web.Request, p access.Pass[GiveView]) (web.Answer, error) {
	var vs []view
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		cs, err := review.Committees(r.Context(), tx, p.Case)
		for _, k := range cs {
			vs = append(vs, view{Committee: k.ID,
				Outcome: Outcome(r.Form.Choice("outcome-"+k.ID, outcomes, "Choose what you would recommend to the "+k.Name+".")),
				Reasons: seal.T(r.Form.Text("reasons-"+k.ID, 4000, "Give your reasons. They help the others to understand your view."))})
		}
		return err
	})
	if err != nil {
		return web.Answer{}, err
	}
	if !r.Form.OK() {
		return viewAgain(r, p, r.Form)
	}
	err = p.Write(r.Context(), func(tx *db.Tx) error {
		for _, v := range vs {
			if err := insertView(r.Context(), tx, p.Case, v); err != nil {
				return err
			}
		}
		return viewGiven(r.Context(), tx, p.Case)
	})
	a := web.Redirect(review.Path(p.Case, "findings")).Say("Your view is kept. You can now read what the others think.")
	return a, err
}

func insertView(ctx context.Context, tx *db.Tx, c access.Case, v view) error {
	given, err := db.All(ctx, tx, db.Column[string], `
		SELECT id FROM decision_view WHERE review_id = $1 AND committee_id = $2 AND account_id = $3`, c.Review(), v.Committee, c.Person())
	if err != nil {
		return err
	}
	if len(given) > 0 {
		return db.ErrStale
	}
	v.ID = db.NewID()
	c.Touch(v.ID)
	at := c.At(seal.Deliberation, "decision_view", &v.ID)
	_, err = tx.Exec(ctx, `
		INSERT INTO decision_view (id, review_id, committee_id, account_id, outcome, reasons, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		v.ID, c.Review(), v.Committee, c.Person(), at.Seal("outcome", seal.T(string(v.Outcome))), at.Seal("reasons", v.Reasons), tx.Now())
	if err != nil {
		return fmt.Errorf("keep the view: %w", err)
	}
	return nil
}

// viewGiven goes on from a view: it waits for its giver no longer.
func viewGiven(ctx context.Context, tx *db.Tx, c access.Case) error {
	if err := turn(ctx, tx, c, c.Person()); err != nil {
		return err
	}
	return viewsIn(ctx, tx, c)
}

// viewsIn tells the lead officer when no view of the group is missing any more.
func viewsIn(ctx context.Context, tx *db.Tx, c access.Case) error {
	if done, err := review.Has(ctx, tx, c, review.Recommendation); err != nil || done {
		return err
	}
	group, err := groupOf(ctx, tx, c, nil)
	if err != nil {
		return err
	}
	given := 0
	for _, m := range group {
		if m.Walled {
			continue
		}
		if !m.Given {
			return nil
		}
		given++
	}
	if given == 0 {
		return nil
	}
	return ask(ctx, tx, c, review.Task{Key: "views-in", Role: access.LeadOfficer,
		What: "All views are in. Write down what the group finds and recommends", Path: review.Path(c, "findings")})
}
