package agencyreport

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// causes are the usual reasons for a report that is late. [SCR15 p9]
var causes = []form.Option{
	{Value: "staff", Label: "People were away, or there were too few"},
	{Value: "records", Label: "Records were hard to find, or came late"},
	{Value: "others", Label: "Somebody else had to answer first, such as a lawyer"},
	{Value: "request", Label: "The request was not clear, or came late"},
	{Value: "work", Label: "Other work could not wait"},
	{Value: "other", Label: "Another reason"},
}

type timeData struct {
	Form    *form.Form
	Review  string
	Request Request
	Path    string
	Back    string
	Wanted  past // more time that is asked for
	Causes  []form.Option
	History []past
}

var timePage = web.NewPage[timeData](withPast, "time.html")

func seeTime(r *web.Request, p access.Pass[AskTime]) (web.Answer, error) {
	return timeAgain(r, p.Case, form.New())
}

func timeAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := timeData{Form: f, Review: c.Review(), Causes: causes}
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Path("request")) })
	return timePage.With(d), err
}

func (d *timeData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	var err error
	if d.Request, err = ownRequest(ctx, tx, c, id); err != nil {
		return err
	}
	d.Path, d.Back = reportPath(c, id), reportPath(c, id)
	if !c.Is(access.AgencyAuthor) {
		d.Back = signPath(c, id)
	}
	ts, err := timesOf(ctx, tx, c)
	if err != nil {
		return err
	}
	all, err := history(ctx, tx, c, id)
	if err != nil {
		return err
	}
	for _, one := range all {
		if d.Request.Open() && one.ID == ts[id].Wanted.ID {
			d.Wanted = one
		}
		if one.Kind != wasInvited {
			d.History = append(d.History, one)
		}
	}
	return nil
}

// TimeWords are what those who write and sign can do about the time, "" for nothing.
func (q Request) TimeWords() string {
	switch {
	case q.Late && !q.Explained:
		return "Say why it is late, or ask for more time"
	case q.Open():
		return "Ask for more time"
	case q.CameLate && !q.Explained:
		return "Say why it came late"
	}
	return ""
}

// ownRequest finds a request of the person's own agency. Any other is as if it
// were not there.
func ownRequest(ctx context.Context, tx *db.Tx, c access.Case, id string) (Request, error) {
	q, err := requestOf(ctx, tx, c, id)
	if err == nil && (c.Agency() == "" || q.Agency != c.Agency() || q.State == Withdrawn) {
		return Request{}, db.ErrNotFound
	}
	c.Touch(id)
	return q, err
}

// askTime asks the lead officer for a later day. Whoever asks again before the
// answer asks for the new day instead.
func askTime(r *web.Request, p access.Pass[AskTime]) (web.Answer, error) {
	ctx, f, id := r.Context(), r.Form, r.Path("request")
	day := f.Date("until", "Give the day by which you can send it, such as 31 March 2027.")
	why := seal.T(f.Text("why", 1000, "Say in a sentence or two why you need longer."))
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := ownRequest(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		mayMove(f, "until", q, day, r.Today())
		if !f.OK() {
			return errRefused
		}
		if err := note(ctx, tx, p.Case, id, timeAsked, day, why); err != nil {
			return err
		}
		if err := touched(ctx, tx, p.Case, id); err != nil {
			return err
		}
		path := askedPath(p.Case, id)
		if err := review.Ask(ctx, tx, p.Case, review.Task{Key: timeKey(id), Role: access.LeadOfficer,
			What: "Answer " + q.AgencyName + ", which asks for more time", Path: path,
			Due: q.limit.Calendar.AddWorking(r.Today(), 1)}); err != nil {
			return err
		}
		return tell(ctx, tx, p.Case, access.LeadOfficer, "", mail.TaskWaits, mail.Message{Path: path})
	})
	if errors.Is(err, errRefused) {
		return timeAgain(r, p.Case, f)
	}
	return web.Redirect(timePath(p.Case, id)).Say("The lead officer was asked. You will be told the answer."), err
}

// touched notes the day on which the agency did something with the request.
func touched(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	return tx.Change(ctx, `UPDATE agency_request SET moved_on = $1, opened_on = COALESCE(opened_on, $1) WHERE id = $2 AND review_id = $3`,
		db.DateOf(tx.Now()), id, c.Review())
}

// mayMove refuses a new day that is none.
func mayMove(f *form.Form, field string, q Request, day, today db.Date) {
	switch {
	case !q.Open():
		f.Refuse("", "The report is not waited for any more, so it needs no other day.")
	case q.Paused:
		f.Refuse("", "The time for this report is paused, so it needs no other day now.")
	case day.IsZero():
	case !day.After(q.Due):
		f.Refuse(field, "Give a day after "+q.Due.Words()+", on which it is due now.")
	case day.Before(today):
		f.Refuse(field, "Give a day that is still to come.")
	case day.After(today.AddDays(longestWait)):
		f.Refuse(field, "Give a day within the next year.")
	}
}

// longestWait is how many days ahead a report may be due.
const longestWait = 366

// cause reads why a report is late: one of the usual reasons, and words.
func cause(f *form.Form) seal.Text {
	chosen := f.Choice("cause", causes, "Choose what comes closest.")
	required := ""
	if chosen == "other" {
		required = "Say what the reason was."
	}
	why := f.Text("late", 1000, required)
	for _, o := range causes {
		if o.Value == chosen && chosen != "other" {
			if why != "" {
				why = ". " + why
			}
			why = o.Label + why
		}
	}
	return seal.T(why)
}

// explain keeps why a report is late or came late, with its clock. [SCR15 p9]
func explain(ctx context.Context, tx *db.Tx, c access.Case, q Request, why seal.Text) error {
	if !q.Late && !q.CameLate {
		return db.ErrStale
	}
	if err := review.ExplainClock(ctx, tx, c, q.limit.Key, why); err != nil {
		return err
	}
	return note(ctx, tx, c, q.ID, lateBecause, db.Date{}, why)
}

func explainOwn(r *web.Request, p access.Pass[ExplainOwn]) (web.Answer, error) {
	ctx, id := r.Context(), r.Path("request")
	why := cause(r.Form)
	if !r.Form.OK() {
		return timeAgain(r, p.Case, r.Form)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := ownRequest(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		return explain(ctx, tx, p.Case, q, why)
	})
	return web.Redirect(timePath(p.Case, id)).Say("Thank you. The reason is written down."), err
}
