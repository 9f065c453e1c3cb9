package accesstest

import (
	"bytes"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Person is somebody at a browser. "" is somebody who has not signed in.
type Person struct {
	w    *World
	t    testing.TB
	name string
}

// As gives the person at a browser: "lead", "author two", "other reviewer",
// "stranger", "".
func (w *World) As(t testing.TB, name string) Person {
	t.Helper()
	if name != "" && w.accounts[name] == "" {
		t.Fatalf("there is no %q in this world", name)
	}
	return Person{w, t, name}
}

// Page is what came back.
type Page struct {
	Status   int
	Location string
	Body     string
	Header   http.Header
	t        testing.TB
}

// Get asks for a page.
func (p Person) Get(path string) Page {
	p.t.Helper()
	return p.do(httptest.NewRequest("GET", path, nil))
}

// Post sends a form, with a fresh token.
func (p Person) Post(path string, typed url.Values) Page {
	p.t.Helper()
	sent := url.Values{"_once": {p.Token()}}
	for k, v := range typed {
		sent[k] = v
	}
	r := httptest.NewRequest("POST", path, strings.NewReader(sent.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return p.do(r)
}

// Upload sends a form with a file in its field "file", with a fresh token.
func (p Person) Upload(path, name string, data []byte) Page {
	p.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	must(p.t, m.WriteField("_once", p.Token()))
	part, err := m.CreateFormFile("file", name)
	must(p.t, err)
	_, err = part.Write(data)
	must(p.t, err)
	must(p.t, m.Close())
	r := httptest.NewRequest("POST", path, &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return p.do(r)
}

// Ask asks without a form: a page, or a deed that is refused for want of one.
func (p Person) Ask(method, path string) Page {
	p.t.Helper()
	return p.do(httptest.NewRequest(method, path, nil))
}

// Token is a token for one form.
func (p Person) Token() string {
	p.t.Helper()
	return p.w.Routes.Token(p.w.Session(p.t, p.name))
}

func (p Person) do(r *http.Request) Page {
	p.t.Helper()
	if p.name != "" {
		r.AddCookie(&http.Cookie{Name: "lr", Value: p.w.cookies[p.name]})
	}
	rec := httptest.NewRecorder()
	p.w.Site.ServeHTTP(rec, r)
	return Page{rec.Code, rec.Header().Get("Location"), rec.Body.String(), rec.Header(), p.t}
}

// OK fails the test unless the page came (200), or a deed led on (303).
func (g Page) OK() Page {
	g.t.Helper()
	if g.Status != http.StatusOK && g.Status != http.StatusSeeOther {
		g.t.Fatalf("answer %d: %s", g.Status, g.Text())
	}
	return g
}

// Is fails the test unless the answer has the status.
func (g Page) Is(status int) Page {
	g.t.Helper()
	if g.Status != status {
		g.t.Fatalf("answer %d, want %d: %s", g.Status, status, g.Text())
	}
	return g
}

// Sees fails the test unless the words stand on the page.
func (g Page) Sees(words ...string) Page {
	g.t.Helper()
	for _, w := range words {
		if !strings.Contains(g.Text(), w) {
			g.t.Fatalf("the page does not say %q: %s", w, g.Text())
		}
	}
	return g
}

// SeesNot fails the test if the words stand anywhere in the answer.
func (g Page) SeesNot(words ...string) Page {
	g.t.Helper()
	for _, w := range words {
		if strings.Contains(g.Body, w) || strings.Contains(g.Text(), w) {
			g.t.Fatalf("the page says %q", w)
		}
	}
	return g
}

var (
	tags   = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// Text is what a person reads on the page, with single spaces.
func (g Page) Text() string {
	main := g.Body
	if i := strings.Index(main, "<main"); i >= 0 {
		main = main[i:]
	}
	if i := strings.Index(main, "</main>"); i >= 0 {
		main = main[:i]
	}
	return spaces.ReplaceAllString(html.UnescapeString(tags.ReplaceAllString(main, " ")), " ")
}
