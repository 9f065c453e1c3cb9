package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/web"
)

// A fault of the program shows a page with a number, without words of a case,
// also in the log; and nothing of the deed is kept.
func TestAFaultShowsNoWords(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		b, _ := browserOf(t, w, "lead", "http://lr.example")
		for _, path := range []string{"/test/panic", "/test/panic-write", "/test/broken", "/test/nothing", "/test/trouble/unknown", "/test/trouble/taken"} {
			b.log.Reset()
			rec := b.get(path)
			body := rec.Body.String()
			if rec.Code != 500 || !strings.Contains(body, "Something went wrong here") || strings.Contains(body, "Canary") || strings.Contains(body, "goroutine") {
				t.Errorf("%s: %d %s", path, rec.Code, body)
			}
			number := regexp.MustCompile(`<strong>([A-Z2-7]{8})</strong>`).FindStringSubmatch(body)
			if number == nil || strings.Count(b.log.String(), "number="+number[1]) != 2 {
				t.Errorf("%s: the number %v does not lead to the log: %s", path, number, b.log)
			}
			if strings.Contains(path, "panic") && strings.Contains(b.log.String(), "Canary") {
				t.Errorf("%s: the log has the words", path)
			}
		}
		if n := deeds(t, w); n != 0 {
			t.Errorf("%d deeds", n)
		}
	})
}

// Each trouble has its page, which says what to do.
func TestEachTroubleHasItsPage(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		b, _ := browserOf(t, w, "lead", "http://lr.example")
		for name, want := range map[string]struct {
			status int
			words  string
		}{"stranger": {404, "There is no such page"}, "missing": {404, "There is no such page"}, "forbidden": {403, "This is not open to you now"},
			"moved": {409, "Somebody was here before you"}, "stale": {409, "Somebody was here before you"}} {
			rec := b.get("/test/trouble/" + name)
			if rec.Code != want.status || !strings.Contains(rec.Body.String(), want.words) || strings.Contains(rec.Body.String(), "Canary") {
				t.Errorf("%s: %d", name, rec.Code)
			}
		}
		rec := b.get("/test/trouble/sign-in?x=y")
		if rec.Code != 303 || rec.Header().Get("Location") != "/sign-in?next=%2Ftest%2Ftrouble%2Fsign-in" {
			t.Errorf("somebody who must sign in is led to %q", rec.Header().Get("Location"))
		}
		nobody, rs := browserOf(t, w, "", "http://lr.example")
		if rec := nobody.do(posting("/test/own", url.Values{"_once": {nobody.token(t, w, rs)}})); rec.Header().Get("Location") != "/sign-in" {
			t.Errorf("a form sent after the session is led to %q", rec.Header().Get("Location"))
		}
	})
}

// A page that does not exist, one that is not for the person, and a review that
// is not theirs look the same, whatever signs are in the address.
func TestWhatIsNotThereLooksLikeWhatIsNotYours(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		b, _ := browserOf(t, w, "reviewer", "http://lr.example")
		want := b.get("/nothing").Body.String()
		hide := regexp.MustCompile(`value="[A-Za-z0-9]{58}"`)
		for _, path := range []string{"/reviews/" + w.Other + "/test", "/reviews/" + db.NewID() + "/test", "/reviews/x/test", "/reviews/" + w.Own + "/nothing",
			"/test/own", "/reviews/%00/test", "/reviews/%ff%fe/test", "/reviews/" + strings.Repeat("x", 5000) + "/test", "/reviews/%F0%9F%99%82/test",
			"/reviews/" + w.Own + "%00/test", "/reviews/" + w.Own + "x/test", "/reviews/'%20OR%201=1/test", "/test/said/%00", "/test/said/%ff"} {
			rec := b.get(path)
			if rec.Code != 404 || hide.ReplaceAllString(rec.Body.String(), "") != hide.ReplaceAllString(want, "") {
				t.Errorf("%s: %d, another page than for an address that does not exist", path, rec.Code)
			}
		}
		if rec := b.get("/reviews/" + w.Own + "/test?q=%00a%ff"); rec.Code != 200 || !strings.Contains(rec.Body.String(), "<p>a\ufffd</p>") {
			t.Errorf("signs in the question: %d", rec.Code)
		}
		nobody, rs := browserOf(t, w, "", "http://lr.example")
		if rec := nobody.do(posting("/test/open", url.Values{"_once": {nobody.token(t, w, rs)}, "name": {"a\x00b\xff"}})); rec.Code != 303 {
			t.Errorf("signs in a form: %d", rec.Code)
		}
		if rec := nobody.get("/reviews/" + w.Own + "/test"); rec.Code != 303 {
			t.Errorf("somebody who has not signed in: %d", rec.Code)
		}
	})
}

// What is said on the next page is said once, and cannot be markup.
func TestASentenceIsSaidOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		b, rs := browserOf(t, w, "", "http://lr.example")
		rec := b.do(posting("/test/open", url.Values{"_once": {b.token(t, w, rs)}}))
		var said *http.Cookie
		for _, c := range rec.Result().Cookies() {
			if c.Name == "lr-said" {
				said = c
			}
		}
		if said == nil || !said.HttpOnly || said.SameSite != http.SameSiteLaxMode {
			t.Fatalf("the sentence travels as %v", said)
		}
		next := httptest.NewRequest("GET", "/test/open", nil)
		next.AddCookie(said)
		rec = b.do(next)
		if !strings.Contains(rec.Body.String(), "It was done; really: &#34;yes&#34;.") || !strings.Contains(rec.Header().Get("Set-Cookie"), "lr-said=; Path=/; Max-Age=0") {
			t.Errorf("the next page does not say it once: %q", rec.Header().Get("Set-Cookie"))
		}
		evil := httptest.NewRequest("GET", "/test/open", nil)
		evil.AddCookie(&http.Cookie{Name: "lr-said", Value: url.QueryEscape("<script>alert(1)</script>")})
		if rec := b.do(evil); strings.Contains(rec.Body.String(), "<script>alert") {
			t.Error("a sentence can be markup")
		}
	})
}

// Where a request comes from is one address, of either kind.
func TestTheAddressOfARequest(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		b, _ := browserOf(t, w, "", "http://lr.example/")
		for remote, want := range map[string]string{"192.0.2.7:4711": "192.0.2.7", "[2001:db8::7]:4711": "2001:db8::7", "@": "@"} {
			r := httptest.NewRequest("GET", "/test/open", nil)
			r.RemoteAddr = remote
			if rec := b.do(r); !strings.Contains(rec.Body.String(), "<p>"+want+" http://lr.example/x ") {
				t.Errorf("%s is not %s", remote, want)
			}
		}
	})
}

// A route that is not whole stops the program at its start.
func TestARouteThatIsNotWholeStopsTheProgram(t *testing.T) {
	t.Parallel()
	open := func(*web.Request, access.Open[Ask]) (web.Answer, error) { return web.Answer{}, nil }
	for why, routes := range map[string]func(*web.Routes){
		"no method":      func(rs *web.Routes) { web.AddOpen(rs, "/x", open) },
		"another method": func(rs *web.Routes) { web.AddOpen(rs, "PUT /x", open) },
		"a review, open": func(rs *web.Routes) { web.AddOpen(rs, "GET /reviews/{review}/x", open) },
		"a part, outside": func(rs *web.Routes) {
			web.AddOpen(rs, "GET /x", func(*web.Request, access.Open[Do]) (web.Answer, error) { return web.Answer{}, nil })
		},
		"a part, own": func(rs *web.Routes) {
			web.AddOwn(rs, "GET /x", func(*web.Request, access.Own[Do]) (web.Answer, error) { return web.Answer{}, nil })
		},
		"no review": func(rs *web.Routes) {
			web.Add(rs, "GET /x", func(*web.Request, access.Pass[Do]) (web.Answer, error) { return web.Answer{}, nil })
		},
		"nobody, in a review": func(rs *web.Routes) {
			web.Add(rs, "GET /reviews/{review}/x", func(*web.Request, access.Pass[Ask]) (web.Answer, error) { return web.Answer{}, nil })
		},
		"an office in a review": func(rs *web.Routes) {
			web.Add(rs, "GET /reviews/{review}/x", func(*web.Request, access.Pass[Sit]) (web.Answer, error) { return web.Answer{}, nil })
		},
		"an act without a name": func(rs *web.Routes) {
			web.AddOpen(rs, "GET /x", func(*web.Request, access.Open[nameless]) (web.Answer, error) { return web.Answer{}, nil })
		},
		"the same twice": func(rs *web.Routes) { web.AddOpen(rs, "GET /x", open); web.AddOpen(rs, "GET /x", open) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: the route was added", why)
				}
			}()
			web.New(web.Site{}, web.Feature{Routes: routes})
		}()
	}
	_, rs := web.New(web.Site{}, web.Feature{Routes: func(rs *web.Routes) { web.AddOpen(rs, "GET /x", open) }}, web.Feature{Name: "without routes"})
	if list := rs.List(); len(list) != 1 || list[0].Path != "/x" || list[0].Kind != web.OpenPage || list[0].Rule.Name != "test.ask" {
		t.Errorf("the routes are %+v", rs.List())
	}
}

type nameless struct{}

func (nameless) Rule() access.Rule { return access.Rule{} }

// A page whose template does not parse, or that calls what there is not, stops
// the program at its start.
func TestAPageThatDoesNotParseStopsTheProgram(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{{define "main"}}{{end`, `{{define "main"}}{{nothing .}}{{end}}`} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s was taken for a page", body)
				}
			}()
			web.NewPage[formData](mapFS(body), "x.html")
		}()
	}
}

// A session that ended, or whose second factor is not done, opens nothing.
func TestASessionThatIsNotWholeOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		half, _ := browserOf(t, w, "", "http://lr.example")
		err := w.DB.Write(context.Background(), func(tx *db.Tx) error {
			var err error
			half.cookie, err = w.Gate.Begin(context.Background(), tx, w.Account("lead"), false)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/reviews/" + w.Own + "/test", "/test/own"} {
			if rec := half.get(path); rec.Code != 303 || !strings.HasPrefix(rec.Header().Get("Location"), "/sign-in") {
				t.Errorf("%s with one factor: %d", path, rec.Code)
			}
		}
		if body := half.get("/test/open").Body.String(); strings.Contains(body, "Name of lead") {
			t.Error("the page greets somebody who has not shown both factors")
		}
	})
}
