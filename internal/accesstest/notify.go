package accesstest

import (
	"net/url"
	"regexp"
)

var draftLink = regexp.MustCompile(`/notify/link/[0-9a-f]{64}`)

// Draft fills in the pages of a notification without sending it, and gives its
// link. typed may hold the answers of all pages.
func (p Person) Draft(about string, typed url.Values) string {
	p.t.Helper()
	first := p.Post("/notify/"+about, typed)
	link := draftLink.FindString(first.Location + first.Body)
	if link == "" {
		p.t.Fatalf("the notification has no link: %d %s", first.Status, first.Text())
	}
	steps := []string{"who", "happened", "risk", "agencies", "criteria"}
	if typed.Get("route") == "practice" {
		steps[2] = "well"
	}
	for _, step := range steps {
		p.Post(link+"/"+step, typed)
	}
	return link
}

// Notify sends a notification, and gives the answer to the last page.
func (p Person) Notify(about string, typed url.Values) Page {
	p.t.Helper()
	return p.Post(p.Draft(about, typed)+"/check", nil)
}
