// Package web is how the program speaks with browsers. A route cannot be
// incomplete: it is added with a handler whose signature names its act, and the
// pass is fetched before the handler runs. A form is checked for where it came
// from, and does its deed once however often it is sent.
package web

import (
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"lr/internal/access"
)

// Feature is what a step of the process brings to the site.
type Feature struct {
	Name   string
	Schema fs.FS
	Routes func(*Routes)
}

// Site is what all pages share.
type Site struct {
	Gate      *access.Gate
	Now       func() time.Time
	Base      string // address people use, "https://reviews.example.org"
	Committee string // name in the header
	Fictional bool   // lr demo: every page says that all is invented
	Log       *slog.Logger
}

func (s Site) secure() bool { return strings.HasPrefix(s.Base, "https://") }

// Kind is who a route is for.
type Kind string

const (
	InReview Kind = "review" // people with a part in the review
	OwnPage  Kind = "own"    // people who are signed in
	OpenPage Kind = "open"   // everybody
)

// Route is one line of the access table.
type Route struct {
	Method, Path string
	Kind         Kind
	Rule         access.Rule
}

// Routes are the ways in. Only Add, AddOwn and AddOpen add one.
type Routes struct {
	site Site
	mux  *http.ServeMux
	list []Route
}

// List gives every route, in the order in which the steps added them.
func (rs *Routes) List() []Route { return rs.list }

// Add adds a route in a review: its path has {review} in it.
func Add[A access.Act](rs *Routes, pattern string, handle func(*Request, access.Pass[A]) (Answer, error)) {
	var act A
	rule := act.Rule()
	if len(rule.Who) == 0 || rule.Office != 0 || !strings.Contains(pattern, "/reviews/{review}") {
		panic(fmt.Sprintf("route %s: an act in a review names who may do it, and its path the review", pattern))
	}
	rs.add(pattern, InReview, rule, func(r *Request) (Answer, error) {
		p, err := access.Check[A](r.Context(), rs.site.Gate, r.Session, r.Path("review"), r.deed())
		if err != nil {
			return Answer{}, err
		}
		r.review, r.code = p.Review(), p.Code()
		if err := r.fresh(); err != nil {
			return Answer{}, err
		}
		return handle(r, p)
	})
}

// AddOwn adds a route for people who are signed in, outside any review.
func AddOwn[A access.Act](rs *Routes, pattern string, handle func(*Request, access.Own[A]) (Answer, error)) {
	var act A
	rs.add(pattern, OwnPage, outside(pattern, act.Rule()), func(r *Request) (Answer, error) {
		p, err := access.CheckOwn[A](r.Context(), rs.site.Gate, r.Session, r.deed())
		if err != nil {
			return Answer{}, err
		}
		if err := r.fresh(); err != nil {
			return Answer{}, err
		}
		return handle(r, p)
	})
}

// AddOpen adds a route for everybody.
func AddOpen[A access.Act](rs *Routes, pattern string, handle func(*Request, access.Open[A]) (Answer, error)) {
	var act A
	rs.add(pattern, OpenPage, outside(pattern, act.Rule()), func(r *Request) (Answer, error) {
		if err := r.fresh(); err != nil {
			return Answer{}, err
		}
		return handle(r, access.CheckOpen[A](rs.site.Gate, r.Session, r.deed()))
	})
}

func outside(pattern string, rule access.Rule) access.Rule {
	if len(rule.Who) != 0 || strings.Contains(pattern, "{review}") {
		panic(fmt.Sprintf("route %s: an act outside a review has no part in one", pattern))
	}
	return rule
}

func (rs *Routes) add(pattern string, kind Kind, rule access.Rule, handle func(*Request) (Answer, error)) {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok || method != "GET" && method != "POST" || rule.Name == "" {
		panic(fmt.Sprintf("route %q: give GET or POST, a path, and an act with a name", pattern))
	}
	rs.list = append(rs.list, Route{method, path, kind, rule})
	if path == "/" {
		pattern = method + " /{$}"
	}
	rs.mux.HandleFunc(pattern, func(w http.ResponseWriter, hr *http.Request) { rs.serve(w, hr, pattern, handle) })
}
