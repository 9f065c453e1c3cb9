package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/job"
	"lr/internal/look"
	"lr/internal/mail"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// Kind says what an installation is for.
type Kind string

const (
	Real Kind = "real"
	Demo Kind = "demo"
)

// Config is where an installation keeps things and how people reach it.
type Config struct {
	Kind      Kind
	Data      string      // folder of the data
	Keys      string      // folder of the keys and of the log's checkpoints, outside Data
	Database  string      // "sqlite:FILE" or "postgres://…"; "" is a file in Data
	Base      string      // address that people use
	Committee string      // name in the header of every page
	Mail      mail.Sender // nil for none: messages wait
	From      string      // address that messages come from
	ReplyTo   string      // address of the lead officers' office, "" for none
	Now       func() time.Time
	Log       *slog.Logger
}

// Installation is one that is open.
type Installation struct {
	Config  Config
	DB      *db.DB
	Gate    *access.Gate
	Log     *audit.Log
	Handler http.Handler
	Routes  *web.Routes
	worker  *job.Worker
	lock    *os.File
	people  map[string]*desk // of a demonstration
	typed   []string         // what was typed at the desks
}

// Open opens an installation, or says in one sentence why it must not be.
func Open(ctx context.Context, c Config) (*Installation, error) {
	if err := look.Built(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	in := &Installation{Config: c}
	if c.Database == "" {
		in.Config.Database = "sqlite:" + filepath.Join(c.Data, "lr.db")
	}
	err := in.open(ctx)
	if err != nil {
		in.Close()
		return nil, err
	}
	return in, nil
}

func (in *Installation) open(ctx context.Context) error {
	c := in.Config
	if err := in.alone(); err != nil {
		return err
	}
	var err error
	if in.DB, err = db.Open(ctx, c.Database, c.Now); err != nil {
		return err
	}
	used, err := in.DB.Used(ctx)
	if err != nil {
		return err
	}
	kek, err := secret(filepath.Join(c.Keys, "kek"), c.Data, !used)
	if err != nil {
		return err
	}
	signing, err := secret(filepath.Join(c.Keys, "log"), c.Data, !used)
	if err != nil {
		return err
	}
	master, err := seal.NewMaster(kek)
	if err != nil {
		return err
	}
	if in.Log, err = audit.New(signing); err != nil {
		return err
	}
	if err := in.DB.Migrate(ctx, schemas()...); err != nil {
		return err
	}
	if err := in.is(ctx, c.Kind); err != nil {
		return err
	}
	if err := in.DB.Write(ctx, func(tx *db.Tx) error { return review.RecountAll(ctx, tx) }); err != nil {
		return err
	}
	if in.Gate, err = access.NewGate(ctx, in.DB, master, in.Log); err != nil {
		return err
	}
	in.Handler, in.Routes = web.New(web.Site{Gate: in.Gate, Now: c.Now, Base: c.Base, Committee: c.Committee,
		Fictional: c.Kind == Demo, Log: c.Log}, in.features()...)
	in.worker = &job.Worker{DB: in.DB, Now: c.Now, Log: c.Log, Kinds: map[string]func(context.Context, string) error{
		notification.DraftJob: notification.EndDrafts(in.DB)}}
	if c.Mail == nil {
		return nil
	}
	office := mail.Office{Base: c.Base, Committee: c.Committee, From: c.From, ReplyTo: c.ReplyTo}
	in.worker.Kinds[agencyreport.Job] = agencyreport.Reminder(in.Gate)
	in.worker.Kinds[mail.Job], err = mail.Handler(in.DB, in.Gate, office, c.Mail)
	return err
}

// features are the steps, and in a demonstration the page where one becomes
// somebody else.
func (in *Installation) features() []web.Feature {
	if in.Config.Kind == Demo {
		return append(append([]web.Feature{}, features...), become)
	}
	return features
}

// alone refuses a second program on the same data folder.
func (in *Installation) alone() error {
	f, err := os.OpenFile(filepath.Join(in.Config.Data, "lr.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("lock the data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return fmt.Errorf("the data folder %s is in use by another lr", in.Config.Data)
	}
	in.lock = f
	return nil
}

// secret reads a key; a new installation makes the key it misses.
func secret(file, data string, fresh bool) ([]byte, error) {
	key, err := seal.ReadSecret(file, data, 32)
	if !errors.Is(err, fs.ErrNotExist) || !fresh {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("the key file %s is missing: bring it back from where you keep its copy, without it nothing here can be read", file)
		}
		return key, err
	}
	if err := seal.NewSecret(file, 32); err != nil {
		return nil, err
	}
	return seal.ReadSecret(file, data, 32)
}

// is refuses to use a demonstration for real work, and real work for a demonstration.
func (in *Installation) is(ctx context.Context, kind Kind) error {
	return in.DB.Write(ctx, func(tx *db.Tx) error {
		was, err := db.One(ctx, tx, db.Column[string], `SELECT kind FROM installation WHERE id = 1`)
		if errors.Is(err, db.ErrNotFound) {
			_, err = tx.Exec(ctx, `INSERT INTO installation (id, kind) VALUES (1, $1)`, string(kind))
			return err
		}
		if err != nil {
			return fmt.Errorf("what this database is for: %w", err)
		}
		if Kind(was) != kind {
			return fmt.Errorf("this database holds %s data: start it with the command it was made with", was)
		}
		return nil
	})
}

// Close gives everything back.
func (in *Installation) Close() error {
	var err error
	if in.DB != nil {
		err = in.DB.Close()
	}
	if in.lock != nil {
		in.lock.Close()
	}
	return err
}
