package learning

import (
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

type showData struct {
	Review     string
	Write      bool
	Points     []Point
	Ready      int
	Covered    []covered
	Open       int
	Everything bool // all points are ready
}

var showPage = web.NewPage[showData](pages, "show.html")

func show(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	d := showData{Review: p.Review(), Write: p.Is(Writing) && p.Stage() <= access.Approving}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := Declared(r.Context(), tx, p.Case); err != nil {
			return err
		}
		m, err := gather(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if d.Points, err = Points(r.Context(), tx, p.Case); err != nil {
			return err
		}
		for i := range d.Points {
			d.Points[i].Sources = m.now(d.Points[i].Sources)
		}
		d.Covered, err = coverage(r.Context(), tx, p.Case, m, d.Points)
		return err
	})
	for _, one := range d.Points {
		if one.Ready {
			d.Ready++
		}
	}
	for _, v := range d.Covered {
		if v.Open() {
			d.Open++
		}
	}
	d.Everything = d.Ready > 0 && d.Ready == len(d.Points)
	return showPage.With(d), err
}

type asideData struct {
	Form   *form.Form
	Review string
	One    covered
}

var asidePage = web.NewPage[asideData](pages, "aside.html")

func askAside(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	return asideAgain(r, p, form.New())
}

func asideAgain(r *web.Request, p access.Pass[Write], f *form.Form) (web.Answer, error) {
	d := asideData{Form: f, Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d.One, err = oneCovered(r, tx, p)
		return err
	})
	if f.OK() && d.One.Aside {
		f.Set("reason", d.One.Reason.Reveal())
	}
	return asidePage.With(d), err
}

func oneCovered(r *web.Request, tx *db.Tx, p access.Pass[Write]) (covered, error) {
	m, err := gather(r.Context(), tx, p.Case)
	if err != nil {
		return covered{}, err
	}
	ps, err := Points(r.Context(), tx, p.Case)
	if err != nil {
		return covered{}, err
	}
	all, err := coverage(r.Context(), tx, p.Case, m, ps)
	if err != nil {
		return covered{}, err
	}
	for _, v := range all {
		if v.ID == r.Path("contribution") {
			return v, nil
		}
	}
	return covered{}, fmt.Errorf("contribution %s: %w", r.Path("contribution"), db.ErrNotFound)
}

var errUsed = errors.New("a learning point uses this contribution")

func setAside(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	reason := r.Form.Text("reason", 2000, "Say why no learning point is made of this, so that the review team can judge it.")
	if !r.Form.OK() {
		return asideAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		v, err := oneCovered(r, tx, p)
		if err != nil {
			return err
		}
		if len(v.Points) > 0 {
			return errUsed
		}
		return putAside(r.Context(), tx, p.Case, v.ID, seal.T(reason))
	})
	if errors.Is(err, errUsed) {
		r.Form.Refuse("reason", "A learning point uses this contribution, so it is not set aside.")
		return asideAgain(r, p, r.Form)
	}
	return web.Redirect("/reviews/" + p.Review() + "/learning").Say("Set aside, with the reason."), err
}

func takeBack(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		if _, err := oneCovered(r, tx, p); err != nil {
			return err
		}
		return bringBack(r.Context(), tx, p.Case, r.Path("contribution"))
	})
	return web.Redirect("/reviews/" + p.Review() + "/learning").Say("It is open again."), err
}
