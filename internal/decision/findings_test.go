package decision_test

import (
	"bytes"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// Nothing of the case opens to a member of the working group before they said
// whether they were involved. [SEED recommend]
func TestNothingOpensBeforeTheDeclaration(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		one := w.As(t, "group")
		for _, page := range []string{"findings", "findings/view", "findings/criteria/" + accesstest.Child, "findings/recommendation/" + accesstest.Child} {
			if got := one.Get(w.Path(page)).Is(http.StatusSeeOther).Location; got != w.Path("") {
				t.Errorf("%s leads to %s", page, got)
			}
		}
		one.Post(w.Path("findings/view"), viewOf("review", "Too early.")).Is(http.StatusSeeOther)
		one.Post(w.Path("findings/criteria/"+accesstest.Child), answersTo(childGuidance, "yes")).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("findings")).OK().SeesNot("Too early").Sees("Nothing is found yet", "shut until all are in")
		one.Get(w.Path("declare")).OK().Sees("A child", "Exampleshire Child Protection Committee", "2 November 2026")
		one.Post(w.Path("declare"), nil).Is(http.StatusUnprocessableEntity).Sees("Answer yes or no")
		one.Post(w.Path("declare"), with(declaration("yes"), "words", "")).Is(http.StatusUnprocessableEntity).Sees("Say in a few words")
		one.Post(w.Path("declare"), with(declaration("yes"), "way", "")).Is(http.StatusUnprocessableEntity).Sees("Choose whether you stand aside")
		declares(t, w, "group")
		one.Get(w.Path("findings/view")).OK().Sees("Nobody sees it until all views are in")
	})
}

// Whoever was involved is out at once: pages, start page, counts. They see that
// they are not part of it, and whom to ask. [SEED recommend]
func TestADeclaredInvolvementShutsOutAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		two := w.As(t, "group two")
		declares(t, w, "group", "group two")
		w.As(t, "group").Post(w.Path("findings/view"), viewOf("review", "View of one.")).OK()
		two.Post(w.Path("findings/view"), viewOf("none", "View of two, who then left.")).OK()
		two.Get("/").OK().Sees(code(t, w))
		two.Get(w.Path("declare")).OK().Sees("You have said that you were not involved", "Step aside")
		two.Post(w.Path("declare"), declaration("yes")).Is(http.StatusConflict)
		if to := two.Post(w.Path("step-aside"), url.Values{"words": {"I supervised somebody."}}).Is(http.StatusSeeOther).Location; to != "/declared" {
			t.Errorf("they are led to %s", to)
		}
		two.Get("/declared").OK().Sees("You are not part of this review", "Name of lead, lead officer").SeesNot(code(t, w))
		two.Get("/").OK().SeesNot(w.Own, code(t, w))
		for _, page := range []string{"", "declare", "findings", "findings/view"} {
			two.Get(w.Path(page)).Is(http.StatusNotFound)
		}
		two.Post(w.Path("declare"), declaration("no")).Is(http.StatusNotFound)
		w.As(t, "group").Get(w.Path("findings")).OK().Sees("View of two, who then left", "no longer counts", "Name of group two: stepped aside").SeesNot("supervised")
		w.As(t, "lead").Get(w.Path("group")).OK().Sees("Stepped aside").SeesNot("supervised")
		w.As(t, "lead").Get("/").OK().Sees("Somebody you asked cannot take part")
		w.As(t, "other group two").Get("/").OK()
	})
}

func code(t *testing.T, w *accesstest.World) string {
	t.Helper()
	page := w.As(t, "lead").Get(w.Path("")).OK().Body
	_, page, _ = strings.Cut(page, "<title>Review ")
	words := strings.Fields(page)
	return strings.TrimSuffix(words[0]+" "+words[1], "</title>")
}

// Nobody sees a view but its giver, nor who has given one, until all are in. A
// view may be changed, and what it said before stays beside it. [CP21 p4, SEED recommend]
func TestViewsStayShutUntilAllAreIn(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		declares(t, w, "group", "group two")
		one, two, lead := w.As(t, "group"), w.As(t, "group two"), w.As(t, "lead")
		one.Get("/").OK().Sees("Give your own view")
		if to := two.Get(w.Path("findings")).Is(http.StatusSeeOther).Location; to != w.Path("findings/view") {
			t.Errorf("led to %s", to)
		}
		two.Get(w.Path("findings/criteria/" + accesstest.Child)).Is(http.StatusSeeOther)
		before := []string{lead.Get(w.Path("group")).Body, lead.Get(w.Path("findings")).Body, lead.Get("/").Body, two.Get(w.Path("findings/view")).Body}
		one.Post(w.Path("findings/view"), with(viewOf("review", "View of one, at first."), "sure-"+accesstest.Child, "sure")).OK()
		after := []string{lead.Get(w.Path("group")).Body, lead.Get(w.Path("findings")).Body, lead.Get("/").Body, two.Get(w.Path("findings/view")).Body}
		for i := range before {
			if tokens.ReplaceAllString(before[i], "") != tokens.ReplaceAllString(after[i], "") {
				t.Errorf("page %d shows that a view was given", i)
			}
		}
		one.Get(w.Path("findings")).OK().SeesNot("View of one").Sees("shut until all are in")
		one.Post(w.Path("findings/view"), viewOf("none", "Another view.")).Is(http.StatusConflict)
		one.Post(w.Path("findings/view"), with(viewOf("review", "View of one."), "version-"+accesstest.Child, "1")).OK()
		lead.Post(w.Path("findings/criteria/"+accesstest.Child), answersTo(childGuidance, "yes")).OK()
		lead.Post(w.Path("findings/recommendation/"+accesstest.Child), url.Values{"outcome": {"review"}, "reasons": {"x"}, "version": {"0"}}).
			Is(http.StatusUnprocessableEntity).Sees("views are not open yet")

		two.Post(w.Path("findings/view"), viewOf("", "")).Is(http.StatusUnprocessableEntity).Sees("Choose what you would recommend", "Give your reasons")
		two.Post(w.Path("findings/view"), viewOf("hang them", "x")).Is(http.StatusUnprocessableEntity)
		two.Post(w.Path("findings/view"), viewOf("none", "View of two.")).OK()
		two.Get(w.Path("findings")).OK().Sees("View of one.", "View of two.").SeesNot("Changed after the discussion")
		lead.Get(w.Path("findings")).OK().Sees("View of one.", "View of two.")
		lead.Get("/").OK().Sees("All views are in")
		two.Post(w.Path("findings/view"), with(viewOf("review", "I was persuaded."), "version-"+accesstest.Child, "1")).OK()
		one.Get(w.Path("findings")).OK().Sees("I was persuaded.", "Changed after the discussion", "Before: No review. View of two.")
		for _, name := range []string{"author", "practitioner", "supporter", "manager", "family link", "owner", "team"} {
			w.As(t, name).Get(w.Path("findings")).Is(http.StatusForbidden)
			w.As(t, name).Get(w.Path("declare")).Is(http.StatusForbidden)
			w.As(t, name).Get(w.Path("meetings")).Is(http.StatusForbidden)
		}
		w.As(t, "other lead").Get(w.Path("findings")).Is(http.StatusNotFound)
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/findings").OK().SeesNot("View of")
	})
}

// The lead officer asks people into the group; each gets a task to declare.
func TestTheLeadOfficerConvenesTheGroup(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		lead := w.As(t, "lead")
		lead.Get(w.Path("group")).OK().Sees("Name of group", "Name of other group")
		lead.Post(w.Path("group"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose who is asked")
		lead.Post(w.Path("group"), url.Values{"person": {w.Account("author"), "nobody"}}).Is(http.StatusUnprocessableEntity)
		w.As(t, "other group").Get(w.Path("declare")).Is(http.StatusNotFound)
		form := url.Values{"person": {w.Account("other group")}, "_once": {lead.Token()}}
		lead.Post(w.Path("group"), form).Is(http.StatusSeeOther)
		lead.Post(w.Path("group"), form).Is(http.StatusSeeOther)
		w.As(t, "other group").Get("/").OK().Sees("Answer an invitation into a working group")
		if n := mails(t, w, "other group", "task-waits"); n != 1 {
			t.Errorf("%d messages to somebody who was asked once", n)
		}
		w.As(t, "group").Get(w.Path("group")).Is(http.StatusForbidden)
		w.Stage(t, access.Deciding)
		lead.Post(w.Path("group"), form).Is(http.StatusForbidden)
	})
}

// Each criterion of the guidance frozen on the case has its answer and reason;
// what they come to is shown and decides nothing. [CP21 p4, ASP22 p4]
func TestFindingsAndRecommendationAreRecorded(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		both(t, w)
		lead := w.As(t, "lead")
		child, adult := w.Path("findings/criteria/"+accesstest.Child), w.Path("findings/criteria/"+accesstest.Adult)
		lead.Get(adult).OK().Sees("To be confirmed")
		lead.Post(child, nil).Is(http.StatusUnprocessableEntity).Sees("Answer at least one")
		limb := firstLimb(childGuidance)
		lead.Post(child, url.Values{"answer-" + limb: {"yes"}}).Is(http.StatusUnprocessableEntity).Sees("Give the reason for the answer to " + limb)
		lead.Post(child, url.Values{"reason-" + limb: {"Because."}, "answer-" + limb: {"perhaps"}}).Is(http.StatusUnprocessableEntity).Sees("Choose yes, no or not known")
		lead.Post(child, url.Values{"reason-" + limb: {strings.Repeat("x", 4001)}, "answer-" + limb: {"yes"}}).Is(http.StatusUnprocessableEntity).Sees("too long")
		lead.Post(w.Path("findings/criteria/committee-none"), answersTo(childGuidance, "yes")).Is(http.StatusNotFound)

		lead.Post(child, answersTo(childGuidance, "yes")).Is(http.StatusSeeOther)
		lead.Post(child, answersTo(childGuidance, "no")).Is(http.StatusConflict)
		lead.Get(w.Path("findings")).OK().Sees("What the answers come to: The criteria are met.", "This decides nothing by itself", "Reason of "+limb)
		lead.Post(w.Path("group/open"), nil).Is(http.StatusUnprocessableEntity).Sees("Say why the group cannot wait")
		lead.Post(w.Path("group/open"), url.Values{"reason": {"The committee meets tomorrow."}}).Is(http.StatusSeeOther)
		lead.Post(w.Path("group/open"), url.Values{"reason": {"Again."}}).Is(http.StatusConflict)
		lead.Get(w.Path("findings")).OK().Sees("The committee meets tomorrow.", "Name of group: not declared yet, gave no view")
		recommended := url.Values{"outcome": {"review"}, "reasons": {"Much to learn."}, "version": {"0"}}
		lead.Post(w.Path("findings/recommendation/"+accesstest.Adult), recommended).Is(http.StatusUnprocessableEntity).Sees("Answer each criterion first")
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		lead.Post(adult, answersTo(adultGuidance, "unknown")).Is(http.StatusSeeOther)
		lead.Get(w.Path("findings")).OK().Sees("It cannot be told yet.", "It turns on")
		lead.Post(w.Path("findings/recommendation/"+accesstest.Child), nil).Is(http.StatusUnprocessableEntity).Sees("Choose what the group recommends")
		lead.Post(w.Path("findings/recommendation/"+accesstest.Child), recommended).Is(http.StatusSeeOther)
		more := with(recommended, "outcome", "more")
		lead.Post(w.Path("findings/recommendation/"+accesstest.Adult), more).Is(http.StatusSeeOther)
		lead.Get("/").OK().Sees("The working group asks for more information")
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		lead.Post(w.Path("findings/recommendation/"+accesstest.Adult), with(recommended, "outcome", "none")).Is(http.StatusConflict)
		lead.Post(w.Path("findings/recommendation/"+accesstest.Adult), with(recommended, "outcome", "none", "version", "1")).Is(http.StatusSeeOther)
		lead.Get(w.Path("findings")).OK().Sees("Much to learn.", "No review", "Hold a learning review")
		moved(t, w, access.Deciding)
		lead.Post(child, answersTo(childGuidance, "no")).Is(http.StatusForbidden)
	})
}

var tokens = regexp.MustCompile(`name="_once" value="[^"]+"`)

// What people of another review wrote never shows in this one.
func TestTheOtherReviewNeverShows(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		elsewhere(t, w)
		deciding(t, w)
		w.As(t, "committee chair").Post(w.Path("decision/committees/"+accesstest.Child), decided("review")).OK()
		there := "findings/recommendation/" + accesstest.Child
		for _, name := range []string{"lead", "group", "committee chair", "chief"} {
			for _, page := range []string{"", "group", "group/members/" + w.Account("group"), "findings", "meetings", there + "/read", "findings/history/" + accesstest.Child,
				"decision", "decision/bring", "decision/notice", "declare", "step-aside"} {
				w.As(t, name).Get(w.Path(page)).SeesNot(canary)
			}
		}
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/"+there+"/read").OK().Sees(canary).SeesNot("There is much to learn", "would rather not")
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/findings/history/" + accesstest.Child).OK().Sees(canary).SeesNot("There is much to learn")
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/group/members/" + w.Account("group")).Is(http.StatusNotFound)
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/findings").OK().Sees(canary).SeesNot("View of one", "There is much to learn")
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/decision").OK().SeesNot("Reasons for review.")
	})
}

// The database holds no word that somebody wrote.
func TestWhatIsWrittenIsSealed(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		deciding(t, w)
		w.As(t, "committee chair").Post(w.Path("decision/committees/"+accesstest.Child), decided("review")).OK()
		w.Stage(t, access.Recommending)
		lead := w.As(t, "lead")
		lead.Post(w.Path("meetings/new"), url.Values{"on": {"2 November 2026"}, "time": {"10:00"}, "place": {"Reason Street"}}).Is(http.StatusSeeOther)
		lead.Post(w.Path("findings/paper/"+accesstest.Child+"/1"), url.Values{"say-outline": {"Reason of the paper."}}).Is(http.StatusSeeOther)
		invite(t, w, "other group").Post(w.Path("invitation"), url.Values{"answer": {"talk"}, "words": {"Reason to talk."}}).Is(http.StatusSeeOther)
		w.As(t, "group").Post(w.Path("findings/view"), with(viewOf("none", "View of one, later."), "version-"+accesstest.Child, "1")).Is(http.StatusSeeOther)
		for _, column := range []string{"decision_stance.words", "decision_stance.stance", "decision_group_meeting.content", "decision_paper.words", "decision_recommendation.paper",
			"decision_invitation.words", "decision_terms.period", "decision_terms.area", "decision_view_past.reasons", "decision_view.sure", "decision_finding.evidence",
			"decision_declaration.words", "decision_view.reasons", "decision_view.outcome", "decision_finding.reason",
			"decision_recommendation.reasons", "decision_made.reasons", "decision_made.decided_on", "decision_made.outcome"} {
			table, name, _ := strings.Cut(column, ".")
			for _, kept := range stored(t, w, `SELECT `+name+` FROM `+table) {
				for _, word := range []string{"review", "View", "Reason", "2026", "learn", "supervised", "north", "would", "Room", "yes"} {
					if bytes.Contains(kept, []byte(word)) {
						t.Errorf("%s holds the word %q", column, word)
					}
				}
			}
		}
	})
}

// What was notified opens to the group only after the declaration, and without
// who notified it. [SEED recommend]
func TestTheNotificationOpensAfterTheDeclaration(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "").Notify("child", url.Values{
			"name": {"Ailsa Canary-Notifier"}, "post": {"Team manager"}, "email": {"ailsa@agency.example"},
			"subject": {"Morag Canary-Subject"}, "birth": {"3 May 2013"}, "happened": {"12/10/2026"}, "route": {"harm"}, "summary": {"Found alone at home."},
			"at_risk": {"no"}, "agencies": {accesstest.Social}, "processes_now": {"no"}, "area_now": {"no"},
			"limb-CP_2024-D": {"no"}, "limb-CP_2024-S": {"yes"},
			"limb-CP_2024-S-reason": {"The harm was serious."}, "limb-CP_2024-C": {"unknown"}, "limb-CP_2024-E": {"no"},
		}).Is(http.StatusSeeOther)
		id := string(stored(t, w, `SELECT review_id FROM notification`)[0])
		w.Exec(t, `UPDATE review SET stage = $1 WHERE id = $2`, access.Recommending, id)
		w.As(t, "lead").Post("/reviews/"+id+"/group", url.Values{"person": {w.Account("group")}}).Is(http.StatusSeeOther)
		one, page := w.As(t, "group"), "/reviews/"+id+"/findings/case"
		one.Get(page).Is(http.StatusSeeOther)
		one.Get("/reviews/"+id+"/declare").OK().SeesNot("Found alone", "Canary")
		for _, closed := range []string{"/notification", "/people", "/findings", "/findings/view"} {
			if got := one.Get("/reviews/" + id + closed); got.Status == http.StatusOK {
				t.Errorf("%q opens before the declaration", closed)
			}
		}
		w.As(t, "lead").Get("/reviews/"+id+"/group").OK().Sees("Name of group", "No answer yet")
		one.Post("/reviews/"+id+"/invitation", url.Values{"answer": {"yes"}}).Is(http.StatusSeeOther)
		one.Get("/reviews/" + id + "/declare/whom").Is(http.StatusSeeOther)
		one.Post("/reviews/"+id+"/declare", declaration("no")).OK()
		one.Get("/reviews/"+id+"/declare/whom").OK().Sees("Show me whom it is about").SeesNot("M. C.", "2013", "Canary")
		one.Post("/reviews/"+id+"/declare/whom", url.Values{"near": {"no"}}).Is(http.StatusConflict)
		one.Post("/reviews/"+id+"/declare/show", nil).OK()
		one.Post("/reviews/"+id+"/declare/show", nil).Is(http.StatusConflict)
		one.Get("/reviews/"+id+"/declare/whom").OK().Sees("Child 1", "M. C., born in 2013").SeesNot("Canary", "3 May", "Found alone")
		one.Get(page).Is(http.StatusSeeOther)
		one.Post("/reviews/"+id+"/declare/whom", url.Values{"near": {"no"}}).OK()
		one.Get("/reviews/" + id + "/declare/whom").Is(http.StatusSeeOther)
		one.Get("/reviews/" + id).OK().Sees("Give your own view")
		w.As(t, "lead").Get("/reviews/" + id + "/group").OK().Sees("Takes part")
		one.Get(page).OK().Sees("Found alone at home.", "The harm was serious.", "Not known").SeesNot("Canary-Notifier", "Canary-Subject")
		w.As(t, "group two").Get(page).Is(http.StatusNotFound)
		w.As(t, "group two").Get(w.Path("findings/case")).Is(http.StatusForbidden)
		one.Post("/reviews/"+id+"/step-aside", nil).OK()
		one.Get(page).Is(http.StatusNotFound)
	})
}

// What people type is shown as they typed it, and nothing more.
func TestHostileWordsAreOnlyWords(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Recommending)
		declares(t, w, "group")
		one := w.As(t, "group")
		one.Post(w.Path("findings/view"), viewOf("review", "<script>alert(1)</script>\x00\u202e{{.}}")).Is(http.StatusSeeOther)
		w.As(t, "lead").Post(w.Path("group/open"), url.Values{"reason": {"<b>The committee meets.</b>"}}).Is(http.StatusSeeOther)
		one.Get(w.Path("findings")).OK().Sees("<script>alert(1)</script>", "{{.}}", "<b>The committee meets.</b>")
		if body := one.Get(w.Path("findings")).Body; strings.Contains(body, "<script>alert") || strings.Contains(body, "<b>The") {
			t.Error("typed words became part of the page")
		}
		typed := answersTo(childGuidance, "yes")
		one.Post(w.Path("findings/criteria/"+accesstest.Child), with(typed, "version", "abc")).Is(http.StatusUnprocessableEntity)
		one.Post(w.Path("findings/criteria/"+accesstest.Child), with(typed, "version", "99")).Is(http.StatusConflict)
		one.Post(w.Path("findings/criteria/"+accesstest.Child), with(typed, "version", "-1")).Is(http.StatusUnprocessableEntity)
		one.Post(w.Path("findings/view"), url.Values{"reasons-" + accesstest.Child: {strings.Repeat("x", 9<<20)}}).Is(http.StatusRequestEntityTooLarge)
	})
}
