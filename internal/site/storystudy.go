package site

// study is the reviewer's work on the merged line: an episode of what two
// agencies wrote, its theme, and a question for the practitioners' event.
func (s *story) study() {
	h := s.at("mairi", "chronology/episodes")
	h.Click("Add an episode")
	h.Fill("A short title", "The quiet weeks before")
	h.Fill("When was it?", s.began.AddDays(-30).Words()+" to "+s.on(0))
	h.Click("Save the episode")
	h.Fill("Words", "neighbour rang")
	h.Click("Look")
	day := s.on(-20)
	for _, r := range s.reporters() {
		h.Choose("Which belong to the episode?", day+": A neighbour rang "+r.agency+" because it was so quiet")
	}
	h.Click("Save the choice")
	h.Click("Write about it")
	h.Fill("How "+s.reporters()[0].agency+" sees it", "A message was left for a colleague who was away. Nobody knew that the other agency had one too.")
	h.Fill("Why it matters", "Each agency held half of what was known.")
	h.Click("Save the episode")
	h.Click("Change the themes")
	h.Select("Theme", "Sharing information")
	h.Choose("What is it?", "Learning")
	h.Select("At which level?", "Between agencies")
	h.Click("Add the theme")
	h.Click("Back to the episode")
	h.Click("Ask a question about this episode")
	h.Fill("What do you want to understand?", "Who could have put the two calls together?")
	h.Choose("Where may it be answered?", "At the practitioners' event")
	h.Click("Save the question")
}
