package account_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"lr/internal/accesstest"
	"lr/internal/account"
)

// browser keeps cookies and sends the forms that it was shown.
type browser struct {
	t       *testing.T
	w       *accesstest.World
	cookies map[string]string
	address string
	once    string
	page    answer
}

type answer struct {
	status       int
	location     string
	body, header string
}

func newBrowser(t *testing.T, w *accesstest.World) *browser {
	return &browser{t: t, w: w, cookies: map[string]string{}, address: "192.0.2.1:4000"}
}

// as is a browser in which somebody of the world is signed in.
func as(t *testing.T, w *accesstest.World, name string) *browser {
	b := newBrowser(t, w)
	b.cookies["lr"] = beginFor(t, w, w.Account(name), true)
	return b
}

var onceField = regexp.MustCompile(`name="_once" value="([^"]+)"`)

func (b *browser) do(method, path string, typed url.Values) answer {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(typed.Encode()))
	r.RemoteAddr = b.address
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	b.w.Site.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
			continue
		}
		if c.Name == "lr" && (!c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/") {
			b.t.Errorf("the session's cookie is not well kept: %v", c)
		}
		b.cookies[c.Name] = c.Value
	}
	b.page = answer{rec.Code, rec.Header().Get("Location"), html.UnescapeString(rec.Body.String()), rec.Header().Get("Clear-Site-Data")}
	if m := onceField.FindStringSubmatch(rec.Body.String()); m != nil {
		b.once = m[1]
	}
	return b.page
}

func (b *browser) get(path string) answer { b.t.Helper(); return b.do("GET", path, nil) }

// post sends the form of the last page with what is typed.
func (b *browser) post(path string, pairs ...string) answer {
	b.t.Helper()
	typed := url.Values{"_once": {b.once}}
	for i := 0; i < len(pairs); i += 2 {
		typed.Set(pairs[i], pairs[i+1])
	}
	return b.do("POST", path, typed)
}

func (a answer) is(t *testing.T, status int, words ...string) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("answer %d to %q, want %d: %s", a.status, a.location, status, a.text())
	}
	for _, w := range words {
		if !strings.Contains(a.text(), w) {
			t.Fatalf("the page does not say %q: %s", w, a.text())
		}
	}
	return a
}

func (a answer) leads(t *testing.T, to string) {
	t.Helper()
	if a.status != http.StatusSeeOther || a.location != to {
		t.Fatalf("answer %d to %q, want 303 to %q: %s", a.status, a.location, to, a.text())
	}
}

var (
	tags    = regexp.MustCompile(`<[^>]*>`)
	spaces  = regexp.MustCompile(`\s+`)
	strong  = regexp.MustCompile(`<strong>([A-Z2-7 ]{39})</strong>`)
	eight   = regexp.MustCompile(`<strong>([A-Z2-9]{4} [A-Z2-9]{4})</strong>`)
	linkIn  = regexp.MustCompile(`http://lr.example(/i/[A-Z2-7]+)`)
	sixteen = regexp.MustCompile(`<strong>([A-Z2-9]{4}(?: [A-Z2-9]{4}){3})</strong>`)
)

func (a answer) text() string {
	main := a.body
	if i := strings.Index(main, "<main"); i >= 0 {
		main = main[i:]
	}
	return spaces.ReplaceAllString(tags.ReplaceAllString(main, " "), " ")
}

// found gives what the expression finds on the page.
func (a answer) found(t *testing.T, e *regexp.Regexp) string {
	t.Helper()
	m := e.FindStringSubmatch(a.body)
	if m == nil {
		t.Fatalf("the page has no %s: %s", e, a.text())
	}
	return m[1]
}

const goodPassword = "quiet lantern over seven rivers"

// somebody is a person who can sign in.
type somebody struct {
	email, password, secret string
	recovery                []string
}

func (s somebody) code(w *accesstest.World) string {
	code, err := totp.GenerateCode(strings.ReplaceAll(s.secret, " ", ""), w.Clock.Now())
	if err != nil {
		panic(err)
	}
	return code
}

// setUp chooses the sign-in of whoever the browser was led to /set-up as.
func (b *browser) setUp(email string) somebody {
	b.t.Helper()
	s := somebody{email: email, password: goodPassword}
	s.secret = b.get("/set-up").is(b.t, 200, "Welcome").found(b.t, strong)
	done := b.post("/set-up", "password", s.password, "again", s.password, "code", s.code(b.w)).is(b.t, 200, "You are signed in")
	for _, m := range sixteen.FindAllStringSubmatch(done.body, -1) {
		s.recovery = append(s.recovery, m[1])
	}
	if len(s.recovery) != 10 {
		b.t.Fatalf("%d recovery codes were shown", len(s.recovery))
	}
	return s
}

// firstStart makes the first account of the world in this browser.
func (b *browser) firstStart() somebody {
	b.t.Helper()
	code, err := account.FirstCode(b.t.Context(), b.w.Gate)
	if err != nil || code == "" {
		b.t.Fatalf("no code for the first start: %v", err)
	}
	b.get("/first").is(b.t, 200)
	b.post("/first", "code", code, "committee", "Sampleton Child Protection Committee", "track", "child",
		"name", "Ailsa Example", "email", "ailsa@sampleton.example").leads(b.t, "/set-up")
	return b.setUp("ailsa@sampleton.example")
}

// password takes the first factor.
func (b *browser) password(s somebody) {
	b.t.Helper()
	b.get("/sign-in").is(b.t, 200)
	b.post("/sign-in", "email", s.email, "password", s.password).leads(b.t, "/sign-in/code?next=%2F")
	b.get("/sign-in/code").is(b.t, 200)
}

// signIn takes both factors, after the app has gone on to its next code.
func (b *browser) signIn(s somebody) {
	b.t.Helper()
	b.password(s)
	b.w.Clock.Advance(31 * time.Second)
	b.post("/sign-in/code", "code", s.code(b.w)).leads(b.t, "/")
}

// invite makes an invitation and gives its link and code.
func (b *browser) invite(pairs ...string) (link, code string) {
	b.t.Helper()
	b.get("/invite").is(b.t, 200)
	made := b.post("/invite", pairs...).is(b.t, 200, "Invitation made")
	return made.found(b.t, linkIn), made.found(b.t, eight)
}

// accept opens a link and gives the code.
func (b *browser) accept(link, code string) answer {
	b.t.Helper()
	b.get(link).is(b.t, 200, "You have an invitation from")
	b.post(link).leads(b.t, link+"/code")
	b.get(link+"/code").is(b.t, 200)
	return b.post(link+"/code", "code", code)
}
