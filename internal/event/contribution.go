package event

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/support"
	"lr/internal/web"
)

// Contribution is something that was said at the practitioners' event. Who said
// it and when is not known to the program. Text is the cleared wording where
// there is one, and Original what was written.
type Contribution struct {
	ID, Question, Lens string
	Text, Original     seal.Text
	Cleared            bool
}

// Contributions lists what was said, in the order of its random ids. The act
// must open the EventRecord compartment.
func Contributions(ctx context.Context, tx *db.Tx, c access.Case) ([]Contribution, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Contribution, error) {
		var k Contribution
		var cleared seal.Text
		at := c.At(seal.EventRecord, "event_contribution", &k.ID)
		err := r.Scan(&k.ID, &k.Question, &k.Lens, at.Open("words", &k.Original), at.Open("cleared", &cleared))
		k.Text, k.Cleared = k.Original, !cleared.Empty()
		if k.Cleared {
			k.Text = cleared
		}
		return k, err
	}, `SELECT id, question, lens, words, cleared FROM event_contribution WHERE review_id = $1 ORDER BY id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what was said: %w", err)
	}
	return all, nil
}

// Cleared lists what was cleared, in its cleared wording. It never reads the
// notes themselves.
func Cleared(ctx context.Context, tx *db.Tx, c access.Case) ([]Contribution, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Contribution, error) {
		k := Contribution{Cleared: true}
		at := c.At(seal.EventRecord, "event_contribution", &k.ID)
		return k, r.Scan(&k.ID, &k.Question, &k.Lens, at.Open("cleared", &k.Text))
	}, `SELECT id, question, lens, cleared FROM event_contribution WHERE review_id = $1 AND cleared IS NOT NULL ORDER BY id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what was cleared: %w", err)
	}
	return all, nil
}

// laid is a row of the table as it lies there.
type laid struct {
	id, question, lens string
	words, cleared     []byte
}

// add lays all contributions of the review down again in the order of their
// random ids, the new ones among them. So the order in which rows lie in the
// database tells nothing about the order in which people wrote.
func add(ctx context.Context, tx *db.Tx, c access.Case, fresh []Contribution) error {
	rows, err := db.All(ctx, tx, func(r db.Row) (laid, error) {
		var l laid
		return l, r.Scan(&l.id, &l.question, &l.lens, &l.words, &l.cleared)
	}, `SELECT id, question, lens, words, cleared FROM event_contribution WHERE review_id = $1`, c.Review())
	if err != nil {
		return fmt.Errorf("read what was said: %w", err)
	}
	for _, k := range fresh {
		l := laid{id: rand.Text(), question: k.Question, lens: k.Lens}
		sealed, err := c.At(seal.EventRecord, "event_contribution", &l.id).Seal("words", k.Text).Value()
		if err != nil {
			return err
		}
		l.words = sealed.([]byte)
		rows = append(rows, l)
	}
	slices.SortFunc(rows, func(a, b laid) int { return bytes.Compare([]byte(a.id), []byte(b.id)) })
	if _, err := tx.Exec(ctx, `DELETE FROM event_contribution WHERE review_id = $1`, c.Review()); err != nil {
		return fmt.Errorf("lay down what was said: %w", err)
	}
	for _, l := range rows {
		var cleared any
		if l.cleared != nil {
			cleared = l.cleared
		}
		if _, err := tx.Exec(ctx, `INSERT INTO event_contribution (id, review_id, question, lens, words, cleared) VALUES ($1, $2, $3, $4, $5, $6)`,
			l.id, c.Review(), l.question, l.lens, l.words, cleared); err != nil {
			return fmt.Errorf("lay down what was said: %w", err)
		}
	}
	return nil
}

// lenses are how a person may look at what they say. [SEED event]
var lenses = []form.Option{{Value: "then", Label: "What I did, and why it made sense then"}, {Value: "barrier", Label: "What stood in the way"},
	{Value: "hindsight", Label: "What I see only now"}, {Value: "worked", Label: "Why it worked"}}

func lensWords(id string) string {
	for _, o := range lenses {
		if o.Value == id {
			return o.Label
		}
	}
	return ""
}

type contributeData struct {
	Form      *form.Form
	Review    string
	Questions []support.Question
	Lenses    []form.Option
	State     string
	Limits    review.Limits
}

// Lens is the name of the field for how a person looks at a question.
func (contributeData) Lens(q support.Question) string { return "lens_" + q.ID }

var contributePage = web.NewPage[contributeData](pages, "contribute.html")

func (d *contributeData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review, d.Questions, d.Lenses = c.Review(), support.Questions(), lenses
	var err error
	if d.Limits, err = review.HoldsOn(ctx, tx, c, append([]review.Topic{review.Naming}, against...)...); err != nil {
		return err
	}
	day, err := dayOrNone(ctx, tx, c)
	d.State = day.State
	return err
}

func askContribution(r *web.Request, p access.Pass[Contribute]) (web.Answer, error) {
	d := contributeData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return contributePage.With(d), err
}

// contribute takes what somebody says, each question on its own: nothing ties
// the four to one another, to a person or to a time. [SEED event, SEED questions]
func contribute(r *web.Request, p access.Pass[Contribute]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	var fresh []Contribution
	for _, q := range support.Questions() {
		k := Contribution{Question: q.ID, Text: seal.T(f.Text(q.ID, 2000, "")), Lens: f.Choice("lens_"+q.ID, lenses, "")}
		if !k.Text.Empty() {
			fresh = append(fresh, k)
		}
	}
	if len(fresh) == 0 {
		f.Refuse(support.Questions()[0].ID, "Write something under one of the questions. You may leave the others empty.")
	}
	d := contributeData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if d.Limits.Refuse() {
			f.Refuse(support.Questions()[0].ID, "Words are not taken just now. Please copy what you wrote, and speak to your supporter or the lead officer.")
		}
		if d.State != "open" {
			f.Refuse(support.Questions()[0].ID, "Words are not taken just now. The event is not open. Please copy what you wrote.")
		}
		if !f.OK() {
			return errFault
		}
		return add(ctx, tx, p.Case, fresh)
	})
	if errors.Is(err, errFault) {
		return contributePage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "event/contribute")).Say("Thank you. Your words are in, without your name and without the time."), err
}

// group is what was said to one question.
type group struct {
	Asks string
	Said []said
}

type said struct {
	Contribution
	LensWords string
}

func grouped(all []Contribution) []group {
	var gs []group
	for _, q := range support.Questions() {
		g := group{Asks: q.Asks}
		for _, k := range all {
			if k.Question == q.ID {
				g.Said = append(g.Said, said{k, lensWords(k.Lens)})
			}
		}
		gs = append(gs, g)
	}
	return gs
}

type saidData struct {
	Review string
	Groups []group
	Clears bool
	Limits review.Limits
}

var (
	heardPage = web.NewPage[saidData](pages, "heard.html")
	saidPage  = web.NewPage[saidData](pages, "contributions.html")
)

func heard(r *web.Request, p access.Pass[Heard]) (web.Answer, error) {
	d := saidData{Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := Cleared(r.Context(), tx, p.Case)
		d.Groups = grouped(all)
		return err
	})
	return heardPage.With(d), err
}

func showContributions(r *web.Request, p access.Pass[SeeContributions]) (web.Answer, error) {
	d := saidData{Review: p.Review(), Clears: p.Stage() == access.Learning}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := Contributions(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		d.Groups = grouped(all)
		d.Limits, err = review.HoldsOn(r.Context(), tx, p.Case, review.Witnesses, review.Naming)
		return err
	})
	return saidPage.With(d), err
}

type clearData struct {
	Form         *form.Form
	Review       string
	Contribution said
	Asks         string
}

var clearPage = web.NewPage[clearData](pages, "clear.html")

func (d *clearData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	d.Review = c.Review()
	all, err := Contributions(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, g := range grouped(all) {
		for _, s := range g.Said {
			if s.ID == id {
				d.Contribution, d.Asks = s, g.Asks
				return nil
			}
		}
	}
	return db.ErrNotFound
}

func askClear(r *web.Request, p access.Pass[Clear]) (web.Answer, error) {
	d := clearData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("contribution")) })
	d.Form.Set("cleared", d.Contribution.Text.Reveal())
	return clearPage.With(d), err
}

// clear keeps a wording for the managers' event beside the original; an empty
// one holds the contribution back.
func clear(r *web.Request, p access.Pass[Clear]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	words := f.Text("cleared", 2000, "")
	d := clearData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case, r.Path("contribution")); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		id := d.Contribution.ID
		p.Touch(id)
		var cleared any
		if words != "" {
			cleared = p.At(seal.EventRecord, "event_contribution", &id).Seal("cleared", seal.T(words))
		}
		return tx.Change(ctx, `UPDATE event_contribution SET cleared = $1 WHERE id = $2 AND review_id = $3`, cleared, id, p.Review())
	})
	if errors.Is(err, errFault) {
		return clearPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "event/contributions")).Say("Saved."), err
}
