package db

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"sort"
	"strings"
)

// ErrNewer is given for a database that a later version of the program has changed.
var ErrNewer = errors.New("this database was used by a newer version of the program: install that version again")

type schemaFile struct{ name, sql, fingerprint string }

// Migrate runs the schema files that have not run yet, in the order of their
// dates. A file that changed after it ran, and a file this program does not
// know, are refused.
func (d *DB) Migrate(ctx context.Context, schemas ...fs.FS) error {
	files, err := collect(schemas)
	if err != nil {
		return err
	}
	return d.Write(ctx, func(tx *Tx) error {
		if err := tx.define(ctx, `CREATE TABLE IF NOT EXISTS schema_file (
			name TEXT PRIMARY KEY,
			fingerprint TEXT NOT NULL,
			ran_at TIMESTAMPTZ NOT NULL
		);`); err != nil {
			return fmt.Errorf("schema_file: %w", err)
		}
		ran, err := ranFiles(ctx, tx)
		if err != nil {
			return err
		}
		for _, f := range files {
			print, done := ran[f.name]
			delete(ran, f.name)
			switch {
			case done && print != f.fingerprint:
				return fmt.Errorf("schema file %s has changed since it ran", f.name)
			case done:
				continue
			}
			if err := tx.define(ctx, f.sql); err != nil {
				return fmt.Errorf("schema file %s: %w", f.name, err)
			}
			if _, err := tx.Exec(ctx, `INSERT INTO schema_file (name, fingerprint, ran_at) VALUES ($1, $2, $3)`,
				f.name, f.fingerprint, tx.Now()); err != nil {
				return fmt.Errorf("schema file %s: %w", f.name, err)
			}
		}
		if len(ran) > 0 {
			return ErrNewer
		}
		return nil
	})
}

func ranFiles(ctx context.Context, tx *Tx) (map[string]string, error) {
	ran := map[string]string{}
	_, err := All(ctx, tx, func(r Row) (string, error) {
		var name, print string
		err := r.Scan(&name, &print)
		ran[name] = print
		return name, err
	}, `SELECT name, fingerprint FROM schema_file`)
	if err != nil {
		return nil, fmt.Errorf("read which schema files ran: %w", err)
	}
	return ran, nil
}

func collect(schemas []fs.FS) ([]schemaFile, error) {
	var files []schemaFile
	seen := map[string]bool{}
	for _, s := range schemas {
		names, err := fs.Glob(s, "schema/*.sql")
		if err != nil {
			return nil, fmt.Errorf("schema files: %w", err)
		}
		for _, n := range names {
			body, err := fs.ReadFile(s, n)
			if err != nil {
				return nil, fmt.Errorf("schema file %s: %w", n, err)
			}
			name := strings.TrimPrefix(n, "schema/")
			if seen[name] {
				return nil, fmt.Errorf("two schema files are called %s", name)
			}
			seen[name] = true
			sum := sha256.Sum256(body)
			files = append(files, schemaFile{name, string(body), hex.EncodeToString(sum[:])})
		}
	}
	sort.Slice(files, func(i, j int) bool { return files[i].name < files[j].name })
	return files, nil
}

var (
	liteTypes = strings.NewReplacer("TIMESTAMPTZ", "TEXT", "DATE ", "TEXT ", "DATE,", "TEXT,", "DATE;", "TEXT;", "DATE\n", "TEXT\n",
		"BOOLEAN", "INTEGER", "JSONB", "TEXT", "BIGINT", "INTEGER", "BYTEA", "BLOB")
	endOfTable = regexp.MustCompile(`(?m)^\s*\);`)
)

// define runs schema text. SQLite has fewer types, and is told to keep to them.
func (tx *Tx) define(ctx context.Context, sql string) error {
	if tx.lite {
		sql = endOfTable.ReplaceAllString(liteTypes.Replace(sql), ") STRICT;")
	}
	_, err := tx.tx.ExecContext(ctx, sql)
	return known(err)
}

// Used says that some version of the program has made its tables here before.
func (d *DB) Used(ctx context.Context) (bool, error) {
	query := `SELECT COUNT(*) FROM pg_catalog.pg_tables WHERE tablename = 'schema_file' AND schemaname = current_schema()`
	if d.lite {
		query = `SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_file'`
	}
	var n int
	err := d.Read(ctx, func(tx *Tx) error {
		var err error
		n, err = One(ctx, tx, Column[int], query)
		return err
	})
	return n > 0, err
}
