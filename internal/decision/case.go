package decision

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// claim is what the notifier says of one criterion.
type claim struct {
	guidance.Limb
	Answer finding
}

type caseData struct {
	Review     string
	N          notification.Notification
	Missing    bool // the event was not notified here
	Practice   bool
	Committees []caseCommittee
	Reports    bool
}

type caseCommittee struct {
	review.Committee
	Claims []claim
}

var casePage = web.NewPage[caseData](pages, "case.html")

// showCase is the event as it was notified, without who notified it, for those
// who have declared. [SEED recommend]
func showCase(r *web.Request, p access.Pass[ReadCase]) (web.Answer, error) {
	d := caseData{Review: p.Review(), Reports: p.Is(access.LeadOfficer | access.WorkingGroup | access.CommitteeChair)}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		return d.fill(r.Context(), tx, p.Case)
	})
	return casePage.With(d), err
}

func (d *caseData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	n, err := notification.Of(ctx, tx, c)
	if errors.Is(err, db.ErrNotFound) {
		d.Missing = true
		return nil
	}
	if err != nil {
		return err
	}
	n.Name, n.Post, n.Email, n.Phone = seal.Text{}, seal.Text{}, seal.Text{}, seal.Text{}
	d.N, d.Practice = n, n.Route == notification.Practice
	cs, err := review.Committees(ctx, tx, c)
	for _, k := range cs {
		one := caseCommittee{Committee: k}
		for _, l := range k.Version().Limbs() {
			a := n.Answers[k.Guidance][l.ID]
			one.Claims = append(one.Claims, claim{l, finding{Answer: a.Value, Reason: a.Reason}})
		}
		d.Committees = append(d.Committees, one)
	}
	return err
}
