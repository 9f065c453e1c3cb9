package access

import (
	"context"
	"fmt"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// Over reads many reviews at once: those of the named ones in which the person may
// do the act now. Each is decided on by itself, and a review that shuts them out,
// or where they have not declared yet, is as if it were not there. Each leaves an
// entry in its log that it was read.
func Over[A Act](ctx context.Context, o Outside, reviews []string, fn func(tx *db.Tx, cases []Case) error) error {
	if o.in == nil || !o.in.session.Complete {
		return ErrSignIn
	}
	var act A
	var cases []Case
	err := o.in.gate.db.Read(ctx, func(tx *db.Tx) error {
		if err := o.again(ctx, tx); err != nil {
			return err
		}
		var err error
		if cases, err = o.cases(ctx, tx, act.Rule(), reviews); err != nil {
			return err
		}
		return fn(tx, cases)
	})
	if err != nil || len(cases) == 0 {
		return err
	}
	return o.in.gate.db.Write(ctx, func(tx *db.Tx) error {
		var es []audit.Entry
		for _, c := range cases {
			es = append(es, c.entryOf(audit.Read))
		}
		if err := o.in.gate.log.Append(ctx, tx, es...); err != nil {
			return fmt.Errorf("log %s: %w", act.Rule().Name, err)
		}
		return nil
	})
}

// cases opens those of the reviews in which the person may do the act.
func (o Outside) cases(ctx context.Context, tx *db.Tx, rule Rule, reviews []string) ([]Case, error) {
	all, err := parts(ctx, tx, o.in.session, otherReviews, "")
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, id := range reviews {
		asked[id] = true
	}
	var cases []Case
	var open []string
	for id, ps := range byReview(all) {
		if h, err := holding(ps, rule); err == nil && asked[id] {
			cases = append(cases, Case{&inside{gate: o.in.gate, session: o.in.session, rule: rule, review: id, held: *h}})
			open = append(open, id)
		}
	}
	keys := map[string][]seal.Wrapped{}
	which, ids := tx.Among("review_id", open)
	if _, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review string
		var w seal.Wrapped
		err := r.Scan(&review, &w.Name, &w.Key)
		keys[review] = append(keys[review], w)
		return review, err
	}, `SELECT review_id, name, wrapped FROM review_key WHERE `+which, ids); err != nil {
		return nil, fmt.Errorf("read the keys of the reviews: %w", err)
	}
	for _, c := range cases {
		if c.in.box, err = o.in.gate.keys.Open(c.in.review, keys[c.in.review], rule.Opens|seal.Trail); err != nil {
			return nil, err
		}
	}
	return cases, nil
}
