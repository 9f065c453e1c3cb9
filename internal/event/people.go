package event

import (
	"context"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/support"
	"lr/internal/web"
)

type peopleData struct {
	Form   *form.Form
	Review string
	People []supported
	Closed bool
	Limits review.Limits
}

// supported is somebody whom this supporter looks after.
type supported struct {
	Invitation
	Talk bool
}

// Says is the answer in words.
func (i Invitation) Says() string {
	switch i.Answer.Reveal() {
	case "coming":
		return "Will come"
	case "cannot":
		return "Cannot come"
	}
	return "No answer yet"
}

var peoplePage = web.NewPage[peopleData](pages, "people.html")

func myPeople(ctx context.Context, tx *db.Tx, c access.Case) ([]supported, error) {
	supporters, err := support.Supporters(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	mine := map[string]bool{}
	for _, s := range supporters {
		mine[s.Agency] = mine[s.Agency] || s.Account == c.Person()
	}
	invited, err := invitations(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	wish, err := wishes(ctx, tx, c)
	var people []supported
	for _, i := range invited {
		if mine[i.Agency] {
			people = append(people, supported{i, wish[i.ID]})
		}
	}
	return people, err
}

func showPeople(r *web.Request, p access.Pass[MyPeople]) (web.Answer, error) {
	d := peopleData{Form: form.New(), Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.People, err = myPeople(r.Context(), tx, p.Case); err != nil {
			return err
		}
		if d.Limits, err = review.HoldsOn(r.Context(), tx, p.Case, against...); err != nil {
			return err
		}
		state, err := db.All(r.Context(), tx, db.Column[string], `SELECT state FROM event_day WHERE review_id = $1`, p.Review())
		d.Closed = len(state) == 1 && state[0] == "closed"
		return err
	})
	return peoplePage.With(d), err
}

var times = []form.Option{{Value: "before"}, {Value: "after"}, {Value: "talk"}}

// inTouch says that the supporter was in touch. What was said is nobody's.
func inTouch(r *web.Request, p access.Pass[MyPeople]) (web.Answer, error) {
	ctx := r.Context()
	when := r.Form.Choice("contact", times, "")
	err := p.Write(ctx, func(tx *db.Tx) error {
		people, err := myPeople(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		for _, i := range people {
			if i.ID == r.Path("invitation") {
				return keepTouch(ctx, tx, p.Case, i, when, people)
			}
		}
		return db.ErrNotFound
	})
	return web.Redirect(review.Path(p.Case, "event/my-people")).Say("Thank you. It is noted that you were in touch, and nothing else."), err
}

func keepTouch(ctx context.Context, tx *db.Tx, c access.Case, i supported, when string, people []supported) error {
	query := map[string]string{
		"before": `UPDATE event_invitation SET before_done = $1 WHERE id = $2 AND review_id = $3`,
		"after":  `UPDATE event_invitation SET after_done = $1 WHERE id = $2 AND review_id = $3`,
	}[when]
	if query != "" {
		if err := tx.Change(ctx, query, true, i.ID, c.Review()); err != nil {
			return err
		}
		return review.Settle(ctx, tx, c, when+":"+i.ID)
	}
	if when != "talk" {
		return db.ErrStale
	}
	if err := setWish(ctx, tx, c, i.ID, false); err != nil {
		return err
	}
	for _, other := range people {
		if other.Talk && other.ID != i.ID && other.Agency == i.Agency {
			return nil
		}
	}
	return review.Settle(ctx, tx, c, "talk:"+i.Agency)
}
