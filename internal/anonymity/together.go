package anonymity

import (
	"cmp"
	"slices"
)

// sideBySide adds one hit for each row of different hits of one person, such
// as a misspelled first name before a surname: together they are certain.
func sideBySide(t *folded, hits []hit) []hit {
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	type row struct {
		start, end, pieces int
		best               level
	}
	rows := map[int]row{}
	var found []hit
	flush := func(who int, r row) {
		if r.pieces > 1 && r.best > quiet {
			found = append(found, hit{start: r.start, end: r.end, rule: NamesInRow, level: certain, who: []int{who}})
		}
	}
	for _, h := range hits {
		if h.kind != "" {
			continue
		}
		for _, who := range h.who {
			r, open := rows[who]
			switch {
			case open && h.end <= r.end:
				r.best = max(r.best, h.level)
			case open && (h.start <= r.end || h.start <= r.end+3 && (h.level < certain || r.best < certain) && near(t, r.end, h.start)):
				r.end, r.best = h.end, max(r.best, h.level)
				r.pieces++
			default:
				flush(who, r)
				r = row{h.start, h.end, 1, h.level}
			}
			rows[who] = r
		}
	}
	for who, r := range rows {
		flush(who, r)
	}
	return append(hits, found...)
}

// near says whether only gaps stand between start and end, and no end of a sentence.
func near(t *folded, start, end int) bool {
	for i, b := range t.bytes[start:end] {
		if !gap(b) && b != '\'' || b == '.' && i+2 < end-start {
			return false
		}
	}
	return true
}

// longest keeps the longest of hits that overlap, and of equally long ones the
// more certain; it takes over whose the others are and how certain. Quiet hits go.
func longest(t *folded, hits []hit) []hit {
	hits = slices.DeleteFunc(hits, func(h hit) bool { return h.level == quiet })
	if len(hits) == 0 {
		return nil
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(b.end-b.start, a.end-a.start), cmp.Compare(b.level, a.level), cmp.Compare(a.start, b.start), compareWho(a, b))
	})
	owner := make([]int32, len(t.bytes)) // of each byte, the hit that has it, counted from 1
	var kept []hit
	for _, h := range hits {
		// No hit before h is shorter, so one that overlaps it has its first or last byte.
		over := owner[h.start]
		if over == 0 {
			over = owner[h.end-1]
		}
		if over > 0 {
			k := &kept[over-1]
			if k.kind == Date {
				continue // the May in a date is nobody
			}
			if k.level = max(k.level, h.level); len(k.who) == 0 {
				k.who = h.who
			}
			continue
		}
		kept = append(kept, h)
		for i := h.start; i < h.end; i++ {
			owner[i] = int32(len(kept))
		}
	}
	slices.SortFunc(kept, func(a, b hit) int { return cmp.Compare(a.start, b.start) })
	return kept
}

// compareWho makes the order of equal hits the same each time.
func compareWho(a, b hit) int { return slices.Compare(a.who, b.who) }
