package site

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lr/internal/db"
)

var (
	linkTo    = regexp.MustCompile(`href="(/[^"#]*)"`)
	onceToken = regexp.MustCompile(`name="_once" value="[^"]+"`)
)

// seen is everything a person can come to by following links from their start page.
func seen(t *testing.T, in *Installation, who string) map[string]string {
	t.Helper()
	pages := map[string]string{}
	todo := []string{"/"}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if _, done := pages[path]; done || strings.HasPrefix(path, "/static/") {
			continue
		}
		status, body := in.page(who, path)
		if status >= 400 {
			t.Errorf("%s: a link leads to %s, which answers %d", who, path, status)
		}
		pages[path] = onceToken.ReplaceAllString(body, "")
		for _, m := range linkTo.FindAllStringSubmatch(body, -1) {
			todo = append(todo, strings.ReplaceAll(m[1], "&amp;", "&"))
		}
	}
	return pages
}

// Two worlds that differ only in what a person must not see are the same to
// that person, to the letter, on every page they can come to.
func TestWhatMustNotBeSeenChangesNothing(t *testing.T) {
	t.Parallel()
	for _, world := range hiddenChanges {
		t.Run(world.name, func(t *testing.T) {
			t.Parallel()
			dir, _ := demoDir(t)
			other := reopen(t, dir)
			dir, _ = demoDir(t)
			same := reopen(t, dir)
			world.change(t, other)
			for _, who := range world.observers {
				a, b := seen(t, same, who), seen(t, other, who)
				if len(a) < 3 {
					t.Errorf("%s came to %d pages only", who, len(a))
				}
				for _, path := range slices.Sorted(maps.Keys(a)) {
					if a[path] != b[path] {
						t.Errorf("%s can tell from %s:\n%s", who, path, firstDifference(a[path], b[path]))
					}
				}
				for path := range b {
					if _, there := a[path]; !there {
						t.Errorf("%s is led to %s, which must not be there for them", who, path)
					}
				}
			}
			if world.notices != "" {
				a, b := seen(t, same, world.notices), seen(t, other, world.notices)
				if maps.Equal(a, b) {
					t.Errorf("the change shows to nobody, so this test can see nothing")
				}
			}
		})
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			other := ""
			if i < len(y) {
				other = y[i]
			}
			return "  " + strings.TrimSpace(x[i]) + "\n  " + strings.TrimSpace(other)
		}
	}
	return "  one page goes on"
}

// hiddenChanges are what somebody does in the one world and not in the other,
// who must not be able to tell, and who must.
var hiddenChanges = []struct {
	name      string
	change    func(t *testing.T, in *Installation)
	observers []string
	notices   string
}{
	{"another agency writes in its report", func(t *testing.T, in *Installation) {
		h := in.desks()("kirsty")
		h.Go("/")
		h.Click("Write your agency's report")
		h.Click("Begin")
		h.Fill("Summary of involvement", "Hidden words of another agency.")
		h.Click("Save and come back")
	}, []string{"isla", "jamie", "lachlan", "farah", "rory"}, "kirsty"},
	{"another agency brings a table", func(t *testing.T, in *Installation) {
		for _, path := range reviewPaths(t, in, "kirsty") {
			if status, body := in.page("kirsty", path+"/chronology/mine"); status != 200 || !strings.Contains(body, ">Read the table</button>") {
				continue
			}
			h := in.desks()("kirsty")
			h.Go(path + "/chronology/mine")
			h.Fill("Paste the table", "Date,Source,Event\n1 May 2016,Notes,Hidden words of a table")
			h.Click("Read the table")
			return
		}
		t.Fatal("no chronology is open to the author")
	}, []string{"isla", "jamie", "lachlan", "ailsa", "farah", "rory"}, "kirsty"},
	{"an event is notified", func(t *testing.T, in *Installation) {
		s := &story{about: "child", subject: "Hidden Name", what: "Hidden words of a notification.", began: db.DateOf(in.Config.Now()), as: in.desks()}
		s.notify()
	}, []string{"isla", "catriona", "elspeth", "mairi", "oona", "rory", "tam"}, "ailsa"},
	{"the reviewer writes in a draft report", func(t *testing.T, in *Installation) {
		for _, path := range reviewPaths(t, in, "mairi") {
			page := path + "/report/sections/introduction"
			if status, body := in.page("mairi", page); status != 200 || !strings.Contains(body, ">Save</button>") {
				continue
			}
			h := in.desks()("mairi")
			h.Go(page)
			h.Fill("Text", "Hidden words of a draft.")
			h.Click("Save")
			return
		}
		t.Fatal("no draft is open to the reviewer")
	}, []string{"isla", "jamie", "farah", "elspeth", "rory", "senga", "tam"}, "mairi"},
	{"a person of the case gets another name", func(t *testing.T, in *Installation) {
		for _, code := range reviewPaths(t, in, "ailsa") {
			h := in.desks()("ailsa")
			h.Go(code + "/people")
			h.Choose("Who or what is this?", "Family or carer")
			h.Fill("Name", "Hidden Relative")
			h.Click("Add")
			return
		}
	}, []string{"catriona", "dougal", "elspeth", "farah", "isla", "mairi", "niall", "oona", "rory", "tam"}, ""},
}

// reviewPaths are the reviews on a person's start page that are under way.
func reviewPaths(t *testing.T, in *Installation, who string) []string {
	t.Helper()
	_, body := in.page(who, "/")
	var out []string
	for _, m := range regexp.MustCompile(`href="(/reviews/[0-9a-f-]{36})"`).FindAllStringSubmatch(body, -1) {
		out = append(out, m[1])
	}
	if len(out) == 0 {
		t.Fatalf("%s has no review", who)
	}
	return out
}
