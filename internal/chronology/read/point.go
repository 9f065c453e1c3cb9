package read

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"lr/internal/db"
)

// token is a number, a month's name or a day of the week in a date.
type token struct {
	kind   byte // N, M or W
	value  int
	digits int
	before string // what stands between it and the token before
}

var pieces = regexp.MustCompile(`\d+|[a-z]+|[^\da-z]+`)

// fillers are words that say nothing about a date.
var fillers = map[string]bool{"of": true, "the": true, "on": true, "in": true, "during": true, "dated": true, "date": true, "year": true,
	"sometime": true, "month": true, "day": true, "ad": true,
	"an": true, "am": true, "t": true, "den": true, "dhen": true}

// tokens takes a date apart; ok is false where it holds a word that no date has.
func tokens(s string) (all []token, ok bool) {
	found := pieces.FindAllString(s, -1)
	between := ""
	for i, piece := range found {
		t := token{before: between}
		switch c := piece[0]; {
		case c >= '0' && c <= '9':
			n, err := strconv.Atoi(piece)
			if err != nil || len(piece) > 8 {
				return nil, false
			}
			t.kind, t.value, t.digits = 'N', n, len(piece)
		case c < 'a' || c > 'z':
			if strings.Trim(piece, " /.,-'_:") != "" {
				return nil, false
			}
			between += piece
			continue
		default:
			if t = word(piece, t, all, i+1 < len(found)); t.kind == 0 {
				return nil, false
			}
		}
		if t.kind == '-' {
			continue
		}
		if t.kind == '+' { // twenty-first
			all[len(all)-1].value += t.value
			continue
		}
		all, between = append(all, t), ""
		if len(all) > 6 {
			return nil, false
		}
	}
	return all, true
}

// word says what a word of a date means; kind 0 is a word that no date has, and
// '-' one that says nothing.
func word(piece string, t token, all []token, more bool) token {
	last := token{}
	if len(all) > 0 {
		last = all[len(all)-1]
	}
	if last.kind == 'N' && t.before == "" && (piece == "st" || piece == "nd" || piece == "rd" || piece == "th") || fillers[piece] {
		t.kind = '-'
		return t
	}
	if m, ok := roman[piece]; ok && last.kind == 'N' && more {
		t.kind, t.value = 'M', m
		return t
	}
	if n, ok := countWords[piece]; ok {
		if last.kind == 'N' && last.digits == 0 && last.value >= 20 && n < 10 {
			t.kind, t.value = '+', n
			return t
		}
		t.kind, t.value = 'N', n
		return t
	}
	if m, ok := month(piece); ok {
		t.kind, t.value = 'M', int(m)
		return t
	}
	if d, ok := weekday(piece); ok {
		t.kind, t.value = 'W', int(d)
	}
	return t
}

// point reads a day, a month or a year.
func (r *reader) point(s string) (span, bool) {
	all, ok := tokens(s)
	if !ok {
		return span{}, false
	}
	shape, named := "", -1
	kept := all[:0:0]
	for _, t := range all {
		if t.kind == 'W' {
			named = t.value
			continue
		}
		shape += string(t.kind)
		kept = append(kept, t)
	}
	if len(kept) == 0 && named >= 0 {
		return r.fail("There is a day of the week, but no date.", hintDate)
	}
	sp, ok := r.shaped(shape, kept)
	if ok && sp.precision == Day && named >= 0 && int(sp.from.Weekday()) != named {
		sp.weekday = time.Weekday(named).String()
	}
	return sp, ok
}

func (r *reader) shaped(shape string, t []token) (span, bool) {
	switch shape {
	case "NNN":
		return r.numbers(t)
	case "NMN":
		if t[0].digits == 4 {
			return r.day(t[0], t[1].value, t[2])
		}
		return r.day(t[2], t[1].value, t[0])
	case "MNN":
		return r.day(t[2], t[0].value, t[1])
	case "NNM": // 2016, 22 May
		if t[0].digits == 4 {
			return r.day(t[0], t[2].value, t[1])
		}
	case "MN":
		return r.monthAndNumber(t[0], t[1])
	case "NM":
		if t[0].digits == 4 {
			return r.month(t[0], t[1].value)
		}
		return r.fail("The year is missing.", hintDate)
	case "NN":
		return r.pair(t[0], t[1])
	case "M":
		return r.fail("The year is missing.", hintDate)
	case "N":
		return r.number(t[0])
	}
	return span{}, false
}

// numbers reads a date of three numbers.
func (r *reader) numbers(t []token) (span, bool) {
	if strings.Contains(t[1].before+t[2].before, ", ") {
		return span{}, false // 12, 13 2019 is a list
	}
	year, month, day := t[2], t[1], t[0]
	if t[0].digits == 4 {
		year, day = t[0], t[2]
		if month.value > 12 && day.value <= 12 {
			sp, ok := r.day(year, day.value, month)
			sp.unsure = true
			return sp, ok
		}
		return r.day(year, month.value, day)
	}
	order := anyOrder
	switch d, m := day.value, month.value; {
	case d > 12 && m <= 12:
		order = dayFirst
	case m > 12 && d <= 12:
		order = monthFirst
	case d != m:
		order = eitherWay
	}
	if order == monthFirst || order == eitherWay && r.MonthFirst {
		day, month = month, day
	}
	sp, ok := r.day(year, month.value, day)
	sp.order = order
	return sp, ok
}

// monthAndNumber reads "May 2016", and "May 16", which may lack its year.
func (r *reader) monthAndNumber(m, n token) (span, bool) {
	sp, ok := r.month(n, m.value)
	sp.unsure = n.digits != 4 && n.value <= 31 && strings.Trim(n.before, " ,.") == ""
	return sp, ok
}

// pair reads a month of two numbers.
func (r *reader) pair(a, b token) (span, bool) {
	switch {
	case a.digits == 4 && b.digits <= 2:
		return r.month(a, b.value)
	case b.digits == 4 && a.digits <= 2:
		return r.month(b, a.value)
	case strings.Trim(b.before, " ,") == "":
		return r.fail("The year is missing.", hintDate)
	case a.digits <= 2 && b.digits == 2 && a.value >= 1 && a.value <= 12 && (b.value > 12 || b.value == 0):
		sp, ok := r.month(b, a.value)
		sp.unsure = true
		return sp, ok
	case a.digits <= 2 && b.digits <= 2:
		return r.fail("The year is missing.", hintDate)
	}
	return span{}, false
}

// number reads a date that is written as one number.
func (r *reader) number(n token) (span, bool) {
	cut := func(day, month, year int) (span, bool) {
		s := fmt.Sprintf("%0*d", n.digits, n.value)
		part := func(at, long int) token {
			v, _ := strconv.Atoi(s[at : at+long])
			return token{kind: 'N', value: v, digits: long}
		}
		return r.day(part(year, n.digits-4), part(month, 2).value, part(day, 2))
	}
	switch n.digits {
	case 4:
		return r.year(n)
	case 5:
		if d, _, ok := moment(float64(n.value), false); ok && d.Year >= earliestYear {
			return span{from: d, to: d, precision: Day}, true
		}
	case 6:
		sp, ok := cut(0, 2, 4)
		sp.unsure = true
		return sp, ok
	case 7: // the naught before the day is lost
		n.digits = 8
		sp, ok := cut(0, 2, 4)
		sp.unsure = true
		return sp, ok
	case 8:
		if y := n.value / 10000; y >= earliestYear && y <= latestYear {
			return cut(6, 4, 0)
		}
		return cut(0, 2, 4)
	}
	return r.fail(notADate, hintDate)
}

func (r *reader) yearOf(t token) (int, bool) {
	y := t.value
	switch t.digits {
	case 2:
		y += r.Today.Year / 100 * 100
		if y > r.Today.Year {
			y -= 100
		}
	case 4:
	default:
		r.fail("The year has two or four digits.", hintDate)
		return 0, false
	}
	if y < earliestYear || y > latestYear {
		r.fail(fmt.Sprintf("The year %d cannot be meant.", y), hintDate)
		return 0, false
	}
	return y, true
}

func (r *reader) day(year token, month int, day token) (span, bool) {
	y, ok := r.yearOf(year)
	if !ok {
		return span{}, false
	}
	if month < 1 || month > 12 {
		return r.fail(fmt.Sprintf("There is no month %d.", month), strconv.Itoa(y))
	}
	d := db.Date{Year: y, Month: time.Month(month), Day: day.value}
	if day.digits > 2 || d.AddDays(0) != d {
		return r.fail(fmt.Sprintf("%s %d has no day %d.", d.Month, y, day.value), monthWords(d))
	}
	return span{from: d, to: d, precision: Day}, true
}

func (r *reader) month(year token, month int) (span, bool) {
	y, ok := r.yearOf(year)
	if !ok {
		return span{}, false
	}
	if month < 1 || month > 12 {
		return r.fail(fmt.Sprintf("There is no month %d.", month), strconv.Itoa(y))
	}
	return months(y, month, y, month, Month), true
}

func (r *reader) year(year token) (span, bool) {
	y, ok := r.yearOf(year)
	if !ok {
		return span{}, false
	}
	return months(y, 1, y, 12, Year), true
}

// months is the time from the first day of a month to the last of another.
func months(y, m, toY, toM int, p Precision) span {
	next := db.Date{Year: toY, Month: time.Month(toM) + 1, Day: 1}
	return span{from: db.Date{Year: y, Month: time.Month(m), Day: 1}, to: next.AddDays(-1), precision: p}
}
