package anonymity

import (
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
)

// Likeness says how far two names could be one person's.
type Likeness int

// Two names have nothing in common, or a family name that sounds alike, or the
// given name as well.
const (
	NotAlike Likeness = iota
	FamilyAlike
	NameAlike
)

// Heard is a name ready to be compared with many others.
type Heard struct{ given, family []string }

// Hear takes a name apart.
func Hear(name string) Heard {
	given, family := takeApart(string(fold(name).bytes))
	if len(family) == 0 {
		return Heard{nil, given}
	}
	return Heard{given, family}
}

func (h Heard) String() string             { return redacted }
func (h Heard) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }
func (h Heard) LogValue() slog.Value       { return slog.StringValue(redacted) }

// Alike compares two names as somebody would who heard them on the telephone:
// spellings, short forms, Scots and Gaelic forms, and a slip of the pen count
// as the same. A name of one word alone is only ever a family name.
func (h Heard) Alike(o Heard) Likeness {
	switch {
	case !anySound(h.family, o.family):
		return NotAlike
	case anyGiven(h.given, o.given):
		return NameAlike
	}
	return FamilyAlike
}

func anySound(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return soundsLike(x, y) })
	})
}

func anyGiven(a, b []string) bool {
	return anySound(a, b) || slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return slices.Contains(variants[x], y) || slices.Contains(variants[y], x) })
	})
}

// soundsLike says that two words could be one word heard twice. Words of few
// consonants sound alike too easily, so of these only a slip counts.
func soundsLike(a, b string) bool {
	a, b = onlyLetters(a), onlyLetters(b)
	if a == "" || b == "" {
		return false
	}
	if a == b {
		return true
	}
	if k := sound(a); len(k) >= 3 && k == sound(b) {
		return true
	}
	shorter, longer := a, b
	if len(a) > len(b) {
		shorter, longer = b, a
	}
	return len(shorter) >= 4 && len(longer) <= maxName && len(longer)-len(shorter) <= 1 && slips([]byte(longer), shorter, 1) <= 1
}

func onlyLetters(word string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r > 0x7f {
			return r
		}
		return -1
	}, word)
}

// sounds are letters that stand for one sound, the longer ones first. bh, mh and
// dh are as in Gaelic names.
var sounds = strings.NewReplacer("sch", "sk", "tch", "k", "dge", "j", "ph", "f", "gh", "", "ch", "k", "ck", "k", "sh", "s", "th", "t",
	"dh", "", "bh", "v", "mh", "v", "wr", "r", "kn", "n", "wh", "", "ce", "s", "ci", "s", "cy", "s", "c", "k", "q", "k", "x", "ks", "z", "s",
	"v", "f", "j", "g")

// sound writes a word as it is heard: its consonants, and whether it begins with a vowel.
func sound(word string) string {
	for _, son := range []string{"mac", "mc"} {
		if rest, ok := strings.CutPrefix(word, son); ok && len(rest) > 2 {
			word = "m" + rest
			break
		}
	}
	vowel := strings.ContainsRune("aeiou", rune(word[0]))
	var key []byte
	if vowel {
		key = append(key, 'a')
	}
	for _, b := range []byte(sounds.Replace(word)) {
		if strings.IndexByte("aeiouyhw", b) >= 0 || len(key) > 0 && key[len(key)-1] == b {
			continue
		}
		key = append(key, b)
	}
	return string(key)
}
