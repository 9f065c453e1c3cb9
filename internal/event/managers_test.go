package event_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/review"
	"lr/internal/web"
)

func manager(w *accesstest.World, who, agency string) url.Values {
	return url.Values{"person": {w.Account(who) + "/" + agency}}
}

// Managers meet after the practitioners, read what was cleared and nothing else,
// and say what it means for one agency and for all. [SEED managers]
func TestManagersSayWhatTheLearningMeans(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		open(t, w)
		lead, them := w.As(t, "lead"), w.As(t, "manager")
		lead.Post(w.Path("managers"), manager(w, "manager", accesstest.Social)).Is(http.StatusUnprocessableEntity).Sees("The practitioners meet first")
		lead.Post(w.Path("managers/close"), url.Values{"on": {"10 December 2026"}, "reason": {"x"}}).Is(http.StatusUnprocessableEntity).Sees("The practitioners meet first")
		lead.Post(w.Path("event/close"), nil).Is(http.StatusSeeOther)
		for i, id := range links(lead.Get(w.Path("event/contributions")).OK(), "contributions") {
			if i < 2 {
				lead.Post(w.Path("event/contributions/"+id), url.Values{"cleared": {"Cleared wording " + string(rune('A'+i))}}).Is(http.StatusSeeOther)
			}
		}
		lead.Post(w.Path("managers"), nil).Is(http.StatusUnprocessableEntity).Sees("Choose whom you invite")
		lead.Post(w.Path("managers"), manager(w, "manager", accesstest.Social)).Is(http.StatusSeeOther)
		lead.Post(w.Path("managers"), manager(w, "manager two", accesstest.Health)).Is(http.StatusSeeOther)
		them.Get("/").OK().Sees("Say what the practitioners' learning means")
		ids := links(them.Get(w.Path("managers/learning")).OK().Sees("Cleared wording A", "To do: 2").SeesNot("Canary"), "learning")
		if len(ids) != 2 {
			t.Fatalf("%d links", len(ids))
		}
		one := w.Path("managers/learning/" + ids[0])
		them.Post(one, nil).Is(http.StatusUnprocessableEntity).Sees("Say what follows")
		them.Post(one, url.Values{"single": {"x"}, "none": {"y"}}).Is(http.StatusUnprocessableEntity).Sees("empty one of them")
		them.Post(one, url.Values{"single": {strings.Repeat("é", 2001)}}).Is(http.StatusUnprocessableEntity)
		them.Post(one, url.Values{"single": {"We change the rota."}, "multi": {"One number for all."}}).Is(http.StatusSeeOther)
		them.Post(one, url.Values{"single": {"We change the rota in spring."}, "multi": {"One number for all."}}).Is(http.StatusSeeOther)
		them.Get(one).OK().Sees("We change the rota in spring.")
		them.Get(w.Path("managers/learning")).OK().Sees("Answered", "To do: 1")
		lead.Get(w.Path("managers")).OK().Sees("Gaps: 3", "For this agency: We change the rota in spring.", "For all agencies: One number for all.").SeesNot("Canary")
		w.As(t, "manager two").Get(one).OK().SeesNot("rota")
		lead.Post(w.Path("managers/close"), url.Values{"on": {"10 December 2026"}}).Is(http.StatusUnprocessableEntity).Sees("Something is still open")
		lead.Post(w.Path("managers/close"), url.Values{"on": {"10 December 2026"}, "reason": {"Health answers in January."}}).Is(http.StatusSeeOther)
		if !recorded(t, w, review.ManagersMet) {
			t.Error("closed, and not written down")
		}
		lead.Post(w.Path("managers/close"), url.Values{"on": {"10 December 2026"}, "reason": {"Again."}}).Is(http.StatusConflict)
		them.Post(one, url.Values{"single": {"Too late."}}).Is(http.StatusConflict)
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/managers").OK().SeesNot("rota", "Cleared wording", "Name of manager")
		w.As(t, "other manager").Get(one).Is(http.StatusNotFound)
	})
}

// No page leads a manager to the notes themselves. [SEED managers]
func TestManagersNeverSeeTheNotes(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		open(t, w)
		w.As(t, "lead").Post(w.Path("event/close"), nil).Is(http.StatusSeeOther)
		ids := links(w.As(t, "lead").Get(w.Path("event/contributions")).OK(), "contributions")
		for _, stage := range []access.Stage{access.Learning, access.Drafting, access.Improving} {
			w.Stage(t, stage)
			for _, route := range w.Routes.List() {
				if route.Kind != web.InReview || route.Method != "GET" {
					continue
				}
				path := strings.Replace(route.Path, "{review}", w.Own, 1)
				for _, id := range ids {
					w.As(t, "manager").Get(strings.Replace(path, "{contribution}", id, 1)).SeesNot("Canary")
				}
			}
		}
	})
}
