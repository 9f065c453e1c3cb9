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

// The answers to an agency that asks for more time. Where none asked, the lead
// officer gives another day by herself.
const (
	giveWanted = "wanted"
	giveOther  = "other"
	giveNone   = "none"
)

// answersTo are what can be said to more time until a day.
func answersTo(wanted past) []form.Option {
	return []form.Option{{Value: giveWanted, Label: "Yes, until " + wanted.Day.Words()},
		{Value: giveOther, Label: "Yes, but until another day", Hint: "Give the day below."},
		{Value: giveNone, Label: "No, the day stays", Hint: "Say why below."}}
}

// timeAnswer is what the lead officer says: a day, or none with a reason.
type timeAnswer struct {
	kind  happening
	day   db.Date
	words seal.Text
}

// readTimeAnswer reads what the lead officer says to a request, to more time that is
// wanted where it is.
func readTimeAnswer(f *form.Form, q Request, wanted past, today db.Date) timeAnswer {
	a, chosen := timeAnswer{kind: timeGiven}, giveOther
	if wanted.ID != "" {
		chosen = f.Choice("answer", answersTo(wanted), "Choose what you answer.")
	}
	required := ""
	switch chosen {
	case giveWanted:
		a.day = wanted.Day
	case giveOther:
		a.day = f.Date("until", "Give the day by which it is due then, such as 31 March 2027.")
	case giveNone:
		a.kind, a.day, required = timeRefused, q.Due, "Say in a sentence why there cannot be more time."
	}
	a.words = seal.T(f.Text("sentence", 1000, required))
	if a.kind == timeGiven {
		mayMove(f, "until", q, a.day, today)
	}
	return a
}

// answerTime gives an agency more time, or says why not: the clock, the tasks and
// the reminders move with it, and those who write and sign are told.
func answerTime(r *web.Request, p access.Pass[AnswerTime]) (web.Answer, error) {
	ctx, f, id := r.Context(), r.Form, r.Path("request")
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := requestOf(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		ts, err := timesOf(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		wanted := ts[id].Wanted
		if q.Open() && f.Value("wanted") != wanted.ID {
			return db.ErrStale // the agency asked for another day meanwhile, or it was answered
		}
		a := readTimeAnswer(f, q, wanted, r.Today())
		if !f.OK() {
			return errRefused
		}
		return giveAnswer(ctx, tx, p.Case, q, a)
	})
	if errors.Is(err, errRefused) {
		return requestAgain(r, p.Case, f)
	}
	return web.Redirect(askedPath(p.Case, id)).Say("The agency is told."), err
}

func giveAnswer(ctx context.Context, tx *db.Tx, c access.Case, q Request, a timeAnswer) error {
	if !q.Open() {
		return db.ErrStale
	}
	if a.kind == timeGiven {
		if err := review.Until(ctx, tx, c, q.limit, a.day, "Further time given by the lead officer"); err != nil {
			return err
		}
		for _, key := range []string{writeKey(q.ID), signKey(q.ID)} {
			if err := review.Postpone(ctx, tx, c, key, a.day); err != nil {
				return err
			}
		}
	}
	if err := note(ctx, tx, c, q.ID, a.kind, a.day, a.words); err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, timeKey(q.ID)); err != nil {
		return err
	}
	for _, role := range []access.Role{access.AgencyAuthor, access.AgencyApprover} {
		if err := tell(ctx, tx, c, role, q.Agency, mail.TimeAnswered, mail.Message{Path: timePath(c, q.ID), Due: a.day}); err != nil {
			return err
		}
	}
	return nil
}

// explainFor writes down why an agency's report is late, as the lead officer
// heard it. [SCR15 p9]
func explainFor(r *web.Request, p access.Pass[ExplainFor]) (web.Answer, error) {
	ctx, id := r.Context(), r.Path("request")
	why := cause(r.Form)
	if !r.Form.OK() {
		return requestAgain(r, p.Case, r.Form)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		q, err := requestOf(ctx, tx, p.Case, id)
		if err != nil {
			return err
		}
		return explain(ctx, tx, p.Case, q, why)
	})
	return web.Redirect(askedPath(p.Case, id)).Say("The reason is written down."), err
}
