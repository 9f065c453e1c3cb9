package guidance_test

import (
	"os"
	"testing"

	"lr/internal/guidance"
	"lr/internal/guidance/cited"
)

// citations finds what the whole program names.
func citations(t *testing.T) []cited.Citation {
	t.Helper()
	const root = "../.."
	if _, err := os.Stat(root + "/go.mod"); err != nil {
		t.Fatal(err)
	}
	found, err := cited.In(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		t.Fatal("nothing names a paragraph")
	}
	return found
}

func TestTheProgramNamesOnlyParagraphsOfTheList(t *testing.T) {
	t.Parallel()
	for _, c := range citations(t) {
		p, ok := guidance.Why(c.Ref)
		switch {
		case !ok:
			t.Errorf("%s:%d names %q, which internal/guidance/index.txt does not list", c.File, c.Line, c.Ref)
		case p.Share == guidance.None:
			t.Errorf("%s:%d names %q, which is none of ours: %s", c.File, c.Line, c.Ref, p.Why)
		}
	}
}

func TestEveryDutyIsNamedByATestOrSaysWhyNot(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{}
	for _, c := range citations(t) {
		tested[c.Ref] = tested[c.Ref] || c.InTest()
	}
	for _, p := range guidance.Paragraphs() {
		duty := p.Force == guidance.Must || p.Force == guidance.Should
		if duty && p.Share == guidance.Ours && !tested[p.Ref] {
			t.Errorf("%s is ours (%s) and no test names it", p.Ref, p.Asks)
		}
		if p.Share == guidance.Later && tested[p.Ref] {
			t.Logf("%s is marked later and a test names it: is it kept now? %s", p.Ref, p.Why)
		}
	}
}
