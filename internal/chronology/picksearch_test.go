package chronology

import (
	"testing"

	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
)

// Entries are found by all of their words, by agency, and for a time in which
// they can have happened.
func TestEntriesAreFoundByWordsAgencyAndTime(t *testing.T) {
	today := db.Date{Year: 2026, Month: 11, Day: 2}
	at := func(when string) Entry {
		e := Entry{Agency: "a", Event: seal.T("A home visit"), Source: seal.T("Case notes"), Written: seal.T(when)}
		if fault := e.timed(today); fault != "" {
			t.Fatal(fault)
		}
		return e
	}
	tests := []struct {
		field, looked, when string
		want                bool
	}{
		{"words", "notes HOME", "May 2016", true}, {"words", "home school", "May 2016", false}, {"agency", "a", "May 2016", true}, {"agency", "b", "May 2016", false},
		{"period", "May 2016", "31 May 2016", true}, {"period", "May 2016", "1 June 2016", false}, {"period", "May 2016", "30 April 2016", false},
		{"period", "3 May 2016", "May 2016", true}, {"period", "2016", "3 May 2016", true}, {"period", "May 2016", "unknown", false}, {"words", "home", "unknown", true},
		{"period", "May 2016", "before 2015", false}, {"period", "May 2016", "before 2017", true}, {"period", "May 2016", "after 2015", true},
		{"period", "May 2016", "after 2016", false}, {"period", "after 2016", "2015", false}, {"period", "after 2016", "2018", true},
		{"period", "before 2015", "2018", false}, {"period", "before 2015", "2012", true},
		{"period", "1 to 3 May 2016", "June 2016", false}, {"period", "1 to 3 May 2016", "2 May 2016", true},
	}
	for _, x := range tests {
		f := form.New()
		f.Set(x.field, x.looked)
		e := at(x.when)
		kept, _ := readSearch(f, today).keep([]Entry{e}, foldAll([]Entry{e}), notes{})
		if !f.OK() || (len(kept) == 1) != x.want {
			t.Errorf("%s %q with an entry of %q: found %v, %v", x.field, x.looked, read.When{From: e.From, To: e.To, Precision: e.Precision, Certain: true}.Words(), !x.want, f.Faults())
		}
	}
}
