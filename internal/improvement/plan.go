package improvement

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// Considered is what the chief officers said of the strategies and of the
// people, time and money they need. [CP24 p6]
type Considered struct {
	On    db.Date
	Words seal.Text
}

// considered lists what the chief officers said, in order.
func considered(ctx context.Context, tx *db.Tx, c access.Case) ([]Considered, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Considered, error) {
		var one Considered
		var id string
		var day seal.Text
		at := c.At(seal.Published, "strategy_plan", &id)
		err := r.Scan(&id, at.Open("considered_on", &day), at.Open("words", &one.Words))
		if err == nil {
			one.On, err = db.ParseDate(day.Reveal())
		}
		return one, err
	}, `SELECT id, considered_on, words FROM strategy_plan WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("what chief officers said of the strategies: %w", err)
	}
	return all, nil
}

func consider(r *web.Request, p access.Pass[Consider]) (web.Answer, error) {
	f := r.Form
	day := f.Date("day", "Give the day when the chief officers considered it.")
	words := f.Text("words", 4000, "Say what they said of the strategies, and of the people, time and money they need.")
	if day.After(r.Today()) {
		f.Refuse("day", "This day is still to come.")
	}
	if !f.OK() {
		return listAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		id := db.NewID()
		at := p.At(seal.Published, "strategy_plan", &id)
		if _, err := tx.Exec(r.Context(), `INSERT INTO strategy_plan (id, review_id, considered_on, words, account_id, at) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, p.Review(), at.Seal("considered_on", seal.T(day.String())), at.Seal("words", seal.T(words)), p.Person(), tx.Now()); err != nil {
			return fmt.Errorf("what chief officers said of the strategies: %w", err)
		}
		p.Touch(id)
		return review.Settle(r.Context(), tx, p.Case, taskConsider)
	})
	return web.Redirect(review.Path(p.Case, "strategies")).Say("Written down."), err
}

const taskConsider = "strategies-considered"

// askToConsider asks the chief officers, once each strategy is owned, to consider
// them together. It asks once.
func askToConsider(ctx context.Context, tx *db.Tx, c access.Case) error {
	said, err := considered(ctx, tx, c)
	if err != nil || len(said) > 0 {
		return err
	}
	asked, err := review.Has(ctx, tx, c, review.StrategiesOwned)
	if err != nil || asked {
		return err
	}
	path := review.Path(c, "strategies")
	if err := review.Ask(ctx, tx, c, review.Task{Key: taskConsider, Role: access.ChiefOfficer,
		What: "Consider the strategies and what they need", Path: path}); err != nil {
		return err
	}
	return writeTo(ctx, tx, c, access.ChiefOfficer, path)
}
