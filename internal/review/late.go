package review

import (
	"context"
	"fmt"
	"slices"
	"sort"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
)

// overdue is a time limit that has passed, in a review that the person leads.
type overdue struct {
	Review, Code, What, Agency string
	Due                        db.Date
	Explained                  bool
	Why                        string // page where the person says why, "" where it is said or not theirs to say

	running  clock.Running
	calendar clock.Calendar
	today    db.Date
}

// Days is how late it is, in working or calendar days, as the clock counts.
func (o overdue) Days() int { return -o.running.Left(o.calendar, o.today) }

// soonAgain is how many working days before something is looked at again the
// lead officer is asked to.
const soonAgain = 5

// led is what time brings to a person in the reviews they lead or arrange: what
// is late, and what it asks of them. It needs no words of a case.
type led struct {
	Late []overdue
	Asks []Waiting
}

// leads reads what time brings in these reviews, which are those of which, id.
// The longest late stands first.
func leads(ctx context.Context, tx *db.Tx, which, id string, mine []access.Mine) (led, error) {
	var all led
	clocks, keeps, err := clocksOf(ctx, tx, which, id)
	if err != nil {
		return all, err
	}
	again, err := lookAgain(ctx, tx, which, id)
	if err != nil {
		return all, err
	}
	today := db.DateOf(tx.Now())
	for _, m := range mine {
		if m.Roles&(access.LeadOfficer|access.Administrator) == 0 || m.Stage == access.Closed {
			continue
		}
		all.limits(m, clocks[m.Review], today)
		if m.Roles&access.LeadOfficer == 0 {
			continue
		}
		calendar := clock.Calendar{Local: keeps[m.Review].Settings.LocalHolidays}
		for _, w := range again[m.Review] {
			if by := calendar.AddWorking(today, soonAgain); !w.Due.After(by) {
				w.Code, w.Late = m.Code, w.Due.Before(today)
				all.Asks = append(all.Asks, w)
			}
		}
	}
	sort.SliceStable(all.Late, func(i, j int) bool { return all.Late[i].Due.Before(all.Late[j].Due) })
	return all, nil
}

// limits takes in the time limits of one review: what is late, and what asks why.
func (l *led) limits(m access.Mine, ks []Clock, today db.Date) {
	for _, k := range ks {
		state := k.State(k.Calendar, today)
		if state == clock.Late {
			l.Late = append(l.Late, overdue{m.Review, m.Code, k.What, k.AgencyName, k.Due(k.Calendar), k.Explained, "", k.Running, k.Calendar, today})
		}
		if m.Roles&access.LeadOfficer != 0 && (state == clock.Late || state == clock.MetLate) && !k.Explained {
			page := "/reviews/" + m.Review + "/clocks/" + k.ID
			if state == clock.Late {
				l.Late[len(l.Late)-1].Why = page
			}
			what := "Say why a time limit was missed: " + k.What
			if k.Agency != "" {
				what += ", " + k.AgencyName
			}
			l.Asks = append(l.Asks, Waiting{Code: m.Code, What: what, Path: page})
		}
	}
}

// lookAgain are the limits and the parallel processes that somebody looks at
// again, by review, each with its day.
func lookAgain(ctx context.Context, tx *db.Tx, which, id string) (map[string][]Waiting, error) {
	all := map[string][]Waiting{}
	read := func(what, page string) func(db.Row) (Waiting, error) {
		return func(r db.Row) (Waiting, error) {
			w := Waiting{What: what}
			var review, object string
			err := r.Scan(&review, &object, &w.Due)
			w.Path = "/reviews/" + review + "/" + page + "/" + object
			if !w.Due.IsZero() {
				all[review] = append(all[review], w)
			}
			return w, err
		}
	}
	if _, err := db.All(ctx, tx, read("Look again at a limit that was agreed with others", "holds"), `
		SELECT h.review_id, h.hold_id, h.review_on FROM review_hold h
		WHERE h.`+which+` AND h.state <> 'off'
		  AND NOT EXISTS (SELECT 1 FROM review_hold n WHERE n.review_id = h.review_id AND n.hold_id = h.hold_id AND n.version > h.version)
		ORDER BY h.review_on, h.hold_id`, id); err != nil {
		return nil, fmt.Errorf("limits to look at again: %w", err)
	}
	if _, err := db.All(ctx, tx, read("Look again at what runs beside the review", "parallel"), `
		SELECT p.review_id, p.parallel_id, p.review_on FROM review_parallel p
		WHERE p.`+which+` AND NOT p.ended
		  AND NOT EXISTS (SELECT 1 FROM review_parallel n WHERE n.review_id = p.review_id AND n.parallel_id = p.parallel_id AND n.version > p.version)
		ORDER BY p.review_on, p.parallel_id`, id); err != nil {
		return nil, fmt.Errorf("processes to look at again: %w", err)
	}
	return all, nil
}

// besides are what time asks of the person that the list of what is late does not ask.
func (l led) besides() []Waiting {
	listed := map[string]bool{}
	for _, o := range l.Late {
		listed[o.Why] = true
	}
	return slices.DeleteFunc(slices.Clone(l.Asks), func(w Waiting) bool { return listed[w.Path] })
}

// inTime puts what waits in the order of its days; what has none comes last.
func inTime(ws []Waiting) []Waiting {
	sort.SliceStable(ws, func(i, j int) bool {
		a, b := ws[i].Due, ws[j].Due
		return !a.IsZero() && (b.IsZero() || a.Before(b))
	})
	return ws
}
