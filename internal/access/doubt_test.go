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

// raise raises a doubt about somebody in Own, or settles it.
func raise(t *testing.T, w *accesstest.World, who string, settle bool) {
	t.Helper()
	p := must[Look](t, w, "lead")
	err := p.Write(bg, func(tx *db.Tx) error {
		if settle {
			return p.SettleDoubt(bg, tx, w.Account(who))
		}
		return p.Doubt(bg, tx, w.Account(who))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A doubt closes everything that somebody must be independent for, the
// declaration included, in that review alone; settled, it opens again.
// [SEED team, CP21 p11]
func TestADoubtClosesWhatAsksForIndependence(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		for review, id := range map[string]string{w.Own: "own", w.Other: "other"} {
			w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at, declared_at) VALUES ($1, $2, $3, $4, 'test', $5, $5)`,
				id, review, w.Account("stranger"), access.Reviewer, w.Clock.Now())
		}
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at) VALUES ('author', $1, $2, $3, $4, 'test', $5)`,
			w.Own, w.Account("reviewer"), access.AgencyAuthor, accesstest.Social, w.Clock.Now())
		open := must[Look](t, w, "stranger")
		raise(t, w, "stranger", false)
		raise(t, w, "stranger", false)
		raise(t, w, "reviewer", false)
		for _, err := range []error{w.May(t, "stranger", w.Own, Look{}.Rule()), w.May(t, "stranger", w.Own, Declare{}.Rule()), open.Write(bg, nothing), open.Read(bg, nothing)} {
			if !errors.Is(err, access.ErrDoubt) {
				t.Errorf("in doubt: %v", err)
			}
		}
		if err := w.May(t, "stranger", w.Other, Look{}.Rule()); err != nil {
			t.Errorf("another review is closed as well: %v", err)
		}
		if err := w.May(t, "reviewer", w.Own, Look{}.Rule()); err != nil {
			t.Errorf("a part that asks for no independence is closed: %v", err)
		}
		if err := w.May(t, "lead", w.Own, Look{}.Rule()); err != nil {
			t.Errorf("closed to somebody else: %v", err)
		}
		raise(t, w, "reviewer", true)
		if err := w.May(t, "stranger", w.Own, Look{}.Rule()); !errors.Is(err, access.ErrDoubt) {
			t.Errorf("the doubt about somebody else was settled, and this one with it: %v", err)
		}
		raise(t, w, "stranger", true)
		if err := w.May(t, "stranger", w.Own, Look{}.Rule()); err != nil {
			t.Errorf("settled, and still closed: %v", err)
		}
		var none access.Case
		if none.Doubt(bg, nil, "x") != access.ErrForbidden || none.SettleDoubt(bg, nil, "x") != access.ErrForbidden {
			t.Error("a case that is none raises a doubt")
		}
	})
}

type Compare struct{}

func (Compare) Rule() access.Rule {
	return access.Rule{Name: "test.compare", Opens: seal.Chronology | seal.Identity}
}

// What the program compares along a person's deed opens what its own act says and
// nothing more; the person's own act opens no more than before; and no act of
// people can be done in that way.
func TestTheProgramLooksAlongADeedInItsOwnName(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		seals := func(c access.Case, compartment seal.Compartment) bool {
			id := "x"
			_, err := c.At(compartment, "t", &id).Seal("words", seal.T("Canary")).Value()
			return err == nil
		}
		var kept access.Case
		p := must[Look](t, w, "author")
		err := p.Write(bg, func(tx *db.Tx) error {
			return access.Along[Compare](bg, tx, p.Case, func(own access.Case) error {
				if !seals(own, seal.Identity) || !seals(own, seal.Chronology) || seals(own, seal.Deliberation) || seals(p.Case, seal.Identity) {
					t.Error("it opens what it should not, or not what it should")
				}
				if own.Review() != w.Own || own.Is(access.AgencyAuthor) || own.Person() == w.Account("author") || own.Agency() != "" {
					t.Error("it acts as the person, or in another review")
				}
				own.Touch("row")
				kept = own
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(entries(t, w, "test.compare"), "\n"); got != "the program|done|row|"+w.Own {
			t.Errorf("the log says %q", got)
		}
		if kept.Read(bg, nothing) == nil || kept.Write(bg, nothing) == nil {
			t.Error("it can be used again afterwards")
		}
		never := func(access.Case) error { t.Error("it was let in"); return nil }
		err = p.Read(bg, func(tx *db.Tx) error {
			if access.Along[Declare](bg, tx, p.Case, never) == nil || access.Along[Sit](bg, tx, p.Case, never) == nil ||
				access.Along[Compare](bg, tx, access.Case{}, never) == nil {
				t.Error("the program did an act of people")
			}
			return access.Along[Compare](bg, tx, p.Case, func(access.Case) error { return nil })
		})
		if err != nil || len(entries(t, w, "test.compare")) != 1 {
			t.Errorf("a look that touches nothing: %v", err)
		}
	})
}
