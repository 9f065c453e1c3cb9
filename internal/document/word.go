package document

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// The width of the text of an A4 page, in twentieths of a point.
const textWidth = 11906 - 2*1134

// written is the time that every part of every file bears: the first that a zip can hold.
var written = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Word writes d as a Word file (.docx). The file names no author and no date,
// and the same document always gives the same bytes. Characters that XML does
// not allow are left out. It fails on a language that is no language tag, and
// when w does.
func Word(w io.Writer, d Document) error {
	if err := d.check(); err != nil {
		return fmt.Errorf("write Word file: %w", err)
	}
	body := &writer{}
	body.document(d)
	parts := []struct{ name, xml string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", coreProperties(d)},
		{"word/document.xml", body.String()},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", fill(styles, "LANGUAGE", d.language())},
		{"word/numbering.xml", numbering(body.numbered)},
		{"word/settings.xml", settings},
		{"word/header1.xml", header(d)},
		{"word/footer1.xml", footer(d)},
	}
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: written})
		if err != nil {
			return fmt.Errorf("write Word file, part %s: %w", p.name, err)
		}
		if _, err := io.WriteString(f, xmlHead+p.xml); err != nil {
			return fmt.Errorf("write Word file, part %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write Word file: %w", err)
	}
	return nil
}

// writer puts blocks into the words of WordprocessingML.
type writer struct {
	bytes.Buffer
	numbered int // how many counted lists there are so far
}

func (w *writer) put(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
}

func (w *writer) document(d Document) {
	w.put(`<w:document `, namespaces, `><w:body>`)
	if d.Title != "" {
		w.paragraph("Title", "", Plain(d.Title))
	}
	for _, b := range d.Blocks {
		w.block(b)
	}
	w.put(`<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/>`,
		`<w:pgSz w:w="11906" w:h="16838"/>`,
		`<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>`,
		`</w:sectPr></w:body></w:document>`)
}

func (w *writer) block(b Block) {
	switch b.Kind {
	case KindHeading:
		w.paragraph("Heading"+strconv.Itoa(min(max(b.Level, 1), 3)), "", b.Words)
	case KindParagraph:
		w.paragraph("", "", b.Words)
	case KindList:
		style, number := "ListBullet", 1
		if b.Numbered {
			w.numbered++
			style, number = "ListNumber", 1+w.numbered
		}
		extra := `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="` + strconv.Itoa(number) + `"/></w:numPr>`
		for _, item := range b.Items {
			w.paragraph(style, extra, item)
		}
	case KindNote:
		for _, p := range b.Items {
			w.paragraph("Note", "", p)
		}
	case KindTable:
		w.table(b.Table)
	case KindPicture:
		w.paragraph("", "", Plain(b.Picture.Says))
		w.table(b.Table)
	case KindPageBreak:
		w.put(`<w:p><w:r><w:br w:type="page"/></w:r></w:p>`)
	}
}

func (w *writer) paragraph(style, extra string, words Words) {
	w.put(`<w:p>`)
	if style != "" {
		w.put(`<w:pPr><w:pStyle w:val="`, style, `"/>`, extra, `</w:pPr>`)
	}
	for _, r := range words {
		w.run(r)
	}
	w.put(`</w:p>`)
}

func (w *writer) run(r Run) {
	w.put(`<w:r>`)
	if r.Bold || r.Italic || r.Language != "" {
		w.put(`<w:rPr>`)
		if r.Bold {
			w.put(`<w:b/>`)
		}
		if r.Italic {
			w.put(`<w:i/>`)
		}
		if r.Language != "" {
			w.put(`<w:lang w:val="`, r.Language, `"/>`)
		}
		w.put(`</w:rPr>`)
	}
	for i, line := range r.Lines() {
		if i > 0 {
			w.put(`<w:br/>`)
		}
		for j, cell := range strings.Split(line, "\t") {
			if j > 0 {
				w.put(`<w:tab/>`)
			}
			if cell != "" {
				w.put(`<w:t xml:space="preserve">`, escape(cell), `</w:t>`)
			}
		}
	}
	w.put(`</w:r>`)
}

func (w *writer) table(t Table) {
	columns := t.Columns()
	if columns == 0 {
		return
	}
	if t.Caption != "" {
		w.paragraph("Caption", "", Plain(t.Caption))
	}
	w.put(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>`,
		`<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`)
	if t.Caption != "" {
		w.put(`<w:tblCaption w:val="`, escape(t.Caption), `"/>`)
	}
	w.put(`</w:tblPr><w:tblGrid>`)
	width := strconv.Itoa(textWidth / columns)
	for range columns {
		w.put(`<w:gridCol w:w="`, width, `"/>`)
	}
	w.put(`</w:tblGrid>`)
	heads := make([]Words, columns)
	for i, h := range t.Heads() {
		heads[i] = Plain(h)
	}
	w.row(heads, width, "TableHead", `<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for _, row := range t.Filled() {
		w.row(row, width, "TableText", `<w:trPr><w:cantSplit/></w:trPr>`)
	}
	// Two tables without a paragraph between them would become one.
	w.put(`</w:tbl><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>`)
}

func (w *writer) row(cells []Words, width, style, properties string) {
	w.put(`<w:tr>`, properties)
	for _, cell := range cells {
		w.put(`<w:tc><w:tcPr><w:tcW w:w="`, width, `" w:type="dxa"/></w:tcPr>`)
		w.paragraph(style, "", cell)
		w.put(`</w:tc>`)
	}
	w.put(`</w:tr>`)
}

// escape makes text safe in XML, also between double quotes, and leaves out
// what XML 1.0 cannot hold.
func escape(s string) string {
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t' || r == '\n' || r == '\r':
			b.WriteByte(' ')
		case r < 0x20 || r == 0xFFFE || r == 0xFFFF:
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
