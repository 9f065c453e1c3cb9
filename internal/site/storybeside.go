package site

// besideACase is about whom the review is that runs beside a criminal case.
const besideACase = "Effie Notreal"

func (s *story) isBeside() bool { return s.subject == besideACase }

const (
	fiscal       = "Fiona Fictional, procurator fiscal depute"
	witnessLimit = "Nobody who gave a statement to the police is asked about the last visit before the trial."
)

// limitQuestion is what a page asks where the limit on witnesses is met.
func (s *story) limitQuestion() string {
	return fiscal + " agreed on " + s.on(54) + ": " + witnessLimit + " Was this agreed?"
}

// beside writes down the criminal case, what was agreed with the procurator
// fiscal, and the one thing that must wait; and a promise of papers, with a day.
func (s *story) beside() {
	h := s.at("ailsa", "new-parallel")
	h.Select("What is it?", "Criminal investigation or prosecution")
	h.Fill("Who leads it?", "Invented Police Division and the procurator fiscal")
	h.Fill("Their reference", "INV/0000/26")
	h.Fill("Whom do you speak to there?", fiscal+", telephone 0000 000 0000")
	h.Choose("How does it stand?", "It is under way")
	h.Choose("What does it ask of this review?", "Some things must wait or be agreed first")
	h.Fill("Why, and who decided it?", "Two practitioners are witnesses. The fiscal asked that their evidence is not talked over before the trial.")
	h.Choose("Could one joint review serve both?", "No, they stay apart")
	h.Fill("When does somebody look at this again?", s.on(120))
	h.Click("Save")
	page := h.Path()
	h.Fill("With whom?", fiscal)
	h.Fill("Who agreed for the review?", demoName("ailsa"))
	h.Fill("On which day?", s.on(54))
	h.Fill("What was agreed?", "The review goes on. The fiscal sees the list of those who are invited before anybody is asked.")
	h.Click("Write it down")
	h.Go(page + "/new-limit")
	h.Choose("What is the limit on?", "Witness accounts")
	h.Choose("How far does it go?", "Only when it was agreed")
	h.Fill("What exactly is the limit?", witnessLimit)
	h.Fill("What may go on meanwhile?", "Reading the records, the event with those who are no witnesses, and drafting.")
	h.Fill("Who agreed on the other side?", fiscal)
	h.Fill("Who agreed for the review?", demoName("ailsa"))
	h.Fill("Agreed on", s.on(54))
	h.Fill("When does somebody look at it again?", s.on(92))
	h.Click("Put the limit in force")
	hold := h.Path()
	h = s.at("ailsa", "new-clock")
	h.Fill("What must be done in that time?", "The police give the papers they promised")
	h.Fill("How many?", "30")
	h.Choose("Counted in", "Working days")
	h.Click("Start the clock")
	h.Go(hold)
	h.Choose("Which clocks cannot run because of it?", "The police give the papers they promised")
	h.Click("Pause these clocks")
}

// papers lets the clock run again once the fiscal had no objection.
func (s *story) papers() {
	h := s.at("ailsa", "")
	h.Click("The police give the papers they promised")
	h.Click("Let it run again")
}

// heed answers the question about the limit, where the story has one.
func (s *story) heed(h hand) {
	if s.isBeside() {
		h.Choose(s.limitQuestion(), "It lies outside this limit")
		h.Fill("Who agreed and when, or why it lies outside the limit", "Gave no statement to the police, as the fiscal confirmed on "+s.on(69)+".")
	}
}

// proceedings is what the scope says of them.
func (s *story) proceedings() string {
	if s.isBeside() {
		return "A criminal case is under way. What was agreed stands on its own page."
	}
	return "None. The police confirmed it when they were asked."
}
