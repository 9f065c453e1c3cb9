package report

import (
	"strings"
	"testing"

	"lr/internal/anonymity"
	"lr/internal/document"
)

var child = []anonymity.Known{{Code: "Child 1", Names: []string{"Morag Canary"}, Kind: anonymity.Person}}

// A name is found wherever a report can hold words, once for each time it
// stands there, although the text, the Word file and the page are all read.
func TestANameIsFoundWhereverAReportHoldsWords(t *testing.T) {
	t.Parallel()
	const name = "We met Morag Canary there."
	words := document.Plain(name)
	for part, d := range map[string]document.Document{
		"title":     {Title: name},
		"header":    {Header: name},
		"footer":    {Footer: name},
		"heading":   {Blocks: []document.Block{document.Heading(1, name)}},
		"paragraph": {Blocks: []document.Block{document.Paragraph(words...)}},
		"runs":      {Blocks: []document.Block{document.Paragraph(document.Bold("Mo"), document.Run{Text: "rag Can"}, document.Italic("ary"))}},
		"list":      {Blocks: []document.Block{document.Bullets(words)}},
		"note":      {Blocks: []document.Block{document.Note(words)}},
		"caption":   {Blocks: []document.Block{document.TableOf(name, []string{"a"})}},
		"column":    {Blocks: []document.Block{document.TableOf("", []string{name})}},
		"cell":      {Blocks: []document.Block{document.TableOf("", []string{"a"}, []document.Words{words})}},
	} {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			fs, err := examine(Version{Number: 1, Document: d}, child)
			if err != nil {
				t.Fatal(err)
			}
			if len(fs) != 1 || fs[0].Shown != "Morag Canary" || fs[0].Code != "Child 1" {
				t.Errorf("%d findings", len(fs))
			}
		})
	}
}

// What only a file holds is a finding of its own.
func TestWhatOnlyAFileHoldsIsFound(t *testing.T) {
	t.Parallel()
	text := []found{{Shown: "Morag", Code: "Child 1"}}
	file := []found{{Place: "The Word file", Shown: "morag", Code: "Child 1"}, {Place: "The Word file", Shown: "Morag", Code: "Child 1"}}
	if only := beyond(text, file); len(only) != 1 || only[0].Place != "The Word file" {
		t.Errorf("%d findings, want the one that the text does not have", len(only))
	}
}

// Whatever is typed, its words come into the report, in their order.
func FuzzParagraphs(f *testing.F) {
	f.Add("One.\n\n- two\n- three\nfour\n\n\n")
	f.Add("- \n-\n\t- x\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		words, _ := plain(document.Document{Blocks: paragraphs(text)})
		bare := func(s string) string { return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), "-", "") }
		if bare(words) != bare(text) {
			t.Errorf("%q became %q", text, words)
		}
	})
}
