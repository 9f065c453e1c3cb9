package agencyreport

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
)

// budget is how many words are suggested for a report: only enough to decide. [CP21 p4]
const budget = "1,500"

// longest is how many letters one answer may have.
const longest = 10000

// Question is one field of the report, as the guidance of the review's
// committees asks it. Sure says that its wording was seen in the guidance.
type Question struct {
	ID, Section, Label, Hint string
	Sure                     bool
}

// fromOthers are the sections of the form that the agency does not fill in: the
// request has them, or the program knows who wrote and signed and when.
var fromOthers = map[string]bool{"The request": true, "The child": true, "Sign-off": true}

// sheet gives the questions of the report: those of every committee's guidance,
// each once. [ASP22 p8, CP21 p4, SEED notify]
func sheet(cs []review.Committee) []Question {
	var qs []Question
	seen := map[string]bool{}
	for _, c := range cs {
		for _, x := range c.Form("F2").Fields {
			if !fromOthers[x.Section] && !seen[x.ID] {
				seen[x.ID] = true
				qs = append(qs, Question{x.ID, x.Section, x.Label, x.Hint, x.Confirmed == guidance.Seen})
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

// answers are the words of a report by the id of their question. They hold
// words of the case, and are only kept sealed.
type answers map[string]string

// readAnswers reads what the author typed.
func readAnswers(f *form.Form, qs []Question) answers {
	a := answers{}
	for _, q := range qs {
		if words := f.Text(q.ID, longest, ""); words != "" {
			a[q.ID] = words
		}
	}
	return a
}

func (a answers) same(b answers) bool {
	if len(a) != len(b) {
		return false
	}
	for id, words := range a {
		if b[id] != words {
			return false
		}
	}
	return true
}

// words counts the words of the report.
func (a answers) words() int {
	n := 0
	for _, t := range a {
		n += len(strings.Fields(t))
	}
	return n
}

func (a answers) seal() (seal.Text, error) {
	b, err := json.Marshal(map[string]string(a))
	if err != nil {
		return seal.Text{}, fmt.Errorf("keep the answers: %w", err)
	}
	return seal.T(string(b)), nil
}

func openAnswers(t seal.Text) (answers, error) {
	a := answers{}
	if err := json.Unmarshal([]byte(t.Reveal()), &a); err != nil {
		return nil, fmt.Errorf("kept answers cannot be read")
	}
	return a, nil
}

// merge puts together what two people made of the same text. mine and theirs
// both began at base. Where only one of them changed an answer, that one is
// taken; where both did, mine is taken and theirs given back beside it.
func merge(base, mine, theirs answers, qs []Question) (merged, both answers) {
	merged, both = answers{}, answers{}
	for _, q := range qs {
		b, m, t := base[q.ID], mine[q.ID], theirs[q.ID]
		switch {
		case m == t || t == b:
			merged[q.ID] = m
		case m == b:
			merged[q.ID] = t
		default:
			merged[q.ID], both[q.ID] = m, t
		}
	}
	return merged, both
}

// content is what an agency signs: the words with the questions as they were
// asked, the agency, the review and the number of the version. Its bytes are
// what the hash is of.
type content struct {
	Kind    string  `json:"kind"`
	Review  string  `json:"review"`
	Agency  string  `json:"agency"`
	Version int     `json:"version"`
	Answers []piece `json:"answers"`
}

type piece struct {
	ID      string `json:"id"`
	Section string `json:"section"`
	Label   string `json:"label"`
	Text    string `json:"text"`
}

// canonical gives the bytes of a version: the same words give the same bytes.
func canonical(reviewID, agency string, version int, qs []Question, a answers) ([]byte, error) {
	c := content{Kind: "agency report", Review: reviewID, Agency: agency, Version: version, Answers: []piece{}}
	for _, q := range qs {
		if a[q.ID] != "" {
			c.Answers = append(c.Answers, piece{q.ID, q.Section, q.Label, a[q.ID]})
		}
	}
	b, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("the bytes of the report: %w", err)
	}
	return b, nil
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
