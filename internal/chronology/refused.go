package chronology

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
)

// row is a row of a table as it was read. Number is that of the sheet. Cells is
// all that was read.
type row struct {
	Number                     int
	Cells                      []string
	Written, Time              string
	Source, Reference, Role    string
	Event, Action, Seen, Views string
	Impact, Comment            string
}

func rowOf(number int, cells []string, e Entry) row {
	return row{number, cells, e.Written.Reveal(), e.Time, e.Source.Reveal(), e.Reference.Reveal(), e.Role.Reveal(), e.Event.Reveal(),
		e.Action.Reveal(), e.Seen.Reveal(), e.Views.Reveal(), e.Impact.Reveal(), e.Comment.Reveal()}
}

// entry is what could be read of the row, to be typed again.
func (x row) entry() Entry {
	written := x.Written
	if x.Time != "" {
		written += " " + x.Time
	}
	return Entry{Written: seal.T(written), Source: seal.T(x.Source), Reference: seal.T(x.Reference), Role: seal.T(x.Role), Event: seal.T(x.Event),
		Action: seal.T(x.Action), Seen: seal.T(x.Seen), Views: seal.T(x.Views), Sign: signOf(x.Impact), Impact: seal.T(x.Impact),
		Comment: seal.T(x.Comment), line: x.Number}
}

// refusal is a row of a table that waits to be put right. Found is what stands
// in the cell that could not be read. Mark is the same for the same row brought
// again.
type refusal struct {
	ID          string
	Number      int
	Column, Why string
	Suggestion  string
	Found, Read seal.Text
	Mark        string
	Fits        bool // what is suggested can be put in the place of what was read
	table       string
	written     row
	settled     bool
}

// listed is what of a refusal is sealed.
type listed struct {
	Row        row    `json:"row"`
	Why        string `json:"why"`
	Mark       string `json:"mark"`
	Column     string `json:"column,omitempty"`
	Found      string `json:"found,omitempty"`
	Suggestion string `json:"suggestion,omitempty"`
	Table      string `json:"table,omitempty"`
}

func refuse(ctx context.Context, tx *db.Tx, c access.Case, x refusal) error {
	b, err := sealedJSON(listed{x.written, x.Why, x.Mark, x.Column, x.Found.Reveal(), x.Suggestion, x.table})
	if err != nil {
		return fmt.Errorf("list a row: %w", err)
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_refused (id, review_id, agency_id, content, entered_by, entered_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		id, c.Review(), c.Agency(), c.At(seal.Chronology, "chronology_refused", &id).Seal("content", b), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("list a row: %w", err)
	}
	return nil
}

// refusals lists the rows of the person's own agency that wait to be put right.
func refusals(ctx context.Context, tx *db.Tx, c access.Case) ([]refusal, error) {
	all, err := everRefused(ctx, tx, c)
	return slices.DeleteFunc(all, func(x refusal) bool { return x.settled }), err
}

// everRefused lists also the rows that were put right or left out.
func everRefused(ctx context.Context, tx *db.Tx, c access.Case) ([]refusal, error) {
	today := db.DateOf(tx.Now())
	all, err := db.All(ctx, tx, func(r db.Row) (refusal, error) {
		var x refusal
		var words seal.Text
		if err := r.Scan(&x.ID, &x.settled, c.At(seal.Chronology, "chronology_refused", &x.ID).Open("content", &words)); err != nil {
			return x, err
		}
		var l listed
		if err := json.Unmarshal([]byte(words.Reveal()), &l); err != nil {
			return x, fmt.Errorf("row %s cannot be read", x.ID)
		}
		x.Number, x.Why, x.Mark, x.written = l.Row.Number, l.Why, l.Mark, l.Row
		x.Column, x.Found, x.Suggestion, x.table = l.Column, seal.T(l.Found), l.Suggestion, l.Table
		x.Read = seal.T(strings.TrimRight(strings.Join(l.Row.Cells, " | "), " |"))
		x.Fits = fits(x.Suggestion, today)
		return x, nil
	}, `SELECT id, settled_at IS NOT NULL, content FROM chronology_refused WHERE review_id = $1 AND agency_id = $2 ORDER BY id`,
		c.Review(), c.Agency())
	if err != nil {
		return nil, fmt.Errorf("list the rows that were not taken in: %w", err)
	}
	return all, nil
}

// fits says that a suggestion is a date.
func fits(suggestion string, today db.Date) bool {
	e := Entry{Written: seal.T(suggestion)}
	return suggestion != "" && e.timed(today) == ""
}
