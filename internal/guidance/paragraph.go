package guidance

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Force says how much a paragraph asks.
type Force string

// The forces.
const (
	Must   Force = "must"
	Should Force = "should"
	May    Force = "may" // leaves it open, or only informs
)

// Share says what the program does about a paragraph.
type Share string

// The shares.
const (
	Ours  Share = "ours"  // a test shows that it is kept
	Later Share = "later" // it will be kept; Why says what is still missing
	None  Share = "none"  // the program has no part; Why says why
)

// Paragraph is one passage of the sources that the program keeps or leaves.
type Paragraph struct {
	Ref   string // as code names it between brackets: "ASP22 p7"
	Force Force
	Share Share
	Asks  string // in our own words
	Why   string // for Later and None
}

//go:embed index.txt
var index string

var paragraphs = sync.OnceValue(func() []Paragraph {
	read, err := parseParagraphs(index)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return read
})

// Paragraphs gives the list of index.txt, in its order.
func Paragraphs() []Paragraph { return slices.Clone(paragraphs()) }

// Why gives the paragraph that code and pages name so, and whether it is in the
// list. A page answers with it "why are we asked this?".
func Why(ref string) (Paragraph, bool) {
	for _, p := range paragraphs() {
		if p.Ref == ref {
			return p, true
		}
	}
	return Paragraph{}, false
}

// parseParagraphs reads lines of "reference | force | share | asks | why"; the
// last may be left out. Empty lines and those that begin with # are skipped.
func parseParagraphs(text string) ([]Paragraph, error) {
	var out []Paragraph
	seen := map[string]bool{}
	for i, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(line, "|")
		if len(cells) < 4 || len(cells) > 5 {
			return nil, fmt.Errorf("index.txt line %d: %d cells, not 4 or 5", i+1, len(cells))
		}
		for c := range cells {
			cells[c] = strings.TrimSpace(cells[c])
		}
		p := Paragraph{Ref: cells[0], Force: Force(cells[1]), Share: Share(cells[2]), Asks: cells[3]}
		if len(cells) == 5 {
			p.Why = cells[4]
		}
		if err := p.check(); err != nil {
			return nil, fmt.Errorf("index.txt line %d: %w", i+1, err)
		}
		if seen[p.Ref] {
			return nil, fmt.Errorf("index.txt line %d: %s is listed twice", i+1, p.Ref)
		}
		seen[p.Ref] = true
		out = append(out, p)
	}
	return out, nil
}

func (p Paragraph) check() error {
	switch {
	case p.Ref == "" || p.Asks == "":
		return fmt.Errorf("paragraph %q asks %q", p.Ref, p.Asks)
	case !slices.Contains([]Force{Must, Should, May}, p.Force):
		return fmt.Errorf("%s has the force %q", p.Ref, p.Force)
	case !slices.Contains([]Share{Ours, Later, None}, p.Share):
		return fmt.Errorf("%s has the share %q", p.Ref, p.Share)
	case p.Share != Ours && p.Why == "":
		return fmt.Errorf("%s is %s and does not say why", p.Ref, p.Share)
	}
	return nil
}
