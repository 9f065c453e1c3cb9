package agencyreport

import (
	"context"
	"errors"
	"time"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type boardData struct {
	Form     *form.Form
	Review   string
	Lead     bool
	May      bool // more agencies may be asked now
	Lines    []boardLine
	Agencies []form.Option // not asked yet
	Proposal proposal
	Limits   review.Limits
}

// boardLine is one agency on the board. By is the day its clock runs out, with
// pauses; no day while it is paused.
type boardLine struct {
	Request
	By     db.Date
	Clock  clock.State
	Colour string
}

// proposal is the day by which reports could be asked for, and where it comes from.
type proposal struct {
	Due    db.Date
	Span   clock.Span
	Source string // a paragraph, or "" for the committee's own setting
	Words  string
}

var boardPage = web.NewPage[boardData](pages, "board.html")

func board(r *web.Request, p access.Pass[SeeBoard]) (web.Answer, error) {
	d, err := readBoard(r, p.Case)
	if err != nil {
		return web.Answer{}, err
	}
	d.Form.Set("due", d.Proposal.Due.Words())
	return boardPage.With(d), nil
}

func readBoard(r *web.Request, c access.Case) (boardData, error) {
	var d boardData
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d, err = loadBoard(r.Context(), tx, c)
		return err
	})
	return d, err
}

func loadBoard(ctx context.Context, tx *db.Tx, c access.Case) (boardData, error) {
	d := boardData{Form: form.New(), Review: c.Review(), Lead: c.Is(access.LeadOfficer)}
	d.May = d.Lead && c.Stage() == access.Gathering
	qs, err := Requests(ctx, tx, c)
	if err != nil {
		return d, err
	}
	ks, err := review.Clocks(ctx, tx, c)
	if err != nil {
		return d, err
	}
	today := db.DateOf(tx.Now())
	asked := map[string]bool{}
	for _, q := range qs {
		asked[q.Agency] = true
		d.Lines = append(d.Lines, lineOf(q, ks, today))
	}
	agencies, err := review.Agencies(ctx, tx)
	if err != nil {
		return d, err
	}
	for _, a := range review.Working(agencies) {
		if !asked[a.ID] {
			d.Agencies = append(d.Agencies, form.Option{Value: a.ID, Label: a.Name})
		}
	}
	if d.Limits, err = review.HoldsOn(ctx, tx, c, review.Records); err != nil {
		return d, err
	}
	d.Proposal, err = propose(ctx, tx, c)
	return d, err
}

var colours = map[State]string{Asked: "grey", Opened: "blue", Started: "blue", WithApprover: "yellow", Returned: "yellow",
	In: "green", NotComing: "grey"}

// lineOf puts a request beside its clock, which knows of pauses.
func lineOf(q Request, ks []review.Clock, today db.Date) boardLine {
	l := boardLine{Request: q, By: q.Due, Colour: colours[q.State]}
	for _, k := range ks {
		if k.Key == clockKey(q.ID) {
			l.By, l.Clock = k.Due(k.Calendar), k.State(k.Calendar, today)
			l.Late = !q.Answered() && l.Clock == clock.Late
		}
	}
	return l
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
		one := proposal{Span: k.Settings.ReportWithin, Words: "which " + k.Name + " gives its agencies"}
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
			q := asking{Request: Request{ID: db.NewID(), Agency: agency, Due: due}, About: about, Outline: outline}
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
// review, the clock starts, and the authors see what waits for them.
func request(ctx context.Context, tx *db.Tx, c access.Case, q asking, proposed proposal) error {
	today := db.DateOf(tx.Now())
	name, words := c.At(seal.Identity, "agency_request", &q.ID), c.At(seal.AgencyReport, "agency_request", &q.ID)
	if _, err := tx.Exec(ctx, `
		INSERT INTO agency_request (id, review_id, agency_id, asked_on, asked_by, due, about, outline, progress, released)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)`,
		q.ID, c.Review(), q.Agency, today, c.Person(), q.Due, name.Seal("about", q.About), words.Seal("outline", q.Outline),
		string(Asked)); err != nil {
		return err
	}
	c.Touch(q.ID)
	staff, err := c.Staff(ctx, tx, access.AgencyAuthor|access.AgencyApprover)
	if err != nil {
		return err
	}
	for _, one := range staff {
		if one.Agency != q.Agency {
			continue
		}
		if err := c.Admit(ctx, tx, one.ID, one.Role, q.Agency, time.Time{}); err != nil {
			return err
		}
	}
	limit := clock.Span{Amount: today.DaysUntil(q.Due), Unit: clock.CalendarDay}
	source := "the lead officer"
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
	return tell(ctx, tx, c, access.AgencyAuthor, q.Agency, mail.ReportRequested, mail.Message{Path: reportPath(c, q.ID), Due: q.Due})
}
