package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"lr/internal/accesstest"
	"lr/internal/look"
)

// fixed are on every answer, whatever it is.
var fixed = map[string]string{
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "no-referrer",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"X-Robots-Tag":                 "noindex",
	"Cache-Control":                "no-store",
}

// may are the other headers that an answer may have.
var may = []string{"Content-Type", "Content-Length", "Location", "Set-Cookie", "Vary", "Content-Encoding", "Content-Disposition",
	"Accept-Ranges", "Clear-Site-Data", "Strict-Transport-Security"}

func checkHeaders(t *testing.T, what string, h http.Header, secure, kept bool) {
	t.Helper()
	for name, want := range fixed {
		if kept && name == "Cache-Control" {
			want = "public, max-age=31536000, immutable"
		}
		if got := h.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s is %q", what, name, got)
		}
	}
	if got := h.Get("Strict-Transport-Security"); secure != (got == "max-age=63072000; includeSubDomains") || !secure && got != "" {
		t.Errorf("%s: Strict-Transport-Security is %q", what, got)
	}
	for name := range h {
		if fixed[name] == "" && !slices.Contains(may, name) {
			t.Errorf("%s: there is a header %s", what, name)
		}
	}
}

// Every kind of answer has the same headers: pages, refusals, files, moves to
// another page, faults, and what is kept by browsers.
func TestEveryAnswerHasItsHeaders(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		for _, base := range []string{"http://lr.example", "https://lr.example"} {
			b, rs := browserOf(t, w, "lead", base)
			cross := posting("/test/open", url.Values{"_once": {b.token(t, w, rs)}})
			cross.Header.Set("Sec-Fetch-Site", "cross-site")
			asset := strings.TrimPrefix(look.Asset("lr.css"), "/static/")
			if _, err := fs.Stat(look.Static(), asset); err != nil {
				t.Fatal(err)
			}
			tests := []struct {
				what   string
				r      *http.Request
				status int
			}{
				{"page", httptest.NewRequest("GET", "/reviews/"+w.Own+"/test", nil), 200},
				{"head of a page", httptest.NewRequest("HEAD", "/test/open", nil), 200},
				{"own page", httptest.NewRequest("GET", "/test/own", nil), 200},
				{"file", httptest.NewRequest("GET", "/test/file", nil), 200},
				{"redirect", posting("/test/open", url.Values{"_once": {b.token(t, w, rs)}}), 303},
				{"fault", posting("/reviews/"+w.Own+"/test", url.Values{"_once": {b.token(t, w, rs)}}), 422},
				{"unknown", httptest.NewRequest("GET", "/nothing", nil), 404},
				{"another method", httptest.NewRequest("DELETE", "/test/open", nil), 404},
				{"options", httptest.NewRequest("OPTIONS", "/test/open", nil), 404},
				{"a path to be cleaned", httptest.NewRequest("GET", "/test/../test/open", nil), 301},
				{"cross-site", cross, 403},
				{"old", posting("/test/open", nil), 400},
				{"too large", posting("/test/open", url.Values{"x": {strings.Repeat("x", 9<<20)}}), 413},
				{"panic", httptest.NewRequest("GET", "/test/panic", nil), 500},
				{"broken", httptest.NewRequest("GET", "/test/broken", nil), 500},
				{"sign out", httptest.NewRequest("GET", "/test/sign-out", nil), 303},
				{"asset", httptest.NewRequest("GET", "/static/"+asset, nil), 200},
				{"no asset", httptest.NewRequest("GET", "/static/nothing.css", nil), 404},
				{"list of assets", httptest.NewRequest("GET", "/static/", nil), 404},
			}
			for _, x := range tests {
				rec := b.do(x.r)
				if rec.Code != x.status && !(x.what == "a path to be cleaned" && rec.Code == 307) {
					t.Errorf("%s: answer %d, want %d", x.what, rec.Code, x.status)
				}
				checkHeaders(t, x.what+" at "+base, rec.Header(), strings.HasPrefix(base, "https"), x.what == "asset")
				if x.status != 303 && x.status != 301 && !strings.Contains(x.what, "asset") && x.what != "file" &&
					rec.Header().Get("Content-Type") != "text/html; charset=utf-8" {
					t.Errorf("%s: it is %q", x.what, rec.Header().Get("Content-Type"))
				}
			}
			if got := b.get("/test/sign-out").Header().Get("Clear-Site-Data"); got != `"cache", "storage"` {
				t.Errorf("at sign-out the browser is told %q", got)
			}
			if got := b.get("/test/file").Header().Get("Content-Disposition"); got != `attachment; filename="report.txt"` {
				t.Errorf("a file is %q", got)
			}
		}
	})
}

// The cookie of a session is for this host, and for no script.
func TestTheCookieIsForThisHostOnly(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		for base, want := range map[string]string{
			"https://lr.example": "__Host-lr=cookie; Path=/; HttpOnly; Secure; SameSite=Lax",
			"http://lr.example":  "lr=cookie; Path=/; HttpOnly; SameSite=Lax",
		} {
			b, _ := browserOf(t, w, "", base)
			if got := b.get("/test/sign-in").Header().Values("Set-Cookie"); len(got) != 1 || got[0] != want {
				t.Errorf("%s: %q", base, got)
			}
			if got := b.get("/test/sign-out").Header().Get("Set-Cookie"); !strings.Contains(got, "Max-Age=0") {
				t.Errorf("%s at sign-out: %q", base, got)
			}
		}
		// over an encrypted connection, the cookie of the open one counts for nothing
		b, _ := browserOf(t, w, "lead", "https://lr.example")
		if rec := b.get("/test/own"); rec.Code != 200 {
			t.Errorf("the lead officer gets %d", rec.Code)
		}
		b.name = "lr"
		if rec := b.get("/test/own"); rec.Code != 303 {
			t.Errorf("with a cookie that others can set: %d", rec.Code)
		}
	})
}

// A form of another site, and a form that was not made here for this session,
// does nothing.
func TestOnlyOurFormsAreTaken(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead, rs := browserOf(t, w, "lead", "http://lr.example")
		other, _ := browserOf(t, w, "reviewer", "http://lr.example")
		again, _ := browserOf(t, w, "lead", "http://lr.example")
		nobody, _ := browserOf(t, w, "", "http://lr.example")
		path := "/reviews/" + w.Own + "/test"
		fresh := func() string { return lead.token(t, w, rs) }
		changed := func(s string, i int) string {
			c := byte('A')
			if s[i] == c {
				c = 'B'
			}
			return s[:i] + string(c) + s[i+1:]
		}
		for why, token := range map[string][]string{
			"none": nil, "empty": {""}, "short": {"x"}, "made up": {strings.Repeat("A", 58)}, "a nonce alone": {fresh()[:26]},
			"of another person": {other.token(t, w, rs)}, "of the session before": {again.token(t, w, rs)}, "of nobody": {nobody.token(t, w, rs)},
			"with another mark": {changed(fresh(), 40)}, "with another nonce": {changed(fresh(), 3)}, "with more": {fresh() + "A"},
		} {
			for _, to := range []string{path, "/test/own", "/test/open"} {
				if rec := lead.do(posting(to, url.Values{"name": {"x"}, "_once": token})); rec.Code != 400 || !strings.Contains(rec.Body.String(), "open for too long") {
					t.Errorf("a token %s, to %s: answer %d", why, to, rec.Code)
				}
			}
		}
		// a token in the address is none
		if rec := lead.do(posting(path+"?_once="+fresh(), url.Values{"name": {"x"}})); rec.Code != 400 {
			t.Errorf("a token in the address: %d", rec.Code)
		}
		for _, h := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"}} {
			for _, to := range []string{path, "/test/open", "/nothing"} {
				r := posting(to, url.Values{"name": {"x"}, "_once": {fresh()}})
				r.Header.Set(h[0], h[1])
				if rec := lead.do(r); rec.Code != 403 || !strings.Contains(rec.Body.String(), "came from another site") {
					t.Errorf("%s: %s, to %s: answer %d", h[0], h[1], to, rec.Code)
				}
			}
		}
		if n := deeds(t, w); n != 0 {
			t.Fatalf("%d deeds were done", n)
		}
		r := posting(path, url.Values{"name": {"x"}, "_once": {fresh()}})
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		if rec := lead.do(r); rec.Code != 303 || deeds(t, w) != 1 {
			t.Errorf("our own form: answer %d, %d deeds", rec.Code, deeds(t, w))
		}
	})
}

// The token on a page is the one that its form sends back.
func TestAPageCarriesItsToken(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		b, _ := browserOf(t, w, "lead", "http://lr.example")
		path := "/reviews/" + w.Own + "/test"
		once := regexp.MustCompile(`name="_once" value="([^"]+)"`).FindStringSubmatch(b.get(path).Body.String())
		if once == nil {
			t.Fatal("the page carries no token")
		}
		faulty := b.do(posting(path, url.Values{"_once": {once[1]}}))
		if faulty.Code != 422 || !strings.Contains(faulty.Body.String(), "Give a name.") {
			t.Errorf("a form with a fault: %d", faulty.Code)
		}
		second := regexp.MustCompile(`name="_once" value="([^"]+)"`).FindStringSubmatch(faulty.Body.String())
		if second == nil || second[1] == once[1] {
			t.Errorf("the token of the page with the fault is %v", second)
		}
		for _, token := range []string{once[1], second[1]} {
			if rec := b.do(posting(path, url.Values{"name": {"x"}, "_once": {token}})); rec.Code != 303 {
				t.Errorf("the form with its token: %d", rec.Code)
			}
		}
	})
}

// A form that is sent twice at once does its deed once, and both are answered.
func TestTwoClicksAreOneDeed(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		for i, path := range []string{"/reviews/" + w.Own + "/test", "/test/open"} {
			b, rs := browserOf(t, w, "lead", "http://lr.example")
			form := url.Values{"name": {"x"}, "_once": {b.token(t, w, rs)}}
			codes := make([]int, 8)
			var all sync.WaitGroup
			for n := range codes {
				all.Go(func() {
					rec := b.do(posting(path, form))
					codes[n] = rec.Code
				})
			}
			all.Wait()
			for _, c := range codes {
				if c != 303 {
					t.Errorf("%s: answers %v", path, codes)
				}
			}
			if n := deeds(t, w); n != i+1 {
				t.Errorf("%s: %d deeds", path, n)
			}
			rec := b.do(posting(path, form))
			if !strings.HasPrefix(rec.Header().Get("Location"), path) || !strings.Contains(rec.Header().Get("Set-Cookie"), "twice") {
				t.Errorf("%s again leads to %q, saying %q", path, rec.Header().Get("Location"), rec.Header().Get("Set-Cookie"))
			}
		}
		// one deed in two transactions is one sending, and done again with another token
		b, rs := browserOf(t, w, "lead", "http://lr.example")
		form := url.Values{"_once": {b.token(t, w, rs)}}
		for range 2 {
			if rec := b.do(posting("/test/own", form)); rec.Code != 303 {
				t.Errorf("a deed in two transactions: %d", rec.Code)
			}
		}
		if n := deeds(t, w); n != 4 {
			t.Errorf("%d deeds, want 4", n)
		}
		// the same token for another page is another deed
		b.do(posting("/test/open", form))
		if n := deeds(t, w); n != 5 {
			t.Errorf("%d deeds, want 5", n)
		}
	})
}

// Too much at once is refused, also in pieces and as a file, and nothing is done.
func TestTooMuchIsRefused(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		b, rs := browserOf(t, w, "", "http://lr.example")
		upload := func(size int) *http.Request {
			var body bytes.Buffer
			m := multipart.NewWriter(&body)
			m.WriteField("_once", b.token(t, w, rs))
			part, _ := m.CreateFormFile("file", "report.docx")
			part.Write(make([]byte, size))
			m.Close()
			r := httptest.NewRequest("POST", "/test/open", &body)
			r.Header.Set("Content-Type", m.FormDataContentType())
			return r
		}
		large := upload(9 << 20)
		large.ContentLength = -1
		typed := posting("/test/open", url.Values{"_once": {b.token(t, w, rs)}, "name": {strings.Repeat("x", 9<<20)}})
		for what, r := range map[string]*http.Request{"a file": upload(9 << 20), "a file of unknown length": large, "a text": typed} {
			if rec := b.do(r); rec.Code != 413 || !strings.Contains(rec.Body.String(), "At most 8 MB") {
				t.Errorf("%s: %d", what, rec.Code)
			}
		}
		broken := httptest.NewRequest("POST", "/test/open", strings.NewReader("no parts"))
		broken.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		if rec := b.do(broken); rec.Code != 400 {
			t.Errorf("a broken form: %d", rec.Code)
		}
		if n := deeds(t, w); n != 0 {
			t.Errorf("%d deeds", n)
		}
		if rec := b.do(upload(1 << 20)); rec.Code != 303 || rec.Header().Get("Location") != "/test/open?1048576" {
			t.Errorf("a file that fits: %d, %s", rec.Code, rec.Header().Get("Location"))
		}
	})
}

// A long page travels packed to those who can unpack it, and plain to others.
func TestPagesTravelPacked(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		b, _ := browserOf(t, w, "", "http://lr.example")
		for _, path := range []string{"/test/open", "/test/large-file", "/nothing"} {
			packed := httptest.NewRequest("GET", path, nil)
			packed.Header.Set("Accept-Encoding", "br, gzip")
			rec := b.do(packed)
			z, err := gzip.NewReader(rec.Body)
			if err != nil || rec.Header().Get("Content-Encoding") != "gzip" || rec.Header().Get("Vary") != "Accept-Encoding" {
				t.Fatalf("%s is not packed: %v", path, rec.Header())
			}
			unpacked, err := io.ReadAll(z)
			plain := b.get(path)
			hide := regexp.MustCompile(`value="[A-Za-z0-9]{58}"`)
			if err != nil || hide.ReplaceAllString(string(unpacked), "") != hide.ReplaceAllString(plain.Body.String(), "") {
				t.Errorf("%s unpacks to something else, %v", path, err)
			}
			if plain.Header().Get("Content-Encoding") != "" || rec.Header().Get("Content-Type") != plain.Header().Get("Content-Type") || rec.Code != plain.Code {
				t.Errorf("%s is answered in two ways", path)
			}
		}
		short := httptest.NewRequest("GET", "/test/file", nil)
		short.Header.Set("Accept-Encoding", "gzip")
		if rec := b.do(short); rec.Body.String() != "short" {
			t.Errorf("a short file is packed: %v", rec.Header())
		}
	})
}
