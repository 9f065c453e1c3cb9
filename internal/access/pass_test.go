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

// within runs fn in a deed of the person.
func within(t *testing.T, w *accesstest.World, who string, fn func(ctx context.Context, tx *db.Tx, c access.Case) error) error {
	t.Helper()
	p := must[Look](t, w, who)
	return p.Write(bg, func(tx *db.Tx) error { return fn(bg, tx, p.Case) })
}

// The same part is given once, for each agency; and it can be ended before its time.
func TestAPartIsGivenOnceForEachAgency(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		who := w.Account("stranger")
		count := func() int {
			return one[int](t, w, `SELECT COUNT(*) FROM member WHERE account_id = $1 AND review_id = $2 AND (until_at IS NULL OR until_at > $3)`, who, w.Own, w.Clock.Now())
		}
		for i, x := range []struct {
			agency string
			want   int
		}{{accesstest.Social, 1}, {accesstest.Social, 1}, {accesstest.Health, 2}, {"", 3}, {"", 3}} {
			err := within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
				return c.Admit(ctx, tx, who, access.AgencyAuthor, x.agency, time.Time{})
			})
			if err != nil || count() != x.want {
				t.Errorf("%d: %d parts, %v", i, count(), err)
			}
			if err := w.DB.Write(bg, func(tx *db.Tx) error { return w.Gate.Enlist(bg, tx, w.Own, who, access.AgencyAuthor, x.agency, "x") }); err != nil || count() != x.want {
				t.Errorf("%d, by invitation: %d parts, %v", i, count(), err)
			}
		}
		err := within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			return c.Admit(ctx, tx, who, access.Manager, "", w.Clock.Now().Add(30*day))
		})
		if err != nil || count() != 4 {
			t.Fatal(err)
		}
		member := one[string](t, w, `SELECT id FROM member WHERE account_id = $1 AND role = $2`, who, access.Manager)
		dismiss := func(who string) error {
			return within(t, w, who, func(ctx context.Context, tx *db.Tx, c access.Case) error { return c.Dismiss(ctx, tx, member) })
		}
		p, err := check[Look](w, w.Session(t, "other lead"), w.Other)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Write(bg, func(tx *db.Tx) error { return p.Dismiss(bg, tx, member) }); !errors.Is(err, db.ErrStale) || count() != 4 {
			t.Errorf("ended from another review: %v", err)
		}
		if err := dismiss("lead"); err != nil || count() != 3 {
			t.Errorf("a part with an end is ended before it: %v", err)
		}
		if err := dismiss("lead"); !errors.Is(err, db.ErrStale) {
			t.Errorf("ended twice: %v", err)
		}
	})
}

// The only lead officer is not walled off, however many parts they have.
func TestAReviewKeepsALeadOfficer(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		wall := func(who string) error {
			return within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
				return c.Wall(ctx, tx, w.Account(who), seal.T("Knew the family."))
			})
		}
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ('m', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("lead"), access.LeadOfficer, w.Clock.Now())
		if err := wall("lead"); !errors.Is(err, access.ErrNeedsAlternate) {
			t.Errorf("the only lead officer: %v", err)
		}
		if err := wall("reviewer"); err != nil {
			t.Errorf("the reviewer: %v", err)
		}
		if _, err := check[Look](w, w.Session(t, "reviewer"), w.Own); !errors.Is(err, access.ErrStranger) {
			t.Errorf("behind the wall: %v", err)
		}
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ('n', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("stranger"), access.LeadOfficer, w.Clock.Now())
		if err := within(t, w, "stranger", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			people, err := c.People(ctx, tx)
			walled, leads := 0, 0
			for _, p := range people {
				if p.Walled {
					walled++
				}
				if p.Role == access.LeadOfficer {
					leads++
				}
			}
			if walled != 1 || leads != 3 {
				t.Errorf("of the people %d are walled off and %d lead", walled, leads)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := wall("lead"); err != nil {
			t.Errorf("with another lead officer: %v", err)
		}
		if err := within(t, w, "stranger", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			return c.Wall(ctx, tx, w.Account("stranger"), seal.T("x"))
		}); !errors.Is(err, access.ErrNeedsAlternate) {
			t.Errorf("the one that is left: %v", err)
		}
	})
}

// A move goes from the stage where the review stands, and the deed goes on there.
func TestAReviewMovesFromWhereItStands(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		err := within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			if err := c.Move(ctx, tx, access.Recommending); err != nil {
				return err
			}
			if c.Stage() != access.Recommending {
				t.Errorf("it stands at %s", c.Stage())
			}
			_, err := tx.Exec(ctx, `UPDATE review SET stage = $1 WHERE id = $2`, access.Closed, c.Review())
			if err != nil {
				return err
			}
			return c.Move(ctx, tx, access.Deciding)
		})
		if !errors.Is(err, db.ErrStale) {
			t.Errorf("a move from where it does not stand: %v", err)
		}
		if got := one[int](t, w, `SELECT stage FROM review WHERE id = $1`, w.Own); access.Stage(got) != access.Gathering {
			t.Errorf("it moved to %s", access.Stage(got))
		}
	})
}

// The start page lists the reviews in which the person has a part now.
func TestTheListIsOfTheReviewsOfNow(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		list := func(who string) []access.Mine {
			p, err := access.CheckOwn[Mine](bg, w.Gate, w.Session(t, who), "")
			if err != nil {
				t.Fatal(err)
			}
			var mine []access.Mine
			if err := p.Read(bg, func(tx *db.Tx) error {
				var err error
				mine, err = p.Reviews(bg, tx)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return mine
		}
		for _, shut := range shuts[:6] {
			if strings.Contains(shut.what, "in another review") {
				continue
			}
			w.Exec(t, `DELETE FROM wall`)
			w.Exec(t, `DELETE FROM member WHERE account_id = $1`, w.Account("stranger"))
			for i, role := range []access.Role{access.Reviewer, access.Manager} {
				w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ($1, $2, $3, $4, 'x', $5)`,
					db.NewID(), w.Own, w.Account("stranger"), role, w.Clock.Now().Add(-time.Duration(i)*day))
			}
			got := list("stranger")
			if len(got) != 1 || got[0].Review != w.Own || got[0].Roles != access.Reviewer|access.Manager || got[0].Stage != access.Gathering || got[0].Code == "" {
				t.Errorf("before %s the list is %+v", shut.what, got)
			}
			w.Exec(t, shut.sql, w.Own, w.Account("stranger"), w.Clock.Now())
			if got := list("stranger"); len(got) != 0 {
				t.Errorf("after %s the list is %+v", shut.what, got)
			}
		}
	})
}

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
