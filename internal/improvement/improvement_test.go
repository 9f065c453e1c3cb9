package improvement_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/dissemination"
	"lr/internal/improvement"
	"lr/internal/learning"
	"lr/internal/report"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var features = []web.Feature{learning.Feature, report.Feature, dissemination.Feature, improvement.Feature}

// planting puts into the reviews what the steps before would have.
type planting struct{}

func (planting) Rule() access.Rule {
	return access.Rule{Name: "improvement_test.plant", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Received)}},
		Opens: seal.DraftReport | seal.Identity}
}

func plantIn(t *testing.T, w *accesstest.World, who, id string, fill func(tx *db.Tx, c access.Case) error) {
	t.Helper()
	p, err := access.Check[planting](context.Background(), w.Gate, w.Session(t, who), id, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write(context.Background(), func(tx *db.Tx) error { return fill(tx, p.Case) }); err != nil {
		t.Fatal(err)
	}
}

func point(tx *db.Tx, c access.Case, id, title string) error {
	at := c.At(seal.DraftReport, "learning_point", &id)
	words := seal.T("Each handover needs a plan.")
	_, err := tx.Exec(context.Background(), `INSERT INTO learning_point (id, review_id, kind, theme, title, what, how, why, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, c.Review(), at.Seal("kind", seal.T("learning")), at.Seal("theme", seal.T("p-planning")),
		at.Seal("title", seal.T(title)), at.Seal("what", words), at.Seal("how", words), at.Seal("why", words), tx.Now())
	return err
}

// improving is a world at the stage, with a learning point and a known child in
// each review, and with names of which no part is an everyday word.
func improving(t *testing.T, w *accesstest.World, stage access.Stage) {
	t.Helper()
	w.Stage(t, stage)
	ctx := context.Background()
	if err := w.DB.Write(ctx, func(tx *db.Tx) error {
		all, err := db.All(ctx, tx, db.Column[string], `SELECT id FROM account`)
		for _, id := range all {
			if err := w.Gate.Rename(ctx, tx, id, seal.T("Zebedina Inventedson")); err != nil {
				return err
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct{ who, review, id, title, child string }{{"lead", w.Own, "p1", "Handing over", "Morag Canaryname"},
		{"other lead", w.Other, "o1", "Othercanary title", "Una Othercanary"}} {
		plantIn(t, w, one.who, one.review, func(tx *db.Tx, c access.Case) error {
			if _, err := review.AddKnown(ctx, tx, c, "Child", review.Known{Name: seal.T(one.child)}); err != nil {
				return err
			}
			return point(tx, c, one.id, one.title)
		})
	}
}

func strategy(w *accesstest.World) url.Values {
	return url.Values{"title": {"One plan for each handover"}, "points": {"p1"}, "case": {"Plans are lost when care moves."},
		"learning": {"Teams try it out together."}, "evidence": {"Two agencies saw it."}, "see": {"A plan in nine files of ten."},
		"owner": {w.Account("owner")}, "due": {"1 March 2027"}, "look": {"1 June 2027"}, "version": {"0"}}
}

var strategyLink = regexp.MustCompile(`strategies/([0-9a-f-]{36})`)

// add writes a strategy, and gives the page it has after the review.
func add(t *testing.T, w *accesstest.World, s url.Values) string {
	t.Helper()
	w.As(t, "lead").Post(w.Path("strategies/new"), s).Is(http.StatusSeeOther)
	all := strategyLink.FindAllString(w.As(t, "lead").Get(w.Path("strategies")).OK().Body, -1)
	if len(all) == 0 {
		t.Fatal("the strategy is not listed")
	}
	return all[len(all)-1]
}

func outcome(result string) url.Values {
	return url.Values{"result": {result}, "looked": {"2 November 2026"}, "by": {"The quality group"}, "found": {"Four files of ten had a plan."}}
}

// The stage is not left before each strategy has an owner and a day, and an
// outcome; that nothing changed is one. [CP24 p6, CP21 p14]
func TestEachStrategyHasAnOwnerAndADay(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Improving)
		lead := w.As(t, "lead")
		s := strategy(w)
		s.Del("owner")
		s.Del("due")
		at := add(t, w, s)
		lead.Get(w.Path("")).OK().Sees("Each strategy has an owner and a day Go on without this")
		s = strategy(w)
		s.Set("version", "1")
		lead.Post(w.Path(at+"/change"), s).Is(http.StatusSeeOther)
		lead.Post(w.Path(at+"/change"), s).Is(http.StatusConflict)
		lead.Get(w.Path("")).OK().Sees("Each strategy has an owner and a day Done", "Strategy 1", "1 March 2027").SeesNot("Move on to")
		second := add(t, w, strategy(w))
		lead.Post(w.Path(at+"/outcome"), outcome("no-change")).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		early := outcome("too-early")
		lead.Post(w.Path(second+"/outcome"), early).Is(http.StatusUnprocessableEntity).Sees("looks again")
		early.Set("again", "1 December 2027")
		w.As(t, "committee chair").Post(w.Path(second+"/outcome"), early).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		lead.Post(w.Path(second+"/outcome"), outcome("partly")).Is(http.StatusSeeOther)
		lead.Get(w.Path("strategies")).OK().Sees("No change seen", "It changed in part")
		lead.Get(w.Path("")).OK().Sees("Move on to: Closed")
		third := strategy(w)
		third.Del("owner")
		add(t, w, third)
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
	}, features...)
}

// Chief officers consider the strategies together, with what they need. [CP24 p6]
func TestChiefOfficersConsiderTheStrategies(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Improving)
		chief := w.As(t, "chief")
		at := add(t, w, strategy(w))
		chief.Get("/").OK().Sees("Consider the strategies and what they need")
		chief.Get(w.Path("strategies")).OK().Sees("One plan for each handover", "not written down yet")
		chief.Get(w.Path(at)).OK().Sees("Plans are lost").SeesNot("Did it work?")
		chief.Post(w.Path("strategies/plan"), url.Values{"day": {"1 January 2030"}}).Is(http.StatusUnprocessableEntity).Sees("still to come", "Say what they said")
		w.As(t, "owner").Post(w.Path("strategies/plan"), nil).Is(http.StatusForbidden)
		chief.Post(w.Path("strategies/plan"), url.Values{"day": {"1 November 2026"}, "words": {"Two days a month are free for it."}}).Is(http.StatusSeeOther)
		chief.Get("/").OK().SeesNot("Consider the strategies")
		w.As(t, "lead").Get(w.Path("strategies")).OK().Sees("1 November 2026: Two days a month are free for it.")
		w.As(t, "other chief").Get(w.Path("strategies")).Is(http.StatusNotFound)
	}, features...)
}

// A review may have no strategy, with the reason.
func TestAReviewMayHaveNoStrategy(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Improving)
		lead := w.As(t, "lead")
		lead.Post(w.Path("strategies/none"), nil).Is(http.StatusUnprocessableEntity).Sees("Say why there is no strategy")
		lead.Post(w.Path("strategies/none"), url.Values{"none": {"It was all put right meanwhile."}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().Sees("Move on to: Closed")
		add(t, w, strategy(w))
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		lead.Post(w.Path("strategies/none"), url.Values{"none": {"x"}}).Is(http.StatusConflict)
	}, features...)
}

// The owner alone says what was done, and asks for more time, for their own
// strategy; a strategy of somebody else does not exist for them. [CP24 p6]
func TestAnOwnerReportsOnTheirOwn(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Improving)
		lead, owner := w.As(t, "lead"), w.As(t, "owner")
		at := add(t, w, strategy(w))
		var sent int
		if err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
			var err error
			sent, err = db.One(context.Background(), tx, db.Column[int], `SELECT COUNT(*) FROM mail WHERE to_account = $1`, w.Account("owner"))
			return err
		}); err != nil || sent != 1 {
			t.Errorf("the owner got %d messages (%v)", sent, err)
		}
		theirs := strategy(w)
		theirs.Set("owner", w.Account("other owner"))
		foreign := add(t, w, theirs)
		owner.Get("/").OK().Sees("Say what was done for a strategy", "By 1 March 2027")
		owner.Get(w.Path(at)).OK().Sees("One plan for each handover", "Say what was done")
		owner.Get(w.Path(foreign)).Is(http.StatusNotFound)
		owner.Get(w.Path("strategies")).Is(http.StatusForbidden)
		done := url.Values{"done": {"Eight teams tried it."}, "evidence": {"An audit of ten files."}}
		owner.Post(w.Path(foreign+"/report"), done).Is(http.StatusNotFound)
		owner.Post(w.Path("strategies/"+db.NewID()+"/report"), done).Is(http.StatusNotFound)
		lead.Post(w.Path(at+"/report"), done).Is(http.StatusForbidden)
		owner.Post(w.Path(at+"/report"), nil).Is(http.StatusUnprocessableEntity).Sees("Say what was done.", "Say what shows it")
		owner.Post(w.Path(at+"/outcome"), outcome("changed")).Is(http.StatusForbidden)
		twice := url.Values{"done": done["done"], "evidence": done["evidence"], "_once": {owner.Token()}}
		owner.Post(w.Path(at+"/report"), twice).Is(http.StatusSeeOther)
		owner.Post(w.Path(at+"/report"), twice).Is(http.StatusSeeOther)
		if n := strings.Count(lead.Get(w.Path(at)).OK().Body, "Eight teams tried it."); n != 1 {
			t.Errorf("the same form sent twice was kept %d times", n)
		}
		w.As(t, "other owner").Get(w.Path(foreign)).OK().SeesNot("Eight teams")
		w.As(t, "other owner").Get(w.Path(at)).Is(http.StatusNotFound)
		done.Set("finished", "yes")
		owner.Post(w.Path(at+"/report"), done).Is(http.StatusSeeOther)
		owner.Get("/").OK().SeesNot("Say what was done for a strategy")
		lead.Get(w.Path("")).OK().Sees("met")
	}, features...)
}

// An owner who asks for more time gets an answer from the lead officer.
func TestAnOwnerAsksForMoreTime(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Improving)
		lead, owner := w.As(t, "lead"), w.As(t, "owner")
		at := add(t, w, strategy(w))
		owner.Post(w.Path(at+"/more-time"), url.Values{"until": {"1 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("still to come", "Say why")
		more := url.Values{"until": {"1 May 2027"}, "why": {"Two teams are short of people."}}
		owner.Post(w.Path(at+"/more-time"), more).Is(http.StatusSeeOther)
		owner.Post(w.Path(at+"/more-time"), more).Is(http.StatusConflict)
		lead.Get("/").OK().Sees("An owner asks for more time")
		ask := regexp.MustCompile(`more-time/[0-9a-f-]{36}`).FindString(lead.Get(w.Path(at)).OK().Sees("Two teams are short of people.").Body)
		owner.Post(w.Path(at+"/"+ask), url.Values{"answer": {"yes"}}).Is(http.StatusForbidden)
		lead.Post(w.Path(at+"/"+ask), url.Values{"answer": {"no"}}).Is(http.StatusUnprocessableEntity).Sees("Say why the day is kept")
		lead.Post(w.Path(at+"/more-time/"+db.NewID()), url.Values{"answer": {"yes"}}).Is(http.StatusConflict)
		lead.Post(w.Path(at+"/"+ask), url.Values{"answer": {"yes"}}).Is(http.StatusSeeOther)
		lead.Post(w.Path(at+"/"+ask), url.Values{"answer": {"yes"}}).Is(http.StatusConflict)
		owner.Get("/").OK().Sees("By 1 May 2027")
		lead.Get(w.Path("")).OK().Sees("1 May 2027")
		lead.Get("/").OK().SeesNot("An owner asks for more time")
	}, features...)
}

// A strategy handed to somebody else is no longer the first owner's.
func TestAStrategyIsHandedOver(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Improving)
		at := add(t, w, strategy(w))
		s := strategy(w)
		s.Set("owner", w.Account("other owner"))
		s.Set("version", "1")
		w.As(t, "lead").Post(w.Path(at+"/change"), s).Is(http.StatusSeeOther)
		w.As(t, "owner").Get(w.Path(at)).Is(http.StatusNotFound)
		w.As(t, "owner").Get("/").OK().SeesNot("Say what was done for a strategy")
		w.As(t, "other owner").Get(w.Path(at)).OK().Sees("Say what was done")
		w.As(t, "other owner").Get("/").OK().Sees("Say what was done for a strategy")
	}, features...)
}

// Those who took part read what came of what they said, in words that name
// nobody, and those of another review never do. [SEED spread]
func TestWhatCameOfItIsToldBack(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Improving)
		lead := w.As(t, "lead")
		lead.Post(w.Path("told-back/tell"), nil).Is(http.StatusUnprocessableEntity).Sees("Add a line first")
		lead.Post(w.Path("told-back"), nil).Is(http.StatusUnprocessableEntity).Sees("Say what people told", "Say what changed")
		lead.Post(w.Path("told-back"), url.Values{"said": {"You said that Morag Canaryname had no plan."}, "changed": {"There is one."}}).
			Is(http.StatusUnprocessableEntity).Sees("may tell who somebody is")
		line := url.Values{"said": {"Handovers had no plan."}, "changed": {"Each has one now."}}
		lead.Post(w.Path("told-back"), line).Is(http.StatusSeeOther)
		lead.Post(w.Path("told-back/tell"), nil).Is(http.StatusSeeOther)
		for _, name := range []string{"practitioner", "practitioner two", "supporter", "manager", "author"} {
			w.As(t, name).Get("/").OK().Sees("Read what came of what you said")
			w.As(t, name).Get(w.Path("told-back")).OK().Sees("Handovers had no plan.", "Each has one now.", "Hide this page").SeesNot("Canaryname", "Add a line")
			w.As(t, name).Get(w.Path("strategies")).Is(http.StatusForbidden)
			w.As(t, name).Post(w.Path("told-back"), line).Is(http.StatusForbidden)
		}
		w.As(t, "practitioner").Post(w.Path("told-back/read"), nil).Is(http.StatusSeeOther)
		w.As(t, "practitioner").Get("/").OK().SeesNot("Read what came of what you said")
		w.As(t, "practitioner two").Get("/").OK().Sees("Read what came of what you said")
		w.As(t, "other practitioner").Get("/").OK().SeesNot("Read what came of what you said")
		for _, name := range []string{"other practitioner", "stranger", "other lead"} {
			w.As(t, name).Get(w.Path("told-back")).Is(http.StatusNotFound)
		}
		w.As(t, "other practitioner").Get("/reviews/" + w.Other + "/told-back").OK().SeesNot("Handovers")
		public := url.Values{"said": {"Handovers had no plan."}, "changed": {"Each has one now."}, "public": {"yes"}}
		lead.Post(w.Path("told-back"), public).Is(http.StatusUnprocessableEntity).Sees("Nothing of this review is public")
		w.As(t, "").Get("/published").OK().SeesNot("Handovers")
	}, features...)
}

// What changed stands beside what was published, and names nobody. [CP24 p6, SEED spread]
func TestWhatChangedIsPublished(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Publishing)
		lead, chair := w.As(t, "lead"), w.As(t, "committee chair")
		lead.Post(w.Path("publication/decision"), url.Values{"extent": {"summary"}, "decided": {"2 November 2026"}, "reasons": {"Others learn."},
			"advice": {"None was needed."}, "proceedings": {"None."}, "again": {"2 November 2027"}, "version": {"0"}}).Is(http.StatusSeeOther)
		lead.Post(w.Path("publication/text"), url.Values{"title": {"A plan"}, "summary": {"It must move."}, "themes": {"p-planning"}, "version": {"1"}}).Is(http.StatusSeeOther)
		hash := regexp.MustCompile(`[0-9a-f]{64}`).FindString(chair.Get(w.Path("publication/preview")).OK().Body)
		chair.Post(w.Path("publication/agree"), url.Values{"hash": {hash}}).Is(http.StatusSeeOther)
		for _, a := range []string{"notifier", "participants", "family", "agencies", "chief-officers"} {
			lead.Post(w.Path("publication/told/"+a), url.Values{"how": {"tried"}, "day": {"1 November 2026"}, "words": {"By telephone."}}).Is(http.StatusSeeOther)
		}
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusSeeOther)
		at := regexp.MustCompile(`/published/[a-z2-7]{26}`).FindString(lead.Get(w.Path("publication")).OK().Body)
		w.Stage(t, access.Improving)
		line := url.Values{"said": {"Handovers had no plan."}, "changed": {"Zebedina Inventedson wrote one."}, "public": {"yes"}}
		lead.Post(w.Path("told-back"), line).Is(http.StatusUnprocessableEntity).Sees("may tell who somebody is")
		w.As(t, "").Get(at).OK().SeesNot("Zebedina", "What changed since")
		line.Set("changed", "Each has one now.")
		lead.Post(w.Path("told-back"), line).Is(http.StatusSeeOther)
		w.As(t, "").Get(at).OK().Sees("What changed since", "Each has one now.")
	}, features...)
}

// What is missing, too long or made up changes nothing, and nothing of one
// review is reached by the other's people.
func TestStrategyFormsAreRead(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		improving(t, w, access.Improving)
		lead := w.As(t, "lead")
		lead.Post(w.Path("strategies/new"), nil).Is(http.StatusUnprocessableEntity).Sees("Give the strategy a name", "Give the case for change",
			"Say what people will learn", "Say what this rests on", "what we would see", "at least one learning point", "looks whether it worked")
		bad := strategy(w)
		bad.Set("owner", w.Account("stranger"))
		bad.Set("points", "o1")
		bad.Set("due", "1 March 2020")
		bad.Set("case", strings.Repeat("x", 4001))
		lead.Post(w.Path("strategies/new"), bad).Is(http.StatusUnprocessableEntity).Sees("Choose one of the answers", "at least one learning point",
			"still to come", "too long").SeesNot("Othercanary")
		at := add(t, w, strategy(w))
		for _, name := range []string{"other lead", "stranger"} {
			w.As(t, name).Get(w.Path(at)).Is(http.StatusNotFound)
			w.As(t, name).Get(w.Path("strategies")).Is(http.StatusNotFound)
		}
		foreign := "/reviews/" + w.Other + "/" + at
		w.As(t, "other lead").Get(foreign).Is(http.StatusNotFound)
		w.As(t, "other lead").Post(foreign+"/outcome", outcome("changed")).Is(http.StatusNotFound)
		w.As(t, "other lead").Post(foreign+"/change", strategy(w)).Is(http.StatusNotFound)
		lead.Get(w.Path("strategies/x%00y")).Is(http.StatusNotFound)
		lead.Post(w.Path(at+"/outcome"), url.Values{"result": {"wonderful"}, "looked": {"1 January 2030"}}).Is(http.StatusUnprocessableEntity).
			Sees("Say what was seen", "still to come", "Say who looked")
		w.As(t, "reviewer").Get(w.Path("strategies")).Is(http.StatusForbidden)
		w.Stage(t, access.Closed)
		lead.Get(w.Path(at)).OK().SeesNot("Did it work?")
		lead.Post(w.Path(at+"/outcome"), outcome("changed")).Is(http.StatusForbidden)
	}, features...)
}
