package dissemination

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/guidance"
	"lr/internal/report"
	"lr/internal/review"
)

// content is exactly what is published: its JSON is what is hashed, agreed and
// kept. The page and the Word file are made of nothing else.
type content struct {
	Format     int                `json:"format"`
	Extent     Extent             `json:"extent"`
	Title      string             `json:"title"`
	Summary    string             `json:"summary"`
	Themes     []string           `json:"themes"` // ids
	Points     []pointText        `json:"points"` // without ids
	Committees []string           `json:"committees"`
	ReportHash string             `json:"report_hash"` // of the approved version, "" without the report
	Report     *document.Document `json:"report"`
}

// format changes when what a publication holds changes.
const format = 1

// errNoReport is given when the report is to be published and none is approved.
var errNoReport = errors.New("no version of the report is approved")

// compose makes what would be published of the words and the approved report.
func compose(ctx context.Context, tx *db.Tx, c access.Case, p Publication) (content, error) {
	k := content{Format: format, Extent: p.Extent, Title: p.words.Title, Summary: p.words.Summary, Themes: p.words.Themes, Points: []pointText{}}
	for _, t := range p.words.Points {
		t.ID = ""
		k.Points = append(k.Points, t)
	}
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return k, err
	}
	for _, one := range cs {
		k.Committees = append(k.Committees, one.Name)
	}
	if !p.Extent.withReport() {
		return k, nil
	}
	v, err := report.Approved(ctx, tx, c)
	if errors.Is(err, db.ErrNotFound) {
		return k, errNoReport
	}
	if err != nil {
		return k, err
	}
	d := report.Page(v)
	if p.Extent == Redacted {
		d = without(d, p.words.Omit)
	}
	k.ReportHash, k.Report = v.Hash, &d
	return k, nil
}

// parts are the headings of the parts of a report, which can be left out one by one.
func parts(d document.Document) []string {
	var all []string
	for _, b := range d.Blocks {
		if b.Kind == document.KindHeading && b.Level == 1 {
			all = append(all, plain(b.Words))
		}
	}
	return all
}

// without leaves parts out of a report, and says so where they were.
func without(d document.Document, omit []int) document.Document {
	part, blocks := -1, []document.Block{}
	for _, b := range d.Blocks {
		first := b.Kind == document.KindHeading && b.Level == 1
		if first {
			part++
		}
		gone := slices.Contains(omit, part)
		if first || !gone {
			blocks = append(blocks, b)
		}
		if first && gone {
			blocks = append(blocks, document.Note(document.Plain("This part is not published.")))
		}
	}
	d.Blocks = blocks
	return d
}

func plain(words document.Words) string {
	var b strings.Builder
	for _, r := range words {
		b.WriteString(r.Text)
	}
	return b.String()
}

// pack gives the content as it is kept, and its hash.
func (k content) pack() (words, hash string, err error) {
	raw, err := json.Marshal(k)
	if err != nil {
		return "", "", fmt.Errorf("pack what is published: %w", err)
	}
	return string(raw), sum(raw), nil
}

func sum(raw []byte) string {
	s := sha256.Sum256(raw)
	return hex.EncodeToString(s[:])
}

// Words is the summary and the points as a document.
func (k content) Words() document.Document {
	d := document.Document{Title: k.Title, Footer: strings.Join(k.Committees, ", ")}
	d.Blocks = append(d.Blocks, paragraphs(k.Summary)...)
	if len(k.Points) > 0 {
		d.Blocks = append(d.Blocks, document.Heading(1, "What was learned"))
	}
	for i, p := range k.Points {
		d.Blocks = append(d.Blocks, document.Heading(2, fmt.Sprintf("%d. %s", i+1, p.Title)))
		if p.Practice {
			d.Blocks = append(d.Blocks, document.Paragraph(document.Bold("This worked well, and should go on.")))
		}
		d.Blocks = append(d.Blocks, paragraphs(p.Words)...)
	}
	if labels := k.ThemeLabels(); len(labels) > 0 {
		d.Blocks = append(d.Blocks, document.Heading(1, "Themes"))
		var items []document.Words
		for _, l := range labels {
			items = append(items, document.Plain(l))
		}
		d.Blocks = append(d.Blocks, document.Bullets(items...))
	}
	return d
}

// word is the Word file: the report where there is one, as it was approved.
func (k content) word() ([]byte, error) {
	d := k.Words()
	if k.Report != nil {
		d = *k.Report
	}
	var b bytes.Buffer
	if err := document.Word(&b, d); err != nil {
		return nil, fmt.Errorf("what is published as a Word file: %w", err)
	}
	return b.Bytes(), nil
}

// ThemeLabels are the themes in words.
func (k content) ThemeLabels() []string { return labels(k.Themes) }

func labels(ids []string) []string {
	var all []string
	for _, t := range guidance.Themes().Themes {
		if slices.Contains(ids, t.ID) {
			all = append(all, t.Label)
		}
	}
	return all
}

// paragraphs cuts typed text at its empty lines.
func paragraphs(text string) []document.Block {
	var out []document.Block
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, document.Paragraph(document.Run{Text: p}))
		}
	}
	return out
}
