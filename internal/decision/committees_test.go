package decision_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/review"
)

// sits is a committee of Own with those who decide for it.
type sits struct{ id, chair, chief string }

var bothSit = []sits{{accesstest.Child, "committee chair", "chief"}, {accesstest.Adult, "other committee chair", "other chief"}}

// bothDeciding puts Own before both committees, whose chairs and chief officers have declared.
func bothDeciding(t *testing.T, w *accesstest.World) {
	t.Helper()
	both(t, w)
	deciding(t, w)
	decidedElsewhere(t, w)
	w.As(t, "lead").Post(w.Path("decision/bring"), url.Values{"chair": {w.Account("other committee chair")}, "chief": {w.Account("other chief")}}).Is(http.StatusSeeOther)
	declares(t, w, "other committee chair", "other chief")
}

// sheetOf is what a chair sends, with whatever may be asked beside it.
func sheetOf(committee, outcome string, version int) url.Values {
	v := with(decided(outcome), "version", fmt.Sprint(version), "split", "They differ.", "informed", "By letter.", "changed", "It was thought over.",
		"how", "meeting", "delegate", "The chair.", "urgent", "It was.", "meets", "30 November 2026")
	if outcome == "review" && committee == accesstest.Adult {
		v["limb"] = []string{firstLimb(adultGuidance)}
	}
	return v
}

// settles makes the committees' chief officers be told or ratify.
func settles(t *testing.T, w *accesstest.World, committee, chiefs string) {
	t.Helper()
	w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`, `{"chief_officers":"`+chiefs+`","delegated":"the chair"}`, committee)
}

// rowsOf reads one column as text.
func rowsOf(t *testing.T, w *accesstest.World, query string, args ...any) []string {
	t.Helper()
	var all []string
	if err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		all, err = db.All(context.Background(), tx, db.Column[string], query, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// Whatever two committees decide, told or ratified, the review goes where it
// should: one committee for a review is enough, and that one holds it; with none
// it goes to its close; while one has not decided it goes nowhere. [CP24 p2, ASP22 p4]
func TestTwoCommitteesInEveryCombination(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		bothDeciding(t, w)
		version := 0
		for _, ways := range [][]string{{"told", "ratify"}, {"ratify", "told"}} {
			for i, k := range bothSit {
				settles(t, w, k.id, ways[i])
			}
			for _, child := range []string{"review", "other", "none", "more"} {
				for _, adult := range []string{"review", "other", "none", "more"} {
					combination := fmt.Sprintf("child %s %s, adult %s %s", child, ways[0], adult, ways[1])
					for i, outcome := range []string{child, adult} {
						k := bothSit[i]
						w.As(t, k.chair).Post(w.Path("decision/committees/"+k.id), sheetOf(k.id, outcome, version)).Is(http.StatusSeeOther)
					}
					version++
					combined(t, w, combination, []string{child, adult}, ways, version)
				}
			}
		}
	})
}

func combined(t *testing.T, w *accesstest.World, combination string, outcomes, ways []string, version int) {
	t.Helper()
	all := !slices.Contains(outcomes, "more")
	holds := slices.Contains(outcomes, "review")
	for i, k := range bothSit {
		status := http.StatusSeeOther
		if outcomes[i] == "more" {
			status = http.StatusConflict
		}
		seen := url.Values{"version": {fmt.Sprint(version)}, "answer": {"ratified"}, "on": {"2 November 2026"}}
		deed := "decision/read/"
		if ways[i] == "ratify" {
			deed = "decision/ratify/"
		}
		w.As(t, k.chief).Post(w.Path(deed+k.id), seen).Is(status)
		if k.id == accesstest.Child && ways[i] == "told" {
			w.As(t, "other chief").Post(w.Path(deed+k.id), seen).Is(status) // who sits for all committees
		}
	}
	has := func(r review.Record) bool {
		return len(rowsOf(t, w, `SELECT record FROM review_record WHERE review_id = $1 AND record = $2`, w.Own, string(r))) > 0
	}
	if has(review.Decision) != all || has(review.ChiefOfficersTold) != all {
		t.Errorf("%s: decided %v, chief officers know %v", combination, has(review.Decision), has(review.ChiefOfficersTold))
	}
	if has(review.NotifierTold) || has(review.InspectorateTold) {
		t.Errorf("%s: somebody counts as told who was not", combination)
	}
	page := w.As(t, "lead").Get(w.Path("decision")).OK().Text()
	says := map[bool]string{true: "The committees decided differently", false: "Each committee decides for itself"}[all]
	if all && outcomes[0] == outcomes[1] {
		says = "No learning review is held"
		if holds {
			says = "Both committees hold it together, as one review"
		}
	}
	if !strings.Contains(page, says) {
		t.Errorf("%s: the page does not say %q", combination, says)
	}
	if !all {
		return
	}
	want := access.Closed
	if holds {
		want = access.SettingUp
	}
	if next := rowsOf(t, w, `SELECT CAST(next AS TEXT) FROM review_stage WHERE review_id = $1 AND stage = $2`, w.Own, access.Deciding); next[0] != fmt.Sprint(int(want)) {
		t.Errorf("%s: it goes to stage %s", combination, next[0])
	}
	var holding []string
	for i, k := range bothSit {
		if outcomes[i] == "review" {
			holding = append(holding, k.id)
		}
	}
	got := rowsOf(t, w, `SELECT committee_id FROM review_committee WHERE review_id = $1 AND holds ORDER BY committee_id DESC`, w.Own)
	if !slices.Equal(got, holding) {
		t.Errorf("%s: held by %q, want %q", combination, got, holding)
	}
	if needs := rowsOf(t, w, `SELECT record FROM review_needed WHERE review_id = $1`, w.Own); (len(needs) > 0) != (!holds && slices.Contains(outcomes, "other")) {
		t.Errorf("%s: it also needs %q", combination, needs)
	}
}

// In whatever order people do what they may, no review leaves the committees
// before each of them has decided, and chief officers, the notifier and the Care
// Inspectorate know of that decision as it stands. [CI-LR, ASP22 p4, CP24 p2]
func TestNoReviewLeavesTheCommitteesUnfinished(t *testing.T) {
	t.Parallel()
	left := 0
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := lite(t)
			bothDeciding(t, w)
			for _, k := range bothSit {
				settles(t, w, k.id, []string{"told", "ratify"}[seed%2])
			}
			r := rand.New(rand.NewPCG(seed, 1))
			for range 150 {
				if stray(t, w, r) {
					left++
					return
				}
			}
		})
	}
	if left == 0 {
		t.Error("no review ever left the committees: the test can see nothing")
	}
}

// stray does one deed by chance, then tries to move on; it says whether the
// review left, and complains if it should not have.
func stray(t *testing.T, w *accesstest.World, r *rand.Rand) bool {
	t.Helper()
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	k := bothSit[r.IntN(2)]
	version := 0
	if made := rowsOf(t, w, `SELECT CAST(version AS TEXT) FROM decision_made WHERE review_id = $1 AND committee_id = $2 ORDER BY version`, w.Own, k.id); len(made) > 0 {
		version = len(made)
	}
	seen := url.Values{"version": {fmt.Sprint(version)}, "decided": {fmt.Sprint(version)}, "on": {"2 November 2026"}, "words": {"So it was."}, "how": {"By letter."}}
	switch r.IntN(10) {
	case 0:
		sheet := with(sheetOf(k.id, pick("review", "review", "other", "none", "more"), version), "how", pick("meeting", "delegated"))
		w.As(t, k.chair).Post(w.Path("decision/committees/"+k.id), sheet)
	case 1:
		w.As(t, k.chief).Post(w.Path("decision/read/"+k.id), seen)
	case 2:
		w.As(t, k.chief).Post(w.Path("decision/ratify/"+k.id), with(seen, "answer", pick("ratified", "ratified", "ratified", "returned")))
	case 3:
		w.As(t, "lead").Post(w.Path("decision/chiefs/"+k.id), seen)
	case 4:
		w.As(t, "lead").Post(w.Path("decision/notifier"), seen)
	case 5:
		w.As(t, "lead").Post(w.Path("decision/letters/"+k.id+"/notifier/issue"), with(seen, "version", "0"))
	case 6:
		w.As(t, "lead").Post(w.Path("decision/notice/"+k.id), seen)
	case 7:
		w.As(t, k.chair).Post(w.Path("decision/confirm/"+k.id), with(seen, "answer", pick("confirmed", "confirmed", "refused")))
	case 8:
		w.As(t, "lead").Post(w.Path("decision/learned/"+k.id), seen)
	case 9:
		w.As(t, "lead").Post(w.Path("decision/more/"+k.id), url.Values{"answer": {"Nothing more."}})
	}
	w.As(t, "lead").Post(w.Path("move-on"), nil)
	if stage := rowsOf(t, w, `SELECT CAST(stage AS TEXT) FROM review WHERE id = $1`, w.Own); stage[0] == fmt.Sprint(int(access.Deciding)) {
		return false
	}
	for _, k := range bothSit {
		last := `(SELECT MAX(version) FROM decision_made m WHERE m.review_id = $1 AND m.committee_id = $2)`
		for _, whom := range []string{"notifier", "inspectorate"} {
			if len(rowsOf(t, w, `SELECT id FROM decision_told WHERE review_id = $1 AND committee_id = $2 AND whom = $3 AND version = `+last, w.Own, k.id, whom)) == 0 {
				t.Errorf("it left, and the %s does not know what %s decided", whom, k.id)
			}
		}
		deeds := rowsOf(t, w, `SELECT deed FROM decision_chief WHERE review_id = $1 AND committee_id = $2 AND version = `+last+` ORDER BY at, id`, w.Own, k.id)
		if len(deeds) == 0 || deeds[len(deeds)-1] == "returned" {
			t.Errorf("it left, and chief officers did %q with what %s decided", deeds, k.id)
		}
		if refused := rowsOf(t, w, `SELECT id FROM decision_later WHERE review_id = $1 AND committee_id = $2 AND deed = 'refused' AND version = `+last, w.Own, k.id); len(refused) > 0 {
			t.Errorf("it left on a decision that %s did not confirm", k.id)
		}
		w.As(t, "lead").Get(w.Path("decision")).OK().SeesNot("Not decided yet", "Each committee decides for itself")
	}
	return true
}

// A decision between meetings counts at once, and waits for the committee's word
// wherever the review has gone by then.
func TestADecisionBetweenMeetingsIsConfirmedLater(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		deciding(t, w)
		chair, lead := w.As(t, "committee chair"), w.As(t, "lead")
		page := w.Path("decision/committees/" + accesstest.Child)
		chair.Get(page).OK().SeesNot("How was it decided?")
		settles(t, w, accesstest.Child, "told")
		chair.Post(page, with(decided("review"), "how", "")).Is(http.StatusUnprocessableEntity).Sees("Choose how it was decided")
		chair.Post(page, with(decided("review"), "how", "delegated")).Is(http.StatusUnprocessableEntity).
			Sees("Say who decided.", "Say why it could not wait", "Give the day of the next meeting")
		early := with(sheetOf(accesstest.Child, "review", 0), "how", "delegated", "meets", "1 November 2026")
		chair.Post(page, early).Is(http.StatusUnprocessableEntity).Sees("This is before the day of the decision")
		chair.Post(page, with(early, "meets", "30 November 2026")).Is(http.StatusSeeOther)
		chair.Get("/").OK().Sees("Say whether the committee confirms", "30 November 2026")
		lead.Get(w.Path("")).OK().Sees("Confirm what was decided between meetings", "30 November 2026")
		told := url.Values{"on": {"2 November 2026"}, "words": {"So it was."}, "version": {"1"}}
		lead.Post(w.Path("decision/chiefs/"+accesstest.Child), told).Is(http.StatusSeeOther)
		lead.Post(w.Path("decision/notifier"), told).Is(http.StatusSeeOther)
		lead.Post(w.Path("decision/notice/"+accesstest.Child), told).Is(http.StatusSeeOther)
		moved(t, w, access.SettingUp)
		confirm := w.Path("decision/confirm/" + accesstest.Child)
		lead.Get(confirm).Is(http.StatusForbidden)
		chair.Post(confirm, with(told, "answer", "refused", "words", "")).Is(http.StatusUnprocessableEntity).Sees("Say why the committee does not confirm it")
		chair.Post(confirm, with(told, "answer", "confirmed", "on", "1 November 2026")).Is(http.StatusUnprocessableEntity).Sees("before the day on which it was decided")
		chair.Post(confirm, with(told, "answer", "confirmed", "version", "2")).Is(http.StatusConflict)
		chair.Post(confirm, with(told, "answer", "refused")).Is(http.StatusSeeOther)
		chair.Get(confirm).Is(http.StatusNotFound)
		chair.Get("/").OK().SeesNot("Say whether the committee confirms")
		lead.Get("/").OK().Sees("The committee did not confirm its decision")
		lead.Get(w.Path("decision")).OK().Sees("The committee did not confirm what was decided between its meetings")
	})
}
