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

// soonAgain is how many working days before something is looked at again the
// lead officer is asked to.
const soonAgain = 5

// led is what time brings to a person in the reviews they lead or arrange: what
// is late, and what it asks of them. It needs no words of a case.
type led struct {
	Late []overdue
	Asks []Waiting
}

// leads reads what time brings, over all reviews of the person. The longest late
// stands first.
func leads(ctx context.Context, tx *db.Tx, mine []access.Mine) (led, error) {
	var all led
	names := map[string]string{}
	agencies, err := Agencies(ctx, tx)
	if err != nil {
		return all, err
	}
	for _, a := range agencies {
		names[a.ID] = a.Name
	}
	for _, m := range mine {
		if m.Roles&(access.LeadOfficer|access.Administrator) == 0 || m.Stage == access.Closed {
			continue
		}
		if err := all.read(ctx, tx, m, names); err != nil {
			return all, err
		}
	}
	sort.SliceStable(all.Late, func(i, j int) bool { return all.Late[i].Due.Before(all.Late[j].Due) })
	return all, nil
}

func (l *led) read(ctx context.Context, tx *db.Tx, m access.Mine, names map[string]string) error {
	today := db.DateOf(tx.Now())
	calendar, err := calendarOf(ctx, tx, m.Review)
	if err != nil {
		return err
	}
	ks, err := plainClocks(ctx, tx, m.Review)
	if err != nil {
		return err
	}
	lead := m.Roles&access.LeadOfficer != 0
	for _, k := range ks {
		state := k.State(calendar, today)
		if state == clock.Late {
			l.Late = append(l.Late, overdue{m.Review, m.Code, k.What, names[k.Agency], k.Due(calendar), -k.Left(calendar, today)})
		}
		if lead && (state == clock.Late || state == clock.MetLate) && !k.Explained {
			what := "Say why a time limit was missed: " + k.What
			if k.Agency != "" {
				what += ", " + names[k.Agency]
			}
			l.Asks = append(l.Asks, Waiting{Code: m.Code, What: what, Path: "/reviews/" + m.Review + "/clocks/" + k.ID})
		}
	}
	if !lead {
		return nil
	}
	again, err := lookAgain(ctx, tx, m, calendar.AddWorking(today, soonAgain))
	l.Asks = append(l.Asks, again...)
	return err
}

// lookAgain are the limits and the parallel processes that somebody looks at
// again by a day.
func lookAgain(ctx context.Context, tx *db.Tx, m access.Mine, by db.Date) ([]Waiting, error) {
	today := db.DateOf(tx.Now())
	read := func(what, page string) func(db.Row) (Waiting, error) {
		return func(r db.Row) (Waiting, error) {
			w := Waiting{Code: m.Code, What: what}
			var id string
			err := r.Scan(&id, &w.Due)
			w.Path, w.Late = "/reviews/"+m.Review+"/"+page+"/"+id, w.Due.Before(today)
			return w, err
		}
	}
	holds, err := db.All(ctx, tx, read("Look again at a limit that was agreed with others", "holds"), `
		SELECT h.hold_id, h.review_on FROM review_hold h
		WHERE h.review_id = $1 AND h.state <> 'off' AND h.review_on <= $2
		  AND NOT EXISTS (SELECT 1 FROM review_hold n WHERE n.review_id = h.review_id AND n.hold_id = h.hold_id AND n.version > h.version)
		ORDER BY h.review_on, h.hold_id`, m.Review, by)
	if err != nil {
		return nil, fmt.Errorf("limits to look at again: %w", err)
	}
	runs, err := db.All(ctx, tx, read("Look again at what runs beside the review", "parallel"), `
		SELECT p.parallel_id, p.review_on FROM review_parallel p
		WHERE p.review_id = $1 AND NOT p.ended AND p.review_on <= $2
		  AND NOT EXISTS (SELECT 1 FROM review_parallel n WHERE n.review_id = p.review_id AND n.parallel_id = p.parallel_id AND n.version > p.version)
		ORDER BY p.review_on, p.parallel_id`, m.Review, by)
	if err != nil {
		return nil, fmt.Errorf("processes to look at again: %w", err)
	}
	return append(holds, runs...), nil
}

// inTime puts what waits in the order of its days; what has none comes last.
func inTime(ws []Waiting) []Waiting {
	sort.SliceStable(ws, func(i, j int) bool {
		a, b := ws[i].Due, ws[j].Due
		return !a.IsZero() && (b.IsZero() || a.Before(b))
	})
	return ws
}
