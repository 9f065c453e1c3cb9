package read

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Fields are what a column of a chronology can hold, in the order of importance
// where a heading can mean two.
var Fields = []string{"date", "event", "end_date", "time", "action", "source", "agency", "role", "reference", "seen", "views", "impact", "comment"}

// Other is a column whose words are kept with the row under its own heading.
const Other = "other"

// Column is a column of a sheet and what it holds.
type Column struct {
	Letter  string
	Heading string
	Field   string
	Sample  string // what stands in its first row
}

// candidate is what a heading may mean, and how surely.
type candidate struct {
	field  string
	weight int
}

var (
	noDates   = []string{"birth", "dob", "of birth"}
	endWords  = []string{"end", "to", "until", "finish", "finished", "ended", "closed", "completed"}
	lateWords = []string{"recorded", "entered", "entry", "record", "report", "reported", "received", "updated", "reviewed", "review", "created", "input", "due", "printed"}
	kindWords = []string{"type", "category", "code", "no", "number", "ref", "reference", "id"}
)

// phrases are whole headings, or words of one, by what they mean. A phrase that
// begins and ends with = is a whole heading.
var phrases = []struct {
	field  string
	weight int
	words  []string
}{
	{"time", 9, []string{"time", "=hour=", "=at=", "=uair="}},
	{"event", 10, []string{"=event=", "=events=", "what happened", "significant event", "significant events", "key event", "key events", "=incident=", "=tachartas=", "event description", "description of event"}},
	{"event", 9, []string{"event", "events", "happened", "incident", "incidents", "occurrence", "tachartas"}},
	{"event", 7, []string{"details", "detail", "description", "facts"}},
	{"event", 6, []string{"summary", "narrative", "chronology"}},
	{"event", 5, []string{"contact", "information", "entry", "content", "concern", "concerns", "activity", "case note", "case notes", "observation", "observations", "=contact event="}},
	{"event", 4, []string{"notes", "note", "issue", "issues", "text", "intervention"}},
	{"action", 9, []string{"action", "actions", "what was done", "was done"}},
	{"action", 8, []string{"response", "responses", "gniomh"}},
	{"action", 7, []string{"outcome", "outcomes", "follow up", "followup"}},
	{"action", 6, []string{"decision", "decisions", "result", "next steps", "done"}},
	{"source", 9, []string{"source", "sources", "tus"}},
	{"source", 6, []string{"record type", "record", "records", "evidence", "document", "documents", "where recorded", "recorded in", "file", "system", "database", "extracted from"}},
	{"agency", 8, []string{"agency", "agencies", "organisation", "organization", "service", "department", "provider", "buidheann"}},
	{"agency", 5, []string{"team"}},
	{"role", 7, []string{"professional", "professionals", "worker", "practitioner", "role", "author", "completed by", "recorded by", "staff", "officer", "designation", "job title", "by whom", "who by", "entered by"}},
	{"role", 5, []string{"=who=", "=name and role=", "contact with", "contact person"}},
	{"reference", 6, []string{"ref", "reference", "number", "=no=", "=id=", "=#=", "=row=", "=item=", "index", "page", "entry no", "event no", "=s no=", "=serial no=", "record no", "note id", "record id", "event id"}},
	{"seen", 9, []string{"seen"}},
	{"seen", 5, []string{"present", "attendees", "attended", "persons involved", "people involved"}},
	{"views", 8, []string{"view", "views", "voice", "wishes"}},
	{"impact", 8, []string{"impact", "effect", "significance", "buaidh"}},
	{"comment", 7, []string{"comment", "comments", "analysis", "remarks", "reflection", "reflections", "=review="}},
}

// simple writes a heading with small letters, digits and single blanks alone.
func simple(heading string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case r == '\'':
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '#':
			return r
		}
		return ' '
	}, plain(heading))), " ")
}

// meanings are what a heading may mean.
func meanings(heading string) []candidate {
	h := simple(heading)
	all := strings.Fields(h)
	has := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(all, w) })
	}
	if h == "" || len(all) > 14 || has(noDates) {
		return nil
	}
	switch h {
	case "when", "when did it happen", "day", "start", "from", "started", "period", "ceann latha", "la", "datetime", "timestamp", "start date":
		return []candidate{{"date", 9}}
	case "to", "until", "end", "finish", "ended", "finished":
		return []candidate{{"end_date", 7}}
	}
	if has([]string{"date", "dates", "datetime"}) {
		switch {
		case has(lateWords) && !has([]string{"event"}):
			return []candidate{{"date", 4}}
		case has(endWords) && !has([]string{"from", "start"}):
			return []candidate{{"end_date", 9}}
		case strings.HasPrefix(all[0], "date"):
			return []candidate{{"date", 10}}
		}
		return []candidate{{"date", 9}}
	}
	var found []candidate
	for _, p := range phrases {
		for _, w := range p.words {
			whole, isWhole := strings.CutPrefix(w, "=")
			if isWhole && strings.TrimSuffix(whole, "=") == h || !isWhole && strings.Contains(" "+h+" ", " "+w+" ") {
				found = append(found, candidate{p.field, p.weight})
				break
			}
		}
	}
	kind := has(kindWords)
	return slices.DeleteFunc(found, func(c candidate) bool {
		return c.field == "event" && (kind || has([]string{"source", "sources", "seen"})) || c.field == "time" && (kind || has(endWords)) ||
			c.field == "reference" && c.weight < 7 && has([]string{"type", "category"})
	})
}

// guess says what the columns under a heading hold. Of two columns that may
// hold the same, the one whose heading says so more surely counts.
func guess(l line) map[int]string {
	type chance struct {
		candidate
		column int
	}
	var all []chance
	for i, c := range l.cells {
		for _, m := range meanings(c.text) {
			all = append(all, chance{m, i})
		}
	}
	slices.SortStableFunc(all, func(a, b chance) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(slices.Index(Fields, a.field), slices.Index(Fields, b.field)))
	})
	fields, taken := map[int]string{}, map[string]bool{}
	for _, c := range all {
		if fields[c.column] == "" && !taken[c.field] {
			fields[c.column], taken[c.field] = c.field, true
		}
	}
	if !taken["event"] {
		for column, f := range fields {
			if f == "comment" {
				fields[column] = "event"
			}
		}
	}
	return fields
}

// headingRows is how far down a heading is looked for.
const headingRows = 60

// heading is the place of the row that names the columns, or -1. mapped are
// headings that somebody says are there.
func (d Dates) heading(t table, mapped []Pair) int {
	best, most := -1, 0
	for i, l := range t.lines[:min(len(t.lines), headingRows)] {
		score, ok := d.asHeading(l)
		for _, p := range mapped {
			if slices.ContainsFunc(l.cells, func(c cell) bool { return p.named(c.text) }) {
				score, ok = score+10, true
			}
		}
		if ok && score > most {
			best, most = i, score
		}
	}
	if best < 0 && d.unlikeTheRest(t) {
		return 0
	}
	return best
}

// unlikeTheRest says that the first row has a few words over each column, and no
// date where the rows below have one: a heading in words that are not known.
func (d Dates) unlikeTheRest(t table) bool {
	if len(t.lines) < 2 || len(t.lines[0].cells) < 3 {
		return false
	}
	for _, c := range t.lines[0].cells {
		if _, fault := d.Read(c.text); c.text == "" || c.kind != words || len(c.text) > 60 || fault == nil || strings.ContainsAny(c.text, "0123456789") {
			return false
		}
	}
	column := d.dateColumn(t, 1)
	return column >= 0 && t.lines[1].at(column).text != "" && len(t.lines[0].cells) >= len(t.lines[1].cells)
}

// asHeading says how much of a heading a row is: a name of a date and either
// one of an event or two others, and nothing that is a date itself.
func (d Dates) asHeading(l line) (int, bool) {
	for _, c := range l.cells {
		if c.kind == moments || len(c.text) > 200 {
			return 0, false
		}
	}
	fields := guess(l)
	has := map[string]bool{}
	for _, f := range fields {
		has[f] = true
	}
	if !has["date"] || !has["event"] && len(has) < 3 {
		return 0, false
	}
	for _, c := range l.cells {
		if w, fault := d.Read(c.text); fault == nil && w.Precision != Unknown {
			return 0, false
		}
	}
	return len(has), true
}

// Pair says by the heading of a column, or by its letter, what it holds.
type Pair struct {
	Field   string `json:"field"`
	Heading string `json:"heading,omitempty"`
	Letter  string `json:"letter,omitempty"`
}

// named says that the pair means the column of that heading.
func (p Pair) named(heading string) bool {
	return heading != "" && p.Letter == "" && simple(heading) == simple(p.Heading)
}

var otherNames = map[string]string{"when": "date", "start": "date", "start_date": "date", "from": "date", "what_happened": "event", "description": "event",
	"details": "event", "end": "end_date", "to": "end_date", "until": "end_date", "professional": "role", "worker": "role", "ref": "reference",
	"who_was_seen": "seen", "outcome": "action", "response": "action", "action_taken": "action", "comments": "comment", "organisation": "agency",
	"source_of_information": "source", "ignore": Other, "none": Other}

// ParseMap reads "Date=When;Event=What happened": what a column holds, and its
// heading or its letter.
func ParseMap(s string) ([]Pair, error) {
	var all []Pair
	for part := range strings.SplitSeq(s, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, heading, ok := strings.Cut(part, "=")
		field := strings.ReplaceAll(simple(strings.ReplaceAll(name, "_", " ")), " ", "_")
		if other, known := otherNames[field]; known {
			field = other
		}
		heading = strings.Trim(strings.TrimSpace(heading), `"`)
		switch {
		case !ok || heading == "":
			return nil, fmt.Errorf("%q does not say which column it is: write it such as Date=When", strings.TrimSpace(part))
		case field != Other && !slices.Contains(Fields, field):
			return nil, fmt.Errorf("%q is nothing that a column can hold: it can hold %s or %s", strings.TrimSpace(name), strings.Join(Fields, ", "), Other)
		}
		for _, p := range all {
			if p.Field == field && field != Other || simple(p.Heading) == simple(heading) {
				return nil, fmt.Errorf("%q is given twice", strings.TrimSpace(part))
			}
		}
		all = append(all, Pair{Field: field, Heading: heading})
	}
	return all, nil
}

// mapColumns says what the columns of the table hold: as somebody says, as the
// heading says, or, where there is none, as what stands in them says.
func (d Dates) mapColumns(t table, head int, mapped []Pair, firm bool) (map[int]string, error) {
	var fields map[int]string
	var heading line
	if head >= 0 {
		heading = t.lines[head]
		fields = guess(heading)
	} else {
		fields = d.byContent(t)
	}
	told, taken := map[int]bool{}, map[string]bool{}
	for _, p := range mapped {
		column := slices.IndexFunc(heading.cells, func(c cell) bool { return p.named(c.text) })
		if letter := cmp.Or(p.Letter, p.Heading); column < 0 && len(letter) <= 2 {
			if c, n := columnNumber(letter); c >= 0 && n == 0 && c < t.wide {
				column = c
			}
		}
		if column < 0 {
			if firm {
				return nil, sentencef("There is no column %q. The columns are: %s.", p.Heading, heading.text())
			}
			continue
		}
		if p.Field != Other && taken[p.Field] {
			continue
		}
		taken[p.Field] = true
		for c, f := range fields {
			if f == p.Field && p.Field != Other && !told[c] {
				fields[c] = Other
			}
		}
		fields[column], told[column] = p.Field, true
	}
	if !holds(fields, "date") && head >= 0 {
		if c := d.dateColumn(t, head+1); c >= 0 {
			fields[c] = "date"
		}
	}
	if !holds(fields, "event") && head >= 0 {
		if c := longest(t, head+1, fields); c >= 0 {
			fields[c] = "event"
		}
	}
	return fields, nil
}

func holds(fields map[int]string, field string) bool {
	for _, f := range fields {
		if f == field {
			return true
		}
	}
	return false
}

// longest is the column with most words of those that hold nothing known.
func longest(t table, from int, fields map[int]string) int {
	letters := map[int]int{}
	for _, l := range t.lines[from:] {
		for i, c := range l.cells {
			if fields[i] == "" && c.kind == words {
				letters[i] += len(c.text)
			}
		}
	}
	best := -1
	for i := range t.wide {
		if letters[i] > 0 && (best < 0 || letters[i] > letters[best]) {
			best = i
		}
	}
	return best
}

// usual is the order of columns where nothing names them.
var usual = []string{"date", "source", "event", "action", "seen"}

// byContent says what the columns hold where no row names them: the one with
// the most dates, and then the usual order, or the one with the most words.
func (d Dates) byContent(t table) map[int]string {
	best := d.dateColumn(t, 0)
	fields := map[int]string{}
	if best < 0 {
		return fields
	}
	fields[best] = "date"
	wide := t.wide
	if best == 0 && wide >= 3 && wide <= len(usual) && longest(t, 0, fields) != 1 {
		for i := 1; i < wide; i++ {
			fields[i] = usual[i]
		}
		return fields
	}
	if c := longest(t, 0, fields); c >= 0 {
		fields[c] = "event"
	}
	return fields
}

// dateColumn is the column with the most dates in it, or -1.
func (d Dates) dateColumn(t table, from int) int {
	count := map[int]int{}
	for _, l := range t.lines[from:min(len(t.lines), 200)] {
		for i, c := range l.cells {
			if w, fault := d.Read(c.text); fault == nil && w.Precision != Unknown || c.kind == moments {
				count[i]++
			}
		}
	}
	best := -1
	for i := range t.wide {
		if count[i] > 0 && (best < 0 || count[i] > count[best]) {
			best = i
		}
	}
	return best
}
