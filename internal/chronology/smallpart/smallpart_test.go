package smallpart_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lr/internal/chronology/line"
	"lr/internal/chronology/smallpart"
)

func event(id, role, words string) line.Event {
	return line.Event{ID: id, Agency: "Exampleshire Social Work", Role: role, Event: words}
}

// weekly is a line of visits by one worker.
func weekly(n int) []line.Event {
	var es []line.Event
	for i := range n {
		es = append(es, event(fmt.Sprintf("w%d", i), "Support worker", "A visit. It was decided to go on."))
	}
	return es
}

func found(es []line.Event) string {
	var out []string
	for _, p := range smallpart.Find(es, smallpart.Turning(es)) {
		out = append(out, p.Who)
	}
	return strings.Join(out, ", ")
}

func TestWhoHadLittleContactWhenItTurnedIsFound(t *testing.T) {
	tests := []struct {
		why  string
		more []line.Event
		want string
	}{
		{"one call out of hours", []line.Event{event("x", "Social worker, standby team", "Took a call.")}, "Social worker, standby team"},
		{"three contacts", []line.Event{event("x", "GP", "Seen."), event("y", "gp ", "Discharged."), event("z", "G P", "Seen.")}, "GP"},
		{"a post written in different ways", []line.Event{event("x", "Locum  doctor", "Seen."), event("y", "locum-doctor", "The case was closed.")}, "Locum doctor"},
		{"four contacts", []line.Event{event("x", "GP", "Discharged."), event("y", "GP", "Seen."), event("z", "GP", "Seen."), event("v", "GP", "Seen.")}, ""},
		{"nothing turned", []line.Event{event("x", "Receptionist", "A form was filed.")}, ""},
		{"a code in the words", []line.Event{event("x", "Support worker", "Staff 3 decided to wait.")}, "Staff 3"},
		{"a longer code is another person", []line.Event{event("x", "Support worker", "Staff 3 waited."), event("y", "Support worker", "Staff 31 decided.")}, "Staff 31"},
		{"a code as post is one person", []line.Event{event("x", "Staff 4", "Staff 4 decided.")}, "Staff 4"},
		{"a word within another", []line.Event{event("x", "Clerk", "The undecidedness of spooh.")}, ""},
		{"a record that says what it led to", []line.Event{{ID: "x", Role: "Clerk", Event: "A note.", Impact: "She did not come back."}}, "Clerk"},
		{"a place without a post", []line.Event{event("x", "", "Died.")}, ""},
	}
	for _, x := range tests {
		t.Run(x.why, func(t *testing.T) {
			if got := found(append(weekly(20), x.more...)); got != x.want {
				t.Errorf("found %q, want %q", got, x.want)
			}
		})
	}
}

func TestInAShortLineThreeContactsAreNotFew(t *testing.T) {
	short := []line.Event{event("x", "GP", "Discharged."), event("y", "GP", "Seen."), event("z", "Nurse", "Seen.")}
	if got := found(short); got != "" {
		t.Errorf("found %q", got)
	}
}

func TestTheSamePostOfTwoAgenciesIsTwo(t *testing.T) {
	a, b := event("x", "Duty worker", "Decided."), event("y", "Duty worker", "Decided.")
	b.Agency = "Exampleshire Health Board"
	if got := found(append(weekly(20), a, b)); got != "Duty worker, Duty worker" {
		t.Errorf("found %q", got)
	}
}

func TestOthersMayAddTurningPoints(t *testing.T) {
	es := append(weekly(20), event("x", "Clerk", "A note."))
	turns := smallpart.Turning(es)
	turns.Add("x", "in a key practice episode")
	turns.Add("x", "in a key practice episode")
	ps := smallpart.Find(es, turns)
	if len(ps) != 1 || ps[0].Who != "Clerk" || len(ps[0].Turned[0].Why) != 1 {
		t.Errorf("found %v", ps)
	}
}

// Whatever the line: who is listed had few contacts, was at a turning point, and
// each of those is an event of theirs; one more event of somebody else takes
// nobody off the list.
func TestWhoIsListedHadFewContactsAndOneAtATurningPoint(t *testing.T) {
	roles := []string{"GP", "Nurse", "Duty worker", "Staff 1", ""}
	words := []string{"A visit.", "Discharged.", "Staff 2 called 999.", "They died.", "staff 1 and Staff 2"}
	rapid.Check(t, func(t *rapid.T) {
		var es []line.Event
		for i := range rapid.IntRange(0, 30).Draw(t, "events") {
			es = append(es, event(fmt.Sprint(i), rapid.SampledFrom(roles).Draw(t, "role"), rapid.SampledFrom(words).Draw(t, "words")))
		}
		turns := smallpart.Turning(es)
		ps := smallpart.Find(es, turns)
		for _, p := range ps {
			if p.Contacts < 1 || p.Contacts > 3 || len(p.Turned) == 0 || len(p.Turned) > p.Contacts {
				t.Fatalf("%s with %d contacts and %d turning points", p.Who, p.Contacts, len(p.Turned))
			}
			for _, turn := range p.Turned {
				if len(turn.Why) == 0 || len(turns[turn.ID]) == 0 {
					t.Fatalf("%s at %s without a reason", p.Who, turn.ID)
				}
			}
		}
		more := append(es, event("more", "Somebody new", "A visit."))
		after := smallpart.Find(more, smallpart.Turning(more))
		if len(after) < len(ps) {
			t.Fatalf("%d listed, then %d", len(ps), len(after))
		}
	})
}
