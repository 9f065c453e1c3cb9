package account

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"image/png"
	"strings"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
	"lr/internal/web"
)

// step is how many seconds a code of an app is good for; the one before and the
// one after are taken too, since clocks differ. 6.5.5
const step = 30

// errWrong is given for a code that does not fit, or was used before.
var errWrong = errors.New("the code does not fit")

// factor takes the second factor: a code of the app, or a recovery code. Each
// is taken once. recovered says that it was a recovery code. 6.5.1
func factor(ctx context.Context, tx *db.Tx, o access.Outside, account, typed string) (recovered bool, err error) {
	code := squeezed(typed)
	if len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		n, err := tx.Exec(ctx, `UPDATE recovery_code SET used_at = $1 WHERE id = $2 AND account_id = $3 AND used_at IS NULL`,
			tx.Now(), recoveryMark(o.Gate(), account, strings.ToUpper(code)), account)
		if err == nil && n != 1 {
			err = errWrong
		}
		return true, err
	}
	var secret seal.Text
	last, err := db.One(ctx, tx, func(r db.Row) (int64, error) {
		var last int64
		return last, r.Scan(o.At("account", &account).Open("totp", &secret), &last)
	}, `SELECT totp, totp_step FROM account WHERE id = $1`, account)
	if err != nil {
		return false, fmt.Errorf("read the second factor: %w", err)
	}
	if secret.Empty() {
		return false, errWrong
	}
	at, err := stepOf(secret, code, tx.Now().Unix()/step)
	if err == nil && at <= last {
		err = errWrong
	}
	if err != nil {
		return false, err
	}
	return false, tx.Change(ctx, `UPDATE account SET totp_step = $1 WHERE id = $2`, at, account)
}

// stepOf finds the step whose code was typed, around the one that it is now.
func stepOf(secret seal.Text, code string, now int64) (int64, error) {
	for _, at := range []int64{now, now - 1, now + 1} {
		want, err := hotp.GenerateCode(secret.Reveal(), uint64(at))
		if err != nil {
			return 0, fmt.Errorf("work out the code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return at, nil
		}
	}
	return 0, errWrong
}

// newSecret makes the secret that the app and the account share.
func newSecret() seal.Text {
	raw := make([]byte, 20)
	rand.Read(raw)
	return seal.T(base32.StdEncoding.EncodeToString(raw))
}

// key is the secret as apps take it.
func key(secret, email seal.Text) (*otp.Key, error) {
	raw, err := base32.StdEncoding.DecodeString(secret.Reveal())
	if err != nil {
		return nil, fmt.Errorf("read the secret of the app: %w", err)
	}
	k, err := totp.Generate(totp.GenerateOpts{Issuer: "Learning Reviews", AccountName: email.Reveal(), Secret: raw})
	if err != nil {
		return nil, fmt.Errorf("word the secret for the app: %w", err)
	}
	return k, nil
}

// shared is the secret as the template "app" shows it: the path of the pages
// that hand it on, and its letters in fours.
type shared struct{ At, Letters string }

// drawn is the secret as a picture to point a phone at.
func drawn(secret, email seal.Text) (web.Answer, error) {
	k, err := key(secret, email)
	if err != nil {
		return web.Answer{}, err
	}
	img, err := k.Image(232, 232)
	if err != nil {
		return web.Answer{}, fmt.Errorf("draw the key: %w", err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return web.Answer{}, fmt.Errorf("draw the key: %w", err)
	}
	return web.File("", "image/png", b.Bytes()), nil
}

// handed leads to the app on the same phone.
func handed(secret, email seal.Text) (web.Answer, error) {
	k, err := key(secret, email)
	if err != nil {
		return web.Answer{}, err
	}
	return web.Redirect(k.URL()), nil
}

// letters leaves out what is mistaken for something else on paper or by telephone.
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// newCode makes a code of n letters, of five bits each.
func newCode(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	for i := range b {
		b[i] = letters[b[i]%32]
	}
	return string(b)
}

// inFours is a code as people copy it.
func inFours(code string) string {
	var parts []string
	for ; len(code) > 4; code = code[4:] {
		parts = append(parts, code[:4])
	}
	return strings.Join(append(parts, code), " ")
}

func recoveryMark(g *access.Gate, account, code string) string {
	return g.Index("recovery-code", account+"|"+code)
}

// newRecoveryCodes gives an account ten new recovery codes of 80 bits and
// forgets the old ones. Only marks made with the installation's key are kept.
func newRecoveryCodes(ctx context.Context, tx *db.Tx, g *access.Gate, account string) ([]string, error) {
	if _, err := tx.Exec(ctx, `DELETE FROM recovery_code WHERE account_id = $1`, account); err != nil {
		return nil, fmt.Errorf("forget the old recovery codes: %w", err)
	}
	var codes []string
	for range 10 {
		code := newCode(16)
		if _, err := tx.Exec(ctx, `INSERT INTO recovery_code (id, account_id) VALUES ($1, $2)`,
			recoveryMark(g, account, code), account); err != nil {
			return nil, fmt.Errorf("keep a recovery code: %w", err)
		}
		codes = append(codes, inFours(code))
	}
	return codes, nil
}

func codesLeft(ctx context.Context, tx *db.Tx, account string) (int, error) {
	return db.One(ctx, tx, db.Column[int], `SELECT COUNT(*) FROM recovery_code WHERE account_id = $1 AND used_at IS NULL`, account)
}
