package agencyreport

import (
	"strings"

	"lr/internal/seal"
)

// Said is one section or episode of a released report, to be pointed to.
type Said struct {
	ID, Label string
	Text      seal.Text
}

// Beside is what the report says of processes that run beside the review: other
// reviews, criminal proceedings. [ASP22 p8]
func (r Report) Beside() []Said {
	var all []Said
	for _, s := range r.Said() {
		if s.ID == "other_reviews" || s.ID == "criminal" {
			all = append(all, s)
		}
	}
	return all
}

// Said lists what the report says, section by section.
func (r Report) Said() []Said {
	var all []Said
	for _, p := range r.parts {
		var words []string
		for _, l := range p.Lines {
			words = append(words, l.Text.Reveal())
		}
		all = append(all, Said{p.ID, p.Title, seal.T(strings.Join(words, " "))})
	}
	return all
}
