package cited

import (
	"slices"
	"testing"
	"testing/fstest"
)

func TestNamesAreFoundInCodePagesAndSchemaOnly(t *testing.T) {
	t.Parallel()
	open := "[" // so that this file names nothing
	file := func(words string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(words)} }
	found, err := In(fstest.MapFS{
		"a.go":                 file("package a // keeps it " + open + "ASP22 p7]\n\n// " + open + "CP21 p3, SEED event; made up]"),
		"a_test.go":            file("// " + open + "CI-LR]"),
		"b/show.html":          file("{{/* " + open + "CP24 p6] */}}"),
		"b/schema/1.sql":       file("-- " + open + "ZZ99 p4]"),
		"b/notes.md":           file(open + "ASP22 p1]"),
		"node_modules/x/x.go":  file("// " + open + "ASP22 p1]"),
		".git/x.go":            file("// " + open + "ASP22 p1]"),
		"c.go":                 file("var x = m[key] + list[3] + [...]string{`[a-z, 0-9]`}[0]"),
		"d/index_of_things.go": file("// a link such as " + open + "this one], and SEED without a bracket"),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []Citation{
		{"ASP22 p7", "a.go", 1},
		{"CP21 p3", "a.go", 3},
		{"SEED event", "a.go", 3},
		{"made up", "a.go", 3},
		{"CI-LR", "a_test.go", 1},
		{"ZZ99 p4", "b/schema/1.sql", 1},
		{"CP24 p6", "b/show.html", 1},
	}
	if !slices.Equal(found, want) {
		t.Errorf("found\n%v, want\n%v", found, want)
	}
	if found[0].InTest() || !found[4].InTest() {
		t.Error("code is taken for a test, or a test for code")
	}
}
