// Package codebook reads and writes lists of codes as programs for qualitative
// analysis exchange them: the REFI-QDA codebook (.qdc), an XML file of codes,
// each with an id for good, that nest in one another, and of sets of them. What
// came in goes out again the same. A file is read in little memory; one that is
// none, or that is made to do harm, is refused with the reason. [CPG21 ¶3.175]
package codebook

import (
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Namespace is that of the standard. Readers meet others, so they are lenient.
const Namespace = "urn:QDA-XML:codebook:1.0"

// namespaces are those that programs write.
var namespaces = []string{Namespace, "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:project:1.0", ""}

// The most that a codebook may hold.
const (
	MostBytes   = 4 << 20
	MostCodes   = 5000
	MostNested  = 50
	LongName    = 300
	LongMeaning = 10000
	mostMembers = 50000
)

// Book is a codebook. Origin is the program that wrote it.
type Book struct {
	Origin string
	Codes  []Code
	Sets   []Set
	Notes  []string // what of the file was not taken as it stands, in sentences
}

// Code is one code, with those that nest in it. GUID is as it came. A code that
// is not Codable is a heading. Colour is "" or such as #1A2B3C.
type Code struct {
	GUID, Name, Description, Colour string
	Codable                         bool
	Codes                           []Code
}

// Set is a group of codes, by their guids.
type Set struct {
	GUID, Name, Description string
	Members                 []string
}

var guidForm = regexp.MustCompile(`^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\})$`)

var colourForm = regexp.MustCompile(`^#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})$`)

// Key is the same for guids that mean the same: braces and capitals do not count.
func Key(guid string) string { return strings.ToLower(strings.Trim(guid, "{}")) }

// made is a guid made of words: the same words give the same one.
func made(words ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("urn:lr:code:"+strings.Join(words, "\x1f"))).String()
}

// GUID is that of a theme of our own list, the same in every review and for good.
func GUID(theme string) string { return made("theme", theme) }

// Flat is a code without those in it. Up is the guid of the one that it nests in.
type Flat struct {
	Code
	Up    string
	Depth int
}

// Flat lists the codes, each before those that nest in it.
func (b Book) Flat() []Flat { return flat(nil, b.Codes, "", 0) }

func flat(out []Flat, codes []Code, up string, depth int) []Flat {
	for _, c := range codes {
		f := Flat{c, up, depth}
		f.Codes = nil
		out = append(out, f)
		out = flat(out, c.Codes, c.GUID, depth+1)
	}
	return out
}

// Nest puts codes in one another again. One whose parent is not there stands by
// itself.
func Nest(all []Flat) []Code {
	in := map[string][]Flat{}
	there := map[string]bool{}
	for _, f := range all {
		there[Key(f.GUID)] = true
	}
	for _, f := range all {
		up := Key(f.Up)
		if !there[up] {
			up = ""
		}
		in[up] = append(in[up], f)
	}
	return nest(in, "")
}

func nest(in map[string][]Flat, up string) []Code {
	var out []Code
	for _, f := range in[up] {
		c := f.Code
		c.Codes = nest(in, Key(f.GUID))
		out = append(out, c)
	}
	return out
}

// Difference says of one code what a new codebook makes of it.
type Difference struct {
	Was, Is Flat
	Kind    Kind
	Fields  []string // what changed, in words
}

// Kind is what happened to a code.
type Kind string

// The kinds of what can happen to a code.
const (
	New     Kind = "new"
	Same    Kind = "same"
	Changed Kind = "changed"
	Gone    Kind = "gone"
)

// Compare says what came to be of each code: those of is in their order, then
// those of was that are gone.
func Compare(was, is []Flat) []Difference {
	before := map[string]Flat{}
	for _, f := range was {
		before[Key(f.GUID)] = f
	}
	var out []Difference
	seen := map[string]bool{}
	for _, f := range is {
		k := Key(f.GUID)
		seen[k] = true
		b, ok := before[k]
		d := Difference{Was: b, Is: f, Kind: New}
		if ok {
			d.Kind, d.Fields = Same, changes(b, f)
		}
		if len(d.Fields) > 0 {
			d.Kind = Changed
		}
		out = append(out, d)
	}
	for _, f := range was {
		if !seen[Key(f.GUID)] {
			out = append(out, Difference{Was: f, Kind: Gone})
		}
	}
	return out
}

func changes(a, b Flat) []string {
	var out []string
	for _, x := range []struct {
		differs bool
		what    string
	}{{a.Name != b.Name, "name"}, {a.Description != b.Description, "meaning"}, {a.Colour != b.Colour, "colour"},
		{a.Codable != b.Codable, "whether it is a heading"}, {Key(a.Up) != Key(b.Up), "what it stands under"}} {
		if x.differs {
			out = append(out, x.what)
		}
	}
	return out
}

// note adds a sentence once.
func (b *Book) note(sentence string) {
	if !slices.Contains(b.Notes, sentence) {
		b.Notes = append(b.Notes, sentence)
	}
}
