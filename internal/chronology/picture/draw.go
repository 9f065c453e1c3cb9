package picture

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"

	"lr/internal/chronology/line"
	"lr/internal/db"
)

// Files holds picture.svg: the templates that draw a Drawing.
//
//go:embed picture.svg
var Files embed.FS

var file = template.Must(template.ParseFS(Files, "picture.svg"))

// Links are where marks lead: to a nearer view, or to one entry. Without them
// the marks lead nowhere.
type Links struct {
	View  func(v View) string
	Entry func(e line.Event) string
}

// Drawing is a picture as the templates draw it: "picture-names" are the names of
// the lanes, "picture-lanes" the time beside them at the same height.
type Drawing struct {
	Picture
	Links              Links
	Title              string
	Names, Time, Width int
}

// Drawing is the picture with marks that lead on.
func (p Picture) Drawing(l Links) Drawing { return Drawing{p, l, "", Names, Width - Names, Width} }

// Href is where a mark leads.
func (d Drawing) Href(m Mark) string { return d.Links.To(m, d.View) }

// To leads from a mark to what it stands for: its one entry, or a nearer view of
// its days. Where they cannot be seen nearer, to the first of its entries.
func (l Links) To(m Mark, now View) string {
	switch to := (View{m.From, m.To}); {
	case l.View == nil:
		return ""
	case m.Count() == 1 || m.From == m.To || to == now:
		return l.Entry(m.Events[0])
	default:
		return l.View(to)
	}
}

// File is the picture as a file of its own, with a text for those who do not see it.
func (p Picture) File(title string) ([]byte, error) {
	d := p.Drawing(Links{})
	d.Title = title
	var b bytes.Buffer
	if err := file.ExecuteTemplate(&b, "picture-file", d); err != nil {
		return nil, fmt.Errorf("draw the picture: %w", err)
	}
	return b.Bytes(), nil
}

// Tells is the picture in sentences.
func (p Picture) Tells() string {
	if p.coded {
		return p.tellsCoded()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "From %s to %s: %s.", p.View.From.Words(), p.View.To.Words(), entries(p.Shown))
	for _, l := range p.Lanes {
		n := 0
		for _, m := range l.Marks {
			n += m.Count()
		}
		fmt.Fprintf(&b, " %s: %s%s.", l.Agency, entries(n), l.Beside())
	}
	return b.String()
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// Beside says what of a lane is not in the view.
func (l Lane) Beside() string {
	s := ""
	for _, one := range []struct {
		n    int
		what string
	}{{l.Earlier, "earlier"}, {l.Later, "later"}, {l.Undated, "without a date"}} {
		if one.n > 0 {
			s += fmt.Sprintf(", %d %s", one.n, one.what)
		}
	}
	return s
}

// Words say what a mark stands for.
func (m Mark) Words() string {
	if m.Count() == 1 {
		return m.Events[0].When.Words()
	}
	return entries(m.Count()) + ", " + Stretch(m.From, m.To)
}

// Stretch is the time from one day to another in words.
func Stretch(from, to db.Date) string {
	switch {
	case from == to:
		return from.Words()
	case from.Year == to.Year && from.Month == to.Month:
		return fmt.Sprintf("%d to %s", from.Day, to.Words())
	case from.Year == to.Year:
		return fmt.Sprintf("%d %s to %s", from.Day, from.Month, to.Words())
	}
	return from.Words() + " to " + to.Words()
}
