package dissemination_test

import (
	"net/http"
	"net/url"
	"testing"

	"lr/internal/accesstest"
)

// Nothing is published against what was agreed with the Crown Office; where it
// may be agreed, the answer is kept. [CP24 p8]
func TestALimitStandsAgainstPublishing(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		agreed(t, w, "summary")
		tellAll(t, w)
		never := w.Limit(t, "publication", "never")
		lead := w.As(t, "lead")
		lead.Get(w.Path("publication")).OK().Sees("Limit on publication", "Not for now: making anything about this review public", "Canarylimit words")
		lead.Post(w.Path("publication/publish"), url.Values{"limit-" + never: {"agreed"}, "limitwords-" + never: {"I say so."}}).
			Is(http.StatusUnprocessableEntity).Sees("There is a limit on publication, so this cannot be done for now.")
		w.As(t, "").Get("/published").OK().SeesNot("A plan for each handover")
		lead.Post(w.Path("holds/"+never+"/end"), url.Values{"ended": {"The fiscal wrote."}}).Is(http.StatusSeeOther)
		w.As(t, "committee chair").Post(w.Path("holds/"+never+"/end"), nil).Is(http.StatusSeeOther)

		ask := w.Limit(t, "publication", "ask")
		lead.Post(w.Path("publication/publish"), nil).Is(http.StatusUnprocessableEntity).Sees("Say whether this was agreed")
		w.As(t, "").Get("/published").OK().SeesNot("A plan for each handover")
		lead.Post(w.Path("publication/publish"), url.Values{"limit-" + ask: {"agreed"}, "limitwords-" + ask: {"The fiscal, on Monday."}}).Is(http.StatusSeeOther)
		w.As(t, "").Get("/published").OK().Sees("A plan for each handover")
		lead.Get(w.Path("holds/"+ask)).Sees("Published", "The fiscal, on Monday.")
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/publication").OK().SeesNot("Limit on", "Canarylimit")
	}, features...)
}

// Who tells the family, or somebody else, sees a limit on it.
func TestALimitIsSeenWhereSomebodyIsTold(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		publishing(t, w)
		w.Limit(t, "family", "ask")
		w.As(t, "lead").Get(w.Path("publication/told/family")).OK().Sees("Limit on contact with family members", "Canarylimit")
		w.As(t, "lead").Get(w.Path("publication")).OK().SeesNot("Limit on")
	}, features...)
}
