// Package look is how every page looks: the layout, the components of the
// Scottish Government Design System, and the style sheet, script, icons and
// fonts that go with them.
//
// People come to a review once in a career, often tired or distressed, on
// whatever screen is at hand [SEED]. So a page reads well on a phone, works
// without script, says nothing by colour alone, and asks for no asset of
// anyone else's.
//
// A page is the layout, the components and the page's own templates "title"
// and "main", and if it likes "side" (beside the reading column) and "exit"
// (the button that hides the page). They are given the page's data as the dot;
// the layout is given a struct{ Chrome look.Chrome; Page any }.
package look

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
)

//go:embed layout.html components.html
var templates embed.FS

// Templates holds layout.html and components.html, to be parsed with Funcs and
// with the functions "field" and "choice" of forms.
var Templates fs.FS = templates

//go:embed all:static
var static embed.FS

var files, names, built = open(static)

// open reads the manifest of a bundle; without one the error tells what to do.
func open(all fs.FS) (fs.FS, map[string]string, error) {
	dir, err := fs.Sub(all, "static")
	if err != nil {
		return nil, nil, fmt.Errorf("bundle of the look: %w", err)
	}
	data, err := fs.ReadFile(dir, "manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		//lint:ignore ST1005 it is a sentence for the person who starts the program
		return dir, nil, errors.New("Run make once: the style sheet and fonts are not built yet.")
	}
	if err != nil {
		return dir, nil, fmt.Errorf("manifest of the look: %w", err)
	}
	names := map[string]string{}
	if err := json.Unmarshal(data, &names); err != nil {
		return dir, nil, fmt.Errorf("manifest of the look: %w", err)
	}
	return dir, names, nil
}

// Built is nil when the bundle is in the program, and otherwise one sentence
// for the person who starts it. Pages can be made without it, but look plain.
func Built() error { return built }

// Static holds the bundle: files named name.<hash>.ext, which never change
// under their name, and beside most of them the same packed as name.<hash>.ext.gz.
func Static() fs.FS { return files }

// Asset is the path a page asks for an asset by, such as
// "/static/lr.0123456789ab.css" for "lr.css"; without a bundle, the plain name.
func Asset(name string) string {
	if hashed, ok := names[name]; ok {
		name = hashed
	}
	return "/static/" + name
}

// Funcs are the functions that the layout, the components and pages use.
func Funcs() template.FuncMap {
	return template.FuncMap{
		"asset": Asset,
		"tag":   func(colour, text string) Tag { return Tag{colour, text} },
		"row":   row,
		"fold":  func(summary, text string) Fold { return Fold{summary, text} },
		"panel": func(title, text string) Panel { return Panel{title, text} },
	}
}

// Chrome is what is around a page: who is here, where they are, and where they
// may go. Once is the token of the form that signs out; Path is the address of
// this page.
type Chrome struct {
	Title     string // instead of the page's template "title", for a page that has none
	Fictional bool   // everything here is invented, and says so on every page
	Committee string // name of the committee or partnership, "" if none
	Person    string // name of the person who is signed in
	SignedIn  bool
	Nav       []Link
	Crumbs    []Link // from the first page down to this one, which needs no Href
	Said      string // what the last deed did, without words of a case
	Preview   string // where to go back to from a page that only shows an invented case
	Once      string
	Path      string
}

// Link is a place to go. Count is how many things wait there for this person;
// 0 is not shown.
type Link struct {
	Href, Text string
	Current    bool
	Count      int
}
