// Command cmd writes docs/guidance.md: each paragraph the program keeps, and the
// code, pages and tests that name it; and docs/forms.md: each field of each form,
// and where it comes from. Run it with go generate ./internal/guidance.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lr/internal/guidance"
	"lr/internal/guidance/cited"
)

func main() {
	log.SetFlags(0)
	if err := write(); err != nil {
		log.Fatal(err)
	}
}

func write() error {
	root, err := findRoot()
	if err != nil {
		return err
	}
	found, err := cited.In(os.DirFS(root))
	if err != nil {
		return err
	}
	docs := filepath.Join(root, "docs")
	if err := os.MkdirAll(docs, 0o755); err != nil {
		return fmt.Errorf("folder %s: %w", docs, err)
	}
	if err := os.WriteFile(filepath.Join(docs, "guidance.md"), []byte(document(found)), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, "forms.md"), []byte(forms()), 0o644)
}

// findRoot goes up to the folder that holds go.mod.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("no go.mod above the current folder")
		}
		dir = up
	}
}

func document(found []cited.Citation) string {
	var b strings.Builder
	b.WriteString(`# Which paragraph is kept where

Made by ` + "`go generate ./internal/guidance`" + ` from internal/guidance/index.txt; do not edit.

| Paragraph | Force | Asks | Code and pages | Tests |
|---|---|---|---|---|
`)
	for _, p := range guidance.Paragraphs() {
		code, tests := places(found, p.Ref, false), places(found, p.Ref, true)
		switch {
		case p.Share == guidance.None:
			code = "None of ours: " + p.Why
		case p.Share == guidance.Later && tests == "":
			tests = "Later: " + p.Why
		case p.Share == guidance.Later:
			tests += "<br>(still marked later)"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", p.Ref, p.Force, p.Asks, code, tests)
	}
	return b.String()
}

// places gives the files that name a paragraph, each once: tests, or the rest.
func places(found []cited.Citation, ref string, tests bool) string {
	var files []string
	for _, c := range found {
		if c.Ref == ref && c.InTest() == tests && !slices.Contains(files, c.File) {
			files = append(files, c.File)
		}
	}
	return strings.Join(files, "<br>")
}
