package audit_test

import (
	"context"
	"fmt"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"lr/internal/audit"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/seal"
)

// schemas are the log's, and a table of deeds.
var schemas = []fs.FS{audit.Schema, fstest.MapFS{"schema/20261102_test.sql": {Data: []byte("CREATE TABLE thing (\n    id TEXT PRIMARY KEY\n);\n")}}}

func newLog(t *testing.T, secret string) *audit.Log {
	t.Helper()
	l, err := audit.New([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

const signing = "fedcba9876543210fedcba9876543210"

func newBox(t *testing.T) *seal.Box {
	t.Helper()
	m, err := seal.NewMaster([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Open("review-one", m.NewKeys("review-one"), seal.Trail)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// fill writes n entries, a minute apart; each seventh holds words.
func fill(t *testing.T, d *db.DB, l *audit.Log, at *clock.Fixed, n int) {
	t.Helper()
	box := newBox(t)
	for i := range n {
		at.Advance(time.Minute)
		e := audit.Entry{Review: fmt.Sprintf("review-%d", i%3), Actor: fmt.Sprintf("account-%d", i%5), Action: "chronology.add",
			Object: fmt.Sprintf("row-%d", i), Outcome: audit.Done}
		if i%7 == 0 {
			e.Detail, e.Box = seal.T("Ailsa Example was told."), box
		}
		if err := add(d, l, e); err != nil {
			t.Fatal(err)
		}
	}
}

func add(d *db.DB, l *audit.Log, e audit.Entry) error {
	return d.Write(context.Background(), func(tx *db.Tx) error { return l.Append(context.Background(), tx, e) })
}

func exec(t *testing.T, d *db.DB, queries ...string) {
	t.Helper()
	err := d.Write(context.Background(), func(tx *db.Tx) error {
		for _, q := range queries {
			n, err := tx.Exec(context.Background(), q)
			if err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
			if n == 0 {
				return fmt.Errorf("%s: changed nothing", q)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
