package learning_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"lr/internal/accesstest"
)

// A learning point can come from a key practice episode, and says so when the
// episode is taken out.
func TestAPointComesFromAnEpisode(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		begin(t, w)
		reviewer := w.As(t, "reviewer")
		reviewer.Post(w.Path("chronology/episodes/new/edit"), url.Values{"title": {"The invented weeks"}, "when": {"May 2016"}}).Is(http.StatusSeeOther)
		page := reviewer.Get(w.Path("learning/new")).OK().Sees("Key practice episode 1", "May 2016: The invented weeks")
		episode := regexp.MustCompile(`name="episodes" type="checkbox" value="([^"]+)"`).FindStringSubmatch(page.Body)[1]
		reviewer.Post(w.Path("learning/new"), url.Values{"title": {"Joining up"}, "kind": {"learning"}, "episodes": {episode}}).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("learning")).OK().Sees("It came from: Key practice episode 1.")
		reviewer.Post(w.Path("chronology/episodes/"+episode+"/remove"), url.Values{"version": {"1"}}).Is(http.StatusSeeOther)
		reviewer.Get(w.Path("learning")).OK().Sees("Key practice episode 1 (taken back since)")
		w.As(t, "other reviewer").Get("/reviews/" + w.Other + "/learning/new").OK().SeesNot("invented weeks")
	}, features...)
}
