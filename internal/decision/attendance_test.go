package decision

import (
	"slices"
	"strings"
	"testing"
)

func TestWhoWasThereIsReadLineByLine(t *testing.T) {
	t.Parallel()
	got, wrong := attendance("A One, Chair, Independent\n\n B Two ;Head\tHealth\nC Three, Clerk")
	want := []attended{{"A One", "Chair", "Independent"}, {"B Two", "Head", "Health"}, {"C Three", "Clerk", ""}}
	if wrong != "" || !slices.Equal(got, want) {
		t.Errorf("read %q, %q", got, wrong)
	}
	for _, line := range []string{"A One", "A, B, C, D", ",Chair", "A One, ,"} {
		if _, wrong := attendance("B Two, Head\n" + line); !strings.Contains(wrong, line) {
			t.Errorf("%q: %q", line, wrong)
		}
	}
}

func FuzzAttendance(f *testing.F) {
	f.Add("A One, Chair, Independent\nB")
	f.Fuzz(func(t *testing.T, typed string) {
		all, wrong := attendance(typed)
		if wrong != "" && all != nil {
			t.Error("a line was refused, and others taken")
		}
		for _, a := range all {
			if a.Name == "" || a.Post == "" || !strings.Contains(typed, a.Name) {
				t.Errorf("read %q", a)
			}
		}
	})
}
