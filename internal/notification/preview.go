package notification

import (
	"fmt"
	"strconv"

	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/web"
)

// Preview is a page of the form for an invented event before one committee: the
// first, or the one whose number the address asks for. Its button goes to home.
func Preview(r *web.Request, c review.Committee, home string) web.Answer {
	f := form.New()
	for field, words := range map[string]string{"name": "Wilma Walkon", "post": "Team manager, Exampleshire Social Work",
		"email": "wilma.walkon@exampleshire.example", "subject": "Morag Inventedname", "birth": "3 May 2013", "route": string(Harm),
		"happened": r.Today().AddDays(-6).Words(), "summary": "Somebody was found in great need.", "at_risk": "no", "agencies": "health"} {
		f.Set(field, words)
	}
	s := subjects[string(c.Track)]
	c.Guidance = guidance.InForce(c.Track, r.Today()).ID
	n := notifying{subject: s, Committees: []review.Committee{c}}
	n.Steps = steps(s, n.Committees, []form.Option{{Value: "social-work", Label: "Exampleshire Social Work"}, {Value: "health", Label: "Exampleshire Health Board"}}, Harm)
	at := 0
	if page, err := strconv.Atoi(r.Query("page")); err == nil && page > 1 && page <= len(n.Steps) {
		at = page - 1
	}
	d := n.page(at, f, draft{}, r)
	d.Action, d.Back = fmt.Sprintf("%s?page=%d", home, at+1), home
	return stepPage.With(d)
}

// PreviewAfter is the number of the page that follows in the preview; 0 after the last.
func PreviewAfter(r *web.Request, c review.Committee) int {
	page, err := strconv.Atoi(r.Query("page"))
	if last := len(steps(subjects[string(c.Track)], []review.Committee{c}, nil, Harm)); err != nil || page < 1 || page >= last {
		return 0
	}
	return page + 1
}
