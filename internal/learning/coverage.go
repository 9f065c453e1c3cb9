package learning

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

// covered is one contribution and what became of it.
type covered struct {
	found
	Points []Point   // that came from it
	Aside  bool      // nothing was made of it, on purpose
	Reason seal.Text // why
}

// Open says that nobody has decided yet what becomes of the contribution.
func (v covered) Open() bool { return len(v.Points) == 0 && !v.Aside }

// coverage says of each cleared contribution what became of it. [SEED team]
func coverage(ctx context.Context, tx *db.Tx, c access.Case, m material, ps []Point) ([]covered, error) {
	reasons := map[string]seal.Text{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var id, contribution string
		var reason seal.Text
		err := r.Scan(&id, &contribution, c.At(seal.DraftReport, "learning_aside", &id).Open("reason", &reason))
		reasons[contribution] = reason
		return id, err
	}, `SELECT id, contribution_id, reason FROM learning_aside WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what was set aside: %w", err)
	}
	var all []covered
	for _, f := range m[Contribution] {
		v := covered{found: f}
		v.Reason, v.Aside = reasons[f.ID]
		for _, p := range ps {
			for _, s := range p.Sources {
				if s.Kind == Contribution && s.ID == f.ID {
					v.Points = append(v.Points, p)
				}
			}
		}
		all = append(all, v)
	}
	return all, nil
}

// Uncovered counts the contributions that no point uses and that nobody has set
// aside. The act must open DraftReport and the compartments of the sources.
func Uncovered(ctx context.Context, tx *db.Tx, c access.Case) (int, error) {
	m, err := gather(ctx, tx, c)
	if err != nil {
		return 0, err
	}
	ps, err := Points(ctx, tx, c)
	if err != nil {
		return 0, err
	}
	all, err := coverage(ctx, tx, c, m, ps)
	n := 0
	for _, v := range all {
		if v.Open() {
			n++
		}
	}
	return n, err
}

func putAside(ctx context.Context, tx *db.Tx, c access.Case, contribution string, reason seal.Text) error {
	if err := bringBack(ctx, tx, c, contribution); err != nil {
		return err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO learning_aside (id, review_id, contribution_id, reason, account_id, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), contribution, c.At(seal.DraftReport, "learning_aside", &id).Seal("reason", reason), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("set contribution %s aside: %w", contribution, err)
	}
	return nil
}

func bringBack(ctx context.Context, tx *db.Tx, c access.Case, contribution string) error {
	c.Touch(contribution)
	_, err := tx.Exec(ctx, `DELETE FROM learning_aside WHERE review_id = $1 AND contribution_id = $2`, c.Review(), contribution)
	if err != nil {
		return fmt.Errorf("take contribution %s back: %w", contribution, err)
	}
	return nil
}
