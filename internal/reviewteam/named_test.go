package reviewteam_test

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/decision"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/seal"
)

// members are given names that entries can have.
var members = map[string]string{"reviewer": "Tavish Inventedson", "group": "Morven Fictionald", "review chair": "Grace Sample", "team": "Euan Madeupper"}

// gathering begins while agencies write their entries, with the whole cast in it.
func gathering(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		for _, who := range slices.Sorted(maps.Keys(members)) {
			rename(t, w, who, members[who])
		}
		test(t, w)
	}, notification.Feature, agencyreport.Feature, chronology.Feature, decision.Feature, reviewteam.Feature)
}

// rename gives somebody another name.
func rename(t *testing.T, w *accesstest.World, who, name string) {
	t.Helper()
	id := w.Account(who)
	err := w.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), `UPDATE account SET name = $1 WHERE id = $2`, w.Gate.Post("account", &id).Seal("name", seal.T(name)), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func entry(when, event string) url.Values {
	return url.Values{"when": {when}, "source": {"Case notes"}, "reference": {"Note 12"}, "event": {event}, "action": {"None was needed."}}
}

// closed says that everything of the review is closed to the person, whatever
// page or deed they ask for.
func closed(t *testing.T, w *accesstest.World, who string) bool {
	t.Helper()
	fill := regexp.MustCompile(`\{[a-z]+\}`)
	shut, open := 0, 0
	for _, r := range w.Routes.List() {
		if !strings.Contains(r.Path, "{review}") || w.May(t, who, w.Own, r.Rule) == access.ErrForbidden {
			continue
		}
		page := w.As(t, who).Ask(r.Method, fill.ReplaceAllString(strings.ReplaceAll(r.Path, "{review}", w.Own), "none"))
		if page.Status == http.StatusForbidden && strings.Contains(page.Body, "This review is closed to you for now") {
			shut++
		} else {
			open++
		}
	}
	if shut > 0 && open > 0 {
		t.Fatalf("%d ways into the review are closed to %s and %d are open", shut, who, open)
	}
	return shut > 0
}

// Whoever an entry names is out of the review in the same moment, however the
// entry comes and however the name is written; nobody else notices. [SEED team, CP21 p11]
func TestAnEntryThatNamesAMemberClosesTheReviewToThem(t *testing.T) {
	ways := map[string]func(t *testing.T, w *accesstest.World){
		"typed": func(t *testing.T, w *accesstest.World) {
			w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "Seen with Morven Fictionald.")).Is(http.StatusSeeOther)
		},
		"in who was seen": func(t *testing.T, w *accesstest.World) {
			e := entry("3 May 2016", "A visit.")
			e.Set("seen", "the child, with M. Fictionald")
			w.As(t, "author").Post(w.Path("chronology/mine"), e).Is(http.StatusSeeOther)
		},
		"misspelled, in the source": func(t *testing.T, w *accesstest.World) {
			e := entry("3 May 2016", "A visit.")
			e.Set("source", "Notes of Morvenn Fictionnald")
			w.As(t, "author").Post(w.Path("chronology/mine"), e).Is(http.StatusSeeOther)
		},
		"the other way round": func(t *testing.T, w *accesstest.World) {
			w.As(t, "author two").Post(w.Path("chronology/mine"), entry("3 May 2016", "FICTIONALD, Morven decided.")).Is(http.StatusSeeOther)
		},
		"pasted, under who was at work": func(t *testing.T, w *accesstest.World) {
			w.As(t, "author").Post(w.Path("chronology/mine/paste"), url.Values{"table": {"Date\tSource\tEvent\tRole\n1 May 2016\tNotes\tA visit\tMorven Fictionald, senior"}}).Is(http.StatusSeeOther)
			table := regexp.MustCompile(`/chronology/tables/[0-9a-f-]+`).FindString(w.As(t, "author").Get(w.Path("chronology/mine")).Body)
			if closed(t, w, "group") {
				t.Fatal("a table that is not taken in yet is no entry")
			}
			w.As(t, "author").Post(w.Path("")+table, url.Values{}).Is(http.StatusSeeOther)
		},
		"changed": func(t *testing.T, w *accesstest.World) {
			w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "A visit.")).Is(http.StatusSeeOther)
			one := regexp.MustCompile(`/chronology/mine/[0-9a-f-]+`).FindString(strings.ReplaceAll(w.As(t, "author").Get(w.Path("chronology/mine")).Body, "mine/paste", ""))
			if closed(t, w, "group") {
				t.Fatal("nobody is named yet")
			}
			e := entry("3 May 2016", "A visit by Morven Fictionald.")
			e.Set("version", "1")
			w.As(t, "author").Post(w.Path("")+one, e).Is(http.StatusSeeOther)
		},
		"by the code of the people of the case": func(t *testing.T, w *accesstest.World) {
			w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Staff"}, "name": {"Mo Oldname"}, "aliases": {"Morven Fictionald"}}).OK()
			w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "A visit by staff 1.")).Is(http.StatusSeeOther)
		},
		"by an earlier name": func(t *testing.T, w *accesstest.World) {
			w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Staff"}, "name": {"Morven Fictionald"}, "aliases": {"Morven Bygonename"}}).OK()
			w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "A visit by Ms Bygonename.")).Is(http.StatusSeeOther)
		},
	}
	for _, name := range slices.Sorted(maps.Keys(ways)) {
		t.Run(name, func(t *testing.T) {
			gathering(t, func(t *testing.T, w *accesstest.World) {
				if closed(t, w, "group") {
					t.Fatal("closed before anybody was named")
				}
				ways[name](t, w)
				if !closed(t, w, "group") {
					t.Fatal("the review is open to somebody whom an entry names")
				}
				for _, who := range []string{"lead", "group two", "reviewer", "review chair", "team", "committee chair", "author"} {
					if w.May(t, who, w.Own, review.See{}.Rule()) != nil {
						t.Errorf("closed to %s, whom nobody named", who)
					}
				}
				w.As(t, "group").Get(w.Path("")).Is(http.StatusForbidden).Sees("You need do nothing").SeesNot("visit", "Social Work", "entry")
				w.As(t, "lead").Get("/").OK().Sees("It is closed to them until you decide").SeesNot("Fictionald")
				w.As(t, "lead").Get(w.Path("chronology/named")).OK().Sees("Morven Fictionald", "The review is closed to them")
				w.As(t, "other lead").Get("/reviews/" + w.Other + "/chronology/named").OK().SeesNot("Fictionald")
				w.As(t, "other lead").Get("/").OK().SeesNot("It is closed to them until you decide")
			})
		})
	}
}

// A first name alone, a common name or initials close nothing: somebody looks.
func TestAWordThatMayBeANameIsLookedAtAndClosesNothing(t *testing.T) {
	gathering(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "Grace was at the door. T.I. called.")).Is(http.StatusSeeOther)
		for _, who := range []string{"review chair", "reviewer"} {
			if closed(t, w, who) {
				t.Errorf("closed to %s for a word", who)
			}
		}
		w.As(t, "lead").Get(w.Path("chronology/named")).OK().Sees("Grace Sample", "Tavish Inventedson", "Please look").SeesNot("The review is closed to them")
		w.As(t, "lead").Get(w.Path("chronology/named/"+w.Account("review chair"))).OK().Sees("“Grace”", "The review is open to them")
	})
}

// Before an account is open the lead officer sees the words found and no more of it.
func TestTheLeadOfficerSeesTheEntryOnceTheAccountIsOpen(t *testing.T) {
	gathering(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "Canary flew. Morven Fictionald saw it.")).Is(http.StatusSeeOther)
		page := w.Path("chronology/named/" + w.Account("group"))
		w.As(t, "lead").Get(page).OK().Sees("“Morven Fictionald”", "what happened", "Exampleshire Social Work", "This account is not open yet").SeesNot("Canary", "3 May 2016")
		release(t, w)
		w.As(t, "lead").Get(page).OK().Sees("“Morven Fictionald”", "Canary flew", "3 May 2016").SeesNot("This account is not open yet")
	})
}

// release has Social Work release its account.
func release(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.As(t, "lead").Post(w.Path("requests"), url.Values{"agency": {accesstest.Social}, "about": {"K"}, "outline": {"Why"}, "due": {"16 November 2026"}}).Is(http.StatusSeeOther)
	own := w.Path("report-of/" + one(t, w, `SELECT id FROM agency_request WHERE review_id = $1`))
	w.As(t, "author").Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}, "text": {"We were there."}}).Is(http.StatusSeeOther)
	w.As(t, "author").Post(own+"/send", url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
	w.As(t, "approver").Post(own+"/sign", url.Values{"do": {"sign"}, "version": {"1"}}).Is(http.StatusSeeOther)
}

func one(t *testing.T, w *accesstest.World, query string) string {
	t.Helper()
	var v string
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		v, err = db.One(context.Background(), tx, db.Column[string], query, w.Own)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func settling(outcome, saw string) url.Values {
	return url.Values{"outcome": {outcome}, "reason": {"A fair sentence about it."}, "saw": {saw}}
}

// The lead officer decides in three ways, and what was decided is not asked again
// for the same words of the same entry.
func TestTheLeadOfficerDecidesInThreeWays(t *testing.T) {
	gathering(t, func(t *testing.T, w *accesstest.World) {
		lead, page := w.As(t, "lead"), w.Path("chronology/named/"+w.Account("group"))
		mine := w.Path("chronology/mine")
		w.As(t, "author").Post(mine, entry("3 May 2016", "Morven Fictionald saw it.")).Is(http.StatusSeeOther)
		lead.Post(page, url.Values{"saw": {"1"}}).Is(http.StatusUnprocessableEntity).Sees("Choose what you found", "Say in a sentence why")
		lead.Post(page, settling("clear", "0")).Is(http.StatusUnprocessableEntity).Sees("Another entry came meanwhile")
		if !closed(t, w, "group") {
			t.Fatal("open without a decision")
		}
		lead.Post(page, settling("clear", "1")).Is(http.StatusSeeOther)
		if closed(t, w, "group") {
			t.Fatal("cleared, and still closed")
		}
		lead.Get("/").OK().SeesNot("It is closed to them until you decide")
		lead.Get(w.Path("chronology/named")).OK().Sees("Not the same person", "A fair sentence", "Nobody who takes part seems to be named")
		w.As(t, "author").Post(mine, entry("4 May 2016", "A visit.")).Is(http.StatusSeeOther)
		lead.Post(w.Path("chronology/named"), nil).Is(http.StatusSeeOther)
		if closed(t, w, "group") {
			t.Fatal("the same words are asked again")
		}
		w.As(t, "author two").Post(mine, entry("4 May 2016", "Morven Fictionald saw it.")).Is(http.StatusSeeOther)
		if !closed(t, w, "group") {
			t.Fatal("another entry raised nothing")
		}
		lead.Post(page, settling("accepted", "1")).Is(http.StatusSeeOther)
		if closed(t, w, "group") {
			t.Fatal("accepted, and still closed")
		}
		w.As(t, "author two").Post(mine, entry("5 May 2016", "Mrs Fictionald again.")).Is(http.StatusSeeOther)
		lead.Post(page, settling("aside", "1")).Is(http.StatusSeeOther)
		w.As(t, "group").Get(w.Path("")).Is(http.StatusNotFound)
		lead.Get(w.Path("chronology/named")).OK().Sees("Stepped aside", "A small contact, accepted", "Not the same person")
		w.As(t, "author two").Post(mine, entry("6 May 2016", "Mrs Fictionald once more.")).Is(http.StatusSeeOther)
		lead.Get(w.Path("chronology/named")).OK().Sees("Nobody who takes part seems to be named")
	})
}

// Nobody decides about themselves.
func TestNobodyDecidesAboutThemselves(t *testing.T) {
	gathering(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at, declared_at) VALUES ('both', $1, $2, $3, 'test', $4, $4)`,
			w.Own, w.Account("lead"), access.WorkingGroup, w.Clock.Now())
		rename(t, w, "lead", "Ruaridh Bothparts")
		w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "Ruaridh Bothparts was there.")).Is(http.StatusSeeOther)
		w.As(t, "lead").Get("/").OK().SeesNot("until you decide")
		w.As(t, "lead").Get(w.Path("chronology/named")).OK().Sees("One of them is about you").SeesNot("Please look", "The review is closed to them")
		w.As(t, "lead").Get(w.Path("chronology/named/" + w.Account("lead"))).Is(http.StatusNotFound)
		w.As(t, "lead").Post(w.Path("chronology/named/"+w.Account("lead")), settling("clear", "1")).Is(http.StatusNotFound)
	})
}

// Somebody who is asked into the team is compared with every entry that is there,
// released or not, at once; and what was accepted stands with the declarations.
func TestSomebodyWhoIsAskedLaterIsComparedWithTheWholeLine(t *testing.T) {
	gathering(t, func(t *testing.T, w *accesstest.World) {
		rename(t, w, "other reviewer", "Iseabail Latecomer")
		w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "Iseabail Latecomer was there.")).Is(http.StatusSeeOther)
		w.Exec(t, `UPDATE member SET until_at = $1 WHERE account_id = $2`, w.Clock.Now(), w.Account("reviewer"))
		w.Stage(t, access.SettingUp)
		w.As(t, "lead").Get(w.Path("chronology/named")).OK().Sees("Nobody who takes part seems to be named")
		w.As(t, "lead").Post(w.Path("team"), asked(w, "reviewer", "other reviewer", "")).Is(http.StatusSeeOther)
		if !closed(t, w, "other reviewer") {
			t.Fatal("the declaration is open to somebody whom an entry names")
		}
		w.As(t, "lead").Post(w.Path("chronology/named/"+w.Account("other reviewer")), settling("accepted", "1")).Is(http.StatusSeeOther)
		w.As(t, "other reviewer").Get(w.Path("team")).Is(http.StatusSeeOther)
		w.As(t, "other reviewer").Post(w.Path("team/declare"), clear()).Is(http.StatusSeeOther)
		w.As(t, "review chair").Get(w.Path("team")).OK().Sees("Small contacts on record", "Iseabail Latecomer", "A fair sentence about it.")
	})
}

// A name that becomes known later is found when the lead officer compares once more.
func TestANameThatBecomesKnownLaterIsFound(t *testing.T) {
	gathering(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "Ms Bygonename was there.")).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Staff"}, "name": {"Morven Fictionald"}, "aliases": {"Morven Bygonename"}}).OK()
		w.As(t, "lead").Post(w.Path("chronology/named"), nil).Is(http.StatusSeeOther)
		if !closed(t, w, "group") {
			t.Fatal("the name was not found")
		}
	})
}

var (
	token    = regexp.MustCompile(`name="_once" value="[^"]+"`)
	anyID    = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`)
	twoWords = regexp.MustCompile(`\{[a-z]+\}`)
)

// Who writes the entry cannot tell that it names somebody, and neither can those
// who take part and are not named: every page and every answer is to the letter
// that of a review in which the same words name nobody.
func TestNobodyElseCanTellThatSomebodyIsNamed(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		rename(t, w, "group", "Morven Fictionald")
		rename(t, w, "other group", "Elspet Otherwise")
		plain := func(words, review string) string {
			words = anyID.ReplaceAllString(token.ReplaceAllString(words, ""), "#")
			words = strings.NewReplacer("Name of other ", "Name of ", "Elspet Otherwise", "Morven Fictionald", codeOf(t, w, review), "the review").Replace(words)
			return words
		}
		sides := []struct{ before, review string }{{"", w.Own}, {"other ", w.Other}}
		answers := make([]string, 2)
		for i, s := range sides {
			author := w.As(t, s.before+"author")
			for _, e := range []url.Values{entry("3 May 2016", "A visit."), entry("4 May 2016", "Morven Fictionald came.")} {
				got := author.Post("/reviews/"+s.review+"/chronology/mine", e)
				answers[i] += plain(got.Location+got.Header.Get("Set-Cookie")+got.Body, s.review)
			}
		}
		if answers[0] != answers[1] {
			t.Errorf("the author can tell from the answer:\n%s\n%s", answers[0], answers[1])
		}
		if !closed(t, w, "group") || closed(t, w, "group two") {
			t.Fatal("this test can see nothing")
		}
		asked := 0
		for _, who := range []string{"author", "author two", "group two", "committee chair", "review chair", "reviewer", "admin"} {
			for _, r := range w.Routes.List() {
				if r.Method != "GET" || !strings.Contains(r.Path, "{review}") && (r.Path != "/" || who == "admin") {
					continue
				}
				pages := make([]string, 2)
				for i, s := range sides {
					got := w.As(t, s.before+who).Get(twoWords.ReplaceAllString(strings.ReplaceAll(r.Path, "{review}", s.review), "none"))
					pages[i] = plain(got.Location+got.Body, s.review)
				}
				if asked++; pages[0] != pages[1] {
					t.Errorf("%s can tell from %s", who, r.Path)
				}
			}
		}
		if asked < 300 {
			t.Errorf("%d pages were asked for only", asked)
		}
	}, notification.Feature, agencyreport.Feature, chronology.Feature, decision.Feature, reviewteam.Feature)
}

func codeOf(t *testing.T, w *accesstest.World, review string) string {
	t.Helper()
	code := ""
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		code, err = db.One(context.Background(), tx, db.Column[string], `SELECT code FROM review WHERE id = $1`, review)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// Two are named: what is decided about the one leaves the other as they are.
func TestADecisionIsAboutOnePerson(t *testing.T) {
	gathering(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "author").Post(w.Path("chronology/mine"), entry("3 May 2016", "Morven Fictionald saw Euan Madeupper.")).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(w.Path("chronology/named/"+w.Account("group")), settling("clear", "1")).Is(http.StatusSeeOther)
		if closed(t, w, "group") || !closed(t, w, "team") {
			t.Fatal("one decision was taken for two people")
		}
		w.As(t, "lead").Get(w.Path("chronology/named")).OK().Sees("Euan Madeupper", "The review is closed to them")
		w.As(t, "lead").Get("/").OK().Sees("It is closed to them until you decide")
	})
}
