package report

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/reviewteam"
)

// ask puts a task before one person, or before all who have a role, and tells
// them by e-mail that it waits.
func ask(ctx context.Context, tx *db.Tx, c access.Case, t review.Task) error {
	if err := review.Ask(ctx, tx, c, t); err != nil {
		return err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, p := range people {
		mine := p.ID == t.Account || t.Account == "" && p.Role == t.Role
		if !mine || p.Walled || told[p.ID] || p.ID == c.Person() {
			continue
		}
		told[p.ID] = true
		if err := mail.Send(ctx, tx, c, mail.ToAccount(p.ID), mail.TaskWaits, mail.Message{Path: t.Path, Due: t.Due}); err != nil {
			return err
		}
	}
	return nil
}

// askForVersion asks for what a new version needs: its check, and the scrutiny
// of every member of the team. What waited because of the version before is off.
func askForVersion(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	keys := []string{"report:approve", "report:findings"}
	for _, k := range cs {
		keys = append(keys, "report:chiefs:"+k.ID)
	}
	for _, key := range keys {
		if err := review.Settle(ctx, tx, c, key); err != nil {
			return err
		}
	}
	if err := ask(ctx, tx, c, review.Task{Key: "report:check", Role: access.LeadOfficer, What: "Check the draft report for identifiers",
		Path: review.Path(c, "report/check")}); err != nil {
		return err
	}
	ms, err := signers(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, m := range ms {
		if err := ask(ctx, tx, c, review.Task{Key: "report:sign:" + m.Account, Account: m.Account, Role: access.TeamMember,
			What: "Read the draft report and say whether it holds all the learning", Path: review.Path(c, "report/scrutiny")}); err != nil {
			return err
		}
	}
	return nil
}

// signers are the members of the team who declared and are not shut out: each
// says of the newest version that it holds all the learning, or it is written
// down why not. [SEED team]
func signers(ctx context.Context, tx *db.Tx, c access.Case) ([]reviewteam.Member, error) {
	team, err := reviewteam.Team(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var out []reviewteam.Member
	for _, m := range team {
		if m.Role == access.TeamMember && m.Declared && !m.Walled {
			out = append(out, m)
		}
	}
	return out, nil
}

// ready asks the committee's chair to approve the version, once it names nobody
// and the team finds all the learning in it.
func ready(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	checked, err := review.Has(ctx, tx, c, review.IdentifiersChecked)
	if err != nil {
		return err
	}
	if checked {
		if err := review.Settle(ctx, tx, c, "report:check"); err != nil {
			return err
		}
	}
	signed, err := review.Has(ctx, tx, c, review.Scrutinised)
	if err != nil {
		return err
	}
	if !checked || !signed || !v.ApprovedOn.IsZero() {
		return review.Settle(ctx, tx, c, "report:approve")
	}
	return ask(ctx, tx, c, review.Task{Key: "report:approve", Role: access.CommitteeChair, What: "Read the report and approve it for the committee",
		Path: review.Path(c, "report/approval")})
}
