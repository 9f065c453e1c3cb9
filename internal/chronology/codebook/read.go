package codebook

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// refusal is why a file is not read, in a sentence for people.
type refusal string

func (r refusal) Error() string { return string(r) }

const (
	noBook   = refusal("This is no codebook. In your program, export the codebook (REFI-QDA, .qdc) and choose that file.")
	broken   = refusal("This file is damaged: its XML breaks off or does not close. Export it again.")
	entities = refusal("This file defines words of its own (a DOCTYPE), which a codebook never needs. It is not read, to be safe.")
	encoding = refusal("The letters of this file cannot be read. Export it in UTF-8.")
	project  = refusal("This is a whole project and not a codebook alone. In your program, export only the codebook (.qdc).")
	tooBig   = refusal("This file is larger than any codebook should be: at most 4 MB are read.")
	empty    = refusal("This file is empty.")
	noCodes  = refusal("This codebook holds no codes.")
)

// Read reads a codebook. Where it cannot, the error says why in a sentence.
func Read(data []byte) (Book, error) {
	switch {
	case len(data) > MostBytes:
		return Book{}, tooBig
	case len(bytes.TrimSpace(data)) == 0:
		return Book{}, empty
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return Book{}, project
	}
	text, err := decoded(data)
	if err != nil {
		return Book{}, err
	}
	if longTag(text) {
		return Book{}, broken
	}
	r := reader{d: xml.NewDecoder(strings.NewReader(text)), guids: map[string]bool{}, named: map[string]int{}}
	r.d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	if err := r.book(); err != nil {
		var why refusal
		if errors.As(err, &why) {
			return Book{}, why
		}
		return Book{}, broken
	}
	if r.count == 0 {
		return Book{}, noCodes
	}
	if r.members() {
		r.b.note("A set names codes that are not in this file. They are left out of it.")
	}
	return r.b, nil
}

// reader reads one file, token by token: nothing of it stands in memory twice.
type reader struct {
	d     *xml.Decoder
	b     Book
	guids map[string]bool
	named map[string]int // codes without an id, by name
	count int
	held  int // members of sets
}

func (r *reader) token() (xml.Token, error) {
	t, err := r.d.Token()
	if _, ok := t.(xml.Directive); ok {
		return nil, entities
	}
	return t, err
}

// book reads the root and what stands in it.
func (r *reader) book() error {
	for {
		t, err := r.token()
		if err != nil {
			var syntax *xml.SyntaxError
			if errors.Is(err, io.EOF) || errors.As(err, &syntax) {
				return noBook
			}
			return err
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			if words, ok := t.(xml.CharData); ok && len(bytes.TrimSpace(words)) > 0 {
				return noBook
			}
			continue
		}
		switch {
		case e.Name.Local == "Project":
			return project
		case e.Name.Local != "CodeBook" || !slices.Contains(namespaces, e.Name.Space):
			return noBook
		}
		r.b.Origin = cut(attribute(e, "origin"), LongName)
		err = r.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "Codes":
				var err error
				r.b.Codes, err = r.codes(r.b.Codes, 1)
				return err
			case "Sets":
				return r.sets()
			}
			return r.skip(e)
		})
		if err != nil {
			return err
		}
		return r.end()
	}
}

// end sees that nothing comes after the codebook.
func (r *reader) end() error {
	for {
		t, err := r.token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			return broken
		case xml.CharData:
			if len(bytes.TrimSpace(t)) > 0 {
				return broken
			}
		}
	}
}

// each gives every element in the one that was begun, until it ends. A text
// between them is passed over.
func (r *reader) each(take func(xml.StartElement) error) error {
	for {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := take(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip passes over an element of another kind, however deep.
func (r *reader) skip(e xml.StartElement) error {
	r.b.note(fmt.Sprintf("The file holds something that is no code (%s). It is left out.", cut(e.Name.Local, 40)))
	for depth := 1; depth > 0; {
		t, err := r.token()
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > 4*MostNested {
				return tooDeep
			}
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

var (
	tooDeep = refusal(fmt.Sprintf("The codes of this file nest deeper than %d levels. Nobody can read that; flatten them first.", MostNested))
	tooMany = refusal(fmt.Sprintf("This codebook has more than %d codes, and that is the most.", MostCodes))
)

// codes reads the codes in the element that was begun.
func (r *reader) codes(out []Code, depth int) ([]Code, error) {
	if depth > MostNested {
		return nil, tooDeep
	}
	err := r.each(func(e xml.StartElement) error {
		if e.Name.Local != "Code" {
			return r.skip(e)
		}
		c, err := r.code(e, depth)
		out = append(out, c)
		return err
	})
	return out, err
}

func (r *reader) code(e xml.StartElement, depth int) (Code, error) {
	if depth > MostNested {
		return Code{}, tooDeep
	}
	if r.count++; r.count > MostCodes {
		return Code{}, tooMany
	}
	c := Code{Name: name(attribute(e, "name")), Colour: strings.TrimSpace(attribute(e, "color")), Codable: codable(attribute(e, "isCodable"))}
	if c.Name == "" {
		return c, refusal(fmt.Sprintf("Code number %d of this file has no name. Give it one in your program, and export again.", r.count))
	}
	if n := utf8.RuneCountInString(c.Name); n > LongName {
		return c, refusal(fmt.Sprintf("The name of code number %d has %d letters, and %d is the most.", r.count, n, LongName))
	}
	if c.Colour != "" && !colourForm.MatchString(c.Colour) {
		c.Colour = ""
		r.b.note("A colour that is none is left out.")
	}
	var err error
	if c.GUID, err = r.guid(attribute(e, "guid"), c.Name); err != nil {
		return c, err
	}
	err = r.each(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Description":
			words, err := r.words()
			if c.Description != "" && words != "" {
				words = c.Description + "\n" + words
			}
			c.Description = words
			return err
		case "Code":
			in, err := r.code(e, depth+1)
			c.Codes = append(c.Codes, in)
			return err
		}
		return r.skip(e)
	})
	if err == nil && utf8.RuneCountInString(c.Description) > LongMeaning {
		err = refusal(fmt.Sprintf("What code number %d means has more than %d letters, and that is the most.", r.count, LongMeaning))
	}
	return c, err
}

// guid keeps an id as it came. One that is missing or in another form is made
// of what is there, the same each time the file comes.
func (r *reader) guid(came, name string) (string, error) {
	g := strings.TrimSpace(came)
	if !guidForm.MatchString(g) {
		if g == "" {
			r.named[name]++
			g = made("name", name, fmt.Sprint(r.named[name]))
		} else {
			g = made("id", g)
		}
		r.b.note("Codes without an id in the usual form were given one, the same each time this file comes.")
	}
	if r.guids[Key(g)] {
		return "", refusal(fmt.Sprintf("Code number %d has the same id as another one. Which is meant cannot be known; export the codebook again.", r.count))
	}
	r.guids[Key(g)] = true
	return g, nil
}

// words reads the text of an element, to its end.
func (r *reader) words() (string, error) {
	var b strings.Builder
	for {
		t, err := r.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := r.skip(t); err != nil {
				return "", err
			}
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

func (r *reader) sets() error {
	return r.each(func(e xml.StartElement) error {
		if e.Name.Local != "Set" {
			return r.skip(e)
		}
		if len(r.b.Sets) == MostCodes {
			return tooMany
		}
		s := Set{GUID: strings.TrimSpace(attribute(e, "guid")), Name: cut(name(attribute(e, "name")), LongName)}
		if !guidForm.MatchString(s.GUID) {
			s.GUID = made("set", s.GUID, s.Name)
		}
		err := r.each(func(e xml.StartElement) error {
			switch e.Name.Local {
			case "Description":
				words, err := r.words()
				s.Description = cut(words, LongMeaning)
				return err
			case "MemberCode":
				if r.held++; r.held > mostMembers {
					return tooMany
				}
				s.Members = append(s.Members, strings.TrimSpace(attribute(e, "guid")))
				return r.each(r.skip)
			}
			return r.skip(e)
		})
		r.b.Sets = append(r.b.Sets, s)
		return err
	})
}

// members leaves only codes of the file in its sets, and says whether any went.
func (r *reader) members() bool {
	left := false
	for i, s := range r.b.Sets {
		kept := slices.DeleteFunc(s.Members, func(m string) bool {
			if guidForm.MatchString(m) {
				return !r.guids[Key(m)]
			}
			return !r.guids[Key(made("id", m))]
		})
		left = left || len(kept) != len(s.Members)
		for j, m := range kept {
			if !guidForm.MatchString(m) {
				kept[j] = made("id", m)
			}
		}
		r.b.Sets[i].Members = slices.Clip(kept)
	}
	return left
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")

// name is a name on one line.
func name(s string) string { return strings.Trim(oneLine.Replace(s), " ") }

func codable(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return s != "false" && s != "0"
}

func cut(s string, letters int) string {
	if rs := []rune(s); len(rs) > letters {
		return string(rs[:letters])
	}
	return s
}
