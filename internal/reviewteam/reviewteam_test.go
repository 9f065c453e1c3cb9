package reviewteam_test

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
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/web"
)

var features = []web.Feature{agencyreport.Feature, chronology.Feature, reviewteam.Feature}

// each begins with the review setting up its team, and takes the cast's own team
// away: here people come into it by being asked.
func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.SettingUp)
		test(t, w)
	}, features...)
}

func asked(w *accesstest.World, part, who, agency string) url.Values {
	return url.Values{"person": {part + "/" + w.Account(who) + "/" + agency}}
}

func clear() url.Values {
	v := url.Values{}
	for _, q := range []string{"involved", "supervised", "decided", "related", "dispute"} {
		v.Set(q, "no")
	}
	return v
}

func involved() url.Values {
	v := clear()
	v.Set("involved", "yes")
	v.Set("words", "I worked with the family in an invented year.")
	return v
}

func inPlace(t *testing.T, w *accesstest.World) bool {
	t.Helper()
	n := 0
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		n, err = db.One(context.Background(), tx, db.Column[int], `SELECT COUNT(*) FROM review_record WHERE review_id = $1 AND record = $2`,
			w.Own, string(review.TeamInPlace))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n == 1
}

var newcomers = []struct{ part, who, agency string }{{"chair", "other review chair", ""}, {"reviewer", "other reviewer", ""},
	{"member", "other team", accesstest.Social}, {"member", "other team two", accesstest.Health}}

func gather(t *testing.T, w *accesstest.World) {
	t.Helper()
	for _, n := range newcomers {
		w.As(t, "lead").Post(w.Path("team"), asked(w, n.part, n.who, n.agency)).Is(http.StatusSeeOther)
		w.As(t, n.who).Post(w.Path("team/declare"), clear()).Is(http.StatusSeeOther)
	}
}

// A team is in place when a chair, a reviewer and members of two agencies have
// said that they were not involved. [SEED team, CP21 p11]
func TestATeamIsInPlaceWhenItsPeopleHaveDeclared(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Get(w.Path("team")).OK().Sees("a review chair who has declared", "members of at least two agencies", "Nobody was asked yet")
		for i, n := range newcomers {
			lead.Post(w.Path("team"), asked(w, n.part, n.who, n.agency)).Is(http.StatusSeeOther)
			w.As(t, n.who).Get("/").OK().Sees("Say whether you were involved")
			if inPlace(t, w) {
				t.Fatalf("in place while %d have declared", i)
			}
			w.As(t, n.who).Post(w.Path("team/declare"), clear()).Is(http.StatusSeeOther)
			w.As(t, n.who).Get("/").OK().SeesNot("Say whether you were involved")
		}
		if !inPlace(t, w) {
			t.Fatal("four have declared, and the team is not in place")
		}
		lead.Get(w.Path("team")).OK().Sees("In place", "Name of other team two", "Exampleshire Health Board")
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/team").OK().Sees("Nobody was asked yet").SeesNot("In place")
	})
}

// Until somebody has declared, nothing of the case opens to them but the
// initials that they need to answer. [SEED team]
func TestTheDeclarationComesBeforeTheCase(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Child"}, "name": {"Morag Canary-Example"}}).OK()
		w.As(t, "lead").Post(w.Path("team"), asked(w, "reviewer", "other reviewer", "")).Is(http.StatusSeeOther)
		them := w.As(t, "other reviewer")
		shut(them, w)
		them.Get(w.Path("team/declare")).OK().Sees("Were you involved?", "Exampleshire Child Protection Committee").SeesNot("Canary", "M. C.")
		them.Get(w.Path("team/whom")).OK().Sees("Child 1", "M. C.").SeesNot("Canary")
		them.Post(w.Path("team/declare"), clear()).Is(http.StatusSeeOther)
		them.Get(w.Path("")).OK()
		them.Get(w.Path("team")).OK()
		them.Get(w.Path("team/whom")).Is(http.StatusForbidden)
	})
}

// shut fails the test unless every page but the review's own and the two for
// declaring leads back without a word of the case.
func shut(them accesstest.Person, w *accesstest.World) {
	for _, route := range w.Routes.List() {
		path := strings.NewReplacer("{review}", w.Own, "{member}", "x", "{record}", "scope-set", "{clock}", "x").Replace(route.Path)
		switch {
		case route.Kind != web.InReview, route.Method == "POST", path == w.Path(""), path == w.Path("team/declare"), path == w.Path("team/whom"):
		default:
			if got := them.Get(path).Status; got != http.StatusSeeOther && got != http.StatusForbidden {
				them.Get(path).Is(http.StatusSeeOther)
			}
		}
	}
}

// Whoever was involved is out in the same moment, on every page, whatever part
// they have; the last page says so and whom to ask. [SEED team]
func TestAnInvolvementShutsOutAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "lead").Post(w.Path("team"), asked(w, "member", "team", accesstest.Social)).Is(http.StatusSeeOther)
		them := w.As(t, "team")
		them.Get("/").OK().Sees("Say whether you were involved")
		them.Post(w.Path("team/declare"), involved()).OK().Sees("You are not part of this review", "Name of lead").SeesNot("Setting up")
		ids := regexp.MustCompile(`\{[a-z]+\}`)
		for _, route := range w.Routes.List() {
			if route.Kind != web.InReview {
				continue
			}
			path := ids.ReplaceAllString(strings.Replace(route.Path, "{review}", w.Own, 1), "x")
			if route.Method == "GET" {
				them.Get(path).Is(http.StatusNotFound)
			} else {
				them.Post(path, nil).Is(http.StatusNotFound)
			}
		}
		them.Get("/").OK().SeesNot(w.Own, "Say whether")
		w.As(t, "lead").Get(w.Path("team")).OK().Sees("Out of this review")
		w.As(t, "lead").Get("/").OK().Sees("Somebody stepped aside")
	})
}

// An involvement that is found later takes back that the team is in place.
func TestAWallRaisedLaterUnsettlesTheTeam(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		gather(t, w)
		lead := w.As(t, "lead")
		page := lead.Get(w.Path("team")).OK()
		links := regexp.MustCompile(`/team/([0-9a-f-]{36})`).FindAllStringSubmatch(page.Body, -1)
		if len(links) != 4 {
			t.Fatalf("%d links to members", len(links))
		}
		one := w.Path("team/" + links[3][1])
		lead.Get(one).OK().Sees("Name of other team two")
		lead.Post(one+"/aside", nil).Is(http.StatusUnprocessableEntity).Sees("Say what was found")
		lead.Post(one+"/aside", url.Values{"reason": {"A record names them."}}).Is(http.StatusSeeOther)
		w.As(t, "other team two").Get(w.Path("")).Is(http.StatusNotFound)
		if inPlace(t, w) {
			t.Error("the team is still in place with a member shut out")
		}
		lead.Get(w.Path("team")).OK().Sees("members of at least two agencies who have declared", "Out of this review")
		lead.Post(one+"/aside", url.Values{"reason": {"Again."}}).Is(http.StatusConflict)
		lead.Post(one+"/end", nil).Is(http.StatusSeeOther)
		lead.Post(w.Path("team"), asked(w, "member", "other team two", accesstest.Health)).Is(http.StatusUnprocessableEntity)
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/team/" + links[0][1]).Is(http.StatusNotFound)
	})
}

// Somebody who is let go has no part any more.
func TestSomebodyLetGoHasNoPart(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		gather(t, w)
		lead := w.As(t, "lead")
		id := regexp.MustCompile(`/team/([0-9a-f-]{36})`).FindStringSubmatch(lead.Get(w.Path("team")).Body)[1]
		lead.Post(w.Path("team/"+id+"/end"), nil).Is(http.StatusSeeOther)
		w.As(t, "other review chair").Get(w.Path("")).Is(http.StatusNotFound)
		if inPlace(t, w) {
			t.Error("in place without a chair")
		}
	})
}

// One chair, two reviewers, and only people who hold the office. [SEED reviewer]
func TestWhoMayBeAskedIntoTheTeam(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("team"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose whom you ask")
		lead.Post(w.Path("team"), asked(w, "member", "practitioner", accesstest.Social)).Is(http.StatusUnprocessableEntity)
		lead.Post(w.Path("team"), asked(w, "chair", "other reviewer", "")).Is(http.StatusUnprocessableEntity)
		lead.Post(w.Path("team"), url.Values{"person": {strings.Repeat("x", 100_000)}}).Is(http.StatusUnprocessableEntity)
		lead.Post(w.Path("team"), asked(w, "chair", "other review chair", "")).Is(http.StatusSeeOther)
		lead.Post(w.Path("team"), asked(w, "chair", "review chair", "")).Is(http.StatusUnprocessableEntity).Sees("There is a review chair already")
		for _, who := range []string{"admin", "reviewer", "team", "author", "practitioner"} {
			w.As(t, who).Post(w.Path("team"), asked(w, "reviewer", "other reviewer", "")).Is(http.StatusForbidden)
		}
		w.As(t, "other lead").Post(w.Path("team"), asked(w, "reviewer", "other reviewer", "")).Is(http.StatusNotFound)
		once := asked(w, "reviewer", "other reviewer", "")
		once.Set("_once", lead.Token())
		for range 2 {
			lead.Post(w.Path("team"), once).Is(http.StatusSeeOther)
		}
	})
}

// A declaration answers every question, and a yes says how.
func TestADeclarationIsWhole(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "lead").Post(w.Path("team"), asked(w, "reviewer", "other reviewer", "")).Is(http.StatusSeeOther)
		them := w.As(t, "other reviewer")
		them.Post(w.Path("team/declare"), nil).Is(http.StatusUnprocessableEntity).Sees("Answer yes or no")
		v := clear()
		v.Set("related", "yes")
		them.Post(w.Path("team/declare"), v).Is(http.StatusUnprocessableEntity).Sees("Say in a few words how")
		v.Set("words", strings.Repeat("é", 1001))
		them.Post(w.Path("team/declare"), v).Is(http.StatusUnprocessableEntity).Sees("too long")
		v.Set("words", "<script>neighbour</script>")
		v.Set("involved", "perhaps")
		page := them.Post(w.Path("team/declare"), v).Is(http.StatusUnprocessableEntity).Sees("Answer yes or no", "<script>neighbour")
		if strings.Contains(page.Body, "<script>neighbour") {
			t.Error("what was typed became part of the page")
		}
		shut(them, w)
	})
}

func scope() url.Values {
	return url.Values{"from": {"1 March 2025"}, "to": {"31/03/2026"}, "questions": {"Who knew what, and when?"}, "why": {"To learn."},
		"scale": {"One event."}, "agencies": {"Social work, health"}, "family": {"Asked by the link person."}, "proceedings": {"None."}}
}

// The terms of reference say what the review looks at; nobody writes over
// another's change unseen. [CP21 p5, SCR15 p20]
func TestTheTermsOfReferenceAreKept(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("team/scope"), nil).Is(http.StatusUnprocessableEntity).Sees("Give the first day", "Write the questions")
		wrong := scope()
		wrong.Set("to", "1 January 2020")
		lead.Post(w.Path("team/scope"), wrong).Is(http.StatusUnprocessableEntity).Sees("The last day lies before the first")
		lead.Post(w.Path("team/scope"), scope()).Is(http.StatusSeeOther)
		lead.Get(w.Path("team")).OK().Sees("1 March 2025 to 31 March 2026", "Who knew what, and when?")
		lead.Get(w.Path("")).OK().Sees("What the review looks at, and from when to when Done")
		lead.Post(w.Path("team/scope"), scope()).Is(http.StatusConflict)
		second := scope()
		second.Set("version", "1")
		lead.Post(w.Path("team/scope"), second).Is(http.StatusSeeOther)
		lead.Post(w.Path("team/scope"), second).Is(http.StatusConflict)
		lead.Get(w.Path("team/scope")).OK().Sees("Terms of reference")
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/team").OK().SeesNot("Who knew what")
		w.As(t, "admin").Post(w.Path("team/scope"), second).Is(http.StatusForbidden)
	})
}

// Other steps can ask whether somebody has declared. [SEED team]
func TestOtherStepsKnowWhoHasDeclared(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "lead").Post(w.Path("team"), asked(w, "reviewer", "other reviewer", "")).Is(http.StatusSeeOther)
		if declared(t, w, "other reviewer") {
			t.Error("declared before answering")
		}
		w.As(t, "other reviewer").Post(w.Path("team/declare"), clear()).Is(http.StatusSeeOther)
		if !declared(t, w, "other reviewer") {
			t.Error("answered, and not declared")
		}
		if !declared(t, w, "team") {
			t.Error("somebody who was not asked has something to declare")
		}
	})
}

func declared(t *testing.T, w *accesstest.World, who string) bool {
	t.Helper()
	ctx := context.Background()
	var cookie string
	err := w.DB.Write(ctx, func(tx *db.Tx) error {
		var err error
		cookie, err = w.Gate.Begin(ctx, tx, w.Account(who), true)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	session, err := w.Gate.Find(ctx, cookie)
	if err != nil {
		t.Fatal(err)
	}
	p, err := access.Check[reviewteam.Declare](ctx, w.Gate, session, w.Own, "")
	if err != nil {
		t.Fatal(err)
	}
	var yes bool
	err = p.Read(ctx, func(tx *db.Tx) error {
		yes, err = reviewteam.Declared(ctx, tx, p.Case)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return yes
}
