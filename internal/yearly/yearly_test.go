package yearly_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/decision"
	"lr/internal/document"
	"lr/internal/yearly"
)

const page = "/yearly/" + accesstest.Child + "/calendar/2026"

func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Helper()
	accesstest.Each(t, test, decision.Feature, yearly.Feature)
}

// late puts the clock past the day of the decision and gives the reason.
func late(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Clock.Set(time.Date(2026, 12, 20, 10, 0, 0, 0, time.UTC))
	for _, who := range []string{"lead", "committee chair", "other lead", "team", "reviewer", "stranger"} {
		w.SignInAgain(t, who)
	}
	lead := w.As(t, "lead")
	clocks := regexp.MustCompile(`/clocks/[0-9a-f-]{36}`).FindAllString(lead.Get(w.Path("")).OK().Body, -1)
	lead.Post(w.Path("")+clocks[len(clocks)-1]+"/late", url.Values{"late": {"=Canaryreason: the hall was shut."}}).Is(http.StatusSeeOther)
}

// All cases of a year are in the summary, with their time limits and why one was
// missed. [ASF19 p17, SCR15 p9]
func TestTheYearlySummaryHasAllCasesOfTheYear(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		late(t, w)
		lead := w.As(t, "lead")
		lead.Get("/").OK().Sees("Yearly summary of all cases")
		lead.Get("/yearly").OK().Sees("Exampleshire Child Protection Committee").SeesNot("Adult")
		lead.Get(page).OK().Sees("Cases considered, 2026", "Not decided yet 1", "Decision by the committee: 48 days", "Canaryreason", "Missed 1", "fewer than 5").
			SeesNot("The year before", "The year after")
		lead.Get(page+"/to-pass-on/csv").OK().Sees("fewer than 5").SeesNot("Canary", codeOf(t, w, w.Own), ",1")
		lead.Get("/yearly/"+accesstest.Child+"/business/2026").OK().Sees("April 2026 to March 2027", "Canaryreason")
		lead.Get("/yearly/"+accesstest.Child+"/calendar/2025").OK().Sees("No case was notified or decided in this year", "The year after").SeesNot("Canary")
		lead.Get("/yearly/" + accesstest.Child + "/calendar/2027").OK().Sees("The year before").SeesNot("Canary")
		for _, bad := range []string{"/yearly/" + accesstest.Child + "/calendar/26x", "/yearly/" + accesstest.Child + "/lunar/2026", "/yearly/" + accesstest.Child + "/calendar/9999"} {
			lead.Get(bad).Is(http.StatusNotFound)
		}
		lead.Get(w.Path("yearly")).OK().Sees("Not decided yet", "Canaryreason")
		w.As(t, "committee chair").Get(page).OK().Sees("Canaryreason")
	})
}

// Nobody reads a case by office alone: another committee's summary, and the
// cases of others, are not there, not even as a number.
func TestASummaryShowsOnlyCasesInWhichOneHasAPart(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		late(t, w)
		own, other := codeOf(t, w, w.Own), codeOf(t, w, w.Other)
		w.As(t, "lead").Get(page).OK().Sees(own, "All 1").SeesNot(other)
		w.As(t, "other lead").Get(page).OK().Sees(other, "All 1").SeesNot(own, "Canary")
		w.As(t, "lead").Get("/yearly/" + accesstest.Adult + "/calendar/2026").Is(http.StatusNotFound)
		w.As(t, "lead").Get("/yearly/none/calendar/2026").Is(http.StatusNotFound)
		for _, who := range []string{"team", "reviewer", "stranger"} {
			w.As(t, who).Get("/yearly").Is(http.StatusNotFound)
			w.As(t, who).Get(page).Is(http.StatusNotFound)
		}
		w.As(t, "team").Get(w.Path("yearly")).Is(http.StatusForbidden).SeesNot("Canary")

		// Another part in a review than leading or chairing it is not enough.
		w.Exec(t, `UPDATE member SET role = $1 WHERE account_id = $2`, access.TeamMember, w.Account("other lead"))
		w.As(t, "other lead").Get(page).Is(http.StatusNotFound)
		w.As(t, "other lead").Get("/yearly").OK().SeesNot("Child Protection")

		// A wall, and a chair who has not declared, leave the case out.
		w.Exec(t, `UPDATE member SET declared_at = NULL WHERE account_id = $1`, w.Account("committee chair"))
		w.As(t, "committee chair").Get(page).OK().SeesNot(own, "Canary")
		w.As(t, "committee chair").Get("/yearly/" + accesstest.Child + "/calendar/2027").OK().SeesNot("The year before")
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("lead"), []byte{1}, w.Clock.Now())
		w.As(t, "lead").Get(page).Is(http.StatusNotFound)
	})
}

// Each case that the summary opens leaves its entry in the log.
func TestASummaryLeavesAnEntryForEachCase(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		before := opened(t, w)
		w.As(t, "lead").Get(page).OK()
		if got := opened(t, w) - before; got != 1 {
			t.Errorf("%d entries for one case", got)
		}
		// It cannot have been in an earlier year, so that one does not open it.
		before = opened(t, w)
		w.As(t, "lead").Get("/yearly/" + accesstest.Child + "/calendar/2025").OK()
		if got := opened(t, w) - before; got != 0 {
			t.Errorf("%d entries for a year without the case", got)
		}
	})
}

// opened is how often a summary opened the review.
func opened(t *testing.T, w *accesstest.World) (n int) {
	t.Helper()
	if err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], `SELECT COUNT(*) FROM audit_entry WHERE action = 'yearly.sum' AND review_id = $1`, w.Own)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// The files say the same as the page; what a spreadsheet would calculate does not.
func TestTheSummaryCanBeTakenAway(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		late(t, w)
		lead := w.As(t, "lead")
		rows, err := csv.NewReader(strings.NewReader(lead.Get(page + "/csv").OK().Body)).ReadAll()
		if err != nil || len(rows) != 3 { // the heading, and two time limits that were missed
			t.Fatalf("%d lines, %v", len(rows), err)
		}
		if got := rows[2][len(rows[2])-1]; got != "'=Canaryreason: the hall was shut." {
			t.Errorf("the reason is written as %q", got)
		}
		columns, err := csv.NewReader(strings.NewReader(lead.Get("/yearly/dictionary/csv").OK().Body)).ReadAll()
		if err != nil || len(columns) != len(rows[0])+1 {
			t.Fatalf("%d columns are explained and %d there, %v", len(columns)-1, len(rows[0]), err)
		}
		for i, name := range rows[0] {
			if columns[i+1][0] != name || columns[i+1][1] == "" {
				t.Errorf("column %s is explained as %v", name, columns[i+1])
			}
		}
		if words := wordText(t, lead.Get(page+"/word").OK().Body); !strings.Contains(words, codeOf(t, w, w.Own)) || !strings.Contains(words, "Canaryreason") {
			t.Error("the Word file has not the case")
		}
		if words := wordText(t, lead.Get(page+"/to-pass-on/word").OK().Body); strings.Contains(words, codeOf(t, w, w.Own)) || strings.Contains(words, "Canary") || !strings.Contains(words, "fewer than 5") {
			t.Error("the Word file to pass on tells a case, or a small count")
		}
	})
}

func wordText(t *testing.T, body string) string {
	t.Helper()
	read, err := document.ReadWord(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	return read.Shown()
}

// What the committee decided, and when, is in the summary of the year in which
// it was notified and of the one in which it was decided.
func TestACaseIsInTheYearOfItsDecisionToo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Deciding)
		w.Clock.Set(time.Date(2027, 1, 12, 10, 0, 0, 0, time.UTC))
		w.SignInAgain(t, "lead")
		w.SignInAgain(t, "committee chair")
		w.As(t, "committee chair").Post(w.Path("decision/committees/"+accesstest.Child), url.Values{"outcome": {"none"}, "on": {"11 January 2027"},
			"reasons": {"Nothing more to learn."}, "limb": {"S"}, "limbs": {"S"}, "version": {"0"}}).Is(http.StatusSeeOther)
		for _, year := range []string{"2026", "2027"} {
			w.As(t, "lead").Get("/yearly/"+accesstest.Child+"/calendar/"+year).OK().Sees("No review 1", "11 January 2027", codeOf(t, w, w.Own))
		}
		w.As(t, "lead").Get("/yearly/" + accesstest.Child + "/calendar/2028").OK().Sees("No case was notified")

		// Once the decision is behind it, it is still in those two years, and not opened for a later one.
		w.Stage(t, access.SettingUp)
		for _, year := range []string{"2026", "2027"} {
			w.As(t, "lead").Get("/yearly/"+accesstest.Child+"/calendar/"+year).OK().Sees("No review 1", codeOf(t, w, w.Own))
		}
		before := opened(t, w)
		w.As(t, "lead").Get("/yearly/"+accesstest.Child+"/calendar/2028").OK().Sees("No case was notified", "The year before")
		if got := opened(t, w) - before; got != 0 {
			t.Errorf("%d entries for a year after the decision", got)
		}
	})
}

func codeOf(t *testing.T, w *accesstest.World, review string) string {
	t.Helper()
	var code string
	if err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		code, err = db.One(context.Background(), tx, db.Column[string], `SELECT code FROM review WHERE id = $1`, review)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return code
}
