package mail_test

import (
	"context"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"pgregory.net/rapid"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/job"
	lrmail "lr/internal/mail"
	"lr/internal/seal"
)

var kinds = []lrmail.Kind{lrmail.NotificationBegun, lrmail.NotificationReceived, lrmail.TaskWaits, lrmail.ReportRequested, lrmail.ReportReturned,
	lrmail.ReportReminder, lrmail.ReportLate, lrmail.SignReminder, lrmail.TimeAnswered, lrmail.ReportWithdrawn,
	lrmail.TeamInvited, lrmail.PractitionersInvited, lrmail.ManagersInvited, lrmail.AccountInvited, lrmail.DecisionTold, lrmail.OutcomeTold}

const canary = "Zebedee"

// typed is what people type, with a canary in it, to break out of a header.
var typed = rapid.Custom(func(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "\r\n", "\n", "\r", "\x00", ", ", "; ", "\"", "\" <x@y.example>, \"", "<", ">", " "}).Draw(t, "before") + canary +
		rapid.SampledFrom([]string{"", "\r\nBcc: all@exampleshire.example\r\n", "\nSubject: x", "\r\n\r\nbody", " <a@b.example>", ", c@d.example", "@b.example>\r\nRCPT TO:<e@f.example"}).Draw(t, "after") +
		rapid.String().Draw(t, "rest")
})

func TestEveryMessageGoesToOnePersonAndSaysNothingTyped(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server := newSink(t)
		n := 0
		rapid.Check(t, func(t *rapid.T) {
			before := len(server.letters())
			want := map[string]bool{}
			for range rapid.IntRange(1, 3).Draw(t, "messages") {
				n++
				address := fmt.Sprintf("person-%d@sampleton.example", n)
				want[address] = true
				if rapid.Bool().Draw(t, "hostile address") {
					delete(want, address)
					address = typed.Draw(t, "address") + rapid.SampledFrom([]string{" ", "<", ", ", "\r\n", "@"}).Draw(t, "joined by") + address
				}
				to := lrmail.ToAddress(seal.T(address))
				if rapid.Bool().Draw(t, "account") {
					to = lrmail.ToAccount(w.account(typed.Draw(t, "name"), address))
				}
				m := lrmail.Message{Path: "/reviews/" + db.NewID(), Due: db.Date{Year: 2027, Month: 3, Day: 31}}
				w.send(to, rapid.SampledFrom(kinds).Draw(t, "kind"), m)
			}
			w.work(server.sender())
			for _, l := range server.letters()[before:] {
				checkLetter(t, l)
				if !want[l.to[0]] {
					t.Fatalf("a message went to %q", l.to[0])
				}
				delete(want, l.to[0])
			}
			if len(want) > 0 {
				t.Fatalf("no message went to %v", want)
			}
		})
	})
}

func checkLetter(t *rapid.T, l letter) {
	t.Helper()
	if len(l.to) != 1 || l.from != office.From {
		t.Fatalf("from %s to %q", l.from, l.to)
	}
	if strings.Contains(string(l.data), canary) {
		t.Fatalf("a typed word is in the message:\n%s", l.data)
	}
	m, body := l.read(t)
	known := "From To Reply-To Subject Date Message-Id Mime-Version Auto-Submitted Content-Type Content-Transfer-Encoding"
	for name, values := range m.Header {
		if !strings.Contains(known, name) || len(values) != 1 {
			t.Fatalf("header %s: %q", name, values)
		}
	}
	if m.Header.Get("To") != "<"+l.to[0]+">" || m.Header.Get("Reply-To") != "<"+office.ReplyTo+">" {
		t.Fatalf("to %s, answers to %s", m.Header.Get("To"), m.Header.Get("Reply-To"))
	}
	if !strings.Contains(body, "https://reviews.example/reviews/") {
		t.Fatalf("no link:\n%s", body)
	}
}

func TestAServerThatIsDownLosesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server := newSink(t)
		for i := range 5 {
			w.send(lrmail.ToAddress(seal.T(fmt.Sprintf("p%d@sampleton.example", i))), lrmail.TaskWaits, lrmail.Message{Path: "/"})
		}
		server.down()
		for range 3 {
			if n := w.work(server.sender()); n != 5 {
				t.Fatalf("%d messages were tried", n)
			}
			for _, s := range w.troubles() {
				if s.Class != "unreachable" || !s.GivenUp.IsZero() {
					t.Fatalf("in trouble: %+v", s)
				}
			}
			w.clock.Advance(30 * time.Minute)
		}
		server.up()
		w.work(server.sender())
		w.clock.Advance(100 * time.Hour)
		w.work(server.sender())
		if got := server.letters(); len(got) != 5 || len(w.troubles()) != 0 {
			t.Errorf("%d messages came, %+v are in trouble", len(got), w.troubles())
		}
	})
}

func TestAMessageThatMayHaveGoneGoesAgainUnderTheSameID(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server := newSink(t)
		server.drops = true
		w.send(lrmail.ToAddress(seal.T("p@sampleton.example")), lrmail.TaskWaits, lrmail.Message{})
		w.work(server.sender())
		server.mu.Lock()
		server.drops = false
		server.mu.Unlock()
		w.clock.Advance(time.Hour)
		w.work(server.sender())
		w.clock.Advance(100 * time.Hour)
		w.work(server.sender())
		got := server.letters()
		if len(got) != 2 {
			t.Fatalf("%d messages came", len(got))
		}
		first, _ := got[0].read(t)
		second, _ := got[1].read(t)
		if id := first.Header.Get("Message-Id"); id == "" || id != second.Header.Get("Message-Id") {
			t.Errorf("two ids of one message: %s, %s", id, second.Header.Get("Message-Id"))
		}
	})
}

func TestARefusedMessageIsNotTriedAgainAndIsSeen(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server := newSink(t)
		server.answers["gone@sampleton.example"] = &smtp.SMTPError{Code: 550, Message: "no such person"}
		server.answers["full@sampleton.example"] = &smtp.SMTPError{Code: 452, Message: "full"}
		var own access.Case
		w.must(w.founded(func(ctx context.Context, tx *db.Tx, c access.Case) error {
			own = c
			if err := lrmail.Send(ctx, tx, c, lrmail.ToAddress(seal.T("gone@sampleton.example")), lrmail.DecisionTold, lrmail.Message{}); err != nil {
				return err
			}
			return lrmail.Send(ctx, tx, c, lrmail.ToAddress(seal.T("full@sampleton.example")), lrmail.DecisionTold, lrmail.Message{})
		}))
		w.work(server.sender())
		w.clock.Advance(time.Minute)
		if n := w.work(server.sender()); n != 1 {
			t.Errorf("%d messages were tried again, want only the one to the full mailbox", n)
		}
		failures := func(c access.Case) (all []lrmail.Undelivered) {
			w.must(w.db.Read(context.Background(), func(tx *db.Tx) error {
				var err error
				all, err = lrmail.Failures(context.Background(), tx, c)
				return err
			}))
			return all
		}
		if f := failures(own); len(f) != 1 || f[0] != (lrmail.Undelivered{Kind: lrmail.DecisionTold, Class: "refused-550"}) {
			t.Errorf("not delivered: %+v", f)
		}
		w.must(w.founded(func(_ context.Context, _ *db.Tx, other access.Case) error { own = other; return nil }))
		if f := failures(own); len(f) != 0 {
			t.Errorf("another review sees %+v", f)
		}
	})
}

func TestNothingIsSentToWhoMayNoLongerKnow(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server := newSink(t)
		who := map[string]string{}
		for _, name := range []string{"stays", "walled", "walled-elsewhere", "wall-lifted", "ended", "came-back", "suspended", "not-yet-in"} {
			who[name] = w.account(name, name+"@sampleton.example")
		}
		var other string
		w.must(w.founded(func(_ context.Context, _ *db.Tx, c access.Case) error { other = c.Review(); return nil }))
		var own string
		w.must(w.founded(func(ctx context.Context, tx *db.Tx, c access.Case) error {
			own = c.Review()
			for name, id := range who {
				if name != "not-yet-in" {
					if err := c.Admit(ctx, tx, id, access.TeamMember, "", time.Time{}); err != nil {
						return err
					}
				}
				if err := lrmail.Send(ctx, tx, c, lrmail.ToAccount(id), lrmail.TaskWaits, lrmail.Message{}); err != nil {
					return err
				}
			}
			return nil
		}))
		wall := `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at, lifted_at) VALUES ($1, $2, $3, $4, '', $5, $6)`
		now := w.clock.Now()
		w.exec(wall, db.NewID(), own, who["walled"], []byte("x"), now, nil)
		w.exec(wall, db.NewID(), other, who["walled-elsewhere"], []byte("x"), now, nil)
		w.exec(wall, db.NewID(), own, who["wall-lifted"], []byte("x"), now, now)
		for _, name := range []string{"ended", "came-back"} {
			w.exec(`UPDATE member SET until_at = $1 WHERE account_id = $2`, now, who[name])
		}
		w.exec(`INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ($1, $2, $3, $4, '', $5)`,
			db.NewID(), own, who["came-back"], access.Supporter, now)
		w.exec(`UPDATE account SET state = 'suspended' WHERE id = $1`, who["suspended"])
		w.work(server.sender())
		want := map[string]bool{"stays": true, "walled-elsewhere": true, "wall-lifted": true, "came-back": true, "not-yet-in": true}
		for _, l := range server.letters() {
			name, _, _ := strings.Cut(l.to[0], "@")
			if !want[name] {
				t.Errorf("a message went to %s", name)
			}
			delete(want, name)
		}
		if len(want) > 0 || len(w.troubles()) > 0 {
			t.Errorf("no message went to %v; in trouble %+v", want, w.troubles())
		}
		w.exec(`UPDATE wall SET lifted_at = $1 WHERE account_id = $2`, now, who["walled"])
		if n := w.work(server.sender()); n != 0 {
			t.Errorf("%d cancelled messages were tried again", n)
		}
	})
}

func TestAnAddressIsSealedAndForgottenWhenTheMessageWent(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server := newSink(t)
		w.send(lrmail.ToAddress(seal.T("ailsa@sampleton.example")), lrmail.AccountInvited,
			lrmail.Message{Path: "/i/", Secret: seal.T("OPENSESAME")})
		kept := func() (address, secret []byte) {
			w.must(w.db.Read(context.Background(), func(tx *db.Tx) error {
				_, err := db.One(context.Background(), tx, func(r db.Row) (bool, error) { return true, r.Scan(&address, &secret) },
					`SELECT to_address, secret FROM mail`)
				return err
			}))
			return address, secret
		}
		if a, s := kept(); len(a) == 0 || len(s) == 0 || strings.Contains(string(a), "ailsa") || strings.Contains(string(s), "SESAME") {
			t.Errorf("kept: %q, %q", a, s)
		}
		w.work(server.sender())
		if a, s := kept(); len(a)+len(s) > 0 {
			t.Errorf("kept after sending: %q, %q", a, s)
		}
		if _, body := server.letters()[0].read(t); !strings.Contains(body, "https://reviews.example/i/OPENSESAME\n") {
			t.Errorf("the link is not whole:\n%s", body)
		}
	})
}

func TestAMessageIsNeverSentInPlainOrToAServerNobodyVouchesFor(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server, stranger := newSink(t), newSink(t)
		w.send(lrmail.ToAddress(seal.T("p@sampleton.example")), lrmail.TaskWaits, lrmail.Message{})
		server.roots = stranger.roots
		w.work(server.sender())
		if s := w.troubles(); len(s) != 1 || s[0].Class != "unreachable" || len(server.letters()) != 0 {
			t.Fatalf("in trouble: %+v; sent: %d", s, len(server.letters()))
		}
		stranger.server.TLSConfig, stranger.careless = nil, true
		w.clock.Advance(time.Minute)
		w.work(stranger.sender())
		if s := w.troubles(); len(s) != 1 || s[0].Attempts != 2 || len(stranger.letters()) != 0 {
			t.Errorf("in trouble: %+v; sent: %d", s, len(stranger.letters()))
		}
		stranger.roots = nil // on this machine, nobody needs to vouch
		w.clock.Advance(5 * time.Minute)
		w.work(stranger.sender())
		if len(w.troubles()) != 0 || len(stranger.letters()) != 1 {
			t.Errorf("in trouble: %+v; sent: %d", w.troubles(), len(stranger.letters()))
		}
	})
}

func TestMessagesInAFolderCanBeReadAndAreThereOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		dir := filepath.Join(t.TempDir(), "mail")
		code := w.send(lrmail.ToAddress(seal.T("p@sampleton.example")), lrmail.ReportRequested,
			lrmail.Message{Path: "/reviews/1/requests", Due: db.Date{Year: 2027, Month: 3, Day: 31}})
		w.must(w.outside().Write(context.Background(), func(tx *db.Tx) error {
			return lrmail.SendOutside(context.Background(), tx, w.outside(), lrmail.ToAddress(seal.T("q@sampleton.example")), lrmail.AccountInvited, lrmail.Message{Path: "/i/1"})
		}))
		w.work(lrmail.Folder(dir))
		w.exec(`UPDATE mail SET sent_at = NULL, to_address = to_address, to_account = $1 WHERE kind = $2`, w.account("p", "p2@sampleton.example"), string(lrmail.ReportRequested))
		w.write(func(ctx context.Context, tx *db.Tx) error {
			id, err := db.One(ctx, tx, db.Column[string], `SELECT id FROM mail WHERE sent_at IS NULL`)
			if err != nil {
				return err
			}
			return job.Add(ctx, tx, lrmail.Job, id, tx.Now())
		})
		w.work(lrmail.Folder(dir)) // the same message again
		files, err := os.ReadDir(dir)
		if err != nil || len(files) != 2 {
			t.Fatalf("%d files (%v)", len(files), err)
		}
		for _, f := range files {
			data, err := os.ReadFile(filepath.Join(dir, f.Name()))
			w.must(err)
			m, body := parsed(t, data)
			from, err := mail.ParseAddress(m.Header.Get("From"))
			if err != nil || from.Name != office.Committee || from.Address != office.From {
				t.Errorf("from %v (%v)", from, err)
			}
			asked := strings.Contains(body, code) && strings.Contains(body, "31 March 2027") && strings.Contains(body, "https://reviews.example/reviews/1/requests\n")
			if m.Header.Get("Subject") == lrmail.ReportRequested.Subject() && !asked {
				t.Errorf("the letter says:\n%s", body)
			}
		}
	})
}

func TestWordsCannotBePutIntoAMessage(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		somebody := lrmail.ToAddress(seal.T("p@sampleton.example"))
		for name, m := range map[string]struct {
			to      lrmail.To
			kind    lrmail.Kind
			message lrmail.Message
		}{
			"nobody":             {lrmail.To{}, lrmail.TaskWaits, lrmail.Message{}},
			"an unknown kind":    {somebody, "Ailsa fell", lrmail.Message{}},
			"words in the path":  {somebody, lrmail.TaskWaits, lrmail.Message{Path: "/reviews/1?why=Ailsa+fell"}},
			"another site":       {somebody, lrmail.TaskWaits, lrmail.Message{Path: "@evil.example"}},
			"a line in the path": {somebody, lrmail.TaskWaits, lrmail.Message{Path: "/a\r\nBcc: x"}},
			"words as a secret":  {somebody, lrmail.TaskWaits, lrmail.Message{Path: "/", Secret: seal.T("Ailsa fell")}},
			"only a secret":      {somebody, lrmail.TaskWaits, lrmail.Message{Secret: seal.T("A")}},
		} {
			err := w.founded(func(ctx context.Context, tx *db.Tx, c access.Case) error {
				return lrmail.Send(ctx, tx, c, m.to, m.kind, m.message)
			})
			if err == nil {
				t.Errorf("%s was taken", name)
			}
		}
		if n := w.work(lrmail.Folder(t.TempDir())); n != 0 {
			t.Errorf("%d messages were written", n)
		}
	})
}
