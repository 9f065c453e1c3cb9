package dissemination_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/report"
)

func decision(extent, version string) url.Values {
	return url.Values{"extent": {extent}, "decided": {"2 November 2026"}, "reasons": {"Others can learn from it."},
		"advice": {"The council's solicitor agreed."}, "proceedings": {"There are none."}, "again": {"2 November 2027"}, "version": {version}}
}

func text(version string) url.Values {
	return url.Values{"title": {"A plan for each handover"}, "summary": {"When care moves, the plan must move with it."},
		"themes": {"p-planning"}, "use-p1": {"yes"}, "title-p1": {"Handing over"}, "words-p1": {"Each handover needs a plan."}, "version": {version}}
}

var audiences = []string{"notifier", "participants", "family", "agencies", "chief-officers"}

func tellAll(t *testing.T, w *accesstest.World) {
	t.Helper()
	for i, a := range audiences {
		form := url.Values{"how": {"told"}, "day": {"2 November 2026"}, "words": {"By letter."}}
		if i == 2 {
			form = url.Values{"how": {"not-needed"}, "words": {"There is none left."}}
		}
		w.As(t, "lead").Post(w.Path("publication/told/"+a), form).Is(http.StatusSeeOther)
	}
}

var hashField = regexp.MustCompile(`name="hash" value="([0-9a-f]{64})"`)

// agreed takes the publication as far as the chair's agreement, and gives its hash.
func agreed(t *testing.T, w *accesstest.World, extent string) string {
	t.Helper()
	w.As(t, "lead").Post(w.Path("publication/decision"), decision(extent, "0")).Is(http.StatusSeeOther)
	w.As(t, "lead").Post(w.Path("publication/text"), text("1")).Is(http.StatusSeeOther)
	return agree(t, w)
}

func agree(t *testing.T, w *accesstest.World) string {
	t.Helper()
	page := w.As(t, "committee chair").Get(w.Path("publication/preview")).OK()
	m := hashField.FindStringSubmatch(page.Body)
	if m == nil {
		t.Fatalf("the chair is not asked to agree: %s", page.Text())
	}
	w.As(t, "committee chair").Post(w.Path("publication/agree"), url.Values{"hash": {m[1]}}).Is(http.StatusSeeOther)
	return m[1]
}

var publicLink = regexp.MustCompile(`/published/([a-z2-7]{26})`)

// public is the address of the public page, "" while there is none.
func public(t *testing.T, w *accesstest.World) string {
	t.Helper()
	return publicLink.FindString(w.As(t, "lead").Get(w.Path("publication")).OK().Body)
}

func published(t *testing.T, w *accesstest.World, extent string) string {
	t.Helper()
	agreed(t, w, extent)
	tellAll(t, w)
	w.As(t, "lead").Post(w.Path("publication/publish"), nil).Is(http.StatusSeeOther)
	return public(t, w)
}

// Nobody learns of a publication from the news: each line of those who hear
// first is answered before it. [CP24 p6, SEED spread]
func TestPeopleHearBeforeThePublic(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		lead := w.As(t, "lead")
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusUnprocessableEntity).Sees("has not decided")
		agreed(t, w, "summary")
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusUnprocessableEntity).Sees("Nobody learns of this from the news")
		lead.Post(w.Path("publication/told/family"), url.Values{"how": {"told"}, "words": {"By letter."}}).Is(http.StatusUnprocessableEntity).Sees("Give the day")
		lead.Post(w.Path("publication/told/family"), url.Values{"how": {"told"}, "words": {"By letter."}, "day": {"9 November 2026"}}).
			Is(http.StatusUnprocessableEntity).Sees("still to come")
		lead.Post(w.Path("publication/told/press"), url.Values{"how": {"told"}, "words": {"x"}, "day": {"2 November 2026"}}).Is(http.StatusNotFound)
		w.As(t, "").Get("/published").OK().SeesNot("A plan for each handover")
		tellAll(t, w)
		lead.Get(w.Path("")).OK().Sees("Those who took part heard of it first Done")
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusSeeOther)
		w.As(t, "").Get("/published").OK().Sees("A plan for each handover", "When care moves")
		w.As(t, "").Get(public(t, w)).OK().Sees("Each handover needs a plan.", "Planning and review")
	}, features...)
}

// What is published is, byte for byte, what the chair agreed; a change after
// that needs agreeing anew. [CP24 p6]
func TestWhatIsPublishedIsWhatWasAgreed(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		lead := w.As(t, "lead")
		agreed(t, w, "full")
		tellAll(t, w)
		changed := text("2")
		changed.Set("summary", "Other words.")
		lead.Post(w.Path("publication/text"), changed).Is(http.StatusSeeOther)
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusUnprocessableEntity).Sees("has not agreed")
		w.As(t, "committee chair").Post(w.Path("publication/agree"), url.Values{"hash": {strings.Repeat("0", 64)}}).Is(http.StatusConflict)
		lead.Post(w.Path("publication/agree"), url.Values{"hash": {strings.Repeat("0", 64)}}).Is(http.StatusForbidden)
		hash := agree(t, w)
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusSeeOther)
		at := public(t, w)
		w.As(t, "").Get(at).OK().Sees("Other words.", "Nobody held the plan.")
		words := one(t, w, `SELECT content FROM published`)
		if sum := sha256.Sum256([]byte(words)); hex.EncodeToString(sum[:]) != hash {
			t.Error("what is published is not what was agreed")
		}
		file := w.As(t, "").Get(at + "/word").OK()
		if sum := sha256.Sum256([]byte(file.Body)); hex.EncodeToString(sum[:]) != one(t, w, `SELECT word_hash FROM published`) {
			t.Error("the Word file is not the one that was checked")
		}
		if approved, err := report.Word(report.Version{Document: theReport}); err != nil || string(approved) != file.Body {
			t.Errorf("the Word file is not the approved report (%v)", err)
		}
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusUnprocessableEntity).Sees("published already")
	}, features...)
}

func one(t *testing.T, w *accesstest.World, query string) string {
	t.Helper()
	var v string
	if err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		v, err = db.One(context.Background(), tx, db.Column[string], query)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return v
}

// A known name stops the publication, also one that becomes known after the
// chair agreed, until a second person says why the words may stay. [SEED report, CI-LR]
func TestAKnownNameStopsThePublication(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		lead, chair := w.As(t, "lead"), w.As(t, "committee chair")
		lead.Post(w.Path("publication/decision"), decision("summary", "0")).Is(http.StatusSeeOther)
		named := text("1")
		named.Set("words-p1", "Morag Canaryname had no plan.")
		lead.Post(w.Path("publication/text"), named).Is(http.StatusSeeOther)
		lead.Get(w.Path("publication/preview")).OK().Sees("Morag Canaryname", "Child 1")
		chair.Post(w.Path("publication/agree"), url.Values{"hash": {strings.Repeat("0", 64)}}).Is(http.StatusUnprocessableEntity).Sees("may tell who somebody is")
		lead.Post(w.Path("publication/text"), text("2")).Is(http.StatusSeeOther)
		lead.Get(w.Path("publication/preview")).OK().Sees("The check found nothing")
		agree(t, w)
		tellAll(t, w)
		lead.Post(w.Path("people"), url.Values{"kind": {"Place"}, "name": {"Handing House"}, "aliases": {"Handing over"}}).OK()
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusUnprocessableEntity).Sees("The check found")
		w.As(t, "").Get("/published").OK().SeesNot("A plan for each handover")
		for range 9 {
			m := regexp.MustCompile(`publication/findings/([0-9a-f-]{36})`).FindStringSubmatch(chair.Get(w.Path("publication/preview")).OK().Body)
			if m == nil {
				break
			}
			path := w.Path("publication/findings/" + m[1])
			lead.Post(path, url.Values{"reason-" + m[1]: {"x"}}).Is(http.StatusForbidden)
			chair.Post(path, nil).Is(http.StatusUnprocessableEntity).Sees("Say why these words")
			chair.Post(path, url.Values{"reason-" + m[1]: {"An everyday expression."}}).Is(http.StatusSeeOther)
		}
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusSeeOther)
		w.As(t, "").Get(public(t, w)).OK().Sees("Handing over")
	}, features...)
}

// There is no duty to publish: after a decision to publish nothing there is no
// page, and nobody can tell that from a page that never was. [CP24 p6]
func TestNothingIsPublishedWhereNothingWasDecided(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		lead := w.As(t, "lead")
		lead.Post(w.Path("publication/decision"), decision("nothing", "0")).Is(http.StatusSeeOther)
		tellAll(t, w)
		lead.Get(w.Path("publication")).OK().Sees("Others can learn from it.").SeesNot(">Publish<")
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusUnprocessableEntity).Sees("decided to publish nothing")
		lead.Get(w.Path("publication/text")).Is(http.StatusNotFound)
		lead.Post(w.Path("publication/text"), text("1")).Is(http.StatusNotFound)
		w.As(t, "").Get("/published").OK().Sees("Nothing is published yet")
		made := w.As(t, "").Get("/published/" + strings.Repeat("a", 26)).Is(http.StatusNotFound)
		for _, path := range []string{"/published/" + w.Own, "/published/" + strings.Repeat("a", 26) + "/word", "/published/x%00y", "/published/" + strings.Repeat("z", 4000)} {
			if w.As(t, "").Get(path).Is(http.StatusNotFound).Text() != made.Text() {
				t.Errorf("%s tells more than that there is no such page", path)
			}
		}
		lead.Get(w.Path("")).OK().Sees("Move on to: Improvement")
	}, features...)
}

// What was withdrawn says so, with the reason, and its words are gone.
func TestWhatIsWithdrawnSaysSo(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		at := published(t, w, "full")
		lead := w.As(t, "lead")
		lead.Post(w.Path("publication/withdraw"), nil).Is(http.StatusUnprocessableEntity).Sees("Give the reason")
		lead.Post(w.Path("publication/withdraw"), url.Values{"withdraw": {"It named Morag Canaryname."}}).Is(http.StatusUnprocessableEntity).Sees("in other words")
		w.As(t, "committee chair").Post(w.Path("publication/withdraw"), url.Values{"withdraw": {"x"}}).Is(http.StatusForbidden)
		lead.Post(w.Path("publication/withdraw"), url.Values{"withdraw": {"A reader saw who it is about."}}).Is(http.StatusSeeOther)
		w.As(t, "").Get(at).OK().Sees("This was withdrawn", "A reader saw").SeesNot("handover", "Nobody held the plan")
		w.As(t, "").Get(at + "/word").Is(http.StatusNotFound)
		w.As(t, "").Get("/published?q=handover").OK().SeesNot("A plan for each handover")
		lead.Post(w.Path("publication/withdraw"), url.Values{"withdraw": {"Again."}}).Is(http.StatusConflict)
		lead.Get(w.Path("publication")).OK().Sees("Withdrawn on 2 November 2026")
	}, features...)
}

// Parts of the report can be left out; the reader sees that they are.
func TestPartsOfTheReportCanBeLeftOut(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		lead := w.As(t, "lead")
		lead.Post(w.Path("publication/decision"), decision("redacted", "0")).Is(http.StatusSeeOther)
		lead.Get(w.Path("publication/text")).OK().Sees("Background", "Analysis")
		form := text("1")
		form.Set("omit", "0")
		lead.Post(w.Path("publication/text"), form).Is(http.StatusSeeOther)
		agree(t, w)
		tellAll(t, w)
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusSeeOther)
		w.As(t, "").Get(public(t, w)).OK().Sees("Background This part is not published.", "Nobody held the plan.").SeesNot("It began with a move")
	}, features...)
}

// Everybody finds what was published by its words and themes, and nothing of
// another review. [SEED spread]
func TestTheLibraryIsSearched(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		anybody := w.As(t, "")
		anybody.Get("/published").OK().Sees("Nothing is published yet").SeesNot("Othercanary", "Handing")
		published(t, w, "briefing")
		for _, q := range []string{"?q=HANDOVER+plan", "?theme=p-planning", "?q=care&theme=p-planning", "?q=Planning+and+review"} {
			anybody.Get("/published" + q).OK().Sees("A plan for each handover").SeesNot("Othercanary")
		}
		for _, q := range []string{"?q=nowhere", "?theme=p-sharing", "?q=%25", "?q=qq%00%ff%fe", "?q=" + strings.Repeat("x", 5000)} {
			if strings.Contains(anybody.Get("/published"+q).OK().Text(), "A plan for each handover") {
				t.Errorf("%q finds it", q)
			}
		}
		if strings.Contains(anybody.Get("/published?q=%3Cscript%3Ealert").OK().Body, "<script>alert") {
			t.Error("what was looked for runs on the page")
		}
		if got := w.As(t, "stranger").Get(public(t, w)).OK(); !strings.Contains(got.Header.Get("X-Robots-Tag"), "noindex") {
			t.Error("search engines are let in")
		}
	}, features...)
}

// Who may see and do what, before anything is public.
func TestBeforeItIsPublicOnlyTwoSeeIt(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		agreed(t, w, "summary")
		for _, page := range []string{"publication", "publication/preview"} {
			for _, name := range []string{"practitioner", "reviewer", "author", "manager", "admin", "chief", "owner"} {
				w.As(t, name).Get(w.Path(page)).Is(http.StatusForbidden).SeesNot("handover")
			}
			for _, name := range []string{"stranger", "other lead", "other committee chair"} {
				w.As(t, name).Get(w.Path(page)).Is(http.StatusNotFound).SeesNot("handover")
			}
		}
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/publication").OK().SeesNot("handover", "Others can learn")
		w.As(t, "committee chair").Get(w.Path("publication/text")).Is(http.StatusForbidden)
		w.As(t, "committee chair").Post(w.Path("publication/publish"), nil).Is(http.StatusForbidden)
		if n := one(t, w, `SELECT COUNT(*) FROM mail WHERE to_account = '`+w.Account("committee chair")+`'`); n != "1" {
			t.Errorf("the chair got %s messages to read the text", n)
		}
		w.As(t, "committee chair").Get("/").OK().SeesNot("Read what is to be published")
		w.As(t, "lead").Get("/").OK().Sees("Publish what was agreed")
	}, features...)
}

// What is missing, too long, made up or sent twice changes nothing.
func TestPublicationFormsAreRead(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		lead := w.As(t, "lead")
		lead.Post(w.Path("publication/decision"), nil).Is(http.StatusUnprocessableEntity).
			Sees("Choose what is published", "Give the committee's reasons", "legal and data protection advice", "proceedings", "looked at again")
		long := decision("full", "0")
		long.Set("reasons", strings.Repeat("x", 4001))
		lead.Post(w.Path("publication/decision"), long).Is(http.StatusUnprocessableEntity).Sees("too long")
		wrong := decision("everything", "0")
		wrong.Set("decided", "2 November 2030")
		wrong.Set("again", "2 November 2020")
		lead.Post(w.Path("publication/decision"), wrong).Is(http.StatusUnprocessableEntity).Sees("Choose what is published", "still to come")
		lead.Post(w.Path("publication/decision"), decision("full", "7")).Is(http.StatusConflict)
		twice := decision("full", "0")
		twice.Set("_once", lead.Token())
		lead.Post(w.Path("publication/decision"), twice).Is(http.StatusSeeOther)
		lead.Post(w.Path("publication/decision"), twice).Is(http.StatusSeeOther)
		lead.Post(w.Path("publication/decision"), decision("full", "0")).Is(http.StatusConflict)
		lead.Post(w.Path("publication/text"), url.Values{"version": {"1"}, "themes": {"<script>"}, "omit": {"-1", "99"}}).Is(http.StatusUnprocessableEntity).
			Sees("Give a title", "Write a summary", "Choose at least one theme")
		lead.Post(w.Path("publication/text"), text("9")).Is(http.StatusConflict)
		script := text("1")
		script.Set("title", `<script>alert(1)</script>`)
		lead.Post(w.Path("publication/text"), script).Is(http.StatusSeeOther)
		if strings.Contains(lead.Get(w.Path("publication/preview")).OK().Body, "<script>alert") {
			t.Error("what was typed runs on the page")
		}
		w.As(t, "committee chair").Post(w.Path("publication/findings/"+strings.Repeat("x", 300)), url.Values{}).Is(http.StatusUnprocessableEntity)
	}, features...)
}
