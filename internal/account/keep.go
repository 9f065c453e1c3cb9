package account

import (
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

type accountData struct {
	sheet
	Name, Email seal.Text
	Sessions    []sessionLine
	Left        int
	Invites     bool
}

// sessionLine is a session as its owner sees it. ID is the beginning of its
// row's, which is enough to tell one's own sessions apart.
type sessionLine struct {
	ID            string
	Created, Seen time.Time
	Here          bool
}

var (
	accountPage     = web.NewPage[accountData](pages, "account.html")
	newPasswordPage = web.NewPage[signInData](pages, "password.html")
	newCodesPage    = web.NewPage[signInData](pages, "recovery.html")
)

const shortID = 16

func show(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	ctx := r.Context()
	d := accountData{sheet: sheet{form.New()}}
	err := p.Read(ctx, func(tx *db.Tx) error {
		who, err := personAt(ctx, tx, p.Outside, "id = $1", p.Person())
		if err != nil {
			return err
		}
		d.Name, d.Email = who.Name, who.Email
		live, err := p.Gate().Sessions(ctx, tx, p.Person())
		if err != nil {
			return err
		}
		for _, l := range live {
			d.Sessions = append(d.Sessions, sessionLine{l.ID[:shortID], l.Created, l.Seen, l.ID == p.Session().ID()})
		}
		if d.Left, err = codesLeft(ctx, tx, p.Person()); err != nil {
			return err
		}
		n, err := db.One(ctx, tx, db.Column[int], `SELECT COUNT(*) FROM office WHERE account_id = $1 AND role IN ($2, $3) AND committee_id IS NOT NULL`,
			p.Person(), access.LeadOfficer, access.Administrator)
		d.Invites = n > 0
		return err
	})
	return accountPage.With(d), err
}

// endSession ends one of the person's own sessions.
func endSession(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		live, err := p.Gate().Sessions(ctx, tx, p.Person())
		if err != nil {
			return err
		}
		for _, l := range live {
			if l.ID[:shortID] == r.Path("session") {
				return p.Gate().End(ctx, tx, l.ID)
			}
		}
		return nil // it is over already
	})
	return web.Redirect("/account").Say("That session has ended."), err
}

func endOthers(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		return p.Gate().EndAll(r.Context(), tx, p.Person(), p.Session().ID())
	})
	return web.Redirect("/account").Say("Every other session has ended. You are signed in only here."), err
}

func askNewPassword(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	return newPasswordPage.With(signInData{sheet{form.New()}}), nil
}

// takeNewPassword wants the old password and a code, and ends every other
// session. 6.2.3, 7.4.3
func takeNewPassword(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	who, err := oneself(r, p)
	if err != nil {
		return web.Answer{}, err
	}
	password, code, err := typedPassword(r, p, who)
	if err != nil || !f.OK() {
		return newPasswordPage.With(signInData{sheet{f}}), err
	}
	kept, err := hash(ctx, password)
	if err != nil {
		return web.Answer{}, err
	}
	err = p.Write(ctx, func(tx *db.Tx) error {
		if _, err := factor(ctx, tx, p.Outside, p.Person(), code); err != nil {
			return err
		}
		if err := forgive(ctx, tx, secondTries(p.Gate(), p.Person())); err != nil {
			return err
		}
		if err := tx.Change(ctx, `UPDATE account SET password = $1 WHERE id = $2 AND password = $3`, kept, who.ID, who.password); err != nil {
			return err
		}
		return p.Gate().EndAll(ctx, tx, p.Person(), p.Session().ID())
	})
	if err := refused(f, err); err != nil || !f.OK() {
		return newPasswordPage.With(signInData{sheet{f}}), err
	}
	return web.Redirect("/account").Say("Your password is changed. Every other session has ended."), nil
}

// oneself is the account of who asks.
func oneself(r *web.Request, p access.Own[Keep]) (person, error) {
	var who person
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		who, err = personAt(r.Context(), tx, p.Outside, "id = $1", p.Person())
		return err
	})
	return who, err
}

// typedPassword reads the new password and the code, and checks the old one.
func typedPassword(r *web.Request, p access.Own[Keep], who person) (password, code string, err error) {
	f, old := r.Form, r.Form.Value("old")
	if old == "" || len(old) > 4*most {
		f.Refuse("old", "Give the password that you have now.")
	}
	password = newPassword(f, who.Name.Reveal(), who.Email.Reveal())
	code, err = typedCode(r, p.Gate(), p.Person())
	if err != nil || !f.OK() {
		return "", "", err
	}
	return password, code, oldFits(r, old, who)
}

// oldFits checks the password that the person has.
func oldFits(r *web.Request, old string, who person) error {
	right, err := fits(r.Context(), old, who.password)
	if err == nil && !right {
		r.Form.Refuse("old", "That is not the password that you have now.")
	}
	return err
}

func askNewCodes(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	return newCodesPage.With(signInData{sheet{form.New()}}), nil
}

// takeNewCodes shows ten new recovery codes, once; the old ones are worth nothing.
func takeNewCodes(r *web.Request, p access.Own[Keep]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	code, err := typedCode(r, p.Gate(), p.Person())
	if err != nil || !f.OK() {
		return newCodesPage.With(signInData{sheet{f}}), err
	}
	var codes []string
	err = p.Write(ctx, func(tx *db.Tx) error {
		_, err := factor(ctx, tx, p.Outside, p.Person(), code)
		if err != nil {
			return err
		}
		if err := forgive(ctx, tx, secondTries(p.Gate(), p.Person())); err != nil {
			return err
		}
		codes, err = newRecoveryCodes(ctx, tx, p.Gate(), p.Person())
		return err
	})
	if err := refused(f, err); err != nil || !f.OK() {
		return newCodesPage.With(signInData{sheet{f}}), err
	}
	return codesPage.With(codesData{Codes: codes}), nil
}
