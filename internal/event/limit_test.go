package event_test

import (
	"net/http"
	"net/url"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// Whoever invites a witness is asked whether it was agreed, and the answer is
// kept with the limit. [CP24 p8, SCR15 p15]
func TestWhoeverInvitesAWitnessIsAskedWhetherItWasAgreed(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		w.Exec(t, `DELETE FROM event_invitation WHERE review_id = $1`, w.Own)
		hold := w.Limit(t, "witnesses", "ask")
		lead := w.As(t, "lead")
		lead.Get(w.Path("event/invitations")).OK().Sees("Limit on witness accounts", "Canarylimit words agreed on 1 November 2026", "Was this agreed?")
		w.As(t, "admin").Get(w.Path("event/invitations")).OK().Sees("Limit on witness accounts", "Was this agreed?").SeesNot("Canarylimit")
		asked := invited(w, "practitioner", accesstest.Social)
		lead.Post(w.Path("event/invitations"), asked).Is(http.StatusUnprocessableEntity).Sees("Say whether this was agreed", "Say who agreed and when")
		asked.Set("limit-"+hold, "agreed")
		lead.Post(w.Path("event/invitations"), asked).Is(http.StatusUnprocessableEntity).Sees("Say who agreed and when")
		lead.Get(w.Path("event/invitations")).Sees("Nobody is invited yet.")
		lead.Get(w.Path("holds/" + hold)).SeesNot("What was answered")
		asked.Set("limitwords-"+hold, "Canaryanswer by the fiscal on Monday.")
		w.As(t, "admin").Post(w.Path("event/invitations"), asked).Is(http.StatusSeeOther)
		lead.Get(w.Path("event/invitations")).Sees("Name of practitioner")
		lead.Get(w.Path("holds/"+hold)).Sees("What was answered where it was met", "Invited a practitioner", "Yes, it was agreed: Canaryanswer", "Name of admin")
		w.As(t, "admin").Get(w.Path("event/invitations")).SeesNot("Canaryanswer")
		// It does not last: the next one is asked about again.
		lead.Post(w.Path("event/invitations"), invited(w, "practitioner two", accesstest.Health)).Is(http.StatusUnprocessableEntity).Sees("Say whether this was agreed")
	})
}

// "Not at all" is refused, until two people end the limit.
func TestALimitThatSaysNotAtAllShutsTheEvent(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		ready(t, w)
		hold := w.Limit(t, "event", "never")
		reviewer := w.As(t, "reviewer")
		reviewer.Get(w.Path("event")).OK().Sees("Limit on the practitioners' event", "Not for now: holding the practitioners' event").SeesNot("Canarylimit", "Was this agreed?")
		w.As(t, "review chair").Get(w.Path("event")).OK().Sees("Canarylimit words")
		answered := url.Values{"limit-" + hold: {"agreed"}, "limitwords-" + hold: {"I say so."}}
		reviewer.Post(w.Path("event/open"), answered).Is(http.StatusUnprocessableEntity).Sees("so this cannot be done for now")
		reviewer.Get(w.Path("event")).Sees("Planned").SeesNot("Practitioners can write now.")
		w.As(t, "lead").Post(w.Path("holds/"+hold+"/end"), url.Values{"ended": {"The trial is over."}}).Is(http.StatusSeeOther)
		reviewer.Post(w.Path("event/open"), nil).Is(http.StatusUnprocessableEntity)
		w.As(t, "committee chair").Post(w.Path("holds/"+hold+"/end"), nil).Is(http.StatusSeeOther)
		reviewer.Post(w.Path("event/open"), nil).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("event")).Sees("Practitioners can write now.").SeesNot("Limit on")
	})
}

// A practitioner is told kindly, and keeps what they typed where it is not taken.
func TestAPractitionerIsToldOfALimitKindly(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		open(t, w)
		one := w.As(t, "practitioner")
		one.Get(w.Path("my-part")).OK().SeesNot("Before you go on")
		w.Limit(t, "witnesses", "ask")
		for _, page := range []string{"my-part", "event/contribute"} {
			one.Get(w.Path(page)).OK().Sees("Before you go on", "You have done nothing wrong.").SeesNot("Canarylimit", "Limit on", "Criminal")
		}
		one.Post(w.Path("event/contribute"), url.Values{"well": {"We knew each other by name."}}).Is(http.StatusSeeOther)
		w.Limit(t, "everything", "never")
		one.Get(w.Path("event/contribute")).OK().Sees("Please write nothing here").SeesNot("Send my words")
		one.Post(w.Path("event/contribute"), url.Values{"well": {"Typed words that stay."}}).Is(http.StatusUnprocessableEntity).
			Sees("Please copy what you wrote", "Typed words that stay.")
		for _, page := range []string{"event/my-people", "supporting"} {
			w.As(t, "supporter").Get(w.Path(page)).OK().Sees("Limit on").SeesNot("Canarylimit")
		}
		w.As(t, "lead").Get(w.Path("event/contributions")).OK().Sees("Limit on witness accounts", "Canarylimit")
		w.As(t, "lead").Get(w.Path("supporters")).OK().Sees("Limit on witness accounts", "Canarylimit")
		w.As(t, "other practitioner").Get("/reviews/" + w.Other + "/event/contribute").OK().SeesNot("Before you go on")
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/event/invitations").OK().SeesNot("Limit on", "Canary")
	})
}

// Managers are asked about like practitioners.
func TestAManagerWhoIsAWitnessIsInvitedOnlyWhenAgreed(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Learning)
		hold := w.Limit(t, "witnesses", "ask")
		lead := w.As(t, "lead")
		lead.Post(w.Path("skip/practitioners-met"), url.Values{"reason": {"Met elsewhere."}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("managers")).OK().Sees("Limit on witness accounts", "Was this agreed?")
		asked := manager(w, "manager", accesstest.Social)
		lead.Post(w.Path("managers"), asked).Is(http.StatusUnprocessableEntity).Sees("Say whether this was agreed")
		asked.Set("limit-"+hold, "outside")
		asked.Set("limitwords-"+hold, "Came to the agency later.")
		lead.Post(w.Path("managers"), asked).Is(http.StatusSeeOther)
		lead.Get(w.Path("holds/"+hold)).Sees("Invited a strategic manager", "It lies outside this limit: Came to the agency later.")
	})
}
