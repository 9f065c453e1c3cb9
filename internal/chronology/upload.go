package chronology

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// mostBytes is how large a pasted table or a file may be.
const mostBytes = 7 << 20

// sheet is a table that an agency brought and that waits to be looked at.
type sheet struct {
	ID      string
	Brought time.Time
	brought
}

// brought is what of a table is sealed: the file as it came, or what was pasted,
// and what a person said of it.
type brought struct {
	Name       string      `json:"name,omitempty"`
	File       []byte      `json:"file,omitempty"`
	Pasted     string      `json:"pasted,omitempty"`
	Sheet      string      `json:"sheet,omitempty"`
	MonthFirst bool        `json:"monthFirst,omitempty"`
	Columns    []read.Pair `json:"columns,omitempty"`
}

// read reads the table as it is said to be read.
func (s brought) read(today db.Date, known []read.Pair) read.Reading {
	o := read.Options{Dates: read.Dates{Today: today, MonthFirst: s.MonthFirst}, Sheet: s.Sheet, Map: s.Columns, Known: known}
	if s.Name == "" {
		return read.Paste(s.Pasted, o)
	}
	return read.File(s.Name, bytes.NewReader(s.File), int64(len(s.File)), o)
}

// paste brings a table. It counts only when somebody looked at it and took its
// rows in.
func paste(r *web.Request, p access.Pass[Paste]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	s := brought{Pasted: f.Value("table")}
	if s.Name, s.File = f.File("file", mostBytes); s.Name != "" && strings.TrimSpace(s.Pasted) != "" {
		f.Refuse("file", "Paste a table or choose a file, one at a time.")
	}
	if s.Name == "" && strings.TrimSpace(s.Pasted) == "" {
		f.Refuse("table", "Paste a table, or choose a file.")
	}
	id := db.NewID()
	err := p.Write(ctx, func(tx *db.Tx) error {
		if !f.OK() {
			return errRefused
		}
		if done, err := frozen(ctx, tx, p.Case); err != nil || done {
			f.Refuse("", releasedSentence)
			return errors.Join(err, errRefused)
		}
		known, err := columnsOf(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		if why := s.read(r.Today(), known).Error; why != "" {
			field := "table"
			if s.Name != "" {
				field = "file"
			}
			f.Refuse(field, why)
			return errRefused
		}
		return keep(ctx, tx, p.Case, id, s)
	})
	if errors.Is(err, errRefused) {
		return mineAgain(r, p.Case, f)
	}
	return web.Redirect(tablePath(p.Case, id)), err
}

func tablePath(c access.Case, id string) string { return review.Path(c, "chronology/tables/"+id) }

func keep(ctx context.Context, tx *db.Tx, c access.Case, id string, s brought) error {
	b, err := sealedJSON(s)
	if err != nil {
		return fmt.Errorf("keep a table: %w", err)
	}
	c.Touch(id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_table (id, review_id, agency_id, content, brought_by, brought_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), c.Agency(), c.At(seal.Chronology, "chronology_table", &id).Seal("content", b), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep a table: %w", err)
	}
	return nil
}

// sheets lists the tables of the person's own agency that wait to be looked at.
func sheets(ctx context.Context, tx *db.Tx, c access.Case) ([]sheet, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (sheet, error) {
		var s sheet
		return s, r.Scan(&s.ID, &s.Brought)
	}, `SELECT id, brought_at FROM chronology_table WHERE review_id = $1 AND agency_id = $2 ORDER BY brought_at, id`, c.Review(), c.Agency())
	if err != nil {
		return nil, fmt.Errorf("list the tables that wait: %w", err)
	}
	return all, nil
}

// findSheet opens a table of the person's own agency; another agency's is as if
// it were not there.
func findSheet(ctx context.Context, tx *db.Tx, c access.Case, id string) (sheet, error) {
	s, err := db.One(ctx, tx, func(r db.Row) (sheet, error) {
		var s sheet
		var words seal.Text
		if err := r.Scan(&s.ID, &s.Brought, c.At(seal.Chronology, "chronology_table", &s.ID).Open("content", &words)); err != nil {
			return s, err
		}
		if err := json.Unmarshal([]byte(words.Reveal()), &s.brought); err != nil {
			return s, fmt.Errorf("table %s cannot be read", s.ID)
		}
		return s, nil
	}, `SELECT id, brought_at, content FROM chronology_table WHERE review_id = $1 AND agency_id = $2 AND id = $3`, c.Review(), c.Agency(), id)
	if err != nil {
		return sheet{}, err
	}
	c.Touch(s.ID)
	return s, nil
}

// drop throws a table away, file and all.
func drop(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	return tx.Change(ctx, `DELETE FROM chronology_table WHERE id = $1 AND review_id = $2 AND agency_id = $3`, id, c.Review(), c.Agency())
}

// columnsOf is what the columns of the agency's tables were said to hold.
func columnsOf(ctx context.Context, tx *db.Tx, c access.Case) ([]read.Pair, error) {
	pairs, err := db.One(ctx, tx, func(r db.Row) ([]read.Pair, error) {
		var id string
		var words seal.Text
		if err := r.Scan(&id, c.At(seal.Chronology, "chronology_columns", &id).Open("content", &words)); err != nil {
			return nil, err
		}
		var pairs []read.Pair
		return pairs, json.Unmarshal([]byte(words.Reveal()), &pairs)
	}, `SELECT id, content FROM chronology_columns WHERE review_id = $1 AND agency_id = $2`, c.Review(), c.Agency())
	if errors.Is(err, db.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("what the columns hold: %w", err)
	}
	return pairs, nil
}

// remember keeps what the columns of a table hold for the next one.
func remember(ctx context.Context, tx *db.Tx, c access.Case, shape []read.Column) error {
	pairs, err := columnsOf(ctx, tx, c)
	if err != nil {
		return err
	}
	said := map[string]bool{}
	var all []read.Pair
	for _, column := range shape {
		if !said[column.Heading] {
			said[column.Heading] = true
			all = append(all, read.Pair{Field: column.Field, Heading: column.Heading})
		}
	}
	for _, p := range pairs {
		if !said[p.Heading] && len(all) < 200 {
			all = append(all, p)
		}
	}
	b, err := sealedJSON(all)
	if err != nil {
		return fmt.Errorf("keep what the columns hold: %w", err)
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `DELETE FROM chronology_columns WHERE review_id = $1 AND agency_id = $2`, c.Review(), c.Agency()); err != nil {
		return fmt.Errorf("keep what the columns hold: %w", err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO chronology_columns (id, review_id, agency_id, content) VALUES ($1, $2, $3, $4)`,
		id, c.Review(), c.Agency(), c.At(seal.Chronology, "chronology_columns", &id).Seal("content", b)); err != nil {
		return fmt.Errorf("keep what the columns hold: %w", err)
	}
	return nil
}
