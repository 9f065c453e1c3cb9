package access

import (
	"context"
	"maps"
	"slices"

	"lr/internal/audit"
	"lr/internal/db"
	"lr/internal/seal"
)

// Together are many cases, by review, whose rows are read in one question.
type Together map[string]Case

// AllOf puts the cases together.
func AllOf(cases []Case) Together {
	all := Together{}
	for _, c := range cases {
		all[c.Review()] = c
	}
	return all
}

// Among is the condition that a row belongs to one of them, and the value of the $1
// in it.
func (all Together) Among(tx *db.Tx) (condition, arg string) {
	return db.Among(tx, "review_id", slices.Collect(maps.Keys(all)))
}

// At is where the words of a row lie, as Case.At of the review whose id stands at
// review. While a row is read, that must be scanned before its words.
func (all Together) At(review *string, compartment seal.Compartment, table string, id *string) seal.Place {
	return seal.AtOf(func() *seal.Box { return all[*review].knows().box }, compartment, table, id)
}

// Over reads many reviews at once: those of the named ones in which the person may
// do the act now. Each is decided on by itself, and a review that shuts them out,
// or where they have not declared yet, is as if it were not there. Each leaves an
// entry in its log that it was read.
func Over[A Act](ctx context.Context, o Outside, reviews []string, fn func(tx *db.Tx, cases []Case) error) error {
	if o.in == nil || !o.in.session.Complete {
		return ErrSignIn
	}
	var act A
	var cases []Case
	err := o.in.gate.db.Read(ctx, func(tx *db.Tx) error {
		if err := o.again(ctx, tx); err != nil {
			return err
		}
		all, err := o.in.gate.others(ctx, tx, o.in.session, "", act.Rule())
		if err != nil {
			return err
		}
		asked := map[string]bool{}
		for _, id := range reviews {
			asked[id] = true
		}
		cases = slices.DeleteFunc(all, func(c Case) bool { return !asked[c.in.review] })
		if err := Unlock(ctx, tx, cases); err != nil {
			return err
		}
		return fn(tx, cases)
	})
	if err != nil || len(cases) == 0 {
		return err
	}
	return o.in.gate.db.Write(ctx, func(tx *db.Tx) error { return entries(ctx, tx, cases, audit.Read) })
}
