package account_test

import (
	"strings"
	"testing"
	"time"

	"lr/internal/accesstest"
)

func TestTheSessionOfThePasswordAloneOpensNothing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		b := newBrowser(t, w)
		b.password(s)
		half := b.cookies["lr"]
		b.get("/").is(t, 200, "You need no account")
		b.get("/account").leads(t, "/sign-in?next=%2Faccount")
		b.get(w.Path("")).leads(t, "/sign-in?next="+strings.ReplaceAll(w.Path(""), "/", "%2F"))
		b.get("/set-up").leads(t, "/sign-in?next=%2Fset-up")
		b.get("/invite").leads(t, "/sign-in?next=%2Finvite")

		w.Clock.Advance(31 * time.Second)
		b.get("/sign-in/code")
		b.post("/sign-in/code", "code", s.code(w)).leads(t, "/")
		if b.cookies["lr"] == half {
			t.Fatal("the second factor kept the cookie of the first")
		}
		b.get("/account").is(t, 200)
		whole := b.cookies["lr"]
		b.cookies["lr"] = half
		b.get("/account").leads(t, "/sign-in?next=%2Faccount")
		b.get("/sign-in/code").leads(t, "/sign-in")
		b.cookies["lr"] = whole

		late := newBrowser(t, w)
		late.password(s)
		w.Clock.Advance(11 * time.Minute)
		late.post("/sign-in/code", "code", s.code(w)).leads(t, "/sign-in")
	})
}

func TestSigningOutEndsTheSessionOnTheServer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		b := as(t, w, "lead")
		cookie := b.cookies["lr"]
		b.get("/account").is(t, 200)
		out := b.post("/sign-out")
		out.leads(t, "/signed-out")
		if out.header != `"cache", "storage"` {
			t.Errorf("Clear-Site-Data is %q", out.header)
		}
		if b.cookies["lr"] != "" {
			t.Error("the browser keeps its cookie")
		}
		b.cookies["lr"] = cookie
		b.get("/account").leads(t, "/sign-in?next=%2Faccount")
	})
}

func TestASessionEndsByTheClock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		after []time.Duration // each followed by a click
		want  int
	}{
		{"after half an hour without a click", []time.Duration{31 * time.Minute}, 303},
		{"not while people click", []time.Duration{29 * time.Minute, 29 * time.Minute, 29 * time.Minute}, 200},
		{"when the clock is put back before its beginning", []time.Duration{-time.Hour}, 303},
		{"when the clock jumps a year on", []time.Duration{365 * 24 * time.Hour}, 303},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			each(t, func(t *testing.T, w *accesstest.World) {
				b := as(t, w, "lead")
				for _, by := range test.after {
					w.Clock.Advance(by)
					b.get("/account")
				}
				b.page.is(t, test.want)
			})
		})
	}
	t.Run("after eight hours of clicks", func(t *testing.T) {
		t.Parallel()
		each(t, func(t *testing.T, w *accesstest.World) {
			b := as(t, w, "lead")
			for range 17 {
				w.Clock.Advance(29 * time.Minute)
				b.get("/account")
			}
			b.page.is(t, 303)
		})
	})
}

func TestASuspendedAccountIsShutOutAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		b := newBrowser(t, w)
		s := b.firstStart()
		b.get("/account").is(t, 200)
		w.Exec(t, `UPDATE account SET state = 'suspended' WHERE password <> ''`)
		b.get("/account").is(t, 303)
		again := newBrowser(t, w)
		again.get("/sign-in")
		again.post("/sign-in", "email", s.email, "password", s.password).is(t, 422, "do not belong together")
	})
}

func TestAFourthSignInEndsTheOldest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		first := newBrowser(t, w)
		s := first.firstStart()
		second, third, fourth := newBrowser(t, w), newBrowser(t, w), newBrowser(t, w)
		for _, b := range []*browser{second, third} {
			b.signIn(s)
		}
		first.get("/account").is(t, 200)
		fourth.signIn(s)
		first.get("/account").is(t, 303)
		second.get("/account").is(t, 200)

		id := strings.Split(strings.Split(fourth.get("/account").is(t, 200).body, `/account/sessions/`)[1], `"`)[0]
		fourth.post("/account/sessions/"+id).leads(t, "/account")
		third.get("/account").is(t, 303)
		fourth.get("/account").is(t, 200)
		fourth.post("/account/sessions").leads(t, "/account")
		second.get("/account").is(t, 303)
		fourth.get("/account").is(t, 200)

		stranger := as(t, w, "stranger")
		stranger.get("/account")
		id = strings.Split(strings.Split(as(t, w, "stranger").get("/account").body, `/account/sessions/`)[1], `"`)[0]
		fourth.get("/account")
		fourth.post("/account/sessions/"+id).leads(t, "/account")
		stranger.get("/account").is(t, 200)
	})
}
