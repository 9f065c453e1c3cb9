package review

import (
	"regexp"
	"slices"
)

// LetterKind is a letter that the program makes. Blanks are what may stand
// between square brackets in it.
type LetterKind struct {
	ID, Name, When string
	Blanks         []string
	Usual          Letter
}

var ofDecision = []string{"committee", "code", "decision", "day of decision", "reasons", "what happens next", "lead officer"}

// LetterKinds are the letters there are, in the order of the process. [SEED recommend, ASP22 p7]
var LetterKinds = []LetterKind{
	{ID: "decision-notifier", Name: "Decision, to the notifier", When: "The committee has decided", Blanks: ofDecision,
		Usual: Letter{Title: "Decision about the event you notified ([code])", Body: `Thank you for bringing this event to the [committee].

On [day of decision] the committee considered it and decided: [decision].

The committee's reasons:

[reasons]

What happens next: [what happens next]

If you have a question, please ask [lead officer], lead officer of the committee. Please quote [code], and name nobody when you write.`}},
	{ID: "decision-agency", Name: "Decision, to an agency", When: "The committee has decided", Blanks: append(slices.Clip(ofDecision), "agency"),
		Usual: Letter{Title: "Decision of the committee ([code])", Body: `To [agency].

The [committee] asked your agency about its part in this event. Thank you for the work that went into the answer.

On [day of decision] the committee decided: [decision].

The committee's reasons:

[reasons]

What happens next: [what happens next]

Please tell the people of your agency who were involved, and who supports them. If you have a question, please ask [lead officer], lead officer of the committee. Please quote [code], and name nobody when you write.`}},
}

// Letter gives the committee's own words for a letter, or the program's.
func (k LetterKind) Letter(s Settings) Letter {
	if own, ok := s.Letters[k.ID]; ok {
		return own
	}
	return k.Usual
}

var blank = regexp.MustCompile(`\[[^\[\]\n]+\]`)

// Fill puts values into the blanks. A blank that has none stays as it is and is
// listed once. What is between brackets in a value is no blank.
func (l Letter) Fill(values map[string]string) (title, body string, missing []string) {
	fill := func(words string) string {
		return blank.ReplaceAllStringFunc(words, func(b string) string {
			name := b[1 : len(b)-1]
			if v := values[name]; v != "" {
				return v
			}
			if !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
			return b
		})
	}
	return fill(l.Title), fill(l.Body), missing
}
