package notification_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// The notifier must hear within the committee's own time; the clock stops with
// the acknowledgement, and when that is left out with a reason. [ASP22 p7]
func TestTheClockOfTheAcknowledgementStopsWithIt(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`, `{"acknowledge_within":{"amount":3,"unit":"working day"}}`, accesstest.Child)
		lead := w.As(t, "lead")
		one, two := notified(t, w, "child", typed()), notified(t, w, "child", with("subject", "Somebody Else"))
		lead.Get(one + "/notification").OK().Sees("Due by 5 November 2026")
		lead.Get("/").OK().Sees("By 5 November 2026")
		lead.Get(one).OK().Sees("Acknowledge the notification running", "Due 5 November 2026.")
		lead.Post(one+"/notification/acknowledge", nil).OK()
		lead.Get(one).OK().Sees("Acknowledge the notification : met. Due 5 November 2026")
		lead.Post(two+"/skip/acknowledged", url.Values{"reason": {"The notifier has left."}}).OK()
		lead.Get(two).OK().Sees("Acknowledge the notification : met. Due 5 November 2026")
	})
}

// The lead officer may change who considers it before it leaves Received: one that
// is added works with the guidance of the day of the notification, the answers
// stay, and the reason is written down. [CP21 p4, ASP22 p4, DESIGN]
func TestTheCommitteesMayChangeBeforeItMovesOn(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		review := notified(t, w, "child", typed())
		page := review + "/notification/committees"
		lead.Get(page).OK().Sees("Both: Exampleshire Child Protection Committee and Exampleshire Adult Protection Committee")
		w.As(t, "admin").Get(page).Is(http.StatusForbidden)
		w.As(t, "other lead").Get(page).Is(http.StatusNotFound)
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`, `{"local_holidays":[{"Day":{"Year":2026,"Month":11,"Day":4},"Name":"Fair"}]}`, accesstest.Adult)
		lead.Post(review+"/new-clock", url.Values{"name": {"Papers"}, "amount": {"5"}, "unit": {"working day"}, "start": {"2 November 2026"}}).Is(http.StatusSeeOther)
		lead.Post(page, url.Values{"committees": {"nothing"}}).Is(http.StatusUnprocessableEntity).Sees("Choose who considers it", "Say why")
		lead.Post(page, url.Values{"committees": {accesstest.Child}, "reason": {"x"}}).Is(http.StatusUnprocessableEntity).Sees("before them already")
		lead.Post(page, url.Values{"committees": {accesstest.Child + " " + accesstest.Adult}, "reason": {"Canary-Why: the person is 17."}}).Is(http.StatusSeeOther)
		lead.Get(review+"/notification").OK().Sees("Adult support and protection: learning review guidance (2022)", "The notifier was not asked about these criteria",
			"Canary-Why", "Canary-Reason", "Name of lead, 2 November 2026")
		lead.Get(review).OK().Sees("Exampleshire Child Protection Committee and Exampleshire Adult Protection Committee")
		w.As(t, "admin").Get(review).OK()

		lead.Post(page, url.Values{"committees": {accesstest.Adult}, "reason": {"It is about an adult."}}).Is(http.StatusSeeOther)
		lead.Get(review+"/notification").OK().SeesNot("Canary-Reason", "National guidance for child protection committees")
		w.As(t, "admin").Get(review).Is(http.StatusNotFound) // had a part by the child committee alone
		accesstest.DueDaysStand(t, w.DB)                     // by the holidays of the other committee
		lead.Get(review).OK().Sees("Due 10 November 2026")
		lead.Post(page, url.Values{"committees": {accesstest.Child}, "reason": {"It was a child after all."}}).Is(http.StatusSeeOther)
		lead.Get(review + "/notification").OK().Sees("Canary-Reason")
		w.As(t, "admin").Get(review).OK()

		w.Exec(t, `UPDATE review SET stage = $1 WHERE id = $2`, access.Gathering, strings.TrimPrefix(review, "/reviews/"))
		lead.Get(page).Is(http.StatusForbidden)
		lead.Get(review+"/notification").OK().Sees("What was settled", "It is about an adult.").SeesNot("Your part now")
	})
}

// The guidance of a committee that is added is that of the day of the
// notification, not of the day on which it is added. [CP24 landing]
func TestAnAddedCommitteeWorksWithTheGuidanceOfTheDay(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE office SET committee_id = $1 WHERE account_id = $2`, accesstest.Adult, w.Account("lead"))
		lead := w.As(t, "lead")
		review := notified(t, w, "adult", bothLimbs(typed()))
		w.Exec(t, `UPDATE notification SET received_at = $1 WHERE review_id = $2`, time.Date(2023, 3, 1, 12, 0, 0, 0, time.UTC), strings.TrimPrefix(review, "/reviews/"))
		lead.Post(review+"/notification/committees", url.Values{"committees": {accesstest.Child + " " + accesstest.Adult}, "reason": {"x"}}).Is(http.StatusSeeOther)
		lead.Get(review+"/notification").OK().Sees("Notified on 1 March 2023", "undertaking learning reviews (2021)").SeesNot("updated 2024")
	})
}

// The death of a looked-after child is told within a working day of knowing, on
// its form, and reported within 28 days of the death where no learning review is
// held. [DLAC p2, DLAC p3, DLAC p4]
func TestTheDeathOfALookedAfterChildHasItsClocks(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		review := notified(t, w, "child", with("death", "29 October 2026", "looked_after", "yes"))
		lead.Get(review + "/notification").OK().Sees("The notifier says that the child was looked after and has died")
		page := review + "/notification/notices"
		lead.Get(page).OK().Sees("A learning review should always be considered", "Start the clocks")
		lead.Post(page+"/ministers-notice", url.Values{"on-ministers-notice": {"2 November 2026"}}).Is(http.StatusConflict)
		lead.Post(page, url.Values{"died": {"29 October 2026"}, "knew": {"28 October 2026"}}).Is(http.StatusUnprocessableEntity).Sees("cannot have known before")
		lead.Post(page, url.Values{"died": {"3 December 2026"}, "knew": {""}}).Is(http.StatusUnprocessableEntity).Sees("This day has not come yet", "on which the authority knew")
		lead.Post(page, url.Values{"died": {"28 October 2026"}, "knew": {"30 October 2026"}}).Is(http.StatusSeeOther)
		lead.Get(page).OK().Sees("form DLC1", "Due by 2 November 2026", "Due by 25 November 2026")
		lead.Post(page, url.Values{"died": {"29 October 2026"}, "knew": {"30 October 2026"}}).Is(http.StatusSeeOther)
		lead.Get(page).OK().Sees("Due by 26 November 2026")
		lead.Get("/").OK().Sees("Notice to the Care Inspectorate and Ministers", "Full report to the Care Inspectorate")
		lead.Get(review).OK().Sees("Notice to the Care Inspectorate and Ministers due soon", "Due 2 November 2026.").SeesNot("looked-after", "looked after")

		lead.Post(page+"/ministers-notice", url.Values{"on-ministers-notice": {"5 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("not come yet")
		lead.Post(page+"/ministers-notice", url.Values{"on-ministers-notice": {"2 November 2026"}}).Is(http.StatusSeeOther)
		lead.Get(page).OK().Sees("Done on 2 November 2026", "met").SeesNot("Change the days")
		lead.Get("/").OK().SeesNot("Notice to the Care Inspectorate and Ministers")
		w.Exec(t, `UPDATE review SET stage = $1 WHERE id = $2`, access.SettingUp, strings.TrimPrefix(review, "/reviews/"))
		lead.Post(page+"/inspectorate-report", url.Values{"on-inspectorate-report": {"2 November 2026"}}).Is(http.StatusUnprocessableEntity).Sees("Say whether it was sent")
		lead.Post(page+"/inspectorate-report", url.Values{"on-inspectorate-report": {"2 November 2026"}, "how": {"review"}}).Is(http.StatusSeeOther)
		lead.Get(review + "/notification").OK().Sees("not needed, as a learning review is held")
		lead.Post(page+"/other", url.Values{"on": {"2 November 2026"}}).Is(http.StatusNotFound)
		w.As(t, "admin").Get(page).Is(http.StatusForbidden)
	})
}

// Only a child has the clocks of a looked-after child.
func TestAnAdultHasNoClocksOfALookedAfterChild(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE office SET committee_id = $1 WHERE account_id = $2`, accesstest.Adult, w.Account("lead"))
		review := notified(t, w, "adult", bothLimbs(typed()))
		w.As(t, "lead").Get(review + "/notification").OK().SeesNot("looked-after")
		w.As(t, "lead").Get(review + "/notification/notices").Is(http.StatusNotFound)
	})
}

// Where several areas are involved, which one leads is written down with who was
// asked and why, and changing it keeps what was before. [ASF19 p9]
func TestWhichAreaLeadsIsWrittenDown(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		review := notified(t, w, "child", with("area_now", "yes", "other_authority", "Sampleton Council"))
		lead.Get(review + "/notification").OK().Sees("The notifier says that another area is involved")
		page := review + "/notification/area"
		lead.Get(page).OK().Sees("The notifier names: Sampleton Council")
		lead.Post(page, url.Values{"leads": {"there"}}).Is(http.StatusUnprocessableEntity).Sees("Say which committee leads", "Say who else was asked", "Say why")
		lead.Post(page, url.Values{"leads": {"open"}, "asked": {"Their lead officer."}, "reason": {"Canary-First"}}).Is(http.StatusSeeOther)
		lead.Post(page, url.Values{"leads": {"there"}, "which": {"Sampleton committee"}, "asked": {"Their chair."}, "reason": {"The child lived there."}}).Is(http.StatusSeeOther)
		lead.Get(page).OK().Sees("Another committee leads: Sampleton committee", "Their chair.", "Canary-First")
		lead.Get(review+"/notification").OK().Sees("Which area leads", "Not settled yet. Asked: Their lead officer.")
		w.As(t, "admin").Get(page).Is(http.StatusForbidden)
	})
}
