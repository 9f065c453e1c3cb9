package guidance

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
)

var freeze = flag.Bool("freeze", false, "add the new ids to testdata/frozen.txt")

// Cases keep these ids for good: an old case is read with the version it was
// frozen under. Words may be put right and items added; no id may go. After
// adding one: go test ./internal/guidance -run Frozen -freeze
func TestAFrozenVersionStillReads(t *testing.T) {
	t.Parallel()
	var now []string
	for _, v := range Versions() {
		for item := range origins(v) {
			now = append(now, v.ID+" "+item)
		}
	}
	for _, theme := range Themes().Themes {
		now = append(now, "theme "+theme.ID)
	}
	for _, p := range Processes() {
		now = append(now, "process "+p.ID)
	}
	slices.Sort(now)
	const file = "testdata/frozen.txt"
	if *freeze {
		if err := os.WriteFile(file, []byte(strings.Join(now, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	frozen := strings.Split(strings.TrimSpace(string(raw)), "\n")
	for _, item := range frozen {
		if !slices.Contains(now, item) {
			t.Errorf("%s is gone: a case may name it", item)
		}
	}
	for _, item := range now {
		if !slices.Contains(frozen, item) {
			t.Errorf("%s is new: freeze it", item)
		}
	}
}

// An old child case, as it was stored, comes to the same outcome. [SCR15 p8]
func TestAnOldCaseComesToTheSameOutcome(t *testing.T) {
	t.Parallel()
	stored := map[string]Answer{"A0": "yes", "A1": "yes", "A3": "yes", "A4": "no", "B0": "unknown"}
	v := get(t, "CP_2015")
	if got := v.Evaluate(stored); got != "met" {
		t.Errorf("the old case is %q", got)
	}
	if l, ok := v.Limb("A3"); !ok || l.Confirmed != Seen {
		t.Errorf("the limb it cites is %+v", l)
	}
}
