package accesstest

import (
	"context"
	"testing"

	"lr/internal/db"
	"lr/internal/review"
)

// DueDaysStand fails the test where the day in a clock's row is not the day on
// which it is due: somebody changed what it hangs on, and did not work it out anew.
func DueDaysStand(t testing.TB, d *db.DB) {
	t.Helper()
	must(t, d.Write(context.Background(), func(tx *db.Tx) error {
		rows := func() []string {
			all, err := db.All(context.Background(), tx, db.Column[string], `SELECT what || ', ' || key || ': ' || COALESCE(CAST(due AS TEXT), 'no day') FROM review_clock ORDER BY id`)
			must(t, err)
			return all
		}
		was := rows()
		must(t, review.RecountAll(context.Background(), tx))
		for i, is := range rows() {
			if was[i] != is {
				t.Errorf("%q stands in the row of what is due as %q", was[i], is)
			}
		}
		return nil
	}))
}
