package account_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/account"
	"lr/internal/db"
	"lr/internal/seal"
)

func beginFor(t *testing.T, w *accesstest.World, id string, complete bool) string {
	t.Helper()
	var cookie string
	err := w.DB.Write(context.Background(), func(tx *db.Tx) error {
		var err error
		cookie, err = w.Gate.Begin(context.Background(), tx, id, complete)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return cookie
}

// count asks the database a question that is answered with a number.
func count(t *testing.T, w *accesstest.World, query string, args ...any) int {
	t.Helper()
	var n int
	err := w.DB.Read(t.Context(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(t.Context(), tx, db.Column[int], query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Helper()
	accesstest.Each(t, test, account.Feature)
}

func TestFromTheFirstStartToAnAcceptedInvitation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := newBrowser(t, w)
		s := lead.firstStart()
		lead.get("/").is(t, 200, "What waits for you")
		if code, err := account.FirstCode(t.Context(), w.Gate); code != "" || err != nil {
			t.Fatalf("a second first start is offered: %q, %v", code, err)
		}
		newBrowser(t, w).get("/first").is(t, 404)

		lead.get("/account").is(t, 200, "Ailsa Example", "10 left", "This one")
		lead.post("/sign-out").leads(t, "/signed-out")
		lead.get("/signed-out").is(t, 200, "You are signed out")
		lead.get("/account").leads(t, "/sign-in?next=%2Faccount")
		lead.signIn(s)

		link, code := lead.invite("name", "Morag Placeholder", "email", "morag@social.example",
			"committee", committeeOf(t, w), "role", "256", "newagency", "Sampleton Social Work")
		guest := newBrowser(t, w)
		guest.accept(link, strings.ToLower(code)).leads(t, "/set-up")
		guest.get("/").is(t, 200, "Learning Reviews") // not signed in yet
		morag := guest.setUp("Morag@social.example")
		guest.get("/account").is(t, 200, "Morag Placeholder", "morag@social.example")
		if n := count(t, w, `SELECT COUNT(*) FROM office o JOIN agency a ON a.id = o.agency_id WHERE a.name = 'Sampleton Social Work' AND o.role = $1`,
			access.AgencyAuthor); n != 1 {
			t.Errorf("%d offices came of the invitation", n)
		}
		newBrowser(t, w).get(link).is(t, 200, "This invitation has ended")
		guest.get("/invite").is(t, 404) // an agency's author invites nobody
		newBrowser(t, w).signIn(morag)
	})
}

func committeeOf(t *testing.T, w *accesstest.World) string {
	t.Helper()
	var id string
	err := w.DB.Read(t.Context(), func(tx *db.Tx) error {
		var err error
		id, err = db.One(t.Context(), tx, db.Column[string], `SELECT id FROM committee WHERE name = 'Sampleton Child Protection Committee'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAFirstStartThatWasBrokenOffCanBeDoneAgain(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		newBrowser(t, w).get("/first").is(t, 404)
		code, err := account.FirstCode(t.Context(), w.Gate)
		if err != nil {
			t.Fatal(err)
		}
		form := []string{"code", code, "committee", "Sampleton Child Protection Committee", "track", "child", "name", "Ailsa Example", "email", "ailsa@sampleton.example"}
		first := newBrowser(t, w)
		first.get("/first")
		first.post("/first", append(form[2:], "code", "AAAA AAAA AAAA AAAA")...).is(t, 422, "That is not the code")
		first.post("/first", form...).leads(t, "/set-up")
		second := newBrowser(t, w)
		second.get("/first")
		second.post("/first", form...).leads(t, "/set-up")
		first.get("/set-up").leads(t, "/sign-in?next=%2Fset-up")
		second.setUp("ailsa@sampleton.example")
		if n := count(t, w, `SELECT COUNT(*) FROM committee WHERE name = 'Sampleton Child Protection Committee'`); n != 1 {
			t.Errorf("there are %d committees of the name", n)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM first_code`); n != 0 {
			t.Error("the code of the first start is still good")
		}
	})
}

func TestACodeOfTheAppIsTakenOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		one, other := newBrowser(t, w), newBrowser(t, w)
		one.password(s)
		one.post("/sign-in/code", "code", s.code(w)).is(t, 422, "does not fit") // it was used to set up
		w.Clock.Advance(30 * time.Second)
		code := s.code(w)
		one.post("/sign-in/code", "code", code[:3]+" "+code[3:]).leads(t, "/")
		other.password(s)
		other.post("/sign-in/code", "code", code).is(t, 422, "does not fit")
		w.Clock.Advance(30 * time.Second)
		other.post("/sign-in/code", "code", s.code(w)).leads(t, "/")
	})
}

func TestAPhoneWhoseClockIsHalfAMinuteOffIsTaken(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		now := w.Clock.Now()
		for _, off := range []time.Duration{2 * time.Minute, 4*time.Minute + 30*time.Second} {
			w.Clock.Set(now.Add(off))
			code := s.code(w)
			w.Clock.Advance(30 * time.Second)
			half := newBrowser(t, w)
			half.password(s)
			w.Clock.Advance(30 * time.Second)
			half.post("/sign-in/code", "code", code).is(t, 422)
			w.Clock.Set(now.Add(off + 30*time.Second))
			half.post("/sign-in/code", "code", code).leads(t, "/")
		}
	})
}

func TestARecoveryCodeWorksOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		b := newBrowser(t, w)
		b.password(s)
		b.post("/sign-in/code", "code", strings.ToLower(s.recovery[3])).leads(t, "/")
		b.get("/").is(t, 200)
		if !strings.Contains(b.page.body, "You have 9 left") {
			t.Error("nobody is told how many codes are left")
		}
		again := newBrowser(t, w)
		again.password(s)
		again.post("/sign-in/code", "code", s.recovery[3]).is(t, 422)
		again.post("/sign-in/code", "code", s.recovery[4]).leads(t, "/")

		again.get("/account/recovery").is(t, 200)
		shown := again.post("/account/recovery", "code", s.recovery[5]).is(t, 200, "The old ones do not work any more")
		fresh := shown.found(t, sixteen)
		last := newBrowser(t, w)
		last.password(s)
		last.post("/sign-in/code", "code", s.recovery[6]).is(t, 422)
		last.post("/sign-in/code", "code", fresh).leads(t, "/")
	})
}

func TestANewPasswordNeedsTheOldOneAndACode(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		b, elsewhere := newBrowser(t, w), newBrowser(t, w)
		s := b.firstStart()
		elsewhere.signIn(s)
		w.Clock.Advance(time.Minute)
		const next = "seven otters paint the harbour"
		b.get("/account/password").is(t, 200)
		b.post("/account/password", "old", "not it at all", "password", next, "again", next, "code", s.code(w)).is(t, 422, "That is not the password that you have now")
		b.post("/account/password", "old", s.password, "password", next, "again", next, "code", "000 00").is(t, 422, "does not fit")
		b.post("/account/password", "old", s.password, "password", next, "again", next+"s", "code", s.code(w)).is(t, 422, "not the same")
		b.post("/account/password", "old", s.password, "password", next, "again", next, "code", s.code(w)).leads(t, "/account")
		b.get("/account").is(t, 200)
		elsewhere.get("/account").is(t, 303)
		old := newBrowser(t, w)
		old.get("/sign-in")
		old.post("/sign-in", "email", s.email, "password", s.password).is(t, 422)
		s.password = next
		newBrowser(t, w).signIn(s)
	})
}

// What stands in the database names nobody and signs nobody in.
func TestTheDatabaseHoldsNoNameAddressOrSecret(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		if !w.DB.Lite() {
			t.Skip("the file of SQLite shows it")
		}
		b := newBrowser(t, w)
		s := b.firstStart()
		link, code := b.invite("name", "Morag Placeholder", "email", "morag@social.example", "committee", committeeOf(t, w), "role", "32")
		var file string
		err := w.DB.Read(t.Context(), func(tx *db.Tx) error {
			_, err := db.All(t.Context(), tx, func(r db.Row) (int, error) {
				var n int
				var name string
				return n, r.Scan(&n, &name, &file)
			}, `PRAGMA database_list`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, end := range []string{"", "-wal"} {
			data, err := os.ReadFile(file + end)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(data)
		}
		if !strings.Contains(all.String(), "Sampleton Child Protection Committee") {
			t.Fatal("this is not the database")
		}
		for _, secret := range []string{"Ailsa", "ailsa@", "sampleton.example", "Morag", "morag@", "social.example", s.password, s.recovery[0],
			strings.ReplaceAll(s.recovery[0], " ", ""), strings.ReplaceAll(s.secret, " ", ""), strings.TrimPrefix(link, "/i/"), code,
			strings.ReplaceAll(code, " ", ""), b.cookies["lr"], "192.0.2.1"} {
			if strings.Contains(all.String(), secret) {
				t.Errorf("the database holds %q", secret)
			}
		}
	}, account.Feature)
}

// invitation by a step of the process, inside a review.
type asking struct{}

func (asking) Rule() access.Rule {
	return access.Rule{Name: "test.ask", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Received)}}, Opens: seal.Support}
}

func TestAnInvitationToAReviewOpensThatReviewAlone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s, err := w.Gate.Find(t.Context(), as(t, w, "lead").cookies["lr"])
		if err != nil {
			t.Fatal(err)
		}
		p, err := access.Check[asking](t.Context(), w.Gate, s, w.Own, "")
		if err != nil {
			t.Fatal(err)
		}
		var token, code string
		err = p.Write(t.Context(), func(tx *db.Tx) error {
			token, code, err = account.InviteToReview(t.Context(), tx, p.Case, account.Guest{Name: seal.T("Iain Invented"),
				Email: seal.T("iain@health.example"), From: "Exampleshire Child Protection Committee"}, access.Supporter, accesstest.Health)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		b := newBrowser(t, w)
		b.accept(account.Link(token), code).leads(t, "/set-up")
		b.get(w.Path("")).is(t, 303)
		b.setUp("iain@health.example")
		b.get(w.Path("")).is(t, 200)
		b.get("/reviews/"+w.Other).is(t, 404)
		if n := count(t, w, `SELECT COUNT(*) FROM member m JOIN invitation i ON i.account_id = m.account_id
			WHERE m.role = $1 AND m.agency_id = $2 AND m.granted_by = $3`, access.Supporter, accesstest.Health, w.Account("lead")); n != 1 {
			t.Errorf("%d parts came of the invitation", n)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM office o JOIN invitation i ON i.account_id = o.account_id`); n != 0 {
			t.Error("a part in a review became an office")
		}
	})
}

func TestAnotherAppTakesThePlaceOfTheOldOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		b, elsewhere := newBrowser(t, w), newBrowser(t, w)
		s := b.firstStart()
		elsewhere.signIn(s)
		b.get("/account/app/new").leads(t, "/account/app")
		b.get("/account/app/new/picture").is(t, 404)
		b.get("/account/app").is(t, 200)
		b.post("/account/app", "old", "wrong", "code", s.recovery[0]).is(t, 422, "That is not the password that you have now")
		b.post("/account/app", "old", s.password, "code", s.recovery[0]).leads(t, "/account/app/new")
		next := s
		next.secret = b.get("/account/app/new").is(t, 200).found(t, strong)
		if next.secret == s.secret {
			t.Fatal("the new app has the secret of the old one")
		}
		if b.get("/account/app/new/picture"); !strings.HasPrefix(b.page.body, "\x89PNG") {
			t.Error("the key is no picture")
		}
		elsewhere.get("/account/app/new").is(t, 200) // the same person, who has the old app still
		w.Clock.Advance(time.Minute)
		b.get("/account/app/new")
		b.post("/account/app/new", "code", s.code(w)).is(t, 422, "does not fit")
		newBrowser(t, w).signIn(s)
		w.Clock.Advance(time.Minute)
		b.get("/account/app/new")
		b.post("/account/app/new", "code", next.code(w)).leads(t, "/account")
		elsewhere.get("/account").is(t, 303)
		old := newBrowser(t, w)
		old.password(s)
		w.Clock.Advance(time.Minute)
		old.post("/sign-in/code", "code", s.code(w)).is(t, 422, "does not fit")
		old.post("/sign-in/code", "code", next.code(w)).leads(t, "/")
	})
}
