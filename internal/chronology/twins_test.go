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
	"lr/internal/db"
)

func told(when, event, action string) url.Values {
	e := entry(when, event)
	if action != "" {
		e.Set("action", action)
	}
	return e
}

// twinWorld has two agencies tell of one event, differently, and of others.
func twinWorld(t *testing.T, w *accesstest.World) {
	t.Helper()
	mine := w.Path("chronology/mine")
	for _, e := range []url.Values{told("3 March 2019 14:30", "Bruise on the left elbow seen by the nursery; health visitor told.", "Referral made."),
		told("20 May 2019", "Moved to a flat in Sampleton.", "")} {
		w.As(t, "author").Post(mine, e).Is(http.StatusSeeOther)
	}
	for _, e := range []url.Values{told("4 March 2019", "Nursery rang: bruise to left elbow. Social work informed.", "NFA"),
		told("1 September 2019", "Immunisation given.", "")} {
		w.As(t, "author two").Post(mine, e).Is(http.StatusSeeOther)
	}
	release(t, w, "", accesstest.Social)
	release(t, w, " two", accesstest.Health)
	w.Stage(t, access.Learning)
}

func idOf(t *testing.T, w *accesstest.World, agency string, number int) string {
	t.Helper()
	var id string
	must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		id, err = db.One(context.Background(), tx, db.Column[string], `SELECT id FROM chronology_entry WHERE review_id = $1 AND agency_id = $2 AND number = $3`, w.Own, agency, number)
		return err
	}))
	return id
}

var action = regexp.MustCompile(`action="(/reviews/[^"]+/(?:undo|back))"`)

// deed is the address of the first form on the page that undoes something.
func deed(t *testing.T, p accesstest.Page) string {
	t.Helper()
	m := action.FindStringSubmatch(p.Body)
	if m == nil {
		t.Fatal("nothing to undo")
	}
	return m[1]
}

// Two accounts that look like one event stand side by side with the reasons. A
// person joins them; both stay on the line with their own date and words, and
// what they differ on is said. [CPG21 ¶3.175]
func TestAPersonJoinsTwoAccountsAndBothStay(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		twinWorld(t, w)
		twins := w.Path("chronology/twins")
		pair := url.Values{"account": {idOf(t, w, accesstest.Social, 1), idOf(t, w, accesstest.Health, 1)}, "key": {idOf(t, w, accesstest.Social, 1)}}
		w.As(t, "reviewer").Get(twins).OK().Sees("Likely (1)", "one day apart", "bruise", "Bruise on the left elbow", "Nursery rang",
			"They differ on the date", "They differ on whether anything was to be done").SeesNot("Immunisation")
		w.As(t, "reviewer").Get(w.Path("chronology")).OK().SeesNot("One event, 2 accounts")
		w.As(t, "reviewer").Post(twins+"/join", pair).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(twins).OK().Sees("Likely (0)", "Joined (1)")
		line := w.As(t, "lead").Get(w.Path("chronology")).OK().Sees("One event, 2 accounts", "They differ on the date", "“NFA”").Text()
		for _, words := range []string{"3 March 2019, 14:30", "4 March 2019", "Bruise on the left elbow", "Nursery rang"} {
			if strings.Count(line, words) < 2 {
				t.Errorf("%q does not stand at its own place as well as beside the other account", words)
			}
		}
		page := w.As(t, "lead").Get(twins+"?show=joined").OK().Sees("Contradiction.", "Joined by")
		w.As(t, "lead").Get(twins+"/of/"+idOf(t, w, accesstest.Health, 1)).OK().Sees("Joined accounts", "Bruise on the left elbow")
		w.As(t, "lead").Post(deed(t, page), url.Values{"version": {"7"}}).Is(http.StatusUnprocessableEntity).Sees("Somebody else undid this")
		w.As(t, "lead").Post(deed(t, page), url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(twins).OK().Sees("Likely (1)", "Joined (0)", "What was undone")
		w.As(t, "reviewer").Get(w.Path("chronology")).OK().SeesNot("One event, 2 accounts")
	})
}
