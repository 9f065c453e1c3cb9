// Package cited finds where the program names the paragraphs it keeps: the
// brackets in code, pages and schema such as [ASP22 p7] or [CP21 p3, SEED event].
package cited

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"lr/internal/guidance"
)

// Citation is one place that names one paragraph.
type Citation struct {
	Ref  string
	File string // from the root of the program
	Line int
}

// InTest says whether the place is a test.
func (c Citation) InTest() bool { return strings.HasSuffix(c.File, "_test.go") }

var (
	bracket = regexp.MustCompile(`\[([^\[\]]+)\]`)
	// looksLike finds a paragraph of a source that is not in the list at all.
	looksLike = regexp.MustCompile(`^[A-Z]{2,}[A-Z-]*[0-9]{0,4} (p[0-9]|s\.[0-9]|ch\.[0-9]|¶)`)
)

// In walks the Go, HTML and SQL files under root and gives the citations in
// order of file and line. A bracket counts when one of its parts, separated by
// comma or semicolon, begins like a source of the list; then all its parts do.
func In(root fs.FS) ([]Citation, error) {
	var out []Citation
	err := fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); file != "." && (strings.HasPrefix(name, ".") || name == "node_modules" || name == "vendor") {
				return fs.SkipDir
			}
			return nil
		}
		if !slices.Contains([]string{".go", ".html", ".sql"}, path.Ext(file)) {
			return nil
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		out = append(out, inText(file, string(text))...)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for named paragraphs: %w", err)
	}
	return out, nil
}

func inText(file, text string) []Citation {
	var out []Citation
	for i, line := range strings.Split(text, "\n") {
		for _, found := range bracket.FindAllStringSubmatch(line, -1) {
			parts := strings.FieldsFunc(found[1], func(r rune) bool { return r == ',' || r == ';' })
			for i := range parts {
				parts[i] = strings.TrimSpace(parts[i])
			}
			if !slices.ContainsFunc(parts, isReference) {
				continue
			}
			for _, part := range parts {
				out = append(out, Citation{part, file, i + 1})
			}
		}
	}
	return out
}

func isReference(part string) bool {
	source, _, _ := strings.Cut(part, " ")
	return sources()[source] || looksLike.MatchString(part)
}

var sources = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, p := range guidance.Paragraphs() {
		source, _, _ := strings.Cut(p.Ref, " ")
		out[source] = true
	}
	return out
})
