package learning_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// pointIn finds the addresses of the learning points on the page, in their order.
func pointIn(t *testing.T, page accesstest.Page) []string {
	t.Helper()
	var out []string
	for _, m := range regexp.MustCompile(`href="(/reviews/[^"]*/learning/points/[^"]*)"`).FindAllStringSubmatch(page.Body, -1) {
		out = append(out, m[1])
	}
	return out
}

func begin(t *testing.T, w *accesstest.World) (first, second string) {
	t.Helper()
	w.Stage(t, access.Learning)
	plant(t, w)
	return ids(t, w)
}

func whole(contribution string) url.Values {
	return url.Values{"title": {"Joining up"}, "kind": {"learning"}, "what": {"Agencies each knew a part."}, "how": {"Three people said so."},
		"why": {"No meeting was for it."}, "theme": {"p-sharing"}, "contributions": {contribution}, "version": {"1"}}
}

// A point is ready only with what was learned, how it emerged, why it matters
// and what it came from; the page says what is missing. [SEED report, CP24 p5, ASP22 p5]
func TestAPointIsReadyOnlyWhenItSaysWhatHowWhyAndWhence(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		first, _ := begin(t, w)
		reviewer := w.As(t, "reviewer")
		reviewer.Post(w.Path("learning/new"), url.Values{"kind": {"learning"}}).Is(http.StatusUnprocessableEntity).Sees("Give the learning point a short title")
		reviewer.Post(w.Path("learning/new"), url.Values{"title": {"Joining up"}, "kind": {"learning"}}).Is(http.StatusSeeOther)
		page := reviewer.Get(w.Path("learning")).OK().Sees("Still missing: what was learned; how it emerged; why it matters; what it came from", "0 of 1 are ready")
		address := pointIn(t, page)[0]
		for i, without := range []string{"what", "how", "why", "contributions"} {
			v := whole(first)
			v.Del(without)
			v.Set("version", string(rune('1'+i)))
			reviewer.Post(address, v).Is(http.StatusSeeOther)
			reviewer.Get(w.Path("learning")).OK().Sees("Not ready", "Still missing").SeesNot("All ready")
		}
		v := whole(first)
		v.Set("version", "5")
		reviewer.Post(address, v).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("learning")).OK().Sees("All ready", "It came from: Contribution 1").SeesNot("Still missing")
		w.Stage(t, access.Drafting)
		w.As(t, "lead").Get(w.Path("")).OK().Sees("Learning points, each with how and why it emerged Done")
		reviewer.Post(address, url.Values{"title": {"Joining up"}, "kind": {"effective"}, "version": {"6"}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("")).OK().SeesNot("Learning points, each with how and why it emerged Done")
	}, features...)
}

// Nothing people said is lost: each contribution is used, or set aside with a
// reason; what was not cleared is not shown. [SEED team]
func TestEveryContributionIsUsedOrSetAsideWithAReason(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		first, second := begin(t, w)
		reviewer := w.As(t, "reviewer")
		reviewer.Get(w.Path("learning")).OK().Sees("2 of 2 wait for a decision", "The nurse rang the school").SeesNot("Uncleared canary", "Other canary")
		reviewer.Post(w.Path("learning/new"), whole(first)).Is(http.StatusSeeOther)
		reviewer.Post(w.Path("learning/contributions/"+first), url.Values{"reason": {"x"}}).Is(http.StatusUnprocessableEntity).Sees("uses this contribution")
		reviewer.Post(w.Path("learning/contributions/"+second), nil).Is(http.StatusUnprocessableEntity).Sees("Say why no learning point")
		reviewer.Post(w.Path("learning/contributions/"+second), url.Values{"reason": {"Said twice."}}).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("learning")).OK().Sees("Each of the 2 is used or set aside", "Said twice.")
		reviewer.Get(w.Path("learning/contributions/"+second)).OK().Sees("Said twice.", "Take it back")
		reviewer.Post(w.Path("learning/contributions/"+second+"/back"), nil).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("learning")).OK().Sees("1 of 2 wait for a decision")
		reviewer.Post(w.Path("learning/contributions/nothing"), url.Values{"reason": {"x"}}).Is(http.StatusNotFound)
	}, features...)
}

// A source of another review, or one that was not cleared, cannot be linked.
func TestAPointComesOnlyFromThisReview(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		v := whole("o1")
		v["contributions"] = append(v["contributions"], "c3", "../..", strings.Repeat("x", 5000))
		w.As(t, "reviewer").Post(w.Path("learning/new"), v).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(w.Path("learning")).OK().Sees("Still missing: what it came from")
	}, features...)
}

// Two people write at one point: the later one sees both texts and loses neither.
func TestTwoWritersLoseNothing(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		first, _ := begin(t, w)
		w.As(t, "reviewer").Post(w.Path("learning/new"), whole(first)).OK()
		address := pointIn(t, w.As(t, "reviewer").Get(w.Path("learning")))[0]
		theirs, mine := whole(first), whole(first)
		theirs.Set("what", "Words of the chair.")
		mine.Set("what", "Words of the reviewer.")
		w.As(t, "review chair").Post(address, theirs).Is(http.StatusSeeOther)
		late := w.As(t, "reviewer").Post(address, mine).Is(http.StatusUnprocessableEntity).Sees("Somebody else saved this point", "Words of the chair.", "Words of the reviewer.")
		if !strings.Contains(late.Body, `name="version" value="2"`) {
			t.Error("the sheet does not carry the version that is saved")
		}
		mine.Set("version", "2")
		w.As(t, "reviewer").Post(address, mine).Is(http.StatusSeeOther)
	}, features...)
}

// Oversized and hostile words are refused or shown as words.
func TestHostileWordsStayWords(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		first, _ := begin(t, w)
		reviewer := w.As(t, "reviewer")
		v := whole(first)
		v.Set("what", strings.Repeat("a", 6001))
		reviewer.Post(w.Path("learning/new"), v).Is(http.StatusUnprocessableEntity).Sees("too long")
		v.Set("what", "<script>alert(1)</script>\x00")
		v.Set("version", "'; DROP TABLE learning_point")
		reviewer.Post(w.Path("learning/new"), v).Is(http.StatusSeeOther)
		if page := reviewer.Get(w.Path("learning")).OK().Sees("<script>alert(1)</script>"); strings.Contains(page.Body, "<script>alert") {
			t.Error("typed words became part of the page")
		}
		v.Set("kind", "neither")
		reviewer.Post(w.Path("learning/new"), v).Is(http.StatusUnprocessableEntity)
	}, features...)
}

// Who reads and writes learning points, and who sees nothing of them.
func TestWhoSeesLearningPoints(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		first, _ := begin(t, w)
		v := whole(first)
		v.Set("title", "Canary point")
		w.As(t, "reviewer").Post(w.Path("learning/new"), v).OK()
		address := pointIn(t, w.As(t, "reviewer").Get(w.Path("learning")))[0]
		for _, name := range []string{"lead", "review chair", "reviewer"} {
			w.As(t, name).Get(address).OK().Sees("Learning point 1")
		}
		w.As(t, "team").Get(w.Path("learning")).OK().Sees("Canary point").SeesNot("Write a learning point")
		w.As(t, "team").Get(address).Is(http.StatusForbidden)
		w.Exec(t, `UPDATE reviewteam_member SET declared_at = NULL WHERE account_id = $1`, w.Account("team two"))
		w.As(t, "team two").Get(w.Path("learning")).Is(http.StatusForbidden).SeesNot("Canary")
		for _, name := range []string{"practitioner", "author", "approver", "supporter", "manager", "group", "chief", "committee chair", "admin", "family link", "owner"} {
			w.As(t, name).Get(w.Path("learning")).Is(http.StatusForbidden).SeesNot("Canary")
			w.As(t, name).Post(address, v).Is(http.StatusForbidden)
		}
		for _, name := range []string{"stranger", "other reviewer", "other lead"} {
			w.As(t, name).Get(address).Is(http.StatusNotFound).SeesNot("Canary")
		}
		other := strings.Replace(address, w.Own, w.Other, 1)
		w.As(t, "other reviewer").Get("/reviews/" + w.Other + "/learning").OK().SeesNot("Canary")
		w.As(t, "other reviewer").Get(other).Is(http.StatusNotFound)
		w.As(t, "other reviewer").Post(other, v).Is(http.StatusNotFound)
		w.As(t, "other reviewer").Post(other+"/remove", nil).Is(http.StatusNotFound)
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("team"), []byte{1}, w.Clock.Now())
		w.As(t, "team").Get(w.Path("learning")).Is(http.StatusNotFound)
		w.Stage(t, access.Publishing)
		w.As(t, "reviewer").Post(address, v).Is(http.StatusForbidden)
	}, features...)
}

// A point that is removed sets free what it came from; a form sent twice makes one point.
func TestAPointIsRemovedAndMadeOnce(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		first, _ := begin(t, w)
		reviewer := w.As(t, "reviewer")
		v := whole(first)
		v.Set("_once", reviewer.Token())
		for range 3 {
			reviewer.Post(w.Path("learning/new"), v).Is(http.StatusSeeOther)
		}
		found := pointIn(t, reviewer.Get(w.Path("learning")).OK())
		if len(found) != 1 {
			t.Fatalf("%d points of one form", len(found))
		}
		reviewer.Post(found[0]+"/remove", nil).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("learning")).OK().Sees("None is written yet", "2 of 2 wait")
		reviewer.Post(found[0]+"/remove", nil).Is(http.StatusNotFound)
	}, features...)
}
