package review_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"lr/internal/accesstest"
)

var clockLink = regexp.MustCompile(`/clocks/[0-9a-f-]{36}`)

// clockPage is the page of the review's first clock.
// clockPage is the page of the clock that runs to the decision, the last to end.
func clockPage(t *testing.T, w *accesstest.World) string {
	t.Helper()
	links := clockLink.FindAllString(w.As(t, "lead").Get(w.Path("")).OK().Body, -1)
	if len(links) == 0 {
		t.Fatal("the review has no clock")
	}
	return w.Path("") + links[len(links)-1]
}

// A time limit that was missed asks the lead officer why until it is told,
// also after the thing was done. [SCR15 p9, ASF19 p14]
func TestAMissedTimeLimitAsksWhy(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		asks := "Say why a time limit was missed: Decision by the committee"
		lead, page := w.As(t, "lead"), clockPage(t, w)
		lead.Get("/").OK().SeesNot(asks)
		lead.Post(page+"/late", url.Values{"late": {"It is not late."}}).Is(http.StatusConflict)
		w.Clock.Set(time.Date(2026, 12, 15, 10, 0, 0, 0, time.UTC))
		for _, who := range []string{"lead", "admin", "reviewer", "other lead"} {
			w.SignInAgain(t, who)
		}
		lead.Get("/").OK().Sees(asks, "Late")
		lead.Get(w.Path("")).OK().Sees(asks, "1 day late", "The reason is not given yet.")
		for _, who := range []string{"admin", "reviewer"} {
			w.As(t, who).Get("/").OK().SeesNot(asks)
		}
		w.Exec(t, `UPDATE review_clock SET stopped = '2026-12-15' WHERE review_id = $1`, w.Own)
		lead.Get("/").OK().Sees(asks)
		lead.Post(page+"/late", nil).Is(http.StatusUnprocessableEntity).Sees("Say why the time limit was missed.")
		lead.Post(page+"/late", url.Values{"late": {"Canaryreason: the meeting had to be put off."}}).Is(http.StatusSeeOther)
		lead.Get("/").OK().SeesNot(asks)
		lead.Get(page).Sees("Canaryreason", "Written down by Name of lead")
		w.As(t, "other lead").Get("/").OK().Sees(asks).SeesNot("Canary")
	})
}

// The page of a clock says why the due day is that day. [SCR15 p9]
func TestAClockSaysWhyItsDueDayIsThatDay(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("new-clock"), nil).Is(http.StatusUnprocessableEntity).Sees("Say what must be done", "Give the number", "Choose what the time is counted in", "Give the day on which it starts")
		lead.Post(w.Path("new-clock"), url.Values{"name": {"Canaryname papers"}, "amount": {"25"}, "unit": {"working day"}, "start": {"3 November 2026"}}).
			Is(http.StatusUnprocessableEntity).Sees("Start the clock when its time begins")
		lead.Post(w.Path("new-clock"), url.Values{"name": {"Canaryname papers"}, "amount": {"25"}, "unit": {"working day"}, "start": {"2 November 2026"}}).Is(http.StatusSeeOther)
		all := lead.Get(w.Path("")).OK().Sees("Canaryname papers", "Due 8 December 2026")
		links := clockLink.FindAllString(all.Body, -1)
		own := w.Path("") + links[len(links)-1]
		lead.Get(own).OK().Sees("Due on Tuesday 8 December 2026", "It started on Monday 2 November 2026, by Name of lead", "25 working days counted",
			"Saturdays and Sundays, 10 days", "Monday 30 November 2026: St Andrew's Day")

		// Paused for two working days, with its reason and by whom.
		lead.Post(own+"/pause", nil).Is(http.StatusUnprocessableEntity).Sees("Choose why the clock is paused", "Say a little more")
		lead.Post(own+"/pause", url.Values{"why": {"bereavement"}, "pause": {"Canaryloss in the family."}}).Is(http.StatusSeeOther)
		lead.Get(own).Sees("It is paused, so there is no due day", "Bereavement. Canaryloss", "Still paused")
		accesstest.DueDaysStand(t, w.DB)
		lead.Post(own+"/pause", url.Values{"why": {"bereavement"}, "pause": {"Twice."}}).Is(http.StatusConflict)
		w.Clock.Set(time.Date(2026, 11, 4, 10, 0, 0, 0, time.UTC))
		w.SignInAgain(t, "lead")
		lead.Post(own+"/resume", nil).Is(http.StatusSeeOther)
		lead.Get(own).Sees("Due on Wednesday 9 December 2026", "Paused: Bereavement", "4 November 2026, by Name of lead")

		lead.Post(own+"/stop", url.Values{"stopped": {"1 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("Give a day from 2 November 2026 to today")
		lead.Post(own+"/stop", url.Values{"stopped": {"4 November 2026"}}).Is(http.StatusSeeOther)
		lead.Get(own).Sees("Done on Wednesday 4 November 2026, written down by Name of lead").SeesNot("Stop the clock")
		lead.Get(w.Path("")).Sees("Clocks that ended", "Canaryname papers : met")
		lead.Post(clockPage(t, w)+"/stop", url.Values{"stopped": {"4 November 2026"}}).Is(http.StatusConflict)
		w.SignInAgain(t, "team")
		w.SignInAgain(t, "other lead")
		w.As(t, "team").Get(w.Path("")).OK().SeesNot("Canary")
		w.As(t, "other lead").Get("/reviews/" + w.Other + strings.TrimPrefix(own, w.Path(""))).Is(http.StatusNotFound)
	})
}

// What a clock of one's own is called is a word of the case: the start page,
// which opens no case, does not know it.
func TestAStartPageDoesNotKnowWhatAnOwnClockIsCalled(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Post(w.Path("new-clock"), url.Values{"name": {"Canaryname"}, "amount": {"1"}, "unit": {"calendar day"}, "start": {"1 October 2026"}}).Is(http.StatusSeeOther)
		lead.Get("/").OK().Sees("Say why a time limit was missed: A time limit of your own").SeesNot("Canary")
		lead.Get(w.Path("")).Sees("Canaryname")
	})
}

// A limit stops a clock only when the lead officer says so, and the clock says
// which limit it was. [CP24 p8]
func TestALimitPausesTheClocksThatTheLeadOfficerChooses(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		hold, page := held(t, w, "witnesses", "ask"), clockPage(t, w)
		lead := w.As(t, "lead")
		lead.Get(page).Sees("running").SeesNot("Still paused")
		lead.Get(hold).Sees("No clock is paused because of this limit", "Decision by the committee")
		lead.Post(hold+"/clocks", nil).Is(http.StatusUnprocessableEntity).Sees("Choose at least one clock")
		id := page[strings.LastIndex(page, "/")+1:]
		w.As(t, "review chair").Post(hold+"/clocks", url.Values{"clock": {id}}).Is(http.StatusForbidden)
		lead.Post(hold+"/clocks", url.Values{"clock": {id}}).Is(http.StatusSeeOther)
		lead.Get(page).Sees("Still paused", "A limit agreed with others. Limit on witness accounts, agreed with Fiscal Canarywith.", "See the limit")
		lead.Get(hold).Sees("Paused because of this limit", "Decision by the committee")
		lead.Post(hold+"/clocks", url.Values{"clock": {id}}).Is(http.StatusUnprocessableEntity)
		lead.Post(page+"/resume", nil).Is(http.StatusSeeOther)
		lead.Get(hold).Sees("No clock is paused because of this limit")
	})
}
