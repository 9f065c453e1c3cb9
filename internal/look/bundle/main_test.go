package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func project() fstest.MapFS {
	all := fstest.MapFS{}
	for _, a := range assets {
		for _, name := range a.from {
			all[name] = &fstest.MapFile{Data: []byte("the words of " + name)}
		}
	}
	all[designSystem+"dist/css/design-system.min.css"].Data = []byte("p{background:url(\"data:image/svg+xml,x\")}\n/*# sourceMappingURL=x.map */\n")
	all[own+"look.css"].Data = []byte("@font-face{src:url(roboto-latin.woff2)}")
	all[own+"lr.js"].Data = []byte("import DS from './design-system.js';")
	return all
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestABundleSpeaksOfItsFilesByTheirHashedNames(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, old := range []string{".keep", "lr.000000000000.css"} {
		if err := os.WriteFile(filepath.Join(dir, old), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := bundle(project(), dir); err != nil {
		t.Fatal(err)
	}
	var names map[string]string
	if err := json.Unmarshal([]byte(read(t, dir, "manifest.json")), &names); err != nil {
		t.Fatal(err)
	}
	css, js := read(t, dir, names["lr.css"]), read(t, dir, names["lr.js"])
	if !strings.Contains(css, "url("+names["roboto-latin.woff2"]+")") || !strings.Contains(css, "data:image") || strings.Contains(css, "sourceMappingURL") {
		t.Error(css)
	}
	if !strings.Contains(js, "'./"+names["design-system.js"]+"'") {
		t.Error(js)
	}
	read(t, dir, ".keep")
	read(t, dir, names["lr.css"]+".gz")
	if _, err := os.Stat(filepath.Join(dir, "lr.000000000000.css")); err == nil {
		t.Error("the earlier bundle is still there")
	}
}

func TestABundleThatSpeaksOfAFileItLacksIsRefused(t *testing.T) {
	t.Parallel()
	p := project()
	p[own+"look.css"].Data = []byte("p{background:url(https.png)}")
	if err := bundle(p, t.TempDir()); err == nil || !strings.Contains(err.Error(), "https.png") {
		t.Error(err)
	}
	delete(p, own+"lr.js")
	if err := bundle(p, t.TempDir()); err == nil {
		t.Error("a bundle without a script was made")
	}
}
