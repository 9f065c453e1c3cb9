package form_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"lr/internal/db"
	"lr/internal/form"
)

func typed(v ...string) *form.Form { return form.Sent(url.Values{"f": v}, nil) }

// check says whether the form has the fault that is wanted; "" is none.
func check(t *testing.T, f *form.Form, why, want string) {
	t.Helper()
	got := f.Fault("f")
	if want == "" && (got != "" || !f.OK()) || want != "" && (!strings.Contains(got, want) || f.OK()) {
		t.Errorf("%s: the fault is %q, want %q", why, got, want)
	}
}

func TestALineIsOneLine(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want, fault string }{
		{"Ailsa Example", "Ailsa Example", ""},
		{"  Ailsa \t\r\n Example\u00a0\u2028 ", "Ailsa Example", ""},
		{"a\x00b\x1bc\u0085d\ufeffe", "abcde", ""},
		{"caf\xe9", "caf\ufffd", ""},
		{"", "", "Give a name."},
		{" \x00\n\t\ufeff", "", "Give a name."},
		{"1234567890123456", "1234567890123456", ""},
		{"ééééééééééééé🙂🙂🙂", "ééééééééééééé🙂🙂🙂", ""}, // sixteen letters, more bytes
		{"12345678901234567", "12345678901234567", "This is 1 letters too long: there is room for 16."},
		{strings.Repeat("x", 1516), strings.Repeat("x", 1516), "This is 1,500 letters too long"},
	}
	for _, x := range tests {
		f := typed(x.in)
		if got := f.Line("f", 16, "Give a name."); got != x.want {
			t.Errorf("%q is read as %q, want %q", x.in, got, x.want)
		}
		check(t, f, x.in, x.fault)
		if f.Value("f") != x.in {
			t.Errorf("what was typed, %q, became %q", x.in, f.Value("f"))
		}
	}
	f := typed("")
	if got := f.Line("f", 16, ""); got != "" || !f.OK() {
		t.Errorf("a line that may be empty: %q, %v", got, f.Faults())
	}
	f = typed("one", "two")
	if got := f.Line("f", 16, ""); got != "one" {
		t.Errorf("a line sent twice is read as %q", got)
	}
	if got := typed("x").Line("g", 16, "Missing."); got != "" {
		t.Errorf("a line that was not sent is read as %q", got)
	}
}

func TestATextKeepsItsLines(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want, fault string }{
		{"one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour", ""},
		{"  \r\n one\r\n\r\n two \t\r\n", "one\n\n two", ""},
		{"a\x00\x07b", "ab", ""},
		{"\r\n \x00", "", "Write something."},
		{strings.Repeat("a\r\n", 20), strings.Repeat("a\n", 19) + "a", ""},
		{strings.Repeat("é", 41), strings.Repeat("é", 41), "This is 1 letters too long: there is room for 40."},
	}
	for _, x := range tests {
		f := typed(x.in)
		if got := f.Text("f", 40, "Write something."); got != x.want {
			t.Errorf("%q is read as %q, want %q", x.in, got, x.want)
		}
		check(t, f, x.in, x.fault)
	}
}

var colours = []form.Option{{Value: "red", Label: "Red"}, {Value: "blue", Label: "Blue"}}

// Only an answer that stands on the page can be chosen.
func TestOnlyAnAnswerOnThePageCanBeChosen(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, required, want, fault string }{
		{"red", "Choose.", "red", ""},
		{"", "Choose.", "", "Choose."},
		{"green", "Choose.", "", "Choose."},
		{"RED", "Choose.", "", "Choose."},
		{" red", "Choose.", "", "Choose."},
		{"red", "", "red", ""},
		{"", "", "", ""},
		{"green", "", "", "Choose one of the answers on this page."},
	}
	for _, x := range tests {
		f := typed(x.in)
		if got := f.Choice("f", colours, x.required); got != x.want {
			t.Errorf("%q is read as %q", x.in, got)
		}
		check(t, f, x.in, x.fault)
	}
	if got := typed("").Choice("f", []form.Option{{Value: "", Label: "None"}}, ""); got != "" {
		t.Errorf("no answer is read as %q", got)
	}
	f := typed("blue", "green", "red", "red")
	if got := f.Choices("f", colours, ""); len(got) != 2 || got[0] != "red" || got[1] != "blue" {
		t.Errorf("red, blue, green and red again are read as %v", got)
	}
	f = typed("green")
	if got := f.Choices("f", colours, "Tick one."); got != nil {
		t.Errorf("green is read as %v", got)
	}
	check(t, f, "green", "Tick one.")
}

func TestATickIsYesOrNo(t *testing.T) {
	t.Parallel()
	if !typed("yes").Tick("f") || typed("").Tick("f") || typed().Tick("f") {
		t.Error("a tick is not read as it was sent")
	}
}

func TestANumberIsWholeAndInItsBounds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in    string
		want  int
		fault string
	}{
		{"14", 14, ""}, {" 14 ", 14, ""}, {"1", 1, ""}, {"1000", 1000, ""}, {"+5", 5, ""}, {"007", 7, ""},
		{"", 0, "How many?"}, {"0", 0, "Give a number from 1 to 1,000."}, {"1001", 0, "Give a number from 1 to 1,000."}, {"-3", 0, "from 1 to"},
		{"1.5", 0, "whole number"}, {"many", 0, "whole number"}, {"1e3", 0, "whole number"}, {"0x10", 0, "whole number"}, {"1_0", 0, "whole number"},
		{"99999999999999999999999", 0, "whole number"}, {"１４", 0, "whole number"},
	}
	for _, x := range tests {
		f := typed(x.in)
		got := f.Number("f", 1, 1000, "How many?")
		check(t, f, x.in, x.fault)
		if f.OK() && got != x.want {
			t.Errorf("%q is read as %d", x.in, got)
		}
	}
	f := typed("")
	if got := f.Number("f", 5, 9, ""); got != 0 || !f.OK() {
		t.Errorf("a number that may be missing: %d, %v", got, f.Faults())
	}
}

func TestADayIsReadAsPeopleHereWriteIt(t *testing.T) {
	t.Parallel()
	day := db.Date{Year: 2027, Month: 3, Day: 4}
	tests := []struct {
		in    string
		want  db.Date
		fault string
	}{
		{"2027-03-04", day, ""}, {"04/03/2027", day, ""}, {"4/3/2027", day, ""}, {"4.3.2027", day, ""}, {"4-3-2027", day, ""},
		{"4 March 2027", day, ""}, {" 4  mar  2027 ", day, ""}, {"March 4, 2027", day, ""}, {"29/02/2028", db.Date{Year: 2028, Month: 2, Day: 29}, ""},
		{"", db.Date{}, "Give the day."}, {"29/02/2027", db.Date{}, "in the calendar"}, {"31/04/2027", db.Date{}, "in the calendar"},
		{"13/13/2027", db.Date{}, "in the calendar"}, {"4/3/27", db.Date{}, "in the calendar"}, {"today", db.Date{}, "in the calendar"},
		{"04/03/0027", db.Date{}, "in the calendar"}, {"04/03/1899", db.Date{}, "in the calendar"}, {"04/03/2200", db.Date{}, "in the calendar"},
		{"0000-00-00", db.Date{}, "in the calendar"}, {"2027-03-04T10:00", db.Date{}, "in the calendar"},
	}
	for _, x := range tests {
		f := typed(x.in)
		if got := f.Date("f", "Give the day."); got != x.want {
			t.Errorf("%q is read as %s", x.in, got)
		}
		check(t, f, x.in, x.fault)
	}
	f := typed("")
	if got := f.Date("f", ""); !got.IsZero() || !f.OK() {
		t.Errorf("a day that may be missing: %s, %v", got, f.Faults())
	}
}

func sentFile(t interface{ Fatal(...any) }, name string, data []byte) *form.Form {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("f", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write(data)
	w.Close()
	r := httptest.NewRequest(http.MethodPost, "/", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	if err := r.ParseMultipartForm(1 << 20); err != nil {
		t.Fatal(err)
	}
	return form.Sent(url.Values(r.MultipartForm.Value), r.MultipartForm.File)
}

// A file arrives whole or is refused; its name has no path and no signs.
func TestAFileArrivesWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, data, want, fault string }{
		{"report.docx", "words", "report.docx", ""},
		{"../../etc/passwd", "words", "passwd", ""},
		{"a\u0081b\u0086.txt", "words", "ab.txt", ""},
		{"caf\xe9.txt", "words", "caf\ufffd.txt", ""},
		{"full", strings.Repeat("x", 2048), "full", ""},
		{"over", strings.Repeat("x", 2049), "", "This file is too large: at most 2 KB can be read."},
	}
	for _, x := range tests {
		f := sentFile(t, x.name, []byte(x.data))
		name, data := f.File("f", 2048)
		if name != x.want || x.fault == "" && string(data) != x.data || x.fault != "" && data != nil {
			t.Errorf("%q is read as %q with %d bytes", x.name, name, len(data))
		}
		check(t, f, x.name, x.fault)
	}
	for _, f := range []*form.Form{typed("words"), form.New()} {
		if name, data := f.File("f", 10); name != "" || data != nil || !f.OK() {
			t.Errorf("no file is read as %q, %q", name, data)
		}
	}
}

// The first fault of a field stays, and faults stand in the order they were found.
func TestTheFirstFaultOfAFieldStays(t *testing.T) {
	t.Parallel()
	f := form.New()
	if !f.OK() {
		t.Error("a new form has a fault")
	}
	f.Refuse("b", "First.")
	f.Refuse("a", "Another.")
	f.Refuse("b", "Second.")
	if got := f.Faults(); len(got) != 2 || got[0] != (form.Fault{Name: "b", Sentence: "First."}) || got[1].Name != "a" || f.OK() {
		t.Errorf("faults: %v", got)
	}
}

// A field shows again what was typed, with its fault, and what was chosen.
func TestAFieldShowsWhatWasTyped(t *testing.T) {
	t.Parallel()
	f := typed("blue")
	f.Refuse("f", "Not blue.")
	if got := f.Field("f", "Colour", "Of the coat"); got.Value != "blue" || got.Fault != "Not blue." || got.Label != "Colour" || got.Hint != "Of the coat" {
		t.Errorf("%+v", got)
	}
	if got := f.Choosing("f", "Colour", "", colours).Options; len(got) != 2 || got[0].Chosen || !got[1].Chosen {
		t.Errorf("%+v", got)
	}
	f = form.New()
	f.Set("f", "red")
	if f.Value("f") != "red" || f.Choice("f", colours, "") != "red" {
		t.Error("a field that was filled in advance is empty")
	}
}

// Whatever is sent, nothing panics, and what is taken is what a database keeps.
func FuzzReaders(f *testing.F) {
	for _, s := range []string{"", "Ailsa", "a\x00b", "\xff\xfe", "31/03/2027", "14", strings.Repeat("é", 50), "\u202e", "2 Jan 2006\r\n"} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, s string, max int) {
		if max < 1 || max > 1000 {
			max = 20
		}
		fine := func(how, v, allowed string) {
			if !utf8.ValidString(v) || strings.ContainsFunc(v, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune(allowed, r) }) {
				t.Errorf("%s read %q as %q", how, s, v)
			}
		}
		one := typed(s)
		v := one.Line("f", max, "")
		fine("line", v, "")
		if one.OK() && utf8.RuneCountInString(v) > max {
			t.Errorf("a line of %d letters was taken", utf8.RuneCountInString(v))
		}
		one = typed(s)
		v = one.Text("f", max, "Write.")
		fine("text", v, "\n\t")
		if one.OK() && (utf8.RuneCountInString(v) > max || v == "") {
			t.Errorf("a text of %d letters was taken", utf8.RuneCountInString(v))
		}
		one = typed(s)
		if d := one.Date("f", "Give."); one.OK() == d.IsZero() || one.OK() && (d.Year < 1900 || d.Year > 2199 || d.AddDays(0) != d) {
			t.Errorf("%q is the day %s, %v", s, d, one.Faults())
		}
		one = typed(s)
		if n := one.Number("f", 3, max+3, "Give."); one.OK() && (n < 3 || n > max+3) {
			t.Errorf("%q is the number %d", s, n)
		}
		one = typed(s)
		if got := one.Choice("f", colours, ""); got != "" && got != s {
			t.Errorf("%q chose %q", s, got)
		}
		one.Choices("f", colours, "Tick.")
		one.Tick("f")
	})
}
