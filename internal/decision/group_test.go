package decision_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// invite has the lead officer ask somebody into the group of Own.
func invite(t *testing.T, w *accesstest.World, name string) accesstest.Person {
	t.Helper()
	w.As(t, "lead").Post(w.Path("group"), url.Values{"person": {w.Account(name)}, "period": {"2024 to 2026"}, "area": {"The north"}}).Is(http.StatusSeeOther)
	return w.As(t, name)
}

// An invitation says what is asked and nothing of the case, and has three
// answers. Nothing else opens before it is accepted. [SEED recommend, CP21 p4]
func TestAnInvitationSaysNothingOfTheCase(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		w.As(t, "lead").Post(w.Path("meetings/new"), url.Values{"on": {"9 November 2026"}, "time": {"10:00"}, "place": {"Room 2"}}).Is(http.StatusSeeOther)
		asked := invite(t, w, "other group")
		asked.Get("/").OK().Sees("Answer an invitation into a working group")
		asked.Get(w.Path("invitation")).OK().Sees("A child", "Exampleshire Child Protection Committee", "2024 to 2026", "9 November 2026",
			"Name of lead, lead officer").SeesNot("The north", "Child 1")
		if to := asked.Get(w.Path("declare")).Is(http.StatusSeeOther).Location; to != w.Path("invitation") {
			t.Errorf("led to %s", to)
		}
		asked.Post(w.Path("declare"), declaration("no")).Is(http.StatusConflict)
		asked.Post(w.Path("declare/show"), nil).Is(http.StatusConflict)
		asked.Get(w.Path("findings")).Is(http.StatusSeeOther)
		asked.Post(w.Path("invitation"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose one of the three answers")
		asked.Post(w.Path("invitation"), url.Values{"answer": {"no"}}).Is(http.StatusUnprocessableEntity).Sees("Say in a few words why")

		asked.Post(w.Path("invitation"), url.Values{"answer": {"talk"}, "words": {"I may be too busy."}}).Is(http.StatusSeeOther)
		lead := w.As(t, "lead")
		lead.Get("/").OK().Sees("Somebody you invited would like to talk to you first")
		lead.Get(w.Path("group")).OK().Sees("Wants to talk to you first").SeesNot("I may be too busy")
		lead.Get(w.Path("group/members/" + w.Account("other group"))).OK().Sees("I may be too busy.")
		asked.Get(w.Path("invitation")).OK().Sees("You can answer here afterwards")

		asked.Post(w.Path("invitation"), url.Values{"answer": {"no"}, "words": {"I have no time."}}).Is(http.StatusSeeOther)
		asked.Get(w.Path("invitation")).Is(http.StatusNotFound)
		asked.Get("/").OK().SeesNot(w.Own)
		lead.Get("/").OK().SeesNot("would like to talk").Sees("Somebody you asked cannot take part")
		lead.Get(w.Path("group")).OK().Sees("Cannot take part", "I have no time.")

		invite(t, w, "other group").Post(w.Path("invitation"), url.Values{"answer": {"yes"}}).Is(http.StatusSeeOther)
		lead.Get("/").OK().SeesNot("Somebody you asked cannot take part")
		asked.Get(w.Path("declare")).OK().Sees("were you involved?")
		asked.Post(w.Path("invitation"), url.Values{"answer": {"no"}, "words": {"x"}}).Is(http.StatusConflict)
	})
}

// Somebody who is perhaps too near may ask the lead officer, who decides with a
// reason and on terms. Until then nothing opens. [SEED recommend]
func TestTheLeadOfficerDecidesOnWhatIsDeclared(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		one, two, lead := w.As(t, "group"), w.As(t, "group two"), w.As(t, "lead")
		talk := with(declaration("yes"), "way", "talk")
		one.Post(w.Path("declare"), talk).Is(http.StatusSeeOther)
		one.Get(w.Path("declare")).OK().Sees("The lead officer decides")
		one.Get(w.Path("findings")).Is(http.StatusSeeOther)
		one.Post(w.Path("declare"), declaration("no")).Is(http.StatusConflict)
		one.Post(w.Path("declare/agree"), nil).Is(http.StatusConflict)
		one.Get("/").OK().SeesNot("Before you read anything")
		page := w.Path("group/members/" + w.Account("group"))
		lead.Get("/").OK().Sees("Somebody asks you to decide whether they may take part")
		lead.Get(w.Path("findings")).OK().Sees("Name of group: not declared yet").SeesNot("supervised")
		lead.Get(page).OK().Sees("I supervised somebody.")
		lead.Post(page+"/decide", url.Values{"answer": {"allowed"}}).Is(http.StatusUnprocessableEntity).Sees("Give your reason", "Say on what terms")
		allowed := url.Values{"answer": {"allowed"}, "reason": {"Long ago."}, "terms": {"They say nothing on their own team."}}
		two.Post(page+"/decide", allowed).Is(http.StatusForbidden)
		lead.Post(page+"/decide", allowed).Is(http.StatusSeeOther)
		lead.Post(page+"/decide", allowed).Is(http.StatusConflict)
		lead.Get("/").OK().SeesNot("Somebody asks you to decide")
		one.Get("/").OK().Sees("Before you read anything")
		one.Get(w.Path("findings")).Is(http.StatusSeeOther)
		one.Get(w.Path("declare")).OK().Sees("They say nothing on their own team.").SeesNot("Long ago")
		one.Post(w.Path("declare/agree"), nil).Is(http.StatusSeeOther)
		one.Get(w.Path("findings/view")).Is(http.StatusSeeOther)
		one.Post(w.Path("declare/show"), nil).Is(http.StatusSeeOther)
		one.Post(w.Path("declare/whom"), url.Values{"near": {"no"}}).Is(http.StatusSeeOther)
		one.Get(w.Path("findings/view")).OK()

		two.Post(w.Path("declare"), declaration("no")).Is(http.StatusSeeOther)
		two.Post(w.Path("declare/show"), nil).Is(http.StatusSeeOther)
		two.Post(w.Path("declare/whom"), url.Values{"near": {"yes"}}).Is(http.StatusUnprocessableEntity).Sees("Choose whether you stand aside", "Say in a few words")
		two.Post(w.Path("declare/whom"), url.Values{"near": {"yes"}, "way": {"talk"}, "words": {"A neighbour."}}).Is(http.StatusSeeOther)
		page = w.Path("group/members/" + w.Account("group two"))
		lead.Post(page+"/decide", url.Values{"answer": {"aside"}, "reason": {"Too near."}}).Is(http.StatusSeeOther)
		two.Get(w.Path("declare")).Is(http.StatusNotFound)
		lead.Get(page).OK().Sees("Stepped aside")
		lead.Get(w.Path("group/members/" + w.Account("author"))).Is(http.StatusNotFound)
	})
}

// Who leaves in the middle loses sight of everything at once, what they wrote
// counts no longer, and messages to them are not sent. [SEED recommend]
func TestWhoStepsAsideIsGoneAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		found(t, w)
		one, two, lead := w.As(t, "group"), w.As(t, "group two"), w.As(t, "lead")
		lead.Get(w.Path("findings")).OK().Sees("Members who do not agree Name of group two: One member would rather not.")
		lead.Post(w.Path("meetings/new"), url.Values{"on": {"9 November 2026"}, "time": {"10:00"}, "place": {"Room 2"}}).Is(http.StatusSeeOther)
		two.Get(w.Path("step-aside")).OK().Sees("need not say why")
		two.Post(w.Path("step-aside"), nil).Is(http.StatusSeeOther)
		for _, page := range []string{"", "declare", "declare/whom", "step-aside", "findings", "findings/view", "meetings",
			"findings/recommendation/" + accesstest.Child + "/read", "findings/recommendation/" + accesstest.Child + "/word"} {
			two.Get(w.Path(page)).Is(http.StatusNotFound)
		}
		two.Get("/").OK().SeesNot(w.Own, code(t, w))
		if n := waiting(t, w, "group two"); n != 0 {
			t.Errorf("%d things still wait for them", n)
		}
		if n := unsent(t, w, "group two"); n != 0 {
			t.Errorf("%d messages to them are still to be sent", n)
		}
		if n := unsent(t, w, "group"); n == 0 {
			t.Error("messages to others are cancelled as well")
		}
		one.Get(w.Path("findings")).OK().Sees("Name of group two: stepped aside", "Stepped aside, no longer counts", "View of two.",
			"Members who do not agree Nobody has said so.", "did not agree, and stepped aside since")
		lead.Get(w.Path("findings/recommendation/" + accesstest.Child + "/read")).OK().SeesNot("One member would rather not")
		lead.Post(w.Path("group/members/"+w.Account("group two")+"/aside"), url.Values{"why": {"x"}}).Is(http.StatusConflict)

		lead.Post(w.Path("group/members/"+w.Account("group")+"/aside"), nil).Is(http.StatusUnprocessableEntity).Sees("Give the reason")
		lead.Post(w.Path("group/members/"+w.Account("group")+"/aside"), url.Values{"why": {"They told me."}}).Is(http.StatusSeeOther)
		one.Get(w.Path("findings")).Is(http.StatusNotFound)
	})
}

// When the last view that is missing is that of somebody who leaves, the others' open.
func TestViewsOpenWhenWhoIsMissingLeaves(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		declares(t, w, "group")
		w.As(t, "group").Post(w.Path("findings/view"), viewOf("review", "View of one.")).OK()
		w.As(t, "lead").Get(w.Path("findings")).OK().SeesNot("View of one.")
		w.As(t, "lead").Post(w.Path("group/remind"), nil).Is(http.StatusSeeOther)
		if one, two := mails(t, w, "group", "task-waits"), mails(t, w, "group two", "task-waits"); one != 0 || two != 1 {
			t.Errorf("%d reminders to who gave a view, %d to who did not", one, two)
		}
		w.As(t, "group two").Post(w.Path("declare"), declaration("yes")).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("findings")).OK().Sees("View of one.")
		w.As(t, "lead").Get(w.Path("group/open")).Is(http.StatusNotFound)
		w.As(t, "lead").Post(w.Path("group/open"), url.Values{"reason": {"x"}}).Is(http.StatusConflict)

		late := invite(t, w, "other group two")
		late.Post(w.Path("invitation"), url.Values{"answer": {"yes"}}).Is(http.StatusSeeOther)
		declares(t, w, "other group two")
		late.Get(w.Path("findings")).Is(http.StatusSeeOther).SeesNot("View of one")
		late.Post(w.Path("findings/view"), viewOf("none", "View of the late one.")).Is(http.StatusSeeOther)
		w.As(t, "group").Get(w.Path("findings")).OK().Sees("View of the late one.", "Given after the views were opened")
	})
}

// The only lead officer can leave once somebody takes over in the same moment.
func TestTheOnlyLeadOfficerHandsOver(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		lead := w.As(t, "lead")
		lead.Get(w.Path("step-aside")).OK().Sees("Who takes over from you?", "Name of other lead")
		lead.Post(w.Path("step-aside"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose who takes over from you")
		lead.Get(w.Path("group")).OK()
		lead.Post(w.Path("step-aside"), url.Values{"successor": {w.Account("author")}}).Is(http.StatusUnprocessableEntity)
		lead.Post(w.Path("step-aside"), url.Values{"successor": {w.Account("other lead")}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("group")).Is(http.StatusNotFound)
		w.As(t, "other lead").Get(w.Path("group")).OK()
	})
}

// Committee chairs declare in the same way, and may step aside. [SEED recommend]
func TestAChairMayAskTheLeadOfficerToDecide(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		found(t, w)
		w.Stage(t, access.Deciding)
		chair, lead := w.As(t, "committee chair"), w.As(t, "lead")
		chair.Post(w.Path("declare"), with(declaration("yes"), "way", "talk")).Is(http.StatusSeeOther)
		chair.Get(w.Path("decision")).Is(http.StatusSeeOther)
		page := w.Path("group/members/" + w.Account("committee chair"))
		to := lead.Post(page+"/decide", url.Values{"answer": {"allowed"}, "reason": {"x"}, "terms": {"None of it."}}).Is(http.StatusSeeOther).Location
		if to != w.Path("decision/bring") {
			t.Errorf("led to %s", to)
		}
		chair.Post(w.Path("declare/agree"), nil).Is(http.StatusSeeOther)
		chair.Post(w.Path("declare/show"), nil).Is(http.StatusSeeOther)
		chair.Post(w.Path("declare/whom"), url.Values{"near": {"no"}}).Is(http.StatusSeeOther)
		chair.Get(w.Path("decision")).OK()
		chair.Post(w.Path("step-aside"), nil).Is(http.StatusSeeOther)
		chair.Get(w.Path("decision")).Is(http.StatusNotFound)
		if strings.Contains(lead.Get(w.Path("decision/bring")).Body, w.Account("committee chair")) {
			t.Error("a chair who stepped aside is offered again")
		}
	})
}

// Somebody who left learns nothing of what goes on, not from words, counts or
// times: their pages stay the same to the letter.
func TestWhoLeftLearnsNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		found(t, w)
		two, one, lead := w.As(t, "group two"), w.As(t, "group"), w.As(t, "lead")
		two.Post(w.Path("step-aside"), nil).Is(http.StatusSeeOther)
		pages := []string{"/", "/declared", w.Path(""), w.Path("findings"), w.Path("meetings"), w.Path("invitation"), w.Path("declare/whom")}
		seen := func() string {
			var all strings.Builder
			for _, page := range pages {
				got := two.Get(page)
				all.WriteString(got.Location + tokens.ReplaceAllString(got.Body, ""))
			}
			return all.String()
		}
		before := seen()
		w.Clock.Advance(5 * time.Minute)
		lead.Post(w.Path("meetings/new"), url.Values{"on": {"9 November 2026"}, "time": {"10:00"}, "place": {"Room 2"}}).Is(http.StatusSeeOther)
		one.Post(w.Path("findings/view"), with(viewOf("none", "Another view."), "version-"+accesstest.Child, "1")).Is(http.StatusSeeOther)
		lead.Post(w.Path("findings/recommendation/"+accesstest.Child), url.Values{"outcome": {"none"}, "reasons": {"x"}, "version": {"1"}}).Is(http.StatusSeeOther)
		invite(t, w, "other group")
		w.Stage(t, access.Deciding)
		if after := seen(); after != before {
			t.Error("they can tell that something went on")
		}
	})
}
