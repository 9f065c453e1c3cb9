package review

import (
	"context"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
)

// Clock is a time limit of the review.
type Clock struct {
	ID, Key, What, Agency string
	Source                string    // the paragraph or setting it comes from
	Name                  seal.Text // what the lead officer calls a clock of their own
	clock.Running
	Stops      []Pause // the pauses, with who and why
	LateReason seal.Text
	StartedBy  string
	StoppedBy  string
	LateBy     string // who gave the reason
	AgencyName string
	Explained  bool // a reason for its lateness is written down
	Calendar   clock.Calendar
	kept       db.Date // the due day that stands in its row
}

// Title is what the clock is called on a page of the review.
func (k Clock) Title() string {
	name := k.What
	if !k.Name.Empty() {
		name = k.Name.Reveal()
	}
	if k.AgencyName != "" {
		name += ": " + k.AgencyName
	}
	return name
}

// Own says that the lead officer started it by themselves.
func (k Clock) Own() bool { return !k.Name.Empty() }

// Pause is a time in which a clock did not run: what kind of reason, the words,
// the limit it comes from, and who paused and resumed it.
type Pause struct {
	ID          string
	From, To    db.Date
	Why         string
	Words       seal.Text
	Hold        string
	By, EndedBy string
}

// pauseReasons are what a clock is paused for. [DESIGN]
var pauseReasons = []form.Option{{Value: "criminal", Label: "Criminal proceedings"}, {Value: "fai", Label: "Fatal accident inquiry"},
	{Value: "bereavement", Label: "Bereavement", Hint: "Of the family, or of somebody who works on the review."},
	{Value: "capacity", Label: "An agency cannot do it now"}, {Value: "other", Label: "Something else"}}

// Reason is the kind of reason in words.
func (p Pause) Reason() string {
	if p.Why == "limit" {
		return "A limit agreed with others"
	}
	return label(pauseReasons, p.Why)
}

// openPause is the pause that has not ended, if there is one.
func (k Clock) openPause() (Pause, bool) {
	for _, p := range k.Stops {
		if p.To.IsZero() {
			return p, true
		}
	}
	return Pause{}, false
}

// StartClock starts a time limit. Key names it within its review; What is shown
// and holds no word of the case. A clock that runs under the key stays as it is.
func StartClock(ctx context.Context, tx *db.Tx, c access.Case, k Clock) error {
	id := db.NewID()
	var name any
	if !k.Name.Empty() {
		name = c.At(seal.Hold, "review_clock", &id).Seal("name", k.Name)
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO review_clock (id, review_id, key, what, agency_id, source, started, amount, unit, name, started_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (review_id, key) DO NOTHING`,
		id, c.Review(), k.Key, k.What, none(k.Agency), k.Source, k.Start, k.Span.Amount, string(k.Span.Unit), name, c.Person())
	if err != nil {
		return fmt.Errorf("start clock %s: %w", k.Key, err)
	}
	return keepDue(ctx, tx, ofReview, c.Review())
}

// StopClock stops a time limit on a day. One that does not run is no fault.
func StopClock(ctx context.Context, tx *db.Tx, c access.Case, key string, on db.Date) error {
	_, err := tx.Exec(ctx, `UPDATE review_clock SET stopped = $1, stopped_by = $2 WHERE review_id = $3 AND key = $4 AND stopped IS NULL`,
		on, c.Person(), c.Review(), key)
	if err != nil {
		return fmt.Errorf("stop clock %s: %w", key, err)
	}
	return nil
}

// ExplainClock writes down why a time limit was missed. The act must open the
// Hold compartment. [SCR15 p9]
func ExplainClock(ctx context.Context, tx *db.Tx, c access.Case, key string, reason seal.Text) error {
	id, err := db.One(ctx, tx, db.Column[string], `SELECT id FROM review_clock WHERE review_id = $1 AND key = $2`, c.Review(), key)
	if err != nil {
		return fmt.Errorf("find clock %s: %w", key, err)
	}
	return tx.Change(ctx, `UPDATE review_clock SET late_reason = $1, late_by = $2 WHERE id = $3 AND review_id = $4`,
		c.At(seal.Hold, "review_clock", &id).Seal("late_reason", reason), c.Person(), id, c.Review())
}

// Extend gives a running time limit more calendar days.
func Extend(ctx context.Context, tx *db.Tx, c access.Case, key string, k clock.Span) error {
	if err := tx.Change(ctx, `UPDATE review_clock SET amount = $1, unit = $2 WHERE review_id = $3 AND key = $4 AND stopped IS NULL`,
		k.Amount, string(k.Unit), c.Review(), key); err != nil {
		return err
	}
	return keepDue(ctx, tx, ofReview, c.Review())
}

// Clocks lists the time limits of the review, in the order in which they
// started. The act must open the Hold compartment, where reasons lie.
func Clocks(ctx context.Context, tx *db.Tx, c access.Case) ([]Clock, error) {
	calendar, err := Calendar(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	names, err := agencyNames(ctx, tx)
	if err != nil {
		return nil, err
	}
	ks, err := db.All(ctx, tx, func(r db.Row) (Clock, error) {
		k := Clock{Calendar: calendar}
		at := c.At(seal.Hold, "review_clock", &k.ID)
		err := r.Scan(&k.ID, &k.Key, &k.What, &k.Agency, &k.Source, &k.Start, &k.Span.Amount, &k.Span.Unit, &k.Stopped,
			at.Open("late_reason", &k.LateReason), at.Open("name", &k.Name), &k.StartedBy, &k.StoppedBy, &k.LateBy)
		k.AgencyName = names[k.Agency]
		k.Explained = !k.LateReason.Empty()
		return k, err
	}, `
		SELECT id, key, what, agency_id, source, started, amount, unit, stopped, late_reason, name, started_by, stopped_by, late_by
		FROM review_clock WHERE review_id = $1 ORDER BY started, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the clocks: %w", err)
	}
	stops, err := pausesOf(ctx, tx, c)
	for i, k := range ks {
		for _, p := range stops[k.ID] {
			ks[i].Stops = append(ks[i].Stops, p)
			ks[i].Pauses = append(ks[i].Pauses, clock.Pause{From: p.From, To: p.To, Reason: p.Reason()})
		}
	}
	return ks, err
}

// pausesOf are the pauses of each clock of the review.
func pausesOf(ctx context.Context, tx *db.Tx, c access.Case) (map[string][]Pause, error) {
	stops := map[string][]Pause{}
	_, err := db.All(ctx, tx, func(r db.Row) (Pause, error) {
		var p Pause
		var of string
		var why seal.Text
		at := c.At(seal.Hold, "review_pause", &p.ID)
		err := r.Scan(&p.ID, &of, &p.From, &p.To, at.Open("reason", &p.Words), at.Open("why", &why), &p.Hold, &p.By, &p.EndedBy)
		p.Why = why.Reveal()
		stops[of] = append(stops[of], p)
		return p, err
	}, `SELECT id, clock_id, paused, resumed, reason, why, hold_id, paused_by, resumed_by FROM review_pause WHERE review_id = $1 ORDER BY paused, id`,
		c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the pauses: %w", err)
	}
	return stops, nil
}

// startPause stops a clock that runs from counting, from a day on.
func startPause(ctx context.Context, tx *db.Tx, c access.Case, clockID string, why Pause, on db.Date) error {
	id := db.NewID()
	at := c.At(seal.Hold, "review_pause", &id)
	c.Touch(clockID)
	_, err := tx.Exec(ctx, `
		INSERT INTO review_pause (id, review_id, clock_id, paused, reason, why, hold_id, paused_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, c.Review(), clockID, on, at.Seal("reason", why.Words), at.Seal("why", seal.T(why.Why)), none(why.Hold), c.Person())
	if err != nil {
		return fmt.Errorf("pause a clock: %w", err)
	}
	return keepDue(ctx, tx, ofReview, c.Review())
}

// Calendar is the calendar of the review's first committee: Scotland's bank
// holidays and the committee's local ones.
func Calendar(ctx context.Context, tx *db.Tx, c access.Case) (clock.Calendar, error) {
	return calendarOf(ctx, tx, c.Review())
}

func calendarOf(ctx context.Context, tx *db.Tx, review string) (clock.Calendar, error) {
	cs, err := committeesOf(ctx, tx, review)
	if err != nil || len(cs) == 0 {
		return clock.Calendar{}, err
	}
	return clock.Calendar{Local: cs[0].Settings.LocalHolidays}, nil
}

// Clocks that every review has, by their keys.
const (
	acknowledgeClock = "acknowledge"
	decisionClock    = "decision"
)

// stops are the clocks that stop when a record is made, or left out.
var stops = map[Record]string{Acknowledged: acknowledgeClock, Decision: decisionClock}

// startClocks starts the clocks that run from the notification, for as long as
// the first committee's own settings allow: the guidance gives no numbers. It
// says when the notification must be acknowledged.
func startClocks(ctx context.Context, tx *db.Tx, c access.Case) (db.Date, error) {
	cs, err := Committees(ctx, tx, c)
	if err != nil || len(cs) == 0 {
		return db.Date{}, err
	}
	set, today := cs[0].Settings, db.DateOf(tx.Now())
	ack := clock.Running{Start: today, Span: set.AcknowledgeWithin}
	err = StartClock(ctx, tx, c, Clock{Key: acknowledgeClock, What: "Acknowledge the notification", Source: "Set by the committee", Running: ack})
	if err == nil && set.DecideWithin.Amount > 0 {
		err = StartClock(ctx, tx, c, Clock{Key: decisionClock, What: "Decision by the committee", Source: "Set by the committee",
			Running: clock.Running{Start: today, Span: set.DecideWithin}})
	}
	return ack.Due(clock.Calendar{Local: set.LocalHolidays}), err
}

// RestartClock puts right the day from which a clock runs, while it runs.
func RestartClock(ctx context.Context, tx *db.Tx, c access.Case, key string, start db.Date) error {
	if err := tx.Change(ctx, `UPDATE review_clock SET started = $1 WHERE review_id = $2 AND key = $3 AND stopped IS NULL`,
		start, c.Review(), key); err != nil {
		return err
	}
	return keepDue(ctx, tx, ofReview, c.Review())
}

// NotifiedOn is the day on which the event was notified.
func NotifiedOn(ctx context.Context, tx *db.Tx, c access.Case) (db.Date, error) {
	at, err := db.One(ctx, tx, db.Column[time.Time], `SELECT entered_at FROM review_stage WHERE review_id = $1 AND stage = $2`,
		c.Review(), access.Received)
	if err != nil {
		return db.Date{}, fmt.Errorf("when the event was notified: %w", err)
	}
	return db.DateOf(at), nil
}

// EnteredOn is on which day each of the person's reviews came to each stage, by
// review. It needs no word of a case.
func EnteredOn(ctx context.Context, tx *db.Tx, o access.Outside) (map[string]map[access.Stage]db.Date, error) {
	all := map[string]map[access.Stage]db.Date{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review string
		var stage access.Stage
		var at time.Time
		err := r.Scan(&review, &stage, &at)
		if all[review] == nil {
			all[review] = map[access.Stage]db.Date{}
		}
		all[review][stage] = db.DateOf(at)
		return review, err
	}, `SELECT review_id, stage, entered_at FROM review_stage WHERE `+ofPerson, o.Person())
	if err != nil {
		return nil, fmt.Errorf("when the person's reviews came to their stages: %w", err)
	}
	return all, nil
}
