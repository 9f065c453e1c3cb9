package chronology_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
)

// withLine has both agencies release an entry or two, and the review come to the
// stage in which the line is worked on. It gives the addresses of the entries of
// the line in their order.
func withLine(t *testing.T, w *accesstest.World) []string {
	t.Helper()
	mine := w.Path("chronology/mine")
	first := entry("1 May 2016", "A home visit. Nobody opened the dòor.")
	first.Set("role", "health visitor, Sampleton team")
	first.Set("views", "She said she was tired.")
	for _, e := range []url.Values{first, entry("June 2017", "A move to Exampleton."), entry("unknown", "A worry without a day.")} {
		w.As(t, "author").Post(mine, e).Is(http.StatusSeeOther)
	}
	w.As(t, "author two").Post(mine, entry("3 May 2016 14:30", "Seen at the surgery.")).Is(http.StatusSeeOther)
	release(t, w, "", accesstest.Social)
	release(t, w, " two", accesstest.Health)
	w.Stage(t, access.Learning)
	return entriesOf(w.As(t, "lead").Get(w.Path("chronology")).OK())
}

var entryLinks = regexp.MustCompile(`<h3 class="lr-timeline__when"><a href="([^"?]+)`)

func entriesOf(p accesstest.Page) []string {
	var all []string
	for _, m := range entryLinks.FindAllStringSubmatch(p.Body, -1) {
		all = append(all, m[1])
	}
	return all
}

// What is looked for is found in all that an entry says, whatever the capitals
// and accents; the page says how much of the line it is, and what is left out.
func TestTheLineIsSearched(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		es := withLine(t, w)
		reviewer := w.As(t, "reviewer")
		for query, want := range map[string]string{
			"": "0123", "words=DOOR": "0", "words=do%CC%80or+visit": "0", "words=door+surgery": "", "words=sampleton": "0", "words=tired": "0", "words=case+notes": "0123",
			"words=note+12": "0123", "words=14:30": "1", "words=health+board": "1", "words=none+was+needed": "0123", "words=%3Cscript%3E": "",
			"agency=" + accesstest.Health: "1", "agency=nowhere": "", "from=2017": "2", "to=May+2016": "01", "from=2+May+2016&to=2016": "1", "from=15+June+2017": "2",
			"words=a&agency=" + accesstest.Social + "&to=2016": "0",
		} {
			page := reviewer.Get(w.Path("chronology?" + query)).OK()
			got := ""
			for _, e := range entriesOf(page) {
				for i := range es {
					if es[i] == e {
						got += string(rune('0' + i))
					}
				}
			}
			if got != want {
				t.Errorf("%q finds %q, want %q", query, got, want)
			}
			if query != "" {
				page.Sees(string(rune('0'+len(want))) + " of 4 entries")
			}
		}
		reviewer.Get(w.Path("chronology?from=2016")).OK().Sees("1 without a known date is left out.")
		reviewer.Get(w.Path("chronology?from=soon&to=2010")).Is(http.StatusUnprocessableEntity).Sees("Give a day, a month or a year")
		reviewer.Get(w.Path("chronology?from=2017&to=2016")).Is(http.StatusUnprocessableEntity).Sees("This is before the beginning.")
		page := reviewer.Get(w.Path("chronology?words=case")).OK()
		if !strings.Contains(page.Body, `id="e-`+es[1][strings.LastIndex(es[1], "/")+1:]+`"`) || !strings.Contains(page.Body, es[1]+"?words=case") {
			t.Error("an entry has no anchor, or does not keep what was looked for")
		}
		reviewer.Get(es[1] + "?words=visit").OK().Sees("Its place in the line : 2 of 4")
		reviewer.Get(es[1] + "?agency=" + accesstest.Health).OK().Sees("1 of 1").SeesNot("The entry after")
		w.As(t, "author").Get(w.Path("chronology?words=surgery")).OK().Sees("0 of 3 entries").SeesNot("Seen at")
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/chronology?words=visit").OK().SeesNot("home visit", "of 4")
	})
}

// A star is its person's alone. Others, the agencies and the other review cannot
// tell that it is there.
func TestAStarIsItsPersonsAlone(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		es := withLine(t, w)
		before := map[string]string{}
		others := []string{"lead", "review chair", "team", "committee chair", "author", "approver two"}
		look := func(who string) string {
			text := ""
			for _, path := range append(es, w.Path("chronology"), w.Path("chronology?only=starred"), w.Path("chronology?only=noted")) {
				text += w.As(t, who).Get(path).Text()
			}
			return text
		}
		for _, who := range others {
			before[who] = look(who)
		}
		reviewer := w.As(t, "reviewer")
		for range 2 {
			reviewer.Post(es[0]+"/star", url.Values{"do": {"star"}}).Is(http.StatusSeeOther)
		}
		reviewer.Post(es[0]+"/mine", url.Values{"comment": {"My own doubt."}}).Is(http.StatusSeeOther)
		page := reviewer.Post(es[1]+"/star?from-line=yes&words=surgery", url.Values{"do": {"star"}}).Is(http.StatusSeeOther)
		if !strings.Contains(page.Location, "words=surgery") || !strings.HasSuffix(page.Location, "#e-"+es[1][strings.LastIndex(es[1], "/")+1:]) {
			t.Errorf("the star leads to %s", page.Location)
		}
		reviewer.Get(w.Path("chronology?only=starred")).OK().Sees("2 of 4 entries", "★ Starred: take the star off")
		reviewer.Post(es[1]+"/star", url.Values{"do": {"off"}}).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("chronology?only=starred")).OK().Sees("1 of 4 entries", "A home visit").SeesNot("surgery")
		reviewer.Get(w.Path("chronology?only=noted")).OK().Sees("1 of 4 entries", "1 comment")
		reviewer.Get(es[0]).OK().Sees("★ Starred. Only you see this.", "My own doubt.", "For you alone")
		for _, who := range others {
			if look(who) != before[who] {
				t.Errorf("%s can tell that somebody starred an entry or noted something for themselves", who)
			}
		}
		for _, who := range []string{"author", "approver", "committee chair", "group", "practitioner", "stranger", "other reviewer"} {
			for _, way := range []string{"/star", "/tags", "/mine", "/team", "/report"} {
				if page := w.As(t, who).Post(es[0]+way, url.Values{"do": {"star"}, "new-tag": {"x"}, "comment": {"x"}}); page.Status != http.StatusForbidden && page.Status != http.StatusNotFound {
					t.Errorf("%s does %s: %d", who, way, page.Status)
				}
			}
		}
		if n := count(t, w, `SELECT COUNT(*) FROM audit_entry WHERE action = 'chronology.keep-mine' AND outcome <> 'refused' AND actor <> 'somebody who took part'`); n != 0 {
			t.Errorf("the log names in %d entries who noted something for themselves", n)
		}
	})
}

// A tag is the team's: two people who tag at once both keep theirs, and the same
// word twice is one.
func TestTagsAreTheTeams(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		es := withLine(t, w)
		for who, words := range map[string]string{"lead": "Missed contact, Handover", "reviewer": "handòver,Weekend"} {
			w.As(t, who).Post(es[0]+"/tags", url.Values{"new-tag": {words}}).Is(http.StatusSeeOther)
		}
		page := w.As(t, "team").Get(es[0]).OK().Sees("Missed contact", "Weekend")
		if n := strings.Count(strings.ToLower(page.Text()), "take off"); n != 3 {
			t.Errorf("%d tags", n)
		}
		w.As(t, "lead").Post(es[1]+"/tags", url.Values{"new-tag": {"weekend"}}).Is(http.StatusSeeOther)
		w.As(t, "team").Get(w.Path("chronology?tag=WEEKEND")).OK().Sees("2 of 4 entries", "A home visit", "surgery")
		w.As(t, "team").Get(w.Path("chronology?tag=Missed+contact")).OK().Sees("1 of 4 entries")
		w.As(t, "lead").Post(es[0]+"/tags", url.Values{"new-tag": {" , "}}).Is(http.StatusUnprocessableEntity).Sees("Write a word or two.")
		w.As(t, "lead").Post(es[0]+"/tags", url.Values{"new-tag": {strings.Repeat("x", 61)}}).Is(http.StatusUnprocessableEntity).Sees("at most 60 letters")
		off := regexp.MustCompile(`formaction="([^"]+/tags/[^"]+/remove)"[^>]*>Take off<span class="visually-hidden"> Missed contact`).FindStringSubmatch(page.Body)[1]
		for _, who := range []string{"team", "reviewer"} { // the second finds it off already
			w.As(t, who).Post(off, nil).Is(http.StatusSeeOther)
		}
		w.As(t, "lead").Get(es[0]).OK().Sees("Weekend").SeesNot(">Missed contact<")
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_tag WHERE removed_at IS NOT NULL`); n != 1 {
			t.Errorf("%d tags are off", n)
		}
		for _, who := range []string{"author", "approver", "author two", "committee chair"} {
			w.As(t, who).Get(w.Path("chronology")).OK().SeesNot("Weekend", "Tag of the team")
		}
		w.As(t, "committee chair").Get(es[0]).OK().SeesNot("Weekend")
		w.As(t, "committee chair").Get(w.Path("chronology?tag=weekend")).OK().SeesNot("2 of 4")
	})
}

var commentLinks = regexp.MustCompile(`href="(/[^"?]+/comments/[^"?]+)`)

// A comment is seen by those for whom it is, and changed by its writer alone.
func TestACommentIsForThoseForWhomItIs(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		es := withLine(t, w)
		reviewer := w.As(t, "reviewer")
		reviewer.Post(es[0]+"/mine", url.Values{"comment": {"A private doubt."}}).Is(http.StatusSeeOther)
		reviewer.Post(es[0]+"/report", url.Values{"comment": {"Worth a line."}, "about": {"nobody  OPENED the door"}}).Is(http.StatusSeeOther)
		w.As(t, "team").Post(es[0]+"/team", url.Values{"comment": {"Ask the housing officer."}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(es[0]).OK().Sees("Name of reviewer", "Worth a line.", "For the report", "nobody OPENED the door", "Ask the housing officer.", "For the team").SeesNot("A private doubt.", "For you alone")
		w.As(t, "lead").Get(w.Path("chronology")).OK().Sees("2 comments")
		reviewer.Get(w.Path("chronology")).OK().Sees("3 comments")
		for _, who := range []string{"author", "approver", "committee chair"} {
			w.As(t, who).Get(es[0]).OK().SeesNot("Worth a line.", "housing officer", "Comments", "Tags of the team")
		}
		w.As(t, "author two").Get(es[0]).Is(http.StatusNotFound)
		reviewer.Post(es[0]+"/team", url.Values{"comment": {""}, "about": {"not in it"}}).Is(http.StatusUnprocessableEntity).Sees("Write your comment first.", "These words are not in the entry.")
		w.As(t, "other reviewer").Get(es[0]).Is(http.StatusNotFound)

		var own []string
		for _, m := range commentLinks.FindAllStringSubmatch(reviewer.Get(es[0]).OK().Body, -1) {
			own = append(own, m[1])
		}
		if len(own) != 2 {
			t.Fatalf("the reviewer can change %d comments", len(own))
		}
		reviewer.Get(own[0]).OK().Sees("A private doubt.", "For you alone")
		for _, who := range []string{"lead", "team", "review chair"} {
			w.As(t, who).Get(own[1]).Is(http.StatusNotFound)
			for _, way := range []string{"/mine", "/team", "/report", "/remove", "/drop"} {
				w.As(t, who).Post(own[1]+way, url.Values{"version": {"1"}, "comment": {"Not theirs."}}).Is(http.StatusNotFound)
			}
		}
		reviewer.Post(own[0]+"/team", url.Values{"version": {"1"}, "comment": {"A shared doubt."}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(es[0]).OK().Sees("A shared doubt.", "changed").SeesNot("A private doubt.")
		reviewer.Post(own[0]+"/team", url.Values{"version": {"1"}, "comment": {"A third doubt."}}).Is(http.StatusUnprocessableEntity).
			Sees("Nothing is lost", "A third doubt.", "A shared doubt.")
		reviewer.Post(own[0]+"/mine", url.Values{"version": {"2"}, "comment": {"Mine again."}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(es[0]).OK().SeesNot("doubt", "Mine again.")
		reviewer.Post(own[0]+"/remove", nil).Is(http.StatusNotFound) // it is not shared now
		reviewer.Post(own[0]+"/drop", nil).Is(http.StatusSeeOther)
		reviewer.Post(own[1]+"/drop", nil).Is(http.StatusNotFound)
		reviewer.Post(own[1]+"/remove", nil).Is(http.StatusSeeOther)
		reviewer.Get(es[0]).OK().SeesNot("Mine again.", "Worth a line.").Sees("housing officer")
		w.Stage(t, access.Closed)
		w.As(t, "team").Get(es[0]).OK().Sees("housing officer").SeesNot("Write a comment", "Add a tag", "Change your comment")
		w.As(t, "team").Post(es[0]+"/team", url.Values{"comment": {"Too late."}}).Is(http.StatusForbidden)
	})
}

// A comment stays tied to the words it was about when its entry changes, and
// says so. What an entry said before its release is its agency's own.
func TestACommentSurvivesAChangeOfItsEntry(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "author").Post(w.Path("chronology/mine"), entry("7 May 2016", "First draft.")).Is(http.StatusSeeOther)
		one := link(t, w.As(t, "author").Get(w.Path("chronology/mine")), "mine")
		changed := entry("7 May 2016", "A long talk. The door stayed shut.")
		changed.Set("version", "1")
		w.As(t, "author").Post(one, changed).Is(http.StatusSeeOther)
		page := strings.Replace(one, "/mine/", "/entries/", 1)
		w.As(t, "author").Get(page).OK().Sees("by Name of author", "First draft.", "taken out")
		w.Clock.Advance(time.Second)
		withLine(t, w)
		reviewer := w.As(t, "reviewer")
		reviewer.Get(page).OK().SeesNot("First draft.", "Name of author").Sees("is the agency's own")
		for about, words := range map[string]string{"The door stayed shut.": "About the door.", "A long talk.": "About the talk.", "": "About it all."} {
			reviewer.Post(page+"/team", url.Values{"comment": {words}, "about": {about}}).Is(http.StatusSeeOther)
		}
		reviewer.Get(page).OK().SeesNot("The entry was changed since")
		w.Clock.Advance(time.Second)
		w.Exec(t, `UPDATE agency_request SET released = 0 WHERE agency_id = $1`, accesstest.Social)
		w.Stage(t, access.Gathering)
		again := entry("7 May 2016", "A long talk. The window stayed shut.")
		again.Set("version", "2")
		w.As(t, "author").Post(one, again).Is(http.StatusSeeOther)
		w.Exec(t, `UPDATE agency_request SET released = 1 WHERE agency_id = $1`, accesstest.Social)
		w.Stage(t, access.Learning)
		reviewer.Get(page).OK().Sees("by the agency", "(taken out: door )", "About it all.").SeesNot("First draft.")
		text := reviewer.Get(page).Text()
		for _, words := range []string{"The door stayed shut. The entry was changed since. These words are no longer in it. About the door.",
			"A long talk. The entry was changed since. These words are still in it. About the talk.", "The entry was changed since. About it all."} {
			if !strings.Contains(text, words) {
				t.Errorf("the page does not say %q: %s", words, text)
			}
		}
		door := ""
		for _, m := range commentLinks.FindAllStringSubmatch(reviewer.Get(page).Body, -1) {
			if strings.Contains(reviewer.Get(m[1]).OK().Text(), "About the door.") {
				door = m[1]
			}
		}
		reviewer.Post(door+"/team", url.Values{"version": {"1"}, "comment": {"Still about the door."}, "about": {"The door stayed shut."}}).Is(http.StatusSeeOther)
		reviewer.Get(page).OK().Sees("These words are no longer in it. Still about the door.")
		reviewer.Post(door+"/team", url.Values{"version": {"2"}, "comment": {"Now the window."}, "about": {"The window stayed shut."}}).Is(http.StatusSeeOther)
		reviewer.Get(page).OK().Sees("The window stayed shut. Now the window.").SeesNot("no longer in it")
	})
}

// No word of a note stands readable in the database.
func TestTheDatabaseShowsNoWordOfANote(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		es := withLine(t, w)
		w.As(t, "lead").Post(es[0]+"/tags", url.Values{"new-tag": {"Canary"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(es[0]+"/mine", url.Values{"comment": {"Canary"}, "about": {"home visit"}}).Is(http.StatusSeeOther)
		for _, query := range []string{`SELECT content FROM chronology_tag`, `SELECT content FROM chronology_comment`} {
			must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
				all, err := db.All(context.Background(), tx, db.Column[[]byte], query)
				if len(all) != 1 || strings.Contains(string(all[0]), "anary") || strings.Contains(string(all[0]), "visit") {
					t.Errorf("%s is readable, or not one row", query)
				}
				return err
			}))
		}
	})
}
