package job

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"testing"
	"time"

	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
)

var monday = time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC)

type world struct {
	t     *testing.T
	db    *db.DB
	clock *clock.Fixed
}

// onBoth runs a test on both databases, with a clock that stands.
func onBoth(t *testing.T, test func(w world)) {
	t.Parallel()
	dbtest.Each(t, []fs.FS{Schema}, func(t *testing.T, d *db.DB) {
		test(world{t, d, clock.NewFixed(monday)})
	})
}

func (w world) worker(does func(ctx context.Context, object string) error) *Worker {
	return &Worker{DB: w.db, Now: w.clock.Now, Log: slog.New(slog.DiscardHandler),
		Kinds: map[string]func(context.Context, string) error{"letter": does}}
}

func (w world) add(object string, due time.Time) {
	w.t.Helper()
	err := w.db.Write(context.Background(), func(tx *db.Tx) error { return Add(context.Background(), tx, "letter", object, due) })
	if err != nil {
		w.t.Fatal(err)
	}
}

// done runs the worker once and wants that many jobs done.
func (w world) done(worker *Worker, want int) {
	w.t.Helper()
	n, err := worker.RunOnce(context.Background())
	if err != nil || n != want {
		w.t.Fatalf("%d jobs were done (%v), want %d", n, err, want)
	}
}

func (w world) troubles() []Stuck {
	w.t.Helper()
	var all []Stuck
	err := w.db.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		all, err = Troubles(context.Background(), tx)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

func TestThreeWorkersDoEachJobOnce(t *testing.T) {
	onBoth(t, func(w world) {
		for i := range 200 {
			w.add(fmt.Sprint(i), monday)
		}
		var mu sync.Mutex
		times := map[string]int{}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var all sync.WaitGroup
		for range 3 {
			worker := w.worker(func(_ context.Context, object string) error {
				mu.Lock()
				defer mu.Unlock()
				times[object]++
				if len(times) == 200 {
					cancel()
				}
				return nil
			})
			all.Go(func() { worker.Run(ctx) })
		}
		all.Wait()
		for object, n := range times {
			if n != 1 {
				w.t.Errorf("job %s was done %d times", object, n)
			}
		}
		w.done(w.worker(func(context.Context, string) error { return nil }), 0)
	})
}

func TestWorkIsThereOnlyWithItsDeed(t *testing.T) {
	onBoth(t, func(w world) {
		undone := errors.New("the deed failed")
		err := w.db.Write(context.Background(), func(tx *db.Tx) error {
			if err := Add(context.Background(), tx, "letter", "1", monday); err != nil {
				return err
			}
			return undone
		})
		if !errors.Is(err, undone) {
			w.t.Fatal(err)
		}
		w.done(w.worker(func(context.Context, string) error { return nil }), 0)
	})
}

func TestWorkOfADeadWorkerComesBackWhenItsLeaseEnds(t *testing.T) {
	onBoth(t, func(w world) {
		w.add("1", monday)
		done := func(context.Context, string) error { return nil }
		dead, alive := w.worker(done), w.worker(done)
		late, err := dead.take(context.Background())
		if err != nil {
			w.t.Fatal(err)
		}
		w.clock.Advance(lease - time.Second)
		w.done(alive, 0)
		w.clock.Advance(time.Second)
		w.done(alive, 1)
		if err := dead.do(context.Background(), late); err != nil {
			w.t.Errorf("the worker that came back too late: %v", err)
		}
		w.done(alive, 0)
	})
}

func TestWorkThatAlwaysKillsItsWorkerIsGivenUp(t *testing.T) {
	onBoth(t, func(w world) {
		w.add("1", monday)
		worker := w.worker(func(context.Context, string) error { return nil })
		for range len(waits) + 1 {
			if _, err := worker.take(context.Background()); err != nil {
				w.t.Fatal(err)
			}
			w.clock.Advance(lease)
		}
		w.add("2", w.clock.Now())
		w.done(worker, 1)
		if s := w.troubles(); len(s) != 1 || s[0].Object != "1" || s[0].Class != Crashed || s[0].GivenUp.IsZero() {
			w.t.Errorf("in trouble: %+v", s)
		}
	})
}

func TestAFailingJobIsTriedAgainLaterAndLaterAndThenGivenUp(t *testing.T) {
	onBoth(t, func(w world) {
		w.add("1", monday)
		worker := w.worker(func(context.Context, string) error {
			return Fail(Unreachable, errors.New("nobody at a.example@sampleton.example"))
		})
		w.done(worker, 1)
		for _, wait := range waits {
			if s := w.troubles(); len(s) != 1 || s[0].Class != Unreachable || !s[0].GivenUp.IsZero() || !s[0].Due.Equal(w.clock.Now().Add(wait)) {
				w.t.Fatalf("in trouble: %+v", s)
			}
			w.clock.Advance(wait - time.Second)
			w.done(worker, 0)
			w.clock.Advance(time.Second)
			w.done(worker, 1)
		}
		w.clock.Advance(1000 * time.Hour)
		w.done(worker, 0)
		if s := w.troubles(); len(s) != 1 || s[0].GivenUp.IsZero() || s[0].Attempts != 7 {
			w.t.Errorf("in trouble: %+v", s)
		}
		w.add("1", w.clock.Now())
		w.done(worker, 1) // asked for anew
	})
}

func TestAFailureIsKeptAsOneWord(t *testing.T) {
	onBoth(t, func(w world) {
		ways := map[string]func() error{
			"failed":            func() error { return errors.New("Ailsa Example's address") },
			"too-late":          func() error { return fmt.Errorf("wait: %w", context.DeadlineExceeded) },
			"crashed":           func() error { panic("Ailsa Example") },
			"refused-550":       func() error { return Refuse("refused-550", errors.New("no Ailsa Example here")) },
			string(Unreachable): func() error { return fmt.Errorf("send: %w", Fail(Unreachable, errors.New("no route"))) },
			"Ailsa Example, unclassed": func() error {
				return Fail("Ailsa Example, unclassed", errors.New("x"))
			},
		}
		for name := range ways {
			w.add(name, monday)
		}
		w.done(w.worker(func(_ context.Context, object string) error { return ways[object]() }), len(ways))
		for _, s := range w.troubles() {
			want := Class(s.Object)
			if s.Object == "Ailsa Example, unclassed" {
				want = Failed
			}
			if s.Class != want {
				w.t.Errorf("%s is kept as %q", s.Object, s.Class)
			}
			if given := !s.GivenUp.IsZero(); given != (s.Object == "refused-550") {
				w.t.Errorf("%s: given up %v", s.Object, given)
			}
		}
	})
}

func TestWorkAskedForTwiceIsDoneOnceAndAtTheEarlierTime(t *testing.T) {
	onBoth(t, func(w world) {
		w.add("1", monday.Add(2*time.Hour))
		w.add("1", monday.Add(time.Hour))
		w.add("1", monday.Add(3*time.Hour))
		worker := w.worker(func(context.Context, string) error { return nil })
		w.done(worker, 0)
		w.clock.Advance(time.Hour)
		w.done(worker, 1)
		w.clock.Advance(10 * time.Hour)
		w.done(worker, 0)
	})
}

func TestWorkAskedForWhileItRunsIsDoneAgain(t *testing.T) {
	onBoth(t, func(w world) {
		w.add("1", monday)
		times := 0
		worker := w.worker(func(context.Context, string) error {
			if times++; times == 1 {
				w.add("1", monday.Add(3*time.Hour))
				w.add("1", monday.Add(2*time.Hour))
				w.add("1", monday.Add(4*time.Hour))
				return errors.New("and it fails the first time")
			}
			return nil
		})
		w.done(worker, 1)
		w.clock.Advance(time.Minute)
		w.done(worker, 1)
		w.clock.Advance(time.Hour)
		w.done(worker, 0)
		w.clock.Advance(time.Hour)
		w.done(worker, 1)
		w.clock.Advance(10 * time.Hour)
		w.done(worker, 0)
	})
}

func TestWhatWaitedForAServiceGoesAsSoonAsItIsReached(t *testing.T) {
	onBoth(t, func(w world) {
		for _, object := range []string{"1", "2", "other trouble"} {
			w.add(object, monday)
		}
		down := true
		worker := w.worker(func(_ context.Context, object string) error {
			if object == "other trouble" {
				return errors.New("it is something else")
			}
			if down {
				return Fail(Unreachable, errors.New("nobody there"))
			}
			return nil
		})
		w.done(worker, 3)
		down = false
		w.done(worker, 0)
		w.add("3", monday)
		w.done(worker, 3)
		if s := w.troubles(); len(s) != 1 || s[0].Object != "other trouble" {
			w.t.Errorf("in trouble: %+v", s)
		}
	})
}

func TestStoppingTheProgramDoesNotCountAsAFailure(t *testing.T) {
	onBoth(t, func(w world) {
		w.add("1", monday)
		ctx, stop := context.WithCancel(context.Background())
		worker := w.worker(func(within context.Context, _ string) error {
			stop()
			<-within.Done()
			return within.Err()
		})
		worker.Run(ctx)
		if s := w.troubles(); len(s) != 0 {
			w.t.Errorf("in trouble: %+v", s)
		}
		w.done(w.worker(func(context.Context, string) error { return nil }), 1)
	})
}

func TestWorkOfAKindNobodyKnowsWaits(t *testing.T) {
	onBoth(t, func(w world) {
		err := w.db.Write(context.Background(), func(tx *db.Tx) error { return Add(context.Background(), tx, "new kind", "1", monday) })
		if err != nil {
			w.t.Fatal(err)
		}
		w.done(w.worker(func(context.Context, string) error { return nil }), 0)
		w.done(&Worker{DB: w.db, Now: w.clock.Now, Log: slog.New(slog.DiscardHandler)}, 0)
		newer := w.worker(nil)
		newer.Kinds["new kind"] = func(context.Context, string) error { return nil }
		w.done(newer, 1)
	})
}

func TestAWorkerWakesForNewWork(t *testing.T) {
	onBoth(t, func(w world) {
		ctx, stop := context.WithCancel(context.Background())
		defer stop()
		done := make(chan string)
		worker := w.worker(func(_ context.Context, object string) error {
			done <- object
			return nil
		})
		var all sync.WaitGroup
		all.Go(func() { worker.Run(ctx) })
		for i := range 3 {
			w.add(fmt.Sprint(i), monday)
			worker.Wake()
			if got := <-done; got != fmt.Sprint(i) {
				w.t.Errorf("did %s, want %d", got, i)
			}
		}
		stop()
		all.Wait()
	})
}
