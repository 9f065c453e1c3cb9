package report

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// outcomeClock names the time in which the Care Inspectorate is told.
const outcomeClock = "ci-outcome"

// outcomeKey names the clock of one committee's notice, and outcomeTask its task.
func outcomeKey(committee string) string  { return outcomeClock + ":" + committee }
func outcomeTask(committee string) string { return "report:outcome:" + committee }

// ratified goes on once chief officers of a committee know: from that day runs
// the time in which the Care Inspectorate is told of the outcome. [CI-AD]
func ratified(ctx context.Context, tx *db.Tx, c access.Case, v Version) error {
	all, err := standings(ctx, tx, c, v)
	if err != nil {
		return err
	}
	calendar, err := review.Calendar(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Chiefs.Day.IsZero() || !s.Outcome.Day.IsZero() {
			continue
		}
		if err := review.Settle(ctx, tx, c, "report:chiefs:"+s.ID); err != nil {
			return err
		}
		within := clock.Span{Amount: 7, Unit: clock.CalendarDay}
		if k, ok := s.Version().Clock(outcomeClock); ok && k.Span != nil {
			within = *k.Span
		}
		k := review.Clock{Key: outcomeKey(s.ID), What: "Tell the Care Inspectorate of the outcome, " + s.Name, Source: "CI-AD",
			Running: clock.Running{Start: s.Chiefs.Day, Span: within}}
		if err := review.StartClock(ctx, tx, c, k); err != nil {
			return err
		}
		if err := ask(ctx, tx, c, review.Task{Key: outcomeTask(s.ID), Role: access.LeadOfficer, What: "Tell the Care Inspectorate of the outcome",
			Path: review.Path(c, "report/approval/notice/"+s.ID), Due: k.Due(calendar)}); err != nil {
			return err
		}
	}
	if ratifiedOn(all).IsZero() {
		return nil
	}
	return review.Done(ctx, tx, c, review.ChiefsRatified)
}

// outcome is that a committee told the Care Inspectorate, and what it answered.
type outcome struct {
	Day       db.Date
	Reference seal.Text
	Late      seal.Text // why it was late
}

// outcomes puts beside each committee what it told.
func outcomes(ctx context.Context, tx *db.Tx, c access.Case, v Version, all []standing) error {
	_, err := db.All(ctx, tx, func(r db.Row) (outcome, error) {
		var o outcome
		var id, committee string
		at := c.At(seal.DraftReport, "report_told", &id)
		err := r.Scan(&id, &committee, &o.Day, at.Open("reference", &o.Reference), at.Open("late", &o.Late))
		for i := range all {
			if all[i].ID == committee {
				all[i].Outcome = o
			}
		}
		return o, err
	}, `SELECT id, committee_id, day, reference, late FROM report_told WHERE review_id = $1 AND version_id = $2`, c.Review(), v.ID)
	if err != nil {
		return fmt.Errorf("what the Care Inspectorate was told of %s: %w", v, err)
	}
	return nil
}

// known gives what the program knows for the fields of the form, by their ids. It
// names nobody but the lead officer. [CI-LR, CI-AD]
func known(code string, v Version, s standing, lead []string) map[string]string {
	var titles []string
	for i, t := range v.Points {
		titles = append(titles, fmt.Sprintf("%d. %s", i+1, t))
	}
	says := map[string]string{
		"report":      fmt.Sprintf("Attached: report-version-%d.docx", v.Number),
		"ratified":    s.Chiefs.Day.Words(),
		"approved":    s.Approved.Day.Words(),
		"committee":   s.Name,
		"reference":   code,
		"learning":    strings.Join(titles, "\n"),
		"strategies":  v.Strategies,
		"publication": "To be decided. The committee will tell you.",
	}
	if !s.Ratifies() && !s.Chiefs.Day.IsZero() {
		says["ratified"] = "Chief officers were told on " + s.Chiefs.Day.Words() + ". They do not ratify."
	}
	if len(lead) > 0 {
		says["contact"] = strings.Join(lead, "; ") + ", lead officer"
	}
	return says
}

type outcomeData struct {
	Form    *form.Form
	Review  string
	Version Version
	Now     standing
	Notice  review.Notice
	Open    bool
	Clock   review.Clock
	Due     db.Date
	Left    int
	Late    bool
}

var (
	outcomePage = web.NewPage[outcomeData](pages, "outcome.html")
	fillPage    = web.NewPage[outcomeData](pages, "fill.html")
)

// fill makes the notice of a committee that holds the review, once its chief
// officers know.
func (d *outcomeData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee string) error {
	d.Review, d.Open = c.Review(), c.Stage() == access.Approving
	var err error
	if d.Version, err = Current(ctx, tx, c); err != nil {
		return err
	}
	all, err := standings(ctx, tx, c, d.Version)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.ID == committee {
			d.Now = s
		}
	}
	if d.Now.Chiefs.Day.IsZero() {
		return db.ErrNotFound
	}
	lead, err := review.LeadOfficers(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Notice, err = review.NewNotice(ctx, tx, c, seal.DraftReport, d.Now.Committee, "F5", known(c.Code(), d.Version, d.Now, lead))
	if err != nil {
		return err
	}
	ks, err := review.Clocks(ctx, tx, c)
	today := db.DateOf(tx.Now())
	for _, k := range ks {
		if k.Key == outcomeKey(committee) {
			d.Clock, d.Due = k, k.Due(k.Calendar)
			d.Left, d.Late = k.Left(k.Calendar, today), k.State(k.Calendar, today) == clock.Late
		}
	}
	return err
}

func readOutcome(r *web.Request, c access.Case, f *form.Form) (outcomeData, error) {
	d := outcomeData{Form: f}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Path("committee")) })
	return d, err
}

func showOutcome(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	d, err := readOutcome(r, p.Case, form.New())
	return outcomePage.With(d), err
}

// tellOutcome writes down that the Care Inspectorate was told, which stops the
// clock. Where that is late it asks why. [CI-AD]
func tellOutcome(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	f := r.Form
	told := outcome{Day: past(r, "sent", "Give the day on which the Care Inspectorate was told."),
		Reference: seal.T(f.Line("reference", 200, "")), Late: seal.T(f.Text("late", 1000, ""))}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d outcomeData
		if err := d.fill(r.Context(), tx, p.Case, r.Path("committee")); err != nil {
			return err
		}
		late := !d.Due.IsZero() && told.Day.After(d.Due)
		switch {
		case !d.Now.Outcome.Day.IsZero():
			return db.ErrStale
		case f.OK() && told.Day.Before(d.Now.Chiefs.Day):
			f.Refuse("sent", "This is before the day on which chief officers knew of the report.")
		case f.OK() && late && told.Late.Empty():
			f.Refuse("late", "It was due on "+d.Due.Words()+". Say why it was late.")
		}
		if !f.OK() {
			return errFault
		}
		if err := keepOutcome(r.Context(), tx, p.Case, d, told); err != nil {
			return err
		}
		if late {
			return review.ExplainClock(r.Context(), tx, p.Case, d.Clock.Key, told.Late)
		}
		return nil
	})
	if errors.Is(err, errFault) {
		d, err := readOutcome(r, p.Case, f)
		return outcomePage.With(d), err
	}
	return web.Redirect(review.Path(p.Case, "report/approval")).Say("It is written down that the Care Inspectorate was told."), err
}

func keepOutcome(ctx context.Context, tx *db.Tx, c access.Case, d outcomeData, told outcome) error {
	id := db.NewID()
	c.Touch(id)
	at := c.At(seal.DraftReport, "report_told", &id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO report_told (id, review_id, version_id, committee_id, day, reference, late, account_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		id, c.Review(), d.Version.ID, d.Now.ID, told.Day, at.Seal("reference", told.Reference), at.Seal("late", told.Late), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("outcome: %w", err)
	}
	if err := review.StopClock(ctx, tx, c, d.Clock.Key, told.Day); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, outcomeTask(d.Now.ID)); err != nil {
		return err
	}
	all, err := standings(ctx, tx, c, d.Version)
	if err != nil {
		return err
	}
	if last(all, func(s standing) db.Date { return s.Outcome.Day }).IsZero() {
		return nil
	}
	return review.Done(ctx, tx, c, review.OutcomeTold)
}

func askFill(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	d, err := readOutcome(r, p.Case, form.New())
	d.Notice.Set(d.Form)
	return fillPage.With(d), err
}

// fillNotice keeps what the lead officer types for fields that the program knows
// nothing for.
func fillNotice(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	saw := r.Form.Number("version", 0, 1e6, "")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d outcomeData
		if err := d.fill(r.Context(), tx, p.Case, r.Path("committee")); err != nil {
			return err
		}
		typed := d.Notice.Type(r.Form)
		if !r.Form.OK() {
			return errFault
		}
		return d.Notice.Keep(r.Context(), tx, p.Case, seal.DraftReport, saw, typed)
	})
	if errors.Is(err, errFault) {
		d, err := readOutcome(r, p.Case, r.Form)
		return fillPage.With(d), err
	}
	return web.Redirect(review.Path(p.Case, "report/approval/notice/"+r.Path("committee"))).Say("What you typed is kept."), err
}

func outcomeWord(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	d, err := readOutcome(r, p.Case, nil)
	if err != nil {
		return web.Answer{}, err
	}
	body, err := d.Notice.Word()
	return web.File("outcome-notice.docx", review.WordType, body), err
}

func outcomeJSON(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	d, err := readOutcome(r, p.Case, nil)
	if err != nil {
		return web.Answer{}, err
	}
	body, err := d.Notice.JSON()
	return web.File("outcome-notice.json", "application/json", body), err
}
