package notification_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/accesstest"
	"lr/internal/notification"
)

// sheet is a notification of a child as an agency sends it.
func sheet() url.Values {
	return url.Values{
		"name": {"Ailsa Example"}, "post": {"Team manager, Exampleshire Social Work"}, "email": {"ailsa@agency.example"},
		"subject": {"Morag Canary-Subject"}, "born": {"3 May 2019"}, "happened": {"12/10/2026"}, "route": {"harm"},
		"event": {"Canary-Event: found alone at home."}, "risk": {"Nobody is at risk now."}, "agencies": {accesstest.Social, accesstest.Health},
		"limb-CP_2024-D": {"no"}, "limb-CP_2024-S": {"yes"}, "limb-CP_2024-S-reason": {"Canary-Reason: harm was serious."},
		"limb-CP_2024-C": {"unknown"}, "limb-CP_2024-E": {"no"},
	}
}

// Anybody who works for an agency may notify, without an account; the lead
// officer of the committee finds it waiting. [SEED notify, ASP22 p4]
func TestANotificationOpensAReview(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		nobody := w.As(t, "")
		nobody.Get("/notify").OK().Sees("Whom is it about?")
		nobody.Get("/notify/child").OK().Sees("About the child", "What happened")
		nobody.Get("/notify/dog").Is(http.StatusNotFound)
		nobody.Post("/notify/child", sheet()).Is(http.StatusSeeOther)

		lead := w.As(t, "lead")
		start := lead.Get("/").OK().Sees("Acknowledge the notification")
		var path string
		for _, m := range regexp.MustCompile(`/reviews/[0-9a-f-]+/notification`).FindAllString(start.Body, -1) {
			if !strings.Contains(m, w.Own) {
				path = m
			}
		}
		lead.Get(path).OK().Sees("Canary-Event", "Canary-Reason", "Exampleshire Health Board").SeesNot("Canary-Subject")
		w.As(t, "other lead").Get(path).Is(http.StatusNotFound)
		w.As(t, "admin").Get(path).OK()
		w.As(t, "reviewer").Get(path).Is(http.StatusNotFound)
		lead.Post(path+"/acknowledge", nil).OK()
		lead.Get(path).OK().Sees("The notifier was told")
		lead.Get("/").SeesNot(path + `">Acknowledge`)
	}, notification.Feature)
}

// What is missing or wrong is said beside its field, and what was typed is kept.
func TestAFaultyNotificationKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		nobody := w.As(t, "")
		s := sheet()
		s.Set("email", "not an address\r\nBcc: all@agency.example")
		s.Set("happened", "31 February 2026")
		s.Set("born", "1 January 2030")
		s.Del("agencies")
		s.Del("limb-CP_2024-C")
		s.Set("limb-CP_2024-S-reason", "")
		s.Set("event", "<script>alert(1)</script>"+strings.Repeat("word ", 1500))
		page := nobody.Post("/notify/child", s).Is(http.StatusUnprocessableEntity)
		page.Sees("There is a problem", "Give an e-mail address such as", "Give a day that is in the calendar", "This day has not come yet",
			"Tick at least one agency", "Answer yes, no or not known yet", "Say why, in a sentence or two", "letters too long", "Ailsa Example"[:0]+"There is a problem")
		if !strings.Contains(page.Body, `value="Ailsa Example"`) || strings.Contains(page.Body, "<script>alert") {
			t.Error("what was typed must stand on the page again, as words")
		}
		w.As(t, "lead").Get("/").SeesNot("Canary")
	}, notification.Feature)
}

// A lead officer with a part in the event steps aside, once another one is there.
func TestALeadOfficerWhoWasInvolvedIsShutOut(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "").Post("/notify/child", sheet()).Is(http.StatusSeeOther)
		lead := w.As(t, "lead")
		path := regexp.MustCompile(`/reviews/[0-9a-f-]+/notification`).FindAllString(lead.Get("/").Body, -1)
		mine := path[len(path)-1]
		for _, m := range path {
			if !strings.Contains(m, w.Own) {
				mine = m
			}
		}
		lead.Post(mine+"/conflict", url.Values{"involved": {"yes"}}).Is(http.StatusUnprocessableEntity).Sees("only lead officer")
		lead.Post(mine+"/alternate", url.Values{"alternate": {w.Account("reviewer")}}).Is(http.StatusUnprocessableEntity)
		lead.Post(mine+"/alternate", url.Values{"alternate": {w.Account("other lead")}}).OK()
		lead.Post(mine+"/conflict", url.Values{"involved": {"yes"}, "how": {"I led the team."}}).OK()
		lead.Get(mine).Is(http.StatusNotFound)
		lead.Get("/").OK().SeesNot(mine)
		w.As(t, "other lead").Get(mine).OK()
	}, notification.Feature)
}

// A young person of 16 or 17 may come before both committees, each with its own
// criteria, which stay as they were that day. [ASP22 p7, CP24 landing]
func TestAnEventMayComeBeforeBothCommittees(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		s := sheet()
		for _, limb := range []string{"1a", "1b", "1i-0", "1i-a", "1i-b", "1i-c", "1ii", "2a", "2i", "2ii"} {
			s.Set("limb-ASP_2022-"+limb, "unknown")
		}
		w.As(t, "").Post("/notify/both", s).Is(http.StatusSeeOther)
		lead := w.As(t, "lead")
		for _, m := range regexp.MustCompile(`/reviews/[0-9a-f-]+/notification`).FindAllString(lead.Get("/").Body, -1) {
			if !strings.Contains(m, w.Own) {
				lead.Get(m).OK().Sees("National guidance for child protection committees", "Adult support and protection", "cannot tell yet")
				lead.Get(strings.TrimSuffix(m, "/notification")).OK().Sees("Exampleshire Child Protection Committee and Exampleshire Adult Protection Committee")
				return
			}
		}
		t.Fatal("the notification did not arrive")
	}, notification.Feature)
}
