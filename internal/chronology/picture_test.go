package chronology_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/chronology"
	"lr/internal/chronology/invented"
	"lr/internal/notification"
)

// drawn is a review in which two agencies released what they had to say.
func drawn(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		bring(t, w, "author", pasted("Date\tSource\tWhat happened", "1/5/2016\tNotes\tA visit at home", "3/5/2016\tNotes\tA second visit", "June 2016\tNotes\tThe school was told", "unknown\tNotes\tAn old worry"))
		bring(t, w, "author two", pasted("Date\tSource\tWhat happened", "15/5/2016\tNotes\tSeen at the surgery", "1/2/2019\tNotes\tSeen again"))
		release(t, w, "", accesstest.Social)
		release(t, w, " two", accesstest.Health)
		test(t, w)
	}, notification.Feature, agencyreport.Feature, chronology.Feature)
}

// Every entry is in the picture, or told beside it, in words as well as drawn;
// and closer views show fewer. [CPG21 ¶3.175, CHRON]
func TestThePictureShowsEveryEntry(t *testing.T) {
	drawn(t, func(t *testing.T, w *accesstest.World) {
		page := w.Path("chronology/picture")
		w.As(t, "lead").Get(page).OK().Sees("1 May 2016 to 1 February 2019.", "5 entries, 1 without a date.", "A visit at home", "Without a known date", "An old worry",
			"2 days after the entry above", "Exampleshire Social Work. Source: Notes").SeesNot("Stop measuring")
		w.As(t, "lead").Get(page+"?from=2016-05-02&to=2016-05-20").OK().Sees("2 to 20 May 2016.", "2 entries, 1 earlier, 2 later, 1 without a date.", "A second visit", "Seen at the surgery").SeesNot("A visit at home", "Seen again")
		w.As(t, "lead").Get(page+"?from=2017-01-01&to=2017-02-01").OK().Sees("No entry falls into this time.", "4 earlier, 1 later")
		w.As(t, "lead").Get(page + "?from=2019-01-01").OK().Sees("Seen again")
		w.As(t, "lead").Get(page+"?to=2016-05-02").OK().Sees("1 to 2 May 2016", "A visit at home").SeesNot("A second visit")
	})
}

var since = regexp.MustCompile(`href="([^"]*since=[^"]*)#measured"[^>]*>Measure from here<span class="visually-hidden"> at 3 May 2016`)

// The time to every other entry is worked out from the one that somebody chose.
func TestOtherEntriesAreMeasuredFromOne(t *testing.T) {
	drawn(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		m := since.FindStringSubmatch(lead.Get(w.Path("chronology/picture")).OK().Body)
		if m == nil {
			t.Fatal("nothing to measure from")
		}
		from := strings.ReplaceAll(m[1], "&amp;", "&")
		lead.Get(from).OK().Sees("Measured from 3 May 2016", "2 days before", "12 days after", "2 years and 8 months after", "between 29 days and 1 month and 27 days after", "Stop measuring").SeesNot("the entry above")
		lead.Get(w.Path("chronology/picture") + "?since=nothing").OK().SeesNot("Measured from")
	})
}

func TestATimeThatCannotBeReadIsSaidBesideTheField(t *testing.T) {
	drawn(t, func(t *testing.T, w *accesstest.World) {
		page := w.Path("chronology/picture")
		w.As(t, "lead").Get(page+"?from=soon&to=2017-01-01").Is(http.StatusUnprocessableEntity).Sees("Give a day that is in the calendar", "5 entries")
		w.As(t, "lead").Get(page + "?from=2017-01-02&to=2017-01-01").Is(http.StatusUnprocessableEntity).Sees("The last day is before the first.")
		w.As(t, "lead").Get(page + "?from=1900-01-01&to=2199-12-31").OK().Sees("5 entries")
	})
}

// The picture is for those who see every agency's entries. An agency's author
// has one of their own, and no other agency is in it.
func TestAnAgencySeesOnlyItsOwnEntriesInThePicture(t *testing.T) {
	drawn(t, func(t *testing.T, w *accesstest.World) {
		page, mine := w.Path("chronology/picture"), w.Path("chronology/mine/picture")
		for _, path := range []string{page, page + ".svg"} {
			for name, status := range map[string]int{"lead": 200, "group": 200, "committee chair": 200, "author": 403, "approver": 403, "practitioner": 403, "team": 403, "stranger": 404, "other lead": 404} {
				w.As(t, name).Get(path).Is(status)
			}
		}
		w.As(t, "author").Get(mine).OK().Sees("A visit at home", "Your own agency").SeesNot("surgery", "Health Board", "Seen again")
		w.As(t, "author two").Get(mine).OK().Sees("Seen at the surgery").SeesNot("A visit at home", "Social Work")
		w.As(t, "lead").Get(mine).Is(http.StatusForbidden)
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/chronology/picture").OK().Sees("There are no entries to show yet.").SeesNot("visit", "surgery")
	})
}

// The drawing that is kept says in words what it shows, and nothing that an
// agency wrote.
func TestTheDrawingHoldsNoWordsOfTheEntries(t *testing.T) {
	drawn(t, func(t *testing.T, w *accesstest.World) {
		file := w.As(t, "lead").Get(w.Path("chronology/picture.svg")).OK()
		for _, want := range []string{"<svg xmlns=", "<title", "<desc", "From 1 May 2016 to 1 February 2019: 5 entries.", "Exampleshire Social Work: 3 entries, 1 without a date."} {
			if !strings.Contains(file.Body, want) {
				t.Errorf("%q is not in the drawing", want)
			}
		}
		coded := w.As(t, "lead").Get(w.Path("chronology/picture.svg?names=no")).OK()
		if !strings.Contains(coded.Body, "Agency A") || strings.Contains(coded.Body, "Exampleshire") || strings.Contains(coded.Body, "2016") {
			t.Error("the drawing for a report has no letters, or tells who or when")
		}
		for _, not := range []string{"visit", "surgery", "Notes", "href", "<script", "style="} {
			if strings.Contains(file.Body, not) {
				t.Errorf("%q is in the drawing", not)
			}
		}
	})
}

// Of thousands of entries the page still leads to each.
func TestManyEntriesAreCountedAndLedTo(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		rows := []string{"Date\tSource\tWhat happened"}
		for _, e := range invented.Make(5, 400, 4).Events {
			rows = append(rows, fmt.Sprintf("%s\t%s\t%s", e.When.Words(), e.Source, e.Event))
		}
		bring(t, w, "author", pasted(rows...))
		release(t, w, "", accesstest.Social)
		page := w.As(t, "lead").Get(w.Path("chronology/picture")).OK().Sees("There are too many entries to list them here").SeesNot("Measure from here")
		sum := 0
		for _, m := range regexp.MustCompile(`<li><a href="[^"]*chronology/picture\?[^"]*">(?:(\d+) entries, )?`).FindAllStringSubmatch(page.Body, -1) {
			n := 1
			fmt.Sscan(m[1], &n)
			sum += n
		}
		taken := count(t, w, `SELECT COUNT(*) FROM chronology_entry`)
		if zoom := 1; sum-zoom != taken || taken < 390 {
			t.Errorf("the page leads to %d of %d entries", sum-zoom, taken)
		}
	}, notification.Feature, agencyreport.Feature, chronology.Feature)
}
