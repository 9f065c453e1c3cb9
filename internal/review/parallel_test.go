package review_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// proceedings is the form for a criminal case, as the lead officer fills it in.
func proceedings() url.Values {
	return url.Values{"kind": {"criminal"}, "body": {"Canarybody Division"}, "reference": {"CANARY/1"}, "contact": {"Sergeant Canaryname"},
		"status": {"active"}, "constraint": {"limited"}, "why": {"Canarywhy, as the fiscal asked."}, "joint": {"no"}, "review": {"1 February 2027"}}
}

// limit is the form for a limit on a topic.
func limit(topic, level string) url.Values {
	return url.Values{"topic": {topic}, "level": {level}, "limits": {"Canarylimit until the trial."}, "goes_on": {"Canarygoes, all else."},
		"with": {"Fiscal Canarywith"}, "ours": {"Lead Canaryours"}, "agreed": {"1 November 2026"}, "review": {"1 February 2027"}, "agency": {accesstest.Health}, "body": {"Canarypress"}}
}

// beside has the lead officer write down a criminal case, and gives its page.
func beside(t *testing.T, w *accesstest.World) string {
	t.Helper()
	return w.As(t, "lead").Post(w.Path("new-parallel"), proceedings()).Is(http.StatusSeeOther).Location
}

// held has the lead officer add a limit, and gives its page.
func held(t *testing.T, w *accesstest.World, topic, level string) string {
	t.Helper()
	return w.As(t, "lead").Post(beside(t, w)+"/new-limit", limit(topic, level)).Is(http.StatusSeeOther).Location
}

// Proceedings are written down with who leads them, what they ask of the review
// and what was agreed; what stood there before stays, and the guidance says with
// its source that the review does not stop by itself. [CP24 p8, SCR15 p15, CPG21 ¶2.158]
func TestWhatRunsBesideAReviewIsWrittenDownWithItsHistory(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("new-parallel"), url.Values{"constraint": {"paused"}}).Is(http.StatusUnprocessableEntity).
			Sees("Choose what it is.", "Say who leads it.", "A review does not stop by itself", "Give the day when somebody looks at this again")
		page := beside(t, w)
		lead.Get(page).OK().Sees("Criminal investigation or prosecution", "Canarybody Division", "CANARY/1", "Some things must wait", "The review does not stop by itself",
			"A review finds no fault. [CP24 p8]", "To be confirmed", "Nothing is written down yet.")
		lead.Post(page+"/agreements", url.Values{"on": {"3 March 2030"}}).Is(http.StatusUnprocessableEntity).Sees("Say with whom", "This day is still to come")
		lead.Post(page+"/agreements", url.Values{"with": {"Fiscal Canarywith"}, "ours": {"Name of lead"}, "on": {"1 November 2026"}, "words": {"Canaryagreement in full."}}).Is(http.StatusSeeOther)
		lead.Get(page).Sees("Canaryagreement in full.", "1 November 2026")

		second := proceedings()
		second.Set("version", "1")
		second.Set("body", "Crown Canary Office")
		lead.Get(page + "/change").OK().Sees("Canarywhy")
		w.As(t, "review chair").Post(page+"/change", second).Is(http.StatusSeeOther)
		lead.Get(page).Sees("Crown Canary Office", "Name of review chair", "What stood here before", "Version 1", "Canarybody Division")
		lead.Post(page+"/change", second).Is(http.StatusConflict)

		lead.Post(page+"/end", nil).Is(http.StatusUnprocessableEntity).Sees("Say how it ended")
		lead.Post(page+"/end", url.Values{"ended": {"No proceedings were taken."}}).Is(http.StatusSeeOther)
		lead.Get(page).Sees("Ended", "No proceedings were taken.").SeesNot("Add a limit")
		lead.Get(w.Path("parallel")).Sees("Nothing is written down that runs beside this review.", "Over")
		lead.Get(w.Path("")).SeesNot("Beside this review")

		hearing := proceedings()
		hearing.Set("kind", "hearing")
		at := lead.Post(w.Path("new-parallel"), hearing).Is(http.StatusSeeOther).Location
		lead.Get(at).Sees("Report a breach of it to the Reporter at once.")
	})
}

// Only those who keep limits know what runs beside a review. Everybody else who
// works on it sees the limit and what they may not do. [CP24 p8]
func TestTheTeamSeesTheLimitAndNotWhatWasAgreed(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		page := held(t, w, "witnesses", "ask")
		for _, who := range []string{"lead", "committee chair", "review chair"} {
			w.As(t, who).Get(w.Path("")).OK().Sees("Limit on witness accounts", "What was agreed, and until when", "Beside this review", "Canarybody")
			w.As(t, who).Get(page).OK().Sees("Fiscal Canarywith", "Canarylimit", "Canarygoes", "1 February 2027", "In force")
		}
		for _, who := range []string{"admin", "reviewer", "team", "supporter", "manager", "family link"} {
			w.As(t, who).Get(w.Path("")).OK().Sees("Limit on witness accounts", "Only with agreement: asking people who are or may be witnesses", "The lead officer can tell you").
				SeesNot("Canary", "Criminal", "1 February 2027", "Beside this review")
			w.As(t, who).Get(page).Is(http.StatusForbidden).SeesNot("Canary")
		}
		for _, who := range []string{"author", "approver", "practitioner", "owner", "chief", "group"} {
			w.As(t, who).Get(w.Path("")).OK().SeesNot("Canary", "Limit on", "Criminal")
		}
		w.As(t, "other lead").Get("/reviews/"+w.Other).OK().SeesNot("Canary", "Limit on", "Beside this review")
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/parallel").OK().SeesNot("Canary", "witness accounts")
		id := page[strings.LastIndex(page, "/"):]
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/holds" + id).Is(http.StatusNotFound)
		w.As(t, "other lead").Post("/reviews/"+w.Other+"/holds"+id+"/end", url.Values{"ended": {"Not mine."}}).Is(http.StatusNotFound)
		w.As(t, "lead").Get(page).Sees("In force")
	})
}

// Somebody who has not said yet whether they were involved sees no limit.
func TestALimitIsNotShownBeforeTheDeclaration(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		held(t, w, "witnesses", "ask")
		w.Exec(t, `UPDATE member SET declared_at = NULL WHERE account_id = $1 OR account_id = $2`, w.Account("team"), w.Account("review chair"))
		for _, who := range []string{"team", "review chair"} {
			w.As(t, who).Get(w.Path("")).OK().SeesNot("Limit on", "Canary")
		}
	})
}

// A limit ends when two people who keep limits say so, and holds until then.
func TestALimitEndsWhenTwoPeopleSaySo(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		page := held(t, w, "publication", "never")
		lead, chair := w.As(t, "lead"), w.As(t, "committee chair")
		lead.Post(page+"/end", nil).Is(http.StatusUnprocessableEntity).Sees("Say why the limit ends")
		lead.Post(page+"/end", url.Values{"ended": {"The fiscal took no proceedings."}}).Is(http.StatusSeeOther)
		lead.Post(page+"/end", url.Values{"ended": {"Again."}}).Is(http.StatusConflict)
		lead.Get(page).Sees("In force", "It holds until somebody else who keeps limits agrees")
		w.As(t, "team").Get(w.Path("")).Sees("Limit on publication")
		chair.Get("/").OK().Sees("Say whether a limit that was agreed with others ends")
		lead.Get("/").SeesNot("Say whether a limit")

		chair.Post(page+"/keep", nil).Is(http.StatusSeeOther)
		chair.Get("/").SeesNot("Say whether a limit")
		lead.Get(page).Sees("In force").SeesNot("wishes to end")
		lead.Post(page+"/end", url.Values{"ended": {"The fiscal took no proceedings."}}).Is(http.StatusSeeOther)
		w.As(t, "review chair").Post(page+"/end", nil).Is(http.StatusSeeOther)
		chair.Get("/").SeesNot("Say whether a limit")
		lead.Get(page).Sees("It was ended on", "The fiscal took no proceedings.", "Version 1").SeesNot("In force")
		w.As(t, "team").Get(w.Path("")).SeesNot("Limit on")
		lead.Get(w.Path("parallel")).Sees("Limit on publication , ended on")
	})
}

// Where nobody else keeps limits yet, the lead officer's word is enough.
func TestTheOnlyOneWhoKeepsLimitsEndsOneAlone(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		page := held(t, w, "interviews", "ask")
		w.Exec(t, `UPDATE member SET until_at = $1 WHERE review_id = $2 AND account_id IN ($3, $4)`, w.Clock.Now(), w.Own, w.Account("committee chair"), w.Account("review chair"))
		w.As(t, "lead").Get(page).Sees("your word is enough")
		w.As(t, "lead").Post(page+"/end", url.Values{"ended": {"It was a mistake."}}).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(page).SeesNot("In force").Sees("Ended")
	})
}

// A limit is changed with its history, and what it is on stays.
func TestALimitIsChangedWithItsHistory(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		page := held(t, w, "records", "ask")
		lead := w.As(t, "lead")
		lead.Get(page).Sees("Limit on the records of Exampleshire Health Board")
		lead.Get(page + "/change").OK().Sees("Canarylimit").SeesNot("What is the limit on?")
		later := limit("publication", "never")
		later.Set("version", "1")
		later.Set("agency", accesstest.Social)
		later.Set("review", "1 May 2027")
		lead.Post(page+"/change", later).Is(http.StatusSeeOther)
		lead.Get(page).Sees("Limit on the records of Exampleshire Health Board", "Not for now", "1 May 2027", "What stood here before", "1 February 2027")
		lead.Post(page+"/change", later).Is(http.StatusConflict)
		for field, says := range map[string]string{"limits": "Say what the limit is", "goes_on": "Say what may go on", "with": "Say who agreed on the other side",
			"level": "Say how far the limit goes", "agreed": "Give the day on which it was agreed", "review": "Give the day when somebody looks"} {
			bad := limit("records", "ask")
			bad.Del(field)
			lead.Post(beside(t, w)+"/new-limit", bad).Is(http.StatusUnprocessableEntity).Sees(says)
		}
		past := limit("records", "ask")
		past.Set("review", "1 October 2026")
		past.Set("agreed", "1 December 2026")
		lead.Post(beside(t, w)+"/new-limit", past).Is(http.StatusUnprocessableEntity).Sees("Give a day that is still to come.", "Write it down when it has been agreed.")
	})
}

// A limit on everything is rare: it is asked about twice, and the review stays
// at its stage while nothing may go on. [CP24 p8]
func TestALimitOnEverythingIsAskedAboutTwice(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		all := limit("everything", "never")
		page := beside(t, w)
		lead.Get(page + "/new-limit").OK().SeesNot("It was agreed that everything waits")
		lead.Post(page+"/new-limit", all).Is(http.StatusUnprocessableEntity).Sees("This stops the whole review", "It was agreed that everything waits")
		w.As(t, "team").Get(w.Path("")).SeesNot("Limit on")
		all.Set("sure", "yes")
		hold := lead.Post(page+"/new-limit", all).Is(http.StatusSeeOther).Location
		for _, record := range []string{"acknowledged", "conflicts-checked"} {
			lead.Post(w.Path("skip/"+record), url.Values{"reason": {"Agreed."}}).Is(http.StatusSeeOther)
		}
		lead.Post(w.Path("move-on"), nil).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).Sees("Stage 2 of 12")
		lead.Post(hold+"/end", url.Values{"ended": {"The trial is over."}}).Is(http.StatusSeeOther)
		w.As(t, "review chair").Post(hold+"/end", nil).Is(http.StatusSeeOther)
		lead.Post(w.Path("move-on"), nil).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).Sees("Stage 3 of 12")
	})
}

// Some days before a limit or a parallel process is to be looked at again, it
// comes to the lead officer's start page, and stays until a new day is set.
func TestALimitComesBackBeforeItsDay(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		page := held(t, w, "family", "ask")
		again, process := "Look again at a limit that was agreed with others", "Look again at what runs beside the review"
		lead := w.As(t, "lead")
		lead.Get("/").OK().SeesNot(again, process)
		move := func(to time.Time) {
			w.Clock.Set(to)
			w.SignInAgain(t, "lead")
		}
		move(time.Date(2027, 1, 22, 10, 0, 0, 0, time.UTC))
		lead.Get("/").OK().SeesNot(again)
		move(time.Date(2027, 1, 25, 10, 0, 0, 0, time.UTC))
		lead.Get("/").OK().Sees(again, process, "By 1 February 2027").SeesNot("Canary", "family")
		lead.Get(w.Path("")).OK().Sees(again)
		move(time.Date(2027, 2, 2, 10, 0, 0, 0, time.UTC))
		lead.Get("/").OK().Sees(again, "Was due 1 February 2027")
		for _, who := range []string{"team", "reviewer", "other lead", "admin"} {
			w.SignInAgain(t, who)
			w.As(t, who).Get("/").OK().SeesNot(again, process)
		}
		next := limit("family", "ask")
		next.Set("version", "1")
		next.Set("review", "1 June 2027")
		lead.Post(page+"/change", next).Is(http.StatusSeeOther)
		lead.Get("/").OK().SeesNot(again)
		move(time.Date(2027, 5, 31, 10, 0, 0, 0, time.UTC))
		w.SignInAgain(t, "review chair")
		lead.Get("/").OK().Sees(again)
		lead.Post(page+"/end", url.Values{"ended": {"It is over."}}).Is(http.StatusSeeOther)
		lead.Get("/").OK().Sees(again)
		w.As(t, "review chair").Post(page+"/end", nil).Is(http.StatusSeeOther)
		lead.Get("/").OK().SeesNot(again)
	})
}

// A wall shuts out of limits too, and a stage that is over changes none.
func TestLimitsAreKeptWhileTheReviewLives(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		page := held(t, w, "sharing", "never")
		w.As(t, "lead").Get(page).Sees("Canarypress")
		w.Stage(t, access.Closed)
		w.As(t, "lead").Get(page).OK().Sees("In force").SeesNot("End this limit", "Change it")
		w.As(t, "lead").Post(page+"/end", url.Values{"ended": {"Too late."}}).Is(http.StatusForbidden)
	})
}
