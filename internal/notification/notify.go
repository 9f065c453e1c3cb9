package notification

import (
	"context"
	"errors"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/web"
)

// chooseData says which committees there are: an event goes to one, or to both.
type chooseData struct {
	Child, Adult bool
	Committees   []review.Committee
}

var (
	choosePage = web.NewPage[chooseData](pages, "choose.html")
	familyPage = web.NewPage[struct{}](pages, "family.html")
	endedPage  = web.NewPage[struct{}](pages, "ended.html")
)

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

// family is for somebody who lands here and works for no agency. [ASP22 p4, ASF19 p5]
func family(*web.Request, access.Open[Notify]) (web.Answer, error) {
	return familyPage.With(struct{}{}), nil
}

// notifying is a notification being written: whom it is about, the committees
// it goes to, and its pages.
type notifying struct {
	subject
	Committees []review.Committee
	Steps      []step
}

// prepare finds the committees and the pages. What is typed so far decides which
// questions fit.
func prepare(ctx context.Context, tx *db.Tx, about string, f *form.Form, today db.Date) (notifying, error) {
	s, ok := subjects[about]
	if !ok {
		return notifying{}, access.ErrStranger
	}
	n := notifying{subject: s}
	all, err := review.AllCommittees(ctx, tx)
	if err != nil {
		return n, err
	}
	for _, t := range s.Tracks {
		for _, c := range all {
			if c.Track == t {
				c.Guidance = guidance.InForce(t, today).ID
				n.Committees = append(n.Committees, c)
				break
			}
		}
	}
	if len(n.Committees) != len(s.Tracks) {
		return n, access.ErrStranger
	}
	as, err := review.Agencies(ctx, tx)
	var agencies []form.Option
	for _, a := range review.Working(as) {
		agencies = append(agencies, form.Option{Value: a.ID, Label: a.Name})
	}
	n.Steps = steps(s, n.Committees, agencies, Route(f.Value("route")))
	return n, err
}

// names are those of the committees.
func (n notifying) names() string {
	var all []string
	for _, c := range n.Committees {
		all = append(all, c.Name)
	}
	return strings.Join(all, " and ")
}

// start is the first page of a notification that is not begun yet.
func start(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	var n notifying
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		n, err = prepare(r.Context(), tx, r.Path("about"), r.Form, r.Today())
		return err
	})
	if err != nil {
		return web.Answer{}, err
	}
	return stepPage.With(n.page(0, form.New(), draft{}, r)), nil
}

// first saves the first page: from here on the notification has its link.
func first(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	p = again(r, p)
	var n notifying
	var d draft
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var err error
		if n, err = prepare(r.Context(), tx, r.Path("about"), r.Form, r.Today()); err != nil {
			return err
		}
		if d, err = begin(r.Context(), tx, p, linkOf(p, r.Form.Value("_once")), n.About); err != nil {
			return err
		}
		return n.keep(r.Context(), tx, p, &d, 0, r.Form)
	})
	if err != nil {
		return web.Answer{}, err
	}
	return n.goOn(r, d, 0), nil
}

// keep saves a page, and sends the link as soon as there is an address.
func (n notifying) keep(ctx context.Context, tx *db.Tx, p access.Open[Notify], d *draft, at int, f *form.Form) error {
	if err := d.save(ctx, tx, p, n.Steps[at], f); err != nil {
		return err
	}
	if n.Steps[at].ID != "you" {
		return nil
	}
	var err error
	d.Mailed, err = d.write(ctx, tx, p, strings.TrimSpace(f.Value("email")))
	return err
}

// goOn leads to the next page, unless something on this one wants another look:
// it is saved all the same.
func (n notifying) goOn(r *web.Request, d draft, at int) web.Answer {
	for _, q := range n.Steps[at].all() {
		q.read(r.Form, r.Today())
	}
	switch {
	case r.Form.Value("then") == "later":
		return web.Redirect(d.path("later"))
	case !r.Form.OK():
		return stepPage.With(n.page(at, r.Form, d, r))
	case r.Query("from") == "check" || at == len(n.Steps)-1:
		return web.Redirect(d.path("check"))
	}
	return web.Redirect(d.path(n.Steps[at+1].ID))
}

func (d draft) path(page string) string {
	return strings.TrimSuffix("/notify/link/"+d.link+"/"+page, "/")
}

// ended answers for a link that opens nothing: guessed, used or too old, they
// look alike.
func ended(err error) (web.Answer, error) {
	if errors.Is(err, db.ErrNotFound) {
		return endedPage.With(struct{}{}), nil
	}
	return web.Answer{}, err
}

// come takes whoever follows the link to where they left off, or to the receipt.
func come(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	var d draft
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d, err = find(r.Context(), tx, p, r.Path("link"))
		return err
	})
	switch {
	case err != nil:
		return ended(err)
	case d.Sent:
		return receiptPage.With(receiptData{*d.words.Receipt, d.Ends}), nil
	}
	return web.Redirect(d.path("check")), nil
}

// open finds the draft of the link, its pages, and what was typed.
func open(ctx context.Context, tx *db.Tx, p access.Open[Notify], link string, today db.Date) (draft, notifying, *form.Form, error) {
	d, err := unsent(ctx, tx, p, link)
	if err != nil {
		return d, notifying{}, nil, err
	}
	f := form.Sent(d.words.Typed, nil)
	n, err := prepare(ctx, tx, d.words.About, f, today)
	return d, n, f, err
}

// ask shows a page of the draft with what was typed on it so far.
func ask(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	var d draft
	var n notifying
	var f *form.Form
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d, n, f, err = open(r.Context(), tx, p, r.Path("link"), r.Today())
		return err
	})
	if err != nil {
		return ended(err)
	}
	at, ok := byID(n.Steps, r.Path("step"))
	switch {
	case ok:
		return stepPage.With(n.page(at, f, d, r)), nil
	case r.Path("step") == "check":
		return checkPage.With(n.check(r, d, f)), nil
	case r.Path("step") == "later":
		return laterPage.With(laterData{form.New(), d.linkData(r)}), nil
	case r.Path("step") == "risk" || r.Path("step") == "well": // the reason for notifying has changed meanwhile
		return web.Redirect(d.path(n.Steps[3].ID)), nil
	}
	return ended(db.ErrNotFound)
}

// save keeps a page of the draft.
func save(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	p = again(r, p)
	var d draft
	var n notifying
	var at int
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var err error
		if d, n, _, err = open(r.Context(), tx, p, r.Path("link"), r.Today()); err != nil {
			return err
		}
		var ok bool
		if at, ok = byID(n.Steps, r.Path("step")); !ok {
			return db.ErrNotFound
		}
		if err := n.keep(r.Context(), tx, p, &d, at, r.Form); err != nil {
			return err
		}
		n, err = prepare(r.Context(), tx, n.About, form.Sent(d.words.Typed, nil), r.Today())
		return err
	})
	if err != nil {
		return ended(err)
	}
	return n.goOn(r, d, at), nil
}

// post sends the link to the address of the notifier.
func post(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	p = again(r, p)
	f := r.Form
	address := f.Line("email", 254, "Give the e-mail address for the link.")
	var d draft
	var wrote bool
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		var err error
		if d, err = unsent(r.Context(), tx, p, r.Path("link")); err != nil {
			return err
		}
		wrote, err = d.write(r.Context(), tx, p, address)
		return err
	})
	switch {
	case err != nil:
		return ended(err)
	case wrote:
		return web.Redirect(d.path("later")).Say("The link is on its way to that address."), nil
	}
	f.Refuse("email", "The link could not be sent there. Check the address, or write the link down instead.")
	return laterPage.With(laterData{f, d.linkData(r)}), nil
}
