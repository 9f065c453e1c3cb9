package event_test

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
	"lr/internal/db"
	"lr/internal/event"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/support"
	"lr/internal/web"
)

var features = []web.Feature{agencyreport.Feature, reviewteam.Feature, support.Feature, event.Feature}

// each begins in the stage Learning, with nobody invited.
func each(t *testing.T, test func(t *testing.T, w *accesstest.World)) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Learning)
		test(t, w)
	}, features...)
}

func day() url.Values {
	return url.Values{"on": {"4 December 2026"}, "starts": {"10:00"}, "ends": {"15:30"}, "place": {"Sampleton Hall"},
		"breaks": {"Every hour"}, "access": {"Step-free"}}
}

func supporter(w *accesstest.World, who string) url.Values {
	return url.Values{"supporter": {w.Account(who)}, "contact": {"Telephone 01632 000 111"}, "deputy": {"Isla Deputy-Example"},
		"before": {"1 December 2026"}, "after": {"12 December 2026"}}
}

func invited(w *accesstest.World, who, agency string) url.Values {
	return url.Values{"person": {w.Account(who) + "/" + agency}, "why": {"You visited in the invented spring, " + who + "."}}
}

// ready has supporters for both agencies, a day, and both practitioners invited.
func ready(t *testing.T, w *accesstest.World) {
	t.Helper()
	lead := w.As(t, "lead")
	lead.Post(w.Path("supporters/"+accesstest.Social), supporter(w, "supporter")).Is(http.StatusSeeOther)
	lead.Post(w.Path("supporters/"+accesstest.Health), supporter(w, "supporter two")).Is(http.StatusSeeOther)
	lead.Post(w.Path("event"), day()).Is(http.StatusSeeOther)
	lead.Post(w.Path("event/invitations"), invited(w, "practitioner", accesstest.Social)).Is(http.StatusSeeOther)
	lead.Post(w.Path("event/invitations"), invited(w, "practitioner two", accesstest.Health)).Is(http.StatusSeeOther)
}

// open has the event open, with something said by both practitioners.
func open(t *testing.T, w *accesstest.World) {
	t.Helper()
	ready(t, w)
	w.As(t, "reviewer").Post(w.Path("event/open"), nil).Is(http.StatusSeeOther)
	w.As(t, "practitioner").Post(w.Path("event/contribute"), url.Values{"challenges": {"Canary alpha: too little time."}, "lens_challenges": {"barrier"},
		"well": {"Canary bravo: the nursery rang at once."}}).Is(http.StatusSeeOther)
	w.As(t, "practitioner two").Post(w.Path("event/contribute"), url.Values{"missed": {"Canary charlie: nobody asked the aunt."}}).Is(http.StatusSeeOther)
}

func read[T any](t *testing.T, w *accesstest.World, row func(db.Row) (T, error), query string, args ...any) []T {
	t.Helper()
	var all []T
	err := w.DB.Read(context.Background(), func(tx *db.Tx) error {
		var err error
		all, err = db.All(context.Background(), tx, row, query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func recorded(t *testing.T, w *accesstest.World, r review.Record) bool {
	t.Helper()
	return read(t, w, db.Column[int], `SELECT COUNT(*) FROM review_record WHERE review_id = $1 AND record = $2`, w.Own, string(r))[0] == 1
}

// links finds the ids of contributions on a page.
func links(g accesstest.Page, before string) []string {
	var ids []string
	for _, m := range regexp.MustCompile(before+`/([A-Z2-7]{26})"`).FindAllStringSubmatch(g.Body, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// Nobody is invited while their agency has no supporter. [SEED support]
func TestWithoutASupporterNobodyIsInvited(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("event"), day()).Is(http.StatusSeeOther)
		lead.Post(w.Path("event/invitations"), invited(w, "practitioner", accesstest.Social)).Is(http.StatusUnprocessableEntity).
			Sees("Exampleshire Social Work has no supporter yet")
		w.As(t, "practitioner").Get(w.Path("my-part")).Is(http.StatusNotFound)
		lead.Post(w.Path("supporters/"+accesstest.Social), supporter(w, "supporter")).Is(http.StatusSeeOther)
		lead.Post(w.Path("event/invitations"), invited(w, "practitioner", accesstest.Social)).Is(http.StatusSeeOther)
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("supporter"), []byte{1}, w.Clock.Now())
		lead.Post(w.Path("event/invitations"), invited(w, "other practitioner", accesstest.Social)).Is(http.StatusUnprocessableEntity).
			Sees("has no supporter yet")
		w.As(t, "practitioner").Get(w.Path("my-part/leaflet")).OK().Sees("Your leaflet is not ready", "who supports this person")
	})
}

// Nobody is invited while their leaflet has a blank. [SEED]
func TestABlankLeafletIsNotGivenOut(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("supporters/"+accesstest.Social), supporter(w, "supporter")).Is(http.StatusSeeOther)
		lead.Post(w.Path("event/invitations"), invited(w, "practitioner", accesstest.Social)).Is(http.StatusUnprocessableEntity).
			Sees("still has blanks", "the day of the event", "where the event is")
		lead.Post(w.Path("event/invitations"), url.Values{"person": {w.Account("practitioner") + "/" + accesstest.Social}}).
			Is(http.StatusUnprocessableEntity).Sees("why this person is asked")
		lead.Post(w.Path("event/invitations"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose whom you invite")
	})
}

// An invitation says why, when, where and with whom, and tells the supporter. [SEED]
func TestAPractitionerKnowsTheirPart(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		them := w.As(t, "practitioner")
		them.Get("/").OK().Sees("Your part in the practitioners' event")
		them.Get(w.Path("my-part")).OK().Sees("You visited in the invented spring, practitioner.", "4 December 2026", "Sampleton Hall", "Name of supporter",
			"Telephone 01632 000 111", "Name of reviewer, reviewer", "Practitioners from Exampleshire Health Board", "I will come", "I cannot come",
			"I need to talk first").SeesNot("practitioner two", "Name of supporter two")
		them.Get(w.Path("my-part/leaflet")).OK().Sees("Name of reviewer", "What were the main challenges?", "Name of team two")
		word := them.Get(w.Path("my-part/leaflet/word")).OK()
		if !strings.HasPrefix(word.Body, "PK") {
			t.Error("the Word file is none")
		}
		w.As(t, "supporter").Get("/").OK().Sees("Be in touch with somebody you support, before the event")
		w.As(t, "supporter").Get(w.Path("event/my-people")).OK().Sees("Name of practitioner").SeesNot("practitioner two")
		id := read(t, w, db.Column[string], `SELECT id FROM event_invitation WHERE review_id = $1 ORDER BY id`, w.Own)
		w.As(t, "supporter").Post(w.Path("event/my-people/"+id[1]), url.Values{"contact": {"before"}}).Is(http.StatusNotFound)
		w.As(t, "supporter").Post(w.Path("event/my-people/"+id[0]), url.Values{"contact": {"nonsense"}}).Is(http.StatusConflict)
		w.As(t, "supporter").Post(w.Path("event/my-people/"+id[0]), url.Values{"contact": {"before"}}).Is(http.StatusSeeOther)
		w.As(t, "supporter").Get("/").OK().SeesNot("before the event")
		w.As(t, "lead").Get(w.Path("event/invitations")).OK().Sees("Before: done")
		for _, who := range []string{"other practitioner", "stranger"} {
			w.As(t, who).Get(w.Path("my-part")).Is(http.StatusNotFound)
		}
		w.As(t, "other practitioner").Get("/reviews/" + w.Other + "/my-part").Is(http.StatusNotFound)
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/event/invitations").OK().SeesNot("invented spring")
	})
}

// When another supporter takes over, what waits for the first goes to them.
func TestAnotherSupporterTakesOverWhatWaits(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		another := supporter(w, "other supporter")
		another.Set("version", "1")
		w.As(t, "lead").Post(w.Path("supporters/"+accesstest.Social), another).Is(http.StatusSeeOther)
		w.As(t, "practitioner").Post(w.Path("my-part"), url.Values{"answer": {"talk"}}).Is(http.StatusSeeOther)
		w.As(t, "other supporter").Get("/").OK().Sees("before the event", "would like to talk first")
		w.As(t, "other supporter").Get(w.Path("event/my-people")).OK().Sees("Name of practitioner would like to talk")
		w.As(t, "supporter").Get("/").OK().SeesNot("would like to talk", "before the event")
		w.As(t, "supporter").Get(w.Path("event/my-people")).Is(http.StatusNotFound)
		w.As(t, "practitioner").Get(w.Path("my-part")).OK().Sees("Name of other supporter")
	})
}

// Whoever needs to talk first is seen by their supporter and by nobody else.
func TestOnlyTheSupporterHearsThatSomebodyNeedsToTalk(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		them, lead := w.As(t, "practitioner"), w.As(t, "lead")
		before := lead.Get(w.Path("event/invitations")).OK().Text()
		them.Post(w.Path("my-part"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose one of the three answers")
		them.Post(w.Path("my-part"), url.Values{"answer": {"talk"}}).Is(http.StatusSeeOther)
		them.Get(w.Path("my-part")).OK().Sees("Your supporter was told, and nobody else")
		if after := lead.Get(w.Path("event/invitations")).OK().Text(); after != before {
			t.Error("the lead officer can tell that somebody needs to talk")
		}
		for _, who := range []string{"lead", "reviewer", "review chair", "admin", "team", "supporter two", "manager"} {
			w.As(t, who).Get("/").OK().SeesNot("would like to talk")
			w.As(t, who).Get(w.Path("")).OK().SeesNot("would like to talk")
		}
		w.As(t, "supporter").Get("/").OK().Sees("Somebody you support would like to talk first")
		w.As(t, "supporter").Get(w.Path("event/my-people")).OK().Sees("Name of practitioner would like to talk to you first")
		for _, a := range read(t, w, db.Column[string], `SELECT actor FROM audit_entry WHERE action = 'event.answer'`) {
			if a == w.Account("practitioner") {
				t.Error("the log says who answered")
			}
		}
		id := read(t, w, db.Column[string], `SELECT id FROM event_invitation WHERE review_id = $1 ORDER BY id`, w.Own)[0]
		w.As(t, "supporter").Post(w.Path("event/my-people/"+id), url.Values{"contact": {"talk"}}).Is(http.StatusSeeOther)
		w.As(t, "supporter").Get("/").OK().SeesNot("would like to talk")
		them.Post(w.Path("my-part"), url.Values{"answer": {"coming"}, "needs": {"A seat near the door"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("event/invitations")).OK().Sees("Will come", "A seat near the door")
	})
}

// The four questions, in their order; what is said is grouped under them. [SEED questions]
func TestTheFourQuestionsLeadThroughTheEvent(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		them := w.As(t, "practitioner")
		them.Get(w.Path("event/contribute")).OK().Sees("What were the main challenges? What went well? What could have been done differently? Which opportunities were missed?")
		them.Post(w.Path("event/contribute"), url.Values{"well": {"Too early."}}).Is(http.StatusUnprocessableEntity).Sees("The event is not open", "Too early.")
		w.As(t, "reviewer").Post(w.Path("event/open"), nil).Is(http.StatusSeeOther)
		them.Post(w.Path("event/contribute"), nil).Is(http.StatusUnprocessableEntity).Sees("Write something under one of the questions")
		them.Post(w.Path("event/contribute"), url.Values{"well": {strings.Repeat("é", 2001)}}).Is(http.StatusUnprocessableEntity).Sees("too long")
		them.Post(w.Path("event/contribute"), url.Values{"well": {"x"}, "lens_well": {"made up"}}).Is(http.StatusUnprocessableEntity)
		once := url.Values{"well": {"<b>Canary</b> delta"}, "_once": {them.Token()}}
		for range 3 {
			them.Post(w.Path("event/contribute"), once).Is(http.StatusSeeOther)
		}
		said := w.As(t, "review chair").Get(w.Path("event/contributions")).OK().Sees("<b>Canary</b> delta")
		if strings.Contains(said.Body, "<b>Canary") {
			t.Error("what was typed became part of the page")
		}
		if ids := links(said, "contributions"); len(ids) != 1 {
			t.Errorf("said once, kept %d times", len(ids))
		}
		w.As(t, "lead").Get(w.Path("event")).OK().Sees("What went well? 1")
		for _, who := range []string{"practitioner", "supporter", "manager", "team", "admin"} {
			w.As(t, who).Get(w.Path("event/contributions")).Is(http.StatusForbidden)
		}
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/event/contributions").OK().SeesNot("Canary")
	})
}

// Words are cleared beside the original; only what is cleared is heard.
func TestOnlyClearedWordsAreHeard(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		open(t, w)
		lead := w.As(t, "lead")
		w.As(t, "practitioner").Get(w.Path("event/heard")).OK().SeesNot("Canary")
		for _, id := range links(lead.Get(w.Path("event/contributions")).OK().Sees("Canary alpha", "What stood in the way"), "contributions") {
			page := lead.Get(w.Path("event/contributions/" + id)).OK()
			if strings.Contains(page.Text(), "alpha") {
				lead.Post(w.Path("event/contributions/"+id), url.Values{"cleared": {strings.Repeat("x", 2001)}}).Is(http.StatusUnprocessableEntity)
				lead.Post(w.Path("event/contributions/"+id), url.Values{"cleared": {"There was too little time."}}).Is(http.StatusSeeOther)
			}
		}
		lead.Get(w.Path("event/contributions")).OK().Sees("Canary alpha", "There was too little time.", "Cleared")
		w.As(t, "practitioner").Get(w.Path("event/heard")).OK().Sees("There was too little time.").SeesNot("Canary")
		lead.Get(w.Path("event/contributions/" + strings.Repeat("A", 26))).Is(http.StatusNotFound)
		w.As(t, "manager").Get(w.Path("event/heard")).Is(http.StatusForbidden)
	})
}

// The event is over when it had a day, and words or a reason for none. [SEED event]
func TestTheEventIsClosedWithWordsOrAReason(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("event/close"), url.Values{"reason": {"x"}}).Is(http.StatusUnprocessableEntity).Sees("Say first when and where")
		lead.Post(w.Path("event"), nil).Is(http.StatusUnprocessableEntity).Sees("Give the day of the event", "People need them")
		ready(t, w)
		lead.Post(w.Path("event"), day()).Is(http.StatusConflict)
		lead.Post(w.Path("event/close"), nil).Is(http.StatusUnprocessableEntity).Sees("Nothing was written down")
		if page := lead.Post(w.Path("event/close"), nil); !strings.Contains(page.Body, `value="Sampleton Hall"`) {
			t.Error("what was saved is not shown again")
		}
		if recorded(t, w, review.PractitionersMet) {
			t.Fatal("met without words or a reason")
		}
		lead.Post(w.Path("event/close"), url.Values{"reason": {"Notes were taken on paper."}}).Is(http.StatusSeeOther)
		if !recorded(t, w, review.PractitionersMet) {
			t.Fatal("closed, and not written down")
		}
		lead.Post(w.Path("event/close"), url.Values{"reason": {"Again."}}).Is(http.StatusConflict)
		w.As(t, "supporter").Get("/").OK().Sees("Be in touch with somebody you support, after the event")
		w.As(t, "practitioner").Get("/").OK().SeesNot("Your part in the practitioners' event")
		w.As(t, "practitioner").Post(w.Path("event/contribute"), url.Values{"well": {"Late."}}).Is(http.StatusUnprocessableEntity)
		w.As(t, "practitioner").Get(w.Path("event/contribute")).OK().Sees("The event is over")
		w.As(t, "practitioner").Post(w.Path("my-part"), url.Values{"answer": {"coming"}}).Is(http.StatusConflict)
	})
}
