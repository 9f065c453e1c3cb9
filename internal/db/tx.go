package db

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// writers is the name of the PostgreSQL lock that lets one change in at a time.
const writers = 0x6c72_0001

// Tx is one change (Write) or one picture (Read) of the database.
type Tx struct {
	tx   *sql.Tx
	lite bool
	now  time.Time
}

// Now is the time of the transaction: the same for everything done in it.
func (tx *Tx) Now() time.Time { return tx.now }

// Write makes a change: everything that fn does, or nothing. One Write runs at a time.
func (d *DB) Write(ctx context.Context, fn func(tx *Tx) error) error {
	return d.run(ctx, d.writer, nil, func(tx *Tx) error {
		if !d.lite {
			if _, err := tx.tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, writers); err != nil {
				return fmt.Errorf("wait for other changes: %w", err)
			}
			tx.now = d.moment()
		}
		return fn(tx)
	})
}

// Read sees the database as it was when fn began; a change in it is refused.
func (d *DB) Read(ctx context.Context, fn func(tx *Tx) error) error {
	var opt *sql.TxOptions
	if !d.lite {
		opt = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	return d.run(ctx, d.reader, opt, fn)
}

func (d *DB) moment() time.Time { return d.now().UTC().Truncate(time.Microsecond) }

// run rolls back on an error and on a panic.
func (d *DB) run(ctx context.Context, pool *sql.DB, opt *sql.TxOptions, fn func(tx *Tx) error) error {
	t, err := pool.BeginTx(ctx, opt)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer t.Rollback() // does nothing after a commit
	if err := fn(&Tx{tx: t, lite: d.lite, now: d.moment()}); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return fmt.Errorf("commit: %w", known(err))
	}
	return nil
}

// Exec changes rows and says how many.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := tx.tx.ExecContext(ctx, query, tx.encode(args)...)
	if err != nil {
		return 0, known(err)
	}
	return res.RowsAffected()
}

// atOnce is how many rows go to the database in one statement: a server is far away
// for each of many.
const atOnce = 200

// InsertAll adds many rows to a table; into names it and its columns, "thing (id, name)".
func (tx *Tx) InsertAll(ctx context.Context, into string, rows [][]any) error {
	for some := range slices.Chunk(rows, atOnce) {
		var args []any
		var b strings.Builder
		b.WriteString("INSERT INTO " + into + " VALUES ")
		for i, cells := range some {
			if i > 0 {
				b.WriteString(", ")
			}
			for j := range cells {
				before := ", "
				if j == 0 {
					before = "("
				}
				b.WriteString(before + tx.place(len(args)+j+1))
			}
			b.WriteString(")")
			args = append(args, cells...)
		}
		if _, err := tx.Exec(ctx, b.String(), args...); err != nil {
			return err
		}
	}
	return nil
}

// place stands for the nth of many values. SQLite looks each numbered one up among
// all that came before, so there they have no numbers.
func (tx *Tx) place(n int) string {
	if tx.lite {
		return "?"
	}
	return "$" + strconv.Itoa(n)
}

// Among is the condition that a column is one of the values, and the value of the
// $1 in it.
func Among[T string | int64](tx *Tx, column string, values []T) (condition, arg string) {
	list, err := json.Marshal(append([]T{}, values...))
	if err != nil {
		panic(err) // strings and numbers always can
	}
	if tx.lite {
		return column + " IN (SELECT value FROM json_each($1))", string(list)
	}
	kind := "text"
	if _, numbers := any(values).([]int64); numbers {
		kind = "bigint"
	}
	// An array is looked up in the index; of IN, PostgreSQL makes a join with the whole table.
	return column + " = ANY(ARRAY(SELECT CAST(json_array_elements_text($1::json) AS " + kind + ")))", string(list)
}

// Change is Exec for a change of one row at a version: none changed means that
// somebody else changed it first, ErrStale.
func (tx *Tx) Change(ctx context.Context, query string, args ...any) error {
	n, err := tx.Exec(ctx, query, args...)
	if err == nil && n != 1 {
		return ErrStale
	}
	return err
}

// One reads one row, or gives ErrNotFound.
func One[T any](ctx context.Context, tx *Tx, read func(Row) (T, error), query string, args ...any) (T, error) {
	var none T
	all, err := All(ctx, tx, read, query, args...)
	if err != nil {
		return none, err
	}
	if len(all) == 0 {
		return none, ErrNotFound
	}
	return all[0], nil
}

// All reads every row, in the order of the query.
func All[T any](ctx context.Context, tx *Tx, read func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.tx.QueryContext(ctx, query, tx.encode(args)...)
	if err != nil {
		return nil, known(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := read(row{rows})
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, known(rows.Err())
}

// Column reads the only column of a row.
func Column[T any](r Row) (T, error) {
	var v T
	return v, r.Scan(&v)
}
