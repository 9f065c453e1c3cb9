package decision

import (
	"sort"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/web"
)

type notPartData struct{ Ask []string }

var notPartPage = web.NewPage[notPartData](pages, "notpart.html")

// notPart is all that somebody sees who was involved. It names no review.
func notPart(r *web.Request, p access.Own[NotPart]) (web.Answer, error) {
	var d notPartData
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		staff, err := p.Staff(r.Context(), tx, access.LeadOfficer)
		if err != nil {
			return err
		}
		committees, err := review.AllCommittees(r.Context(), tx)
		if err != nil {
			return err
		}
		for _, s := range staff {
			for _, k := range committees {
				if k.ID == s.Committee {
					d.Ask = append(d.Ask, s.Name.Reveal()+", lead officer, "+k.Name)
				}
			}
		}
		sort.Strings(d.Ask)
		return nil
	})
	return notPartPage.With(d), err
}
