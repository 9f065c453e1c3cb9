package decision_test

import (
	"archive/zip"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// A committee decides on its own page, with reasons and cited criteria; then
// chief officers, the notifier and the Care Inspectorate are told. [SEED recommend, CP24 p2, ASP22 p7, CI-LR]
func TestACommitteeDecidesAndEverybodyIsTold(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		deciding(t, w)
		lead, chair := w.As(t, "lead"), w.As(t, "committee chair")
		page := w.Path("decision/committees/" + accesstest.Child)
		chair.Get(w.Path("findings")).OK().Sees("There is much to learn", "One member would rather not").SeesNot("View of one")
		chair.Get(page).OK().Sees("The working group recommends", "One member would rather not", "The working group found: Yes")
		chair.Post(page, nil).Is(http.StatusUnprocessableEntity).Sees("Choose what the committee decided", "Give the day", "Give the committee's reasons")
		chair.Post(page, with(decided("review"), "limb", "9z")).Is(http.StatusUnprocessableEntity).Sees("Choose at least one of the criteria")
		chair.Post(page, with(decided("none"), "on", "3 November 2026")).Is(http.StatusUnprocessableEntity).Sees("This day is still to come")
		chair.Post(page, with(decided("none"), "reasons", strings.Repeat("x", 6001))).Is(http.StatusUnprocessableEntity)
		lead.Post(page, decided("review")).Is(http.StatusForbidden)
		lead.Post(w.Path("decision/notifier"), url.Values{"on": {"2 November 2026"}, "words": {"x"}}).Is(http.StatusConflict)
		form := decided("review")
		form.Set("_once", chair.Token())
		chair.Post(page, form).Is(http.StatusSeeOther)
		chair.Post(page, form).Is(http.StatusSeeOther)
		chair.Post(page, decided("none")).Is(http.StatusConflict)

		lead.Get("/").OK().Sees("Tell the notifier, the agencies and the chief officers", "Send the Care Inspectorate the decision notice of the child protection committee")
		chief := w.As(t, "chief")
		chief.Get("/").OK().Sees("Read a decision")
		if n := mails(t, w, "chief", "decision-told"); n != 1 {
			t.Errorf("%d messages of one decision", n)
		}
		chief.Get(w.Path("decision")).OK().Sees("Reasons for review.", "I have read this")
		chief.Post(w.Path("decision/read/"+accesstest.Child), nil).Is(http.StatusConflict)
		chief.Post(w.Path("decision/read/"+accesstest.Child), url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		chief.Post(w.Path("decision/read/"+accesstest.Child), url.Values{"version": {"1"}}).Is(http.StatusConflict)
		chief.Get("/").OK().SeesNot("Read a decision")
		lead.Post(w.Path("decision/notifier"), nil).Is(http.StatusUnprocessableEntity).Sees("Give the day", "Say how the notifier was told")
		lead.Post(w.Path("decision/notifier"), url.Values{"on": {"2 November 2026"}, "words": {"By telephone."}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().SeesNot("Move on to").Sees("Tell the Care Inspectorate of the decision")
		notice := w.Path("decision/notice/" + accesstest.Child)
		lead.Post(notice, nil).Is(http.StatusUnprocessableEntity).Sees("Give the day on which it was sent")
		lead.Post(notice, url.Values{"on": {"2 November 2026"}, "version": {"2"}}).Is(http.StatusConflict)
		lead.Post(notice, url.Values{"on": {"2 November 2026"}, "version": {"1"}, "reference": {"CI 4711"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("decision")).OK().Sees("The notifier was told", "By telephone.", "The Care Inspectorate was told", "CI 4711")
		lead.Get("/").OK().SeesNot("Tell the notifier", "Send the Care Inspectorate")
		lead.Get("/reviews/" + w.Other + "/decision").Is(http.StatusNotFound)
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/decision").OK().SeesNot("Reasons for")
		w.As(t, "reviewer").Get(w.Path("decision")).Is(http.StatusForbidden)
		moved(t, w, access.SettingUp)
		w.As(t, "reviewer").Get(w.Path("decision")).OK().Sees("Reasons for review.")
		w.As(t, "author").Get(w.Path("decision")).Is(http.StatusForbidden)
	})
}

// With no committee for a review it goes to its close. [CI-LR]
func TestWithoutAReviewItIsClosed(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		deciding(t, w)
		lead := w.As(t, "lead")
		w.As(t, "committee chair").Post(w.Path("decision/committees/"+accesstest.Child), decided("other")).OK()
		told := url.Values{"on": {"2 November 2026"}, "words": {"At their meeting."}}
		lead.Post(w.Path("decision/chiefs/"+accesstest.Child), nil).Is(http.StatusUnprocessableEntity)
		lead.Post(w.Path("decision/chiefs/"+accesstest.Child), told).Is(http.StatusSeeOther)
		lead.Post(w.Path("decision/notifier"), told).Is(http.StatusSeeOther)
		notice := w.Path("decision/notice/" + accesstest.Child)
		lead.Get(notice).OK().Sees("Learn in another way", "Reasons for other.", "Led by: Team manager")
		lead.Post(notice, with(told, "version", "1")).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().SeesNot("Move on to: Closed").Sees("The Care Inspectorate has the learning from the other activity To do", "30 November 2026")
		lead.Post(w.Path("decision/learned/"+accesstest.Child), nil).Is(http.StatusUnprocessableEntity).Sees("Say what was sent")
		lead.Post(w.Path("decision/learned/"+accesstest.Child), told).Is(http.StatusSeeOther)
		lead.Post(w.Path("decision/learned/"+accesstest.Child), told).Is(http.StatusNotFound)
		lead.Get(w.Path("")).OK().Sees("Move on to: Closed")
		moved(t, w, access.Closed)
	})
}

// Committees may decide differently; the difference is explained, and one that
// wants a review is enough. Chief officers ratify for the adult committee, and
// until they do the review does not move on. [ASP22 p4, CP24 p2]
func TestASplitDecisionAndItsRatification(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		both(t, w)
		deciding(t, w)
		lead := w.As(t, "lead")
		adult := w.As(t, "other committee chair")
		adult.Get(w.Path("declare")).Is(http.StatusNotFound)
		lead.Get(w.Path("decision/bring")).OK().Sees("Name of other committee chair", "Name of other chief", "Chair: Name of committee chair").SeesNot("2031")
		lead.Post(w.Path("decision/bring"), nil).Is(http.StatusUnprocessableEntity)
		lead.Post(w.Path("decision/bring"), url.Values{"chair": {w.Account("other committee chair")}, "chief": {w.Account("other chief")}}).Is(http.StatusSeeOther)
		adult.Get("/").OK().Sees("Before you read anything")
		adult.Get(w.Path("decision")).Is(http.StatusSeeOther)
		adult.Post(w.Path("decision/committees/"+accesstest.Adult), decided("none")).Is(http.StatusSeeOther)
		lead.Get(w.Path("decision")).OK().SeesNot("Reasons for none.")
		declares(t, w, "other committee chair", "other chief")
		adult.Get("/").OK().Sees("Decide for your committee")

		child := w.As(t, "committee chair")
		child.Post(w.Path("decision/committees/"+accesstest.Child), decided("review")).Is(http.StatusSeeOther)
		child.Post(w.Path("decision/committees/"+accesstest.Adult), decided("none")).Is(http.StatusForbidden)
		adult.Get(w.Path("decision/committees/" + accesstest.Child)).Is(http.StatusForbidden)
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		page := w.Path("decision/committees/" + accesstest.Adult)
		adult.Post(page, decided("none")).Is(http.StatusUnprocessableEntity).Sees("The other committee decided differently")
		adult.Post(page, with(decided("none"), "split", "The adult was never at risk.")).Is(http.StatusUnprocessableEntity).Sees("Say how the committee that holds no review is kept informed")
		adult.Post(page, with(decided("none"), "split", "The adult was never at risk.", "informed", "At each meeting.")).Is(http.StatusSeeOther)
		lead.Get(w.Path("decision")).OK().Sees("The committees decided differently", "The adult was never at risk.",
			"The Exampleshire Child Protection Committee holds a learning review. There is one review", "is kept informed: At each meeting.")

		told := url.Values{"on": {"2 November 2026"}, "words": {"At their meeting."}}
		lead.Post(w.Path("decision/chiefs/"+accesstest.Adult), told).Is(http.StatusNotFound)
		for _, where := range []string{"decision/chiefs/" + accesstest.Child, "decision/notifier", "decision/notice/" + accesstest.Child, "decision/notice/" + accesstest.Adult} {
			lead.Post(w.Path(where), with(told, "version", "1")).Is(http.StatusSeeOther)
		}
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		chief, answer := w.As(t, "other chief"), w.Path("decision/ratify/"+accesstest.Adult)
		chief.Get("/").OK().Sees("Ratify a decision")
		chief.Post(w.Path("decision/read/"+accesstest.Adult), nil).Is(http.StatusConflict)
		w.As(t, "chief").Post(answer, url.Values{"answer": {"ratified"}, "on": {"2 November 2026"}, "version": {"1"}}).Is(http.StatusForbidden)
		chief.Post(answer, url.Values{"answer": {"returned"}, "on": {"2 November 2026"}, "version": {"1"}}).Is(http.StatusUnprocessableEntity).Sees("Say why it goes back")
		chief.Post(answer, url.Values{"answer": {"returned"}, "on": {"2 November 2026"}, "version": {"1"}, "words": {"Look at 1b again."}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().SeesNot("Move on to")
		adult.Get("/").OK().Sees("Decide for your committee")
		adult.Get(page).OK().Sees("Chief officers sent it back", "Look at 1b again.")
		adult.Post(page, with(decided("other"), "split", "It is learned from otherwise.", "informed", "By letter.", "version", "1")).Is(http.StatusUnprocessableEntity).Sees("Say why the decision is changed")
		adult.Post(page, with(decided("other"), "split", "It is learned from otherwise.", "informed", "By letter.", "version", "1", "changed", "Chief officers asked.")).Is(http.StatusSeeOther)
		chief.Post(answer, url.Values{"answer": {"ratified"}, "on": {"2 November 2026"}, "version": {"1"}}).Is(http.StatusConflict)
		chief.Post(answer, url.Values{"answer": {"ratified"}, "on": {"2 November 2026"}, "version": {"2"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().SeesNot("Move on to") // what was told before is told anew
		lead.Get(w.Path("decision")).OK().Sees("How the decision was before", "Look at 1b again.", "Reasons for none.", "To be told anew")
		lead.Get("/").OK().Sees("a new decision notice of the adult protection committee, because it changed")
		lead.Post(w.Path("decision/notifier"), told).Is(http.StatusSeeOther)
		lead.Post(w.Path("decision/notice/"+accesstest.Adult), with(told, "version", "2")).Is(http.StatusSeeOther)
		moved(t, w, access.SettingUp)
	})
}

// A committee that wants to know more asks the lead officer; that is no decision.
func TestACommitteeMayAskForMore(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		deciding(t, w)
		lead, chair := w.As(t, "lead"), w.As(t, "committee chair")
		page := w.Path("decision/committees/" + accesstest.Child)
		lead.Get(w.Path("decision/more/" + accesstest.Child)).Is(http.StatusNotFound)
		chair.Post(page, decided("more")).Is(http.StatusSeeOther)
		chair.Get("/").OK().SeesNot("Decide for your committee")
		lead.Get("/").OK().Sees("The committee asks for more information")
		lead.Get(w.Path("decision/notice/" + accesstest.Child)).Is(http.StatusNotFound)
		lead.Get(w.Path("decision/letters")).OK().Sees("No committee has decided yet")
		lead.Get(w.Path("decision/more/" + accesstest.Child)).OK().Sees("Reasons for more.")
		lead.Get(w.Path("")).OK().Sees("More information for the committee", "16 November 2026")
		lead.Post(w.Path("decision/more/"+accesstest.Child), nil).Is(http.StatusUnprocessableEntity)
		lead.Post(w.Path("decision/more/"+accesstest.Child), url.Values{"answer": {"The school says otherwise."}}).Is(http.StatusSeeOther)
		lead.Get("/").OK().SeesNot("The committee asks for more information")
		chair.Get("/").OK().Sees("Decide for your committee")
		chair.Get(page).OK().Sees("The school says otherwise.")
		chair.Post(page, with(decided("review"), "version", "1")).Is(http.StatusSeeOther)
		lead.Get(w.Path("decision")).OK().Sees("A learning review is held.")
	})
}

// A chair who was involved leaves at once, and the lead officer brings in another.
func TestAChairWhoWasInvolvedDecidesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		found(t, w)
		w.Stage(t, access.Deciding)
		chair := w.As(t, "committee chair")
		chair.Get(w.Path("findings")).Is(http.StatusSeeOther)
		chair.Post(w.Path("declare"), declaration("yes")).Is(http.StatusSeeOther)
		chair.Get(w.Path("decision")).Is(http.StatusNotFound)
		chair.Post(w.Path("decision/committees/"+accesstest.Child), decided("review")).Is(http.StatusNotFound)
		w.As(t, "lead").Get("/").OK().Sees("Somebody you asked cannot take part")
		w.As(t, "lead").Get(w.Path("decision")).OK().Sees("has no chair here yet")
		w.As(t, "lead").Get(w.Path("decision/bring")).OK().SeesNot("Name of committee chair")
	})
}

// The notice for the Care Inspectorate is to be had as text, Word and data, in
// the fields of its form, with what is blank named. [CI-LR]
func TestTheNoticeForTheCareInspectorate(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		deciding(t, w)
		lead := w.As(t, "lead")
		there := w.Path("decision/notice/" + accesstest.Child)
		lead.Get(there + "/word").Is(http.StatusNotFound)
		w.As(t, "committee chair").Post(w.Path("decision/committees/"+accesstest.Child), decided("none")).OK()
		lead.Get(there).OK().Sees("Reasons for none.", "No review", "2 November 2026", "Name of lead, lead officer", "What happened, in outline and without names Blank")
		lead.Post(there+"/fill", url.Values{"field-circumstances": {"Harm at home."}, "version": {"1"}}).Is(http.StatusConflict)
		lead.Post(there+"/fill", url.Values{"field-circumstances": {strings.Repeat("x", 4001)}, "version": {"0"}}).Is(http.StatusUnprocessableEntity)
		lead.Post(there+"/fill", url.Values{"field-circumstances": {"Harm at home."}, "field-decision": {"Another decision"}, "version": {"0"}}).Is(http.StatusSeeOther)
		lead.Get(there).OK().Sees("Harm at home.", "Agencies involved Blank").SeesNot("Another decision")
		var got struct {
			Form     string
			Guidance string
			Fields   []struct{ ID, Value string }
			Blanks   []string
		}
		if err := json.Unmarshal([]byte(lead.Get(there+"/json").OK().Body), &got); err != nil {
			t.Fatal(err)
		}
		if got.Form != "F4" || got.Guidance != childGuidance || len(got.Fields) < 16 || len(got.Blanks) != 1 || got.Fields[0].Value != "No review" {
			t.Errorf("the data is %+v", got)
		}
		if text := word(t, lead.Get(there+"/word").OK().Body); !strings.Contains(text, "Reasons for none.") {
			t.Error("the Word document lacks the reasons")
		}
		for _, name := range []string{"committee chair", "chief", "group", "author", "admin"} {
			w.As(t, name).Get(there).Is(http.StatusForbidden)
			w.As(t, name).Get(there + "/json").Is(http.StatusForbidden)
		}
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/decision/notice/" + accesstest.Child + "/json").Is(http.StatusNotFound)
	})
}

// word gives the text of a Word file.
func word(t *testing.T, file string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
