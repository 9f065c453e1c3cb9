package decision

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// blankPart is a part of the paper with the questions that have no answer.
type blankPart struct {
	Part   part
	Fields []guidance.Field
}

type recommendData struct {
	Form     *form.Form
	Review   string
	Sheet    sheet
	Blank    []blankPart
	Shut     bool // the views are not open yet
	Outcomes []form.Option
	Saw      int
	paper    paper
}

var recommendPage = web.NewPage[recommendData](pages, "recommend.html")

func askRecommendation(r *web.Request, p access.Pass[Recommend]) (web.Answer, error) {
	return recommendAgain(r, p, nil)
}

func recommendAgain(r *web.Request, p access.Pass[Recommend], f *form.Form) (web.Answer, error) {
	d := recommendData{Form: f, Review: p.Review(), Outcomes: outcomes}
	var before recommendation
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := d.fill(r.Context(), tx, p.Case, r.Path("committee")); err != nil {
			return err
		}
		all, err := recommendations(r.Context(), tx, p.Case)
		before = all[d.Sheet.Committee.ID]
		return err
	})
	if f != nil {
		d.Saw = f.Number("version", 0, 1e6, "")
		return led(p.Case, recommendPage.With(d), err)
	}
	d.Saw, d.Form = before.Version, form.New()
	d.Form.Set("outcome", string(before.Outcome))
	d.Form.Set("reasons", before.Reasons.Reveal())
	return led(p.Case, recommendPage.With(d), err)
}

// fill reads what the recommendation rests on.
func (d *recommendData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee string) error {
	if err := openGroup(ctx, tx, c); err != nil {
		return err
	}
	k, err := committeeOf(ctx, tx, c, committee)
	if err != nil {
		return err
	}
	if d.Sheet, err = readSheet(ctx, tx, c, k); err != nil {
		return err
	}
	if d.paper, err = readPaper(ctx, tx, c, k.ID); err != nil {
		return err
	}
	for _, of := range parts(k) {
		if blank := d.paper.Blank(of); len(blank) > 0 {
			d.Blank = append(d.Blank, blankPart{of, blank})
		}
	}
	d.Shut, err = viewsShut(ctx, tx, c)
	return err
}

// viewsShut says that members are still to give their views. A review without a
// group is recommended on by the lead officer alone, as the nominated person. [CP21 p4, ASP22 p4]
func viewsShut(ctx context.Context, tx *db.Tx, c access.Case) (bool, error) {
	now, err := roundOf(ctx, tx, c)
	if err != nil || now.Open {
		return false, err
	}
	group, err := groupOf(ctx, tx, c, nil)
	for _, m := range group {
		if !m.Walled {
			return true, err
		}
	}
	return false, err
}

// recommend keeps what the group recommends to one committee, with the whole
// paper as it stands, and asks each member whether they agree.
func recommend(r *web.Request, p access.Pass[Recommend]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	k := recommendation{Committee: r.Path("committee"),
		Outcome: Outcome(f.Choice("outcome", outcomes, "Choose what the group recommends.")),
		Reasons: seal.T(f.Text("reasons", 6000, "Give the group's reasons. The committee decides on them."))}
	saw := f.Number("version", 0, 1e6, "")
	if !f.OK() {
		return recommendAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		d := recommendData{}
		if err := d.fill(ctx, tx, p.Case, k.Committee); err != nil {
			return err
		}
		if len(d.Sheet.Missing) > 0 {
			f.Refuse("outcome", "Answer each criterion first, if only with not known: the recommendation rests on them.")
		}
		if d.Shut {
			f.Refuse("outcome", "The members' views are not open yet. They come first: wait for those that are missing, or open the views without them.")
		}
		if !f.OK() {
			return errFaults
		}
		k.Paper, k.Immediate = wholeOf(d.Sheet, d.paper), d.paper["immediate_learning"].Words
		if err := insertRecommendation(ctx, tx, p.Case, saw, k); err != nil {
			return err
		}
		return recommended(ctx, tx, p.Case)
	})
	if errors.Is(err, errFaults) {
		return recommendAgain(r, p, f)
	}
	return led(p.Case, web.Redirect(review.Path(p.Case, "findings")).Say("The recommendation is kept. Each member is asked whether they agree."), err)
}
