package read

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// whole says what is wrong with a reading, whatever the file was.
func whole(r Reading) string {
	if r.Columns == nil || r.Rows == nil || r.Refused == nil || r.Warnings == nil {
		return "a list is missing"
	}
	if r.Error != "" && len(r.Rows)+len(r.Refused) > 0 {
		return "it is refused, and read"
	}
	for _, x := range r.Rows {
		if why := sound(x.Date); why != "" {
			return why
		}
		if strings.TrimSpace(x.Event) == "" {
			return "a row without an event"
		}
	}
	for _, x := range r.Refused {
		if x.Why == "" || x.Row < 1 {
			return "a row is refused without a reason"
		}
	}
	for _, w := range r.Warnings {
		if w.What == "" || w.Where == "" {
			return "a warning " + w.Kind + " that says nothing"
		}
	}
	if _, err := json.Marshal(r); err != nil {
		return err.Error()
	}
	return ""
}

func seed(f *testing.F, ends string) {
	all, err := filepath.Glob("testdata/documents/*" + ends)
	if err != nil || len(all) == 0 {
		f.Fatal(err)
	}
	for _, path := range all {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

func fuzzFile(f *testing.F, name string, make func(t *testing.T, data []byte) []byte) {
	f.Fuzz(func(t *testing.T, data []byte) {
		if data = make(t, data); data == nil {
			return
		}
		first := fileOf(name, data, usualOptions)
		if why := whole(first); why != "" {
			t.Fatal(why)
		}
		a, _ := json.Marshal(first)
		if b, _ := json.Marshal(fileOf(name, data, usualOptions)); !bytes.Equal(a, b) {
			t.Fatal("the same file is read in two ways")
		}
	})
}

func same(_ *testing.T, data []byte) []byte { return data }

func FuzzText(f *testing.F) {
	seed(f, ".csv")
	seed(f, ".txt")
	fuzzFile(f, "x.csv", same)
}

func FuzzWorkbook(f *testing.F) {
	seed(f, ".xlsx.parts")
	fuzzFile(f, "x.xlsx", func(t *testing.T, data []byte) []byte { return pack(t, string(data)) })
}

func FuzzWordTables(f *testing.F) {
	seed(f, ".docx.parts")
	fuzzFile(f, "x.docx", func(t *testing.T, data []byte) []byte { return pack(t, string(data)) })
}

func FuzzPage(f *testing.F) {
	seed(f, "page.xls")
	fuzzFile(f, "x.html", func(_ *testing.T, data []byte) []byte { return append([]byte("<table>"), data...) })
}

// Any bytes, also of no known kind.
func FuzzAnyFile(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add(pack(f, "-- xl/workbook.xml --\n"+bookPart))
	seed(f, ".xls")
	seed(f, ".pdf")
	fuzzFile(f, "x.xlsx", same)
}

// Whatever the headings and whatever is said of them: each field has one
// column at most, and every column is accounted for.
func FuzzColumns(f *testing.F) {
	f.Add("Date,Event,Source", "Date=Event;Event=A")
	f.Add("When\tWho was seen\tOutcome", "")
	f.Add("Date of birth,Event date,Event no,From,To", "other=From")
	f.Fuzz(func(t *testing.T, headings, said string) {
		pairs, err := ParseMap(said)
		if err != nil {
			pairs = nil
		}
		r := fileOf("x.csv", []byte(headings+"\n1 May 2016,1 May 2016,a,b,c\n"), Options{Dates: dates, Map: pairs})
		if why := whole(r); why != "" {
			t.Fatal(why)
		}
		count := map[string]int{}
		for _, c := range r.Shape {
			if count[c.Field]++; count[c.Field] > 1 && c.Field != Other {
				t.Fatalf("two columns for %s: %+v", c.Field, r.Shape)
			}
		}
	})
}

// The scanner reads what a whole XML reader reads, where that reads it at all.
func FuzzScanner(f *testing.F) {
	for _, s := range []string{`<a b="c>d">e&amp;f<!-- x --><g/></a>`, `<x:a xmlns:x="y"><![CDATA[<&>]]>&#x41;</x:a>`, "<a>\r\n<b c='d'/></a>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsAny(s, "\r") || strings.Contains(s, "<!") && !strings.Contains(s, "<![CDATA[") && !strings.Contains(s, "<!--") {
			return
		}
		s = "<r>" + s + "</r>"
		want, ok := "", true
		d := xml.NewDecoder(strings.NewReader(s))
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				ok = false
				break
			}
			switch x := token.(type) {
			case xml.StartElement:
				want += "<" + x.Name.Local + ">"
			case xml.EndElement:
				want += "</" + x.Name.Local + ">"
			case xml.CharData:
				want += string(x)
			case xml.Directive:
				return
			}
		}
		got := ""
		sc := scan(strings.NewReader(s))
		for {
			e, err := sc.next()
			if err == io.EOF {
				break
			}
			if err != nil {
				if !errors.Is(err, errDamaged) && !errors.Is(err, errToken) {
					t.Fatal(err)
				}
				if ok {
					t.Fatalf("%q is not read: %v", s, err)
				}
				return
			}
			switch e {
			case opens:
				got += "<" + sc.name + ">"
			case closes:
				got += "</" + sc.name + ">"
			case text:
				got += plainText(sc.text)
			}
		}
		if ok && got != want {
			t.Fatalf("%q is read as %q, want %q", s, got, want)
		}
	})
}
