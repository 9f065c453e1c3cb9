package dissemination

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// audience is one of those who hear before the public does. Nobody learns of a
// publication about their family or their work from the news. [CP24 p6, SEED report]
type audience struct{ ID, Name, Hint string }

var audiences = []audience{
	{"notifier", "whoever notified the event", "The person or agency that brought it to the committee."},
	{"participants", "the people who took part", "Practitioners and managers, through their supporters."},
	{"family", "the family", "And the child or adult themselves where they can be told. Offer to meet."},
	{"agencies", "the agencies", "Those that gave reports or people, so that they can look after their staff."},
	{"chief-officers", "the chief officers", "They may be asked by the press on the day."},
}

var hows = []form.Option{{Value: "told", Label: "They were told"}, {Value: "tried", Label: "We tried, and could not reach them"},
	{Value: "not-needed", Label: "They need not be told"}}

// line is an audience with what was written down for it.
type line struct {
	audience
	How   string // "" while open
	Day   db.Date
	Words seal.Text
}

// Answer is the line's answer in a word or two.
func (l line) Answer() string {
	return map[string]string{"": "To do", "told": "Told", "tried": "Tried", "not-needed": "Not needed"}[l.How]
}

// Tag is the colour that goes with the answer.
func (l line) Tag() string {
	switch l.How {
	case "":
		return "grey"
	case "tried":
		return "yellow"
	}
	return "green"
}

// lines are all audiences, with what is known of each.
func lines(ctx context.Context, tx *db.Tx, c access.Case) ([]line, error) {
	kept := map[string]line{}
	_, err := db.All(ctx, tx, func(r db.Row) (line, error) {
		var l line
		var id string
		var how, day seal.Text
		at := c.At(seal.Deliberation, "publication_told", &id)
		err := r.Scan(&id, &l.ID, at.Open("how", &how), at.Open("day", &day), at.Open("words", &l.Words))
		if err == nil && !day.Empty() {
			l.Day, err = db.ParseDate(day.Reveal())
		}
		l.How = how.Reveal()
		kept[l.ID] = l
		return l, err
	}, `SELECT id, audience, how, day, words FROM publication_told WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("who heard before publication: %w", err)
	}
	var all []line
	for _, a := range audiences {
		l := kept[a.ID]
		l.audience = a
		all = append(all, l)
	}
	return all, nil
}

func allTold(ls []line) bool {
	for _, l := range ls {
		if l.How == "" {
			return false
		}
	}
	return true
}

type toldData struct {
	Form   *form.Form
	Review string
	Line   line
	Hows   []form.Option
	Limits review.Limits
}

var toldPage = web.NewPage[toldData](pages, "told.html")

func toldAgain(r *web.Request, p access.Pass[Tell], f *form.Form) (web.Answer, error) {
	d := toldData{Form: f, Review: p.Review(), Hows: hows}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Limits, err = review.HoldsOn(r.Context(), tx, p.Case, review.Sharing, review.FamilyContact); err != nil {
			return err
		}
		ls, err := lines(r.Context(), tx, p.Case)
		for _, l := range ls {
			if l.ID == r.Path("audience") {
				d.Line = l
			}
		}
		if err == nil && d.Line.ID == "" {
			return db.ErrNotFound
		}
		return err
	})
	if f.OK() {
		f.Set("how", d.Line.How)
		f.Set("words", d.Line.Words.Reveal())
		if !d.Line.Day.IsZero() {
			f.Set("day", d.Line.Day.Words())
		}
	}
	return toldPage.With(d), err
}

func askTold(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	return toldAgain(r, p, form.New())
}

func keepTold(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	f := r.Form
	l := line{How: f.Choice("how", hows, "Say whether they were told."),
		Words: seal.T(f.Text("words", 2000, "Say who told them and how, or why not."))}
	needed := ""
	if l.How == "told" || l.How == "tried" {
		needed = "Give the day, such as 31 March 2027."
	}
	l.Day = f.Date("day", needed)
	if l.Day.After(r.Today()) {
		f.Refuse("day", "This day is still to come. Write it down when it has happened.")
	}
	for _, a := range audiences {
		if a.ID == r.Path("audience") {
			l.audience = a
		}
	}
	if l.ID == "" {
		return web.Answer{}, db.ErrNotFound
	}
	if !f.OK() {
		return toldAgain(r, p, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error { return keepLine(r.Context(), tx, p.Case, l) })
	return web.Redirect(review.Path(p.Case, "publication")).Say("Written down."), err
}

func keepLine(ctx context.Context, tx *db.Tx, c access.Case, l line) error {
	if _, err := tx.Exec(ctx, `DELETE FROM publication_told WHERE review_id = $1 AND audience = $2`, c.Review(), l.ID); err != nil {
		return fmt.Errorf("who heard: %w", err)
	}
	id, day := db.NewID(), ""
	if !l.Day.IsZero() {
		day = l.Day.String()
	}
	at := c.At(seal.Deliberation, "publication_told", &id)
	if _, err := tx.Exec(ctx, `INSERT INTO publication_told (id, review_id, audience, how, day, words, account_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, c.Review(), l.ID, at.Seal("how", seal.T(l.How)), at.Seal("day", seal.T(day)),
		at.Seal("words", l.Words), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("who heard: %w", err)
	}
	c.Touch(id)
	ls, err := lines(ctx, tx, c)
	if err != nil || !allTold(ls) {
		return err
	}
	return review.Done(ctx, tx, c, review.PeopleToldFirst)
}
