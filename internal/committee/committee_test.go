package committee_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/committee"
	"lr/internal/db"
	"lr/internal/notification"
	"lr/internal/review"
)

const home = "/committees/" + accesstest.Child

// each runs a test in a world where "other lead" leads the adult committee.
func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `INSERT INTO office (id, account_id, role, committee_id) VALUES ('adult-lead', $1, $2, $3)`,
			w.Account("other lead"), access.LeadOfficer, accesstest.Adult)
		test(t, w)
	}, notification.Feature, agencyreport.Feature, committee.Feature)
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// fill is the form of a page with what the page hides in it, and the fields given.
func fill(page accesstest.Page, fields ...string) url.Values {
	v := url.Values{}
	for _, m := range hidden.FindAllStringSubmatch(page.Body, -1) {
		if m[1] == "mark" || m[1] == "draft" || m[1] == "was" {
			v.Set(m[1], m[2])
		}
	}
	for i := 0; i+1 < len(fields); i += 2 {
		v.Set(fields[i], fields[i+1])
	}
	return v
}

// timesOf are the fields of the time limits, with a decision within some weeks.
func timesOf(page accesstest.Page, weeks string) url.Values {
	return fill(page, "acknowledge", "1", "acknowledge-unit", "working day", "report", "10", "report-unit", "working day",
		"decide", weeks, "decide-unit", "week", "before", "5, 1", "every", "3", "quiet-from", "18", "quiet-until", "8")
}

// waysOf are the fields of who decides what.
func waysOf(page accesstest.Page, delegated string) url.Values {
	return fill(page, "chiefs", "ratify", "delegated", delegated, "reveal", "together", "words", "900", "publish", "summary")
}

func setDecision(t *testing.T, w *accesstest.World, who, weeks string) {
	t.Helper()
	p := w.As(t, who)
	p.Post(home+"/times", timesOf(p.Get(home+"/times"), weeks)).Is(http.StatusSeeOther)
}

func publish(t *testing.T, w *accesstest.World, who, note string) {
	t.Helper()
	p := w.As(t, who)
	p.Post(home+"/publish", fill(p.Get(home+"/publish"), "note", note)).Is(http.StatusSeeOther)
}

// looking is to look at what a review reads of its committees.
type looking struct{}

func (looking) Rule() access.Rule {
	return access.Rule{Name: "committee.looking", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Received)}}}
}

// committeesOf are the committees as the steps of a review find them.
func committeesOf(t *testing.T, w *accesstest.World, who, of string) []review.Committee {
	t.Helper()
	var cs []review.Committee
	p, err := access.Check[looking](context.Background(), w.Gate, w.Session(t, who), of, "")
	if err == nil {
		err = p.Read(context.Background(), func(tx *db.Tx) error {
			cs, err = review.Committees(context.Background(), tx, p.Case)
			return err
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return cs
}

func count(t *testing.T, w *accesstest.World, query string, args ...any) int {
	t.Helper()
	var n int
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A draft changes nothing; published, it is what every step reads, with a note of
// what changed, by whom and when, and the log has each deed. [SEED recommend, ASP22 p4, ASF19 p19]
func TestADraftCountsWhenItIsPublished(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Get("/").Sees("Exampleshire Child Protection Committee", "not set up yet")
		setDecision(t, w, "lead", "8")
		lead.Post(home+"/ways", waysOf(lead.Get(home+"/ways"), "The chair")).Is(http.StatusSeeOther)
		if got := committeesOf(t, w, "lead", w.Own)[0].Settings.DecideWithin.String(); got != "42 calendar days" {
			t.Fatalf("the draft counts already: %s", got)
		}
		lead.Get(home).Sees("The draft has 6 changes", "Name of lead worked on it last")
		lead.Get(home+"/publish").Sees("Decide within 42 calendar days 8 weeks", "May decide between meetings nobody The chair",
			"They are told of the decision They ratify the decision", "Publish as version 1")
		lead.Post(home+"/publish", fill(lead.Get(home+"/publish"))).Is(http.StatusUnprocessableEntity).Sees("Say in a sentence what changed")
		publish(t, w, "lead", "Agreed by the committee in October.")

		s := committeesOf(t, w, "lead", w.Own)[0].Settings
		if s.DecideWithin.String() != "8 weeks" || s.ChiefOfficers != review.Ratify || s.Reveal != review.Together || s.WordBudget != 900 {
			t.Errorf("in force: %+v", s)
		}
		lead.Get(home+"/history").Sees("Version 1", "In force", "Agreed by the committee in October.", "Name of lead, 2 November 2026", "As it began")
		lead.Get(home+"/history/1").Sees("What it changed", "Decide within 42 calendar days 8 weeks")
		lead.Get(home + "/history/0").Sees("Decide within 42 calendar days").SeesNot("Agreed by the committee")
		lead.Get(home).Sees("Version 1 is in force. Nothing has been changed since.")
		lead.Get("/").SeesNot("not set up yet")
		for _, action := range []string{"committee.change", "committee.publish"} {
			if n := count(t, w, `SELECT COUNT(*) FROM audit_entry WHERE action = $1 AND actor = $2`, action, w.Account("lead")); n == 0 {
				t.Errorf("the log has no %s", action)
			}
		}
	})
}

// Two officers at once: what they change on different pages is all kept, and on
// the same page the second sees what the first saved before either is lost.
func TestTwoOfficersAtOnceLoseNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead, admin := w.As(t, "lead"), w.As(t, "admin")
		leadTimes, adminTimes, adminWays := lead.Get(home+"/times"), admin.Get(home+"/times"), admin.Get(home+"/ways")
		lead.Post(home+"/times", timesOf(leadTimes, "8")).Is(http.StatusSeeOther)
		admin.Post(home+"/ways", waysOf(adminWays, "The vice chair")).Is(http.StatusSeeOther)
		lead.Get(home+"/publish").Sees("8 weeks", "The vice chair", "Name of admin worked on the draft last")

		stale := admin.Post(home+"/times", timesOf(adminTimes, "12")).Is(http.StatusUnprocessableEntity)
		stale.Sees("Somebody else changed this while you were writing", "Decide within: 8 weeks")
		if !strings.Contains(stale.Body, `value="12"`) {
			t.Error("what was typed is lost")
		}
		lead.Get(home + "/publish").Sees("8 weeks")
		again := timesOf(accesstest.Page{}, "12")
		again.Set("mark", hiddenValue(t, stale, "mark"))
		admin.Post(home+"/times", again).Is(http.StatusSeeOther)
		lead.Get(home + "/publish").Sees("12 weeks").SeesNot("8 weeks")
	})
}

func hiddenValue(t *testing.T, page accesstest.Page, name string) string {
	t.Helper()
	m := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page.Body)
	if m == nil {
		t.Fatalf("the page has no %s", name)
	}
	return m[1]
}

// Whoever publishes has read what is published: a draft that went on since is refused.
func TestADraftThatWentOnIsNotPublishedUnread(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		setDecision(t, w, "lead", "8")
		opened := fill(w.As(t, "lead").Get(home+"/publish"), "note", "Eight weeks.")
		setDecision(t, w, "admin", "20")
		w.As(t, "lead").Post(home+"/publish", opened).Is(http.StatusUnprocessableEntity).Sees("The draft was changed after you opened this page", "20 weeks")
		w.As(t, "lead").Post(home+"/discard", url.Values{"draft": {opened.Get("draft")}}).Is(http.StatusConflict)
		if n := count(t, w, `SELECT number FROM committee WHERE id = $1`, accesstest.Child); n != 0 {
			t.Fatalf("version %d was published", n)
		}
		publish(t, w, "lead", "Twenty weeks.")
		lead := w.As(t, "lead")
		lead.Get(home + "/publish").Sees("Nothing differs from the settings in force")
		lead.Post(home+"/publish", url.Values{"note": {"Again"}, "draft": {"0"}}).Is(http.StatusUnprocessableEntity).Sees("nothing to publish")
	})
}

// The same press twice publishes once.
func TestPublishingTwiceIsPublishingOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		setDecision(t, w, "lead", "8")
		lead := w.As(t, "lead")
		form := fill(lead.Get(home+"/publish"), "note", "Once.", "_once", lead.Token())
		lead.Post(home+"/publish", form).Is(http.StatusSeeOther)
		lead.Post(home+"/publish", form).Is(http.StatusSeeOther)
		if n := count(t, w, `SELECT COUNT(*) FROM committee_version WHERE committee_id = $1`, accesstest.Child); n != 2 {
			t.Errorf("%d versions, want what was before and one", n)
		}
	})
}

// An earlier version comes back as a draft, and never over somebody's draft.
func TestAnEarlierVersionComesBackAsADraft(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		for _, weeks := range []string{"8", "20"} {
			setDecision(t, w, "lead", weeks)
			publish(t, w, "lead", "Now "+weeks+" weeks.")
		}
		setDecision(t, w, "admin", "30")
		lead := w.As(t, "lead")
		lead.Post(home+"/history/1/bring-back", nil).Is(http.StatusUnprocessableEntity).Sees("There is a draft already")
		lead.Get(home + "/publish").Sees("30 weeks")
		lead.Post(home+"/discard", url.Values{"draft": {hiddenValue(t, lead.Get(home), "draft")}}).Is(http.StatusSeeOther)
		lead.Get(home + "/publish").Sees("Nothing differs")
		lead.Post(home+"/history/1/bring-back", nil).Is(http.StatusSeeOther)
		lead.Get(home + "/publish").Sees("Decide within 20 weeks 8 weeks")
		publish(t, w, "lead", "Back to eight.")
		if got := committeesOf(t, w, "lead", w.Own)[0].Settings.DecideWithin.String(); got != "8 weeks" {
			t.Errorf("in force: %s", got)
		}
		lead.Get(home+"/history").Sees("Version 3", "Back to eight.")
		lead.Get(home + "/history/9").Is(http.StatusNotFound)
	})
}

// To another committee's officer, to members of the review and to strangers the
// settings are not there, and no form of theirs changes anything.
func TestOnlyTheCommitteesOwnOfficersComeIn(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		setDecision(t, w, "lead", "8")
		w.As(t, "admin").Get(home).Sees("The draft has 1 change")
		before := count(t, w, `SELECT COUNT(*) FROM committee_draft`) + count(t, w, `SELECT version FROM committee_draft`)
		for _, who := range []string{"other lead", "group", "committee chair", "chief", "reviewer", "author", "other admin", "stranger"} {
			p := w.As(t, who)
			if who != "other lead" {
				p.Get("/committees").Is(http.StatusNotFound)
			}
			for _, r := range w.Routes.List() {
				if !strings.HasPrefix(r.Path, "/committees/{committee}") {
					continue
				}
				there, none := address(r.Path, accesstest.Child), address(r.Path, "nowhere")
				a, b := p.Get(there), p.Get(none)
				if r.Method == http.MethodPost {
					a, b = p.Post(there, url.Values{"draft": {"1"}, "note": {"x"}, "name": {"x"}, "do": {"retire"}}), p.Post(none, url.Values{"name": {"x"}})
				}
				if a.Status != http.StatusNotFound || b.Status != http.StatusNotFound || a.Text() != b.Text() {
					t.Errorf("%s %s by %s: answer %d, and %d where there is none", r.Method, r.Path, who, a.Status, b.Status)
				}
			}
		}
		if after := count(t, w, `SELECT COUNT(*) FROM committee_draft`) + count(t, w, `SELECT version FROM committee_draft`); after != before {
			t.Error("the draft was changed")
		}
		if n := count(t, w, `SELECT COUNT(*) FROM agency WHERE retired_at IS NOT NULL OR name = 'x'`); n != 0 {
			t.Error("an agency was changed")
		}
		w.As(t, "other lead").Get("/committees/" + accesstest.Adult).Sees("Exampleshire Adult Protection Committee").SeesNot("8 weeks")
		w.As(t, "other lead").Get("/committees").SeesNot("Child Protection")
	})
}

// address fills in a route with things that are there, where there are some.
func address(path, committee string) string {
	return strings.NewReplacer("{committee}", committee, "{form}", "F2", "{question}", "local-x", "{field}", "involvement",
		"{letter}", "decision-notifier", "{agency}", accesstest.Social, "{number}", "1").Replace(path)
}

// An administrator changes settings and is shown no review by it.
func TestSettingsOpenNoReview(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `DELETE FROM member WHERE account_id = $1`, w.Account("admin"))
		admin := w.As(t, "admin")
		addHoliday(t, w, "admin", "9 November 2026")
		page := admin.Get(home+"/publish").Sees("Exampleshire fair").SeesNot("due days move", "due day moves", "/reviews/")
		page.SeesNot(w.Own, w.Other)
		admin.Get(w.Path("")).Is(http.StatusNotFound)
	})
}

func addHoliday(t *testing.T, w *accesstest.World, who, day string) accesstest.Page {
	t.Helper()
	return w.As(t, who).Post(home+"/holidays", url.Values{"day": {day}, "name": {"Exampleshire fair"}})
}
