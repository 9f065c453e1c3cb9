package chronology

import (
	"fmt"
	"strings"

	"lr/internal/agencyreport"
	"lr/internal/form"
	"lr/internal/look"
)

// signs are what an event can have been for the child or adult.
var signs = []form.Option{{Value: "good", Label: "Good"}, {Value: "bad", Label: "Bad"}, {Value: "both", Label: "Both good and bad"},
	{Value: "unknown", Label: "Not known"}}

// knowing are the ways in which an agency can know of an event.
var knowing = []form.Option{{Value: "first", Label: "First-hand: somebody from our agency was there"},
	{Value: "second", Label: "Second-hand: somebody told us"}}

// Words are what pages say: "Good".
func (s Sign) Words() string { return labelOf(signs, string(s)) }

// Words are what pages say: "First-hand".
func (k Knows) Words() string {
	words, _, _ := strings.Cut(labelOf(knowing, string(k)), ":")
	return words
}

func labelOf(options []form.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return ""
}

// signOf finds the sign that a table gives in a word.
func signOf(impact string) Sign {
	switch strings.ToLower(strings.Trim(impact, " .!")) {
	case "+", "positive", "good", "beneficial", "protective":
		return "good"
	case "-", "–", "negative", "bad", "adverse", "harmful":
		return "bad"
	case "+/-", "±", "both", "mixed", "positive and negative":
		return "both"
	case "?", "unknown", "not known", "unclear":
		return "unknown"
	}
	return ""
}

// part is one of the things that an entry says.
type part struct{ Label, Words string }

// parts are all that an entry can say, besides its time, in the order in which
// it is read. What it does not say is empty.
func (e Entry) parts() []part {
	return []part{{"What happened", e.Event.Reveal()}, {"What was done", e.Action.Reveal()}, {"Why nothing was done", e.WhyNone.Reveal()},
		{"Source", e.Source.Reveal()}, {"Reference", e.Found()}, {"Who was at work", e.Role.Reveal()}, {"Who was seen", e.Seen.Reveal()},
		{"Views of the child or adult", e.Views.Reveal()}, {"What it meant for the child or adult", e.meant()},
		{"How the agency knows", e.Knows.Words()}, {"Comment in the table", e.Comment.Reveal()}}
}

// Found is how the record is found: what the agency calls it, or the row of the
// table that it came from.
func (e Entry) Found() string {
	if e.Reference.Empty() && e.line > 0 {
		return fmt.Sprintf("row %d of the agency's table", e.line)
	}
	return e.Reference.Reveal()
}

func (e Entry) meant() string {
	words := e.Impact.Reveal()
	if sign := e.Sign.Words(); sign != "" && signOf(words) == "" {
		return strings.TrimSpace(sign + ". " + words)
	}
	return words
}

// Says are the parts that say something.
func (e Entry) Says() []part {
	var some []part
	for _, p := range e.parts() {
		if p.Words != "" {
			some = append(some, p)
		}
	}
	return some
}

// Beside are the parts that say something besides what happened and where it is
// recorded.
func (e Entry) Beside() []part {
	var some []part
	for _, p := range e.Says() {
		if p.Label != "What happened" && p.Label != "Source" && p.Label != "Reference" {
			some = append(some, p)
		}
	}
	return some
}

// Rows are the time and the parts for a summary list.
func (e Entry) Rows() []look.Row {
	rows := []look.Row{{Key: "When", Value: e.When.Reveal()}}
	for _, p := range e.Says() {
		rows = append(rows, look.Row{Key: p.Label, Value: p.Words})
	}
	return rows
}

// named are the words in which somebody may be named.
func (e Entry) named() []string {
	var all []string
	for _, t := range e.texts()[1:] { // but the time
		all = append(all, t.Reveal())
	}
	return all
}

// difference is a part that says something else than before.
type difference struct {
	Label   string
	Changes []look.Change
}

// differences tell what changed in an entry, word by word.
func differences(before, after Entry) []difference {
	var all []difference
	add := func(label, old, now string) {
		if old != now {
			all = append(all, difference{label, agencyreport.Diff(old, now)})
		}
	}
	add("When", before.When.Reveal(), after.When.Reveal())
	now := after.parts()
	for i, p := range before.parts() {
		add(p.Label, p.Words, now[i].Words)
	}
	return all
}
