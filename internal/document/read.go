package document

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// What ReadWord takes at most.
const (
	maxFile     = 25 << 20  // bytes of the file
	maxUnpacked = 200 << 20 // bytes of all that is in it, unpacked
	maxPart     = 50 << 20  // bytes of one part of it, unpacked
	maxEntries  = 2000
	maxDepth    = 64        // elements within elements
	maxElements = 3_000_000 // elements and attributes of all parts
	maxColumns  = 63        // of a table, as in Word
)

// Errors of ReadWord, each wrapped with what was found.
var (
	ErrNotWord  = errors.New("this is not a Word file (.docx), or it has a password")
	ErrTooLarge = errors.New("this Word file is too large to read")
	ErrDamaged  = errors.New("this Word file is damaged or not made by a word processor")
)

// Text is all the words of a Word file.
type Text struct {
	Parts []Part // the document first, then the others in the order of their names
	// Unread names the parts that hold no text that can be read: pictures,
	// recordings, files inside the file. A person has to look at them.
	Unread         []string
	HasComments    bool
	HasTracked     bool       // insertions, deletions or moves not yet accepted
	HasCustomXML   bool       // data that a record system may have left
	Personal       []Property // who wrote it, who saved it last, their organisation
	PersonalMarked bool       // comments or tracked changes say whose they are

	elements int // and attributes, seen so far
}

// Part is one part of a Word file that holds words.
type Part struct {
	Name   string // such as "word/document.xml"
	Kind   PartKind
	Pieces []Piece
	Hidden []Property // words that the page does not show: descriptions of pictures, links, names of authors
}

// PartKind says where the words of a Part stand.
type PartKind string

const (
	Body      PartKind = "document"
	Footnotes PartKind = "footnotes"
	Endnotes  PartKind = "endnotes"
	Header    PartKind = "header"
	Footer    PartKind = "footer"
	Comments  PartKind = "comments"
	Other     PartKind = "other" // properties, charts, links and what else there may be
)

// Piece is a paragraph, or a table if Rows is not empty.
type Piece struct {
	Level int // 1 to 9 for a heading, by its style; else 0
	Words View
	Rows  [][]View // the cells of each row; a cell over n columns is followed by n-1 empty ones
}

// View is a text as it reads with all tracked changes accepted, and as it
// reads with none of them. Words that were inserted and deleted again stand in
// Before, so that between the two nothing is lost.
type View struct{ Shown, Before string }

// Property is something a file says beside its text.
type Property struct{ Name, Value string }

// ReadWord reads the words of a Word file (.docx) of size bytes. It opens
// nothing that the file points to and carries out nothing in it. The error is
// ErrNotWord, ErrTooLarge or ErrDamaged, wrapped with what was found.
func ReadWord(r io.ReaderAt, size int64) (Text, error) {
	if size > maxFile {
		return Text{}, fmt.Errorf("%w: %d MiB, and %d MiB is the most", ErrTooLarge, size>>20, maxFile>>20)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return Text{}, fmt.Errorf("%w: %w", ErrNotWord, err)
	}
	if err := checkEntries(z.File); err != nil {
		return Text{}, err
	}
	t := Text{Parts: []Part{{Name: "the package", Kind: Other}}}
	t.Parts[0].hide("comment", z.Comment)
	budget := int64(maxUnpacked)
	for _, f := range sorted(z.File) {
		t.Parts[0].hide("part", f.Name)
		t.Parts[0].hide("comment", f.Comment)
		if err := t.read(f, &budget); err != nil {
			return Text{}, fmt.Errorf("part %q: %w", f.Name, err)
		}
	}
	// The package goes last.
	t.Parts = append(t.Parts[1:], t.Parts[0])
	return t, nil
}

func checkEntries(files []*zip.File) error {
	if len(files) > maxEntries {
		return fmt.Errorf("%w: it has %d parts, and %d is the most", ErrTooLarge, len(files), maxEntries)
	}
	seen := map[string]bool{}
	var unpacked uint64
	for _, f := range files {
		name := strings.ToLower(f.Name)
		switch {
		case seen[name]:
			return fmt.Errorf("%w: part %q is there twice", ErrDamaged, f.Name)
		case f.Flags&1 != 0:
			return fmt.Errorf("%w: part %q is encrypted", ErrNotWord, f.Name)
		case f.UncompressedSize64 > maxPart:
			return fmt.Errorf("%w: part %q has %d MiB", ErrTooLarge, f.Name, f.UncompressedSize64>>20)
		}
		seen[name] = true
		if unpacked += f.UncompressedSize64; unpacked > maxUnpacked {
			return fmt.Errorf("%w: more than %d MiB unpacked", ErrTooLarge, maxUnpacked>>20)
		}
	}
	if !seen[mainPart] {
		return fmt.Errorf("%w: it has no %s", ErrNotWord, mainPart)
	}
	return nil
}

const mainPart = "word/document.xml"

// sorted puts the document first and the others by name, so that the same
// words come out in the same order whatever program packed them.
func sorted(files []*zip.File) []*zip.File {
	files = slices.Clone(files)
	slices.SortFunc(files, func(a, b *zip.File) int {
		aMain, bMain := strings.EqualFold(a.Name, mainPart), strings.EqualFold(b.Name, mainPart)
		switch {
		case aMain:
			return -1
		case bMain:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return files
}

// read reads one part and takes its unpacked length from the budget.
func (t *Text) read(f *zip.File, budget *int64) error {
	name := strings.ToLower(f.Name)
	if strings.HasSuffix(name, "/") {
		return nil
	}
	if ext := path.Ext(name); ext != ".xml" && ext != ".rels" && ext != ".vml" {
		t.Unread = append(t.Unread, f.Name)
		return nil
	}
	in, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	defer in.Close()
	limited := &io.LimitedReader{R: in, N: min(maxPart, *budget) + 1}
	before := limited.N
	p := &reader{part: Part{Name: f.Name, Kind: kindOf(name)}, text: t}
	if err := p.read(limited); err != nil && limited.N > 0 {
		return err
	}
	if limited.N <= 0 {
		return fmt.Errorf("%w: it unpacks to more than it says", ErrTooLarge)
	}
	*budget -= before - limited.N
	if strings.HasPrefix(name, "customxml/") {
		t.HasCustomXML = true
	}
	if len(p.part.Pieces) > 0 || len(p.part.Hidden) > 0 {
		t.Parts = append(t.Parts, p.part)
	}
	return nil
}

func kindOf(name string) PartKind {
	base, inWord := strings.CutPrefix(name, "word/")
	starts := func(s string) bool { return inWord && strings.HasPrefix(base, s) }
	switch {
	case name == mainPart:
		return Body
	case starts("footnotes"):
		return Footnotes
	case starts("endnotes"):
		return Endnotes
	case starts("header"):
		return Header
	case starts("footer"):
		return Footer
	case starts("comments"):
		return Comments
	}
	return Other
}

func (p *Part) hide(name, value string) {
	if strings.TrimSpace(value) != "" {
		p.Hidden = append(p.Hidden, Property{name, value})
	}
}

// Shown is the text of the file as it reads with all changes accepted: a
// paragraph a line, a table row a line with tabs between its cells, the
// document first and then notes, headers, footers and comments.
func (t Text) Shown() string { return t.lines(func(v View) string { return v.Shown }) }

// Before is the text as Shown, with no change accepted.
func (t Text) Before() string { return t.lines(func(v View) string { return v.Before }) }

func (t Text) lines(pick func(View) string) string {
	var b strings.Builder
	for _, part := range t.Parts {
		for _, piece := range part.Pieces {
			for _, row := range piece.Rows {
				for i, cell := range row {
					if i > 0 {
						b.WriteByte('\t')
					}
					b.WriteString(strings.ReplaceAll(pick(cell), "\n", " "))
				}
				b.WriteByte('\n')
			}
			if len(piece.Rows) == 0 {
				b.WriteString(pick(piece.Words))
				b.WriteByte('\n')
			}
		}
	}
	return b.String()
}

// Tables is the rows of each table of the document itself, as shown.
func (t Text) Tables() [][][]string {
	var tables [][][]string
	for _, part := range t.Parts {
		for _, piece := range part.Pieces {
			if part.Kind != Body || len(piece.Rows) == 0 {
				continue
			}
			table := make([][]string, len(piece.Rows))
			for i, row := range piece.Rows {
				for _, cell := range row {
					table[i] = append(table[i], cell.Shown)
				}
			}
			tables = append(tables, table)
		}
	}
	return tables
}

// Carries says, in a sentence each, what the file holds beside its text that
// must not go out with it. A file that carries nothing gives none.
func (t Text) Carries() []string {
	var carries []string
	add := func(is bool, sentence string) {
		if is {
			carries = append(carries, sentence)
		}
	}
	add(t.HasComments, "It has comments in the margin.")
	add(t.HasTracked, "It has tracked changes, so deleted words can still be read.")
	add(t.HasCustomXML, "It has hidden data from another system.")
	add(len(t.Personal) > 0 || t.PersonalMarked, "It says who wrote it or saved it.")
	add(len(t.Unread) > 0, "It has pictures or other files inside, which cannot be checked for names.")
	return carries
}
