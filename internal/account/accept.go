package account

import (
	"crypto/subtle"
	"errors"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/web"
)

type linkData struct {
	sheet
	From string // "" where the link leads nowhere now
	Else string // name of somebody else who is signed in
}

var (
	linkPage      = web.NewPage[linkData](pages, "link.html")
	telephonePage = web.NewPage[linkData](pages, "telephone.html")
)

// behind says what the page of a link may say before the code was given: which
// committee invites, and nothing of whom.
func behind(r *web.Request, p access.Open[Accept], f *form.Form) (linkData, error) {
	d := linkData{sheet: sheet{f}}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		inv, err := byToken(r.Context(), tx, p.Gate(), r.Path("token"))
		if errors.Is(err, db.ErrNotFound) {
			return nil
		}
		d.From = inv.sender
		if r.Session.Complete && r.Session.Account != inv.account {
			d.Else = r.Session.Name.Reveal()
		}
		return err
	})
	return d, err
}

// showLink changes nothing and reveals nothing: programs that check mail open links too.
func showLink(r *web.Request, p access.Open[Accept]) (web.Answer, error) {
	d, err := behind(r, p, form.New())
	return linkPage.With(d), err
}

// openLink changes nothing either, since some such programs press buttons.
func openLink(r *web.Request, p access.Open[Accept]) (web.Answer, error) {
	return web.Redirect(Link(r.Path("token")) + "/code"), nil
}

func askTelephone(r *web.Request, p access.Open[Accept]) (web.Answer, error) {
	d, err := behind(r, p, form.New())
	if d.From == "" || d.Else != "" {
		return linkPage.With(d), err
	}
	return telephonePage.With(d), err
}

// takeTelephone takes the code that was told by telephone. Who has no sign-in
// yet goes on to choose one; who has one is done.
func takeTelephone(r *web.Request, p access.Open[Accept]) (web.Answer, error) {
	ctx, f, g := r.Context(), r.Form, p.Gate()
	d, err := behind(r, p, f)
	if err != nil || d.From == "" || d.Else != "" {
		return linkPage.With(d), err
	}
	code := f.Line("code", 40, "Type the code that you were given by telephone.")
	if !f.OK() {
		return telephonePage.With(d), nil
	}
	var inv invitation
	var right bool
	var cookie string
	err = p.Write(ctx, func(tx *db.Tx) error {
		if inv, err = byToken(ctx, tx, g, r.Path("token")); err != nil {
			return err
		}
		p.Touch(inv.id)
		mark := codeMark(g, inv.id, strings.ToUpper(squeezed(code)))
		if right = subtle.ConstantTimeCompare([]byte(mark), []byte(inv.code)) == 1; !right {
			p.Touch("wrong-code")
			return tx.Change(ctx, `UPDATE invitation SET tries = tries + 1 WHERE id = $1`, inv.id)
		}
		if inv.known {
			return inv.accept(ctx, tx, g)
		}
		cookie, err = inv.open(ctx, tx, p.Outside)
		return err
	})
	switch {
	case err != nil:
		return web.Answer{}, err
	case !right:
		f.Refuse("code", "That is not the code. After five wrong codes the invitation ends, and you would need a new one.")
		return telephonePage.With(d), nil
	case inv.known:
		return web.Redirect("/").Say("The invitation is accepted. Sign in as you always do."), nil
	}
	r.SignIn(cookie)
	return web.Redirect("/set-up"), nil
}
