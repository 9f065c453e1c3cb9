package notification

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"
	"unicode/utf8"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/job"
	"lr/internal/mail"
	"lr/internal/seal"
	"lr/internal/web"
)

const (
	// lasts is how long a notification may wait to be sent, from its first page on.
	lasts = 14 * 24 * time.Hour
	// kept is how long the receipt stays at the link.
	kept = 180 * 24 * time.Hour
	// most is how many letters of one answer are kept, and messages how many
	// links go to one address in a day.
	most, messages = 20_000, 5
)

// DraftJob is the kind of job that deletes a draft whose time is over. Its
// handler is made by EndDrafts.
const DraftJob = "notification-draft"

// draft is a notification as far as it is written, or the receipt of one that was sent.
type draft struct {
	id, link string // link is the secret
	words    draftWords
	Ends     db.Date
	Mailed   bool
	Sent     bool
}

type draftWords struct {
	About   string     `json:"about,omitempty"`
	Typed   url.Values `json:"typed,omitempty"`
	Receipt *receipt   `json:"receipt,omitempty"`
}

// receipt is all that is left of a draft that was sent.
type receipt struct {
	Code        string  `json:"code"`
	Committees  string  `json:"committees"`
	Received    db.Date `json:"received"`
	Acknowledge db.Date `json:"acknowledge"`
	Decide      db.Date `json:"decide"`
}

// linkOf is the secret of the link of a draft that was begun with the form's
// token: the same form sent twice begins one draft.
func linkOf(p access.Open[Notify], once string) string {
	return p.Index("notification-link", once)
}

func draftMark(p access.Open[Notify], link string) string {
	return p.Index("notification-draft", link)
}

// find opens the draft of a link. One that ended, one that was never there, and
// one whose row is gone are all db.ErrNotFound.
func find(ctx context.Context, tx *db.Tx, p access.Open[Notify], link string) (draft, error) {
	d, err := db.One(ctx, tx, func(r db.Row) (draft, error) {
		d := draft{link: link}
		var words seal.Text
		var mailed string
		var ends, sent time.Time
		if err := r.Scan(&d.id, p.Behind(link, "notification_draft", &d.id).Open("words", &words), &mailed, &ends, &sent); err != nil {
			return d, err
		}
		d.Ends, d.Mailed, d.Sent = db.DateOf(ends), mailed != "", !sent.IsZero()
		return d, json.Unmarshal([]byte(words.Reveal()), &d.words)
	}, `SELECT id, words, mailed, ends_at, sent_at FROM notification_draft WHERE link = $1 AND ends_at > $2`, draftMark(p, link), tx.Now())
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return d, fmt.Errorf("open a draft: %w", err)
	}
	return d, err
}

// unsent finds a draft that can still be written in.
func unsent(ctx context.Context, tx *db.Tx, p access.Open[Notify], link string) (draft, error) {
	d, err := find(ctx, tx, p, link)
	if err == nil && d.Sent {
		return draft{}, db.ErrNotFound
	}
	return d, err
}

// begin makes a draft, or finds the one that the same form made before.
func begin(ctx context.Context, tx *db.Tx, p access.Open[Notify], link, about string) (draft, error) {
	if d, err := unsent(ctx, tx, p, link); !errors.Is(err, db.ErrNotFound) {
		return d, err
	}
	d := draft{id: db.NewID(), link: link, words: draftWords{About: about, Typed: url.Values{}}, Ends: db.DateOf(tx.Now().Add(lasts))}
	sealed, err := d.sealed(p)
	if err != nil {
		return d, err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO notification_draft (id, link, words, begun_at, ends_at) VALUES ($1, $2, $3, $4, $5)`,
		d.id, draftMark(p, link), sealed, tx.Now(), tx.Now().Add(lasts)); err != nil {
		return d, fmt.Errorf("begin a draft: %w", err)
	}
	return d, job.Add(ctx, tx, DraftJob, d.id, tx.Now().Add(lasts))
}

func (d draft) sealed(p access.Open[Notify]) (any, error) {
	words, err := json.Marshal(d.words)
	if err != nil {
		return nil, fmt.Errorf("write a draft down: %w", err)
	}
	return p.Behind(d.link, "notification_draft", &d.id).Seal("words", seal.T(string(words))), nil
}

// save keeps what was typed on one page, faults and all.
func (d draft) save(ctx context.Context, tx *db.Tx, p access.Open[Notify], s step, f *form.Form) error {
	for _, q := range s.all() {
		d.words.Typed.Del(q.Name)
		for _, v := range f.Values(q.Name) {
			if utf8.RuneCountInString(v) > most {
				v = string([]rune(v)[:most])
			}
			d.words.Typed.Add(q.Name, v)
		}
	}
	sealed, err := d.sealed(p)
	if err != nil {
		return err
	}
	p.Touch(d.id)
	return tx.Change(ctx, `UPDATE notification_draft SET words = $1 WHERE id = $2 AND sent_at IS NULL`, sealed, d.id)
}

// sent leaves the receipt where the words were.
func (d draft) sent(ctx context.Context, tx *db.Tx, p access.Open[Notify], r receipt) error {
	d.words = draftWords{Receipt: &r}
	sealed, err := d.sealed(p)
	if err != nil {
		return err
	}
	if err := tx.Change(ctx, `UPDATE notification_draft SET words = $1, sent_at = $2, ends_at = $3 WHERE id = $4 AND sent_at IS NULL`,
		sealed, tx.Now(), tx.Now().Add(kept), d.id); err != nil {
		return fmt.Errorf("leave the receipt: %w", err)
	}
	return nil
}

// write sends the link to the notifier's address, once, and not to one address
// without end.
func (d draft) write(ctx context.Context, tx *db.Tx, p access.Open[Notify], address string) (bool, error) {
	if d.Mailed || !mail.Valid(address) {
		return d.Mailed, nil
	}
	to := p.Index("notification-address", address)
	n, err := db.One(ctx, tx, db.Column[int], `SELECT COUNT(*) FROM notification_draft WHERE mailed = $1 AND begun_at > $2`,
		to, tx.Now().Add(-24*time.Hour))
	if err != nil || n >= messages {
		return false, err
	}
	if err := tx.Change(ctx, `UPDATE notification_draft SET mailed = $1 WHERE id = $2`, to, d.id); err != nil {
		return false, fmt.Errorf("note that the link was sent: %w", err)
	}
	return true, mail.SendOutside(ctx, tx, p.Outside, mail.ToAddress(seal.T(address)), mail.NotificationBegun,
		mail.Message{Path: "/notify/link/", Secret: seal.T(d.link), Due: d.Ends})
}

// EndDrafts deletes what was typed in a draft, or its receipt, when its time is over.
func EndDrafts(d *db.DB) func(ctx context.Context, object string) error {
	return func(ctx context.Context, id string) error {
		return d.Write(ctx, func(tx *db.Tx) error {
			ends, err := db.One(ctx, tx, db.Column[time.Time], `SELECT ends_at FROM notification_draft WHERE id = $1`, id)
			if errors.Is(err, db.ErrNotFound) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("find draft %s: %w", id, err)
			}
			if ends.After(tx.Now()) {
				return job.Add(ctx, tx, DraftJob, id, ends)
			}
			if _, err := tx.Exec(ctx, `DELETE FROM notification_draft WHERE id = $1`, id); err != nil {
				return fmt.Errorf("delete draft %s: %w", id, err)
			}
			return nil
		})
	}
}

// again makes the pass anew without the form's token. A page of a draft may be
// sent as often as one likes: it saves the same words, and the draft is sent once.
func again(r *web.Request, p access.Open[Notify]) access.Open[Notify] {
	return access.CheckOpen[Notify](p.Gate(), r.Session, "")
}
