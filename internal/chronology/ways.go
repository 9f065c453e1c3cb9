package chronology

import (
	"lr/internal/access"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

// ways are the pages of the merged chronology. Each shows only to those to whom
// it opens now.
var ways = []struct{ page, text string }{
	{"chronology", "The line"},
	{"chronology/picture", "The picture"},
	{"chronology/twins", "Accounts of the same event"},
	{"chronology/missing", "What may be missing"},
	{"chronology/episodes", "Key practice episodes"},
	{"chronology/questions", "Questions to explore"},
	{"chronology/themes", "Themes"},
	{"chronology/small-parts", "People with a small part"},
	{"chronology/named", "Team members named"},
	{"chronology/names", "Names behind the codes"},
	{"chronology/names-standing", "Names left in entries"},
}

// WaysOf are the pages that open to the person now; current is the one they are on.
func WaysOf(r *web.Request, c access.Case, current string) []look.Link {
	var links []look.Link
	for _, w := range ways {
		if r.Open(c, "/reviews/{review}/"+w.page) {
			links = append(links, look.Link{Href: review.Path(c, w.page), Text: w.text, Current: w.page == current})
		}
	}
	return links
}
