package site

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
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
	opened := map[string]int{} // pages of a chronology, by kind
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		if _, done := pages[path]; done || strings.HasPrefix(path, "/static/") {
			continue
		}
		if before, chronology, in := strings.Cut(path, "/chronology"); in {
			// Entries are many, and the picture has views without end: a dozen of a kind in a review.
			page, _, _ := strings.Cut(chronology, "?")
			if kind := before + kindOf(page); opened[kind] < 12 {
				opened[kind]++
			} else {
				continue
			}
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
			changed, _ := demoDir(t)
			changeIn(t, reopen(t, changed), world.change)
			for _, who := range world.observers {
				a, b := unchanged(t, who), seen(t, reopen(t, copied(t, changed)), who)
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
			if world.notices != "" && maps.Equal(unchanged(t, world.notices), seen(t, reopen(t, copied(t, changed)), world.notices)) {
				t.Errorf("the change shows to nobody, so this test can see nothing")
			}
		})
	}
}

// changeIn changes the one world. Whoever does it signs out again: that they were
// there themselves, they may see.
func changeIn(t *testing.T, in *Installation, change func(*testing.T, *Installation)) {
	t.Helper()
	ctx := context.Background()
	sessions := func(tx *db.Tx) ([]string, error) { return db.All(ctx, tx, db.Column[string], `SELECT id FROM session`) }
	var before []string
	err := in.DB.Read(ctx, func(tx *db.Tx) (err error) {
		before, err = sessions(tx)
		return err
	})
	if err == nil {
		change(t, in)
		err = in.DB.Write(ctx, func(tx *db.Tx) error {
			after, err := sessions(tx)
			for _, id := range after {
				if err == nil && !slices.Contains(before, id) {
					err = tx.Change(ctx, `UPDATE session SET ended_at = $1 WHERE id = $2`, tx.Now(), id)
				}
			}
			return err
		})
	}
	if err := errors.Join(err, in.Close()); err != nil {
		t.Fatal(err)
	}
}

var walks = struct {
	sync.Mutex
	of map[string]map[string]string
}{of: map[string]map[string]string{}}

// unchanged is what a person sees of the demonstration as it was made.
func unchanged(t *testing.T, who string) map[string]string {
	t.Helper()
	walks.Lock()
	defer walks.Unlock()
	if walks.of[who] == nil {
		dir, _ := demoDir(t)
		walks.of[who] = seen(t, reopen(t, dir), who)
	}
	return walks.of[who]
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
		h.Click("Summary of involvement (not started)")
		h.Fill("What you want to say", "Hidden words of another agency.")
		h.Click("Save and come back")
		h.Click("Key practice episodes (not started)")
		h.Click("Add an episode")
		h.Fill("A short title", "Hidden episode of another agency")
		h.Click("Save the episode")
	}, []string{"isla", "jamie", "lachlan", "farah", "rory"}, "kirsty"},
	{"another agency says why it is late and asks for another day", func(t *testing.T, in *Installation) {
		h := in.desks()("kirsty")
		h.Go("/")
		h.Click("Write your agency's report")
		h.Click("Say why it is late, or ask for more time")
		h.Choose("What comes closest?", "Records were hard to find, or came late")
		h.Fill("In a few words", "Hidden words of another agency.")
		h.Click("Say why it is late")
		h.Fill("By when can you send it?", db.DateOf(in.Config.Now()).AddDays(20).Words())
		h.Fill("Why do you need longer?", "More hidden words of another agency.")
		h.Click("Ask for more time")
	}, []string{"isla", "jamie", "farah", "mairi", "oona", "rory", "tam"}, "ailsa"},
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
	{"a reviewer stars an entry and notes something for themselves", func(t *testing.T, in *Installation) {
		for _, path := range reviewPaths(t, in, "mairi") {
			_, body := in.page("mairi", path+"/chronology")
			entry := regexp.MustCompile(`href="(/reviews/[^"?]*/chronology/entries/[^"?]*)`).FindStringSubmatch(body)
			if entry == nil || !strings.Contains(body, "☆ Star") {
				continue
			}
			h := in.desks()("mairi")
			h.Go(entry[1])
			h.Click("☆ Star it, for yourself")
			h.Fill("Your comment", "Hidden words of a reviewer.")
			h.Click("Keep it for me alone")
			return
		}
		t.Fatal("no chronology is open to the reviewer")
	}, []string{"niall", "oona", "ailsa", "isla", "jamie", "elspeth", "farah"}, "mairi"},
	{"the team makes an episode of what agencies wrote, tags it and asks about it", func(t *testing.T, in *Installation) {
		for _, path := range reviewPaths(t, in, "mairi") {
			if status, body := in.page("mairi", path+"/chronology/episodes"); status != 200 || !strings.Contains(body, ">Add an episode</a>") {
				continue
			}
			h := in.desks()("mairi")
			h.Go(path + "/chronology/episodes/new/edit")
			h.Fill("A short title", "Hidden episode of the team")
			h.Fill("When was it?", "May 2016")
			h.Click("Save the episode")
			h.Click("Save the choice")
			h.Click("Change the themes")
			h.Select("Theme", "Sharing information")
			h.Choose("What is it?", "Learning")
			h.Select("At which level?", "Team")
			h.Click("Add the theme")
			h.Go(path + "/chronology/questions/new/edit")
			h.Fill("What do you want to understand?", "Hidden question of the team?")
			h.Click("Save the question")
			return
		}
		t.Fatal("no line is open to the reviewer")
	}, []string{"isla", "jamie", "kirsty", "lachlan", "catriona", "farah", "rory", "senga", "tam"}, "mairi"},
	{"an event is notified", func(t *testing.T, in *Installation) {
		s := &story{about: "child", subject: "Hidden Name", what: "Hidden words of a notification.", began: db.DateOf(in.Config.Now()), as: in.desks()}
		s.notify()
	}, []string{"isla", "catriona", "elspeth", "mairi", "oona", "rory", "tam"}, "ailsa"},
	{"a notification is written and not sent yet", func(t *testing.T, in *Installation) {
		s := &story{about: "child", subject: "Hidden Name", what: "Hidden words of a draft.", began: db.DateOf(in.Config.Now()), as: in.desks()}
		h := s.as("")
		h.Go("/notify/child")
		s.tellWho(h)
		h.Fill("What happened", s.what)
		h.Click("Save and come back later")
	}, []string{"", "ailsa", "catriona", "isla"}, ""},
	{"a notification like another one arrives, from which the lead officer steps aside", func(t *testing.T, in *Installation) {
		s := &story{about: "child", subject: "Calum Invented", what: "A baby was taken to hospital.", began: db.DateOf(in.Config.Now()).AddDays(-1), as: in.desks()}
		before := map[string]bool{}
		for _, path := range reviewPaths(t, in, "ailsa") {
			before[path] = true
		}
		s.notify()
		for _, path := range reviewPaths(t, in, "ailsa") {
			if !before[path] {
				s.review = path
			}
		}
		h := s.at("ailsa", "notification")
		h.Sees("These look like the same event") // so the change shows to her, until she steps aside
		h.Select("Lead officer", demoName("bruno"))
		h.Click("Appoint")
		h.Choose("Did you have a part in what happened?", "Yes, or it may look so")
		h.Click("Save my declaration")
	}, []string{"", "ailsa", "catriona", "isla", "mairi"}, ""},
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
	{"something runs beside a review, without a limit", func(t *testing.T, in *Installation) {
		h := in.desks()("ailsa")
		h.Go(reviewPaths(t, in, "ailsa")[0] + "/new-parallel")
		h.Select("What is it?", "Fatal accident inquiry")
		h.Fill("Who leads it?", "Hidden sheriff")
		h.Fill("Whom do you speak to there?", "Hidden contact")
		h.Choose("How does it stand?", "It may begin")
		h.Choose("What does it ask of this review?", "Nothing: both go on side by side")
		h.Choose("Could one joint review serve both?", "Not asked yet")
		h.Fill("When does somebody look at this again?", db.DateOf(in.Config.Now()).AddDays(1).Words())
		h.Click("Save")
	}, []string{"elspeth", "farah", "isla", "jamie", "mairi", "oona", "priya", "rory", "senga", "tam"}, "ailsa"},
	{"what was agreed in a limit is worded anew", func(t *testing.T, in *Installation) {
		h := in.desks()("niall")
		h.Go(besidePath(t, in, "niall"))
		h.Click("Change it, or set a new day")
		h.Fill("What exactly is the limit?", "Hidden words of another limit.")
		h.Fill("When does somebody look at it again?", db.DateOf(in.Config.Now()).AddDays(40).Words())
		h.Click("Save")
	}, []string{"elspeth", "farah", "isla", "jamie", "mairi", "oona", "priya", "rory", "senga", "tam", "catriona"}, "niall"},
	{"a clock of an adult review is paused", func(t *testing.T, in *Installation) {
		h := in.desks()("ailsa")
		h.Go(strings.Split(besidePath(t, in, "ailsa"), "/holds/")[0])
		h.Click("The police give the papers they promised")
		h.Choose("Why is it paused?", "Bereavement")
		h.Fill("A little more, and who agreed", "Hidden words of a pause.")
		h.Click("Pause this clock")
	}, []string{"catriona", "oona", "isla", "rory", "senga", "tam", "elspeth"}, "dougal"},
	{"an officer changes the draft of the settings", func(t *testing.T, in *Installation) {
		o := officer{in.desks()("ailsa"), "/committees/" + childCommittee + "/"}
		o.decideWithin("17")
		o.ask("F1", "Hidden question of a draft?", "The child")
	}, []string{"", "bruno", "catriona", "dougal", "farah", "isla", "mairi", "oona", "rory"}, "ailsa"},
	{"a member of a working group gives a view while another's is missing", func(t *testing.T, in *Installation) {
		for _, path := range reviewPaths(t, in, "gregor") {
			h := in.desks()("gregor")
			if _, body := in.page("gregor", path+"/findings/view"); !strings.Contains(body, ">Give my view</button>") {
				continue
			}
			h.Go(path + "/findings/view")
			h.Choose("What would you recommend?", "No review")
			h.Fill("Your reasons", "Hidden words of a view.")
			h.Click("Give my view")
			return
		}
		t.Fatal("no view is asked of this member")
	}, []string{"ailsa", "farah", "catriona", "elspeth", "mairi"}, "gregor"},
	{"a committee drafts its minutes", func(t *testing.T, in *Installation) {
		page := undecided(t, in)
		h := in.desks()("dougal")
		h.Go(page + "/decision/minutes/" + adultCommittee + "/write")
		h.Fill("Day of the meeting", "1 January 2026")
		h.Fill("Who chaired it?", "Hidden Chair")
		h.Fill("Who was there?", "Hidden Member, Head of service")
		h.Choose("Was there a quorum?", "Yes")
		h.Fill("What did the committee consider?", "Hidden words of minutes.")
		h.Click("Keep the draft")
	}, []string{"catriona", "elspeth", "farah", "gregor", "isla", "mairi", "niall"}, "dougal"},
	{"the lead officer changes a letter and fills in a notice", func(t *testing.T, in *Installation) {
		page := undecided(t, in)
		h := in.desks()("ailsa")
		h.Go(page + "/decision/letters/" + childCommittee + "/notifier")
		h.Fill("Letter", "Hidden words of a letter.")
		h.Click("Keep the letter")
		h.Go(page + "/decision/notice/" + childCommittee + "/fill")
		h.Fill("What happened, in outline and without names", "Hidden words of a notice.")
		h.Click("Keep it")
	}, []string{"catriona", "dougal", "elspeth", "farah", "isla", "mairi"}, "ailsa"},
	{"a person of the case gets another name", func(t *testing.T, in *Installation) {
		for _, path := range reviewPaths(t, in, "isla") {
			if _, body := in.page("isla", path); !strings.Contains(body, "/report-of/") {
				continue
			}
			h := in.desks()("ailsa")
			h.Go(path + "/people")
			h.Choose("Who or what is this?", "Family or carer")
			h.Fill("Name", "Hidden Relative")
			h.Click("Add")
			return
		}
	}, []string{"catriona", "dougal", "elspeth", "farah", "jamie", "mairi", "niall", "oona", "rory", "tam"}, "isla"}, // who writes sees the code
}

// besidePath is the page of the demonstration's limit.
func besidePath(t *testing.T, in *Installation, who string) string {
	t.Helper()
	for _, path := range reviewPaths(t, in, who) {
		_, body := in.page(who, path)
		if link := regexp.MustCompile(`/reviews/[0-9a-f-]{36}/holds/[0-9a-f-]{36}`).FindString(body); link != "" {
			return link
		}
	}
	t.Fatal("no review of the demonstration has a limit")
	return ""
}

// undecided is the review on which two committees decided differently, and of
// which nobody is told yet.
func undecided(t *testing.T, in *Installation) string {
	t.Helper()
	for _, path := range reviewPaths(t, in, "dougal") {
		if status, body := in.page("dougal", path+"/decision"); status == 200 && strings.Contains(body, "The committees decided differently") {
			return path
		}
	}
	t.Fatal("the committees differ nowhere")
	return ""
}

// reviewPaths are the reviews on a person's start page that are under way.
func reviewPaths(t *testing.T, in *Installation, who string) []string {
	t.Helper()
	_, body := in.page(who, "/?all=reviews")
	var out []string
	for _, m := range regexp.MustCompile(`href="(/reviews/[0-9a-f-]{36})"`).FindAllStringSubmatch(body, -1) {
		out = append(out, m[1])
	}
	if len(out) == 0 {
		t.Fatalf("%s has no review", who)
	}
	return out
}
