package notification

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/web"
)

// notice is what must be sent after the death of a looked-after child. Key and
// What stand plain in the database and on other pages, so they do not say of
// what. [DLAC p2, DLAC p3, DLAC p4]
type notice struct {
	Key, What, Limit string
	Do               string
}

var notices = []notice{
	{"ministers-notice", "Notice to the Care Inspectorate and Ministers", "looked-after-death-notice",
		"The local authority tells the Care Inspectorate and the Scottish Ministers, on form DLC1, within one working day of knowing."},
	{"inspectorate-report", "Full report to the Care Inspectorate", "looked-after-death-report",
		"Where no learning review is held, the local authority reports in full to the Care Inspectorate within 28 days of the death."},
}

// noticeLine is a notice with its clock.
type noticeLine struct {
	notice
	Due   string
	State clock.State
	Done  string
	Tag   string
	Open  bool
}

type noticesData struct {
	Form   *form.Form
	Review string
	Begun  bool
	Fixed  bool // something was sent, so the days stay
	Lines  []noticeLine
	Ways   []form.Option
}

var (
	noticesPage = web.NewPage[noticesData](pages, "notices.html")
	reportWays  = []form.Option{{Value: "sent", Label: "It was sent"}, {Value: "review", Label: "It is not needed: a learning review is held"}}
)

func hasNotices(ctx context.Context, tx *db.Tx, c access.Case) (bool, error) {
	_, err := db.One(ctx, tx, db.Column[string], `SELECT key FROM review_clock WHERE review_id = $1 AND key = $2`, c.Review(), notices[0].Key)
	if errors.Is(err, db.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// child says that a child protection committee considers the review, and under
// which guidance.
func child(ctx context.Context, tx *db.Tx, c access.Case) (guidance.Version, error) {
	cs, err := review.Committees(ctx, tx, c)
	for _, k := range cs {
		if k.Track == guidance.Child {
			return k.Version(), err
		}
	}
	if err == nil {
		err = access.ErrStranger
	}
	return guidance.Version{}, err
}

func noticesOf(r *web.Request, p access.Pass[Notices], f *form.Form) (web.Answer, error) {
	d := noticesData{Form: f, Review: p.Review(), Ways: reportWays}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if _, err := child(r.Context(), tx, p.Case); err != nil {
			return err
		}
		ks, err := review.Clocks(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		days := map[string]db.Date{}
		for _, x := range notices {
			for _, k := range ks {
				if k.Key != x.Key {
					continue
				}
				l := noticeLine{notice: x, Due: k.Due(k.Calendar).Words(), State: k.State(k.Calendar, r.Today()), Done: k.Stopped.Words(), Open: k.Stopped.IsZero()}
				l.Tag = map[clock.State]string{clock.Late: "red", clock.MetLate: "red", clock.DueSoon: "yellow", clock.Met: "green"}[l.State]
				d.Lines, days[x.Key] = append(d.Lines, l), k.Start
				d.Fixed = d.Fixed || !l.Open
			}
		}
		d.Begun = len(d.Lines) > 0
		if f.OK() && f.Value("knew") == "" {
			f.Set("knew", days[notices[0].Key].Words())
			f.Set("died", days[notices[1].Key].Words())
		}
		return nil
	})
	return noticesPage.With(d), err
}

func askNotices(r *web.Request, p access.Pass[Notices]) (web.Answer, error) {
	return noticesOf(r, p, form.New())
}

// setNotices starts the clocks, or puts their first days right.
func setNotices(r *web.Request, p access.Pass[Notices]) (web.Answer, error) {
	f := r.Form
	knew := f.Date("knew", "Give the day on which the authority knew of the death.")
	died := f.Date("died", "Give the day of death.")
	for name, on := range map[string]db.Date{"knew": knew, "died": died} {
		if on.After(r.Today()) {
			f.Refuse(name, "This day has not come yet.")
		}
	}
	if f.OK() && knew.Before(died) {
		f.Refuse("knew", "The authority cannot have known before the day of death.")
	}
	if !f.OK() {
		return noticesOf(r, p, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		v, err := child(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		begun, err := hasNotices(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		for i, start := range []db.Date{knew, died} {
			if err := startNotice(r.Context(), tx, p.Case, notices[i], v, start, begun); err != nil {
				return err
			}
		}
		return nil
	})
	return web.Redirect(review.Path(p.Case, "notification/notices")).Say("The days to keep are below."), err
}

// startNotice starts one clock, and puts what it asks for on the lead officer's
// start page until it is done, whatever the stage.
func startNotice(ctx context.Context, tx *db.Tx, c access.Case, x notice, v guidance.Version, start db.Date, begun bool) error {
	limit, ok := v.Clock(x.Limit)
	if !ok || limit.Span == nil {
		return fmt.Errorf("guidance %s has no time limit %s", v.ID, x.Limit)
	}
	run := clock.Running{Start: start, Span: *limit.Span}
	var err error
	if begun {
		err = review.RestartClock(ctx, tx, c, x.Key, start)
	} else {
		err = review.StartClock(ctx, tx, c, review.Clock{Key: x.Key, What: x.What, Source: "Set by national guidance", Running: run})
	}
	if err != nil {
		return err
	}
	calendar, err := review.Calendar(ctx, tx, c)
	if err != nil {
		return err
	}
	return review.Ask(ctx, tx, c, review.Task{Key: x.Key, Account: c.Person(), Role: access.LeadOfficer, What: x.What,
		Path: review.Path(c, "notification/notices"), Due: run.Due(calendar)})
}

// noticeDone writes down on which day a notice was sent, or that the report is
// not needed because a learning review is held.
func noticeDone(r *web.Request, p access.Pass[Notices]) (web.Answer, error) {
	f := r.Form
	var x notice
	for _, one := range notices {
		if one.Key == r.Path("notice") {
			x = one
		}
	}
	if x.Key == "" {
		return web.Answer{}, access.ErrStranger
	}
	how := "sent"
	if x.Key == "inspectorate-report" {
		how = f.Choice("how", reportWays, "Say whether it was sent.")
	}
	day := "on-" + x.Key // each notice has a field of its own on the page
	on := f.Date(day, "Give the day.")
	if on.After(r.Today()) {
		f.Refuse(day, "This day has not come yet.")
	}
	if !f.OK() {
		return noticesOf(r, p, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		begun, err := hasNotices(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if !begun {
			return db.ErrStale
		}
		if err := review.StopClock(r.Context(), tx, p.Case, x.Key, on); err != nil {
			return err
		}
		if err := review.Settle(r.Context(), tx, p.Case, x.Key); err != nil {
			return err
		}
		done := "sent on " + on.Words()
		if how == "review" {
			done = "not needed, as a learning review is held; settled on " + on.Words()
		}
		return settle(r.Context(), tx, p.Case, "notice", x.What+": "+done, "", "")
	})
	return web.Redirect(review.Path(p.Case, "notification/notices")).Say("It is written down."), err
}
