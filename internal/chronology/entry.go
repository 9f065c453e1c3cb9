package chronology

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
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

// said is what of an entry is sealed, in one piece.
type said struct {
	Written   string `json:"written"`
	From      string `json:"from"`
	To        string `json:"to"`
	Precision int    `json:"precision"`
	Unsure    bool   `json:"unsure,omitempty"`
	Time      string `json:"time,omitempty"`
	Source    string `json:"source"`
	Event     string `json:"event"`
	Action    string `json:"action,omitempty"`
	WhyNone   string `json:"whyNone,omitempty"`
	Seen      string `json:"seen,omitempty"`
	Role      string `json:"role,omitempty"`
	Reference string `json:"reference,omitempty"`
	Views     string `json:"views,omitempty"`
	Sign      Sign   `json:"sign,omitempty"`
	Impact    string `json:"impact,omitempty"`
	Knows     Knows  `json:"knows,omitempty"`
	Comment   string `json:"comment,omitempty"`
	Row       string `json:"row,omitempty"`
	Table     string `json:"table,omitempty"`
	Line      int    `json:"line,omitempty"`
	Ref       string `json:"ref,omitempty"`
	Hand      bool   `json:"hand,omitempty"`
}

func (e Entry) said() (seal.Text, error) {
	b, err := json.Marshal(said{e.Written.Reveal(), e.From.String(), e.To.String(), int(e.Precision), !e.Certain, e.Time, e.Source.Reveal(), e.Event.Reveal(),
		e.Action.Reveal(), e.WhyNone.Reveal(), e.Seen.Reveal(), e.Role.Reveal(), e.Reference.Reveal(), e.Views.Reveal(), e.Sign, e.Impact.Reveal(), e.Knows,
		e.Comment.Reveal(), e.row, e.table, e.line, e.ref, e.hand})
	if err != nil {
		return seal.Text{}, fmt.Errorf("keep an entry: %w", err)
	}
	return seal.T(string(b)), nil
}

func (e *Entry) open(t seal.Text) error {
	var s said
	if err := json.Unmarshal([]byte(t.Reveal()), &s); err != nil {
		return fmt.Errorf("entry %s cannot be read", e.ID)
	}
	for _, d := range []struct {
		kept string
		day  *db.Date
	}{{s.From, &e.From}, {s.To, &e.To}} {
		var err error
		if *d.day, err = db.ParseDate(d.kept); err != nil && d.kept != "" {
			return fmt.Errorf("entry %s has a day that is none", e.ID)
		}
	}
	e.Precision, e.Certain, e.Time = read.Precision(s.Precision), !s.Unsure, s.Time
	e.row, e.table, e.line, e.ref, e.hand = s.Row, s.Table, s.Line, s.Ref, s.Hand
	e.When = e.inWords()
	e.Written, e.Source, e.Event = seal.T(s.Written), seal.T(s.Source), seal.T(s.Event)
	e.Action, e.WhyNone, e.Seen = seal.T(s.Action), seal.T(s.WhyNone), seal.T(s.Seen)
	e.Role, e.Reference, e.Views = seal.T(s.Role), seal.T(s.Reference), seal.T(s.Views)
	e.Sign, e.Impact, e.Knows, e.Comment = s.Sign, seal.T(s.Impact), s.Knows, seal.T(s.Comment)
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
