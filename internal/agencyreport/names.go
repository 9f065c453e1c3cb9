package agencyreport

import (
	"context"
	"strings"

	"lr/internal/access"
	"lr/internal/anonymity"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// Names knows the people and places of the case.
type Names struct{ *anonymity.Checker }

// NameHit is a name of the case that stands in a text, with the code for it.
type NameHit struct {
	Shown seal.Text
	Code  string
	One   bool // the code of one person, which can be put in its place
}

// NameChecker looks for the people and places of the case. It warns the author
// and keeps nobody from writing. The act opens the compartment Identity.
func NameChecker(ctx context.Context, tx *db.Tx, c access.Case) (*Names, error) {
	names, err := review.CaseNames(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return &Names{anonymity.NewChecker(names)}, nil
}

// Find lists the names that stand in the texts, each once.
func (c *Names) Find(texts ...string) []NameHit {
	var hits []NameHit
	seen := map[string]bool{}
	for _, t := range texts {
		for _, f := range c.Check(t) {
			if f.Code == "" || seen[f.Shown+f.Code] {
				continue
			}
			seen[f.Shown+f.Code] = true
			hits = append(hits, NameHit{seal.T(f.Shown), f.Code, alone(f)})
		}
	}
	return hits
}

// WithCodes is the text with codes in place of names. A name that could be that
// of several people stays, for a person to choose.
func (c *Names) WithCodes(text string) string {
	var b strings.Builder
	from := 0
	for _, f := range c.Check(text) {
		if f.Code == "" || !alone(f) {
			continue
		}
		b.WriteString(text[from:f.Start])
		b.WriteString(f.Code)
		from = f.End
	}
	return b.String() + text[from:]
}

// alone says that the finding is of one person or place of the case.
func alone(f anonymity.Finding) bool { return !strings.Contains(f.Code, " or ") }
