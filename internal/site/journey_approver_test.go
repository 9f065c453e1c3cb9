package site

import (
	"testing"
	"time"

	"lr/internal/guidance"
)

// An agency's approver gives a draft back with comments, sees what the author
// changed, signs it, and signs a correction after it. [ASP22 p8]
func TestAnAgencyApproverSeesWhatChangedAndSigns(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("write", guidance.Adult, "Morag Inventedname", "An adult was found in great need.")
	isla := s.task("isla", "Look again at your agency's report").(*visitor)
	list := isla.Path()
	isla.Sees("It is nearly there.")
	isla.Click("Summary of involvement (done)")
	isla.Sees("Say how you came to know them")
	isla.Fill("What you want to say", "We worked with her for two years, until she moved.")
	isla.Fill("What you did about it", "It says now how it ended.")
	isla.Tick("I have dealt with this")
	isla.Click("Done: save and go on")
	isla.Go(list + "/whole")
	isla.Click("Send to the approver")

	jamie := s.task("jamie", "Read and sign your agency's report").(*visitor)
	jamie.Sees("1 part changed since it was last given back")
	jamie.Sees("until she moved.")
	jamie.Sees("It says now how it ended.")
	jamie.Click("Sign and release")
	jamie.Click("Read what was released")
	jamie.Sees("until she moved.")
	jamie.Sees("Released with 5 entries")

	ailsa := s.at("ailsa", "reports").(*visitor)
	ailsa.Sees("In, and not open yet")
	ailsa.Click("When reports open to their readers")
	ailsa.Fill("Why do they open now?", "The other agency cannot say when it will answer.")
	ailsa.Click("Open the reports that are in")
	ailsa.Click("Exampleshire Social Work")
	ailsa.Sees("until she moved.")

	j.later(24 * time.Hour)
	isla = s.at("isla", "report-of"+list[len(s.review+"/report-of"):]).(*visitor)
	isla.Click("Summary of involvement (done)")
	isla.Fill("What you want to say", "We worked with her for three years, until she moved.")
	isla.Click("Done: save and go on")
	isla.Go(list + "/whole")
	isla.Fill("Why the released report is corrected", "The number of years was wrong.")
	isla.Click("Send to the approver")
	jamie = s.task("jamie", "Read and sign your agency's report").(*visitor)
	jamie.Sees("three")
	jamie.Click("Sign and release")
	ailsa = s.task("ailsa", "Read the report of Exampleshire Social Work").(*visitor)
	ailsa.Sees("The number of years was wrong.")
	ailsa.Click("What changed from the version before")
	ailsa.Sees("Shown against version 1")
}
