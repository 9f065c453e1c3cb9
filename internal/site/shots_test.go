package site

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lr/internal/browsertest"
)

var (
	ids   = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9]{20,}|[0-9a-f]{32}|exampleshire-[a-z-]+`)
	dates = regexp.MustCompile(`\d{4}-\d\d-\d\d`)
	named = regexp.MustCompile(`/(wording|letters|parts|evidence/#|paper/#|local|calendar|business)/[^/?]+`)
)

// kindOf is a path without what differs between pages of one kind.
func kindOf(path string) string {
	return dates.ReplaceAllString(named.ReplaceAllString(ids.ReplaceAllString(path, "#"), "/$1/#"), "#")
}

// Every page fits a phone, and every link on it leads somewhere, for the people
// who come to it. With SHOTS naming a folder, each person's pages are photographed
// there at the width of a phone and of a desk.
func TestEveryPageFitsAPhone(t *testing.T) {
	t.Parallel()
	dir, _ := demoDir(t)
	in := reopen(t, dir)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: in.Handler}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	folder := os.Getenv("SHOTS")
	browser := browsertest.Start(t)
	base := "http://" + l.Addr().String()
	widths := []int{390}
	if folder != "" {
		widths = []int{390, 1200}
	}
	done := map[string]bool{}
	for _, who := range []string{"", "ailsa", "catriona", "elspeth", "farah", "isla", "jamie", "mairi", "oona", "rory", "tam"} {
		visitor := browser.Person(t, base)
		if who != "" {
			visitor.Go("/demo")
			visitor.Click(demoName(who))
		}
		for _, path := range onePerKind(seen(t, in, who)) {
			kind := kindOf(path)
			if folder == "" && done[kind] {
				continue
			}
			done[kind] = true
			for _, width := range widths {
				visitor.Width(width)
				visitor.Go(path)
				visitor.Fits()
				if folder != "" {
					visitor.Screenshot(filepath.Join(folder, fmt.Sprintf("%s%s-%d.png", who, fileName(path), width)))
				}
			}
		}
	}
}

// onePerKind takes one path of each kind of page: ids count for nothing.
func onePerKind(pages map[string]string) []string {
	kinds := map[string]string{}
	for path, body := range pages {
		if !strings.Contains(body, "<html") {
			continue // a file
		}
		kind := kindOf(path)
		if was, there := kinds[kind]; !there || len(pages[path]) > len(pages[was]) {
			kinds[kind] = path
		}
	}
	var out []string
	for _, path := range kinds {
		out = append(out, path)
	}
	slices.Sort(out)
	return out
}

func fileName(path string) string {
	name := strings.Trim(strings.NewReplacer("/", "-", "?", "-", "=", "-", "&", "-", "#", "").Replace(ids.ReplaceAllString(path, "")), "-")
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if len(name) > 80 {
		name = name[:80]
	}
	return "-" + name
}
