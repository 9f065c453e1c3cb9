package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/look"
	"lr/internal/seal"
)

// sheet is what was written about something, by the name of its field. It is
// sealed as a whole.
type sheet map[string]seal.Text

func (s sheet) sealed() (seal.Text, error) {
	plain := map[string]string{}
	for name, words := range s {
		plain[name] = words.Reveal()
	}
	raw, err := json.Marshal(plain)
	return seal.T(string(raw)), err
}

func opened(words seal.Text) (sheet, error) {
	var plain map[string]string
	if err := json.Unmarshal([]byte(words.Reveal()), &plain); err != nil {
		return nil, errors.New("a sealed sheet cannot be read") // the fault of json would tell its words
	}
	s := sheet{}
	for name, typed := range plain {
		s[name] = seal.T(typed)
	}
	return s, nil
}

// Says is what stands in a field.
func (s sheet) Says(name string) string { return s[name].Reveal() }

// Day is a field that holds a day, in words.
func (s sheet) Day(name string) string {
	d, err := db.ParseDate(s.Says(name))
	if err != nil {
		return ""
	}
	return d.Words()
}

// Parallel is one version of what is known of something that runs beside the
// review: an investigation, an inquiry, another review. [CP24 p8, SCR15 p15]
type Parallel struct {
	ID       string
	Version  int
	Ended    bool
	ReviewOn db.Date // when somebody looks at it again
	By       string  // account
	At       time.Time
	sheet
}

// Kind is what kind of proceedings it is.
func (p Parallel) Kind() guidance.Process {
	k, _ := guidance.ProcessOf(p.Says("kind"))
	return k
}

var (
	statuses = []form.Option{{Value: "expected", Label: "It may begin"}, {Value: "active", Label: "It is under way"},
		{Value: "waits", Label: "It waits for a decision"}, {Value: "court", Label: "It is before a court or a hearing"}}
	constraints = []form.Option{{Value: "none", Label: "Nothing: both go on side by side"},
		{Value: "limited", Label: "Some things must wait or be agreed first", Hint: "Add a limit for each of them, on the next page."},
		{Value: "paused", Label: "The review waits", Hint: "This is rare. Say below who decided it."}}
	joints = []form.Option{{Value: "open", Label: "Not asked yet"}, {Value: "yes", Label: "Yes, one joint review is possible"},
		{Value: "no", Label: "No, they stay apart"}}
)

func label(options []form.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return ""
}

// Status and Constraint are those answers in words.
func (p Parallel) Status() string     { return label(statuses, p.Says("status")) }
func (p Parallel) Constraint() string { return label(constraints, p.Says("constraint")) }

// Rows are what is known, for a page.
func (p Parallel) Rows() []look.Row {
	all := []look.Row{{Key: "Led by", Value: p.Says("body")}, {Key: "Their reference", Value: p.Says("reference")},
		{Key: "Contact there", Value: p.Says("contact")}, {Key: "How it stands", Value: p.Status()},
		{Key: "Began", Value: p.Day("began")}, {Key: "Expected to end", Value: p.Day("expected")},
		{Key: "What it asks of the review", Value: p.Constraint()}, {Key: "Why, and who decided it", Value: p.Says("why")},
		{Key: "Could one review serve both?", Value: label(joints, p.Says("joint"))}, {Key: "Why", Value: p.Says("jointwhy")},
		{Key: "Looked at again on", Value: p.ReviewOn.Words()}, {Key: "How it ended", Value: p.Says("ended")}}
	return filled(all)
}

// filled are the rows that say something.
func filled(all []look.Row) []look.Row {
	var rows []look.Row
	for _, r := range all {
		if r.Value != "" {
			rows = append(rows, r)
		}
	}
	return rows
}

// versions gives every version of everything that runs beside the review, the
// oldest first.
func versions(ctx context.Context, tx *db.Tx, c access.Case) ([]Parallel, error) {
	ps, err := db.All(ctx, tx, func(r db.Row) (Parallel, error) {
		var p Parallel
		var id string
		var words seal.Text
		if err := r.Scan(&id, &p.ID, &p.Version, &p.Ended, &p.ReviewOn,
			c.At(seal.Hold, "review_parallel", &id).Open("words", &words), &p.By, &p.At); err != nil {
			return p, err
		}
		var err error
		p.sheet, err = opened(words)
		return p, err
	}, `
		SELECT id, parallel_id, version, ended, review_on, words, changed_by, at
		FROM review_parallel WHERE review_id = $1 ORDER BY parallel_id, version`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what runs beside the review: %w", err)
	}
	return ps, nil
}

// Parallels lists what runs or ran beside the review, as it is known now, in the
// order in which it was added. The act must open the Hold compartment.
func Parallels(ctx context.Context, tx *db.Tx, c access.Case) ([]Parallel, error) {
	all, err := versions(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var last []Parallel
	for _, p := range all {
		if n := len(last); n > 0 && last[n-1].ID == p.ID {
			last[n-1] = p
			continue
		}
		last = append(last, p)
	}
	return last, nil
}

// historyOf gives the versions of one, the newest first, or db.ErrNotFound.
func historyOf(ctx context.Context, tx *db.Tx, c access.Case, id string) ([]Parallel, error) {
	all, err := versions(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var mine []Parallel
	for _, p := range all {
		if p.ID == id {
			mine = append([]Parallel{p}, mine...)
		}
	}
	if len(mine) == 0 {
		return nil, db.ErrNotFound
	}
	return mine, nil
}

// keepParallel writes the next version over the one that was read, or says db.ErrStale.
func keepParallel(ctx context.Context, tx *db.Tx, c access.Case, p Parallel) error {
	words, err := p.sealed()
	if err != nil {
		return err
	}
	id := db.NewID()
	c.Touch(p.ID)
	_, err = tx.Exec(ctx, `
		INSERT INTO review_parallel (id, review_id, parallel_id, version, ended, review_on, words, changed_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, c.Review(), p.ID, p.Version+1, p.Ended, p.ReviewOn,
		c.At(seal.Hold, "review_parallel", &id).Seal("words", words), c.Person(), tx.Now())
	if errors.Is(err, db.ErrTaken) {
		return db.ErrStale
	}
	if err != nil {
		return fmt.Errorf("keep what runs beside the review: %w", err)
	}
	return nil
}

// agreement is what was agreed with those who lead it, and when.
type agreement struct {
	By string // account of whoever wrote it down
	sheet
}

func agreements(ctx context.Context, tx *db.Tx, c access.Case, parallel string) ([]agreement, error) {
	as, err := db.All(ctx, tx, func(r db.Row) (agreement, error) {
		var a agreement
		var id string
		var words seal.Text
		if err := r.Scan(&id, c.At(seal.Hold, "review_agreement", &id).Open("words", &words), &a.By); err != nil {
			return a, err
		}
		var err error
		a.sheet, err = opened(words)
		return a, err
	}, `SELECT id, words, recorded_by FROM review_agreement WHERE review_id = $1 AND parallel_id = $2 ORDER BY at, id`, c.Review(), parallel)
	if err != nil {
		return nil, fmt.Errorf("list what was agreed: %w", err)
	}
	return as, nil
}

func addAgreement(ctx context.Context, tx *db.Tx, c access.Case, parallel string, s sheet) error {
	words, err := s.sealed()
	if err != nil {
		return err
	}
	id := db.NewID()
	c.Touch(id)
	_, err = tx.Exec(ctx, `INSERT INTO review_agreement (id, review_id, parallel_id, words, recorded_by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), parallel, c.At(seal.Hold, "review_agreement", &id).Seal("words", words), c.Person(), tx.Now())
	if err != nil {
		return fmt.Errorf("keep what was agreed: %w", err)
	}
	return nil
}

// namesOf are the people who have a part in the review now, by account.
func namesOf(ctx context.Context, tx *db.Tx, c access.Case) (map[string]string, error) {
	people, err := c.People(ctx, tx)
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name.Reveal()
	}
	return names, err
}
