package report_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lr/internal/document"
)

var (
	update   = flag.Bool("update", false, "write the golden files anew")
	codeName = regexp.MustCompile(`\b[A-Z][a-z]+ [1-9][0-9][0-9]\b`)
)

// golden compares with a file of testdata, in which the code name of the review
// is CODE.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = codeName.ReplaceAllString(got, "CODE")
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was; if it is meant, run this test with -update. Now it says:\n%s", name, got)
	}
}

// shown is a Word file as somebody reads it.
func shown(t *testing.T, file string) string {
	t.Helper()
	text, err := document.ReadWord(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return text.Shown()
}
