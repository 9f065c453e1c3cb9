package notification

import (
	"errors"
	"sort"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// chooseData says which committees there are: an event goes to one, or to both.
type chooseData struct {
	Child, Adult bool
	Committees   []review.Committee
}

var choosePage = web.NewPage[chooseData](pages, "choose.html")

func choose(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	var d chooseData
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := review.AllCommittees(r.Context(), tx)
		d.Committees = all
		for _, c := range all {
			d.Child = d.Child || c.Track == guidance.Child
			d.Adult = d.Adult || c.Track == guidance.Adult
		}
		return err
	})
	return choosePage.With(d), err
}

var (
	yesNo = []form.Option{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}, {Value: "unknown", Label: "Not known yet"}}
	ways  = []form.Option{
		{Value: string(Harm), Label: "Somebody died, was harmed or was at risk of harm"},
		{Value: string(Practice), Label: "Something went strikingly well, and others could learn from it"},
	}
)

// askData is the sheet, with the criteria of each committee's guidance in force.
type askData struct {
	Form     *form.Form
	About    string
	Person   string // "child" or "adult"
	Ways     []form.Option
	Answers  []form.Option
	Agencies []form.Option
	Sheets   []sheet
}

// sheet is the criteria of one committee.
type sheet struct {
	Committee review.Committee
	Version   guidance.Version
	Limbs     []limb
}

// limb is one question of the criteria and the names of its fields.
type limb struct {
	guidance.Limb
	Field, Reason string
}

var askPage = web.NewPage[askData](pages, "notify.html")

func sheetsOf(cs []review.Committee, on db.Date) []sheet {
	var out []sheet
	for _, c := range cs {
		c.Guidance = guidance.InForce(c.Track, on).ID
		v := c.Version()
		s := sheet{Committee: c, Version: v}
		for _, l := range v.Limbs() {
			if l.Op == guidance.Asked {
				name := "limb-" + v.ID + "-" + l.ID
				s.Limbs = append(s.Limbs, limb{l, name, name + "-reason"})
			}
		}
		out = append(out, s)
	}
	return out
}

func (d *askData) fill(r *web.Request, p access.Open[Notify]) error {
	d.About, d.Ways, d.Answers = r.Path("about"), ways, yesNo
	d.Person = d.About
	if d.About == "both" {
		d.Person = "young person"
	}
	if tracks[d.About] == nil {
		return access.ErrStranger
	}
	return p.Read(r.Context(), func(tx *db.Tx) error {
		cs, err := committees(r.Context(), tx, d.About)
		if err != nil {
			return err
		}
		if len(cs) != len(tracks[d.About]) {
			return access.ErrStranger
		}
		d.Sheets = sheetsOf(cs, r.Today())
		as, err := review.Agencies(r.Context(), tx)
		for _, a := range review.Working(as) {
			d.Agencies = append(d.Agencies, form.Option{Value: a.ID, Label: a.Name})
		}
		return err
	})
}

func ask(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	d := askData{Form: form.New()}
	err := d.fill(r, p)
	return askPage.With(d), err
}

// read takes the sheet; every fault stands beside its field.
func (d *askData) read(f *form.Form, today db.Date) (Notification, seal.Text) {
	n := Notification{ID: db.NewID(), Answers: map[string]map[string]Answer{}}
	n.Name = seal.T(f.Line("name", 200, "Give your name."))
	n.Post = seal.T(f.Line("post", 200, "Give your post and your agency, so that we know who is asking."))
	email := f.Line("email", 200, "Give the e-mail address for your receipt.")
	if email != "" && !mail.Valid(email) {
		f.Refuse("email", "Give an e-mail address such as name@agency.example.")
	}
	n.Email, n.Phone = seal.T(email), seal.T(f.Line("phone", 100, ""))
	subject := seal.T(f.Line("subject", 200, "Give the name of the "+d.Person+" this is about."))
	day := func(name string, required string) seal.Text {
		on := f.Date(name, required)
		if on.After(today) {
			f.Refuse(name, "This day has not come yet.")
		}
		return seal.T(on.Words())
	}
	n.Born, n.Died = day("born", ""), day("died", "")
	n.Happened = day("happened", "Give the day it happened, or the day you learned of it.")
	n.Route = Route(f.Choice("route", ways, "Choose why you are notifying."))
	n.Event = seal.T(f.Text("event", 6000, "Say in a few sentences what happened."))
	n.Status = seal.T(f.Text("status", 1000, ""))
	n.Risk = seal.T(f.Text("risk", 2000, "Say whether anybody is at risk now. If nobody is, write that."))
	n.RiskAction = seal.T(f.Text("risk-action", 2000, ""))
	n.Processes = seal.T(f.Text("processes", 2000, ""))
	n.Agencies = seal.T(strings.Join(f.Choices("agencies", d.Agencies, "Tick at least one agency that worked with the "+d.Person+"."), "\n"))
	for _, s := range d.Sheets {
		n.Answers[s.Version.ID] = map[string]Answer{}
		for _, l := range s.Limbs {
			v := f.Choice(l.Field, yesNo, "Answer yes, no or not known yet.")
			needed := ""
			if v == "yes" {
				needed = "Say why, in a sentence or two."
			}
			n.Answers[s.Version.ID][l.ID] = Answer{guidance.Answer(v), seal.T(f.Text(l.Reason, 2000, needed))}
		}
	}
	return n, subject
}

// notify takes the sheet in: a new review, with its keys, its committees and the
// guidance of today.
func notify(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	d := askData{Form: r.Form}
	if err := d.fill(r, p); err != nil {
		return web.Answer{}, err
	}
	n, subject := d.read(r.Form, r.Today())
	if !r.Form.OK() {
		return askPage.With(d), nil
	}
	var ids []string
	for _, s := range d.Sheets {
		ids = append(ids, s.Committee.ID)
	}
	sort.Strings(ids)
	var code string
	err := p.Found(r.Context(), func(tx *db.Tx, c access.Case) error {
		code = c.Code()
		c.Touch(n.ID)
		if err := review.Begin(r.Context(), tx, c, ids, r.Today()); err != nil {
			return err
		}
		known := review.Known{Name: subject, Relation: seal.T("The person this review is about")}
		if _, err := review.AddKnown(r.Context(), tx, c, subjects[d.About], known); err != nil {
			return err
		}
		if err := insert(r.Context(), tx, c, n); err != nil {
			return err
		}
		return receipt(r.Context(), tx, c, n)
	})
	if errors.Is(err, access.ErrDone) {
		return web.Redirect("/notify/received").Say("This was sent twice. It arrived once."), nil
	}
	return web.Redirect("/notify/received").Say("Your notification has arrived. Its reference is " + code + "."), err
}

type receivedData struct {
	Committees []review.Committee
	Names      review.Names
}

var receivedPage = web.NewPage[receivedData](pages, "received.html")

func received(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	var d receivedData
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.Committees, err = review.AllCommittees(r.Context(), tx)
		d.Names = review.SharedNames(d.Committees)
		return err
	})
	return receivedPage.With(d), err
}
