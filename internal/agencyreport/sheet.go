package agencyreport

import (
	"lr/internal/guidance"
	"lr/internal/review"
)

// longest is how many letters one answer may have.
const longest = 10000

// Question is one section of the report, as the guidance of the review's
// committees asks it, or as a committee adds it. Sure says that its wording was
// seen in the guidance.
type Question struct {
	ID, Section, Label, Use string
	Kind                    guidance.Kind
	Sure                    bool
}

// fromOthers are the sections of the form that the agency does not fill in: the
// request has them, or the program knows who wrote and signed and when.
var fromOthers = map[string]bool{"The request": true, "The child": true, "Sign-off": true}

// sheet gives the questions of the report: those of every committee's guidance,
// each once. Where two ask the same, the wording that was seen stands. [ASP22 p8,
// CP21 p4, SEED notify]
func sheet(cs []review.Committee) []Question {
	var qs []Question
	at := map[string]int{}
	for _, c := range cs {
		for _, x := range c.Form("F2").Fields {
			if fromOthers[x.Section] {
				continue
			}
			q := Question{x.ID, x.Section, x.Label, x.Use, x.Kind, x.Confirmed == guidance.Seen}
			i, there := at[x.ID]
			if !there {
				at[x.ID] = len(qs)
				qs = append(qs, q)
			} else if q.Sure && !qs[i].Sure {
				q.Section = qs[i].Section
				qs[i] = q
			}
		}
	}
	return inSections(qs)
}

// inSections brings the questions of a section together, where two guidances
// have the section.
func inSections(qs []Question) []Question {
	var out []Question
	done := map[string]bool{}
	for _, q := range qs {
		if done[q.Section] {
			continue
		}
		done[q.Section] = true
		for _, other := range qs {
			if other.Section == q.Section {
				out = append(out, other)
			}
		}
	}
	return out
}

// budget is how many words are suggested for the report: the fewest that one of
// the committees suggests. [CP21 p4]
func budget(cs []review.Committee) int {
	fewest := 0
	for _, c := range cs {
		if n := c.Settings.WordBudget; fewest == 0 || n < fewest {
			fewest = n
		}
	}
	return fewest
}

func question(qs []Question, id string) (Question, bool) {
	for _, q := range qs {
		if q.ID == id {
			return q, true
		}
	}
	return Question{}, false
}
