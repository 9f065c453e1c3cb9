package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lr/internal/chronology/codebook"
	"lr/internal/guidance"
)

// A reviewer, by keyboard only, makes an episode of two agencies' entries, tags
// themes, takes the codebook away and brings it back with a code of the team's
// own, and asks a question and answers it.
func TestAReviewerFindsAnEpisodeByKeyboard(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("team", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	mairi := j.as("mairi").(*visitor)
	mairi.ByKeyboard()
	mairi.Go(s.review + "/chronology")
	mairi.Click("Key practice episodes")
	mairi.Click("Add an episode")
	mairi.Fill("A short title", "The change of worker")
	mairi.Fill("When was it?", "summer 2025")
	mairi.Click("Save the episode")
	mairi.Sees("Now pick the entries that belong to it.")
	mairi.Fill("Words", "change worker")
	mairi.Click("Look")
	mairi.Sees("2 found")
	mairi.Select("Agency", "Exampleshire Social Work")
	mairi.Click("Look")
	mairi.Sees("1 found")
	words := "May 2025, not certain: A change of worker was not told to other agencies"
	mairi.Choose("Which belong to the episode?", words)
	shoot(t, mairi, "episode-entries")
	mairi.Click("Save and look for more")
	mairi.Fill("Words", "neighbour rang Exampleshire Health")
	mairi.Click("Look")
	mairi.Sees("1 found")
	mairi.Choose("Which belong to the episode?", "13 October 2026: A neighbour rang Exampleshire Health Board because it was so quiet")
	mairi.Click("Save the choice")
	mairi.Sees("The entries are saved.")
	mairi.Click("Write about it")
	mairi.Fill("How Exampleshire Health Board sees it", "Nobody told the surgery.")
	mairi.Fill("Why it matters", "A change of worker comes in every review.")
	shoot(t, mairi, "episode-edit")
	mairi.Click("Save the episode")
	mairi.Sees("As each agency tells it")
	mairi.Click("Change the themes")
	mairi.Select("Theme", "Sharing information")
	mairi.Choose("What is it?", "Learning")
	mairi.Select("At which level?", "Between agencies")
	mairi.Click("Add the theme")
	mairi.Sees("Sharing information (Learning, Between agencies)")
	shoot(t, mairi, "themes-of")
	mairi.Click("Back to the episode")
	shoot(t, mairi, "episode")
	exchangeCodebook(t, j, mairi, s)
	mairi.Click("Questions to explore")
	mairi.Click("Ask a question")
	mairi.Fill("What do you want to understand?", "Who could have told the surgery?")
	mairi.Choose("Where may it be answered?", "At the practitioners' event")
	mairi.Choose("Which episodes is it about?", "The change of worker")
	shoot(t, mairi, "question-ask")
	mairi.Click("Save the question")
	mairi.Go("/")
	mairi.Click("Find the answer to a question of the review team")
	mairi.Choose("How does it end?", "It is answered")
	mairi.Select("Where was it answered?", "At the practitioners' event")
	mairi.Fill("The answer, or why there is none", "The new worker, had they known that it was theirs to do.")
	shoot(t, mairi, "question")
	mairi.Click("Settle the question")
	mairi.Sees("None is open.")
	shoot(t, mairi, "questions")
	mairi.Go(s.review + "/chronology/episodes")
	shoot(t, mairi, "episodes")
}

// exchangeCodebook takes the codebook away, puts a code into it, and brings it in.
func exchangeCodebook(t *testing.T, j *journey, mairi *visitor, s *story) {
	t.Helper()
	mairi.Click("Themes")
	mairi.Click("Take the codebook away (REFI-QDA, .qdc)")
	_, body := j.in.page("mairi", s.review+"/chronology/themes/codebook")
	b, err := codebook.Read([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	b.Codes = append(b.Codes, codebook.Code{GUID: "0f0f0f0f-7777-4000-8000-000000000001", Name: "Handover déjà vu", Codable: true})
	file := filepath.Join(t.TempDir(), "codes.qdc")
	if err := os.WriteFile(file, codebook.Write(b), 0o600); err != nil {
		t.Fatal(err)
	}
	mairi.Upload("Bring a codebook in", file)
	mairi.Click("Read the codebook")
	mairi.Sees("Look at the codebook before it counts")
	mairi.Select("Under which theme does “Handover déjà vu” stand?", "Transitions and discharge")
	shoot(t, mairi, "codebook")
	mairi.Click("Take the codebook in")
	mairi.Sees("The codebook is taken in: 1 new and 0 changed.")
	shoot(t, mairi, "themes")
	if !strings.Contains(string(codebook.Write(b)), "déjà") {
		t.Error("the accents are lost")
	}
}

// The reviewer and the lead officer write about one episode at once, the lead
// officer on a phone: the second sees what the first wrote, and both stay.
func TestTwoPeopleWriteAboutOneEpisodeAtOnce(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("team", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	mairi, ailsa := j.as("mairi").(*visitor), j.as("ailsa").(*visitor)
	mairi.Go(s.review + "/chronology/episodes")
	mairi.Click("Add an episode")
	mairi.Fill("A short title", "The quiet weeks")
	mairi.Fill("When was it?", "October 2026")
	mairi.Click("Save the episode")
	mairi.Click("Save the choice")
	ailsa.Width(390)
	ailsa.Go(mairi.Path())
	ailsa.Click("Write about it")
	mairi.Click("Write about it")
	mairi.Fill("Why it matters", "What the first thought.")
	mairi.Click("Save the episode")
	ailsa.Fill("Why it matters", "What the second thought.")
	ailsa.Click("Save the episode")
	ailsa.Sees("Nothing is lost: theirs is below yours.")
	ailsa.Sees("What the first thought.")
	ailsa.Fits()
	shoot(t, ailsa, "episode-stale")
	ailsa.Width(390)
	ailsa.Fill("Why it matters", "What the first thought. What the second thought.")
	ailsa.Click("Save the episode")
	ailsa.Sees("What the first thought. What the second thought.")
}
