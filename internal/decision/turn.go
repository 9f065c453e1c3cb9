package decision

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
)

// errFaults is given when what was typed does not go with what the database
// says. The form then holds the sentence.
var errFaults = errors.New("what was typed does not go with what is written down")

func turnKey(account string) string { return "decision:" + account }

// turn puts on a person's start page what waits for them in this step now, or
// takes it off.
func turn(ctx context.Context, tx *db.Tx, c access.Case, account string) error {
	roles, err := rolesOf(ctx, tx, c, account)
	if err != nil {
		return err
	}
	what, page, err := waitsFor(ctx, tx, c, account, roles)
	if err != nil {
		return err
	}
	due, err := dueFor(ctx, tx, c, page)
	if err != nil {
		return err
	}
	if what == "" {
		return review.Settle(ctx, tx, c, turnKey(account))
	}
	return ask(ctx, tx, c, review.Task{Key: turnKey(account), Account: account, Role: roles, What: what, Path: review.Path(c, page), Due: due})
}

// dueFor is the day of the committee's meeting, for who decides there.
func dueFor(ctx context.Context, tx *db.Tx, c access.Case, page string) (db.Date, error) {
	committee, decides := strings.CutPrefix(page, decidePath)
	if !decides {
		return db.Date{}, nil
	}
	met, err := meetings(ctx, tx, c)
	return met[committee], err
}

// decidePath is where a chair decides, before the id of the committee.
const decidePath = "decision/committees/"

// ask puts a task on start pages and writes to those it is for. A task that
// waits there already with the same words is left as it is.
func ask(ctx context.Context, tx *db.Tx, c access.Case, t review.Task) error {
	waits, err := db.All(ctx, tx, func(r db.Row) (review.Task, error) {
		var t review.Task
		return t, r.Scan(&t.What, &t.Due)
	}, `
		SELECT what, due FROM review_task WHERE review_id = $1 AND key = $2 AND settled_at IS NULL`, c.Review(), t.Key)
	if err != nil {
		return fmt.Errorf("read what waits: %w", err)
	}
	if len(waits) == 1 && waits[0].What == t.What && waits[0].Due == t.Due {
		return nil
	}
	if err := review.Ask(ctx, tx, c, t); err != nil {
		return err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	kind := mail.TaskWaits
	if t.What == readDecision {
		kind = mail.DecisionTold
	}
	written := map[string]bool{c.Person(): true}
	for _, p := range people {
		if p.Walled || written[p.ID] || t.Account != "" && p.ID != t.Account || t.Account == "" && p.Role != t.Role {
			continue
		}
		written[p.ID] = true
		if err := mail.Send(ctx, tx, c, mail.ToAccount(p.ID), kind, mail.Message{Path: t.Path, Due: t.Due}); err != nil {
			return err
		}
	}
	return nil
}

// What waits for somebody who was asked, and for a chief officer who is told.
const (
	declareFirst = "Before you read anything: say whether you were involved"
	readDecision = "Read a decision"
)

// turnAll does so for everybody of the group, the committees and the chief officers.
func turnAll(ctx context.Context, tx *db.Tx, c access.Case) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	done := map[string]bool{}
	for _, p := range people {
		if p.Role&Declarers == 0 || done[p.ID] {
			continue
		}
		done[p.ID] = true
		if err := turn(ctx, tx, c, p.ID); err != nil {
			return err
		}
	}
	return nil
}

func rolesOf(ctx context.Context, tx *db.Tx, c access.Case, account string) (access.Role, error) {
	people, err := c.People(ctx, tx)
	var roles access.Role
	for _, p := range people {
		if p.ID == account && !p.Walled {
			roles |= p.Role
		}
	}
	return roles, err
}

func waitsFor(ctx context.Context, tx *db.Tx, c access.Case, account string, roles access.Role) (what, page string, err error) {
	if c.Stage() == access.Deciding {
		roles &^= access.WorkingGroup
	} else {
		roles &^= access.CommitteeChair | access.ChiefOfficer
	}
	if roles&Declarers == 0 {
		return "", "", nil
	}
	ok, err := declared(ctx, tx, c, account)
	if err != nil {
		return "", "", err
	}
	if !ok {
		return beforeDeclaring(ctx, tx, c, account)
	}
	if roles&access.WorkingGroup != 0 {
		return waitsForMember(ctx, tx, c, account)
	}
	s, err := standing(ctx, tx, c)
	if err != nil {
		return "", "", err
	}
	for _, k := range s.Committees {
		switch {
		case k.isChair(account) && k.open():
			return "Decide for your committee", decidePath + k.Committee.ID, nil
		case k.isChief(account) && k.waitsForChief(account) && k.Ratify:
			return "Ratify a decision, or send it back", "decision/ratify/" + k.Committee.ID, nil
		case k.isChief(account) && k.waitsForChief(account):
			return readDecision, "decision", nil
		}
	}
	return "", "", nil
}

// committeeOf finds the committee named in an address among those of the review.
func committeeOf(ctx context.Context, tx *db.Tx, c access.Case, id string) (review.Committee, error) {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return review.Committee{}, err
	}
	for _, k := range cs {
		if k.ID == id {
			return k, nil
		}
	}
	return review.Committee{}, db.ErrNotFound
}

// names gives the name of everybody who has a part in the review.
func names(ctx context.Context, tx *db.Tx, c access.Case) (map[string]seal.Text, error) {
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	by := map[string]seal.Text{}
	for _, p := range people {
		by[p.ID] = p.Name
	}
	return by, nil
}

// last is the number of the last version in a table of this step, 0 for none.
func last(ctx context.Context, tx *db.Tx, c access.Case, table, committee string) (int, error) {
	n, err := db.One(ctx, tx, db.Column[int],
		`SELECT COALESCE(MAX(version), 0) FROM `+table+` WHERE review_id = $1 AND committee_id = $2`, c.Review(), committee)
	if err != nil {
		return 0, fmt.Errorf("last version in %s: %w", table, err)
	}
	return n, nil
}

// next gives the number of the version that follows the one the person saw; if
// somebody wrote another meanwhile it gives db.ErrStale.
func next(ctx context.Context, tx *db.Tx, c access.Case, table, committee string, saw int) (int, error) {
	n, err := last(ctx, tx, c, table, committee)
	if err == nil && n != saw {
		err = db.ErrStale
	}
	return n + 1, err
}
