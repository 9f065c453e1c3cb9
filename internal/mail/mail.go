// Package mail tells people by e-mail that something waits for them, and
// nothing else: what it is about, they see when they sign in. [SEED, ASP22 p4]
//
// A message has one receiver, by type; nobody learns who else was written to.
// Its words are fixed here. Only the link, the code name of the review, a day
// and the committee's name are put in, so no word of a case can leave by it.
// The message is a row written in the transaction of the deed that sends it.
package mail

import (
	"context"
	"embed"
	"fmt"
	"regexp"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/job"
	"lr/internal/seal"
)

//go:embed schema/*.sql
var Schema embed.FS

// Job is the kind of job that sends a message; its handler is made by Handler.
const Job = "mail"

// To is the one receiver of a message. The zero To is nobody.
type To struct {
	account string
	address seal.Text
}

// ToAccount is somebody with an account, by its id.
func ToAccount(id string) To { return To{account: id} }

// ToAddress is somebody without an account, such as the person who notified.
func ToAddress(address seal.Text) To { return To{address: address} }

func (to To) valid() bool { return (to.account == "") != to.address.Empty() }

// Message is what differs between messages of a kind.
type Message struct {
	Path   string    // page that the message leads to, "/reviews/…"; "" for none
	Secret seal.Text // the part of the link after Path that only the receiver may know; empty for none
	Due    db.Date   // day the message names; zero for none
	ID     string    // by which Unsent knows it again; "" for any
	Until  time.Time // after it the message is not sent any more; zero for no end
}

// linkPath is what a link may be made of: ids, and the names of pages. Words
// that somebody typed would stand out as letters that are not allowed, or be escaped.
var (
	linkPath   = regexp.MustCompile(`^(/[A-Za-z0-9_-]*)+$`)
	linkSecret = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)
)

func (m Message) check() error {
	if m.Path != "" && !linkPath.MatchString(m.Path) || m.Path == "" && !m.Secret.Empty() || !linkSecret.MatchString(m.Secret.Reveal()) {
		return fmt.Errorf("a link in a message has only ids and names of pages in it")
	}
	return nil
}

// Send writes a message about a review, in the transaction of its deed. It is
// not sent, when its time comes, to somebody who is walled off, whose part in
// the review ended (unless the message says so), or whose account is suspended.
func Send(ctx context.Context, tx *db.Tx, c access.Case, to To, kind Kind, m Message) error {
	return write(ctx, tx, c.Gate(), c.Review(), to, kind, m)
}

// SendOutside writes a message outside any review.
func SendOutside(ctx context.Context, tx *db.Tx, o access.Outside, to To, kind Kind, m Message) error {
	return write(ctx, tx, o.Gate(), "", to, kind, m)
}

// Cancel keeps messages about the review that wait for somebody with an account
// from being sent: they leave it.
func Cancel(ctx context.Context, tx *db.Tx, c access.Case, account string) error {
	_, err := tx.Exec(ctx, `
		UPDATE mail SET cancelled_at = $1, secret = NULL
		WHERE review_id = $2 AND to_account = $3 AND sent_at IS NULL AND cancelled_at IS NULL`, tx.Now(), c.Review(), account)
	if err != nil {
		return fmt.Errorf("cancel the messages to somebody who leaves: %w", err)
	}
	return nil
}

func write(ctx context.Context, tx *db.Tx, gate *access.Gate, review string, to To, kind Kind, m Message) error {
	if _, known := letters[kind]; !known || !to.valid() {
		return fmt.Errorf("message %q: a message has a known kind and one receiver", kind)
	}
	if err := m.check(); err != nil {
		return fmt.Errorf("message %q: %w", kind, err)
	}
	id := m.ID
	if id == "" {
		id = db.NewID()
	}
	at := gate.Post("mail", &id)
	var address, secret any
	if !to.address.Empty() {
		address = at.Seal("to_address", to.address)
	}
	if !m.Secret.Empty() {
		secret = at.Seal("secret", m.Secret)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO mail (id, review_id, to_account, to_address, kind, link, secret, due, message_id, written_at, until_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		id, none(review), none(to.account), address, string(kind), m.Path, secret, m.Due, db.NewID(), tx.Now(), m.Until)
	if err != nil {
		return fmt.Errorf("write message %q: %w", kind, err)
	}
	return job.Add(ctx, tx, Job, id, tx.Now())
}

func none(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// Unsent names the messages about the review that did not go and will not go:
// their receiver must not have them any more, or their time ran out.
func Unsent(ctx context.Context, tx *db.Tx, c access.Case) (map[string]bool, error) {
	ids, err := db.All(ctx, tx, db.Column[string], `
		SELECT id FROM mail WHERE review_id = $1 AND sent_at IS NULL AND (cancelled_at IS NOT NULL OR until_at <= $2)`, c.Review(), tx.Now())
	if err != nil {
		return nil, fmt.Errorf("list the messages that did not go: %w", err)
	}
	unsent := map[string]bool{}
	for _, id := range ids {
		unsent[id] = true
	}
	return unsent, nil
}

// Undelivered is a message about the review that did not reach its receiver
// and is not tried again.
type Undelivered struct {
	Kind    Kind
	Account string    // "" for somebody without an account
	Class   job.Class // "refused-550": what the receiver's mail server answered
}

// Failures lists the messages about the review that could not be delivered, so
// that the lead officer tells those people in another way.
func Failures(ctx context.Context, tx *db.Tx, c access.Case) ([]Undelivered, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Undelivered, error) {
		var kind, class string
		var u Undelivered
		err := r.Scan(&kind, &u.Account, &class)
		u.Kind, u.Class = Kind(kind), job.Class(class)
		return u, err
	}, `
		SELECT m.kind, m.to_account, j.last_error
		FROM mail m JOIN job j ON j.kind = $1 AND j.object = m.id
		WHERE m.review_id = $2 AND m.sent_at IS NULL AND m.cancelled_at IS NULL AND j.given_up_at IS NOT NULL
		ORDER BY j.given_up_at, j.id`, Job, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the messages that were not delivered: %w", err)
	}
	return all, nil
}
