// Package form turns what people typed into values. A field is read, checked
// and its fault worded in one line; what was typed is kept and shown again with
// the fault beside it.
package form

import (
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lr/internal/db"
)

// Option is one of the answers a person may choose.
type Option struct{ Value, Label, Hint string }

// Fault is what is wrong with a field, in a sentence.
type Fault struct{ Name, Sentence string }

// Form is one sheet: what was typed, and what is wrong with it.
type Form struct {
	Once   string // the one-time token that the page carries
	typed  url.Values
	files  map[string][]*multipart.FileHeader
	faults []Fault
}

// New is an empty sheet, to be shown for the first time.
func New() *Form { return &Form{typed: url.Values{}} }

// Sent is a sheet that somebody sent.
func Sent(typed url.Values, files map[string][]*multipart.FileHeader) *Form {
	return &Form{typed: typed, files: files}
}

// Set fills a field before it is shown, with several values where several may be ticked.
func (f *Form) Set(name string, values ...string) { f.typed[name] = values }

// Value is what stands in the field, as it was typed.
func (f *Form) Value(name string) string { return f.typed.Get(name) }

// OK says that no field has a fault.
func (f *Form) OK() bool { return len(f.faults) == 0 }

// Faults lists what is wrong, in the order in which it was found.
func (f *Form) Faults() []Fault { return f.faults }

// Refuse says what is wrong with a field. The first fault of a field stays.
func (f *Form) Refuse(name, sentence string) {
	if f.Fault(name) == "" {
		f.faults = append(f.faults, Fault{name, sentence})
	}
}

// Fault is what is wrong with the field, or nothing.
func (f *Form) Fault(name string) string {
	for _, x := range f.faults {
		if x.Name == name {
			return x.Sentence
		}
	}
	return ""
}

// Line reads one line of at most max letters. required is the sentence for an
// empty field; "" means that it may be empty.
func (f *Form) Line(name string, max int, required string) string {
	v := strings.Join(strings.Fields(f.clean(name)), " ")
	return f.limit(name, v, max, required)
}

// Text reads several lines of at most max letters.
func (f *Form) Text(name string, max int, required string) string {
	v := strings.ReplaceAll(f.clean(name), "\r\n", "\n")
	v = strings.TrimSpace(strings.ReplaceAll(v, "\r", "\n"))
	return f.limit(name, v, max, required)
}

// clean drops what no keyboard writes and no database keeps.
func (f *Form) clean(name string) string { return cleaned(f.typed.Get(name)) }

func cleaned(v string) string {
	v = strings.ToValidUTF8(v, "\uFFFD")
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' || r == '\t' {
			return r
		}
		if unicode.IsControl(r) || r == '\uFEFF' {
			return -1
		}
		return r
	}, v)
}

func (f *Form) limit(name, v string, max int, required string) string {
	n := utf8.RuneCountInString(v)
	switch {
	case n == 0 && required != "":
		f.Refuse(name, required)
	case n > max:
		f.Refuse(name, fmt.Sprintf("This is %s letters too long: there is room for %s.", Grouped(n-max), Grouped(max)))
	}
	return v
}

// Grouped is a number as people read it: 1,500.
func Grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Choice reads the one answer chosen.
func (f *Form) Choice(name string, options []Option, required string) string {
	v := f.typed.Get(name)
	for _, o := range options {
		if v != "" && o.Value == v {
			return v
		}
	}
	if required != "" {
		f.Refuse(name, required)
	} else if v != "" {
		f.Refuse(name, "Choose one of the answers on this page.")
	}
	return ""
}

// Choices reads the answers ticked.
func (f *Form) Choices(name string, options []Option, required string) []string {
	var chosen []string
	for _, o := range options {
		if f.ticked(name, o.Value) {
			chosen = append(chosen, o.Value)
		}
	}
	if len(chosen) == 0 && required != "" {
		f.Refuse(name, required)
	}
	return chosen
}

func (f *Form) ticked(name, value string) bool {
	for _, v := range f.typed[name] {
		if v == value {
			return true
		}
	}
	return false
}

// Tick says whether a single box is ticked.
func (f *Form) Tick(name string) bool { return f.typed.Get(name) != "" }

// Number reads a whole number from min to max.
func (f *Form) Number(name string, min, max int, required string) int {
	v := strings.TrimSpace(f.clean(name))
	if v == "" && required == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	switch {
	case v == "":
		f.Refuse(name, required)
	case err != nil:
		f.Refuse(name, "Give a whole number, such as 14.")
	case n < min || n > max:
		f.Refuse(name, fmt.Sprintf("Give a number from %s to %s.", Grouped(min), Grouped(max)))
	}
	return n
}

var dayForms = []string{"2006-01-02", "2/1/2006", "2.1.2006", "2-1-2006", "2 January 2006", "2 Jan 2006", "January 2 2006"}

// Date reads a day as people here write it: 31/03/2027, 31 March 2027, 2027-03-31.
func (f *Form) Date(name, required string) db.Date {
	v := strings.Join(strings.Fields(strings.ReplaceAll(f.clean(name), ",", " ")), " ")
	if v == "" {
		if required != "" {
			f.Refuse(name, required)
		}
		return db.Date{}
	}
	for _, layout := range dayForms {
		if t, err := time.Parse(layout, v); err == nil {
			if t.Year() < 1900 || t.Year() > 2199 {
				break
			}
			return db.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
		}
	}
	f.Refuse(name, "Give a day that is in the calendar, such as 31/03/2027.")
	return db.Date{}
}

// File reads one file of at most max bytes; no file gives "" and nil.
func (f *Form) File(name string, max int64) (string, []byte) {
	if len(f.files[name]) == 0 {
		return "", nil
	}
	h := f.files[name][0]
	if h.Size > max {
		f.Refuse(name, fmt.Sprintf("This file is too large: at most %d KB can be read.", max/1024))
		return "", nil
	}
	file, err := h.Open()
	if err != nil {
		f.Refuse(name, "The file did not arrive whole. Please choose it again.")
		return "", nil
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, max))
	if err != nil {
		f.Refuse(name, "The file did not arrive whole. Please choose it again.")
		return "", nil
	}
	return strings.Join(strings.Fields(cleaned(h.Filename)), " "), data
}
