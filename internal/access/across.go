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

// Across looks at the other reviews in which the person may do the act. Each is
// decided on by itself: one that is walled off, or that they have no part in, is
// as if it were not there. A review opens only when fn unlocks it.
// shown lists afterwards of which reviews something is shown, which leaves an
// entry there that it was read.
func Across[A Act](ctx context.Context, c Case, fn func(tx *db.Tx, other Case) error, shown func() []string) error {
	if c.in == nil {
		return ErrForbidden
	}
	var act A
	there := map[string]Case{}
	err := c.in.gate.db.Read(ctx, func(tx *db.Tx) error {
		if err := c.again(ctx, tx); err != nil {
			return err
		}
		all, err := parts(ctx, tx, c.in.session, otherReviews, c.in.review)
		if err != nil {
			return fmt.Errorf("list the person's other reviews: %w", err)
		}
		for id, ps := range byReview(all) {
			h, err := holding(ps, act.Rule())
			if err != nil {
				continue
			}
			other := Case{&inside{gate: c.in.gate, session: c.in.session, rule: act.Rule(), review: id, held: *h}}
			other.in.unlock = func() (*seal.Box, error) { return c.in.gate.open(ctx, tx, id, act.Rule().Opens) }
			if err := fn(tx, other); err != nil {
				return err
			}
			there[id] = other
		}
		return nil
	})
	if err != nil {
		return err
	}
	ids := shown()
	if len(ids) == 0 {
		return nil
	}
	return c.in.gate.db.Write(ctx, func(tx *db.Tx) error {
		for _, id := range ids {
			other, ok := there[id]
			if !ok {
				return fmt.Errorf("review %s was not looked at: %w", id, ErrStranger)
			}
			if err := other.entry(ctx, tx, audit.Read); err != nil {
				return err
			}
		}
		return nil
	})
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
