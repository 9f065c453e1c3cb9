package site

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lr/internal/db"
	"lr/internal/dbtest"
)

// Nothing that people typed about a case can be read in the database: neither in
// the file nor in its journal. Only what was published stands there plain.
func TestADumpOfTheDatabaseShowsNoCase(t *testing.T) {
	t.Parallel()
	dir, typed := demoDir(t)
	in := reopen(t, dir)
	typed = unpublished(t, in, typed)
	var files []byte
	for _, name := range []string{"lr.db", "lr.db-wal"} {
		b, err := os.ReadFile(filepath.Join(dir, "data", name))
		if err != nil && name == "lr.db" {
			t.Fatal(err)
		}
		files = append(files, b...)
	}
	found := 0
	for _, words := range typed {
		if bytes.Contains(files, []byte(words)) {
			t.Errorf("the database holds %q", words)
			found++
		}
		if found > 10 {
			t.Fatal("and more")
		}
	}
	if len(typed) < 100 {
		t.Errorf("only %d texts were typed: the demonstration does not fill the process", len(typed))
	}
	t.Logf("%d texts looked for in %d KB", len(typed), len(files)/1024)
	if !bytes.Contains(files, []byte("schema_file")) {
		t.Error("the search finds nothing at all")
	}
	for _, p := range demoPeople {
		if bytes.Contains(files, []byte(p.Name)) || bytes.Contains(files, []byte(p.Key+"@exampleshire.example")) {
			t.Errorf("the database holds the name or address of %s", p.Key)
		}
	}
}

// On PostgreSQL each column of each table is looked at.
func TestADumpOfPostgresShowsNoCase(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	in, err := OpenDemo(ctx, t.TempDir(), dbtest.NewPostgres(t), "http://localhost", func(int, int) {}, quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	typed := unpublished(t, in, in.typed)
	looked := 0
	err = in.DB.Read(ctx, func(tx *db.Tx) error {
		tables, err := db.All(ctx, tx, db.Column[string], `SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()`)
		if err != nil {
			return err
		}
		for _, table := range tables {
			rows, err := db.All(ctx, tx, db.Column[string], `SELECT CAST(t AS TEXT) FROM "`+table+`" t`)
			if err != nil {
				return err
			}
			all := strings.Join(rows, "\n")
			looked += len(all)
			for _, words := range typed {
				if strings.Contains(all, words) {
					t.Errorf("table %s holds %q", table, words)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d texts looked for in %d KB", len(typed), looked/1024)
}
