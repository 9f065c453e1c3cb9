package account

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

type setUpData struct {
	sheet
	Name, Email seal.Text
	Shared      shared
	secret      seal.Text
	invitation  invitation
}

type codesData struct {
	Codes []string
	New   bool // for somebody who has just come
}

var (
	setUpPage = web.NewPage[setUpData](pages, "setup.html")
	codesPage = web.NewPage[codesData](pages, "codes.html")
)

// coming reads who is setting up, by the session that the invitation's code
// began; whoever is not gets access.ErrSignIn.
func coming(ctx context.Context, tx *db.Tx, o access.Outside) (setUpData, error) {
	var d setUpData
	s := o.Session()
	if s.Complete || s.ID() == "" {
		return d, access.ErrSignIn
	}
	inv, err := opened(ctx, tx, s.Account)
	if errors.Is(err, db.ErrNotFound) || err == nil && inv.known {
		return d, access.ErrSignIn
	}
	if err != nil {
		return d, err
	}
	who, err := personAt(ctx, tx, o, "id = $1", s.Account)
	if err != nil {
		return d, err
	}
	d.Name, d.Email, d.invitation = who.Name, who.Email, inv
	_, err = db.One(ctx, tx, func(r db.Row) (string, error) {
		return "", r.Scan(o.At("account", &who.ID).Open("totp", &d.secret))
	}, `SELECT totp FROM account WHERE id = $1`, who.ID)
	d.Shared = shared{"/set-up", inFours(d.secret.Reveal())}
	return d, err
}

// read is coming for a page.
func (d *setUpData) read(r *web.Request, p access.Open[SetUp]) error {
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		*d, err = coming(r.Context(), tx, p.Outside)
		return err
	})
	d.Form = form.New()
	return err
}

func askSetUp(r *web.Request, p access.Open[SetUp]) (web.Answer, error) {
	var d setUpData
	err := d.read(r, p)
	return setUpPage.With(d), err
}

func picture(r *web.Request, p access.Open[SetUp]) (web.Answer, error) {
	var d setUpData
	if err := d.read(r, p); err != nil {
		return web.Answer{}, err
	}
	return drawn(d.secret, d.Email)
}

func openApp(r *web.Request, p access.Open[SetUp]) (web.Answer, error) {
	var d setUpData
	if err := d.read(r, p); err != nil {
		return web.Answer{}, err
	}
	return handed(d.secret, d.Email)
}

// takeSetUp makes the sign-in of somebody who was invited: password, app and
// recovery codes. With it they have what they were invited to, and are signed in.
func takeSetUp(r *web.Request, p access.Open[SetUp]) (web.Answer, error) {
	ctx, f, g := r.Context(), r.Form, p.Gate()
	var d setUpData
	if err := d.read(r, p); err != nil {
		return web.Answer{}, err
	}
	d.Form = f
	password := newPassword(f, d.Name.Reveal(), d.Email.Reveal())
	code, err := typedCode(r, g, p.Person())
	if err != nil || !f.OK() {
		return setUpPage.With(d), err
	}
	kept, err := hash(ctx, password)
	if err != nil {
		return web.Answer{}, err
	}
	var codes []string
	var cookie string
	err = p.Write(ctx, func(tx *db.Tx) error {
		if d, err = coming(ctx, tx, p.Outside); err != nil {
			return err
		}
		d.Form = f
		p.Touch(p.Person(), d.invitation.id)
		codes, cookie, err = settle(ctx, tx, p, d.invitation, kept, code)
		return err
	})
	if err := refused(f, err); err != nil || !f.OK() {
		return setUpPage.With(d), err
	}
	r.SignIn(cookie)
	if r.Session, err = g.Find(ctx, cookie); err != nil {
		return web.Answer{}, err
	}
	return codesPage.With(codesData{Codes: codes, New: true}), nil
}

// settle writes the sign-in down.
func settle(ctx context.Context, tx *db.Tx, p access.Open[SetUp], inv invitation, password, code string) (codes []string, cookie string, err error) {
	g, account := p.Gate(), p.Person()
	recovered, err := factor(ctx, tx, p.Outside, account, code)
	if err == nil && recovered {
		err = errWrong
	}
	if err != nil {
		return nil, "", err
	}
	if err := tx.Change(ctx, `UPDATE account SET password = $1 WHERE id = $2 AND password = ''`, password, account); err != nil {
		return nil, "", err
	}
	if codes, err = newRecoveryCodes(ctx, tx, g, account); err != nil {
		return nil, "", err
	}
	if err := inv.accept(ctx, tx, g); err != nil {
		return nil, "", err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM first_code`); err != nil {
		return nil, "", err
	}
	if err := forgive(ctx, tx, secondTries(g, account)); err != nil {
		return nil, "", err
	}
	if err := g.EndAll(ctx, tx, account, ""); err != nil {
		return nil, "", err
	}
	cookie, err = complete(ctx, tx, g, p.Session(), account)
	return codes, cookie, err
}
