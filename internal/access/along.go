package access

import (
	"context"
	"fmt"

	"lr/internal/audit"
	"lr/internal/db"
)

// Along lets the program look, within what a person does or reads, at words that
// the person's act does not open: to compare them, or to put a code in the place
// of a name. No role has such an act, and the person gets nothing of what it
// opens but what fn makes of it. Where it touched something, that stands in the
// log as the program's own deed.
func Along[A Act](ctx context.Context, tx *db.Tx, c Case, fn func(own Case) error) error {
	if c.in == nil {
		return ErrForbidden
	}
	var act A
	rule := act.Rule()
	if len(rule.Who) > 0 || rule.Office != 0 {
		return fmt.Errorf("%s is an act of people", rule.Name)
	}
	box, err := c.in.gate.open(ctx, tx, c.in.review, rule.Opens)
	if err != nil {
		return err
	}
	in := &inside{gate: c.in.gate, session: Session{Account: itself}, rule: rule, review: c.in.review,
		held: held{code: c.in.held.code, stage: c.in.held.stage}, box: box}
	if err := fn(Case{in}); err != nil || len(in.objects) == 0 {
		return err
	}
	return Case{in}.entry(ctx, tx, audit.Done)
}
