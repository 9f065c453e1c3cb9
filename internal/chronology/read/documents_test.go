package read

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var sign = flag.Bool("sign", false, "write what the documents say now into testdata/golden")

// pack makes an office file of its parts, which stand in one text.
func pack(t testing.TB, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for part := range strings.SplitSeq("\n"+text, "\n-- ") {
		name, body, ok := strings.Cut(part, " --\n")
		if !ok {
			continue
		}
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(body))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// document is a file of testdata; of an office file the parts are kept, so that
// they can be read and compared.
func document(t testing.TB, path string) (string, []byte) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Base(path)
	if office, ok := strings.CutSuffix(name, ".parts"); ok {
		return office, pack(t, string(data))
	}
	return name, data
}

func fileOf(name string, data []byte, o Options) Reading {
	return File(name, bytes.NewReader(data), int64(len(data)), o)
}

var usualOptions = Options{Dates: dates}

// Chronologies come in as many ways as there are agencies. What is read of each
// of these documents was looked at and agreed to.
func TestAwkwardDocumentsAreReadAsAgreed(t *testing.T) {
	t.Parallel()
	all, err := filepath.Glob("testdata/documents/*")
	if err != nil || len(all) < 40 {
		t.Fatalf("%d documents: %v", len(all), err)
	}
	for _, path := range all {
		name, data := document(t, path)
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			e := json.NewEncoder(&out)
			e.SetEscapeHTML(false)
			e.SetIndent("", " ")
			if err := e.Encode(fileOf(name, data, usualOptions)); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata/golden", name+".json")
			if *sign {
				if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(out.Bytes(), want) {
				t.Errorf("it is read otherwise than agreed: look at what changed with -sign and git diff")
			}
		})
	}
}
