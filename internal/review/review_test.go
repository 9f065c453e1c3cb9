package review_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
)

// A stage cannot be left while something it asks for is missing; a record that
// is left out has a reason and an actor. [ASP22 p4, CP21 p4]
func TestAStageIsLeftOnlyWithItsRecords(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Get(w.Path("")).OK().Sees("The notifier knows that the notification arrived", "To do").SeesNot("Move on to")
		lead.Post(w.Path("move-on"), nil).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().Sees("Stage 2 of 12")
		lead.Post(w.Path("skip/acknowledged"), nil).Is(http.StatusUnprocessableEntity).Sees("Say why the review goes on")
		for _, record := range []string{"acknowledged", "conflicts-checked"} {
			lead.Post(w.Path("skip/"+record), url.Values{"reason": {"Agreed at the meeting."}}).Is(http.StatusSeeOther)
		}
		lead.Get(w.Path("")).OK().Sees("Left out", "Move on to: Gathering reports")
		lead.Post(w.Path("move-on"), nil).Is(http.StatusSeeOther)
		lead.Get(w.Path("")).OK().Sees("Stage 3 of 12")
		lead.Post(w.Path("skip/acknowledged"), url.Values{"reason": {"Too late."}}).Is(http.StatusNotFound)
	})
}

// Strangers, and members of another review, cannot tell a review from one that
// does not exist.
func TestAReviewThatIsNotYoursIsNoReview(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		for _, name := range []string{"stranger", "other lead", "other reviewer"} {
			there := w.As(t, name).Get(w.Path("")).Is(http.StatusNotFound)
			missing := w.As(t, name).Get("/reviews/" + db.NewID()).Is(http.StatusNotFound)
			if there.Text() != missing.Text() {
				t.Errorf("%s can tell a review that exists from one that does not", name)
			}
		}
		w.As(t, "").Get(w.Path("")).Is(http.StatusSeeOther)
	})
}

// The names of the people of a case are for the lead officer alone.
func TestNamesStayBehindTheirCodes(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Child"}, "name": {"Morag Canary-Example"}}).OK()
		w.As(t, "lead").Get(w.Path("people")).OK().Sees("Child 1", "Morag Canary-Example")
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Staff"}, "name": {"Tam Canary-Later"}}).OK()
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Child"}, "name": {"Una Canary-Last"}}).OK()
		if list := regexp.MustCompile(`(Child|Staff) \d`).FindAllString(w.As(t, "lead").Get(w.Path("people")).OK().Text(), -1); !slices.Equal(list, []string{"Child 1", "Child 2", "Staff 1"}) {
			t.Errorf("the people are listed as %v", list)
		}
		w.As(t, "reviewer").Get(w.Path("people")).Is(http.StatusForbidden).SeesNot("Canary")
		w.As(t, "other lead").Get("/reviews/"+w.Other+"/people").OK().SeesNot("Canary", "Child 1")
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Child"}}).Is(http.StatusUnprocessableEntity).Sees("Give the name")
	})
}

// The same form sent twice does its deed once.
func TestAFormSentTwiceDoesItsDeedOnce(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		form := url.Values{"kind": {"Child"}, "name": {"Morag Example"}, "_once": {lead.Token()}}
		for range 3 {
			lead.Post(w.Path("people"), form).Is(http.StatusSeeOther)
		}
		lead.Get(w.Path("people")).OK().Sees("Child 1").SeesNot("Child 2")
		lead.Post(w.Path("people"), url.Values{"kind": {"Child"}, "name": {"X"}, "_once": {"made up"}}).Is(http.StatusBadRequest)
	})
}

// Each deed and each reading is in the log, which verifies.
func TestTheLogOfAReviewVerifies(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		before, err := w.Log.Verify(context.Background(), w.DB, nil)
		if err != nil {
			t.Fatal(err)
		}
		w.As(t, "lead").Get(w.Path("people")).OK()
		w.As(t, "reviewer").Get(w.Path("people")).Is(http.StatusForbidden)
		w.As(t, "lead").Post(w.Path("people"), url.Values{"kind": {"Child"}, "name": {"Morag Example"}}).OK()
		after, err := w.Log.Verify(context.Background(), w.DB, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := after.Entries - before.Entries; got != 3 {
			t.Errorf("%d entries for one reading, one refusal and one deed", got)
		}
	})
}

// A wall beats every role from that moment on.
func TestAWallShutsOut(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		w.Stage(t, access.Learning)
		w.As(t, "team").Get(w.Path("")).OK()
		w.Exec(t, `INSERT INTO wall (id, review_id, account_id, reason, raised_by, raised_at) VALUES ('w', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("team"), []byte{1}, w.Clock.Now())
		w.As(t, "team").Get(w.Path("")).Is(http.StatusNotFound)
		w.As(t, "team").Get("/").OK().SeesNot(w.Own)
	})
}
