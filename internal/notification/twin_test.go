package notification_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// alike is the same event as that of typed, as another agency tells it.
func alike() url.Values {
	return with("name", "Gregor Other", "subject", "Mòrag Canary-Subjekt", "happened", "20 October 2026", "summary", "Canary-Second: a neighbour rang.",
		"siblings", "Isla Canary-Sister", "email", "gregor@agency.example")
}

func idOf(review string) string { return strings.TrimPrefix(review, "/reviews/") }

func bare(p accesstest.Page) string { return onceField.ReplaceAllString(p.Body, "") }

// A second notification of one event is suggested with its reasons, by codes
// and not by names; one that has nothing in common is not. [DESIGN]
func TestLikelyTwinsAreSuggestedWithTheirReasons(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		first := notified(t, w, "child", with("reference", "SW 47-11"))
		far := notified(t, w, "child", with("subject", "Dougal Unrelated", "birth", "1 March 2015", "happened", "1 May 2026"))
		lead.Get(far + "/notification").OK().Sees("Nothing among the reviews you lead looks like the same event")
		second := notified(t, w, "child", with("subject", "Mòrag Canary-Subjekt", "happened", "20 October 2026", "reference", "sw4711"))
		page := lead.Get(second+"/notification").OK().Sees("These look like the same event", "The date of birth is the same.",
			"The names of Child 1 here and Child 1 there sound alike.", "They happened 8 days apart.", "The same reference of an agency stands in both.")
		page.SeesNot("Canary-Subj", far+"/", "4711")
		lead.Get(first + "/notification").OK().Sees("They happened 8 days apart.")
		w.As(t, "admin").Get(second+"/notification").OK().SeesNot("the same event", first)

		edge := notified(t, w, "child", with("subject", "Nobody Likewise", "birth", "", "happened", "16 April 2026"))
		lead.Get(edge + "/notification").OK().SeesNot("days apart") // 15 days before far
		edge = notified(t, w, "child", with("subject", "Nobody Likewise", "birth", "", "happened", "17 April 2026"))
		lead.Get(edge + "/notification").OK().Sees("They happened 14 days apart.")
	})
}

// A lead officer who stepped aside from a review, or has no part in it, learns
// nothing of it by its twin: not that there is one, and not a count.
func TestATwinBehindAWallIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		first := notified(t, w, "child", typed())
		before := bare(lead.Get(first + "/notification").OK())
		second := notified(t, w, "child", alike())
		if bare(lead.Get(first+"/notification")) == before {
			t.Fatal("the twin shows to nobody, so this test can see nothing")
		}
		lead.Post(second+"/notification/alternate", url.Values{"alternate": {w.Account("other lead")}}).OK()
		lead.Post(second+"/notification/twins/"+idOf(first), url.Values{"kind": {"linked"}, "reason": {"x"}}).Is(http.StatusSeeOther)
		lead.Post(second+"/notification/conflict", url.Values{"involved": {"yes"}}).OK()
		after := lead.Get(first + "/notification").OK()
		if bare(after) != before {
			t.Errorf("a lead officer who stepped aside can tell that there is a twin:\n%s", after.Text())
		}
		there := lead.Get(first + "/notification/twins/" + idOf(second)).Is(http.StatusNotFound)
		none := lead.Get(first + "/notification/twins/none").Is(http.StatusNotFound)
		if bare(there) != bare(none) {
			t.Error("a review behind a wall is told from one that is not there")
		}
		for _, deed := range []string{"", "/undo"} {
			lead.Post(first+"/notification/twins/"+idOf(second)+deed, url.Values{"kind": {"linked"}, "reason": {"x"}}).Is(http.StatusNotFound)
			lead.Post(first+"/notification/twins/"+w.Other+deed, url.Values{"kind": {"linked"}, "reason": {"x"}}).Is(http.StatusNotFound)
		}
		lead.Get(first + "/notification/twins/" + idOf(first)).Is(http.StatusNotFound)
		w.As(t, "other lead").Get(second+"/notification").OK().SeesNot("Belongs together with", idOf(first))
	})
}

// Somebody with a part in the other review who does not lead it cannot tie it to theirs.
func TestOnlyTheLeadOfficerOfBothTiesThem(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		first, second := notified(t, w, "child", typed()), notified(t, w, "child", alike())
		w.Exec(t, `UPDATE member SET role = $1 WHERE account_id = $2 AND review_id = $3`, access.Administrator, w.Account("lead"), idOf(second))
		lead.Get(second + "/notification").OK()
		lead.Get(first + "/notification").OK().SeesNot("days apart")
		lead.Get(first + "/notification/twins/" + idOf(second)).Is(http.StatusNotFound)
		lead.Post(first+"/notification/twins/"+idOf(second), url.Values{"kind": {"linked"}, "reason": {"x"}}).Is(http.StatusNotFound)
	})
}

// Linking, marking as one incident and setting aside show in both reviews, are
// written down in both, and can be undone, which brings the suggestion back.
func TestATieShowsInBothAndCanBeUndone(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		first, second := notified(t, w, "child", typed()), notified(t, w, "child", alike())
		was := [2]string{bare(lead.Get(first + "/notification")), bare(lead.Get(second + "/notification"))}
		page := second + "/notification/twins/" + idOf(first)
		lead.Get(page).OK().Sees("Is it the same event?", "Canary-Event", "Canary-Second").SeesNot("Canary-Subj")
		lead.Post(page, url.Values{"kind": {"other"}}).Is(http.StatusUnprocessableEntity).Sees("Choose what they are")
		lead.Post(page, url.Values{"kind": {"linked"}}).Is(http.StatusUnprocessableEntity).Sees("Say why")
		for kind, says := range map[string]string{"linked": "Belongs together with", "incident": "The same incident, another person:", "aside": "Not the same event as"} {
			lead.Post(page, url.Values{"kind": {kind}, "reason": {"Canary-Because"}}).Is(http.StatusSeeOther)
			lead.Post(page, url.Values{"kind": {"linked"}, "reason": {"x"}}).Is(http.StatusConflict)
			for _, one := range []string{first, second} {
				lead.Get(one + "/notification").OK().Sees(says).SeesNot("days apart")
			}
			lead.Get(page).OK().Sees("What was settled", "Canary-Because")
			w.As(t, "admin").Get(first + "/notification").OK().SeesNot(says)
			lead.Post(first+"/notification/twins/"+idOf(second)+"/undo", nil).Is(http.StatusSeeOther)
			lead.Post(page+"/undo", nil).Is(http.StatusNotFound)
			if now := [2]string{bare(lead.Get(first + "/notification")), bare(lead.Get(second + "/notification"))}; now != was {
				t.Errorf("undoing %s does not bring both back", kind)
			}
		}
	})
}

// A notification that becomes part of another review is read there by all who read
// it, its people among the people of the case; it closes, and undoing brings both
// back to the letter, with what waited and ran.
func TestAMergeIsReadThereAndUndoneWhole(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		first, second := notified(t, w, "child", typed()), notified(t, w, "child", alike())
		pages := []string{first, first + "/notification", first + "/people", second, second + "/notification", second + "/people", "/"}
		look := func() (all []string) {
			for _, p := range pages {
				all = append(all, bare(lead.Get(p).OK()))
			}
			return all
		}
		was := look()
		lead.Post(second+"/notification/twins/"+idOf(first), url.Values{"kind": {"merged"}, "reason": {"The same child."}}).Is(http.StatusSeeOther)
		lead.Get(first+"/notification").OK().Sees("Another notification,", "Canary-Second", "Gregor Other", "gregor@agency.example", "Took in the notification of")
		lead.Get(first+"/people").OK().Sees("Morag Canary-Subject", "Mòrag Canary-Subjekt", "Isla Canary-Sister", "Child 3")
		w.As(t, "admin").Get(first + "/notification").OK().Sees("Canary-Second")
		lead.Get(second).OK().Sees("Closed", "Paused")
		lead.Get(second + "/notification").OK().Sees("This notification became part of").SeesNot("Acknowledge the notification")
		lead.Get("/").OK().SeesNot(second + "/notification\">Acknowledge")
		lead.Post(second+"/notification/acknowledge", nil).Is(http.StatusForbidden)

		lead.Post(second+"/notification/twins/"+idOf(first)+"/undo", nil).Is(http.StatusSeeOther)
		for i, now := range look() {
			if now != was[i] {
				t.Errorf("%s is not as it was", pages[i])
			}
		}
		accesstest.DueDaysStand(t, w.DB)
		lead.Post(first+"/people", url.Values{"kind": {"Child"}, "name": {"Third Child"}}).OK()
		lead.Get(first + "/people").OK().Sees("Child 2").SeesNot("Child 4")

		// The other way round, from the page of the one that stays.
		lead.Post(first+"/notification/twins/"+idOf(second), url.Values{"kind": {"holds"}, "reason": {"The same child."}}).Is(http.StatusSeeOther)
		lead.Get(first + "/notification").OK().Sees("Canary-Second")
		lead.Get(second).OK().Sees("Closed")
		third := notified(t, w, "child", with("subject", "Somebody Else"))
		lead.Post(first+"/notification/twins/"+idOf(third), url.Values{"kind": {"merged"}, "reason": {"x"}}).Is(http.StatusUnprocessableEntity).Sees("took in another notification")
	})
}

// Nobody comes by a merge to read what they stepped aside from.
func TestAMergeDoesNotLeadAroundAWall(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		first, second := notified(t, w, "child", typed()), notified(t, w, "child", alike())
		wall := func() {
			w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
				idOf(second), w.Account("admin"), []byte{1}, w.Clock.Now())
		}
		page := second + "/notification/twins/" + idOf(first)
		merge := url.Values{"kind": {"merged"}, "reason": {"The same child."}}
		wall()
		lead.Post(page, merge).Is(http.StatusUnprocessableEntity).Sees("has stepped aside from the other")
		lead.Get(first + "/notification").OK().SeesNot("Canary-Second")
		w.Exec(t, `DELETE FROM wall WHERE id = 'w'`)
		lead.Post(page, merge).Is(http.StatusSeeOther)
		w.As(t, "admin").Get(first + "/notification").OK().Sees("Canary-Second")
		wall()
		w.As(t, "admin").Get(first+"/notification").OK().SeesNot("Canary-Second", "Another notification")
	})
}
