package codebook

import (
	"bytes"
	"encoding/xml"
)

// Write makes the file of a codebook, in UTF-8.
func Write(b Book) []byte {
	var out bytes.Buffer
	w := writer{&out}
	w.raw(xml.Header + "<CodeBook xmlns=\"" + Namespace + "\"")
	w.attribute("origin", b.Origin)
	w.raw(">\n<Codes>\n")
	w.codes(b.Codes)
	w.raw("</Codes>\n")
	if len(b.Sets) > 0 {
		w.raw("<Sets>\n")
		for _, s := range b.Sets {
			w.raw("<Set")
			w.attribute("guid", s.GUID)
			w.attribute("name", s.Name)
			w.raw(">\n")
			w.description(s.Description)
			for _, m := range s.Members {
				w.raw("<MemberCode")
				w.attribute("guid", m)
				w.raw("/>\n")
			}
			w.raw("</Set>\n")
		}
		w.raw("</Sets>\n")
	}
	w.raw("</CodeBook>\n")
	return out.Bytes()
}

type writer struct{ out *bytes.Buffer }

func (w writer) raw(s string) { w.out.WriteString(s) }

func (w writer) words(s string) {
	xml.EscapeText(w.out, []byte(s)) // a buffer takes everything
}

func (w writer) attribute(name, value string) {
	w.raw(" " + name + "=\"")
	w.words(value)
	w.raw("\"")
}

func (w writer) description(words string) {
	if words != "" {
		w.raw("<Description>")
		w.words(words)
		w.raw("</Description>\n")
	}
}

func (w writer) codes(codes []Code) {
	for _, c := range codes {
		w.raw("<Code")
		w.attribute("guid", c.GUID)
		w.attribute("name", c.Name)
		w.attribute("isCodable", map[bool]string{true: "true", false: "false"}[c.Codable])
		if c.Colour != "" {
			w.attribute("color", c.Colour)
		}
		if c.Description == "" && len(c.Codes) == 0 {
			w.raw("/>\n")
			continue
		}
		w.raw(">\n")
		w.description(c.Description)
		w.codes(c.Codes)
		w.raw("</Code>\n")
	}
}
