package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"lr/internal/db"
	"lr/internal/seal"
)

// A session ends after half an hour without a click, and after eight hours in any case.
const (
	idle = 30 * time.Minute
	// A session is marked as seen until the next of marks this far apart, so that
	// its row does not tell the moment at which somebody did what must not point
	// to them.
	mark     = 5 * time.Minute
	absolute = 8 * time.Hour
)

// Session is who asks. The zero Session is nobody.
type Session struct {
	Account  string
	Name     seal.Text
	Complete bool // both factors are done
	id       string
}

// ID names the session in its row; it is the hash of its cookie.
func (s Session) ID() string { return s.id }

func hashed(cookie string) string {
	sum := sha256.Sum256([]byte(cookie))
	return hex.EncodeToString(sum[:])
}

// Find gives the session of a cookie; nobody's when it is unknown, idle or over.
func (g *Gate) Find(ctx context.Context, cookie string) (Session, error) {
	if cookie == "" {
		return Session{}, nil
	}
	var s Session
	var stale bool
	err := g.db.Read(ctx, func(tx *db.Tx) error {
		var seen, created time.Time
		var err error
		s, err = db.One(ctx, tx, func(r db.Row) (Session, error) {
			var s Session
			at := g.accounts.At(seal.Accounts, "account", &s.Account)
			err := r.Scan(&s.Account, at.Open("name", &s.Name), &s.id, &s.Complete, &created, &seen)
			return s, err
		}, `
			SELECT a.id, a.name, s.id, s.complete, s.created_at, s.seen_at
			FROM session s JOIN account a ON a.id = s.account_id
			WHERE s.id = $1 AND s.ended_at IS NULL AND a.state = 'active'`, hashed(cookie))
		if errors.Is(err, db.ErrNotFound) {
			s = Session{}
			return nil
		}
		if err != nil {
			return err
		}
		now := tx.Now()
		if now.Sub(seen) > idle || now.Sub(created) > absolute || now.Before(created) {
			s = Session{}
		}
		stale = now.After(seen)
		return nil
	})
	if err != nil {
		return Session{}, fmt.Errorf("find the session: %w", err)
	}
	if s.id != "" && stale {
		err = g.db.Write(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE session SET seen_at = $1 WHERE id = $2 AND ended_at IS NULL`, tx.Now().Truncate(mark).Add(mark), s.id)
			return err
		})
	}
	return s, err
}

// Begin starts a session and gives its cookie. complete says that both factors
// were shown.
func (g *Gate) Begin(ctx context.Context, tx *db.Tx, account string, complete bool) (string, error) {
	cookie := rand.Text() + rand.Text()
	_, err := tx.Exec(ctx, `INSERT INTO session (id, account_id, complete, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)`,
		hashed(cookie), account, complete, tx.Now())
	if err != nil {
		return "", fmt.Errorf("begin a session: %w", err)
	}
	return cookie, nil
}

// End ends one session; EndAll every session of an account but the one kept ("" for none).
func (g *Gate) End(ctx context.Context, tx *db.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE session SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL`, tx.Now(), id)
	return err
}

func (g *Gate) EndAll(ctx context.Context, tx *db.Tx, account, kept string) error {
	_, err := tx.Exec(ctx, `UPDATE session SET ended_at = $1 WHERE account_id = $2 AND id <> $3 AND ended_at IS NULL`,
		tx.Now(), account, kept)
	return err
}

// Live is a session under way.
type Live struct {
	ID            string
	Created, Seen time.Time
}

// Sessions lists the complete sessions of an account that are under way, the newest first.
func (g *Gate) Sessions(ctx context.Context, tx *db.Tx, account string) ([]Live, error) {
	now := tx.Now()
	return db.All(ctx, tx, func(r db.Row) (Live, error) {
		var l Live
		err := r.Scan(&l.ID, &l.Created, &l.Seen)
		if l.Seen.After(now) {
			l.Seen = now
		}
		return l, err
	}, `
		SELECT id, created_at, seen_at FROM session
		WHERE account_id = $1 AND complete AND ended_at IS NULL AND seen_at >= $2 AND created_at >= $3
		ORDER BY created_at DESC, id`, account, now.Add(-idle), now.Add(-absolute))
}
