package account

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type firstData struct {
	sheet
	Tracks []form.Option
}

var firstPage = web.NewPage[firstData](pages, "first.html")

var tracks = []form.Option{{Value: string(guidance.Child), Label: "Child protection", Hint: "Learning reviews about children and young people."},
	{Value: string(guidance.Adult), Label: "Adult protection", Hint: "Learning reviews about adults at risk of harm."}}

// FirstCode makes the code with which the first account is made at /first, and
// ends one made before. It gives "" once somebody can sign in. There is no
// account or password to begin with. 6.3.2
func FirstCode(ctx context.Context, g *access.Gate) (string, error) {
	p := access.CheckOpen[First](g, access.Session{}, "")
	var closed bool
	err := p.Read(ctx, func(tx *db.Tx) error {
		var err error
		closed, err = taken(ctx, tx)
		return err
	})
	if err != nil || closed {
		return "", err
	}
	code := newCode(16)
	err = p.Write(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM first_code`); err != nil {
			return fmt.Errorf("forget the code before: %w", err)
		}
		_, err := tx.Exec(ctx, `INSERT INTO first_code (id, mark, made_at) VALUES ('first', $1, $2)`, firstMark(g, code), tx.Now())
		return err
	})
	if err != nil {
		return "", fmt.Errorf("keep the code of the first start: %w", err)
	}
	return inFours(code), nil
}

func firstMark(g *access.Gate, code string) string { return g.Index("first-code", code) }

// taken says that somebody can sign in.
func taken(ctx context.Context, tx *db.Tx) (bool, error) {
	n, err := db.One(ctx, tx, db.Column[int], `SELECT COUNT(*) FROM account WHERE password <> ''`)
	if err != nil {
		return false, fmt.Errorf("count who can sign in: %w", err)
	}
	return n > 0, nil
}

// waiting gives the mark of the code, or access.ErrStranger where there is none
// or the first account is made.
func waiting(ctx context.Context, tx *db.Tx) (string, error) {
	closed, err := taken(ctx, tx)
	if err != nil {
		return "", err
	}
	mark, err := db.One(ctx, tx, db.Column[string], `SELECT mark FROM first_code WHERE id = 'first'`)
	if closed || errors.Is(err, db.ErrNotFound) {
		return "", access.ErrStranger
	}
	return mark, err
}

func askFirst(r *web.Request, p access.Open[First]) (web.Answer, error) {
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		_, err := waiting(r.Context(), tx)
		return err
	})
	return firstPage.With(firstData{sheet{form.New()}, tracks}), err
}

// takeFirst makes the committee and invites its first lead officer, who goes on
// as everybody does who was invited. The code is good until they are done.
func takeFirst(r *web.Request, p access.Open[First]) (web.Answer, error) {
	ctx, f, g := r.Context(), r.Form, p.Gate()
	code := f.Line("code", 40, "Type the code that the program wrote when it was started.")
	name := f.Line("committee", 200, "Give the name of your committee.")
	track := f.Choice("track", tracks, "Choose what the committee is for.")
	to := Guest{Name: seal.T(f.Line("name", 200, "Give your name.")), Email: seal.T(address(f, "Give your e-mail address.")), From: name}
	if f.OK() {
		if err := attempt(r, g, "code", g.Index("try-code", "first")); err != nil {
			return web.Answer{}, err
		}
	}
	if !f.OK() {
		return firstPage.With(firstData{sheet{f}, tracks}), nil
	}
	var cookie string
	err := p.Write(ctx, func(tx *db.Tx) error {
		mark, err := waiting(ctx, tx)
		if err != nil {
			return err
		}
		if subtle.ConstantTimeCompare([]byte(mark), []byte(firstMark(g, strings.ToUpper(squeezed(code))))) != 1 {
			return errWrong
		}
		cookie, err = inviteFirst(ctx, tx, p, to, name, guidance.Track(track))
		return err
	})
	if errors.Is(err, errWrong) {
		f.Refuse("code", "That is not the code. It stands where the program was started; starting it again makes a new one.")
		return firstPage.With(firstData{sheet{f}, tracks}), nil
	}
	if err != nil {
		return web.Answer{}, err
	}
	r.SignIn(cookie)
	return web.Redirect("/set-up"), nil
}

func inviteFirst(ctx context.Context, tx *db.Tx, p access.Open[First], to Guest, name string, track guidance.Track) (string, error) {
	committee, err := addCommittee(ctx, tx, name, track)
	if err != nil {
		return "", err
	}
	if _, err := tx.Exec(ctx, `UPDATE invitation SET revoked_at = $1 WHERE used_at IS NULL AND revoked_at IS NULL`, tx.Now()); err != nil {
		return "", fmt.Errorf("end what was begun before: %w", err)
	}
	inv := invitation{office: access.Office{Role: access.LeadOfficer, Committee: committee}, by: "first start"}
	if _, _, err := inv.send(ctx, tx, p.Gate(), to); err != nil {
		return "", err
	}
	p.Touch(inv.id, inv.account, committee)
	return inv.open(ctx, tx, p.Outside)
}

// addCommittee gives the committee of that name, which it adds if need be.
func addCommittee(ctx context.Context, tx *db.Tx, name string, track guidance.Track) (string, error) {
	known, err := db.All(ctx, tx, db.Column[string], `SELECT id FROM committee WHERE name = $1 AND track = $2`, name, string(track))
	if err != nil {
		return "", fmt.Errorf("look for the committee: %w", err)
	}
	if len(known) > 0 {
		return known[0], nil
	}
	settings, err := json.Marshal(review.Usual())
	if err != nil {
		return "", fmt.Errorf("settings of the committee: %w", err)
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO committee (id, name, track, settings) VALUES ($1, $2, $3, $4)`,
		id, name, string(track), string(settings)); err != nil {
		return "", fmt.Errorf("add the committee: %w", err)
	}
	return id, nil
}
