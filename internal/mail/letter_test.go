package mail_test

import (
	"flag"
	"fmt"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lr/internal/db"
	lrmail "lr/internal/mail"
	"lr/internal/seal"
)

var update = flag.Bool("update", false, "write testdata anew")

func TestAnOfficeThatCannotWriteIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*lrmail.Office){
		"no site":         func(o *lrmail.Office) { o.Base = "reviews.example" },
		"no committee":    func(o *lrmail.Office) { o.Committee = "" },
		"two lines":       func(o *lrmail.Office) { o.Committee = "a\r\nBcc: b@c.example" },
		"no sender":       func(o *lrmail.Office) { o.From = "" },
		"a named sender":  func(o *lrmail.Office) { o.From = "Ailsa <a@b.example>" },
		"several answers": func(o *lrmail.Office) { o.ReplyTo = "a@b.example, c@d.example" },
	} {
		o := office
		change(&o)
		if _, err := lrmail.Handler(nil, nil, o, nil); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if _, err := lrmail.Handler(nil, nil, office, nil); err != nil {
		t.Error(err)
	}
}

// The letters stand in testdata for people to read; -update writes them anew.
func TestTheLettersSayWhatTheySaid(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		var all strings.Builder
		dir := t.TempDir()
		for _, kind := range kinds {
			sub := filepath.Join(dir, string(kind))
			code := w.send(lrmail.ToAddress(seal.T("p@sampleton.example")), kind, lrmail.Message{Path: "/reviews/1", Due: db.Date{Year: 2027, Month: 3, Day: 31}})
			w.work(lrmail.Folder(sub))
			files, err := filepath.Glob(filepath.Join(sub, "*.eml"))
			if err != nil || len(files) != 1 {
				t.Fatalf("%d files for %s (%v)", len(files), kind, err)
			}
			data, err := os.ReadFile(files[0])
			w.must(err)
			m, body := parsed(t, data)
			fmt.Fprintf(&all, "## %s\n\n%s\n\n", m.Header.Get("Subject"), strings.ReplaceAll(body, code, "Rowan 123"))
		}
		golden := filepath.Join("testdata", "letters.txt")
		if *update {
			w.must(os.WriteFile(golden, []byte(all.String()), 0o644))
		}
		want, err := os.ReadFile(golden)
		w.must(err)
		if all.String() != string(want) {
			t.Errorf("the letters changed; look at them and run with -update:\n%s", all.String())
		}
	})
}

func FuzzOneAddressIsOneAddress(f *testing.F) {
	for _, s := range []string{"a@b.example", "A <a@b.example>", "a@b.example, c@d.example", "a@b\r\nBcc: c", `"a b"@c.example`, "ä@b.example", "a@[127.0.0.1]", "a@b@c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !lrmail.Valid(s) {
			return
		}
		if strings.ContainsAny(s, "\r\n\x00 <>,;:\"()[]\\") || strings.Count(s, "@") != 1 {
			t.Errorf("%q counts as one address", s)
		}
		if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
			t.Errorf("%q is read as %v (%v)", s, a, err)
		}
	})
}
