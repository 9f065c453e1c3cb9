package codebook

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var sign = flag.Bool("sign", false, "write the golden files anew, to be read and signed")

// Codebooks in the manner of several programs are read as they are meant, and
// what is not taken as it stands is told.
func TestCodebooksOfManyProgramsAreRead(t *testing.T) {
	files, err := filepath.Glob("testdata/*.qdc")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d codebooks, %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		got, err := json.MarshalIndent(b, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		golden := strings.TrimSuffix(file, ".qdc") + ".golden"
		if *sign {
			if err := os.WriteFile(golden, append(got, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if string(got)+"\n" != string(want) {
			t.Errorf("%s is read as\n%s", file, got)
		}
		again, err := Read(Write(b))
		if b.Notes = nil; err != nil || !reflect.DeepEqual(again, b) {
			t.Errorf("%s goes out as another one: %v, %v", file, again, err)
		}
	}
}

// aBook makes codebooks with awkward words.
func aBook(t *rapid.T) Book {
	letters := rapid.StringOf(rapid.SampledFrom([]rune("aÄé\u0301 \u00a0<>&\"';#[]😀\u200b½Ł")))
	some := func(label string) string { return letters.Draw(t, label) }
	n := 0
	guid := func() string {
		n++
		g := fmt.Sprintf("0f0f0f0f-0000-4000-8000-%012x", n)
		switch rapid.IntRange(0, 2).Draw(t, "form") {
		case 1:
			return strings.ToUpper(g)
		case 2:
			return "{" + g + "}"
		}
		return g
	}
	var codes func(depth int) []Code
	codes = func(depth int) []Code {
		var out []Code
		for range rapid.IntRange(0, 4-depth).Draw(t, "codes") {
			c := Code{GUID: guid(), Name: strings.Trim("x"+some("name"), " "), Description: rapid.SampledFrom([]string{"", "\r\n", " \t", "a\rb"}).Draw(t, "white") + some("meaning"),
				Colour: rapid.SampledFrom([]string{"", "#abc", "#A1B2C3"}).Draw(t, "colour"), Codable: rapid.Bool().Draw(t, "codable")}
			c.Codes = codes(depth + 1)
			out = append(out, c)
		}
		return out
	}
	b := Book{Origin: some("origin"), Codes: append([]Code{{GUID: guid(), Name: "First"}}, codes(0)...)}
	for range rapid.IntRange(0, 2).Draw(t, "sets") {
		s := Set{GUID: guid(), Name: strings.Trim("s"+some("set"), " "), Description: some("set meaning")}
		for _, f := range b.Flat() {
			if rapid.Bool().Draw(t, "member") {
				s.Members = append(s.Members, f.GUID)
			}
		}
		b.Sets = append(b.Sets, s)
	}
	return b
}

// Whatever a codebook holds, it comes back the same when it went out.
func TestWhatGoesOutComesBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := aBook(t)
		back, err := Read(Write(b))
		if err != nil || !reflect.DeepEqual(back, b) {
			t.Fatalf("%#v\ncame back as\n%#v\n%v", b, back, err)
		}
		for _, d := range Compare(b.Flat(), back.Flat()) {
			if d.Kind != Same {
				t.Fatalf("%q is %s", d.Is.Name, d.Kind)
			}
		}
		if again := Nest(b.Flat()); !reflect.DeepEqual(again, b.Codes) {
			t.Fatalf("%#v nests as %#v", b.Codes, again)
		}
	})
}

// What became of each code is said by its guid: new, the same, changed or gone.
func TestWhatBecameOfACodeIsSaid(t *testing.T) {
	code := func(n int, name, up string) Flat {
		return Flat{Code: Code{GUID: fmt.Sprintf("0f0f0f0f-0000-4000-8000-%012x", n), Name: name}, Up: up}
	}
	was := []Flat{code(10, "Kept", ""), code(11, "Old name", ""), code(12, "Leaves", ""), code(13, "Moves", "")}
	is := []Flat{code(11, "New name", ""), code(10, "Kept", ""), code(13, "Moves", code(10, "", "").GUID), code(14, "Comes", "")}
	is[1].GUID = "{" + strings.ToUpper(is[1].GUID) + "}"
	is[0].Colour, is[0].Description, is[0].Codable = "#000", "Words", true
	var got []string
	for _, d := range Compare(was, is) {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s%s %s %s", d.Is.Name, map[bool]string{true: d.Was.Name}[d.Kind == Gone], d.Kind, strings.Join(d.Fields, "+"))))
	}
	want := []string{"New name changed name+meaning+colour+whether it is a heading", "Kept same", "Moves changed what it stands under", "Comes new", "Leaves gone"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}

func inBook(codes string) string {
	return `<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>` + codes + `</Codes></CodeBook>`
}

const aCode = `<Code guid="0f0f0f0f-0000-4000-8000-000000000001" name="A" isCodable="true"/>`

// hostile are files that are refused, with what a person is told.
var hostile = []struct {
	why, file string
	want      refusal
}{
	{"nothing", " \n", empty},
	{"no XML", "Name,Meaning\nA,B", noBook},
	{"a page", "<!doctype html><html><body>Codes</body></html>", entities},
	{"another XML", "<Workbook/>", noBook},
	{"a CodeBook of somebody else", `<CodeBook xmlns="urn:other"/>`, noBook},
	{"a project", `<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook/></Project>`, project},
	{"a packed project", "PK\x03\x04rest", project},
	{"an entity bomb", `<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>` + inBook(`<Code name="&b;"/>`), entities},
	{"an outside entity", `<!DOCTYPE b SYSTEM "file:///etc/passwd">` + inBook(aCode), entities},
	{"a DOCTYPE inside", inBook(`<!DOCTYPE x>` + aCode), entities},
	{"an entity nobody defined", inBook(`<Code name="&bomb;"/>`), broken},
	{"a NUL", inBook("\x00" + aCode), encoding},
	{"a NUL by number", inBook(`<Code name="&#0;"/>`), broken},
	{"letters of no encoding", inBook("\xff\xfe\xfa"), encoding},
	{"half a wide letter", "\xff\xfe<\x00C", encoding},
	{"wide letters with a NUL", "\xff\xfe<\x00\x00\x00", encoding},
	{"an encoding that is not so", `<?xml version="1.0" encoding="shift_jis"?>` + inBook("<Code name=\"\x83\x5c\"/>"), encoding},
	{"it breaks off", inBook(aCode)[:90], broken},
	{"it does not close", "<CodeBook><Codes>", broken},
	{"closed by another", "<CodeBook><Codes></CodeBook></Codes>", broken},
	{"something after it", inBook(aCode) + "<CodeBook/>", broken},
	{"words after it", inBook(aCode) + "words", broken},
	{"no codes", inBook(""), noCodes},
	{"a deep nest", inBook(strings.Repeat(`<Code name="a">`, 100_000)), tooDeep},
	{"a deep nest of other things", inBook(strings.Repeat(`<x>`, 100_000)), tooDeep},
	{"very many codes", inBook(strings.Repeat(`<Code name="a"/>`, MostCodes+1)), tooMany},
	{"very many members", `<CodeBook><Codes/><Sets><Set name="s">` + strings.Repeat(`<MemberCode guid="1"/>`, mostMembers+1) + `</Set></Sets></CodeBook>`, tooMany},
	{"very many sets", `<CodeBook><Codes/><Sets>` + strings.Repeat(`<Set/>`, MostCodes+1) + `</Sets></CodeBook>`, tooMany},
	{"very many attributes", `<CodeBook ` + strings.Repeat(`a="" `, 300_000) + `/>`, broken},
	{"a very long name", inBook(`<Code name="` + strings.Repeat("x", 2<<20) + `"/>`), broken},
	{"a name too long", inBook(`<Code name="` + strings.Repeat("x", 301) + `"/>`), "The name of code number 1 has 301 letters, and 300 is the most."},
	{"a meaning too long", inBook(`<Code name="x"><Description>` + strings.Repeat("x", 10001) + `</Description></Code>`), "What code number 1 means has more than 10000 letters, and that is the most."},
	{"no name", inBook(aCode + `<Code name=" "/>`), "Code number 2 of this file has no name. Give it one in your program, and export again."},
	{"the same id twice", inBook(aCode + strings.Replace(aCode, "0001", "0001", 1)), "Code number 2 has the same id as another one. Which is meant cannot be known; export the codebook again."},
	{"more than is read", inBook(strings.Repeat(" ", MostBytes)), tooBig},
}

// A file that is no codebook, or is made to do harm, is refused with a plain
// reason and without much memory.
func TestAHostileFileIsRefusedInLittleMemory(t *testing.T) {
	for _, x := range hostile {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		b, err := Read([]byte(x.file))
		runtime.ReadMemStats(&after)
		if err != x.want || !reflect.DeepEqual(b, Book{}) {
			t.Errorf("%s: %v, %v, want %q", x.why, b, err, x.want)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 48<<20 {
			t.Errorf("%s takes %d MB", x.why, used>>20)
		}
	}
}

// What was read goes out and comes in the same, whatever the bytes were.
func FuzzRead(f *testing.F) {
	for _, x := range hostile {
		if len(x.file) < 5000 {
			f.Add([]byte(x.file))
		}
	}
	files, _ := filepath.Glob("testdata/*.qdc")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read(data)
		if err != nil {
			if _, ok := err.(refusal); !ok {
				t.Fatalf("%v is no sentence for people", err)
			}
			return
		}
		b.Notes = nil
		again, err := Read(Write(b))
		if err != nil || !reflect.DeepEqual(again, b) {
			t.Fatalf("%#v\ncame back as\n%#v\n%v", b, again, err)
		}
	})
}
