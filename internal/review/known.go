package review

import (
	"context"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/anonymity"
	"lr/internal/db"
	"lr/internal/seal"
)

var noEnd time.Time

// Path is the address of a page of the review.
func Path(c access.Case, page string) string { return "/reviews/" + c.Review() + "/" + page }

func byName(as []Agency) {
	sort.Slice(as, func(i, j int) bool { return as[i].Name < as[j].Name })
}

// Known is a person of the case: the code that texts use, and the names that
// must appear in none. Aliases are other names, one a line.
type Known struct {
	ID                      string
	Code                    string
	Name, Aliases, Relation seal.Text
}

// AddKnown gives a person of the case the next code of its kind: kind "Child"
// makes Child 1, Child 2 and so on. The act must open the Identity compartment.
func AddKnown(ctx context.Context, tx *db.Tx, c access.Case, kind string, k Known) (Known, error) {
	all, err := db.All(ctx, tx, db.Column[string], `SELECT code FROM review_person WHERE review_id = $1`, c.Review())
	if err != nil {
		return k, fmt.Errorf("read the codes: %w", err)
	}
	n := 1
	for _, code := range all {
		if number, ok := strings.CutPrefix(code, kind+" "); ok {
			if i, err := strconv.Atoi(number); err == nil {
				n = max(n, i+1)
			}
		}
	}
	k.ID, k.Code = db.NewID(), fmt.Sprintf("%s %d", kind, n)
	at := c.At(seal.Identity, "review_person", &k.ID)
	if _, err := tx.Exec(ctx, `INSERT INTO review_person (id, review_id, code, name, aliases, relation) VALUES ($1, $2, $3, $4, $5, $6)`,
		k.ID, c.Review(), k.Code, at.Seal("name", k.Name), at.Seal("aliases", k.Aliases), at.Seal("relation", k.Relation)); err != nil {
		return k, fmt.Errorf("add a person of the case: %w", err)
	}
	return k, newPeople(ctx, tx, c)
}

func newPeople(ctx context.Context, tx *db.Tx, c access.Case) error {
	if _, err := tx.Exec(ctx, `
		INSERT INTO review_people (review_id, version) VALUES ($1, $2)
		ON CONFLICT (review_id) DO UPDATE SET version = excluded.version`, c.Review(), db.NewID()); err != nil {
		return fmt.Errorf("a new version of the people of the case: %w", err)
	}
	return nil
}

// PeopleVersion says which list of people the review has now: another version at
// each change.
func PeopleVersion(ctx context.Context, tx *db.Tx, c access.Case) (string, error) {
	all, err := PeopleVersions(ctx, tx, []access.Case{c})
	return all[c.Review()], err
}

// PeopleVersions says which list of people each of the reviews has now.
func PeopleVersions(ctx context.Context, tx *db.Tx, cases []access.Case) (map[string]string, error) {
	all := map[string]string{}
	which, ids := access.AllOf(cases).Among(tx)
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review, version string
		err := r.Scan(&review, &version)
		all[review] = version
		return review, err
	}, `SELECT review_id, version FROM review_people WHERE `+which, ids)
	if err != nil {
		return nil, fmt.Errorf("versions of the people of the cases: %w", err)
	}
	return all, nil
}

// KnownPeople lists the people of the case. The act must open the Identity
// compartment.
func KnownPeople(ctx context.Context, tx *db.Tx, c access.Case) ([]Known, error) {
	all, err := KnownIn(ctx, tx, []access.Case{c})
	return all[c.Review()], err
}

// KnownIn lists the people of many cases, by review, as KnownPeople does of one.
func KnownIn(ctx context.Context, tx *db.Tx, cases []access.Case) (map[string][]Known, error) {
	of, all := access.AllOf(cases), map[string][]Known{}
	which, ids := of.Among(tx)
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var review string
		var k Known
		at := of.At(&review, seal.Identity, "review_person", &k.ID)
		err := r.Scan(&review, &k.ID, &k.Code, at.Open("name", &k.Name), at.Open("aliases", &k.Aliases), at.Open("relation", &k.Relation))
		all[review] = append(all[review], k)
		return review, err
	}, `SELECT review_id, id, code, name, aliases, relation FROM review_person WHERE `+which+` ORDER BY code, id`, ids)
	if err != nil {
		return nil, fmt.Errorf("list the people of the case: %w", err)
	}
	return all, nil
}

// LeadOfficers names those who lead the review.
func LeadOfficers(ctx context.Context, tx *db.Tx, c access.Case) ([]string, error) {
	people, err := c.People(ctx, tx)
	var names []string
	for _, p := range people {
		if p.Role == access.LeadOfficer && !p.Walled {
			names = append(names, p.Name.Reveal())
		}
	}
	return names, err
}

// DropKnown takes a person of the case away again.
func DropKnown(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM review_person WHERE review_id = $1 AND id = $2`, c.Review(), id); err != nil {
		return fmt.Errorf("drop a person of the case: %w", err)
	}
	return newPeople(ctx, tx, c)
}

// CaseNames are the names of the people and places of the case, to be looked for
// in a text. The act must open the Identity compartment.
func CaseNames(ctx context.Context, tx *db.Tx, c access.Case) ([]anonymity.Known, error) {
	people, err := KnownPeople(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var all []anonymity.Known
	for _, k := range people {
		one := anonymity.Known{Code: k.Code, Names: []string{k.Name.Reveal()}, Kind: anonymity.Person}
		if strings.HasPrefix(k.Code, "Place ") {
			one.Kind = anonymity.Place
		}
		for _, alias := range strings.Split(k.Aliases.Reveal(), "\n") {
			if alias = strings.TrimSpace(alias); alias != "" {
				one.Aliases = append(one.Aliases, alias)
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// PartOf is the code of everybody who takes part in the review: whose name it
// is stays unsaid.
const PartOf = "somebody who takes part in the review"

// NamesToHide are the names that nothing which leaves the review may hold: the
// people and places of the case, and everybody who has a part in the review. The
// act must open the Identity compartment. [SEED report, CI-LR]
func NamesToHide(ctx context.Context, tx *db.Tx, c access.Case) ([]anonymity.Known, error) {
	all, err := CaseNames(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	members, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, p := range members {
		if !seen[p.ID] {
			all = append(all, anonymity.Known{Code: PartOf, Names: []string{p.Name.Reveal()}, Kind: anonymity.Person})
		}
		seen[p.ID] = true
	}
	return all, nil
}
