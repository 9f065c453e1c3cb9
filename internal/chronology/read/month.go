package read

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plain writes the words small, without accents, with one kind of digit, dash,
// quote and space.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '－':
			return '-'
		case '‘', '’', '‛', '′', '`', '´':
			return '\''
		case '“', '”', '„', '″', '〃':
			return '"'
		case '⁄', '∕':
			return '/'
		case '\u00AD', '\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF', '\u200E', '\u200F':
			return -1
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s)
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	return strings.Join(strings.Fields(s), " ")
}

// otherMonths are names that the calendar of English does not have: Gaelic ones
// without accents, and short ones.
var otherMonths = map[string]time.Month{
	"sept": 9, "febr": 2, "janv": 1, "octr": 10, "novr": 11, "decr": 12,
	"faoilleach": 1, "gearran": 2, "mart": 3, "giblean": 4, "ceitean": 5, "ogmhios": 6,
	"iuchar": 7, "lunastal": 8, "sultain": 9, "damhair": 10, "samhain": 11, "dubhlachd": 12,
}

// month is the month of that name, also cut short or misspelt. Certain words
// that are near a month's name by chance are none.
func month(word string) (time.Month, bool) {
	if m, ok := otherMonths[word]; ok {
		return m, true
	}
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if len(word) >= 3 && strings.HasPrefix(name, word) {
			return m, true
		}
	}
	if len(word) < 4 || len(word) > 12 {
		return 0, false
	}
	best, near := time.Month(0), 3
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if name[0] != word[0] || len(name) < 4 {
			continue
		}
		allowed := 1
		if len(name) > 5 {
			allowed = 2
		}
		if d := distance(word, name); d <= allowed && d < near {
			best, near = m, d
		}
	}
	return best, best != 0
}

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// weekday is the day of the week of that name, also cut short or misspelt.
func weekday(word string) (time.Weekday, bool) {
	switch word {
	case "weds":
		return time.Wednesday, true
	case "tues":
		return time.Tuesday, true
	case "thur", "thurs":
		return time.Thursday, true
	}
	for i, name := range weekdays {
		if word == name || word == name[:3] {
			return time.Weekday(i), true
		}
	}
	if len(word) < 6 || len(word) > 11 || !strings.HasSuffix(word, "ay") {
		return 0, false
	}
	for i, name := range weekdays {
		if word[0] == name[0] && distance(word, name) <= 2 {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

var roman = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}

var countWords = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
	"ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
	"seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "twenty": 20, "thirty": 30}

// distance counts the letters to change, add, leave out or swap to make b of a.
func distance(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
