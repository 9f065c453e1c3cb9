package review

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/guidance"
)

// Committee considers the review under one edition of the guidance.
type Committee struct {
	ID, Name string
	Track    guidance.Track
	Settings Settings
	Guidance string // id of the version, frozen at notification; "" outside a review
	Number   int    // of the settings in force
}

func readCommittee(r db.Row) (Committee, error) {
	var c Committee
	var settings, then string
	err := r.Scan(&c.ID, &c.Name, &c.Track, &settings, &c.Guidance, &c.Number, &then)
	if err != nil {
		return c, err
	}
	if c.Settings, err = ReadSettings(settings); err != nil {
		return c, fmt.Errorf("committee %s: %w", c.ID, err)
	}
	c.Settings.Names.Committee = c.Name
	if then != "" {
		was, err := ReadSettings(then)
		if err != nil {
			return c, fmt.Errorf("committee %s at the notification: %w", c.ID, err)
		}
		c.Settings.Fields, c.Settings.Wordings = was.Fields, was.Wordings
	}
	return c, nil
}

// Committees lists the committees that consider the review, the child
// protection committee first. Their settings are those in force, but for the
// questions and criteria: a review keeps those of the day it was notified.
func Committees(ctx context.Context, tx *db.Tx, c access.Case) ([]Committee, error) {
	return committeesOf(ctx, tx, c.Review())
}

// Holders lists the committees that hold the review: all of them, until they have
// decided and one of them would not.
func Holders(ctx context.Context, tx *db.Tx, c access.Case) ([]Committee, error) {
	all, err := Committees(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	not, err := db.All(ctx, tx, db.Column[string], `SELECT committee_id FROM review_committee WHERE review_id = $1 AND NOT holds`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list who holds the review: %w", err)
	}
	return slices.DeleteFunc(all, func(k Committee) bool { return slices.Contains(not, k.ID) }), nil
}

// HeldBy says whether a committee holds the review. [CP24 p2, ASP22 p4]
func HeldBy(ctx context.Context, tx *db.Tx, c access.Case, committee string, holds bool) error {
	return tx.Change(ctx, `UPDATE review_committee SET holds = $1 WHERE review_id = $2 AND committee_id = $3`, holds, c.Review(), committee)
}

// CommitteesOf lists the committees that consider each of the reviews in which the
// person has a part, as they are now. It needs no word of a case.
func CommitteesOf(ctx context.Context, tx *db.Tx, o access.Outside) (map[string][]Committee, error) {
	committees, err := AllCommittees(ctx, tx)
	if err != nil {
		return nil, err
	}
	all := map[string][]Committee{}
	_, err = db.All(ctx, tx, func(r db.Row) (string, error) {
		var review, committee string
		err := r.Scan(&review, &committee)
		for _, c := range committees {
			if c.ID == committee {
				all[review] = append(all[review], c)
			}
		}
		return review, err
	}, `SELECT review_id, committee_id FROM review_committee WHERE `+ofPerson+` ORDER BY review_id, committee_id`, o.Person())
	if err != nil {
		return nil, fmt.Errorf("list the committees of the person's reviews: %w", err)
	}
	return all, nil
}

func committeesOf(ctx context.Context, tx *db.Tx, review string) ([]Committee, error) {
	cs, err := db.All(ctx, tx, readCommittee, `
		SELECT c.id, c.name, c.track, c.settings, rc.guidance, c.number, v.settings
		FROM review_committee rc
		JOIN committee c ON c.id = rc.committee_id
		LEFT JOIN committee_version v
		    ON v.committee_id = c.id AND v.number = rc.settings_number AND rc.settings_number <> c.number
		WHERE rc.review_id = $1 ORDER BY c.track DESC, c.id`, review)
	if err != nil {
		return nil, fmt.Errorf("list the committees of the review: %w", err)
	}
	inOrder(cs)
	return cs, nil
}

// AllCommittees lists the committees of the installation.
func AllCommittees(ctx context.Context, tx *db.Tx) ([]Committee, error) {
	cs, err := db.All(ctx, tx, readCommittee, `SELECT id, name, track, settings, '', number, '' FROM committee ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("list the committees: %w", err)
	}
	inOrder(cs)
	return cs, nil
}

func inOrder(cs []Committee) {
	for i := range cs {
		if cs[i].Track == guidance.Child {
			cs[0], cs[i] = cs[i], cs[0]
			return
		}
	}
}

// Agency is an organisation that works with people. One that is retired is
// asked no more; its name stays where it took part.
type Agency struct {
	ID, Name string
	Retired  bool
}

// Working are the agencies that are not retired, to choose from.
func Working(all []Agency) []Agency {
	var as []Agency
	for _, a := range all {
		if !a.Retired {
			as = append(as, a)
		}
	}
	return as
}

// Agencies lists the agencies of the installation by name, retired ones too.
func Agencies(ctx context.Context, tx *db.Tx) ([]Agency, error) {
	as, err := db.All(ctx, tx, func(r db.Row) (Agency, error) {
		var a Agency
		return a, r.Scan(&a.ID, &a.Name, &a.Retired)
	}, `SELECT id, name, retired_at IS NOT NULL FROM agency ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("list the agencies: %w", err)
	}
	byName(as)
	return as, nil
}

// agencyNames are the names of the agencies by their ids.
func agencyNames(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	agencies, err := Agencies(ctx, tx)
	names := map[string]string{}
	for _, a := range agencies {
		names[a.ID] = a.Name
	}
	return names, err
}

// Begin makes a founded review a case of the committees: the guidance of that
// day is frozen, their lead officers and administrators get their part, and the
// first task waits for the lead officers. [ASP22 p4, CP21 p4]
func Begin(ctx context.Context, tx *db.Tx, c access.Case, committees []string, notified db.Date) error {
	all, err := AllCommittees(ctx, tx)
	if err != nil {
		return err
	}
	staff, err := c.Staff(ctx, tx, access.LeadOfficer|access.Administrator)
	if err != nil {
		return err
	}
	for _, id := range committees {
		if err := take(ctx, tx, c, id, all, staff, notified); err != nil {
			return err
		}
	}
	if err := enter(ctx, tx, c, access.Received); err != nil {
		return err
	}
	due, err := startClocks(ctx, tx, c)
	if err != nil {
		return err
	}
	return Ask(ctx, tx, c, Task{Key: "acknowledge", Role: access.LeadOfficer, What: "Acknowledge the notification",
		Path: Path(c, "notification"), Due: due})
}

// take brings the review before a committee.
func take(ctx context.Context, tx *db.Tx, c access.Case, id string, all []Committee, staff []access.Person, notified db.Date) error {
	var of Committee
	for _, k := range all {
		if k.ID == id {
			of = k
		}
	}
	v := guidance.InForce(of.Track, notified)
	if v.ID == "" {
		return fmt.Errorf("no guidance for committee %q on %s", id, notified)
	}
	if _, err := tx.Exec(ctx, `
		INSERT INTO review_committee (review_id, committee_id, guidance, settings_number) VALUES ($1, $2, $3, $4)`,
		c.Review(), id, v.ID, of.Number); err != nil {
		return fmt.Errorf("committee of the review: %w", err)
	}
	for _, p := range staff {
		if p.Committee == id {
			if err := c.Admit(ctx, tx, p.ID, p.Role, "", noEnd); err != nil {
				return err
			}
		}
	}
	return nil
}

// Consider changes which committees consider the review. One that is added works
// with the guidance of the day of the notification; the lead officers and
// administrators of one that is taken away lose the part they had by it, but
// not whoever changes it. The committees' clocks are those of the first one.
func Consider(ctx context.Context, tx *db.Tx, c access.Case, committees []string, notified db.Date) error {
	was, err := Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	all, err := AllCommittees(ctx, tx)
	if err != nil {
		return err
	}
	staff, err := c.Staff(ctx, tx, access.LeadOfficer|access.Administrator)
	if err != nil {
		return err
	}
	for _, id := range committees {
		if !slices.ContainsFunc(was, func(k Committee) bool { return k.ID == id }) {
			if err := take(ctx, tx, c, id, all, staff, notified); err != nil {
				return err
			}
		}
	}
	for _, k := range was {
		if slices.Contains(committees, k.ID) {
			continue
		}
		if _, err := tx.Exec(ctx, `DELETE FROM review_committee WHERE review_id = $1 AND committee_id = $2`, c.Review(), k.ID); err != nil {
			return fmt.Errorf("take committee %s away: %w", k.ID, err)
		}
	}
	if err := partFrom(ctx, tx, c, was, committees, staff); err != nil {
		return err
	}
	return resetClocks(ctx, tx, c)
}

// partFrom ends the parts that people had only by a committee taken away.
func partFrom(ctx context.Context, tx *db.Tx, c access.Case, was []Committee, now []string, staff []access.Person) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		by := func(ids []string) bool {
			return slices.ContainsFunc(staff, func(s access.Person) bool {
				return s.ID == p.ID && s.Role == p.Role && slices.Contains(ids, s.Committee)
			})
		}
		var gone []string
		for _, k := range was {
			if !slices.Contains(now, k.ID) {
				gone = append(gone, k.ID)
			}
		}
		if p.ID != c.Person() && by(gone) && !by(now) {
			if err := c.Dismiss(ctx, tx, p.Member); err != nil {
				return err
			}
		}
	}
	return nil
}

// resetClocks gives the clocks that still run the time of the first committee.
func resetClocks(ctx context.Context, tx *db.Tx, c access.Case) error {
	cs, err := Committees(ctx, tx, c)
	if err != nil || len(cs) == 0 {
		return err
	}
	for key, span := range map[string]clock.Span{acknowledgeClock: cs[0].Settings.AcknowledgeWithin, decisionClock: cs[0].Settings.DecideWithin} {
		if span.Amount == 0 {
			continue
		}
		if err := Extend(ctx, tx, c, key, span); err != nil && !errors.Is(err, db.ErrStale) {
			return err
		}
	}
	return keepDue(ctx, tx, ofReview, c.Review())
}
