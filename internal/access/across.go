package access

import (
	"context"
	"fmt"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// beside makes the Case of another review for the same person, if they may do
// the act there now.
func (c Case) beside(ctx context.Context, tx *db.Tx, other string, rule Rule) (Case, error) {
	h, err := decide(ctx, tx, c.in.session, other, rule)
	if err != nil {
		return Case{}, err
	}
	box, err := c.in.gate.open(ctx, tx, other, rule.Opens)
	return Case{&inside{gate: c.in.gate, session: c.in.session, rule: rule, review: other, held: *h, box: box}}, err
}

// others lists, still shut, the reviews besides the one in hand, if any, in which
// the person may do the act now. One that is walled off, or that they have no part
// in, is as if it were not there.
func (g *Gate) others(ctx context.Context, tx *db.Tx, s Session, inHand string, rule Rule) ([]Case, error) {
	all, err := parts(ctx, tx, s, otherReviews, inHand)
	if err != nil {
		return nil, fmt.Errorf("list the person's other reviews: %w", err)
	}
	var cases []Case
	for id, ps := range byReview(all) {
		if h, err := holding(ps, rule); err == nil {
			cases = append(cases, Case{&inside{gate: g, session: s, rule: rule, review: id, held: *h}})
		}
	}
	return cases, nil
}

// Unlock opens reviews that Across came by. Every other case is open already.
func Unlock(ctx context.Context, tx *db.Tx, cases []Case) error {
	shut := Together{}
	for _, c := range cases {
		if c.in != nil && c.in.box == nil {
			shut[c.in.review] = c
		}
	}
	if len(shut) == 0 {
		return nil
	}
	which, ids := shut.Among(tx)
	keys, err := keysOf(ctx, tx, which, ids)
	if err != nil {
		return err
	}
	for _, c := range shut {
		if c.in.box, err = c.in.gate.keys.Open(c.in.review, keys[c.in.review], c.in.rule.Opens|seal.Trail); err != nil {
			return err
		}
	}
	return nil
}

// Across looks from the review in hand at the others in which the person may do the
// act, each decided on by itself. Those are shut until fn unlocks them.
// shown lists afterwards of which others something is shown. That it was read stands
// in the log of the review in hand and of those.
func Across[A Act](ctx context.Context, c Case, fn func(tx *db.Tx, others []Case) error, shown func() []string) error {
	if c.in == nil {
		return ErrForbidden
	}
	var act A
	var there Together
	err := c.in.gate.db.Read(ctx, func(tx *db.Tx) error {
		if err := c.again(ctx, tx); err != nil {
			return err
		}
		all, err := c.in.gate.others(ctx, tx, c.in.session, c.in.review, act.Rule())
		if err != nil {
			return err
		}
		there = AllOf(all)
		return fn(tx, all)
	})
	if err != nil {
		return err
	}
	read := []Case{c}
	for _, id := range shown() {
		other, ok := there[id]
		if !ok {
			return fmt.Errorf("review %s was not looked at: %w", id, ErrStranger)
		}
		read = append(read, other)
	}
	return c.in.gate.db.Write(ctx, func(tx *db.Tx) error { return entries(ctx, tx, read, audit.Read) })
}

// Beside does a deed in another review as well, in the transaction of this one:
// the person must be allowed the act there too, and both logs have it.
func Beside[A Act](ctx context.Context, tx *db.Tx, c Case, other string, fn func(other Case) error) error {
	if c.in == nil {
		return ErrForbidden
	}
	if other = bounded(other); other == c.in.review {
		return ErrStranger
	}
	var act A
	there, err := c.beside(ctx, tx, other, act.Rule())
	if err != nil {
		return err
	}
	if err := fn(there); err != nil {
		return err
	}
	return there.entry(ctx, tx, audit.Done)
}
