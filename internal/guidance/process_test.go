package guidance

import "testing"

// What runs beside a review is known with its source, and nothing in it says
// that a review stops by itself for a criminal case. [CP24 p8, SCR15 p15, CPG21 ¶2.158]
func TestEachKindOfProceedingsSaysWhatIsKnownOfIt(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range Processes() {
		if p.ID == "" || p.Title == "" || p.Says == "" || seen[p.ID] {
			t.Errorf("process %+v", p)
		}
		seen[p.ID] = true
		if p.ID != "other" && (p.Lead == "" || len(p.Facts) == 0) {
			t.Errorf("of %s nothing is known, or nobody leads it", p.ID)
		}
		for _, f := range p.Facts {
			if problem := f.problem(); problem != "" || f.Text == "" {
				t.Errorf("%s: %q %s", p.ID, f.Text, problem)
			}
		}
	}
	for _, id := range []string{"criminal", "fai", "adverse-event", "child-death", "looked-after", "mappa", "justice", "domestic",
		"mwc", "large-scale", "discipline", "complaint", "hearing", "cross-authority", "other"} {
		if !seen[id] {
			t.Errorf("there is no %s", id)
		}
	}
	criminal, ok := ProcessOf("criminal")
	if !ok || criminal.Facts[0].Source != "CP24 p8" || criminal.Facts[0].Unsure() || !criminal.Facts[1].Unsure() {
		t.Errorf("%+v", criminal)
	}
	if _, ok := ProcessOf("riddle"); ok {
		t.Error("there is a process riddle")
	}
}
