package dissemination

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"lr/internal/access"
	"lr/internal/anonymity"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/review"
	"lr/internal/seal"
)

// hit is something that may tell who somebody is.
type hit struct {
	Place   string `json:"place"` // "The page" or "The Word file"
	Code    string `json:"code"`  // whose name it may be; "" for a number, a date and the like
	Kind    string `json:"kind"`
	Rule    string `json:"rule"`
	Certain bool   `json:"certain"`
	Before  string `json:"before"` // the words around it
	Shown   string `json:"shown"`
	After   string `json:"after"`
}

// same says what makes two hits one: the same words for the same person,
// between the same words.
func (h hit) same() string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Join([]string{h.Code, "|", h.Before, "|", h.Shown, "|", h.After}, " ")), " "))
}

// around is how many bytes of the text stand before and after a hit.
const around = 40

// checker looks for every name that must not leave. The act must open the
// Identity compartment.
func checker(ctx context.Context, tx *db.Tx, c access.Case) (*anonymity.Checker, error) {
	names, err := review.NamesToHide(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	return anonymity.NewChecker(names), nil
}

func look(check *anonymity.Checker, place, text string) []hit {
	var out []hit
	for _, f := range check.Check(text) {
		from, to := max(f.Start-around, 0), min(f.End+around, len(text))
		for from < f.Start && !utf8.RuneStart(text[from]) {
			from++
		}
		for to > f.End && to < len(text) && !utf8.RuneStart(text[to]) {
			to--
		}
		code := f.Code
		if strings.Contains(code, review.PartOf+" or "+review.PartOf) {
			code = review.PartOf
		}
		out = append(out, hit{Place: place, Code: code, Kind: string(f.Kind), Rule: string(f.Rule),
			Certain: f.Certainty == anonymity.Certain, Before: text[from:f.Start], Shown: f.Shown, After: text[f.End:to]})
	}
	return out
}

// examine looks through the page and the Word file as they leave. What is found
// in both at the same words comes once.
func examine(ctx context.Context, tx *db.Tx, c access.Case, k content) ([]hit, error) {
	check, err := checker(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	page, err := pageText(k)
	if err != nil {
		return nil, err
	}
	word, err := wordText(k)
	if err != nil {
		return nil, err
	}
	var all []hit
	seen := map[string]bool{}
	for _, h := range append(look(check, "The page", page), look(check, "The Word file", word)...) {
		if key := h.same(); !seen[key] {
			seen[key] = true
			all = append(all, h)
		}
	}
	return all, nil
}

var documents = template.Must(template.New("documents").ParseFS(document.Templates, "*.html"))

var (
	inlineTag = regexp.MustCompile(`</?(strong|em|span)[^>]*>`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
	gaps      = regexp.MustCompile(`\s*\n\s*`)
)

// pageText is every word of the case on the public page.
func pageText(k content) (string, error) {
	var b bytes.Buffer
	b.WriteString(template.HTMLEscapeString(k.Title) + "\n")
	ds := []document.Document{k.Words()}
	if k.Report != nil {
		ds = append(ds, *k.Report)
	}
	for _, d := range ds {
		if err := documents.ExecuteTemplate(&b, "document", d); err != nil {
			return "", fmt.Errorf("the page to publish: %w", err)
		}
	}
	text := html.UnescapeString(anyTag.ReplaceAllString(inlineTag.ReplaceAllString(b.String(), ""), "\n"))
	return gaps.ReplaceAllString(text, "\n"), nil
}

// wordText is every word in the Word file, also those that its page does not
// show. A file that carries more than its text does not go out.
func wordText(k content) (string, error) {
	raw, err := k.word()
	if err != nil {
		return "", err
	}
	t, err := document.ReadWord(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "", fmt.Errorf("read back the Word file to publish: %w", err)
	}
	if carries := t.Carries(); len(carries) > 0 {
		return "", fmt.Errorf("the Word file to publish carries more than its text: %s", carries)
	}
	return gaps.ReplaceAllString(t.Shown(), "\n"), nil
}

// finding is a hit that was kept, with what was said of it.
type finding struct {
	ID string
	hit
	Reason      seal.Text
	JustifiedBy string // account
	JustifiedAt time.Time
}

// Open says that nobody has said why the words may stay.
func (f finding) Open() bool { return f.JustifiedBy == "" }

func findings(ctx context.Context, tx *db.Tx, c access.Case) ([]finding, error) {
	fs, err := db.All(ctx, tx, func(r db.Row) (finding, error) {
		var f finding
		var words seal.Text
		at := c.At(seal.DraftReport, "publication_finding", &f.ID)
		if err := r.Scan(&f.ID, at.Open("found", &words), at.Open("reason", &f.Reason), &f.JustifiedBy, &f.JustifiedAt); err != nil {
			return f, err
		}
		return f, json.Unmarshal([]byte(words.Reveal()), &f.hit)
	}, `SELECT id, found, reason, justified_by, justified_at FROM publication_finding WHERE review_id = $1 ORDER BY place, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what the check found: %w", err)
	}
	return fs, nil
}

func open(fs []finding) int {
	n := 0
	for _, f := range fs {
		if f.Open() {
			n++
		}
	}
	return n
}

// check runs the leak gate on the content, keeps what it finds and that it ran,
// and says how many findings nobody has justified. A reason stays where the
// same is found again.
func check(ctx context.Context, tx *db.Tx, c access.Case, k content) (int, error) {
	hits, err := examine(ctx, tx, c, k)
	if err != nil {
		return 0, err
	}
	before, err := findings(ctx, tx, c)
	if err != nil {
		return 0, err
	}
	if err := refresh(ctx, tx, c, before, hits); err != nil {
		return 0, err
	}
	now, err := findings(ctx, tx, c)
	if err != nil {
		return 0, err
	}
	words, hash, err := k.pack()
	if err != nil {
		return 0, err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO publication_check (id, review_id, hash, size, found, open, account_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, c.Review(), hash, len(words), len(now), open(now), c.Person(), tx.Now()); err != nil {
		return 0, fmt.Errorf("write down the check: %w", err)
	}
	c.Touch(id)
	return open(now), nil
}

// refresh puts the new hits in the place of the findings before.
func refresh(ctx context.Context, tx *db.Tx, c access.Case, before []finding, hits []hit) error {
	kept := map[string]bool{}
	for _, f := range before {
		kept[f.same()] = false
	}
	for i, h := range hits {
		if _, is := kept[h.same()]; is {
			kept[h.same()] = true
			continue
		}
		raw, err := json.Marshal(h)
		if err != nil {
			return fmt.Errorf("a finding: %w", err)
		}
		id := db.NewID()
		if _, err := tx.Exec(ctx, `INSERT INTO publication_finding (id, review_id, place, found) VALUES ($1, $2, $3, $4)`,
			id, c.Review(), i, c.At(seal.DraftReport, "publication_finding", &id).Seal("found", seal.T(string(raw)))); err != nil {
			return fmt.Errorf("keep a finding: %w", err)
		}
	}
	for _, f := range before {
		if kept[f.same()] {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM publication_finding WHERE id = $1 AND review_id = $2`, f.ID, c.Review()); err != nil {
			return fmt.Errorf("a finding that is no more: %w", err)
		}
	}
	return nil
}

// ErrNames is given for words that may tell who somebody is, where nobody can
// say why they may stay: they are worded anew.
var ErrNames = errors.New("these words may tell who somebody is")

// Clear refuses words that may tell who somebody is, with ErrNames. The act must
// open the Identity compartment.
func Clear(ctx context.Context, tx *db.Tx, c access.Case, words ...string) error {
	check, err := checker(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, w := range words {
		if len(check.Check(w)) > 0 {
			return ErrNames
		}
	}
	return nil
}
