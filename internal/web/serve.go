package web

import (
	"compress/gzip"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/look"
)

//go:embed *.html
var pages embed.FS

// trouble is a page that says what is wrong and what to do.
type trouble struct{ Title, What, Next, Number string }

var troublePage = NewPage[trouble](pages, "trouble.html")

// New puts the site together.
func New(site Site, features ...Feature) (http.Handler, *Routes) {
	rs := &Routes{site: site, mux: http.NewServeMux()}
	for _, f := range features {
		if f.Routes != nil {
			f.Routes(rs)
		}
	}
	refuse := func(route string, why error) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
			rs.serve(w, hr, route, func(*Request) (Answer, error) { return Answer{}, why })
		})
	}
	nothing := refuse("none", access.ErrStranger)
	rs.mux.Handle("GET /static/", static(nothing))
	rs.mux.Handle("/", nothing)
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(refuse("another site", errCross))
	inner := origin.Handler(rs.mux)
	return http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		rs.headers(w.Header())
		inner.ServeHTTP(w, hr)
	}), rs
}

// static hands out the bundle. Its names change with what is in them, so a
// browser may keep them.
func static(nothing http.Handler) http.Handler {
	files := http.StripPrefix("/static/", look.Files())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		info, err := fs.Stat(look.Static(), strings.TrimPrefix(r.URL.Path, "/static/"))
		if err != nil || info.IsDir() {
			nothing.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		files.ServeHTTP(w, r)
	})
}

// headers are on every answer.
func (rs *Routes) headers(h http.Header) {
	if rs.site.secure() {
		h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	}
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("X-Robots-Tag", "noindex")
	h.Set("Cache-Control", "no-store")
}

func (rs *Routes) serve(w http.ResponseWriter, hr *http.Request, pattern string, handle func(*Request) (Answer, error)) {
	began := time.Now()
	number := rand.Text()[:8]
	hr.Body = http.MaxBytesReader(w, hr.Body, maxBody)
	r, err := rs.read(hr)
	var a Answer
	if err == nil {
		a, err = guarded(r, handle)
	}
	if err == nil && a.status == 0 {
		err = errors.New("the handler gave no answer")
	}
	if err != nil {
		a = rs.refuse(r, err, number)
	}
	status := rs.send(w, r, a, number)
	rs.site.Log.LogAttrs(hr.Context(), slog.LevelInfo, "answered", slog.String("route", pattern), slog.Int("status", status),
		slog.Duration("took", time.Since(began)), slog.String("number", number))
}

// guarded turns a panic into an error, without its words: they may be a case's.
func guarded(r *Request, handle func(*Request) (Answer, error)) (a Answer, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic (%T)\n%s", v, debug.Stack())
		}
	}()
	return handle(r)
}

// refuse finds the page for what went wrong.
func (rs *Routes) refuse(r *Request, err error, number string) Answer {
	at := func(status int, t trouble) Answer {
		a := troublePage.With(t)
		a.status = status
		return a
	}
	switch {
	case errors.Is(err, access.ErrSignIn):
		next := ""
		if r.http.Method == http.MethodGet && r.http.URL.Path != "/" {
			next = "?next=" + url.QueryEscape(r.http.URL.Path)
		}
		return Redirect("/sign-in" + next)
	case errors.Is(err, access.ErrStranger), errors.Is(err, db.ErrNotFound):
		return at(http.StatusNotFound, trouble{Title: "There is no such page",
			What: "The address may be mistyped, or the page may not be for you.", Next: "Go to your start page to see what waits for you."})
	case errors.Is(err, access.ErrForbidden):
		return at(http.StatusForbidden, trouble{Title: "This is not open to you now",
			What: "Your part in this review does not include this page, or the review is at another stage.",
			Next: "If you think it should, ask the lead officer."})
	case errors.Is(err, access.ErrDoubt):
		return at(http.StatusForbidden, trouble{Title: "This review is closed to you for now",
			What: "Each of those who look at what happened must have had no part in it. Something has come up that the lead officer must look at first. " +
				"That is usual, and nobody says that you did anything wrong.",
			Next: "You need do nothing. You get a message when the review opens to you again; otherwise the lead officer speaks to you. " +
				"If you remember that you had a part in what happened, tell the lead officer now."})
	case errors.Is(err, access.ErrUndeclared):
		return Redirect("/reviews/" + r.Path("review")).Say("First say whether you were involved. Then this opens to you.")
	case errors.Is(err, access.ErrDone):
		return rs.again(r)
	case errors.Is(err, access.ErrMoved), errors.Is(err, db.ErrStale):
		return at(http.StatusConflict, trouble{Title: "Somebody was here before you",
			What: "This was changed while you were working on it. Nothing of yours was saved over it.",
			Next: "Go back to copy what you typed, then open the page again to see what is new."})
	case errors.Is(err, errCross):
		return at(http.StatusForbidden, trouble{Title: "This form came from another site",
			What: "Forms are only taken from the pages of this site, so nothing was changed.", Next: "Open the page here and send it again."})
	case errors.Is(err, errOld):
		return at(http.StatusBadRequest, trouble{Title: "This page was open for too long",
			What: "The form could not be taken, so nothing was changed.",
			Next: "Go back to copy what you typed, then open the page again and send it."})
	case errors.Is(err, errTooLarge):
		return at(http.StatusRequestEntityTooLarge, trouble{Title: "That is too much at once",
			What: "At most 8 MB can be sent in one form, so nothing was changed.",
			Next: "Go back and choose a smaller file, or shorten the text."})
	}
	rs.site.Log.Error("a request failed", "number", number, "method", r.http.Method, "err", err)
	return at(http.StatusInternalServerError, trouble{Title: "Something went wrong here",
		What: "This is a fault of the program and not of yours. Nothing was half saved.",
		Next: "Try again in a few minutes. If it stays, tell the lead officer this number:", Number: number})
}

// again answers a form that was sent before as it was answered then.
func (rs *Routes) again(r *Request) Answer {
	path, err := rs.site.Gate.Answer(r.Context(), r.Session, r.deed())
	if err != nil || path == "" {
		if path = "/"; r.review != "" {
			path = "/reviews/" + r.review
		}
	}
	a := Redirect(path).Say("This was sent twice. It was done once.")
	a.repeated = true
	return a
}

func (rs *Routes) send(w http.ResponseWriter, r *Request, a Answer, number string) int {
	for _, c := range r.cookies {
		http.SetCookie(w, c)
	}
	if r.forget {
		w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	}
	if a.location != "" {
		if a.said != "" {
			r.said(w, a.said)
		}
		if r.http.Method == http.MethodPost && !a.repeated {
			if err := rs.site.Gate.Answered(r.Context(), r.Session, r.deed(), a.location); err != nil {
				rs.site.Log.Error("keep where a deed led", "number", number, "err", err)
			}
		}
		http.Redirect(w, r.http, a.location, a.status)
		return a.status
	}
	if a.page != nil {
		chrome := rs.chrome(r)
		chrome.Preview = a.preview
		body, err := a.page(chrome)
		if err != nil {
			return rs.send(w, r, rs.refuse(r, err, number), number)
		}
		if chrome.Said != "" {
			http.SetCookie(w, &http.Cookie{Name: "lr-said", Path: "/", MaxAge: -1, Secure: rs.site.secure(), HttpOnly: true})
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		return write(w, r.http, a.status, body)
	}
	w.Header().Set("Content-Type", a.mime)
	if a.name != "" {
		w.Header().Set("Content-Disposition", `attachment; filename="`+a.name+`"`)
	}
	return write(w, r.http, a.status, a.body)
}

func (r *Request) said(w http.ResponseWriter, sentence string) {
	http.SetCookie(w, &http.Cookie{Name: "lr-said", Value: url.QueryEscape(sentence), Path: "/", MaxAge: 60,
		Secure: r.site.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// write packs pages for browsers that can unpack them. A page holds no secret
// beside what a stranger can put on it, so its packed length tells nothing.
func write(w http.ResponseWriter, r *http.Request, status int, body []byte) int {
	if len(body) < 1024 || !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.WriteHeader(status)
		w.Write(body)
		return status
	}
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Vary", "Accept-Encoding")
	w.WriteHeader(status)
	z := gzip.NewWriter(w)
	z.Write(body)
	z.Close()
	return status
}

// chrome is what stands around a page.
func (rs *Routes) chrome(r *Request) look.Chrome {
	c := look.Chrome{Fictional: rs.site.Fictional, Committee: rs.site.Committee, Path: r.http.URL.Path, Once: rs.Token(r.Session)}
	if said, err := url.QueryUnescape(cookie(r.http, "lr-said")); err == nil && r.http.Method == http.MethodGet {
		c.Said = said
	}
	at := func(path, text string) look.Link {
		return look.Link{Href: path, Text: text, Current: r.http.URL.Path == path}
	}
	if r.Session.Complete {
		c.SignedIn, c.Person = true, r.Session.Name.Reveal()
		c.Nav = []look.Link{at("/", "Start"), at("/notify", "Notify an event"), at("/published", "Published learning"), at("/account", "Your account")}
	} else {
		c.Nav = []look.Link{at("/", "Start"), at("/notify", "Notify an event"), at("/published", "Published learning"), at("/sign-in", "Sign in")}
	}
	if rs.site.Fictional {
		c.Nav = append(c.Nav, at("/demo", "Be somebody else"))
	}
	if r.review != "" {
		c.Crumbs = []look.Link{{Href: "/", Text: "Start"}, {Href: "/reviews/" + r.review, Text: r.code}}
		if r.http.URL.Path == "/reviews/"+r.review {
			c.Crumbs[1].Href = ""
		}
	}
	return c
}
