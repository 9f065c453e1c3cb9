package report

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/learning"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type checkData struct {
	Form     *form.Form
	Review   string
	Version  Version
	None     bool // there is no version yet
	At       time.Time
	Findings []finding
	Open     int
	Run      bool // may run the check
	Wrote    bool // wrote in it, and so decides about no finding
}

var checkPage = web.NewPage[checkData](pages, "check.html")

func (d *checkData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	if err := learning.Declared(ctx, tx, c); err != nil {
		return err
	}
	d.Review, d.Run = c.Review(), c.Is(holding)
	v, err := Current(ctx, tx, c)
	if d.None = errors.Is(err, db.ErrNotFound); d.None {
		return nil
	}
	if err != nil {
		return err
	}
	d.Version = v
	if d.At, err = checkedAt(ctx, tx, c, v.ID); err != nil {
		return err
	}
	if d.Findings, err = findings(ctx, tx, c, v.ID); err != nil {
		return err
	}
	for _, f := range d.Findings {
		if f.Open() {
			d.Open++
		}
	}
	d.Wrote, err = wrote(ctx, tx, c, v)
	return err
}

func showCheck(r *web.Request, p access.Pass[Justify]) (web.Answer, error) {
	d := checkData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return checkPage.With(d), err
}

func runCheck(r *web.Request, p access.Pass[Check]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		v, err := Current(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		return check(r.Context(), tx, p.Case, v)
	})
	back := web.Redirect(review.Path(p.Case, "report/check"))
	if errors.Is(err, db.ErrNotFound) {
		return back.Say("There is no version to check yet."), nil
	}
	return back.Say("The check has run."), err
}

type findingData struct {
	Form    *form.Form
	Review  string
	Version Version
	Finding finding
	Wrote   bool
}

var findingPage = web.NewPage[findingData](pages, "finding.html")

func (d *findingData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	var whole checkData
	if err := whole.fill(ctx, tx, c); err != nil {
		return err
	}
	d.Review, d.Version, d.Wrote = whole.Review, whole.Version, whole.Wrote
	for _, f := range whole.Findings {
		if f.ID == id {
			d.Finding = f
			return nil
		}
	}
	return fmt.Errorf("finding %s: %w", id, db.ErrNotFound)
}

func askFinding(r *web.Request, p access.Pass[Justify]) (web.Answer, error) {
	return findingAgain(r, p, form.New())
}

func findingAgain(r *web.Request, p access.Pass[Justify], f *form.Form) (web.Answer, error) {
	d := findingData{Form: f}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("finding")) })
	return findingPage.With(d), err
}

// justify writes down why a finding may stay. Nobody does so for what they
// wrote themselves.
func justify(r *web.Request, p access.Pass[Justify]) (web.Answer, error) {
	reason := r.Form.Text("reason", 2000, "Say why these words may stay, such as: it is the name of the public inquiry.")
	if !r.Form.OK() {
		return findingAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d findingData
		if err := d.fill(r.Context(), tx, p.Case, r.Path("finding")); err != nil {
			return err
		}
		if d.Wrote {
			return errOwn
		}
		id := d.Finding.ID
		p.Touch(id)
		if err := tx.Change(r.Context(), `UPDATE report_finding SET reason = $1, justified_by = $2, justified_at = $3 WHERE id = $4 AND review_id = $5`,
			p.At(seal.DraftReport, "report_finding", &id).Seal("reason", seal.T(reason)), p.Person(), tx.Now(), id, p.Review()); err != nil {
			return err
		}
		return weighCheck(r.Context(), tx, p.Case, d.Version)
	})
	if errors.Is(err, errOwn) {
		r.Form.Refuse("reason", "You wrote in this report, so somebody else has to decide about this.")
		return findingAgain(r, p, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "report/check")).Say("The reason is written down."), err
}

// errOwn is given to somebody who would judge what they wrote themselves.
var errOwn = errors.New("they wrote it themselves")
