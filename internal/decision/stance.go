package decision

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

// stance is whether a member agrees with what the group recommends, and in
// their own words why not. Of is the version it was said of; Walled that the
// member stepped aside since, so that it no longer counts.
type stance struct {
	ID, Committee, Account, Agency string
	Of                             int
	Agrees, Walled                 bool
	Words, Name                    seal.Text
}

// Counts says that it goes to the committee.
func (s stance) Counts() bool { return !s.Walled }

// stances lists everything members said, the newest first.
func stances(ctx context.Context, tx *db.Tx, c access.Case) ([]stance, error) {
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	all, err := db.All(ctx, tx, func(r db.Row) (stance, error) {
		var s stance
		var agrees seal.Text
		at := c.At(seal.Deliberation, "decision_stance", &s.ID)
		err := r.Scan(&s.ID, &s.Committee, &s.Account, &s.Of, at.Open("stance", &agrees), at.Open("words", &s.Words))
		s.Agrees = agrees.Reveal() == "yes"
		for _, p := range people {
			if p.ID == s.Account && p.Role == access.WorkingGroup {
				s.Name, s.Walled, s.Agency = p.Name, p.Walled, p.Agency
			}
		}
		return s, err
	}, `
		SELECT id, committee_id, account_id, recommendation, stance, words
		FROM decision_stance WHERE review_id = $1 ORDER BY at DESC, id DESC`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read whether members agree: %w", err)
	}
	return all, nil
}

// on are the last words of each member on a version of a recommendation, or on
// one before it while they have said nothing newer.
func on(all []stance, committee string, version int) []stance {
	var last []stance
	seen := map[string]bool{}
	for _, s := range all {
		if s.Committee == committee && s.Of <= version && !seen[s.Account] {
			seen[s.Account] = true
			last = append(last, s)
		}
	}
	return last
}

// stanceWaits says that a committee's recommendation is there and the member has
// not said whether they agree with its last version.
func stanceWaits(ctx context.Context, tx *db.Tx, c access.Case, account string) (bool, error) {
	all, err := recommendations(ctx, tx, c)
	if err != nil {
		return false, err
	}
	for _, k := range all {
		if k.waitsFor(account) {
			return true, nil
		}
	}
	return false, nil
}

// waitsFor says that a member has not said whether they agree with this version.
func (k recommendation) waitsFor(account string) bool {
	for _, s := range k.Stances {
		if s.Account == account && s.Of == k.Version {
			return false
		}
	}
	return k.Version > 0
}

var agreements = []form.Option{{Value: "yes", Label: "I agree"},
	{Value: "no", Label: "I do not agree", Hint: "What you write goes to the committee with the recommendation, word for word. It stands under your name on the page, and under your agency in the Word file."}}

type stanceData struct {
	Form           *form.Form
	Review         string
	Committee      review.Committee
	Recommendation recommendation
	Agreements     []form.Option
	Saw            int
}

var stancePage = web.NewPage[stanceData](pages, "agree.html")

func askStance(r *web.Request, p access.Pass[Agree]) (web.Answer, error) {
	return stanceAgain(r, p, nil)
}

func stanceAgain(r *web.Request, p access.Pass[Agree], f *form.Form) (web.Answer, error) {
	d := stanceData{Form: f, Review: p.Review(), Agreements: agreements}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("committee")) })
	if d.Saw = d.Recommendation.Version; f != nil {
		d.Saw = f.Number("version", 0, 1e6, "")
		return led(p.Case, stancePage.With(d), err)
	}
	d.Form = form.New()
	for _, s := range d.Recommendation.Stances {
		if s.Account == p.Person() {
			d.Form.Set("agrees", map[bool]string{true: "yes", false: "no"}[s.Agrees])
			d.Form.Set("words", s.Words.Reveal())
		}
	}
	return led(p.Case, stancePage.With(d), err)
}

func (d *stanceData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee string) error {
	if err := openGroup(ctx, tx, c); err != nil {
		return err
	}
	var err error
	if d.Committee, err = committeeOf(ctx, tx, c, committee); err != nil {
		return err
	}
	all, err := recommendations(ctx, tx, c)
	if d.Recommendation = all[committee]; err == nil && d.Recommendation.Version == 0 {
		err = db.ErrNotFound
	}
	return err
}

// keepStance keeps whether a member agrees. What they say who do not agree goes
// with the recommendation, word for word. [CP21 p4]
func keepStance(r *web.Request, p access.Pass[Agree]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	agrees, needed := f.Choice("agrees", agreements, "Choose whether you agree."), ""
	if agrees == "no" {
		needed = "Say in your own words what you think instead, and why."
	}
	words := f.Text("words", 4000, needed)
	saw := f.Number("version", 0, 1e6, "")
	if !f.OK() {
		return stanceAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		d := stanceData{}
		if err := d.fill(ctx, tx, p.Case, r.Path("committee")); err != nil {
			return err
		}
		if d.Recommendation.Version != saw {
			return db.ErrStale
		}
		id := db.NewID()
		p.Touch(id)
		at := p.At(seal.Deliberation, "decision_stance", &id)
		if _, err := tx.Exec(ctx, `
			INSERT INTO decision_stance (id, review_id, committee_id, account_id, recommendation, stance, words, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, p.Review(), d.Committee.ID, p.Person(), saw,
			at.Seal("stance", seal.T(agrees)), at.Seal("words", seal.T(words)), tx.Now()); err != nil {
			return fmt.Errorf("keep whether a member agrees: %w", err)
		}
		return turn(ctx, tx, p.Case, p.Person())
	})
	return led(p.Case, web.Redirect(review.Path(p.Case, "findings")).Say("It is kept."), err)
}
