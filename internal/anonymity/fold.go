package anonymity

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded is a text in lower-case ASCII as far as it can be: marks and what
// nobody sees are gone, all dashes are "-", all single quotes "'", all spaces
// " ". Letters of other scripts stay as they are, in lower case.
type folded struct {
	text  string
	bytes []byte
	at    []int32 // where in text each byte came from; one more for the end
}

// simple holds what each rune below its length becomes.
var simple = func() (table [0x2100]string) {
	for r := range rune(len(table)) {
		table[r] = foldRune(r)
	}
	return table
}()

// lower holds what each ASCII byte becomes.
var lower = func() (table [utf8.RuneSelf]byte) {
	for i := range table {
		table[i] = simple[i][0]
	}
	return table
}()

// fold makes the folded copy. A word parted at the end of a line is joined.
func fold(text string) *folded {
	bytes, at := make([]byte, 0, len(text)+16), make([]int32, 0, len(text)+17)
	for i := 0; i < len(text); {
		b := text[i]
		if b < utf8.RuneSelf {
			if b == '\n' && parted(bytes, text[i+1:]) {
				bytes, at = bytes[:len(bytes)-1], at[:len(at)-1]
			} else if b != '\r' || !(i+1 < len(text) && text[i+1] == '\n') {
				bytes, at = append(bytes, lower[b]), append(at, int32(i))
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		out := ""
		if r < rune(len(simple)) {
			out = simple[r]
		} else {
			out = foldRune(r)
		}
		for j := range len(out) {
			bytes, at = append(bytes, out[j]), append(at, int32(i))
		}
		i += size
	}
	return &folded{text: text, bytes: bytes, at: append(at, int32(len(text)))}
}

// parted says whether the word before a line break goes on in rest.
func parted(before []byte, rest string) bool {
	n := len(before)
	if n < 2 || before[n-1] != '-' || !letter(before[n-2]) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r)
}

// span is the bytes of the text that the folded bytes [start, end) came from:
// never a part of a character, never none.
func (f *folded) span(start, end int) (int, int) {
	for end < len(f.bytes) && f.at[end] == f.at[end-1] {
		end++
	}
	return int(f.at[start]), int(f.at[end])
}

// upper says whether the folded byte at i came from a capital.
func (f *folded) upper(i int) bool {
	b := f.text[f.at[i]]
	if b < utf8.RuneSelf {
		return b >= 'A' && b <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(f.text[f.at[i]:])
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

func foldRune(r rune) string {
	switch {
	case r == '`' || r == '´' || r == 'ʼ' || r == 'ʻ' || r == '′' || r == 'ʹ' || r >= '‘' && r <= '‛':
		return "'"
	case r >= '“' && r <= '‟' || r == '″' || r == '«' || r == '»':
		return `"`
	case unicode.Is(unicode.Pd, r) || r == '−' || r == '⁃':
		return "-"
	case r == 0:
		return " "
	case r == utf8.RuneError:
		return " "
	case unicode.Is(unicode.Cf, r) || r == '\u034F' || r == '\u115F' || r == '\u1160' || r == '\u3164':
		return "" // soft hyphen, zero width, marks of direction, fillers
	}
	if special, ok := letters[unicode.ToLower(r)]; ok {
		return special
	}
	parts := []rune(norm.NFKD.String(string(r)))
	if len(parts) == 1 {
		return foldPart(parts[0])
	}
	out := ""
	for _, part := range parts {
		if special, ok := letters[unicode.ToLower(part)]; ok {
			out += special
		} else {
			out += foldPart(part)
		}
	}
	return out
}

// foldPart takes a rune that is not made of others.
func foldPart(r rune) string {
	switch {
	case r < utf8.RuneSelf && !unicode.IsControl(r):
		return string(unicode.ToLower(r))
	case unicode.Is(unicode.M, r):
		return ""
	case r == '⁄':
		return "/"
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return string(unicode.ToLower(r))
	case unicode.Is(unicode.Sc, r):
		return "$"
	}
	return " "
}

// letters holds what Unicode does not take apart: ligatures and barred letters,
// and letters of other scripts that look just like Latin ones.
var letters = map[rune]string{
	'ł': "l", 'ø': "o", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'đ': "d", 'ð': "d", 'þ': "th", 'ı': "i", 'ħ': "h", 'ŋ': "ng", 'ŧ': "t", 'ƒ': "f",
	'а': "a", 'е': "e", 'о': "o", 'р': "p", 'с': "c", 'у': "y", 'х': "x", 'і': "i", 'ј': "j", 'ѕ': "s",
	'ο': "o", 'ν': "v", 'α': "a", 'ρ': "p", 'ι': "i", 'κ': "k",
}

func letter(b byte) bool { return b >= 'a' && b <= 'z' || b >= utf8.RuneSelf }

func digit(b byte) bool { return b >= '0' && b <= '9' }

// gap says whether b may stand between two words of one name.
func gap(b byte) bool {
	switch b {
	case ' ', '-', '_', '.', ',', '/', '+':
		return true
	}
	return false
}
