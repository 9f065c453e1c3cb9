package read

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

var errNoText = sentence("This file holds bytes that no text has, so it is damaged or of another kind. Save the table as a workbook (.xlsx) or as a CSV file and try again.")

// textOf makes text of the bytes of a file, and names the letters in which it is
// written where that had to be guessed.
func textOf(data []byte) (text, guessed string, err error) {
	if s, ok := wide(data); ok {
		return s, "", nil
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if n := bytes.Count(data, []byte{0}); n > 0 && n > len(data)/100 {
		return "", "", errNoText
	}
	if utf8.Valid(data) {
		return string(data), "", nil
	}
	good, bad := 0, 0
	for rest := data; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		rest = rest[n:]
	}
	switch {
	case bad > 20 && bad > len(data)/4:
		return "", "", errNoText
	case good > bad:
		return strings.ToValidUTF8(string(data), "\uFFFD"), "UTF-8, damaged", nil
	}
	set, guessed := charmap.Windows1252, "Windows-1252"
	if macintosh(data) {
		set, guessed = charmap.Macintosh, "Mac Roman"
	}
	out, err := set.NewDecoder().Bytes(data)
	return string(out), guessed, err
}

// wide reads text of two bytes a letter, with or without a mark at its head.
func wide(data []byte) (string, bool) {
	low, high := -1, 0
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		low, high, data = 0, 1, data[2:]
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		low, high, data = 1, 0, data[2:]
	default:
		zeros := [2]int{}
		sample := data[:min(len(data), 4000)]
		for i, b := range sample {
			if b == 0 {
				zeros[i%2]++
			}
		}
		switch half := len(sample) / 2; {
		case half > 3 && zeros[1] > half/2 && zeros[0] < half/20+1:
			low, high = 0, 1
		case half > 3 && zeros[0] > half/2 && zeros[1] < half/20+1:
			low, high = 1, 0
		default:
			return "", false
		}
	}
	units := make([]uint16, 0, len(data)/2)
	for ; len(data) >= 2; data = data[2:] {
		units = append(units, uint16(data[low])|uint16(data[high])<<8)
	}
	return string(utf16.Decode(units)), true
}

// macintosh says that the letters are rather those of an old Macintosh: its
// quotes, dashes and accents stand where Windows has signs that no English text
// uses within words.
func macintosh(data []byte) bool {
	mac, windows := 0, 0
	for _, b := range data {
		switch b {
		case 0xd0, 0xd1, 0xd2, 0xd3, 0xd4, 0xd5, 0x8e, 0x8f, 0x88, 0x87, 0x9d, 0xca, 0x81, 0x90:
			mac++
		case 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xa0, 0xe0, 0xe8, 0xe9, 0xec, 0xf2, 0xf9, 0xe1, 0xed, 0xf3, 0xfa, 0xfc, 0xf6, 0xb0, 0xbd:
			windows++
		}
	}
	return mac > windows
}

// tidy makes line ends one letter, and drops what no keyboard writes. dropped
// says that there was some of that.
func tidy(text string) (tidied string, dropped bool) {
	if strings.Contains(text, "\r") {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	if strings.IndexFunc(text, unwritten) < 0 {
		return text, false
	}
	return strings.Map(func(r rune) rune {
		if unwritten(r) {
			dropped = dropped || r != '\uFEFF'
			return -1
		}
		return r
	}, text), dropped
}

func unwritten(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\uFEFF'
}
