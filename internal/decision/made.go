package decision

import (
	"context"
	"fmt"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// Decision is what a committee decided, in the words it stands by now.
type Decision struct {
	Committee string
	Outcome   Outcome
	Limbs     []string // of the committee's guidance, that the decision cites
	Reasons   seal.Text
	On        db.Date
	Details   map[string]seal.Text // by the names of details

	id      string
	version int
	answer  seal.Text // of the lead officer, where the committee asked for more
	by      string
	at      time.Time
}

// Said is a detail of a decision as people read it.
type Said struct{ Label, Words string }

// Rest lists what the decision says beside its outcome and reasons.
func (d Decision) Rest() []Said {
	var all []Said
	for _, x := range details {
		if t := d.Details[x.Name]; !t.Empty() {
			all = append(all, Said{x.Short, x.words(t)})
		}
	}
	return all
}

// Says gives the words of one detail, as people read it.
func (d Decision) Says(name string) string {
	for _, x := range details {
		if x.Name == name {
			return x.words(d.Details[name])
		}
	}
	return ""
}

// day reads a detail that is a day.
func (d Decision) day(name string) db.Date {
	day, err := db.ParseDate(d.Details[name].Reveal())
	if err != nil {
		return db.Date{} // there is none
	}
	return day
}

// Delegated says that it was made between the committee's meetings.
func (d Decision) Delegated() bool { return !d.Details["delegate"].Empty() }

// Version is its number, and At when it was written down.
func (d Decision) Version() int  { return d.version }
func (d Decision) At() time.Time { return d.at }

// Decisions gives the decision of each committee that has decided, in the order
// of the review's committees. The act must open the Deliberation compartment.
func Decisions(ctx context.Context, tx *db.Tx, c access.Case) ([]Decision, error) {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all, err := allDecisions(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var ds []Decision
	for _, k := range cs {
		if mine := all[k.ID]; len(mine) > 0 {
			ds = append(ds, mine[len(mine)-1])
		}
	}
	return ds, nil
}

// Made is what a committee decided, and on which day.
type Made struct {
	Outcome Outcome
	On      db.Date
}

// MadeIn gives what the committee decided in many reviews, by
// review, where it has. The act must open the Deliberation compartment.
func MadeIn(ctx context.Context, tx *db.Tx, cases []access.Case, committee string) (map[string]Made, error) {
	of, all := access.AllOf(cases), map[string]Made{}
	which, ids := of.Among(tx)
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review, id string
		var outcome, on seal.Text
		at := of.At(&review, seal.Deliberation, "decision_made", &id)
		if err := r.Scan(&review, &id, at.Open("outcome", &outcome), at.Open("decided_on", &on)); err != nil {
			return "", err
		}
		day, err := db.ParseDate(on.Reveal())
		all[review] = Made{Outcome(outcome.Reveal()), day}
		return review, err
	}, `
		SELECT review_id, id, outcome, decided_on FROM decision_made
		WHERE `+which+` AND committee_id = $2 ORDER BY review_id, version`, ids, committee)
	if err != nil {
		return nil, fmt.Errorf("read the decisions of many reviews: %w", err)
	}
	return all, nil
}

// allDecisions gives every version of each committee's decision, by committee.
func allDecisions(ctx context.Context, tx *db.Tx, c access.Case) (map[string][]Decision, error) {
	all := map[string][]Decision{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var d Decision
		var outcome, limbs, on seal.Text
		at := c.At(seal.Deliberation, "decision_made", &d.id)
		to := []any{&d.id, &d.Committee, &d.version, at.Open("outcome", &outcome), at.Open("limbs", &limbs),
			at.Open("decided_on", &on), at.Open("reasons", &d.Reasons), at.Open("answer", &d.answer), &d.by, &d.at}
		said := make([]seal.Text, len(details))
		for i, x := range details {
			to = append(to, at.Open(x.Name, &said[i]))
		}
		if err := r.Scan(to...); err != nil {
			return "", err
		}
		d.Details = map[string]seal.Text{}
		for i, x := range details {
			if !said[i].Empty() {
				d.Details[x.Name] = said[i]
			}
		}
		var err error
		d.Outcome, d.Limbs = Outcome(outcome.Reveal()), strings.Fields(limbs.Reveal())
		d.On, err = db.ParseDate(on.Reveal())
		all[d.Committee] = append(all[d.Committee], d)
		return d.id, err
	}, `
		SELECT id, committee_id, version, outcome, limbs, decided_on, reasons, answer, recorded_by, at,
		       kind, scale, activity, owner, reported, report_by, asked_of, asked_by, delegate, urgent, meets, split, informed, changed
		FROM decision_made WHERE review_id = $1 ORDER BY version`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the decisions: %w", err)
	}
	return all, nil
}

func insertDecision(ctx context.Context, tx *db.Tx, c access.Case, saw int, d Decision) error {
	version, err := next(ctx, tx, c, "decision_made", d.Committee, saw)
	if err != nil {
		return err
	}
	d.id = db.NewID()
	c.Touch(d.id)
	at := c.At(seal.Deliberation, "decision_made", &d.id)
	args := []any{d.id, c.Review(), d.Committee, version, at.Seal("outcome", seal.T(string(d.Outcome))),
		at.Seal("limbs", seal.T(strings.Join(d.Limbs, " "))), at.Seal("decided_on", seal.T(d.On.String())),
		at.Seal("reasons", d.Reasons), c.Person(), tx.Now()}
	for _, x := range details {
		args = append(args, at.Seal(x.Name, d.Details[x.Name]))
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO decision_made (id, review_id, committee_id, version, outcome, limbs, decided_on, reasons, recorded_by, at,
		    kind, scale, activity, owner, reported, report_by, asked_of, asked_by, delegate, urgent, meets, split, informed, changed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`, args...)
	if err != nil {
		return fmt.Errorf("keep the decision: %w", err)
	}
	return nil
}
