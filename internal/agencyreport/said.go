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
