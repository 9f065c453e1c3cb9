package decision_test

import (
	"bytes"
	"flag"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/document"
)

var update = flag.Bool("update", false, "write the golden files anew")

// reported has Social Work of Own release a report and an entry of its chronology.
func reported(t *testing.T, w *accesstest.World) {
	t.Helper()
	w.Stage(t, access.Gathering)
	w.As(t, "lead").Post(w.Path("requests"), url.Values{"agency": {accesstest.Social, accesstest.Health}, "about": {"Kirsty Canary-Example"},
		"outline": {"A child came to harm."}, "due": {"16 November 2026"}}).Is(http.StatusSeeOther)
	author, approver := w.As(t, "author"), w.As(t, "approver")
	author.Post(w.Path("chronology/mine"), url.Values{"when": {"3 May 2026"}, "source": {"Case file"}, "event": {"A visit that nobody answered."}, "reference": {"Page 3"}, "action": {"None."}}).Is(http.StatusSeeOther)
	request := regexp.MustCompile(`report-of/([0-9a-f-]{36})`).FindStringSubmatch(author.Get("/").Body)[1]
	own := w.Path("report-of/" + request)
	author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}, "text": {"We knew the family."}}).Is(http.StatusSeeOther)
	author.Post(own+"/parts/criminal", url.Values{"do": {"done"}, "version": {"1"}, "choice": {"yes"}, "text": {"The police look into it."}}).Is(http.StatusSeeOther)
	author.Post(own+"/send", url.Values{"version": {"2"}}).Is(http.StatusSeeOther)
	approver.Post(own+"/sign", url.Values{"do": {"sign"}, "version": {"2"}}).Is(http.StatusSeeOther)
}

var evidenceOn = regexp.MustCompile(`name="(report|events)-agency-social" type="checkbox" value="([^"]+)"`)

// A finding rests on what an agency released: a part of its report and an entry
// of the chronology. What it rests on stays when answers change. [ASP22 p7, CP21 p4]
func TestAFindingRestsOnWhatAgenciesReleased(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		reported(t, w)
		found(t, w)
		lead, limb := w.As(t, "lead"), firstLimb(childGuidance)
		page := w.Path("findings/evidence/" + accesstest.Child + "/" + limb)
		lead.Get(w.Path("findings")).OK().Sees("Rest on nothing yet: "+limb, "Exampleshire Health Board: not in yet")
		body := lead.Get(page).OK().Sees("We knew the family.", "3 May 2026", "A visit that nobody answered.").Body
		lead.Get(w.Path("findings/evidence/" + accesstest.Child + "/none")).Is(http.StatusNotFound)
		lead.Get(w.Path("findings/evidence/" + accesstest.Adult + "/" + limb)).Is(http.StatusNotFound)
		typed := url.Values{"version": {"1"}}
		for _, m := range evidenceOn.FindAllStringSubmatch(body, -1) {
			typed.Set(m[1]+"-agency-social", m[2])
		}
		if len(typed) != 3 {
			t.Fatalf("offered: %v", typed)
		}
		lead.Post(page, with(typed, "version", "0")).Is(http.StatusConflict)
		lead.Post(page, typed).Is(http.StatusSeeOther)
		lead.Get(w.Path("findings")).OK().Sees("Exampleshire Social Work, version 1:", "Exampleshire Social Work, entry of 3 May 2026").
			SeesNot("A visit that nobody answered", "We knew the family")
		lead.Post(page, url.Values{"version": {"2"}, "report-agency-social": {"report|agency-social|9|made-up"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("findings")).OK().SeesNot("entry of 3 May")
		lead.Post(page, with(typed, "version", "3")).Is(http.StatusSeeOther)
		lead.Post(w.Path("findings/criteria/"+accesstest.Child), with(answersTo(childGuidance, "no"), "version", "4")).Is(http.StatusSeeOther)
		lead.Get(w.Path("findings")).OK().Sees("entry of 3 May 2026", "The criteria are not met.")
		lead.Get(w.Path("findings/history/"+accesstest.Child)).OK().Sees("Findings, version 5", "Yes. Reason of "+limb, "No. Reason of "+limb, "Rests on: Exampleshire Social Work")
		w.As(t, "author").Get(page).Is(http.StatusForbidden)
		w.As(t, "committee chair").Get(page).Is(http.StatusForbidden)
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/findings/evidence/" + accesstest.Child + "/" + limb).Is(http.StatusNotFound)
		elsewhere(t, w)
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/findings/evidence/"+accesstest.Child+"/"+limb).OK().SeesNot("We knew", "A visit", "agency-social")
	})
}

// What goes to a committee is written part by part. Two people may write at
// once; over the same answer the second one is told. [CP21 p4]
func TestThePaperIsWrittenInParts(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		reported(t, w)
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`,
			`{"chief_officers":"told","fields":[{"form":"F3","id":"local-cost","section":"Our own","label":"What it costs"}]}`, accesstest.Child)
		w.Stage(t, access.Recommending)
		declares(t, w, "group", "group two")
		lead, one := w.As(t, "lead"), w.As(t, "group")
		page := func(part string) string { return w.Path("findings/paper/" + accesstest.Child + "/" + part) }
		one.Get(page("1")).Is(http.StatusSeeOther)
		one.Post(page("1"), url.Values{"say-outline": {"Too early."}}).Is(http.StatusSeeOther)
		lead.Get(page("1")).OK().Sees("The case", "to be confirmed").SeesNot("Too early")
		lead.Get(page("2")).OK().Sees("The police look into it.", "Exampleshire Health Board", "Not in yet")
		lead.Get(page("3")).OK().Sees("This decides nothing by itself", "Whether a review is in proportion")
		lead.Get(page("6")).OK().Sees("Our own", "What it costs")
		lead.Get(page("7")).Is(http.StatusNotFound)
		lead.Get(page("options")).OK().Sees("No review: why it is chosen or not")

		one.Post(w.Path("findings/view"), viewOf("review", "View of one.")).OK()
		lead.Post(page("1"), url.Values{"say-outline": {"An outline."}, "version-outline": {"0"}}).Is(http.StatusSeeOther)
		one.Post(page("1"), url.Values{"say-outline": {""}, "version-outline": {"0"}, "say-circumstances": {"All safe."}, "version-circumstances": {"0"}}).Is(http.StatusSeeOther)
		one.Post(page("1"), url.Values{"say-outline": {"Another."}, "version-outline": {"0"}}).Is(http.StatusConflict)
		one.Post(page("1"), url.Values{"say-outline": {strings.Repeat("x", 6001)}, "version-outline": {"1"}}).Is(http.StatusUnprocessableEntity).Sees("too long")
		one.Post(page("1"), url.Values{"say-outline": {"Another."}, "version-outline": {"-1"}}).Is(http.StatusUnprocessableEntity)
		lead.Get(page("1")).OK().Sees("An outline.", "All safe.")
		lead.Post(page("6"), url.Values{"say-local-cost": {"Little."}, "version-local-cost": {"0"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("findings")).OK().Sees("The case (Done)", "Our own (Done)", "Learning now (To do)")
		w.As(t, "committee chair").Get(page("1")).Is(http.StatusForbidden)
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/findings/paper/"+accesstest.Child+"/1").OK().SeesNot("An outline.", "All safe.")
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/findings/paper/"+accesstest.Child+"/2").OK().SeesNot("The police look into it.", "Health Board")
	})
}

// A version of the recommendation is whole and never changes. Who does not agree
// says so in their own words, and they go with it. [CP21 p4, ASP22 p4]
func TestTheRecommendationIsKeptWholeWithWhoDoesNotAgree(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		found(t, w)
		one, two, lead, chair := w.As(t, "group"), w.As(t, "group two"), w.As(t, "lead"), w.As(t, "committee chair")
		agree, read := w.Path("findings/agree/"+accesstest.Child), w.Path("findings/recommendation/"+accesstest.Child+"/read")
		one.Get("/").OK().Sees("Read what the group recommends, and say whether you agree")
		two.Get("/").OK().SeesNot("say whether you agree")
		one.Post(agree, url.Values{"version": {"1"}}).Is(http.StatusUnprocessableEntity).Sees("Choose whether you agree")
		one.Post(agree, url.Values{"version": {"1"}, "agrees": {"no"}}).Is(http.StatusUnprocessableEntity).Sees("Say in your own words")
		one.Post(agree, url.Values{"version": {"1"}, "agrees": {"yes"}}).Is(http.StatusSeeOther)
		one.Get("/").OK().SeesNot("say whether you agree")
		lead.Get(agree).Is(http.StatusForbidden)
		lead.Get(read).OK().Sees("A member from Exampleshire Health Board: One member would rather not.", "(no answer)").SeesNot("Name of group two")

		lead.Get(w.Path("findings")).OK().SeesNot("has changed since")
		lead.Post(w.Path("findings/paper/"+accesstest.Child+"/1"), url.Values{"say-outline": {"An outline."}, "version-outline": {"0"}}).Is(http.StatusSeeOther)
		lead.Get(w.Path("findings")).OK().Sees("has changed since it recommended", "Recommend (Changed since)")
		lead.Get(read).OK().SeesNot("An outline.")
		lead.Post(w.Path("findings/recommendation/"+accesstest.Child), url.Values{"outcome": {"other"}, "reasons": {"It is quicker."}, "version": {"0"}}).Is(http.StatusConflict)
		lead.Post(w.Path("findings/recommendation/"+accesstest.Child), url.Values{"outcome": {"other"}, "reasons": {"It is quicker."}, "version": {"1"}}).Is(http.StatusSeeOther)
		one.Post(agree, url.Values{"version": {"1"}, "agrees": {"yes"}}).Is(http.StatusConflict)
		two.Get("/").OK().Sees("say whether you agree")
		lead.Get(read).OK().Sees("An outline.", "It is quicker.", "A member from Exampleshire Health Board, on version 1: One member would rather not.")
		lead.Get(read+"?version=1").OK().Sees("There is much to learn.", "There is a newer version").SeesNot("An outline.", "It is quicker.")
		lead.Get(read + "?version=3").Is(http.StatusNotFound)
		lead.Get(w.Path("findings/history/"+accesstest.Child)).OK().Sees("Version 2", "There is much to learn. It is quicker.", "Nothing An outline.")
		two.Post(agree, url.Values{"version": {"2"}, "agrees": {"yes"}}).Is(http.StatusSeeOther)
		lead.Get(read).OK().Sees("No member has said that they do not agree").SeesNot("would rather not")
		lead.Get(read + "?version=1").OK().Sees("One member would rather not.").SeesNot("An outline.")

		chair.Get(read).Is(http.StatusForbidden)
		w.Stage(t, access.Deciding)
		declares(t, w, "committee chair")
		chair.Get(read).OK().Sees("It is quicker.")
		one.Post(agree, url.Values{"version": {"2"}, "agrees": {"yes"}}).Is(http.StatusForbidden)
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/findings/recommendation/" + accesstest.Child + "/read").Is(http.StatusNotFound)
	})
}

// The recommendation as a Word file, as it goes to the committee: by codes, with
// its blanks, its doubts and the words of who does not agree. [CP21 p4]
func TestTheRecommendationAsAWordFile(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE review SET code = 'Sorrel 100' WHERE id = $1`, w.Own)
		found(t, w)
		lead := w.As(t, "lead")
		for part, typed := range map[string]url.Values{
			"1":       {"say-outline": {"Child 1 was found alone.\nTwo agencies knew."}},
			"3":       {"say-added_value": {"How it came about."}, "say-proportion": {"It is: few were involved."}},
			"options": {"say-option-review-for": {"The whole picture."}, "say-option-none-why": {"It would leave too much unsaid."}},
		} {
			lead.Post(w.Path("findings/paper/"+accesstest.Child+"/"+part), typed).Is(http.StatusSeeOther)
		}
		lead.Post(w.Path("findings/recommendation/"+accesstest.Child), url.Values{"outcome": {"review"}, "reasons": {"Much to learn."}, "version": {"1"}}).Is(http.StatusSeeOther)
		there := w.Path("findings/recommendation/" + accesstest.Child + "/word")
		file := []byte(lead.Get(there).OK().Body)
		if again := lead.Get(there).OK().Body; again != string(file) {
			t.Error("the same recommendation gives other bytes")
		}
		text, err := document.ReadWord(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		const golden = "testdata/recommendation.txt"
		if *update {
			if err := os.WriteFile(golden, []byte(text.Shown()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil || text.Shown() != string(want) {
			t.Errorf("%s changed (%v); look at it and run with -update:\n%s", golden, err, text.Shown())
		}
	})
}

// The group meets: its agenda is drawn from the work, and what was said is kept. [CP21 p4]
func TestTheGroupMeets(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		reported(t, w)
		w.Stage(t, access.Recommending)
		lead, one := w.As(t, "lead"), w.As(t, "group")
		lead.Post(w.Path("meetings/new"), nil).Is(http.StatusUnprocessableEntity).Sees("Give the day of the meeting", "Say at what time", "Say where it is")
		lead.Post(w.Path("meetings/new"), url.Values{"on": {"9 November 2026"}, "time": {"10:00"}, "place": {"Room 2"}, "quorum": {"2"}}).Is(http.StatusSeeOther)
		one.Get(w.Path("meetings")).Is(http.StatusSeeOther)
		declares(t, w, "group", "group two")
		page := regexp.MustCompile(`/meetings/[0-9a-f-]{36}`).FindString(one.Get(w.Path("meetings")).OK().Sees("9 November 2026, 10:00", "Room 2").Body)
		page = w.Path(page[1:])
		one.Get(page).Is(http.StatusSeeOther)
		one.Get(page + "/agenda").Is(http.StatusSeeOther)
		one.Post(w.Path("findings/view"), viewOf("review", "View of one.")).OK()
		one.Get(page).OK().Sees("The views are shut until all are in.", "Exampleshire Health Board: not in yet", "has no answer").SeesNot("The views differ")
		w.As(t, "group two").Post(w.Path("findings/view"), viewOf("none", "View of two.")).OK()
		one.Get(page+"/agenda").OK().Sees("The views differ.", "Hold a learning review: 1", "No review: 1").SeesNot("View of one", "View of two")
		one.Get(page + "/change").Is(http.StatusForbidden)
		lead.Get(page + "/change").OK().Sees("Change a meeting")
		lead.Post(page+"/change", url.Values{"on": {"2 November 2026"}, "time": {"10:00"}, "place": {"Room 3"}, "quorum": {"2"}, "version": {"0"}}).Is(http.StatusConflict)

		minutes := url.Values{"at-" + w.Account("group"): {"there"}, "at-" + w.Account("group two"): {"sorry"}, "notes": {"We went through it."},
			"others": {"Ann Adviser"}, "version": {"0"}}
		one.Post(page+"/minutes", minutes).Is(http.StatusUnprocessableEntity).Sees("This meeting is still to come")
		lead.Post(page+"/change", url.Values{"on": {"2 November 2026"}, "time": {"10:00"}, "place": {"Room 3"}, "quorum": {"2"}, "version": {"1"}}).Is(http.StatusSeeOther)
		one.Post(page+"/minutes", nil).Is(http.StatusUnprocessableEntity).Sees("Say whether Name of group two was there", "Write down what was talked about")
		one.Post(page+"/minutes", minutes).Is(http.StatusSeeOther)
		one.Post(page+"/minutes", minutes).Is(http.StatusConflict)
		lead.Get(page).OK().Sees("Fewer members were there than must be", "Sent apologies Name of group two", "Ann Adviser", "We went through it.", "Room 3")
		one.Get(page + "/minutes").OK().Sees("We went through it.")
		one.Post(page+"/minutes", with(minutes, "at-"+w.Account("group two"), "there", "version", "1")).Is(http.StatusSeeOther)
		lead.Get(page).OK().Sees("version 2").SeesNot("Fewer members")
		w.As(t, "committee chair").Get(page).Is(http.StatusForbidden)
		w.As(t, "other lead").Get(strings.Replace(page, w.Own, w.Other, 1)).Is(http.StatusNotFound)
		w.As(t, "other lead").Get("/reviews/" + w.Other + "/meetings").OK().SeesNot("Room 3")
	})
}
