package notification

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
)

// A list of people is read as people write it, name first.
func TestAListOfPeopleIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	got := peopleIn("Isla Example, sister, 3 May 2019\r\n\n  - Ewan Anne-Marie Example (twin brother)\n2. Senga O'Example; mother\nMoira Example - grandmother\n , \nBaby")
	want := []personLine{{"Isla Example", "sister, 3 May 2019"}, {"Ewan Anne-Marie Example", "twin brother"}, {"Senga O'Example", "mother"},
		{"Moira Example", "grandmother"}, {"Baby", ""}}
	if len(got) != len(want) {
		t.Fatalf("read %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("read %q, want %q", got[i], want[i])
		}
	}
}

func FuzzNoNameIsLostFromAList(f *testing.F) {
	f.Add("Isla Example, sister\n- Ewan (twin)")
	f.Add(" – \n–a\u00a0–")
	f.Fuzz(func(t *testing.T, list string) {
		got := peopleIn(list)
		if len(got) > strings.Count(list, "\n")+1 {
			t.Errorf("%d people of %d lines", len(got), strings.Count(list, "\n")+1)
		}
		for _, l := range got {
			if l.name == "" || l.name != strings.TrimSpace(l.name) || strings.ContainsAny(l.name, "\n,;:(") {
				t.Errorf("read the name %q", l.name)
			}
		}
		for l := range strings.Lines(list) { // a line that begins with a letter names somebody
			if r := []rune(strings.TrimSpace(l)); len(r) > 0 && unicode.IsLetter(r[0]) && len(got) == 0 {
				t.Errorf("%q names nobody", l)
			}
		}
	})
}

func FuzzADayIsReadAsItWasKept(f *testing.F) {
	f.Add(2019, 5, 3, "3 May 2019")
	f.Add(1899, 2, 30, "32 May 2019")
	f.Fuzz(func(t *testing.T, year, month, day int, words string) {
		if year < 1900 || year > 2199 {
			return
		}
		at := time.Date(year, time.Month(month%12+1), day%28+1, 0, 0, 0, 0, time.UTC)
		on := db.Date{Year: at.Year(), Month: at.Month(), Day: at.Day()}
		if got := dayOf(seal.T(on.Words())); got != on {
			t.Errorf("%s is read as %s", on.Words(), got)
		}
		if got := dayOf(seal.T(words)); !got.IsZero() && dayOf(seal.T(got.Words())) != got {
			t.Errorf("%q is read as %s", words, got)
		}
	})
}

// Every field of the form in force is asked on some page, or is answered by a
// question of another name; and each question has a name of its own. [ASP22 p7, SCR15 p17]
func TestEveryFieldOfTheFormIsAsked(t *testing.T) {
	t.Parallel()
	for about, s := range subjects {
		var cs []review.Committee
		for _, track := range s.Tracks {
			cs = append(cs, review.Committee{Track: track, Guidance: guidance.InForce(track, db.Date{Year: 2026, Month: 11, Day: 2}).ID})
		}
		asked := map[string]bool{}
		for _, route := range []Route{Harm, Practice} {
			names := map[string]bool{}
			for _, st := range steps(s, cs, nil, route) {
				for _, q := range st.all() {
					if names[q.Name] {
						t.Errorf("%s, %s: two questions are called %s", about, route, q.Name)
					}
					names[q.Name], asked[q.Name] = true, true
					if q.Label == "" || q.Kind == "" {
						t.Errorf("%s: question %+v", about, q)
					}
				}
			}
		}
		for _, c := range cs {
			for _, f := range c.Form("F1").Fields {
				name := f.ID
				if name == "name" {
					name = "subject"
				}
				if !asked[name] && !elsewhere[f.ID] {
					t.Errorf("%s: %s of %s is asked nowhere", about, f.ID, c.Guidance)
				}
			}
		}
	}
}

// What is asked of everybody is little: a page has few questions that must be
// answered, so that all of it takes five minutes.
func TestLittleMustBeAnswered(t *testing.T) {
	t.Parallel()
	must := 0
	for _, s := range steps(subjects["child"], []review.Committee{{Track: guidance.Child, Guidance: "CP_2024"}}, nil, Harm) {
		for _, q := range s.all() {
			if q.Need != "" && q.If == "" {
				must++
			}
			if q.More && q.Need != "" {
				t.Errorf("%s must be answered and stands under more", q.Name)
			}
		}
	}
	if must > 15 {
		t.Errorf("%d questions must be answered", must)
	}
}

// Words that differ only in how they were typed are one reference.
func TestReferencesAreComparedByTheirLettersAndDigits(t *testing.T) {
	t.Parallel()
	if squeezed("SW 47-11/é") != squeezed("sw4711") || squeezed("SW4712") == squeezed("SW4711") {
		t.Error("references are told apart by blanks, or not by digits")
	}
}

// A question that is needed only with another answer is not missed without it.
func TestAConditionalQuestionIsNeededOnlyWithItsAnswer(t *testing.T) {
	t.Parallel()
	q := question{Name: "why", Kind: text, Max: 10, Need: "Say why.", If: "so=yes"}
	for said, fault := range map[string]bool{"yes": true, "no": false, "": false} {
		f := form.New()
		f.Set("so", said)
		if q.read(f, db.Date{}); f.OK() == fault {
			t.Errorf("after %q: %v", said, f.Faults())
		}
	}
}
