package read

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What one part of an office file may hold.
const (
	longestToken = 512 << 10 // bytes of one tag, or of the text between two
	deepest      = 100       // elements within elements
)

var (
	errDamaged = sentence("This file is damaged, or was not made by an office program. Open it, save it again and try once more.")
	errToken   = sentence("A single cell of this file has more text than half a million letters. Take it out and try again.")
)

// What a scanner meets.
type event byte

const (
	opens event = iota + 1
	closes
	text
)

// scanner reads the XML of one part of an office file. It holds no more than
// one tag or one text at a time, whatever the file says, and knows no entities
// but those of XML itself, so that a part can neither grow in memory nor fetch
// anything. Elements are told by their local names.
type scanner struct {
	in         io.Reader
	buf        []byte
	pos, end   int
	over       bool
	name       string // of the element that opens or closes
	attributes []byte
	text       []byte
	names      map[string]string
	depth      int
	closing    bool // the element that was opened closes by itself
}

func scan(in io.Reader) *scanner {
	return &scanner{in: in, buf: make([]byte, 32<<10), names: map[string]string{}}
}

// next gives what comes next; io.EOF is the proper end.
func (s *scanner) next() (event, error) {
	if s.closing {
		s.closing = false
		s.depth--
		return closes, nil
	}
	for {
		if s.pos == s.end {
			if err := s.fill(); err != nil {
				return 0, err
			}
			if s.pos == s.end {
				if s.depth > 0 {
					return 0, errDamaged
				}
				return 0, io.EOF
			}
		}
		if s.buf[s.pos] != '<' {
			if err := s.until('<'); err != nil {
				return 0, err
			}
			if s.depth > 0 {
				return text, nil
			}
			if len(bytes.Trim(bytes.TrimPrefix(s.text, []byte("\xef\xbb\xbf")), " \t\r\n")) > 0 {
				return 0, errDamaged
			}
			continue
		}
		e, err := s.markup()
		if err != nil || e != 0 {
			return e, err
		}
	}
}

// markup reads what begins with <; 0 is a comment or an instruction.
func (s *scanner) markup() (event, error) {
	for s.end-s.pos < 9 && !s.over {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	head := s.buf[s.pos:s.end]
	switch {
	case bytes.HasPrefix(head, []byte("<!--")):
		_, err := s.through("-->", 4)
		return 0, err
	case bytes.HasPrefix(head, []byte("<?")):
		_, err := s.through("?>", 2)
		return 0, err
	case bytes.HasPrefix(head, []byte("<![CDATA[")):
		t, err := s.through("]]>", 9)
		if err != nil || s.depth == 0 {
			return 0, errors.Join(err, errDamaged)
		}
		s.text = bytes.ReplaceAll(t[9:len(t)-3], []byte("&"), []byte("&amp;"))
		return text, nil
	case bytes.HasPrefix(head, []byte("<!")):
		return 0, errDamaged // a document type
	}
	tag, err := s.tag()
	if err != nil {
		return 0, err
	}
	if len(tag) > 0 && tag[0] == '/' {
		s.name = s.local(bytes.TrimSpace(tag[1:]))
		if s.depth--; s.depth < 0 {
			return 0, errDamaged
		}
		return closes, nil
	}
	if s.closing = len(tag) > 0 && tag[len(tag)-1] == '/'; s.closing {
		tag = tag[:len(tag)-1]
	}
	name := tag
	s.attributes = nil
	if i := bytes.IndexAny(tag, " \t\r\n"); i >= 0 {
		name, s.attributes = tag[:i], tag[i:]
	}
	if len(name) == 0 {
		return 0, errDamaged
	}
	s.name = s.local(name)
	if s.depth++; s.depth > deepest {
		return 0, errDamaged
	}
	return opens, nil
}

func (s *scanner) local(name []byte) string {
	name = name[bytes.IndexByte(name, ':')+1:]
	if known, ok := s.names[string(name)]; ok {
		return known
	}
	if len(s.names) > 1000 {
		clear(s.names)
	}
	known := string(name)
	s.names[known] = known
	return known
}

// fill brings more of the part into the buffer.
func (s *scanner) fill() error {
	if s.over {
		return nil
	}
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.pos, s.end = 0, s.end-s.pos
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= longestToken {
			return errToken
		}
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := s.in.Read(s.buf[s.end:])
	s.end += n
	if err == io.EOF {
		s.over = true
		return nil
	}
	return err
}

// until reads the text before the sign.
func (s *scanner) until(sign byte) error {
	for from := 0; ; {
		if i := bytes.IndexByte(s.buf[s.pos+from:s.end], sign); i >= 0 {
			s.text = s.buf[s.pos : s.pos+from+i]
			s.pos += from + i
			return nil
		}
		if s.over {
			s.text, s.pos = s.buf[s.pos:s.end], s.end
			return nil
		}
		from = s.end - s.pos
		if err := s.fill(); err != nil {
			return err
		}
	}
}

// through reads up to the end of a comment or the like, which is not within its
// first letters.
func (s *scanner) through(mark string, first int) ([]byte, error) {
	for from := first; ; {
		if i := bytes.Index(s.buf[s.pos+from:s.end], []byte(mark)); i >= 0 {
			end := s.pos + from + i + len(mark)
			t := s.buf[s.pos:end]
			s.pos = end
			return t, nil
		}
		if s.over {
			return nil, errDamaged
		}
		from = max(first, s.end-s.pos-len(mark))
		if err := s.fill(); err != nil {
			return nil, err
		}
	}
}

// tag reads what stands between < and >. A > between quotes does not end it.
func (s *scanner) tag() ([]byte, error) {
	if i := bytes.IndexByte(s.buf[s.pos:s.end], '>'); i > 0 {
		t := s.buf[s.pos+1 : s.pos+i]
		if bytes.Count(t, []byte{'"'})%2 == 0 && bytes.IndexByte(t, '\'') < 0 && bytes.IndexByte(t, '<') < 0 {
			s.pos += i + 1
			return t, nil
		}
	}
	quote := byte(0)
	for i := 1; ; i++ {
		if s.pos+i >= s.end {
			if s.over {
				return nil, errDamaged
			}
			if err := s.fill(); err != nil {
				return nil, err
			}
			i--
			continue
		}
		switch c := s.buf[s.pos+i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			t := s.buf[s.pos+1 : s.pos+i]
			s.pos += i + 1
			return t, nil
		case c == '<':
			return nil, errDamaged
		}
	}
}

// attribute is the value of the attribute of that local name, or nothing.
func (s *scanner) attribute(name string) string {
	rest := s.attributes
	for {
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			return ""
		}
		key := bytes.TrimSpace(rest[:i])
		key = key[bytes.IndexByte(key, ':')+1:]
		rest = bytes.TrimSpace(rest[i+1:])
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return ""
		}
		j := bytes.IndexByte(rest[1:], rest[0])
		if j < 0 {
			return ""
		}
		if string(key) == name {
			return plainText(rest[1 : 1+j])
		}
		rest = rest[j+2:]
	}
}

// yes says that the attribute is set: 1, true or on.
func (s *scanner) yes(name string) bool {
	switch s.attribute(name) {
	case "1", "true", "on":
		return true
	}
	return false
}

// plainText puts the signs in the place of XML's own entities; others stay as
// they are written.
func plainText(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b))
	for len(b) > 0 {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			out.Write(b)
			break
		}
		out.Write(b[:i])
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), 12)], ';')
		if end < 0 {
			out.WriteByte('&')
			b = b[1:]
			continue
		}
		if r := entity(string(b[1:end])); r >= 0 {
			out.WriteRune(r)
		} else {
			out.Write(b[:end+1])
		}
		b = b[end+1:]
	}
	return out.String()
}

func entity(name string) rune {
	switch name {
	case "amp":
		return '&'
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "quot":
		return '"'
	case "apos":
		return '\''
	}
	if !strings.HasPrefix(name, "#") {
		return -1
	}
	n, err := strconv.ParseUint(name[1:], 10, 32)
	if strings.HasPrefix(name, "#x") {
		n, err = strconv.ParseUint(name[2:], 16, 32)
	}
	if err != nil || n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
		return -1
	}
	return rune(n)
}
