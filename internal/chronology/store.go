package chronology

import (
	"cmp"
	"context"
	"errors"
	"fmt"
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
	return l, err
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
	var sealed [][]byte
	es, err := db.All(ctx, tx, func(r db.Row) (Entry, error) {
		var e Entry
		var words []byte
		err := r.Scan(&e.ID, &e.Agency, &e.AgencyName, &e.Number, &e.Version, &words)
		sealed = append(sealed, words)
		return e, err
	}, `
		SELECT e.id, e.agency_id, a.name, e.number, e.version, e.content
		FROM chronology_entry e JOIN agency a ON a.id = e.agency_id
		WHERE e.review_id = $1 AND e.agency_id = $2 AND e.removed_at IS NULL ORDER BY e.number`, c.Review(), agency)
	if err == nil {
		err = openAll(c, es, sealed)
	}
	if err != nil {
		return nil, fmt.Errorf("read an agency's entries: %w", err)
	}
	return es, nil
}

// openAll opens the words of entries, on every processor at once: with thousands
// of them that is what a first page waits for.
func openAll(c access.Case, es []Entry, sealed [][]byte) error {
	workers := min(runtime.GOMAXPROCS(0), len(es))
	faults := make([]error, workers)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(es) && faults[w] == nil; i += workers {
				var words seal.Text
				e := &es[i]
				if faults[w] = c.At(seal.Chronology, "chronology_entry", &e.ID).Open("content", &words).Scan(sealed[i]); faults[w] == nil {
					faults[w] = e.open(words)
				}
			}
		})
	}
	all.Wait()
	return errors.Join(faults...)
}

// inOrder puts entries in the stated order of times, and on one day by agency,
// and as they came.
func inOrder(es []Entry) []Entry {
	slices.SortStableFunc(es, func(a, b Entry) int {
		return cmp.Or(read.Compare(a.when(), b.when()), cmp.Compare(a.AgencyName, b.AgencyName), cmp.Compare(a.Number, b.Number))
	})
	return es
}

// insert adds entries of the person's own agency, after those it has, and gives
// their ids.
func insert(ctx context.Context, tx *db.Tx, c access.Case, es []Entry) ([]string, error) {
	last, err := db.One(ctx, tx, db.Column[int], `
		SELECT COALESCE(MAX(number), 0) FROM chronology_entry WHERE review_id = $1 AND agency_id = $2`, c.Review(), c.Agency())
	if err != nil {
		return nil, fmt.Errorf("number of the last entry: %w", err)
	}
	ids := make([]string, len(es))
	for i, e := range es {
		words, err := e.said()
		if err != nil {
			return nil, err
		}
		id := db.NewID()
		if _, err := tx.Exec(ctx, `
			INSERT INTO chronology_entry (id, review_id, agency_id, number, content, entered_by, entered_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			id, c.Review(), c.Agency(), last+1+i, c.At(seal.Chronology, "chronology_entry", &id).Seal("content", words), c.Person(), tx.Now()); err != nil {
			return nil, fmt.Errorf("add an entry: %w", err)
		}
		ids[i] = id
	}
	if len(ids) == 1 {
		c.Touch(ids[0])
	}
	return ids, attach(ctx, tx, c)
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

func takeOut(ctx context.Context, tx *db.Tx, c access.Case, e Entry) error {
	return tx.Change(ctx, `UPDATE chronology_entry SET removed_at = $1 WHERE id = $2 AND review_id = $3 AND version = $4 AND removed_at IS NULL`,
		tx.Now(), e.ID, c.Review(), e.Version)
}

// frozen says that the agency's account is released: its entries stay as they are.
func frozen(ctx context.Context, tx *db.Tx, c access.Case) (bool, error) {
	return agencyreport.IsReleased(ctx, tx, c, c.Agency())
}
