package site

// late is a review in which the agencies' reports are late: one has not said why,
// one waits for an answer to more time, and one has nobody yet who could write.
var late = []chapter{
	{"ask another agency", 9, (*story).askPolice},
	{"begin, and ask for time", 14, (*story).askForTime},
}

func (s *story) askPolice() {
	h := s.at("ailsa", "requests")
	h.Choose("Which agencies?", "Invented Police Division")
	h.Fill("Who this is about", s.subject+", born 3 May 2013, of Invented Terrace, Sampleton")
	h.Fill("Why the committee asks", "A neighbour had called the police twice. The committee needs to know what came of it.")
	h.Fill("Due", s.on(30))
	h.Click("Ask for the report")
}

func (s *story) askForTime() {
	h := s.task("isla", "Write your agency's report")
	h.Click("Begin")
	h = s.task("kirsty", "Write your agency's report")
	h.Click("Ask for more time")
	h.Fill("By when can you send it?", s.on(27))
	h.Fill("Why do you need longer?", "The records of two wards have to be called in from the archive first.")
	h.Click("Ask for more time")
}
