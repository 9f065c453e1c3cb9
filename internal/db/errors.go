package db

import (
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

var (
	ErrNotFound = errors.New("there is no such row")
	ErrTaken    = errors.New("there is such a row already")
	ErrUnlinked = errors.New("the row that this one belongs to is missing")
	ErrRefused  = errors.New("the row does not keep the rules of its table")
	ErrReadOnly = errors.New("reading cannot change anything")
	ErrStale    = errors.New("somebody else changed this meanwhile")
)

// known gives the errors of both databases one name each.
func known(err error) error {
	name := func(as error) error { return fmt.Errorf("%w: %w", as, err) }
	if pg := (*pgconn.PgError)(nil); errors.As(err, &pg) {
		switch pg.Code {
		case "23505":
			return name(ErrTaken)
		case "23503":
			return name(ErrUnlinked)
		case "23502", "23514", "22P02", "22003", "22007", "22008", "22021":
			return name(ErrRefused)
		case "25006":
			return name(ErrReadOnly)
		}
	}
	if lite := (*sqlite.Error)(nil); errors.As(err, &lite) {
		switch lite.Code() {
		case lib.SQLITE_CONSTRAINT_UNIQUE, lib.SQLITE_CONSTRAINT_PRIMARYKEY:
			return name(ErrTaken)
		case lib.SQLITE_CONSTRAINT_FOREIGNKEY:
			return name(ErrUnlinked)
		case lib.SQLITE_CONSTRAINT_CHECK, lib.SQLITE_CONSTRAINT_NOTNULL, lib.SQLITE_CONSTRAINT_DATATYPE:
			return name(ErrRefused)
		case lib.SQLITE_READONLY:
			return name(ErrReadOnly)
		}
	}
	return err
}
