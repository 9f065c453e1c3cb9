package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"reflect"
	"text/template/parse"
	"time"

	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/look"
)

// Answer is what goes back: a page, another address, or a file.
type Answer struct {
	status   int
	location string
	said     string
	repeated bool // it answers a form that was sent before
	preview  string
	page     func(chrome look.Chrome) ([]byte, error)
	form     *form.Form
	name     string
	mime     string
	body     []byte
}

// Redirect leads on to another page of the site.
func Redirect(path string) Answer { return Answer{status: http.StatusSeeOther, location: path} }

// Say puts a sentence on the page that follows. It must hold no word of a case.
func (a Answer) Say(sentence string) Answer {
	a.said = sentence
	return a
}

// Preview marks the page as one of an invented case, and leads back from it.
func (a Answer) Preview(back string) Answer {
	a.preview = back
	return a
}

// File hands out a file to be kept, under a name that is not typed by people.
func File(name, mime string, body []byte) Answer {
	return Answer{status: http.StatusOK, name: name, mime: mime, body: body}
}

// Page is a page of the site, tied to the type of its data.
type Page[T any] struct{ t *template.Template }

// ways are what pages may call.
var ways = template.FuncMap{
	"field": func(f *form.Form, name, label, hint string) form.Field { return f.Field(name, label, hint) },
	"long": func(f *form.Form, name, label, hint string, max int) form.Field {
		field := f.Field(name, label, hint)
		field.Max = max
		return field
	},
	"choice": func(f *form.Form, name, legend, hint string, options []form.Option) form.Field {
		return f.Choosing(name, legend, hint, options)
	},
	"number": form.Grouped,
	"day":    func(t time.Time) string { return db.DateOf(t).Words() },
	"time":   func(t time.Time) string { return t.In(db.London()).Format("2 January 2006, 15:04") },
}

// empty has no template, and base the layout and the components.
var (
	empty = template.New("page").Funcs(look.Funcs()).Funcs(ways)
	base  = template.Must(template.Must(template.Must(empty.Clone()).ParseFS(look.Templates, "*.html")).ParseFS(document.Templates, "*.html"))
)

// NewPage reads a page from the files of its step, and those it shares with other
// pages of the step, and takes what it uses of the layout and the components: a copy of
// all of them in every page would be a million things in memory. A page that does not
// parse, or that uses what is not there, stops the program at its start, and every test.
func NewPage[T any](files fs.FS, names ...string) Page[T] {
	page := template.Must(template.Must(empty.Clone()).ParseFS(files, names...))
	own := page.Templates()
	take(page, "layout")
	for _, t := range own {
		if t.Tree != nil {
			take(page, uses(t.Tree.Root)...)
		}
	}
	return Page[T]{page}
}

// take brings the named templates into a page that has them not, and what they use.
func take(page *template.Template, names ...string) {
	for _, name := range names {
		if page.Lookup(name) != nil {
			continue
		}
		t := base.Lookup(name)
		if t == nil {
			panic(fmt.Sprintf("a page uses %q, which no file defines", name))
		}
		template.Must(page.AddParseTree(name, t.Tree.Copy()))
		take(page, uses(t.Tree.Root)...)
	}
}

// uses lists the templates that a piece of one uses.
func uses(piece parse.Node) (names []string) {
	branch := func(b parse.BranchNode) []string { return append(uses(b.List), uses(b.ElseList)...) }
	switch piece := piece.(type) {
	case *parse.ListNode:
		if piece == nil {
			return nil // of an else that is not there
		}
		for _, one := range piece.Nodes {
			names = append(names, uses(one)...)
		}
	case *parse.IfNode:
		return branch(piece.BranchNode)
	case *parse.WithNode:
		return branch(piece.BranchNode)
	case *parse.RangeNode:
		return branch(piece.BranchNode)
	case *parse.TemplateNode:
		return []string{piece.Name}
	}
	return names
}

// With fills the page. Its status is 422 where its form has a fault.
func (p Page[T]) With(data T) Answer {
	a := Answer{status: http.StatusOK, form: formOf(data)}
	if a.form != nil && !a.form.OK() {
		a.status = http.StatusUnprocessableEntity
	}
	a.page = func(chrome look.Chrome) ([]byte, error) {
		if a.form != nil {
			a.form.Once = chrome.Once
		}
		var b bytes.Buffer
		err := p.t.ExecuteTemplate(&b, "layout", struct {
			Chrome look.Chrome
			Page   any
		}{chrome, data})
		if err != nil {
			return nil, fmt.Errorf("fill the page: %w", err)
		}
		return b.Bytes(), nil
	}
	return a
}

// formOf finds the form of a page's data in its field Form.
func formOf(data any) *form.Form {
	v := reflect.ValueOf(data)
	if v.Kind() != reflect.Struct {
		return nil
	}
	field := v.FieldByName("Form")
	if !field.IsValid() || field.IsNil() {
		return nil
	}
	f, _ := field.Interface().(*form.Form)
	return f
}
