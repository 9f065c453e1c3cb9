package chronology_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/accesstest"
	"lr/internal/chronology/codebook"
)

func aTag(theme string) url.Values {
	return url.Values{"theme": {theme}, "polarity": {"learning"}, "level": {"team"}}
}

// Entries, words in them and episodes are tagged; the page counts by theme,
// agency and episode and leads to where a theme is used.
func TestThemesAreCountedByAgencyAndEpisode(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		reviewer := w.As(t, "reviewer")
		episode := begunEpisode(t, w, "Weeks of change")
		entries := boxes(reviewer.Get(episode + "/entries"))
		reviewer.Post(episode+"/entries", url.Values{"version": {"1"}, "shown": {strings.Join(entries, " ")}, "entries": {entries[0]}}).Is(http.StatusSeeOther)
		first := w.Path("chronology/entries/" + entries[0] + "/themes")
		reviewer.Get(w.Path("chronology/themes")).OK().Sees("No single official Scottish list was found.", "All codes are to be confirmed", "None is used yet.", "Sharing information", "The Inspectorate says: seeing and listening to the child; lived experience").
			SeesNot("Self-neglect", "Financial harm")
		reviewer.Post(first, nil).Is(http.StatusUnprocessableEntity).Sees("Choose a theme.", "Choose a level.", "Choose whether it is learning")
		words := aTag("p-sharing")
		words.Set("words", "not in it")
		reviewer.Post(first, words).Is(http.StatusUnprocessableEntity).Sees("These words are not in the entry.")
		words.Set("words", "invented worker")
		reviewer.Post(first, words).Is(http.StatusSeeOther)
		reviewer.Post(first, words).Is(http.StatusUnprocessableEntity).Sees("It has this theme already.")
		good := aTag("p-sharing")
		good.Set("polarity", "effective")
		w.As(t, "team").Post(w.Path("chronology/entries/"+entries[1]+"/themes"), good).Is(http.StatusSeeOther)
		reviewer.Post(episode+"/themes", aTag("p-voice")).Is(http.StatusSeeOther)
		reviewer.Get(episode).OK().Sees("Voice of the person, and being seen (Learning, Team)")
		reviewer.Get(w.Path("chronology/themes")).OK().Sees("2, 1 as effective practice", "Exampleshire Health Board 1, Exampleshire Social Work 1 Weeks of change 1", "Voice of the person, and being seen 1 None Weeks of change 1")
		reviewer.Get(w.Path("chronology/themes/p-sharing")).OK().Sees("Used 2 times, 1 as effective practice", "1 May 2016: A home visit", "“ invented worker ”", "Tagged by Name of team", "List version 1")
		reviewer.Get(w.Path("chronology/themes/p-nothing")).Is(http.StatusNotFound)
		reviewer.Post(w.Path("chronology/entries/not-there/themes"), aTag("p-sharing")).Is(http.StatusNotFound)
		w.Exec(t, `UPDATE chronology_entry SET removed_at = $1 WHERE id = $2`, w.Clock.Now(), entries[1])
		w.Exec(t, `UPDATE chronology_version SET version = version || 'x'`)
		reviewer.Get(w.Path("chronology/themes/p-sharing")).OK().Sees("Used 1 time.").SeesNot("surgery")
		page := reviewer.Get(first).OK().Sees("Sharing information (Learning, Team)").SeesNot("These words changed since")
		off := w.Path("chronology/tags/" + id(t, page, "tags") + "/remove")
		w.As(t, "other reviewer").Post(off, nil).Is(http.StatusNotFound)
		reviewer.Post(off, nil).Is(http.StatusSeeOther)
		reviewer.Post(off, nil).Is(http.StatusNotFound)
		reviewer.Get(first).OK().Sees("It has none yet.")
		words = aTag("p-sharing")
		words.Set("words", "invented")
		reviewer.Post(first, words).Is(http.StatusSeeOther)
		reviewer.Get(first).OK().SeesNot("These words changed since")
	})
}

// A code of the team's own stands under a theme of the list. What has it keeps
// it when it is used no longer.
func TestACodeOfTheTeamsOwnStandsUnderATheme(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		reviewer := w.As(t, "reviewer")
		themes := w.Path("chronology/themes")
		reviewer.Post(themes+"/codes/new", url.Values{"under": {"p-nothing"}}).Is(http.StatusUnprocessableEntity).Sees("Give the code a name.", "Choose the theme")
		reviewer.Post(themes+"/codes/new", url.Values{"name": {"Handover"}, "meaning": {"When a worker changes."}, "under": {"p-sharing"}}).Is(http.StatusSeeOther)
		reviewer.Post(themes+"/codes/new", url.Values{"name": {"handover"}, "under": {"p-sharing"}}).Is(http.StatusUnprocessableEntity).Sees("There is a code of this name")
		own := id(t, reviewer.Get(themes).OK().Sees("Sharing information: Handover", "Codes of your own"), "themes/codes")
		entries := boxes(reviewer.Get(begunEpisode(t, w, "Any") + "/entries"))
		tagged := w.Path("chronology/entries/" + entries[0] + "/themes")
		reviewer.Post(tagged, aTag(own)).Is(http.StatusSeeOther)
		reviewer.Get(tagged).OK().Sees("Sharing information: Handover (Learning, Team)")
		change := url.Values{"name": {"Handovers"}, "under": {"p-sharing"}, "version": {"1"}}
		reviewer.Post(themes+"/codes/"+own, change).Is(http.StatusSeeOther)
		change.Set("name", "Passing on")
		w.As(t, "lead").Post(themes+"/codes/"+own, change).Is(http.StatusUnprocessableEntity).Sees("Somebody else changed this code", "Handovers")
		reviewer.Post(themes+"/codes/"+own+"/retire", url.Values{"version": {"1"}}).Is(http.StatusConflict)
		reviewer.Post(themes+"/codes/"+own+"/retire", url.Values{"version": {"2"}}).Is(http.StatusSeeOther)
		reviewer.Get(tagged).OK().Sees("Sharing information: Handovers", "No longer in use")
		reviewer.Post(tagged, aTag(own)).Is(http.StatusUnprocessableEntity).Sees("Choose a theme.")
		reviewer.Get(themes).OK().Sees("Sharing information: Handovers No longer in use", "There are none yet.")
		reviewer.Get(themes+"/"+own).OK().Sees("One of the team's own codes, under the theme “Sharing information”", "Used 1 time")
	})
}

// bringBook brings a codebook, and gives the path of the page where it is looked at.
func bringBook(t *testing.T, w *accesstest.World, b codebook.Book) string {
	t.Helper()
	to := w.As(t, "reviewer").Upload(w.Path("chronology/themes/codebook"), "codes.qdc", codebook.Write(b)).Is(http.StatusSeeOther).Location
	if !strings.Contains(to, "/codebooks/") {
		t.Fatalf("the codebook leads to %s", to)
	}
	return to
}

func guid(n string) string { return "0f0f0f0f-0000-4000-8000-00000000000" + n }

var stateOf = regexp.MustCompile(`name="state" value="([^"]*)"`)

// state is what the codes were when the page was made.
func state(p accesstest.Page) string { return stateOf.FindStringSubmatch(p.Body)[1] }

// A codebook of another program is looked at before it counts; its codes stand
// under the theme that a person chooses, and go out again as they came.
func TestACodebookIsLookedAtAndGoesOutAsItCame(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		reviewer := w.As(t, "reviewer")
		came := codebook.Book{Origin: "An invented program", Codes: []codebook.Code{
			{GUID: guid("1"), Name: "Übergänge & “Naïveté”", Description: "Line one\nline <two>", Colour: "#A1b2C3", Codes: []codebook.Code{
				{GUID: "{" + strings.ToUpper(guid("a")) + "}", Name: "Handover", Codable: true}}},
			{GUID: guid("3"), Name: "Sharing information", Codable: true}},
			Sets: []codebook.Set{{GUID: guid("9"), Name: "A set", Members: []string{guid("3")}}}}
		one := bringBook(t, w, came)
		page := reviewer.Get(one).OK().Sees("written by An invented program", "Übergänge", "Under which theme does “Sharing information” stand?")
		if !strings.Contains(page.Body, `<option value="p-sharing" selected>`) {
			t.Error("the theme of that name is not offered first")
		}
		reviewer.Get(w.Path("chronology/themes")).OK().SeesNot("Handover").Sees("A codebook of")
		reviewer.Post(one, url.Values{"state": {state(page)}}).Is(http.StatusUnprocessableEntity).Sees("Choose a theme for it.")
		reviewer.Post(one, url.Values{"state": {state(page)}, "under-0": {"p-transitions"}, "under-2": {"p-sharing"}}).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("chronology/themes")).OK().Sees("Übergänge", "(heading)", "Handover").SeesNot("A codebook of")
		tagging := reviewer.Get(begunEpisode(t, w, "Any") + "/themes").OK().Sees("Transitions and discharge: Handover")
		if strings.Contains(tagging.Body, "Übergänge") {
			t.Error("a heading can be chosen as a theme")
		}
		out, err := codebook.Read([]byte(reviewer.Get(w.Path("chronology/themes/codebook")).OK().Body))
		must(t, err)
		for _, f := range came.Flat() {
			found := false
			for _, g := range out.Flat() {
				if g.GUID == f.GUID {
					found = g.Name == f.Name && g.Description == f.Description && g.Colour == f.Colour && g.Codable == f.Codable && (f.Up == "" || g.Up == f.Up)
				}
			}
			if !found {
				t.Errorf("%q is not as it came", f.Name)
			}
		}
		if len(out.Sets) != 1 || out.Sets[0].Name != "A set" || len(out.Sets[0].Members) != 1 {
			t.Errorf("the sets went out as %v", out.Sets)
		}
		again := bringBook(t, w, out)
		seen := reviewer.Get(again).OK().SeesNot("Where they belong", "Not in this file").Text()
		if !strings.Contains(seen, "New 0 Changed 0 The same 3") {
			t.Errorf("the same codebook again: %s", seen)
		}
		reviewer.Post(again+"/leave", nil).Is(http.StatusSeeOther)
		reviewer.Get(again).Is(http.StatusNotFound)
	})
}

// A codebook changes codes, and takes those that are not in it out of use only
// where a person says so; one that comes back is the same code again.
func TestACodebookChangesAndRetiresCodes(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		reviewer := w.As(t, "reviewer")
		themes := w.Path("chronology/themes")
		two := codebook.Book{Codes: []codebook.Code{{GUID: guid("1"), Name: "One", Codable: true}, {GUID: guid("2"), Name: "Two", Codable: true}},
			Sets: []codebook.Set{{GUID: guid("9"), Name: "Both", Members: []string{guid("1"), guid("2")}}}}
		in := func(b codebook.Book, v url.Values) {
			t.Helper()
			path := bringBook(t, w, b)
			v.Set("state", state(reviewer.Get(path).OK()))
			reviewer.Post(path, v).Is(http.StatusSeeOther)
		}
		in(two, url.Values{"under-0": {"p-sharing"}, "under-1": {"p-voice"}})
		own := id(t, reviewer.Get(themes), "themes/codes")
		only := codebook.Book{Codes: []codebook.Code{{GUID: guid("1"), Name: "One, renamed", Codable: true}}}
		path := bringBook(t, w, only)
		page := reviewer.Get(path).OK().Sees("One, renamed", "name", "Not in this file", "Two")
		reviewer.Post(themes+"/codes/new", url.Values{"name": {"Meanwhile"}, "under": {"p-sharing"}}).Is(http.StatusSeeOther)
		reviewer.Post(path, url.Values{"state": {state(page)}, "under-0": {"p-sharing"}}).Is(http.StatusUnprocessableEntity).Sees("Somebody changed the codes since you looked.")
		reviewer.Post(path, url.Values{"state": {state(reviewer.Get(path))}, "under-0": {"p-sharing"}}).Is(http.StatusSeeOther)
		reviewer.Get(themes).OK().Sees("One, renamed", "Two", "Meanwhile")
		in(only, url.Values{"under-0": {"p-sharing"}, "retire": {"yes"}})
		reviewer.Get(themes).OK().Sees("One, renamed").SeesNot("Two", "Meanwhile")
		out, err := codebook.Read([]byte(reviewer.Get(themes + "/codebook").OK().Body))
		must(t, err)
		if len(out.Sets) != 1 || len(out.Sets[0].Members) != 1 || len(out.Notes) > 0 {
			t.Errorf("a set went out as %v, %v", out.Sets, out.Notes)
		}
		in(two, url.Values{"under-0": {"p-sharing"}, "under-1": {"p-voice"}})
		if back := id(t, reviewer.Get(themes).OK().Sees("Two").SeesNot("renamed"), "themes/codes"); back != own {
			t.Error("a code that came back is another one")
		}
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_study WHERE kind = 'code' OR kind = 'set'`); n != 4 {
			t.Errorf("%d codes and sets are kept", n)
		}
		other := out
		other.Codes[0].Codes[0].Name = "Other words for a theme"
		reviewer.Get(bringBook(t, w, other)).OK().Sees("1 codes of the list have other names in this file.")
		reviewer.Upload(themes+"/codebook", "codes.qdc", []byte("<!DOCTYPE x><CodeBook/>")).Is(http.StatusUnprocessableEntity)
	})
}
