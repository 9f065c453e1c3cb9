package audit_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"lr/internal/audit"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
)

// tampering is what somebody with the database could do to a log of 200 entries.
var tampering = map[string][]string{
	"another time":              {`UPDATE audit_entry SET at = (SELECT at FROM audit_entry WHERE n = 100) WHERE n = 101`},
	"another review":            {`UPDATE audit_entry SET review_id = 'review-9' WHERE n = 100`},
	"no review":                 {`UPDATE audit_entry SET review_id = '' WHERE n = 0`},
	"another actor":             {`UPDATE audit_entry SET actor = 'account-9' WHERE n = 199`},
	"another act":               {`UPDATE audit_entry SET action = 'chronology.see' WHERE n = 100`},
	"another object":            {`UPDATE audit_entry SET object = 'row-9' WHERE n = 100`},
	"another outcome":           {`UPDATE audit_entry SET outcome = 'read' WHERE n = 100`},
	"words taken out":           {`UPDATE audit_entry SET payload = NULL WHERE n = 98`},
	"words of another entry":    {`UPDATE audit_entry SET payload = (SELECT payload FROM audit_entry WHERE n = 91) WHERE n = 98`},
	"words where none were":     {`UPDATE audit_entry SET payload = (SELECT payload FROM audit_entry WHERE n = 91) WHERE n = 99`},
	"another number":            {`UPDATE audit_entry SET n = 1000 WHERE n = 199`},
	"a number in the middle":    {`UPDATE audit_entry SET n = 1000 WHERE n = 100`},
	"the first taken out":       {`DELETE FROM audit_entry WHERE n = 0`},
	"one in the middle out":     {`DELETE FROM audit_entry WHERE n = 100`},
	"the last taken out":        {`DELETE FROM audit_entry WHERE n = 199`},
	"the tail cut":              {`DELETE FROM audit_entry WHERE n >= 150`},
	"all taken out":             {`DELETE FROM audit_entry`},
	"two swapped":               {`UPDATE audit_entry SET n = 1000 WHERE n = 50`, `UPDATE audit_entry SET n = 50 WHERE n = 51`, `UPDATE audit_entry SET n = 51 WHERE n = 1000`},
	"one put in at the end":     {`INSERT INTO audit_entry (n, at, review_id, actor, action, object, outcome) SELECT 200, at, review_id, actor, action, object, outcome FROM audit_entry WHERE n = 199`},
	"one put before the first":  {`INSERT INTO audit_entry (n, at, review_id, actor, action, object, outcome) SELECT -1, at, review_id, actor, action, object, outcome FROM audit_entry WHERE n = 0`},
	"a hash changed":            {`UPDATE audit_hash SET hash = (SELECT hash FROM audit_hash WHERE idx = 11) WHERE idx = 10`},
	"a hash taken out":          {`DELETE FROM audit_hash WHERE idx = 10`},
	"the last hash taken out":   {`DELETE FROM audit_hash WHERE idx = (SELECT MAX(idx) FROM audit_hash)`},
	"a hash put in":             {`INSERT INTO audit_hash (idx, hash) SELECT 100000, hash FROM audit_hash WHERE idx = 0`},
	"a hash moved":              {`UPDATE audit_hash SET idx = 100000 WHERE idx = 10`},
	"the head's size":           {`UPDATE audit_head SET size = 199`},
	"the head's note":           {`UPDATE audit_head SET note = 'lr-audit'`},
	"a letter of the head":      {`UPDATE audit_head SET note = REPLACE(note, 'lr-audit', 'lr-Audit')`},
	"a size in the head":        {`UPDATE audit_head SET note = REPLACE(note, '200', '199')`},
	"the head taken out":        {`DELETE FROM audit_head`},
	"the head with all entries": {`DELETE FROM audit_entry`, `DELETE FROM audit_hash`},
	"one put in and its hash":   {`INSERT INTO audit_entry (n, at, review_id, actor, action, object, outcome) SELECT 200, at, review_id, actor, action, object, outcome FROM audit_entry WHERE n = 199`, `UPDATE audit_head SET size = 201`},
}

// times are written differently in the two databases.
func backdated(lite bool) []string {
	if lite {
		return []string{`UPDATE audit_entry SET at = '2020-01-01T00:00:00.000000Z' WHERE n = 100`, `UPDATE audit_entry SET at = '2020-01-01T00:00:00.000000Z' WHERE n = 0`}
	}
	return []string{`UPDATE audit_entry SET at = '2020-01-01T00:00:00Z' WHERE n = 100`, `UPDATE audit_entry SET at = '2020-01-01T00:00:00Z' WHERE n = 0`}
}

// copied gives a copy of a database file, opened.
func copied(t *testing.T, file string) *db.DB {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := db.Open(context.Background(), "sqlite:"+to, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// written makes a file with a log of 200 entries, and gives it with its
// checkpoints after 120 entries and at the end.
func written(t *testing.T, l *audit.Log) (file, early, late string) {
	t.Helper()
	ctx := context.Background()
	at := clock.NewFixed(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC))
	file = filepath.Join(t.TempDir(), "lr.db")
	d, err := db.Open(ctx, "sqlite:"+file, at.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Migrate(ctx, schemas...); err != nil {
		t.Fatal(err)
	}
	fill(t, d, l, at, 120)
	if early, err = l.Checkpoint(ctx, d); err != nil {
		t.Fatal(err)
	}
	fill(t, d, l, at, 80)
	if late, err = l.Checkpoint(ctx, d); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return file, early, late
}

// Whatever was done to a copy of the log is found; the untouched copy verifies.
func TestAnAlteredLogIsFound(t *testing.T) {
	t.Parallel()
	l := newLog(t, signing)
	file, early, late := written(t, l)
	ctx := context.Background()
	rep, err := l.Verify(ctx, copied(t, file), []string{early, late})
	if err != nil || rep.Entries != 200 || rep.Checkpoints != 2 || rep.Root == "" {
		t.Fatalf("untouched: %+v, %v", rep, err)
	}
	for what, queries := range tampering {
		d := copied(t, file)
		exec(t, d, queries...)
		if _, err := l.Verify(ctx, d, nil); !errors.Is(err, audit.ErrAltered) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i, query := range backdated(true) {
		d := copied(t, file)
		exec(t, d, query)
		if _, err := l.Verify(ctx, d, nil); !errors.Is(err, audit.ErrAltered) {
			t.Errorf("back-dated %d: %v", i, err)
		}
	}
	d := copied(t, file)
	exec(t, d, `UPDATE audit_entry SET payload = x'0100' WHERE n = 98`)
	if _, err := l.Verify(ctx, d, nil); !errors.Is(err, audit.ErrAltered) {
		t.Errorf("other words: %v", err)
	}
	if _, err := newLog(t, strings.Repeat("k", 32)).Verify(ctx, copied(t, file), nil); !errors.Is(err, audit.ErrAltered) {
		t.Errorf("with the key of another log: %v", err)
	}
}

// The same is found on PostgreSQL.
func TestAnAlteredLogIsFoundOnPostgreSQL(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), newLog(t, signing)
	at := clock.NewFixed(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC))
	d := dbtest.Postgres(t, at.Now, schemas...)
	fill(t, d, l, at, 200)
	if rep, err := l.Verify(ctx, d, nil); err != nil || rep.Entries != 200 {
		t.Fatalf("untouched: %+v, %v", rep, err)
	}
	undo := errors.New("take it back")
	for what, queries := range tampering {
		// each is done, verified from outside, and undone from a copy of the tables
		exec(t, d, `CREATE TABLE e AS SELECT * FROM audit_entry`, `CREATE TABLE h AS SELECT * FROM audit_hash`, `CREATE TABLE s AS SELECT * FROM audit_head`)
		exec(t, d, queries...)
		if _, err := l.Verify(ctx, d, nil); !errors.Is(err, audit.ErrAltered) {
			t.Errorf("%s: %v", what, err)
		}
		err := d.Write(ctx, func(tx *db.Tx) error {
			for _, q := range []string{`DELETE FROM audit_entry`, `DELETE FROM audit_hash`, `DELETE FROM audit_head`,
				`INSERT INTO audit_entry SELECT * FROM e`, `INSERT INTO audit_hash SELECT * FROM h`, `INSERT INTO audit_head SELECT * FROM s`,
				`DROP TABLE e`, `DROP TABLE h`, `DROP TABLE s`} {
				if _, err := tx.Exec(ctx, q); err != nil {
					return fmt.Errorf("%w: %w", undo, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if rep, err := l.Verify(ctx, d, nil); err != nil || rep.Entries != 200 {
		t.Fatalf("put back: %+v, %v", rep, err)
	}
	exec(t, d, backdated(false)[0])
	if _, err := l.Verify(ctx, d, nil); !errors.Is(err, audit.ErrAltered) {
		t.Errorf("back-dated: %v", err)
	}
}

// A log whose entries were written anew, hashes and all, does not carry the
// signature; an older copy carries it, and is found by the checkpoint outside.
func TestALogWrittenAnewIsFound(t *testing.T) {
	t.Parallel()
	ctx, l := context.Background(), newLog(t, signing)
	file, early, late := written(t, l)
	// Somebody without the key changes an entry and makes all hashes new.
	d := copied(t, file)
	exec(t, d, `UPDATE audit_entry SET actor = 'account-9' WHERE n = 100`)
	rehash(t, d)
	if _, err := l.Verify(ctx, d, nil); !errors.Is(err, audit.ErrAltered) || !strings.Contains(err.Error(), "root is not the signed one") {
		t.Errorf("hashed anew: %v", err)
	}
	// Somebody with a key of their own writes all of it again.
	forger := newLog(t, strings.Repeat("f", 32))
	forged, _, theirs := written(t, forger)
	if _, err := l.Verify(ctx, copied(t, forged), nil); !errors.Is(err, audit.ErrAltered) {
		t.Errorf("signed by another key: %v", err)
	}
	if _, err := l.Verify(ctx, copied(t, file), []string{theirs}); err == nil {
		t.Error("a checkpoint of another log was taken")
	}
	// Somebody with the stolen key writes another log: it verifies by itself,
	// and not against the checkpoints that were kept outside.
	other := clock.NewFixed(time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC))
	stolen := dbtest.Lite(t, other.Now, schemas...)
	fill(t, stolen, l, other, 200)
	if _, err := l.Verify(ctx, stolen, nil); err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{early, late} {
		if _, err := l.Verify(ctx, stolen, []string{kept}); !errors.Is(err, audit.ErrAltered) {
			t.Errorf("written with a stolen key: %v", err)
		}
	}
	// Somebody puts an older copy in its place.
	at := clock.NewFixed(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC))
	older := dbtest.Lite(t, at.Now, schemas...)
	fill(t, older, l, at, 60)
	if _, err := l.Verify(ctx, older, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Verify(ctx, older, []string{late}); !errors.Is(err, audit.ErrAltered) || !strings.Contains(err.Error(), "200 entries, the log has 60") {
		t.Errorf("an older copy: %v", err)
	}
	for _, no := range []string{"", "lr-audit\n200\n", late[:len(late)-5], strings.Replace(late, "200", "201", 1)} {
		if _, err := l.Verify(ctx, copied(t, file), []string{no}); err == nil {
			t.Errorf("%q was taken for a checkpoint", no)
		}
	}
}

// rehash makes the stored hashes fit the entries, as anybody can without the key.
func rehash(t *testing.T, d *db.DB) {
	t.Helper()
	ctx := context.Background()
	err := d.Write(ctx, func(tx *db.Tx) error {
		records, err := db.All(ctx, tx, func(r db.Row) ([]byte, error) {
			var n int64
			var at time.Time
			var review, actor, action, object, outcome string
			var payload []byte
			if err := r.Scan(&n, &at, &review, &actor, &action, &object, &outcome, &payload); err != nil {
				return nil, err
			}
			commitment := "null"
			if payload != nil {
				sum := sha256.Sum256(payload)
				commitment = `"` + tlog.Hash(sum).String() + `"`
			}
			return fmt.Appendf(nil, `{"n":%d,"at":%q,"review":%q,"actor":%q,"action":%q,"object":%q,"outcome":%q,"commitment":%s}`,
				n, at.Format("2006-01-02T15:04:05.000000Z"), review, actor, action, object, outcome, commitment), nil
		}, `SELECT n, at, review_id, actor, action, object, outcome, payload FROM audit_entry ORDER BY n`)
		if err != nil {
			return err
		}
		var all hashes
		for i, record := range records {
			more, err := tlog.StoredHashes(int64(i), record, all)
			if err != nil {
				return err
			}
			all = append(all, more...)
		}
		changed := int64(0)
		for i, h := range all {
			n, err := tx.Exec(ctx, `UPDATE audit_hash SET hash = $1 WHERE idx = $2 AND hash <> $1`, h[:], i)
			if err != nil {
				return err
			}
			changed += n
		}
		if changed == 0 || changed > 20 {
			return fmt.Errorf("%d hashes changed: this test does not hash as the log does", changed)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, h[i])
	}
	return out, nil
}
