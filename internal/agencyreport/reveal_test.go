package agencyreport_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/chronology"
	"lr/internal/db"
)

// eachTogether is each, with the chronology, in a review whose reports open together.
func eachTogether(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		together(t, w)
		test(t, w)
	}, agencyreport.Feature, chronology.Feature)
}

func together(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.As(t, "lead").Post(w.Path("reveal"), url.Values{"mode": {"together"}}).Is(http.StatusSeeOther)
}

// readers are those to whom released reports of other agencies open. Two of them
// come from agencies that report.
var readers = []string{"lead", "committee chair", "review chair", "group", "group two", "team"}

var wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// ways are all the ways to what an agency released.
func ways(w *accesstest.World) []string {
	all := []string{w.Path("reports"), w.Path("chronology"), w.Path("requests")}
	for _, agency := range []string{accesstest.Social, accesstest.Health} {
		report := w.Path("reports/" + agency)
		all = append(all, report, report+"?version=1", report+"/changes/1", report+"/changes/2", report+"/word/1", report+"/word/2")
	}
	return all
}

// happened has an agency write an entry of its chronology.
func happened(t *testing.T, w *accesstest.World, who, what string) {
	t.Helper()
	w.As(t, who).Post(w.Path("chronology/mine"), url.Values{"when": {"3 May 2026"}, "source": {"Notes"}, "reference": {"Page 3"}, "action": {"None."}, "event": {what}}).Is(http.StatusSeeOther)
}

// leaks says whether a page shows words of the agency, a Word file included.
func leaks(p accesstest.Page, words string) bool {
	return strings.Contains(p.Body, words) || p.Header.Get("Content-Type") == wordType
}

// Whatever the order in which agencies release, correct or do not come: before the
// reports open nobody reads another agency's, by any way, and after it everybody
// who reads them does. [ASP22 p8]
func TestNobodyReadsAnotherAgencysReportBeforeTheyOpen(t *testing.T) {
	orders := map[string][]string{
		"one, then the other":                      {"social", "health"},
		"a correction between":                     {"social", "social", "health"},
		"one does not come":                        {"social", "health missing"},
		"first it is known that one is not coming": {"health missing", "social"},
		"the round is closed":                      {"social", "close", "health"},
	}
	for name, order := range orders {
		t.Run(name, func(t *testing.T) {
			eachTogether(t, func(t *testing.T, w *accesstest.World) {
				social, health := asked(t, w)
				happened(t, w, "author", "Canary social entry.")
				happened(t, w, "author two", "Canary health entry.")
				answered := map[string]bool{}
				for i, step := range order {
					switch words := fmt.Sprintf("Canary words %d.", i); step {
					case "social":
						releasedBy(t, w, "", social, words+" social")
						answered["social"] = true
					case "health":
						releasedBy(t, w, " two", health, words+" health")
						answered["health"] = true
					case "health missing":
						w.As(t, "lead").Post(w.Path("requests/"+health+"/missing"), url.Values{"reason": {"No record."}}).Is(http.StatusSeeOther)
						answered["health"] = true
					case "close":
						w.As(t, "lead").Post(w.Path("reveal/close"), url.Values{"reason": {"It takes too long."}}).Is(http.StatusSeeOther)
						answered["social"], answered["health"] = true, true
					}
					if len(answered) == 2 {
						open(t, w)
					} else {
						shut(t, w)
					}
				}
			})
		})
	}
}

func shut(t *testing.T, w *accesstest.World) {
	t.Helper()
	for _, who := range readers {
		for _, path := range ways(w) {
			if p := w.As(t, who).Get(path); leaks(p, "Canary") || strings.Contains(p.Body, "released 2") {
				t.Errorf("before they open %s reads at %s: %s", who, path, p.Text())
			}
		}
	}
	for who, other := range map[string]string{"author": accesstest.Health, "author two": accesstest.Social} {
		mark := map[string]string{accesstest.Social: "social", accesstest.Health: "health"}[other]
		for _, path := range ways(w) {
			p := w.As(t, who).Get(path)
			if strings.Contains(p.Body, "Canary "+mark) || strings.Contains(p.Body, ". "+mark) || strings.Contains(path, other) && leaks(p, "Canary") {
				t.Errorf("%s reads another agency's words at %s", who, path)
			}
		}
	}
	w.As(t, "lead").Get("/").OK().SeesNot("Read the report of")
	for _, agency := range []string{accesstest.Social, accesstest.Health} {
		w.As(t, "lead").Post(w.Path("reports/"+agency+"/received"), nil).Is(http.StatusNotFound)
	}
}

func open(t *testing.T, w *accesstest.World) {
	t.Helper()
	for _, who := range readers {
		if p := w.As(t, who).Get(w.Path("reports/" + accesstest.Social)).OK(); !leaks(p, "Canary words") {
			t.Errorf("%s does not read the report once it is open", who)
		}
		if p := w.As(t, who).Get(w.Path("reports/" + accesstest.Social + "/word/1")).OK(); !leaks(p, "Canary") {
			t.Errorf("%s gets no file", who)
		}
		if p := w.As(t, who).Get(w.Path("chronology")); p.Status == http.StatusOK && !leaks(p, "Canary social entry") {
			t.Errorf("%s does not see the chronology once the report is open", who)
		}
	}
	w.As(t, "lead").Get("/").OK().Sees("Read the report of Exampleshire Social Work")
}

// Before they open, nobody can tell one released account from another: not by the
// number of its words, entries or episodes, nor by when it came.
func TestBeforeTheyOpenTwoAccountsLookTheSame(t *testing.T) {
	var mu sync.Mutex
	first := map[string]map[string]string{} // of the world that was ready first, by database
	for name, words := range map[string]string{"short": "Brief.", "long": strings.Repeat("A long account of many words. ", 40)} {
		t.Run(name, func(t *testing.T) {
			eachTogether(t, func(t *testing.T, w *accesstest.World) {
				w.Exec(t, `UPDATE review SET code = 'Same 1' WHERE id = $1`, w.Own)
				social, _ := asked(t, w)
				if name == "long" {
					happened(t, w, "author", "Hidden entry.")
					w.As(t, "author").Post(w.Path("report-of/"+social+"/episodes/new"), url.Values{"version": {"0"}, "title": {"Hidden"}}).Is(http.StatusSeeOther)
				}
				w.Clock.Set(w.Clock.Now().Add(time.Duration(len(words)) * time.Second))
				releasedBy(t, w, "", social, words)
				seen := map[string]string{}
				for _, who := range readers {
					for _, path := range append(ways(w), "/", w.Path("")) {
						page := w.As(t, who).Get(path)
						seen[who+" "+strings.ReplaceAll(path, w.Own, "own")] = fmt.Sprint(page.Status, page.Text())
					}
				}
				mu.Lock()
				defer mu.Unlock()
				database := t.Name()[strings.LastIndex(t.Name(), "/"):]
				if first[database] == nil {
					first[database] = seen
					return
				}
				for path, page := range seen {
					if page != first[database][path] {
						t.Errorf("%s: two accounts are told apart:\n%s\n%s", path, page, first[database][path])
					}
				}
			})
		})
	}
}

// The mode is chosen before the first release and stays; closing the round early
// needs a reason, which is kept and shown.
func TestTheModeIsChosenBeforeTheFirstRelease(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, health := asked(t, w)
		lead := w.As(t, "lead")
		lead.Post(w.Path("reveal"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose when they open")
		lead.Post(w.Path("reveal/close"), url.Values{"reason": {"x"}}).Is(http.StatusUnprocessableEntity).Sees("open already")
		together(t, w)
		lead.Post(w.Path("reveal"), url.Values{"mode": {"released"}}).Is(http.StatusSeeOther)
		together(t, w)
		released(t, w, social, "First.")
		lead.Get(w.Path("reveal")).OK().Sees("Exampleshire Health Board", "Close the round early").SeesNot("Keep this")
		lead.Get(w.Path("reports")).OK().Sees("In, and not open yet", "Exampleshire Social Work")
		lead.Get(w.Path("reports/" + accesstest.Social)).OK().Sees("opens to its readers together").SeesNot("First.")
		w.As(t, "author").Get(w.Path("reports/" + accesstest.Social)).OK().Sees("First.")
		lead.Post(w.Path("reveal"), url.Values{"mode": {"released"}}).Is(http.StatusUnprocessableEntity).Sees("stays as it is")
		lead.Post(w.Path("reveal/close"), nil).Is(http.StatusUnprocessableEntity).Sees("Say why the reports open before")
		lead.Post(w.Path("reveal/close"), url.Values{"reason": {"The other one cannot say when."}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("reveal")).OK().Sees("The round was closed on 2 November 2026", "The other one cannot say when.")
		lead.Get(w.Path("reports/" + accesstest.Social)).OK().Sees("First.")
		releasedBy(t, w, " two", health, "Second.")
		lead.Get("/").OK().Sees("Read the report of Exampleshire Social Work", "Read the report of Exampleshire Health Board")
		lead.Get(w.Path("reports/" + accesstest.Health)).OK().Sees("Second.")
	})
}

// What the committee has as usual holds for its reviews, and from the first
// release on it stays for that review whatever the committee sets later.
func TestTheCommitteesUsualModeHoldsFromTheFirstRelease(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`, `{"reveal":"together"}`, accesstest.Child)
		social, _ := asked(t, w)
		released(t, w, social, "First.")
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social)).OK().SeesNot("First.")
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`, `{"reveal":"released"}`, accesstest.Child)
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social)).OK().SeesNot("First.")
		w.As(t, "lead").Post(w.Path("reveal"), url.Values{"mode": {"released"}}).Is(http.StatusUnprocessableEntity)
	})
}

// Somebody who writes for one agency and sits in the working group for another
// reads before the opening only what they wrote.
func TestAPersonWithTwoPartsReadsOnlyTheirOwnBeforeTheyOpen(t *testing.T) {
	eachTogether(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at, declared_at) VALUES ('m', $1, $2, $3, $4, 'x', $5, $5)`,
			w.Own, w.Account("group"), access.AgencyAuthor, accesstest.Health, w.Clock.Now())
		releasedBy(t, w, "", social, "Canary words.")
		for _, path := range ways(w) {
			if leaks(w.As(t, "group").Get(path), "Canary") {
				t.Errorf("they read the account of their group's agency at %s", path)
			}
		}
		w.Exec(t, `UPDATE member SET agency_id = $1 WHERE id = 'm'`, accesstest.Social)
		w.As(t, "group").Get(w.Path("reports/" + accesstest.Social)).OK().Sees("Canary words.")
	})
}

// An agency that is asked once the others are open closes nothing again.
func TestWhatIsOpenStaysOpen(t *testing.T) {
	eachTogether(t, func(t *testing.T, w *accesstest.World) {
		social, health := asked(t, w)
		says(t, w, "author", social, "involvement", "Canary words 1.").Is(http.StatusSeeOther)
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		w.As(t, "approver").Get(w.Path("report-of/" + social + "/sign")).OK().Sees("nobody outside your agency reads it before")
		signed(t, w, "approver", social).Is(http.StatusSeeOther)
		releasedBy(t, w, " two", health, "Canary words 2.")
		w.As(t, "lead").Post(w.Path("requests"), url.Values{"agency": {accesstest.Police}, "about": {"K"}, "outline": {"Why"}, "due": {"16 November 2026"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Health)).OK().Sees("Canary words 2.")
		w.As(t, "lead").Get(w.Path("reveal")).OK().Sees("opened together on 2 November 2026")
	})
}

// A release says how many entries of the chronology went with it, and is bound to
// their words. [ASP22 p9]
func TestAReleaseIsBoundToItsChronology(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		social, health := asked(t, w)
		own := w.Path("report-of/" + social)
		w.As(t, "author").Get(own + "/parts/involvement").OK()
		says(t, w, "author", social, "involvement", "We were there.").Is(http.StatusSeeOther)
		w.As(t, "author").Get(own).OK().Sees("no entries yet")
		happened(t, w, "author", "First.")
		happened(t, w, "author", "Second.")
		happened(t, w, "author two", "Another agency's.")
		w.As(t, "author").Get(own).OK().Sees("has 2 entries in")
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		w.As(t, "approver").Get(own + "/sign").OK().Sees("you release 2 entries")
		signed(t, w, "approver", social).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social)).OK().Sees("Released with 2 entries")
		releasedBy(t, w, " two", health, "We were there.")
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Health)).OK().Sees("Released with 1 entry")
		must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
			sealed, err := db.All(context.Background(), tx, db.Column[[]byte], `SELECT hash FROM agency_chronology`)
			if err == nil && (len(sealed) != 2 || len(sealed[0]) < 64) {
				t.Errorf("%d hashes are kept", len(sealed))
			}
			return err
		}))
	}, agencyreport.Feature, chronology.Feature)
}
