package report

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
	"unicode/utf8"

	"lr/internal/anonymity"
	"lr/internal/document"
)

// found is something in a version that may tell who somebody is.
type found struct {
	Place   string `json:"place"` // the heading, or the file that it is in
	At      int    `json:"at"`    // byte of the text it was found in
	Code    string `json:"code"`  // whose name it may be; "" for a number, a date and the like
	Kind    string `json:"kind"`
	Rule    string `json:"rule"`
	Certain bool   `json:"certain"`
	Before  string `json:"before"` // the words around it
	Shown   string `json:"shown"`
	After   string `json:"after"`
}

// around is how many bytes of the text stand before and after a finding.
const around = 60

// examine looks through what would leave: the text of the version, the Word
// file, and the page. Each finding comes once, with the heading it stands
// under; what stands only in a file comes with the file.
func examine(v Version, known []anonymity.Known) ([]found, error) {
	checker := anonymity.NewChecker(known)
	text, places := plain(v.Document)
	all := look(checker, text, func(at int) string {
		place := ""
		for _, p := range places {
			if p.from <= at {
				place = p.name
			}
		}
		return place
	})
	word, err := wordText(v)
	if err != nil {
		return nil, err
	}
	// Every Word file says "Page 1 of 1": what an empty one holds tells nothing.
	bare, err := wordText(Version{})
	if err != nil {
		return nil, err
	}
	page, err := pageText(v.Document)
	if err != nil {
		return nil, err
	}
	base := append(look(checker, bare, func(int) string { return "" }), all...)
	for _, file := range []struct{ name, text string }{{"The Word file", word}, {"The page", page}} {
		all = append(all, beyond(base, look(checker, file.text, func(int) string { return file.name }))...)
	}
	return all, nil
}

// look gives what the check finds in a text.
func look(checker *anonymity.Checker, text string, place func(at int) string) []found {
	var out []found
	for _, f := range checker.Check(text) {
		from, to := max(f.Start-around, 0), min(f.End+around, len(text))
		for from < f.Start && !utf8.RuneStart(text[from]) {
			from++
		}
		for to > f.End && to < len(text) && !utf8.RuneStart(text[to]) {
			to--
		}
		if cut := strings.LastIndexByte(text[from:f.Start], '\n'); cut >= 0 {
			from += cut + 1
		}
		if cut := strings.IndexByte(text[f.End:to], '\n'); cut >= 0 {
			to = f.End + cut
		}
		out = append(out, found{Place: place(f.Start), At: f.Start, Code: once(f.Code), Kind: string(f.Kind), Rule: string(f.Rule),
			Certain: f.Certainty == anonymity.Certain, Before: text[from:f.Start], Shown: f.Shown, After: text[f.End:to]})
	}
	return out
}

// once leaves out a code that stands twice, as that of all who take part does.
func once(codes string) string {
	var out []string
	for _, c := range strings.Split(codes, " or ") {
		if len(out) == 0 || out[len(out)-1] != c {
			out = append(out, c)
		}
	}
	return strings.Join(out, " or ")
}

// beyond are the findings of a file that the text does not have as often.
func beyond(base, file []found) []found {
	left := map[string]int{}
	for _, f := range base {
		left[key(f)]++
	}
	var out []found
	for _, f := range file {
		if left[key(f)]--; left[key(f)] < 0 {
			out = append(out, f)
		}
	}
	return out
}

func key(f found) string {
	return strings.ToLower(strings.Join(strings.Fields(f.Shown), " ")) + "|" + f.Code
}

type place struct {
	from int
	name string
}

// plain is every word of a document, a line for each paragraph and cell, and
// where in it each heading begins.
func plain(d document.Document) (string, []place) {
	var b strings.Builder
	line := func(words document.Words) {
		for _, r := range words {
			b.WriteString(r.Text)
		}
		b.WriteString("\n")
	}
	places := []place{{0, "Title and edges of the page"}}
	for _, s := range []string{d.Title, d.Header, d.Footer} {
		line(document.Plain(s))
	}
	for _, block := range d.Blocks {
		if block.Kind == document.KindHeading && block.Level == 1 {
			name := ""
			for _, r := range block.Words {
				name += r.Text
			}
			places = append(places, place{b.Len(), name})
		}
		line(block.Words)
		for _, item := range block.Items {
			line(item)
		}
		if block.Picture != nil {
			line(document.Plain(block.Picture.Says))
		}
		if block.Kind != document.KindTable && block.Kind != document.KindPicture {
			continue
		}
		line(document.Plain(block.Table.Caption))
		for _, h := range block.Table.Header {
			line(document.Plain(h))
		}
		for _, row := range block.Table.Rows {
			for _, cell := range row {
				line(cell)
			}
		}
	}
	return b.String(), places
}

// wordText is every word in the Word file, those that its page does not show
// among them. A file that carries more than its text does not go out.
func wordText(v Version) (string, error) {
	raw, err := Word(v)
	if err != nil {
		return "", err
	}
	t, err := document.ReadWord(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return "", fmt.Errorf("read back the Word file of %s: %w", v, err)
	}
	if carries := t.Carries(); len(carries) > 0 {
		return "", fmt.Errorf("the Word file of %s carries more than its text: %s", v, carries)
	}
	return t.Shown(), nil
}

var documentTemplate = template.Must(template.New("document").ParseFS(document.Templates, "*.html"))

var (
	inline = regexp.MustCompile(`</?(strong|em|span)[^>]*>`)
	tag    = regexp.MustCompile(`<[^>]*>`)
)

// pageText is every word of the page that shows the document.
func pageText(d document.Document) (string, error) {
	var b bytes.Buffer
	if err := documentTemplate.ExecuteTemplate(&b, "document", d); err != nil {
		return "", fmt.Errorf("the page of the document: %w", err)
	}
	return html.UnescapeString(tag.ReplaceAllString(inline.ReplaceAllString(b.String(), ""), "\n")), nil
}
