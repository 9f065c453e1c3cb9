package report

import (
	"context"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/learning"
)

// content is what a version holds; its JSON is what is hashed and sealed.
type content struct {
	Format     int               `json:"format"`
	Number     int               `json:"number"`
	Document   document.Document `json:"document"`
	Points     []string          `json:"points"` // titles
	Strategies string            `json:"strategies"`
}

// format changes when what a version holds changes.
const format = 1

// draft puts the report together from its sections and the learning points.
func draft(ctx context.Context, tx *db.Tx, c access.Case, number int) (content, error) {
	ss, err := sections(ctx, tx, c)
	if err != nil {
		return content{}, err
	}
	ps, err := learning.Points(ctx, tx, c)
	if err != nil {
		return content{}, err
	}
	out := content{Format: format, Number: number, Points: []string{}, Document: document.Document{
		Title: "Learning review report: " + c.Code(), Header: "Learning review " + c.Code(), Footer: fmt.Sprintf("Version %d", number)}}
	apart := false // effective practice has a heading of its own
	for _, s := range ss {
		apart = apart || s.ID == effectiveHeading
	}
	for _, p := range ps {
		out.Points = append(out.Points, p.Title.Reveal())
	}
	for _, s := range ss {
		text := s.Text.Reveal()
		if s.ID == strategyHeading || s.ID == oldStrategies {
			out.Strategies = text
		}
		blocks := paragraphs(text)
		if s.ID == learningHeading {
			blocks = append(blocks, overview(ps)...)
		}
		if s.Points() {
			blocks = append(blocks, pointBlocks(ps, s.ID, apart)...)
		}
		if len(blocks) > 0 {
			out.Document.Blocks = append(append(out.Document.Blocks, document.Heading(1, s.Title)), blocks...)
		}
	}
	p, ok, err := pictureIn(ctx, tx, c)
	if ok {
		out.Document.Blocks = append(out.Document.Blocks, document.Heading(1, annex), p.Block)
	}
	return out, err
}

// overview is a table of all learning points.
func overview(ps []learning.Point) []document.Block {
	if len(ps) == 0 {
		return nil
	}
	var rows [][]document.Words
	for _, p := range ps {
		rows = append(rows, []document.Words{document.Plain(fmt.Sprintf("%d. %s", p.Number, p.Title.Reveal())),
			document.Plain(p.KindLabel()), document.Plain(p.ThemeLabel())})
	}
	return []document.Block{document.TableOf("Learning points", []string{"Learning point", "Kind", "Theme"}, rows...)}
}

// pointBlocks are the points that stand under a heading, each with how it
// emerged and why. [SEED report]
func pointBlocks(ps []learning.Point, heading string, apart bool) []document.Block {
	var out []document.Block
	for _, p := range ps {
		under := learningHeading
		if p.Practice && apart {
			under = effectiveHeading
		}
		if under != heading {
			continue
		}
		out = append(out, document.Heading(2, fmt.Sprintf("%d. %s", p.Number, p.Title.Reveal())))
		out = append(out, paragraphs(p.What.Reveal())...)
		for _, part := range []struct{ title, text string }{{"How it emerged", p.How.Reveal()}, {"Why it matters", p.Why.Reveal()}} {
			if part.text != "" {
				out = append(append(out, document.Heading(3, part.title)), paragraphs(part.text)...)
			}
		}
	}
	return out
}

// paragraphs makes blocks of typed text: an empty line ends a paragraph, and
// lines that begin with "- " are a list.
func paragraphs(text string) []document.Block {
	var out []document.Block
	var lines []string
	var items []document.Words
	end := func() {
		if len(lines) > 0 {
			out = append(out, document.Paragraph(document.Run{Text: strings.Join(lines, "\n")}))
		}
		if len(items) > 0 {
			out = append(out, document.Bullets(items...))
		}
		lines, items = nil, nil
	}
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		item, listed := strings.CutPrefix(line, "- ")
		if line == "" || listed != (len(items) > 0) {
			end()
		}
		switch {
		case listed:
			items = append(items, document.Plain(item))
		case line != "":
			lines = append(lines, line)
		}
	}
	end()
	return out
}

func countWords(text string) int { return len(strings.Fields(text)) }
