package chronology

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
)

// attach tells the agency's report what its part of the chronology is now, and
// the merged line that it changed, and looks whom it names. The report is signed together with it.
func attach(ctx context.Context, tx *db.Tx, c access.Case) error {
	es, err := ofAgency(ctx, tx, c, c.Agency())
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_version (review_id, agency_id, version) VALUES ($1, $2, $3)
		ON CONFLICT (review_id, agency_id) DO UPDATE SET version = excluded.version`, c.Review(), c.Agency(), db.NewID()); err != nil {
		return fmt.Errorf("a new version of the chronology: %w", err)
	}
	if err := lookIn(ctx, tx, c, es); err != nil {
		return err
	}
	return agencyreport.Attach(ctx, tx, c, len(es), hashOf(es))
}

// hashOf is the same for the same entries in the same order.
func hashOf(es []Entry) string {
	var marks []string
	for _, e := range es {
		marks = append(marks, e.ID, e.mark())
	}
	return markOf(marks...)
}
