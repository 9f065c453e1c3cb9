package look

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// sound fails where two things have one id, where a label, a description or a
// link leads to nothing, or where something is styled or scripted in the page,
// which the content security policy would stop.
func sound(t *testing.T, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	var told []string // ids that others lead to
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				if ids[a.Val] {
					t.Errorf("two things have the id %s", a.Val)
				}
				ids[a.Val] = true
			case "for", "aria-describedby", "aria-labelledby", "aria-controls":
				told = append(told, strings.Fields(a.Val)...)
			case "style":
				t.Errorf("<%s> is styled in the page", n.Data)
			}
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> is scripted in the page", n.Data)
			}
		}
		if n.Data == "style" || n.Data == "script" && n.FirstChild != nil {
			t.Errorf("<%s> stands in the page", n.Data)
		}
	}
	for _, id := range told {
		if !ids[id] {
			t.Errorf("something leads to %s, which is not there", id)
		}
	}
}

type page struct {
	Form   form
	Fields map[string]field
	Faulty map[string]field
	Parts  map[string]any
}

func gallery() page {
	p := page{Fields: fields, Faulty: map[string]field{}, Parts: map[string]any{}}
	for name, f := range fields {
		f.Name += "2"
		f.Fault = "Answer this in a few words."
		p.Faulty[name] = f
		p.Form.Faults = append(p.Form.Faults, fault{f.Name, "Answer “" + f.Label + "” in a few words."})
	}
	slices.SortFunc(p.Form.Faults, func(a, b fault) int { return strings.Compare(a.Name, b.Name) })
	p.Form.Once = "o1"
	for name, part := range parts {
		if p.Parts[part.name] == nil || part.name == "stands" || name == part.name {
			p.Parts[part.name] = part.data
		}
	}
	p.Parts["stands"], p.Parts["table"], p.Parts["tag"] = stands, table, Tag{"green", "Returned"}
	p.Parts["pagination"] = parts["pagination"].data
	return p
}

var chrome = Chrome{
	Fictional: true, Committee: "Exampleshire Public Protection Committee", Person: "Ailsa Example", SignedIn: true,
	Nav:    []Link{{Href: "/", Text: "Your work", Current: true, Count: 3}, {Href: "/reviews", Text: "Reviews"}, {Href: "/library", Text: "What we have learned"}},
	Crumbs: []Link{{Href: "/", Text: "Your work"}, {Href: "/reviews/r1", Text: "LR-EXAMPLE-1"}, {Text: "Everything"}},
	Said:   "Saved.", Once: "o1", Path: "/gallery",
}

func renderGallery(t *testing.T, c Chrome) string {
	t.Helper()
	all := parse(t)
	if _, err := all.ParseFiles("testdata/gallery.html"); err != nil {
		t.Fatal(err)
	}
	return render(t, all, "layout", struct {
		Chrome Chrome
		Page   any
	}{c, gallery()})
}

func TestAPageWithEverythingOnItIsSound(t *testing.T) {
	t.Parallel()
	got := renderGallery(t, chrome)
	sound(t, got)
	for _, want := range []string{
		"<title>Everything - Learning Reviews</title>", `<html lang="en-GB">`, `id="main-content"`,
		"Everything here is invented", "Exampleshire Public Protection Committee", "Ailsa Example", `action="/sign-out"`,
		`aria-current="page">Everything`, `role="status"`, "Accessibility", "Privacy", "About",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

func TestAStrangersPageHasNoSignOutAndNoBanner(t *testing.T) {
	t.Parallel()
	got := renderGallery(t, Chrome{Title: "Not found"})
	sound(t, got)
	for _, no := range []string{"Sign out", "invented", "Breadcrumb", `id="menu"`} {
		if strings.Contains(got, no) {
			t.Errorf("the page has %s", no)
		}
	}
	if !strings.Contains(got, "<title>Not found - Learning Reviews</title>") {
		t.Error("the page has another title")
	}
}

func TestEveryComponentIsInTheGallery(t *testing.T) {
	t.Parallel()
	components, err := fs.ReadFile(Templates, "components.html")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := os.ReadFile("testdata/gallery.html")
	if err != nil {
		t.Fatal(err)
	}
	within := []string{"question", "label", "hint", "fault", "asked", "described", "described-group", "radio-options", "cell", "row", "said"}
	for _, m := range regexp.MustCompile(`{{define "([^"]+)"`).FindAllSubmatch(components, -1) {
		name := string(m[1])
		if !slices.Contains(within, name) && !strings.Contains(string(shown), `template "`+name+`"`) {
			t.Errorf("the gallery does not show %s", name)
		}
	}
}
