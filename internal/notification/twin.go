package notification

import (
	"context"
	"fmt"
	"sort"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// tied is what somebody made of another review that looks like the same event.
type tied string

const (
	linked   tied = "linked"   // they belong together and both go on
	incident tied = "incident" // one incident, a review for each person
	merged   tied = "merged"   // this one became part of the other
	holds    tied = "holds"    // the other one became part of this
	aside    tied = "aside"    // they have nothing to do with each other
)

// Words are what a tie is called on a page.
func (k tied) Words() string {
	return map[tied]string{linked: "Belongs together with", incident: "The same incident, another person:", merged: "This notification became part of",
		holds: "Took in the notification of", aside: "Not the same event as"}[k]
}

// tie is one choice that stands, seen from this review.
type tie struct {
	id, other, pair, restore string
	Kind                     tied
	Reason                   seal.Text
	On                       db.Date
}

const selectTies = `SELECT id, other_id, pair, restore, kind, reason, made_at FROM notification_twin WHERE review_id = $1 AND undone_at IS NULL `

// ties lists the choices that stand for the review. Which of the other reviews
// may be named to a person, each must be asked by itself.
func ties(ctx context.Context, tx *db.Tx, c access.Case) ([]tie, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (tie, error) {
		var t tie
		var on time.Time
		err := r.Scan(&t.id, &t.other, &t.pair, &t.restore, &t.Kind, c.At(seal.Notification, "notification_twin", &t.id).Open("reason", &t.Reason), &on)
		t.On = db.DateOf(on)
		return t, err
	}, selectTies+`ORDER BY made_at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what was made of twins: %w", err)
	}
	return all, nil
}

func tieTo(all []tie, other string) (tie, bool) {
	for _, t := range all {
		if t.other == other {
			return t, true
		}
	}
	return tie{}, false
}

// insertTie writes one side of a choice down.
func insertTie(ctx context.Context, tx *db.Tx, c access.Case, other, pair string, kind tied, reason, restore string) error {
	id := db.NewID()
	c.Touch(id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO notification_twin (id, review_id, other_id, pair, kind, reason, restore, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, c.Review(), other, pair, string(kind), c.At(seal.Notification, "notification_twin", &id).Seal("reason", seal.T(reason)),
		restore, c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("write down what a twin is: %w", err)
	}
	return nil
}

// twin is another review as it is named to the lead officer of both.
type twin struct {
	Review, Code, Stage string
	Reasons             []string
	Tie                 tie
	weight              int
}

// named is the twin with what its review is called.
func named(c access.Case, t twin) twin {
	t.Review, t.Code, t.Stage = c.Review(), c.Code(), c.Stage().String()
	return t
}

// twins are the suggestions, the likeliest first, and the choices that stand.
// Weaker is how many more have something in common and are not shown.
type twins struct {
	Suggested, Tied []twin
	Weaker          int
}

// mostSuggested is how many suggestions a person can look through.
const mostSuggested = 10

// twinsOf finds other reviews that may be about the same event, among those that
// the lead officer may see. Nothing comes of one that they have no part in.
// [DESIGN]
func twinsOf(r *web.Request, c access.Case, suggest bool) (twins, error) {
	ctx := r.Context()
	var out twins
	p, err := access.Check[Compare](ctx, c.Gate(), r.Session, c.Review(), "")
	if err != nil {
		return out, err
	}
	err = access.Across[Compare](ctx, p.Case, func(tx *db.Tx, others []access.Case) error {
		standing, err := ties(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		var open []access.Case
		for _, other := range others {
			if t, known := tieTo(standing, other.Review()); known {
				out.Tied = append(out.Tied, named(other, twin{Tie: t}))
			} else {
				open = append(open, other)
			}
		}
		if !suggest {
			return nil
		}
		here, err := featuresOf(ctx, tx, []access.Case{p.Case})
		if err != nil {
			return err
		}
		there, err := featuresKept(ctx, tx, open)
		if err != nil {
			return err
		}
		for _, other := range open {
			if reasons, weight := likeness(here[p.Review()], there[other.Review()]); weight > 0 {
				out.Suggested = append(out.Suggested, named(other, twin{Reasons: reasons, weight: weight}))
			}
		}
		return nil
	}, func() []string {
		sort.SliceStable(out.Suggested, func(i, j int) bool { return out.Suggested[i].weight > out.Suggested[j].weight })
		if out.Weaker = max(0, len(out.Suggested)-mostSuggested); out.Weaker > 0 {
			out.Suggested = out.Suggested[:mostSuggested]
		}
		var ids []string
		for _, one := range out.Suggested {
			ids = append(ids, one.Review)
		}
		return ids
	})
	return out, err
}

// joined is another notification that became part of this review.
type joined struct {
	On string
	joinedWords
}

// joinedTo lists them, but not to somebody who is walled off from where one came.
func joinedTo(ctx context.Context, tx *db.Tx, c access.Case) ([]joined, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (joined, error) {
		var j joined
		var id string
		var words seal.Text
		var on time.Time
		if err := r.Scan(&id, c.At(seal.Notification, "notification_joined", &id).Open("words", &words), &on); err != nil {
			return j, err
		}
		j.On = db.DateOf(on).Words()
		return j, j.joinedWords.read(words)
	}, `
		SELECT j.id, j.words, j.joined_at FROM notification_joined j
		WHERE j.review_id = $1
		  AND NOT EXISTS (SELECT 1 FROM wall w
		      WHERE w.review_id = j.from_id AND w.account_id = $2 AND w.lifted_at IS NULL)
		ORDER BY j.joined_at, j.id`, c.Review(), c.Person())
	if err != nil {
		return nil, fmt.Errorf("read what became part of the review: %w", err)
	}
	return all, nil
}

// twinPath is where two reviews stand beside each other.
func twinPath(c access.Case, other string) string {
	return review.Path(c, "notification/twins/"+other)
}
