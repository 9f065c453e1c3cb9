package review

import (
	"context"
	"fmt"
	"sort"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
)

// overdue is a time limit that has passed, in a review that the person leads.
type overdue struct {
	Review, Code, What, Agency string
	Due                        db.Date
	Days                       int // working or calendar days late, as the clock counts
}

// overdues lists what is late in the reviews that the person leads or
// arranges, the longest first. It needs no words of a case.
func overdues(ctx context.Context, tx *db.Tx, mine []access.Mine) ([]overdue, error) {
	names := map[string]string{}
	agencies, err := Agencies(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, a := range agencies {
		names[a.ID] = a.Name
	}
	today := db.DateOf(tx.Now())
	var all []overdue
	for _, m := range mine {
		if m.Roles&(access.LeadOfficer|access.Administrator) == 0 || m.Stage == access.Closed {
			continue
		}
		calendar, err := calendarOf(ctx, tx, m.Review)
		if err != nil {
			return nil, err
		}
		ks, err := runningClocks(ctx, tx, m.Review)
		if err != nil {
			return nil, err
		}
		for _, k := range ks {
			if k.State(calendar, today) == clock.Late {
				all = append(all, overdue{m.Review, m.Code, k.What, names[k.Agency], k.Due(calendar), -k.Left(calendar, today)})
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Due.Before(all[j].Due) })
	return all, nil
}

// runningClocks are the clocks of a review that were not stopped, with their pauses.
func runningClocks(ctx context.Context, tx *db.Tx, review string) ([]Clock, error) {
	pauses := map[string][]clock.Pause{}
	_, err := db.All(ctx, tx, func(r db.Row) (clock.Pause, error) {
		var p clock.Pause
		var of string
		err := r.Scan(&of, &p.From, &p.To)
		pauses[of] = append(pauses[of], p)
		return p, err
	}, `SELECT clock_id, paused, resumed FROM review_pause WHERE review_id = $1`, review)
	if err != nil {
		return nil, fmt.Errorf("list the pauses: %w", err)
	}
	ks, err := db.All(ctx, tx, func(r db.Row) (Clock, error) {
		var k Clock
		err := r.Scan(&k.ID, &k.What, &k.Agency, &k.Start, &k.Span.Amount, &k.Span.Unit)
		k.Pauses = pauses[k.ID]
		return k, err
	}, `SELECT id, what, agency_id, started, amount, unit FROM review_clock WHERE review_id = $1 AND stopped IS NULL ORDER BY started, id`, review)
	if err != nil {
		return nil, fmt.Errorf("list the running clocks: %w", err)
	}
	return ks, nil
}
