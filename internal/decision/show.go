package decision

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/web"
)

// shownStand is a committee on the page of the decision, with what this person
// may do there.
type shownStand struct {
	*committeeStand
	MayDecide, MayConfirm  bool
	MayRead, MayRatify     bool
	MayWrite               bool // the minutes
	Lead, Open, LeadsAfter bool // the lead officer, while it is decided, or after
	Review                 string
	Turns                  []turnOf
}

// Criteria are those that the decision rests on.
func (k shownStand) Criteria() []string { return k.cited() }

type showData struct {
	Form         *form.Form
	Review       string
	What         []string
	Committees   []shownStand
	Lead, Open   bool
	Chairs       bool // every committee has one
	Decided      bool // all of them have
	NotifierTold bool
	Letters      bool // the person may read the letters, and there are some
	Stations     []station
}

// station is a point that every committee's decision comes to, with how far each
// committee is.
type station struct {
	What string
	Tags []look.Tag
}

var showPage = web.NewPage[showData](pages, "show.html")

func showDecision(r *web.Request, p access.Pass[SeeDecision]) (web.Answer, error) {
	d := showData{Form: form.New(), Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		return d.fill(r.Context(), tx, p.Case)
	})
	return showPage.With(d), err
}

func (d *showData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return err
	}
	d.Lead, d.Open = c.Is(access.LeadOfficer), c.Stage() == access.Deciding
	d.What, d.Chairs, d.NotifierTold = s.What(), true, true
	d.Decided, _ = s.decided()
	for _, what := range []string{"Decision", "Chief officers", "Care Inspectorate", "Notifier", "Minutes"} {
		d.Stations = append(d.Stations, station{What: what})
	}
	for _, k := range s.Committees {
		one := shownStand{committeeStand: k, Review: c.Review(), Lead: d.Lead, Open: d.Open, LeadsAfter: c.May(TellLater{}.Rule()),
			MayWrite: k.Decision.version > 0 && k.writes(c), MayDecide: d.Open && k.isChair(c.Person()),
			MayConfirm: k.Unconfirmed() && k.isChair(c.Person())}
		if d.Open && k.isChief(c.Person()) {
			one.MayRead = !k.Ratify && k.Decided() && !k.did(c.Person(), "read")
			one.MayRatify = k.Ratify && k.waitsForChief(c.Person())
		}
		d.Letters = d.Letters || d.Lead && k.Decided()
		for i, tag := range k.stations() {
			d.Stations[i].Tags = append(d.Stations[i].Tags, tag)
		}
		d.Chairs = d.Chairs && len(k.Chairs) > 0
		d.NotifierTold = d.NotifierTold && k.Knows(toNotifier)
		one.Turns = k.turns(c, d.Open)
		d.Committees = append(d.Committees, one)
	}
	return nil
}

// turnOf is what somebody does next.
type turnOf struct {
	Who, What string
	Yours     bool
}

// turns says whose turn it is in one committee's part.
func (k *committeeStand) turns(c access.Case, open bool) []turnOf {
	var all []turnOf
	add := func(who string, yours bool, format string, args ...any) {
		all = append(all, turnOf{who, fmt.Sprintf(format, args...), yours})
	}
	chair := func(format string, args ...any) { add("The chair", k.isChair(c.Person()), format, args...) }
	lead := func(format string, args ...any) {
		add("The lead officer", c.Is(access.LeadOfficer), format, args...)
	}
	switch {
	case !open && k.Refused():
		lead("agrees with the chair what happens to the review, as the committee did not confirm its decision.")
	case !open:
	case len(k.Chairs) == 0:
		lead("brings it to a chair.")
	case k.Asked() && !k.Answered():
		lead("finds out what the committee asks for, by %s.", k.Decision.Says("asked_by"))
	case k.open() && k.Meets.IsZero():
		chair("writes down what the committee decides.")
	case k.open():
		chair("writes down what the committee decides. It meets on %s.", k.Meets.Words())
	}
	if open && k.Decided() {
		if !k.Knows("inspectorate") {
			lead("sends the Care Inspectorate the notice.")
		}
		if !k.Knows(toNotifier) {
			lead("tells the notifier.")
		}
		mine := k.isChief(c.Person()) && k.waitsForChief(c.Person())
		switch {
		case k.Settled():
		case k.Ratify:
			add("Chief officers", mine, "ratify the decision, or send it back.")
		default:
			add("Chief officers", mine, "read the decision.")
		}
	}
	if k.Unconfirmed() {
		chair("says whether the committee confirms what was decided between its meetings, by %s.", k.Decision.Says("meets"))
	}
	if k.OwesLearning() {
		lead("sends the Care Inspectorate the learning of the other activity, by %s.", k.Decision.Says("report_by"))
	}
	if k.Decision.version > 0 && (k.Minutes == nil || !k.Minutes.Recorded) {
		chair("records the minutes, which the lead officer or the chair writes.")
	}
	return all
}

// stations are those of a committee's decision at one glance: made, known to
// chief officers, to the Care Inspectorate and to the notifier, minuted.
func (k *committeeStand) stations() []look.Tag {
	done, todo := func(s string) look.Tag { return look.Tag{Colour: "green", Text: s} }, func(s string) look.Tag { return look.Tag{Colour: "grey", Text: s} }
	var decision look.Tag
	switch {
	case k.Returned():
		decision = look.Tag{Colour: "red", Text: "Sent back"}
	case k.Refused():
		decision = look.Tag{Colour: "red", Text: "Not confirmed"}
	case k.Asked() && !k.Answered():
		decision = look.Tag{Colour: "yellow", Text: k.Decision.Outcome.Words()}
	case !k.Made():
		decision = todo("Not decided yet")
	case k.Unconfirmed():
		decision = look.Tag{Colour: "yellow", Text: k.Decision.Outcome.Words() + ", to be confirmed"}
	default:
		decision = done(k.Decision.Outcome.Words())
	}
	chiefs, notice, notifier, minuted := todo("To be told"), todo("To be told"), todo("To be told"), todo("To write")
	if k.Ratify {
		chiefs = todo("To ratify")
	}
	switch {
	case k.Settled() && k.Ratify:
		chiefs = done("Ratified")
	case k.Settled():
		chiefs = done("Told")
	}
	switch {
	case k.Knows("inspectorate"):
		notice = done("Told")
	case k.KnewOnce("inspectorate"):
		notice = look.Tag{Colour: "red", Text: "To be told anew"}
	}
	switch {
	case k.Knows(toNotifier):
		notifier = done("Told")
	case k.KnewOnce(toNotifier):
		notifier = look.Tag{Colour: "red", Text: "To be told anew"}
	}
	switch {
	case k.Minutes != nil && k.Minutes.Recorded:
		minuted = done("Recorded")
	case k.Minutes != nil:
		minuted = look.Tag{Colour: "yellow", Text: "Draft"}
	}
	return []look.Tag{decision, chiefs, notice, notifier, minuted}
}
