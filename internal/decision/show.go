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
	Pending                []letter
	Lead, Open, LeadsAfter bool // the lead officer, while it is decided, or after
	Review                 string
}

// Criteria are those that the decision rests on.
func (k shownStand) Criteria() []string { return k.cited() }

type showData struct {
	Form         *form.Form
	Review       string
	What         []string
	Turns        []string // whose turn it is, in sentences
	Committees   []shownStand
	Lead, Open   bool
	Chairs       bool // every committee has one
	Decided      bool // all of them have
	NotifierTold bool
	Letters      []letter
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
	if d.Lead {
		if d.Letters, err = letters(ctx, tx, c); err != nil {
			return err
		}
	}
	for _, k := range s.Committees {
		one := shownStand{committeeStand: k, Review: c.Review(), Lead: d.Lead, Open: d.Open, LeadsAfter: c.May(TellLater{}.Rule()),
			MayWrite: k.Decision.version > 0 && k.writes(c), MayDecide: d.Open && k.isChair(c.Person()),
			MayConfirm: k.Unconfirmed() && k.isChair(c.Person())}
		if d.Open && k.isChief(c.Person()) {
			one.MayRead = !k.Ratify && k.Decided() && !k.did(c.Person(), "read")
			one.MayRatify = k.Ratify && k.waitsForChief(c.Person())
		}
		for _, l := range d.Letters {
			if l.Committee.ID == k.Committee.ID && !l.Issued() {
				one.Pending = append(one.Pending, l)
			}
		}
		d.Chairs = d.Chairs && len(k.Chairs) > 0
		d.NotifierTold = d.NotifierTold && k.Knows(toNotifier)
		d.Turns = append(d.Turns, k.turns(d.Open)...)
		d.Committees = append(d.Committees, one)
	}
	return nil
}

// turns says whose turn it is in one committee's part, in sentences.
func (k *committeeStand) turns(open bool) []string {
	var says []string
	add := func(format string, args ...any) {
		says = append(says, k.Committee.Name+": "+fmt.Sprintf(format, args...))
	}
	if k.Unconfirmed() {
		add("the chair says whether the committee confirms what was decided between its meetings, by %s.", k.Decision.day("meets").Words())
	}
	if k.OwesLearning() {
		add("the lead officer sends the Care Inspectorate the learning of the other activity, by %s.", k.Decision.day("report_by").Words())
	}
	if k.Decision.version > 0 && (k.Minutes == nil || !k.Minutes.Recorded) {
		add("the minutes are written, and the chair records them.")
	}
	switch {
	case !open && k.Refused():
		add("it did not confirm its decision. The lead officer agrees with the chair what happens to the review.")
	case !open:
	case len(k.Chairs) == 0:
		add("the lead officer brings it to a chair.")
	case k.Asked() && !k.Answered():
		add("the lead officer finds out what the committee asks for, by %s.", k.Decision.day("asked_by").Words())
	case k.open() && k.Meets.IsZero():
		add("the chair writes down what the committee decides.")
	case k.open():
		add("the chair writes down what the committee decides. It meets on %s.", k.Meets.Words())
	default:
		if !k.Knows("inspectorate") {
			add("the lead officer sends the Care Inspectorate the notice.")
		}
		if !k.Knows(toNotifier) {
			add("the lead officer tells the notifier.")
		}
		switch {
		case k.Settled():
		case k.Ratify:
			add("chief officers ratify the decision, or send it back.")
		default:
			add("chief officers read the decision.")
		}
	}
	return says
}

// Stations are those of a committee's decision at one glance: made, known to
// chief officers, to the Care Inspectorate and to the notifier, minuted.
func (k shownStand) Stations() []look.Tag {
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
