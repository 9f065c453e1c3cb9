package mail_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	lrmail "lr/internal/mail"
)

// A message that is only good for a while goes within it, once, or not at all;
// and whoever sent it can see which did not go.
func TestAMessageWhoseTimeRanOutDoesNotGo(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server := newSink(t)
		to := w.account("Ailsa Example", "ailsa@sampleton.example")
		var own access.Case
		ids := []string{db.NewID(), db.NewID(), db.NewID()}
		w.must(w.founded(func(ctx context.Context, tx *db.Tx, c access.Case) error {
			own = c
			for i, until := range []time.Time{tx.Now().Add(time.Second), tx.Now().Add(time.Hour), {}} {
				if err := lrmail.Send(ctx, tx, c, lrmail.ToAccount(to), lrmail.ReportReminder, lrmail.Message{ID: ids[i], Until: until}); err != nil {
					return err
				}
			}
			return nil
		}))
		unsent := func() string {
			var names []string
			w.must(w.db.Read(context.Background(), func(tx *db.Tx) error {
				all, err := lrmail.Unsent(context.Background(), tx, own)
				for i, id := range ids {
					if all[id] {
						names = append(names, []string{"second", "hour", "for ever"}[i])
					}
				}
				return err
			}))
			return strings.Join(names, ", ")
		}
		server.down()
		w.work(server.sender())
		if got := unsent(); got != "" {
			t.Errorf("%s did not go, though it still may", got)
		}
		w.clock.Advance(time.Minute)
		if got := unsent(); got != "second" {
			t.Errorf("did not go: %s", got)
		}
		server.up()
		w.work(server.sender())
		w.clock.Advance(48 * time.Hour)
		w.work(server.sender())
		if n, got := len(server.letters()), unsent(); n != 2 || got != "second" {
			t.Errorf("%d messages went, and %s did not", n, got)
		}
		w.must(w.founded(func(_ context.Context, _ *db.Tx, other access.Case) error { own = other; return nil }))
		if got := unsent(); got != "" {
			t.Errorf("another review sees %s", got)
		}
	})
}

// Who has just lost their part is told so, and nothing else; who is walled off or
// suspended is not told even that.
func TestAFarewellReachesWhoseTimeHasEnded(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		server := newSink(t)
		who := map[string]string{}
		for _, name := range []string{"ended", "walled", "suspended"} {
			who[name] = w.account(name, name+"@sampleton.example")
		}
		w.must(w.founded(func(ctx context.Context, tx *db.Tx, c access.Case) error {
			for _, id := range who {
				if err := c.Admit(ctx, tx, id, access.AgencyAuthor, "", time.Time{}); err != nil {
					return err
				}
				for _, kind := range []lrmail.Kind{lrmail.ReportWithdrawn, lrmail.ReportReminder} {
					if err := lrmail.Send(ctx, tx, c, lrmail.ToAccount(id), kind, lrmail.Message{}); err != nil {
						return err
					}
				}
			}
			id := db.NewID()
			_, err := tx.Exec(ctx, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ($1, $2, $3, $4, '', $5)`,
				id, c.Review(), who["walled"], []byte("x"), tx.Now())
			return err
		}))
		w.write(func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE member SET until_at = $1`, tx.Now())
			return err
		})
		w.exec(`UPDATE account SET state = 'suspended' WHERE id = $1`, who["suspended"])
		w.work(server.sender())
		got := server.letters()
		if len(got) != 1 || got[0].to[0] != "ended@sampleton.example" || !strings.Contains(string(got[0].data), "not needed any more") {
			t.Errorf("%d messages went", len(got))
		}
	})
}
