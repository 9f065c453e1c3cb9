package chronology

import (
	"testing"

	"lr/internal/seal"
)

// What a report is signed with tells every change of the entries: in their words,
// their order and their number.
func TestTheHashTellsEveryChangeOfTheEntries(t *testing.T) {
	t.Parallel()
	a, b := Entry{ID: "a", Event: seal.T("A visit.")}, Entry{ID: "b", Event: seal.T("A call.")}
	changed := a
	changed.Action = seal.T("None.")
	was := hashOf([]Entry{a, b})
	for what, now := range map[string][]Entry{"words": {changed, b}, "order": {b, a}, "one less": {a}, "one more": {a, b, b}} {
		if hashOf(now) == was {
			t.Errorf("another %s gives the same hash", what)
		}
	}
	if hashOf([]Entry{a, b}) != was {
		t.Error("the same entries give another hash")
	}
}
