package site

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"lr/internal/db"
)

// hand is somebody at the pages: reading, filling in and pressing what they
// see, by the words on the page. A browser is one; a desk is another, without
// a browser, by which a demonstration is made.
type hand interface {
	Go(path string)
	Click(name string)
	Fill(label, value string)
	Choose(legend, option string)
	Tick(label string)
	Select(label, option string)
	Sees(words string)
	Path() string
}

// desk reads pages as HTML. What goes wrong is a panic with a walkFault, which
// whoever tells a story to a desk turns into an error.
type desk struct {
	in     *Installation
	who    string
	cookie string
	said   *http.Cookie // the sentence for the next page
	began  time.Time
	path   string
	page   *html.Node
	forms  map[*html.Node]url.Values
	filled map[*html.Node]bool
}

type walkFault struct{ error }

func (d *desk) fault(format string, args ...any) {
	panic(walkFault{fmt.Errorf("%s at %s: %s", d.who, d.path, fmt.Sprintf(format, args...))})
}

// signIn gives the person a session, a new one when theirs is too old.
func (d *desk) signIn() {
	now := d.in.Config.Now()
	if d.who == "" || d.cookie != "" && now.Sub(d.began) >= 0 && now.Sub(d.began) < 20*time.Minute {
		return
	}
	ctx := context.Background()
	err := d.in.DB.Write(ctx, func(tx *db.Tx) error {
		id, err := demoAccount(tx, ctx, d.who)
		if err != nil {
			return err
		}
		d.cookie, err = d.in.Gate.Begin(ctx, tx, id, true)
		return err
	})
	if err != nil {
		d.fault("sign in: %v", err)
	}
	d.began = now
}

// ask sends a request and gives the answer as it came.
func (d *desk) ask(r *http.Request) *httptest.ResponseRecorder {
	d.signIn()
	if d.cookie != "" {
		r.AddCookie(&http.Cookie{Name: "lr", Value: d.cookie})
	}
	if d.said != nil {
		r.AddCookie(d.said)
	}
	rec := httptest.NewRecorder()
	d.in.Handler.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		if d.said = nil; c.Name == "lr-said" && c.Value != "" {
			d.said = c
		}
	}
	return rec
}

func (d *desk) Go(path string) { d.load(d.ask(httptest.NewRequest(http.MethodGet, path, nil)), path) }

func (d *desk) Path() string { return d.path }

// load takes in a page, or goes where the answer leads.
func (d *desk) load(rec *httptest.ResponseRecorder, path string) {
	d.path = path
	if rec.Code == http.StatusSeeOther {
		d.Go(rec.Header().Get("Location"))
		return
	}
	page, err := html.Parse(rec.Body)
	if err != nil {
		d.fault("the page cannot be read: %v", err)
	}
	d.page, d.forms, d.filled = page, map[*html.Node]url.Values{}, map[*html.Node]bool{}
	if rec.Code != http.StatusOK {
		d.fault("answer %d: %s", rec.Code, d.wrong())
	}
	for n := range page.Descendants() {
		if n.Data == "form" {
			d.forms[n] = standing(n)
		}
	}
}

// wrong is what a page says is wrong, or its heading.
func (d *desk) wrong() string {
	for n := range d.page.Descendants() {
		if attr(n, "id") == "error-summary" {
			return words(n)
		}
	}
	for n := range d.page.Descendants() {
		if n.Data == "h1" {
			return words(n)
		}
	}
	return ""
}

// standing is what stands in a form before somebody touches it.
func standing(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		name := attr(n, "name")
		switch {
		case name == "":
		case n.Data == "textarea":
			v.Set(name, strings.TrimPrefix(inner(n), "\n"))
		case n.Data == "input" && (attr(n, "type") == "radio" || attr(n, "type") == "checkbox"):
			if has(n, "checked") {
				v.Add(name, attr(n, "value"))
			}
		case n.Data == "input" && attr(n, "type") != "file":
			v.Set(name, attr(n, "value"))
		case n.Data == "select":
			for o := range n.Descendants() {
				if o.Data == "option" && has(o, "selected") {
					v.Set(name, attr(o, "value"))
				}
			}
		}
	}
	return v
}

// Click presses the button or follows the link of that name.
func (d *desk) Click(name string) {
	for n := range d.page.Descendants() {
		if n.Data == "button" && words(n) == name {
			form := above(n, "form")
			values := d.forms[form]
			if b := attr(n, "name"); b != "" {
				values.Set(b, attr(n, "value"))
			}
			d.send(form, values)
			return
		}
	}
	for n := range d.page.Descendants() {
		if n.Data == "a" && words(n) == name {
			d.Go(attr(n, "href"))
			return
		}
	}
	for n := range d.page.Descendants() {
		if n.Data == "summary" && words(n) == name {
			return // what it opens is on the page already
		}
	}
	d.fault("there is no button or link %q", name)
}

func (d *desk) send(form *html.Node, values url.Values) {
	path := attr(form, "action")
	if path == "" {
		path = d.path
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	d.load(d.ask(r), path)
}

// labelled finds the field with the label: the next one not filled yet, where
// several are called the same.
func (d *desk) labelled(within *html.Node, label string) *html.Node {
	var last *html.Node
	for n := range within.Descendants() {
		if n.Data != "label" || words(n) != label {
			continue
		}
		for f := range d.page.Descendants() {
			if attr(f, "id") == attr(n, "for") && f.Data != "label" {
				if last = f; !d.filled[f] {
					d.filled[f] = true
					return f
				}
			}
		}
	}
	if last == nil {
		d.fault("there is no field %q", label)
	}
	return last
}

func (d *desk) Fill(label, value string) {
	f := d.labelled(d.page, label)
	d.forms[above(f, "form")].Set(attr(f, "name"), value)
	d.in.typed = append(d.in.typed, value)
}

func (d *desk) Tick(label string) {
	f := d.labelled(d.page, label)
	d.forms[above(f, "form")].Add(attr(f, "name"), attr(f, "value"))
}

func (d *desk) Choose(legend, option string) {
	for n := range d.page.Descendants() {
		if n.Data != "fieldset" || d.filled[n] && !several(n) {
			continue
		}
		for l := range n.Descendants() {
			if l.Data == "legend" && words(l) == legend {
				d.filled[n] = true
				f := d.labelled(n, option)
				values, name := d.forms[above(f, "form")], attr(f, "name")
				if attr(f, "type") == "radio" {
					values.Del(name)
				}
				values.Add(name, attr(f, "value"))
				return
			}
		}
	}
	d.fault("there is no question %q", legend)
}

// several says that more than one answer may be chosen.
func several(fieldset *html.Node) bool {
	for n := range fieldset.Descendants() {
		if attr(n, "type") == "checkbox" {
			return true
		}
	}
	return false
}

func (d *desk) Select(label, option string) {
	f := d.labelled(d.page, label)
	for o := range f.Descendants() {
		if o.Data == "option" && words(o) == option {
			d.forms[above(f, "form")].Set(attr(f, "name"), attr(o, "value"))
			return
		}
	}
	d.fault("%q does not offer %q", label, option)
}

func (d *desk) Sees(what string) {
	if !strings.Contains(words(d.page), what) {
		d.fault("the page does not say %q", what)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func above(n *html.Node, tag string) *html.Node {
	for ; n != nil; n = n.Parent {
		if n.Data == tag {
			return n
		}
	}
	return nil
}

// words are what a person reads in a part of a page.
func words(n *html.Node) string { return strings.Join(strings.Fields(inner(n)), " ") }

func inner(n *html.Node) string {
	var b strings.Builder
	for t := range n.Descendants() {
		if t.Type == html.TextNode && t.Parent.Data != "script" && t.Parent.Data != "style" {
			b.WriteString(t.Data)
		}
	}
	return b.String()
}
