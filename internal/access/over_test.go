package access_test

import (
	"errors"
	"slices"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// Many reviews read at once are those that were asked for and are the person's,
// each open, and each has it in its log.
func TestManyReviewsReadAtOnceAreEachDecidedOnAndLogged(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		own, err := access.CheckOwn[Sit](bg, w.Gate, w.Session(t, "lead"), "")
		if err != nil {
			t.Fatal(err)
		}
		reads := func(review string) int {
			return one[int](t, w, `SELECT COUNT(*) FROM audit_entry WHERE review_id = $1 AND action = 'test.keep' AND outcome = $2`, review, audit.Read)
		}
		over := func(reviews ...string) (seen []string) {
			t.Helper()
			if err := access.Over[Keep](bg, own.Outside, reviews, func(_ *db.Tx, cases []access.Case) error {
				for _, c := range cases {
					seen = append(seen, c.Review())
					id := "row"
					if _, err := c.At(seal.Chronology, "t", &id).Seal("c", seal.T("w")).Value(); err != nil {
						t.Errorf("the act opens nothing there: %v", err)
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return seen
		}
		both := slices.Sorted(slices.Values([]string{w.Own, w.Other}))
		if got := over(both...); !slices.Equal(got, []string{w.Own}) || reads(w.Own) != 1 || reads(w.Other) != 0 {
			t.Errorf("without a part in the other: %v, %d and %d entries", got, reads(w.Own), reads(w.Other))
		}
		alsoIn(t, w, "lead", access.LeadOfficer)
		if got := over(w.Other, "none"); !slices.Equal(got, []string{w.Other}) || reads(w.Own) != 1 || reads(w.Other) != 1 {
			t.Errorf("asked for the other alone: %v, %d and %d entries", got, reads(w.Own), reads(w.Other))
		}
		if got := over(both...); !slices.Equal(got, both) || reads(w.Own) != 2 || reads(w.Other) != 2 {
			t.Errorf("asked for both: %v, %d and %d entries", got, reads(w.Own), reads(w.Other))
		}
		if got := over(); len(got) != 0 {
			t.Errorf("asked for none: %v", got)
		}
		never := func(*db.Tx, []access.Case) error { t.Error("it was run"); return nil }
		if err := access.Over[Keep](bg, access.Outside{}, both, never); !errors.Is(err, access.ErrSignIn) {
			t.Errorf("a pass that nobody made: %v", err)
		}
		trouble := errors.New("trouble")
		if err := access.Over[Keep](bg, own.Outside, both, func(*db.Tx, []access.Case) error { return trouble }); !errors.Is(err, trouble) || reads(w.Own) != 2 {
			t.Errorf("trouble is told as %v, %d entries", err, reads(w.Own))
		}
		w.Exec(t, `UPDATE account SET state = 'suspended' WHERE id = $1`, w.Account("lead"))
		if err := access.Over[Keep](bg, own.Outside, both, never); !errors.Is(err, access.ErrSignIn) {
			t.Errorf("without the account: %v", err)
		}
	})
}
