package account

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/web"
)

type signInData struct{ sheet }

var (
	signInPage    = web.NewPage[signInData](pages, "signin.html")
	codePage      = web.NewPage[signInData](pages, "code.html")
	signedOutPage = web.NewPage[struct{}](pages, "signedout.html")
)

// local gives the address if it is one of this site, and otherwise the start page.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || u.Host != "" || u.Scheme != "" {
		return "/"
	}
	if strings.ContainsFunc(next, func(r rune) bool { return r <= ' ' || r == '\\' || r >= 0x7f }) {
		return "/"
	}
	return next
}

func askPassword(r *web.Request, p access.Open[SignIn]) (web.Answer, error) {
	if r.Session.Complete {
		return web.Redirect(local(r.Query("next"))), nil
	}
	return signInPage.With(signInData{sheet{form.New()}}), nil
}

// takePassword is the first factor. An address without an account is answered
// as a wrong password is, in about the same time.
func takePassword(r *web.Request, p access.Open[SignIn]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	email := strings.ToLower(f.Line("email", 254, "Give the e-mail address of your account."))
	password := f.Value("password")
	if password == "" {
		f.Refuse("password", "Give your password.")
	}
	if len(password) > 4*most {
		f.Refuse("password", "That is longer than any password here.")
	}
	again := func() web.Answer { return signInPage.With(signInData{sheet{f}}) }
	if !f.OK() {
		return again(), nil
	}
	who := p.Index("try-password", email)
	if err := attempt(r, p.Gate(), "email", who); err != nil || !f.OK() {
		return again(), err
	}
	var found person
	err := p.Read(ctx, func(tx *db.Tx) error {
		var err error
		found, err = personAt(ctx, tx, p.Outside, "email_index = $1", p.Index("email", email))
		return err
	})
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return web.Answer{}, fmt.Errorf("find the account: %w", err)
	}
	right, err := fits(ctx, password, found.password)
	if err != nil {
		return web.Answer{}, err
	}
	if !right || !found.active {
		f.Refuse("email", "The e-mail address and the password do not belong together. Check both and try again.")
		return again(), nil
	}
	var cookie string
	err = p.Write(ctx, func(tx *db.Tx) error {
		p.Touch(found.ID)
		if err := forgive(ctx, tx, who); err != nil {
			return err
		}
		cookie, err = begin(ctx, tx, p.Gate(), r.Session, found.ID)
		return err
	})
	if err != nil && !errors.Is(err, access.ErrDone) {
		return web.Answer{}, err
	}
	if err == nil {
		r.SignIn(cookie)
	}
	return web.Redirect("/sign-in/code?next=" + url.QueryEscape(local(r.Query("next")))), nil
}

// atMost is how many sessions a person has at a time. 7.1.2
const atMost = 3

// complete starts a session that is signed in, in place of the one before, and
// gives its cookie. The oldest end where there are more than three.
func complete(ctx context.Context, tx *db.Tx, g *access.Gate, before access.Session, account string) (string, error) {
	live, err := g.Sessions(ctx, tx, account)
	if err != nil {
		return "", fmt.Errorf("list the sessions: %w", err)
	}
	for i, l := range live {
		if i >= atMost-1 {
			if err := g.End(ctx, tx, l.ID); err != nil {
				return "", err
			}
		}
	}
	return renew(ctx, tx, g, before, account, true)
}

// begin starts a session that waits for its second factor, and gives its cookie.
func begin(ctx context.Context, tx *db.Tx, g *access.Gate, before access.Session, account string) (string, error) {
	return renew(ctx, tx, g, before, account, false)
}

func renew(ctx context.Context, tx *db.Tx, g *access.Gate, before access.Session, account string, complete bool) (string, error) {
	if err := g.End(ctx, tx, before.ID()); err != nil {
		return "", fmt.Errorf("end the session before: %w", err)
	}
	return g.Begin(ctx, tx, account, complete)
}

// waits says that the session waits for its second factor, and not for too long.
func waits(ctx context.Context, tx *db.Tx, s access.Session) error {
	began, err := db.One(ctx, tx, db.Column[time.Time],
		`SELECT created_at FROM session WHERE id = $1 AND ended_at IS NULL AND NOT complete`, s.ID())
	if errors.Is(err, db.ErrNotFound) || err == nil && tx.Now().Sub(began) > 10*time.Minute {
		return access.ErrSignIn
	}
	return err
}

func askCode(r *web.Request, p access.Open[SignIn]) (web.Answer, error) {
	if r.Session.Complete {
		return web.Redirect(local(r.Query("next"))), nil
	}
	if r.Session.ID() == "" {
		return web.Redirect("/sign-in"), nil
	}
	return codePage.With(signInData{sheet{form.New()}}), nil
}

// takeCode is the second factor. What it makes is a new session: the cookie of
// the first factor is dead.
func takeCode(r *web.Request, p access.Open[SignIn]) (web.Answer, error) {
	ctx, f, g := r.Context(), r.Form, p.Gate()
	if r.Session.Complete || r.Session.ID() == "" {
		return askCode(r, p)
	}
	code, err := typedCode(r, g, p.Person())
	if err != nil || !f.OK() {
		return codePage.With(signInData{sheet{f}}), err
	}
	var recovered bool
	var left int
	var cookie string
	err = p.Write(ctx, func(tx *db.Tx) error {
		p.Touch(p.Person())
		err := waits(ctx, tx, r.Session)
		if err != nil {
			return err
		}
		if recovered, err = factor(ctx, tx, p.Outside, p.Person(), code); err != nil {
			return err
		}
		if err := forgive(ctx, tx, secondTries(g, p.Person())); err != nil {
			return err
		}
		if left, err = codesLeft(ctx, tx, p.Person()); err != nil {
			return err
		}
		cookie, err = complete(ctx, tx, g, r.Session, p.Person())
		return err
	})
	if err := refused(f, err); err != nil || !f.OK() {
		return codePage.With(signInData{sheet{f}}), err
	}
	r.SignIn(cookie)
	on := web.Redirect(local(r.Query("next")))
	if recovered {
		on = on.Say(fmt.Sprintf("You signed in with a recovery code. You have %d left. You can make new ones on the page of your account.", left))
	}
	return on, nil
}

func signOut(r *web.Request, p access.Own[SignOut]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error { return p.Gate().End(r.Context(), tx, p.Session().ID()) })
	if err != nil {
		return web.Answer{}, err
	}
	r.SignOut()
	return web.Redirect("/signed-out"), nil
}

func signedOut(r *web.Request, p access.Open[SignIn]) (web.Answer, error) {
	return signedOutPage.With(struct{}{}), nil
}
