package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"lr/internal/form"
)

// A password is kept as argon2id with 19 MiB, two rounds and one lane, which is
// what OWASP asks for; other costs in a stored one are honoured. 11.4.2
const (
	memory = 19 * 1024 // KiB
	rounds = 2
	lanes  = 1
	keyLen = 32
)

// turns lets two passwords be worked on at a time, so that a flood of sign-ins
// cannot take the memory of the machine.
var turns = make(chan struct{}, 2)

func turn(ctx context.Context) (func(), error) {
	select {
	case turns <- struct{}{}:
		return func() { <-turns }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to work on a password: %w", ctx.Err())
	}
}

// hash makes what is kept of a password.
func hash(ctx context.Context, password string) (string, error) {
	done, err := turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	salt := make([]byte, 16)
	rand.Read(salt)
	key := argon2.IDKey([]byte(norm.NFKC.String(password)), salt, rounds, memory, lanes, keyLen)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, rounds, lanes, b64(salt), b64(key)), nil
}

// nobody's password is compared where there is no account, so that it takes as long.
const nobodys = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// fits says whether the password is the one that was kept. Where none was kept,
// none fits, and it takes as long to say so. 6.3.8
func fits(ctx context.Context, password, kept string) (bool, error) {
	none := kept == ""
	if none {
		kept = nobodys
	}
	var version, m, t int
	var p uint8
	part := strings.Split(kept, "$")
	if len(part) != 6 || part[1] != "argon2id" {
		return false, fmt.Errorf("a stored password is not one of ours")
	}
	if _, err := fmt.Sscanf(part[2]+" "+part[3], "v=%d m=%d,t=%d,p=%d", &version, &m, &t, &p); err != nil || version != argon2.Version || m < 8 || t < 1 || p < 1 {
		return false, fmt.Errorf("the costs of a stored password cannot be read")
	}
	salt, err := base64.RawStdEncoding.DecodeString(part[4])
	if err != nil {
		return false, fmt.Errorf("salt of a stored password: %w", err)
	}
	key, err := base64.RawStdEncoding.DecodeString(part[5])
	if err != nil || len(key) == 0 {
		return false, fmt.Errorf("a stored password cannot be read")
	}
	done, err := turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	got := argon2.IDKey([]byte(norm.NFKC.String(password)), salt, uint32(t), uint32(m), p, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && !none, nil
}

const (
	fewest = 12
	most   = 200
)

//go:embed common.txt
var common string

// contextWords are what everybody here would think of. 6.1.2
var contextWords = []string{"learning", "reviews", "review", "committee", "protection", "council", "agency", "child", "adult",
	"scotland", "police", "health", "social", "work", "admin", "account"}

// newPassword reads a new password, typed twice. about are the name and address
// of the person, which must not be most of it.
func newPassword(f *form.Form, about ...string) string {
	p := f.Value("password")
	n := utf8.RuneCountInString(p)
	switch {
	case n < fewest:
		f.Refuse("password", "Choose a password with at least 12 letters. Three or four words that do not belong together are easy to remember.")
	case n > most:
		f.Refuse("password", "Choose a password with at most 200 letters.")
	case easy(p):
		f.Refuse("password", "That password is one of the first that somebody would try. Choose another.")
	case hintsAt(p, about):
		f.Refuse("password", "That password is built from your name, your address or words of this work. Choose other words.")
	case p != f.Value("again"):
		f.Refuse("again", "The two passwords are not the same. Type the password again.")
	}
	return p
}

// squeezed is the word without signs and capitals.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

const rows = "01234567890123456789 98765432109876543210 abcdefghijklmnopqrstuvwxyz zyxwvutsrqponmlkjihgfedcba " +
	"qwertyuiopasdfghjklzxcvbnm 1qaz2wsx3edc4rfv5tgb6yhn7ujm"

// easy finds rows of keys, repetitions and the passwords of every list.
func easy(p string) bool {
	w := squeezed(p)
	distinct := map[rune]bool{}
	for _, r := range p {
		distinct[r] = true
	}
	if len(distinct) < 5 || strings.Contains(rows, w) {
		return true
	}
	if len(w) > 1 && strings.Contains((w + w)[1:2*len(w)-1], w) {
		return true // the same piece again and again
	}
	stem := strings.TrimRight(w, "0123456789")
	for _, known := range strings.Fields(common) {
		if known == w || known == stem {
			return true
		}
	}
	return false
}

// hintsAt finds passwords of which little is left without what others know.
func hintsAt(p string, about []string) bool {
	w := squeezed(p)
	words := contextWords
	for _, a := range about {
		words = append(words[:len(words):len(words)], strings.FieldsFunc(strings.ToLower(a), func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r)
		})...)
	}
	for _, word := range words {
		if utf8.RuneCountInString(word) >= 3 {
			w = strings.ReplaceAll(w, word, "")
		}
	}
	return utf8.RuneCountInString(strings.TrimRight(w, "0123456789")) < 5
}
