package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"lr/internal/db"
)

// lease is how long a worker has a job for itself. A handler is told to stop
// shortly before.
const (
	lease = 30 * time.Second
	grace = 3 * time.Second
	poll  = time.Second
)

// waits are the times between attempts. After the last one a job is given up.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour, 24 * time.Hour}

// Worker does jobs, one after another; several may work on one database. Kinds
// says how each kind is done: the function gets the id that Add was given. Jobs
// of other kinds are left to workers that know them. A Worker is not copied.
type Worker struct {
	DB    *db.DB
	Now   func() time.Time
	Kinds map[string]func(ctx context.Context, object string) error
	Log   *slog.Logger

	once  sync.Once
	woken chan struct{}
}

func (w *Worker) bell() chan struct{} {
	w.once.Do(func() { w.woken = make(chan struct{}, 1) })
	return w.woken
}

// Wake says that there may be work. It never waits.
func (w *Worker) Wake() {
	select {
	case w.bell() <- struct{}{}:
	default:
	}
}

// Run does what is due until the context ends: when woken, and every second
// for what other nodes added and what became due. A job that is under way then
// is told to stop, and is taken up again by the next worker.
func (w *Worker) Run(ctx context.Context) {
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		if _, err := w.RunOnce(ctx); err != nil && ctx.Err() == nil {
			w.Log.Error("jobs could not be taken", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-w.bell():
		}
	}
}

// RunOnce does every job that is due, and says how many it did, well or not.
// The error is the database's; how jobs fail stands in their rows.
func (w *Worker) RunOnce(ctx context.Context) (n int, err error) {
	for ctx.Err() == nil {
		j, err := w.take(ctx)
		if errors.Is(err, db.ErrNotFound) {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("take a job: %w", err)
		}
		if j.lease == "" {
			continue // given up: it ended the program, or its worker, each time
		}
		if err := w.do(ctx, j); err != nil {
			return n, fmt.Errorf("end a job %s: %w", j.kind, err)
		}
		n++
	}
	return n, ctx.Err()
}

// taken is a job that this worker has until its lease ends.
type taken struct {
	id, kind, object, lease string
	attempts                int
}

func readTaken(r db.Row) (taken, error) {
	var j taken
	return j, r.Scan(&j.id, &j.kind, &j.object, &j.attempts)
}

// due is the question for the first job that waits; $1 is now, the rest the kinds.
func (w *Worker) due() (string, []any) {
	args := []any{w.Now()}
	var known []string
	kinds := make([]string, 0, len(w.Kinds))
	for k := range w.Kinds {
		kinds = append(kinds, k)
	}
	slices.Sort(kinds)
	for _, k := range kinds {
		args = append(args, k)
		known = append(known, "$"+strconv.Itoa(len(args)))
	}
	return `
		SELECT id, kind, object, attempts FROM job
		WHERE done_at IS NULL AND given_up_at IS NULL AND due <= $1
		  AND (lease IS NULL OR lease_until <= $1)
		  AND kind IN (` + strings.Join(known, ", ") + `)
		ORDER BY due, id LIMIT 1`, args
}

// take leases the first job that is due, or gives ErrNotFound. An idle worker
// only reads. A job whose worker died on its last attempt is given up here.
func (w *Worker) take(ctx context.Context) (taken, error) {
	if len(w.Kinds) == 0 {
		return taken{}, db.ErrNotFound
	}
	query, args := w.due()
	err := w.DB.Read(ctx, func(tx *db.Tx) error {
		_, err := db.One(ctx, tx, readTaken, query, args...)
		return err
	})
	if err != nil {
		return taken{}, err
	}
	var j taken
	err = w.DB.Write(ctx, func(tx *db.Tx) error {
		query, args := w.due() // at a time after other writers were waited for
		if j, err = db.One(ctx, tx, readTaken, query, args...); err != nil {
			return err
		}
		j.attempts++
		if j.attempts > len(waits)+1 {
			w.Log.Error("a job was given up", "kind", j.kind, "object", j.object, "attempts", j.attempts-1, "class", string(Crashed))
			return tx.Change(ctx, `UPDATE job SET lease = NULL, lease_until = NULL, given_up_at = $1, last_error = $2 WHERE id = $3`,
				w.Now(), string(Crashed), j.id)
		}
		j.lease = db.NewID()
		return tx.Change(ctx, `UPDATE job SET lease = $1, lease_until = $2, attempts = $3 WHERE id = $4`,
			j.lease, w.Now().Add(lease), j.attempts, j.id)
	})
	return j, err
}

// do runs the handler and writes down how it went.
func (w *Worker) do(ctx context.Context, j taken) error {
	within, cancel := context.WithTimeout(ctx, lease-grace)
	err := w.handle(within, j)
	cancel()
	// The end is written down also when the program is being stopped.
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	return w.DB.Write(after, func(tx *db.Tx) error {
		var written error
		switch class, final := classOf(err); {
		case err == nil:
			written = w.finish(after, tx, j)
		case ctx.Err() != nil:
			written = tx.Change(after, `UPDATE job SET lease = NULL, lease_until = NULL, attempts = attempts - 1 WHERE id = $1 AND lease = $2`,
				j.id, j.lease)
		case final || j.attempts > len(waits):
			w.Log.Error("a job was given up", "kind", j.kind, "object", j.object, "attempts", j.attempts, "class", string(class))
			written = tx.Change(after, `
				UPDATE job SET lease = NULL, lease_until = NULL, given_up_at = $1, last_error = $2 WHERE id = $3 AND lease = $4`,
				w.Now(), string(class), j.id, j.lease)
		default:
			w.Log.Warn("a job failed and will be tried again", "kind", j.kind, "object", j.object, "attempts", j.attempts, "class", string(class))
			written = tx.Change(after, `
				UPDATE job SET lease = NULL, lease_until = NULL, due = $1, last_error = $2 WHERE id = $3 AND lease = $4`,
				w.Now().Add(waits[j.attempts-1]), string(class), j.id, j.lease)
		}
		if errors.Is(written, db.ErrStale) {
			w.Log.Warn("a job took longer than its lease", "kind", j.kind, "object", j.object)
			return nil // it is another worker's now
		}
		return written
	})
}

// finish ends a job, or lets it wait again where it was asked for once more
// meanwhile. What waits for the service that this job reached need wait no longer.
func (w *Worker) finish(ctx context.Context, tx *db.Tx, j taken) error {
	if _, err := tx.Exec(ctx, `
		UPDATE job SET due = $1
		WHERE kind = $2 AND last_error = $3 AND done_at IS NULL AND given_up_at IS NULL AND due > $1 AND lease IS NULL`,
		w.Now(), j.kind, string(Unreachable)); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE job SET lease = NULL, lease_until = NULL, due = again, again = NULL, attempts = 0, last_error = ''
		WHERE id = $1 AND lease = $2 AND again IS NOT NULL`, j.id, j.lease)
	if err != nil || n > 0 {
		return err
	}
	return tx.Change(ctx, `UPDATE job SET lease = NULL, lease_until = NULL, done_at = $1, last_error = '' WHERE id = $2 AND lease = $3`,
		w.Now(), j.id, j.lease)
}

// handle turns a panic into a class, without its words.
func (w *Worker) handle(ctx context.Context, j taken) (err error) {
	defer func() {
		if v := recover(); v != nil {
			w.Log.Error("a job panicked", "kind", j.kind, "object", j.object, "type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			err = Fail(Crashed, errors.New("panic"))
		}
	}()
	return w.Kinds[j.kind](ctx, j.object)
}
