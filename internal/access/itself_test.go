package access_test

import (
	"errors"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/seal"
)

type Tick struct{}

func (Tick) Rule() access.Rule { return access.Rule{Name: "test.tick"} }

// What the program does by itself opens no words, stands in the log in its own
// name where it did something, and is no way around the rights of people.
func TestTheProgramActsInItsOwnNameAndReadsNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		before := logged(t, w)
		err := access.Itself[Tick](bg, w.Gate, w.Own, func(_ *db.Tx, c access.Case) error {
			if c.Review() != w.Own || c.Stage() != access.Gathering || c.Code() == "" {
				t.Errorf("it is in %s at %s", c.Review(), c.Stage())
			}
			for _, compartment := range []seal.Compartment{seal.Chronology, seal.AgencyDraft, seal.AgencyReport, seal.Identity, seal.Hold, seal.Accounts} {
				id := "x"
				if _, err := c.At(compartment, "t", &id).Seal("words", seal.T("Canary")).Value(); !errors.Is(err, seal.ErrClosed) {
					t.Errorf("it opens %s: %v", compartment, err)
				}
			}
			return nil
		})
		if err != nil || logged(t, w) != before {
			t.Errorf("nothing was done: %v, %d entries", err, logged(t, w)-before)
		}
		if err := access.Itself[Tick](bg, w.Gate, w.Own, func(_ *db.Tx, c access.Case) error { c.Touch("row"); return nil }); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(entries(t, w, "test.tick"), "\n"); got != "the program|done|row|"+w.Own {
			t.Errorf("the log says %q", got)
		}
		broken := errors.New("broken")
		if err := access.Itself[Tick](bg, w.Gate, w.Own, func(_ *db.Tx, c access.Case) error { c.Touch("row"); return broken }); !errors.Is(err, broken) {
			t.Error(err)
		}
		if n := len(entries(t, w, "test.tick")); n != 1 {
			t.Errorf("%d entries, though the deed was taken back", n)
		}
		never := func(*db.Tx, access.Case) error { t.Error("it was let in"); return nil }
		if access.Itself[Tick](bg, w.Gate, db.NewID(), never) == nil {
			t.Error("a review that is not there was opened")
		}
		for _, err := range []error{access.Itself[Look](bg, w.Gate, w.Own, never), access.Itself[Sit](bg, w.Gate, w.Own, never),
			access.Itself[Mine](bg, w.Gate, w.Own, never)} {
			if err == nil {
				t.Error("the program did an act of people")
			}
		}
	})
}
