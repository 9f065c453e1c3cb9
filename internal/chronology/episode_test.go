package chronology_test

import (
	"context"
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

// eachMerged begins with a merged line of two agencies, one of which wrote an
// episode in its report, and with the team at work.
func eachMerged(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		merge(t, w)
		test(t, w)
	}, agencyreport.Feature, chronology.Feature)
}

func merge(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Stage(t, access.Gathering)
	mine := w.Path("chronology/mine")
	for _, e := range []url.Values{entry("1 May 2016", "A home visit by the invented worker."), entry("June 2016", "A new worker began.")} {
		w.As(t, "author").Post(mine, e).Is(http.StatusSeeOther)
	}
	w.As(t, "author two").Post(mine, entry("3 May 2016", "The same visit, as the surgery heard of it.")).Is(http.StatusSeeOther)
	w.As(t, "lead").Post(w.Path("requests"), url.Values{"agency": {accesstest.Social}, "about": {"K"}, "outline": {"Why"}, "due": {"16 November 2026"}}).Is(http.StatusSeeOther)
	report := w.Path("report-of/" + text(t, w, `SELECT id FROM agency_request WHERE agency_id = '`+accesstest.Social+`'`))
	author := w.As(t, "author")
	author.Post(report+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}, "text": {"We were there."}}).Is(http.StatusSeeOther)
	author.Post(report+"/episodes/new", url.Values{"version": {"1"}, "title": {"Change of worker, as we saw it"}, "from": {"May 2016"},
		"happened": {"The post was empty."}, "decision": {"To wait."}}).Is(http.StatusSeeOther)
	author.Post(report+"/send", url.Values{"version": {"2"}}).Is(http.StatusSeeOther)
	w.As(t, "approver").Post(report+"/sign", url.Values{"do": {"sign"}, "version": {"2"}}).Is(http.StatusSeeOther)
	release(t, w, " two", accesstest.Health)
	w.Stage(t, access.Learning)
}

// text is one text of the database.
func text(t *testing.T, w *accesstest.World, query string) string {
	t.Helper()
	var s string
	must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		s, err = db.One(context.Background(), tx, db.Column[string], query)
		return err
	}))
	return s
}

var places = regexp.MustCompile(`/chronology/(?:episodes|questions|themes/codes|themes/codebooks|tags)/([0-9a-f-]{36})`)

// id is the id in the first link of that kind on the page.
func id(t *testing.T, p accesstest.Page, kind string) string {
	t.Helper()
	for _, m := range places.FindAllStringSubmatch(p.Body, -1) {
		if strings.Contains(m[0], "/"+kind+"/") {
			return m[1]
		}
	}
	t.Fatalf("no link to one of %s in %s", kind, p.Text())
	return ""
}

var ownBox = regexp.MustCompile(`name="own-` + accesstest.Social + `" type="checkbox" value="([^"]+)"`)

// boxes are the ids of the boxes on a page of entries, in their order.
func boxes(p accesstest.Page) []string {
	var out []string
	for _, m := range regexp.MustCompile(`name="entries" type="checkbox" value="([^"]+)"`).FindAllStringSubmatch(p.Body, -1) {
		out = append(out, m[1])
	}
	return out
}

func anEpisode(title, when string) url.Values {
	return url.Values{"title": {title}, "when": {when}, "version": {"0"}}
}

// begunEpisode is the path of a new episode.
func begunEpisode(t *testing.T, w *accesstest.World, title string) string {
	t.Helper()
	w.As(t, "reviewer").Post(w.Path("chronology/episodes/new/edit"), anEpisode(title, "May to June 2016")).Is(http.StatusSeeOther)
	return w.Path("chronology/episodes/" + id(t, w.As(t, "reviewer").Get(w.Path("chronology/episodes")), "episodes"))
}

// A reviewer makes an episode of two agencies' entries; each agency's part
// stands apart, with what it wrote itself. [SEED]
func TestAnEpisodeKeepsEachAgencysPartApart(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		reviewer := w.As(t, "reviewer")
		reviewer.Get(w.Path("chronology/episodes")).OK().Sees("There are none yet.", "Add an episode")
		reviewer.Get(w.Path("chronology/episodes/new/edit")).OK().Sees("Change of worker, as we saw it")
		reviewer.Post(w.Path("chronology/episodes/new/edit"), anEpisode("", "soon")).Is(http.StatusUnprocessableEntity).
			Sees("Give it a short title", "This is not a date that can be read", "winter 2020")
		one := begunEpisode(t, w, "Weeks of change")
		page := reviewer.Get(one+"/entries").OK().Sees("3 found", "1 May 2016", "Exampleshire Health Board")
		all := boxes(page)
		look := func(name, value string) accesstest.Page {
			return reviewer.Post(one+"/entries", url.Values{"do": {"look"}, name: {value}})
		}
		look("words", "VISIT invented").OK().Sees("1 found", "A home visit").SeesNot("surgery")
		look("period", "1 to 3 May 2016").OK().Sees("2 found").SeesNot("A new worker")
		look("period", "nonsense").Is(http.StatusUnprocessableEntity).Sees("This is not a date that can be read")
		look("agency", accesstest.Health).OK().Sees("1 found", "surgery").SeesNot("invented worker")
		reviewer.Post(one+"/entries", url.Values{"version": {"1"}, "shown": {strings.Join(all, " ")}, "entries": {all[0], all[1]}}).Is(http.StatusSeeOther)
		own := ownBox.FindStringSubmatch(reviewer.Get(one + "/edit").Body)[1]
		v := anEpisode("Weeks of change", "May to June 2016")
		v.Set("version", "2")
		v.Set("own-"+accesstest.Social, own)
		v.Set("view-"+accesstest.Health, "The surgery thought that somebody else was there.")
		v.Set("matters", "Changes of worker come again and again.")
		v.Set("effective", "The neighbour was heard.")
		reviewer.Post(one+"/edit", v).Is(http.StatusSeeOther)
		seen := reviewer.Get(one).OK().Sees("May to June 2016", "Change of worker, as we saw it", "To wait.", "The surgery thought", "1 May 2016", "3 May 2016",
			"Changes of worker come again", "The neighbour was heard.", "Written by Name of reviewer").SeesNot("A new worker began").Text()
		at := -1
		for _, words := range []string{"Exampleshire Health Board", "The surgery thought", "3 May 2016", "Exampleshire Social Work", "Change of worker, as we saw it", "1 May 2016"} {
			i := strings.Index(seen, words)
			if i < at {
				t.Errorf("%q stands with the other agency: %s", words, seen)
			}
			at = i
		}
		reviewer.Get(w.Path("chronology/episodes")).OK().Sees("2 entries, of Exampleshire")
		w.As(t, "other reviewer").Get("/reviews/" + w.Other + "/chronology/episodes").OK().Sees("There are none yet.").SeesNot("Weeks of change")
		w.As(t, "other reviewer").Get(one).Is(http.StatusNotFound)
	})
}

// Of two people who change the same episode, the second is shown what the first
// wrote, and nothing is lost.
func TestTwoPeopleAtOneEpisodeLoseNothing(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		one := begunEpisode(t, w, "Weeks of change")
		first, second := w.As(t, "reviewer"), w.As(t, "lead")
		v := anEpisode("Weeks of change", "May 2016")
		v.Set("version", "1")
		v.Set("matters", "Words of the first.")
		first.Post(one+"/edit", v).Is(http.StatusSeeOther)
		v.Set("matters", "Words of the second.")
		second.Post(one+"/edit", v).Is(http.StatusUnprocessableEntity).Sees("Nothing is lost", "Words of the first.", "Words of the second.")
		first.Get(one).Sees("Words of the first.").SeesNot("Words of the second.")
		v.Set("version", "2")
		second.Post(one+"/edit", v).Is(http.StatusSeeOther)
		first.Get(one).Sees("Words of the second.", "What it said before (2)", "Words of the first.")
		all := boxes(first.Get(one + "/entries"))
		first.Post(one+"/entries", url.Values{"version": {"3"}, "shown": {strings.Join(all, " ")}, "entries": {all[0]}}).Is(http.StatusSeeOther)
		late := second.Post(one+"/entries", url.Values{"version": {"3"}, "shown": {strings.Join(all, " ")}, "entries": {all[1]}}).Is(http.StatusUnprocessableEntity).
			Sees("Somebody else changed this episode meanwhile")
		if !regexp.MustCompile(`value="` + all[1] + `" checked`).MatchString(late.Body) {
			t.Error("what the second ticked is lost")
		}
		first.Post(one+"/remove", url.Values{"version": {"3"}}).Is(http.StatusConflict)
		first.Post(one+"/remove", url.Values{"version": {"4"}}).Is(http.StatusSeeOther)
		first.Get(one).Is(http.StatusNotFound)
		first.Get(w.Path("chronology/episodes")).OK().Sees("There are none yet.", "Taken out (1)", "by Name of reviewer")
		second.Post(one+"/edit", v).Is(http.StatusNotFound)
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_study_past`); n != 4 {
			t.Errorf("%d earlier wordings are kept", n)
		}
	})
}

// An entry that its agency changed or took out since it was picked is marked,
// until somebody takes it as it is now.
func TestAnEntryChangedSinceItWasPickedIsMarked(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		one := begunEpisode(t, w, "Weeks of change")
		reviewer := w.As(t, "reviewer")
		all := boxes(reviewer.Get(one + "/entries"))
		choice := url.Values{"version": {"1"}, "shown": {strings.Join(all, " ")}, "entries": all}
		reviewer.Post(one+"/entries", choice).Is(http.StatusSeeOther)
		reviewer.Get(one).OK().SeesNot("since they were picked", "no longer there")
		w.Exec(t, `UPDATE chronology_entry SET version = version + 1 WHERE id = $1`, all[0])
		w.Exec(t, `UPDATE chronology_entry SET removed_at = $1 WHERE id = $2`, w.Clock.Now(), all[2])
		w.Exec(t, `UPDATE chronology_version SET version = version || 'x'`)
		reviewer.Get(one).OK().Sees("1 of the entries below changed since they were picked", "Changed since it was picked", "1 of what was picked is no longer there")
		reviewer.Get(w.Path("chronology/episodes")).OK().Sees("2 of what was picked has changed since, or is gone.")
		reviewer.Get(one+"/entries?picked=yes").OK().Sees("2 found", "Forget what is no longer there (1)")
		choice = url.Values{"version": {"2"}, "shown": {all[0]}, "entries": {all[0]}}
		reviewer.Post(one+"/entries", choice).Is(http.StatusSeeOther)
		reviewer.Get(one).OK().SeesNot("changed since").Sees("1 of what was picked", "3 May 2016")
		choice = url.Values{"version": {"3"}, "drop": {"yes"}}
		reviewer.Post(one+"/entries", choice).Is(http.StatusSeeOther)
		choice = url.Values{"version": {"4"}, "shown": {all[0]}}
		reviewer.Post(one+"/entries", choice).Is(http.StatusSeeOther)
		reviewer.Post(one+"/entries", url.Values{"do": {"look"}, "picked": {"yes"}}).OK().Sees("1 found").SeesNot("1 May 2016")
		reviewer.Get(one).OK().SeesNot("no longer there").Sees("3 May 2016")
	})
}

// An agency's own episode that its report no longer has is told, and kept until
// somebody says otherwise.
func TestAnAgencysOwnEpisodeThatIsGoneIsTold(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		one := begunEpisode(t, w, "Weeks of change")
		reviewer := w.As(t, "reviewer")
		own := ownBox.FindStringSubmatch(reviewer.Get(one + "/edit").Body)[1]
		v := anEpisode("Weeks of change", "May 2016")
		v.Set("version", "1")
		v.Set("own-"+accesstest.Social, own)
		reviewer.Post(one+"/edit", v).Is(http.StatusSeeOther)
		reviewer.Get(one).OK().Sees("From its own report: Change of worker, as we saw it").SeesNot("no longer there")
		w.Exec(t, `DELETE FROM agency_version WHERE agency_id = $1`, accesstest.Social)
		reviewer.Get(one).OK().Sees("1 of what was picked is no longer there").SeesNot("as we saw it")
		v = anEpisode("Weeks of change, renamed", "May 2016")
		v.Set("version", "2")
		reviewer.Post(one+"/edit", v).Is(http.StatusSeeOther)
		reviewer.Get(one).OK().Sees("renamed", "1 of what was picked is no longer there")
		reviewer.Post(one+"/entries", url.Values{"version": {"3"}, "drop": {"yes"}}).Is(http.StatusSeeOther)
		reviewer.Get(one).OK().SeesNot("no longer there")
	})
}

// Episodes are moved up and down.
func TestEpisodesHaveAnOrder(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		reviewer := w.As(t, "reviewer")
		a := begunEpisode(t, w, "Episode a")
		reviewer.Post(w.Path("chronology/episodes/new/edit"), anEpisode("Episode b", "2017")).Is(http.StatusSeeOther)
		order := func() bool {
			s := reviewer.Get(w.Path("chronology/episodes")).OK().Text()
			return strings.Index(s, "Episode a") < strings.Index(s, "Episode b")
		}
		reviewer.Post(a+"/move", url.Values{"do": {"up"}}).Is(http.StatusSeeOther)
		if !order() {
			t.Error("the first went somewhere")
		}
		reviewer.Post(a+"/move", url.Values{"do": {"down"}}).Is(http.StatusSeeOther)
		if order() {
			t.Error("it did not go down")
		}
		reviewer.Post(a+"/move", url.Values{"do": {"sideways"}}).Is(http.StatusNotFound)
		reviewer.Post(w.Path("chronology/episodes/new/edit"), anEpisode("Episode c", "2018")).Is(http.StatusSeeOther)
		reviewer.Post(a+"/move", url.Values{"do": {"down"}}).Is(http.StatusSeeOther)
		s := reviewer.Get(w.Path("chronology/episodes")).OK().Text()
		if strings.Index(s, "Episode c") > strings.Index(s, "Episode a") || strings.Index(s, "Episode b") > strings.Index(s, "Episode c") {
			t.Errorf("the order of three is %s", s)
		}
	})
}

// Agencies and those without a part in the team see nothing of what the team
// makes of the line; members read and note, and do not make episodes.
func TestAgenciesSeeNothingOfWhatTheTeamMakesOfTheLine(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		one := begunEpisode(t, w, "Weeks of change")
		entries := boxes(w.As(t, "reviewer").Get(one + "/entries"))
		pages := []string{w.Path("chronology/episodes"), one, one + "/themes", w.Path("chronology/themes"), w.Path("chronology/questions"),
			w.Path("chronology/entries/" + entries[0] + "/themes")}
		for _, name := range []string{"author", "author two", "approver", "practitioner", "manager", "group", "committee chair", "supporter", "family link", "chief"} {
			for _, page := range pages {
				w.As(t, name).Get(page).Is(http.StatusForbidden)
			}
			for _, page := range []string{one + "/edit", one + "/entries", one + "/remove", one + "/move", one + "/themes", w.Path("chronology/questions/new/edit"),
				w.Path("chronology/themes/codebook"), w.Path("chronology/themes/codes/new")} {
				w.As(t, name).Post(page, url.Values{"version": {"1"}}).Is(http.StatusForbidden)
			}
		}
		for _, page := range pages {
			w.As(t, "team").Get(page).OK()
			w.As(t, "review chair").Get(page).OK()
			w.As(t, "other reviewer").Get(page).Is(http.StatusNotFound)
		}
		w.As(t, "team").Post(one+"/edit", anEpisode("Not theirs", "2016")).Is(http.StatusForbidden)
		w.As(t, "team").Post(w.Path("chronology/themes/codes/new"), nil).Is(http.StatusForbidden)
		w.As(t, "author").Get(w.Path("chronology")).OK().SeesNot("episode", "Themes", "Questions to explore")
	})
}

// No word of what the team makes of the line stands readable in the database.
func TestWhatTheTeamWritesIsSealed(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		one := begunEpisode(t, w, "Canary")
		v := anEpisode("Canary two", "May 2016")
		v.Set("version", "1")
		w.As(t, "reviewer").Post(one+"/edit", v).Is(http.StatusSeeOther)
		ask(t, w, "Canary three?", "reviewer")
		for _, query := range []string{`SELECT content FROM chronology_study`, `SELECT content FROM chronology_study_past`} {
			must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
				all, err := db.All(context.Background(), tx, db.Column[[]byte], query)
				for _, words := range all {
					if strings.Contains(string(words), "anary") || strings.Contains(string(words), "2016") || len(all) == 0 {
						t.Errorf("%s is readable", query)
					}
				}
				return err
			}))
		}
	})
}
