package document

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
)

// reader takes one part apart. Elements are told by their local name, so that
// charts and drawings (a:p, a:t) and both editions of the format are read alike.
type reader struct {
	part Part
	text *Text

	open       []string     // the elements around
	paragraphs []*paragraph // a text box is a paragraph within a paragraph
	tables     []*table
	inserted   int // within how many insertions or places moved to
	deleted    int // within how many deletions or places moved from
	fallback   int // within how many copies for older programs
}

type paragraph struct {
	level         int
	shown, before strings.Builder
}

type table struct {
	rows  [][]View
	cells int // columns that the open cell covers
}

func (p *reader) read(r io.Reader) error {
	d := xml.NewDecoder(r)
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			if len(p.open) > 0 {
				return fmt.Errorf("%w: it ends too early", ErrDamaged)
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(p.open) >= maxDepth {
				return fmt.Errorf("%w: elements lie more than %d deep", ErrDamaged, maxDepth)
			}
			if p.text.elements += 1 + len(token.Attr); p.text.elements > maxElements {
				return fmt.Errorf("%w: it has more than %d elements", ErrTooLarge, maxElements)
			}
			p.open = append(p.open, token.Name.Local)
			p.start(token)
		case xml.EndElement:
			if len(p.open) == 0 || p.open[len(p.open)-1] != token.Name.Local {
				return fmt.Errorf("%w: </%s> closes nothing", ErrDamaged, token.Name.Local)
			}
			p.end(token.Name.Local)
			p.open = p.open[:len(p.open)-1]
		case xml.CharData:
			p.words(string(token))
		case xml.Comment:
			p.part.hide("comment", string(token))
		case xml.Directive:
			return fmt.Errorf("%w: it declares a document type", ErrDamaged)
		}
	}
}

func (p *reader) start(e xml.StartElement) {
	p.attributes(e)
	switch e.Name.Local {
	case "p":
		p.paragraphs = append(p.paragraphs, &paragraph{})
	case "pStyle":
		p.style(attribute(e, "val"))
	case "tbl":
		p.tables = append(p.tables, &table{})
	case "tr":
		if t := p.table(); t != nil {
			t.rows = append(t.rows, nil)
		}
	case "tc":
		p.cell()
	case "gridSpan":
		if t := p.table(); t != nil {
			if n, err := strconv.Atoi(attribute(e, "val")); err == nil {
				t.cells = min(max(n, 1), maxColumns)
			}
		}
	case "ins", "moveTo":
		p.inserted++
		p.text.HasTracked = true
	case "del", "moveFrom":
		p.deleted++
		p.text.HasTracked = true
	case "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange", "numberingChange",
		"cellIns", "cellDel", "cellMerge", "moveFromRangeStart", "moveToRangeStart", "customXmlInsRangeStart", "customXmlDelRangeStart":
		p.text.HasTracked = true
	case "comment", "commentReference", "commentRangeStart", "commentEx":
		p.text.HasComments = true
	case "customXml":
		p.text.HasCustomXML = true
	case "Fallback":
		p.fallback++
	case "tab", "ptab":
		if !p.within("tabs") {
			p.add("\t")
		}
	case "br", "cr":
		p.add("\n")
	case "noBreakHyphen":
		p.add("\u2011")
	case "softHyphen":
		p.add("\u00AD")
	case "sym":
		if n, err := strconv.ParseUint(attribute(e, "char"), 16, 16); err == nil {
			p.add(string(rune(n)))
		}
	}
}

func (p *reader) end(name string) {
	switch name {
	case "p":
		last := p.paragraphs[len(p.paragraphs)-1]
		p.paragraphs = p.paragraphs[:len(p.paragraphs)-1]
		p.finish(Piece{Level: last.level, Words: View{last.shown.String(), last.before.String()}})
	case "tc":
		if t := p.table(); t != nil && len(p.tables) == 1 && len(t.rows) > 0 {
			row := &t.rows[len(t.rows)-1]
			for ; t.cells > 1 && len(*row) < maxColumns; t.cells-- {
				*row = append(*row, View{})
			}
		}
	case "tbl":
		last := p.tables[len(p.tables)-1]
		p.tables = p.tables[:len(p.tables)-1]
		if len(p.tables) == 0 && len(last.rows) > 0 {
			p.part.Pieces = append(p.part.Pieces, Piece{Rows: last.rows})
		}
	case "ins", "moveTo":
		p.inserted--
	case "del", "moveFrom":
		p.deleted--
	case "Fallback":
		p.fallback--
	}
}

// finish puts a paragraph where it belongs: into the open cell, a line of it,
// or into the part. Of a table within a table the words are kept in the outer cell.
func (p *reader) finish(piece Piece) {
	if strings.TrimSpace(piece.Words.Shown+piece.Words.Before) == "" {
		return
	}
	if len(p.tables) == 0 {
		p.part.Pieces = append(p.part.Pieces, piece)
		return
	}
	t := p.tables[0]
	if len(t.rows) == 0 || len(t.rows[len(t.rows)-1]) == 0 {
		p.part.Pieces = append(p.part.Pieces, piece) // words between rows: kept, before the table
		return
	}
	row := t.rows[len(t.rows)-1]
	cell := &row[len(row)-1]
	cell.Shown = join(cell.Shown, piece.Words.Shown)
	cell.Before = join(cell.Before, piece.Words.Before)
}

func join(lines, line string) string {
	if lines == "" || line == "" {
		return lines + line
	}
	return lines + "\n" + line
}

// table is the innermost open table.
func (p *reader) table() *table {
	if len(p.tables) == 0 {
		return nil
	}
	return p.tables[len(p.tables)-1]
}

func (p *reader) cell() {
	t := p.table()
	if t == nil {
		return
	}
	t.cells = 1
	if len(t.rows) == 0 {
		t.rows = append(t.rows, nil)
	}
	t.rows[len(t.rows)-1] = append(t.rows[len(t.rows)-1], View{})
}

func (p *reader) style(name string) {
	level, ok := strings.CutPrefix(strings.ToLower(name), "heading")
	if n, err := strconv.Atoi(level); ok && err == nil && n >= 1 && n <= 9 && len(p.paragraphs) > 0 {
		p.paragraphs[len(p.paragraphs)-1].level = n
	}
}

// words takes text between tags: what a page shows if it lies in a t element,
// and what it does not show anywhere else.
func (p *reader) words(s string) {
	if len(p.open) == 0 {
		return
	}
	name := p.open[len(p.open)-1]
	switch {
	case (name == "t" || name == "delText") && p.fallback == 0 && len(p.paragraphs) > 0:
		if name == "delText" {
			p.deleted++
			p.add(s)
			p.deleted--
			return
		}
		p.add(s)
	default:
		p.part.hide(name, s)
		p.personal(name, s)
	}
}

func (p *reader) add(s string) {
	if len(p.paragraphs) == 0 || p.fallback > 0 {
		return
	}
	last := p.paragraphs[len(p.paragraphs)-1]
	if p.deleted == 0 {
		last.shown.WriteString(s)
	}
	if p.deleted > 0 || p.inserted == 0 {
		last.before.WriteString(s)
	}
}

// personal keeps what says who made the file.
func (p *reader) personal(name, value string) {
	if !strings.HasPrefix(strings.ToLower(p.part.Name), "docprops/") || strings.TrimSpace(value) == "" {
		return
	}
	switch name {
	case "creator", "lastModifiedBy", "Manager", "Company", "HyperlinkBase":
		p.text.Personal = append(p.text.Personal, Property{name, value})
	}
}

// attributes keeps the words that people wrote and that stand in attributes.
func (p *reader) attributes(e xml.StartElement) {
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "author", "initials", "userId", "providerId":
			p.text.PersonalMarked = true
			p.part.hide(a.Name.Local, a.Value)
		case "descr", "title", "alt", "tooltip", "fullName", "displayText", "instr", "string":
			p.part.hide(a.Name.Local, a.Value)
		case "name":
			switch e.Name.Local {
			case "bookmarkStart", "docVar", "docPr", "cNvPr", "property", "sheet", "ffData":
				p.part.hide(e.Name.Local, a.Value)
			}
		case "val":
			switch e.Name.Local {
			case "alias", "tag", "docVar", "description", "tblCaption", "tblDescription", "helpText", "statusText", "result", "listEntry":
				p.part.hide(e.Name.Local, a.Value)
			}
		case "value":
			if e.Name.Local == "listItem" {
				p.part.hide("listItem", a.Value)
			}
		case "Target", "href", "src":
			if plain, err := url.PathUnescape(a.Value); err == nil {
				a.Value = plain
			}
			p.part.hide("link", a.Value)
		}
	}
}

func (p *reader) within(name string) bool {
	return len(p.open) > 1 && p.open[len(p.open)-2] == name
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
