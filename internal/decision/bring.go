package decision

import (
	"context"
	"fmt"
	"net/url"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

type bringData struct {
	Form   *form.Form
	Review string
	Chairs []form.Option
	Chiefs []form.Option
	Stand  stand
	all    []form.Option // and those who have their part, for a form that is sent again
}

var bringPage = web.NewPage[bringData](pages, "bring.html")

func askBring(r *web.Request, p access.Pass[Bring]) (web.Answer, error) {
	d := bringData{}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	everybody := url.Values{}
	for _, o := range d.Chairs {
		everybody.Add("chair", o.Value)
	}
	for _, o := range d.Chiefs {
		everybody.Add("chief", o.Value)
	}
	for _, k := range d.Stand.Committees {
		everybody.Set("meets-"+k.Committee.ID, k.Meets.Words())
	}
	d.Form = form.Sent(everybody, nil)
	return bringPage.With(d), err
}

// fill offers those who hold the office in a committee of the review and have
// no part yet. Whoever was walled off is not offered again.
func (d *bringData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review = c.Review()
	var err error
	if d.Stand, err = standing(ctx, tx, c); err != nil {
		return err
	}
	staff, err := c.Staff(ctx, tx, access.CommitteeChair|access.ChiefOfficer)
	if err != nil {
		return err
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, s := range staff {
		in := false
		for _, p := range people {
			in = in || p.ID == s.ID && (p.Walled || p.Role == s.Role)
		}
		committee, ours := d.committee(s)
		o := form.Option{Value: s.ID, Label: s.Name.Reveal(), Hint: committee}
		if ours {
			d.all = once(d.all, o)
		}
		if in || !ours {
			continue
		}
		if s.Role == access.CommitteeChair {
			d.Chairs = once(d.Chairs, o)
		} else {
			d.Chiefs = once(d.Chiefs, o)
		}
	}
	return nil
}

// committee names the committee of the review that the office is in. A chief
// officer whose office is in none sits for all.
func (d *bringData) committee(s access.Person) (string, bool) {
	for _, k := range d.Stand.Committees {
		if k.Committee.ID == s.Committee {
			return k.Committee.Name, true
		}
	}
	return "All committees", s.Committee == "" && s.Role == access.ChiefOfficer
}

// once adds a person who holds an office in several committees a single time.
func once(all []form.Option, o form.Option) []form.Option {
	for i := range all {
		if all[i].Value == o.Value {
			all[i].Hint += ", " + o.Hint
			return all
		}
	}
	return append(all, o)
}

// bring gives the chairs of the committees and the chief officers their part.
// Each declares before they read anything. [SEED recommend, CP24 p2, ASP22 p4]
func bring(r *web.Request, p access.Pass[Bring]) (web.Answer, error) {
	d := bringData{Form: r.Form}
	if err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) }); err != nil {
		return web.Answer{}, err
	}
	chairs := r.Form.Choices("chair", d.all, "")
	chiefs := r.Form.Choices("chief", d.all, "")
	meets, moved := map[string]db.Date{}, false
	for _, k := range d.Stand.Committees {
		meets[k.Committee.ID] = r.Form.Date("meets-"+k.Committee.ID, "")
		moved = moved || meets[k.Committee.ID] != k.Meets
	}
	if len(chairs)+len(chiefs) == 0 && !moved {
		r.Form.Refuse("chair", "Choose who the recommendation is brought to.")
	}
	if !r.Form.OK() {
		return bringPage.With(d), nil
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if err := admit(r.Context(), tx, p.Case, access.CommitteeChair, chairs); err != nil {
			return err
		}
		if err := admit(r.Context(), tx, p.Case, access.ChiefOfficer, chiefs); err != nil {
			return err
		}
		if err := review.Settle(r.Context(), tx, p.Case, "recommended"); err != nil {
			return err
		}
		for _, k := range d.Stand.Committees {
			if err := setMeeting(r.Context(), tx, p.Case, k.Committee.ID, meets[k.Committee.ID]); err != nil {
				return err
			}
		}
		return turnAll(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down. Whoever is asked first says whether they were involved."), err
}

// meetings gives the day on which each committee considers the review.
func meetings(ctx context.Context, tx *db.Tx, c access.Case) (map[string]db.Date, error) {
	met := map[string]db.Date{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var id string
		var day db.Date
		err := r.Scan(&id, &day)
		met[id] = day
		return id, err
	}, `SELECT committee_id, meets FROM decision_meeting WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read when the committees meet: %w", err)
	}
	return met, nil
}

func setMeeting(ctx context.Context, tx *db.Tx, c access.Case, committee string, day db.Date) error {
	if day.IsZero() {
		return nil
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO decision_meeting (review_id, committee_id, meets) VALUES ($1, $2, $3)
		ON CONFLICT (review_id, committee_id) DO UPDATE SET meets = excluded.meets`, c.Review(), committee, day)
	if err != nil {
		return fmt.Errorf("keep when the committee meets: %w", err)
	}
	return nil
}
