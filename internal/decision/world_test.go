package decision_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/agencyreport"
	"lr/internal/chronology"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
	"lr/internal/decision"
	"lr/internal/guidance"
	"lr/internal/notification"
	"lr/internal/web"
)

func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Helper()
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		undeclared(t, w)
		test(t, w)
	}, features...)
}

var features = []web.Feature{notification.Feature, agencyreport.Feature, chronology.Feature, decision.Feature}

// lite is one such world, on SQLite.
func lite(t *testing.T) *accesstest.World {
	t.Helper()
	at := clock.NewFixed(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC))
	w := accesstest.New(t, dbtest.Lite(t, at.Now, accesstest.Schemas(features...)...), at, features...)
	undeclared(t, w)
	return w
}

func undeclared(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Exec(t, `UPDATE member SET declared_at = NULL WHERE role IN ($1, $2, $3)`,
		access.WorkingGroup, access.CommitteeChair, access.ChiefOfficer)
}

// canary stands in what the people of Other write. It must never show in Own.
const canary = "Canary of the other review"

func declaration(answer string) url.Values {
	v := url.Values{"words": {"I supervised somebody."}}
	for _, q := range []string{"involved", "supervised", "decided", "related", "other"} {
		v.Set(q, "no")
	}
	v.Set("supervised", answer)
	if answer == "yes" {
		v.Set("way", "aside")
	}
	return v
}

func declares(t *testing.T, w *accesstest.World, names ...string) {
	t.Helper()
	for _, name := range names {
		declaresIn(t, w, w.Own, name)
	}
}

// declaresIn answers the questions, looks whom the review is about, and confirms.
func declaresIn(t *testing.T, w *accesstest.World, review, name string) {
	t.Helper()
	p, there := w.As(t, name), "/reviews/"+review+"/declare"
	p.Post(there, declaration("no")).Is(http.StatusSeeOther)
	p.Post(there+"/show", nil).Is(http.StatusSeeOther)
	p.Post(there+"/whom", url.Values{"near": {"no"}}).Is(http.StatusSeeOther)
}

func viewOf(outcome, reasons string) url.Values {
	return url.Values{"outcome-" + accesstest.Child: {outcome}, "reasons-" + accesstest.Child: {reasons},
		"outcome-" + accesstest.Adult: {outcome}, "reasons-" + accesstest.Adult: {reasons}}
}

// answersTo answers every criterion of a version in the same way.
func answersTo(version, answer string) url.Values {
	v, _ := guidance.Get(version)
	typed := url.Values{"version": {"0"}}
	for _, l := range v.Limbs() {
		typed.Set("answer-"+l.ID, answer)
		typed.Set("reason-"+l.ID, "Reason of "+l.ID+".")
	}
	return typed
}

const childGuidance, adultGuidance = "CP_2024", "ASP_2022"

// found takes the group of Own through views, findings and recommendation.
func found(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Stage(t, access.Recommending)
	declares(t, w, "group", "group two")
	w.As(t, "group").Post(w.Path("findings/view"), viewOf("review", "View of one.")).Is(http.StatusSeeOther)
	w.As(t, "group two").Post(w.Path("findings/view"), viewOf("none", "View of two.")).Is(http.StatusSeeOther)
	w.As(t, "lead").Post(w.Path("findings/criteria/"+accesstest.Child), answersTo(childGuidance, "yes")).Is(http.StatusSeeOther)
	w.As(t, "group").Post(w.Path("findings/recommendation/"+accesstest.Child), url.Values{"outcome": {"review"}, "version": {"0"},
		"reasons": {"There is much to learn."}}).Is(http.StatusSeeOther)
	w.As(t, "group two").Post(w.Path("findings/agree/"+accesstest.Child), url.Values{"agrees": {"no"}, "version": {"1"},
		"words": {"One member would rather not."}}).Is(http.StatusSeeOther)
}

// both makes Own a review of both committees, with a chair and a chief officer
// of the adult protection committee who hold no part yet.
func both(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Exec(t, `INSERT INTO review_committee (review_id, committee_id, guidance) VALUES ($1, $2, $3)`, w.Own, accesstest.Adult, adultGuidance)
	err := w.DB.Write(context.Background(), func(tx *db.Tx) error {
		if err := w.Gate.AddOffice(context.Background(), tx, w.Account("other committee chair"),
			access.Office{Role: access.CommitteeChair, Committee: accesstest.Adult}); err != nil {
			return err
		}
		return w.Gate.AddOffice(context.Background(), tx, w.Account("other chief"),
			access.Office{Role: access.ChiefOfficer, Committee: accesstest.Adult})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func decided(outcome string) url.Values {
	v := url.Values{"outcome": {outcome}, "on": {"2 November 2026"}, "reasons": {"Reasons for " + outcome + "."}, "version": {"0"}}
	switch outcome {
	case "review":
		v["limb"] = []string{firstLimb(childGuidance)}
		v.Set("kind", "own")
		v.Set("scale", "Two years and three agencies.")
	case "other":
		v.Set("activity", "A case discussion.")
		v.Set("owner", "Team manager, Exampleshire Social Work")
		v.Set("reported", "By its minutes.")
		v.Set("report_by", "30 November 2026")
	case "more":
		v.Set("asked_of", "The school")
		v.Set("asked_by", "16 November 2026")
	}
	return v
}

func firstLimb(version string) string {
	v, _ := guidance.Get(version)
	return v.Limbs()[0].ID
}

func with(v url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, vs := range v {
		out[k] = vs
	}
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// deciding puts Own before the child protection committee, whose chair and
// chief officer have declared.
func deciding(t *testing.T, w *accesstest.World) {
	t.Helper()
	found(t, w)
	w.Stage(t, access.Deciding)
	declares(t, w, "committee chair", "chief")
}

// decidedElsewhere puts into Other what the committee there did. A page of Own
// that reads it cannot open it, and fails.
func decidedElsewhere(t *testing.T, w *accesstest.World) {
	t.Helper()
	locked := []byte{1}
	w.Exec(t, `INSERT INTO decision_made (id, review_id, committee_id, version, outcome, limbs, decided_on, reasons, split, recorded_by, at)
		VALUES ('elsewhere', $1, $2, 1, $3, $3, $3, $3, $3, 'test', $4)`, w.Other, accesstest.Child, locked, w.Clock.Now())
	w.Exec(t, `INSERT INTO decision_told (id, review_id, whom, committee_id, version, on_day, words, recorded_by, at)
		VALUES ('elsewhere', $1, 'notifier', $2, 1, $3, $3, 'test', $4)`, w.Other, accesstest.Child, locked, w.Clock.Now())
	w.Exec(t, `INSERT INTO decision_later (id, review_id, committee_id, version, deed, on_day, words, recorded_by, at)
		VALUES ('elsewhere', $1, $2, 1, 'refused', $3, $3, 'test', $4)`, w.Other, accesstest.Child, locked, w.Clock.Now())
	w.Exec(t, `INSERT INTO decision_minutes (id, review_id, committee_id, decided, version, recorded, met_on, chaired, present, apologies, quorum, considered, dissent, written_by, at)
		VALUES ('elsewhere', $1, $2, 1, 1, $3, $4, $4, $4, $4, $4, $4, $4, 'test', $5)`, w.Other, accesstest.Child, true, locked, w.Clock.Now())
	w.Exec(t, `INSERT INTO decision_letter (id, review_id, committee_id, decided, whom, version, title, body, written_by, at)
		VALUES ('elsewhere', $1, $2, 1, 'notifier', 1, $3, $3, 'test', $4)`, w.Other, accesstest.Child, locked, w.Clock.Now())
	w.Exec(t, `INSERT INTO decision_meeting (review_id, committee_id, meets) VALUES ($1, $2, $3)`, w.Other, accesstest.Child, db.Date{Year: 2031, Month: 1, Day: 1})
	w.Exec(t, `INSERT INTO review_notice (id, review_id, committee_id, form, field, words, written_by, at)
		VALUES ('elsewhere', $1, $2, 'F4', 'circumstances', $3, 'test', $4)`, w.Other, accesstest.Child, locked, w.Clock.Now())
}

func moved(t *testing.T, w *accesstest.World, to access.Stage) {
	t.Helper()
	w.As(t, "lead").Post(w.Path("move-on"), nil)
	page := w.As(t, "lead").Get(w.Path("")).OK().Text()
	if to == access.Closed {
		if strings.Contains(page, "Stage 5 of 12") || !strings.Contains(page, "Closed") {
			t.Errorf("the review did not close: %s", page)
		}
		return
	}
	if !strings.Contains(page, ": "+to.String()) {
		t.Errorf("the review did not move to %s: %s", to, page)
	}
}

// elsewhere has people of Other write words that must stay there.
func elsewhere(t *testing.T, w *accesstest.World) {
	t.Helper()
	there := func(page string) string { return "/reviews/" + w.Other + "/" + page }
	one, lead := w.As(t, "other group"), w.As(t, "other lead")
	declaresIn(t, w, w.Other, "other group")
	declaresIn(t, w, w.Other, "other group two")
	one.Post(there("findings/view"), viewOf("none", canary)).OK()
	w.As(t, "other group two").Post(there("findings/view"), viewOf("none", canary)).OK()
	typed := answersTo(childGuidance, "no")
	typed.Set("reason-"+firstLimb(childGuidance), canary)
	lead.Post(there("findings/criteria/"+accesstest.Child), typed).OK()
	lead.Post(there("findings/recommendation/"+accesstest.Child), url.Values{"outcome": {"none"}, "reasons": {canary}, "version": {"0"}}).OK()
}

// stored gives what the database holds, as a thief would see it.
func stored(t *testing.T, w *accesstest.World, query string) [][]byte {
	t.Helper()
	var all [][]byte
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		all, err = db.All(context.Background(), tx, db.Column[[]byte], query)
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("%s: %d rows, %v", query, len(all), err)
	}
	return all
}

// count gives the number that a query about one person's account counts.
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

// mails counts the messages of a kind that were written to somebody.
func mails(t *testing.T, w *accesstest.World, name, kind string) int {
	t.Helper()
	return count(t, w, `SELECT COUNT(*) FROM mail WHERE to_account = $1 AND kind = $2`, w.Account(name), kind)
}

// unsent counts the messages to somebody that are still to be sent, and waiting
// what waits for them.
func unsent(t *testing.T, w *accesstest.World, name string) int {
	t.Helper()
	return count(t, w, `SELECT COUNT(*) FROM mail WHERE to_account = $1 AND sent_at IS NULL AND cancelled_at IS NULL`, w.Account(name))
}

func waiting(t *testing.T, w *accesstest.World, name string) int {
	t.Helper()
	return count(t, w, `SELECT COUNT(*) FROM review_task WHERE account_id = $1 AND settled_at IS NULL`, w.Account(name))
}
