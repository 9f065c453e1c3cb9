package anonymity

import "bytes"

// email notes an e-mail address around the sign at [at, after).
func (s *scanner) email(at, after int) {
	start := at
	for start > 0 && start > at-80 && (mailbox(s.b[start-1]) || s.b[start-1] == ' ' && s.b[at] != '@' && start == at) {
		start--
	}
	end := after
	dots := 0
	for end < len(s.b) && end < after+200 {
		b := s.b[end]
		if dot := s.dot(end); dot > 0 {
			dots++
			end = dot
			continue
		}
		if !letter(b) && !digit(b) && b != '-' && !(b == ' ' && end == after && s.b[at] != '@') {
			break
		}
		end++
	}
	for start < at && s.b[start] == '.' || start < at && s.b[start] == '\'' {
		start++
	}
	for end > after && (s.b[end-1] == '.' || s.b[end-1] == '-') {
		if s.b[end-1] == '.' {
			dots--
		}
		end--
	}
	if start < at && dots > 0 {
		s.found(start, end, Email, Shape, certain)
	}
}

func mailbox(b byte) bool {
	return letter(b) || digit(b) || bytes.IndexByte([]byte("._%+-'"), b) >= 0
}

// dot is where a dot at i ends that may be spelled out; 0 if there is none.
func (s *scanner) dot(i int) int {
	if s.b[i] == '.' {
		return i + 1
	}
	for _, word := range []string{"(dot)", "[dot]", " (dot) ", " [dot] ", " dot "} {
		if bytes.HasPrefix(s.b[i:], []byte(word)) {
			return i + len(word)
		}
	}
	return 0
}

// spelledEmail notes an e-mail address with (at) or [at] at i.
func (s *scanner) spelledEmail(i int) {
	for _, word := range []string{"(at)", "[at]", "(@)", "[@]"} {
		if bytes.HasPrefix(s.b[i:], []byte(word)) {
			s.email(i, i+len(word))
		}
	}
}

// reference notes a token with four or more digits, such as CR/12345/26, that
// is no year, no amount of money and no plain number with commas.
func (s *scanner) reference(i int) {
	start, end := i, i
	for start > 0 && start > i-40 && s.tokenGoesOn(start-1) {
		start--
	}
	for end < len(s.b) && end < i+200 && s.tokenGoesOn(end) {
		end++
	}
	digits, groups, years, letters, longest := 0, 0, 0, 0, 0
	for j := start; j < end; {
		if !digit(s.b[j]) {
			if letter(s.b[j]) {
				letters++
			}
			j++
			continue
		}
		stop := min(s.digits(j), end)
		groups++
		digits += stop - j
		longest = max(longest, stop-j)
		if stop == j+4 {
			if y := s.value(j, stop); y >= 1880 && y <= 2099 {
				years++
			}
		}
		j = stop
	}
	switch {
	case digits < 4,
		years > 0 && groups == 1 && (letters == 0 || s.at(end-1) == 's' && letters == 1 || start < i && s.at(i-1) == '-'), // 2019, 1990s, mid-2019
		years > 0 && groups == 2 && letters == 0 && digits <= 8,                                                           // 2019-20
		groups == 2 && longest < 4-min(letters, 1) && s.span(start),                                                       // 64-110, 16-17-year-olds
		s.money(start):
		return
	}
	s.hits = append(s.hits, hit{start: start, end: end, kind: Reference, rule: FourDigits, level: look})
	s.covered = max(s.covered, end)
}

// tokenGoesOn says whether the byte at i belongs to one token with those around it.
func (s *scanner) tokenGoesOn(i int) bool {
	b := s.b[i]
	if letter(b) || digit(b) {
		return true
	}
	return (b == '/' || b == '-' || b == '_' || b == '\\') && !s.edge(i-1) && !s.edge(i+1)
}

// span says whether two numbers with a hyphen between them begin at start.
func (s *scanner) span(start int) bool {
	first := s.digits(start)
	return first > start && s.at(first) == '-' && digit(s.at(first+1))
}

// money says whether an amount of money or the rest of a decimal begins at start.
func (s *scanner) money(start int) bool {
	before := s.at(start - 1)
	if before == ' ' {
		return s.at(start-2) == '$'
	}
	return before == '$' || (before == '.' || before == ',') && digit(s.at(start-2))
}
