package read

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"
)

const bookPart = `<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`
const bookRels = `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`

// packed makes an office file whose parts are written by functions, so that a
// part may be larger than memory.
func packed(t testing.TB, parts map[string]func(io.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, write := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		write(w)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func is(s string) func(io.Writer) { return func(w io.Writer) { io.WriteString(w, s) } }

// inBook is a workbook with that one sheet.
func inBook(t testing.TB, sheet func(io.Writer)) []byte {
	return packed(t, map[string]func(io.Writer){"xl/workbook.xml": is(bookPart), "xl/_rels/workbook.xml.rels": is(bookRels), "xl/worksheets/sheet1.xml": sheet})
}

// lying is a workbook whose sheet says that it unpacks to ten bytes.
func lying(t testing.TB) []byte {
	data := inBook(t, many("<worksheet>", 100_000, spaces+"<a/>", "</worksheet>"))
	at := bytes.LastIndex(data, []byte("xl/worksheets/sheet1.xml")) - 46 // in the list of parts
	if !bytes.HasPrefix(data[at:], []byte("PK\x01\x02")) {
		t.Fatal("no entry of the list")
	}
	binary.LittleEndian.PutUint32(data[at+24:], 10)
	return data
}

const headRow = `<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c><c r="B1" t="inlineStr"><is><t>Event</t></is></c></row>`

// many writes head, then a text many times, then tail.
func many(head string, n int, again, tail string) func(io.Writer) {
	return func(w io.Writer) {
		io.WriteString(w, head)
		thousand := strings.Repeat(again, min(n, 1000))
		for range n / min(n, 1000) {
			io.WriteString(w, thousand)
		}
		io.WriteString(w, tail)
	}
}

var spaces = strings.Repeat(" ", 1<<10)

// bombs are files that would take all memory or time, by what must be said of them.
func bombs(t testing.TB) map[string]struct {
	name string
	data []byte
	want string
} {
	type bomb = struct {
		name string
		data []byte
		want string
	}
	all := map[string]bomb{}
	xlsx := func(what, want string, sheet func(io.Writer)) { all[what] = bomb{"bomb.xlsx", inBook(t, sheet), want} }
	xlsx("blanks without end", "unpacks to more than 64 MB", many("<worksheet>", 100_000, spaces+"<a/>", "</worksheet>"))
	xlsx("one text without end", "A single cell", many("<worksheet><t>", 2000, spaces, "</t></worksheet>"))
	xlsx("one tag without end", "A single cell", many(`<worksheet a="`, 2000, spaces, `"/>`))
	xlsx("a comment without end", "A single cell", many("<worksheet><!--", 2000, spaces, "--></worksheet>"))
	xlsx("a million rows", "more than 20,000 rows", many("<worksheet><sheetData>"+headRow, 1<<20, `<row><c t="n"><v>42512</v></c><c t="n"><v>1</v></c></row>`, "</sheetData></worksheet>"))
	xlsx("elements within elements", "damaged", many("", 1<<20, "<row>", ""))
	xlsx("16,384 columns", "more than 200 columns", is(`<worksheet><sheetData>`+headRow+`<row r="2"><c r="XFD2"><v>1</v></c></row></sheetData></worksheet>`))
	xlsx("entities", "damaged", is(`<!DOCTYPE x [<!ENTITY a "`+strings.Repeat("x", 1000)+`">]><worksheet/>`))
	xlsx("half a million merged areas", "more text than", many("<worksheet><sheetData>"+headRow+"</sheetData>", 500_000, `<mergeCell ref="A1:A99999"/>`, "</worksheet>"))
	all["shared texts"] = bomb{"bomb.xlsx", packed(t, map[string]func(io.Writer){"xl/workbook.xml": is(bookPart), "xl/_rels/workbook.xml.rels": is(bookRels),
		"xl/worksheets/sheet1.xml": is("<worksheet/>"), "xl/sharedStrings.xml": many("<sst>", 1<<20, "<si><t>text, and more of it</t></si>", "</sst>")}), "more text than"}
	all["one text a million times"] = bomb{"bomb.xlsx", packed(t, map[string]func(io.Writer){"xl/workbook.xml": is(bookPart), "xl/_rels/workbook.xml.rels": is(bookRels),
		"xl/worksheets/sheet1.xml": many("<worksheet><sheetData>"+headRow, 1<<20, `<row><c t="s"><v>0</v></c></row>`, "</sheetData></worksheet>"),
		"xl/sharedStrings.xml":     is("<sst><si><t>" + strings.Repeat("word ", 6500) + "</t></si></sst>")}), "more text than"}
	blanks := many("<worksheet>", 50_000, spaces+"<a/>", "</worksheet>")
	all["three sheets of blanks"] = bomb{"bomb.xlsx", packed(t, map[string]func(io.Writer){"xl/workbook.xml": is(strings.Replace(bookPart, "</sheets>", `<sheet name="Two" r:id="r2"/><sheet name="Three" r:id="r3"/></sheets>`, 1)),
		"xl/_rels/workbook.xml.rels": is(strings.Replace(bookRels, "</Relationships>", `<Relationship Id="r2" Type="x/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="x/worksheet" Target="worksheets/sheet3.xml"/></Relationships>`, 1)),
		"xl/worksheets/sheet1.xml":   blanks, "xl/worksheets/sheet2.xml": blanks, "xl/worksheets/sheet3.xml": blanks}), "unpacks to more than"}
	all["a part larger than it says"] = bomb{"bomb.xlsx", lying(t), "damaged"}
	parts := map[string]func(io.Writer){"xl/workbook.xml": is(bookPart)}
	for i := range 70_000 {
		parts[fmt.Sprintf("xl/x%d.xml", i)] = is("")
	}
	all["70,000 parts"] = bomb{"bomb.xlsx", packed(t, parts), "more than 2000 parts"}
	docx := func(what, want string, body func(io.Writer)) {
		all[what] = bomb{"bomb.docx", packed(t, map[string]func(io.Writer){"word/document.xml": body}), want}
	}
	docx("a document of blanks", "unpacks to more than 64 MB", many("<document>", 100_000, spaces+"<a/>", "</document>"))
	docx("a document of a million rows", "more than 20,000 rows", many("<document><tbl>", 1<<20, `<tr><tc><p><r><t>May 2016</t></r></p></tc></tr>`, "</tbl></document>"))
	docx("a document of a million columns", "more than 200 columns", many("<document><tbl><tr>", 1<<20, `<tc><p><r><t>x</t></r></p></tc>`, "</tr></tbl></document>"))
	var csv bytes.Buffer
	many("Date,Event\n", 400_000, "May 2016,x\n", "")(&csv)
	all["separated text of 400,000 rows"] = bomb{"bomb.csv", csv.Bytes(), "more than 20,000 rows"}
	all["a line of seven million separators"] = bomb{"bomb.csv", bytes.Repeat([]byte(","), 7<<20), "no column"}
	all["seven million quotes"] = bomb{"bomb.csv", bytes.Repeat([]byte(`"`), 7<<20), "no column"}
	all["three million quotes and separators"] = bomb{"bomb.csv", bytes.Repeat([]byte(`",`), 3<<20), "no column"}
	all["a text of nine million letters"] = bomb{"bomb.csv", bytes.Repeat([]byte("x"), 9<<20), "more than 7 MB of text"}
	all["a page of a million rows"] = bomb{"bomb.html", append([]byte("<table>"), bytes.Repeat([]byte("<tr><td>May 2016<td>x"), 300_000)...), "more than 20,000 rows"}
	return all
}

// What would take all memory or all time is refused with a plain reason.
func TestBombsAreRefusedWithAReason(t *testing.T) {
	t.Parallel()
	for what, b := range bombs(t) {
		t.Run(what, func(t *testing.T) {
			r := fileOf(b.name, b.data, usualOptions)
			if !strings.Contains(strings.ToLower(r.Error), strings.ToLower(b.want)) {
				t.Errorf("%q, %d rows", r.Error, len(r.Rows))
			}
		})
	}
}

// Rows that only look as if they held something are no hindrance: people format
// whole columns.
func TestAMillionEmptyRowsAreNoHindrance(t *testing.T) {
	t.Parallel()
	data := inBook(t, many("<worksheet><sheetData>"+headRow+`<row r="2"><c r="A2" t="inlineStr"><is><t>May 2016</t></is></c><c r="B2" t="inlineStr"><is><t>A visit</t></is></c></row>`,
		1<<20, `<row s="1" customFormat="1"><c s="1"/></row>`, "</sheetData></worksheet>"))
	if r := fileOf("wide.xlsx", data, usualOptions); r.Error != "" || len(r.Rows) != 1 {
		t.Errorf("%q, %d rows", r.Error, len(r.Rows))
	}
}
