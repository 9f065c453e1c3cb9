package codebook

import (
	"bytes"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decoded is the text of the file, whatever it is written in.
func decoded(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("<\x00")):
		return wide(data, 0)
	case bytes.HasPrefix(data, []byte("\xfe\xff")), bytes.HasPrefix(data, []byte("\x00<")):
		return wide(data, 1)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", encoding
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	head := strings.ToLower(string(data[:min(len(data), 200)]))
	for _, c := range []struct {
		name string
		of   *charmap.Charmap
	}{{"windows-1252", charmap.Windows1252}, {"iso-8859-1", charmap.ISO8859_1}, {"iso-8859-15", charmap.ISO8859_15}} {
		if strings.Contains(head, `encoding="`+c.name+`"`) || strings.Contains(head, `encoding='`+c.name+`'`) {
			out, err := c.of.NewDecoder().Bytes(data)
			if err != nil {
				return "", encoding
			}
			return string(out), nil
		}
	}
	return "", encoding
}

// wide reads letters of two bytes; the low one stands at low.
func wide(data []byte, low int) (string, error) {
	if len(data)%2 != 0 {
		return "", encoding
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i < len(data); i += 2 {
		units = append(units, uint16(data[i+low])|uint16(data[i+1-low])<<8)
	}
	text := strings.TrimPrefix(string(utf16.Decode(units)), "\uFEFF")
	if strings.ContainsRune(text, 0) || strings.ContainsRune(text, utf8.RuneError) {
		return "", encoding
	}
	return text, nil
}

// mostTag is how long one tag may be: a name, an id and a colour need far less,
// and a reader of tags holds each whole.
const mostTag = 64 << 10

// longTag says that the text has a tag that is longer.
func longTag(text string) bool {
	for {
		from := strings.IndexByte(text, '<')
		if from < 0 {
			return false
		}
		text = text[from:]
		end, quote := -1, byte(0)
		for i := 1; i < len(text) && end < 0; i++ {
			switch b := text[i]; {
			case i > mostTag:
				return text[1] != '!' // what is no tag may be long, such as a text kept as it is
			case quote != 0:
				if b == quote {
					quote = 0
				}
			case (b == '"' || b == '\'') && text[1] != '!':
				quote = b
			case b == '>':
				end = i
			}
		}
		if end < 0 {
			return false
		}
		text = text[end:]
	}
}
