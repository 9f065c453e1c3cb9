package agencyreport

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type requestData struct {
	Form      *form.Form
	Review    string
	Line      boardLine
	Asking    asking
	Authors   []access.Person
	Approvers []access.Person
	Alone     bool // no two people could write and sign
	May       bool // a reason may be written down now
	Explained bool
	AskedBy   string
}

var requestPage = web.NewPage[requestData](pages, "request.html")

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
	d := requestData{Review: c.Review()}
	q, err := find(ctx, tx, c, id)
	if err != nil {
		return d, err
	}
	c.Touch(id)
	ks, err := review.Clocks(ctx, tx, c)
	if err != nil {
		return d, err
	}
	d.Asking, d.Line, d.Explained = q, lineOf(q.Request, ks, db.DateOf(tx.Now())), !q.Missing.Empty()
	d.May = q.Released == 0 && deciding.Has(c.Stage())
	people, err := c.People(ctx, tx)
	if err != nil {
		return d, err
	}
	able := map[string]bool{}
	for _, one := range people {
		if one.ID == q.AskedBy {
			d.AskedBy = one.Name.Reveal()
		}
		if one.Agency != q.Agency || one.Walled {
			continue
		}
		switch one.Role {
		case access.AgencyAuthor:
			d.Authors, able[one.ID] = append(d.Authors, one), true
		case access.AgencyApprover:
			d.Approvers, able[one.ID] = append(d.Approvers, one), true
		}
	}
	d.Alone = len(d.Authors) == 0 || len(d.Approvers) == 0 || len(able) < 2
	return d, nil
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
