package reviewteam

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// Member is somebody who was asked into the team. Walled says that they are
// shut out of the review now.
type Member struct {
	ID, Account, Agency string
	Role                access.Role
	Name                seal.Text
	Declared, Walled    bool
}

// Counts says that the member may do their part.
func (m Member) Counts() bool { return m.Declared && !m.Walled }

// Team lists who was asked into the team, in that order, without those who were
// let go.
func Team(ctx context.Context, tx *db.Tx, c access.Case) ([]Member, error) {
	ms, err := db.All(ctx, tx, func(r db.Row) (Member, error) {
		var m Member
		return m, r.Scan(&m.ID, &m.Account, &m.Role, &m.Agency, &m.Declared, &m.Walled)
	}, `
		SELECT t.id, t.account_id, t.role, t.agency_id, t.declared_at IS NOT NULL,
		       EXISTS (SELECT 1 FROM wall w WHERE w.review_id = t.review_id AND w.account_id = t.account_id AND w.lifted_at IS NULL)
		FROM reviewteam_member t WHERE t.review_id = $1 AND t.ended_at IS NULL ORDER BY t.named_at, t.id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the review team: %w", err)
	}
	people, err := everybody(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	for i := range ms {
		ms[i].Name = people[ms[i].Account]
	}
	return ms, nil
}

// ShutOut lists the accounts that are walled off from the review, whatever part
// they have or had. Nobody asks them into anything.
func ShutOut(ctx context.Context, tx *db.Tx, c access.Case) (map[string]bool, error) {
	ids, err := db.All(ctx, tx, db.Column[string], `SELECT account_id FROM wall WHERE review_id = $1 AND lifted_at IS NULL`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list who is shut out: %w", err)
	}
	out := map[string]bool{}
	for _, id := range ids {
		out[id] = true
	}
	return out, nil
}

// everybody gives the names of those with a part in the review or an office.
func everybody(ctx context.Context, tx *db.Tx, c access.Case) (map[string]seal.Text, error) {
	names := map[string]seal.Text{}
	staff, err := c.Staff(ctx, tx, review.Everybody)
	if err != nil {
		return nil, err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, p := range append(staff, people...) {
		names[p.ID] = p.Name
	}
	return names, nil
}

// Declared says that the person has nothing left to declare: they were not asked
// into the team, or they said that they were not involved.
func Declared(ctx context.Context, tx *db.Tx, c access.Case) (bool, error) {
	m, err := mine(ctx, tx, c)
	if errors.Is(err, db.ErrNotFound) {
		return true, nil
	}
	return m.Counts(), err
}

func mine(ctx context.Context, tx *db.Tx, c access.Case) (Member, error) {
	ms, err := Team(ctx, tx, c)
	if err != nil {
		return Member{}, err
	}
	for _, m := range ms {
		if m.Account == c.Person() {
			return m, nil
		}
	}
	return Member{}, db.ErrNotFound
}

// lacks lists what the team still needs, in people's words; nothing when it is
// in place. [SEED team, CP21 p11]
func lacks(ms []Member) []string {
	chairs, reviewers, agencies := 0, 0, map[string]bool{}
	for _, m := range ms {
		switch {
		case !m.Counts():
		case m.Role == access.ReviewChair:
			chairs++
		case m.Role == access.Reviewer:
			reviewers++
		case m.Agency != "":
			agencies[m.Agency] = true
		}
	}
	var missing []string
	if chairs == 0 {
		missing = append(missing, "a review chair who has declared")
	}
	if reviewers == 0 {
		missing = append(missing, "a reviewer who has declared")
	}
	if len(agencies) < 2 {
		missing = append(missing, "members of at least two agencies who have declared")
	}
	return missing
}

// Recount writes down that the team is in place, or takes that back. A step that
// shuts somebody out calls it in the same transaction.
func Recount(ctx context.Context, tx *db.Tx, c access.Case) error {
	ms, err := Team(ctx, tx, c)
	if err != nil {
		return err
	}
	if missing := lacks(ms); len(missing) == 0 {
		return review.Done(ctx, tx, c, review.TeamInPlace)
	}
	had, err := review.Has(ctx, tx, c, review.TeamInPlace)
	if err != nil || !had {
		return err
	}
	return review.Undone(ctx, tx, c, review.TeamInPlace)
}

// Scope is what the review looks at. From and To are the first and the last day.
type Scope struct {
	ID                                                   string
	Version                                              int
	From, To                                             db.Date
	Questions, Why, Scale, Agencies, Family, Proceedings seal.Text
}

// ScopeOf gives the terms of reference, or db.ErrNotFound while there are none.
func ScopeOf(ctx context.Context, tx *db.Tx, c access.Case) (Scope, error) {
	return db.One(ctx, tx, func(r db.Row) (Scope, error) {
		var s Scope
		var from, to seal.Text
		at := c.At(seal.Deliberation, "reviewteam_scope", &s.ID)
		err := r.Scan(&s.ID, &s.Version, at.Open("period_from", &from), at.Open("period_to", &to), at.Open("questions", &s.Questions),
			at.Open("why", &s.Why), at.Open("scale", &s.Scale), at.Open("agencies", &s.Agencies), at.Open("family", &s.Family),
			at.Open("proceedings", &s.Proceedings))
		if err != nil {
			return s, err
		}
		if s.From, err = db.ParseDate(from.Reveal()); err != nil {
			return s, err
		}
		s.To, err = db.ParseDate(to.Reveal())
		return s, err
	}, `
		SELECT id, version, period_from, period_to, questions, why, scale, agencies, family, proceedings
		FROM reviewteam_scope WHERE review_id = $1`, c.Review())
}

// keepScope writes the terms of reference over the version that was read, 0 for none.
func keepScope(ctx context.Context, tx *db.Tx, c access.Case, s Scope) error {
	if s.Version == 0 {
		s.ID = db.NewID()
	}
	at := c.At(seal.Deliberation, "reviewteam_scope", &s.ID)
	words := []any{s.ID, c.Review(), at.Seal("period_from", seal.T(s.From.String())), at.Seal("period_to", seal.T(s.To.String())),
		at.Seal("questions", s.Questions), at.Seal("why", s.Why), at.Seal("scale", s.Scale), at.Seal("agencies", s.Agencies),
		at.Seal("family", s.Family), at.Seal("proceedings", s.Proceedings)}
	c.Touch(s.ID)
	if s.Version == 0 {
		_, err := tx.Exec(ctx, `
			INSERT INTO reviewteam_scope (id, review_id, period_from, period_to, questions, why, scale, agencies, family, proceedings)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, words...)
		if errors.Is(err, db.ErrTaken) {
			return db.ErrStale
		}
		return err
	}
	return tx.Change(ctx, `
		UPDATE reviewteam_scope SET version = version + 1, period_from = $3, period_to = $4, questions = $5, why = $6, scale = $7,
		       agencies = $8, family = $9, proceedings = $10
		WHERE id = $1 AND review_id = $2 AND version = $11`, append(words, s.Version)...)
}

// initials are the first letters of a name, "M. E.".
func initials(name seal.Text) string {
	var out []string
	for _, word := range strings.Fields(name.Reveal()) {
		out = append(out, string([]rune(word)[:1])+".")
	}
	return strings.Join(out, " ")
}
