package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lr/internal/guidance"
	"lr/internal/guidance/cited"
)

// The documents are those that go generate ./internal/guidance makes now.
func TestTheGeneratedDocumentsAreCurrent(t *testing.T) {
	t.Parallel()
	root, err := findRoot()
	if err != nil {
		t.Fatal(err)
	}
	found, err := cited.In(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"guidance.md": document(found), "forms.md": forms()} {
		got, err := os.ReadFile(filepath.Join(root, "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("docs/%s is old: run go generate ./internal/guidance", name)
		}
	}
}

// Every question of every form stands in the trace, with a paragraph that is in
// the list and with whether its wording was confirmed.
func TestEveryQuestionIsTracedToItsParagraph(t *testing.T) {
	t.Parallel()
	trace := forms()
	lines := map[string]int{}
	for _, line := range strings.Split(trace, "\n") {
		lines[line]++
	}
	for _, v := range guidance.Versions() {
		if !strings.Contains(trace, "## "+v.Title) {
			t.Errorf("%s is not in the trace", v.ID)
		}
		for _, f := range v.Forms {
			if len(f.Fields) == 0 {
				t.Errorf("%s %s has no fields", v.ID, f.ID)
			}
			for _, x := range f.Fields {
				if _, ok := guidance.Why(x.Source); !ok || wording[x.Confirmed] == "" {
					t.Errorf("%s %s %s comes from %q and is marked %q", v.ID, f.ID, x.ID, x.Source, x.Confirmed)
				}
				if lines["| `"+x.ID+"` | "+x.Section+" | "+x.Label+" | "+x.Source+" | "+wording[x.Confirmed]+" |"] == 0 {
					t.Errorf("%s %s %s is not in the trace", v.ID, f.ID, x.ID)
				}
			}
		}
	}
}
