package db_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lr/internal/db"
)

// What a table refuses has the same name on both databases.
func TestRefusalsHaveOneName(t *testing.T) {
	tests := []struct {
		why   string
		query string
		args  []any
		want  error
	}{
		{"an id that is there", `INSERT INTO thing (id, name, size) VALUES ('a', 'x', 0)`, nil, db.ErrTaken},
		{"a unique name that is there", `INSERT INTO thing (id, name, size) VALUES ('x', 'a', 0)`, nil, db.ErrTaken},
		{"a unique name, by an update", `UPDATE thing SET name = 'a' WHERE id = 'b'`, nil, db.ErrTaken},
		{"a part of nothing", `INSERT INTO part (id, thing_id, n) VALUES ('x', 'nothing', 9)`, nil, db.ErrUnlinked},
		{"a thing that has parts goes", `DELETE FROM thing WHERE id = 'a'`, nil, db.ErrUnlinked},
		{"a rule of the column", `INSERT INTO thing (id, name, size) VALUES ('x', 'x', -1)`, nil, db.ErrRefused},
		{"nothing where something must be", `INSERT INTO thing (id, size) VALUES ('x', 1)`, nil, db.ErrRefused},
		{"NULL where something must be", `UPDATE thing SET name = $1 WHERE id = 'b'`, []any{nil}, db.ErrRefused},
		{"a word for a number", `INSERT INTO thing (id, name, size) VALUES ('x', 'x', $1)`, []any{"many"}, db.ErrRefused},
	}
	each(t, func(t *testing.T, d *db.DB) {
		mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ('a', 'a', 0), ('b', 'b', 0)`)
		mustWrite(t, d, `INSERT INTO part (id, thing_id, n) VALUES ('p', 'a', 1)`)
		all := []error{db.ErrTaken, db.ErrUnlinked, db.ErrRefused, db.ErrReadOnly, db.ErrStale, db.ErrNotFound}
		for _, x := range tests {
			err := write(d, x.query, x.args...)
			for _, named := range all {
				if errors.Is(err, named) != (named == x.want) {
					t.Errorf("%s: %v, want %v", x.why, err, x.want)
				}
			}
		}
		if n := read[int](t, d, `SELECT COUNT(*) FROM thing`); n != 2 {
			t.Errorf("%d things, want 2", n)
		}
	})
}

// Reading cannot change anything, in whatever words.
func TestReadingCannotChangeAnything(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ('a', 'a', 0)`)
		for _, query := range []string{`INSERT INTO thing (id, name, size) VALUES ('b', 'b', 0)`, `UPDATE thing SET size = 5`,
			`DELETE FROM thing`, `DROP TABLE part`, `CREATE TABLE x (id TEXT)`} {
			err := d.Read(ctx, func(tx *db.Tx) error {
				_, err := tx.Exec(ctx, query)
				return err
			})
			if !errors.Is(err, db.ErrReadOnly) {
				t.Errorf("%s: %v", query, err)
			}
			err = d.Read(ctx, func(tx *db.Tx) error {
				_, err := db.All(ctx, tx, db.Column[string], query)
				return err
			})
			if err == nil {
				t.Errorf("%s, as a question: no error", query)
			}
		}
		if n := read[int](t, d, `SELECT SUM(size) FROM thing`); n != 0 {
			t.Errorf("reading changed the size to %d", n)
		}
	})
}

// A statement that is not one is an error, and none of the named ones.
func TestAMisspeltQuestionIsAnError(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := write(d, `SELEKT 1`)
		if err == nil || errors.Is(err, db.ErrRefused) || errors.Is(err, db.ErrNotFound) {
			t.Errorf("SELEKT gave %v", err)
		}
	})
}

// An address of no database we know is refused in a sentence, and so is one
// that would lose words in a power cut.
func TestADatabaseThatForgetsIsRefused(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"mysql://x": "must begin with sqlite: or postgres://",
		"sqlite:" + t.TempDir() + "/a.db?synchronous=NORMAL": `take "synchronous" out of the database address`,
		"sqlite:" + t.TempDir() + "/a.db?synchronous=OFF":    `would not keep every saved word`,
		"sqlite:" + t.TempDir() + "/a.db?%zz":                "the database address",
	} {
		d, err := db.Open(context.Background(), address, nil)
		if err == nil {
			d.Close()
			t.Errorf("%s was opened", address)
			continue
		}
		if !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
