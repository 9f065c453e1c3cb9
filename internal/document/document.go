// Package document is what the program hands to people outside it: a letter,
// a report, a table of events, as a Word file that opens anywhere and as a
// page that a screen reader reads. It also reads the Word files that people
// send in, and says what else they carry: comments, tracked changes, the name
// of the person who typed them. It knows nothing of reviews.
//
// A shared report names nobody [SEED] [CI-LR], so what is written here never
// holds an author or a date, and the same document gives the same bytes.
package document

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed document.html
var files embed.FS

// Templates holds document.html, which defines the template "document": given
// a Document it writes its blocks as HTML. The page around it gives the title.
var Templates fs.FS = files

// Document is one letter or report.
type Document struct {
	Title    string
	Language string // such as "en-GB", which "" means too
	Header   string // stands on top of every page
	Footer   string // stands before "Page 1 of 9" on every page
	Blocks   []Block
}

// Kind says which part of a document a Block is.
type Kind string

const (
	KindHeading   Kind = "heading"
	KindParagraph Kind = "paragraph"
	KindList      Kind = "list"
	KindTable     Kind = "table"
	KindNote      Kind = "note"
	KindPageBreak Kind = "pagebreak"
	KindPicture   Kind = "picture"
)

// Block is one part of a document. Heading, Paragraph, Bullets, Numbers,
// TableOf, Note, PictureOf and PageBreak make one; templates read its fields.
type Block struct {
	Kind     Kind
	Level    int     // of a heading: 1, 2 or 3
	Words    Words   // of a heading or a paragraph
	Items    []Words // the items of a list, or the paragraphs of a note
	Numbered bool    // of a list
	Table    Table
	Picture  *Picture `json:",omitempty"`
}

// Picture is a drawing. On a page it is drawn; in a Word file the words and the
// table of its block stand for it.
type Picture struct {
	Says          string // the same in sentences
	Width, Height int
	Shapes        []Shape
}

// Shape is one thing in a Picture, from X, Y over W and H; in greys alone.
type Shape struct {
	Kind       ShapeKind
	X, Y, W, H int
	Text       string // of words; in the middle of a box or a frame
	Broken     bool   // its edge is not a whole line
}

// ShapeKind says what a Shape is.
type ShapeKind string

// The kinds of shapes.
const (
	Line  ShapeKind = "line"
	Box   ShapeKind = "box"   // filled
	Frame ShapeKind = "frame" // open
	Dot   ShapeKind = "dot"   // around X, Y; a broken one is open
	Title ShapeKind = "words" // from X, Y on
	Over  ShapeKind = "over"  // words whose middle is at X, Y
)

// Right, Foot and Middle are places of a shape.
func (s Shape) Right() int  { return s.X + s.W }
func (s Shape) Foot() int   { return s.Y + s.H }
func (s Shape) Middle() int { return s.X + s.W/2 }

// Base is where words in the shape stand.
func (s Shape) Base() int { return s.Y + s.H/2 + 4 }

// Table is a table whose first row names its columns.
type Table struct {
	Caption string
	Header  []string
	Rows    [][]Words // short rows are filled up with empty cells
}

// Words is a line of text in one or more styles.
type Words []Run

// Run is text in one style. A "\n" in it is a line break.
type Run struct {
	Text     string
	Bold     bool
	Italic   bool
	Language string // where it differs from the document's, such as "gd-GB"
}

// Heading makes a heading of level 1, 2 or 3; others are moved to the nearest.
func Heading(level int, text string) Block {
	return Block{Kind: KindHeading, Level: min(max(level, 1), 3), Words: Plain(text)}
}

// Paragraph makes a paragraph of the runs.
func Paragraph(words ...Run) Block { return Block{Kind: KindParagraph, Words: words} }

// Bullets makes a list with bullets.
func Bullets(items ...Words) Block { return Block{Kind: KindList, Items: items} }

// Numbers makes a list counted from 1.
func Numbers(items ...Words) Block { return Block{Kind: KindList, Items: items, Numbered: true} }

// TableOf makes a table.
func TableOf(caption string, header []string, rows ...[]Words) Block {
	return Block{Kind: KindTable, Table: Table{Caption: caption, Header: header, Rows: rows}}
}

// Note makes a box around its paragraphs.
func Note(paragraphs ...Words) Block { return Block{Kind: KindNote, Items: paragraphs} }

// PictureOf makes a picture, with a table of what it shows.
func PictureOf(p Picture, t Table) Block { return Block{Kind: KindPicture, Picture: &p, Table: t} }

// PageBreak starts a new page on paper.
func PageBreak() Block { return Block{Kind: KindPageBreak} }

// Plain is text without a style.
func Plain(text string) Words { return Words{{Text: text}} }

// Bold is a run in bold.
func Bold(text string) Run { return Run{Text: text, Bold: true} }

// Italic is a run in italics.
func Italic(text string) Run { return Run{Text: text, Italic: true} }

// In is a run in another language, such as In("gd-GB", "Alba").
func In(language, text string) Run { return Run{Text: text, Language: language} }

// Lines is the text cut at its line breaks.
func (r Run) Lines() []string { return strings.Split(r.Text, "\n") }

// Columns is how many columns the widest row has.
func (t Table) Columns() int {
	n := len(t.Header)
	for _, row := range t.Rows {
		n = max(n, len(row))
	}
	return n
}

// Filled is the rows, each with as many cells as the widest.
func (t Table) Filled() [][]Words {
	rows := make([][]Words, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = append(append([]Words{}, row...), make([]Words, t.Columns()-len(row))...)
	}
	return rows
}

// Heads is the header with as many cells as the widest row.
func (t Table) Heads() []string {
	return append(append([]string{}, t.Header...), make([]string, t.Columns()-len(t.Header))...)
}

func (d Document) language() string {
	if d.Language == "" {
		return "en-GB"
	}
	return d.Language
}

// check refuses a language that is no language tag, anywhere in the document.
func (d Document) check() error {
	if !languageTag(d.language()) {
		return fmt.Errorf("document language %q is not a tag such as en-GB", d.Language)
	}
	for i, b := range d.Blocks {
		lines := append([]Words{b.Words}, b.Items...)
		for _, row := range b.Table.Rows {
			lines = append(lines, row...)
		}
		for _, words := range lines {
			for _, r := range words {
				if r.Language != "" && !languageTag(r.Language) {
					return fmt.Errorf("block %d: language %q is not a tag such as gd-GB", i+1, r.Language)
				}
			}
		}
	}
	return nil
}

func languageTag(s string) bool {
	for _, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-') {
			return false
		}
	}
	return len(s) >= 2 && len(s) <= 35 && s[0] != '-'
}
