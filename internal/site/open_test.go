package site

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lr/internal/clock"
	"lr/internal/db"
)

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

func real(dir string) Config {
	return Config{Kind: Real, Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys"), Base: "https://lr.example",
		Now: clock.Real, Log: quiet()}
}

// The program refuses a start that would be unsafe, and says why in one sentence.
func TestAnUnsafeStartIsRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		spoil func(t *testing.T, c *Config)
		want  string
	}{
		"a key is missing": {func(t *testing.T, c *Config) { os.Remove(filepath.Join(c.Keys, "kek")) }, "is missing"},
		"a key can be read by everybody": {func(t *testing.T, c *Config) { os.Chmod(filepath.Join(c.Keys, "kek"), 0o644) },
			"can be read by others"},
		"the log's key can be read by the group": {func(t *testing.T, c *Config) { os.Chmod(filepath.Join(c.Keys, "log"), 0o640) },
			"can be read by others"},
		"a key is another one": {func(t *testing.T, c *Config) {
			os.WriteFile(filepath.Join(c.Keys, "kek"), []byte(strings.Repeat("ab", 32)), 0o600)
		}, "does not open the keys of this database"},
		"a key is no key": {func(t *testing.T, c *Config) { os.WriteFile(filepath.Join(c.Keys, "kek"), []byte("hello"), 0o600) },
			"does not hold a key"},
		"the keys lie with the data": {func(t *testing.T, c *Config) {
			os.Rename(c.Keys, filepath.Join(c.Data, "keys"))
			c.Keys = filepath.Join(c.Data, "keys")
		}, "inside the data folder"},
		"the database would lose words": {func(t *testing.T, c *Config) {
			c.Database = "sqlite:" + filepath.Join(c.Data, "lr.db") + "?synchronous=NORMAL"
		}, "power cut"},
		"the schema is newer": {func(t *testing.T, c *Config) {
			in, err := Open(context.Background(), *c)
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			if err := in.DB.Write(context.Background(), func(tx *db.Tx) error {
				_, err := tx.Exec(context.Background(), `INSERT INTO schema_file (name, fingerprint, ran_at) VALUES ('2099_future.sql', 'x', $1)`, tx.Now())
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}, "newer version"},
		"the data is a demonstration's": {func(t *testing.T, c *Config) { c.Kind = Demo }, "holds real data"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := real(t.TempDir())
			in, err := Open(context.Background(), c)
			if err != nil {
				t.Fatal(err)
			}
			in.Close()
			test.spoil(t, &c)
			in, err = Open(context.Background(), c)
			if err == nil {
				in.Close()
				t.Fatal("it started")
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("it said: %v", err)
			}
		})
	}
}

// Two programs never share one data folder, and a good start is not refused.
func TestOneFolderOneProgram(t *testing.T) {
	t.Parallel()
	c := real(t.TempDir())
	first, err := Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	if second, err := Open(context.Background(), c); err == nil || !strings.Contains(err.Error(), "in use") {
		second.Close()
		t.Errorf("the second one said: %v", err)
	}
	first.Close()
	again, err := Open(context.Background(), c)
	if err != nil {
		t.Fatalf("after the first one ended: %v", err)
	}
	again.Close()
}
