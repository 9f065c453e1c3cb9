package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
)

// maxBody is the most that a form may send, files included.
const maxBody = 8 << 20

var (
	errOld      = errors.New("the form is too old, or not from here")
	errTooLarge = errors.New("more was sent than can be read")
	errCross    = errors.New("the form was sent from another site")
)

// Request is what somebody asks.
type Request struct {
	Form    *form.Form
	Session access.Session
	http    *http.Request
	site    Site
	routes  *[]Route
	review  string
	code    string
	cookies []*http.Cookie
	forget  bool // the browser is told to drop what it kept of the site
}

func (r *Request) Context() context.Context  { return r.http.Context() }
func (r *Request) Path(name string) string   { return r.http.PathValue(name) }
func (r *Request) Query(name string) string  { return storable(r.http.URL.Query().Get(name)) }
func (r *Request) Cookie(name string) string { return cookie(r.http, name) }

// Now is the time, and Today the day in Scotland.
func (r *Request) Now() time.Time { return r.site.Now() }
func (r *Request) Today() db.Date { return db.DateOf(r.site.Now()) }

// Link is the whole address of a path, for a message.
func (r *Request) Link(path string) string { return strings.TrimSuffix(r.site.Base, "/") + path }

// Address is from where the request came, for limits only.
func (r *Request) Address() string {
	host, _, err := net.SplitHostPort(r.http.RemoteAddr)
	if err != nil {
		return r.http.RemoteAddr
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return host
	}
	// The proxy on this computer adds from where it was asked; what stands
	// before that was written by whoever asked.
	told := strings.Split(r.http.Header.Get("X-Forwarded-For"), ",")
	if last := strings.TrimSpace(told[len(told)-1]); last != "" {
		return last
	}
	return host
}

// Open says whether the person could open a page of the review now, by the path
// of its route. Ways that are shut are not shown.
func (r *Request) Open(c access.Case, path string) bool {
	for _, route := range *r.routes {
		if route.Method == http.MethodGet && route.Path == path {
			return c.May(route.Rule)
		}
	}
	return false
}

// Fictional says that the site is a demonstration.
func (r *Request) Fictional() bool { return r.site.Fictional }

// SignIn hands the browser the cookie of a session, SignOut takes it away.
func (r *Request) SignIn(cookie string) {
	r.setCookie(sessionCookie(r.site), cookie, 0)
}

func (r *Request) SignOut() {
	r.setCookie(sessionCookie(r.site), "", -1)
	r.forget = true
}

func (r *Request) setCookie(name, value string, age int) {
	r.cookies = append(r.cookies, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age,
		Secure: r.site.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// sessionCookie has the prefix that ties it to this host, which browsers allow
// for encrypted connections only.
func sessionCookie(s Site) string {
	if s.secure() {
		return "__Host-lr"
	}
	return "lr"
}

func cookie(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// read takes in who asks and what was typed.
func (rs *Routes) read(hr *http.Request) (*Request, error) {
	r := &Request{http: hr, site: rs.site, routes: &rs.list, Form: form.New()}
	var err error
	if r.Session, err = rs.site.Gate.Find(hr.Context(), cookie(hr, sessionCookie(rs.site))); err != nil {
		return r, err
	}
	if storable(hr.URL.Path) != hr.URL.Path {
		return r, access.ErrStranger
	}
	if hr.Method != http.MethodPost {
		return r, nil
	}
	if strings.HasPrefix(hr.Header.Get("Content-Type"), "multipart/form-data") {
		err = hr.ParseMultipartForm(maxBody)
	} else {
		err = hr.ParseForm()
	}
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		return r, errTooLarge
	}
	if err != nil {
		return r, errOld
	}
	typed := hr.PostForm
	var files map[string][]*multipart.FileHeader
	if hr.MultipartForm != nil {
		typed, files = url.Values(hr.MultipartForm.Value), hr.MultipartForm.File
	}
	for _, values := range typed {
		for i, v := range values {
			values[i] = storable(v)
		}
	}
	r.Form = form.Sent(typed, files)
	return r, nil
}

// storable drops what one of the databases refuses: zero bytes, and what is not UTF-8.
func storable(s string) string {
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}

// Token makes the one-time token of a page: a nonce, and a mark that it was
// made here for this session.
func (rs *Routes) Token(s access.Session) string {
	nonce := rand.Text()
	return nonce + rs.mark(s, nonce)
}

const nonceLetters = 26

func (rs *Routes) mark(s access.Session, nonce string) string {
	return rs.site.Gate.Mark(s.ID() + "|" + nonce)[:32]
}

// deed is the token under which the form does its deed once; "" for a page.
func (r *Request) deed() string {
	if r.http.Method != http.MethodPost {
		return ""
	}
	return r.http.URL.Path + "|" + r.Form.Value("_once")
}

// fresh refuses a form that was not made here for this session.
func (r *Request) fresh() error {
	if r.http.Method != http.MethodPost {
		return nil
	}
	token := r.Form.Value("_once")
	if len(token) <= nonceLetters {
		return errOld
	}
	want := (&Routes{site: r.site}).mark(r.Session, token[:nonceLetters])
	if subtle.ConstantTimeCompare([]byte(want), []byte(token[nonceLetters:])) != 1 {
		return errOld
	}
	return nil
}
