package agencyreport

import (
	"context"
	"errors"
	"time"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// proposal is the day by which reports could be asked for, and where it comes from.
type proposal struct {
	Due    db.Date
	Span   clock.Span
	Source string // a paragraph, or who set it
	Words  string
}

// propose gives the earliest day that one of the committees would give: by its
// guidance, or by its own setting where the guidance gives no number. [ASP22 p8]
func propose(ctx context.Context, tx *db.Tx, c access.Case) (proposal, error) {
	var best proposal
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return best, err
	}
	calendar, err := review.Calendar(ctx, tx, c)
	if err != nil {
		return best, err
	}
	today := db.DateOf(tx.Now())
	for _, k := range cs {
		one := proposal{Span: k.Settings.ReportWithin, Source: "Set by " + k.Name, Words: "which " + k.Name + " gives its agencies"}
		if g, ok := k.Version().Clock("agency-information"); ok && g.Span != nil {
			one = proposal{Span: *g.Span, Source: g.Source, Words: "which the guidance gives"}
		}
		if one.Span.Amount == 0 {
			continue
		}
		one.Due = calendar.Due(today, one.Span)
		if best.Due.IsZero() || one.Due.Before(best.Due) {
			best = one
		}
	}
	return best, nil
}

func ask(r *web.Request, p access.Pass[Ask]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	n := 0
	err := p.Write(ctx, func(tx *db.Tx) error {
		d, err := loadBoard(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		agencies := f.Choices("agency", d.Agencies, "Choose at least one agency that was not asked yet.")
		about := seal.T(f.Text("about", 1000, "Say who this is about, so that the agency finds its records."))
		outline := seal.T(f.Text("outline", 2000, "Say in a few sentences why the committee asks."))
		due := f.Date("due", "Give the day the report is due, such as 31 March 2027.")
		if !due.IsZero() && due.Before(r.Today()) {
			f.Refuse("due", "Give a day that is still to come.")
		}
		if err := review.Heed(ctx, tx, p.Case, f, review.Deed{Name: "Asked an agency for its report", Topics: []review.Topic{review.Records}, Agencies: agencies}); err != nil {
			return err
		}
		if !f.OK() {
			return errRefused
		}
		n = len(agencies)
		for _, agency := range agencies {
			q := asking{Request: Request{ID: d.before[agency], Agency: agency, Due: due}, About: about, Outline: outline}
			if err := request(ctx, tx, p.Case, q, d.Proposal); err != nil {
				return err
			}
		}
		if err := review.Undone(ctx, tx, p.Case, review.ReportsIn); err != nil {
			return err
		}
		return review.Done(ctx, tx, p.Case, review.ReportsRequested)
	})
	if errors.Is(err, errRefused) {
		d, err := readBoard(r, p.Case)
		d.Form = f
		return boardPage.With(d), err
	}
	said := "The agency was asked for its report."
	if n > 1 {
		said = "The agencies were asked for their reports."
	}
	return web.Redirect(review.Path(p.Case, "requests")).Say(said), err
}

// request asks one agency: its authors and approvers get their part in the
// review, the clock starts, the authors see what waits for them, and from the
// next working morning on the request is looked after.
func request(ctx context.Context, tx *db.Tx, c access.Case, q asking, proposed proposal) error {
	if err := keepRequest(ctx, tx, c, &q); err != nil {
		return err
	}
	if err := admit(ctx, tx, c, q.Agency); err != nil {
		return err
	}
	today := db.DateOf(tx.Now())
	limit := clock.Span{Amount: today.DaysUntil(q.Due), Unit: clock.CalendarDay}
	source := "Set by the lead officer"
	if q.Due == proposed.Due {
		limit, source = proposed.Span, proposed.Source
	}
	if err := review.StartClock(ctx, tx, c, review.Clock{Key: clockKey(q.ID), What: "Agency report", Agency: q.Agency,
		Source: source, Running: clock.Running{Start: today, Span: limit}}); err != nil {
		return err
	}
	if err := review.Ask(ctx, tx, c, review.Task{Key: writeKey(q.ID), Role: access.AgencyAuthor, Agency: q.Agency,
		What: "Write your agency's report", Path: reportPath(c, q.ID), Due: q.Due}); err != nil {
		return err
	}
	s, err := scheduleOf(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := lookAfter(ctx, tx, c, q.ID, s); err != nil {
		return err
	}
	return tell(ctx, tx, c, access.AgencyAuthor, q.Agency, mail.ReportRequested, mail.Message{Path: reportPath(c, q.ID), Due: q.Due})
}

// keepRequest writes the request down. One that was withdrawn before is asked anew.
func keepRequest(ctx context.Context, tx *db.Tx, c access.Case, q *asking) error {
	again := q.ID != ""
	if !again {
		q.ID = db.NewID()
	}
	query := `
		INSERT INTO agency_request (id, review_id, agency_id, asked_on, asked_by, due, about, outline, progress, released)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)`
	if again {
		query = `
		UPDATE agency_request SET asked_on = $4, asked_by = $5, due = $6, about = $7, outline = $8, progress = $9,
		       missing = NULL, opened_on = NULL, moved_on = NULL, withdrawn_on = NULL
		WHERE id = $1 AND review_id = $2 AND agency_id = $3 AND withdrawn_on IS NOT NULL`
	}
	name, words := c.At(seal.Identity, "agency_request", &q.ID), c.At(seal.AgencyReport, "agency_request", &q.ID)
	if err := tx.Change(ctx, query, q.ID, c.Review(), q.Agency, db.DateOf(tx.Now()), c.Person(), q.Due,
		name.Seal("about", q.About), words.Seal("outline", q.Outline), string(Asked)); err != nil {
		return err
	}
	return note(ctx, tx, c, q.ID, wasAsked, q.Due, seal.Text{})
}

// admit gives those who write and sign for the agency their part in the review.
func admit(ctx context.Context, tx *db.Tx, c access.Case, agency string) error {
	staff, err := c.Staff(ctx, tx, access.AgencyAuthor|access.AgencyApprover)
	if err != nil {
		return err
	}
	for _, one := range staff {
		if one.Agency != agency {
			continue
		}
		if err := c.Admit(ctx, tx, one.ID, one.Role, agency, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}
