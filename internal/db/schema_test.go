package db_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"lr/internal/db"
	"lr/internal/dbtest"
)

func files(pairs ...string) fs.FS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m["schema/"+pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

const (
	first  = "CREATE TABLE one (\n    id TEXT PRIMARY KEY\n);\n"
	second = "CREATE TABLE two (\n    id TEXT PRIMARY KEY REFERENCES one (id)\n);\n"
)

// A schema file runs once, in the order of the dates, wherever it comes from.
func TestSchemaFilesRunOnceAndInOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, nil, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		for range 2 {
			if err := d.Migrate(ctx, files("20260102_two.sql", second), files("20260101_one.sql", first)); err != nil {
				t.Fatal(err)
			}
		}
		mustWrite(t, d, `INSERT INTO one (id) VALUES ('a')`)
		third := files("20260103_three.sql", "ALTER TABLE one ADD COLUMN name TEXT;")
		if err := d.Migrate(ctx, files("20260102_two.sql", second), files("20260101_one.sql", first), third); err != nil {
			t.Fatal(err)
		}
		if name := read[string](t, d, `SELECT name FROM one`); name != "" {
			t.Errorf("the new column holds %q", name)
		}
	})
}

// A file that changed after it ran is refused by its name, and an older program
// refuses what a newer one made.
func TestSchemaFilesOfAnotherVersionAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, []fs.FS{files("20260101_one.sql", first, "20260102_two.sql", second)}, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.Migrate(ctx, files("20260101_one.sql", first+"-- changed\n", "20260102_two.sql", second))
		if err == nil || !strings.Contains(err.Error(), "20260101_one.sql has changed since it ran") {
			t.Errorf("a changed file: %v", err)
		}
		if err := d.Migrate(ctx, files("20260101_one.sql", first)); !errors.Is(err, db.ErrNewer) {
			t.Errorf("a database of a newer program: %v", err)
		}
		if err := d.Migrate(ctx, files("20260101_one.sql", first, "20260103_x.sql", "CREATE TABLE x (\n    id TEXT\n);")); !errors.Is(err, db.ErrNewer) {
			t.Errorf("a database of a newer program, with a file of our own: %v", err)
		}
		mustWrite(t, d, `CREATE TABLE x (id TEXT)`) // what was refused was not half done
	})
}

// A file that does not run leaves nothing of itself or of those before it.
func TestABrokenSchemaFileLeavesNothing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, nil, func(t *testing.T, d *db.DB) {
		err := d.Migrate(context.Background(), files("20260101_one.sql", first, "20260102_bad.sql", "CREATE TABEL x;"))
		if err == nil || !strings.Contains(err.Error(), "20260102_bad.sql") {
			t.Errorf("a broken file: %v", err)
		}
		if used, err := d.Used(context.Background()); used != true || err != nil {
			// dbtest ran Migrate with no files: the table of files is there
			t.Errorf("used: %v, %v", used, err)
		}
		mustWrite(t, d, first)
		if err := d.Migrate(context.Background(), files("20260101_x.sql", "SELECT 1;"), files("20260101_x.sql", "SELECT 2;")); err == nil {
			t.Error("two files of one name were taken")
		}
	})
}

// A database is used once some version of the program made its tables there.
func TestANewDatabaseIsNotUsed(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, address string) {
		d, err := db.Open(context.Background(), address, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if used, err := d.Used(context.Background()); used || err != nil {
			t.Errorf("a new database: %v, %v", used, err)
		}
		if err := d.Migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
		if used, err := d.Used(context.Background()); !used || err != nil {
			t.Errorf("a database with tables: %v, %v", used, err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { check(t, "sqlite:"+filepath.Join(t.TempDir(), "new", "lr.db")) })
	t.Run("postgres", func(t *testing.T) { check(t, dbtest.NewPostgres(t)) })
}

// The file of the database, and its journal, are for their owner only.
func TestTheFileIsForItsOwner(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "data")
	d, err := db.Open(context.Background(), "sqlite:"+filepath.Join(folder, "lr.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if err := d.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(folder, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// program are the schema files of all packages of the program.
func program(t *testing.T) []fs.FS {
	folders, err := filepath.Glob("../*/schema")
	if err != nil {
		t.Fatal(err)
	}
	var all []fs.FS
	for _, f := range folders {
		all = append(all, os.DirFS(filepath.Dir(f)))
	}
	if len(all) < 3 {
		t.Fatal("the schema files of the program were not found")
	}
	return all
}

type column struct {
	table, name string
	notNull     bool
}

func columns(t *testing.T, d *db.DB) map[string]column {
	query := `SELECT table_name, column_name, is_nullable = 'NO' FROM information_schema.columns WHERE table_schema = current_schema()`
	if d.Lite() {
		query = `SELECT m.name, c.name, (c."notnull" = 1 OR c.pk > 0) FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
	}
	all := map[string]column{}
	err := d.Read(context.Background(), func(tx *db.Tx) error {
		cs, err := db.All(context.Background(), tx, func(r db.Row) (column, error) {
			var c column
			return c, r.Scan(&c.table, &c.name, &c.notNull)
		}, query)
		for _, c := range cs {
			all[c.table+"."+c.name] = c
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every table of the program has the same columns on both databases, the same of
// them must be filled, and SQLite keeps to their types.
func TestTheTablesAreTheSameOnBothDatabases(t *testing.T) {
	t.Parallel()
	all := program(t)
	lite := dbtest.Lite(t, time.Now, all...)
	n := read[int](t, lite, `SELECT COUNT(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND strict = 0`)
	if n != 0 {
		t.Errorf("%d tables take any type, such as %s: end a table with ); on a line of its own", n,
			read[string](t, lite, `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND strict = 0`))
	}
	here := columns(t, lite)
	there := columns(t, dbtest.Postgres(t, time.Now, all...))
	for name, c := range there {
		if here[name] != c {
			t.Errorf("%s: %+v on SQLite, %+v on PostgreSQL", name, here[name], c)
		}
	}
	for name := range here {
		if _, ok := there[name]; !ok {
			t.Errorf("%s is on SQLite only", name)
		}
	}
	if len(here) < 50 {
		t.Errorf("only %d columns", len(here))
	}
}

// Each table of a case belongs to a review, and says so to the database.
func TestEachTableOfACaseBelongsToAReview(t *testing.T) {
	t.Parallel()
	lite := dbtest.Lite(t, time.Now, program(t)...)
	here := columns(t, lite)
	// apart are the tables that hold no case, or keep a review's id without the review: its keys and its log.
	apart := map[string]bool{"audit_entry": true, "review_key": true}
	for _, c := range here {
		if c.name != "review_id" || apart[c.table] {
			continue
		}
		n := read[int](t, lite, `SELECT COUNT(*) FROM pragma_foreign_key_list($1) WHERE "table" = 'review' AND "from" = 'review_id'`, c.table)
		if n != 1 {
			t.Errorf("%s.review_id does not refer to the review", c.table)
		}
	}
}
