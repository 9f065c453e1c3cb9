package support

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/seal"
)

// Supporter is who supports the people of an agency. Before and After are the
// days by which they make contact. Out says that they are shut out of the
// review, or have left it: then the agency has no supporter.
type Supporter struct {
	ID, Account, Agency, AgencyName string
	Name, Contact, Deputy           seal.Text
	Before, After                   db.Date
	Version                         int
	Out                             bool
}

// Supporters lists the supporters by the name of their agency. The act must open
// the Support compartment.
func Supporters(ctx context.Context, tx *db.Tx, c access.Case) ([]Supporter, error) {
	ss, err := db.All(ctx, tx, func(r db.Row) (Supporter, error) {
		var s Supporter
		var before, after seal.Text
		at := c.At(seal.Support, "support_supporter", &s.ID)
		err := r.Scan(&s.ID, &s.Account, &s.Agency, &s.AgencyName, &s.Version, at.Open("contact", &s.Contact), at.Open("deputy", &s.Deputy),
			at.Open("before_by", &before), at.Open("after_by", &after))
		if err != nil {
			return s, err
		}
		if s.Before, err = db.ParseDate(before.Reveal()); err != nil {
			return s, err
		}
		s.After, err = db.ParseDate(after.Reveal())
		return s, err
	}, `
		SELECT s.id, s.account_id, s.agency_id, a.name, s.version, s.contact, s.deputy, s.before_by, s.after_by
		FROM support_supporter s JOIN agency a ON a.id = s.agency_id WHERE s.review_id = $1 ORDER BY s.id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the supporters: %w", err)
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	for i := range ss {
		ss[i].Out = true
		for _, p := range people {
			if p.ID == ss[i].Account {
				ss[i].Name = p.Name
				ss[i].Out = ss[i].Out && (p.Walled || p.Role != access.Supporter)
			}
		}
	}
	sort.SliceStable(ss, func(i, j int) bool { return ss[i].AgencyName < ss[j].AgencyName })
	return ss, nil
}

// SupporterFor gives the supporter of the people of an agency, or db.ErrNotFound
// while there is none who can be reached.
func SupporterFor(ctx context.Context, tx *db.Tx, c access.Case, agency string) (Supporter, error) {
	ss, err := Supporters(ctx, tx, c)
	if err != nil {
		return Supporter{}, err
	}
	for _, s := range ss {
		if s.Agency == agency && !s.Out {
			return s, nil
		}
	}
	return Supporter{}, db.ErrNotFound
}

func keep(ctx context.Context, tx *db.Tx, c access.Case, s Supporter) error {
	if s.Version == 0 {
		s.ID = db.NewID()
	}
	at := c.At(seal.Support, "support_supporter", &s.ID)
	c.Touch(s.ID)
	words := []any{s.ID, c.Review(), s.Agency, s.Account, at.Seal("contact", s.Contact), at.Seal("deputy", s.Deputy),
		at.Seal("before_by", seal.T(s.Before.String())), at.Seal("after_by", seal.T(s.After.String()))}
	if s.Version == 0 {
		_, err := tx.Exec(ctx, `
			INSERT INTO support_supporter (id, review_id, agency_id, account_id, contact, deputy, before_by, after_by)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, words...)
		if errors.Is(err, db.ErrTaken) {
			return db.ErrStale
		}
		return err
	}
	return tx.Change(ctx, `
		UPDATE support_supporter SET version = version + 1, account_id = $4, contact = $5, deputy = $6, before_by = $7, after_by = $8
		WHERE id = $1 AND review_id = $2 AND agency_id = $3 AND version = $9`, append(words, s.Version)...)
}

// place is an agency on the list, with its supporter if it has one.
type place struct {
	Agency, Name string
	Asked        bool // it was asked for a report, so it needs a supporter
	Supporter    *Supporter
}

// Has says that somebody can be reached.
func (p place) Has() bool { return p.Supporter != nil && !p.Supporter.Out }

// board lists the agencies, those that need a supporter first. The rule: each
// agency that was asked for a report needs one, for its practitioners may be
// invited. Where none was asked, at least one agency needs one.
func board(ctx context.Context, tx *db.Tx, c access.Case) (all []place, complete bool, err error) {
	agencies, err := review.Agencies(ctx, tx)
	if err != nil {
		return nil, false, err
	}
	requests, err := agencyreport.Requests(ctx, tx, c)
	if err != nil {
		return nil, false, err
	}
	supporters, err := Supporters(ctx, tx, c)
	if err != nil {
		return nil, false, err
	}
	needed, named := 0, 0
	for _, a := range agencies {
		p := place{Agency: a.ID, Name: a.Name}
		for _, q := range requests {
			p.Asked = p.Asked || q.Agency == a.ID
		}
		for i := range supporters {
			if supporters[i].Agency == a.ID {
				p.Supporter = &supporters[i]
			}
		}
		if p.Has() {
			named++
		} else if p.Asked {
			needed++
		}
		all = append(all, p)
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Asked && !all[j].Asked })
	return all, needed == 0 && named > 0, nil
}

// Recount writes down that the supporters are named, or takes that back.
func Recount(ctx context.Context, tx *db.Tx, c access.Case) error {
	_, complete, err := board(ctx, tx, c)
	if err != nil {
		return err
	}
	if complete {
		return review.Done(ctx, tx, c, review.SupportersNamed)
	}
	had, err := review.Has(ctx, tx, c, review.SupportersNamed)
	if err != nil || !had {
		return err
	}
	return review.Undone(ctx, tx, c, review.SupportersNamed)
}

// candidates are who may support the people of an agency: the members of the
// review team from it first, then those who hold the office. [SEED support]
func candidates(ctx context.Context, tx *db.Tx, c access.Case, agency string) ([]access.Person, error) {
	team, err := reviewteam.Team(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	staff, err := c.Staff(ctx, tx, access.Supporter)
	if err != nil {
		return nil, err
	}
	out, err := reviewteam.ShutOut(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var all []access.Person
	seen := map[string]bool{}
	add := func(p access.Person) {
		if p.Agency == agency && !seen[p.ID] && !out[p.ID] {
			seen[p.ID] = true
			all = append(all, p)
		}
	}
	for _, m := range team {
		if m.Counts() {
			add(access.Person{ID: m.Account, Name: m.Name, Role: m.Role, Agency: m.Agency})
		}
	}
	for _, p := range staff {
		add(p)
	}
	return all, nil
}

// names joins names for people: "A, B and C".
func names(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}
