package access

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// system is the review id under which the installation's own words are sealed.
const system = "system"

// Gate holds what decisions are made of: the database, the keys and the log.
type Gate struct {
	db       *db.DB
	keys     *seal.Master
	log      *audit.Log
	accounts *seal.Box
	kept     kept
}

// NewGate opens the gate. An empty database gets the installation's own key; a
// key-encryption key that does not open it is refused.
func NewGate(ctx context.Context, d *db.DB, keys *seal.Master, log *audit.Log) (*Gate, error) {
	var wrapped []seal.Wrapped
	err := d.Write(ctx, func(tx *db.Tx) error {
		all, err := keysOf(ctx, tx, `review_id = $1`, system)
		if wrapped = all[system]; err != nil || len(wrapped) > 0 {
			return err
		}
		wrapped = keys.NewKeys(system)
		return keep(ctx, tx, system, wrapped)
	})
	if err != nil {
		return nil, fmt.Errorf("the installation's key: %w", err)
	}
	box, err := keys.Open(system, wrapped, seal.Accounts|seal.Trail)
	if err != nil {
		return nil, err
	}
	return &Gate{db: d, keys: keys, log: log, accounts: box}, nil
}

// keysOf reads the keys of the reviews that which and its $1 name, by review.
func keysOf(ctx context.Context, tx *db.Tx, which, arg string) (map[string][]seal.Wrapped, error) {
	keys := map[string][]seal.Wrapped{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review string
		var w seal.Wrapped
		err := r.Scan(&review, &w.Name, &w.Key)
		keys[review] = append(keys[review], w)
		return review, err
	}, `SELECT review_id, name, wrapped FROM review_key WHERE `+which, arg)
	if err != nil {
		return nil, fmt.Errorf("read the keys of the reviews: %w", err)
	}
	return keys, nil
}

func keep(ctx context.Context, tx *db.Tx, review string, keys []seal.Wrapped) error {
	for _, w := range keys {
		if _, err := tx.Exec(ctx, `INSERT INTO review_key (review_id, name, wrapped) VALUES ($1, $2, $3)`,
			review, w.Name, w.Key); err != nil {
			return fmt.Errorf("keep key %s: %w", w.Name, err)
		}
	}
	return nil
}

// part is one membership of the person in a review.
type part struct {
	review   string
	role     Role
	agency   string
	stage    Stage
	code     string
	declared bool
	doubted  bool
}

// parts reads the person's memberships that count now: of one review, or of
// every other than the one in hand, if any. Whether a review is missing, or not theirs, or
// walled off, the question and the empty answer are the same.
func parts(ctx context.Context, tx *db.Tx, s Session, which, review string) ([]part, error) {
	ps, err := db.All(ctx, tx, func(r db.Row) (part, error) {
		var p part
		return p, r.Scan(&p.review, &p.role, &p.agency, &p.stage, &p.code, &p.declared, &p.doubted)
	}, `
		SELECT m.review_id, m.role, m.agency_id, r.stage, r.code, m.declared_at IS NOT NULL,
		       EXISTS (SELECT 1 FROM doubt d
		           WHERE d.review_id = m.review_id AND d.account_id = m.account_id AND d.settled_at IS NULL)
		FROM member m
		JOIN review r ON r.id = m.review_id
		JOIN account a ON a.id = m.account_id
		JOIN session s ON s.account_id = a.id
		WHERE m.review_id `+which+` $1 AND m.account_id = $2
		  AND m.from_at <= $3 AND (m.until_at IS NULL OR m.until_at > $3)
		  AND a.state = 'active'
		  AND s.id = $4 AND s.complete AND s.ended_at IS NULL
		  AND NOT EXISTS (SELECT 1 FROM wall w
		      WHERE w.review_id = m.review_id AND w.account_id = m.account_id AND w.lifted_at IS NULL)
		ORDER BY m.review_id, m.from_at, m.id`,
		review, s.Account, tx.Now(), s.id)
	if err != nil {
		return nil, fmt.Errorf("read the person's part in the review: %w", err)
	}
	return ps, nil
}

const (
	thisReview   = "="
	otherReviews = "<>"
)

// byReview gives the parts of each review, which stand together.
func byReview(all []part) iter.Seq2[string, []part] {
	return func(yield func(string, []part) bool) {
		for first, i := 0, 0; i < len(all); i++ {
			if i+1 == len(all) || all[i+1].review != all[first].review {
				if !yield(all[first].review, all[first:i+1]) {
					return
				}
				first = i + 1
			}
		}
	}
}

// decide says whether the person may do the act, and as whom.
func decide(ctx context.Context, tx *db.Tx, s Session, review string, rule Rule) (*held, error) {
	ps, err := parts(ctx, tx, s, thisReview, review)
	if err != nil {
		return nil, err
	}
	return holding(ps, rule)
}

// holding says whether whoever has these parts in a review may do the act.
func holding(ps []part, rule Rule) (*held, error) {
	if len(ps) == 0 {
		return nil, ErrStranger
	}
	h := &held{code: ps[0].code, stage: ps[0].stage, parts: ps}
	for _, p := range ps {
		h.roles |= p.role
	}
	var err error
	h.agency, err = h.may(rule)
	return h, err
}

// may says whether one of the parts has the act now, and for which agency.
func (h *held) may(rule Rule) (agency string, err error) {
	err = ErrForbidden
	for _, p := range h.parts {
		switch {
		case !rule.Who.May(p.role, p.stage):
		case p.role&Declaring != 0 && p.doubted:
			if err != nil {
				err = ErrDoubt
			}
		case p.role&Declaring != 0 && !p.declared && !rule.Undeclared:
			if err != nil {
				err = ErrUndeclared
			}
		default:
			err = nil
			if agency == "" {
				agency = p.agency
			}
		}
	}
	return agency, err
}

// held is what a person holds in a review.
type held struct {
	code   string
	stage  Stage
	roles  Role
	agency string // of the part by which the act is theirs
	parts  []part
}

// open unwraps the keys that the act needs.
func (g *Gate) open(ctx context.Context, tx *db.Tx, review string, opens seal.Compartment) (*seal.Box, error) {
	keys, err := keysOf(ctx, tx, `review_id = $1`, review)
	if err != nil {
		return nil, err
	}
	return g.keys.Open(review, keys[review], opens|seal.Trail)
}

// once takes the form's one-time token: a second time gives ErrDone.
func (g *Gate) once(ctx context.Context, tx *db.Tx, who, token string) error {
	if token == "" {
		return nil
	}
	_, err := tx.Exec(ctx, `INSERT INTO deed (id, at) VALUES ($1, $2)`, g.deed(who, token), tx.Now())
	if errors.Is(err, db.ErrTaken) {
		return ErrDone
	}
	return err
}

func (g *Gate) deed(who, token string) string { return g.accounts.Index("deed", who+"|"+token) }

// Answered keeps where the deed's answer led, for the same form sent again.
func (g *Gate) Answered(ctx context.Context, s Session, token, path string) error {
	return g.db.Write(ctx, func(tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE deed SET answer = $1 WHERE id = $2`, path, g.deed(s.Account, token))
		return err
	})
}

// Answer gives where the deed's answer led; "" while it is under way.
func (g *Gate) Answer(ctx context.Context, s Session, token string) (string, error) {
	var path string
	err := g.db.Read(ctx, func(tx *db.Tx) error {
		var err error
		path, err = db.One(ctx, tx, db.Column[string], `SELECT answer FROM deed WHERE id = $1`, g.deed(s.Account, token))
		if errors.Is(err, db.ErrNotFound) {
			return nil
		}
		return err
	})
	return path, err
}

// Mark gives the mark by which a form is known as one of ours.
func (g *Gate) Mark(value string) string { return g.accounts.Index("form", value) }

// May says whether the person could do the act in the review now, without
// letting them: nil, ErrSignIn, ErrStranger or ErrForbidden.
func (g *Gate) May(ctx context.Context, s Session, review string, rule Rule) error {
	if !s.Complete {
		return ErrSignIn
	}
	return g.db.Read(ctx, func(tx *db.Tx) error {
		_, err := decide(ctx, tx, s, review, rule)
		return err
	})
}
