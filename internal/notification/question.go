package notification

import (
	"strings"

	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/mail"
)

// kind is how a question is answered.
type kind string

const (
	line   kind = "line"
	email  kind = "email"
	text   kind = "text"
	day    kind = "day"
	choice kind = "choice"
	inline kind = "inline"
	ticks  kind = "ticks"
)

// where is what becomes of an answer when the notification is sent.
type where int

const (
	inText  where = iota // beside the text of the notification
	inOwn                // a column of the notification
	asKin                // each line a person of the case, kept behind a code
	asChild              // the same, for brothers and sisters
	asPlace              // a place of the case, kept behind a code
	asOther              // a number that tells who somebody is
)

// question is one field of a step, for the page and for reading what was typed.
type question struct {
	Name, Label, Hint string
	Kind              kind
	Max               int
	Options           []form.Option
	Need              string // what is said when it is empty; "" if it may be
	If                string // "name=value": needed only with this answer
	More              bool   // under "more, if you know it"
	Confirm           bool   // the wording is still to be confirmed
	goes              where
}

// read takes the answer, in words; every fault stands beside its field.
func (q question) read(f *form.Form, today db.Date) string {
	need := q.Need
	if name, value, ok := strings.Cut(q.If, "="); ok && f.Value(name) != value {
		need = ""
	}
	switch q.Kind {
	case line:
		return f.Line(q.Name, q.Max, need)
	case text:
		return f.Text(q.Name, q.Max, need)
	case email:
		typed := f.Line(q.Name, q.Max, need)
		if typed != "" && !mail.Valid(typed) {
			f.Refuse(q.Name, "Give an e-mail address such as name@agency.example.")
		}
		return typed
	case day:
		on := f.Date(q.Name, need)
		if on.After(today) {
			f.Refuse(q.Name, "This day has not come yet.")
		}
		return on.Words()
	case ticks:
		return strings.Join(f.Choices(q.Name, q.Options, need), "\n")
	}
	return f.Choice(q.Name, q.Options, need)
}

// show is an answer as a person reads it, without judging it.
func (q question) show(f *form.Form) string {
	if len(q.Options) == 0 {
		return strings.TrimSpace(f.Value(q.Name))
	}
	var chosen []string
	for _, o := range f.Choosing(q.Name, "", "", q.Options).Options {
		if o.Chosen {
			chosen = append(chosen, o.Label)
		}
	}
	return strings.Join(chosen, "\n")
}

// step is one page: one thing to think about.
type step struct {
	ID, Title, Lead string
	Warn            string
	Questions       []question
	Sheets          []sheet // for the step about the criteria
	MoreNote        string  // stands over what is under "more"
}

// all are the questions of the step, those of the criteria among them.
func (s step) all() []question {
	qs := s.Questions
	for _, sh := range s.Sheets {
		for _, l := range sh.Limbs {
			qs = append(qs, l.Answer, l.Why)
		}
	}
	return qs
}

// some are the questions that are, or are not, under "more".
func (s step) some(more bool) []question {
	var qs []question
	for _, q := range s.Questions {
		if q.More == more {
			qs = append(qs, q)
		}
	}
	return qs
}

// unsure says that an item was not read whole in the published text.
func unsure(o guidance.Origin) bool { return o.Confirmed != guidance.Seen }
