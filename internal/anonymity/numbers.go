package anonymity

import (
	"bytes"
	"slices"
	"time"
)

// groupings are the ways in which people write a number of ten digits.
var groupings = [][]int{{10}, {6, 4}, {3, 3, 4}, {2, 2, 2, 4}, {5, 5}, {6, 3, 1}}

// health notes a CHI number (a day of birth and four digits) or an NHS number,
// both of ten digits of which the last is a check digit. A spreadsheet may have
// lost a nought at the beginning.
func (s *scanner) health(start int) {
	for _, lengths := range groupings {
		number, end, ok := s.grouped(start, lengths)
		if !ok {
			continue
		}
		if d := s.at(end); digit(d) || letter(d) {
			continue
		}
		birth, checked, told := birthday(number), checkDigit(number), s.told(start, "chi") || s.told(start, "nhs")
		switch {
		case birth && checked:
			s.found(start, end, CHI, CheckDigit, certain)
		case birth && told:
			s.found(start, end, CHI, Cue, certain)
		case checked:
			s.found(start, end, NHSNumber, CheckDigit, certain)
		case told:
			s.found(start, end, NHSNumber, Cue, certain)
		case birth && lengths[0] != 5 && lengths[0] != 3:
			s.found(start, end, CHI, Shape, look)
		case len(lengths) == 3:
			s.found(start, end, NHSNumber, Shape, look)
		}
		return
	}
	if number, end, ok := s.grouped(start, []int{9}); ok && s.edge(end) {
		number = append([]byte{'0'}, number...)
		switch {
		case birthday(number) && (checkDigit(number) || s.told(start, "chi")):
			s.found(start, end, CHI, CheckDigit, certain)
		case birthday(number):
			s.found(start, end, CHI, Shape, look)
		}
	}
}

// grouped reads digits in groups of the given lengths with one sign between them.
func (s *scanner) grouped(start int, lengths []int) (number []byte, end int, ok bool) {
	i := start
	for n, length := range lengths {
		if n > 0 {
			if b := s.at(i); b != ' ' && b != '-' && b != '.' {
				return nil, 0, false
			}
			i++
		}
		if j := min(i+length, len(s.b)); s.digits(i) != i+length || j != i+length {
			return nil, 0, false
		}
		number = append(number, s.b[i:i+length]...)
		i += length
	}
	return number, i, true
}

// told says whether a word stands just before start.
func (s *scanner) told(start int, word string) bool {
	from := max(0, start-16)
	i := bytes.LastIndex(s.b[from:start], []byte(word))
	return i >= 0 && !letter(s.at(from+i-1)) && !letter(s.at(from+i+len(word)))
}

// birthday says whether ten digits begin with a day of a year of two digits.
func birthday(number []byte) bool {
	two := func(i int) int { return int(number[i]-'0')*10 + int(number[i+1]-'0') }
	return validDay(2000+two(4), two(2), two(0)) || validDay(1900+two(4), two(2), two(0))
}

// checkDigit is the test of CHI and NHS numbers: weights 10 to 2, modulus 11.
func checkDigit(number []byte) bool {
	sum := 0
	for i, d := range number[:9] {
		sum += int(d-'0') * (10 - i)
	}
	check := 11 - sum%11
	return check%11 == int(number[9]-'0') && check != 10
}

func validDay(year, month, day int) bool {
	return month >= 1 && month <= 12 && day >= 1 && day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// insurance notes a National Insurance number that begins with the letters [start, end).
func (s *scanner) insurance(start, end int) {
	if end-start != 2 || bytes.IndexByte([]byte("dfiquv"), s.b[start]) >= 0 || bytes.IndexByte([]byte("dfiquvo"), s.b[start+1]) >= 0 {
		return
	}
	i := end
	for count := 0; count < 6; count++ {
		if s.at(i) == ' ' {
			i++
		}
		if !digit(s.at(i)) {
			return
		}
		i++
	}
	if digit(s.at(i)) {
		return
	}
	suffix := i
	if s.at(suffix) == ' ' {
		suffix++
	}
	if b := s.at(suffix); b >= 'a' && b <= 'd' && s.edge(suffix+1) {
		l := certain
		if slices.Contains([]string{"bg", "gb", "kn", "nk", "nt", "tn", "zz"}, string(s.b[start:end])) {
			l = look
		}
		s.found(start, suffix+1, NINO, Shape, l)
	} else if s.edge(i) {
		s.found(start, i, NINO, Shape, look)
	}
}

// postcode notes a postcode that begins with the letters [start, end).
func (s *scanner) postcode(start, end int) {
	if bytes.IndexByte([]byte("qvx"), s.b[start]) >= 0 || end-start == 2 && bytes.IndexByte([]byte("ijz"), s.b[start+1]) >= 0 {
		return
	}
	if !digit(s.at(end)) {
		return
	}
	for outward := end + 1; outward <= end+2; outward++ {
		if outward == end+2 && s.edge(end+1) {
			return
		}
		inward := outward
		for inward < outward+2 && s.at(inward) == ' ' {
			inward++
		}
		if !digit(s.at(inward)) || !unit(s.at(inward+1)) || !unit(s.at(inward+2)) || !s.edge(inward+3) {
			continue
		}
		capital := s.t.upper(start) && s.t.upper(inward+1)
		ordinal := slices.Contains([]string{"st", "nd", "rd", "th"}, string(s.b[inward+1:inward+3]))
		switch {
		case capital:
			s.found(start, inward+3, Postcode, Shape, certain)
		case !ordinal:
			s.found(start, inward+3, Postcode, Shape, look)
		}
		return
	}
}

// unit says whether a letter may be one of the last two of a postcode.
func unit(b byte) bool {
	return b >= 'a' && b <= 'z' && bytes.IndexByte([]byte("cikmov"), b) < 0
}

// phone notes a phone number that begins at start with a nought or a plus.
func (s *scanner) phone(start int) {
	if b := s.b[start]; b != '+' && b != '0' || s.at(start-1) == '+' || start < s.covered {
		return
	}
	var number []byte
	end := 0
	for i := start; i < len(s.b) && len(number) <= 15; {
		switch b := s.b[i]; {
		case digit(b):
			stop := s.digits(i)
			number = append(number, s.b[i:stop]...)
			i = stop
			if isPhone(s.b[start] == '+', number) && !letter(s.at(i)) {
				end = i
			}
		case b == ' ' || b == '-' || b == '.' || b == '(' || b == ')' || b == '+' && i == start:
			if i++; i-start > 1 && !digit(s.at(i)) && s.at(i) != '(' && s.at(i-1) != ')' && s.at(i) != ' ' {
				i = len(s.b)
			}
		default:
			i = len(s.b)
		}
	}
	if end == 0 {
		return
	}
	l := certain
	if slices.ContainsFunc([]string{"0800", "0808", "0300", "0845"}, func(p string) bool { return bytes.HasPrefix(number, []byte(p)) }) {
		l = look // most often the number of a service
	}
	if s.at(start-1) == '(' {
		start--
	}
	s.found(start, end, Phone, Shape, l)
}

func isPhone(international bool, number []byte) bool {
	switch {
	case international:
		return len(number) >= 9 && len(number) <= 14
	case bytes.HasPrefix(number, []byte("0044")):
		return len(number) >= 13 && len(number) <= 15
	}
	return (len(number) == 10 || len(number) == 11) && number[0] == '0' && number[1] != '0'
}
