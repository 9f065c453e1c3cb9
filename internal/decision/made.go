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
	Split     seal.Text // why the committees decide differently, where they do
	On        db.Date

	id      string
	version int
	answer  seal.Text // of the lead officer, where the committee asked for more
	by      string
	at      time.Time
}

// Decisions gives the decision of each committee that has decided, in the order
// of the review's committees. The act must open the Deliberation compartment.
func Decisions(ctx context.Context, tx *db.Tx, c access.Case) ([]Decision, error) {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	last, err := lastDecisions(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var ds []Decision
	for _, k := range cs {
		if d, ok := last[k.ID]; ok {
			ds = append(ds, d)
		}
	}
	return ds, nil
}

func lastDecisions(ctx context.Context, tx *db.Tx, c access.Case) (map[string]Decision, error) {
	last := map[string]Decision{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var d Decision
		var outcome, limbs, on seal.Text
		at := c.At(seal.Deliberation, "decision_made", &d.id)
		err := r.Scan(&d.id, &d.Committee, &d.version, at.Open("outcome", &outcome), at.Open("limbs", &limbs),
			at.Open("decided_on", &on), at.Open("reasons", &d.Reasons), at.Open("split", &d.Split), at.Open("answer", &d.answer),
			&d.by, &d.at)
		if err != nil {
			return "", err
		}
		d.Outcome, d.Limbs = Outcome(outcome.Reveal()), strings.Fields(limbs.Reveal())
		d.On, err = db.ParseDate(on.Reveal())
		last[d.Committee] = d
		return d.id, err
	}, `
		SELECT id, committee_id, version, outcome, limbs, decided_on, reasons, split, answer, recorded_by, at
		FROM decision_made WHERE review_id = $1 ORDER BY version`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the decisions: %w", err)
	}
	return last, nil
}

func insertDecision(ctx context.Context, tx *db.Tx, c access.Case, saw int, d Decision) error {
	version, err := next(ctx, tx, c, "decision_made", d.Committee, saw)
	if err != nil {
		return err
	}
	d.id = db.NewID()
	c.Touch(d.id)
	at := c.At(seal.Deliberation, "decision_made", &d.id)
	_, err = tx.Exec(ctx, `
		INSERT INTO decision_made (id, review_id, committee_id, version, outcome, limbs, decided_on, reasons, split, recorded_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		d.id, c.Review(), d.Committee, version, at.Seal("outcome", seal.T(string(d.Outcome))),
		at.Seal("limbs", seal.T(strings.Join(d.Limbs, " "))), at.Seal("decided_on", seal.T(d.On.String())),
		at.Seal("reasons", d.Reasons), at.Seal("split", d.Split), c.Person(), tx.Now())
	if err != nil {
		return fmt.Errorf("keep the decision: %w", err)
	}
	return nil
}

// chiefDeed is what a chief officer did with a decision, or that all were told.
type chiefDeed struct {
	ID, Committee, Account string
	Version                int
	Deed                   string // read, told, ratified or returned
	On                     db.Date
	Words                  seal.Text
	Name                   seal.Text
}

// Said says what was done, in words.
func (d chiefDeed) Said() string {
	return map[string]string{"read": "has read the decision", "told": "wrote down that chief officers were told",
		"ratified": "ratified the decision", "returned": "sent the decision back"}[d.Deed]
}

func chiefDeeds(ctx context.Context, tx *db.Tx, c access.Case, by map[string]seal.Text) ([]chiefDeed, error) {
	ds, err := db.All(ctx, tx, func(r db.Row) (chiefDeed, error) {
		var d chiefDeed
		var on seal.Text
		at := c.At(seal.Deliberation, "decision_chief", &d.ID)
		err := r.Scan(&d.ID, &d.Committee, &d.Version, &d.Account, &d.Deed, at.Open("on_day", &on), at.Open("words", &d.Words))
		if err != nil {
			return d, err
		}
		d.Name = by[d.Account]
		d.On, err = db.ParseDate(on.Reveal())
		return d, err
	}, `
		SELECT id, committee_id, version, account_id, deed, on_day, words
		FROM decision_chief WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read what chief officers did: %w", err)
	}
	return ds, nil
}

func insertChiefDeed(ctx context.Context, tx *db.Tx, c access.Case, d chiefDeed) error {
	d.ID = db.NewID()
	c.Touch(d.ID)
	at := c.At(seal.Deliberation, "decision_chief", &d.ID)
	_, err := tx.Exec(ctx, `
		INSERT INTO decision_chief (id, review_id, committee_id, version, account_id, deed, on_day, words, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.ID, c.Review(), d.Committee, d.Version, c.Person(), d.Deed, at.Seal("on_day", seal.T(d.On.String())),
		at.Seal("words", d.Words), tx.Now())
	if err != nil {
		return fmt.Errorf("keep what a chief officer did: %w", err)
	}
	return nil
}
