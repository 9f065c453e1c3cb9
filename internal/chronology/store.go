package chronology

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/seal"
)

// Entries lists what happened, in order of time, from every agency whose
// released account is open to the person; of the others nothing is opened. Where a
// name of the case stands, they have its code. The act opens the compartment
// Chronology. [CPG21 ¶3.175]
func Entries(ctx context.Context, tx *db.Tx, c access.Case) ([]Entry, error) {
	l, err := merged(ctx, tx, c)
	return slices.Clone(l.entries), err
}

// merged is the line of the agencies that are open to the person, and what it is
// a version of. It is kept in memory: nobody changes it.
type mergedLine struct {
	entries       []Entry
	what, version string
}

func merged(ctx context.Context, tx *db.Tx, c access.Case) (mergedLine, error) {
	qs, err := agencyreport.Open(ctx, tx, c)
	if err != nil {
		return mergedLine{}, err
	}
	l := mergedLine{what: "line of " + agenciesOf(qs)}
	version, err := versionOf(ctx, tx, c, qs)
	if err != nil {
		return l, err
	}
	names, err := namesVersion(ctx, tx, c)
	if err != nil {
		return l, err
	}
	l.version = version + " " + names
	l.entries, err = access.Kept(c, seal.Chronology, l.what, l.version, func() ([]Entry, error) {
		codes, err := coderOf(ctx, tx, c)
		if err != nil {
			return nil, err
		}
		return readAll(ctx, tx, c, qs, codes)
	})
	return l, err
}

// readAll reads the entries of agencies, with codes for names. Those of one are
// opened and looked through while the next are fetched: with thousands of them
// that is what a first page waits for.
func readAll(ctx context.Context, tx *db.Tx, c access.Case, qs []agencyreport.Request, codes coder) ([]Entry, error) {
	parts, faults := make([][]Entry, len(qs)), make([]error, len(qs))
	var opening sync.WaitGroup
	for i, q := range qs {
		var sealed [][]byte
		if parts[i], sealed, faults[i] = sealedOf(ctx, tx, c, q.Agency); faults[i] == nil {
			opening.Go(func() {
				if faults[i] = openAll(c, parts[i], sealed); faults[i] == nil {
					codes.put(parts[i])
				}
			})
		}
	}
	opening.Wait()
	return inOrder(slices.Concat(parts...)), errors.Join(faults...)
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
	es, sealed, err := sealedOf(ctx, tx, c, agency)
	if err == nil {
		err = openAll(c, es, sealed)
	}
	return es, err
}

// sealedOf reads the entries of one agency, and their words as they lie in the
// database.
func sealedOf(ctx context.Context, tx *db.Tx, c access.Case, agency string) ([]Entry, [][]byte, error) {
	name, err := db.One(ctx, tx, db.Column[string], `SELECT name FROM agency WHERE id = $1`, agency)
	if err != nil {
		return nil, nil, fmt.Errorf("name of an agency: %w", err)
	}
	var sealed [][]byte
	es, err := db.All(ctx, tx, func(r db.Row) (Entry, error) {
		e := Entry{Agency: agency, AgencyName: name}
		var words []byte
		err := r.Scan(&e.ID, &e.Number, &e.Version, &words)
		sealed = append(sealed, words)
		return e, err
	}, `
		SELECT id, number, version, content FROM chronology_entry
		WHERE review_id = $1 AND agency_id = $2 AND removed_at IS NULL ORDER BY number`, c.Review(), agency)
	if err != nil {
		return nil, nil, fmt.Errorf("read an agency's entries: %w", err)
	}
	return es, sealed, nil
}

// openAll opens the words of entries, on every processor at once.
func openAll(c access.Case, es []Entry, sealed [][]byte) error {
	workers := min(runtime.GOMAXPROCS(0), len(es))
	faults := make([]error, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(es) && faults[w] == nil; i += workers {
				faults[w] = es[i].unseal(c, sealed[i])
			}
		})
	}
	all.Wait()
	return errors.Join(faults...)
}

func (e *Entry) unseal(c access.Case, sealed []byte) error {
	var words seal.Text
	if err := c.At(seal.Chronology, "chronology_entry", &e.ID).Open("content", &words).Scan(sealed); err != nil {
		return err
	}
	return e.open(words)
}

// inOrder puts entries in the stated order of times, and on one day by agency,
// and as they came.
func inOrder(es []Entry) []Entry {
	at, days := make([]int, len(es)), make([]int, len(es))
	for i, e := range es {
		at[i], days[i] = i, e.stands()
	}
	slices.SortFunc(at, func(a, b int) int { // of places: an entry is large to move about
		if days[a] != days[b] {
			return cmp.Compare(days[a], days[b])
		}
		return cmp.Or(read.Compare(es[a].when(), es[b].when()), cmp.Compare(es[a].AgencyName, es[b].AgencyName), cmp.Compare(es[a].Number, es[b].Number), cmp.Compare(a, b))
	})
	sorted := make([]Entry, len(es))
	for i, from := range at {
		sorted[i] = es[from]
	}
	return sorted
}

// stands is the day at which read.Compare puts the entry, as a number: most
// entries are of different days, and that is quick to tell.
func (e Entry) stands() int {
	day := e.From
	switch e.Precision {
	case read.Before:
		day = e.To
	case read.Unknown:
		return math.MaxInt
	}
	return day.Year*10_000 + int(day.Month)*100 + day.Day
}

// insert adds entries of the person's own agency, after those it has, and gives
// their ids.
func insert(ctx context.Context, tx *db.Tx, c access.Case, es []Entry) ([]string, error) {
	last, err := db.One(ctx, tx, db.Column[int], `
		SELECT COALESCE(MAX(number), 0) FROM chronology_entry WHERE review_id = $1 AND agency_id = $2`, c.Review(), c.Agency())
	if err != nil {
		return nil, fmt.Errorf("number of the last entry: %w", err)
	}
	ids, rows := make([]string, len(es)), make([][]any, len(es))
	for i, e := range es {
		ids[i] = db.NewID()
		content := c.At(seal.Chronology, "chronology_entry", &ids[i]).Seal("content", e.said())
		rows[i] = []any{ids[i], c.Review(), c.Agency(), last + 1 + i, content, c.Person(), tx.Now()}
	}
	if err := tx.InsertAll(ctx, `chronology_entry (id, review_id, agency_id, number, content, entered_by, entered_at)`, rows); err != nil {
		return nil, fmt.Errorf("add entries: %w", err)
	}
	if len(ids) == 1 {
		c.Touch(ids[0])
	}
	return ids, attach(ctx, tx, c)
}

// replace changes an entry and keeps what it said before. Whoever calls it
// attaches the entries anew.
func replace(ctx context.Context, tx *db.Tx, c access.Case, before, after Entry) error {
	id := db.NewID()
	if _, err := tx.Exec(ctx, `
		INSERT INTO chronology_past (id, review_id, entry_id, version, content, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, c.Review(), before.ID, before.Version, c.At(seal.Chronology, "chronology_past", &id).Seal("content", before.said()), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep what an entry said: %w", err)
	}
	c.Touch(before.ID)
	return tx.Change(ctx, `
		UPDATE chronology_entry SET content = $1, version = version + 1 WHERE id = $2 AND review_id = $3 AND version = $4 AND removed_at IS NULL`,
		c.At(seal.Chronology, "chronology_entry", &before.ID).Seal("content", after.said()), before.ID, c.Review(), before.Version)
}

func takeOut(ctx context.Context, tx *db.Tx, c access.Case, e Entry) error {
	return tx.Change(ctx, `UPDATE chronology_entry SET removed_at = $1 WHERE id = $2 AND review_id = $3 AND version = $4 AND removed_at IS NULL`,
		tx.Now(), e.ID, c.Review(), e.Version)
}

// frozen says that the agency's account is released: its entries stay as they are.
func frozen(ctx context.Context, tx *db.Tx, c access.Case) (bool, error) {
	return agencyreport.IsReleased(ctx, tx, c, c.Agency())
}

// sealedJSON is what is said, to be kept in one piece.
func sealedJSON(says any) (seal.Text, error) {
	b, err := json.Marshal(says)
	if err != nil {
		return seal.Text{}, fmt.Errorf("keep what was said: %w", err)
	}
	return seal.T(string(b)), nil
}
