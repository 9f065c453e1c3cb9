package dissemination

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/document"
	"lr/internal/guidance"
	"lr/internal/seal"
	"lr/internal/web"
)

// public is what everybody may read.
type public struct {
	ID, Title, Summary string
	Words              string // all words of the page, for the search
	Themes             []string
	At                 time.Time
	WithdrawnAt        time.Time // zero while it is public
	Because            string
}

// Withdrawn says that it was taken back.
func (p public) Withdrawn() bool { return !p.WithdrawnAt.IsZero() }

// ThemeLabels are the themes in words.
func (p public) ThemeLabels() []string { return labels(p.Themes) }

// Start is the beginning of the summary, for a list.
func (p public) Start() string {
	first, _, _ := strings.Cut(p.Summary, "\n")
	if r := []rune(first); len(r) > 300 {
		return string(r[:300]) + "…"
	}
	return first
}

const publicColumns = `SELECT id, title, summary, words, themes, published_at, withdrawn_at, withdrawn_because FROM published `

func readPublic(r db.Row) (public, error) {
	var p public
	var themes string
	err := r.Scan(&p.ID, &p.Title, &p.Summary, &p.Words, &themes, &p.At, &p.WithdrawnAt, &p.Because)
	p.Themes = strings.Fields(themes)
	return p, err
}

// publicID is how an id of something published looks; no other is asked for.
var publicID = regexp.MustCompile(`^[a-z2-7]{26}$`)

func publicOf(ctx context.Context, tx *db.Tx, id string) (public, error) {
	if !publicID.MatchString(id) {
		return public{}, fmt.Errorf("an id of something published: %w", db.ErrNotFound)
	}
	p, err := db.One(ctx, tx, readPublic, publicColumns+`WHERE id = $1`, id)
	if err != nil {
		return p, fmt.Errorf("read what was published: %w", err)
	}
	return p, nil
}

// theme is a link that narrows the list.
type theme struct {
	ID, Label, Href string
	Count           int
}

type listData struct {
	Query, Theme, ThemeLabel string
	All                      int
	Found                    []public
	Themes                   []theme
}

var listPage = web.NewPage[listData](pages, "list.html")

// list is the library: the newest first, narrowed by words and by a theme.
func list(r *web.Request, p access.Open[Read]) (web.Answer, error) {
	var all []public
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		all, err = db.All(r.Context(), tx, readPublic, publicColumns+`WHERE withdrawn_at IS NULL ORDER BY published_at DESC, id`)
		return err
	})
	if err != nil {
		return web.Answer{}, fmt.Errorf("list what was published: %w", err)
	}
	d := listData{Query: cut(r.Query("q"), 200), All: len(all)}
	for _, t := range guidance.Themes().Themes {
		n := 0
		for _, one := range all {
			if slices.Contains(one.Themes, t.ID) {
				n++
			}
		}
		if n > 0 {
			d.Themes = append(d.Themes, theme{t.ID, t.Label, "/published?" + url.Values{"theme": {t.ID}}.Encode(), n})
		}
		if t.ID == r.Query("theme") {
			d.Theme, d.ThemeLabel = t.ID, t.Label
		}
	}
	wanted := strings.Fields(strings.ToLower(d.Query))
	for _, one := range all {
		if (d.Theme == "" || slices.Contains(one.Themes, d.Theme)) && has(one, wanted) {
			d.Found = append(d.Found, one)
		}
	}
	return listPage.With(d), nil
}

func cut(s string, letters int) string {
	if r := []rune(s); len(r) > letters {
		return string(r[:letters])
	}
	return s
}

// has says that each of the words stands in what was published.
func has(p public, words []string) bool {
	text := strings.ToLower(p.Words)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// Change is what became of something that people said, in words for everybody.
type Change struct{ Said, Changed string }

type readData struct {
	Public  public
	Content content
	Changes []Change
}

// Words and Report are what was agreed, as documents.
func (d readData) Words() document.Document   { return d.Content.Words() }
func (d readData) Report() *document.Document { return d.Content.Report }

var readPage = web.NewPage[readData](pages, "read.html")

func read(r *web.Request, p access.Open[Read]) (web.Answer, error) {
	var d readData
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Public, err = publicOf(r.Context(), tx, r.Path("publication")); err != nil || d.Public.Withdrawn() {
			return err
		}
		if d.Content, err = contentOf(r.Context(), tx, d.Public.ID); err != nil {
			return err
		}
		d.Changes, err = db.All(r.Context(), tx, func(r db.Row) (Change, error) {
			var c Change
			return c, r.Scan(&c.Said, &c.Changed)
		}, `SELECT said, changed FROM published_change WHERE published_id = $1 ORDER BY at, id`, d.Public.ID)
		return err
	})
	return readPage.With(d), err
}

// contentOf gives what was published, if it still is what was agreed.
func contentOf(ctx context.Context, tx *db.Tx, id string) (content, error) {
	return db.One(ctx, tx, func(r db.Row) (content, error) {
		var k content
		var words, hash string
		if err := r.Scan(&words, &hash); err != nil {
			return k, err
		}
		if sum([]byte(words)) != hash {
			return k, fmt.Errorf("what was published is not what was agreed: %w", seal.ErrTampered)
		}
		return k, json.Unmarshal([]byte(words), &k)
	}, `SELECT content, hash FROM published WHERE id = $1`, id)
}

const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

func readWord(r *web.Request, p access.Open[Read]) (web.Answer, error) {
	var file []byte
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		one, err := publicOf(r.Context(), tx, r.Path("publication"))
		if err != nil {
			return err
		}
		if one.Withdrawn() {
			return db.ErrNotFound
		}
		file, err = db.One(r.Context(), tx, func(r db.Row) ([]byte, error) {
			var raw []byte
			var hash string
			if err := r.Scan(&raw, &hash); err != nil {
				return nil, err
			}
			if sum(raw) != hash {
				return nil, fmt.Errorf("the Word file is not what was agreed: %w", seal.ErrTampered)
			}
			return raw, nil
		}, `SELECT word, word_hash FROM published WHERE id = $1`, one.ID)
		return err
	})
	return web.File("learning-review.docx", wordType, file), err
}

// PublicPath is the address at which everybody can read what the review
// published; "" while there is none. The act must open the Deliberation and
// DraftReport compartments.
func PublicPath(ctx context.Context, tx *db.Tx, c access.Case) (string, error) {
	p, known, err := found(ctx, tx, c)
	if err != nil || !known || p.PublicID == "" {
		return "", err
	}
	one, err := publicOf(ctx, tx, p.PublicID)
	if err != nil || one.Withdrawn() {
		return "", err
	}
	return "/published/" + one.ID, nil
}

// ErrNotPublic is given where nothing of the review is public.
var ErrNotPublic = errors.New("nothing of this review is public")

// ShowChange puts what changed on the review's public page. It gives ErrNames for
// words that may tell who somebody is, and ErrNotPublic. The act must open the
// Deliberation, DraftReport and Identity compartments.
func ShowChange(ctx context.Context, tx *db.Tx, c access.Case, change Change) error {
	if err := Clear(ctx, tx, c, change.Said, change.Changed); err != nil {
		return err
	}
	path, err := PublicPath(ctx, tx, c)
	if err != nil {
		return err
	}
	if path == "" {
		return ErrNotPublic
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO published_change (id, published_id, said, changed, at) VALUES ($1, $2, $3, $4, $5)`,
		id, strings.TrimPrefix(path, "/published/"), change.Said, change.Changed, tx.Now()); err != nil {
		return fmt.Errorf("show what changed: %w", err)
	}
	c.Touch(id)
	return nil
}
