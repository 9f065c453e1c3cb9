// Package db is the one door to the database. The same SQL runs on SQLite,
// which is built in, and on PostgreSQL, for an installation of several nodes.
//
// Changes are made one at a time and all or nothing (Write); reading sees one
// unchanging picture and cannot change anything (Read). What was acknowledged
// is on the disk: a database set to less is refused at the start.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// DB is one open database.
type DB struct {
	lite   bool
	writer *sql.DB
	reader *sql.DB
	now    func() time.Time
}

// Open opens the database that the address names and checks that it keeps what
// it acknowledges. Addresses are "sqlite:FILE" and "postgres://…". now tells
// the time of each transaction.
func Open(ctx context.Context, address string, now func() time.Time) (*DB, error) {
	var d *DB
	var err error
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		d, err = openLite(strings.TrimPrefix(address, "sqlite:"))
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		d, err = openPostgres(address)
	default:
		return nil, fmt.Errorf("the database address must begin with sqlite: or postgres://")
	}
	if err != nil {
		return nil, err
	}
	d.now = now
	if err := d.checkDurable(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// openLite opens one connection that writes and several that only read.
// The address may say ?synchronous=…, which anything below FULL makes useless:
// checkDurable refuses it.
func openLite(address string) (*DB, error) {
	file, query, _ := strings.Cut(address, "?")
	settings, err := url.ParseQuery(query)
	if err != nil {
		return nil, fmt.Errorf("the database address: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	sync := settings.Get("synchronous")
	if sync == "" {
		sync = "FULL"
	}
	dsn := func(more ...string) string {
		v := url.Values{}
		for _, p := range append([]string{"busy_timeout(10000)", "journal_mode(wal)", "synchronous(" + sync + ")", "foreign_keys(on)",
			"trusted_schema(off)", "secure_delete(on)", "temp_store(memory)", "cell_size_check(on)"}, more...) {
			v.Add("_pragma", p)
		}
		return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + v.Encode()
	}
	w, err := sql.Open("sqlite", dsn()+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	w.SetMaxOpenConns(1)
	r, err := sql.Open("sqlite", dsn("query_only(on)"))
	if err != nil {
		w.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	r.SetMaxOpenConns(8)
	r.SetMaxIdleConns(8)
	// The file and its journal are made now, with rights for their owner only.
	if err := w.Ping(); err != nil {
		w.Close()
		r.Close()
		return nil, fmt.Errorf("open %s: %w", file, err)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		w.Close()
		r.Close()
		return nil, fmt.Errorf("protect %s: %w", file, err)
	}
	return &DB{lite: true, writer: w, reader: r}, nil
}

func openPostgres(address string) (*DB, error) {
	p, err := sql.Open("pgx", address)
	if err != nil {
		return nil, fmt.Errorf("open the PostgreSQL database: %w", err)
	}
	p.SetMaxOpenConns(16)
	p.SetMaxIdleConns(8)
	return &DB{writer: p, reader: p}, nil
}

// checkDurable refuses a database that may lose what it acknowledged.
func (d *DB) checkDurable(ctx context.Context) error {
	if d.lite {
		var mode string
		var sync int
		if err := d.writer.QueryRowContext(ctx, `PRAGMA journal_mode`).Scan(&mode); err != nil {
			return fmt.Errorf("read journal_mode: %w", err)
		}
		if err := d.writer.QueryRowContext(ctx, `PRAGMA synchronous`).Scan(&sync); err != nil {
			return fmt.Errorf("read synchronous: %w", err)
		}
		if mode != "wal" || sync < 2 {
			return fmt.Errorf("the database would not keep every saved word through a power cut (journal_mode %s, synchronous %d): take \"synchronous\" out of the database address", mode, sync)
		}
		return nil
	}
	for _, setting := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var value string
		if err := d.writer.QueryRowContext(ctx, `SELECT current_setting($1)`, setting).Scan(&value); err != nil {
			return fmt.Errorf("ask PostgreSQL for %s: %w", setting, err)
		}
		if value == "off" {
			return fmt.Errorf("the database would not keep every saved word through a power cut: PostgreSQL has %s %s, it must be on", setting, value)
		}
	}
	return nil
}

// Close ends all connections.
func (d *DB) Close() error {
	err := d.writer.Close()
	if d.reader != d.writer {
		if e := d.reader.Close(); err == nil {
			err = e
		}
	}
	return err
}

// Lite says that the database is the built-in SQLite.
func (d *DB) Lite() bool { return d.lite }

// NewID makes an id for a row. Ids are in the order of their making and cannot
// be guessed.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }
