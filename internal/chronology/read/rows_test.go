package read

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A sheet of 500 rows of which twelve are bad brings in 488, and lists twelve
// with row, column, what was read, why, and what may be meant.
func TestTheGoodRowsComeInAndTheBadAreListed(t *testing.T) {
	t.Parallel()
	bad := map[int]string{7: "31/02/2017,Notes,x", 50: "banana,Notes,x", 51: ",Notes,x", 99: "22/05/2016,Notes,", 120: "99/99/2016,Notes,x", 200: "22 May,Notes,x",
		201: "29/02/2019,Notes,x", 202: "22/05/2016,,", 300: "30/05/2016 to 20/05/2016,Notes,x", 301: "14:30,Notes,x", 400: "22/05/216,Notes,x", 501: "05/06,Notes,x"}
	var b strings.Builder
	b.WriteString("Date,Source,What happened\n")
	for i := 2; i <= 501; i++ {
		if row, ok := bad[i]; ok {
			b.WriteString(row + "\n")
			continue
		}
		fmt.Fprintf(&b, "%d/%d/2016,Notes,Event %d\n", i%28+1, i%12+1, i)
	}
	r := fileOf("500.csv", []byte(b.String()), usualOptions)
	if len(r.Rows) != 488 || len(r.Refused) != 12 {
		t.Fatalf("%d rows, %d refused", len(r.Rows), len(r.Refused))
	}
	for _, x := range r.Refused {
		if bad[x.Row] == "" || x.Column == "" || x.Why == "" || x.Suggestion == "" {
			t.Errorf("listed as %+v", x)
		}
	}
}

// What a person says a column holds counts over what was guessed, and what is
// said wrongly is answered clearly.
func TestColumnsAreAsAPersonSays(t *testing.T) {
	t.Parallel()
	sheet := "When,Date recorded,What happened,Mood\n1 May 2016,3 May 2016,A visit,sad\n"
	for said, want := range map[string]string{
		"": "1 May 2016|A visit|", "Date=Date recorded": "3 May 2016|A visit|", "event = Mood ; action=what HAPPENED": "1 May 2016|sad|A visit",
		"date=B;action=D": "3 May 2016|A visit|sad", "Other=Mood": "1 May 2016|A visit|", "When=When;Details=What happened;Outcome=Mood": "1 May 2016|A visit|sad",
	} {
		pairs, err := ParseMap(said)
		r := fileOf("x.csv", []byte(sheet), Options{Dates: dates, Map: pairs})
		if err != nil || len(r.Rows) != 1 {
			t.Errorf("%q: %v, %+v", said, err, r)
			continue
		}
		if got := r.Rows[0].Date.Written + "|" + r.Rows[0].Event + "|" + r.Rows[0].Action; got != want {
			t.Errorf("%q: %s", said, got)
		}
	}
	pairs, _ := ParseMap("Date=Day of it")
	if r := fileOf("x.csv", []byte(sheet), Options{Dates: dates, Map: pairs}); !strings.Contains(r.Error, `no column "Day of it". The columns are: When | Date recorded`) {
		t.Errorf("%q", r.Error)
	}
	if r := fileOf("x.csv", []byte(sheet), Options{Dates: dates, Known: append(pairs, Pair{Field: "action", Heading: "Mood"})}); len(r.Rows) != 1 || r.Rows[0].Action != "sad" {
		t.Errorf("what an earlier file had is not passed over: %+v", r)
	}
	for said, want := range map[string]string{"Date": "does not say which column", "Colour=Mood": "nothing that a column can hold", "Date=": "does not say",
		"Date=A;When=B": "given twice", "Date=A;Event=a": "given twice"} {
		if _, err := ParseMap(said); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", said, err)
		}
	}
}

func TestASheetIsReadByItsName(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]map[string]string{
		"testdata/documents/cover.xlsx.parts":   {"2017": "A later visit", "chronology": "A visit", "2031": `no sheet "2031". The sheets are: Cover`},
		"testdata/documents/hidden.xlsx.parts":  {"Front": "Hidden sheet"},
		"testdata/documents/several.docx.parts": {"table 4": "Page three", "Table 9": "no table \"Table 9\". The file has 5"},
	} {
		name, data := document(t, path)
		for sheet, want := range want {
			r := fileOf(name, data, Options{Dates: dates, Sheet: sheet})
			out, _ := json.Marshal(r)
			if !strings.Contains(strings.ReplaceAll(string(out), `\"`, `"`), want) {
				t.Errorf("%s, %s: %s", name, sheet, out)
			}
		}
	}
}

// The American order is read where a person says so; what stood in cells as a
// date stays what it is.
func TestTheAnswerToTheOrderIsKept(t *testing.T) {
	t.Parallel()
	name, data := document(t, "testdata/documents/american.csv")
	r := fileOf(name, data, Options{Dates: Dates{Today: today, MonthFirst: true}})
	if len(r.Rows) != 5 || r.Rows[1].Date.From.String() != "2016-05-06" || !r.Rows[1].Date.Certain {
		t.Errorf("%+v", r.Rows)
	}
	for _, w := range r.Warnings {
		if w.Kind == "us_order" {
			t.Error("it is asked again")
		}
	}
	name, data = document(t, "testdata/documents/american-cells.xlsx.parts")
	if r := fileOf(name, data, Options{Dates: Dates{Today: today, MonthFirst: true}}); r.Rows[0].Date.From.String() != "2016-06-05" {
		t.Errorf("a date that the workbook knows is exchanged: %+v", r.Rows[0])
	}
}

// accounted says what of a table vanished: a row that holds something and is
// neither read nor listed, or both; or words that are nowhere.
func accounted(r Reading, sheet [][]string) string {
	if r.Error != "" {
		return ""
	}
	heading := slices.IndexFunc(sheet, func(cells []string) bool { return len(cells) > 0 && cells[0] == "Date" })
	times := map[int]int{}
	held := map[int]string{}
	for _, x := range r.Rows {
		times[x.Row]++
		b, _ := json.Marshal(x)
		held[x.Row] = string(b)
	}
	for _, x := range r.Refused {
		times[x.Row]++
		b, _ := json.Marshal(x)
		held[x.Row] = string(b)
	}
	for i, cells := range sheet {
		if i == heading {
			continue
		}
		some := slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
		if n := times[i+1]; some && n != 1 || !some && n != 0 {
			return fmt.Sprintf("row %d is there %d times", i+1, n)
		}
		for _, c := range cells {
			b, _ := json.Marshal(strings.TrimSpace(c))
			if some && !strings.Contains(held[i+1], strings.Trim(string(b), `"`)) {
				return fmt.Sprintf("%q of row %d is lost", c, i+1)
			}
		}
		delete(times, i+1)
	}
	if heading >= 0 {
		delete(times, heading+1)
	}
	if len(times) > 0 {
		return fmt.Sprintf("rows that are not there: %v", times)
	}
	return ""
}

var cellWords = []string{"", "", "", "22/05/2016", "31/02/2017", "c. March 2019", "winter 2020", "A visit", "None needed", "Notes", "ditto", "Total", "x", "05/22/2016", "n/k", "42512", "two words", "é – “q”"}

// Every row of a table is either read or listed, none vanishes, and no word of
// it either: in separated text and in a workbook alike.
func TestNoRowVanishes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wide := rapid.IntRange(2, 7).Draw(t, "columns")
		heading := []string{"Date", "Event", "Source", "Action", "Mood", "", "Impact"}[:wide]
		sheet := rapid.SliceOfN(rapid.SliceOfN(rapid.SampledFrom(cellWords), 0, 8), 0, 12).Draw(t, "rows")
		at := rapid.IntRange(0, min(len(sheet), 3)).Draw(t, "rows above the heading")
		sheet = slices.Insert(slices.Clone(sheet), at, heading)
		sep := rapid.SampledFrom([]string{",", ";", "\t", "|"}).Draw(t, "separator")
		var text strings.Builder
		var xml strings.Builder
		for i, cells := range sheet {
			text.WriteString(strings.Join(cells, sep) + "\n")
			fmt.Fprintf(&xml, `<row r="%d">`, i+1)
			for j, c := range cells {
				fmt.Fprintf(&xml, `<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>`, columnName(j), i+1, html.EscapeString(c))
			}
			xml.WriteString("</row>")
		}
		first := slices.IndexFunc(sheet, func(cells []string) bool { return len(cells) > 0 && cells[0] == "Date" })
		if first != at {
			return // a row above looks like the heading
		}
		if lost := accounted(fileOf("x.csv", []byte("sep="+sep+"\n"+text.String()), usualOptions), slices.Insert(slices.Clone(sheet), 0, nil)); lost != "" {
			t.Fatalf("%s from %q", lost, text.String())
		}
		data := packed(&testing.T{}, map[string]func(w io.Writer){"xl/workbook.xml": is(bookPart), "xl/_rels/workbook.xml.rels": is(bookRels),
			"xl/worksheets/sheet1.xml": is("<worksheet><sheetData>" + xml.String() + "</sheetData></worksheet>")})
		if lost := accounted(fileOf("x.xlsx", data, usualOptions), sheet); lost != "" {
			t.Fatalf("%s from a workbook of %q", lost, text.String())
		}
	})
}
