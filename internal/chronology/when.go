package chronology

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"lr/internal/db"
)

// Precision is how closely a record tells when something happened.
type Precision int

const (
	Day Precision = iota
	Month
	Year
)

// When is the time of an event: from its first possible day to its last.
type When struct {
	From, To  db.Date
	Precision Precision
}

// Words is the time as people say it: "22 May 2016", "May 2016", "2016".
func (w When) Words() string {
	switch w.Precision {
	case Month:
		return fmt.Sprintf("%s %d", w.From.Month, w.From.Year)
	case Year:
		return strconv.Itoa(w.From.Year)
	}
	return w.From.Words()
}

// earliest is the first year that is read; before it, a year is a slip of the keys.
const earliest = 1900

// ReadWhen reads a date as people write it in records: 22/05/2016, 22.5.16,
// 22nd May 2016, May 2016, 2016. The day comes before the month. today is the
// last day that may be meant, and settles the century of a year of two digits.
// What cannot be read gives a sentence that says why.
func ReadWhen(written string, today db.Date) (When, string) {
	parts := split(written)
	if len(parts) == 0 {
		return When{}, "There is no date."
	}
	w, fault := assemble(parts, today)
	if fault != "" {
		return When{}, fault
	}
	if w.From.After(today) {
		return When{}, "This date is still to come."
	}
	return w, ""
}

// part is a number or a month's name in a date.
type part struct {
	number int
	digits int
	month  time.Month // 0 for a number
	other  string     // a word that is no month
}

var clockTime = regexp.MustCompile(`(?i)(?:[ ,]|(\d)t)+\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:am|pm|hrs?|hours|z)?\s*$`)

// split takes a date apart: numbers, names of months, other words. The name of
// a weekday and the time of day are left out.
func split(written string) []part {
	s := clockTime.ReplaceAllString(strings.TrimSpace(written), "$1")
	var parts []part
	for _, word := range strings.FieldsFunc(strings.ToLower(s), apart) {
		for _, piece := range pieces(word) {
			if p, ok := meaning(piece); ok {
				parts = append(parts, p)
			}
		}
	}
	return parts
}

func apart(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`/.,-–—\`, r) }

// pieces cuts "22may2016" where digits end or begin.
func pieces(word string) []string {
	var out []string
	begin, digit := 0, false
	for i, r := range word {
		d := r >= '0' && r <= '9'
		if i > 0 && d != digit {
			out = append(out, word[begin:i])
			begin = i
		}
		digit = d
	}
	return append(out, word[begin:])
}

func meaning(piece string) (part, bool) {
	if piece[0] >= '0' && piece[0] <= '9' {
		n, err := strconv.Atoi(piece)
		if err != nil || len(piece) > 4 {
			return part{other: piece}, true
		}
		return part{number: n, digits: len(piece)}, true
	}
	switch piece {
	case "st", "nd", "rd", "th", "of", "tues", "thur", "thurs":
		return part{}, false
	case "sept":
		return part{month: time.September}, true
	}
	for m := time.January; m <= time.December; m++ {
		if begins(piece, m.String()) {
			return part{month: m}, true
		}
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if begins(piece, d.String()) {
			return part{}, false
		}
	}
	return part{other: piece}, true
}

// begins says that the piece is the name, or its first three letters.
func begins(piece, name string) bool {
	name = strings.ToLower(name)
	return piece == name || piece == name[:3]
}

// assemble puts the parts of a date together by their kinds: N a number, M a month.
func assemble(parts []part, today db.Date) (When, string) {
	shape := ""
	for _, p := range parts {
		switch {
		case p.other != "":
			return When{}, "This is not a date that can be read."
		case p.month != 0:
			shape += "M"
		default:
			shape += "N"
		}
	}
	switch shape {
	case "NNN":
		if parts[0].digits == 4 {
			return aDay(parts[0], parts[1].number, parts[2], today)
		}
		return aDay(parts[2], parts[1].number, parts[0], today)
	case "NMN":
		if parts[0].digits == 4 {
			return aDay(parts[0], int(parts[1].month), parts[2], today)
		}
		return aDay(parts[2], int(parts[1].month), parts[0], today)
	case "MNN":
		return aDay(parts[2], int(parts[0].month), parts[1], today)
	case "MN":
		return aMonth(parts[1], int(parts[0].month), today)
	case "NM":
		if parts[0].digits == 4 {
			return aMonth(parts[0], int(parts[1].month), today)
		}
		return When{}, "The year is missing."
	case "NN":
		if parts[0].digits == 4 {
			return aMonth(parts[0], parts[1].number, today)
		}
		if parts[1].digits == 4 {
			return aMonth(parts[1], parts[0].number, today)
		}
		return When{}, "It cannot be told which of these is the year."
	case "N":
		if parts[0].digits == 4 {
			return aYear(parts[0], today)
		}
	}
	return When{}, "This is not a date that can be read."
}

// yearOf gives a year of two digits the latest century that is not to come.
func yearOf(p part, today db.Date) (int, string) {
	y := p.number
	switch p.digits {
	case 2:
		y += today.Year / 100 * 100
		if y > today.Year {
			y -= 100
		}
	case 4:
	default:
		return 0, "The year has two or four digits."
	}
	if y < earliest {
		return 0, fmt.Sprintf("The year %d is too early to be meant.", y)
	}
	return y, ""
}

func aDay(year part, month int, day part, today db.Date) (When, string) {
	y, fault := yearOf(year, today)
	if fault != "" {
		return When{}, fault
	}
	if month < 1 || month > 12 {
		return When{}, fmt.Sprintf("There is no month %d: the day comes before the month.", month)
	}
	d := db.Date{Year: y, Month: time.Month(month), Day: day.number}
	if day.digits > 2 || d.AddDays(0) != d {
		return When{}, fmt.Sprintf("%s %d has no day %d.", time.Month(month), y, day.number)
	}
	return When{d, d, Day}, ""
}

func aMonth(year part, month int, today db.Date) (When, string) {
	y, fault := yearOf(year, today)
	if fault != "" {
		return When{}, fault
	}
	if month < 1 || month > 12 {
		return When{}, fmt.Sprintf("There is no month %d.", month)
	}
	first := db.Date{Year: y, Month: time.Month(month), Day: 1}
	next := db.Date{Year: y, Month: time.Month(month) + 1, Day: 1}
	return When{first, next.AddDays(-1), Month}, ""
}

func aYear(year part, today db.Date) (When, string) {
	y, fault := yearOf(year, today)
	if fault != "" {
		return When{}, fault
	}
	return When{db.Date{Year: y, Month: time.January, Day: 1}, db.Date{Year: y, Month: time.December, Day: 31}, Year}, ""
}
