package access

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/audit"
	"lr/internal/db"
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
// as if it were not there. fn says whether it showed anything of the review,
// which leaves an entry there that it was read.
func Across[A Act](ctx context.Context, c Case, fn func(tx *db.Tx, other Case) (shown bool, err error)) error {
	if c.in == nil {
		return ErrForbidden
	}
	var act A
	var shown []Case
	err := c.in.gate.db.Read(ctx, func(tx *db.Tx) error {
		if err := c.again(ctx, tx); err != nil {
			return err
		}
		ids, err := db.All(ctx, tx, db.Column[string], `
			SELECT DISTINCT review_id FROM member WHERE account_id = $1 AND review_id <> $2 ORDER BY review_id`, c.Person(), c.in.review)
		if err != nil {
			return fmt.Errorf("list the person's other reviews: %w", err)
		}
		for _, id := range ids {
			other, err := c.beside(ctx, tx, id, act.Rule())
			if errors.Is(err, ErrStranger) || errors.Is(err, ErrForbidden) || errors.Is(err, ErrUndeclared) || errors.Is(err, ErrDoubt) {
				continue
			}
			if err != nil {
				return err
			}
			saw, err := fn(tx, other)
			if err != nil {
				return err
			}
			if saw {
				shown = append(shown, other)
			}
		}
		return nil
	})
	if err != nil || len(shown) == 0 {
		return err
	}
	return c.in.gate.db.Write(ctx, func(tx *db.Tx) error {
		for _, other := range shown {
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
