package account_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"lr/internal/accesstest"
)

var once = regexp.MustCompile(`value="[A-Z0-9a-f]{50,}"`)

func TestAnUnknownAddressIsAnsweredAsAWrongPassword(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		var said [2][]string
		for i, email := range []string{s.email, "nobody@sampleton.example"} {
			b := newBrowser(t, w)
			b.get("/sign-in")
			for range 7 {
				page := b.post("/sign-in", "email", email, "password", "wrong lantern, wrong rivers").is(t, 422)
				said[i] = append(said[i], strings.ReplaceAll(once.ReplaceAllString(page.body, ""), email, ""))
			}
		}
		for i := range said[0] {
			if said[0][i] != said[1][i] {
				t.Fatalf("the answers to try %d differ", i+1)
			}
		}
		if !strings.Contains(said[0][4], "do not belong together") || !strings.Contains(said[0][5], "try again after 10:16") {
			t.Errorf("the fifth try and the sixth are not answered as they should be: %s", said[0][5])
		}
	})
}

func TestAfterFiveWrongPasswordsAQuarterOfAnHourMustPass(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		b := newBrowser(t, w)
		b.get("/sign-in")
		for range 5 {
			b.post("/sign-in", "email", s.email, "password", "wrong").is(t, 422, "do not belong together")
		}
		b.post("/sign-in", "email", strings.ToUpper(s.email), "password", s.password).is(t, 422, "There were too many tries")
		w.Clock.Advance(14 * time.Minute)
		b.post("/sign-in", "email", s.email, "password", s.password).is(t, 422, "There were too many tries")
		w.Clock.Advance(time.Minute)
		b.signIn(s)
	})
}

func TestSigningInRightForgetsEarlierTries(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		for range 3 {
			b := newBrowser(t, w)
			b.get("/sign-in")
			for range 4 {
				b.post("/sign-in", "email", s.email, "password", "wrong").is(t, 422, "do not belong together")
			}
			b.signIn(s)
		}
	})
}

func TestFiveWrongCodesOfTheAppStopTheGuessing(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		b := newBrowser(t, w)
		b.password(s)
		w.Clock.Advance(time.Minute)
		for i := range 5 {
			b.post("/sign-in/code", "code", fmt.Sprintf("WRONG%d", i)).is(t, 422, "does not fit")
		}
		b.post("/sign-in/code", "code", s.code(w)).is(t, 422, "too many tries")
		b.post("/sign-in/code", "code", s.recovery[0]).is(t, 422, "too many tries")
		b.password(s)
		b.post("/sign-in/code", "code", s.code(w)).is(t, 422, "too many tries") // the password frees no code
		w.Clock.Advance(15 * time.Minute)
		b.signIn(s)
	})
}

func TestThirtyTriesFromOneAddressAreEnough(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		b := newBrowser(t, w)
		b.get("/sign-in")
		for i := range 30 {
			b.post("/sign-in", "email", fmt.Sprintf("somebody%d@sampleton.example", i), "password", "wrong").is(t, 422, "do not belong together")
		}
		b.post("/sign-in", "email", "one.more@sampleton.example", "password", "wrong").is(t, 422, "too many tries")
		b.address = "198.51.100.7:4000"
		b.post("/sign-in", "email", "one.more@sampleton.example", "password", "wrong").is(t, 422, "do not belong together")
	})
}

func TestTheAddressToGoOnToIsOneOfThisSite(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		s := newBrowser(t, w).firstStart()
		for next, want := range map[string]string{"/account": "/account", "//evil.example": "/", "https:%2F%2Fevil.example": "/", "/%5Cevil.example": "/"} {
			b := newBrowser(t, w)
			b.get("/sign-in?next="+next).is(t, 200)
			b.post("/sign-in?next="+next, "email", s.email, "password", s.password)
			on := b.page.location
			b.get(on).is(t, 200)
			w.Clock.Advance(31 * time.Second)
			b.post(on, "code", s.code(w)).leads(t, want)
			b.get("/sign-in?next="+next).leads(t, want)
			b.get("/sign-in/code?next="+next).leads(t, want)
		}
	})
}
