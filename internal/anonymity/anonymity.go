// Package anonymity looks for what could tell a reader who a report is about,
// before it is shared: names the review already knows, in every form people
// write them, and numbers that belong to one person. A report is as anonymous
// as possible and no participant is named in it [SEED]; what is handed to the
// national body is anonymised [CI-LR]. The check finds and shows; a person
// decides and signs.
//
// Three passes share one folded copy of the text: known names by an automaton,
// words that nearly are a known name, and shapes of numbers. A check digit
// makes a finding more certain, but its failure never hides one: a mistyped
// number tells who it is, too.
package anonymity

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
)

// Kind says what a known thing or a finding is.
type Kind string

const (
	Person       Kind = "person"
	Place        Kind = "place"
	Organisation Kind = "organisation"
	Number       Kind = "number"
	Date         Kind = "date"

	// What only findings are.
	CHI       Kind = "CHI number"
	NHSNumber Kind = "NHS number"
	NINO      Kind = "National Insurance number"
	Postcode  Kind = "postcode"
	Phone     Kind = "phone number"
	Email     Kind = "e-mail address"
	Reference Kind = "reference"
)

// Known is a person, place or number of the review that must not be told.
type Known struct {
	Code    string   // the pseudonym, such as "Child A"
	Names   []string // in full: "Ailsa Mary Example", "Sampleton Primary School", "14 March 2019"
	Aliases []string // other names, such as "Ally"
	Kind    Kind     // "" means Person
}

// Certainty says how sure the check is that a finding is one.
type Certainty int

const (
	Look    Certainty = iota + 1 // a person has to look: it may be an ordinary word
	Certain                      // it tells who somebody is
)

// String is the certainty in a word.
func (c Certainty) String() string {
	if c == Certain {
		return "certain"
	}
	return "look"
}

// Rule says, in words for the screen, why something was found.
type Rule string

const (
	FullName   Rule = "the full name"
	NamePart   Rule = "part of the name"
	OtherForm  Rule = "another form of the name"
	Initials   Rule = "initials"
	UserName   Rule = "a user name made of the name"
	ShortName  Rule = "a short form of the name"
	NearName   Rule = "spelled nearly like the name"
	NamesInRow Rule = "forms of the name side by side"
	KnownThing Rule = "a number or date of this review"
	CheckDigit Rule = "its check digit is right"
	Cue        Rule = "the word before it says so"
	Shape      Rule = "it has the shape of one"
	FourDigits Rule = "four or more digits"
	TooLong    Rule = "the text is too long to check in one piece"
)

// Finding is a place in the text that may tell who somebody is. Printing or
// logging one never shows the words.
type Finding struct {
	Start, End int // bytes of the text: text[Start:End]
	Kind       Kind
	Code       string // whose or which it is, by pseudonym; of several, "A or B"; "" if not known to the review
	Rule       Rule
	Certainty  Certainty
	Shown      string `json:"-"` // the words found
}

const redacted = "[redacted]"

func (f Finding) String() string             { return redacted }
func (f Finding) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }
func (f Finding) LogValue() slog.Value       { return slog.StringValue(redacted) }

func (k Known) String() string             { return redacted }
func (k Known) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }
func (k Known) LogValue() slog.Value       { return slog.StringValue(redacted) }

// Checker is ready to check any number of texts against the same known names.
// It does not change, so several goroutines may use it.
type Checker struct {
	people  []string      // the pseudonyms, in the order given
	kinds   []Kind        // of each
	names   *automaton    // words, with one space for any gap
	numbers *automaton    // letters and digits without gaps
	near    *nearNames    // for words that nearly are a name
	dates   map[day][]int // who each known date belongs to
}

func (c Checker) String() string             { return redacted }
func (c Checker) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }
func (c Checker) LogValue() slog.Value       { return slog.StringValue(redacted) }

// MarshalJSON keeps a name out of logs that are written as JSON.
func (k Known) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }

// maxText is how many bytes of text are checked in one piece.
const maxText = 1 << 30

// NewChecker prepares a check for the known names.
func NewChecker(known []Known) *Checker {
	c := &Checker{names: newAutomaton(gapIsSpace), numbers: newAutomaton(gapIsNothing), near: newNearNames(), dates: map[day][]int{}}
	for i, k := range known {
		c.people = append(c.people, k.Code)
		k.Kind = cmp.Or(k.Kind, Person)
		c.kinds = append(c.kinds, k.Kind)
		for _, name := range append(append([]string{}, k.Names...), k.Aliases...) {
			c.know(i, k.Kind, name)
		}
	}
	c.names.build()
	c.numbers.build()
	return c
}

func (c *Checker) know(who int, kind Kind, name string) {
	folded := string(fold(name).bytes)
	switch kind {
	case Number:
		c.numbers.add(glue(folded), form{who: who, rule: KnownThing, level: certain})
	case Date:
		if d, ok := dateIn(folded); ok {
			c.dates[d] = append(c.dates[d], who)
			d.year = 0
			c.dates[d] = append(c.dates[d], who)
		}
		c.names.add(spaced(folded), form{who: who, rule: KnownThing, level: certain})
	case Place, Organisation:
		for _, f := range placeForms(folded) {
			f.form.who = who
			c.names.add(f.words, f.form)
		}
	default:
		forms, parts := personForms(folded)
		for _, f := range forms {
			f.form.who = who
			c.names.add(f.words, f.form)
		}
		for _, part := range parts {
			c.near.add(part, who)
		}
	}
}

// Check looks through a text once, for the known names.
func Check(text string, known []Known) []Finding { return NewChecker(known).Check(text) }

// Check gives what it finds in the order of the text. Findings do not overlap:
// of two that do, the longer one stands, and takes over the pseudonym and the
// certainty of the shorter one.
func (c *Checker) Check(text string) []Finding {
	if len(text) > maxText {
		return []Finding{{End: len(text), Kind: Reference, Rule: TooLong, Certainty: Certain, Shown: text}}
	}
	t := fold(text)
	return c.findings(t, longest(t, sideBySide(t, c.hits(t))))
}

// Touched gives the bytes [start, end) of the places where something known may
// stand, in no order: too many rather than too few, and quicker than Check. Each
// finding of Check that has a pseudonym overlaps one of them.
func (c *Checker) Touched(text string) [][2]int {
	if len(text) > maxText {
		return [][2]int{{0, len(text)}}
	}
	t := fold(text)
	var places [][2]int
	for _, h := range c.hits(t) {
		if len(h.who) > 0 && h.level > quiet {
			start, end := t.span(h.start, h.end)
			places = append(places, [2]int{start, end})
		}
	}
	return places
}

func (c *Checker) hits(t *folded) []hit {
	return c.scan(t, c.numbers.find(t, c.names.find(t, nil)))
}

func (c *Checker) findings(t *folded, hits []hit) []Finding {
	found := make([]Finding, 0, len(hits))
	for _, h := range hits {
		start, end := t.span(h.start, h.end)
		f := Finding{Start: start, End: end, Kind: h.kind, Code: c.code(h.who), Rule: h.rule, Certainty: Look, Shown: t.text[start:end]}
		if h.level == certain {
			f.Certainty = Certain
		}
		if f.Kind == "" && len(h.who) > 0 {
			f.Kind = c.kinds[h.who[0]]
		}
		found = append(found, f)
	}
	return found
}

// code is the pseudonyms of those it may be, at most three of them.
func (c *Checker) code(who []int) string {
	code := ""
	for i, w := range who {
		switch {
		case i == 0:
			code = c.people[w]
		case i < 3:
			code += " or " + c.people[w]
		case i == 3:
			code += " or others"
		}
	}
	return code
}
