package db

import (
	"database/sql"
	"fmt"
	"time"
)

// Row is one row being read.
type Row interface{ Scan(dest ...any) error }

type row struct{ rows *sql.Rows }

func (r row) Scan(dest ...any) error {
	for i, d := range dest {
		switch d := d.(type) {
		case *time.Time:
			dest[i] = instant{d}
		case *string:
			dest[i] = text{d}
		}
	}
	return known(r.rows.Scan(dest...))
}

// written is how an instant stands in SQLite: UTC, to the microsecond, 27
// letters, so that the order of the letters is the order of time.
const written = "2006-01-02T15:04:05.000000Z"

func (tx *Tx) encode(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a
		if t, ok := a.(time.Time); ok {
			switch t = t.UTC().Truncate(time.Microsecond); {
			case t.IsZero():
				out[i] = nil
			case tx.lite:
				out[i] = t.Format(written)
			default:
				out[i] = t
			}
		}
	}
	return out
}

// instant reads a time from either database; NULL is the zero time.
type instant struct{ to *time.Time }

func (i instant) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*i.to = time.Time{}
		return nil
	case time.Time:
		*i.to = v.UTC()
		return nil
	case string:
		t, err := time.Parse(written, v)
		*i.to = t
		return err
	}
	return fmt.Errorf("a time cannot be read from %T", v)
}

// text reads a string; NULL is the empty one.
type text struct{ to *string }

func (t text) Scan(v any) error {
	var s sql.NullString
	err := s.Scan(v)
	*t.to = s.String
	return err
}
