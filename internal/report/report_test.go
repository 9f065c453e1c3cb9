package report_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/document"
	"lr/internal/report"
)

// begin puts the review at drafting, with two contributions used by one ready
// learning point, and a child whose name must not be told.
func begin(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Stage(t, access.Learning)
	plant(t, w)
	w.Exec(t, `UPDATE review SET code = 'Quartz 100' WHERE id = $1`, w.Own) // one that is near no name of this world
	first, second := ids(t, w)
	w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Child"}, "name": {"Morag Canary"}, "aliases": {"Mogs"}}).Is(http.StatusSeeOther)
	w.As(t, "reviewer").Post(w.Path("learning/new"), url.Values{"title": {"Joining up"}, "kind": {"learning"}, "what": {"Each agency knew a part."},
		"how": {"Three people said so."}, "why": {"No meeting was for it."}, "theme": {"p-sharing"}, "contributions": {first, second}}).Is(http.StatusSeeOther)
	w.Stage(t, access.Drafting)
}

// write saves a section as the reviewer, over what stands there.
func write(t *testing.T, w *accesstest.World, section, text string) {
	t.Helper()
	page := w.As(t, "reviewer").Get(w.Path("report/sections/" + section)).OK()
	w.As(t, "reviewer").Post(w.Path("report/sections/"+section), url.Values{"text": {text}, "version": {hidden(t, page, "version")}}).Is(http.StatusSeeOther)
}

func hidden(t *testing.T, page accesstest.Page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page.Body)
	if m == nil {
		t.Fatalf("the page has no hidden %s", name)
	}
	return m[1]
}

func makeVersion(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.As(t, "reviewer").Post(w.Path("report/versions"), nil).Is(http.StatusSeeOther)
}

// check runs the identifier check and gives the addresses of what is to be decided.
func check(t *testing.T, w *accesstest.World) []string {
	t.Helper()
	w.As(t, "lead").Post(w.Path("report/check"), nil).Is(http.StatusSeeOther)
	page := w.As(t, "lead").Get(w.Path("report/check")).OK()
	var out []string
	for _, m := range regexp.MustCompile(`href="(/reviews/[^"]*/report/check/[^"]*)"`).FindAllStringSubmatch(page.Body, -1) {
		out = append(out, m[1])
	}
	return out
}

func sign(t *testing.T, w *accesstest.World, who string) accesstest.Page {
	t.Helper()
	page := w.As(t, who).Get(w.Path("report/scrutiny")).OK()
	return w.As(t, who).Post(w.Path("report/scrutiny/sign"), url.Values{"version": {hidden(t, page, "version")}, "holds": {"yes"}})
}

// cleared makes a version that names nobody and that the team has signed.
func cleared(t *testing.T, w *accesstest.World) {
	t.Helper()
	write(t, w, "introduction", "Child 1 came to harm.")
	makeVersion(t, w)
	if found := check(t, w); len(found) > 0 {
		t.Fatalf("%d findings in a clean report: %s", len(found), w.As(t, "lead").Get(w.Path("report/check")).Text())
	}
	sign(t, w, "team").Is(http.StatusSeeOther)
	sign(t, w, "team two").Is(http.StatusSeeOther)
}

func approving(t *testing.T, w *accesstest.World) url.Values {
	t.Helper()
	page := w.As(t, "committee chair").Get(w.Path("report/approval")).OK()
	return url.Values{"version": {hidden(t, page, "version")}, "hash": {hidden(t, page, "hash")}, "on": {"2 November 2026"}, "read": {"yes"}}
}

// done says whether the record's line on the review's page says Done.
func done(t *testing.T, w *accesstest.World, line string) bool {
	t.Helper()
	return strings.Contains(w.As(t, "lead").Get(w.Path("")).OK().Text(), line+" Done")
}

const (
	namesNobody = "The draft names nobody"
	allLearning = "The review team finds all the learning in it"
)

// The report stands under the headings of the guidance, with the learning
// points and how and why each emerged. The reviewer writes it. [SEED reviewer, SEED report, ASP22 p9]
func TestTheReportSaysHowAndWhyEachPointEmerged(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		reviewer := w.As(t, "reviewer")
		reviewer.Get(w.Path("report")).OK().Sees("Core data: the child", "This heading is usual, but was not confirmed", "1 written, 1 ready", "No version yet")
		write(t, w, "introduction", "Child 1 came to harm.\n\n- one\n- two")
		makeVersion(t, w)
		for _, path := range []string{"report/versions/1", "report/approval"} {
			reviewer.Get(w.Path(path)).OK().Sees("Introduction", "Child 1 came to harm.", "Joining up", "How it emerged", "Three people said so.",
				"Why it matters", "No meeting was for it.").SeesNot("not confirmed", "Conclusion")
		}
		reviewer.Post(w.Path("report/versions"), nil).Is(http.StatusUnprocessableEntity).Sees("Nothing changed since the last version")
		first := reviewer.Get(w.Path("report/word/1")).OK()
		second := w.As(t, "lead").Get(w.Path("report/word/1")).OK()
		if first.Body != second.Body {
			t.Error("the Word file has other bytes the second time")
		}
		text, err := document.ReadWord(bytes.NewReader([]byte(first.Body)), int64(len(first.Body)))
		if err != nil || len(text.Carries()) > 0 || !strings.Contains(text.Shown(), "Three people said so.") || len(text.Tables()) != 1 {
			t.Errorf("the Word file: %v, carries %v, tables %d", err, text.Carries(), len(text.Tables()))
		}
		write(t, w, "introduction", "Child 1 came to serious harm.")
		reviewer.Get(w.Path("report")).OK().Sees("The draft changed since version 1")
		reviewer.Get(w.Path("report/versions/1")).OK().SeesNot("serious")
		makeVersion(t, w)
		reviewer.Get(w.Path("report/versions/1")).OK().Sees("There is a newer one").SeesNot("serious")
		reviewer.Get(w.Path("report/versions/3")).Is(http.StatusNotFound)
	}, features...)
}

// A known name in any section, spelled rightly or nearly, keeps the version
// from being clear; the name itself is shown to nobody. [SEED report, CI-LR]
func TestAKnownNameInAnySectionBlocks(t *testing.T) {
	t.Parallel()
	for _, planted := range []struct{ section, words, found string }{
		{"core", "We met Morag Canary.", "Morag Canary"},
		{"introduction", "Then Morag was seen.", "Morag"},
		{"strategies", "Ask Moragg Cannary how it was.", "Moragg Cannary"},
		{"learning", "As Mogs told us.", "Mogs"},
		{"analysis", "The nurse, Name of practitioner, was there.", "Name of practitioner"},
		{"conclusion", "Write to mcanary@example.org.", "mcanary@example.org"},
	} {
		t.Run(planted.section, func(t *testing.T) {
			t.Parallel()
			accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
				begin(t, w)
				write(t, w, planted.section, planted.words)
				makeVersion(t, w)
				if len(check(t, w)) == 0 {
					t.Fatalf("%q was not found", planted.words)
				}
				if done(t, w, namesNobody) {
					t.Error("the version counts as clear")
				}
				w.As(t, "lead").Get(w.Path("report/check")).OK().Sees("Not clear", planted.found)
				write(t, w, planted.section, "Child 1 was seen.")
				makeVersion(t, w)
				if found := check(t, w); len(found) > 0 {
					t.Errorf("%d findings after the words were mended", len(found))
				}
				if !done(t, w, namesNobody) {
					t.Error("the mended version does not count as clear")
				}
			}, features...)
		})
	}
}

// A name in a learning point leaves by the report too, and so is found.
func TestANameInALearningPointBlocks(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		w.As(t, "lead").Post(w.Path("learning/new"), url.Values{"title": {"Listening to Morag Canary"}, "kind": {"effective"}}).Is(http.StatusSeeOther)
		makeVersion(t, w)
		if len(check(t, w)) < 2 {
			t.Error("the name stands in the table and in a heading, and was not found in both")
		}
	}, features...)
}

// Whoever wrote in the report decides about no finding; somebody else does, with
// a reason; a new version has to be checked again.
func TestASecondPersonJustifies(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		write(t, w, "introduction", "The Morag inquiry said the same.")
		makeVersion(t, w)
		found := check(t, w)
		if len(found) != 1 {
			t.Fatalf("%d findings, want one", len(found))
		}
		reason := url.Values{"reason": {"It is the name of a public inquiry."}}
		w.As(t, "reviewer").Get(found[0]).OK().Sees("somebody else has to decide", "Child 1").SeesNot("Canary", "Mogs")
		w.As(t, "reviewer").Post(found[0], reason).Is(http.StatusUnprocessableEntity).Sees("somebody else has to decide")
		if done(t, w, namesNobody) {
			t.Fatal("the writer cleared their own words")
		}
		w.As(t, "review chair").Post(found[0], nil).Is(http.StatusUnprocessableEntity).Sees("Say why these words may stay")
		w.As(t, "review chair").Post(found[0], reason).Is(http.StatusSeeOther)
		if !done(t, w, namesNobody) {
			t.Fatal("all is justified, and it does not count as clear")
		}
		if left := check(t, w); len(left) != 0 {
			t.Error("the reason was lost when the check ran again")
		}
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Adult"}, "name": {"Inquiry Morag"}}).OK()
		if left := check(t, w); len(left) == 0 || done(t, w, namesNobody) {
			t.Error("a finding that is another now kept its reason")
		}
		write(t, w, "facts", "More.")
		makeVersion(t, w)
		if done(t, w, namesNobody) {
			t.Error("a new version counts as clear unchecked")
		}
		w.As(t, "review chair").Get(found[0]).Is(http.StatusNotFound)
	}, features...)
}

// Every member of the team signs the newest version, or it is written down why
// not; comments are answered first. [SEED team]
func TestTheTeamFindsAllTheLearning(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		write(t, w, "introduction", "Child 1 came to harm.")
		makeVersion(t, w)
		w.As(t, "team").Get("/").OK().Sees("Read the draft report and say whether it holds all the learning")
		team, scrutiny := w.As(t, "team"), w.Path("report/scrutiny")
		team.Post(scrutiny+"/comments", url.Values{"section": {"facts"}}).Is(http.StatusUnprocessableEntity).Sees("Write what you want to say")
		team.Post(scrutiny+"/comments", url.Values{"section": {"facts"}, "comment": {"The school is missing."}}).Is(http.StatusSeeOther)
		sign(t, w, "team").Is(http.StatusSeeOther)
		w.As(t, "lead").Post(scrutiny+"/unsigned", url.Values{"member": {w.Account("team two")}}).Is(http.StatusUnprocessableEntity)
		w.As(t, "lead").Post(scrutiny+"/unsigned", url.Values{"member": {w.Account("team two")}, "why": {"Ill since October."}}).Is(http.StatusSeeOther)
		if done(t, w, allLearning) {
			t.Fatal("a comment without an answer did not block")
		}
		page := w.As(t, "reviewer").Get(scrutiny).OK().Sees("comments without an answer: 1", "The school is missing.", "Ill since October.")
		address := regexp.MustCompile(`href="([^"]*/scrutiny/comments/[^"]*)"`).FindStringSubmatch(page.Body)[1]
		team.Post(address, url.Values{"answer": {"It is fine."}}).Is(http.StatusForbidden)
		w.As(t, "reviewer").Post(address, nil).Is(http.StatusUnprocessableEntity).Sees("Say what was done")
		w.As(t, "reviewer").Post(address, url.Values{"answer": {"Added under Facts."}}).Is(http.StatusSeeOther)
		if !done(t, w, allLearning) {
			t.Fatal("everything is there, and it does not count as scrutinised")
		}
		team.Get(scrutiny).OK().Sees("Added under Facts.").SeesNot("I have read version")
		write(t, w, "facts", "The school was told.")
		makeVersion(t, w)
		if done(t, w, allLearning) {
			t.Error("a new version counts as signed")
		}
	}, features...)
}

// A member who is walled off sees nothing more, and nobody waits for them.
func TestAWalledMemberIsGone(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		write(t, w, "introduction", "Child 1 came to harm.")
		makeVersion(t, w)
		sign(t, w, "team").Is(http.StatusSeeOther)
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("team two"), []byte{1}, w.Clock.Now())
		for _, path := range []string{"report", "report/versions/1", "report/word/1", "report/scrutiny", "report/check"} {
			w.As(t, "team two").Get(w.Path(path)).Is(http.StatusNotFound)
		}
		w.As(t, "lead").Get(w.Path("report/scrutiny")).OK().Sees("Nothing is missing any more").SeesNot("Name of team two")
		w.As(t, "lead").Post(w.Path("report/scrutiny/close"), nil).Is(http.StatusSeeOther)
		if !done(t, w, allLearning) {
			t.Error("the scrutiny still waits for somebody who left")
		}
	}, features...)
}

// Who reads the report, and who sees nothing of it.
func TestWhoSeesTheReport(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		write(t, w, "introduction", "Canary words.")
		makeVersion(t, w)
		check(t, w)
		paths := []string{"report", "report/versions/1", "report/word/1", "report/check", "report/scrutiny", "report/approval", "report/sections/introduction"}
		for _, name := range []string{"practitioner", "author", "approver", "supporter", "manager", "group", "family link", "owner", "admin", "chief"} {
			for _, path := range paths {
				w.As(t, name).Get(w.Path(path)).Is(http.StatusForbidden).SeesNot("Canary")
			}
			w.As(t, name).Post(w.Path("report/versions"), nil).Is(http.StatusForbidden)
		}
		for _, name := range []string{"stranger", "other reviewer", "other lead", "other team"} {
			for _, path := range paths {
				w.As(t, name).Get(w.Path(path)).Is(http.StatusNotFound).SeesNot("Canary")
			}
		}
		for _, path := range []string{"report", "report/versions/1", "report/check", "report/scrutiny", "report/approval"} {
			w.As(t, "other lead").Get("/reviews/"+w.Other+"/"+path).SeesNot("Canary", "Joining up")
		}
		w.As(t, "team").Get(w.Path("report/versions/1")).OK().Sees("Canary words.")
		w.As(t, "team").Get(w.Path("report/sections/introduction")).Is(http.StatusForbidden)
		w.As(t, "team").Post(w.Path("report/check"), nil).Is(http.StatusForbidden)
		w.As(t, "review chair").Get(w.Path("report/sections/introduction")).Is(http.StatusForbidden)
		w.As(t, "reviewer").Get(w.Path("report/sections/nothing")).Is(http.StatusNotFound)
		w.As(t, "reviewer").Get(w.Path("report/check/nothing")).Is(http.StatusNotFound)
		w.As(t, "lead").Get(w.Path("report/scrutiny/comments/nothing")).Is(http.StatusNotFound)
	}, features...)
}

// Two people write at one section: the later one sees both texts. Hostile and
// oversized words are refused or stay words; a form sent twice makes one version.
func TestTheDraftLosesNothing(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		address := w.Path("report/sections/facts")
		w.As(t, "lead").Post(address, url.Values{"text": {"Words of the lead."}, "version": {"0"}}).Is(http.StatusSeeOther)
		late := w.As(t, "reviewer").Post(address, url.Values{"text": {"Words of the reviewer."}, "version": {"0"}}).
			Is(http.StatusUnprocessableEntity).Sees("Somebody else saved this section", "Words of the lead.", "Words of the reviewer.")
		w.As(t, "reviewer").Post(address, url.Values{"text": {"Both. <script>alert(1)</script>"}, "version": {hidden(t, late, "version")}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Post(address, url.Values{"text": {strings.Repeat("a", 40_001)}, "version": {"2"}}).Is(http.StatusUnprocessableEntity).Sees("too long")
		w.As(t, "reviewer").Post(address, url.Values{"text": {"x"}, "version": {"-1; DROP"}}).Is(http.StatusUnprocessableEntity)
		reviewer := w.As(t, "reviewer")
		once := url.Values{"_once": {reviewer.Token()}}
		for range 3 {
			reviewer.Post(w.Path("report/versions"), once).Is(http.StatusSeeOther)
		}
		reviewer.Get(w.Path("report")).OK().Sees("Version 1, the newest").SeesNot("Version 2")
		if page := reviewer.Get(w.Path("report/versions/1")).OK().Sees("<script>alert(1)</script>"); strings.Contains(page.Body, "<script>alert") {
			t.Error("typed words became part of the page")
		}
		w.Exec(t, `UPDATE report_version SET hash = 'other' WHERE review_id = $1`, w.Own)
		if _, err := given(t, w, report.Current); err == nil {
			t.Error("a version whose words do not have its hash was handed out")
		}
	}, features...)
}

// A gap that is open is told before a version is made; the words of one that the
// report is to state stand beside each section. [SEED team]
func TestTheReportKnowsOfTheGaps(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		w.As(t, "reviewer").Get(w.Path("report")).OK().SeesNot("register of gaps")
		w.As(t, "lead").Post(w.Path("chronology/missing/gaps"), url.Values{"kind": {"record"}, "what": {"The school register of 2018"}}).Is(http.StatusSeeOther)
		w.As(t, "other lead").Post(strings.Replace(w.Path("chronology/missing/gaps"), w.Own, w.Other, 1), url.Values{"kind": {"record"}, "what": {"Elsewhere"}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(w.Path("report")).OK().Sees("1 in the register of gaps is open.")
		gap := regexp.MustCompile(`/chronology/missing/gaps/[^"]+`).FindString(w.As(t, "lead").Get(w.Path("chronology/missing?show=register")).Body)
		w.As(t, "lead").Post(w.Path(gap[1:]), url.Values{"what": {"The school register of 2018"}, "state": {"stated"}, "how": {"The register was not kept."}, "version": {"1"}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(w.Path("report")).OK().SeesNot("register of gaps is open")
		w.As(t, "reviewer").Get(w.Path("report/sections/introduction")).OK().Sees("Gaps that the report is to state", "The register was not kept.").SeesNot("Elsewhere")
	}, features...)
}
