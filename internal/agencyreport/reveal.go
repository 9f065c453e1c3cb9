package agencyreport

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

// opening is when the released reports of the review open to others. Chosen says
// that the mode was chosen, or settled by a first release; until then it is that
// of the committees.
type opening struct {
	id     string
	Mode   review.Reveal
	Chosen bool
	At     time.Time // when they opened together, zero while they are closed
	Closed bool      // the round was closed early
	Reason seal.Text
}

// Shut says that nobody reads another agency's report yet.
func (o opening) Shut() bool { return o.Mode == review.Together && o.At.IsZero() }

// openingOf reads how it stands. It opens no compartment.
func openingOf(ctx context.Context, tx *db.Tx, c access.Case) (opening, error) {
	o, err := db.One(ctx, tx, func(r db.Row) (opening, error) {
		o := opening{Chosen: true}
		return o, r.Scan(&o.id, &o.Mode, &o.At, &o.Closed)
	}, `SELECT id, mode, opened_at, closed_by IS NOT NULL FROM agency_opening WHERE review_id = $1`, c.Review())
	if err == nil {
		return o, nil
	}
	if !errors.Is(err, db.ErrNotFound) {
		return o, fmt.Errorf("when the reports open: %w", err)
	}
	cs, err := review.Committees(ctx, tx, c)
	o.Mode = review.AsReleased
	for _, k := range cs {
		if k.Settings.Reveal == review.Together {
			o.Mode = review.Together // the more careful of two committees
		}
	}
	return o, err
}

// Open lists the requests whose released report the person may read now: before
// the reports of a review open together, those of the agency for which they write
// or sign, and of no other. Everything that shows released words asks here. It
// opens no compartment. [ASP22 p8]
func Open(ctx context.Context, tx *db.Tx, c access.Case) ([]Request, error) {
	qs, err := Requests(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	o, err := openingOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	mine, err := ownAgencies(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var open []Request
	for _, q := range qs {
		if q.Released > 0 && (mine[q.Agency] || !o.Shut()) {
			open = append(open, q)
		}
	}
	return open, nil
}

// ownAgencies are those for which the person writes or signs.
func ownAgencies(ctx context.Context, tx *db.Tx, c access.Case) (map[string]bool, error) {
	people, err := c.People(ctx, tx)
	own := map[string]bool{}
	for _, p := range people {
		if p.ID == c.Person() && p.Role&(access.AgencyAuthor|access.AgencyApprover) != 0 {
			own[p.Agency] = true
		}
	}
	return own, err
}

// settleMode keeps the mode as it is from now on.
func (o *opening) settleMode(ctx context.Context, tx *db.Tx, c access.Case) error {
	if o.Chosen {
		return nil
	}
	o.id, o.Chosen = db.NewID(), true
	if _, err := tx.Exec(ctx, `INSERT INTO agency_opening (review_id, id, mode) VALUES ($1, $2, $3)`, c.Review(), o.id, string(o.Mode)); err != nil {
		return fmt.Errorf("keep when reports open: %w", err)
	}
	return nil
}

// hold is what becomes of a release: it can be read at once, or it is held until
// the reports open together.
func hold(ctx context.Context, tx *db.Tx, c access.Case, q Request) error {
	o, err := openingOf(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := o.settleMode(ctx, tx, c); err != nil {
		return err
	}
	if o.Shut() {
		return nil
	}
	return announce(ctx, tx, c, q)
}

// openAll opens the reports that were held, once.
func openAll(ctx context.Context, tx *db.Tx, c access.Case) error {
	o, err := openingOf(ctx, tx, c)
	if err != nil || !o.Shut() {
		return err
	}
	if err := o.settleMode(ctx, tx, c); err != nil {
		return err
	}
	if err := tx.Change(ctx, `UPDATE agency_opening SET opened_at = $1 WHERE review_id = $2 AND opened_at IS NULL`, tx.Now(), c.Review()); err != nil {
		return err
	}
	qs, err := Requests(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, q := range qs {
		if q.Released == 0 {
			continue
		}
		if err := announce(ctx, tx, c, q); err != nil {
			return err
		}
	}
	return nil
}

// Reveal is to say when released reports open to others.
type Reveal struct{}

func (Reveal) Rule() access.Rule {
	return access.Rule{Name: "agencyreport.reveal", Who: access.Grants{{Roles: access.LeadOfficer, Stages: access.From(access.Gathering)}},
		Opens: seal.AgencyReport}
}

type revealData struct {
	Form    *form.Form
	Review  string
	Opening opening
	May     bool // nothing is released yet, so it can still be chosen
	Waiting []Request
}

var modes = []form.Option{
	{Value: string(review.AsReleased), Label: "Each as it comes", Hint: "A report can be read as soon as its agency releases it."},
	{Value: string(review.Together), Label: "All together", Hint: "Nobody reads another agency's report, and neither do you, until every agency has answered. So nobody writes to fit what another agency said."}}

// Modes is the question.
func (d revealData) Modes() form.Field {
	return d.Form.Choosing("mode", "When do released reports open to their readers?", "", modes)
}

var revealPage = web.NewPage[revealData](pages, "reveal.html")

func seeReveal(r *web.Request, p access.Pass[Reveal]) (web.Answer, error) {
	return revealAgain(r, p, nil)
}

func revealAgain(r *web.Request, p access.Pass[Reveal], f *form.Form) (web.Answer, error) {
	d := revealData{Form: f, Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return revealPage.With(d), err
}

func (d *revealData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	var err error
	if d.Opening, err = openingOf(ctx, tx, c); err != nil {
		return err
	}
	if d.Opening.Closed {
		at := c.At(seal.AgencyReport, "agency_opening", &d.Opening.id)
		d.Opening.Reason, err = db.One(ctx, tx, func(r db.Row) (seal.Text, error) {
			var t seal.Text
			return t, r.Scan(at.Open("reason", &t))
		}, `SELECT reason FROM agency_opening WHERE review_id = $1`, c.Review())
		if err != nil {
			return err
		}
	}
	qs, err := Requests(ctx, tx, c)
	if err != nil {
		return err
	}
	d.May = d.Opening.At.IsZero()
	for _, q := range qs {
		d.May = d.May && q.Released == 0
		if !q.Answered() {
			d.Waiting = append(d.Waiting, q)
		}
	}
	if d.Form == nil {
		d.Form = form.New()
		d.Form.Set("mode", string(d.Opening.Mode))
	}
	return nil
}

// chooseReveal sets the mode for this review, while no agency has released yet:
// after that nobody can be told that theirs opens at another time.
func chooseReveal(r *web.Request, p access.Pass[Reveal]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	mode := f.Choice("mode", modes, "Choose when they open.")
	err := p.Write(ctx, func(tx *db.Tx) error {
		var d revealData
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if !d.May {
			f.Refuse("", "An agency has released its report, so this stays as it is.")
		}
		if !f.OK() {
			return errRefused
		}
		if d.Opening.Chosen {
			return tx.Change(ctx, `UPDATE agency_opening SET mode = $1 WHERE review_id = $2`, mode, p.Review())
		}
		d.Opening.Mode = review.Reveal(mode)
		return d.Opening.settleMode(ctx, tx, p.Case)
	})
	if errors.Is(err, errRefused) {
		return revealAgain(r, p, f)
	}
	return web.Redirect(review.Path(p.Case, "reports")).Say("Kept. It is shown to everybody who waits for the reports."), err
}

// closeRound opens the reports before all agencies have answered, with a reason.
func closeRound(r *web.Request, p access.Pass[Reveal]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	reason := f.Text("reason", 1000, "Say why the reports open before all agencies have answered.")
	err := p.Write(ctx, func(tx *db.Tx) error {
		o, err := openingOf(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		if !o.Shut() {
			f.Refuse("", "The reports are open already.")
		}
		if !f.OK() {
			return errRefused
		}
		if err := o.settleMode(ctx, tx, p.Case); err != nil {
			return err
		}
		at := p.At(seal.AgencyReport, "agency_opening", &o.id)
		if err := tx.Change(ctx, `UPDATE agency_opening SET closed_by = $1, reason = $2 WHERE review_id = $3`,
			p.Person(), at.Seal("reason", seal.T(reason)), p.Review()); err != nil {
			return err
		}
		return openAll(ctx, tx, p.Case)
	})
	if errors.Is(err, errRefused) {
		return revealAgain(r, p, f)
	}
	return web.Redirect(review.Path(p.Case, "reports")).Say("The reports that are in can be read now."), err
}
