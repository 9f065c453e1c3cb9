package db_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"lr/internal/db"
)

type thing struct {
	at    time.Time
	day   db.Date
	open  bool
	body  []byte
	count int64
	name  string
}

// What is written comes back the same from both databases: instants to the
// microsecond and in UTC, days, booleans, bytes, large numbers, and nothing.
func TestWhatIsWrittenComesBackTheSame(t *testing.T) {
	edinburgh := time.Date(2026, 7, 1, 1, 30, 0, 123_456_789, db.London())
	all := []struct {
		id       string
		in, want thing
	}{
		{"full", thing{edinburgh, db.Date{Year: 2026, Month: 3, Day: 31}, true, []byte{0, 1, 255}, 1 << 60, "É"},
			thing{time.Date(2026, 7, 1, 0, 30, 0, 123_456_000, time.UTC), db.Date{Year: 2026, Month: 3, Day: 31}, true, []byte{0, 1, 255}, 1 << 60, "É"}},
		{"nothing", thing{}, thing{}},
		{"old", thing{at: time.Date(1901, 1, 1, 0, 0, 0, 1000, time.UTC), day: db.Date{Year: 1901, Month: 1, Day: 1}, count: -1, name: "old"},
			thing{at: time.Date(1901, 1, 1, 0, 0, 0, 1000, time.UTC), day: db.Date{Year: 1901, Month: 1, Day: 1}, count: -1, name: "old"}},
	}
	each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		for _, one := range all {
			mustWrite(t, d, `INSERT INTO thing (id, name, size, open, at, day, body, count) VALUES ($1, $2, 0, $3, $4, $5, $6, $7)`,
				one.id, one.in.name, one.in.open, one.in.at, one.in.day, one.in.body, one.in.count)
			var got thing
			err := d.Read(ctx, func(tx *db.Tx) error {
				var err error
				got, err = db.One(ctx, tx, func(r db.Row) (thing, error) {
					var v thing
					return v, r.Scan(&v.at, &v.day, &v.open, &v.body, &v.count, &v.name)
				}, `SELECT at, day, open, body, count, name FROM thing WHERE id = $1`, one.id)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if !got.at.Equal(one.want.at) || got.at.Location() != time.UTC || got.day != one.want.day || got.open != one.want.open ||
				!bytes.Equal(got.body, one.want.body) || got.count != one.want.count || got.name != one.want.name {
				t.Errorf("%s: wrote %+v, read %+v, want %+v", one.id, one.in, got, one.want)
			}
		}
	})
}

// Times are compared, and the first and last found, as times; of none there is none.
func TestTimesAreInTheOrderOfTime(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		if at := read[time.Time](t, d, `SELECT MIN(at) FROM thing`); !at.IsZero() {
			t.Errorf("the first of none is %v", at)
		}
		first := time.Date(2026, 3, 29, 0, 59, 59, 999_999_000, time.UTC)
		for i, at := range []time.Time{first.Add(time.Microsecond).In(db.London()), first, first.Add(time.Hour)} {
			mustWrite(t, d, `INSERT INTO thing (id, name, size, at) VALUES ($1, $1, 0, $2)`, string(rune('a'+i)), at)
		}
		mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ('z', 'z', 0)`)
		if at := read[time.Time](t, d, `SELECT MIN(at) FROM thing`); !at.Equal(first) {
			t.Errorf("the first is %v, want %v", at, first)
		}
		if at := read[time.Time](t, d, `SELECT MAX(at) FROM thing`); !at.Equal(first.Add(time.Hour)) {
			t.Errorf("the last is %v", at)
		}
		if n := read[int](t, d, `SELECT COUNT(*) FROM thing WHERE at >= $1 AND at < $2`, first, first.Add(time.Hour)); n != 2 {
			t.Errorf("%d things in the hour, want 2", n)
		}
		if id := read[string](t, d, `SELECT id FROM thing ORDER BY at NULLS LAST, id`); id != "b" {
			t.Errorf("the first in order is %s, want b", id)
		}
	})
}

// A number that a column cannot hold as a time or a day is an error, and not a wrong time.
func TestAWrongColumnIsAnErrorAndNotAWrongValue(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ('a', 'not a day', 0)`)
		err := d.Read(context.Background(), func(tx *db.Tx) error {
			if _, err := db.One(context.Background(), tx, db.Column[time.Time], `SELECT name FROM thing`); err == nil {
				t.Error("a name was read as a time")
			}
			if _, err := db.One(context.Background(), tx, db.Column[db.Date], `SELECT name FROM thing`); err == nil {
				t.Error("a name was read as a day")
			}
			if _, err := db.One(context.Background(), tx, db.Column[time.Time], `SELECT size FROM thing`); err == nil {
				t.Error("a number was read as a time")
			}
			if _, err := db.One(context.Background(), tx, db.Column[db.Date], `SELECT size FROM thing`); err == nil {
				t.Error("a number was read as a day")
			}
			_, err := db.One(context.Background(), tx, db.Column[int], `SELECT size FROM thing WHERE id = 'b'`)
			return err
		})
		if !errors.Is(err, db.ErrNotFound) {
			t.Errorf("a row that is not there gives %v", err)
		}
	})
}

// Of two people who change the same version the second is told, and changes nothing.
func TestTheSecondOfTwoWhoChangeAVersionIsTold(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ('a', 'a', 1)`)
		change := func(size, version int) error {
			return d.Write(ctx, func(tx *db.Tx) error {
				return tx.Change(ctx, `UPDATE thing SET size = $1, version = version + 1 WHERE id = 'a' AND version = $2`, size, version)
			})
		}
		if err := change(2, 1); err != nil {
			t.Fatal(err)
		}
		if err := change(3, 1); !errors.Is(err, db.ErrStale) {
			t.Errorf("the second change gave %v", err)
		}
		if size := read[int](t, d, `SELECT size FROM thing`); size != 2 {
			t.Errorf("the size is %d, want 2", size)
		}
		err := d.Write(ctx, func(tx *db.Tx) error { return tx.Change(ctx, `UPDATE thing SET size = -1`) })
		if !errors.Is(err, db.ErrRefused) {
			t.Errorf("a change that breaks a rule gave %v", err)
		}
	})
}

// What an INSERT or UPDATE made of a row is read in the same statement.
func TestAChangeGivesBackItsRow(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.Write(ctx, func(tx *db.Tx) error {
			version, err := db.One(ctx, tx, db.Column[int], `INSERT INTO thing (id, name, size) VALUES ('a', 'a', 1) RETURNING version`)
			if err != nil || version != 1 {
				t.Errorf("insert gave version %d, %v", version, err)
			}
			at, err := db.One(ctx, tx, db.Column[time.Time], `UPDATE thing SET at = $1, version = version + 1 WHERE id = 'a' RETURNING at`, tx.Now())
			if err != nil || !at.Equal(tx.Now()) {
				t.Errorf("update gave %v, %v; it is %v", at, err, tx.Now())
			}
			size, err := db.One(ctx, tx, db.Column[int], `
				INSERT INTO thing (id, name, size) VALUES ('a', 'b', 7)
				ON CONFLICT (id) DO UPDATE SET size = excluded.size RETURNING size`)
			if err != nil || size != 7 {
				t.Errorf("upsert gave size %d, %v", size, err)
			}
			n, err := tx.Exec(ctx, `INSERT INTO thing (id, name, size) VALUES ('a', 'c', 9) ON CONFLICT (id) DO NOTHING`)
			if err != nil || n != 0 {
				t.Errorf("a row that was there: %d rows changed, %v", n, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if name := read[string](t, d, `SELECT name FROM thing WHERE id = 'a'`); name != "a" {
			t.Errorf("the name is %q", name)
		}
	})
}

// The transaction has one time, in UTC, to the microsecond that both databases keep.
func TestATransactionHasOneTime(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		err := d.Write(context.Background(), func(tx *db.Tx) error {
			if now := tx.Now(); now != tx.Now() || now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
				t.Errorf("the time of the transaction is %v", now)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// Many rows go in together in the order given, or none of them does.
func TestManyRowsGoInTogether(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx, day := context.Background(), db.Date{Year: 2026, Month: 3, Day: 31}
		insert := func(rows [][]any) error {
			return d.Write(ctx, func(tx *db.Tx) error { return tx.InsertAll(ctx, `thing (id, name, size, day, body)`, rows) })
		}
		var rows [][]any
		for i := range 401 {
			rows = append(rows, []any{db.NewID(), fmt.Sprint("thing ", i), i, day, []byte{1}})
		}
		for _, some := range [][][]any{nil, rows[:1], rows[1:]} {
			if err := insert(some); err != nil {
				t.Fatal(err)
			}
		}
		if n := read[int](t, d, `SELECT COUNT(*) FROM thing WHERE name = 'thing ' || size AND day = $1`, day); n != len(rows) {
			t.Errorf("%d rows are as they were given", n)
		}
		twice := [][]any{{"a", "A", 1, day, nil}, {"b", "A", 2, day, nil}}
		if err := insert(twice); !errors.Is(err, db.ErrTaken) {
			t.Errorf("a name twice: %v", err)
		}
		if n := read[int](t, d, `SELECT COUNT(*) FROM thing`); n != len(rows) {
			t.Errorf("%d rows after a change that failed", n)
		}
	})
}

// Rows among many values are found whatever the values are, and none among none.
func TestRowsAreFoundAmongManyValues(t *testing.T) {
	each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		odd := []string{`with "quotes"`, "with, commas", "it's", "É\\", ""}
		for i, name := range append(odd, "another", "one more") {
			mustWrite(t, d, `INSERT INTO thing (id, name, size) VALUES ($1, $2, $3)`, fmt.Sprint(i), name, i)
		}
		for _, among := range [][]string{nil, {}, odd, {"another", "nowhere", "another"}} {
			want := 0
			for _, name := range append(odd, "another", "one more") {
				if slices.Contains(among, name) {
					want++
				}
			}
			var got []string
			err := d.Read(ctx, func(tx *db.Tx) error {
				var err error
				condition, arg := db.Among(tx, "name", among)
				got, err = db.All(ctx, tx, db.Column[string], `SELECT name FROM thing WHERE size >= $2 AND `+condition, arg, 0)
				return err
			})
			if err != nil || len(got) != want {
				t.Errorf("among %q: %q, %v", among, got, err)
			}
		}
		for _, among := range [][]int64{nil, {2}, {6, 0, 1 << 60, 6, -1}} {
			want := map[int64]bool{}
			for _, n := range among {
				if n >= 0 && n <= 6 {
					want[n] = true
				}
			}
			var got []int64
			err := d.Read(ctx, func(tx *db.Tx) error {
				var err error
				condition, arg := db.Among(tx, "size", among)
				got, err = db.All(ctx, tx, db.Column[int64], `SELECT size FROM thing WHERE `+condition, arg)
				return err
			})
			if err != nil || len(got) != len(want) || slices.ContainsFunc(got, func(n int64) bool { return !want[n] }) {
				t.Errorf("among %d: %d, %v", among, got, err)
			}
		}
	})
}
