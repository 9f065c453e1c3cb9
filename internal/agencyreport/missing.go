package agencyreport

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type requestData struct {
	Form      *form.Form
	Review    string
	Asking    asking
	Line      boardLine
	Authors   []access.Person
	Approvers []access.Person
	Alone     bool // no two people could write and sign
	May       bool // something may be done about it now
	Explained bool
	AskedBy   string
	Source    string // where the day comes from
	Wanted    past   // more time that is asked for
	WantedBy  string // how much
	Answers   []form.Option
	Causes    []form.Option
	History   []past
}

var requestPage = web.NewPage[requestData](withPast, "request.html")

func seeRequest(r *web.Request, p access.Pass[SeeRequest]) (web.Answer, error) {
	return requestAgain(r, p.Case, nil)
}

func requestAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	var d requestData
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d, err = loadRequest(r.Context(), tx, c, r.Path("request"))
		return err
	})
	if d.Form = f; f == nil {
		d.Form = form.New()
		d.Form.Set("reason", d.Asking.Missing.Reveal())
	}
	return requestPage.With(d), err
}

func loadRequest(ctx context.Context, tx *db.Tx, c access.Case, id string) (requestData, error) {
	d := requestData{Review: c.Review(), Causes: causes}
	q, err := find(ctx, tx, c, id)
	if err != nil {
		return d, err
	}
	c.Touch(id)
	lines, err := boardLines(ctx, tx, c)
	if err != nil {
		return d, err
	}
	for _, l := range lines {
		if l.ID == id {
			d.Line = l
		}
	}
	d.Asking, d.Explained, d.Source = q, !q.Missing.Empty(), whence(q.limit)
	d.May = q.Released == 0 && q.State != Withdrawn && deciding.Has(c.Stage())
	if d.History, err = history(ctx, tx, c, id); err != nil {
		return d, err
	}
	for _, one := range d.History {
		if one.ID == d.Line.Wanted.ID {
			d.Wanted, d.Answers = one, answersTo(one)
			d.WantedBy = clock.Span{Amount: q.Due.DaysUntil(one.Day), Unit: "day"}.String()
		}
	}
	return d, d.fillPeople(ctx, tx, c)
}

// whence says where the day comes from, in words.
func whence(k review.Clock) string {
	if _, listed := guidance.Why(k.Source); listed {
		return k.Span.String() + ", by the guidance (" + k.Source + ")"
	}
	return k.Source
}

// fillPeople finds who writes and signs for the agency, and who asked it.
func (d *requestData) fillPeople(ctx context.Context, tx *db.Tx, c access.Case) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	able := map[string]bool{}
	for _, one := range people {
		if one.ID == d.Asking.AskedBy {
			d.AskedBy = one.Name.Reveal()
		}
		if one.Agency != d.Asking.Agency || one.Walled || one.Suspended {
			continue
		}
		switch one.Role {
		case access.AgencyAuthor:
			d.Authors, able[one.ID] = append(d.Authors, one), true
		case access.AgencyApprover:
			d.Approvers, able[one.ID] = append(d.Approvers, one), true
		}
	}
	d.Alone = d.Asking.State != Withdrawn && (len(d.Authors) == 0 || len(d.Approvers) == 0 || len(able) < 2)
	return nil
}

// explainMissing writes down why a report will not come: from then on it counts
// as answered. A report that comes all the same is taken in. [ASP22 p8]
func explainMissing(r *web.Request, p access.Pass[ExplainMissing]) (web.Answer, error) {
	ctx, id := r.Context(), r.Path("request")
	reason := r.Form.Text("reason", 2000, "Say why the report will not come.")
	if !r.Form.OK() {
		return requestAgain(r, p.Case, r.Form)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := find(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		if q.State == Withdrawn {
			return db.ErrStale
		}
		if q.Released > 0 {
			r.Form.Refuse("reason", "The report came meanwhile, so no reason is needed.")
			return errRefused
		}
		p.Touch(id)
		at := p.At(seal.AgencyReport, "agency_request", &id)
		if err := tx.Change(ctx, `UPDATE agency_request SET missing = $1 WHERE id = $2 AND review_id = $3`,
			at.Seal("missing", seal.T(reason)), id, p.Review()); err != nil {
			return err
		}
		if err := note(ctx, tx, p.Case, id, notComing, db.Date{}, seal.T(reason)); err != nil {
			return err
		}
		if err := review.StopClock(ctx, tx, p.Case, clockKey(id), r.Today()); err != nil {
			return err
		}
		if err := review.Settle(ctx, tx, p.Case, writeKey(id)); err != nil {
			return err
		}
		return settleRecord(ctx, tx, p.Case)
	})
	if errors.Is(err, errRefused) {
		return requestAgain(r, p.Case, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "requests")).Say("The reason is written down."), err
}
