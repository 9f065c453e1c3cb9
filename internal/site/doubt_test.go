package site

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"lr/internal/access"
)

// Whoever must be independent and is in doubt gets no page and does no deed of the
// review, in any step; and the answer says nothing of why.
func TestADoubtClosesEveryRouteOfTheReview(t *testing.T) {
	t.Parallel()
	w := matrixWorld(t)
	members := []string{"group", "committee chair", "chief", "review chair", "reviewer", "team"}
	for _, who := range members {
		w.Exec(t, `INSERT INTO doubt (id, review_id, account_id, raised_at) VALUES ($1, $2, $3, $4)`, "doubt "+who, w.Own, w.Account(who), w.Clock.Now())
	}
	closed := 0
	for _, stage := range []access.Stage{access.Gathering, access.Deciding, access.Learning, access.Approving} {
		w.Stage(t, stage)
		for _, r := range inReview(w) {
			for _, who := range members {
				may := w.May(t, who, w.Own, r.Rule)
				if errors.Is(may, access.ErrForbidden) {
					continue
				}
				page := w.As(t, who).Ask(r.Method, address(r.Path, w.Own))
				if page.Status != http.StatusForbidden || !strings.Contains(page.Body, "This review is closed to you for now") {
					t.Errorf("%s %s by %s at %s: answer %d, the right is %v", r.Method, r.Path, who, stage, page.Status, may)
				}
				closed++
			}
		}
	}
	if closed < 500 {
		t.Errorf("%d ways were closed only", closed)
	}
}
