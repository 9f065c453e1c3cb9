package chronology_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
)

// ask asks a question for the owner, and gives its path.
func ask(t *testing.T, w *accesstest.World, words, owner string) string {
	t.Helper()
	w.As(t, "reviewer").Post(w.Path("chronology/questions/new/edit"), url.Values{"words": {words}, "owner": {w.Account(owner)}, "version": {"0"},
		"where": {"record"}, "answering": {"The minutes."}}).Is(http.StatusSeeOther)
	return w.Path("chronology/questions/" + id(t, w.As(t, "reviewer").Get(w.Path("chronology/questions")), "questions"))
}

const waits = "Find the answer to a question of the review team"

// A question waits for its owner until it is answered, or closed with a reason.
// [SEED questions]
func TestAQuestionWaitsForItsOwner(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		reviewer, team := w.As(t, "reviewer"), w.As(t, "team")
		reviewer.Post(w.Path("chronology/questions/new/edit"), url.Values{"owner": {w.Account("author")}, "answering": {"Kept words"}}).
			Is(http.StatusUnprocessableEntity).Sees("Write the question.", "Choose who looks after it.", "Kept words")
		one := ask(t, w, "Who knew of the visit?", "team")
		reviewer.Get(w.Path("chronology/questions")).OK().Sees("Who knew of the visit?", "Name of team looks after it", "In a record")
		reviewer.Get(w.Path("chronology/questions")+"?where=event").OK().Sees("Only those to be answered here: At the practitioners' event", "None is open.").SeesNot("Who knew")
		reviewer.Get(w.Path("chronology/questions") + "?where=record").OK().Sees("Who knew of the visit?")
		reviewer.Get(w.Path("chronology/questions") + "?where=nowhere").OK().Sees("Who knew of the visit?").SeesNot("nowhere")
		team.Get("/").OK().Sees(waits)
		w.As(t, "team two").Get("/").OK().SeesNot(waits)
		team.Get(one).OK().Sees("The minutes.")
		team.Post(one, url.Values{"version": {"1"}, "how": {"answered"}}).Is(http.StatusUnprocessableEntity).Sees("Choose where it was answered.", "Say what the answer is.")
		team.Post(one, url.Values{"version": {"1"}, "how": {"answered"}, "found": {"record"}, "answer": {"The surgery knew."}}).Is(http.StatusSeeOther)
		team.Get("/").OK().SeesNot(waits)
		reviewer.Get(w.Path("chronology/questions")).OK().Sees("None is open.", "The surgery knew.", "Answered", "In a record")
		reviewer.Post(one+"/again", url.Values{"version": {"1"}}).Is(http.StatusConflict)
		reviewer.Post(one+"/again", url.Values{"version": {"2"}}).Is(http.StatusSeeOther)
		team.Get("/").OK().Sees(waits)
		team.Post(one, url.Values{"version": {"3"}, "how": {"closed"}}).Is(http.StatusUnprocessableEntity).Sees("Say why it is closed")
		team.Post(one, url.Values{"version": {"3"}, "how": {"closed"}, "answer": {"Nobody can know."}}).Is(http.StatusSeeOther)
		page := reviewer.Get(one).OK().Sees("Closed without an answer", "Nobody can know.", "What it said before (3)")
		if strings.Count(page.Body, "The surgery knew.") != 1 {
			t.Error("the answer that was taken back is not said once, as it was")
		}
	})
}

// Of two people at one question, the second sees what the first wrote; a new
// owner gets it, and the old one no longer.
func TestTwoPeopleAtOneQuestionLoseNothing(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		one := ask(t, w, "Who knew?", "team")
		change := url.Values{"words": {"Who knew of it first?"}, "owner": {w.Account("team two")}, "version": {"1"}}
		w.As(t, "reviewer").Post(one+"/edit", change).Is(http.StatusSeeOther)
		w.As(t, "team").Get("/").OK().SeesNot(waits)
		w.As(t, "team two").Get("/").OK().Sees(waits)
		change.Set("words", "Who knew last?")
		w.As(t, "lead").Post(one+"/edit", change).Is(http.StatusUnprocessableEntity).Sees("Nothing is lost", "Who knew of it first?", "Who knew last?")
		w.As(t, "lead").Post(one, url.Values{"version": {"1"}, "how": {"answered"}, "found": {"event"}, "answer": {"Too late an answer."}}).
			Is(http.StatusUnprocessableEntity).Sees("Somebody else changed this question", "Too late an answer.", "Who knew of it first?")
		w.As(t, "team two").Get("/").OK().Sees(waits)
	})
}

// A question names the episodes and the entries that it is about.
func TestAQuestionIsAboutEpisodesAndEntries(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		episode := begunEpisode(t, w, "Weeks of change")
		entries := boxes(w.As(t, "reviewer").Get(episode + "/entries"))
		asking := w.Path("chronology/questions/new/edit") + "?entry=" + entries[0]
		w.As(t, "reviewer").Get(asking).OK().Sees("Weeks of change", "A home visit by the invented worker.").SeesNot("surgery")
		w.As(t, "reviewer").Post(asking, url.Values{"words": {"Why then?"}, "owner": {w.Account("reviewer")}, "entries": {entries[0], "not-there"},
			"episodes": {episode[len(episode)-36:]}}).Is(http.StatusSeeOther)
		one := w.Path("chronology/questions/" + id(t, w.As(t, "reviewer").Get(w.Path("chronology/questions")), "questions"))
		w.As(t, "reviewer").Get(one).OK().Sees("Episode: Weeks of change", "A home visit by the invented worker.").SeesNot("no longer there")
		w.As(t, "reviewer").Post(episode+"/remove", url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		w.As(t, "reviewer").Get(one).OK().Sees("1 more, no longer there").SeesNot("Weeks of change")
		w.Exec(t, `UPDATE chronology_entry SET removed_at = $1 WHERE id = $2`, w.Clock.Now(), entries[0])
		w.Exec(t, `UPDATE chronology_version SET version = version || 'x'`)
		w.As(t, "reviewer").Get(one).OK().Sees("2 more, no longer there").SeesNot("home visit")
	})
}

// Before the team is at work, only those who can read a question can be given it.
func TestAQuestionIsGivenToSomebodyWhoCanReadIt(t *testing.T) {
	eachMerged(t, func(t *testing.T, w *accesstest.World) {
		asking := w.Path("chronology/questions/new/edit")
		w.As(t, "reviewer").Get(asking).OK().Sees("Name of team", "Name of review chair", "Name of lead").SeesNot("Name of author", "Name of committee chair", "Name of other")
		w.Stage(t, access.SettingUp)
		w.As(t, "reviewer").Get(asking).OK().Sees("Name of review chair").SeesNot("Name of team")
	})
}
