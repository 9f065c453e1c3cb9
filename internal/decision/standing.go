package decision

import (
	"context"
	"slices"

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
	Meets     db.Date    // when the committee considers it
	Decision  Decision   // zero while there is none
	Before    []Decision // versions before it, the latest first
	By        seal.Text
	Ratify    bool        // chief officers ratify, and are not only told
	Deeds     []chiefDeed // on the decision as it stands now
	Earlier   []chiefDeed // on versions before it
	Later     []later     // what came of the decision as it stands now
	Told      []telling   // of the decision as it stands now
	ToldOnce  []telling   // of versions before it
	Minutes   *minutes    // the last that this person may read, nil for none
	Chairs    []access.Person
	Chiefs    []access.Person
	names     map[string]seal.Text
}

func standing(ctx context.Context, tx *db.Tx, c access.Case) (stand, error) {
	var s stand
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return s, err
	}
	made, err := allDecisions(ctx, tx, c)
	if err != nil {
		return s, err
	}
	by, err := names(ctx, tx, c)
	if err != nil {
		return s, err
	}
	met, err := meetings(ctx, tx, c)
	if err != nil {
		return s, err
	}
	for _, k := range cs {
		one := &committeeStand{Committee: k, Ratify: k.Settings.ChiefOfficers == review.Ratify, Meets: met[k.ID], names: by}
		for _, d := range made[k.ID] {
			if one.Decision.version > 0 {
				one.Before = slices.Insert(one.Before, 0, one.Decision)
			}
			one.Decision = d
		}
		one.By = by[one.Decision.by]
		s.Committees = append(s.Committees, one)
	}
	if err := s.people(ctx, tx, c); err != nil {
		return s, err
	}
	return s, s.whatCame(ctx, tx, c, by)
}

// whatCame puts beside each decision what was done with it: by chief officers,
// by the committee later, by the lead officer who told others, in the minutes.
func (s stand) whatCame(ctx context.Context, tx *db.Tx, c access.Case, by map[string]seal.Text) error {
	deeds, err := chiefDeeds(ctx, tx, c, by)
	if err != nil {
		return err
	}
	laters, err := laterDeeds(ctx, tx, c, by)
	if err != nil {
		return err
	}
	told, err := tellings(ctx, tx, c, by)
	if err != nil {
		return err
	}
	for _, k := range s.Committees {
		for _, d := range deeds {
			switch {
			case d.Committee != k.Committee.ID:
			case d.Version == k.Decision.version:
				k.Deeds = append(k.Deeds, d)
			default:
				k.Earlier = append(k.Earlier, d)
			}
		}
		for _, l := range laters {
			if l.Committee == k.Committee.ID && l.Version == k.Decision.version {
				k.Later = append(k.Later, l)
			}
		}
		for _, t := range told {
			switch {
			case t.Committee != k.Committee.ID:
			case t.Version == k.Decision.version:
				k.Told = append(k.Told, t)
			default:
				k.ToldOnce = append(k.ToldOnce, t)
			}
		}
		if k.Minutes, err = readMinutes(ctx, tx, c, k); err != nil {
			return err
		}
	}
	return nil
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

// Made says that the committee has made a decision; to ask for more is none.
func (k *committeeStand) Made() bool { return k.Decision.version > 0 && k.Decision.Outcome != More }

// Decided says that its decision stands: chief officers did not send it back, and
// the committee did not refuse to confirm it.
func (k *committeeStand) Decided() bool { return k.Made() && !k.Returned() && !k.Refused() }

// Asked says that the committee asked for more, and Answered that it got it.
func (k *committeeStand) Asked() bool    { return k.Decision.Outcome == More }
func (k *committeeStand) Answered() bool { return k.Asked() && !k.Decision.answer.Empty() }

// Answer is what the lead officer found out.
func (k *committeeStand) Answer() seal.Text { return k.Decision.answer }

// open says that it is the chair's turn.
func (k *committeeStand) open() bool { return !k.Decided() && (!k.Asked() || k.Answered()) }

// later finds a deed that came of the decision as it stands.
func (k *committeeStand) later(deed string) (later, bool) {
	for _, l := range k.Later {
		if l.Deed == deed {
			return l, true
		}
	}
	return later{}, false
}

func (k *committeeStand) had(deed string) bool {
	_, ok := k.later(deed)
	return ok
}

// Refused says that the committee would not confirm what was decided between its
// meetings, and Unconfirmed that it has not said so yet.
func (k *committeeStand) Refused() bool { return k.had("refused") }
func (k *committeeStand) Unconfirmed() bool {
	return k.Made() && k.Decision.Delegated() && !k.had("confirmed") && !k.Refused()
}

// OwesLearning says that the learning of another activity was not sent to the
// Care Inspectorate yet.
func (k *committeeStand) OwesLearning() bool {
	return k.Decided() && k.Decision.Outcome == Other && !k.had("learned")
}

// Knows says that somebody was told of the decision as it stands: "notifier" or
// "inspectorate".
func (k *committeeStand) Knows(whom string) bool {
	return slices.ContainsFunc(k.Told, func(t telling) bool { return t.Whom == whom })
}

// KnewOnce says that they were told of a version before it, and not of this one.
func (k *committeeStand) KnewOnce(whom string) bool {
	return !k.Knows(whom) && slices.ContainsFunc(k.ToldOnce, func(t telling) bool { return t.Whom == whom })
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
		holds = holds || k.Decided() && k.Decision.Outcome == Review
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
