package review_test

import (
	"fmt"
	"strings"
	"testing"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
)

// Who leads many reviews sees the beginning of each list and how long it is, and
// each list whole on its own pages: every review once, and nobody else's.
func TestALongListIsShownInPagesAndWhole(t *testing.T) {
	t.Parallel()
	accesstest.Each(t, func(t *testing.T, w *accesstest.World) {
		lead := w.As(t, "lead")
		lead.Get("/").OK().SeesNot("All ")
		began := w.Clock.Now()
		for i := range 60 {
			id := db.NewID()
			w.Exec(t, `INSERT INTO review (id, code, stage, opened_at) VALUES ($1, $2, $3, $4)`, id, fmt.Sprintf("Madeup %03d", i), access.Gathering, began)
			w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ($1, $2, $3, $4, $3, $5)`, db.NewID(), id, w.Account("lead"), access.LeadOfficer, began)
			w.Exec(t, `INSERT INTO review_task (id, review_id, key, what, path, role, asked_at) VALUES ($1, $2, 'k', $3, $4, $5, $6)`,
				db.NewID(), id, fmt.Sprintf("Deed %03d", i), "/reviews/"+id, access.LeadOfficer, began)
		}
		lead.Get("/").OK().Sees("Reviews you have a part in (61)", "All 61 reviews", "Your turn (6").SeesNot("Madeup 030")
		seen := map[string]int{}
		for _, page := range []string{"/?all=reviews", "/?all=reviews&page=2", "/?all=waiting", "/?all=waiting&page=2"} {
			body := lead.Get(page).OK().SeesNot("Nothing waits").Body
			for i := range 60 {
				for _, name := range []string{fmt.Sprintf(">Madeup %03d<", i), fmt.Sprintf(">Deed %03d<", i)} {
					if strings.Contains(body, name) {
						seen[name]++
					}
				}
			}
		}
		for i := range 60 {
			for _, name := range []string{fmt.Sprintf(">Madeup %03d<", i), fmt.Sprintf(">Deed %03d<", i)} {
				if seen[name] != 1 {
					t.Errorf("%s stands %d times on the pages", name, seen[name])
				}
			}
		}
		for _, page := range []string{"/?all=late", "/?all=closed", "/?all=reviews&page=99", "/?all=reviews&page=x", "/?all=nonsense"} {
			lead.Get(page).OK()
			w.As(t, "other lead").Get(page).OK().SeesNot("Madeup", "Deed")
			w.As(t, "stranger").Get(page).OK().SeesNot("Madeup", "Deed")
		}
	})
}
