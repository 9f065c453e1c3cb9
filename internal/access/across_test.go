package access_test

import (
	"errors"
	"slices"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/seal"
)

// Keep is an act of the lead officer alone.
type Keep struct{}

func (Keep) Rule() access.Rule {
	return access.Rule{Name: "test.keep", Opens: seal.Chronology, Who: access.Grants{
		{Roles: access.LeadOfficer, Stages: access.Through(access.Gathering, access.Learning)}}}
}

// alsoIn gives the person of Own a part in Other.
func alsoIn(t *testing.T, w *accesstest.World, name string, role access.Role) {
	t.Helper()
	w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at, declared_at) VALUES ($1, $2, $3, $4, 'test', $5, $5)`,
		db.NewID(), w.Other, w.Account(name), role, w.Clock.Now())
}

// Looking across reviews comes to those alone in which the person has the act
// now; one behind a wall, of another role, at another stage or whose part ended
// is not there. What was shown is in the log of the review it was shown of.
func TestLookingAcrossComesOnlyToWhatIsOpen(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		across := func(show bool) (seen []string) {
			t.Helper()
			p := must[Keep](t, w, "lead")
			err := access.Across[Keep](bg, p.Case, func(tx *db.Tx, others []access.Case) error {
				seals := func(other access.Case, of seal.Compartment) error {
					id := "row"
					_, err := other.At(of, "t", &id).Seal("c", seal.T("w")).Value()
					return err
				}
				for _, other := range others {
					seen = append(seen, other.Review())
					if err := seals(other, seal.Chronology); !errors.Is(err, seal.ErrClosed) {
						t.Errorf("it is open before it is unlocked: %v", err)
					}
				}
				for range 2 {
					if err := access.Unlock(bg, tx, append(others, p.Case, access.Case{})); err != nil {
						t.Error(err)
					}
				}
				for _, other := range others {
					if err := seals(other, seal.Chronology); err != nil {
						t.Errorf("the act opens nothing there: %v", err)
					}
					if err := seals(other, seal.Identity); !errors.Is(err, seal.ErrClosed) {
						t.Errorf("the act opens more than it says: %v", err)
					}
				}
				return nil
			}, func() []string {
				if show {
					return seen
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return seen
		}
		entriesOf := func(review string) int {
			return one[int](t, w, `SELECT COUNT(*) FROM audit_entry WHERE review_id = $1`, review)
		}
		entries := func() int { return entriesOf(w.Other) }
		if got := across(true); len(got) != 0 {
			t.Errorf("a review without a part is looked at: %v", got)
		}
		alsoIn(t, w, "lead", access.LeadOfficer)
		before, own := entries(), entriesOf(w.Own)
		if got := across(false); !slices.Equal(got, []string{w.Other}) || entries() != before {
			t.Errorf("looked at %v, %d entries", got, entries()-before)
		}
		if n := entriesOf(w.Own); n != own+1 {
			t.Errorf("%d entries in the review in hand", n-own)
		}
		if across(true); entries() != before+1 {
			t.Errorf("%d entries for what was shown", entries()-before)
		}
		for why, change := range map[string][2]string{
			"a wall": {`INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`, `DELETE FROM wall WHERE id = 'w'`},
		} {
			w.Exec(t, change[0], w.Other, w.Account("lead"), []byte{1}, w.Clock.Now())
			if got := across(true); len(got) != 0 {
				t.Errorf("%s: %v", why, got)
			}
			w.Exec(t, change[1])
		}
		w.Exec(t, `UPDATE review SET stage = $1 WHERE id = $2`, access.Closed, w.Other)
		if got := across(true); len(got) != 0 {
			t.Errorf("at another stage: %v", got)
		}
		w.Exec(t, `UPDATE review SET stage = $1 WHERE id = $2`, access.Gathering, w.Other)
		w.Exec(t, `UPDATE member SET role = $1 WHERE review_id = $2 AND account_id = $3`, access.Administrator, w.Other, w.Account("lead"))
		if got := across(true); len(got) != 0 {
			t.Errorf("in another role: %v", got)
		}
		w.Exec(t, `UPDATE member SET role = $1, until_at = $2 WHERE review_id = $3 AND account_id = $4`, access.LeadOfficer, w.Clock.Now(), w.Other, w.Account("lead"))
		if got := across(true); len(got) != 0 {
			t.Errorf("after the part ended: %v", got)
		}
	})
}

// A pass that is over looks at nothing, and what goes wrong while looking is told.
func TestLookingAcrossDecidesAgain(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		alsoIn(t, w, "lead", access.LeadOfficer)
		never := func(*db.Tx, []access.Case) error { t.Error("it was run"); return nil }
		none := func() []string { return nil }
		if err := access.Across[Keep](bg, access.Case{}, never, none); !errors.Is(err, access.ErrForbidden) {
			t.Errorf("a pass that nobody made: %v", err)
		}
		p := must[Keep](t, w, "lead")
		trouble := errors.New("trouble")
		if err := access.Across[Keep](bg, p.Case, func(*db.Tx, []access.Case) error { return trouble }, none); !errors.Is(err, trouble) {
			t.Errorf("trouble is told as %v", err)
		}
		looked := func(*db.Tx, []access.Case) error { return nil }
		if err := access.Across[Keep](bg, p.Case, looked, func() []string { return []string{"no such review"} }); !errors.Is(err, access.ErrStranger) {
			t.Errorf("a review that was not looked at is said to be shown: %v", err)
		}
		w.Exec(t, `UPDATE review SET stage = $1 WHERE id = $2`, access.Learning, w.Own)
		if err := access.Across[Keep](bg, p.Case, never, none); !errors.Is(err, access.ErrMoved) {
			t.Errorf("a review that moved: %v", err)
		}
	})
}

// A deed in two reviews needs the right in both, is in both logs, and is done
// in both or in neither.
func TestADeedBesideNeedsTheRightInBoth(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		beside := func(other string, deed func(access.Case) error) error {
			t.Helper()
			p := must[Keep](t, w, "lead")
			return p.Write(bg, func(tx *db.Tx) error { return access.Beside[Keep](bg, tx, p.Case, other, deed) })
		}
		entries := func(review string) int {
			return one[int](t, w, `SELECT COUNT(*) FROM audit_entry WHERE review_id = $1 AND action = 'test.keep' AND outcome = 'done'`, review)
		}
		done := func(access.Case) error { return nil }
		for _, other := range []string{w.Other, w.Own, "", "none", db.NewID()} {
			if err := beside(other, done); !errors.Is(err, access.ErrStranger) {
				t.Errorf("beside %q: %v", other, err)
			}
		}
		if err := access.Beside[Keep](bg, nil, access.Case{}, w.Other, done); !errors.Is(err, access.ErrForbidden) {
			t.Errorf("a pass that nobody made: %v", err)
		}
		alsoIn(t, w, "lead", access.Administrator)
		if err := beside(w.Other, done); !errors.Is(err, access.ErrForbidden) {
			t.Errorf("in another role: %v", err)
		}
		w.Exec(t, `UPDATE member SET role = $1 WHERE review_id = $2 AND account_id = $3`, access.LeadOfficer, w.Other, w.Account("lead"))
		trouble := errors.New("trouble")
		if err := beside(w.Other, func(access.Case) error { return trouble }); !errors.Is(err, trouble) || entries(w.Own) != 0 || entries(w.Other) != 0 {
			t.Errorf("after trouble: %v, %d and %d entries", err, entries(w.Own), entries(w.Other))
		}
		err := beside(w.Other, func(there access.Case) error {
			if there.Review() != w.Other || !there.Is(access.LeadOfficer) {
				t.Error("it is another review than was asked for")
			}
			return nil
		})
		if err != nil || entries(w.Own) != 1 || entries(w.Other) != 1 {
			t.Errorf("%v, %d and %d entries", err, entries(w.Own), entries(w.Other))
		}
	})
}

// What lies behind a link's secret opens with that secret alone, and only to an
// act that opens notifications.
func TestWordsBehindALinkOpenWithItAlone(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		p, id := access.CheckOpen[Begin](w.Gate, access.Session{}, ""), "row"
		sealed, err := p.Behind("secret", "t", &id).Seal("c", seal.T("Canary")).Value()
		if err != nil {
			t.Fatal(err)
		}
		var words seal.Text
		if err := p.Behind("secret", "t", &id).Open("c", &words).Scan(sealed); err != nil || words.Reveal() != "Canary" {
			t.Errorf("the secret does not open its words: %v", err)
		}
		if err := p.Behind("Secret", "t", &id).Open("c", &words).Scan(sealed); !errors.Is(err, seal.ErrTampered) {
			t.Errorf("another secret: %v", err)
		}
		for what, place := range map[string]seal.Place{"no secret": p.Behind("", "t", &id),
			"another act":          access.CheckOpen[Mine](w.Gate, access.Session{}, "").Behind("secret", "t", &id),
			"a pass nobody made":   access.Open[Begin]{}.Behind("secret", "t", &id),
			"the installation key": access.CheckOpen[Mine](w.Gate, access.Session{}, "").At("t", &id)} {
			if err := place.Open("c", &words).Scan(sealed); err == nil {
				t.Errorf("%s opens what lies behind a link", what)
			}
		}
	})
}
