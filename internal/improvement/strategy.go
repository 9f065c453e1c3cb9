package improvement

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
)

// Strategy is one way of improving practice or systems. [CP24 p6, CP21 p14]
type Strategy struct {
	ID                                        string
	Version, Number                           int
	Title, Case, Learning, Evidence, WouldSee seal.Text
	Owner, Agency                             string  // account and agency; "" while nobody owns it
	Due                                       db.Date // when the owner says what was done; zero while not known
	LookOn                                    db.Date // when somebody looks whether it worked
	Started                                   db.Date // day the owner's time began
	Finished                                  bool    // the owner said so
	Points                                    []Point
	Reports                                   []Done
	Asks                                      []Ask
	Outcomes                                  []Outcome // the newest last
}

// Owned says that somebody owns it, with a day.
func (s Strategy) Owned() bool { return s.Owner != "" && !s.Due.IsZero() }

// Last is the result of the newest outcome, "" where nobody looked.
func (s Strategy) Last() Result {
	if len(s.Outcomes) == 0 {
		return ""
	}
	return s.Outcomes[len(s.Outcomes)-1].Result
}

// Seen says that somebody looked and it was not too early.
func (s Strategy) Seen() bool { return s.Last() != "" && s.Last() != TooEarly }

// Waits is the owner's asking for more time that nobody has answered, or nil.
func (s Strategy) Waits() *Ask {
	for i, a := range s.Asks {
		if a.AnsweredAt.IsZero() {
			return &s.Asks[i]
		}
	}
	return nil
}

// Point is a learning point that a strategy answers.
type Point struct {
	ID    string // of the learning point
	Title seal.Text
}

// Done is what an owner says was done.
type Done struct {
	What, Evidence seal.Text
	Finished       bool
	At             time.Time
}

// Ask is an owner's asking for more time.
type Ask struct {
	ID             string
	Until          db.Date
	Reason, Answer seal.Text
	Granted        bool
	At, AnsweredAt time.Time // AnsweredAt is zero while nobody answered
}

// Result is what was seen. That nothing changed is an honest answer.
type Result string

const (
	Changed  Result = "changed"
	Partly   Result = "partly"
	NoChange Result = "no-change"
	TooEarly Result = "too-early"
)

var results = []form.Option{{Value: string(Changed), Label: "It changed"}, {Value: string(Partly), Label: "It changed in part"},
	{Value: string(NoChange), Label: "No change seen", Hint: "An honest answer, and worth knowing."},
	{Value: string(TooEarly), Label: "Too early to say", Hint: "Give the day when somebody looks again."}}

// Label is the result in words.
func (r Result) Label() string {
	for _, o := range results {
		if o.Value == string(r) {
			return o.Label
		}
	}
	return ""
}

// Good says that something changed.
func (r Result) Good() bool { return r == Changed || r == Partly }

// Outcome is what was seen when somebody looked.
type Outcome struct {
	Result          Result
	On              db.Date
	By, Found, Next seal.Text
	At              time.Time
}

// Strategies lists the strategies of the review by number. The act must open the
// Published compartment.
func Strategies(ctx context.Context, tx *db.Tx, c access.Case) ([]Strategy, error) {
	ss, err := db.All(ctx, tx, func(r db.Row) (Strategy, error) {
		var s Strategy
		at := c.At(seal.Published, "strategy", &s.ID)
		return s, r.Scan(&s.ID, &s.Version, &s.Number, at.Open("title", &s.Title), at.Open("case_for", &s.Case), at.Open("learning", &s.Learning),
			at.Open("evidence", &s.Evidence), at.Open("would_see", &s.WouldSee), &s.Owner, &s.Agency, &s.Due, &s.LookOn, &s.Started, &s.Finished)
	}, `SELECT id, version, number, title, case_for, learning, evidence, would_see, owner_id, agency_id, due, look_on, started, finished
		FROM strategy WHERE review_id = $1 ORDER BY number`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the strategies: %w", err)
	}
	of := map[string]*Strategy{}
	for i := range ss {
		of[ss[i].ID] = &ss[i]
	}
	for _, more := range []func(context.Context, *db.Tx, access.Case, map[string]*Strategy) error{addPoints, addReports, addAsks, addOutcomes} {
		if err := more(ctx, tx, c, of); err != nil {
			return nil, err
		}
	}
	return ss, nil
}

func addPoints(ctx context.Context, tx *db.Tx, c access.Case, of map[string]*Strategy) error {
	_, err := db.All(ctx, tx, func(r db.Row) (Point, error) {
		var p Point
		var id, strategy string
		err := r.Scan(&id, &strategy, &p.ID, c.At(seal.Published, "strategy_point", &id).Open("title", &p.Title))
		if s := of[strategy]; s != nil {
			s.Points = append(s.Points, p)
		}
		return p, err
	}, `SELECT id, strategy_id, point_id, title FROM strategy_point WHERE review_id = $1 ORDER BY id`, c.Review())
	if err != nil {
		return fmt.Errorf("learning points of the strategies: %w", err)
	}
	return nil
}

func addReports(ctx context.Context, tx *db.Tx, c access.Case, of map[string]*Strategy) error {
	_, err := db.All(ctx, tx, func(r db.Row) (Done, error) {
		var d Done
		var id, strategy string
		at := c.At(seal.Published, "strategy_report", &id)
		err := r.Scan(&id, &strategy, at.Open("done", &d.What), at.Open("evidence", &d.Evidence), &d.Finished, &d.At)
		if s := of[strategy]; s != nil {
			s.Reports = append(s.Reports, d)
		}
		return d, err
	}, `SELECT id, strategy_id, done, evidence, finished, at FROM strategy_report WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return fmt.Errorf("what was done for the strategies: %w", err)
	}
	return nil
}

func addAsks(ctx context.Context, tx *db.Tx, c access.Case, of map[string]*Strategy) error {
	_, err := db.All(ctx, tx, func(r db.Row) (Ask, error) {
		var a Ask
		var strategy string
		at := c.At(seal.Published, "strategy_more_time", &a.ID)
		err := r.Scan(&a.ID, &strategy, &a.Until, at.Open("reason", &a.Reason), &a.At, &a.Granted, at.Open("answer", &a.Answer), &a.AnsweredAt)
		if s := of[strategy]; s != nil {
			s.Asks = append(s.Asks, a)
		}
		return a, err
	}, `SELECT id, strategy_id, until_day, reason, at, COALESCE(granted, FALSE), answer, answered_at FROM strategy_more_time
		WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return fmt.Errorf("who asked for more time: %w", err)
	}
	return nil
}

func addOutcomes(ctx context.Context, tx *db.Tx, c access.Case, of map[string]*Strategy) error {
	_, err := db.All(ctx, tx, func(r db.Row) (Outcome, error) {
		var o Outcome
		var id, strategy string
		var result, day seal.Text
		at := c.At(seal.Published, "strategy_outcome", &id)
		err := r.Scan(&id, &strategy, at.Open("result", &result), at.Open("looked_on", &day), at.Open("looked_by", &o.By),
			at.Open("found", &o.Found), at.Open("next", &o.Next), &o.At)
		if err == nil {
			o.Result = Result(result.Reveal())
			o.On, err = db.ParseDate(day.Reveal())
		}
		if s := of[strategy]; s != nil {
			s.Outcomes = append(s.Outcomes, o)
		}
		return o, err
	}, `SELECT id, strategy_id, result, looked_on, looked_by, found, next, at FROM strategy_outcome WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return fmt.Errorf("outcomes of the strategies: %w", err)
	}
	return nil
}

// strategyOf is one strategy, or db.ErrNotFound.
func strategyOf(ctx context.Context, tx *db.Tx, c access.Case, id string) (Strategy, error) {
	ss, err := Strategies(ctx, tx, c)
	if err != nil {
		return Strategy{}, err
	}
	for _, s := range ss {
		if s.ID == id {
			return s, nil
		}
	}
	return Strategy{}, fmt.Errorf("a strategy: %w", db.ErrNotFound)
}

// own is a strategy that belongs to the person. To its owner a strategy of
// somebody else is one that does not exist.
func own(ctx context.Context, tx *db.Tx, c access.Case, id string) (Strategy, error) {
	s, err := strategyOf(ctx, tx, c, id)
	if err == nil && s.Owner != c.Person() {
		err = fmt.Errorf("a strategy of one's own: %w", db.ErrNotFound)
	}
	return s, err
}

// none is why the review has no strategy; nothing where none was said.
func none(ctx context.Context, tx *db.Tx, c access.Case) (seal.Text, error) {
	reason, err := db.One(ctx, tx, func(r db.Row) (seal.Text, error) {
		var id string
		var t seal.Text
		return t, r.Scan(&id, c.At(seal.Published, "strategy_none", &id).Open("reason", &t))
	}, `SELECT id, reason FROM strategy_none WHERE review_id = $1`, c.Review())
	if errors.Is(err, db.ErrNotFound) {
		return seal.Text{}, nil
	}
	if err != nil {
		return reason, fmt.Errorf("why there is no strategy: %w", err)
	}
	return reason, nil
}

// weigh keeps the records of the stage in step with what is written down.
func weigh(ctx context.Context, tx *db.Tx, c access.Case) error {
	ss, err := Strategies(ctx, tx, c)
	if err != nil {
		return err
	}
	why, err := none(ctx, tx, c)
	if err != nil {
		return err
	}
	owned, seen := len(ss) > 0, len(ss) > 0
	for _, s := range ss {
		owned, seen = owned && s.Owned(), seen && s.Seen()
	}
	if owned {
		if err := askToConsider(ctx, tx, c); err != nil {
			return err
		}
	}
	explained := len(ss) == 0 && !why.Empty()
	if err := set(ctx, tx, c, review.StrategiesOwned, owned || explained); err != nil {
		return err
	}
	return set(ctx, tx, c, review.OutcomesSeen, seen || explained)
}

// set makes a record or takes it back. One that the lead officer left out with
// a reason stays left out.
func set(ctx context.Context, tx *db.Tx, c access.Case, record review.Record, done bool) error {
	if done {
		return review.Done(ctx, tx, c, record)
	}
	made, err := review.Has(ctx, tx, c, record)
	if err != nil || !made {
		return err
	}
	return review.Undone(ctx, tx, c, record)
}
