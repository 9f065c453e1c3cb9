package review

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
)

// Seat is a committee whose settings somebody may change, as its lead officer or
// administrator.
type Seat struct {
	ID, Name string
	Number   int // of the settings in force; 0 while they are as the program came
}

// Seats lists the committees whose lead officer or administrator the person is.
func Seats(ctx context.Context, tx *db.Tx, person string) ([]Seat, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Seat, error) {
		var s Seat
		return s, r.Scan(&s.ID, &s.Name, &s.Number)
	}, `
		SELECT c.id, c.name, c.number FROM committee c
		WHERE EXISTS (SELECT 1 FROM office o WHERE o.committee_id = c.id AND o.account_id = $1 AND o.role IN ($2, $3))
		ORDER BY c.track DESC, c.id`, person, access.LeadOfficer, access.Administrator)
	if err != nil {
		return nil, fmt.Errorf("list the person's committees: %w", err)
	}
	return all, nil
}

// Moved is a day on which something is due, and where other holidays put it.
type Moved struct {
	Review, Code, What, Agency string
	From, To                   db.Date
}

// DueDaysMoved lists what the local holidays would move in the reviews that the
// person has a part in and that count by the committee's calendar.
func DueDaysMoved(ctx context.Context, tx *db.Tx, mine []access.Mine, committee string, local []clock.Holiday) ([]Moved, error) {
	var ids []string
	for _, m := range mine {
		ids = append(ids, m.Review)
	}
	which, all := db.Among(tx, "review_id", ids)
	clocks, keeps, err := clocksOf(ctx, tx, which, all)
	if err != nil {
		return nil, err
	}
	var moved []Moved
	for _, m := range mine {
		if keeps[m.Review].ID != committee {
			continue
		}
		for _, k := range clocks[m.Review] {
			if !k.Stopped.IsZero() {
				continue
			}
			was, is := k.Due(k.Calendar), k.Due(clock.Calendar{Local: local})
			if was != is {
				moved = append(moved, Moved{m.Review, m.Code, k.What, k.AgencyName, was, is})
			}
		}
	}
	return moved, nil
}
