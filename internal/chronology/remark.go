package chronology

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
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
