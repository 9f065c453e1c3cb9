package chronology

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// Entry is one thing that happened, from an agency's records. When is the time
// in words, Written as it was typed. Number is the order in which the agency's
// entries came.
type Entry struct {
	ID, Agency, AgencyName      string
	Number, Version             int
	When, Written               seal.Text
	From, To                    db.Date
	Precision                   read.Precision
	Certain                     bool
	Time                        string // of the day, "" where it is not known
	Source, Event, Action, Seen seal.Text
	Role, Reference             seal.Text // who was at work, by post and team; where the record has it
	Views, Impact, Comment      seal.Text

	row   string // mark of the row of a table that it came from
	table string // the table, which may have come more than once
	line  int    // number of the row
	ref   string // what the agency calls it
	hand  bool   // somebody changed it here
}

// said is what of an entry is sealed, in one piece.
type said struct {
	Written   string `json:"written"`
	From      string `json:"from"`
	To        string `json:"to"`
	Precision int    `json:"precision"`
	Unsure    bool   `json:"unsure,omitempty"`
	Time      string `json:"time,omitempty"`
	Source    string `json:"source"`
	Event     string `json:"event"`
	Action    string `json:"action,omitempty"`
	Seen      string `json:"seen,omitempty"`
	Role      string `json:"role,omitempty"`
	Reference string `json:"reference,omitempty"`
	Views     string `json:"views,omitempty"`
	Impact    string `json:"impact,omitempty"`
	Comment   string `json:"comment,omitempty"`
	Row       string `json:"row,omitempty"`
	Table     string `json:"table,omitempty"`
	Line      int    `json:"line,omitempty"`
	Ref       string `json:"ref,omitempty"`
	Hand      bool   `json:"hand,omitempty"`
}

func (e Entry) said() (seal.Text, error) {
	b, err := json.Marshal(said{e.Written.Reveal(), e.From.String(), e.To.String(), int(e.Precision), !e.Certain, e.Time, e.Source.Reveal(), e.Event.Reveal(),
		e.Action.Reveal(), e.Seen.Reveal(), e.Role.Reveal(), e.Reference.Reveal(), e.Views.Reveal(), e.Impact.Reveal(), e.Comment.Reveal(),
		e.row, e.table, e.line, e.ref, e.hand})
	if err != nil {
		return seal.Text{}, fmt.Errorf("keep an entry: %w", err)
	}
	return seal.T(string(b)), nil
}

func (e *Entry) open(t seal.Text) error {
	var s said
	if err := json.Unmarshal([]byte(t.Reveal()), &s); err != nil {
		return fmt.Errorf("entry %s cannot be read", e.ID)
	}
	for _, d := range []struct {
		kept string
		day  *db.Date
	}{{s.From, &e.From}, {s.To, &e.To}} {
		var err error
		if *d.day, err = db.ParseDate(d.kept); err != nil && d.kept != "" {
			return fmt.Errorf("entry %s has a day that is none", e.ID)
		}
	}
	e.Precision, e.Certain, e.Time = read.Precision(s.Precision), !s.Unsure, s.Time
	e.row, e.table, e.line, e.ref, e.hand = s.Row, s.Table, s.Line, s.Ref, s.Hand
	e.When = seal.T(e.when().Words())
	if e.Time != "" {
		e.When = seal.T(e.When.Reveal() + ", " + e.Time)
	}
	e.Written, e.Source, e.Event = seal.T(s.Written), seal.T(s.Source), seal.T(s.Event)
	e.Action, e.Seen = seal.T(s.Action), seal.T(s.Seen)
	e.Role, e.Reference, e.Views = seal.T(s.Role), seal.T(s.Reference), seal.T(s.Views)
	e.Impact, e.Comment = seal.T(s.Impact), seal.T(s.Comment)
	return nil
}

// when is the time of the entry.
func (e Entry) when() read.When {
	return read.When{From: e.From, To: e.To, Precision: e.Precision, Certain: e.Certain, Time: e.Time}
}

// event is the entry for those who look for what a person would miss.
func (e Entry) event() line.Event {
	return line.Event{ID: e.ID, Agency: e.AgencyName, When: e.when(), Role: e.Role.Reveal(), Source: e.Source.Reveal(), Reference: e.Reference.Reveal(),
		Event: e.Event.Reveal(), Action: e.Action.Reveal(), Seen: e.Seen.Reveal(), Views: e.Views.Reveal(), Impact: e.Impact.Reveal()}
}

// mark is the same for entries that say the same.
func (e Entry) mark() string {
	return markOf(e.when().Words(), e.Time, e.Source.Reveal(), e.Event.Reveal(), e.Action.Reveal(), e.Seen.Reveal(),
		e.Role.Reveal(), e.Reference.Reveal(), e.Views.Reveal(), e.Impact.Reveal(), e.Comment.Reveal())
}

func markOf(words ...string) string {
	h := sha256.New()
	for _, w := range words {
		fmt.Fprintf(h, "%s\x00", strings.Join(strings.Fields(w), " "))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Entries lists what happened, in order of time, from every agency whose
// released account is open to the person; of the others nothing is opened. Where a
// name of the case stands, they have its code. The act opens the compartment
// Chronology. [CPG21 ¶3.175]
func Entries(ctx context.Context, tx *db.Tx, c access.Case) ([]Entry, error) {
	qs, version, err := lineOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	es, err := access.Kept(c, seal.Chronology, "line of "+agenciesOf(qs), version, func() ([]Entry, error) {
		var all []Entry
		for _, q := range qs {
			es, err := ofAgency(ctx, tx, c, q.Agency)
			if err != nil {
				return nil, err
			}
			all = append(all, es...)
		}
		return inOrder(all), coded(ctx, tx, c, all)
	})
	return slices.Clone(es), err
}

// lineOf gives whose accounts are in the line of the person, and its version:
// another one whenever an entry of theirs changes, or a name that is masked.
func lineOf(ctx context.Context, tx *db.Tx, c access.Case) ([]agencyreport.Request, string, error) {
	qs, err := agencyreport.Open(ctx, tx, c)
	if err != nil {
		return nil, "", err
	}
	version, err := versionOf(ctx, tx, c, qs)
	if err != nil {
		return nil, "", err
	}
	names, err := namesVersion(ctx, tx, c)
	return qs, version + " " + names, err
}

func agenciesOf(qs []agencyreport.Request) string {
	var ids []string
	for _, q := range qs {
		ids = append(ids, q.Agency)
	}
	return strings.Join(ids, " ")
}

// versionOf is another one whenever the entries of one of the agencies change.
func versionOf(ctx context.Context, tx *db.Tx, c access.Case, qs []agencyreport.Request) (string, error) {
	kept, err := db.All(ctx, tx, func(r db.Row) ([2]string, error) {
		var v [2]string
		return v, r.Scan(&v[0], &v[1])
	}, `SELECT agency_id, version FROM chronology_version WHERE review_id = $1 ORDER BY agency_id`, c.Review())
	if err != nil {
		return "", fmt.Errorf("version of the chronology: %w", err)
	}
	var out []string
	for _, v := range kept {
		if slices.ContainsFunc(qs, func(q agencyreport.Request) bool { return q.Agency == v[0] }) {
			out = append(out, v[1])
		}
	}
	return strings.Join(out, " "), nil
}

// own lists the entries of the person's own agency, in order of time, released
// or not.
func own(ctx context.Context, tx *db.Tx, c access.Case) ([]Entry, error) {
	if c.Agency() == "" {
		return nil, nil
	}
	es, err := ofAgency(ctx, tx, c, c.Agency())
	return inOrder(es), err
}

// ofAgency reads the entries of one agency in the order in which they came.
func ofAgency(ctx context.Context, tx *db.Tx, c access.Case, agency string) ([]Entry, error) {
	es, err := db.All(ctx, tx, func(r db.Row) (Entry, error) {
		var e Entry
		var words seal.Text
		at := c.At(seal.Chronology, "chronology_entry", &e.ID)
		if err := r.Scan(&e.ID, &e.Agency, &e.AgencyName, &e.Number, &e.Version, at.Open("content", &words)); err != nil {
			return e, err
		}
		return e, e.open(words)
	}, `
		SELECT e.id, e.agency_id, a.name, e.number, e.version, e.content
		FROM chronology_entry e JOIN agency a ON a.id = e.agency_id
		WHERE e.review_id = $1 AND e.agency_id = $2 AND e.removed_at IS NULL ORDER BY e.number`, c.Review(), agency)
	if err != nil {
		return nil, fmt.Errorf("read an agency's entries: %w", err)
	}
	return es, nil
}

// inOrder puts entries in the stated order of times, and on one day by agency,
// and as they came.
func inOrder(es []Entry) []Entry {
	slices.SortStableFunc(es, func(a, b Entry) int {
		return cmp.Or(read.Compare(a.when(), b.when()), cmp.Compare(a.AgencyName, b.AgencyName), cmp.Compare(a.Number, b.Number))
	})
	return es
}

// insert adds entries of the person's own agency, after those it has.
func insert(ctx context.Context, tx *db.Tx, c access.Case, es []Entry) error {
	last, err := db.One(ctx, tx, db.Column[int], `
		SELECT COALESCE(MAX(number), 0) FROM chronology_entry WHERE review_id = $1 AND agency_id = $2`, c.Review(), c.Agency())
	if err != nil {
		return fmt.Errorf("number of the last entry: %w", err)
	}
	for i, e := range es {
		words, err := e.said()
		if err != nil {
			return err
		}
		id := db.NewID()
		if _, err := tx.Exec(ctx, `
			INSERT INTO chronology_entry (id, review_id, agency_id, number, content, entered_by, entered_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, c.Review(), c.Agency(), last+1+i, c.At(seal.Chronology, "chronology_entry", &id).Seal("content", words), c.Person(), tx.Now()); err != nil {
			return fmt.Errorf("add an entry: %w", err)
		}
		if len(es) == 1 {
			c.Touch(id)
		}
	}
	return attach(ctx, tx, c)
}

// replace changes an entry and keeps what it said before. Whoever calls it
// attaches the entries anew.
func replace(ctx context.Context, tx *db.Tx, c access.Case, before, after Entry) error {
	old, err := before.said()
	if err != nil {
		return err
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_past (id, review_id, entry_id, version, content, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), before.ID, before.Version, c.At(seal.Chronology, "chronology_past", &id).Seal("content", old), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep what an entry said: %w", err)
	}
	words, err := after.said()
	if err != nil {
		return err
	}
	c.Touch(before.ID)
	return tx.Change(ctx, `
		UPDATE chronology_entry SET content = $1, version = version + 1 WHERE id = $2 AND review_id = $3 AND version = $4 AND removed_at IS NULL`,
		c.At(seal.Chronology, "chronology_entry", &before.ID).Seal("content", words), before.ID, c.Review(), before.Version)
}

// frozen says that the agency's account is released: its entries stay as they are.
func frozen(ctx context.Context, tx *db.Tx, c access.Case) (bool, error) {
	return agencyreport.IsReleased(ctx, tx, c, c.Agency())
}

func minePath(c access.Case) string { return review.Path(c, "chronology/mine") }
