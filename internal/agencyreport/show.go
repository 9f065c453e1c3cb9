package agencyreport

import (
	"slices"
	"strings"

	"lr/internal/guidance"
	"lr/internal/look"
	"lr/internal/seal"
)

// part is a section of the report, or one of its episodes, as it is read.
type part struct {
	ID, Section, Title string
	Unsure             bool // its wording is to be confirmed
	Lines              []line
	Added, Gone        bool // against another version
	Comments           []comment
}

// line is some words of a part under their label. Changes are these words against
// those of another version; none means that the words are as they were.
type line struct {
	Label   string
	Text    seal.Text
	Changes []look.Change
}

const episodeMark = "episode:"

// episodePart names an episode among the parts.
func episodePart(id string) string { return episodeMark + id }

func isEpisode(part string) bool { return strings.HasPrefix(part, episodeMark) }

// parts are what the account says, in the order of the questions; empty are the
// questions to which it says nothing.
func (a account) parts(qs []Question) (said []part, empty []string) {
	for _, q := range qs {
		if !a.answered(q) {
			empty = append(empty, q.Label)
			continue
		}
		if q.Kind == guidance.Episodes && len(a.Episodes) > 0 {
			said = append(said, episodeParts(q.Label, a.Episodes)...)
			continue
		}
		said = append(said, part{ID: q.ID, Section: q.Section, Title: q.Label, Unsure: !q.Sure,
			Lines: []line{{Text: seal.T(a.Answers[q.ID].words())}}})
	}
	return said, empty
}

func episodeParts(section string, es []episode) []part {
	var all []part
	for _, e := range es {
		all = append(all, part{ID: episodePart(e.ID), Section: section, Title: e.Title, Lines: e.lines()})
	}
	return all
}

// When is the time of the episode as it was typed.
func (e episode) When() string {
	if e.To == "" {
		return e.From
	}
	return strings.TrimSpace(e.From + " to " + e.To)
}

func (e episode) lines() []line {
	who := strings.Join(e.People, between)
	if who != "" && e.Others != "" {
		who += "; "
	}
	var all []line
	for _, x := range [][2]string{{"When", e.When()}, {"Who", who + e.Others}, {"What happened", e.Happened}, {"What was decided", e.Decision},
		{"Why it made sense then", e.Sense}, {"What around them helped or hindered", e.System}, {"What worked well", e.Worked}} {
		if x[1] != "" {
			all = append(all, line{Label: x[0], Text: seal.T(x[1])})
		}
	}
	return all
}

// compared shows what changed from old to new: what is there now in its order,
// and then what is gone.
func compared(old, now []part) []part {
	find := func(all []part, id string) int {
		return slices.IndexFunc(all, func(p part) bool { return p.ID == id })
	}
	var out []part
	for _, p := range now {
		was := part{}
		if i := find(old, p.ID); i >= 0 {
			was = old[i]
		} else {
			p.Added = true
		}
		p.Lines = comparedLines(was.Lines, p.Lines)
		if was.Title != p.Title && !p.Added {
			p.Lines = append([]line{{Label: "Title", Text: seal.T(p.Title), Changes: Diff(was.Title, p.Title)}}, p.Lines...)
		}
		out = append(out, p)
	}
	for _, p := range old {
		if find(now, p.ID) < 0 {
			p.Gone, p.Lines = true, comparedLines(p.Lines, nil)
			out = append(out, p)
		}
	}
	return out
}

func comparedLines(old, now []line) []line {
	find := func(all []line, label string) string {
		for _, l := range all {
			if l.Label == label {
				return l.Text.Reveal()
			}
		}
		return ""
	}
	var out []line
	for _, l := range now {
		if was := find(old, l.Label); was != l.Text.Reveal() {
			l.Changes = Diff(was, l.Text.Reveal())
		}
		out = append(out, l)
	}
	for _, l := range old {
		if find(now, l.Label) == "" {
			out = append(out, line{Label: l.Label, Changes: Diff(l.Text.Reveal(), "")})
		}
	}
	return out
}

// Changed says that something in the part is not as it was.
func (p part) Changed() bool {
	return p.Added || p.Gone || slices.ContainsFunc(p.Lines, func(l line) bool { return len(l.Changes) > 0 })
}

func changedParts(all []part) int {
	n := 0
	for _, p := range all {
		if p.Changed() {
			n++
		}
	}
	return n
}
