package access_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/seal"
)

// What is done, read and refused stands in the log, with who and what about.
func TestWhatIsDoneReadAndRefusedIsLogged(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		p := must[Look](t, w, "lead")
		p.Touch("row-1", "row-2")
		if err := p.Read(bg, nothing); err != nil {
			t.Fatal(err)
		}
		if err := p.Write(bg, nothing); err != nil {
			t.Fatal(err)
		}
		check[Look](w, w.Session(t, "manager"), w.Own)
		check[Look](w, w.Session(t, "stranger"), w.Own)
		check[Look](w, w.Session(t, "stranger"), "no such\x00 review\xff, but a very long address of one")
		check[Look](w, access.Session{}, w.Own)
		access.CheckOwn[Sit](bg, w.Gate, w.Session(t, "stranger"), "")
		lead, manager, stranger := w.Account("lead"), w.Account("manager"), w.Account("stranger")
		want := []string{lead + "|read|row-1 row-2|" + w.Own, lead + "|done|row-1 row-2|" + w.Own, manager + "|refused||" + w.Own,
			stranger + "|refused||" + w.Own, stranger + "|refused||no such review, but a very long ad"}
		if got := entries(t, w, "test.look"); strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("the log says\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if got := entries(t, w, "test.sit"); len(got) != 1 || got[0] != stranger+"|refused||" {
			t.Errorf("of an office refused the log says %q", got)
		}
		own, err := access.CheckOwn[Mine](bg, w.Gate, w.Session(t, "stranger"), "")
		if err != nil {
			t.Fatal(err)
		}
		own.Touch("row-3")
		if err := own.Write(bg, nothing); err != nil {
			t.Fatal(err)
		}
		if got := entries(t, w, "test.mine"); len(got) != 1 || got[0] != stranger+"|done|row-3|" {
			t.Errorf("of an act outside the reviews the log says %q", got)
		}
		logged(t, w)
	})
}

// Words about a deed are sealed in the log.
func TestWordsAboutADeedAreSealed(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		p := must[Look](t, w, "lead")
		p.Note(seal.T("Ailsa-Canary"))
		if err := p.Write(bg, nothing); err != nil {
			t.Fatal(err)
		}
		payload := one[[]byte](t, w, `SELECT payload FROM audit_entry WHERE action = 'test.look'`)
		if len(payload) == 0 || strings.Contains(string(payload), "Canary") {
			t.Errorf("the log holds %q", payload)
		}
	})
}

// An act that names nobody leaves no name, no object, and no name when it is
// refused to somebody who takes part. [SEED]
func TestAnUnattributedActNamesNobody(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		p := must[Speak](t, w, "author")
		p.Touch("row-1")
		if err := p.Write(bg, nothing); err != nil {
			t.Fatal(err)
		}
		if err := p.Read(bg, nothing); err != nil {
			t.Fatal(err)
		}
		check[Speak](w, w.Session(t, "manager"), w.Own)
		check[Speak](w, w.Session(t, "stranger"), w.Own)
		got := strings.Join(entries(t, w, "test.speak"), "\n")
		want := "somebody who took part|done||" + w.Own + "\nsomebody who took part|read||" + w.Own + "\nsomebody who took part|refused||" + w.Own +
			"\n" + w.Account("stranger") + "|refused||" + w.Own
		if got != want {
			t.Errorf("the log says\n%s", got)
		}
		own, err := access.CheckOwn[Whisper](bg, w.Gate, w.Session(t, "author"), "")
		if err != nil {
			t.Fatal(err)
		}
		own.Touch("row-1")
		if err := own.Write(bg, nothing); err != nil {
			t.Fatal(err)
		}
		if got := entries(t, w, "test.whisper"); len(got) != 1 || got[0] != "somebody who took part|done||" {
			t.Errorf("outside a review the log says %q", got)
		}
	})
}

// A deed that fails leaves no entry, and its form can be sent again; one that
// was done is not done again.
func TestADeedIsDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		s, wrong := w.Session(t, "lead"), errors.New("wrong")
		pass := func(token string) access.Pass[Look] {
			p, err := access.Check[Look](bg, w.Gate, s, w.Own, token)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		before := logged(t, w)
		p := pass("one")
		if err := p.Write(bg, func(*db.Tx) error { return wrong }); !errors.Is(err, wrong) || logged(t, w) != before {
			t.Errorf("a deed that failed: %v", err)
		}
		for range 2 { // one sending may write twice
			if err := p.Write(bg, nothing); err != nil {
				t.Errorf("the deed: %v", err)
			}
		}
		if err := pass("one").Write(bg, func(*db.Tx) error { t.Error("it was done again"); return nil }); !errors.Is(err, access.ErrDone) {
			t.Errorf("sent again: %v", err)
		}
		if err := pass("one").Read(bg, nothing); err != nil {
			t.Errorf("reading takes no token: %v", err)
		}
		if err := pass("two").Write(bg, nothing); err != nil {
			t.Errorf("another form: %v", err)
		}
		reviewer, err := access.Check[Look](bg, w.Gate, w.Session(t, "reviewer"), w.Own, "one")
		if err != nil || reviewer.Write(bg, nothing) != nil {
			t.Errorf("another person with a token of the same words: %v", err)
		}
		own := func() access.Own[Mine] {
			p, err := access.CheckOwn[Mine](bg, w.Gate, s, "three")
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		o := own()
		if err := o.Write(bg, func(*db.Tx) error { return wrong }); !errors.Is(err, wrong) {
			t.Errorf("outside, a deed that failed: %v", err)
		}
		for range 2 {
			if err := o.Write(bg, nothing); err != nil {
				t.Errorf("outside: %v", err)
			}
		}
		if err := own().Write(bg, nothing); !errors.Is(err, access.ErrDone) {
			t.Errorf("outside, sent again: %v", err)
		}
	})
}

// Where a deed led is kept for the person whose deed it was.
func TestWhereADeedLedIsKept(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		s := w.Session(t, "lead")
		p, err := access.CheckOwn[Mine](bg, w.Gate, s, "one")
		if err != nil || p.Write(bg, nothing) != nil || w.Gate.Answered(bg, s, "one", "/there") != nil {
			t.Fatal(err)
		}
		for token, want := range map[string]string{"one": "/there", "two": ""} {
			if got, err := w.Gate.Answer(bg, s, token); got != want || err != nil {
				t.Errorf("%s led to %q, %v", token, got, err)
			}
		}
		if got, _ := w.Gate.Answer(bg, w.Session(t, "reviewer"), "one"); got != "" {
			t.Errorf("another person is led to %q", got)
		}
	})
}

// A pass that nobody made opens nothing, and does not panic.
func TestAPassThatNobodyMadeOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		run := func(*db.Tx) error { t.Error("it was run"); return nil }
		var p access.Pass[Look]
		var own access.Own[Mine]
		var open access.Open[Begin]
		id := "row"
		err := w.DB.Write(bg, func(tx *db.Tx) error {
			_, people := p.People(bg, tx)
			_, staff := p.Staff(bg, tx, access.LeadOfficer)
			_, others := own.Staff(bg, tx, access.LeadOfficer)
			_, anybody := access.CheckOpen[Begin](w.Gate, access.Session{}, "").Staff(bg, tx, access.LeadOfficer)
			for what, err := range map[string]error{"people": people, "staff": staff, "staff outside": others, "staff for anybody": anybody,
				"admit": p.Admit(bg, tx, w.Account("stranger"), access.LeadOfficer, "", time.Time{}), "dismiss": p.Dismiss(bg, tx, "m"),
				"wall": p.Wall(bg, tx, w.Account("lead"), seal.T("x")), "move": p.Move(bg, tx, access.Closed),
				"read": p.Read(bg, run), "write": p.Write(bg, run), "read own": own.Read(bg, run), "write own": own.Write(bg, run),
				"read open": open.Read(bg, run), "write open": open.Write(bg, run),
				"found": open.Found(bg, func(*db.Tx, access.Case) error { t.Error("it was run"); return nil })} {
				if !errors.Is(err, access.ErrForbidden) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if mine, err := own.Reviews(bg, tx); len(mine) != 0 || err != nil {
				t.Errorf("reviews: %v, %v", mine, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		p.Touch("x")
		p.Note(seal.T("x"))
		own.Touch("x")
		for what, v := range map[string]string{"review": p.Review(), "code": p.Code(), "person": p.Person(), "agency": p.Agency(),
			"own person": own.Person(), "session": open.Session().ID(), "index": own.Index("email", "x")} {
			if v != "" {
				t.Errorf("%s: %q", what, v)
			}
		}
		if p.Is(^access.Role(0)) || p.May(Look{}.Rule()) || p.Opens(seal.Chronology) || p.Opens(0) || p.Stage() != access.Notifying {
			t.Error("it is or opens something")
		}
		for what, place := range map[string]seal.Place{"case": p.At(seal.Chronology, "t", &id), "own": own.At("account", &id), "open": open.At("account", &id)} {
			if _, err := place.Seal("c", seal.T("w")).Value(); !errors.Is(err, seal.ErrClosed) {
				t.Errorf("%s seals: %v", what, err)
			}
		}
	})
}

// A pass opens the words of its act, and no others.
func TestAPassOpensTheWordsOfItsAct(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		p, id := must[Look](t, w, "lead"), "row"
		for i := range 17 {
			c := seal.Compartment(1 << i)
			_, err := p.At(c, "t", &id).Seal("c", seal.T("w")).Value()
			if want := c == seal.Chronology || c == seal.Trail; (err == nil) != want || err != nil && !errors.Is(err, seal.ErrClosed) {
				t.Errorf("%s: %v", c, err)
			}
			if p.Opens(c) != (c == seal.Chronology) {
				t.Errorf("it says of %s: %v", c, p.Opens(c))
			}
		}
		if p.Opens(seal.Chronology | seal.Hold) {
			t.Error("a half is said to be the whole")
		}
		mine, err := access.CheckOwn[Mine](bg, w.Gate, w.Session(t, "lead"), "")
		if err != nil {
			t.Fatal(err)
		}
		sit, err := access.CheckOwn[Sit](bg, w.Gate, w.Session(t, "lead"), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := mine.At("account", &id).Seal("c", seal.T("w")).Value(); err != nil {
			t.Errorf("an act that opens the accounts: %v", err)
		}
		if _, err := sit.At("account", &id).Seal("c", seal.T("w")).Value(); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("an act that does not: %v", err)
		}
	})
}

// A page may ask what else is open to the person, as the program would decide.
func TestAPageAsksWhatElseIsOpen(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE member SET declared_at = NULL WHERE account_id = $1`, w.Account("reviewer"))
		rules := []access.Rule{Look{}.Rule(), Declare{}.Rule(), {Who: access.Grants{{Roles: access.AgencyAuthor, Stages: access.At(access.Gathering)}}},
			{Who: access.Grants{{Roles: access.AgencyAuthor | access.Reviewer, Stages: access.At(access.Learning)}}}, {}}
		for _, who := range []string{"reviewer", "author", "lead"} {
			p := must[Declare](t, w, who)
			for _, rule := range rules {
				if err := w.May(t, who, w.Own, rule); p.May(rule) != (err == nil) {
					t.Errorf("%s: %v, the program decides %v", who, p.May(rule), err)
				}
			}
		}
	})
}

// Without its keys a review opens to nobody, and another key-encryption key opens
// no installation.
func TestAReviewWithoutKeysOpensToNobody(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		other, err := seal.NewMaster([]byte(strings.Repeat("k", 32)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := access.NewGate(bg, w.DB, other, w.Log); err == nil || !strings.Contains(err.Error(), "does not open the keys") {
			t.Errorf("with another key: %v", err)
		}
		w.Exec(t, `DELETE FROM review_key WHERE review_id = $1`, w.Own)
		if _, err := check[Look](w, w.Session(t, "lead"), w.Own); err == nil {
			t.Error("it opens without keys")
		}
		if _, err := check[Look](w, w.Session(t, "other lead"), w.Other); err != nil {
			t.Errorf("the other review: %v", err)
		}
		logged(t, w)
	})
}

// The same notification sent twice opens one review; one that fails opens none.
func TestANotificationSentTwiceIsOneReview(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		count := func() int { return one[int](t, w, `SELECT COUNT(*) FROM review`) }
		keys := one[int](t, w, `SELECT COUNT(*) FROM review_key`)
		before, entriesBefore := count(), logged(t, w)
		wrong := errors.New("wrong")
		begin := func(s access.Session, fn func(tx *db.Tx, c access.Case) error) error {
			return access.CheckOpen[Begin](w.Gate, s, "token").Found(bg, fn)
		}
		if err := begin(access.Session{}, func(*db.Tx, access.Case) error { return wrong }); !errors.Is(err, wrong) || count() != before || logged(t, w) != entriesBefore {
			t.Errorf("a notification that failed: %v, %d reviews", err, count())
		}
		if n := one[int](t, w, `SELECT COUNT(*) FROM review_key`); n != keys {
			t.Errorf("%d keys of no review", n-keys)
		}
		var made string
		for i, want := range []error{nil, access.ErrDone, access.ErrDone} {
			err := begin(access.Session{}, func(_ *db.Tx, c access.Case) error {
				made = c.Review()
				if c.Stage() != access.Received || c.Code() == "" || c.Person() != "" || c.Opens(seal.Chronology) {
					t.Errorf("the review begins as %s at %s", c.Code(), c.Stage())
				}
				return nil
			})
			if !errors.Is(err, want) || count() != before+1 {
				t.Errorf("sending %d: %v, %d reviews", i, err, count())
			}
		}
		if got := entries(t, w, "test.begin"); len(got) != 1 || got[0] != "|done||"+made {
			t.Errorf("the log says %q", got)
		}
		// nobody has a part in it, and a session that ended notifies nothing
		if _, err := check[Look](w, w.Session(t, "lead"), made); !errors.Is(err, access.ErrStranger) {
			t.Errorf("the lead officer of another review: %v", err)
		}
		s := w.Session(t, "lead")
		w.Exec(t, `UPDATE session SET ended_at = $1 WHERE id = $2`, w.Clock.Now(), s.ID())
		if err := begin(s, func(*db.Tx, access.Case) error { return nil }); !errors.Is(err, access.ErrSignIn) {
			t.Errorf("with a session that ended: %v", err)
		}
	})
}
