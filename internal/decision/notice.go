package decision

import (
	"context"
	"errors"
	"strings"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type noticeData struct {
	Form   *form.Form
	Review string
	Notice review.Notice
	Now    *committeeStand
	Open   bool
	Clock  review.Clock
	Due    db.Date
	Left   int
	Late   bool
}

var (
	noticePage = web.NewPage[noticeData](pages, "notice.html")
	fillPage   = web.NewPage[noticeData](pages, "fill.html")
)

// fill makes the notice of the committee in the address, once it has decided, in
// the fields of the form of its guidance. [CI-LR]
func (d *noticeData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee string) error {
	d.Review, d.Open = c.Review(), c.Stage() == access.Deciding
	s, err := standing(ctx, tx, c)
	if err != nil {
		return err
	}
	if d.Now, err = s.of(committee); err != nil {
		return err
	}
	if !d.Now.Decided() {
		return db.ErrNotFound
	}
	known, err := s.known(ctx, tx, c, d.Now)
	if err != nil {
		return err
	}
	if d.Notice, err = review.NewNotice(ctx, tx, c, seal.Deliberation, d.Now.Committee, "F4", known); err != nil {
		return err
	}
	ks, err := review.Clocks(ctx, tx, c)
	today := db.DateOf(tx.Now())
	for _, k := range ks {
		if k.Key == versionKey(noticeClock, d.Now) {
			d.Clock, d.Due = k, k.Due(k.Calendar)
			d.Left, d.Late = k.Left(k.Calendar, today), k.State(k.Calendar, today) == clock.Late
		}
	}
	return err
}

// known gives what the program knows for the fields of the form, by their ids. It
// says the decision of one committee alone, and names nobody but the lead officer.
func (s stand) known(ctx context.Context, tx *db.Tx, c access.Case, k *committeeStand) (map[string]string, error) {
	d := k.Decision
	lead, err := review.LeadOfficers(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	asked, err := agencyreport.Requests(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	notified, err := review.NotifiedOn(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var agencies []string
	for _, a := range asked {
		agencies = append(agencies, a.AgencyName)
	}
	known := map[string]string{"decision": d.Outcome.Words(), "reasons": d.Reasons.Reveal(), "committee": k.Committee.Name,
		"reference": c.Code(), "decided": d.On.Words(), "notified": notified.Words(), "agencies": strings.Join(agencies, "\n"),
		"criteria": strings.Join(k.cited(), "\n"), "chiefs": k.chiefsSay(), "kind": "Not held: there is no review.", "activity": "None.",
		"track": "An adult", "other_committee": "No"}
	if k.Committee.Track == guidance.Child {
		known["track"] = "A child or young person"
	}
	if len(s.Committees) > 1 {
		known["other_committee"] = "Yes. It decides for itself and sends its own notice."
	}
	if len(lead) > 0 {
		known["contact"] = strings.Join(lead, "; ") + ", lead officer"
	}
	switch d.Outcome {
	case Review:
		known["kind"] = d.Says("kind") + ". " + d.Says("scale")
	case Other:
		known["activity"] = d.Says("activity") + "\nLed by: " + d.Says("owner") + "\nIts learning: " + d.Says("reported") + "\nSent by: " + d.Says("report_by")
	}
	if d.Outcome != Review {
		known["expected"] = "None: there is no review."
		if len(d.Limbs) == 0 {
			known["criteria"] = "None."
		}
	}
	return known, nil
}

// chiefsSay says what chief officers did with the decision, without their names.
func (k *committeeStand) chiefsSay() string {
	var last db.Date
	for _, x := range k.Deeds {
		last = x.On
	}
	switch {
	case !k.Settled() && k.Ratify:
		return "They are asked to ratify it."
	case !k.Settled():
		return "They are being told."
	case k.Ratify:
		return "They ratified it on " + last.Words() + "."
	}
	return "They were told by " + last.Words() + "."
}

func showNotice(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	return noticeAgain(r, p.Case, form.New())
}

func readNotice(r *web.Request, c access.Case) (noticeData, error) {
	var d noticeData
	err := c.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, c, r.Path("committee")) })
	return d, err
}

func noticeAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d, err := readNotice(r, c)
	d.Form = f
	return noticePage.With(d), err
}

// noticeSent keeps that the Care Inspectorate was told of a committee's decision,
// whatever was decided: when, with which reference, and why late. [CI-LR]
func noticeSent(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	f := r.Form
	t := telling{Whom: "inspectorate", Committee: r.Path("committee"), On: pastDay(r, "on", "Give the day on which it was sent, such as 31 March 2027."),
		Reference: seal.T(f.Line("reference", 200, "")), Words: seal.T(f.Text("words", 1000, "")), Late: seal.T(f.Text("late", 1000, ""))}
	t.Version = f.Number("version", 0, 1e6, "")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d noticeData
		if err := d.fill(r.Context(), tx, p.Case, t.Committee); err != nil {
			return err
		}
		if f.OK() && (d.Now.Decision.version != t.Version || d.Now.Knows("inspectorate")) {
			return db.ErrStale
		}
		late := !d.Due.IsZero() && t.On.After(d.Due)
		if f.OK() && late && t.Late.Empty() {
			f.Refuse("late", "It was due on "+d.Due.Words()+". Say why it was late.")
		}
		if f.OK() && t.On.Before(d.Now.Decision.On) {
			f.Refuse("on", "This is before the day on which the committee decided.")
		}
		if !f.OK() {
			return errFaults
		}
		if err := insertTelling(r.Context(), tx, p.Case, t); err != nil {
			return err
		}
		if err := stopClocks(r.Context(), tx, p.Case, noticeClock, d.Now, t.On); err != nil {
			return err
		}
		if late {
			if err := review.ExplainClock(r.Context(), tx, p.Case, d.Clock.Key, t.Late); err != nil {
				return err
			}
		}
		return follow(r.Context(), tx, p.Case)
	})
	if errors.Is(err, errFaults) {
		return noticeAgain(r, p.Case, f)
	}
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down that the Care Inspectorate knows."), err
}

func askNotice(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	return fillAgain(r, p.Case, nil)
}

func fillAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d, err := readNotice(r, c)
	if d.Form = f; f == nil {
		d.Form = form.New()
		d.Notice.Set(d.Form)
	}
	return fillPage.With(d), err
}

// fillNotice keeps what the lead officer types for fields that the program knows
// nothing for.
func fillNotice(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	saw := r.Form.Number("version", 0, 1e6, "")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var d noticeData
		if err := d.fill(r.Context(), tx, p.Case, r.Path("committee")); err != nil {
			return err
		}
		typed := d.Notice.Type(r.Form)
		if !r.Form.OK() {
			return errFaults
		}
		return d.Notice.Keep(r.Context(), tx, p.Case, seal.Deliberation, saw, typed)
	})
	if errors.Is(err, errFaults) {
		return fillAgain(r, p.Case, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "decision/notice/"+r.Path("committee"))).Say("What you typed is kept."), err
}

func noticeWord(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	d, err := readNotice(r, p.Case)
	if err != nil {
		return web.Answer{}, err
	}
	body, err := d.Notice.Word()
	return web.File("decision-notice.docx", review.WordType, body), err
}

func noticeJSON(r *web.Request, p access.Pass[SeeNotice]) (web.Answer, error) {
	d, err := readNotice(r, p.Case)
	if err != nil {
		return web.Answer{}, err
	}
	body, err := d.Notice.JSON()
	return web.File("decision-notice.json", "application/json", body), err
}
