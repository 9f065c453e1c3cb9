package chronology_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// planted is a line in which one worker came each week, and one took one call at night.
const planted = "Date\tSource\tEvent\tRole\n" +
	"1 May 2016\tNotes\tA visit\tFamily support worker\n8 May 2016\tNotes\tA visit, all decided together\tFamily support worker\n" +
	"15 May 2016\tNotes\tA visit\tFamily support worker\n16 May 2016\tLog\tA call from a neighbour at night. No further action\tOut-of-hours social worker\n" +
	"22 May 2016\tNotes\tA visit\tFamily support worker\n23 May 2016\tNotes\tA form was filed\tReceptionist\n"

var partLinks = regexp.MustCompile(`/chronology/small-parts/[0-9a-f]+`)

func bringTable(t *testing.T, w *accesstest.World, who, table string) {
	t.Helper()
	w.As(t, who).Post(w.Path("chronology/mine/paste"), url.Values{"table": {table}}).Is(http.StatusSeeOther)
	w.As(t, who).Post(w.Path("")+regexp.MustCompile(`/chronology/tables/[0-9a-f-]+`).FindString(w.As(t, who).Get(w.Path("chronology/mine")).Body), url.Values{}).Is(http.StatusSeeOther)
}

// Somebody with one call at night is listed for a decision, and the weekly worker
// is not; what is decided is kept. [CP21 p3]
func TestASmallPartAtATurningPointIsListedAndDecided(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		bringTable(t, w, "author", planted)
		page := w.Path("chronology/small-parts")
		release(t, w, "", accesstest.Social)
		w.Stage(t, access.Learning)
		lead := w.As(t, "lead")
		list := lead.Get(page).OK().Sees("Out-of-hours social worker, Exampleshire Social Work", "16 May 2016: outside office hours, a decision").SeesNot("Family support worker", "Receptionist")
		one := w.Path("") + partLinks.FindString(list.Body)
		lead.Get(one).OK().Sees("A call from a neighbour", "Should they take part?")
		w.As(t, "reviewer").Get(one).OK().Sees("A call from a neighbour").SeesNot("Should they take part?")
		lead.Post(one, url.Values{"version": {"0"}}).Is(http.StatusUnprocessableEntity).Sees("Choose what you decide", "Say in a sentence why")
		decide := func(how, version string) url.Values {
			return url.Values{"decision": {how}, "reason": {"Canary reason."}, "version": {version}}
		}
		lead.Post(one, decide("later", "0")).Is(http.StatusSeeOther)
		lead.Get(page).OK().Sees("Ask later")
		lead.Post(one, decide("not", "0")).Is(http.StatusUnprocessableEntity).Sees("Somebody else decided meanwhile: Ask later", "Canary reason.")
		lead.Post(one, decide("ask", "1")).Is(http.StatusSeeOther)
		lead.Get("/").OK().Sees("Ask somebody who had a small part").SeesNot("Out-of-hours")
		lead.Get(page).OK().Sees("Nobody waits for a decision", "Ask them to take part", "Canary reason.")
		lead.Post(one, decide("done", "2")).Is(http.StatusSeeOther)
		lead.Get("/").OK().SeesNot("Ask somebody who had a small part")
		w.As(t, "reviewer").Get(one).OK().Sees("Canary reason.")
		for _, who := range []string{"author", "approver", "group", "team", "review chair", "admin"} {
			w.As(t, who).Get(page).Is(http.StatusForbidden)
		}
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/chronology/small-parts").OK().SeesNot("Out-of-hours", "Canary")
		w.As(t, "other lead").Get(strings.ReplaceAll(one, w.Own, w.Other)).Is(http.StatusNotFound)
	})
}

var staffLink = regexp.MustCompile(`href="([^"]+)"><span class="lr-words">Staff 7<`)

// When more turning points of the same person come, it is decided once more.
func TestMoreTurningPointsAreDecidedOnceMore(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		bringTable(t, w, "author", planted+"24 May 2016\tNotes\tStaff 7 decided to wait\tFamily support worker\n")
		bringTable(t, w, "author two", "Date\tSource\tEvent\tRole\n1 June 2016\tNotes\tDischarged by staff 7\tNurse\n2 June 2016\tNotes\tA visit\tNurse\n3 June 2016\tNotes\tA visit\tNurse\n4 June 2016\tNotes\tA visit\tNurse\n5 June 2016\tNotes\tA visit\tNurse\n")
		page := w.Path("chronology/small-parts")
		release(t, w, "", accesstest.Social)
		w.Stage(t, access.Learning)
		one := staffLink.FindStringSubmatch(w.As(t, "lead").Get(page).OK().Body)[1]
		w.As(t, "lead").Post(one, url.Values{"decision": {"not"}, "reason": {"Known already."}, "version": {"0"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(one).OK().SeesNot("More entries came since", "Discharged")
		waiting := func() string {
			text := w.As(t, "lead").Get(page).OK().Text()
			return text[strings.Index(text, "To decide"):max(strings.Index(text, "Decided"), strings.Index(text, "To decide"))]
		}
		if words := waiting(); strings.Contains(words, "Staff 7") {
			t.Errorf("decided, and it waits: %s", words)
		}
		w.Stage(t, access.Gathering)
		release(t, w, " two", accesstest.Health)
		w.Stage(t, access.Learning)
		w.As(t, "lead").Get(one).OK().Sees("More entries came since", "Discharged by staff 7", "a discharge, a transfer or a closing")
		w.As(t, "lead").Get(page).OK().Sees("Staff 7").SeesNot("Nurse, ", "Known already.")
	})
}
