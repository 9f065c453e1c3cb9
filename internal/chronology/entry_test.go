package chronology

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
)

var someDay = db.Date{Year: 2026, Month: 11, Day: 2}

// anyEntry is an entry with any words in every part.
func anyEntry(t *rapid.T) Entry {
	e := Entry{From: someDay.AddDays(-rapid.IntRange(1, 9000).Draw(t, "from")), Precision: read.Day, Certain: rapid.Bool().Draw(t, "certain"),
		Time: rapid.SampledFrom([]string{"", "14:30", "morning"}).Draw(t, "time"), Sign: rapid.SampledFrom([]Sign{"", "good", "both"}).Draw(t, "sign"),
		Knows: rapid.SampledFrom([]Knows{"", "second"}).Draw(t, "knows"), row: rapid.String().Draw(t, "row"), line: rapid.IntRange(0, 20_000).Draw(t, "line"),
		hand: rapid.Bool().Draw(t, "hand"), ref: rapid.String().Draw(t, "ref"), table: rapid.StringN(0, 300, 900).Draw(t, "table")}
	e.To = e.From
	for _, words := range e.texts() {
		*words = seal.T(rapid.String().Draw(t, "words"))
	}
	e.When = e.inWords()
	return e
}

// What is kept of an entry opens as it was; what was cut short does not open.
func TestAnEntryOpensAsItWasKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e, again := anyEntry(t), Entry{}
		kept := e.said()
		if err := again.open(kept); err != nil {
			t.Fatal(err)
		}
		if len(differences(e, again)) != 0 || e.mark() != again.mark() || again.when() != e.when() || again.row != e.row || again.line != e.line ||
			again.hand != e.hand || again.ref != e.ref || again.table != e.table || again.Written.Reveal() != e.Written.Reveal() {
			t.Fatal("an entry opens otherwise than it was kept")
		}
		words := kept.Reveal()
		if err := again.open(seal.T(words[:rapid.IntRange(0, len(words)-1).Draw(t, "cut")])); err == nil {
			t.Fatal("an entry that was cut short opens")
		}
	})
}

// Whatever somebody changes in an entry is told: by its mark, in the differences
// and in words.
func TestEveryPartOfAnEntryCounts(t *testing.T) {
	t.Parallel()
	for i := range (&Entry{}).texts() {
		var before, after Entry
		*after.texts()[i] = seal.T("Other words")
		if i == 0 { // as it was written counts for nothing, once it is read
			continue
		}
		if before.mark() == after.mark() || len(differences(before, after)) != 1 || !after.has("other  WORDS") || !strings.Contains(foldAll([]Entry{after})[0], "other words") {
			t.Errorf("words in part %d change nothing", i)
		}
		f := form.New()
		after.into(f, someDay)
		all := fieldsOf(f)
		if !slices.ContainsFunc(append(all.First, all.More...), func(x form.Field) bool { return x.Value == "Other words" }) {
			t.Errorf("words in part %d do not show on the sheet", i)
		}
	}
	for _, after := range []Entry{{Sign: "good"}, {Knows: "first"}, {Time: "14:30"}, {From: someDay, To: someDay, Precision: read.Month}} {
		after.When = after.inWords()
		if before := (Entry{When: (Entry{}).inWords()}); before.mark() == after.mark() || len(differences(before, after)) != 1 {
			t.Errorf("%+v changes nothing", after)
		}
	}
}

// An entry from a table can be typed again without its time moving: also where
// the table had the time of the day in a column of its own, or the month first.
func TestTheTimeOfAnEntryCanBeTypedAgain(t *testing.T) {
	t.Parallel()
	table := "Date,Until,Time,Source,Event\n"
	for _, when := range []string{"22/05/2016,,14:30", "05/06/2016,,", "05/22/2016,,9.15am", "winter 2020,,", "c. May 2016,,", "before 2015,,", "unknown,,", "12 March 2019,14 March 2019,", "2019,2020,",
		"\"\"\"\",,", "early 2018,,", "summer term 2017,,morning", "mid May 2016,,", "1 May 2016,3 June 2016,10:00", "since 2014,,", "christmas 2015,,", "?22 may 2016,,", "2016/17,,", "2010s,,"} {
		table += when + ",Notes,Something\n"
	}
	for _, monthFirst := range []bool{false, true} {
		r := read.Paste(table, read.Options{Dates: read.Dates{Today: someDay, MonthFirst: monthFirst}})
		if len(r.Rows) < 17 {
			t.Fatalf("only %d rows are read", len(r.Rows))
		}
		for _, x := range r.Rows {
			e := entryOf(x, "")
			f := form.New()
			e.into(f, someDay)
			again := readEntry(f, someDay, true)
			if fault := f.Fault("when"); fault != "" || again.when() != e.when() {
				t.Errorf("%q is typed again as %q: %s not %s, %s", e.Written.Reveal(), f.Value("when"), again.inWords().Reveal(), e.When.Reveal(), fault)
			}
		}
	}
}

func TestASignIsReadFromAWord(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]Sign{"Positive.": "good", "-": "bad", "+": "good", "mixed": "both", "?": "unknown", "": "", "Positive for his speech": ""} {
		if got := signOf(word); got != want {
			t.Errorf("%q is read as %q, want %q", word, got, want)
		}
	}
	e := Entry{Sign: "good", Impact: seal.T("Slept better.")}
	if got := e.meant(); got != "Good. Slept better." {
		t.Errorf("it says %q", got)
	}
	if got := (Entry{Sign: "bad", Impact: seal.T("Negative")}).meant(); got != "Negative" {
		t.Errorf("it says %q", got)
	}
}
