package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"reflect"
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

// base holds the layout, the components and what pages may call.
var base = template.Must(template.Must(template.New("layout").Funcs(look.Funcs()).Funcs(template.FuncMap{
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
}).ParseFS(look.Templates, "*.html")).ParseFS(document.Templates, "*.html"))

// NewPage reads a page from the files of its step, and those it shares with other
// pages of the step. A page that does not parse stops the program at its start,
// and every test.
func NewPage[T any](files fs.FS, names ...string) Page[T] {
	return Page[T]{template.Must(template.Must(base.Clone()).ParseFS(files, names...))}
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
