package decision

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/review"
	"lr/internal/web"
)

type readData struct {
	Review    string
	Committee review.Committee
	Version   int
	Newest    bool
	Document  document.Document
}

var readPage = web.NewPage[readData](pages, "readrec.html")

// readRecommendation shows the whole recommendation, the newest version unless
// the address names another.
func readRecommendation(r *web.Request, p access.Pass[SeeFindings]) (web.Answer, error) {
	var d readData
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("committee"), r.Query("version")) })
	return led(p.Case, readPage.With(d), err)
}

func (d *readData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee, wanted string) error {
	d.Review = c.Review()
	if err := openGroup(ctx, tx, c); err != nil {
		return err
	}
	var err error
	if d.Committee, err = committeeOf(ctx, tx, c, committee); err != nil {
		return err
	}
	all, err := allRecommendations(ctx, tx, c)
	if err != nil {
		return err
	}
	agencies, err := agencyNames(ctx, tx)
	if err != nil {
		return err
	}
	newest := 0
	var found recommendation
	for _, k := range all {
		if k.Committee != committee {
			continue
		}
		if newest = k.Version; wanted == "" || wanted == strconv.Itoa(k.Version) {
			found = k
		}
	}
	if found.Version == 0 {
		return db.ErrNotFound
	}
	c.Touch(found.ID)
	d.Version, d.Newest = found.Version, found.Version == newest
	d.Document = found.document(d.Committee, c.Code(), agencies)
	return nil
}

func recommendationWord(r *web.Request, p access.Pass[SeeFindings]) (web.Answer, error) {
	var d readData
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("committee"), r.Query("version")) })
	if err != nil {
		return led(p.Case, web.Answer{}, err)
	}
	var b bytes.Buffer
	if err := document.Word(&b, d.Document); err != nil {
		return web.Answer{}, fmt.Errorf("write the recommendation: %w", err)
	}
	return web.File("recommendation.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b.Bytes()), nil
}

// document is the recommendation as it goes to the committee. People of the case
// stand in it by their codes, and members by their agency.
func (k recommendation) document(of review.Committee, code string, agencies map[string]string) document.Document {
	d := document.Document{Title: "What the working group recommends", Header: "Official-Sensitive-Personal",
		Footer: fmt.Sprintf("Review %s, version %d", code, k.Version)}
	d.Blocks = append(d.Blocks,
		document.Paragraph(document.Plain(fmt.Sprintf("To the %s. Review %s, version %d, of %s. Under: %s.",
			of.Name, code, k.Version, db.DateOf(k.At).Words(), of.Version().Title))...),
		document.Note(document.Words{document.Bold(k.Outcome.Words())}, document.Plain(k.Reasons.Reveal())),
		document.Heading(1, "The criteria"),
		document.Paragraph(document.Plain(k.Paper.Come+" This decides nothing by itself: the group weighs what a review would add, and whether it is in proportion.")...),
		k.criteria())
	section := ""
	for _, f := range k.Paper.Fields {
		if f.Section != section {
			section = f.Section
			d.Blocks = append(d.Blocks, document.Heading(1, section))
		}
		d.Blocks = append(d.Blocks, document.Heading(2, f.Label+doubted(f.Sure)), document.Paragraph(document.Plain(orBlank(f.Words))...))
	}
	if len(k.Paper.Options) > 0 {
		d.Blocks = append(d.Blocks, document.Heading(1, "Options considered"), k.options())
	}
	d.Blocks = append(d.Blocks, document.Heading(1, "Members who do not agree"))
	d.Blocks = append(d.Blocks, k.dissents(agencies)...)
	d.Blocks = append(d.Blocks, document.Paragraph(document.Plain("* This wording is ours and was not checked against the whole published text. The committee confirms it.")...))
	return d
}

func orBlank(words string) string {
	if words == "" {
		return "(no answer)"
	}
	return words
}

// doubted marks wording that was not confirmed.
func doubted(sure bool) string {
	if sure {
		return ""
	}
	return " *"
}

func (k recommendation) criteria() document.Block {
	var rows [][]document.Words
	for _, l := range k.Paper.Criteria {
		rests := "Nothing yet"
		if len(l.Rests) > 0 {
			rests = strings.Join(l.Rests, "\n")
		}
		rows = append(rows, []document.Words{document.Plain(l.ID + ": " + l.Text + doubted(l.Sure)), document.Plain(l.Answer),
			document.Plain(l.Reason), document.Plain(rests)})
	}
	return document.TableOf("What the group found on each criterion", []string{"Criterion", "Finding", "Reason", "It rests on"}, rows...)
}

func (k recommendation) options() document.Block {
	var rows [][]document.Words
	for _, f := range k.Paper.Options {
		if len(rows) == 0 || rows[len(rows)-1][0][0].Text != f.Section {
			rows = append(rows, []document.Words{document.Plain(f.Section)})
		}
		last := &rows[len(rows)-1]
		*last = append(*last, document.Plain(orBlank(f.Words)))
	}
	return document.TableOf("What was weighed of each option", []string{"Option", "For", "Against", "Why it is chosen or not"}, rows...)
}

// dissents gives what members say who do not agree, word for word.
func (k recommendation) dissents(agencies map[string]string) []document.Block {
	var blocks []document.Block
	for _, s := range k.Stances {
		if !s.Counts() || s.Agrees {
			continue
		}
		who := "A member"
		if name := agencies[s.Agency]; name != "" {
			who += " from " + name
		}
		if s.Of != k.Version {
			who += fmt.Sprintf(", on version %d", s.Of)
		}
		blocks = append(blocks, document.Paragraph(document.Bold(who+":")), document.Note(document.Plain(s.Words.Reveal())))
	}
	if blocks == nil {
		blocks = []document.Block{document.Paragraph(document.Plain("No member has said that they do not agree.")...)}
	}
	return blocks
}
