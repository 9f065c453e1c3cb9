// Package dbtest gives each test databases of its own: a SQLite file and a
// database on a real PostgreSQL server.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"lr/internal/db"
)

// Each runs the test on both databases, with the schemas in place. The server
// is named by TEST_POSTGRES, which `make test` sets; without it the second half
// is skipped, and fails where CI is set.
func Each(t *testing.T, schemas []fs.FS, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, Lite(t, time.Now, schemas...))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, Postgres(t, time.Now, schemas...))
	})
}

// Lite opens a new SQLite file.
func Lite(t testing.TB, now func() time.Time, schemas ...fs.FS) *db.DB {
	t.Helper()
	return open(t, "sqlite:"+filepath.Join(t.TempDir(), "lr.db"), now, schemas)
}

var databases atomic.Int64

// Postgres makes a new database on the server that TEST_POSTGRES names.
func Postgres(t testing.TB, now func() time.Time, schemas ...fs.FS) *db.DB {
	t.Helper()
	return open(t, NewPostgres(t), now, schemas)
}

// NewPostgres gives the address of a new, empty database.
func NewPostgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("TEST_POSTGRES names no PostgreSQL server: run the tests with `make test`")
		}
		t.Skip("no PostgreSQL server: `make test` starts one and names it in TEST_POSTGRES")
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test_%d_%d_%d", os.Getpid(), time.Now().UnixNano(), databases.Add(1))
	if _, err := admin.Exec("CREATE DATABASE " + name); err != nil {
		t.Fatalf("create a database for the test: %v", err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
		admin.Close()
	})
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func open(t testing.TB, address string, now func() time.Time, schemas []fs.FS) *db.DB {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, address, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.Migrate(ctx, schemas...); err != nil {
		t.Fatal(err)
	}
	return d
}
