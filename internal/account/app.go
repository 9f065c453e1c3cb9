package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

type appData struct {
	sheet
	Shared shared
	secret seal.Text
	email  seal.Text
}

var (
	askAppPage = web.NewPage[signInData](pages, "askapp.html")
	appPage    = web.NewPage[appData](pages, "app.html")
)

func askForApp(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	return askAppPage.With(signInData{sheet{form.New()}}), nil
}

// beginApp wants the password and a code, and makes the secret of another app.
// The app that the person has goes on until the other one has shown a code. 6.5.6
func beginApp(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	who, err := oneself(r, p)
	if err != nil {
		return web.Answer{}, err
	}
	old := f.Value("old")
	if old == "" || len(old) > 4*most {
		f.Refuse("old", "Give your password.")
	}
	code, err := typedCode(r, p.Gate(), p.Person())
	if err == nil && f.OK() {
		err = oldFits(r, old, who)
	}
	if err != nil || !f.OK() {
		return askAppPage.With(signInData{sheet{f}}), err
	}
	err = p.Write(ctx, func(tx *db.Tx) error {
		if _, err := factor(ctx, tx, p.Outside, p.Person(), code); err != nil {
			return err
		}
		if err := forgive(ctx, tx, secondTries(p.Gate(), p.Person())); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM next_app WHERE account_id = $1`, p.Person()); err != nil {
			return fmt.Errorf("forget an app begun before: %w", err)
		}
		id := db.NewID()
		_, err := tx.Exec(ctx, `INSERT INTO next_app (id, account_id, secret, made_at) VALUES ($1, $2, $3, $4)`,
			id, p.Person(), p.At("next_app", &id).Seal("secret", newSecret()), tx.Now())
		return err
	})
	if err := refused(f, err); err != nil || !f.OK() {
		return askAppPage.With(signInData{sheet{f}}), err
	}
	return web.Redirect("/account/app/new"), nil
}

// nextApp reads the app that the person has begun to use, while it is fresh, or
// gives db.ErrNotFound.
func nextApp(ctx context.Context, tx *db.Tx, o access.Outside) (appData, error) {
	d, err := db.One(ctx, tx, func(r db.Row) (appData, error) {
		var d appData
		var id, account string
		return d, r.Scan(&id, &account, o.At("next_app", &id).Open("secret", &d.secret), o.At("account", &account).Open("email", &d.email))
	}, `SELECT n.id, a.id, n.secret, a.email FROM next_app n JOIN account a ON a.id = n.account_id
		WHERE n.account_id = $1 AND n.made_at > $2`, o.Person(), tx.Now().Add(-30*time.Minute))
	d.Shared = shared{"/account/app/new", inFours(d.secret.Reveal())}
	return d, err
}

func (d *appData) read(r *web.Request, p access.Own[Keep]) error {
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		*d, err = nextApp(r.Context(), tx, p.Outside)
		return err
	})
	d.Form = form.New()
	return err
}

func showApp(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	var d appData
	err := d.read(r, p)
	if errors.Is(err, db.ErrNotFound) {
		return web.Redirect("/account/app"), nil
	}
	return appPage.With(d), err
}

func appPicture(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	var d appData
	if err := d.read(r, p); err != nil {
		return web.Answer{}, err
	}
	return drawn(d.secret, d.email)
}

func appOpen(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	var d appData
	if err := d.read(r, p); err != nil {
		return web.Answer{}, err
	}
	return handed(d.secret, d.email)
}

// takeApp puts the app in the place of the one before, when it has shown a code,
// and ends every other session. 7.4.3
func takeApp(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	var d appData
	if err := d.read(r, p); err != nil {
		return web.Answer{}, err
	}
	d.Form = f
	code, err := typedCode(r, p.Gate(), p.Person())
	if err != nil || !f.OK() {
		return appPage.With(d), err
	}
	err = p.Write(ctx, func(tx *db.Tx) error {
		next, err := nextApp(ctx, tx, p.Outside)
		if err != nil {
			return err
		}
		at, err := stepOf(next.secret, squeezed(code), tx.Now().Unix()/step)
		if err != nil {
			return err
		}
		if err := forgive(ctx, tx, secondTries(p.Gate(), p.Person())); err != nil {
			return err
		}
		account := p.Person()
		if err := tx.Change(ctx, `UPDATE account SET totp = $1, totp_step = $2 WHERE id = $3`,
			p.At("account", &account).Seal("totp", next.secret), at, account); err != nil {
			return fmt.Errorf("keep the secret of the app: %w", err)
		}
		if _, err := tx.Exec(ctx, `DELETE FROM next_app WHERE account_id = $1`, account); err != nil {
			return fmt.Errorf("the app is no longer the next one: %w", err)
		}
		return p.Gate().EndAll(ctx, tx, account, p.Session().ID())
	})
	if err := refused(f, err); err != nil || !f.OK() {
		return appPage.With(d), err
	}
	return web.Redirect("/account").Say("Your new app is in use, and the old one is not. Every other session has ended."), nil
}
