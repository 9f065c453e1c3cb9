package agencyreport_test

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
	"lr/internal/account"
	"lr/internal/agencyreport"
	"lr/internal/db"
)

func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Gathering)
		test(t, w)
	}, agencyreport.Feature, account.Feature)
}

// asked asks Social Work and the Health Board of Own, and gives the ids of the requests.
func asked(t *testing.T, w *accesstest.World) (social, health string) {
	t.Helper()
	w.As(t, "lead").Post(w.Path("requests"), url.Values{"agency": {accesstest.Social, accesstest.Health},
		"about": {"Kirsty Canary-Example, born 1 May 2014"}, "outline": {"A child came to harm in Sampleton."},
		"due": {"16 November 2026"}}).Is(http.StatusSeeOther)
	ids := map[string]string{}
	must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		_, err := db.All(context.Background(), tx, func(r db.Row) (string, error) {
			var id, agency string
			err := r.Scan(&id, &agency)
			ids[agency] = id
			return id, err
		}, `SELECT id, agency_id FROM agency_request WHERE review_id = $1`, w.Own)
		return err
	}))
	return ids[accesstest.Social], ids[accesstest.Health]
}

// says has the person save a section of the report, as it is when they open it.
func says(t *testing.T, w *accesstest.World, who, request, part, words string) accesstest.Page {
	t.Helper()
	path := w.Path("report-of/" + request + "/parts/" + part)
	page := w.As(t, who).Get(path).OK()
	return w.As(t, who).Post(path, url.Values{"do": {"later"}, "version": {versionOn(page)}, "text": {words}})
}

// sent has the person send the report to the approver.
func sent(t *testing.T, w *accesstest.World, who, request string) accesstest.Page {
	t.Helper()
	path := w.Path("report-of/" + request)
	page := w.As(t, who).Get(path + "/whole").OK()
	return w.As(t, who).Post(path+"/send", url.Values{"version": {versionOn(page)}, "correction": {"A mistake was found."}})
}

// signed has the approver sign what waits for them.
func signed(t *testing.T, w *accesstest.World, who, request string) accesstest.Page {
	t.Helper()
	path := w.Path("report-of/" + request + "/sign")
	return w.As(t, who).Post(path, url.Values{"do": {"sign"}, "version": {versionOn(w.As(t, who).Get(path).OK())}})
}

// released has Social Work write and release a report.
func released(t *testing.T, w *accesstest.World, request, words string) {
	t.Helper()
	releasedBy(t, w, "", request, words)
}

// releasedBy has an agency write and release a report: "" is Social Work and
// " two" the Health Board.
func releasedBy(t *testing.T, w *accesstest.World, two, request, words string) {
	t.Helper()
	says(t, w, "author"+two, request, "involvement", words).Is(http.StatusSeeOther)
	sent(t, w, "author"+two, request).Is(http.StatusSeeOther)
	signed(t, w, "approver"+two, request).Is(http.StatusSeeOther)
}

var hidden = regexp.MustCompile(`name="version" value="(\d+)"`)

func versionOn(p accesstest.Page) string {
	if m := hidden.FindStringSubmatch(p.Body); m != nil {
		return m[1]
	}
	return "0"
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, w *accesstest.World, query string, args ...any) int {
	t.Helper()
	n := 0
	must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], query, args...)
		return err
	}))
	return n
}

// From the request to the released report: each sees their own part of it, and
// the record that all reports are in is made with the last. [ASP22 p8]
func TestAReportIsAskedWrittenSignedAndIn(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, health := asked(t, w)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Exampleshire Social Work", "asked", "16 November 2026")
		w.As(t, "author").Get("/").OK().Sees("Write your agency's report")
		own := w.Path("report-of/" + social)
		w.As(t, "author").Get(own).OK().Sees("Kirsty Canary-Example", "A child came to harm", "Begin")
		w.As(t, "author").Post(own+"/begin", nil).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("opened")
		says(t, w, "author", social, "involvement", "We knew the family for two years.").Is(http.StatusSeeOther)
		w.As(t, "author").Get(own).OK().Sees("7 of about 1,500 words", "started")
		w.As(t, "author").Get(own + "/parts/involvement").OK().Sees("We knew the family")
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("started").SeesNot("We knew the family")
		says(t, w, "author", social, "patterns", "The visit in spring.").Is(http.StatusSeeOther)
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		w.As(t, "author").Get(own).OK().Sees("The report is with the approver")
		w.As(t, "author").Get(own + "/parts/patterns").OK().Sees("The visit in spring.").SeesNot("Save and come back")
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("with the approver")
		w.As(t, "approver").Get("/").OK().Sees("Read and sign your agency's report")
		w.As(t, "approver").Get(own+"/sign").OK().Sees("We knew the family", "The visit in spring.", "Without an answer", "First thoughts on practice and decisions")
		w.As(t, "approver").Post(own+"/sign", url.Values{"do": {"return"}, "version": {"2"}}).Is(http.StatusUnprocessableEntity).Sees("Say what the author should look at again")
		w.As(t, "approver").Post(own+"/sign", url.Values{"do": {"return"}, "version": {"2"}, "comment": {"Which spring?"}}).Is(http.StatusSeeOther)
		w.As(t, "author").Get(own).OK().Sees("Which spring?")
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("returned to the author").SeesNot("Which spring?")
		says(t, w, "author", social, "patterns", "The visit in spring 2025.").Is(http.StatusSeeOther)
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social)).Is(http.StatusNotFound)
		signed(t, w, "approver", social).Is(http.StatusSeeOther)
		for _, name := range []string{"lead", "committee chair", "review chair", "group", "group two", "team", "author", "approver"} {
			w.As(t, name).Get(w.Path("reports/"+accesstest.Social)).OK().Sees("The visit in spring 2025.", "Version 1", "Written by Name of author.", "Signed by Name of approver.")
		}
		w.As(t, "lead").Get("/").OK().Sees("Read the report of Exampleshire Social Work")
		w.As(t, "lead").Post(w.Path("reports/"+accesstest.Social+"/received"), nil).Is(http.StatusSeeOther)
		w.As(t, "lead").Get("/").OK().SeesNot("Read the report of Exampleshire Social Work")
		w.As(t, "lead").Get(w.Path("")).OK().Sees("met").SeesNot("Move on to")
		w.As(t, "lead").Post(w.Path("requests/"+health+"/missing"), nil).Is(http.StatusUnprocessableEntity).Sees("Say why the report will not come")
		w.As(t, "lead").Post(w.Path("requests/"+health+"/missing"), url.Values{"reason": {"No record of the child."}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("not coming")
		says(t, w, "author", social, "involvement", "We knew them well.").Is(http.StatusSeeOther)
		w.As(t, "author").Get(own).OK().SeesNot("Which spring?")
		w.As(t, "lead").Get(w.Path("requests/"+health)).OK().Sees("No record of the child.", "Name of author two", "Name of approver two")
		w.As(t, "lead").Get(w.Path("")).OK().Sees("Move on to: Recommendation")
		w.As(t, "lead").Post(w.Path("requests"), url.Values{"agency": {accesstest.Police}, "about": {"K"}, "outline": {"Why"}, "due": {"16 November 2026"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("")).OK().SeesNot("Move on to")
		if n := count(t, w, `SELECT COUNT(*) FROM mail WHERE review_id = $1`, w.Own); n < 6 {
			t.Errorf("%d messages were written", n)
		}
	})
}

// Both guidances that a review is considered under give their questions: for
// adults the ten key practice issues. Two weeks are proposed. [ASP22 p8]
func TestTheGuidanceGivesTheQuestionsAndTheDay(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `INSERT INTO review_committee (review_id, committee_id, guidance) VALUES ($1, $2, 'ASP_2022')`, w.Own, accesstest.Adult)
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("16 November 2026 is in")
		social, _ := asked(t, w)
		w.As(t, "author").Post(w.Path("report-of/"+social+"/begin"), nil)
		page := w.As(t, "author").Get(w.Path("report-of/" + social)).OK()
		page.Sees("Key practice episodes", "Background history", "Recognising and assessing risk and need", "Sharing information",
			"Strategies and action to keep harm small", "Action that came in time and worked", "How agencies responded together",
			"Planning and reviewing", "Quality of records", "Using legal measures well", "Good practice", "Where practice could be better")
		for part, unsure := range map[string]bool{"issue_risk": false, "recommendation": true} {
			if body := w.As(t, "author").Get(w.Path("report-of/" + social + "/parts/" + part)).OK().Body; strings.Contains(body, "to be confirmed by your committee") != unsure {
				t.Errorf("the wording of %s is not marked as it should be", part)
			}
		}
		if n := strings.Count(page.Body, `/parts/involvement"`); n != 1 {
			t.Errorf("the agency is asked %d times for its involvement", n)
		}
	})
}

func TestARequestSaysWhomWhyAndWhen(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("requests"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose at least one agency", "Say who this is about",
			"Say in a few sentences why", "Give the day the report is due")
		lead.Post(w.Path("requests"), url.Values{"agency": {accesstest.Social}, "about": {"K"}, "outline": {strings.Repeat("a", 2001)},
			"due": {"1 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("1 letters too long", "Give a day that is still to come")
		asked(t, w)
		lead.Post(w.Path("requests"), url.Values{"agency": {accesstest.Social}, "about": {"K"}, "outline": {"Why"},
			"due": {"16 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("that was not asked yet")
		if n := count(t, w, `SELECT COUNT(*) FROM agency_request`); n != 2 {
			t.Errorf("%d requests", n)
		}
		w.Clock.Set(time.Date(2026, time.November, 23, 10, 0, 0, 0, time.UTC))
		w.SignInAgain(t, "lead")
		lead.Get(w.Path("requests")).OK().Sees("16 November 2026", "5 working days late", "0 of 2 in, 2 late", "Reason not given yet")
	})
}

// Who wrote in a report cannot sign it, also when they hold both parts. [ASP22 p8]
func TestNobodySignsWhatTheyWrote(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		for i, role := range []access.Role{access.AgencyApprover, access.AgencyAuthor} {
			w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at) VALUES ($1, $2, $3, $4, $5, 'x', $6)`,
				"m"+string(rune('0'+i)), w.Own, w.Account([]string{"author", "approver"}[i]), role, accesstest.Social, w.Clock.Now())
		}
		own := w.Path("report-of/" + social)
		says(t, w, "author", social, "involvement", "First words.").Is(http.StatusSeeOther)
		says(t, w, "approver", social, "involvement", "First words, and more.").Is(http.StatusSeeOther)
		sent(t, w, "approver", social).Is(http.StatusSeeOther)
		for _, name := range []string{"author", "approver"} {
			w.As(t, name).Get(own + "/sign").OK().Sees("You wrote in this report").SeesNot("Sign and release")
			w.As(t, name).Post(own+"/sign", url.Values{"do": {"sign"}, "version": {"2"}}).Is(http.StatusUnprocessableEntity).Sees("somebody else signs it")
		}
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social)).Is(http.StatusNotFound)
	})
}

// Who wrote what was released may sign a correction that another person writes.
func TestWhoWroteTheReleasedVersionMaySignTheNext(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		for i, role := range []access.Role{access.AgencyApprover, access.AgencyAuthor} {
			w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, agency_id, granted_by, from_at) VALUES ($1, $2, $3, $4, $5, 'x', $6)`,
				"m"+string(rune('0'+i)), w.Own, w.Account([]string{"author", "approver"}[i]), role, accesstest.Social, w.Clock.Now())
		}
		released(t, w, social, "First account.")
		says(t, w, "approver", social, "involvement", "Corrected account.").Is(http.StatusSeeOther)
		sent(t, w, "approver", social).Is(http.StatusSeeOther)
		signed(t, w, "approver", social).Is(http.StatusUnprocessableEntity)
		signed(t, w, "author", social).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("reports/"+accesstest.Social)).OK().Sees("Corrected account.", "Version 2")
	})
}

// An agency's account is its own until it is released, and no other agency's
// after that.
func TestAnotherAgencySeesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own := w.Path("report-of/" + social)
		says(t, w, "author", social, "involvement", "Canary words.").Is(http.StatusSeeOther)
		for _, name := range []string{"author two", "approver two", "stranger", "other lead", "other reviewer", "lead", "team", "reviewer", "group", "practitioner"} {
			for _, path := range []string{own, own + "/sign", own + "/whole", own + "/parts/involvement", own + "/parts/episodes", own + "/episodes/new",
				w.Path("reports/" + accesstest.Social), w.Path("reports/" + accesstest.Social + "/word/1"), w.Path("reports/" + accesstest.Social + "/changes/1")} {
				page := w.As(t, name).Get(path).SeesNot("Canary")
				if page.Status != http.StatusNotFound && page.Status != http.StatusForbidden {
					t.Errorf("%s gets %d at %s", name, page.Status, path)
				}
			}
		}
		there := w.As(t, "author two").Get(own).Is(http.StatusNotFound).Text()
		if missing := w.As(t, "author two").Get(w.Path("report-of/" + db.NewID())).Is(http.StatusNotFound).Text(); there != missing {
			t.Error("another agency can tell a request that exists from one that does not")
		}
		for _, path := range []string{"/parts/involvement", "/episodes/new", "/send", "/begin"} {
			w.As(t, "author two").Post(own+path, url.Values{"do": {"done"}, "version": {"1"}, "text": {"Theirs."}, "title": {"Theirs."}}).Is(http.StatusNotFound)
		}
		released(t, w, social, "Canary words, signed.")
		w.As(t, "author two").Get(w.Path("reports")).OK().SeesNot("Canary", "Social Work")
		w.As(t, "author two").Get(w.Path("reports/" + accesstest.Social)).Is(http.StatusNotFound).SeesNot("Canary")
		w.As(t, "author").Get(w.Path("reports")).OK().Sees("Social Work")
		w.As(t, "reviewer").Get(w.Path("reports")).Is(http.StatusForbidden)
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/requests").OK().Sees("No agency was asked yet").SeesNot("with the approver")
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/reports").OK().SeesNot("Social Work")
		w.Stage(t, access.SettingUp)
		w.As(t, "reviewer").Get(w.Path("reports")).OK().Sees("Social Work")
		w.As(t, "group").Get(w.Path("reports")).Is(http.StatusForbidden)
		w.As(t, "author").Get(own).Is(http.StatusForbidden)
		w.As(t, "author").Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"2"}, "text": {"Too late."}}).Is(http.StatusForbidden)
	})
}

// What was released does not change; a correction is the next version, and the
// words are held against the hash each time they are read.
func TestAReleasedVersionNeverChanges(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own := w.Path("report-of/" + social)
		released(t, w, social, "First account.")
		sent(t, w, "author", social).Is(http.StatusUnprocessableEntity).Sees("Nothing differs")
		w.As(t, "author").Get(own).OK().Sees("Version 1 is released and does not change")
		says(t, w, "author", social, "involvement", "Corrected account.").Is(http.StatusSeeOther)
		w.As(t, "author").Post(own+"/send", url.Values{"version": {"2"}}).Is(http.StatusUnprocessableEntity).Sees("Say why the released report is corrected")
		w.As(t, "lead").Get(w.Path("requests")).OK().Sees("Version 1 is in; a correction is being written")
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social)).OK().Sees("First account.").SeesNot("Corrected")
		released(t, w, social, "Corrected account.")
		w.As(t, "lead").Get(w.Path("reports/"+accesstest.Social)).OK().Sees("Corrected account.", "Version 2", "A mistake was found.", "What changed from the version before")
		w.As(t, "lead").Get(w.Path("reports/"+accesstest.Social+"/changes/2")).OK().Sees("(taken out: First )", "(added: Corrected )", "account.")
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social + "/changes/1")).Is(http.StatusNotFound)
		w.As(t, "lead").Get(w.Path("reports/"+accesstest.Social+"?version=1")).OK().Sees("First account.", "newer version")
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social + "?version=3")).Is(http.StatusNotFound)
		if n := count(t, w, `SELECT COUNT(DISTINCT hash) FROM agency_version`); n != 2 {
			t.Errorf("%d hashes of two versions", n)
		}
		w.Exec(t, `UPDATE agency_version SET hash = $1 WHERE number = 2`, strings.Repeat("0", 64))
		w.As(t, "lead").Get(w.Path("reports/" + accesstest.Social)).Is(http.StatusInternalServerError)
	})
}

func escaped(t *testing.T, p accesstest.Page) {
	t.Helper()
	if strings.Contains(p.Body, "<script>alert") || strings.Contains(p.Body, "<img src=x") {
		t.Error("what a person typed became part of the page")
	}
}

// What people write is shown as words, faults keep what was typed, and a form
// sent twice does its deed once.
func TestHostileWordsAreOnlyWords(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own := w.Path("report-of/" + social)
		hostile := `<script>alert("x")</script><img src=x onerror=alert(1)>`
		author := w.As(t, "author")
		escaped(t, author.Post(own+"/parts/patterns", url.Values{"do": {"done"}, "version": {"0"}, "none": {"yes"}, "text": {hostile}}).Is(http.StatusUnprocessableEntity).
			Sees("Leave one of them", `<script>alert("x")</script>`))
		author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}, "text": {strings.Repeat("é", 10001)}}).Is(http.StatusUnprocessableEntity).Sees("1 letters too long")
		once := url.Values{"do": {"later"}, "version": {"0"}, "text": {hostile}, "_once": {author.Token()}}
		for range 2 {
			author.Post(own+"/parts/patterns", once).Is(http.StatusSeeOther)
		}
		author.Post(own+"/episodes/new", url.Values{"version": {"1"}, "title": {hostile}, "from": {hostile[:50]}, "happened": {hostile}}).Is(http.StatusSeeOther)
		if n := count(t, w, `SELECT COUNT(*) FROM agency_text`); n != 2 {
			t.Errorf("saved %d times", n)
		}
		released(t, w, social, hostile)
		for _, page := range []string{"", "/whole", "/parts/involvement", "/parts/episodes"} {
			escaped(t, author.Get(own+page).OK())
		}
		escaped(t, w.As(t, "lead").Get(w.Path("reports/"+accesstest.Social)).OK().Sees(`<script>alert("x")</script>`))
	})
}

// A wall shuts an author out at once, and a person who lost their part too.
func TestAWalledAuthorLosesTheReportAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own := w.Path("report-of/" + social)
		w.As(t, "author").Get(own).OK()
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("author"), []byte{1}, w.Clock.Now())
		w.As(t, "author").Get(own).Is(http.StatusNotFound)
		w.As(t, "author").Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}, "text": {"x"}}).Is(http.StatusNotFound)
		w.As(t, "author").Get(w.Path("reports")).Is(http.StatusNotFound)
	})
}

// Nothing of a report, and no name, stands readable in the database.
func TestTheDatabaseShowsNoWordOfAReport(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		released(t, w, social, "Canary words.")
		for _, column := range []string{"SELECT about FROM agency_request", "SELECT outline FROM agency_request",
			"SELECT answers FROM agency_text", "SELECT content FROM agency_version"} {
			must(t, w.DB.Read(context.Background(), func(tx *db.Tx) error {
				all, err := db.All(context.Background(), tx, db.Column[[]byte], column)
				for _, b := range all {
					if strings.Contains(string(b), "anary") || len(b) < 20 {
						t.Errorf("%s is readable", column)
					}
				}
				return err
			}))
		}
	})
}
