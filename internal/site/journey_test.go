package site

import (
	"context"
	"net"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"lr/internal/accesstest"
	"lr/internal/browsertest"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/guidance"
)

// journey is a partnership without reviews, at an address that a browser can
// open, with a clock that the story moves. As many are told at once as there are
// processors: people, and the browser, mostly wait.
type journey struct {
	t       *testing.T
	base    string
	clock   *clock.Fixed
	in      *Installation
	browser *browsertest.Browser
	people  map[string]*visitor
}

func newJourney(t *testing.T, database string) *journey {
	t.Helper()
	t.Parallel()
	ctx := context.Background()
	dir := t.TempDir()
	at := clock.NewFixed(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC))
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + l.Addr().String()
	in, err := Open(ctx, Config{Kind: Demo, Data: filepath.Join(dir, "data"), Keys: filepath.Join(dir, "keys"), Database: database,
		Base: base, Committee: "Exampleshire Public Protection (fictional)", Now: at.Now, Log: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close() })
	t.Cleanup(func() { accesstest.DueDaysStand(t, in.DB) })
	if err := in.DB.Write(ctx, func(tx *db.Tx) error { return in.makePeople(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: in.Handler}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return &journey{t, base, at, in, browsertest.Start(t), map[string]*visitor{}}
}

// visitor is a person at a browser of their own.
type visitor struct {
	*browsertest.Person
	since time.Time
}

// as gives the person their browser; after the story went on by days, they
// become that person again, as their session is over.
func (j *journey) as(who string) hand {
	v := j.people[who]
	if v == nil {
		v = &visitor{Person: j.browser.Person(j.t, j.base)}
		j.people[who] = v
	}
	if who != "" && !v.since.Equal(j.clock.Now()) {
		v.Go("/demo")
		v.Click(demoName(who))
		v.since = j.clock.Now()
	}
	return v
}

// tell tells a whole review, chapter by chapter, each on its day.
func (j *journey) tell(about guidance.Track, subject, what string) *story {
	s := &story{about: about, subject: subject, what: what, began: db.DateOf(j.clock.Now()), as: j.as}
	for _, c := range chapters {
		j.clock.Set(s.began.AddDays(c.day).In(db.London()).Add(10 * time.Hour))
		j.t.Logf("%s, day %d", c.name, c.day)
		c.tell(s)
	}
	return s
}

// upTo tells a review without a browser, through the chapter of that name, and
// leaves it to be gone on with in the browser.
func (j *journey) upTo(chapter string, about guidance.Track, subject, what string) *story {
	return j.lead(chapter, &story{about: about, subject: subject, what: what})
}

// lead does so with a story that has a way of its own.
func (j *journey) lead(chapter string, s *story) *story {
	s.began, s.as = db.DateOf(j.clock.Now()), j.in.desks()
	for _, c := range chapters {
		j.clock.Set(s.began.AddDays(c.day).In(db.London()).Add(10 * time.Hour))
		if err := tell(telling{story: s, chapter: c}); err != nil {
			j.t.Fatal(err)
		}
		if c.name == chapter {
			break
		}
	}
	s.as = j.as
	return s
}

// One child review and one adult review go from notification to published page
// and to their close, in a real browser, by the people whose turn it is. axe
// looks at every page on the way. [SEED event, CP21 p4, ASP22 p4, CP24 p6]
func TestAReviewGoesFromNotificationToPublishedLearning(t *testing.T) {
	t.Parallel()
	for _, on := range databases {
		t.Run(on.name, func(t *testing.T) {
			j := newJourney(t, on.database(t))
			for _, about := range []guidance.Track{guidance.Child, guidance.Adult} {
				s := j.tell(about, "Morag Inventedname", "Somebody was found in great need.")
				public := j.as("")
				public.Go("/published")
				public.Click(publicTitle(about))
				public.Sees(learned[0].title)
				if p, ok := public.(*visitor); ok {
					p.SeesNot(s.subject)
					p.SeesNot("Rory Rehearsal")
				}
				j.as("ailsa").Go(s.review)
				j.as("ailsa").Sees("Closed")
			}
		})
	}
}
