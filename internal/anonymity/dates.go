package anonymity

// day is a day of the calendar; of a date without its year the year is 0.
type day struct{ year, month, day int }

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

// monthLetter holds with what letters months begin.
var monthLetter = func() (table [256]bool) {
	for m := range months {
		table[m[0]] = true
	}
	return table
}()

// dateIn is the first exact date of a text.
func dateIn(text string) (day, bool) {
	s := &scanner{t: fold(text)}
	s.b = s.t.bytes
	for i := range s.b {
		if i > 0 && !s.edge(i-1) {
			continue
		}
		if days, _ := s.readDate(i); len(days) > 0 && days[0].year > 0 {
			return days[0], true
		}
	}
	return day{}, false
}

// date notes an exact date that begins with the digits at start.
func (s *scanner) date(start int) { s.foundDate(start) }

// monthFirst notes a date such as March 14, 2019.
func (s *scanner) monthFirst(start, end int) {
	if monthLetter[s.b[start]] && months[string(s.b[start:end])] > 0 {
		s.foundDate(start)
	}
}

// foundDate notes a date: amber, or certain if it is one of the review's.
func (s *scanner) foundDate(start int) {
	days, end := s.readDate(start)
	if len(days) == 0 {
		return
	}
	h := hit{start: start, end: end, kind: Date, rule: Shape, level: look}
	for _, d := range days {
		if who := s.checker.dates[d]; len(who) > 0 && len(h.who) == 0 {
			h.who, h.rule, h.level = who, KnownThing, certain
		}
	}
	s.hits = append(s.hits, h)
	s.covered = max(s.covered, end)
}

// readDate reads 14/03/2019, 2019-03-14, 14th of March (2019), March 14 (2019)
// and 7, 8 and 9 October 1991. Of the last it gives all the days.
func (s *scanner) readDate(start int) ([]day, int) {
	if letter(s.at(start)) {
		return s.readMonthFirst(start)
	}
	first := s.digits(start)
	switch {
	case first == start:
		return nil, 0
	case first-start == 4:
		return s.readNumeric(start, first, true)
	case first-start > 2:
		return nil, 0
	}
	if days, end := s.readNumeric(start, first, false); len(days) > 0 {
		return days, end
	}
	return s.readDayFirst(start)
}

// readNumeric reads three numbers with the same sign between them.
func (s *scanner) readNumeric(start, first int, yearFirst bool) ([]day, int) {
	sign := s.at(first)
	if sign != '/' && sign != '-' && sign != '.' {
		return nil, 0
	}
	second := s.digits(first + 1)
	third := s.digits(second + 1)
	if second == first+1 || second > first+3 || s.at(second) != sign || third == second+1 || third > second+5 || letter(s.at(third)) && s.at(third) != 't' {
		return nil, 0
	}
	d := day{s.value(second+1, third), s.value(first+1, second), s.value(start, first)}
	if yearFirst {
		d.year, d.day = d.day, d.year
	} else if length := third - second - 1; length == 2 {
		d.year = century(d.year)
	} else if length != 4 {
		return nil, 0
	}
	if !validDay(d.year, d.month, d.day) || d.year < 1880 || d.year > 2099 {
		return nil, 0
	}
	return []day{d}, third
}

// century makes a year of four digits of one of two.
func century(year int) int {
	if year <= 30 {
		return 2000 + year
	}
	return 1900 + year
}

// readDayFirst reads one or more days and then a month, with or without a year.
func (s *scanner) readDayFirst(start int) ([]day, int) {
	var days []day
	i := start
	for len(days) < 5 {
		end := s.digits(i)
		if end == i || end > i+2 {
			return nil, 0
		}
		days = append(days, day{day: s.value(i, end)})
		i = s.skipWord(end, "st", "nd", "rd", "th")
		next := s.skipWord(s.skipGap(s.skipWord(s.skipGap(i), "and", "to", "or", "&")))
		if next == i || !digit(s.at(next)) {
			break
		}
		i = next
	}
	i = s.skipGap(s.skipWord(s.skipGap(i), "of"))
	month, end := s.month(i)
	if month == 0 {
		return nil, 0
	}
	year, stop := s.year(end)
	if year == 0 && (month == 5 || month == 3) && !s.t.upper(i) {
		return nil, 0 // "2 may come"
	}
	for n := range days {
		days[n].month, days[n].year = month, year
		if !validDay(2000, month, days[n].day) {
			return nil, 0
		}
	}
	return days, stop
}

func (s *scanner) readMonthFirst(start int) ([]day, int) {
	month, end := s.month(start)
	if month == 0 {
		return nil, 0
	}
	i := s.skipGap(end)
	stop := s.digits(i)
	if stop == i || stop > i+2 || i == end {
		return nil, 0
	}
	d := day{month: month, day: s.value(i, stop)}
	d.year, stop = s.year(s.skipWord(stop, "st", "nd", "rd", "th"))
	if !validDay(2000, month, d.day) || letter(s.at(stop)) || d.year == 0 && !s.t.upper(start) {
		return nil, 0
	}
	return []day{d}, stop
}

// month is the month whose name stands at i, and where it ends.
func (s *scanner) month(i int) (int, int) {
	end := i
	for end < len(s.b) && letter(s.b[end]) {
		end++
	}
	return months[string(s.b[i:end])], end
}

// year is the year that follows at i; 0 if none does.
func (s *scanner) year(i int) (int, int) {
	at := s.skipGap(i)
	if s.at(at) == '\'' {
		at++
	}
	end := s.digits(at)
	switch n := s.value(at, min(end, at+4)); {
	case end == at+4 && n >= 1880 && n <= 2099:
		return n, end
	case end == at+2 && at > i && s.at(at-1) != ' ' && s.at(at-1) != ',':
		return century(n), end
	}
	return 0, i
}

// skipGap is where the next word begins, if it is near.
func (s *scanner) skipGap(i int) int {
	for n := 0; n < 3; n++ {
		if b := s.at(i); b != ' ' && b != '-' && b != '/' && b != '.' && b != ',' {
			return i
		}
		i++
	}
	return i
}

// skipWord is where the first of the words that stands at i ends; i if none does.
func (s *scanner) skipWord(i int, words ...string) int {
	for _, w := range words {
		if end := i + len(w); end <= len(s.b) && string(s.b[i:end]) == w && !letter(s.at(end)) {
			return end
		}
	}
	return i
}
