package db_test

import (
	"context"
	"io/fs"
	"testing"
	"testing/fstest"

	"lr/internal/db"
	"lr/internal/dbtest"
)

// made is the schema of these tests: something, and something that belongs to it.
var made = []fs.FS{fstest.MapFS{"schema/20260101_test.sql": {Data: []byte(`
CREATE TABLE thing (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL CHECK (size >= 0),
    open BOOLEAN NOT NULL DEFAULT FALSE,
    at TIMESTAMPTZ,
    day DATE,
    body BYTEA,
    count BIGINT,
    version INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE part (
    id TEXT PRIMARY KEY,
    thing_id TEXT NOT NULL REFERENCES thing (id),
    n BIGINT NOT NULL UNIQUE
);
`)}}}

func each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Parallel()
	dbtest.Each(t, made, test)
}

// write makes one change of one statement.
func write(d *db.DB, query string, args ...any) error {
	return d.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), query, args...)
		return err
	})
}

func mustWrite(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	if err := write(d, query, args...); err != nil {
		t.Fatal(err)
	}
}

// read gives the one value that a question asks for.
func read[T any](t *testing.T, d *db.DB, query string, args ...any) T {
	t.Helper()
	var v T
	err := d.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		v, err = db.One(context.Background(), tx, db.Column[T], query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}
