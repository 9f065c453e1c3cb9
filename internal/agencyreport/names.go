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

// checker knows the people of the case.
type checker struct{ *anonymity.Checker }

// nameHit is a name of the case that stands in a text, with the code for it.
type nameHit struct {
	Shown seal.Text
	Code  string
	One   bool // the code of one person, which can be put in its place
}

// nameChecker looks for the people and places of the case. It warns the author
// and keeps nobody from writing. The act opens the compartment Identity.
func nameChecker(ctx context.Context, tx *db.Tx, c access.Case) (*checker, error) {
	names, err := review.CaseNames(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return &checker{anonymity.NewChecker(names)}, nil
}

// find lists the names that stand in the texts, each once.
func (c *checker) find(texts ...string) []nameHit {
	var hits []nameHit
	seen := map[string]bool{}
	for _, t := range texts {
		for _, f := range c.Check(t) {
			if f.Code == "" || seen[f.Shown+f.Code] {
				continue
			}
			seen[f.Shown+f.Code] = true
			hits = append(hits, nameHit{seal.T(f.Shown), f.Code, alone(f)})
		}
	}
	return hits
}

// withCodes is the text with codes in place of names. A name that could be that
// of several people stays, for a person to choose.
func (c *checker) withCodes(text string) string {
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
