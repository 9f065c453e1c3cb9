package mail

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/job"
	"lr/internal/seal"
)

// Handler does the jobs of the kind Job: it sends one message of the table, if
// it may still be sent. A message is sent again only where it is not known
// whether it went, and then with the same Message-ID.
func Handler(d *db.DB, gate *access.Gate, office Office, send Sender) (func(ctx context.Context, object string) error, error) {
	if err := office.check(); err != nil {
		return nil, err
	}
	return func(ctx context.Context, id string) error {
		w, err := read(ctx, d, gate, id)
		if err != nil || w.over {
			return err
		}
		if w.stopped {
			return end(ctx, d, `UPDATE mail SET cancelled_at = $1, to_address = NULL, secret = NULL WHERE id = $2 AND sent_at IS NULL`, id)
		}
		m, err := office.message(w)
		if err != nil {
			return err
		}
		if err := send(ctx, m); err != nil {
			return fmt.Errorf("send message %s: %w", id, err)
		}
		// Written down even when the program is being stopped, so that it goes once.
		after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		return end(after, d, `UPDATE mail SET sent_at = $1, to_address = NULL, secret = NULL WHERE id = $2`, id)
	}, nil
}

func end(ctx context.Context, d *db.DB, query, id string) error {
	return d.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, query, tx.Now(), id); err != nil {
			return fmt.Errorf("end message %s: %w", id, err)
		}
		return nil
	})
}

// waiting is a message with what is needed to send it.
type waiting struct {
	kind          Kind
	address       seal.Text
	link, code    string
	secret        seal.Text
	due           db.Date
	messageID     string
	at            time.Time // of sending
	over, stopped bool      // sent or cancelled before; must not be sent
	ended         bool      // the receiver's part in the review
}

func read(ctx context.Context, d *db.DB, gate *access.Gate, id string) (waiting, error) {
	var w waiting
	err := d.Read(ctx, func(tx *db.Tx) error {
		var err error
		w, err = db.One(ctx, tx, func(r db.Row) (waiting, error) {
			var w waiting
			var mailID, account string
			var email seal.Text
			at, of := gate.Post("mail", &mailID), gate.Post("account", &account)
			err := r.Scan(&mailID, &account, &w.kind, at.Open("to_address", &w.address), at.Open("secret", &w.secret),
				of.Open("email", &email), &w.link, &w.due, &w.messageID, &w.code, &w.over, &w.stopped, &w.ended)
			if w.at = tx.Now(); w.address.Empty() {
				w.address = email
			}
			w.stopped = w.stopped || w.ended && !letters[w.kind].farewell
			return w, err
		}, `
			SELECT m.id, a.id, m.kind, m.to_address, m.secret, a.email, m.link, m.due, m.message_id, r.code,
			       m.sent_at IS NOT NULL OR m.cancelled_at IS NOT NULL,
			       COALESCE(m.until_at <= $2, FALSE) OR m.to_account IS NOT NULL AND (a.state <> 'active'
			           OR EXISTS (SELECT 1 FROM wall w
			               WHERE w.review_id = m.review_id AND w.account_id = a.id AND w.lifted_at IS NULL)),
			       m.to_account IS NOT NULL
			           AND EXISTS (SELECT 1 FROM member p WHERE p.review_id = m.review_id AND p.account_id = a.id)
			           AND NOT EXISTS (SELECT 1 FROM member p
			               WHERE p.review_id = m.review_id AND p.account_id = a.id
			                 AND p.from_at <= $2 AND (p.until_at IS NULL OR p.until_at > $2))
			FROM mail m
			LEFT JOIN account a ON a.id = m.to_account
			LEFT JOIN review r ON r.id = m.review_id
			WHERE m.id = $1`, id, tx.Now())
		return err
	})
	if err != nil {
		return w, fmt.Errorf("read message %s: %w", id, err)
	}
	return w, nil
}

// message makes the letter. Its headers hold the receiver's bare address, the
// office's, and fixed words.
func (o Office) message(w waiting) (*gomail.Msg, error) {
	l, known := letters[w.kind]
	if !known {
		return nil, job.Refuse("unknown-kind", errors.New("no such letter"))
	}
	to, err := parse(w.address.Reveal())
	if err != nil {
		return nil, job.Refuse("bad-address", err)
	}
	link := ""
	if w.link != "" {
		link = strings.TrimSuffix(o.Base, "/") + w.link + w.secret.Reveal()
	}
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(&mail.Address{Name: o.Committee, Address: o.From})
	m.ToMailAddress(to)
	if o.ReplyTo != "" {
		m.ReplyToMailAddress(&mail.Address{Address: o.ReplyTo})
	}
	m.Subject(l.subject)
	_, domain, _ := strings.Cut(o.From, "@")
	m.SetMessageIDWithValue(w.messageID + "@" + domain)
	m.SetDateWithValue(w.at)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, o.body(l, w.code, link, w.due))
	return m, nil
}
