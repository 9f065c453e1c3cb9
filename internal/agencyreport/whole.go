package agencyreport

import (
	"context"
	"errors"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/web"
)

// wholeData is the whole draft, to be read through, printed and sent.
type wholeData struct {
	work
	Form    *form.Form
	Parts   []part
	Empty   []string
	Names   []named
	Entries int
}

// named is a part of the draft in which names of the case stand.
type named struct {
	Title, Href string
	Hits        []NameHit
}

var wholePage = web.NewPage[wholeData](pages, "whole.html", "parts.html")

func openWhole(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	return wholeAgain(r, p.Case, form.New())
}

func wholeAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := wholeData{Form: f}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.work, err = loadWork(r.Context(), tx, c, r.Path("request")); err != nil {
			return err
		}
		d.Parts, d.Empty = d.Now.Account.parts(d.Questions)
		d.Form.Set("version", strconv.Itoa(d.Now.Version))
		if d.Names, err = namesIn(r.Context(), tx, c, d.work); err != nil {
			return err
		}
		d.Entries, err = entries(r.Context(), tx, c)
		return err
	})
	return wholePage.With(d), err
}

// namesIn lists the parts in which names of the case stand.
func namesIn(ctx context.Context, tx *db.Tx, c access.Case, w work) ([]named, error) {
	checker, err := NameChecker(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var all []named
	for _, q := range w.Questions {
		if hits := checker.Find(w.Now.Account.Answers[q.ID].Text); len(hits) > 0 {
			all = append(all, named{q.Label, w.Path + "/parts/" + q.ID, hits})
		}
	}
	for _, e := range w.Now.Account.Episodes {
		if hits := checker.Find(e.text()...); len(hits) > 0 {
			all = append(all, named{e.Title, w.Path + "/episodes/" + e.ID, hits})
		}
	}
	return all, nil
}

// send gives the report to the approver. A correction says why it is made.
func send(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	ctx, f, id := r.Context(), r.Form, r.Path("request")
	err := p.Write(ctx, func(tx *db.Tx) error {
		w, err := loadWork(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		next := w.Now.Account
		if next.Correction = ""; w.Asking.Released > 0 {
			next.Correction = f.Text("correction", 1000, "Say why the released report is corrected. Its readers see this.")
		}
		w.maySend(f)
		if !f.OK() {
			return errRefused
		}
		if err := w.keep(ctx, tx, p.Case, next); err != nil {
			return err
		}
		return sendToApprover(ctx, tx, p.Case, w.Asking)
	})
	if errors.Is(err, errRefused) {
		return wholeAgain(r, p.Case, f)
	}
	return web.Redirect(reportPath(p.Case, id)).Say("Sent to the approver, who reads it and signs it or gives it back."), err
}

// maySend refuses a report that says nothing, or nothing new, and one that
// somebody changed after it was read through.
func (w work) maySend(f *form.Form) {
	switch {
	case w.Locked():
		f.Refuse("", "The report is with the approver already.")
	case f.Number("version", 0, 1<<30, "") != w.Now.Version:
		f.Refuse("", "Somebody in your agency changed the report meanwhile. Read it through again and send it then.")
	case w.Now.Account.Answers["involvement"].words() == "":
		f.Refuse("", "Say at least what your agency's involvement was, or that there is nothing to say.")
	case w.Asking.State == In:
		f.Refuse("", "Nothing differs from what was released, so there is nothing to send.")
	}
}

func sendToApprover(ctx context.Context, tx *db.Tx, c access.Case, q asking) error {
	if err := come(ctx, tx, c, q.ID, WithApprover); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, writeKey(q.ID)); err != nil {
		return err
	}
	if err := review.Ask(ctx, tx, c, review.Task{Key: signKey(q.ID), Role: access.AgencyApprover, Agency: q.Agency,
		What: "Read and sign your agency's report", Path: signPath(c, q.ID), Due: q.Due}); err != nil {
		return err
	}
	return tell(ctx, tx, c, access.AgencyApprover, q.Agency, mail.TaskWaits, mail.Message{Path: signPath(c, q.ID), Due: q.Due})
}
