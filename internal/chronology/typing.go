package chronology

import (
	"strings"

	"lr/internal/agencyreport"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
)

// The most letters that a field of an entry may have.
const (
	longWhen = 200
	longLine = read.LongLine
	longText = read.LongText
)

// fields are those of an entry on a page: First is what each has, More what it
// may have besides, which is shown where there is something in it.
type fields struct {
	First, More []form.Field
	Open        bool
}

func fieldsOf(f *form.Form) fields {
	long := func(rows int, name, label, hint string) form.Field {
		field := f.Field(name, label, hint)
		field.Rows, field.Max = rows, longText
		return field
	}
	d := fields{First: []form.Field{
		f.Field("when", "When", "The day, and the time of the day if the record has it: 22 May 2016, 22/05/16 14:30, about March 2019, winter 2020, before 2015, or unknown."),
		long(4, "event", "What happened", "In a sentence or two. Use the codes of this review and not names."),
		long(3, "action", "What was done", "Or leave this empty and say below why nothing was."),
		long(2, "why-none", "If nothing was done, why", "Such as: it was not seen as a risk then; nobody was free. If the record does not say, write that."),
		f.Field("source", "Source", "Where this is recorded, such as: case notes, school register."),
		f.Field("reference", "Reference", "How the record is found there: its number, page or date. If it has no number, say what it is, such as: letter of 3 May, no number."),
		f.Field("role", "Who was at work", "By post and team and not by name, such as: health visitor, Sampleton team. You may leave this empty."),
		f.Field("seen", "Who was seen", "Such as: the child alone; nobody was at home. You may leave this empty."),
	}, More: []form.Field{
		long(2, "views", "Views of the child or adult", "What they said or showed, and whether they were asked."),
		f.Choosing("sign", "What it meant for the child or adult", "As the record tells it. It may have been good.", signs),
		long(2, "impact", "What it meant, in words", ""),
		f.Choosing("knows", "How does your agency know?", "", knowing),
	}}
	if f.Value("comment") != "" {
		d.More = append(d.More, long(2, "comment", "Comment in the table", "It came with your agency's table. Others see it."))
	}
	for _, name := range []string{"views", "sign", "impact", "knows", "comment"} {
		d.Open = d.Open || f.Value(name) != "" || f.Fault(name) != ""
	}
	return d
}

// readEntry reads an entry as it was typed. One that comes from a table may say
// nothing of what was done: the record may not.
func readEntry(f *form.Form, today db.Date, fromTable bool) Entry {
	e := Entry{Written: seal.T(f.Line("when", longWhen, "Say when it happened, such as 22 May 2016, May 2016, 2016 or unknown.")),
		Event:  seal.T(f.Text("event", longText, "Say what happened.")),
		Action: seal.T(f.Text("action", longText, "")), WhyNone: seal.T(f.Text("why-none", longText, ""))}
	if e.Action.Empty() && e.WhyNone.Empty() && !fromTable {
		f.Refuse("action", "Say what was done, or below why nothing was.")
	}
	e.Source = seal.T(f.Line("source", longLine, "Say where this is recorded, such as: case notes, school register."))
	e.Reference = seal.T(f.Line("reference", longLine, "Say how the record is found. If it has no number, say what it is, such as: letter of 3 May, no number."))
	e.Role, e.Seen = seal.T(f.Line("role", longLine, "")), seal.T(f.Line("seen", longLine, ""))
	e.Views, e.Impact, e.Comment = seal.T(f.Text("views", longText, "")), seal.T(f.Text("impact", longText, "")), seal.T(f.Text("comment", longText, ""))
	e.Sign, e.Knows = Sign(f.Choice("sign", signs, "")), Knows(f.Choice("knows", knowing, ""))
	if f.Fault("when") == "" {
		if fault := e.timed(today); fault != "" {
			f.Refuse("when", fault)
		}
	}
	return e
}

// into fills a sheet with the entry.
func (e Entry) into(f *form.Form, today db.Date) {
	for name, words := range map[string]string{"when": e.typed(today), "event": e.Event.Reveal(), "action": e.Action.Reveal(), "why-none": e.WhyNone.Reveal(),
		"source": e.Source.Reveal(), "reference": e.Found(), "role": e.Role.Reveal(), "seen": e.Seen.Reveal(), "views": e.Views.Reveal(),
		"sign": string(e.Sign), "impact": e.Impact.Reveal(), "knows": string(e.Knows), "comment": e.Comment.Reveal()} {
		f.Set(name, words)
	}
}

// useCodes puts codes in place of names, on a sheet that was typed.
func useCodes(f *form.Form, names *agencyreport.Names) {
	for _, name := range []string{"event", "action", "why-none", "source", "reference", "role", "seen", "views", "impact", "comment"} {
		f.Set(name, names.WithCodes(f.Value(name)))
	}
}

// typed is the time in words that mean the same when they are typed: a table may
// have it in two columns, or with the month first.
func (e Entry) typed(today db.Date) string {
	written, words := e.Written.Reveal(), e.when().Words()
	for _, w := range []string{written, written + " " + e.Time, words, words + " " + e.Time} {
		if again := (Entry{Written: seal.T(w)}); again.timed(today) == "" && again.when() == e.when() {
			return w
		}
	}
	return written
}

// timed reads the time of an entry from what was written; if it cannot, a
// sentence says why, and what may be meant.
func (e *Entry) timed(today db.Date) string {
	w, fault := read.Dates{Today: today}.Read(e.Written.Reveal())
	switch {
	case fault != nil && strings.HasPrefix(fault.Suggestion, "Write"):
		return fault.Why + " " + fault.Suggestion
	case fault != nil:
		return fault.Why + " Is it " + fault.Suggestion + "?"
	case w.American():
		return "The day comes before the month. Is it " + w.Words() + "?"
	case w.From.After(today):
		return "This date is still to come."
	}
	e.at(w)
	return ""
}

// at gives the entry its time.
func (e *Entry) at(w read.When) {
	e.From, e.To, e.Precision, e.Certain, e.Time = w.From, w.To, w.Precision, w.Certain, w.Time
}
