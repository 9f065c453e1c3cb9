package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/web"
)

// In a quarter of an hour there are five tries for an account and thirty from
// one address. 6.3.1
const (
	span       = 15 * time.Minute
	forAccount = 5
	forOrigin  = 30
)

// tooMany says when the next try is free.
type tooMany struct{ until time.Time }

func (t tooMany) Error() string {
	return "There were too many tries. Nothing is lost: try again after " +
		t.until.Add(time.Minute).In(db.London()).Format("15:04") + "."
}

// attempt counts a try before it is judged, so that many at once gain nothing.
// It puts the sentence in the form where there were too many. who is a mark
// that is counted alike whether or not there is such an account.
func attempt(r *web.Request, g *access.Gate, field, who string) error {
	ctx, origin := r.Context(), g.Index("origin", r.Address())
	p := access.CheckOpen[Try](g, r.Session, "")
	err := p.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM sign_in_attempt WHERE at <= $1`, tx.Now().Add(-span)); err != nil {
			return fmt.Errorf("forget old tries: %w", err)
		}
		if err := room(ctx, tx, `SELECT at FROM sign_in_attempt WHERE who = $1 AND at <= $2 ORDER BY at DESC`, who, forAccount); err != nil {
			return err
		}
		if err := room(ctx, tx, `SELECT at FROM sign_in_attempt WHERE origin = $1 AND at <= $2 ORDER BY at DESC`, origin, forOrigin); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO sign_in_attempt (id, who, origin, at) VALUES ($1, $2, $3, $4)`,
			db.NewID(), who, origin, tx.Now())
		return err
	})
	if t := (tooMany{}); errors.As(err, &t) {
		r.Form.Refuse(field, t.Error())
		return nil
	}
	return err
}

// room says tooMany where max tries stand already.
func room(ctx context.Context, tx *db.Tx, query, mark string, max int) error {
	at, err := db.All(ctx, tx, db.Column[time.Time], query, mark, tx.Now())
	if err != nil {
		return fmt.Errorf("count tries: %w", err)
	}
	if len(at) >= max {
		return tooMany{at[max-1].Add(span)}
	}
	return nil
}

// forgive forgets the tries of somebody who showed who they are.
func forgive(ctx context.Context, tx *db.Tx, who string) error {
	_, err := tx.Exec(ctx, `DELETE FROM sign_in_attempt WHERE who = $1`, who)
	return err
}

// secondTries is the mark under which tries at the second factor count. They
// are apart from those at the password, which a stranger could use up.
func secondTries(g *access.Gate, account string) string { return g.Index("try-code", account) }

// typedCode reads the code of a second factor and counts the try, unless the
// form has a fault already.
func typedCode(r *web.Request, g *access.Gate, account string) (string, error) {
	code := r.Form.Line("code", 40, "Type the code that your app shows.")
	if !r.Form.OK() {
		return "", nil
	}
	return code, attempt(r, g, "code", secondTries(g, account))
}

// refused puts the sentence for a wrong code in the form, and keeps other errors.
func refused(f *form.Form, err error) error {
	if errors.Is(err, errWrong) {
		f.Refuse("code", "That code does not fit. Wait until the app shows a new one, and type that.")
		return nil
	}
	return err
}
