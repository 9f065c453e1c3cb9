package decision_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/db"
)

// asked gives Own a report asked of an agency, so that there is a letter to it.
func asked(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Exec(t, `INSERT INTO agency_request (id, review_id, agency_id, asked_on, asked_by, due, progress, released, about, outline)
		VALUES ('request', $1, $2, $3, $4, $3, $5, 0, $6, $6)`, w.Own, accesstest.Health, db.Date{Year: 2026, Month: 11, Day: 2}, w.Account("lead"), string(agencyreport.Asked), []byte{1})
}

var (
	codeName  = regexp.MustCompile(`\b[A-Z][a-z]+ [1-9][0-9][0-9]\b`)
	paragraph = regexp.MustCompile(`</w:p>`)
	markup    = regexp.MustCompile(`<[^>]*>`)
)

// read is a Word file as somebody reads it, a paragraph a line.
func read(t *testing.T, file string) string {
	t.Helper()
	text := paragraph.ReplaceAllString(word(t, file), "\n")
	return strings.ReplaceAll(markup.ReplaceAllString(text, ""), "&#34;", `"`)
}

// sameAs compares with a file of testdata, in which the code name of the review
// is CODE.
func sameAs(t *testing.T, name, got string) {
	t.Helper()
	got = codeName.ReplaceAllString(got, "CODE")
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was; if it is meant, run this test with -update. Now it says:\n%s", name, got)
	}
}

func minutesOf(dissent string) url.Values {
	return url.Values{"on": {"2 November 2026"}, "chaired": {"Chair Invented"}, "present": {"Chair Invented, Chair, Independent\nMember Invented; Head of service; Exampleshire Social Work"},
		"apologies": {"Absent Invented, Superintendent"}, "quorum": {"yes"}, "considered": {"The papers of the working group."}, "dissent": {dissent},
		"decided": {"1"}, "version": {"0"}}
}

// A split decision, its minutes, letters and notices are to be had on paper, each
// with its own committee's words. The files stand in testdata for people to read.
// [CP24 p2, ASP22 p4, ASP22 p7, CI-LR]
func TestASplitDecisionOnPaper(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		bothDeciding(t, w)
		asked(t, w)
		settles(t, w, accesstest.Adult, "ratify")
		for i, outcome := range []string{"review", "none"} {
			k := bothSit[i]
			w.As(t, k.chair).Post(w.Path("decision/committees/"+k.id), with(sheetOf(k.id, outcome, 0), "how", []string{"", "delegated"}[i])).Is(http.StatusSeeOther)
		}
		lead := w.As(t, "lead")
		lead.Post(w.Path("decision/minutes/"+accesstest.Child+"/write"), minutesOf("One member would not.")).Is(http.StatusSeeOther)
		w.As(t, "committee chair").Post(w.Path("decision/minutes/"+accesstest.Child+"/record"), url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		sameAs(t, "decision.txt", read(t, lead.Get(w.Path("decision/word")).OK().Body))
		sameAs(t, "minutes.txt", read(t, lead.Get(w.Path("decision/minutes/"+accesstest.Child+"/word")).OK().Body))
		for _, k := range bothSit {
			track := strings.TrimPrefix(k.id, "committee-")
			sameAs(t, "notifier-"+track+".txt", read(t, lead.Get(w.Path("decision/letters/"+k.id+"/notifier/word")).OK().Body))
			sameAs(t, "notice-"+track+".txt", read(t, lead.Get(w.Path("decision/notice/"+k.id+"/word")).OK().Body))
			sameAs(t, "notice-"+track+".json", lead.Get(w.Path("decision/notice/"+k.id+"/json")).OK().Body)
		}
		sameAs(t, "agency.txt", read(t, lead.Get(w.Path("decision/letters/"+accesstest.Child+"/"+accesstest.Health+"/word")).OK().Body))
		for _, page := range []string{"decision/letters/" + accesstest.Child + "/notifier", "decision/notice/" + accesstest.Child} {
			lead.Get(w.Path(page)).OK().SeesNot("Reasons for none.", "They differ.", "Exampleshire Adult")
		}
	})
}

// A letter goes out only when no blank is left in it, in the words that were kept,
// once; and both letters to the notifier make that they know. [ASP22 p7]
func TestALetterGoesOutWithoutBlanks(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		deciding(t, w)
		decidedElsewhere(t, w)
		asked(t, w)
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`,
			`{"letters":{"decision-notifier":{"title":"Ours, [code]","body":"It was decided: [decision]. Ring [our telephone]."}}}`, accesstest.Child)
		w.As(t, "committee chair").Post(w.Path("decision/committees/"+accesstest.Child), decided("none")).Is(http.StatusSeeOther)
		lead, page := w.As(t, "lead"), w.Path("decision/letters/"+accesstest.Child+"/notifier")
		seen := func(version string) url.Values {
			return url.Values{"decided": {"1"}, "version": {version}, "on": {"2 November 2026"}, "how": {"By letter."}}
		}
		lead.Get(w.Path("decision/letters")).OK().Sees("Blanks to fill", "Exampleshire Health Board").SeesNot("Invented Police Division")
		lead.Get(page).OK().Sees("It was decided: No review. Ring [our telephone].", "It cannot go out before that").SeesNot("It is sent")
		lead.Post(page+"/issue", seen("0")).Is(http.StatusUnprocessableEntity).Sees("The letter still has blanks: [our telephone]")
		lead.Post(page, with(seen("0"), "title", "", "body", "")).Is(http.StatusUnprocessableEntity).Sees("Write the letter.")
		lead.Post(page, with(seen("0"), "title", "Ours", "body", "Decided: [decision].")).Is(http.StatusSeeOther)
		lead.Post(page+"/issue", seen("1")).Is(http.StatusUnprocessableEntity).Sees("[decision]")
		lead.Post(page, with(seen("0"), "title", "Ours", "body", "Somebody else was faster.")).Is(http.StatusConflict)
		lead.Post(page, with(seen("1"), "title", "Ours", "body", "Decided: no review. Ring 01.")).Is(http.StatusSeeOther)
		lead.Post(page+"/issue", with(seen("2"), "how", "")).Is(http.StatusUnprocessableEntity).Sees("Say how it was sent")
		lead.Post(page+"/issue", with(seen("2"), "on", "3 November 2026")).Is(http.StatusUnprocessableEntity).Sees("This day is still to come")
		lead.Post(page+"/issue", seen("2")).Is(http.StatusSeeOther)
		lead.Post(page+"/issue", seen("3")).Is(http.StatusConflict)
		lead.Post(page, with(seen("3"), "title", "Ours", "body", "Changed after it was sent.")).Is(http.StatusConflict)
		lead.Get(page).OK().Sees("Sent on 2 November 2026", "Decided: no review. Ring 01.").SeesNot("Keep the letter")
		lead.Get(w.Path("")).OK().Sees("The notifier knows of the decision Done")
		agency := w.Path("decision/letters/" + accesstest.Child + "/" + accesstest.Health)
		lead.Post(agency+"/issue", seen("0")).Is(http.StatusSeeOther)
		lead.Get(agency).OK().Sees("To Exampleshire Health Board.", "By letter.")
		lead.Get(w.Path("decision/letters/" + accesstest.Child + "/" + accesstest.Police)).Is(http.StatusNotFound)
		for _, name := range []string{"committee chair", "chief", "group", "author", "admin"} {
			w.As(t, name).Get(page).Is(http.StatusForbidden)
		}
		for _, row := range stored(t, w, `SELECT body FROM decision_letter`) {
			if strings.Contains(string(row), "decided") {
				t.Error("the database shows a letter")
			}
		}
	})
}

// A draft of the minutes shows to those who write it, and to nobody else: not to
// the other committee's chair, nor to chief officers. Once the chair records it, it does.
func TestADraftOfTheMinutesIsTheirsWhoWriteIt(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		bothDeciding(t, w)
		page := w.Path("decision/minutes/" + accesstest.Child)
		lead, chair, other := w.As(t, "lead"), w.As(t, "committee chair"), w.As(t, "other committee chair")
		lead.Get(page + "/write").Is(http.StatusNotFound)
		chair.Post(w.Path("decision/committees/"+accesstest.Child), decided("review")).Is(http.StatusSeeOther)
		before := map[string]string{}
		outsiders := []string{"other committee chair", "chief", "other chief"}
		for _, who := range outsiders {
			for _, at := range []string{"/", w.Path(""), w.Path("decision"), page, page + "/word", w.Path("decision/word")} {
				before[who+at] = plain(w.As(t, who).Get(at).Body)
			}
		}
		other.Get(page + "/write").Is(http.StatusForbidden)
		other.Post(page+"/write", minutesOf("")).Is(http.StatusForbidden)
		lead.Post(page+"/write", with(minutesOf(""), "quorum", "no")).Is(http.StatusUnprocessableEntity).Sees("Say how the committee could decide without a quorum")
		lead.Post(page+"/write", with(minutesOf(""), "present", "Somebody")).Is(http.StatusUnprocessableEntity).Sees("This line is different: Somebody")
		lead.Post(page+"/write", with(minutesOf("Hidden dissent."), "decided", "2")).Is(http.StatusConflict)
		lead.Post(page+"/write", minutesOf("Hidden dissent.")).Is(http.StatusSeeOther)
		lead.Post(page+"/write", minutesOf("Faster.")).Is(http.StatusConflict)
		chair.Get(page).OK().Sees("Hidden dissent.", "This is a draft", "Member Invented")
		for _, who := range outsiders {
			for _, at := range []string{"/", w.Path(""), w.Path("decision"), page, page + "/word", w.Path("decision/word")} {
				if now := plain(w.As(t, who).Get(at).Body); now != before[who+at] {
					t.Errorf("%s can tell from %s that there is a draft", who, at)
				}
			}
		}
		lead.Post(page+"/record", url.Values{"version": {"1"}}).Is(http.StatusForbidden)
		other.Post(page+"/record", url.Values{"version": {"1"}}).Is(http.StatusForbidden)
		chair.Post(page+"/record", url.Values{"version": {"2"}}).Is(http.StatusConflict)
		chair.Post(page+"/record", url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		chair.Post(page+"/record", url.Values{"version": {"2"}}).Is(http.StatusConflict)
		for _, who := range outsiders {
			w.As(t, who).Get(page).OK().Sees("Hidden dissent.")
		}
		lead.Post(page+"/write", with(minutesOf("Put right later."), "version", "2")).Is(http.StatusSeeOther)
		other.Get(page).OK().Sees("Hidden dissent.").SeesNot("Put right later.")
		chair.Get(page).OK().Sees("Put right later.")
		for _, row := range stored(t, w, `SELECT dissent FROM decision_minutes`) {
			if strings.Contains(string(row), "dissent") {
				t.Error("the database shows minutes")
			}
		}
	})
}

var once = regexp.MustCompile(`name="_once" value="[^"]+"`)

func plain(body string) string { return once.ReplaceAllString(body, "") }

// A chair or chief officer who stepped aside learns nothing of what comes after,
// from no page of theirs.
func TestWhoSteppedAsideLearnsNothingOfTheDecision(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		both(t, w)
		found(t, w)
		w.Stage(t, access.Deciding)
		declares(t, w, "committee chair")
		w.As(t, "lead").Post(w.Path("decision/bring"), url.Values{"chair": {w.Account("other committee chair")}, "chief": {w.Account("other chief")}}).Is(http.StatusSeeOther)
		gone := []string{"other committee chair", "chief"}
		pages := []string{"/", "/declared", w.Path(""), w.Path("decision"), w.Path("decision/word"), w.Path("decision/minutes/" + accesstest.Child),
			w.Path("decision/committees/" + accesstest.Adult), w.Path("decision/confirm/" + accesstest.Adult), w.Path("decision/ratify/" + accesstest.Child),
			w.Path("decision/notice/" + accesstest.Child), w.Path("findings"), w.Path("findings/case")}
		before := map[string]string{}
		for _, who := range gone {
			w.As(t, who).Post(w.Path("declare"), declaration("yes")).Is(http.StatusSeeOther)
			for _, at := range pages {
				before[who+at] = plain(w.As(t, who).Get(at).Body)
			}
		}
		w.As(t, "committee chair").Post(w.Path("decision/committees/"+accesstest.Child), decided("review")).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(w.Path("decision/minutes/"+accesstest.Child+"/write"), minutesOf("")).Is(http.StatusSeeOther)
		w.As(t, "committee chair").Post(w.Path("decision/minutes/"+accesstest.Child+"/record"), url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(w.Path("decision/notice/"+accesstest.Child), url.Values{"on": {"2 November 2026"}, "version": {"1"}}).Is(http.StatusSeeOther)
		number := regexp.MustCompile(`\b[A-Z0-9]{8}\b`) // of a page that says no
		for _, who := range gone {
			for _, at := range pages {
				now := plain(w.As(t, who).Get(at).Body)
				if number.ReplaceAllString(now, "") != number.ReplaceAllString(before[who+at], "") {
					t.Errorf("%s can tell from %s that something was decided", who, at)
				}
			}
			for _, deed := range []string{"decision/committees/" + accesstest.Adult, "decision/read/" + accesstest.Child, "decision/minutes/" + accesstest.Adult + "/write"} {
				w.As(t, who).Post(w.Path(deed), nil).Is(http.StatusNotFound)
			}
			if n := mails(t, w, who, "decision-told"); n != 0 {
				t.Errorf("%s was sent %d messages of the decision", who, n)
			}
		}
	})
}
