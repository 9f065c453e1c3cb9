package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"html/template"
	"io"
	"os"
	"strings"
	"testing"

	"lr/internal/document"
)

var update = flag.Bool("update", false, "write the golden files anew")

// letter has a block of every kind and words that are hard to write.
func letter() document.Document {
	return document.Document{
		Title:    "Learning <Review> of Exampleshire",
		Header:   "Exampleshire & partners",
		Footer:   "Final",
		Language: "en-GB",
		Blocks: []document.Block{
			document.Heading(1, "What happened"),
			document.Paragraph(document.Run{Text: "The family was "}, document.Bold("seen"), document.Run{Text: " in "}, document.Italic("Sampleton"),
				document.Run{Text: ", "}, document.In("gd-GB", "Baile Eisimpleir"), document.Run{Text: ".\nNext\tline \"quoted\" \x00\x0b\uFFFE"}),
			document.Heading(2, "Who took part"),
			document.Bullets(document.Plain("nurses"), document.Plain("teachers")),
			document.Numbers(document.Plain("first"), document.Plain("second")),
			document.Numbers(document.Plain("first again")),
			document.TableOf("Visits", []string{"Day", "Agency"},
				[]document.Words{document.Plain("Monday"), document.Plain("Health & care")},
				[]document.Words{document.Plain("Tuesday")}),
			document.Note(document.Plain("Support is there."), document.Plain("Ask for it.")),
			document.PageBreak(),
			document.Heading(3, "After"),
		},
	}
}

func word(t testing.TB, d document.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := document.Word(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		found[f.Name] = string(data)
	}
	return found
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := "testdata/" + name
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s changed; look at it and run with -update:\n%s", path, got)
	}
}

// A letter is written in the words of the format, and as HTML.
func TestLetterIsWritten(t *testing.T) {
	t.Parallel()
	golden(t, "document.xml", strings.ReplaceAll(parts(t, word(t, letter()))["word/document.xml"], "<w:p>", "\n<w:p>")+"\n")
	page := template.Must(template.New("").ParseFS(document.Templates, "document.html"))
	var b strings.Builder
	if err := page.ExecuteTemplate(&b, "document", letter()); err != nil {
		t.Fatal(err)
	}
	golden(t, "document.html", b.String())
}

// Every part of a Word file is well-formed, and every part that is pointed to is there.
func TestPartsAreWellFormed(t *testing.T) {
	t.Parallel()
	found := parts(t, word(t, letter()))
	for name, text := range found {
		if err := xml.Unmarshal([]byte(text), new(struct{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"styles", "numbering", "settings", "header1", "footer1"} {
		if _, ok := found["word/"+name+".xml"]; !ok || !strings.Contains(found["word/_rels/document.xml.rels"], `"`+name+`.xml"`) ||
			!strings.Contains(found["[Content_Types].xml"], "/word/"+name+".xml") {
			t.Errorf("part %s is not there or not pointed to", name)
		}
	}
	for _, want := range []string{`w:fldSimple w:instr=" PAGE "`, `" NUMPAGES "`, "Final"} {
		if !strings.Contains(found["word/footer1.xml"], want) {
			t.Errorf("the footer lacks %s", want)
		}
	}
}

// The same document gives the same bytes, and they name no author and no day.
func TestSameDocumentSameBytes(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(word(t, letter()), word(t, letter())) {
		t.Error("two files of one document differ")
	}
	core := parts(t, word(t, letter()))["docProps/core.xml"]
	for _, never := range []string{"creator", "lastModifiedBy", "created", "modified"} {
		if strings.Contains(core, never) {
			t.Errorf("the properties hold %s", never)
		}
	}
}

// A language that is no language cannot break out of the file.
func TestFalseLanguageIsRefused(t *testing.T) {
	t.Parallel()
	for _, d := range []document.Document{
		{Language: `en"/><w:p/>`},
		{Blocks: []document.Block{document.Paragraph(document.In(`x"y`, "words"))}},
		{Blocks: []document.Block{document.TableOf("", nil, []document.Words{{document.In("?", "words")}})}},
	} {
		if err := document.Word(io.Discard, d); err == nil {
			t.Errorf("%+v was written", d)
		}
	}
}

// What was written is read back, word for word, and carries nothing hidden.
func TestWrittenLetterIsReadBack(t *testing.T) {
	t.Parallel()
	file := word(t, letter())
	text, err := document.ReadWord(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	want := "Learning <Review> of Exampleshire\nWhat happened\n" +
		"The family was seen in Sampleton, Baile Eisimpleir.\nNext\tline \"quoted\" \n" +
		"Who took part\nnurses\nteachers\nfirst\nsecond\nfirst again\nVisits\nDay\tAgency\nMonday\tHealth & care\nTuesday\t\n" +
		"Support is there.\nAsk for it.\nAfter\nFinal\tPage 1 of 1\nExampleshire & partners\n"
	if got := text.Shown(); got != want {
		t.Errorf("shown:\n%q\nwant\n%q", got, want)
	}
	if text.Before() != text.Shown() {
		t.Error("a letter without changes reads differently before them")
	}
	if got := text.Carries(); len(got) > 0 {
		t.Errorf("it carries %q", got)
	}
	if tables := text.Tables(); len(tables) != 1 || len(tables[0]) != 3 || tables[0][1][1] != "Health & care" {
		t.Errorf("tables: %q", tables)
	}
	if p := text.Parts[0].Pieces[1]; p.Level != 1 || p.Words.Shown != "What happened" {
		t.Errorf("heading: %+v", p)
	}
}

// pack makes a Word file of the given parts.
func pack(t testing.TB, found map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range found {
		f, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func body(inner string) map[string]string {
	return map[string]string{"word/document.xml": `<w:document xmlns:w="x"><w:body>` + inner + `</w:body></w:document>`}
}

// Changes are read both ways, and inserted words that were deleted again are not lost.
func TestTrackedChangesAreReadBothWays(t *testing.T) {
	t.Parallel()
	file := pack(t, body(`<w:p><w:r><w:t>seen </w:t></w:r><w:ins w:author="Ailsa Example"><w:r><w:t>twice</w:t></w:r>`+
		`<w:del><w:r><w:delText> lost</w:delText></w:r></w:del></w:ins><w:del><w:r><w:delText> once</w:delText></w:r></w:del>`+
		`<w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t> come</w:t></w:r></w:moveTo></w:p>`))
	text, err := document.ReadWord(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if got := text.Shown(); got != "seen twice come\n" {
		t.Errorf("shown: %q", got)
	}
	if got := text.Before(); got != "seen  lost once gone\n" {
		t.Errorf("before: %q", got)
	}
	if got := text.Carries(); len(got) != 2 || !text.HasTracked || !text.PersonalMarked {
		t.Errorf("it carries %q", got)
	}
}

// What a page does not show is read too.
func TestHiddenWordsAreRead(t *testing.T) {
	t.Parallel()
	found := body(`<w:p><w:bookmarkStart w:name="b-Ailsa"/><w:r><w:drawing><wp:docPr name="p" descr="d-Ailsa" title="t-Ailsa"/></w:drawing>` +
		`<mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice>` +
		`<mc:Fallback><w:txbxContent><w:p><w:r><w:t>f-Ailsa</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>` +
		`<w:instrText>i-Ailsa</w:instrText></w:r><!--c-Ailsa--></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc><w:tc><w:p><w:r><w:t>last</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)
	found["word/footnotes.xml"] = `<w:footnotes xmlns:w="x"><w:footnote><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote></w:footnotes>`
	found["word/comments.xml"] = `<w:comments xmlns:w="x"><w:comment w:initials="AE"><w:p><w:r><w:t>margin</w:t></w:r></w:p></w:comment></w:comments>`
	found["docProps/core.xml"] = `<c xmlns:dc="d"><dc:creator>k-Ailsa</dc:creator></c>`
	found["customXml/item1.xml"] = `<c><d>x-Ailsa</d></c>`
	found["word/_rels/document.xml.rels"] = `<R><Relationship Target="mailto:l%2DAilsa@exampleshire.example" TargetMode="External"/></R>`
	found["word/media/m-Ailsa.png"] = "picture"
	file := pack(t, found)
	text, err := document.ReadWord(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := text.Shown(), "box\nwide inner\t\tlast\nmargin\nnote\n"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	var hidden strings.Builder
	for _, part := range text.Parts {
		for _, h := range part.Hidden {
			hidden.WriteString(h.Value + "\n")
		}
	}
	for _, place := range strings.Split("b d t f i c k x l m", " ") {
		if !strings.Contains(hidden.String(), place+"-Ailsa") {
			t.Errorf("%s-Ailsa was not read", place)
		}
	}
	if got := text.Carries(); len(got) != 4 || text.HasTracked || text.Unread[0] != "word/media/m-Ailsa.png" {
		t.Errorf("it carries %q", got)
	}
}

// A file made to do harm is refused, with the reason.
func TestHarmfulFilesAreRefused(t *testing.T) {
	t.Parallel()
	many := body("")
	for i := range 2001 {
		many["word/x"+strings.Repeat("y", i)+".xml"] = "<a/>"
	}
	twice := pack(t, map[string]string{"word/document.xml": "<a/>", "WORD/document.xml": "<b/>"})
	tests := []struct {
		name string
		file []byte
		want error
	}{
		{"nothing", nil, document.ErrNotWord},
		{"words", []byte("not a zip"), document.ErrNotWord},
		{"a zip of something else", pack(t, map[string]string{"a.txt": "x"}), document.ErrNotWord},
		{"many parts", pack(t, many), document.ErrTooLarge},
		{"a part that swells", pack(t, body(strings.Repeat(" ", 51<<20))), document.ErrTooLarge},
		{"many elements", pack(t, body(strings.Repeat("<a/>", 3_000_001))), document.ErrTooLarge},
		{"a part twice", twice, document.ErrDamaged},
		{"deep", pack(t, body(strings.Repeat("<a>", 70)+strings.Repeat("</a>", 70))), document.ErrDamaged},
		{"a document type", pack(t, map[string]string{"word/document.xml": `<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>`}), document.ErrDamaged},
		{"an end that closes nothing", pack(t, map[string]string{"word/document.xml": "<a></b>"}), document.ErrDamaged},
		{"half a part", pack(t, map[string]string{"word/document.xml": "<a><p>"}), document.ErrDamaged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := document.ReadWord(bytes.NewReader(test.file), int64(len(test.file)))
			if !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
		})
	}
	if _, err := document.ReadWord(bytes.NewReader(nil), 26<<20); !errors.Is(err, document.ErrTooLarge) {
		t.Errorf("a large file: %v", err)
	}
}

func FuzzReadWord(f *testing.F) {
	f.Add(`<w:document xmlns:w="x"><w:p><w:r><w:t>a</w:t></w:r></w:p></w:document>`)
	f.Add(`<a><tbl><tr><tc><gridSpan val="9"/><p><t>x</t></p></tc></tr></tbl></a>`)
	f.Add(`<a><tc/><tr/></tbl>`)
	f.Fuzz(func(t *testing.T, inner string) {
		file := pack(t, map[string]string{"word/document.xml": inner, "docProps/core.xml": inner})
		text, err := document.ReadWord(bytes.NewReader(file), int64(len(file)))
		if err == nil {
			text.Shown()
			text.Tables()
			text.Carries()
		}
		if _, err := document.ReadWord(strings.NewReader(inner), int64(len(inner))); err == nil && !strings.HasPrefix(inner, "PK") {
			t.Error("read a file that is no zip")
		}
	})
}
