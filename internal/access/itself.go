package access

import (
	"context"
	"fmt"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// itself stands in the log for what no person did.
const itself = "the program"

// Itself lets the program do by itself what falls due in a review, such as a
// reminder. No role has such an act, and it opens no words of the case. Where it
// touched something, that stands in the log.
func Itself[A Act](ctx context.Context, g *Gate, review string, fn func(tx *db.Tx, c Case) error) error {
	var act A
	rule := act.Rule()
	if len(rule.Who) > 0 || rule.Opens != 0 || rule.Office != 0 {
		return fmt.Errorf("%s is an act of people", rule.Name)
	}
	return g.db.Write(ctx, func(tx *db.Tx) error {
		in := &inside{gate: g, session: Session{Account: itself}, rule: rule, review: review}
		var err error
		if in.held, err = db.One(ctx, tx, func(r db.Row) (held, error) {
			var h held
			return h, r.Scan(&h.code, &h.stage)
		}, `SELECT code, stage FROM review WHERE id = $1`, review); err != nil {
			return fmt.Errorf("the review of %s: %w", rule.Name, err)
		}
		if in.box, err = g.open(ctx, tx, review, seal.Trail); err != nil {
			return err
		}
		c := Case{in}
		if err := fn(tx, c); err != nil || len(in.objects) == 0 {
			return err
		}
		return c.entry(ctx, tx, audit.Done)
	})
}
