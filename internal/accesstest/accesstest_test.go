package accesstest_test

import (
	"errors"
	"net/http"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/review"
)

// Everybody has a part in the one review, and their double in the other: what a
// test shows of the second can only come over a wall.
func TestTheTwoReviewsHaveNobodyInCommon(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		for _, name := range []string{"lead", "committee chair", "reviewer", "team two", "author", "practitioner", "family link"} {
			for person, part := range map[string]string{name: w.Own, "other " + name: w.Other} {
				for _, id := range []string{w.Own, w.Other} {
					err := w.May(t, person, id, access.Rule{})
					if stranger := errors.Is(err, access.ErrStranger); stranger == (id == part) {
						t.Errorf("%s in the review that is theirs, %t: %v", person, id == part, err)
					}
				}
			}
		}
		for name, want := range map[string]error{"stranger": access.ErrStranger, "": access.ErrSignIn} {
			if err := w.May(t, name, w.Own, review.See{}.Rule()); !errors.Is(err, want) {
				t.Errorf("%q: %v, want %v", name, err, want)
			}
		}
	})
}

// Both reviews stand where a test puts them, and the site forgets what it had in
// memory and nothing else.
func TestTheWorldStandsWhereItIsPut(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Learning)
		w.Restart(t)
		w.As(t, "lead").Get(w.Path("")).Is(http.StatusOK).Sees(access.Learning.String())
		w.As(t, "other lead").Get("/reviews/" + w.Other).Is(http.StatusOK).Sees(access.Learning.String())
		w.As(t, "other lead").Get(w.Path("")).Is(http.StatusNotFound)
		w.As(t, "").Get(w.Path("")).Is(http.StatusSeeOther)
	})
}
