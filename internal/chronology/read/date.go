package read

import (
	"regexp"
	"strings"

	"lr/internal/db"
)

// Dates reads dates as people write them in records. Today settles the century
// of a year of two digits: the latest that is not to come. The day comes before
// the month, unless MonthFirst is set for a sheet in the American order.
type Dates struct {
	Today      db.Date
	MonthFirst bool
}

// Fault says why something could not be read, and what may be meant by it.
type Fault struct{ Why, Suggestion string }

const (
	noDate       = "There is no date."
	notADate     = "This is not a date that can be read."
	hintDate     = "Write the day as 22/05/2016, or what is known of it, such as May 2016, 2016 or unknown."
	longestDate  = 200
	earliestYear = 1900
	latestYear   = 2199
)

var (
	unknownDate = regexp.MustCompile(`^(?:(?:exact |actual |precise |specific )?(?:date|day)s?:? ?(?:is |was |of event )?-? ?)?(?:` +
		`un(?:known|dated|clear|certain|sure|specified|recorded|confirmed)|n\.?/?k\.?|n\.?/?a\.?|none|nil|missing|blank|` +
		`no (?:date|record|exact date|specific date)(?: (?:given|recorded|known|available|stated|provided|on file))?|` +
		`not (?:known|recorded|stated|given|available|documented|clear|specified|sure|provided|dated|noted|applicable)|` +
		`d\.?/?k\.?|do ?n'?t know|t\.?b\.?[cda]\.?|to be confirmed|various|multiple(?: dates)?|various dates|ongoing|throughout|` +
		`pre-? ?birth|before birth|prior to birth|ante-? ?natal(?:ly)?|historic(?:al)?|[?]+|-+|x+|(?:[x?_-]{1,2}[/. -]){2}[x?_-]{2,4})$`)
	doubt = regexp.MustCompile(`\b(?:approximately|approximate|approx|circa|ca|about|around|abt|roughly|probably|possibly|maybe|perhaps|` +
		`estimated|estimate|est|believed to be|thought to be|likely|uncertain|not certain|unsure|not sure|unconfirmed|tbc|to be confirmed|or so|` +
		`on or around|on or about|in or around|or thereabouts|sometime around|` +
		`(?:(?:exact|actual|precise|specific) )?(?:date|day) (?:is |was )?(?:unknown|not known|uncertain|unclear|not clear|not sure|not recorded|unsure|approximate|approx|n/k|nk|tbc))(?:$|[^\w])`)
	nearly       = regexp.MustCompile(`[- ]?ish\b`)
	circa        = regexp.MustCompile(`^c\.? ?('?\d|[a-z]{3,})`)
	placeholder  = regexp.MustCompile(`(^|[/. -])(?:\d\?|[x_?]{1,2})([/.-])`)
	openDecade   = regexp.MustCompile(`\b((?:19|20)\d)[?x_](?:$|[^\w])`)
	brackets     = strings.NewReplacer("(", " ", ")", " ", "[", " ", "]", " ", "{", " ", "}", " ", "*", " ", "\\", "/", "|", "/")
	signsOfDoubt = strings.NewReplacer("?", " ", "~", " ", "±", " ", "+/-", " ")
	isoTime      = regexp.MustCompile(`(\d)t(\d\d:)`)
	label        = regexp.MustCompile(`^(?:(?:event |start )?date(?: of event)?|dated|on|in|during|dob|sometime(?: in| during)?|some time(?: in| during)?|the)[:. ]+`)
	looseTime    = regexp.MustCompile(`^(.*\d)[ ,]+(?:at )?([01]?\d|2[0-3])[.]?([0-5]\d)$`)
	lettered     = regexp.MustCompile(`\b[\doli]*\d[\doli]*\b`)
	letters      = strings.NewReplacer("o", "0", "l", "1", "i", "1")
	dateInside   = regexp.MustCompile(`\d{4}-\d\d-\d\d|\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d\d)\b|\d{1,2}(?:st|nd|rd|th)? (?:of )?[a-z]{3,9},? \d{4}|[a-z]{3,9},? \d{4}`)
)

// Read reads one date. What cannot be read gives a fault.
func (d Dates) Read(written string) (When, *Fault) {
	w := When{Certain: true, Written: strings.TrimSpace(written)}
	if len(w.Written) > longestDate {
		return w, &Fault{"This is too long to be a date.", hintDate}
	}
	if sp, ok := d.usual(w.Written); ok {
		w.From, w.To, w.Precision, w.order = sp.from, sp.to, Day, sp.order
		return w, nil
	}
	s := plain(written)
	if s == "" {
		return w, &Fault{noDate, "Give the date, or write unknown."}
	}
	if unknownDate.MatchString(s) {
		return w.unknown(), nil
	}
	s, w.Time = takeTime(isoTime.ReplaceAllString(s, "$1 $2"))
	if rest, end := takeTime(s); w.Time != "" && end != "" {
		s, w.Time = rest, w.Time+" to "+end
	}
	s, w.Certain = takeDoubt(s)
	s = trimmed(s)
	if s == "" || unknownDate.MatchString(s) {
		if w.Certain && w.Time != "" {
			return w, &Fault{"There is a time of day, but no date.", hintDate}
		}
		return w.unknown(), nil
	}
	r := &reader{Dates: d}
	read, ok := r.any(s)
	if m := looseTime.FindStringSubmatch(s); !ok && m != nil && w.Time == "" {
		if read, ok = r.any(trimmed(m[1])); ok {
			w.Time = clock(m[2] + ":" + m[3])
		}
	}
	if !ok {
		if fixed := lettered.ReplaceAllStringFunc(s, letters.Replace); fixed != s {
			read, ok = r.any(fixed)
			read.unsure = true
		}
	}
	if !ok {
		return w, r.refuse(s)
	}
	w.From, w.To, w.Precision, w.order, w.weekday = read.from, read.to, read.precision, read.order, read.weekday
	w.Certain = w.Certain && !read.unsure && read.weekday == ""
	return w, nil
}

// usual reads 22/05/2016 and the like, which most dates are, without a look at
// all the other ways.
func (d Dates) usual(s string) (span, bool) {
	if len(s) < 6 || len(s) > 10 {
		return span{}, false
	}
	signs := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '/' || c == '.' || c == '-':
			signs++
		case c < '0' || c > '9':
			return span{}, false
		}
	}
	if signs != 2 {
		return span{}, false
	}
	r := &reader{Dates: d}
	return r.point(s)
}

func (w When) unknown() When {
	w.From, w.To, w.Precision, w.Certain, w.Time = db.Date{}, db.Date{}, Unknown, false, ""
	return w
}

// takeDoubt takes what doubts the date out of it, and says whether it is certain.
func takeDoubt(s string) (string, bool) {
	sure := !strings.ContainsAny(s, "?~±") && !strings.Contains(s, "+/-")
	if t := openDecade.ReplaceAllString(s, "${1}0s "); t != s {
		s, sure = t, false
	}
	if t := placeholder.ReplaceAllString(s, "$1$2"); t != s {
		s, sure = placeholder.ReplaceAllString(t, "$1$2"), false
	}
	s = strings.Join(strings.Fields(signsOfDoubt.Replace(brackets.Replace(s))), " ")
	if t := nearly.ReplaceAllString(s, ""); t != s {
		s, sure = t, false
	}
	for doubt.MatchString(s) {
		at := doubt.FindStringIndex(s)
		s, sure = strings.TrimSpace(s[:at[0]]+" "+strings.TrimLeft(s[at[1]:], ".: ")), false
	}
	if m := circa.FindStringSubmatchIndex(s); m != nil {
		if _, ok := month(strings.SplitN(s[m[2]:], " ", 2)[0]); ok || s[m[2]] < 'a' || seasons[strings.SplitN(s[m[2]:], " ", 2)[0]] != 0 {
			s, sure = s[m[2]:], false
		}
	}
	return s, sure
}

// trimmed takes off what stands around a date and says nothing.
func trimmed(s string) string {
	s = strings.Trim(strings.Join(strings.Fields(s), " "), " .,;:!#\"'/")
	for {
		t := strings.TrimLeft(label.ReplaceAllString(s, ""), "- ")
		if t == s {
			return s
		}
		s = t
	}
}

// refuse says why nothing could be read, and what may be meant.
func (r *reader) refuse(s string) *Fault {
	f := Fault{notADate, hintDate}
	if r.fault != nil {
		f = *r.fault
	}
	if f.Suggestion == hintDate {
		for _, found := range dateInside.FindAllString(s, -1) {
			if found == s {
				continue
			}
			inner := &reader{Dates: r.Dates}
			if sp, ok := inner.any(found); ok {
				f.Suggestion = When{From: sp.from, To: sp.to, Precision: sp.precision, Certain: true}.Words()
				break
			}
		}
	}
	return &f
}

// span is what was read of a date.
type span struct {
	from, to  db.Date
	precision Precision
	unsure    bool
	order     order
	weekday   string
}

// reader reads one date and keeps the first fault that it finds.
type reader struct {
	Dates
	fault *Fault
	depth int
}

func (r *reader) fail(why, suggestion string) (span, bool) {
	if r.fault == nil {
		r.fault = &Fault{why, suggestion}
	}
	return span{}, false
}

// any reads a day, a time before or after one, or a time between two.
func (r *reader) any(s string) (span, bool) {
	if sp, ok := r.edge(s); ok {
		return sp, true
	}
	open := strings.HasSuffix(s, "-")
	s = strings.TrimRight(s, " -")
	if sp, ok := r.single(s); ok {
		if open && sp.precision != Day {
			return span{from: sp.from, precision: After, unsure: true}, true
		}
		return sp, true
	}
	if sp, ok := r.between(s); ok {
		return sp, true
	}
	return r.list(s)
}

var (
	hedge  = `(some ?time |any ?time |shortly |just |well |immediately |soon )?`
	before = regexp.MustCompile(`^` + hedge + `(?:before|prior to|prior|preceding|earlier than|pre|<)[ -]*(.+)$`)
	until  = regexp.MustCompile(`^` + hedge + `(?:by|until|till|up to and including|up to|up until|no later than|not later than|on or before|<=) (.+)$`)
	after  = regexp.MustCompile(`^` + hedge + `(?:after|post|following|later than|subsequent to|>)[ -]*(.+)$`)
	since  = regexp.MustCompile(`^` + hedge + `(?:since|from|as of|as from|starting|beginning|commencing|no earlier than|not before|on or after|ongoing since|ongoing from|>=) (.+)$`)
	onward = regexp.MustCompile(`^(.+?)[ ,]*(?:onwards?|on-?going|and (?:after|later|ongoing|onwards?)|or (?:later|after)|` +
		`(?:to|until|till|-) ?(?:the )?(?:present|date|now|current|ongoing|today|this day|continuing|present day)|\+)$`)
	orEarlier = regexp.MustCompile(`^(.+?) (?:or|and) (?:earlier|before)$`)
)

// edge reads a time of which one end is open.
func (r *reader) edge(s string) (span, bool) {
	try := func(m []string, make func(span) span) (span, bool) {
		x, ok := r.single(strings.TrimSpace(m[len(m)-1]))
		if !ok {
			return span{}, false
		}
		sp := make(x)
		sp.unsure = x.unsure || len(m) == 3 && m[1] != ""
		sp.order = x.order
		return sp, true
	}
	if m := onward.FindStringSubmatch(s); m != nil {
		m[1] = strings.TrimPrefix(strings.TrimPrefix(m[1], "from "), "since ")
		return try(m, func(x span) span { return span{from: x.from, precision: After} })
	}
	for _, way := range []struct {
		words *regexp.Regexp
		make  func(span) span
	}{
		{before, func(x span) span { return span{to: x.from.AddDays(-1), precision: Before} }},
		{until, func(x span) span { return span{to: x.to, precision: Before} }},
		{orEarlier, func(x span) span { return span{to: x.to, precision: Before} }},
		{after, func(x span) span { return span{from: x.to.AddDays(1), precision: After} }},
		{since, func(x span) span { return span{from: x.from, precision: After} }},
	} {
		if m := way.words.FindStringSubmatch(s); m != nil {
			if sp, ok := try(m, way.make); ok {
				return sp, true
			}
		}
	}
	return span{}, false
}
