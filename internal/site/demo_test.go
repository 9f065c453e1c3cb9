package site

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"lr/internal/accesstest"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
)

// made is a demonstration that was made once and is copied for each test.
var made struct {
	once  sync.Once
	dir   string
	typed []string
	at    time.Time
	err   error
}

// demoDir gives a copy of the demonstration's folder, and what was typed in it.
func demoDir(t *testing.T) (string, []string) {
	t.Helper()
	made.once.Do(func() {
		if made.dir, made.err = os.MkdirTemp("", "lr-demo-test-"); made.err != nil {
			return
		}
		var in *Installation
		if in, made.err = OpenDemo(context.Background(), made.dir, "", "http://localhost", func(int, int) {}, quiet()); made.err == nil {
			accesstest.DueDaysStand(t, in.DB)
			made.typed, made.at = in.typed, clock.Real()
			made.err = in.Close()
		}
	})
	if made.err != nil {
		t.Fatal(made.err)
	}
	return copied(t, made.dir), made.typed
}

// copied gives a copy of the folder of an installation that is closed.
func copied(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	// Keys that others could read would be refused.
	for _, key := range []string{"kek", "log"} {
		if err := os.Chmod(filepath.Join(to, "keys", key), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// reopen opens a copied demonstration.
func reopen(t *testing.T, dir string) *Installation {
	t.Helper()
	at := clock.NewFixed(made.at)
	in, err := Open(context.Background(), Config{Kind: Demo, Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys"),
		Base: "http://localhost", Committee: "Exampleshire Public Protection (fictional)", Now: at.Now, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	return in
}

// page gives what a person sees at a path, and the answer's status.
func (in *Installation) page(who, path string) (int, string) {
	d := in.desks()(who).(*desk)
	rec := d.ask(httptest.NewRequest(http.MethodGet, path, nil))
	return rec.Code, rec.Body.String()
}

// unpublished leaves out what stands on the public pages, and what is too short
// to be told from chance.
func unpublished(t *testing.T, in *Installation, typed []string) []string {
	t.Helper()
	_, list := in.page("", "/published")
	public := plainText(list)
	for _, m := range regexp.MustCompile(`href="(/published/[^"?]+)"`).FindAllStringSubmatch(list, -1) {
		_, body := in.page("", m[1])
		public += " " + plainText(body)
	}
	if !strings.Contains(public, learned[0].title) {
		t.Fatal("nothing is published")
	}
	var out []string
	for _, words := range typed {
		one := strings.Join(strings.Fields(words), " ")
		if len(one) >= 15 && !strings.Contains(public, one) {
			out = append(out, words)
		}
	}
	return out
}

var htmlTag = regexp.MustCompile(`<[^>]*>`)

func plainText(page string) string {
	return strings.Join(strings.Fields(htmlTag.ReplaceAllString(page, " ")), " ")
}

// databases are those on which everything must be the same.
var databases = []struct {
	name     string
	database func(t testing.TB) string
}{{"sqlite", func(testing.TB) string { return "" }}, {"postgres", dbtest.NewPostgres}}

// A program that came with other bank holidays works out anew what is due.
func TestWhatIsDueIsWorkedOutWhenTheProgramStarts(t *testing.T) {
	t.Parallel()
	dir, _ := demoDir(t)
	in := reopen(t, dir)
	if err := in.DB.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE review_clock SET due = '2019-03-01'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	accesstest.DueDaysStand(t, reopen(t, dir).DB)
}
