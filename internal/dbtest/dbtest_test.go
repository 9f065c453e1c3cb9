package dbtest_test

import (
	"context"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"lr/internal/db"
	"lr/internal/dbtest"
)

var schema fs.FS = fstest.MapFS{"schema/20261101_thing.sql": {Data: []byte(`CREATE TABLE thing (id TEXT PRIMARY KEY);`)}}

func put(t *testing.T, d *db.DB) {
	t.Helper()
	if err := d.Write(context.Background(), func(tx *db.Tx) error {
		return tx.Change(context.Background(), `INSERT INTO thing (id) VALUES ('a')`)
	}); err != nil {
		t.Error(err)
	}
}

// What one test writes is in no other test's database, of the same kind or not.
func TestEachDatabaseIsItsOwn(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, []fs.FS{schema}, put)
	dbtest.Each(t, []fs.FS{schema}, put)
}

// A database goes with its test. What is registered first is done last, when the
// database must be gone.
func TestADatabaseGoesWithItsTest(t *testing.T) {
	t.Parallel()
	address := ""
	t.Cleanup(func() {
		if address == "" {
			return
		}
		if d, err := db.Open(context.Background(), address, time.Now); err == nil {
			d.Close()
			t.Error("the database is still there")
		}
	})
	address = dbtest.NewPostgres(t)
	d, err := db.Open(context.Background(), address, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
}
