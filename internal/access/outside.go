package access

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// Own lets a person who is signed in do an act outside any review: see what
// waits for them, look after their account, act in an office they hold.
type Own[A Act] struct{ Outside }

// Open lets anybody do an act that needs no account: notify, sign in, read what
// was published.
type Open[A Act] struct{ Outside }

// Outside is what both know and open.
type Outside struct{ in *outside }

type outside struct {
	gate    *Gate
	session Session
	rule    Rule
	box     *seal.Box
	token   string
	objects []string
	counted bool // the form's token was taken
}

// CheckOwn makes the pass of a person, or says ErrSignIn, or ErrStranger to
// somebody who does not hold the office.
func CheckOwn[A Act](ctx context.Context, g *Gate, s Session, token string) (Own[A], error) {
	var act A
	if !s.Complete {
		return Own[A]{}, ErrSignIn
	}
	o := Outside{&outside{gate: g, session: s, rule: act.Rule(), box: g.accounts, token: token}}
	err := g.db.Read(ctx, func(tx *db.Tx) error { return o.again(ctx, tx) })
	if errors.Is(err, ErrStranger) {
		if logged := g.logRefusal(ctx, s, o.in.rule, "", err); logged != nil {
			return Own[A]{}, logged
		}
	}
	if err != nil {
		return Own[A]{}, err
	}
	return Own[A]{o}, nil
}

// CheckOpen makes the pass that everybody gets.
func CheckOpen[A Act](g *Gate, s Session, token string) Open[A] {
	var act A
	return Open[A]{Outside{&outside{gate: g, session: s, rule: act.Rule(), box: g.accounts, token: token}}}
}

// knows is what the pass knows; that of the zero Outside is nothing.
func (o Outside) knows() *outside {
	if o.in == nil {
		return &outside{gate: &Gate{}}
	}
	return o.in
}

// Session is who asks; for an open act it may be nobody.
func (o Outside) Session() Session { return o.knows().session }

// Person is the account of who asks, "" for nobody.
func (o Outside) Person() string { return o.knows().session.Account }

// Gate gives the sessions and accounts to the pages that sign people in.
func (o Outside) Gate() *Gate { return o.knows().gate }

// At is where the words of a row of the installation lie. An act that does not
// open the accounts gets a place that opens nothing.
func (o Outside) At(table string, id *string) seal.Place {
	if o.knows().rule.Opens&seal.Accounts == 0 {
		return (&seal.Box{}).At(seal.Accounts, table, id)
	}
	return o.in.box.At(seal.Accounts, table, id)
}

// Behind is where words of a notification lie that is not sent yet: they open
// only with the secret of its link.
func (o Outside) Behind(secret, table string, id *string) seal.Place {
	if o.knows().rule.Opens&seal.Notification != 0 {
		if box, err := o.in.box.Behind(secret, seal.Notification); err == nil {
			return box.At(seal.Notification, table, id)
		}
	}
	return (&seal.Box{}).At(seal.Notification, table, id)
}

// Index gives the value by which an address is found again.
func (o Outside) Index(kind, value string) string {
	if o.in == nil {
		return ""
	}
	return o.in.box.Index(kind, value)
}

// Touch names the rows that the act is about, for the log.
func (o Outside) Touch(ids ...string) {
	in := o.knows()
	in.objects = append(in.objects, ids...)
}

// Read sees what is outside the reviews. It leaves no entry: nothing there is a case.
func (o Outside) Read(ctx context.Context, fn func(tx *db.Tx) error) error {
	if o.in == nil {
		return ErrForbidden
	}
	return o.in.gate.db.Read(ctx, func(tx *db.Tx) error {
		if err := o.again(ctx, tx); err != nil {
			return err
		}
		return fn(tx)
	})
}

// Write makes a change outside the reviews together with its entry in the log.
// The same form sent again gives ErrDone.
func (o Outside) Write(ctx context.Context, fn func(tx *db.Tx) error) error {
	if o.in == nil {
		return ErrForbidden
	}
	return o.write(ctx, func(tx *db.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		e := audit.Entry{Actor: o.in.session.Account, Action: o.in.rule.Name, Object: strings.Join(o.in.objects, " "), Outcome: audit.Done}
		if o.in.rule.Unattributed {
			e.Actor, e.Object = nobody, ""
		}
		return o.in.gate.log.Append(ctx, tx, e)
	})
}

// write decides again, and takes the form's token the first time.
func (o Outside) write(ctx context.Context, fn func(tx *db.Tx) error) error {
	counted := o.in.counted
	err := o.in.gate.db.Write(ctx, func(tx *db.Tx) error {
		if err := o.again(ctx, tx); err != nil {
			return err
		}
		if !o.in.counted {
			if err := o.in.gate.once(ctx, tx, o.in.session.Account, o.in.token); err != nil {
				return err
			}
			o.in.counted = true
		}
		return fn(tx)
	})
	if err != nil {
		o.in.counted = counted
	}
	return err
}

// again checks that the account is active, the session alive and the office held.
func (o Outside) again(ctx context.Context, tx *db.Tx) error {
	s := o.in.session
	if !s.Complete {
		return nil // an open act
	}
	_, err := db.One(ctx, tx, db.Column[string], `
		SELECT a.id FROM account a JOIN session s ON s.account_id = a.id
		WHERE a.id = $1 AND a.state = 'active' AND s.id = $2 AND s.complete AND s.ended_at IS NULL`, s.Account, s.id)
	if errors.Is(err, db.ErrNotFound) {
		return ErrSignIn
	}
	if err != nil || o.in.rule.Office == 0 {
		return err
	}
	held, err := db.All(ctx, tx, db.Column[Role], `SELECT role FROM office WHERE account_id = $1`, s.Account)
	if err != nil {
		return fmt.Errorf("read the person's offices: %w", err)
	}
	for _, r := range held {
		if r&o.in.rule.Office != 0 {
			return nil
		}
	}
	return ErrStranger
}

// Mine is a review in which the person has a part.
type Mine struct {
	Review, Code string
	Stage        Stage
	Roles        Role
}

// Reviews lists the reviews in which the person has a part now, walls left out.
// It is the only question that reaches over several reviews.
func (o Outside) Reviews(ctx context.Context, tx *db.Tx) ([]Mine, error) {
	if !o.Session().Complete {
		return nil, nil
	}
	rows, err := db.All(ctx, tx, func(r db.Row) (Mine, error) {
		var m Mine
		return m, r.Scan(&m.Review, &m.Code, &m.Stage, &m.Roles)
	}, `
		SELECT r.id, r.code, r.stage, m.role
		FROM member m JOIN review r ON r.id = m.review_id
		WHERE m.account_id = $1 AND m.from_at <= $2 AND (m.until_at IS NULL OR m.until_at > $2)
		  AND NOT EXISTS (SELECT 1 FROM wall w
		      WHERE w.review_id = m.review_id AND w.account_id = m.account_id AND w.lifted_at IS NULL)
		ORDER BY r.opened_at, r.id, m.role`, o.in.session.Account, tx.Now())
	if err != nil {
		return nil, fmt.Errorf("list the person's reviews: %w", err)
	}
	var mine []Mine
	for _, m := range rows {
		if n := len(mine); n > 0 && mine[n-1].Review == m.Review {
			mine[n-1].Roles |= m.Roles
			continue
		}
		mine = append(mine, m)
	}
	return mine, nil
}
