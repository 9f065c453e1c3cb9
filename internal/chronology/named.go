package chronology

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// naming is one entry that may name somebody.
type naming struct {
	id, account, entry string
	agency             string
	closes, gone       bool
	mentions           []mention
	answer             string
}

// namings lists every place where an entry named somebody, settled or not.
func namings(ctx context.Context, tx *db.Tx, c access.Case) ([]naming, error) {
	ns, err := db.All(ctx, tx, func(r db.Row) (naming, error) {
		var n naming
		var words seal.Text
		if err := r.Scan(&n.id, &n.account, &n.entry, &n.closes, c.At(seal.Deliberation, "chronology_named", &n.id).Open("content", &words),
			&n.answer, &n.agency, &n.gone); err != nil {
			return n, err
		}
		return n, json.Unmarshal([]byte(words.Reveal()), &n.mentions)
	}, `
		SELECT n.id, n.account_id, n.entry_id, n.closes, n.content, COALESCE(n.answer_id, ''), a.name, e.removed_at IS NOT NULL
		FROM chronology_named n JOIN chronology_entry e ON e.id = n.entry_id JOIN agency a ON a.id = e.agency_id
		WHERE n.review_id = $1 ORDER BY n.raised_at, n.id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list who was named: %w", err)
	}
	return ns, nil
}

// Named is somebody whom entries may name, and what that rests on.
type Named struct {
	Account string
	Name    seal.Text
	Part    access.Role
	Closed  bool // the review is closed to them until it is settled
	Rests   []Rest
}

// Rest is one entry, and the words in it that may name the person. The entry
// itself is there only where its agency's account is open to the lead officer.
type Rest struct {
	Agency string
	Entry  *Entry
	Gone   bool // it was taken out since
	Closes bool
	Words  []Mention
}

// Mention is words that may name somebody, where they stand, and why.
type Mention struct {
	Words      seal.Text
	Field, Why string
}

// WhoIsNamed lists those of whom something waits to be settled. The act opens
// Chronology and Deliberation.
func WhoIsNamed(ctx context.Context, tx *db.Tx, c access.Case) ([]Named, error) {
	ns, err := namings(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	es, err := Entries(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	var all []Named
	for _, n := range ns {
		if n.answer != "" {
			continue
		}
		i := slices.IndexFunc(all, func(x Named) bool { return x.Account == n.account })
		if i < 0 {
			i = len(all)
			one := Named{Account: n.account}
			for _, p := range people {
				if p.ID == n.account {
					one.Name, one.Part = p.Name, one.Part|p.Role
				}
			}
			if one.Closed, err = access.InDoubt(ctx, tx, c, n.account); err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		all[i].Rests = append(all[i].Rests, n.rest(es))
	}
	return all, nil
}

func (n naming) rest(es []Entry) Rest {
	r := Rest{Agency: n.agency, Gone: n.gone, Closes: n.closes}
	for i := range es {
		if es[i].ID == n.entry {
			r.Entry = &es[i]
		}
	}
	for _, m := range n.mentions {
		r.Words = append(r.Words, Mention{seal.T(m.Words), m.Field, m.Why})
	}
	return r
}

// Outcome is what the lead officer decides about somebody who was named.
type Outcome string

const (
	Clear    Outcome = "clear"    // it is somebody else
	Aside    Outcome = "aside"    // they had a part, and step aside
	Accepted Outcome = "accepted" // a small contact, no direct part: on record
)

// SettleNamed keeps what was decided about all that waits of a person, and opens
// the review to them again. Who steps aside is walled off by the caller. saw is
// how many entries it was decided on: another one meanwhile is looked at first.
func SettleNamed(ctx context.Context, tx *db.Tx, c access.Case, account string, how Outcome, reason seal.Text, saw int) error {
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_named_answer (id, review_id, account_id, outcome, reason, answered_by, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), account, string(how), c.At(seal.Deliberation, "chronology_named_answer", &id).Seal("reason", reason), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep what was decided about somebody named: %w", err)
	}
	c.Touch(id)
	n, err := tx.Exec(ctx, `UPDATE chronology_named SET answer_id = $1 WHERE review_id = $2 AND account_id = $3 AND answer_id IS NULL`,
		id, c.Review(), account)
	if err == nil && n != int64(saw) {
		err = db.ErrStale
	}
	if err != nil {
		return err
	}
	if err := c.SettleDoubt(ctx, tx, account); err != nil {
		return err
	}
	return eachLead(ctx, tx, c, account, func(lead string) error { return review.Settle(ctx, tx, c, namedKey(account, lead)) })
}

// Answer is what was decided about somebody who was named.
type Answer struct {
	Account string
	Name    seal.Text
	Outcome Outcome
	Reason  seal.Text
	On      db.Date
}

// Answers lists what was decided, the first first. The act opens Deliberation.
func Answers(ctx context.Context, tx *db.Tx, c access.Case) ([]Answer, error) {
	as, err := db.All(ctx, tx, func(r db.Row) (Answer, error) {
		var a Answer
		var id, how string
		var at time.Time
		err := r.Scan(&id, &a.Account, &how, c.At(seal.Deliberation, "chronology_named_answer", &id).Open("reason", &a.Reason), &at)
		a.Outcome, a.On = Outcome(how), db.DateOf(at)
		return a, err
	}, `SELECT id, account_id, outcome, reason, answered_at FROM chronology_named_answer WHERE review_id = $1 ORDER BY answered_at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what was decided about those named: %w", err)
	}
	return as, nil
}
