package chronology_test

import (
	"bytes"
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/chronology"
	"lr/internal/db"
)

func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		test(t, w)
	}, agencyreport.Feature, chronology.Feature)
}

// release has Social Work or the Health Board ("" or " two") release a report.
func release(t *testing.T, w *accesstest.World, two, agency string) {
	t.Helper()
	w.As(t, "lead").Post(w.Path("requests"), url.Values{"agency": {agency}, "about": {"K"}, "outline": {"Why"}, "due": {"16 November 2026"}}).Is(http.StatusSeeOther)
	var id string
	must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		id, err = db.One(context.Background(), tx, db.Column[string], `SELECT id FROM agency_request WHERE review_id = $1 AND agency_id = $2`, w.Own, agency)
		return err
	}))
	own := w.Path("report-of/" + id)
	w.As(t, "author"+two).Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}, "text": {"We were there."}}).Is(http.StatusSeeOther)
	w.As(t, "author"+two).Post(own+"/send", url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
	w.As(t, "approver"+two).Post(own+"/sign", url.Values{"do": {"sign"}, "version": {"1"}}).Is(http.StatusSeeOther)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, w *accesstest.World, query string) int {
	t.Helper()
	n := 0
	must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], query)
		return err
	}))
	return n
}

func entry(when, event string) url.Values {
	return url.Values{"when": {when}, "source": {"Case notes"}, "reference": {"Note 12"}, "event": {event}, "action": {"None was needed."}, "seen": {"Child 1, alone"}}
}

var links = regexp.MustCompile(`href="(/reviews/[^"?]*/chronology/(?:mine|refused)/[0-9a-f-]{36})`)

// link is the first way on from the page to one entry, or to one row.
func link(t *testing.T, p accesstest.Page, kind string) string {
	t.Helper()
	for _, m := range links.FindAllStringSubmatch(p.Body, -1) {
		if strings.Contains(m[1], "/"+kind+"/") {
			return m[1]
		}
	}
	t.Fatalf("no link to one of %s", kind)
	return ""
}

// The agencies' entries stand in one line by time, and join it when their
// agency's report is released. [CPG21 ¶3.172, CPG21 ¶3.175]
func TestEntriesJoinTheLineWithTheRelease(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		for _, e := range []url.Values{entry("May 2016", "Moved to Sampleton."), entry("2016", "A hard year."), entry("1 May 2016", "A home visit.")} {
			w.As(t, "author").Post(mine, e).Is(http.StatusSeeOther)
		}
		w.As(t, "author two").Post(mine, entry("3.5.16", "Seen at the surgery.")).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("chronology")).OK().Sees("No agency has released entries yet.").SeesNot("Moved to Sampleton", "Social Work")
		w.As(t, "approver").Get(w.Path("chronology")).OK().Sees("Moved to Sampleton.").SeesNot("surgery")
		w.As(t, "author two").Get(w.Path("chronology")).OK().Sees("surgery").SeesNot("Sampleton")
		release(t, w, "", accesstest.Social)
		for _, name := range []string{"lead", "committee chair", "review chair", "group"} {
			w.As(t, name).Get(w.Path("chronology")).OK().Sees("Moved to Sampleton.", "Exampleshire Social Work", "Source: Case notes").SeesNot("surgery", "Health Board")
		}
		w.As(t, "author two").Get(w.Path("chronology")).OK().SeesNot("Sampleton", "Social Work")
		release(t, w, " two", accesstest.Health)
		line := w.As(t, "lead").Get(w.Path("chronology")).OK().Text()
		last := 0
		for _, words := range []string{"2016, Exampleshire Social Work A hard year.", "1 May 2016, Exampleshire Social Work A home visit.", "May 2016, Exampleshire Social Work Moved to Sampleton.", "3 May 2016, Exampleshire Health Board Seen at the surgery."} {
			i := strings.Index(line, words)
			if i < last {
				t.Errorf("%q is not in its place in %s", words, line)
			}
			last = i
		}
		w.As(t, "author").Post(mine, entry("2 May 2016", "Too late.")).Is(http.StatusUnprocessableEntity).Sees("Your agency's account is released")
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/chronology").OK().SeesNot("Sampleton", "surgery")
	})
}

// An agency changes its own entries until the release; what they said before is
// kept, and what two people typed at once is not lost.
func TestAnAgencyChangesItsOwnEntriesUntilTheRelease(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		author := w.As(t, "author")
		author.Post(mine, entry("1 May 2016", "A home visit.")).Is(http.StatusSeeOther)
		one := link(t, author.Get(mine), "mine")
		author.Get(one).OK().Sees("A home visit.", "None was needed.")
		with := func(v string, e url.Values) url.Values { e.Set("version", v); return e }
		author.Post(one, with("1", entry("2 May 2016", "A long home visit."))).Is(http.StatusSeeOther)
		author.Get(mine).OK().Sees("2 May 2016", "A long home visit.").SeesNot("1 May 2016")
		author.Post(one, with("1", entry("3 May 2016", "A short visit."))).Is(http.StatusUnprocessableEntity).
			Sees("Nothing is lost", "A short visit.", "A long home visit.", "2 May 2016")
		author.Post(one, with("2", entry("soon", ""))).Is(http.StatusUnprocessableEntity).Sees("This is not a date that can be read", "Say what happened.")
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_past`); n != 1 {
			t.Errorf("%d earlier wordings are kept", n)
		}
		for _, name := range []string{"lead", "reviewer", "approver", "stranger", "author two", "other lead", "team"} {
			for _, path := range []string{one, one + "/remove"} {
				page := w.As(t, name).Post(path, with("2", entry("3 May 2016", "Not theirs.")))
				if page.Status != http.StatusNotFound && page.Status != http.StatusForbidden {
					t.Errorf("%s gets %d", name, page.Status)
				}
			}
		}
		author.Post(mine, entry("4 May 2016", "To be taken out.")).Is(http.StatusSeeOther)
		page := author.Get(mine).OK()
		for _, m := range links.FindAllStringSubmatch(page.Body, -1) {
			if m[1] != one {
				author.Post(m[1]+"/remove", nil).Is(http.StatusSeeOther)
				author.Get(m[1]).Is(http.StatusNotFound)
			}
		}
		author.Get(mine).OK().SeesNot("To be taken out.")
		release(t, w, "", accesstest.Social)
		author.Post(one, with("2", entry("3 May 2016", "After the release."))).Is(http.StatusUnprocessableEntity).Sees("stay as they are")
		author.Post(one+"/remove", nil).Is(http.StatusUnprocessableEntity)
		author.Post(mine+"/paste", url.Values{"table": {"1/5/2016\tNotes\tLate"}}).Is(http.StatusUnprocessableEntity).Sees("stay as they are")
		w.As(t, "lead").Get(w.Path("chronology")).OK().Sees("A long home visit.").SeesNot("After the release")
	})
}

func TestFaultsKeepWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		author := w.As(t, "author")
		author.Post(mine, nil).Is(http.StatusUnprocessableEntity).Sees("Say when it happened", "Say where this is recorded", "Say what happened.")
		author.Post(mine, entry("31/2/2016", strings.Repeat("x", 10001))).Is(http.StatusUnprocessableEntity).
			Sees("February 2016 has no day 31. Is it February 2016?", "1 letters too long", "None was needed.")
		hostile := `<script>alert("x")</script>`
		once := entry("1 May 2016", hostile)
		once.Set("_once", author.Token())
		for range 2 {
			author.Post(mine, once).Is(http.StatusSeeOther)
		}
		author.Post(mine, entry("01/05/16", hostile)).Is(http.StatusUnprocessableEntity).Sees("There is an entry already that says the same.")
		page := author.Get(mine).OK().Sees(hostile)
		if strings.Contains(page.Body, hostile) || !strings.Contains(html.UnescapeString(page.Body), hostile) {
			t.Error("what a person typed became part of the page")
		}
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_entry`); n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}

// Who sees the line, and when; a wall shuts out at once.
func TestTheLineIsOpenWhileThePartNeedsIt(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		w.As(t, "author").Post(mine, entry("1 May 2016", "A home visit.")).Is(http.StatusSeeOther)
		release(t, w, "", accesstest.Social)
		for stage, names := range map[access.Stage]map[string]int{
			access.Gathering: {"lead": 200, "group": 200, "team": 403, "reviewer": 403, "practitioner": 403, "stranger": 404, "other lead": 404, "author": 200},
			access.SettingUp: {"lead": 200, "group": 403, "team": 403, "reviewer": 200, "supporter": 403, "author": 200},
			access.Learning:  {"committee chair": 200, "team": 200, "team two": 200, "reviewer": 200, "manager": 403, "family link": 403},
		} {
			w.Stage(t, stage)
			for name, want := range names {
				w.As(t, name).Get(w.Path("chronology")).Is(want)
			}
			if stage > access.Deciding {
				w.As(t, "author").Get(mine).Is(http.StatusForbidden)
				w.As(t, "author").Post(mine, entry("2 May 2016", "Too late.")).Is(http.StatusForbidden)
			}
		}
		w.Stage(t, access.Gathering)
		w.As(t, "author").Get(mine).OK()
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("author"), []byte{1}, w.Clock.Now())
		w.As(t, "author").Get(mine).Is(http.StatusNotFound)
		w.As(t, "author").Get(w.Path("chronology")).Is(http.StatusNotFound)
		w.As(t, "author").Post(mine, entry("2 May 2016", "Walled.")).Is(http.StatusNotFound)
	})
}

// No word and no day of an entry stands readable in the database.
func TestTheDatabaseShowsNoDayAndNoWord(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		mine := w.Path("chronology/mine")
		table := url.Values{"table": {"1 May 2016\tNotes\tCanary\nsoon\tNotes\tCanary"}}
		bring(t, w, "author", table)
		w.As(t, "author").Post(mine+"/paste", table).Is(http.StatusSeeOther)
		for _, query := range []string{`SELECT content FROM chronology_entry`, `SELECT content FROM chronology_refused`, `SELECT content FROM chronology_table`, `SELECT content FROM chronology_columns`} {
			must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
				all, err := db.All(context.Background(), tx, db.Column[[]byte], query)
				if len(all) != 1 || bytes.Contains(all[0], []byte("anary")) || bytes.Contains(all[0], []byte("2016")) {
					t.Errorf("%s is readable, or not one row", query)
				}
				return err
			}))
		}
	})
}
