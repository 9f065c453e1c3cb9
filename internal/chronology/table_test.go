package chronology

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func dated(cell string) bool { _, fault := ReadWhen(cell, today); return fault == "" }

// Tables come from spreadsheets, documents and files, each in its own way. [NRF p10]
func TestTablesAreReadHoweverTheyAreParted(t *testing.T) {
	t.Parallel()
	for what, text := range map[string]string{
		"tabs":       "Date\tSource\tWhat happened\tAction taken\tChild seen?\n1/5/2016\tNotes\tA visit\tNone needed\tYes",
		"commas":     "date,source of information,event,outcome,seen\n1/5/2016,Notes,A visit,None needed,Yes\n",
		"semicolons": "\nWhen;Record;Description;Response;Who was seen\n\n1/5/2016;Notes;A visit;None needed;Yes\n;;;;\n",
		"quotes":     "Date,Source,Event,Action,Seen\n\"1/5/2016\",\"Notes\",\"A visit\",\"None needed\",\"Yes\"",
		"no heading": "1/5/2016\tNotes\tA visit\tNone needed\tYes",
		"reordered":  "Event,Seen,Action,Source,Date of event\nA visit,Yes,None needed,Notes,1/5/2016",
	} {
		rows, fault := readTable(text, dated)
		if fault != "" || len(rows) != 1 {
			t.Errorf("%s: %d rows, %s", what, len(rows), fault)
			continue
		}
		if r := rows[0]; r.Written != "1/5/2016" || r.Source != "Notes" || r.Event != "A visit" || r.Action != "None needed" || r.Seen != "Yes" {
			t.Errorf("%s: read as %+v", what, r)
		}
	}
}

func TestNothingOfATableIsLost(t *testing.T) {
	t.Parallel()
	rows, fault := readTable("Date,Source,Event,Worker's comment,End date\n1/5/2016,Notes,\"A \"\"long\"\" visit,\nand a talk\",Good,3/5/2016,spare\n2/5/2016,Notes,\"never closed, Good\n3/5/2016,Notes,Last", dated)
	if fault != "" || len(rows) != 3 {
		t.Fatalf("%d rows, %s", len(rows), fault)
	}
	if want := "A \"long\" visit,\nand a talk\nWorker's comment: Good\nEnd date: 3/5/2016\nColumn 6: spare"; rows[0].Event != want {
		t.Errorf("read as %q", rows[0].Event)
	}
	if rows[1].Event != "\"never closed\nWorker's comment: Good" || rows[1].Number != 3 || rows[2].Event != "Last" || rows[2].Number != 4 {
		t.Errorf("read as %+v and %+v", rows[1], rows[2])
	}
}

func TestATableWithoutNamesOfColumnsIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"a,b,c\n1/5/2016,x,y", "just words", "Date,Source\n1/5/2016,x", "", "\n\n ; ;"} {
		if rows, fault := readTable(text, dated); fault == "" {
			t.Errorf("%q gives %d rows", text, len(rows))
		}
	}
	if _, fault := readTable("Date,Event\n"+strings.Repeat("1/5/2016,x\n", mostRows), dated); !strings.Contains(fault, "5000 rows") {
		t.Errorf("a table of too many rows: %q", fault)
	}
}

func TestFilesAreReadInTheLettersOfTheirProgram(t *testing.T) {
	t.Parallel()
	var wide []byte
	for _, u := range utf16.Encode([]rune("Café – ok")) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	for what, data := range map[string][]byte{
		"UTF-8":   []byte("\xef\xbb\xbfCafé – ok"),
		"UTF-16":  append([]byte{0xff, 0xfe}, wide...),
		"Windows": []byte("Caf\xe9 \x96 ok"),
	} {
		if got := tidy(words(data)); got != "Café – ok" {
			t.Errorf("%s is read as %q", what, got)
		}
	}
}

// Every word of a table is in one of its rows, whatever the table.
func FuzzReadTable(f *testing.F) {
	for _, s := range []string{"Date\tEvent\n1/5/2016\tA visit", "Date,Event\n\"1/5/2016\",\"a\"\"b\"\n\"open", "1/5/2016;x;\"y\nz\";;", "Date,Event\n\"\",\"\"x,\"\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = tidy(text)
		rows, fault := readTable(text, dated)
		if fault != "" {
			return
		}
		var read strings.Builder
		for _, r := range rows {
			read.WriteString(r.Written + r.Source + r.Event + r.Action + r.Seen)
		}
		_, body, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
		if strings.Contains(text, `"`) {
			return // a quoted heading may hold line ends; the cases above look at quotes
		}
		for _, word := range strings.FieldsFunc(body, func(r rune) bool { return strings.ContainsRune(" \t\n,;", r) || r > 127 }) {
			if !strings.Contains(read.String(), word) {
				t.Fatalf("%q is lost from %q", word, text)
			}
		}
	})
}
