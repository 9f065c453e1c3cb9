package chronology_test

import (
	"net/http"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
)

// An agency's author who was asked into the review team sees no more than their own
// agency's part until they have said whether they were involved, and no more while
// that is in doubt. [SEED team, CP21 p11]
func TestAPartInWhichSomebodyHasNotDeclaredShowsNothing(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		for who, when := range map[string]string{"author": "3 May 2016", "author two": "4 May 2016"} {
			w.As(t, who).Post(w.Path("chronology/mine"), entry(when, "Canary of "+who+".")).Is(http.StatusSeeOther)
		}
		release(t, w, "", accesstest.Social)
		release(t, w, " two", accesstest.Health)
		w.Stage(t, access.Learning)
		author, line := w.As(t, "author"), w.Path("chronology")
		onlyOwn := func() {
			t.Helper()
			author.Get(line).OK().Sees("Canary of author.").SeesNot("author two.")
		}
		onlyOwn()
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ('asked', $1, $2, $3, $2, $4)`,
			w.Own, w.Account("author"), access.TeamMember, w.Clock.Now())
		onlyOwn()
		w.Exec(t, `UPDATE member SET declared_at = $1 WHERE id = 'asked'`, w.Clock.Now())
		author.Get(line).OK().Sees("Canary of author.", "Canary of author two.")
		w.Exec(t, `INSERT INTO doubt (id, review_id, account_id, raised_at) VALUES ($1, $2, $3, $4)`, db.NewID(), w.Own, w.Account("author"), w.Clock.Now())
		onlyOwn()
	})
}
