package chronology

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

// study is one thing that the team works out of the line, with what it says.
type study[T any] struct {
	ID             string
	Place, Version int
	By             string
	At             time.Time
	Gone           bool
	Says           T
}

// The kinds of what the team works out.
const (
	kindEpisode  = "episode"
	kindQuestion = "question"
	kindTag      = "tag"
	kindCode     = "code"
	kindSet      = "set"
	kindCodebook = "codebook" // brought, and waiting to be looked at
)

// newOne stands in an address for what is not there yet.
const newOne = "new"

// studied lists what there is of a kind, in its order, and also what was taken out.
func studied[T any](ctx context.Context, tx *db.Tx, c access.Case, kind string) ([]study[T], error) {
	all, err := db.All(ctx, tx, func(r db.Row) (study[T], error) {
		var s study[T]
		var words seal.Text
		var removed time.Time
		at := c.At(seal.Chronology, "chronology_study", &s.ID)
		if err := r.Scan(&s.ID, &s.Place, &s.Version, at.Open("content", &words), &s.By, &s.At, &removed); err != nil {
			return s, err
		}
		s.Gone = !removed.IsZero()
		return s, s.open(words)
	}, `
		SELECT id, place, version, content, changed_by, changed_at, removed_at FROM chronology_study
		WHERE review_id = $1 AND kind = $2 ORDER BY place, id`, c.Review(), kind)
	if err != nil {
		return nil, fmt.Errorf("list what there is of %s: %w", kind, err)
	}
	return all, nil
}

func (s *study[T]) open(words seal.Text) error {
	if err := json.Unmarshal([]byte(words.Reveal()), &s.Says); err != nil {
		return fmt.Errorf("%s cannot be read", s.ID)
	}
	return nil
}

func (s study[T]) sealed() (seal.Text, error) { return sealedJSON(s.Says) }

// stillThere are those that were not taken out.
func stillThere[T any](all []study[T], err error) ([]study[T], error) {
	var out []study[T]
	for _, s := range all {
		if !s.Gone {
			out = append(out, s)
		}
	}
	return out, err
}

// studyOf finds one of a kind that was not taken out.
func studyOf[T any](ctx context.Context, tx *db.Tx, c access.Case, kind, id string) (study[T], error) {
	all, err := stillThere(studied[T](ctx, tx, c, kind))
	for _, s := range all {
		if s.ID == id {
			c.Touch(id)
			return s, nil
		}
	}
	if err == nil {
		err = db.ErrNotFound
	}
	return study[T]{}, err
}

// beginStudy keeps something new of a kind, at the end.
func beginStudy[T any](ctx context.Context, tx *db.Tx, c access.Case, kind string, says T) (string, error) {
	words, err := study[T]{Says: says}.sealed()
	if err != nil {
		return "", err
	}
	last, err := db.One(ctx, tx, db.Column[int], `
		SELECT COALESCE(MAX(place), 0) FROM chronology_study WHERE review_id = $1 AND kind = $2`, c.Review(), kind)
	if err != nil {
		return "", fmt.Errorf("place of the last %s: %w", kind, err)
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_study (id, review_id, kind, place, content, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), kind, last+1, c.At(seal.Chronology, "chronology_study", &id).Seal("content", words), c.Person(), tx.Now()); err != nil {
		return "", fmt.Errorf("keep a new %s: %w", kind, err)
	}
	c.Touch(id)
	return id, nil
}

// amendStudy makes says of what was read as s. What it said before is kept.
// db.ErrStale is given where somebody else changed it meanwhile.
func amendStudy[T any](ctx context.Context, tx *db.Tx, c access.Case, s study[T], says T) error {
	words, err := study[T]{Says: says}.sealed()
	if err != nil {
		return err
	}
	c.Touch(s.ID)
	if err := tx.Change(ctx, `
		UPDATE chronology_study SET content = $1, version = version + 1, changed_by = $2, changed_at = $3
		WHERE id = $4 AND review_id = $5 AND version = $6 AND removed_at IS NULL`,
		c.At(seal.Chronology, "chronology_study", &s.ID).Seal("content", words), c.Person(), tx.Now(), s.ID, c.Review(), s.Version); err != nil {
		return err
	}
	return keepStudyPast(ctx, tx, c, s)
}

// retireStudy takes it out. What it said stays in its history.
func retireStudy[T any](ctx context.Context, tx *db.Tx, c access.Case, s study[T]) error {
	c.Touch(s.ID)
	if err := tx.Change(ctx, `
		UPDATE chronology_study SET version = version + 1, changed_by = $1, changed_at = $2, removed_at = $2
		WHERE id = $3 AND review_id = $4 AND version = $5 AND removed_at IS NULL`, c.Person(), tx.Now(), s.ID, c.Review(), s.Version); err != nil {
		return err
	}
	return keepStudyPast(ctx, tx, c, s)
}

// reviveStudy takes what was taken out into use again, and makes says of it.
func reviveStudy[T any](ctx context.Context, tx *db.Tx, c access.Case, s study[T], says T) error {
	if err := tx.Change(ctx, `UPDATE chronology_study SET removed_at = NULL WHERE id = $1 AND review_id = $2 AND version = $3`,
		s.ID, c.Review(), s.Version); err != nil {
		return err
	}
	return amendStudy(ctx, tx, c, s, says)
}

func keepStudyPast[T any](ctx context.Context, tx *db.Tx, c access.Case, s study[T]) error {
	words, err := s.sealed()
	if err != nil {
		return err
	}
	id := db.NewID()
	_, err = tx.Exec(ctx, `
		INSERT INTO chronology_study_past (id, review_id, study_id, version, content, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), s.ID, s.Version, c.At(seal.Chronology, "chronology_study_past", &id).Seal("content", words), s.By, s.At)
	if err != nil {
		return fmt.Errorf("keep what %s said: %w", s.ID, err)
	}
	return nil
}

// pastOf lists what something said before, the newest first.
func pastOf[T any](ctx context.Context, tx *db.Tx, c access.Case, id string) ([]study[T], error) {
	all, err := db.All(ctx, tx, func(r db.Row) (study[T], error) {
		var s study[T]
		var words seal.Text
		at := c.At(seal.Chronology, "chronology_study_past", &s.ID)
		if err := r.Scan(&s.ID, &s.Version, at.Open("content", &words), &s.By, &s.At); err != nil {
			return s, err
		}
		return s, s.open(words)
	}, `
		SELECT id, version, content, changed_by, changed_at FROM chronology_study_past
		WHERE review_id = $1 AND study_id = $2 ORDER BY version DESC`, c.Review(), id)
	if err != nil {
		return nil, fmt.Errorf("what %s said before: %w", id, err)
	}
	return all, nil
}

// swapStudies lets two of a kind change places.
func swapStudies[T any](ctx context.Context, tx *db.Tx, c access.Case, a, b study[T]) error {
	for _, m := range []struct {
		s     study[T]
		place int
	}{{a, b.Place}, {b, a.Place}} {
		if err := tx.Change(ctx, `
			UPDATE chronology_study SET place = $1 WHERE id = $2 AND review_id = $3 AND place = $4 AND removed_at IS NULL`,
			m.place, m.s.ID, c.Review(), m.s.Place); err != nil {
			return err
		}
	}
	c.Touch(a.ID)
	return nil
}

// accountNames are the names of those who have a part in the review, by account.
func accountNames(ctx context.Context, tx *db.Tx, c access.Case) (map[string]string, error) {
	people, err := c.People(ctx, tx)
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name.Reveal()
	}
	return names, err
}
