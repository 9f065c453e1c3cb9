package committee

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

// sheet is a page of fields of the settings that are read and kept together.
type sheet struct {
	path string
	// part is what the sheet is about. When it differs from what the page was
	// made of, somebody else changed it meanwhile.
	part func(s review.Settings) any
	show func(f *form.Form, s review.Settings)
	take func(f *form.Form, s *review.Settings)
	page web.Page[sheetData]
}

var sheets = []sheet{names, times, ways}

type sheetData struct {
	Form   *form.Form
	Book   *book
	Theirs []difference // what somebody else saved on this sheet meanwhile
}

// mark is a short sign of a part of the settings, by which a change is seen.
func mark(part any) string {
	b, err := json.Marshal(part)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

func (s sheet) ask(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := sheetData{Form: form.New()}
	err := read(r, p.Outside, func(ctx context.Context, tx *db.Tx, b *book) error {
		d.Book = b
		s.show(d.Form, b.Draft)
		d.Form.Set("mark", mark(s.part(b.Draft)))
		return nil
	})
	return s.page.With(d), err
}

// save keeps the sheet in the draft. What somebody else saved on the same sheet
// meanwhile is shown and not written over unseen; what they saved elsewhere stays.
func (s sheet) save(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	d := sheetData{Form: r.Form}
	err := change(r, p.Outside, s.path, func(b *book) error {
		d.Book = b
		typed := b.Draft
		s.take(r.Form, &typed)
		if is := mark(s.part(b.Draft)); r.Form.OK() && r.Form.Value("mark") != is && mark(s.part(typed)) != is {
			r.Form.Refuse("", meanwhile)
			r.Form.Set("mark", is)
			d.Theirs = differences(typed, b.Draft, people{})
		}
		if !r.Form.OK() {
			return errRefused
		}
		b.Draft = typed
		return nil
	})
	if errors.Is(err, errRefused) {
		return s.page.With(d), nil
	}
	return web.Redirect("/committees/" + r.Path("committee")).Say(kept), err
}

const (
	meanwhile = "Somebody else changed this while you were writing. Nothing is lost: compare, and save again what should stay."
	kept      = "Kept in the draft. It applies when you publish."
)
