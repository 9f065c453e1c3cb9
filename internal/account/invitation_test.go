package account_test

import (
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
)

// guest is what the lead officer of the world types to invite somebody.
var guest = []string{"name", "Morag Placeholder", "email", "morag@social.example", "committee", accesstest.Child,
	"role", "256", "agency", accesstest.Social}

func TestOpeningTheLinkConsumesAndRevealsNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		link, code := as(t, w, "lead").invite(guest...)
		scanner := newBrowser(t, w)
		for range 10 {
			page := scanner.get(link).is(t, 200, "You have an invitation from Exampleshire Child Protection Committee")
			pressed := scanner.post(link)
			pressed.leads(t, link+"/code")
			asked := scanner.get(link+"/code").is(t, 200)
			scanner.do("HEAD", link, nil).is(t, 200)
			for _, body := range []string{page.body, asked.body} {
				if strings.Contains(body, "Morag") || strings.Contains(body, "morag") || strings.Contains(body, "Exampleshire Social Work") {
					t.Fatal("the link alone tells who is invited")
				}
			}
		}
		scanner.get("/set-up").is(t, 303)
		if scanner.cookies["lr"] != "" {
			t.Fatal("the link alone begins a session")
		}
		newBrowser(t, w).accept(link, code).leads(t, "/set-up")
	})
}

func TestFiveWrongCodesEndTheInvitation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		link, code := as(t, w, "lead").invite(guest...)
		b := newBrowser(t, w)
		b.get(link + "/code")
		for range 5 {
			b.post(link+"/code", "code", "AAAA AAAA").is(t, 422, "That is not the code")
		}
		b.post(link+"/code", "code", code).is(t, 200, "This invitation has ended")
		newBrowser(t, w).get(link).is(t, 200, "This invitation has ended")
	})
}

func TestTheFifthTryMayBeTheRightOne(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		link, code := as(t, w, "lead").invite(guest...)
		b := newBrowser(t, w)
		b.get(link + "/code")
		for range 4 {
			b.post(link+"/code", "code", "AAAA AAAA").is(t, 422)
		}
		b.post(link+"/code", "code", code).leads(t, "/set-up")
		b.setUp("morag@social.example")
	})
}

func TestAnInvitationEndsAfterFourteenDays(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		link, _ := as(t, w, "lead").invite(guest...)
		w.Clock.Advance(14*24*time.Hour - time.Second)
		b := newBrowser(t, w)
		b.get(link).is(t, 200, "You have an invitation")
		w.Clock.Advance(time.Second)
		b.get(link).is(t, 200, "This invitation has ended")
		b.get("/i/NOSUCHTOKEN").is(t, 200, "This invitation has ended")
	})
}

func TestInvitingAgainEndsTheLinkBefore(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := as(t, w, "lead")
		old, oldCode := lead.invite(guest...)
		half := newBrowser(t, w)
		half.accept(old, oldCode).leads(t, "/set-up")
		renamed := append([]string{}, guest...)
		renamed[1] = "Morag Renamed"
		link, code := lead.invite(renamed...)
		other, _ := lead.invite(append(append([]string{}, renamed...), "role", "512")...)
		b := newBrowser(t, w)
		b.get(old).is(t, 200, "This invitation has ended")
		half.get("/set-up").is(t, 303) // the code of the old link was given, and is worth nothing now
		b.get(other).is(t, 200, "You have an invitation")
		b.accept(link, code).leads(t, "/set-up")
		b.get("/set-up").is(t, 200, "Welcome, Morag Renamed")
		half.get("/set-up").is(t, 303) // and stays worth nothing when the new one is open
	})
}

// Whoever invites knows link and code; an account that somebody has stays theirs.
func TestSomebodyWhoHasAnAccountKeepsTheirSignIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		lead, morag := as(t, w, "lead"), newBrowser(t, w)
		link, code := lead.invite(guest...)
		morag.accept(link, code)
		s := morag.setUp("morag@social.example")

		link, code = lead.invite("name", "Other Name", "email", "MORAG@social.example", "committee", accesstest.Child, "role", "64")
		lead.get(link).is(t, 200, "Somebody is signed in here")
		lead.post(link+"/code", "code", code).is(t, 200, "Somebody is signed in here")
		thief := newBrowser(t, w)
		thief.accept(link, code).leads(t, "/")
		thief.get("/set-up").is(t, 303)
		thief.get("/account").is(t, 303)
		if n := count(t, w, `SELECT COUNT(*) FROM office WHERE role = $1 AND account_id IN (SELECT account_id FROM invitation)`, access.Reviewer); n != 1 {
			t.Errorf("%d offices came of it", n)
		}
		morag.get("/account").is(t, 200, "Morag Placeholder")
		newBrowser(t, w).signIn(s)
	})
}

func TestWhoMayInviteToWhat(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		for _, nobody := range []string{"author", "committee chair", "stranger", "other lead", "other admin"} {
			as(t, w, nobody).get("/invite").is(t, 404)
		}
		newBrowser(t, w).get("/invite").leads(t, "/sign-in?next=%2Finvite")
		admin := as(t, w, "admin")
		admin.get("/invite").is(t, 200)
		admin.post("/invite", append(append([]string{}, guest...), "role", "1")...).is(t, 422, "Choose what the person will do")
		lead := as(t, w, "lead")
		lead.get("/invite").is(t, 200)
		lead.post("/invite", append(append([]string{}, guest...), "committee", accesstest.Adult)...).is(t, 422, "Choose the committee")
		lead.post("/invite", append(append([]string{}, guest...), "agency", "")...).is(t, 422, "Choose the agency")
		lead.post("/invite", append(append([]string{}, guest...), "email", "a@b.example, c@d.example")...).is(t, 422, "such as name@agency.example")
		if n := count(t, w, `SELECT COUNT(*) FROM invitation`); n != 0 {
			t.Errorf("%d invitations were made", n)
		}
	})
}

func TestSetUpRefusesWhatIsEasyToGuess(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		link, code := as(t, w, "lead").invite(guest...)
		b := newBrowser(t, w)
		b.accept(link, code)
		secret := b.get("/set-up").found(t, strong)
		s := somebody{secret: secret}
		b.post("/set-up", "password", "Morag Placeholder 1985", "again", "Morag Placeholder 1985", "code", s.code(w)).is(t, 422, "built from your name")
		b.post("/set-up", "password", goodPassword, "again", goodPassword, "code", "12345").is(t, 422, "does not fit")
		b.do("GET", "/set-up/app", nil)
		if !strings.HasPrefix(b.page.location, "otpauth://totp/Learning%20Reviews:morag@social.example?") ||
			!strings.Contains(b.page.location, strings.ReplaceAll(secret, " ", "")) {
			t.Errorf("the app is opened with %q", b.page.location)
		}
		if b.get("/set-up/picture"); !strings.HasPrefix(b.page.body, "\x89PNG") {
			t.Error("the key is no picture")
		}
	})
}

// With two invitations opened and one used, the other is no way to the secret of
// the app for somebody who knows the password alone.
func TestAnOpenedInvitationShowsNothingOfAnAccountThatIsSetUp(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		lead, b := as(t, w, "lead"), newBrowser(t, w)
		first, firstCode := lead.invite(guest...)
		second, secondCode := lead.invite(append(append([]string{}, guest...), "role", "512")...)
		b.accept(first, firstCode).leads(t, "/set-up")
		w.Clock.Advance(time.Second)
		b.accept(second, secondCode).leads(t, "/set-up")
		s := b.setUp("morag@social.example")
		half := newBrowser(t, w)
		half.password(s)
		half.get("/set-up").leads(t, "/sign-in?next=%2Fset-up")
		half.get("/set-up/picture").is(t, 303)
		half.get("/set-up/app").is(t, 303)
		b.accept(first, firstCode).leads(t, "/")
		if n := count(t, w, `SELECT COUNT(*) FROM office WHERE account_id IN (SELECT account_id FROM invitation)`); n != 2 {
			t.Errorf("%d offices came of two invitations", n)
		}
	})
}

func TestALeadOfficerOfOneCommitteeInvitesNoneForAnother(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		err := w.DB.Write(t.Context(), func(tx *db.Tx) error {
			return w.Gate.AddOffice(t.Context(), tx, w.Account("lead"), access.Office{Role: access.Administrator, Committee: accesstest.Adult})
		})
		if err != nil {
			t.Fatal(err)
		}
		lead := as(t, w, "lead")
		lead.get("/invite").is(t, 200)
		lead.post("/invite", append(append([]string{}, guest...), "committee", accesstest.Adult, "role", "1")...).is(t, 422, "Only a lead officer of this committee")
		lead.invite(append(append([]string{}, guest...), "committee", accesstest.Adult, "role", "2")...)
		lead.invite(append(append([]string{}, guest...), "role", "1")...)
	})
}
