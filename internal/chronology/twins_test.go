package chronology_test

import (
	"bytes"
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

// Two people decide on the same accounts at once: the second is told, and what
// they typed stays. Setting aside and taking back is kept with who and why.
func TestTwoPeopleDecideOnTwinsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		twinWorld(t, w)
		twins, a, b := w.Path("chronology/twins"), idOf(t, w, accesstest.Social, 1), idOf(t, w, accesstest.Health, 1)
		pair := url.Values{"account": {a, b}, "key": {a}}
		apart := url.Values{"account": {a, b}, "odd": {a, b}, "key": {a}, "reason-" + a: {"Two bruises, two days."}}
		w.As(t, "lead").Post(twins+"/join", url.Values{"account": {a}, "key": {a}}).Is(http.StatusUnprocessableEntity).Sees("Tick at least two accounts")
		w.As(t, "lead").Post(twins+"/join", pair).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Post(twins+"/join", pair).Is(http.StatusSeeOther)
		if n := count(t, w, `SELECT COUNT(*) FROM chronology_join`); n != 1 {
			t.Errorf("joined %d times", n)
		}
		w.As(t, "reviewer").Post(twins+"/apart", apart).Is(http.StatusUnprocessableEntity).Sees("Somebody joined these meanwhile", "Two bruises, two days.")
		w.As(t, "lead").Post(deed(t, w.As(t, "lead").Get(twins+"?show=joined")), url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Post(twins+"/apart", apart).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(twins+"/join", pair).Is(http.StatusUnprocessableEntity).Sees("Somebody set two of these apart")
		page := w.As(t, "lead").Get(twins+"?show=apart").OK().Sees("Likely (0)", "Not the same (1)", "Two bruises, two days.")
		w.As(t, "lead").Post(deed(t, page), url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(deed(t, page), url.Values{"version": {"1"}}).Is(http.StatusUnprocessableEntity).Sees("Somebody else took this back")
		w.As(t, "lead").Get(twins).OK().Sees("Likely (1)", "undone by", "taken back by", "Two bruises, two days.")
	})
}

// More accounts of the event join those that are joined already; an account that
// changed after it was joined says so, and one that is gone is told.
func TestAJoinGrowsAndKnowsWhatChanged(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		twinWorld(t, w)
		twins, a, b, c := w.Path("chronology/twins"), idOf(t, w, accesstest.Social, 1), idOf(t, w, accesstest.Health, 1), idOf(t, w, accesstest.Social, 2)
		w.As(t, "lead").Post(twins+"/join", url.Values{"account": {a, b}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Post(twins+"/join", url.Values{"account": {b, c}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(twins+"?show=joined").OK().Sees("Joined (1)", "3 accounts", "Moved to a flat").SeesNot("undone by", "Changed since")
		w.Exec(t, `UPDATE chronology_entry SET version = 2 WHERE id = $1`, b)
		w.Exec(t, `UPDATE chronology_entry SET removed_at = entered_at WHERE id = $1`, c)
		w.Exec(t, `UPDATE chronology_version SET version = version || 'x'`)
		w.As(t, "lead").Get(twins+"?show=joined").OK().Sees("2 accounts", "This account changed after it was joined.", "One account is no longer in the line.").SeesNot("Moved to a flat")
		w.As(t, "lead").Post(twins+"/join", url.Values{"account": {a, c}}).Is(http.StatusUnprocessableEntity).Sees("One of these accounts is no longer in the line.")
	})
}

// What stands in another review never shows here, and cannot be joined from here.
func TestAnotherReviewIsAnotherWorld(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		twinWorld(t, w)
		a, b := idOf(t, w, accesstest.Social, 1), idOf(t, w, accesstest.Health, 1)
		other := func(page string) string { return strings.Replace(w.Path(page), w.Own, w.Other, 1) }
		w.As(t, "lead").Post(w.Path("chronology/twins/join"), url.Values{"account": {a, b}}).Is(http.StatusSeeOther)
		w.As(t, "other lead").Post(other("chronology/twins/join"), url.Values{"account": {a, b}}).Is(http.StatusUnprocessableEntity)
		join := strings.Replace(deed(t, w.As(t, "lead").Get(w.Path("chronology/twins?show=joined"))), w.Own, w.Other, 1)
		w.As(t, "other lead").Post(join, url.Values{"version": {"1"}}).Is(http.StatusUnprocessableEntity)
		w.As(t, "other lead").Get(other("chronology/twins/of/" + a)).Is(http.StatusNotFound)
		w.As(t, "other lead").Post(other("chronology/missing/gaps"), url.Values{"kind": {"record"}, "what": {"Elsewhere"}}).Is(http.StatusSeeOther)
		for _, show := range []string{"", "joined", "apart", "register", "aside"} {
			w.As(t, "other lead").Get(other("chronology/twins?show="+show)).OK().SeesNot("Bruise", "elbow")
			w.As(t, "lead").Get(w.Path("chronology/missing?show=" + show)).OK().SeesNot("Elsewhere")
		}
		w.As(t, "lead").Get(w.Path("chronology/twins?show=joined")).OK().Sees("Joined (1)")
	})
}

// No word of what people decided stands readable in the database.
func TestTheDatabaseShowsNoWordOfWhatWasDecided(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		silentWorld(t, w)
		missing := w.Path("chronology/missing")
		w.As(t, "lead").Post(missing+"/rhythms", url.Values{"service": {"Exampleshire Social Work|"}, "often": {"7"}, "last": {"0"}}).Is(http.StatusSeeOther)
		m := mark(t, w.As(t, "lead").Get(missing))
		w.As(t, "lead").Post(missing+"/aside", url.Values{"mark": {m}, "reason-" + m: {"Canary"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(missing+"/gaps", url.Values{"kind": {"record"}, "what": {"Canary"}}).Is(http.StatusSeeOther)
		a, b := idOf(t, w, accesstest.Social, 1), idOf(t, w, accesstest.Health, 1)
		w.As(t, "lead").Post(w.Path("chronology/twins/apart"), url.Values{"account": {a, b}, "odd": {a}, "key": {a}, "reason-" + a: {"Canary"}}).Is(http.StatusSeeOther)
		for _, query := range []string{`SELECT content FROM chronology_aside`, `SELECT content FROM chronology_gap`, `SELECT content FROM chronology_rhythm`, `SELECT reason FROM chronology_apart`} {
			must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
				all, err := db.All(context.Background(), tx, db.Column[[]byte], query)
				if len(all) != 1 || bytes.Contains(all[0], []byte("anary")) || bytes.Contains(all[0], []byte("ocial")) {
					t.Errorf("%s is readable, or not one row", query)
				}
				return err
			}))
		}
	})
}
