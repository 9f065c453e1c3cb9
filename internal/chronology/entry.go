package chronology

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/seal"
)

// Entry is one thing that happened, from an agency's records. When is the time
// in words, Written as it was typed. Number is the order in which the agency's
// entries came.
type Entry struct {
	ID, Agency, AgencyName string
	Number, Version        int
	When, Written          seal.Text
	From, To               db.Date
	Precision              read.Precision
	Certain                bool
	Time                   string    // of the day, "" where it is not known
	Source, Reference      seal.Text // where it is recorded, and how the record is found there
	Role                   seal.Text // who was at work, by post and team
	Event, Action          seal.Text
	WhyNone                seal.Text // why nothing was done
	Seen, Views            seal.Text // who was seen, and what the child or adult said of it
	Sign                   Sign
	Impact, Comment        seal.Text
	Knows                  Knows

	row   string // mark of the row of a table that it came from
	table string // the table, which may have come more than once
	line  int    // number of the row
	ref   string // what the agency calls it
	hand  bool   // somebody changed it here
}

// Sign says whether an event was good for the child or adult: "" is not said.
type Sign string

// Knows says how the agency knows of an event: "" is not said.
type Knows string

// texts are the words of an entry in the order in which they are sealed. New
// ones go last.
func (e *Entry) texts() []*seal.Text {
	return []*seal.Text{&e.Written, &e.Source, &e.Event, &e.Action, &e.WhyNone, &e.Seen, &e.Role, &e.Reference, &e.Views, &e.Impact, &e.Comment}
}

// plain is what else of an entry is sealed, in its order. New ones go last.
type plain struct {
	from, to, precision, unsure, time, sign, knows string
	row, table, line, ref, hand                    string
}

func (p *plain) all() []*string {
	return []*string{&p.from, &p.to, &p.precision, &p.unsure, &p.time, &p.sign, &p.knows, &p.row, &p.table, &p.line, &p.ref, &p.hand}
}

// said is what of an entry is sealed, in one piece: each part after its length,
// which is quick to open where there are thousands.
func (e Entry) said() seal.Text {
	p := plain{e.From.String(), e.To.String(), strconv.Itoa(int(e.Precision)), yes(!e.Certain), e.Time, string(e.Sign), string(e.Knows),
		e.row, e.table, strconv.Itoa(e.line), e.ref, yes(e.hand)}
	var b []byte
	for _, s := range p.all() {
		b = append(binary.AppendUvarint(b, uint64(len(*s))), *s...)
	}
	for _, t := range e.texts() {
		b = append(binary.AppendUvarint(b, uint64(len(t.Reveal()))), t.Reveal()...)
	}
	return seal.T(string(b))
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func (e *Entry) open(t seal.Text) error {
	rest, whole := t.Reveal(), true
	next := func() string {
		n, size := binary.Uvarint([]byte(rest[:min(len(rest), binary.MaxVarintLen64)]))
		if whole = whole && size > 0 && n <= uint64(len(rest)-size); !whole {
			return ""
		}
		part := rest[size : size+int(n)]
		rest = rest[size+int(n):]
		return part
	}
	var p plain
	for _, s := range p.all() {
		*s = next()
	}
	for _, t := range e.texts() {
		if words := next(); words != "" {
			*t = seal.T(words)
		}
	}
	precision, err := strconv.Atoi(p.precision)
	if !whole || err != nil {
		return fmt.Errorf("entry %s cannot be read", e.ID)
	}
	for _, d := range []struct {
		kept string
		day  *db.Date
	}{{p.from, &e.From}, {p.to, &e.To}} {
		if *d.day, err = db.ParseDate(d.kept); err != nil && d.kept != "" {
			return fmt.Errorf("entry %s has a day that is none", e.ID)
		}
	}
	if e.line, err = strconv.Atoi(p.line); err != nil {
		return fmt.Errorf("entry %s cannot be read", e.ID)
	}
	e.Precision, e.Certain, e.Time, e.Sign, e.Knows = read.Precision(precision), p.unsure == "", p.time, Sign(p.sign), Knows(p.knows)
	e.row, e.table, e.ref, e.hand = p.row, p.table, p.ref, p.hand != ""
	e.When = e.inWords()
	return nil
}

// when is the time of the entry.
func (e Entry) when() read.When {
	return read.When{From: e.From, To: e.To, Precision: e.Precision, Certain: e.Certain, Time: e.Time}
}

func (e Entry) inWords() seal.Text {
	words := e.when().Words()
	if e.Time != "" {
		words += ", " + e.Time
	}
	return seal.T(words)
}

// event is the entry for those who look for what a person would miss.
func (e Entry) event() line.Event {
	action := e.Action.Reveal()
	if action == "" && !e.WhyNone.Empty() {
		action = "Nothing was done: " + e.WhyNone.Reveal()
	}
	return line.Event{ID: e.ID, Agency: e.AgencyName, When: e.when(), Role: e.Role.Reveal(), Source: e.Source.Reveal(), Reference: e.Reference.Reveal(),
		Event: e.Event.Reveal(), Action: action, Seen: e.Seen.Reveal(), Views: e.Views.Reveal(), Impact: e.Impact.Reveal()}
}

// mark is the same for entries that say the same.
func (e Entry) mark() string {
	return markOf(e.when().Words(), e.Time, e.Source.Reveal(), e.Event.Reveal(), e.Action.Reveal(), e.WhyNone.Reveal(), e.Seen.Reveal(),
		e.Role.Reveal(), e.Reference.Reveal(), e.Views.Reveal(), string(e.Sign), e.Impact.Reveal(), string(e.Knows), e.Comment.Reveal())
}

func markOf(words ...string) string {
	var all []byte
	for _, w := range words {
		for f := range strings.FieldsSeq(w) {
			all = append(append(all, f...), ' ')
		}
		all = append(all, 0)
	}
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:])
}
