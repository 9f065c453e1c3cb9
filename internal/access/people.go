package access

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// Person is somebody with an account, as they are shown to those who work with them.
type Person struct {
	ID        string
	Name      seal.Text
	Role      Role
	Agency    string
	Committee string
	Member    string    // id of the membership, "" for an office
	Until     time.Time // end of the membership, zero for none
	Walled    bool
	Suspended bool // the account
}

// Staff lists who holds one of the offices, in the order of their accounts: the
// people who could be asked. Nobody sees them without having signed in, or having notified.
func (c Case) Staff(ctx context.Context, tx *db.Tx, offices Role) ([]Person, error) {
	if c.in == nil {
		return nil, ErrForbidden
	}
	return c.in.gate.staff(ctx, tx, offices)
}

func (o Outside) Staff(ctx context.Context, tx *db.Tx, offices Role) ([]Person, error) {
	if !o.Session().Complete {
		return nil, ErrForbidden
	}
	return o.in.gate.staff(ctx, tx, offices)
}

func (g *Gate) staff(ctx context.Context, tx *db.Tx, offices Role) ([]Person, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Person, error) {
		var p Person
		at := g.accounts.At(seal.Accounts, "account", &p.ID)
		return p, r.Scan(&p.ID, at.Open("name", &p.Name), &p.Role, &p.Agency, &p.Committee)
	}, `
		SELECT a.id, a.name, o.role, o.agency_id, o.committee_id
		FROM office o JOIN account a ON a.id = o.account_id
		WHERE a.state = 'active' ORDER BY a.created_at, a.id, o.role, o.id`)
	if err != nil {
		return nil, fmt.Errorf("list who holds an office: %w", err)
	}
	var some []Person
	for _, p := range all {
		if p.Role&offices != 0 {
			some = append(some, p)
		}
	}
	return some, nil
}

// People lists who has a part in the review now, walled or not, in the order
// in which they came.
func (c Case) People(ctx context.Context, tx *db.Tx) ([]Person, error) {
	if c.in == nil {
		return nil, ErrForbidden
	}
	ps, err := db.All(ctx, tx, func(r db.Row) (Person, error) {
		var p Person
		at := c.in.gate.accounts.At(seal.Accounts, "account", &p.ID)
		return p, r.Scan(&p.ID, at.Open("name", &p.Name), &p.Role, &p.Agency, &p.Member, &p.Until, &p.Walled, &p.Suspended)
	}, `
		SELECT a.id, a.name, m.role, m.agency_id, m.id, m.until_at,
		       EXISTS (SELECT 1 FROM wall w WHERE w.review_id = m.review_id AND w.account_id = a.id AND w.lifted_at IS NULL),
		       a.state <> 'active'
		FROM member m JOIN account a ON a.id = m.account_id
		WHERE m.review_id = $1 AND m.from_at <= $2 AND (m.until_at IS NULL OR m.until_at > $2)
		ORDER BY m.from_at, m.id`, c.in.review, tx.Now())
	if err != nil {
		return nil, fmt.Errorf("list the people of the review: %w", err)
	}
	return ps, nil
}

// Post is where the addresses of accounts lie, and what is sealed of a message
// to be sent. It is for package mail alone: sending has no pass.
func (g *Gate) Post(table string, id *string) seal.Place {
	return g.accounts.At(seal.Accounts, table, id)
}

// Admit gives a person a part in the review, for an agency where that counts
// ("" for none), until a time (zero for no end). The same part is given once.
func (c Case) Admit(ctx context.Context, tx *db.Tx, account string, role Role, agency string, until time.Time) error {
	if c.in == nil {
		return ErrForbidden
	}
	if has, err := holds(ctx, tx, c.in.review, account, role, agency); err != nil || has {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at, until_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		db.NewID(), c.in.review, account, role, orNull(agency), c.in.session.Account, tx.Now(), until); err != nil {
		return fmt.Errorf("give %s a part in the review: %w", account, err)
	}
	return nil
}

// holds says whether a person has that very part in a review, without an end.
func holds(ctx context.Context, tx *db.Tx, review, account string, role Role, agency string) (bool, error) {
	agencies, err := db.All(ctx, tx, db.Column[string], `
		SELECT agency_id FROM member WHERE review_id = $1 AND account_id = $2 AND role = $3 AND until_at IS NULL`,
		review, account, role)
	return slices.Contains(agencies, agency), err
}

// Dismiss ends a part in the review.
func (c Case) Dismiss(ctx context.Context, tx *db.Tx, member string) error {
	if c.in == nil {
		return ErrForbidden
	}
	return tx.Change(ctx, `UPDATE member SET until_at = $1 WHERE id = $2 AND review_id = $3 AND (until_at IS NULL OR until_at > $1)`,
		tx.Now(), member, c.in.review)
}

// Declare keeps that the person said they were not involved: from then on their
// parts in the review open what they are for.
func (c Case) Declare(ctx context.Context, tx *db.Tx) error {
	if c.in == nil {
		return ErrForbidden
	}
	_, err := tx.Exec(ctx, `UPDATE member SET declared_at = $1 WHERE review_id = $2 AND account_id = $3 AND declared_at IS NULL`,
		tx.Now(), c.in.review, c.in.session.Account)
	if err != nil {
		return fmt.Errorf("keep a declaration: %w", err)
	}
	return nil
}

// ErrNeedsAlternate is given when the only lead officer of a review would be walled off.
var ErrNeedsAlternate = errors.New("another lead officer must be appointed first")

// Wall shuts a person out of the review from this moment, whatever part they have.
func (c Case) Wall(ctx context.Context, tx *db.Tx, account string, reason seal.Text) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	leads, another := false, false
	for _, p := range people {
		if p.Role&LeadOfficer != 0 && !p.Walled {
			leads = leads || p.ID == account
			another = another || p.ID != account
		}
	}
	if leads && !another {
		return ErrNeedsAlternate
	}
	id := db.NewID()
	at := c.in.box.At(seal.Trail, "wall", &id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.in.review, account, at.Seal("reason", reason), c.in.session.Account, tx.Now()); err != nil {
		return fmt.Errorf("raise a wall: %w", err)
	}
	c.Touch(account)
	return nil
}

// Move takes the review to another stage. Only the review step calls it, when
// what must be recorded is there.
func (c Case) Move(ctx context.Context, tx *db.Tx, to Stage) error {
	if c.in == nil {
		return ErrForbidden
	}
	if err := tx.Change(ctx, `UPDATE review SET stage = $1 WHERE id = $2 AND stage = $3`, to, c.in.review, c.Stage()); err != nil {
		return fmt.Errorf("move to %s: %w", to, err)
	}
	c.in.held.stage = to
	return nil
}

// codeWords begin the code names of reviews. They say nothing about anybody, and
// none of them is somebody's first name.
var codeWords = []string{"Alder", "Basalt", "Birch", "Bracken", "Bramble", "Cedar", "Chalk", "Cobalt", "Copper", "Crimson",
	"Curlew", "Flint", "Gorse", "Granite", "Indigo", "Lapwing", "Larch", "Lichen", "Linden", "Maple", "Marble", "Moss",
	"Oak", "Ochre", "Pebble", "Pine", "Plover", "Quartz", "Russet", "Silver", "Slate", "Sorrel", "Spruce", "Teal",
	"Thistle", "Umber", "Yarrow"}

func newCode() (string, error) {
	w, err := rand.Int(rand.Reader, big.NewInt(int64(len(codeWords))))
	if err != nil {
		return "", err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(900))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %d", codeWords[w.Int64()], n.Int64()+100), nil
}

// Found opens a new review at the stage Received, with keys of its own, and runs
// fn with a Case of it, all in one transaction. Whoever notifies needs no account.
func (o Outside) Found(ctx context.Context, fn func(tx *db.Tx, c Case) error) error {
	if o.in == nil {
		return ErrForbidden
	}
	return o.write(ctx, func(tx *db.Tx) error {
		id := db.NewID()
		keys := o.in.gate.keys.NewKeys(id)
		if err := keep(ctx, tx, id, keys); err != nil {
			return err
		}
		box, err := o.in.gate.keys.Open(id, keys, o.in.rule.Opens|seal.Trail)
		if err != nil {
			return err
		}
		code, err := freeCode(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO review (id, code, stage, opened_at) VALUES ($1, $2, $3, $4)`,
			id, code, Received, tx.Now()); err != nil {
			return fmt.Errorf("open the review: %w", err)
		}
		c := Case{&inside{gate: o.in.gate, session: o.in.session, rule: o.in.rule, review: id, held: held{code: code, stage: Received}, box: box}}
		if err := fn(tx, c); err != nil {
			return err
		}
		return c.entry(ctx, tx, audit.Done)
	})
}

func freeCode(ctx context.Context, tx *db.Tx) (string, error) {
	for {
		code, err := newCode()
		if err != nil {
			return "", fmt.Errorf("make a code name: %w", err)
		}
		_, err = db.One(ctx, tx, db.Column[string], `SELECT id FROM review WHERE code = $1`, code)
		if errors.Is(err, db.ErrNotFound) {
			return code, nil
		}
		if err != nil {
			return "", fmt.Errorf("look for the code name: %w", err)
		}
	}
}
