package audit_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"lr/internal/audit"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
	"lr/internal/seal"
)

// No entry without its deed, and no deed without its entry.
func TestADeedAndItsEntryAreOne(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		ctx, l := context.Background(), newLog(t, signing)
		entry := audit.Entry{Actor: "a", Action: "thing.add", Outcome: audit.Done}
		wrong := errors.New("wrong")
		err := d.Write(ctx, func(tx *db.Tx) error {
			if err := l.Append(ctx, tx, entry); err != nil {
				return err
			}
			return wrong
		})
		if !errors.Is(err, wrong) {
			t.Fatal(err)
		}
		if rep, err := l.Verify(ctx, d, nil); err != nil || rep.Entries != 0 {
			t.Errorf("after a deed that failed: %+v, %v", rep, err)
		}
		deed := func(e audit.Entry) error {
			return d.Write(ctx, func(tx *db.Tx) error {
				if _, err := tx.Exec(ctx, `INSERT INTO thing (id) VALUES ('a')`); err != nil {
					return err
				}
				return l.Append(ctx, tx, e)
			})
		}
		unsealable := entry
		unsealable.Detail, unsealable.Box = seal.T("words"), &seal.Box{}
		if err := deed(unsealable); !errors.Is(err, seal.ErrClosed) {
			t.Errorf("words without a key: %v", err)
		}
		unsealable.Box = nil
		if err := deed(unsealable); err == nil {
			t.Error("words without a box were logged")
		}
		if err := deed(entry); err != nil {
			t.Errorf("the deed after the one that could not be logged: %v", err)
		}
		if rep, err := l.Verify(ctx, d, nil); err != nil || rep.Entries != 1 {
			t.Errorf("after one deed: %+v, %v", rep, err)
		}
		err = d.Read(ctx, func(tx *db.Tx) error { return l.Append(ctx, tx, entry) })
		if !errors.Is(err, db.ErrReadOnly) {
			t.Errorf("an entry while reading: %v", err)
		}
	})
}

// A clock that is put back does not put the log back; it goes on from where it was.
func TestTheLogNeverGoesBackInTime(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 10, 25, 0, 59, 0, 0, time.UTC)
	test := func(t *testing.T, d *db.DB, at *clock.Fixed) {
		ctx, l := context.Background(), newLog(t, signing)
		for _, now := range []time.Time{begin, begin.Add(time.Hour), begin.Add(-time.Hour), begin.Add(30 * time.Minute), begin.Add(2 * time.Hour)} {
			at.Set(now)
			if err := add(d, l, audit.Entry{Action: "x", Outcome: audit.Done}); err != nil {
				t.Fatal(err)
			}
		}
		var times []time.Time
		err := d.Read(ctx, func(tx *db.Tx) error {
			var err error
			times, err = db.All(ctx, tx, db.Column[time.Time], `SELECT at FROM audit_entry ORDER BY n`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []time.Duration{0, time.Hour, time.Hour, time.Hour, 2 * time.Hour} {
			if !times[i].Equal(begin.Add(want)) {
				t.Errorf("entry %d is of %v", i, times[i])
			}
		}
		if _, err := l.Verify(ctx, d, nil); err != nil {
			t.Error(err)
		}
	}
	t.Run("sqlite", func(t *testing.T) { at := clock.NewFixed(begin); test(t, dbtest.Lite(t, at.Now, schemas...), at) })
	t.Run("postgres", func(t *testing.T) {
		at := clock.NewFixed(begin)
		test(t, dbtest.Postgres(t, at.Now, schemas...), at)
	})
}

// Entries of many at once have no gap, and each checkpoint on the way fits the end.
func TestManyAtOnceLeaveNoGap(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		ctx, l := context.Background(), newLog(t, signing)
		var kept []string
		var mu sync.Mutex
		var all sync.WaitGroup
		for who := range 10 {
			all.Go(func() {
				for range 10 {
					if err := add(d, l, audit.Entry{Actor: fmt.Sprint(who), Action: "x", Outcome: audit.Done}); err != nil {
						t.Error(err)
						return
					}
				}
				head, err := l.Checkpoint(ctx, d)
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				kept = append(kept, head)
				mu.Unlock()
			})
		}
		all.Wait()
		rep, err := l.Verify(ctx, d, kept)
		if err != nil || rep.Entries != 100 || rep.Checkpoints != 10 {
			t.Errorf("%+v, %v", rep, err)
		}
	})
}

// The words of an entry are sealed; without their key the log still verifies.
func TestTheLogHoldsNoWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		ctx, l, box := context.Background(), newLog(t, signing), newBox(t)
		if err := add(d, l, audit.Entry{Action: "x", Outcome: audit.Done, Detail: seal.T("Ailsa-Canary"), Box: box}); err != nil {
			t.Fatal(err)
		}
		var payload []byte
		got := seal.T("")
		err := d.Read(ctx, func(tx *db.Tx) error {
			var err error
			if payload, err = db.One(ctx, tx, db.Column[[]byte], `SELECT payload FROM audit_entry`); err != nil {
				return err
			}
			_, err = db.One(ctx, tx, func(r db.Row) (string, error) {
				var n string
				return n, r.Scan(&n, box.At(seal.Trail, "audit_entry", &n).Open("payload", &got))
			}, `SELECT CAST(n AS TEXT), payload FROM audit_entry`)
			return err
		})
		if err != nil || got.Reveal() != "Ailsa-Canary" {
			t.Errorf("opened %q, %v", got.Reveal(), err)
		}
		if strings.Contains(string(payload), "Canary") {
			t.Error("the words stand in the log")
		}
	})
}

// An empty log verifies, and has no checkpoint.
func TestAnEmptyLog(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		ctx, l := context.Background(), newLog(t, signing)
		head, err := l.Checkpoint(ctx, d)
		if head != "" || err != nil {
			t.Errorf("checkpoint %q, %v", head, err)
		}
		if rep, err := l.Verify(ctx, d, nil); err != nil || rep.Entries != 0 {
			t.Errorf("%+v, %v", rep, err)
		}
		if _, err := audit.New([]byte("too short")); err == nil {
			t.Error("a short key was taken")
		}
	})
}

// Many entries at once are the same log as one after the other.
func TestManyEntriesAtOnceAreALog(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, schemas, func(t *testing.T, d *db.DB) {
		ctx, l, n := context.Background(), newLog(t, signing), 0
		for _, many := range []int{3, 1, 0, 250, 100, 2} {
			var es []audit.Entry
			for range many {
				es = append(es, audit.Entry{Actor: "a", Action: "thing.read", Object: fmt.Sprint(n), Outcome: audit.Read})
				n++
			}
			if err := d.Write(ctx, func(tx *db.Tx) error { return l.Append(ctx, tx, es...) }); err != nil {
				t.Fatal(err)
			}
			if rep, err := l.Verify(ctx, d, nil); err != nil || rep.Entries != int64(n) {
				t.Fatalf("after %d entries: %+v, %v", n, rep, err)
			}
		}
	})
}
