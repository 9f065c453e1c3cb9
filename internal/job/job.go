// Package job keeps work to do later: a message to send, a reminder, a large
// document. The work is a row written in the transaction of the deed that asks
// for it, so that neither is there without the other; workers on any node take
// it from there. [SEED]
//
// A job runs at least once, and never in two workers within one lease: what it
// does must be the same when it is done twice. A row holds the kind of work and
// an id, and how it failed as one of a few fixed words, never words of a case.
package job

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"regexp"
	"time"

	"lr/internal/db"
)

//go:embed schema/*.sql
var Schema embed.FS

// Add asks for work of a kind on an object, named by its id, not before due. Work that
// waits already is done once, at the earlier of both times; work that runs just
// now is done again afterwards.
func Add(ctx context.Context, tx *db.Tx, kind, object string, due time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO job (id, kind, object, due) VALUES ($1, $2, $3, $4)
		ON CONFLICT (kind, object) WHERE done_at IS NULL AND given_up_at IS NULL DO UPDATE SET
		    again = CASE WHEN job.lease IS NULL THEN job.again
		        WHEN job.again < excluded.due THEN job.again ELSE excluded.due END,
		    due = CASE WHEN job.lease IS NULL AND excluded.due < job.due THEN excluded.due ELSE job.due END`,
		db.NewID(), kind, object, due)
	if err != nil {
		return fmt.Errorf("add a job %s: %w", kind, err)
	}
	return nil
}

// Class says in one fixed word how a job failed. It is all that is kept of a
// failure, since the words of an error may be a case's.
type Class string

const (
	Failed  Class = "failed"   // in a way that its handler gave no class
	Late    Class = "too-late" // it took longer than its lease
	Crashed Class = "crashed"  // its handler panicked, or the whole program stopped

	// Unreachable is for a service that all jobs of the kind need, such as the
	// mail server. When one job reaches it again, those that did not are due at once.
	Unreachable Class = "unreachable"
)

var classLetters = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

type failure struct {
	class Class
	final bool
	err   error
}

func (f *failure) Error() string { return string(f.class) + ": " + f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// Fail gives an error its class; the job is tried again later.
func Fail(class Class, err error) error { return &failure{class: class, err: err} }

// Refuse gives an error its class; trying again would not help, and the job is given up.
func Refuse(class Class, err error) error { return &failure{class: class, final: true, err: err} }

// classOf finds the class of an error, and whether trying again is useless.
func classOf(err error) (Class, bool) {
	if f := (*failure)(nil); errors.As(err, &f) && classLetters.MatchString(string(f.class)) {
		return f.class, f.final
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Late, false
	}
	return Failed, false
}

// Stuck is a job that failed and is not done.
type Stuck struct {
	Kind, Object string
	Due          time.Time
	Attempts     int
	Class        Class
	GivenUp      time.Time // zero: it will be tried again
}

// Troubles lists the jobs that failed and are not done, the given up ones
// first, for the page that shows how the installation fares.
func Troubles(ctx context.Context, tx *db.Tx) ([]Stuck, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Stuck, error) {
		var s Stuck
		var class string
		err := r.Scan(&s.Kind, &s.Object, &s.Due, &s.Attempts, &class, &s.GivenUp)
		s.Class = Class(class)
		return s, err
	}, `
		SELECT kind, object, due, attempts, last_error, given_up_at FROM job
		WHERE done_at IS NULL AND last_error <> '' ORDER BY given_up_at NULLS LAST, due, id`)
	if err != nil {
		return nil, fmt.Errorf("list the jobs in trouble: %w", err)
	}
	return all, nil
}
