package learning

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
)

// Kind says in which step a source is found.
type Kind string

const (
	Contribution Kind = "contribution" // said at the practitioners' event, cleared
	Entry        Kind = "entry"        // of the chronology
	Report       Kind = "report"       // of an agency, released
	Implication  Kind = "implication"  // said by strategic managers
	Episode      Kind = "episode"      // a key practice episode that the team found
)

// Source is something that a point came from. Label names it without a word of
// what it says, such as "Contribution 3".
type Source struct {
	Kind  Kind
	ID    string
	Label string
}

// Point is one learning point.
type Point struct {
	ID                    string
	Number                int // its place in the list, from 1
	Version               int
	Title, What, How, Why seal.Text
	Theme                 seal.Text // id of a theme of the guidance, or nothing
	Practice              bool      // effective practice, not something to do differently
	Sources               []Source
	Ready                 bool
}

// Missing says in words what keeps the point from being ready. [SEED report]
func (p Point) Missing() []string {
	var missing []string
	for _, m := range []struct {
		missing bool
		what    string
	}{{p.What.Empty(), "what was learned"}, {p.How.Empty(), "how it emerged"}, {p.Why.Empty(), "why it matters"},
		{len(p.Sources) == 0, "what it came from"}} {
		if m.missing {
			missing = append(missing, m.what)
		}
	}
	return missing
}

// ThemeLabel is the theme in words, or nothing.
func (p Point) ThemeLabel() string {
	for _, t := range guidance.Themes().Themes {
		if t.ID == p.Theme.Reveal() {
			return t.Label
		}
	}
	return ""
}

// KindLabel says how the point is meant.
func (p Point) KindLabel() string {
	if p.Practice {
		return "Effective practice"
	}
	return "Learning"
}

const (
	kindLearning  = "learning"
	kindEffective = "effective"
)

// Points lists the learning points in the order in which they were written. The
// act must open the DraftReport compartment.
func Points(ctx context.Context, tx *db.Tx, c access.Case) ([]Point, error) {
	ps, err := db.All(ctx, tx, func(r db.Row) (Point, error) {
		var p Point
		var kind seal.Text
		at := c.At(seal.DraftReport, "learning_point", &p.ID)
		err := r.Scan(&p.ID, &p.Version, at.Open("kind", &kind), at.Open("theme", &p.Theme), at.Open("title", &p.Title),
			at.Open("what", &p.What), at.Open("how", &p.How), at.Open("why", &p.Why))
		p.Practice = kind.Reveal() == kindEffective
		return p, err
	}, `SELECT id, version, kind, theme, title, what, how, why FROM learning_point WHERE review_id = $1 ORDER BY id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the learning points: %w", err)
	}
	from := map[string][]Source{}
	_, err = db.All(ctx, tx, func(r db.Row) (Source, error) {
		var s Source
		var row, point string
		var label seal.Text
		at := c.At(seal.DraftReport, "learning_source", &row)
		err := r.Scan(&row, &point, &s.Kind, &s.ID, at.Open("label", &label))
		s.Label = label.Reveal()
		from[point] = append(from[point], s)
		return s, err
	}, `SELECT id, point_id, kind, source_id, label FROM learning_source WHERE review_id = $1 ORDER BY id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what the points came from: %w", err)
	}
	for i := range ps {
		ps[i].Number, ps[i].Sources = i+1, from[ps[i].ID]
		ps[i].Ready = len(ps[i].Missing()) == 0
	}
	return ps, nil
}

func pointOf(ctx context.Context, tx *db.Tx, c access.Case, id string) (Point, error) {
	ps, err := Points(ctx, tx, c)
	if err != nil {
		return Point{}, err
	}
	for _, p := range ps {
		if p.ID == id {
			return p, nil
		}
	}
	return Point{}, fmt.Errorf("learning point %s: %w", id, db.ErrNotFound)
}

// keep writes a point down: a new one where it has no id, otherwise over the
// version that was read, or db.ErrStale.
func keep(ctx context.Context, tx *db.Tx, c access.Case, p Point) (string, error) {
	fresh := p.ID == ""
	if fresh {
		p.ID = db.NewID()
	}
	kind := kindLearning
	if p.Practice {
		kind = kindEffective
	}
	at := c.At(seal.DraftReport, "learning_point", &p.ID)
	words := []any{at.Seal("kind", seal.T(kind)), at.Seal("theme", p.Theme), at.Seal("title", p.Title),
		at.Seal("what", p.What), at.Seal("how", p.How), at.Seal("why", p.Why), tx.Now(), p.ID, c.Review()}
	var err error
	if fresh {
		_, err = tx.Exec(ctx, `INSERT INTO learning_point (kind, theme, title, what, how, why, changed_at, id, review_id)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, words...)
	} else {
		err = tx.Change(ctx, `UPDATE learning_point SET kind = $1, theme = $2, title = $3, what = $4, how = $5, why = $6,
			changed_at = $7, version = version + 1 WHERE id = $8 AND review_id = $9 AND version = $10`, append(words, p.Version)...)
	}
	if err != nil {
		return "", fmt.Errorf("write learning point %s: %w", p.ID, err)
	}
	c.Touch(p.ID)
	if err := keepSources(ctx, tx, c, p); err != nil {
		return "", err
	}
	return p.ID, changed(ctx, tx, c)
}

func keepSources(ctx context.Context, tx *db.Tx, c access.Case, p Point) error {
	if _, err := tx.Exec(ctx, `DELETE FROM learning_source WHERE point_id = $1 AND review_id = $2`, p.ID, c.Review()); err != nil {
		return fmt.Errorf("sources of %s: %w", p.ID, err)
	}
	for _, s := range p.Sources {
		id := db.NewID()
		if _, err := tx.Exec(ctx, `INSERT INTO learning_source (id, review_id, point_id, kind, source_id, label) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, c.Review(), p.ID, string(s.Kind), s.ID, c.At(seal.DraftReport, "learning_source", &id).Seal("label", seal.T(s.Label))); err != nil {
			return fmt.Errorf("source of %s: %w", p.ID, err)
		}
	}
	return nil
}

func remove(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM learning_source WHERE point_id = $1 AND review_id = $2`, id, c.Review()); err != nil {
		return fmt.Errorf("sources of %s: %w", id, err)
	}
	if err := tx.Change(ctx, `DELETE FROM learning_point WHERE id = $1 AND review_id = $2`, id, c.Review()); err != nil {
		return fmt.Errorf("remove learning point %s: %w", id, err)
	}
	c.Touch(id)
	return changed(ctx, tx, c)
}

// changed keeps who wrote, and the record that all points are ready. Once chief
// officers have the report, what it says was learned stays.
func changed(ctx context.Context, tx *db.Tx, c access.Case) error {
	final, err := review.Has(ctx, tx, c, review.ChiefsRatified)
	if err != nil {
		return err
	}
	if final {
		return access.ErrForbidden
	}
	if _, err := tx.Exec(ctx, `INSERT INTO learning_writer (review_id, account_id) VALUES ($1, $2) ON CONFLICT (review_id, account_id) DO NOTHING`,
		c.Review(), c.Person()); err != nil {
		return fmt.Errorf("who wrote learning points: %w", err)
	}
	ps, err := Points(ctx, tx, c)
	if err != nil {
		return err
	}
	ready := len(ps) > 0
	for _, p := range ps {
		ready = ready && p.Ready
	}
	if ready {
		return review.Done(ctx, tx, c, review.PointsReady)
	}
	made, err := review.Has(ctx, tx, c, review.PointsReady)
	if err != nil || !made {
		return err
	}
	return review.Undone(ctx, tx, c, review.PointsReady)
}

// Writers lists the accounts that have written in any learning point.
func Writers(ctx context.Context, tx *db.Tx, c access.Case) ([]string, error) {
	who, err := db.All(ctx, tx, db.Column[string], `SELECT account_id FROM learning_writer WHERE review_id = $1 ORDER BY account_id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("who wrote learning points: %w", err)
	}
	return who, nil
}
