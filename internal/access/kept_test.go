package access_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/seal"
)

// Mute is an act that opens nothing.
type Mute struct{}

func (Mute) Rule() access.Rule {
	r := Keep{}.Rule()
	r.Name, r.Opens = "test.mute", 0
	return r
}

// Also opens another compartment beside.
type Also struct{}

func (Also) Rule() access.Rule {
	r := Keep{}.Rule()
	r.Name, r.Opens = "test.also", seal.Chronology|seal.Hold
	return r
}

// What was worked out of words is given only to an act that opens them: only of
// the version, the review, the compartment and the thing that was asked for.
func TestWhatIsKeptIsGivenOnlyToWhoMayOpenIt(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		alsoIn(t, w, "lead", access.LeadOfficer)
		made := 0
		kept := func(c access.Case, of seal.Compartment, what, version string) int {
			t.Helper()
			v, err := access.Kept(c, of, what, version, func() (int, error) { made++; return made, nil })
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		lead, again, also := must[Keep](t, w, "lead").Case, must[Keep](t, w, "lead").Case, must[Also](t, w, "lead").Case
		for i, x := range []struct {
			c             access.Case
			of            seal.Compartment
			what, version string
			want          int
			why           string
		}{
			{lead, seal.Chronology, "line", "1", 1, "the first time it is made"},
			{again, seal.Chronology, "line", "1", 1, "the same for another act of the same review"},
			{also, seal.Chronology, "line", "1", 1, "the same for an act that opens more"},
			{lead, seal.Chronology, "words", "1", 2, "another thing is another"},
			{also, seal.Hold, "line", "1", 3, "of another compartment it is another"},
			{lead, seal.Chronology, "line", "2", 4, "of another version it is made anew"},
			{again, seal.Chronology, "line", "1", 5, "the version before is gone"},
			{again, seal.Chronology, "line", "1", 5, "and kept again"},
		} {
			if got := kept(x.c, x.of, x.what, x.version); got != x.want {
				t.Errorf("%d: %s: %d, want %d", i, x.why, got, x.want)
			}
		}
		p := must[Keep](t, w, "lead")
		if err := access.Across[Keep](bg, p.Case, func(_ *db.Tx, others []access.Case) error {
			for _, other := range others {
				if got := kept(other, seal.Chronology, "line", "1"); got != 6 {
					t.Errorf("of another review it is %d", got)
				}
			}
			return nil
		}, func() []string { return nil }); err != nil {
			t.Fatal(err)
		}
		if got := kept(lead, seal.Chronology, "line", "1"); got != 5 {
			t.Errorf("after another review asked, it is %d", got)
		}
		never := func() (int, error) { t.Error("it was made"); return 0, nil }
		mute := must[Mute](t, w, "lead").Case
		for what, c := range map[string]access.Case{"an act that opens nothing": mute, "a pass that nobody made": {}} {
			if v, err := access.Kept(c, seal.Chronology, "line", "1", never); !errors.Is(err, access.ErrForbidden) || v != 0 {
				t.Errorf("%s gets %d, %v", what, v, err)
			}
		}
		for _, of := range []seal.Compartment{seal.Identity, seal.Chronology | seal.Identity} {
			if v, err := access.Kept(lead, of, "line", "1", never); !errors.Is(err, access.ErrForbidden) || v != 0 {
				t.Errorf("an act that does not open %s gets %d, %v", of, v, err)
			}
		}
	})
}

// Of many reviews at once, those alone are made whose words are not in memory, each
// of its own version; to an act that opens less, none.
func TestOfManyReviewsOnlyWhatIsMissingIsMade(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		alsoIn(t, w, "lead", access.LeadOfficer)
		p := must[Keep](t, w, "lead")
		version := map[string]string{w.Own: "1", w.Other: "1"}
		var made []string
		trouble := errors.New("trouble")
		kept := func(fails error, cases ...access.Case) (map[string]string, error) {
			made = nil
			return access.KeptOf(cases, seal.Chronology, "line", version, func(missing []access.Case) (map[string]string, error) {
				all := map[string]string{}
				for _, c := range missing {
					made = append(made, c.Review())
					all[c.Review()] = c.Review() + version[c.Review()]
				}
				return all, fails
			})
		}
		if err := access.Across[Keep](bg, p.Case, func(_ *db.Tx, others []access.Case) error {
			both := append(others, p.Case)
			for i, x := range []struct {
				cases []access.Case
				fails error
				made  []string
				why   string
			}{
				{others, trouble, []string{w.Other}, "what fails is told"},
				{others, nil, []string{w.Other}, "and not kept"},
				{both, nil, []string{w.Own}, "only what is missing is made"},
				{both, nil, nil, "everything is there"},
				{nil, nil, nil, "nothing is asked"},
			} {
				all, err := kept(x.fails, x.cases...)
				if !errors.Is(err, x.fails) || !slices.Equal(made, x.made) {
					t.Errorf("%d: %s: %v, made %v", i, x.why, err, made)
				}
				for _, c := range x.cases {
					if x.fails == nil && all[c.Review()] != c.Review()+"1" {
						t.Errorf("%d: %s: of %s it is %q", i, x.why, c.Review(), all[c.Review()])
					}
				}
			}
			version[w.Other] = "2"
			if all, err := kept(nil, both...); err != nil || !slices.Equal(made, []string{w.Other}) || all[w.Other] != w.Other+"2" || all[w.Own] != w.Own+"1" {
				t.Errorf("of a new version it is %v, %v, made %v", all, err, made)
			}
			return nil
		}, func() []string { return nil }); err != nil {
			t.Fatal(err)
		}
		for what, c := range map[string]access.Case{"an act that opens nothing": must[Mute](t, w, "lead").Case, "a pass that nobody made": {}} {
			if all, err := kept(nil, p.Case, c); !errors.Is(err, access.ErrForbidden) || all != nil || made != nil {
				t.Errorf("%s gets %v, %v", what, all, err)
			}
		}
	})
}

// Rows of many reviews are opened each with the keys of its own; one of a review
// that was not asked for, or of a case that is shut, with none.
func TestRowsOfManyReviewsOpenWithTheirOwnKeys(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		alsoIn(t, w, "lead", access.LeadOfficer)
		p, id := must[Keep](t, w, "lead"), "row"
		if err := access.Across[Keep](bg, p.Case, func(tx *db.Tx, others []access.Case) error {
			opens := func(all access.Together, review string, sealed any) error {
				var words seal.Text
				return all.At(&review, seal.Chronology, "t", &id).Open("c", &words).Scan(sealed)
			}
			both := access.AllOf(append(others, p.Case))
			own, err := p.At(seal.Chronology, "t", &id).Seal("c", seal.T("w")).Value()
			if err != nil {
				return err
			}
			if err := opens(both, w.Own, own); err != nil {
				t.Errorf("its own keys: %v", err)
			}
			if err := opens(both, w.Other, own); !errors.Is(err, seal.ErrClosed) {
				t.Errorf("a case that is shut: %v", err)
			}
			if err := access.Unlock(bg, tx, others); err != nil {
				return err
			}
			if err := opens(both, w.Other, own); !errors.Is(err, seal.ErrTampered) {
				t.Errorf("the keys of another review: %v", err)
			}
			for _, review := range []string{"", db.NewID()} {
				if err := opens(both, review, own); !errors.Is(err, seal.ErrClosed) {
					t.Errorf("a review that was not asked for: %v", err)
				}
			}
			if err := opens(access.AllOf(others), w.Own, own); !errors.Is(err, seal.ErrClosed) {
				t.Errorf("only the others were asked for: %v", err)
			}
			return nil
		}, func() []string { return nil }); err != nil {
			t.Fatal(err)
		}
	})
}

// What could not be made is not kept, nor is what another kind of value was kept as.
func TestWhatCouldNotBeMadeIsNotKept(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead, trouble := must[Keep](t, w, "lead").Case, errors.New("trouble")
		if _, err := access.Kept(lead, seal.Chronology, "line", "1", func() (int, error) { return 7, trouble }); !errors.Is(err, trouble) {
			t.Errorf("trouble is told as %v", err)
		}
		if v, err := access.Kept(lead, seal.Chronology, "line", "1", func() (int, error) { return 8, nil }); v != 8 || err != nil {
			t.Errorf("after trouble it is %d, %v", v, err)
		}
		if v, err := access.Kept(lead, seal.Chronology, "line", "1", func() (string, error) { return "nine", nil }); v != "nine" || err != nil {
			t.Errorf("as words it is %q, %v", v, err)
		}
	})
}

// A deed that was taken back leaves nothing wrong: what was worked out in it is
// of a version that never comes again.
func TestADeedTakenBackLeavesNothingWrong(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE review SET code = 'before' WHERE id = $1`, w.Own)
		version := func(tx *db.Tx) string {
			v, err := db.One(bg, tx, db.Column[string], `SELECT code FROM review WHERE id = $1`, w.Own)
			if err != nil {
				t.Error(err)
			}
			return v
		}
		line := func(c access.Case, tx *db.Tx) string {
			v := version(tx)
			words, err := access.Kept(c, seal.Chronology, "line", v, func() (string, error) { return "line of " + v, nil })
			if err != nil {
				t.Error(err)
			}
			return words
		}
		p, trouble := must[Keep](t, w, "lead"), errors.New("trouble")
		sees := func(want string) {
			t.Helper()
			if err := p.Read(bg, func(tx *db.Tx) error {
				if got := line(p.Case, tx); got != want {
					t.Errorf("a reader gets %q, want %q", got, want)
				}
				return nil
			}); err != nil {
				t.Error(err)
			}
		}
		sees("line of before")
		if err := p.Write(bg, func(tx *db.Tx) error {
			if _, err := tx.Exec(bg, `UPDATE review SET code = 'taken back' WHERE id = $1`, w.Own); err != nil {
				return err
			}
			if got := line(p.Case, tx); got != "line of taken back" {
				t.Errorf("in the deed it is %q", got)
			}
			return trouble
		}); !errors.Is(err, trouble) {
			t.Error(err)
		}
		sees("line of before")
	})
}

// Only so many values stay in memory, and the newest is one of them.
func TestOnlySoManyValuesStayInMemory(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead, made := must[Keep](t, w, "lead").Case, 0
		get := func(n int) {
			if _, err := access.Kept(lead, seal.Chronology, strconv.Itoa(n), "1", func() (int, error) { made++; return n, nil }); err != nil {
				t.Error(err)
			}
		}
		for n := range access.MostKept {
			get(n)
		}
		for n := range access.MostKept {
			get(n)
		}
		if made != access.MostKept {
			t.Fatalf("%d were made for %d that are kept", made, access.MostKept)
		}
		get(access.MostKept)
		if get(access.MostKept); made != access.MostKept+1 {
			t.Errorf("the newest was made anew: %d", made)
		}
		for n := range access.MostKept {
			get(n)
		}
		if made < access.MostKept+2 {
			t.Errorf("more than %d values are kept", access.MostKept)
		}
	})
}
