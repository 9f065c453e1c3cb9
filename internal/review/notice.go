package review

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/look"
	"lr/internal/seal"
)

// Notice is what the Care Inspectorate is told by one committee, in the fields
// of its form and those that the committee added. [CI-LR, CI-AD]
type Notice struct {
	Committee Committee
	Form      guidance.Form
	Code      string
	Lines     []NoticeLine
	Version   int // how often something was typed for it
}

// NoticeLine is one field with what is there for it. Typed says that a person
// fills it, as the program knows nothing for it.
type NoticeLine struct {
	guidance.Field
	Words seal.Text
	Typed bool
}

// NewNotice fills a form of the committee's guidance: with what is known, by the
// ids of the fields, and otherwise with what was typed. What was typed is sealed
// in the compartment.
func NewNotice(ctx context.Context, tx *db.Tx, c access.Case, of seal.Compartment, k Committee, formID string, known map[string]string) (Notice, error) {
	n := Notice{Committee: k, Form: k.Form(formID), Code: c.Code()}
	typed := map[string]seal.Text{}
	all, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var id, field string
		var words seal.Text
		err := r.Scan(&id, &field, c.At(of, "review_notice", &id).Open("words", &words))
		typed[field] = words
		return id, err
	}, `
		SELECT id, field, words FROM review_notice
		WHERE review_id = $1 AND committee_id = $2 AND form = $3 ORDER BY at, id`, c.Review(), k.ID, formID)
	if err != nil {
		return n, fmt.Errorf("read what was typed for %s: %w", formID, err)
	}
	n.Version = len(all)
	for _, f := range n.Form.Fields {
		l := NoticeLine{Field: f, Words: seal.T(known[f.ID])}
		if known[f.ID] == "" {
			l.Words, l.Typed = typed[f.ID], true
		}
		n.Lines = append(n.Lines, l)
	}
	return n, nil
}

// Type reads what a person typed for the fields that are theirs to fill.
func (n Notice) Type(f *form.Form) map[string]seal.Text {
	typed := map[string]seal.Text{}
	for _, l := range n.Lines {
		if l.Typed {
			typed[l.ID] = seal.T(f.Text("field-"+l.ID, 4000, ""))
		}
	}
	return typed
}

// Set puts what stands into a form, to be changed.
func (n Notice) Set(f *form.Form) {
	for _, l := range n.Lines {
		if l.Typed {
			f.Set("field-"+l.ID, l.Words.Reveal())
		}
	}
}

// Keep keeps what was typed, if nobody typed something else since the person saw it.
func (n Notice) Keep(ctx context.Context, tx *db.Tx, c access.Case, of seal.Compartment, saw int, typed map[string]seal.Text) error {
	if saw != n.Version {
		return db.ErrStale
	}
	for _, l := range n.Lines {
		words, ok := typed[l.ID]
		if !ok || words.Reveal() == l.Words.Reveal() {
			continue
		}
		id := db.NewID()
		c.Touch(id)
		if _, err := tx.Exec(ctx, `
			INSERT INTO review_notice (id, review_id, committee_id, form, field, words, written_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, c.Review(), n.Committee.ID, n.Form.ID, l.ID, c.At(of, "review_notice", &id).Seal("words", words), c.Person(), tx.Now()); err != nil {
			return fmt.Errorf("keep what was typed for %s: %w", n.Form.ID, err)
		}
	}
	return nil
}

// Blanks lists the fields that hold nothing.
func (n Notice) Blanks() []string {
	var blanks []string
	for _, l := range n.Lines {
		if l.Words.Empty() {
			blanks = append(blanks, l.Label)
		}
	}
	return blanks
}

// Typing says that a field waits for, or holds, what a person types.
func (n Notice) Typing() bool {
	for _, l := range n.Lines {
		if l.Typed {
			return true
		}
	}
	return false
}

// Copies are the fields to be copied into the form of the Care Inspectorate.
func (n Notice) Copies() []look.Copy {
	var all []look.Copy
	for _, l := range n.Lines {
		one := look.Copy{ID: n.Committee.ID + "-" + l.ID, Section: l.Section, Label: l.Label, Words: l.Words.Reveal()}
		if l.Confirmed != guidance.Seen {
			one.Note = "To be confirmed"
		}
		all = append(all, one)
	}
	return all
}

const noWords = "(blank)"

// Paste is the notice as text.
func (n Notice) Paste() string {
	var b strings.Builder
	for _, l := range n.Lines {
		words := l.Words.Reveal()
		if words == "" {
			words = noWords
		}
		fmt.Fprintf(&b, "%s\n%s\n\n", l.Label, words)
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// Word is the notice as a Word file.
func (n Notice) Word() ([]byte, error) {
	d := document.Document{Title: n.Form.Title, Header: Marking, Footer: n.Code + ". " + n.Committee.Version().Title,
		Blocks: []document.Block{document.Paragraph(document.Plain(n.Committee.Name)...)}}
	section := ""
	for _, l := range n.Lines {
		if l.Section != section {
			section = l.Section
			d.Blocks = append(d.Blocks, document.Heading(1, section))
		}
		words := document.Plain(l.Words.Reveal())
		if l.Words.Empty() {
			words = document.Words{document.Italic(noWords)}
		}
		d.Blocks = append(d.Blocks, document.Heading(2, l.Label), document.Paragraph(words...))
	}
	var b bytes.Buffer
	if err := document.Word(&b, d); err != nil {
		return nil, fmt.Errorf("write %s: %w", n.Form.ID, err)
	}
	return b.Bytes(), nil
}

// Marking stands on top of every page that leaves the program with a case in it. [SCR15 p17]
const Marking = "Official-Sensitive-Personal"

// WordType is the kind of file that a Word file is.
const WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// JSON is the notice as data.
func (n Notice) JSON() ([]byte, error) {
	type field struct {
		ID        string             `json:"id"`
		Section   string             `json:"section"`
		Label     string             `json:"label"`
		Value     string             `json:"value"`
		Source    string             `json:"source,omitempty"`
		Confirmed guidance.Confirmed `json:"confirmed"`
	}
	out := struct {
		Form      string   `json:"form"`
		Title     string   `json:"title"`
		Committee string   `json:"committee"`
		Guidance  string   `json:"guidance"`
		Fields    []field  `json:"fields"`
		Blanks    []string `json:"blanks"`
	}{n.Form.ID, n.Form.Title, n.Committee.Name, n.Committee.Guidance, nil, append([]string{}, n.Blanks()...)}
	for _, l := range n.Lines {
		out.Fields = append(out.Fields, field{l.ID, l.Section, l.Label, l.Words.Reveal(), l.Source, l.Confirmed})
	}
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", n.Form.ID, err)
	}
	return append(body, '\n'), nil
}
