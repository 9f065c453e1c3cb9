package db_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"lr/internal/db"
)

// soon ends a wait that would otherwise never end.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// A change that fails or panics leaves nothing, and lets the next one in.
func TestAFailedChangeLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := soon(t)
		add := func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `INSERT INTO thing (id, name, size) VALUES ('a', 'a', 0)`)
			return err
		}
		wrong := errors.New("wrong")
		for range 3 {
			err := d.Write(ctx, func(tx *db.Tx) error {
				if err := add(tx); err != nil {
					return err
				}
				return wrong
			})
			if !errors.Is(err, wrong) {
				t.Errorf("the error became %v", err)
			}
			func() {
				defer func() {
					if recover() != "thrown" {
						t.Error("the panic was swallowed")
					}
				}()
				d.Write(ctx, func(tx *db.Tx) error {
					add(tx)
					panic("thrown")
				})
			}()
			func() {
				defer func() { recover() }()
				d.Read(ctx, func(tx *db.Tx) error { panic("thrown") })
			}()
		}
		if n := read[int](t, d, `SELECT COUNT(*) FROM thing`); n != 0 {
			t.Errorf("%d things were left", n)
		}
		if err := d.Write(ctx, add); err != nil {
			t.Errorf("the writer is not free: %v", err)
		}
	})
}

// A change that broke a rule cannot be kept by passing over the error.
func TestAnErrorPassedOverKeepsNothingWrong(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := soon(t)
		d.Write(ctx, func(tx *db.Tx) error {
			tx.Exec(ctx, `INSERT INTO thing (id, name, size) VALUES ('a', 'a', -1)`)
			return nil
		})
		if n := read[int](t, d, `SELECT COUNT(*) FROM thing`); n != 0 {
			t.Errorf("%d things were left", n)
		}
	})
}

// Whoever goes away while waiting gets an error, and leaves the writer free.
func TestACancelledChangeLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, cancel := context.WithCancel(soon(t))
		err := d.Write(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(ctx, `INSERT INTO thing (id, name, size) VALUES ('a', 'a', 0)`); err != nil {
				return err
			}
			cancel()
			return nil
		})
		if err == nil {
			t.Error("a change was kept for somebody who went away")
		}
		if n := read[int](t, d, `SELECT COUNT(*) FROM thing`); n != 0 {
			t.Errorf("%d things were left", n)
		}
		mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ('b', 'b', 0)`)
	})
}

// A reader keeps its picture while others write.
func TestAReaderKeepsItsPicture(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := soon(t)
		mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ('a', 'a', 0)`)
		count := func(tx *db.Tx) int {
			n, err := db.One(ctx, tx, db.Column[int], `SELECT COUNT(*) FROM thing`)
			if err != nil {
				t.Error(err)
			}
			return n
		}
		err := d.Read(ctx, func(tx *db.Tx) error {
			if n := count(tx); n != 1 {
				t.Errorf("%d things at first", n)
			}
			if err := write(d, `INSERT INTO thing (id, name, size) VALUES ('b', 'b', 0)`); err != nil {
				return err
			}
			if n := count(tx); n != 1 {
				t.Errorf("%d things in the picture after a change", n)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := read[int](t, d, `SELECT COUNT(*) FROM thing`); n != 2 {
			t.Errorf("%d things afterwards", n)
		}
	})
}

// Forty people who write ten entries each, numbered by what they read, leave no
// gap and no number twice; and each sees the time go on.
func TestManyWritersAreOneAfterAnother(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := soon(t)
		mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ('a', 'a', 0)`)
		var all sync.WaitGroup
		for who := range 40 {
			all.Go(func() {
				for i := range 10 {
					err := d.Write(ctx, func(tx *db.Tx) error {
						n, err := db.One(ctx, tx, db.Column[int64], `SELECT COALESCE(MAX(n), 0) + 1 FROM part`)
						if err != nil {
							return err
						}
						if _, err := tx.Exec(ctx, `INSERT INTO part (id, thing_id, n) VALUES ($1, 'a', $2)`, fmt.Sprint(who, "-", i), n); err != nil {
							return err
						}
						_, err = tx.Exec(ctx, `INSERT INTO thing (id, name, size, at) VALUES ($1, $2, 0, $3)`,
							strconv.FormatInt(n, 10), strconv.FormatInt(n, 10), tx.Now())
						return err
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		all.Wait()
		if n := read[int](t, d, `SELECT COUNT(*) FROM part`); n != 400 {
			t.Errorf("%d entries", n)
		}
		if last := read[int](t, d, `SELECT MAX(n) FROM part`); last != 400 {
			t.Errorf("the last entry is %d", last)
		}
		if n := read[int](t, d, `
			SELECT COUNT(*) FROM thing a JOIN thing b ON CAST(b.id AS BIGINT) = CAST(a.id AS BIGINT) + 1
			WHERE a.id <> 'a' AND b.id <> 'a' AND b.at < a.at`); n != 0 {
			t.Errorf("%d entries are older than the one before them", n)
		}
	})
}

// Ids are never the same, and in the order of their making.
func TestIdsAreInOrder(t *testing.T) {
	t.Parallel()
	last := ""
	for range 1000 {
		id := db.NewID()
		if id <= last || len(id) != 36 {
			t.Fatalf("%q after %q", id, last)
		}
		last = id
	}
}
