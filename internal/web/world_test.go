package web_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/web"
)

var files = fstest.MapFS{
	"form.html": {Data: []byte(`{{define "title"}}Form{{end}}{{define "main"}}<form method="post" novalidate>{{template "once" .Form}}` +
		`{{template "errors" .Form}}{{template "text" (field .Form "name" "Name" "")}}</form><p>{{.Words}}</p>{{end}}`)},
	"broken.html": {Data: []byte(`{{define "title"}}Broken{{end}}{{define "main"}}<p>Half a page with Canary words</p>{{.Nothing}}{{end}}`)},
}

type formData struct {
	Form  *form.Form
	Words string
}

var (
	formPage   = web.NewPage[formData](files, "form.html")
	brokenPage = web.NewPage[formData](files, "broken.html")
)

type Do struct{}

func (Do) Rule() access.Rule {
	return access.Rule{Name: "test.do", Who: access.Grants{{Roles: access.LeadOfficer | access.Reviewer, Stages: access.From(access.Received)}}}
}

type Sit struct{}

func (Sit) Rule() access.Rule { return access.Rule{Name: "test.sit", Office: access.LeadOfficer} }

type Ask struct{}

func (Ask) Rule() access.Rule { return access.Rule{Name: "test.ask"} }

func deed(ctx context.Context, tx *db.Tx, what string) error {
	_, err := tx.Exec(ctx, `INSERT INTO test_deed (id, what) VALUES ($1, $2)`, db.NewID(), what)
	return err
}

// feature has a page of every kind.
var feature = web.Feature{Name: "test",
	Schema: fstest.MapFS{"schema/20261130_test.sql": {Data: []byte("CREATE TABLE test_deed (\n    id TEXT PRIMARY KEY,\n    what TEXT NOT NULL\n);\n")}},
	Routes: func(rs *web.Routes) {
		web.Add(rs, "GET /reviews/{review}/test", func(r *web.Request, p access.Pass[Do]) (web.Answer, error) {
			return formPage.With(formData{form.New(), r.Query("q")}), p.Read(r.Context(), func(*db.Tx) error { return nil })
		})
		web.Add(rs, "POST /reviews/{review}/test", func(r *web.Request, p access.Pass[Do]) (web.Answer, error) {
			name := r.Form.Line("name", 50, "Give a name.")
			if !r.Form.OK() {
				return formPage.With(formData{r.Form, ""}), nil
			}
			err := p.Write(r.Context(), func(tx *db.Tx) error { return deed(r.Context(), tx, name) })
			return web.Redirect("/reviews/" + p.Review() + "/test").Say("Done."), err
		})
		web.AddOwn(rs, "GET /test/own", func(r *web.Request, p access.Own[Sit]) (web.Answer, error) {
			return formPage.With(formData{form.New(), "own"}), nil
		})
		web.AddOwn(rs, "POST /test/own", func(r *web.Request, p access.Own[Sit]) (web.Answer, error) {
			// a deed in two transactions
			for range 2 {
				if err := p.Write(r.Context(), func(tx *db.Tx) error { return deed(r.Context(), tx, "own") }); err != nil {
					return web.Answer{}, err
				}
			}
			return web.Redirect("/test/own").Say("Done twice."), nil
		})
		web.AddOpen(rs, "GET /test/open", func(r *web.Request, p access.Open[Ask]) (web.Answer, error) {
			return formPage.With(formData{form.New(), r.Address() + " " + r.Link("/x") + " " + strings.Repeat("long ", 400)}), nil
		})
		web.AddOpen(rs, "POST /test/open", func(r *web.Request, p access.Open[Ask]) (web.Answer, error) {
			name, data := r.Form.File("file", 1<<22)
			err := p.Write(r.Context(), func(tx *db.Tx) error { return deed(r.Context(), tx, r.Form.Value("name")+name) })
			return web.Redirect(fmt.Sprintf("/test/open?%d", len(data))).Say("It was done; really: \"yes\"."), err
		})
		web.AddOpen(rs, "GET /test/said/{word}", func(r *web.Request, p access.Open[Ask]) (web.Answer, error) {
			err := p.Write(r.Context(), func(tx *db.Tx) error { return deed(r.Context(), tx, r.Path("word")) })
			return formPage.With(formData{form.New(), r.Path("word")}), err
		})
		web.AddOpen(rs, "GET /test/panic", func(r *web.Request, p access.Open[Ask]) (web.Answer, error) {
			panic("Canary words of a case")
		})
		web.AddOpen(rs, "GET /test/panic-write", func(r *web.Request, p access.Open[Ask]) (web.Answer, error) {
			return web.Answer{}, p.Write(r.Context(), func(tx *db.Tx) error {
				deed(r.Context(), tx, "half")
				panic(fmt.Errorf("Canary words of a case"))
			})
		})
		web.AddOpen(rs, "GET /test/broken", func(r *web.Request, p access.Open[Ask]) (web.Answer, error) {
			return brokenPage.With(formData{Form: form.New()}), nil
		})
		web.AddOpen(rs, "GET /test/nothing", func(*web.Request, access.Open[Ask]) (web.Answer, error) { return web.Answer{}, nil })
		web.AddOpen(rs, "GET /test/file", func(*web.Request, access.Open[Ask]) (web.Answer, error) {
			return web.File("report.txt", "text/plain; charset=utf-8", []byte("short")), nil
		})
		web.AddOpen(rs, "GET /test/large-file", func(*web.Request, access.Open[Ask]) (web.Answer, error) {
			return web.File("report.txt", "text/plain; charset=utf-8", bytes.Repeat([]byte("long "), 1000)), nil
		})
		web.AddOpen(rs, "GET /test/sign-out", func(r *web.Request, p access.Open[Ask]) (web.Answer, error) {
			r.SignOut()
			return web.Redirect("/"), nil
		})
		web.AddOpen(rs, "GET /test/sign-in", func(r *web.Request, p access.Open[Ask]) (web.Answer, error) {
			r.SignIn("cookie")
			return web.Redirect("/"), nil
		})
		for name, err := range troubles {
			web.AddOpen(rs, "GET /test/trouble/"+name, func(*web.Request, access.Open[Ask]) (web.Answer, error) {
				return web.Answer{}, fmt.Errorf("read the Canary: %w", err)
			})
		}
	}}

var troubles = map[string]error{"sign-in": access.ErrSignIn, "stranger": access.ErrStranger, "missing": db.ErrNotFound,
	"forbidden": access.ErrForbidden, "moved": access.ErrMoved, "stale": db.ErrStale, "unknown": io.ErrUnexpectedEOF, "taken": db.ErrTaken}

func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Helper()
	t.Parallel()
	accesstest.Each(t, test, feature)
}

// browser is somebody with a cookie of their own, who can send what a good
// browser would not.
type browser struct {
	site   http.Handler
	cookie string
	name   string // of the cookie
	log    *bytes.Buffer
}

// browserOf gives a person a new session, on a site at that address.
func browserOf(t *testing.T, w *accesstest.World, who, base string) (browser, *web.Routes) {
	t.Helper()
	b := browser{name: "lr", log: &bytes.Buffer{}}
	if strings.HasPrefix(base, "https") {
		b.name = "__Host-lr"
	}
	var rs *web.Routes
	b.site, rs = web.New(web.Site{Gate: w.Gate, Now: w.Clock.Now, Base: base, Log: slog.New(slog.NewTextHandler(&locked{w: b.log}, nil))}, feature)
	if who != "" {
		err := w.DB.Write(context.Background(), func(tx *db.Tx) error {
			var err error
			b.cookie, err = w.Gate.Begin(context.Background(), tx, w.Account(who), true)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b, rs
}

type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

func (b browser) do(r *http.Request) *httptest.ResponseRecorder {
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: b.name, Value: b.cookie})
	}
	rec := httptest.NewRecorder()
	b.site.ServeHTTP(rec, r)
	return rec
}

func (b browser) get(path string) *httptest.ResponseRecorder {
	return b.do(httptest.NewRequest("GET", path, nil))
}

func posting(path string, typed url.Values) *http.Request {
	r := httptest.NewRequest("POST", path, strings.NewReader(typed.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func (b browser) token(t *testing.T, w *accesstest.World, rs *web.Routes) string {
	t.Helper()
	s, err := w.Gate.Find(context.Background(), b.cookie)
	if err != nil {
		t.Fatal(err)
	}
	return rs.Token(s)
}

func deeds(t *testing.T, w *accesstest.World) int {
	t.Helper()
	var n int
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], `SELECT COUNT(*) FROM test_deed`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func mapFS(body string) fstest.MapFS { return fstest.MapFS{"x.html": {Data: []byte(body)}} }
