package access_test

import (
	"errors"
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
		if err := access.Across[Keep](bg, p.Case, func(_ *db.Tx, other access.Case) error {
			if got := kept(other, seal.Chronology, "line", "1"); got != 6 {
				t.Errorf("of another review it is %d", got)
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
