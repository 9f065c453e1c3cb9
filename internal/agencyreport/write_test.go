package agencyreport_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"lr/internal/accesstest"
)

// known has the lead officer list a person of the case.
func known(t *testing.T, w *accesstest.World, kind, name, aliases string) {
	t.Helper()
	w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {kind}, "name": {name}, "aliases": {aliases}}).Is(http.StatusSeeOther)
}

var episodeLink = regexp.MustCompile(`/episodes/([0-9a-f-]{36})"`)

// episodesOn lists the ids of the episodes in the order in which the page has them.
func episodesOn(p accesstest.Page) []string {
	var ids []string
	for _, m := range episodeLink.FindAllStringSubmatch(p.Body, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

// A report is written over several sittings, one short section at a time; each says
// how far it has come, and one may be left with nothing to say. [CP21 p4]
func TestAReportIsWrittenInShortSections(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own, author := w.Path("report-of/"+social), w.As(t, "author")
		author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}}).Is(http.StatusUnprocessableEntity).Sees("Write something here")
		to := author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}, "text": {"Two years."}}).Is(http.StatusSeeOther).Location
		if to != own+"/parts/reflection" {
			t.Errorf("after the first section comes %s", to)
		}
		author.Post(own+"/parts/patterns", url.Values{"do": {"done"}, "version": {"1"}, "none": {"yes"}}).Is(http.StatusSeeOther)
		author.Post(own+"/parts/criminal", url.Values{"do": {"done"}, "version": {"2"}}).Is(http.StatusUnprocessableEntity).Sees("Choose yes, no or not known")
		author.Post(own+"/parts/criminal", url.Values{"do": {"done"}, "version": {"2"}, "choice": {"yes"}}).Is(http.StatusUnprocessableEntity).Sees("Say a few words about it")
		author.Post(own+"/parts/criminal", url.Values{"do": {"later"}, "version": {"2"}, "choice": {"yes"}}).Is(http.StatusSeeOther)
		page := author.Get(own).OK()
		page.Sees("A brief account of your involvement before the event (done)", "Patterns and themes that come back (done)", "Criminal proceedings (started)",
			"First thoughts on practice and decisions (not started)", "2 of about 1,500 words", "sections are not marked as done")
		author.Get(own+"/whole").OK().Sees("Two years.", "Nothing to say here.", "Yes.", "Without an answer", "First thoughts on practice and decisions")
		author.Get(own + "/parts/nothing").Is(http.StatusNotFound)
		author.Post(own+"/parts/author", url.Values{"do": {"done"}, "version": {"3"}, "text": {"x"}}).Is(http.StatusNotFound)
	})
}

// The committee says how many words a decision needs and adds its own questions.
// More words are never refused.
func TestTheCommitteeSetsTheLengthAndAddsQuestions(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		w.Exec(t, `UPDATE committee SET settings = $1 WHERE id = $2`,
			`{"word_budget":5,"fields":[{"form":"F2","id":"local-voice","section":"Our own","label":"What the child said"}]}`, accesstest.Child)
		social, _ := asked(t, w)
		own := w.Path("report-of/" + social)
		says(t, w, "author", social, "local-voice", "one two three four five six seven").Is(http.StatusSeeOther)
		w.As(t, "author").Get(own).OK().Sees("Our own", "What the child said (started)", "7 of about 5 words", "more than suggested")
		w.As(t, "author").Get(own + "/parts/local-voice").OK().Sees("7 of about 5 words").SeesNot("to be confirmed")
		says(t, w, "author", social, "involvement", "one").Is(http.StatusSeeOther)
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		signed(t, w, "approver", social).Is(http.StatusSeeOther)
		w.As(t, "lead").Get(w.Path("reports/"+accesstest.Social)).OK().Sees("What the child said", "six seven")
	})
}

// Two people who write at once lose nothing: what only one changed is put
// together, and where both did, both texts are shown. Two sections do not meet.
func TestAStaleSaveShowsBothTexts(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own, author := w.Path("report-of/"+social), w.As(t, "author")
		says(t, w, "author", social, "involvement", "Base.").Is(http.StatusSeeOther)
		author.Post(own+"/parts/involvement", url.Values{"do": {"later"}, "version": {"1"}, "text": {"Hers."}}).Is(http.StatusSeeOther)
		author.Post(own+"/parts/patterns", url.Values{"do": {"later"}, "version": {"1"}, "text": {"His pattern."}}).Is(http.StatusSeeOther)
		page := author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"1"}, "text": {"His."}}).Is(http.StatusUnprocessableEntity)
		page.Sees("Hers.", "His.", "Nothing is lost")
		if versionOn(page) != "3" {
			t.Errorf("the page goes on from version %s", versionOn(page))
		}
		author.Get(own+"/whole").OK().Sees("Hers.", "His pattern.").SeesNot("His. ")
		author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"3"}, "text": {"Hers. His."}}).Is(http.StatusSeeOther)
		author.Post(own+"/send", url.Values{"version": {"3"}}).Is(http.StatusUnprocessableEntity).Sees("changed the report meanwhile")
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"4"}, "text": {"Too late words."}}).Is(http.StatusUnprocessableEntity).
			Sees("with the approver now", "Too late words.")
		author.Post(own+"/episodes/new", url.Values{"version": {"4"}, "title": {"Too late episode"}}).Is(http.StatusUnprocessableEntity).Sees("with the approver now")
		if n := count(t, w, `SELECT COUNT(*) FROM agency_text`); n != 4 {
			t.Errorf("%d texts were kept", n)
		}
	})
}

// Key practice episodes are written from the start: with days as the record says
// them, people by code, the decision and why it made sense then. They are put in
// order, taken out, and signed with the report. [SEED notify]
func TestEpisodesAreWrittenOrderedAndReleased(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		known(t, w, "Child", "Morag Inventedname", "Mo Madeup")
		social, _ := asked(t, w)
		own, author := w.Path("report-of/"+social), w.As(t, "author")
		author.Get(own+"/episodes/new").OK().Sees("Child 1").SeesNot("Morag", "Madeup")
		author.Post(own+"/episodes/new", url.Values{"version": {"0"}}).Is(http.StatusUnprocessableEntity).Sees("Give it a short title")
		author.Post(own+"/episodes/new", url.Values{"version": {"0"}, "title": {"First"}, "from": {"3 May 2026"}, "to": {"2 May 2026"}}).
			Is(http.StatusUnprocessableEntity).Sees("before the one on which it began")
		author.Post(own+"/episodes/new", url.Values{"version": {"0"}, "title": {"The first weeks"}, "from": {"3 May 2026"}, "to": {"early summer"}, "people": {"Child 1"},
			"others": {"the duty worker"}, "happened": {"Calls were missed."}, "decision": {"To wait."}, "sense": {"The last visit was calm."},
			"system": {"Two posts were empty."}, "worked": {"The log."}}).Is(http.StatusSeeOther)
		author.Post(own+"/episodes/new", url.Values{"version": {"1"}, "title": {"The hospital"}, "people": {"Morag Inventedname", "Adult 9"}}).Is(http.StatusSeeOther)
		list := author.Get(own + "/parts/episodes").OK()
		ids := episodesOn(list)
		if len(ids) != 2 {
			t.Fatalf("%d episodes", len(ids))
		}
		author.Post(own+"/episodes/"+ids[1]+"/move", url.Values{"do": {"up"}}).Is(http.StatusSeeOther)
		if now := episodesOn(author.Get(own + "/parts/episodes").OK()); now[0] != ids[1] || now[1] != ids[0] {
			t.Error("the order did not change")
		}
		author.Post(own+"/episodes/"+ids[1]+"/move", url.Values{"do": {"up"}}).Is(http.StatusSeeOther) // it is the first already
		author.Post(own+"/parts/episodes", url.Values{"do": {"done"}, "version": {"3"}, "none": {"yes"}}).Is(http.StatusUnprocessableEntity).Sees("Take them out first")
		author.Post(own+"/episodes/"+ids[1]+"/move", url.Values{"do": {"out"}}).Is(http.StatusSeeOther)
		author.Get(own + "/episodes/" + ids[1]).Is(http.StatusNotFound)
		author.Post(own+"/episodes/"+ids[1]+"/move", url.Values{"do": {"up"}}).Is(http.StatusNotFound)
		released(t, w, social, "We were there.")
		w.As(t, "group").Get(w.Path("reports/"+accesstest.Social)).OK().Sees("Key practice episodes", "The first weeks", "3 May 2026 to early summer",
			"Child 1; the duty worker", "Calls were missed.", "To wait.", "The last visit was calm.", "Two posts were empty.", "The log.").SeesNot("The hospital", "Adult 9")
	})
}

// An episode that two people change keeps both, and one that somebody took out
// meanwhile can be put back by whoever was writing in it.
func TestAnEpisodeThatTwoPeopleChangeLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own, author := w.Path("report-of/"+social), w.As(t, "author")
		author.Post(own+"/episodes/new", url.Values{"version": {"0"}, "title": {"One"}, "happened": {"Base."}}).Is(http.StatusSeeOther)
		id := episodesOn(author.Get(own + "/parts/episodes").OK())[0]
		author.Post(own+"/episodes/"+id, url.Values{"version": {"1"}, "title": {"One"}, "happened": {"Hers."}, "decision": {"Her decision."}}).Is(http.StatusSeeOther)
		page := author.Post(own+"/episodes/"+id, url.Values{"version": {"1"}, "title": {"One"}, "happened": {"His."}, "worked": {"His good thing."}}).
			Is(http.StatusUnprocessableEntity).Sees("Hers.", "His.", "Her decision.", "His good thing.", "Nothing is lost")
		if versionOn(page) != "2" {
			t.Errorf("the page goes on from version %s", versionOn(page))
		}
		author.Post(own+"/episodes/"+id+"/move", url.Values{"do": {"out"}}).Is(http.StatusSeeOther)
		page = author.Post(own+"/episodes/"+id, url.Values{"version": {"2"}, "title": {"One"}, "happened": {"Both."}}).Is(http.StatusUnprocessableEntity)
		page.Sees("took this episode out", "Both.")
		if !strings.Contains(page.Body, `action="`+own+`/episodes/new"`) {
			t.Error("the page does not put the episode back")
		}
		author.Post(own+"/episodes/"+id, url.Values{"version": {"3"}, "title": {"Out of nothing"}}).Is(http.StatusNotFound)
	})
}

// A name of the case in a text is told to the author, who may put the code in its
// place or leave it: nobody's own words are refused.
func TestTheAuthorIsToldOfNames(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		known(t, w, "Child", "Morag Inventedname", "Wee Mo")
		social, _ := asked(t, w)
		own, author := w.Path("report-of/"+social), w.As(t, "author")
		to := author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"0"}, "text": {"We saw Morag Inventedname at home."}}).Is(http.StatusSeeOther).Location
		if to != own+"/parts/involvement" {
			t.Errorf("the author is led past the name, to %s", to)
		}
		author.Get(to).OK().Sees("It seems to name somebody", "Morag Inventedname", "the code is Child 1")
		author.Post(own+"/episodes/new", url.Values{"version": {"1"}, "title": {"Morag Inventedname at school"}, "sense": {"Calm."}}).Is(http.StatusSeeOther)
		author.Get(own+"/whole").OK().Sees("It seems to name somebody", "Morag Inventedname at school")
		author.Post(to, url.Values{"do": {"codes"}, "version": {"1"}, "text": {"We saw Morag Inventedname at home."}}).Is(http.StatusSeeOther)
		author.Get(to).OK().Sees("We saw Child 1 at home.").SeesNot("It seems to name somebody")
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		w.As(t, "approver").Get(own+"/sign").OK().Sees("It seems to name somebody", "Morag Inventedname at school")
		signed(t, w, "approver", social).Is(http.StatusSeeOther)
		id := episodesOn(author.Get(own + "/parts/episodes").OK())[0]
		author.Post(own+"/episodes/"+id, url.Values{"do": {"codes"}, "version": {"3"}, "title": {"Morag Inventedname at school"}}).Is(http.StatusSeeOther)
		author.Get(own + "/episodes/" + id).OK().SeesNot("Morag")
	})
}

// The approver comments on single parts, the author answers beside them, and the
// approver sees what changed since they gave it back, word by word.
func TestTheApproverCommentsAndSeesWhatChanged(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own, author, approver := w.Path("report-of/"+social), w.As(t, "author"), w.As(t, "approver")
		says(t, w, "author", social, "involvement", "We knew the family well.").Is(http.StatusSeeOther)
		says(t, w, "author", social, "patterns", "Nothing new.").Is(http.StatusSeeOther)
		author.Post(own+"/episodes/new", url.Values{"version": {"2"}, "title": {"One"}, "happened": {"A visit."}}).Is(http.StatusSeeOther)
		id := episodesOn(author.Get(own + "/parts/episodes").OK())[0]
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		approver.Get(own+"/sign").OK().SeesNot("changed since", "taken out:")
		both := url.Values{"version": {"3"}, "on-involvement": {"How long?"}, "on-episode:" + id: {"Which visit?"}}
		both.Set("do", "sign")
		approver.Post(own+"/sign", both).Is(http.StatusUnprocessableEntity).Sees("Give the report back with them", "How long?", "Which visit?")
		both.Set("do", "return")
		approver.Post(own+"/sign", both).Is(http.StatusSeeOther)
		author.Get(own).OK().Sees("The approver asks you to look at this again.").SeesNot("What the approver said")
		page := author.Get(own + "/parts/involvement").OK().Sees("How long?").SeesNot("Which visit?")
		author.Get(own + "/episodes/" + id).OK().Sees("Which visit?").SeesNot("How long?")
		comment := regexp.MustCompile(`name="settled-([0-9a-f-]+)`).FindStringSubmatch(page.Body)[1]
		author.Post(own+"/parts/involvement", url.Values{"do": {"done"}, "version": {"1"}, "text": {""}, "answer-" + comment: {"Half an answer."}}).
			Is(http.StatusUnprocessableEntity).Sees("Write something here")
		author.Post(own+"/parts/involvement", url.Values{"do": {"later"}, "version": {"3"}, "text": {"We knew the family well."}, "answer-" + comment: {"Half an answer."}}).
			Is(http.StatusSeeOther)
		if body := author.Get(own + "/parts/involvement").OK().Body; !strings.Contains(body, "Half an answer.") || !strings.Contains(body, `name="settled-`) {
			t.Error("an answer is gone, or settled by itself")
		}
		author.Post(own+"/parts/involvement", url.Values{"do": {"later"}, "version": {"3"}, "text": {"We knew the family for two years."},
			"answer-" + comment: {"Said how long."}, "settled-" + comment: {"yes"}}).Is(http.StatusSeeOther)
		author.Get(own).OK().Sees("Key practice episodes (started) The approver asks you to look at this again.").SeesNot("before the event (started) The approver")
		sent(t, w, "author", social).Is(http.StatusSeeOther)
		approver.Get(own+"/sign").OK().Sees("1 part changed since", "(taken out: well. )", "(added: for two years. )", "Said how long.", "dealt with", "Which visit?")
		signed(t, w, "approver", social).Is(http.StatusSeeOther)
		author.Get(own + "/parts/involvement").OK().SeesNot("How long?")
		w.As(t, "lead").Get(w.Path("reports/"+accesstest.Social)).OK().SeesNot("How long?", "Which visit?", "Said how long.")
	})
}

// A report has room for as many episodes as anybody will read, and says so.
func TestAReportHasRoomForThirtyEpisodes(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		social, _ := asked(t, w)
		own, author := w.Path("report-of/"+social), w.As(t, "author")
		for i := range 30 {
			author.Post(own+"/episodes/new", url.Values{"version": {fmt.Sprint(i)}, "title": {fmt.Sprintf("Episode %d", i)}}).Is(http.StatusSeeOther)
		}
		author.Post(own+"/episodes/new", url.Values{"version": {"30"}, "title": {"One too many"}}).Is(http.StatusUnprocessableEntity).Sees("as many episodes as it can hold", "Put two of them together")
	})
}
