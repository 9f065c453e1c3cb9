package review

import (
	"context"
	"fmt"

	"lr/internal/db"
)

// keepDue writes down when each clock of the reviews is due. Whatever changes a
// clock, its pauses or whose calendar counts calls it.
func keepDue(ctx context.Context, tx *db.Tx, which, id string) error {
	all, _, err := clocksOf(ctx, tx, which, id)
	if err != nil {
		return err
	}
	for review, ks := range all {
		for _, k := range ks {
			due := k.Due(k.Calendar)
			if due == k.kept {
				continue
			}
			if err := tx.Change(ctx, `UPDATE review_clock SET due = $1 WHERE review_id = $2 AND id = $3`, due, review, k.ID); err != nil {
				return fmt.Errorf("write down when clock %s is due: %w", k.Key, err)
			}
		}
	}
	return nil
}

// Recount works out anew when what the committee considers is due, as after a
// change of its holidays.
func Recount(ctx context.Context, tx *db.Tx, committee string) error {
	return keepDue(ctx, tx, ofCommittee, committee)
}

// RecountAll does so for all committees: the program may have come with other
// bank holidays.
func RecountAll(ctx context.Context, tx *db.Tx) error {
	committees, err := AllCommittees(ctx, tx)
	if err != nil {
		return err
	}
	for _, k := range committees {
		if err := Recount(ctx, tx, k.ID); err != nil {
			return err
		}
	}
	return nil
}
