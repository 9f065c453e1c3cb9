package site

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"lr/internal/db"
)

// Serve answers on the address until the context ends, then lets running
// requests finish. ready is called once it answers.
func (in *Installation) Serve(ctx context.Context, address string, ready func()) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", address, err)
	}
	srv := &http.Server{Handler: in.Handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 60 * time.Second,
		WriteTimeout: 60 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	background, stop := context.WithCancel(ctx)
	defer stop()
	go in.keepCheckpoints(background)
	go in.worker.Run(background)
	ready()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := srv.Shutdown(last); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return in.SaveCheckpoint(last)
}

// keepCheckpoints takes the log's signed head outside the data once a minute.
func (in *Installation) keepCheckpoints(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := in.SaveCheckpoint(ctx); err != nil && ctx.Err() == nil {
				in.Config.Log.Error("keep a checkpoint of the log", "err", err)
			}
		}
	}
}

func (in *Installation) checkpoints() string { return filepath.Join(in.Config.Keys, "checkpoints") }

// SaveCheckpoint writes the newest signed head of the log to the folder beside
// the keys, one file a day: whoever cuts or rewrites the log in the database
// does not reach it there.
func (in *Installation) SaveCheckpoint(ctx context.Context) error {
	head, err := in.Log.Checkpoint(ctx, in.DB)
	if err != nil || head == "" {
		return err
	}
	if err := os.MkdirAll(in.checkpoints(), 0o700); err != nil {
		return fmt.Errorf("make the folder of checkpoints: %w", err)
	}
	name := filepath.Join(in.checkpoints(), db.DateOf(in.Config.Now()).String()+".txt")
	fresh := name + ".new"
	if err := os.WriteFile(fresh, []byte(head), 0o600); err != nil {
		return fmt.Errorf("write a checkpoint: %w", err)
	}
	return os.Rename(fresh, name)
}

// Checkpoints reads the heads that were kept outside.
func (in *Installation) Checkpoints() ([]string, error) {
	files, err := filepath.Glob(filepath.Join(in.checkpoints(), "*.txt"))
	if err != nil {
		return nil, err
	}
	var all []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read a checkpoint: %w", err)
		}
		all = append(all, string(b))
	}
	return all, nil
}
