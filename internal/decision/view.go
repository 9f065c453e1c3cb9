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

// view is what one member of the group thinks, for one committee. After says
// that it is from after the views were opened; Walled that its giver stepped
// aside, so that it no longer counts.
type view struct {
	ID, Committee, Account string
	Version                int
	Outcome                Outcome
	Reasons, Sure, Mind    seal.Text
	After, Walled          bool
	Name                   seal.Text
	Past                   []pastView
}

// pastView is what a view said before.
type pastView struct {
	ID, View string
	Outcome  Outcome
	Reasons  seal.Text
}

var sures = []form.Option{{Value: "sure", Label: "Sure"}, {Value: "fairly", Label: "Fairly sure"}, {Value: "unsure", Label: "Not sure"}}

// SureWords say how sure the giver is.
func (v view) SureWords() string {
	for _, s := range sures {
		if s.Value == v.Sure.Reveal() {
			return s.Label
		}
	}
	return "Not said"
}

// views lists every view with what it said before, those of members who stepped
// aside last. It is for those to whom the views are open.
func views(ctx context.Context, tx *db.Tx, c access.Case) ([]view, error) {
	all, err := readViews(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	walled := map[string]bool{}
	by := map[string]seal.Text{}
	for _, p := range people {
		walled[p.ID], by[p.ID] = p.Walled, p.Name
	}
	past, err := pastViews(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var count, rest []view
	for _, v := range all {
		v.Name, v.Walled = by[v.Account], walled[v.Account]
		for _, p := range past {
			if p.View == v.ID {
				v.Past = append(v.Past, p)
			}
		}
		if v.Walled {
			rest = append(rest, v)
		} else {
			count = append(count, v)
		}
	}
	return append(count, rest...), nil
}

func readViews(ctx context.Context, tx *db.Tx, c access.Case) ([]view, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (view, error) {
		var v view
		var outcome seal.Text
		at := c.At(seal.Deliberation, "decision_view", &v.ID)
		err := r.Scan(&v.ID, &v.Committee, &v.Account, &v.Version, at.Open("outcome", &outcome), at.Open("reasons", &v.Reasons),
			at.Open("sure", &v.Sure), at.Open("mind", &v.Mind), &v.After)
		v.Outcome = Outcome(outcome.Reveal())
		return v, err
	}, `
		SELECT id, committee_id, account_id, version, outcome, reasons, sure, mind, after_open
		FROM decision_view WHERE review_id = $1 ORDER BY account_id, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the views: %w", err)
	}
	return all, nil
}

func pastViews(ctx context.Context, tx *db.Tx, c access.Case) ([]pastView, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (pastView, error) {
		var p pastView
		var outcome seal.Text
		at := c.At(seal.Deliberation, "decision_view_past", &p.ID)
		err := r.Scan(&p.ID, &p.View, at.Open("outcome", &outcome), at.Open("reasons", &p.Reasons))
		p.Outcome = Outcome(outcome.Reveal())
		return p, err
	}, `SELECT id, view_id, outcome, reasons FROM decision_view_past WHERE review_id = $1 ORDER BY version`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read what views said before: %w", err)
	}
	return all, nil
}

// mine are a person's own views, by committee.
func mine(ctx context.Context, tx *db.Tx, c access.Case) (map[string]view, error) {
	all, err := readViews(ctx, tx, c)
	own := map[string]view{}
	for _, v := range all {
		if v.Account == c.Person() {
			own[v.Committee] = v
		}
	}
	return own, err
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
	Sures      []form.Option
	Saw        map[string]string // version of one's own view that the form began with, by committee
	Given      bool
	Open       bool
}

var viewPage = web.NewPage[viewData](pages, "view.html")

func askView(r *web.Request, p access.Pass[GiveView]) (web.Answer, error) {
	return viewAgain(r, p, nil)
}

func viewAgain(r *web.Request, p access.Pass[GiveView], f *form.Form) (web.Answer, error) {
	d := viewData{Form: f, Review: p.Review(), Outcomes: outcomes, Sures: sures, Saw: map[string]string{}}
	if f == nil {
		d.Form = form.New()
	}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Committees, err = review.Committees(r.Context(), tx, p.Case); err != nil {
			return err
		}
		now, err := roundOf(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		d.Open = now.Open
		own, err := mine(r.Context(), tx, p.Case)
		d.Given = len(own) > 0
		for _, k := range d.Committees {
			if d.Saw[k.ID] = d.Form.Value("version-" + k.ID); f == nil {
				d.Saw[k.ID] = fmt.Sprint(own[k.ID].Version)
				own[k.ID].into(d.Form)
			}
		}
		return err
	})
	return viewPage.With(d), err
}

// into puts a view into the form, to be changed.
func (v view) into(f *form.Form) {
	if v.Version == 0 {
		return
	}
	f.Set("outcome-"+v.Committee, string(v.Outcome))
	f.Set("reasons-"+v.Committee, v.Reasons.Reveal())
	f.Set("sure-"+v.Committee, v.Sure.Reveal())
	f.Set("mind-"+v.Committee, v.Mind.Reveal())
}

// typedView reads one's view for a committee.
func typedView(f *form.Form, k review.Committee) view {
	return view{Committee: k.ID, Version: f.Number("version-"+k.ID, 0, 1e6, ""),
		Outcome: Outcome(f.Choice("outcome-"+k.ID, outcomes, "Choose what you would recommend to the "+k.Name+".")),
		Reasons: seal.T(f.Text("reasons-"+k.ID, 4000, "Give your reasons. They help the others to understand your view.")),
		Sure:    seal.T(f.Choice("sure-"+k.ID, sures, "")),
		Mind:    seal.T(f.Text("mind-"+k.ID, 2000, ""))}
}

// giveView keeps a member's own view, given before they see those of others. It
// may be changed; what it said before is kept. [CP21 p4]
func giveView(r *web.Request, p access.Pass[GiveView]) (web.Answer, error) {
	ctx := r.Context()
	var vs []view
	err := p.Read(ctx, func(tx *db.Tx) error {
		cs, err := review.Committees(ctx, tx, p.Case)
		for _, k := range cs {
			vs = append(vs, typedView(r.Form, k))
		}
		return err
	})
	if err != nil {
		return web.Answer{}, err
	}
	if !r.Form.OK() {
		return viewAgain(r, p, r.Form)
	}
	err = p.Write(ctx, func(tx *db.Tx) error {
		now, err := roundOf(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		own, err := mine(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for _, v := range vs {
			before := own[v.Committee]
			if before.Version != v.Version {
				return db.ErrStale
			}
			if err := keepView(ctx, tx, p.Case, before, v, now.Open); err != nil {
				return err
			}
		}
		if err := turn(ctx, tx, p.Case, p.Person()); err != nil {
			return err
		}
		return viewsIn(ctx, tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "findings")).Say("Your view is kept."), err
}

func keepView(ctx context.Context, tx *db.Tx, c access.Case, before, v view, open bool) error {
	if v.ID = before.ID; v.ID == "" {
		v.ID = db.NewID()
	}
	c.Touch(v.ID)
	at := c.At(seal.Deliberation, "decision_view", &v.ID)
	words := []any{v.ID, c.Review(), at.Seal("outcome", seal.T(string(v.Outcome))), at.Seal("reasons", v.Reasons),
		at.Seal("sure", v.Sure), at.Seal("mind", v.Mind), open, tx.Now()}
	if before.Version == 0 {
		_, err := tx.Exec(ctx, `
			INSERT INTO decision_view (id, review_id, outcome, reasons, sure, mind, after_open, at, committee_id, account_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, append(words, v.Committee, c.Person())...)
		if errors.Is(err, db.ErrTaken) {
			return db.ErrStale
		}
		return err
	}
	if before.same(v) {
		return nil
	}
	if err := keepPast(ctx, tx, c, before); err != nil {
		return err
	}
	return tx.Change(ctx, `
		UPDATE decision_view SET outcome = $3, reasons = $4, sure = $5, mind = $6, after_open = $7, at = $8, version = version + 1
		WHERE id = $1 AND review_id = $2 AND version = $9`, append(words, before.Version)...)
}

func (v view) same(o view) bool {
	return v.Outcome == o.Outcome && v.Reasons.Reveal() == o.Reasons.Reveal() && v.Sure.Reveal() == o.Sure.Reveal() && v.Mind.Reveal() == o.Mind.Reveal()
}

func keepPast(ctx context.Context, tx *db.Tx, c access.Case, v view) error {
	id := db.NewID()
	at := c.At(seal.Deliberation, "decision_view_past", &id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO decision_view_past (id, review_id, view_id, version, outcome, reasons, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), v.ID, v.Version, at.Seal("outcome", seal.T(string(v.Outcome))), at.Seal("reasons", v.Reasons), tx.Now()); err != nil {
		return fmt.Errorf("keep what a view said: %w", err)
	}
	return nil
}
