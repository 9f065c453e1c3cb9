package chronology

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/anonymity"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// Masking is the program's own: it puts the codes of the review in the place of
// names that agencies left in their words. Only the words of the case pass it.
type Masking struct{}

func (Masking) Rule() access.Rule {
	return access.Rule{Name: "chronology.mask", Opens: seal.Identity}
}

// mask is words of one entry that the lead officer had read as a code.
type mask struct {
	id, entry string
	Words     string `json:"words"`
	Code      string `json:"code"`
}

// masks lists them. The act opens Identity.
func masks(ctx context.Context, tx *db.Tx, c access.Case) ([]mask, error) {
	ms, err := db.All(ctx, tx, func(r db.Row) (mask, error) {
		var m mask
		var words seal.Text
		if err := r.Scan(&m.id, &m.entry, c.At(seal.Identity, "chronology_mask", &m.id).Open("content", &words)); err != nil {
			return m, err
		}
		return m, json.Unmarshal([]byte(words.Reveal()), &m)
	}, `SELECT id, entry_id, content FROM chronology_mask WHERE review_id = $1 AND lifted_at IS NULL ORDER BY id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what is read as a code: %w", err)
	}
	return ms, nil
}

// namesVersion is another one whenever the names that are masked change. What a
// mask says never changes, so the ids of those that stand say it.
func namesVersion(ctx context.Context, tx *db.Tx, c access.Case) (string, error) {
	people, err := review.PeopleVersion(ctx, tx, c)
	if err != nil {
		return "", err
	}
	masks, err := db.All(ctx, tx, db.Column[string], `SELECT id FROM chronology_mask WHERE review_id = $1 AND lifted_at IS NULL ORDER BY id`, c.Review())
	if err != nil {
		return "", fmt.Errorf("which words are masked: %w", err)
	}
	return markOf(append(masks, people)...), nil
}

// coder puts codes in the place of the names in entries: nobody reads a name
// there who did not open it. What is not certain to be a name stays, and the lead
// officer looks at it. [CI-LR]
type coder struct {
	checker *anonymity.Checker // nil where there is nothing to put a code to
	masks   map[string][]mask  // by entry
}

func coderOf(ctx context.Context, tx *db.Tx, c access.Case) (coder, error) {
	k := coder{masks: map[string][]mask{}}
	err := access.Along[Masking](ctx, tx, c, func(own access.Case) error {
		names, err := review.CaseNames(ctx, tx, own)
		if err != nil {
			return err
		}
		ms, err := masks(ctx, tx, own)
		for _, m := range ms {
			k.masks[m.entry] = append(k.masks[m.entry], m)
		}
		if len(names)+len(ms) > 0 {
			k.checker = anonymity.NewChecker(names)
		}
		return err
	})
	return k, err
}

func (k coder) put(es []Entry) {
	if k.checker == nil {
		return
	}
	for i, hit := range touched(es, k.checker) {
		if !hit && k.masks[es[i].ID] == nil {
			continue
		}
		for _, field := range es[i].texts() {
			if !field.Empty() {
				*field = seal.T(withCodes(k.checker, k.masks[es[i].ID], field.Reveal()))
			}
		}
	}
}

// withCodes is the text with a code in the place of each name.
func withCodes(checker *anonymity.Checker, ms []mask, text string) string {
	var b strings.Builder
	from := 0
	for _, f := range checker.Check(text) {
		code := f.Code
		if f.Certainty != anonymity.Certain {
			code = ""
		}
		for _, m := range ms {
			if m.Words == f.Shown {
				code = m.Code
			}
		}
		if code != "" {
			b.WriteString(text[from:f.Start])
			b.WriteString(code)
			from = f.End
		}
	}
	return b.String() + text[from:]
}
