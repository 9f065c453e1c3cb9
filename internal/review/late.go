package review

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
)

// missed is a time limit that was not kept, as it stands in its row: one that is
// late, or one that was met late and asks why.
type missed struct {
	review, clock   string
	due             db.Date
	late, explained bool
}

// overdue is a time limit that has passed, in a review that the person leads.
type overdue struct {
	Review, Code, What, Agency string
	Due                        db.Date
	Days                       int // how late it is, in working or calendar days, as the clock counts
	Explained                  bool
	Why                        string // page where the person says why, "" where it is said or not theirs to say

	clock string // the id of the one
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

// leads reads what time brings in these reviews, which are those of which, id.
// The longest late stands first. What it is called in words, tell says.
func leads(ctx context.Context, tx *db.Tx, which, id string, mine []access.Mine) (led, error) {
	var all led
	again, err := lookAgain(ctx, tx, which, id)
	if err != nil {
		return all, err
	}
	some, ids := db.Among(tx, "review_id", slices.Collect(maps.Keys(again)))
	keeps, err := keepers(ctx, tx, some, ids)
	if err != nil {
		return all, err
	}
	today := db.DateOf(tx.Now())
	led := map[string]access.Mine{}
	for _, m := range mine {
		if m.Roles&(access.LeadOfficer|access.Administrator) == 0 || m.Stage == access.Closed {
			continue
		}
		led[m.Review] = m
		if m.Roles&access.LeadOfficer == 0 || len(again[m.Review]) == 0 {
			continue
		}
		by := clock.Calendar{Local: keeps[m.Review].Settings.LocalHolidays}.AddWorking(today, soonAgain)
		for _, w := range again[m.Review] {
			if !w.Due.After(by) {
				w.Code, w.Late = m.Code, w.Due.Before(today)
				all.Asks = append(all.Asks, w)
			}
		}
	}
	ms, err := missedOf(ctx, tx, which, id)
	for _, one := range ms {
		if m, there := led[one.review]; there {
			all.limit(m, one)
		}
	}
	return all, err
}

// missedOf lists the limits that were not kept, the longest late first.
func missedOf(ctx context.Context, tx *db.Tx, which, id string) ([]missed, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (missed, error) {
		var m missed
		return m, r.Scan(&m.review, &m.clock, &m.due, &m.late, &m.explained)
	}, `
		SELECT review_id, id, due, stopped IS NULL, late_reason IS NOT NULL FROM review_clock
		WHERE `+which+` AND due < COALESCE(stopped, $2) AND (stopped IS NULL OR late_reason IS NULL)
		ORDER BY due, started, id`, id, db.DateOf(tx.Now()))
	if err != nil {
		return nil, fmt.Errorf("list the time limits that were missed: %w", err)
	}
	return all, nil
}

// limit takes in one that was missed: that it is late, and that it asks why.
func (l *led) limit(m access.Mine, one missed) {
	page := ""
	if m.Roles&access.LeadOfficer != 0 && !one.explained {
		page = "/reviews/" + m.Review + "/clocks/" + one.clock
		l.Asks = append(l.Asks, Waiting{Code: m.Code, Path: page, review: m.Review, missed: one.clock})
	}
	if one.late {
		l.Late = append(l.Late, overdue{Review: m.Review, Code: m.Code, Due: one.due, Explained: one.explained, Why: page, clock: one.clock})
	}
}

// tell puts into words what is late and what asks why.
func tell(ctx context.Context, tx *db.Tx, late []overdue, asks []Waiting) error {
	var reviews []string
	for _, o := range late {
		reviews = append(reviews, o.Review)
	}
	for _, w := range asks {
		if w.missed != "" {
			reviews = append(reviews, w.review)
		}
	}
	which, id := db.Among(tx, "review_id", reviews)
	all, _, err := clocksOf(ctx, tx, which, id)
	if err != nil {
		return err
	}
	today, by := db.DateOf(tx.Now()), map[string]Clock{}
	for _, ks := range all {
		for _, k := range ks {
			by[k.ID] = k
		}
	}
	for i, o := range late {
		k := by[o.clock]
		late[i].What, late[i].Agency, late[i].Days = k.What, k.AgencyName, -k.Left(k.Calendar, today)
	}
	for i, w := range asks {
		if k := by[w.missed]; w.missed != "" {
			asks[i].What = "Say why a time limit was missed: " + k.What
			if k.AgencyName != "" {
				asks[i].What += ", " + k.AgencyName
			}
		}
	}
	return nil
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
