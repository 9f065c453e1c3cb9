package read

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"lr/internal/db"
)

// seasons begin with these months and last three. Winter is named after the
// year in which it begins: winter 2020 is December 2020 to February 2021.
var seasons = map[string]int{"spring": 3, "springtime": 3, "summer": 6, "summertime": 6, "autumn": 9, "fall": 9, "autumnal": 9, "winter": 12, "wintertime": 12,
	"earrach": 3, "samhradh": 6, "foghar": 9, "geamhradh": 12}

var seasonOf = map[time.Month]string{3: "spring", 6: "summer", 9: "autumn", 12: "winter"}

const aYear = `'?(\d{4}|\d{2})(?: ?[/-] ?(\d{4}|\d{2}))?`

var (
	weekFrom    = regexp.MustCompile(`^(?:w/?c|wk/?c|w/?b|(?:week|wk)[ -]?(?:commencing|comm|beginning|starting))[:. ]+(.+)$`)
	weekOf      = regexp.MustCompile(`^(?:week|wk)(?: of)? (.+)$`)
	weekTo      = regexp.MustCompile(`^(?:w/?e|week ending|wk ending)[:. ]+(.+)$`)
	weekend     = regexp.MustCompile(`^week-? ?end(?: of| commencing| beginning)? (.+)$`)
	weekIn      = regexp.MustCompile(`^(first|1st|second|2nd|third|3rd|fourth|4th|last) week(?: of| in)? (.+)$`)
	partOf      = regexp.MustCompile(`^(?:the )?(early|mid|middle|late|beginning|start|end|first half|second half|latter half|latter part|early part)[ -]*(?:of |in )?(?:the )?(.+)$`)
	decade      = regexp.MustCompile(`^(?:the )?(\d{3}0|\d0)'?s$`)
	yearPair    = regexp.MustCompile(`^(\d{4}) ?([/-]) ?(\d{4}|\d{2})$`)
	schoolYear  = regexp.MustCompile(`^(?:school|academic) (?:year|session) ` + aYear + `$|^session ` + aYear + `$`)
	financeYear = regexp.MustCompile(`^(?:financial year|fy|fiscal year) ?` + aYear + `$`)
	season      = regexp.MustCompile(`^([a-z]+)(?: of| in)?,? ` + aYear + `$`)
	yearSeason  = regexp.MustCompile(`^(\d{4}),? ([a-z]+)$`)
	quarter     = regexp.MustCompile(`^(?:q([1-4])|(first|second|third|fourth|1st|2nd|3rd|4th) quarter)(?: of)? ?` + aYear + `$`)
	term        = regexp.MustCompile(`^(?:school )?(?:(autumn|winter|spring|summer|christmas|easter|first|second|third|fourth|1st|2nd|3rd|4th|last)(?: school)? term|term ([1-4]))(?: of| in)?,? ` + aYear + `$`)
	holiday     = regexp.MustCompile(`^(?:the )?(?:school )?(summer|october|christmas|xmas|easter|february|spring|festive)(?: school)? (?:holidays?|break|week|hols|mid-?term|half-?term|period|vacation)(?: of| in)?,? ` + aYear + `$`)
	feast       = regexp.MustCompile(`^([a-z' ]+?)(?: of| in)?,? '?(\d{4}|\d{2})$`)
	inFull      = regexp.MustCompile(`^([a-z]+)-(\d{4})$`)
)

// single reads a date that is not made of two others.
func (r *reader) single(s string) (span, bool) {
	if r.depth > 4 || s == "" {
		return span{}, false
	}
	r.depth++
	defer func() { r.depth-- }()
	for _, read := range []func(string) (span, bool){r.week, r.part, r.years, r.season, r.term, r.feast, r.point} {
		if sp, ok := read(s); ok {
			return sp, true
		}
	}
	return span{}, false
}

// week reads a week or a weekend.
func (r *reader) week(s string) (span, bool) {
	of := func(m []string, from func(db.Date) db.Date, long int) (span, bool) {
		day, ok := r.single(m[len(m)-1])
		if !ok || day.precision != Day {
			return span{}, false
		}
		begin := from(day.from)
		return span{from: begin, to: begin.AddDays(long - 1), precision: Range, unsure: day.unsure, order: day.order}, true
	}
	if m := weekFrom.FindStringSubmatch(s); m != nil {
		return of(m, func(d db.Date) db.Date { return d }, 7)
	}
	if m := weekTo.FindStringSubmatch(s); m != nil {
		return of(m, func(d db.Date) db.Date { return d.AddDays(-6) }, 7)
	}
	if m := weekend.FindStringSubmatch(s); m != nil {
		return of(m, func(d db.Date) db.Date {
			if d.Weekday() == time.Sunday {
				return d.AddDays(-1)
			}
			return d.AddDays(int(time.Saturday - d.Weekday()))
		}, 2)
	}
	if m := weekOf.FindStringSubmatch(s); m != nil {
		return of(m, func(d db.Date) db.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }, 7)
	}
	if m := weekIn.FindStringSubmatch(s); m != nil {
		whole, ok := r.single(m[2])
		if !ok || whole.precision != Month {
			return span{}, false
		}
		begin := whole.to.AddDays(-6)
		if n, ok := nth[m[1]]; ok {
			begin = whole.from.AddDays(7 * (n - 1))
		}
		return span{from: begin, to: begin.AddDays(6), precision: Range, unsure: true}, true
	}
	return span{}, false
}

var nth = map[string]int{"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "1": 1, "2": 2, "3": 3, "4": 4}

// part reads the beginning, the middle or the end of a longer time: a third of
// it, or a half.
func (r *reader) part(s string) (span, bool) {
	m := partOf.FindStringSubmatch(s)
	if m == nil {
		return span{}, false
	}
	whole, ok := r.single(m[2])
	if !ok || whole.precision == Day || whole.precision == Before || whole.precision == After {
		return span{}, false
	}
	which, of := map[string]int{"early": 0, "beginning": 0, "start": 0, "early part": 0, "mid": 1, "middle": 1, "first half": 0, "second half": 1, "latter half": 1}[m[1]], 3
	if m[1] == "late" || m[1] == "end" || m[1] == "latter part" {
		which = 2
	}
	if strings.HasSuffix(m[1], "half") {
		of = 2
	}
	sp := span{precision: Range, unsure: true}
	if whole.precision == Year {
		long := 12 / of
		return span{from: months(whole.from.Year, 1+which*long, whole.from.Year, 1, Range).from,
			to: months(whole.from.Year, 1, whole.from.Year, (which+1)*long, Range).to, precision: Range, unsure: true}, true
	}
	long := whole.from.DaysUntil(whole.to) + 1
	sp.from, sp.to = whole.from.AddDays(long/of*which), whole.from.AddDays(long/of*(which+1)-1)
	if which == of-1 {
		sp.to = whole.to
	}
	return sp, true
}

// years reads a decade, a school year, a financial year, or 2016/17, which may
// be either.
func (r *reader) years(s string) (span, bool) {
	if m := decade.FindStringSubmatch(s); m != nil {
		y, ok := r.yearOf(token{value: number(m[1]), digits: len(m[1])})
		return months(y, 1, y+9, 12, Range), ok
	}
	if m := schoolYear.FindStringSubmatch(s); m != nil {
		if y, ok := r.yearOf(yearToken(m[1] + m[3])); ok {
			return span{from: day(y, 8, 15), to: day(y+1, 6, 30), precision: Range, unsure: true}, true
		}
		return span{}, false
	}
	if m := financeYear.FindStringSubmatch(s); m != nil {
		y, ok := r.yearOf(yearToken(m[1]))
		return months(y, 4, y+1, 3, Range), ok
	}
	m := yearPair.FindStringSubmatch(s)
	if m == nil {
		return span{}, false
	}
	y, ok := r.yearOf(yearToken(m[1]))
	next := number(m[3])
	if len(m[3]) == 2 {
		next += y / 100 * 100
	}
	month := len(m[3]) == 2 && number(m[3]) <= 12 && number(m[3]) > 0
	switch {
	case !ok || next <= y || next > latestYear || month && (next != y+1 || m[2] == "-"):
		return span{}, false
	case next == y+1 && (m[2] == "/" || len(m[3]) == 2):
		sp := months(y, 4, y+1, 6, Range)
		sp.unsure = true
		return sp, true
	}
	return months(y, 1, next, 12, Range), true
}

func (r *reader) season(s string) (span, bool) {
	name, year, next := "", "", ""
	if m := season.FindStringSubmatch(s); m != nil {
		name, year, next = m[1], m[2], m[3]
	} else if m := yearSeason.FindStringSubmatch(s); m != nil {
		name, year = m[2], m[1]
	} else if m := inFull.FindStringSubmatch(s); m != nil {
		name, year = m[1], m[2]
	}
	first := seasons[name]
	if first == 0 || next != "" && first != 12 {
		return span{}, false
	}
	y, ok := r.yearOf(yearToken(year))
	if !ok || next != "" && number(next)%100 != (y+1)%100 {
		return span{}, false
	}
	if first == 12 {
		return months(y, 12, y+1, 2, Season), true
	}
	return months(y, first, y, first+2, Season), true
}

// term reads a term or the holidays of Scottish schools. They differ from area
// to area, so they are never certain.
func (r *reader) term(s string) (span, bool) {
	if m := quarter.FindStringSubmatch(s); m != nil {
		y, ok := r.yearOf(yearToken(m[3]))
		q := nth[m[1]+m[2]]
		sp := months(y, 3*q-2, y, 3*q, Range)
		sp.unsure = true
		return sp, ok
	}
	if m := term.FindStringSubmatch(s); m != nil {
		y, ok := r.yearOf(yearToken(m[3]))
		if !ok {
			return span{}, false
		}
		begin := y // the year in which the school year begins, if two are named
		if m[4] != "" {
			y++
		}
		sp := span{precision: Range, unsure: true}
		switch m[1] + m[2] {
		case "autumn", "christmas":
			sp.from, sp.to = day(begin, 8, 15), day(begin, 12, 23)
		case "first", "1st", "1":
			sp.from, sp.to = day(begin, 8, 15), day(begin, 10, 15)
		case "second", "2nd", "2":
			sp.from, sp.to = day(begin, 10, 15), day(begin, 12, 23)
		case "winter", "spring", "easter", "third", "3rd", "3":
			sp.from, sp.to = day(y, 1, 5), day(y, 4, 10)
		default:
			sp.from, sp.to = day(y, 4, 10), day(y, 6, 30)
		}
		return sp, true
	}
	m := holiday.FindStringSubmatch(s)
	if m == nil {
		return span{}, false
	}
	y, ok := r.yearOf(yearToken(m[2]))
	if !ok {
		return span{}, false
	}
	sp := span{precision: Range, unsure: true}
	switch m[1] {
	case "summer":
		sp.from, sp.to = day(y, 6, 25), day(y, 8, 20)
	case "october":
		sp.from, sp.to = day(y, 10, 5), day(y, 10, 25)
	case "christmas", "xmas", "festive":
		sp.from, sp.to = day(y, 12, 20), day(y+1, 1, 8)
	case "february":
		sp.from, sp.to = day(y, 2, 8), day(y, 2, 22)
	default:
		sp.from, sp.to = easter(y).AddDays(-16), easter(y).AddDays(14)
	}
	return sp, true
}

var feasts = map[string][2]int{"christmas day": {12, 25}, "xmas day": {12, 25}, "christmas eve": {12, 24}, "xmas eve": {12, 24}, "boxing day": {12, 26},
	"hogmanay": {12, 31}, "new year's eve": {12, 31}, "new years eve": {12, 31}, "new year's day": {1, 1}, "new years day": {1, 1},
	"halloween": {10, 31}, "bonfire night": {11, 5}, "guy fawkes": {11, 5}, "st andrew's day": {11, 30}, "st andrews day": {11, 30},
	"valentine's day": {2, 14}, "valentines day": {2, 14}}

// feast reads a day that has a name, or the days around one.
func (r *reader) feast(s string) (span, bool) {
	m := feast.FindStringSubmatch(s)
	if m == nil {
		return span{}, false
	}
	some := func(from, to db.Date) (span, bool) {
		if from == to {
			return span{from: from, to: to, precision: Day}, true
		}
		return span{from: from, to: to, precision: Range, unsure: true}, true
	}
	y, ok := r.yearOf(yearToken(m[2]))
	if !ok {
		return span{}, false
	}
	if d, ok := feasts[m[1]]; ok {
		return some(day(y, d[0], d[1]), day(y, d[0], d[1]))
	}
	switch sunday := easter(y); m[1] {
	case "christmas", "xmas", "christmastime", "christmas time", "over christmas":
		return some(day(y, 12, 24), day(y, 12, 26))
	case "new year", "new year's", "new years":
		return some(day(y-1, 12, 31), day(y, 1, 2))
	case "easter", "easter weekend":
		return some(sunday.AddDays(-2), sunday.AddDays(1))
	case "easter sunday", "easter day":
		return some(sunday, sunday)
	case "easter monday":
		return some(sunday.AddDays(1), sunday.AddDays(1))
	case "good friday":
		return some(sunday.AddDays(-2), sunday.AddDays(-2))
	}
	return span{}, false
}

// easter is Easter Sunday of the year, by the rule of Meeus, Jones and Butcher.
func easter(y int) db.Date {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	n := h + l - 7*((a+11*h+22*l)/451) + 114
	return day(y, n/31, n%31+1)
}

func day(y, m, d int) db.Date { return db.Date{Year: y, Month: time.Month(m), Day: d} }

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func yearToken(s string) token { return token{kind: 'N', value: number(s), digits: len(s)} }
