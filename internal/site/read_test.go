package site

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func lr(t *testing.T, words ...string) (out, log string, code int) {
	t.Helper()
	var o, l bytes.Buffer
	err := Main(t.Context(), words, &o, &l)
	if err != nil {
		l.WriteString(err.Error())
	}
	return o.String(), l.String(), Code(err)
}

// The command says what a chronology says: one object a file, whatever the file is.
func TestTheCommandReadsChronologies(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := filepath.Join(dir, "notes.csv")
	if err := os.WriteFile(good, []byte("When,What happened\n22.05/16,A <visit>\n31/02/2017,A call\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "missing.xlsx")
	out, _, code := lr(t, "chronology", "read", "--format", "json", good, missing, dir)
	var all []struct {
		File, Sheet, Error string
		Columns            map[string]string
		Rows               []struct {
			Row  int
			Date struct {
				From, To, Precision string
				Certain             bool
				AsWritten           string `json:"as_written"`
			}
			Event string
		}
		Refused []struct {
			Row               int
			Column, Read, Why string
		}
		Warnings []struct{ Kind, Where string }
	}
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != 3 || code != 1 {
		t.Fatalf("%v, code %d: %s", err, code, out)
	}
	if x := all[0].Rows[0]; x.Row != 2 || x.Date.From != "2016-05-22" || x.Date.To != "2016-05-22" || x.Date.Precision != "day" || !x.Date.Certain || x.Date.AsWritten != "22.05/16" || x.Event != "A <visit>" {
		t.Errorf("read as %+v", x)
	}
	if x := all[0].Refused; len(x) != 1 || x[0].Row != 3 || x[0].Column != "When" || x[0].Read != "31/02/2017" || x[0].Why == "" {
		t.Errorf("refused as %+v", x)
	}
	if all[0].Columns["date"] != "When" || all[1].Error == "" || all[2].Error == "" || strings.Contains(out, "null,\n  \"warnings") {
		t.Errorf("%s", out)
	}
	if out, _, code := lr(t, "chronology", "read", good, "--map", "Event=When;Date=What happened"); code != 0 || !strings.Contains(out, "0 read, 2 refused") {
		t.Errorf("code %d: %s", code, out)
	}
	if out, _, code := lr(t, "chronology", "read", good); code != 0 || !strings.Contains(out, "1 read, 1 refused") || !strings.Contains(out, `row 3: February 2017 has no day 31. Column When says "31/02/2017". Perhaps: February 2017`) {
		t.Errorf("code %d: %s", code, out)
	}
	for _, words := range [][]string{{"chronology"}, {"chronology", "read"}, {"chronology", "read", "-map", "Colour=x", good}, {"chronology", "read", "-format", "xml", good}, {"chronology", "read", "-nothing", good}} {
		if out, log, code := lr(t, words...); code != 2 || out != "" || log == "" {
			t.Errorf("%q: code %d, %s", words, code, out)
		}
	}
	if _, log, code := lr(t, "chronology", "read", "-help"); code != 0 || !strings.Contains(log, "date, event, end_date") {
		t.Errorf("code %d: %s", code, log)
	}
}
