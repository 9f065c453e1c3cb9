package decision

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// recommendation is what the group says to a committee. [ASP22 p4, CP21 p4]
type recommendation struct {
	ID, Committee string
	Version       int
	Outcome       Outcome
	Reasons       seal.Text
	Immediate     seal.Text // learning and action already taken
	Dissent       seal.Text // what members think who do not agree
	By            string
	At            time.Time
	Name          seal.Text
}

// recommendations gives the last one to each committee.
func recommendations(ctx context.Context, tx *db.Tx, c access.Case) (map[string]recommendation, error) {
	by, err := names(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	last := map[string]recommendation{}
	_, err = db.All(ctx, tx, func(r db.Row) (string, error) {
		var k recommendation
		var outcome seal.Text
		at := c.At(seal.Deliberation, "decision_recommendation", &k.ID)
		err := r.Scan(&k.ID, &k.Committee, &k.Version, at.Open("outcome", &outcome), at.Open("reasons", &k.Reasons),
			at.Open("immediate", &k.Immediate), at.Open("dissent", &k.Dissent), &k.By, &k.At)
		k.Outcome, k.Name = Outcome(outcome.Reveal()), by[k.By]
		last[k.Committee] = k
		return k.ID, err
	}, `
		SELECT id, committee_id, version, outcome, reasons, immediate, dissent, recorded_by, at
		FROM decision_recommendation WHERE review_id = $1 ORDER BY version`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the recommendations: %w", err)
	}
	return last, nil
}

type recommendData struct {
	Form     *form.Form
	Review   string
	Sheet    sheet
	Outcomes []form.Option
	Saw      int
}

var recommendPage = web.NewPage[recommendData](pages, "recommend.html")

func askRecommendation(r *web.Request, p access.Pass[Recommend]) (web.Answer, error) {
	return recommendAgain(r, p, nil)
}

func recommendAgain(r *web.Request, p access.Pass[Recommend], f *form.Form) (web.Answer, error) {
	d := recommendData{Form: f, Review: p.Review(), Outcomes: outcomes}
	var before recommendation
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := openGroup(r.Context(), tx, p.Case); err != nil {
			return err
		}
		k, err := committeeOf(r.Context(), tx, p.Case, r.Path("committee"))
		if err != nil {
			return err
		}
		if d.Sheet, err = readSheet(r.Context(), tx, p.Case, k); err != nil {
			return err
		}
		all, err := recommendations(r.Context(), tx, p.Case)
		before = all[k.ID]
		return err
	})
	if f != nil {
		d.Saw = f.Number("version", 0, 1e6, "")
		return led(p.Case, recommendPage.With(d), err)
	}
	d.Saw, d.Form = before.Version, form.New()
	d.Form.Set("outcome", string(before.Outcome))
	d.Form.Set("reasons", before.Reasons.Reveal())
	d.Form.Set("immediate", before.Immediate.Reveal())
	d.Form.Set("dissent", before.Dissent.Reveal())
	return led(p.Case, recommendPage.With(d), err)
}

// recommend keeps what the group recommends to one committee, and what members
// think who do not agree.
func recommend(r *web.Request, p access.Pass[Recommend]) (web.Answer, error) {
	k := recommendation{Committee: r.Path("committee"),
		Outcome:   Outcome(r.Form.Choice("outcome", outcomes, "Choose what the group recommends.")),
		Reasons:   seal.T(r.Form.Text("reasons", 6000, "Give the group's reasons. The committee decides on them.")),
		Immediate: seal.T(r.Form.Text("immediate", 4000, "")),
		Dissent:   seal.T(r.Form.Text("dissent", 4000, ""))}
	saw := r.Form.Number("version", 0, 1e6, "")
	if !r.Form.OK() {
		return recommendAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if err := openGroup(r.Context(), tx, p.Case); err != nil {
			return err
		}
		of, err := committeeOf(r.Context(), tx, p.Case, k.Committee)
		if err != nil {
			return err
		}
		s, err := readSheet(r.Context(), tx, p.Case, of)
		if err != nil {
			return err
		}
		if len(s.Missing) > 0 {
			r.Form.Refuse("outcome", "Answer each criterion first, if only with not known: the recommendation rests on them.")
			return errFaults
		}
		if err := insertRecommendation(r.Context(), tx, p.Case, saw, k); err != nil {
			return err
		}
		return recommended(r.Context(), tx, p.Case)
	})
	if errors.Is(err, errFaults) {
		return recommendAgain(r, p, r.Form)
	}
	return led(p.Case, web.Redirect(review.Path(p.Case, "findings")).Say("The recommendation is kept."), err)
}

func insertRecommendation(ctx context.Context, tx *db.Tx, c access.Case, saw int, k recommendation) error {
	version, err := next(ctx, tx, c, "decision_recommendation", k.Committee, saw)
	if err != nil {
		return err
	}
	k.ID = db.NewID()
	c.Touch(k.ID)
	at := c.At(seal.Deliberation, "decision_recommendation", &k.ID)
	_, err = tx.Exec(ctx, `
		INSERT INTO decision_recommendation (id, review_id, committee_id, version, outcome, reasons, immediate, dissent, recorded_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		k.ID, c.Review(), k.Committee, version, at.Seal("outcome", seal.T(string(k.Outcome))), at.Seal("reasons", k.Reasons),
		at.Seal("immediate", k.Immediate), at.Seal("dissent", k.Dissent), c.Person(), tx.Now())
	if err != nil {
		return fmt.Errorf("keep the recommendation: %w", err)
	}
	return nil
}

// recommended records the recommendation once each committee has one. Where the
// group wants to know more first, the lead officer is asked, and nothing is
// recorded yet.
func recommended(ctx context.Context, tx *db.Tx, c access.Case) error {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	all, err := recommendations(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, "views-in"); err != nil {
		return err
	}
	done, more := true, false
	for _, k := range cs {
		more = more || all[k.ID].Outcome == More
		done = done && all[k.ID].Outcome != More && all[k.ID].Outcome != ""
	}
	if err := groupWantsMore(ctx, tx, c, more); err != nil {
		return err
	}
	if !done {
		if err := review.Settle(ctx, tx, c, "recommended"); err != nil {
			return err
		}
		return review.Undone(ctx, tx, c, review.Recommendation)
	}
	if err := review.Done(ctx, tx, c, review.Recommendation); err != nil {
		return err
	}
	if err := settleLeft(ctx, tx, c); err != nil {
		return err
	}
	return ask(ctx, tx, c, review.Task{Key: "recommended", Role: access.LeadOfficer,
		What: "The working group has recommended. Move the review on and bring it to the committee", Path: "/reviews/" + c.Review()})
}

func groupWantsMore(ctx context.Context, tx *db.Tx, c access.Case, more bool) error {
	if !more {
		return review.Settle(ctx, tx, c, "group-more")
	}
	return ask(ctx, tx, c, review.Task{Key: "group-more", Role: access.LeadOfficer,
		What: "The working group asks for more information", Path: review.Path(c, "findings")})
}
