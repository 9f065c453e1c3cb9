package read

import (
	"fmt"
	"regexp"
	"strings"

	"lr/internal/db"
)

var (
	parting = []*regexp.Regexp{
		regexp.MustCompile(` (?:to|until|till|through|thru|up to) `), regexp.MustCompile(` - `), regexp.MustCompile(` ?- ?`),
		regexp.MustCompile(` (?:and|&|or) `), regexp.MustCompile(` ?[/&] ?`),
	}
	betweens   = regexp.MustCompile(`^(?:between|from|dates?) `)
	commas     = regexp.MustCompile(` ?(?:,|;|&|\+| and ) ?`)
	bareNumber = regexp.MustCompile(`^\d*$`)
	fullDates  = regexp.MustCompile(`^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$`)
)

// mostParts is how many dates one cell may list, and how many ways of parting
// it are tried.
const mostParts = 12

// between reads a time from one date to another. Of either, the month or the
// year may be left to the other.
func (r *reader) between(s string) (span, bool) {
	s = betweens.ReplaceAllString(s, "")
	for _, sign := range parting {
		ways := sign.FindAllStringIndex(s, -1)
		if len(ways) > mostParts {
			continue
		}
		for _, at := range ways {
			left, right := strings.TrimSpace(s[:at[0]]), strings.TrimSpace(s[at[1]:])
			if left == "" || right == "" {
				continue
			}
			if sp, ok := r.fromTo(left, right); ok {
				sp.unsure = sp.unsure || s[at[0]:at[1]] == " or "
				return sp, true
			}
		}
	}
	return span{}, false
}

func (r *reader) fromTo(left, right string) (span, bool) {
	b, haveB := r.single(right)
	a, haveA := r.single(left)
	if haveA && haveB && (a.order == monthFirst) != (b.order == monthFirst) && (a.order == eitherWay || b.order == eitherWay) {
		american := &reader{Dates: Dates{Today: r.Today, MonthFirst: true}, depth: r.depth}
		a, haveA = american.single(left)
		b, haveB = american.single(right)
	}
	if haveB && (!haveA || a.unsure && b.precision == Day) && (b.precision != Year || !bareNumber.MatchString(left)) {
		if x, ok := r.lend(left, b.from); ok {
			if x.from.After(b.to) {
				x, ok = r.lend(left, db.Date{Year: b.from.Year - 1, Month: b.from.Month, Day: 1})
			}
			if ok {
				a, haveA = x, true
			}
		}
	}
	if haveA && !haveB {
		b, haveB = r.lend(right, a.from)
		if haveB && b.to.Before(a.from) {
			b, haveB = r.lend(right, db.Date{Year: a.from.Year + 1, Month: a.from.Month, Day: 1})
		}
	}
	if !haveA || !haveB {
		return span{}, false
	}
	if b.to.Before(a.from) {
		first, last := When{From: a.from, To: a.to, Precision: a.precision, Certain: true}, When{From: b.from, To: b.to, Precision: b.precision, Certain: true}
		return r.fail("The last day comes before the first.", last.Words()+" to "+first.Words())
	}
	return join(a, b), true
}

func join(a, b span) span {
	sp := span{from: a.from, to: b.to, precision: Range, unsure: a.unsure || b.unsure, order: max(a.order, b.order), weekday: a.weekday + b.weekday}
	if sp.from == sp.to {
		sp.precision = Day
	}
	return sp
}

// lend reads a date that leaves the year, or the month and the year, to another.
func (r *reader) lend(s string, from db.Date) (span, bool) {
	quiet := &reader{Dates: r.Dates, depth: r.depth}
	if sp, ok := quiet.single(fmt.Sprintf("%s %s %d", s, strings.ToLower(from.Month.String()), from.Year)); ok {
		return sp, true
	}
	return quiet.single(fmt.Sprintf("%s %d", s, from.Year))
}

// list reads several dates: the time from the first to the last of them.
func (r *reader) list(s string) (span, bool) {
	parts := commas.Split(s, mostParts+1)
	if len(parts) == 1 {
		parts = strings.Fields(s)
		for _, p := range parts {
			if !fullDates.MatchString(p) {
				return span{}, false
			}
		}
	}
	if len(parts) < 2 || len(parts) > mostParts {
		return span{}, false
	}
	all, ok := r.single(parts[len(parts)-1])
	if !ok {
		return span{}, false
	}
	near := all.from
	for i := len(parts) - 2; i >= 0; i-- {
		one, ok := r.single(parts[i])
		if !ok {
			if one, ok = r.lend(parts[i], near); !ok {
				return span{}, false
			}
		}
		if one.from.Before(all.from) {
			all.from = one.from
		}
		if one.to.After(all.to) {
			all.to = one.to
		}
		near, all.order = one.from, max(all.order, one.order)
	}
	if all.from != all.to {
		all.precision = Range
	}
	all.unsure = true
	return all, true
}
