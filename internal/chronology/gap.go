package chronology

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/chronology/missed"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
)

// GapState is how far a gap in the register is.
type GapState string

// A gap is open until it ends in one of three ways.
const (
	GapOpen      GapState = "open"
	GapFilled    GapState = "filled"
	GapExplained GapState = "explained"
	GapStated    GapState = "stated"
)

var gapStates = []form.Option{{Value: string(GapOpen), Label: "Open"},
	{Value: string(GapFilled), Label: "Filled", Hint: "An entry has it now."},
	{Value: string(GapExplained), Label: "Explained", Hint: "It is known why nothing is there."},
	{Value: string(GapStated), Label: "To be stated in the report", Hint: "It stays open, and the report says so."}}

// Words names the state.
func (s GapState) Words() string { return labelled(gapStates, string(s)) }

// Colour is that of the state's tag.
func (s GapState) Colour() string {
	return map[GapState]string{GapOpen: "yellow", GapFilled: "green", GapExplained: "green", GapStated: "blue"}[s]
}

// What a gap is, where a person typed it.
var gapKinds = []form.Option{{Value: "record", Label: "A record is missing"}, {Value: "deficiency", Label: "The information has a deficiency"},
	{Value: "question", Label: "A question that nobody can answer"}}

// Names of what was suggested.
var suggestedKinds = []form.Option{{Value: string(missed.Silence), Label: "Silence"}, {Value: string(missed.Absent), Label: "Missing agency"},
	{Value: string(missed.Nothing), Label: "Missing period"}, {Value: string(missed.Pattern), Label: "Again and again"}, {Value: string(missed.Disagree), Label: "Contradiction"}}

func labelled(options []form.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// Gap is something that is missing in what the review knows, in the register.
// How says how it is explained, or the words for the report.
type Gap struct {
	ID                 string
	Version            int
	Kind               string
	State              GapState
	Agency, AgencyName string // who is asked, "" for nobody
	Entry              string // that filled it
	What, How          seal.Text
	By, ChangedBy      string // names
	At, ChangedAt      time.Time
	Suggestion         *missed.Suggestion // that it came from
}

// KindWords names what the gap is.
func (g Gap) KindWords() string { return labelled(append(gapKinds, suggestedKinds...), g.Kind) }

// Ended says that nobody has to do anything about it any more.
func (g Gap) Ended() bool { return g.State != GapOpen }

// gapWords are what of a gap is sealed, in one piece.
type gapWords struct {
	Kind       string             `json:"kind"`
	What       string             `json:"what"`
	How        string             `json:"how,omitempty"`
	Suggestion *missed.Suggestion `json:"suggestion,omitempty"`
}

func (g Gap) words() (seal.Text, error) {
	return sealedJSON(gapWords{g.Kind, g.What.Reveal(), g.How.Reveal(), g.Suggestion})
}

func (g *Gap) open(t seal.Text) error {
	var w gapWords
	if err := json.Unmarshal([]byte(t.Reveal()), &w); err != nil {
		return fmt.Errorf("gap %s cannot be read", g.ID)
	}
	g.Kind, g.What, g.How, g.Suggestion = w.Kind, seal.T(w.What), seal.T(w.How), w.Suggestion
	return nil
}

// Gaps lists the register of gaps, those that are open first, in the order in
// which they came. The act opens the compartment Chronology. [SEED team]
func Gaps(ctx context.Context, tx *db.Tx, c access.Case) ([]Gap, error) {
	names, err := accountNames(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all, err := db.All(ctx, tx, func(r db.Row) (Gap, error) {
		var g Gap
		var words seal.Text
		at := c.At(seal.Chronology, "chronology_gap", &g.ID)
		if err := r.Scan(&g.ID, &g.Version, &g.State, &g.Agency, &g.AgencyName, &g.Entry, at.Open("content", &words), &g.By, &g.At, &g.ChangedBy, &g.ChangedAt); err != nil {
			return g, err
		}
		g.By, g.ChangedBy = names[g.By], names[g.ChangedBy]
		return g, g.open(words)
	}, `
		SELECT g.id, g.version, g.state, g.agency_id, a.name, g.entry_id, g.content, g.made_by, g.made_at, g.changed_by, g.changed_at
		FROM chronology_gap g LEFT JOIN agency a ON a.id = g.agency_id
		WHERE g.review_id = $1 ORDER BY CASE g.state WHEN 'open' THEN 0 ELSE 1 END, g.id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the gaps: %w", err)
	}
	return all, nil
}

// OpenGaps counts the gaps that have not ended yet. It opens no words.
func OpenGaps(ctx context.Context, tx *db.Tx, c access.Case) (int, error) {
	n, err := db.One(ctx, tx, db.Column[int], `SELECT COUNT(*) FROM chronology_gap WHERE review_id = $1 AND state = 'open'`, c.Review())
	if err != nil {
		return 0, fmt.Errorf("count the open gaps: %w", err)
	}
	return n, nil
}

func findGap(ctx context.Context, tx *db.Tx, c access.Case, id string) (Gap, error) {
	all, err := Gaps(ctx, tx, c)
	if err != nil {
		return Gap{}, err
	}
	for _, g := range all {
		if g.ID == id {
			c.Touch(id)
			return g, nil
		}
	}
	return Gap{}, db.ErrNotFound
}

func insertGap(ctx context.Context, tx *db.Tx, c access.Case, g Gap) error {
	words, err := g.words()
	if err != nil {
		return err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_gap (id, review_id, state, agency_id, content, made_by, made_at, changed_by, changed_at)
		VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6, $7, $6, $7)`,
		id, c.Review(), string(GapOpen), g.Agency, c.At(seal.Chronology, "chronology_gap", &id).Seal("content", words), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("add a gap: %w", err)
	}
	c.Touch(id)
	return nil
}

// changeGap makes after of a gap, and keeps what it said before.
func changeGap(ctx context.Context, tx *db.Tx, c access.Case, before, after Gap) error {
	words, err := after.words()
	if err != nil {
		return err
	}
	if err := tx.Change(ctx, `
		UPDATE chronology_gap SET state = $1, agency_id = NULLIF($2, ''), entry_id = NULLIF($3, ''), content = $4, changed_by = $5, changed_at = $6, version = version + 1
		WHERE id = $7 AND review_id = $8 AND version = $9`, string(after.State), after.Agency, after.Entry,
		c.At(seal.Chronology, "chronology_gap", &before.ID).Seal("content", words), c.Person(), tx.Now(), before.ID, c.Review(), before.Version); err != nil {
		return err
	}
	if words, err = before.words(); err != nil {
		return err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_gap_past (id, review_id, gap_id, version, state, content, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, c.Review(), before.ID, before.Version, string(before.State), c.At(seal.Chronology, "chronology_gap_past", &id).Seal("content", words), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep what a gap said: %w", err)
	}
	return nil
}
