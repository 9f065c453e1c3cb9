package review

import (
	"context"
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
		ks, err := limitsOf(ctx, tx, m.Review)
		if err != nil {
			return nil, err
		}
		for _, k := range ks {
			if k.State(k.Calendar, today) == clock.Late {
				all = append(all, overdue{m.Review, m.Code, k.What, names[k.Agency], k.Due(k.Calendar), -k.Left(k.Calendar, today)})
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Due.Before(all[j].Due) })
	return all, nil
}
