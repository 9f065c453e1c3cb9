// Package missed finds in the merged chronology what a person who reads it from
// the first entry to the last would hardly see: that a service which usually
// wrote fell silent, that others speak of an agency which has nothing around that
// day, that nobody has anything, that the same went wrong again, that two
// accounts of one event disagree. Each is a suggestion with its evidence. None is
// a finding, nor blames anybody. [SEED team, SEED notify, CPG21 ¶3.174]
package missed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
)

// Kind is what may be missing.
type Kind string

// The kinds, as they are kept.
const (
	Silence  Kind = "silence"
	Absent   Kind = "absent"  // others say that the agency was there
	Nothing  Kind = "nothing" // nobody has anything
	Pattern  Kind = "pattern"
	Disagree Kind = "disagree"
)

// Suggestion is something that may be missing. Subject says what it is about,
// and stays when the line changes; with From and To it tells one silence of a
// service from another.
type Suggestion struct {
	Kind     Kind     `json:"kind"`
	Subject  string   `json:"subject"`
	Agency   string   `json:"agency,omitempty"` // by name, whom to ask; "" for nobody alone
	From     db.Date  `json:"from"`
	To       db.Date  `json:"to"`
	Title    string   `json:"title"`
	Words    string   `json:"words"`
	Evidence []string `json:"evidence"` // ids of entries
	Facts    string   `json:"facts,omitempty"`
}

// Mark is the same for suggestions that say the same.
func (s Suggestion) Mark() string {
	h := sha256.Sum256([]byte(fmt.Sprintf("%s|%s|%s|%s|%s|%s", s.Kind, s.Subject, s.From, s.To, s.Facts, strings.Join(s.Evidence, " "))))
	return hex.EncodeToString(h[:12])
}

// Is says that the suggestion is about the same as one that was settled before:
// of the same kind and subject, and of about the same time.
func (s Suggestion) Is(before Suggestion) bool {
	if s.Kind != before.Kind || s.Subject != before.Subject {
		return false
	}
	if s.From.IsZero() || before.From.IsZero() {
		return s.From == before.From
	}
	both := min(day(s.To), day(before.To)) - max(day(s.From), day(before.From)) + 1
	return both*2 > min(length(s), length(before))
}

// Changed says that the evidence is not what it was when the suggestion was
// settled, and so that somebody should look again: the time is another by more
// than a week and a quarter, there is half as much evidence more, or what it
// rests on says something else.
func (s Suggestion) Changed(before Suggestion) bool {
	if s.Facts != before.Facts {
		return true
	}
	if s.Kind == Pattern || s.Kind == Absent {
		added := 0
		for _, id := range s.Evidence {
			if !slices.Contains(before.Evidence, id) {
				added++
			}
		}
		return added >= 2 && added*2 >= len(before.Evidence) || s.Kind == Absent && added > 0 && len(before.Evidence) == 1
	}
	moved := max(abs(day(s.From)-day(before.From)), abs(day(s.To)-day(before.To)))
	return moved > 7 && moved*4 > length(before)
}

func length(s Suggestion) int { return day(s.To) - day(s.From) + 1 }

func abs(n int) int { return max(n, -n) }

// Rhythm is how often a person expects a service to have been in contact, in
// days. Role is empty for all of an agency; Days is 0 where no rhythm is expected.
type Rhythm struct {
	Agency string `json:"agency"`
	Role   string `json:"role,omitempty"`
	Days   int    `json:"days"`
}

// Key is the same for the same service, however its role is written.
func (r Rhythm) Key() string { return serviceKey(r.Agency, r.Role) }

// Find gives what may be missing, in the order of time. same are the accounts of
// one event, by id, joined or likely.
func Find(es []line.Event, rhythms []Rhythm, same [][]string) []Suggestion {
	out := silences(es, rhythms)
	out = append(out, nothing(es)...)
	out = append(out, absent(es)...)
	out = append(out, patterns(es)...)
	out = append(out, disagreements(es, same)...)
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(day(a.From), day(b.From)) })
	return out
}

var epoch = db.Date{Year: 1970, Month: 1, Day: 1}

func day(d db.Date) int { return epoch.DaysUntil(d) }

func dateOf(day int) db.Date { return epoch.AddDays(day) }

// widest is how many days a time may span that counts as known.
const widest = 62

// known gives the first and the last day of a time that is known closely enough
// to stand in a row of contacts.
func known(w read.When) (from, to int, ok bool) {
	if w.From.IsZero() || w.To.IsZero() || w.Precision == read.Unknown {
		return 0, 0, false
	}
	from, to = day(w.From), day(w.To)
	return from, to, to-from < widest
}
