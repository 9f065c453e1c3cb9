package decision

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
)

// stand is where the deciding stands: each committee with its decision, its
// chairs and its chief officers.
type stand struct{ Committees []*committeeStand }

// committeeStand is one committee's part of it.
type committeeStand struct {
	Committee review.Committee
	Decision  Decision // zero while there is none
	By        seal.Text
	Ratify    bool        // chief officers ratify, and are not only told
	Deeds     []chiefDeed // on the decision as it stands now
	Earlier   []chiefDeed // on versions before it
	Chairs    []access.Person
	Chiefs    []access.Person
}

func standing(ctx context.Context, tx *db.Tx, c access.Case) (stand, error) {
	var s stand
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return s, err
	}
	last, err := lastDecisions(ctx, tx, c)
	if err != nil {
		return s, err
	}
	by, err := names(ctx, tx, c)
	if err != nil {
		return s, err
	}
	deeds, err := chiefDeeds(ctx, tx, c, by)
	if err != nil {
		return s, err
	}
	for _, k := range cs {
		one := &committeeStand{Committee: k, Decision: last[k.ID], Ratify: k.Settings.ChiefOfficers == review.Ratify}
		one.By = by[one.Decision.by]
		for _, d := range deeds {
			switch {
			case d.Committee != k.ID:
			case d.Version == one.Decision.version:
				one.Deeds = append(one.Deeds, d)
			default:
				one.Earlier = append(one.Earlier, d)
			}
		}
		s.Committees = append(s.Committees, one)
	}
	return s, s.people(ctx, tx, c)
}

// people finds who sits for which committee: those with the part in the review
// who hold the office in that committee. A chief officer whose office names no
// committee sits for all.
func (s stand) people(ctx context.Context, tx *db.Tx, c access.Case) error {
	in, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	staff, err := c.Staff(ctx, tx, access.CommitteeChair|access.ChiefOfficer)
	if err != nil {
		return err
	}
	holds := func(p access.Person, committee string) bool {
		for _, o := range staff {
			all := o.Committee == "" && o.Role == access.ChiefOfficer
			if o.ID == p.ID && o.Role == p.Role && (o.Committee == committee || all) {
				return true
			}
		}
		return false
	}
	for _, k := range s.Committees {
		for _, p := range in {
			switch {
			case p.Walled || !holds(p, k.Committee.ID):
			case p.Role == access.CommitteeChair:
				k.Chairs = append(k.Chairs, p)
			case p.Role == access.ChiefOfficer:
				k.Chiefs = append(k.Chiefs, p)
			}
		}
	}
	return nil
}

func (s stand) of(committee string) (*committeeStand, error) {
	for _, k := range s.Committees {
		if k.Committee.ID == committee {
			return k, nil
		}
	}
	return nil, db.ErrNotFound
}

func (k *committeeStand) isChair(account string) bool { return among(account, k.Chairs) }
func (k *committeeStand) isChief(account string) bool { return among(account, k.Chiefs) }

func among(account string, people []access.Person) bool {
	for _, p := range people {
		if p.ID == account {
			return true
		}
	}
	return false
}

// Decided says that the committee decided; to ask for more is no decision.
func (k *committeeStand) Decided() bool { return k.Decision.version > 0 && k.Decision.Outcome != More }

// Asked says that the committee asked for more, and Answered that it got it.
func (k *committeeStand) Asked() bool    { return k.Decision.Outcome == More }
func (k *committeeStand) Answered() bool { return k.Asked() && !k.Decision.answer.Empty() }

// Answer is what the lead officer found out.
func (k *committeeStand) Answer() seal.Text { return k.Decision.answer }

// open says that it is the chair's turn.
func (k *committeeStand) open() bool {
	return !k.Decided() && (!k.Asked() || k.Answered()) || k.Returned()
}

// last is the last deed that counts for ratifying.
func (k *committeeStand) last() string {
	said := ""
	for _, d := range k.Deeds {
		if d.Deed == "ratified" || d.Deed == "returned" {
			said = d.Deed
		}
	}
	return said
}

// Returned says that chief officers sent the decision back.
func (k *committeeStand) Returned() bool { return k.Ratify && k.last() == "returned" }

// waitsForChief says that something waits for this chief officer.
func (k *committeeStand) waitsForChief(account string) bool {
	return k.Decided() && !k.Settled() && !k.Returned() && !k.did(account, "read")
}

func (k *committeeStand) did(account, deed string) bool {
	for _, d := range k.Deeds {
		if d.Account == account && d.Deed == deed {
			return true
		}
	}
	return false
}

// Settled says that chief officers know of the decision, or ratified it where
// that is the committee's way. [SEED recommend, ASP22 p4]
func (k *committeeStand) Settled() bool {
	if !k.Decided() {
		return false
	}
	if k.Ratify {
		return k.last() == "ratified"
	}
	read := len(k.Chiefs) > 0
	for _, p := range k.Chiefs {
		read = read && k.did(p.ID, "read")
	}
	for _, d := range k.Deeds {
		read = read || d.Deed == "told"
	}
	return read
}

// decided says that every committee decided, and holds that at least one wants a review.
func (s stand) decided() (all, holds bool) {
	all = len(s.Committees) > 0
	for _, k := range s.Committees {
		all = all && k.Decided()
		holds = holds || k.Decision.Outcome == Review
	}
	return all, holds
}

// Split says that the committees decided differently.
func (s stand) Split() bool {
	seen := map[Outcome]bool{}
	for _, k := range s.Committees {
		if k.Decided() {
			seen[k.Decision.Outcome] = true
		}
	}
	return len(seen) > 1
}

// Version is the number of the decision, by which a form says which one it saw.
func (k *committeeStand) Version() int { return k.Decision.version }
