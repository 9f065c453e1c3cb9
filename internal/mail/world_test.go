package mail_test

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/audit"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
	"lr/internal/job"
	lrmail "lr/internal/mail"
	"lr/internal/seal"
)

var office = lrmail.Office{Base: "https://reviews.example", Committee: "Exampleshire Child Protection Committee",
	From: "no-reply@exampleshire.example", ReplyTo: "lead-office@exampleshire.example"}

// decoded is the body of the message as people read it.
func decoded(m *mail.Message) io.Reader {
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		return quotedprintable.NewReader(m.Body)
	}
	return m.Body
}

type opening struct{}

func (opening) Rule() access.Rule { return access.Rule{Name: "test.open", Opens: seal.Notification} }

// world is an installation without pages: accounts, reviews, jobs and messages.
type world struct {
	t     *testing.T
	db    *db.DB
	clock *clock.Fixed
	gate  *access.Gate
}

func onBoth(t *testing.T, test func(t *testing.T, w *world)) {
	t.Parallel()
	at := clock.NewFixed(time.Date(2027, time.March, 1, 9, 0, 0, 0, time.UTC))
	schemas := []fs.FS{audit.Schema, access.Schema, job.Schema, lrmail.Schema}
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, newWorld(t, dbtest.Lite(t, at.Now, schemas...), at))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		at := clock.NewFixed(at.Now())
		test(t, newWorld(t, dbtest.Postgres(t, at.Now, schemas...), at))
	})
}

func newWorld(t *testing.T, d *db.DB, at *clock.Fixed) *world {
	t.Helper()
	w := &world{t: t, db: d, clock: at}
	master, err := seal.NewMaster([]byte("0123456789abcdef0123456789abcdef"))
	w.must(err)
	log, err := audit.New([]byte("fedcba9876543210fedcba9876543210"))
	w.must(err)
	w.gate, err = access.NewGate(context.Background(), d, master, log)
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) write(fn func(ctx context.Context, tx *db.Tx) error) {
	w.t.Helper()
	w.must(w.db.Write(context.Background(), func(tx *db.Tx) error { return fn(context.Background(), tx) }))
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *db.Tx) error { return tx.Change(ctx, query, args...) })
}

func (w *world) account(name, email string) (id string) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *db.Tx) error {
		var err error
		id, err = w.gate.AddAccount(ctx, tx, seal.T(name), seal.T(email))
		return err
	})
	return id
}

func (w *world) outside() access.Outside {
	return access.CheckOpen[opening](w.gate, access.Session{}, "").Outside
}

// founded opens a new review, in which fn writes.
func (w *world) founded(fn func(ctx context.Context, tx *db.Tx, c access.Case) error) error {
	ctx := context.Background()
	return w.outside().Found(ctx, func(tx *db.Tx, c access.Case) error { return fn(ctx, tx, c) })
}

// send writes one message about a new review, and gives the review's code.
func (w *world) send(to lrmail.To, kind lrmail.Kind, m lrmail.Message) (code string) {
	w.t.Helper()
	w.must(w.founded(func(ctx context.Context, tx *db.Tx, c access.Case) error {
		code = c.Code()
		return lrmail.Send(ctx, tx, c, to, kind, m)
	}))
	return code
}

// work does the jobs that are due, and says how many.
func (w *world) work(send lrmail.Sender) int {
	w.t.Helper()
	handle, err := lrmail.Handler(w.db, w.gate, office, send)
	w.must(err)
	worker := job.Worker{DB: w.db, Now: w.clock.Now, Log: slog.New(slog.DiscardHandler),
		Kinds: map[string]func(context.Context, string) error{lrmail.Job: handle}}
	n, err := worker.RunOnce(context.Background())
	w.must(err)
	return n
}

func (w *world) troubles() (all []job.Stuck) {
	w.t.Helper()
	w.must(w.db.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		all, err = job.Troubles(context.Background(), tx)
		return err
	}))
	return all
}

func (s *sink) sender() lrmail.Sender {
	s.t.Helper()
	send, err := lrmail.SMTP(s.address())
	if err != nil {
		s.t.Fatal(err)
	}
	return send
}
