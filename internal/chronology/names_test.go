package chronology_test

import (
	"context"
	"fmt"
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

// known adds somebody to the people of the case and gives their id.
func known(t *testing.T, w *accesstest.World, kind, name, aliases string) string {
	t.Helper()
	w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {kind}, "name": {name}, "aliases": {aliases}}).Is(http.StatusSeeOther)
	id := ""
	must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		id, err = db.One(context.Background(), tx, db.Column[string], `SELECT id FROM review_person WHERE review_id = $1 ORDER BY id DESC`, w.Own)
		return err
	}))
	return id
}

// A name that an agency left in its words is read as its code by everybody else,
// also where it was entered or added to the people of the case later.
func TestNamesAreReadAsCodes(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		known(t, w, "Child", "Peigi Canarysdaughter", "Pegs")
		e := entry("3 May 2016", "Peigi Canarysdaughter was seen. P. Canarysdaughter was calm. Uncle Torcuil Heronsson phoned.")
		e.Set("source", "Notes on Canarysdaughter")
		e.Set("seen", "Pegs, alone")
		w.As(t, "author").Post(w.Path("chronology/mine"), e).Is(http.StatusSeeOther)
		release(t, w, "", accesstest.Social)
		for _, who := range []string{"lead", "group", "review chair", "committee chair"} {
			w.As(t, who).Get(w.Path("chronology")).OK().Sees("Child 1 was seen. Child 1 was calm.", "Child 1, alone", "Notes on Child 1", "Torcuil Heronsson").SeesNot("Peigi", "Canarysdaughter", "Pegs")
		}
		w.As(t, "author").Get(w.Path("chronology")).OK().Sees("Peigi Canarysdaughter was seen.")
		known(t, w, "Family", "Torcuil Heronsson", "")
		w.As(t, "group").Get(w.Path("chronology")).OK().Sees("Uncle Family 1 phoned").SeesNot("Torcuil", "Heronsson")
		w.As(t, "other lead").Post("/reviews/"+w.Other+"/people", url.Values{"kind": {"Other"}, "name": {"Uncle Phoned"}}).Is(http.StatusSeeOther)
		w.As(t, "group").Get(w.Path("chronology")).OK().Sees("Uncle Family 1 phoned")
	})
}

func opening(reason string, people ...string) url.Values {
	return url.Values{"person": people, "reason": {reason}}
}

// The reviewer opens one name for a reason and a quarter of an hour; the lead
// officer as many as they need; nobody else any.
func TestANameIsOpenedForAReasonAndAQuarterOfAnHour(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		child, uncle := known(t, w, "Child", "Peigi Canarysdaughter", ""), known(t, w, "Family", "Torcuil Heronsson", "")
		w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "Child 1 was seen by family 1, not by Child 10.")).Is(http.StatusSeeOther)
		release(t, w, "", accesstest.Social)
		w.Stage(t, access.Learning)
		page, line := w.Path("chronology/names"), w.Path("chronology")
		rev, lead := w.As(t, "reviewer"), w.As(t, "lead")
		rev.Get(page).OK().Sees("Open a name", "Child 1", "Family 1").SeesNot("Canarysdaughter", "Heronsson", "was seen")
		rev.Post(page, opening("", child)).Is(http.StatusUnprocessableEntity).Sees("Say what you need it for")
		rev.Post(page, opening("To ask.")).Is(http.StatusUnprocessableEntity).Sees("Choose whose name you need")
		rev.Post(page, opening("To ask.", child, uncle)).Is(http.StatusUnprocessableEntity).Sees("Choose one name")
		rev.Post(page, opening("To ask.", "none")).Is(http.StatusUnprocessableEntity)
		rev.Get(page).OK().SeesNot("Canarysdaughter")
		rev.Post(page, opening("To ask the health board.", child)).Is(http.StatusSeeOther)
		got := rev.Get(page).OK().Sees("Child 1 (Peigi Canarysdaughter) was seen by family 1, not by Child 10.", "until 2 November 2026, 10:15").SeesNot("Heronsson")
		if got.Header.Get("Cache-Control") != "no-store" {
			t.Error("names may be kept in a cache")
		}
		if strings.Contains(got.Body[strings.Index(got.Body, "<form"):strings.Index(got.Body, "</form>")], "Canarysdaughter") {
			t.Error("a name stands in a form")
		}
		if n := strings.Count(got.Body, "Canarysdaughter"); n != strings.Count(got.Body, `lr-not-printed">(Peigi Canarysdaughter)`) || n != 2 {
			t.Errorf("the name stands %d times on the page, and would be printed", n)
		}
		rev.Get(line).OK().SeesNot("Canarysdaughter")
		lead.Get(page).OK().SeesNot("Canarysdaughter")
		for _, who := range []string{"review chair", "team", "admin", "committee chair", "author", "family link", "group"} {
			if status := w.As(t, who).Get(page).Status; status != http.StatusForbidden {
				t.Errorf("%s gets %d for the names", who, status)
			}
		}
		lead.Post(page, opening("To invite them.", child, uncle)).Is(http.StatusSeeOther)
		lead.Get(page).OK().Sees("Child 1 (Peigi Canarysdaughter) was seen by family 1 (Torcuil Heronsson)")
		rev.Get(page).OK().SeesNot("Heronsson")
		w.Clock.Set(w.Clock.Now().Add(15 * time.Minute))
		rev.Get(page).OK().SeesNot("Canarysdaughter")
		lead.Get(page).OK().SeesNot("Heronsson")
	})
}

// Each look at a name is in the log with whose it was, and no name is.
func TestEachLookAtANameIsInTheLog(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		child := known(t, w, "Child", "Peigi Canarysdaughter", "")
		known(t, w, "Family", "Torcuil Heronsson", "")
		w.Stage(t, access.Learning)
		w.As(t, "reviewer").Post(w.Path("chronology/names"), opening("A canary of a reason.", child)).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(w.Path("chronology/names")).OK()
		w.As(t, "reviewer").Get(w.Path("chronology/names")).OK()
		for action, want := range map[string]int{"chronology.names-open": 1, "chronology.names": 2} {
			query := fmt.Sprintf("SELECT COUNT(*) FROM audit_entry WHERE action = '%s' AND actor = '%s' AND object = '%s'", action, w.Account("reviewer"), child)
			if n := count(t, w, query); n != want {
				t.Errorf("%s is in the log %d times for the name, want %d", action, n, want)
			}
		}
		if n := count(t, w, `SELECT COUNT(*) FROM audit_entry WHERE action = 'chronology.names-open' AND payload IS NOT NULL`); n != 1 {
			t.Error("the reason is not in the log")
		}
	})
}

var maskForms = regexp.MustCompile(`action="([^"]*/names-standing/[^"]*)"[\s\S]*?name="words" value="([^"]*)"`)

var liftForms = regexp.MustCompile(`/reviews/[^"]*/names-standing/[^"]*/lift`)

// The lead officer sees where names were left, has words read as a code that may
// be a name, and takes that back; what the agency wrote stays.
func TestTheLeadOfficerSeesWhichNamesWereLeft(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		known(t, w, "Child", "Grace Canarysdaughter", "")
		mine, page := w.Path("chronology/mine"), w.Path("chronology/names-standing")
		w.As(t, "author").Post(mine, entry("3 May 2016", "Grace Canarysdaughter was seen.")).Is(http.StatusSeeOther)
		w.As(t, "author").Post(mine, entry("4 May 2016", "Grace slept.")).Is(http.StatusSeeOther)
		w.As(t, "author").Post(mine, entry("5 May 2016", "Grace ate.")).Is(http.StatusSeeOther)
		w.As(t, "author two").Post(mine, entry("6 May 2016", "Grace Canarysdaughter at the surgery.")).Is(http.StatusSeeOther)
		lead := w.As(t, "lead")
		lead.Get(page).OK().Sees("No name of the case is left")
		release(t, w, "", accesstest.Social)
		lead.Post(w.Path("requests"), url.Values{"agency": {accesstest.Health}, "about": {"K"}, "outline": {"Why"}, "due": {"16 November 2026"}}).Is(http.StatusSeeOther)
		got := lead.Get(page).OK().Sees("“Grace Canarysdaughter” in: what happened", "Others read Child 1", "May be Child 1").SeesNot("surgery")
		if strings.Contains(got.Body, `value="Grace`) {
			t.Error("a name stands in a form")
		}
		w.As(t, "group").Get(w.Path("chronology")).OK().Sees("Child 1 was seen.", "Grace slept.", "Grace ate.")
		m := maskForms.FindStringSubmatch(got.Body)
		w.As(t, "reviewer").Post(m[1], url.Values{"words": {m[2]}}).Is(http.StatusForbidden)
		lead.Post(m[1], url.Values{"words": {"other"}}).Is(http.StatusNotFound)
		lead.Post(strings.ReplaceAll(m[1], w.Own, w.Other), url.Values{"words": {m[2]}}).Is(http.StatusNotFound)
		lead.Post(m[1], url.Values{"words": {m[2]}}).Is(http.StatusSeeOther)
		w.As(t, "group").Get(w.Path("chronology")).OK().Sees("Child 1 slept.", "Grace ate.")
		w.As(t, "author").Get(w.Path("chronology")).OK().Sees("Grace slept.")
		lead.Post(m[1], url.Values{"words": {m[2]}}).Is(http.StatusNotFound)
		lift := liftForms.FindAllString(lead.Get(page).OK().Body, -1)
		if len(lift) != 1 {
			t.Fatalf("%d masks can be lifted, and one was put by hand", len(lift))
		}
		w.As(t, "reviewer").Post(lift[0], nil).Is(http.StatusForbidden)
		lead.Post(strings.ReplaceAll(lift[0], w.Own, w.Other), nil).Is(http.StatusNotFound)
		w.As(t, "group").Get(w.Path("chronology")).OK().Sees("Child 1 slept.")
		lead.Post(lift[0], nil).Is(http.StatusSeeOther)
		lead.Post(lift[0], nil).Is(http.StatusNotFound)
		w.As(t, "group").Get(w.Path("chronology")).OK().Sees("Child 1 was seen.", "Grace slept.", "Grace ate.")
		lead.Get(page).OK().Sees("May be Child 1").SeesNot("Have others read these words again")
		lead.Post(m[1], url.Values{"words": {m[2]}}).Is(http.StatusSeeOther)
		w.As(t, "group").Get(w.Path("chronology")).OK().Sees("Child 1 slept.")
		for _, who := range []string{"reviewer", "review chair", "team", "author", "admin"} {
			w.As(t, who).Get(page).Is(http.StatusForbidden)
		}
	})
}
