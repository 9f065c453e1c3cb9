package access_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/dbtest"
	"lr/internal/seal"
)

// A session ends after half an hour without a click, and after eight hours in any case.
func TestASessionEnds(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		begin := func(who string, complete bool) string {
			var cookie string
			err := w.DB.Write(bg, func(tx *db.Tx) error {
				var err error
				cookie, err = w.Gate.Begin(bg, tx, w.Account(who), complete)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return cookie
		}
		alive := func(cookie string) bool {
			s, err := w.Gate.Find(bg, cookie)
			if err != nil {
				t.Fatal(err)
			}
			if (s.Account == "") != (s.ID() == "") || s.Account == "" && (s.Complete || !s.Name.Empty()) {
				t.Errorf("half a session: %+v", s)
			}
			return s.ID() != ""
		}
		began := w.Clock.Now()
		idle, busy := begin("lead", true), begin("lead", true)
		if s, err := w.Gate.Find(bg, busy); err != nil || s.Account != w.Account("lead") || !s.Complete || s.Name.Reveal() != "Name of lead" || s.ID() == busy {
			t.Errorf("the session is %+v, %v", s, err)
		}
		if n := one[int](t, w, `SELECT COUNT(*) FROM session WHERE id = $1`, busy); n != 0 {
			t.Error("the cookie stands in the database")
		}
		w.Clock.Advance(30 * time.Minute)
		if !alive(busy) {
			t.Error("it ended at half an hour")
		}
		// its last click is known to five minutes only
		w.Clock.Advance(5*time.Minute + time.Microsecond)
		if alive(idle) {
			t.Error("it lives without a click")
		}
		for w.Clock.Now().Before(began.Add(8 * time.Hour)) {
			if !alive(busy) {
				t.Fatalf("it ended after %v of clicks", w.Clock.Now().Sub(began))
			}
			w.Clock.Advance(20 * time.Minute)
		}
		if alive(busy) {
			t.Error("it lives longer than eight hours")
		}
		fresh := begin("lead", true)
		w.Clock.Advance(-time.Hour)
		if alive(fresh) {
			t.Error("it lives before it began")
		}
		w.Clock.Advance(time.Hour)
		ended := begin("lead", true)
		s, err := w.Gate.Find(bg, ended)
		if err != nil || s.ID() == "" {
			t.Errorf("a session is not found: %v", err)
		}
		if err := w.DB.Write(bg, func(tx *db.Tx) error { return w.Gate.End(bg, tx, s.ID()) }); err != nil || alive(ended) {
			t.Errorf("it lives after its end: %v", err)
		}
		w.Exec(t, `UPDATE account SET state = 'suspended' WHERE id = $1`, w.Account("lead"))
		if alive(fresh) {
			t.Error("it lives though the account is suspended")
		}
		for _, no := range []string{"", "x", fresh + "x"} {
			if alive(no) {
				t.Errorf("the cookie %q is a session", no)
			}
		}
	})
}

// Ending a session, or all but one, ends those and no others.
func TestSessionsAreEnded(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		one_, two := sessionOf(t, w, w.Account("lead"), true), sessionOf(t, w, w.Account("lead"), true)
		half, other := sessionOf(t, w, w.Account("lead"), false), sessionOf(t, w, w.Account("reviewer"), true)
		list := func() map[string]bool {
			all := map[string]bool{}
			err := w.DB.Read(bg, func(tx *db.Tx) error {
				live, err := w.Gate.Sessions(bg, tx, w.Account("lead"))
				for _, l := range live {
					all[l.ID] = true
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		if got := list(); len(got) != 3 || !got[one_.ID()] || !got[two.ID()] || got[half.ID()] {
			t.Errorf("the sessions are %v", got)
		}
		if err := w.DB.Write(bg, func(tx *db.Tx) error { return w.Gate.End(bg, tx, two.ID()) }); err != nil || list()[two.ID()] {
			t.Errorf("one was ended: %v, %v", list(), err)
		}
		if err := w.DB.Write(bg, func(tx *db.Tx) error { return w.Gate.EndAll(bg, tx, w.Account("lead"), one_.ID()) }); err != nil || len(list()) != 1 || !list()[one_.ID()] {
			t.Errorf("all but one were ended: %v, %v", list(), err)
		}
		if _, err := check[Look](w, other, w.Own); err != nil {
			t.Errorf("the reviewer's ended too: %v", err)
		}
		w.Clock.Advance(36 * time.Minute)
		if got := list(); len(got) != 0 {
			t.Errorf("without a click the sessions are %v", got)
		}
	})
}

// An account has one address, in whatever letters, and its name can be corrected
// until its owner came.
func TestAnAccountHasOneAddress(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		err := w.DB.Write(bg, func(tx *db.Tx) error {
			id, err := w.Gate.AddAccount(bg, tx, seal.T("Ailsa Exmple"), seal.T("Ailsa@Sampleton.example"))
			if err != nil {
				return err
			}
			if got, err := w.Gate.AccountOf(bg, tx, seal.T("AILSA@sampleton.EXAMPLE")); got != id || err != nil {
				t.Errorf("found %q, %v", got, err)
			}
			if _, err := w.Gate.AccountOf(bg, tx, seal.T("bruno@sampleton.example")); !errors.Is(err, db.ErrNotFound) {
				t.Errorf("an address of nobody: %v", err)
			}
			return w.Gate.Rename(bg, tx, id, seal.T("Ailsa Example"))
		})
		if err != nil {
			t.Fatal(err)
		}
		again := func(tx *db.Tx) error {
			_, err := w.Gate.AddAccount(bg, tx, seal.T("Another"), seal.T("ailsa@sampleton.EXAMPLE"))
			return err
		}
		if err := w.DB.Write(bg, again); !errors.Is(err, db.ErrTaken) {
			t.Errorf("the same address again: %v", err)
		}
		id := one[string](t, w, `SELECT id FROM account WHERE email_index = $1`, w.Gate.Index("email", "ailsa@sampleton.example"))
		if s := sessionOf(t, w, id, true); s.Name.Reveal() != "Ailsa Example" {
			t.Errorf("the name is %s", s.Name.Reveal())
		}
		w.Exec(t, `UPDATE account SET password = 'x' WHERE id = $1`, id)
		if err := w.DB.Write(bg, func(tx *db.Tx) error { return w.Gate.Rename(bg, tx, id, seal.T("Mallory")) }); err != nil {
			t.Fatal(err)
		}
		if s := sessionOf(t, w, id, true); s.Name.Reveal() != "Ailsa Example" {
			t.Errorf("somebody else renamed them to %s", s.Name.Reveal())
		}
		for _, column := range []string{"email", "name"} {
			if v := one[[]byte](t, w, `SELECT `+column+` FROM account WHERE id = $1`, id); strings.Contains(strings.ToLower(string(v)), "ailsa") {
				t.Errorf("the %s stands open in the database", column)
			}
		}
	})
}

// Staff are those with the office and an active account.
func TestStaffHoldTheOffice(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE account SET state = 'suspended' WHERE id = $1`, w.Account("author two"))
		err := within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			got, err := c.Staff(ctx, tx, access.AgencyAuthor|access.AgencyApprover)
			names := map[string]string{}
			for _, p := range got {
				names[p.Name.Reveal()] = p.Agency
			}
			if names["Name of author"] != accesstest.Social || names["Name of approver two"] != accesstest.Health || len(names) != 7 {
				t.Errorf("the staff are %v", names)
			}
			if _, ok := names["Name of author two"]; ok {
				t.Error("a suspended account is staff")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// A database of its own kind: the gate opens again on the same keys, and finds
// what it sealed before.
func TestTheGateOpensAgain(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		master, err := seal.NewMaster([]byte("0123456789abcdef0123456789abcdef"))
		if err != nil {
			t.Fatal(err)
		}
		again, err := access.NewGate(bg, w.DB, master, w.Log)
		if err != nil || again.Index("a", "b") != w.Gate.Index("a", "b") || again.Mark("x") != w.Gate.Mark("x") {
			t.Errorf("it has other keys, %v", err)
		}
		empty := dbtest.Lite(t, time.Now, accesstest.Schemas()...)
		fresh, err := access.NewGate(bg, empty, master, w.Log)
		if err != nil || fresh.Index("a", "b") == w.Gate.Index("a", "b") {
			t.Errorf("two installations have one key, %v", err)
		}
	})
}
