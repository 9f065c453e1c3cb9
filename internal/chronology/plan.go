package chronology

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// plan is what becomes of the rows of a table. A table that came before, and
// comes again, adds only what is new in it.
type plan struct {
	table   string // of which these are the rows: the one that came before, or a new one
	New     []Entry
	There   int
	Changed []changed
	Edited  []changed // in the table, and meanwhile here: what stands here stays
	Gone    []Entry   // no longer in the table
	Refused []refusal
	settled []refusal // rows that waited to be put right and are no longer in the table
	Aside   int       // rows that were not meant to be read, such as a heading again
	Sources int       // rows that do not name their source
	Silent  int       // rows that say neither what was done nor why nothing was
	first   []Entry   // how the first rows are read
}

// changed is an entry and what the table says now.
type changed struct{ Before, After Entry }

// Differences are what the table says otherwise.
func (c changed) Differences() []difference { return differences(c.Before, c.After) }

// planOf compares what was read with what the agency has.
func planOf(ctx context.Context, tx *db.Tx, c access.Case, id string, r read.Reading, usualSource string) (plan, error) {
	p := plan{table: id}
	es, err := ofAgency(ctx, tx, c, c.Agency())
	if err != nil {
		return p, err
	}
	listed, err := everRefused(ctx, tx, c)
	if err != nil {
		return p, err
	}
	agencies, err := review.Agencies(ctx, tx)
	if err != nil {
		return p, err
	}
	agency := ""
	for _, a := range agencies {
		if a.ID == c.Agency() {
			agency = a.Name
		}
	}
	rows := make([]Entry, len(r.Rows))
	for i, x := range r.Rows {
		if x.Source == "" {
			x.Source = usualSource
		}
		if x.Source == "" {
			p.Sources++
		}
		if x.Action == "" {
			p.Silent++
		}
		rows[i] = entryOf(x, agency)
	}
	p.first = rows[:min(len(rows), mostShown)]
	p.compare(es, rows, r.Refused)
	p.refuse(listed, r.Refused, usualSource, agency)
	return p, nil
}

// compare sorts the rows into those that are there, that are new and that
// changed, and finds those that are gone.
func (p *plan) compare(es, rows []Entry, refused []read.Refused) {
	there := map[string]string{} // table by the mark of an entry
	for _, e := range es {
		there[e.mark()] = e.table
		if e.row != "" {
			there[e.row] = e.table
		}
	}
	same := map[string]int{}
	coming := map[string]bool{}
	for _, x := range refused {
		coming[markOf(x.Cells...)] = true
	}
	var fresh []Entry
	for _, e := range rows {
		table, known := there[e.row]
		if !known {
			table, known = there[e.mark()]
		}
		again := coming[e.row]
		coming[e.row], coming[e.mark()] = true, true
		switch {
		case known:
			same[table]++
			p.There++
		case again:
			p.There++
		default:
			fresh = append(fresh, e)
		}
	}
	delete(same, "")
	for _, table := range slices.Sorted(maps.Keys(same)) {
		if p.table == "" || same[p.table] < same[table] {
			p.table = table
		}
	}
	var gone []Entry
	for _, e := range es {
		if e.table == p.table && e.table != "" && !coming[e.row] && !coming[e.mark()] {
			gone = append(gone, e)
		}
	}
	p.pair(gone, fresh)
	for i := range p.New {
		p.New[i].table = p.table
	}
}

// alike are the ways in which a row that changed is known again, the surest
// first. "" is a row that has nothing to be known by.
var alike = []func(Entry) string{
	func(e Entry) string { return e.ref },
	func(e Entry) string { return e.when().Words() + "\x00" + e.Event.Reveal() },
	func(e Entry) string { return e.Source.Reveal() + "\x00" + e.Event.Reveal() },
	func(e Entry) string { return e.when().Words() + "\x00" + e.Source.Reveal() },
	func(e Entry) string { return e.when().Words() + "\x00" + fmt.Sprint(e.line) },
}

// pair finds which new row is an old one that changed. A row is paired only
// where there is one of its like on either side.
func (p *plan) pair(gone, fresh []Entry) {
	for _, key := range alike {
		if len(gone) == 0 {
			break
		}
		count := func(es []Entry) map[string][]int {
			at := map[string][]int{}
			for i, e := range es {
				if k := key(e); k != "" {
					at[k] = append(at[k], i)
				}
			}
			return at
		}
		old, now := count(gone), count(fresh)
		paired, taken := map[int]bool{}, map[int]bool{}
		for _, k := range slices.Sorted(maps.Keys(now)) {
			if len(old[k]) != 1 || len(now[k]) != 1 {
				continue
			}
			c := changed{gone[old[k][0]], fresh[now[k][0]]}
			if c.Before.ref != "" && c.After.ref != "" && c.Before.ref != c.After.ref {
				continue
			}
			c.After.table = p.table
			if c.Before.hand {
				p.Edited = append(p.Edited, c)
			} else {
				p.Changed = append(p.Changed, c)
			}
			paired[old[k][0]], taken[now[k][0]] = true, true
		}
		gone, fresh = without(gone, paired), without(fresh, taken)
	}
	p.Gone, p.New = gone, fresh
}

func without(es []Entry, out map[int]bool) []Entry {
	var left []Entry
	for i, e := range es {
		if !out[i] {
			left = append(left, e)
		}
	}
	return left
}

// refuse lists the rows that could not be read and do not wait already.
func (p *plan) refuse(listed []refusal, refused []read.Refused, usualSource, agency string) {
	there := map[string]bool{}
	for _, x := range listed {
		there[x.Mark] = true
	}
	coming := map[string]bool{}
	for _, x := range refused {
		if x.Aside {
			p.Aside++
			continue
		}
		if x.Partial.Source == "" {
			x.Partial.Source = usualSource
		}
		e := entryOf(x.Partial, agency)
		n := refusal{Number: x.Row, Column: x.Column, Found: seal.T(x.Read), Why: x.Why, Suggestion: x.Suggestion, Mark: markOf(x.Cells...), table: p.table,
			Read: seal.T(strings.Join(x.Cells, " | ")), written: rowOf(x.Row, x.Cells, e)}
		coming[n.Mark] = true
		if there[n.Mark] {
			p.There++
			continue
		}
		p.Refused = append(p.Refused, n)
		there[n.Mark] = true
	}
	for _, x := range listed {
		if x.table == p.table && x.table != "" && !x.settled && !coming[x.Mark] {
			p.settled = append(p.settled, x)
		}
	}
}

// entryOf makes an entry of a row. What has no place of its own stands with the
// event under its heading, so that nothing is lost.
func entryOf(x read.Row, agency string) Entry {
	event := []string{x.Event}
	more := func(name, words string) {
		if words != "" {
			event = append(event, name+": "+words)
		}
	}
	if !strings.EqualFold(strings.TrimSpace(x.Agency), agency) {
		more("Agency", x.Agency)
	}
	for _, heading := range slices.Sorted(maps.Keys(x.Other)) {
		more(heading, x.Other[heading])
	}
	e := Entry{Written: seal.T(x.Date.Written), Source: seal.T(x.Source), Event: seal.T(strings.TrimSpace(strings.Join(event, "\n"))),
		Action: seal.T(x.Action), Seen: seal.T(x.Seen), Role: seal.T(x.Role), Reference: seal.T(x.Reference), Views: seal.T(x.Views),
		Sign: signOf(x.Impact), Impact: seal.T(x.Impact), Comment: seal.T(x.Comment), line: x.Row, ref: x.Reference}
	e.at(x.Date)
	e.Time = x.Time
	e.When = e.inWords()
	e.row = markOf(e.Written.Reveal(), e.mark())
	return e
}
