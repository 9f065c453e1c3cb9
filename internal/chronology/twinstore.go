package chronology

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lr/internal/access"
	"lr/internal/chronology/line"
	"lr/internal/chronology/twin"
	"lr/internal/db"
	"lr/internal/seal"
)

// joining is what a person said to be one event: its accounts, each with the
// version that was joined.
type joining struct {
	ID       string
	Version  int
	By, Name string // account, and name
	At       time.Time
	Undone   string // name of who undid it
	UndoneAt time.Time
	Into     string
	accounts map[string]int
}

// Live says that nobody undid it.
func (j joining) Live() bool { return j.UndoneAt.IsZero() }

func (j joining) has(ids ...string) bool {
	for _, id := range ids {
		if _, in := j.accounts[id]; !in {
			return false
		}
	}
	return true
}

// setApart is what a person said not to be one event.
type setApart struct {
	ID, By   string
	Version  int
	Reason   seal.Text
	At       time.Time
	Back     string
	BackAt   time.Time
	accounts []string
	pairs    map[[2]string]bool
}

// Live says that nobody took it back.
func (a setApart) Live() bool { return a.BackAt.IsZero() }

// settledTwins is what people said of accounts, the newest first.
type settledTwins struct {
	joins  []joining
	aparts []setApart
}

// joined is the live join that has the account, or nil.
func (s settledTwins) joined(entry string) *joining {
	for i := range s.joins {
		if s.joins[i].Live() && s.joins[i].has(entry) {
			return &s.joins[i]
		}
	}
	return nil
}

// apart is what says that the two are not one event, or nil.
func (s settledTwins) apart(a, b string) *setApart {
	for i := range s.aparts {
		if s.aparts[i].Live() && s.aparts[i].pairs[ordered(a, b)] {
			return &s.aparts[i]
		}
	}
	return nil
}

// settled says that nothing is left to decide on the two.
func (s settledTwins) settled(a, b string) bool {
	j := s.joined(a)
	return s.apart(a, b) != nil || j != nil && j.has(b)
}

func ordered(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

func readTwins(ctx context.Context, tx *db.Tx, c access.Case) (settledTwins, error) {
	var s settledTwins
	names, err := accountNames(ctx, tx, c)
	if err != nil {
		return s, err
	}
	if s.joins, err = readJoins(ctx, tx, c, names); err != nil {
		return s, err
	}
	s.aparts, err = readAparts(ctx, tx, c, names)
	return s, err
}

func readJoins(ctx context.Context, tx *db.Tx, c access.Case, names map[string]string) ([]joining, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (joining, error) {
		j := joining{accounts: map[string]int{}}
		var undoneBy string
		err := r.Scan(&j.ID, &j.Version, &j.By, &j.At, &undoneBy, &j.UndoneAt, &j.Into)
		j.Name, j.Undone = names[j.By], names[undoneBy]
		return j, err
	}, `SELECT id, version, joined_by, joined_at, undone_by, undone_at, into_id FROM chronology_join WHERE review_id = $1 ORDER BY id DESC`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the joined accounts: %w", err)
	}
	place := map[string]int{}
	for i, j := range all {
		place[j.ID] = i
	}
	_, err = db.All(ctx, tx, func(r db.Row) (string, error) {
		var join, entry string
		var version int
		err := r.Scan(&join, &entry, &version)
		if i, ok := place[join]; ok {
			all[i].accounts[entry] = version
		}
		return entry, err
	}, `SELECT join_id, entry_id, entry_version FROM chronology_join_entry WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("accounts of the joins: %w", err)
	}
	return all, nil
}

func readAparts(ctx context.Context, tx *db.Tx, c access.Case, names map[string]string) ([]setApart, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (setApart, error) {
		a := setApart{pairs: map[[2]string]bool{}}
		var back string
		at := c.At(seal.Chronology, "chronology_apart", &a.ID)
		err := r.Scan(&a.ID, &a.Version, at.Open("reason", &a.Reason), &a.By, &a.At, &back, &a.BackAt)
		a.By, a.Back = names[a.By], names[back]
		return a, err
	}, `SELECT id, version, reason, set_by, set_at, back_by, back_at FROM chronology_apart WHERE review_id = $1 ORDER BY id DESC`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the accounts set apart: %w", err)
	}
	place := map[string]int{}
	for i, a := range all {
		place[a.ID] = i
	}
	_, err = db.All(ctx, tx, func(r db.Row) (string, error) {
		var id, one, other string
		err := r.Scan(&id, &one, &other)
		if i, ok := place[id]; ok {
			a := &all[i]
			a.pairs[ordered(one, other)] = true
			for _, e := range []string{one, other} {
				if !slices.Contains(a.accounts, e) {
					a.accounts = append(a.accounts, e)
				}
			}
		}
		return id, err
	}, `SELECT apart_id, one_id, other_id FROM chronology_apart_pair WHERE review_id = $1 ORDER BY apart_id, one_id, other_id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("pairs of the accounts set apart: %w", err)
	}
	return all, nil
}

// ofLine gives what is worked out of the whole line that the person sees, from
// memory while the line is the same.
func ofLine[T any](ctx context.Context, tx *db.Tx, c access.Case, what string, make func(es []line.Event) T) (T, error) {
	return ofLineAnd(ctx, tx, c, what, "", make)
}

// ofLineAnd does the same for what also depends on something else; marks is
// another whenever that changes.
func ofLineAnd[T any](ctx context.Context, tx *db.Tx, c access.Case, what, marks string, make func(es []line.Event) T) (T, error) {
	var none T
	l, err := merged(ctx, tx, c)
	if err != nil {
		return none, err
	}
	return access.Kept(c, seal.Chronology, what+", "+l.what, l.version+"|"+marks, func() (T, error) { return make(plainOf(l.entries)), nil })
}

func plainOf(es []Entry) []line.Event {
	out := make([]line.Event, len(es))
	for i, e := range es {
		out[i] = e.event()
	}
	return out
}

// likelyTwins are the accounts of the line that are likely of one event, without
// what people decided on.
func likelyTwins(ctx context.Context, tx *db.Tx, c access.Case, es []Entry, s settledTwins) ([]twin.Group, error) {
	pairs, err := ofLine(ctx, tx, c, "twins", twin.Find)
	return twin.Groups(plainOf(es), pairs, s.settled), err
}
