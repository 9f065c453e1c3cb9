package agencyreport

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

// Attach writes down what the person's agency has in the chronology now: how many
// entries, and a hash of their words. A release is signed together with it. The
// act opens the compartment Chronology. [ASP22 p9]
func Attach(ctx context.Context, tx *db.Tx, c access.Case, count int, hash string) error {
	id, err := db.One(ctx, tx, db.Column[string], `SELECT id FROM agency_chronology WHERE review_id = $1 AND agency_id = $2`, c.Review(), c.Agency())
	if errors.Is(err, db.ErrNotFound) {
		id = db.NewID()
		_, err = tx.Exec(ctx, `INSERT INTO agency_chronology (id, review_id, agency_id, entries, hash) VALUES ($1, $2, $3, $4, $5)`,
			id, c.Review(), c.Agency(), count, c.At(seal.Chronology, "agency_chronology", &id).Seal("hash", seal.T(hash)))
	} else if err == nil {
		err = tx.Change(ctx, `UPDATE agency_chronology SET entries = $1, hash = $2 WHERE id = $3 AND review_id = $4`,
			count, c.At(seal.Chronology, "agency_chronology", &id).Seal("hash", seal.T(hash)), id, c.Review())
	}
	if err != nil {
		return fmt.Errorf("attach the chronology: %w", err)
	}
	return nil
}

// entries is how many entries the person's agency has in the chronology.
func entries(ctx context.Context, tx *db.Tx, c access.Case) (int, error) {
	n, err := db.One(ctx, tx, db.Column[int], `SELECT entries FROM agency_chronology WHERE review_id = $1 AND agency_id = $2`, c.Review(), c.Agency())
	if errors.Is(err, db.ErrNotFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("count the entries: %w", err)
	}
	return n, nil
}

// attachedNow is what goes with a release.
func attachedNow(ctx context.Context, tx *db.Tx, c access.Case) (attached, error) {
	a, err := db.One(ctx, tx, func(r db.Row) (attached, error) {
		var a attached
		var id string
		var hash seal.Text
		err := r.Scan(&id, &a.Entries, c.At(seal.Chronology, "agency_chronology", &id).Open("hash", &hash))
		a.Hash = hash.Reveal()
		return a, err
	}, `SELECT id, entries, hash FROM agency_chronology WHERE review_id = $1 AND agency_id = $2`, c.Review(), c.Agency())
	if errors.Is(err, db.ErrNotFound) {
		return attached{}, nil
	}
	if err != nil {
		return a, fmt.Errorf("what goes with the release: %w", err)
	}
	return a, nil
}
