package chronology

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

// KeepMine is to put a star or a comment to an entry for oneself. The log does
// not name who does it.
type KeepMine struct{}

func (KeepMine) Rule() access.Rule {
	return access.Rule{Name: "chronology.keep-mine", Who: noting, Opens: seal.Chronology, Unattributed: true}
}

// Remark is to put a tag or a comment to an entry that the team sees.
type Remark struct{}

func (Remark) Rule() access.Rule {
	return access.Rule{Name: "chronology.remark", Who: noting, Opens: seal.Chronology}
}

// noteRoutes are those of what is put beside the entries of the line.
func noteRoutes(rs *web.Routes) {
	one := "/reviews/{review}/chronology/entries/{entry}"
	web.Add(rs, "GET "+one, showEntry)
	web.Add(rs, "POST "+one+"/star", star)
	web.Add(rs, "POST "+one+"/tags", addTag)
	web.Add(rs, "POST "+one+"/tags/{tag}/remove", removeTag)
	web.Add(rs, "POST "+one+"/mine", commentMine)
	web.Add(rs, "POST "+one+"/team", commentTeam)
	web.Add(rs, "POST "+one+"/report", commentReport)
	web.Add(rs, "GET "+one+"/comments/{comment}", askComment)
	web.Add(rs, "POST "+one+"/comments/{comment}/mine", changeMine)
	web.Add(rs, "POST "+one+"/comments/{comment}/team", changeTeam)
	web.Add(rs, "POST "+one+"/comments/{comment}/report", changeReport)
	web.Add(rs, "POST "+one+"/comments/{comment}/drop", dropMine)
	web.Add(rs, "POST "+one+"/comments/{comment}/remove", dropShared)
}

const (
	longTag     = 60
	longComment = 5000
	longAbout   = 1000
)

// inLine finds an entry that the person sees in the merged line.
func inLine(ctx context.Context, tx *db.Tx, c access.Case, id string) (Entry, error) {
	l, err := merged(ctx, tx, c)
	if err != nil {
		return Entry{}, err
	}
	return withID(l.entries, id)
}

// back leads to the entry's page, or to its place in the line where the person
// came from there.
func back(r *web.Request, c access.Case, id string) web.Answer {
	asked := askedFor(r)
	if r.Query("from-line") != "" {
		return web.Redirect(lineAt(strings.TrimSuffix(onePath(c, id), "/entries/"+id), id, asked))
	}
	path := onePath(c, id)
	if q := queryOf(asked.Value); len(q) > 0 {
		path += "?" + q.Encode()
	}
	return web.Redirect(path)
}

// star puts the person's star to an entry, or takes it off.
func star(r *web.Request, p access.Pass[KeepMine]) (web.Answer, error) {
	ctx, on := r.Context(), r.Form.Value("do") == "star"
	err := p.Write(ctx, func(tx *db.Tx) error {
		e, err := inLine(ctx, tx, p.Case, r.Path("entry"))
		if err != nil {
			return err
		}
		query := `DELETE FROM chronology_star WHERE review_id = $1 AND account_id = $2 AND entry_id = $3`
		if on {
			query = `INSERT INTO chronology_star (review_id, account_id, entry_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`
		}
		if _, err = tx.Exec(ctx, query, p.Review(), p.Person(), e.ID); err != nil {
			return fmt.Errorf("put a star: %w", err)
		}
		return nil
	})
	said := "The star is off."
	if on {
		said = "Starred. Only you see your stars."
	}
	return back(r, p.Case, r.Path("entry")).Say(said), err
}

// addTag puts tags to an entry, with commas between them. One that it has stays
// one, whoever put it.
func addTag(r *web.Request, p access.Pass[Remark]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	var words []string
	for w := range strings.SplitSeq(f.Line("new-tag", 10*longTag, "Write a word or two."), ",") {
		if w = strings.TrimSpace(w); len([]rune(w)) > longTag {
			f.Refuse("new-tag", fmt.Sprintf("A tag has at most %d letters. Put commas between several.", longTag))
		} else if w != "" {
			words = append(words, w)
		}
	}
	if f.OK() && len(words) == 0 {
		f.Refuse("new-tag", "Write a word or two.")
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		e, err := inLine(ctx, tx, p.Case, r.Path("entry"))
		if err != nil {
			return err
		}
		if !f.OK() {
			return errRefused
		}
		p.Touch(e.ID)
		there, err := tagsOf(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for _, w := range words {
			if slices.ContainsFunc(there, func(t tag) bool { return t.Entry == e.ID && fold(t.Words.Reveal()) == fold(w) }) {
				continue
			}
			id := db.NewID()
			if _, err := tx.Exec(ctx, `INSERT INTO chronology_tag (id, review_id, entry_id, content, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6)`,
				id, p.Review(), e.ID, p.At(seal.Chronology, "chronology_tag", &id).Seal("content", seal.T(w)), p.Person(), tx.Now()); err != nil {
				return fmt.Errorf("add a tag: %w", err)
			}
			there = append(there, tag{id, e.ID, seal.T(w)})
		}
		return nil
	})
	if errors.Is(err, errRefused) {
		return oneAgain(r, p.Case, f)
	}
	return back(r, p.Case, r.Path("entry")).Say("Tagged."), err
}

// removeTag takes a tag off an entry. One that somebody else took off is off.
func removeTag(r *web.Request, p access.Pass[Remark]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		e, err := inLine(ctx, tx, p.Case, r.Path("entry"))
		if err != nil {
			return err
		}
		p.Touch(e.ID)
		if _, err := tx.Exec(ctx, `
			UPDATE chronology_tag SET removed_by = $1, removed_at = $2 WHERE id = $3 AND review_id = $4 AND entry_id = $5 AND removed_at IS NULL`,
			p.Person(), tx.Now(), r.Path("tag"), p.Review(), e.ID); err != nil {
			return fmt.Errorf("take a tag off: %w", err)
		}
		return nil
	})
	return back(r, p.Case, r.Path("entry")).Say("The tag is off."), err
}

func commentMine(r *web.Request, p access.Pass[KeepMine]) (web.Answer, error) {
	return addComment(r, p.Case, forMe)
}
func commentTeam(r *web.Request, p access.Pass[Remark]) (web.Answer, error) {
	return addComment(r, p.Case, forTeam)
}
func commentReport(r *web.Request, p access.Pass[Remark]) (web.Answer, error) {
	return addComment(r, p.Case, forReport)
}

// readComment reads a comment as it was typed. What it is about must stand in
// the entry, unless it was about that before.
func readComment(f *form.Form, e Entry, was comment) comment {
	k := comment{Words: seal.T(f.Text("comment", longComment, "Write your comment first.")), About: seal.T(f.Line("about", longAbout, "")), EntryVersion: e.Version}
	about := k.About.Reveal()
	switch {
	case about == "" || e.has(about):
	case about == was.About.Reveal():
		k.EntryVersion = was.EntryVersion
	default:
		f.Refuse("about", "These words are not in the entry. Copy them as they stand there, or leave this empty.")
	}
	return k
}

func addComment(r *web.Request, c access.Case, l level) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	err := c.Write(ctx, func(tx *db.Tx) error {
		e, err := inLine(ctx, tx, c, r.Path("entry"))
		if err != nil {
			return err
		}
		k := readComment(f, e, comment{})
		if !f.OK() {
			return errRefused
		}
		c.Touch(e.ID)
		words, err := k.sealed()
		if err != nil {
			return err
		}
		id := db.NewID()
		if _, err := tx.Exec(ctx, `
			INSERT INTO chronology_comment (id, review_id, entry_id, level, entry_version, content, written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, c.Review(), e.ID, string(l), k.EntryVersion, c.At(seal.Chronology, "chronology_comment", &id).Seal("content", words), c.Person(), tx.Now()); err != nil {
			return fmt.Errorf("keep a comment: %w", err)
		}
		return nil
	})
	if errors.Is(err, errRefused) {
		return oneAgain(r, c, f)
	}
	return back(r, c, r.Path("entry")).Say("Kept. " + l.Words() + "."), err
}

// commentData is the page on which somebody changes a comment of their own.
type commentData struct {
	Form    *form.Form
	Review  string
	Entry   Entry
	Path    string // of the entry
	Query   string
	Comment comment
	Theirs  *comment // as it was saved in another window meanwhile
}

func (d commentData) Sentences() []string { return d.Entry.sentences() }

// Others are the levels that the comment does not have.
func (d commentData) Others() []level {
	return slices.DeleteFunc([]level{forMe, forTeam, forReport}, func(l level) bool { return l == d.Comment.Level })
}

var commentPage = web.NewPage[commentData](pages, "recomment.html", "fields.html", "comment.html")

func askComment(r *web.Request, p access.Pass[KeepMine]) (web.Answer, error) {
	return commentAgain(r, p.Case, nil, false)
}

func commentAgain(r *web.Request, c access.Case, f *form.Form, stale bool) (web.Answer, error) {
	d := commentData{Form: f, Review: c.Review(), Path: onePath(c, r.Path("entry"))}
	if q := queryOf(askedFor(r).Value); len(q) > 0 {
		d.Query = "?" + q.Encode()
	}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Entry, d.Comment, err = ownComment(r.Context(), tx, c, r); err != nil {
			return err
		}
		if d.Form == nil {
			d.Form = form.New()
			d.Form.Set("comment", d.Comment.Words.Reveal())
			d.Form.Set("about", d.Comment.About.Reveal())
		}
		if stale {
			d.Theirs = &d.Comment
		}
		d.Form.Set("version", strconv.Itoa(d.Comment.Version))
		return nil
	})
	return commentPage.With(d), err
}

// ownComment finds a comment that the person wrote; another's is as if it were
// not there.
func ownComment(ctx context.Context, tx *db.Tx, c access.Case, r *web.Request) (Entry, comment, error) {
	e, err := inLine(ctx, tx, c, r.Path("entry"))
	if err != nil {
		return e, comment{}, err
	}
	all, err := commentsOn(ctx, tx, c, e)
	for _, k := range all {
		if k.ID == r.Path("comment") && k.Own {
			return e, k, err
		}
	}
	return e, comment{}, errors.Join(err, db.ErrNotFound)
}

func changeMine(r *web.Request, p access.Pass[KeepMine]) (web.Answer, error) {
	return changeComment(r, p.Case, forMe)
}
func changeTeam(r *web.Request, p access.Pass[Remark]) (web.Answer, error) {
	return changeComment(r, p.Case, forTeam)
}
func changeReport(r *web.Request, p access.Pass[Remark]) (web.Answer, error) {
	return changeComment(r, p.Case, forReport)
}

func changeComment(r *web.Request, c access.Case, l level) (web.Answer, error) {
	ctx, f, stale := r.Context(), r.Form, false
	err := c.Write(ctx, func(tx *db.Tx) error {
		e, was, err := ownComment(ctx, tx, c, r)
		if err != nil {
			return err
		}
		k := readComment(f, e, was)
		if stale = f.Number("version", 0, 1<<30, "") != was.Version; stale {
			f.Refuse("", "You changed this comment in another window meanwhile. Nothing is lost: what you saved there is below. Put together what should stay.")
		}
		if !f.OK() {
			return errRefused
		}
		c.Touch(e.ID)
		words, err := k.sealed()
		if err != nil {
			return err
		}
		return tx.Change(ctx, `
			UPDATE chronology_comment SET level = $1, entry_version = $2, content = $3, changed_at = $4, version = version + 1
			WHERE id = $5 AND review_id = $6 AND written_by = $7 AND version = $8 AND removed_at IS NULL`,
			string(l), k.EntryVersion, c.At(seal.Chronology, "chronology_comment", &was.ID).Seal("content", words), tx.Now(), was.ID, c.Review(), c.Person(), was.Version)
	})
	if errors.Is(err, errRefused) {
		return commentAgain(r, c, f, stale)
	}
	return back(r, c, r.Path("entry")).Say("Saved. " + l.Words() + "."), err
}

func dropMine(r *web.Request, p access.Pass[KeepMine]) (web.Answer, error) {
	return takeBack(r, p.Case, true)
}
func dropShared(r *web.Request, p access.Pass[Remark]) (web.Answer, error) {
	return takeBack(r, p.Case, false)
}

// takeBack takes away a comment of one's own.
func takeBack(r *web.Request, c access.Case, mine bool) (web.Answer, error) {
	ctx := r.Context()
	err := c.Write(ctx, func(tx *db.Tx) error {
		e, k, err := ownComment(ctx, tx, c, r)
		if err != nil {
			return err
		}
		if mine != (k.Level == forMe) {
			return db.ErrNotFound
		}
		c.Touch(e.ID)
		return tx.Change(ctx, `UPDATE chronology_comment SET removed_at = $1 WHERE id = $2 AND review_id = $3 AND written_by = $4 AND removed_at IS NULL`,
			tx.Now(), k.ID, c.Review(), c.Person())
	})
	return back(r, c, r.Path("entry")).Say("The comment is taken away."), err
}
