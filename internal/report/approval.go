package report

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// The steps by which a version is approved, as the table has them.
const (
	byCommittee = "committee"
	byChiefs    = "chiefs"
)

// given is one approval: whose, and on which day.
type given struct {
	By  string
	Day db.Date
}

// standing is how far one committee came with a version.
type standing struct {
	review.Committee
	Approved given // by the committee
	Chiefs   given // told or ratified
	Outcome  outcome
	Mine     bool // the person chairs it, or is a chief officer for it
}

// Ratifies says that chief officers ratify, and are not only told.
func (s standing) Ratifies() bool { return s.Settings.ChiefOfficers == review.Ratify }

// standings says for each committee of the review how far it came. An approval
// counts only for the very bytes it was given for.
func standings(ctx context.Context, tx *db.Tx, c access.Case, v Version) ([]standing, error) {
	cs, err := review.Holders(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all := make([]standing, len(cs))
	for i := range cs {
		all[i].Committee = cs[i]
	}
	_, err = db.All(ctx, tx, func(r db.Row) (given, error) {
		var g given
		var committee, step, hash string
		if err := r.Scan(&committee, &step, &hash, &g.Day, &g.By); err != nil {
			return g, err
		}
		if hash != v.Hash {
			return g, fmt.Errorf("approval of %s: %w", v, seal.ErrTampered)
		}
		for i := range all {
			switch {
			case all[i].ID == committee && step == byCommittee:
				all[i].Approved = g
			case all[i].ID == committee:
				all[i].Chiefs = g
			}
		}
		return g, nil
	}, `SELECT committee_id, step, hash, day, account_id FROM report_approval WHERE review_id = $1 AND version_id = $2`, c.Review(), v.ID)
	if err != nil {
		return nil, fmt.Errorf("who approved %s: %w", v, err)
	}
	return all, outcomes(ctx, tx, c, v, all)
}

// approvedOn is the day on which the last committee approved; none while one is missing.
func approvedOn(all []standing) db.Date {
	return last(all, func(s standing) db.Date { return s.Approved.Day })
}

// ratifiedOn is the day on which the last chief officers ratified, or were told.
func ratifiedOn(all []standing) db.Date {
	return last(all, func(s standing) db.Date { return s.Chiefs.Day })
}

func last(all []standing, day func(standing) db.Date) db.Date {
	var late db.Date
	for _, s := range all {
		d := day(s)
		if d.IsZero() {
			return db.Date{}
		}
		if late.IsZero() || d.After(late) {
			late = d
		}
	}
	return late
}

// mine marks the committees for which the person holds an office: a chief officer
// whose office names none sits for all. Where the review came before one
// committee, it is that one.
func mine(ctx context.Context, tx *db.Tx, c access.Case, role access.Role, all []standing) error {
	staff, err := c.Staff(ctx, tx, role)
	if err != nil {
		return err
	}
	came, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Mine = len(came) == 1
		for _, p := range staff {
			sits := p.Committee == all[i].ID || p.Committee == "" && p.Role == access.ChiefOfficer
			all[i].Mine = all[i].Mine || p.ID == c.Person() && p.Role&role != 0 && sits
		}
	}
	return nil
}

func keepApproval(ctx context.Context, tx *db.Tx, c access.Case, v Version, committee, step string, day db.Date) error {
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO report_approval (id, review_id, version_id, committee_id, step, hash, day, account_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, id, c.Review(), v.ID, committee, step, v.Hash, day, c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("approval of %s: %w", v, err)
	}
	c.Touch(v.ID)
	return nil
}

// approved goes on once a committee approved: chief officers ratify, or the lead
// officer tells them, as their committee has it. [SEED, ASP22 p4]
func approved(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	all, err := standings(ctx, tx, c, v)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Approved.Day.IsZero() || !s.Chiefs.Day.IsZero() {
			continue
		}
		t := review.Task{Key: "report:chiefs:" + s.ID, Role: access.LeadOfficer, What: "Tell the chief officers of the approved report",
			Path: review.Path(c, "report/approval")}
		if s.Ratifies() {
			t.Role, t.What = access.ChiefOfficer, "Read the approved report and ratify it"
		}
		if err := ask(ctx, tx, c, t); err != nil {
			return err
		}
	}
	if approvedOn(all).IsZero() {
		return nil
	}
	if err := review.Settle(ctx, tx, c, "report:approve"); err != nil {
		return err
	}
	return review.Done(ctx, tx, c, review.CommitteeApproved)
}
