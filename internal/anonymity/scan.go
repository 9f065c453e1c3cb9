package anonymity

// scan goes once through the text and appends the words that nearly are a
// known name, and the numbers that belong to one person.
func (c *Checker) scan(t *folded, hits []hit) []hit {
	s := &scanner{t: t, b: t.bytes, checker: c, hits: hits, seen: map[string][]int{}}
	for i := 0; i < len(s.b); {
		b := s.b[i]
		switch {
		case letter(b):
			end := i + 1
			for end < len(s.b) && letter(s.b[end]) {
				end++
			}
			s.word(i, end)
			i = end
		case digit(b):
			end := s.digits(i)
			s.number(i, end)
			i = end
		default:
			switch b {
			case '@':
				s.email(i, i+1)
			case '(', '[':
				s.spelledEmail(i)
			case '+':
				s.phone(i)
			}
			i++
		}
	}
	return s.hits
}

type scanner struct {
	t       *folded
	b       []byte
	checker *Checker
	hits    []hit
	seen    map[string][]int // whom each word nearly names
	covered int              // where the last number of a known shape ends
}

// found notes a number of a known shape.
func (s *scanner) found(start, end int, kind Kind, rule Rule, l level) {
	s.hits = append(s.hits, hit{start: start, end: end, kind: kind, rule: rule, level: l})
	s.covered = max(s.covered, end)
}

func (s *scanner) word(start, end int) {
	if n := end - start; n <= maxName+2 && s.checker.near.lengths[n] {
		s.near(start, end)
	}
	if start > 0 && digit(s.b[start-1]) {
		return
	}
	switch next := s.at(end); {
	case end-start <= 2 && (digit(next) || next == ' ' && digit(s.at(end+1))):
		s.postcode(start, end)
		s.insurance(start, end)
	case end-start >= 3 && end-start <= 9 && (next == ' ' || next == '.' || next == '-'):
		s.monthFirst(start, end)
	}
}

// near notes a word that nearly is a known name. An everyday word counts only
// beside another form of the same name, and with a capital.
func (s *scanner) near(start, end int) {
	word := s.b[start:end]
	who, ok := s.seen[string(word)]
	if !ok {
		who = s.checker.near.find(word)
		s.seen[string(word)] = who
	}
	if who == nil {
		return
	}
	l := look
	if plain(word) {
		if l = quiet; !s.t.upper(start) {
			return
		}
	}
	s.hits = append(s.hits, hit{start: start, end: end, rule: NearName, level: l, who: who})
}

// number notes what begins with the digits at start.
func (s *scanner) number(start, end int) {
	if start < s.covered {
		return
	}
	before := s.at(start - 1)
	if !letter(before) {
		s.health(start)
		s.phone(start)
		s.date(start)
	}
	if start >= s.covered {
		s.reference(start)
	}
}

// at is the byte at i, or 0 outside the text.
func (s *scanner) at(i int) byte {
	if i < 0 || i >= len(s.b) {
		return 0
	}
	return s.b[i]
}

// digits is where the digits that begin at i end.
func (s *scanner) digits(i int) int {
	for i < len(s.b) && digit(s.b[i]) {
		i++
	}
	return i
}

// value is the number that the digits b[start:end] say; at most nine of them.
func (s *scanner) value(start, end int) int {
	n := 0
	for _, d := range s.b[start:end] {
		n = n*10 + int(d-'0')
	}
	return n
}

// edge says whether no word or number goes on at i.
func (s *scanner) edge(i int) bool { b := s.at(i); return !letter(b) && !digit(b) }
