package guidance

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Limbs have the ids that decisions cite. [SCR15 p8, CP21 p3, CP24 landing, ASP22 p7]
func TestTheLimbsAreThoseADecisionCites(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"CP_2015":  "A0 A1 A2 A3 A4 A5 A6 B0 B1 B2",
		"CP_2021":  "H1 H2 H3 H4 H5 E",
		"CP_2024":  "D S C E",
		"ASP_2022": "1a 1b 1i-0 1i-a 1i-b 1i-c 1ii 2a 2i 2ii",
	}
	for _, v := range Versions() {
		var got []string
		for _, l := range v.Limbs() {
			got = append(got, l.ID)
		}
		if strings.Join(got, " ") != want[v.ID] {
			t.Errorf("%s has %v, want %s", v.ID, got, want[v.ID])
		}
	}
}

func TestEveryLimbHasAnIDOfItsOwnAndWords(t *testing.T) {
	t.Parallel()
	for _, v := range Versions() {
		seen := map[string]bool{}
		var check func(l Limb)
		check = func(l Limb) {
			if l.ID == "" || seen[l.ID] || l.Text == "" {
				t.Errorf("%s: limb %+v", v.ID, l)
			}
			seen[l.ID] = true
			if asked := l.Op == Asked; asked != (len(l.Of) == 0) || !slices.Contains([]Op{Asked, All, Any}, l.Op) {
				t.Errorf("%s: limb %s has the op %q and %d limbs under it", v.ID, l.ID, l.Op, len(l.Of))
			}
			if found, ok := v.Limb(l.ID); !ok || found.Text != l.Text {
				t.Errorf("%s: limb %s is not found by its id", v.ID, l.ID)
			}
			for _, under := range l.Of {
				check(under)
			}
		}
		check(v.Criteria)
	}
	if _, ok := get(t, "CP_2024").Limb("H1"); ok {
		t.Error("the criteria of 2024 have a limb of 2021")
	}
}

func TestTheCriteriaAreMetNotMetOrCannotBeToldYet(t *testing.T) {
	t.Parallel()
	tests := []struct {
		version string
		yes, no string
		want    Outcome
		missing string
	}{
		{"CP_2024", "", "", CannotTell, "D S C E"},
		{"CP_2024", "E", "", Met, ""}, // effective practice is enough alone
		{"CP_2024", "", "D S C E", NotMet, ""},
		{"CP_2024", "", "D S C", CannotTell, "E"},
		{"CP_2021", "H1 H2", "E", CannotTell, "H3 H4 H5"},
		{"CP_2021", "H1 H2 H4", "E", Met, ""},
		{"CP_2021", "H1 H4", "H2 E", NotMet, ""},
		{"CP_2015", "A0 A1 A6", "", Met, ""},
		{"CP_2015", "A0 A1", "A2 A3 A4 A5 A6 B0", NotMet, ""},
		{"ASP_2022", "1a 1b 1ii", "", Met, ""},
		{"ASP_2022", "1a 1b 1i-0", "1ii 2a", CannotTell, "1i-a 1i-b 1i-c"},
		{"ASP_2022", "1a 1b 1i-0 1i-b", "", Met, ""},
		{"ASP_2022", "1a 1b 1i-b", "1i-0 1ii 2a", NotMet, ""}, // a circumstance without a death
		{"ASP_2022", "2a 2i", "1a", Met, ""},
		{"ASP_2022", "2a", "1a", CannotTell, "2i 2ii"},
	}
	for _, tt := range tests {
		answers := map[string]Answer{}
		for _, id := range strings.Fields(tt.yes) {
			answers[id] = Yes
		}
		for _, id := range strings.Fields(tt.no) {
			answers[id] = No
		}
		v := get(t, tt.version)
		if got := v.Evaluate(answers); got != tt.want {
			t.Errorf("%s, yes to %q, no to %q: %s, want %s", tt.version, tt.yes, tt.no, got, tt.want)
		}
		var missing []string
		for _, l := range v.Missing(answers) {
			missing = append(missing, l.ID)
		}
		if got := strings.Join(missing, " "); got != tt.missing {
			t.Errorf("%s, yes to %q, no to %q: %q is missing, want %q", tt.version, tt.yes, tt.no, got, tt.missing)
		}
	}
}

func someAnswers(v Version) *rapid.Generator[map[string]Answer] {
	return rapid.Custom(func(t *rapid.T) map[string]Answer {
		out := map[string]Answer{}
		for _, l := range v.Limbs() {
			if a := rapid.SampledFrom([]Answer{Yes, No, Unknown, ""}).Draw(t, l.ID); a != "" {
				out[l.ID] = a
			}
		}
		return out
	})
}

// rank orders outcomes from not met to met.
var rank = map[Outcome]int{NotMet: 0, CannotTell: 1, Met: 2}

func TestAYesNeverTurnsMetIntoNotMet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SampledFrom(Versions()).Draw(t, "version")
		answers := someAnswers(v).Draw(t, "answers")
		before := v.Evaluate(answers)
		limb := rapid.SampledFrom(v.Limbs()).Draw(t, "limb").ID
		answers[limb] = Yes
		if after := v.Evaluate(answers); rank[after] < rank[before] {
			t.Fatalf("a yes to %s turned %s into %s", limb, before, after)
		}
		answers[limb] = No
		if after := v.Evaluate(answers); rank[after] > rank[before] {
			t.Fatalf("a no to %s turned %s into %s", limb, before, after)
		}
	})
}

func TestWhatIsSettledStaysSettledHoweverTheRestIsAnswered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.SampledFrom(Versions()).Draw(t, "version")
		answers := someAnswers(v).Draw(t, "answers")
		before, missing := v.Evaluate(answers), v.Missing(answers)
		if (before == CannotTell) != (len(missing) > 0) {
			t.Fatalf("%s with %d limbs missing", before, len(missing))
		}
		for _, l := range v.Limbs() {
			if answers[l.ID] != Yes && answers[l.ID] != No {
				answers[l.ID] = rapid.SampledFrom([]Answer{Yes, No}).Draw(t, "later "+l.ID)
			}
		}
		after := v.Evaluate(answers)
		if after == CannotTell || before != CannotTell && after != before {
			t.Fatalf("%s became %s when all was answered", before, after)
		}
	})
}

func TestAnAnswerToALimbOfAnotherVersionChangesNothing(t *testing.T) {
	t.Parallel()
	v := get(t, "CP_2024")
	if got := v.Evaluate(map[string]Answer{"H1": Yes, "CP_2024": Yes}); got != CannotTell {
		t.Errorf("%s", got)
	}
}
