package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lr/internal/chronology/invented"
	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"pgregory.net/rapid"
)

var write = flag.Bool("write", false, "write the drawings anew")

func day(year int, month, d int) db.Date {
	return db.Date{Year: year, Month: 1, Day: 1}.AddDays(30*(month-1) + d - 1)
}

// drawn is a file, or what a page holds of the picture.
func drawn(t *testing.T, name string, d Drawing) string {
	t.Helper()
	var b bytes.Buffer
	if err := file.ExecuteTemplate(&b, name, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func titled(p Picture, title string) Drawing {
	d := p.Drawing(Links{})
	d.Title = title
	return d
}

func when(words string) read.When {
	w, fault := read.Dates{Today: db.Date{Year: 2026, Month: 1, Day: 1}}.Read(words)
	if fault != nil {
		panic(fault.Why)
	}
	return w
}

// small has every kind of mark.
func small() Story {
	var es []line.Event
	for i, words := range []string{"3 March 2020", "about 5 March 2020", "20 June 2020", "21 June 2020", "22 June 2020", "2020", "May 2020", "12 to 30 September 2020", "before March 2020", "after 2020", "unknown", "10 March 2020"} {
		es = append(es, line.Event{ID: fmt.Sprint("n", i), Agency: []string{"Exampleshire Social Work", "The Sampleton & Mockburgh <Nursery>"}[i/11], When: when(words), Event: "Not to be drawn"})
	}
	return Story{Events: es, Bands: []Band{{"The first weeks", day(2020, 3, 1), day(2020, 4, 20)}, {"The summer", day(2020, 4, 1), day(2020, 8, 1)}, {"Long before", day(2001, 1, 1), day(2001, 2, 1)}},
		Born: when("15 June 2018"), Since: "n11"}
}

// The drawing is the same, byte for byte, until somebody means to change it.
func TestTheDrawingIsAsItWasSigned(t *testing.T) {
	for name, v := range map[string]View{"whole": {}, "spring": {day(2020, 3, 1), day(2020, 6, 1)}} {
		got, err := Lay(small(), v).File("What happened")
		if err != nil {
			t.Fatal(err)
		}
		path := "testdata/" + name + ".svg"
		if *write {
			if err := os.WriteFile(path, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s is drawn otherwise; look at it, and go test -write (%v)", name, err)
		}
	}
}

// A drawing is well formed whatever the agencies are called, and has no style and
// no script that a browser would have to refuse.
func TestADrawingIsWellFormed(t *testing.T) {
	for _, drawing := range []string{drawn(t, "picture-file", titled(Lay(small(), View{}), "<A & B>")), drawn(t, "picture-file", titled(Lay(Story{}, View{}), "Empty")),
		drawn(t, "picture-lanes", Lay(small(), View{}).Drawing(Links{View: func(v View) string { return "?a&b" }, Entry: func(line.Event) string { return "#e" }}))} {
		d := xml.NewDecoder(strings.NewReader(drawing))
		for {
			tok, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if e, ok := tok.(xml.StartElement); ok {
				if e.Name.Local == "script" || slices.ContainsFunc(e.Attr, func(a xml.Attr) bool { return a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") }) {
					t.Errorf("%v", e)
				}
			}
		}
		if strings.Contains(drawing, "Not to be drawn") {
			t.Error("the drawing holds words of an entry")
		}
	}
}

// The picture for a report tells who, when and how old in no way, and counts the
// same.
func TestTheDrawingForAReportNamesNobodyAndNoDay(t *testing.T) {
	for _, v := range []View{{}, {day(2020, 3, 1), day(2020, 3, 20)}, {day(1980, 1, 1), day(2090, 1, 1)}} {
		p := Lay(small(), v).Coded()
		accountedCoded := 0
		for _, l := range p.Lanes {
			for _, m := range l.Marks {
				accountedCoded += m.Count()
			}
		}
		drawing := drawn(t, "picture-file", titled(p, "What happened"))
		if accountedCoded != p.Shown || !strings.Contains(drawing, "Agency A: ") || len(p.Ticks) == 0 || len(p.Ticks) > mostTicks {
			t.Errorf("%d of %d are in %s", accountedCoded, p.Shown, drawing)
		}
		for _, not := range []string{"Exampleshire", "Sampleton", "20", "19", "age ", "month", "first weeks", "summer", "March", "Mar "} {
			for _, words := range regexp.MustCompile(`>[^<]*`).FindAllString(drawing, -1) {
				if strings.Contains(words, not) && !strings.HasPrefix(words, ">"+fmt.Sprint(p.Shown)) {
					t.Errorf("%q stands in %q", not, words)
				}
			}
		}
	}
	if got := letters(0) + letters(25) + letters(26) + letters(701); got != "AZAAZZ" {
		t.Error(got)
	}
}

// accounted looks whether each event is in one mark of its lane or counted beside
// it, and whether marks keep off each other and inside the picture.
func accounted(t interface{ Errorf(string, ...any) }, s Story, p Picture) {
	seen := map[string]int{}
	beside := 0
	for i, l := range p.Lanes {
		if i > 0 && p.Lanes[i-1].Top+p.Lanes[i-1].Height > l.Top {
			t.Errorf("lane %s begins within another", l.Agency)
		}
		for j, m := range l.Marks {
			if m.Count() == 0 || (m.Kind == Many) != (m.Count() > 1 && m.W == slot && m.Kind == Many) || m.Kind == One && m.Count() != 1 {
				t.Errorf("a mark %+v", m)
			}
			for _, e := range m.Events {
				seen[e.ID]++
				from, to, _ := extent(e.When)
				if wide := m.Kind == Wide || m.Kind == Long; wide && (m.X > p.x(p.slot(p.within(from))) || m.Right() < p.x(p.slot(p.within(to))+1)) || m.From.After(p.within(from)) || m.To.Before(p.within(to)) {
					t.Errorf("%s lies outside of its mark %+v", e.When.Words(), m)
				}
				if e.Agency != l.Agency {
					t.Errorf("an event of %s in the lane of %s", e.Agency, l.Agency)
				}
			}
			if m.X < Left || m.Right() > Right || m.Y < l.Top || m.Foot() > l.Top+l.Height || m.W < min(slot, (Right-Left)/p.slots()) || m.From.Before(p.View.From) || m.To.After(p.View.To) || m.To.Before(m.From) {
				t.Errorf("outside of the lane: %+v", m)
			}
			for _, o := range l.Marks[:j] {
				if m.X < o.Right() && o.X < m.Right() && m.Y < o.Foot() && o.Y < m.Foot() {
					t.Errorf("%+v lies on %+v", m, o)
				}
			}
		}
		beside += l.Earlier + l.Later + l.Undated
	}
	for _, e := range s.Events {
		from, to, dated := extent(e.When)
		in := dated && p.View.holds(from, to)
		if want := map[bool]int{true: 1, false: 0}[in]; seen[e.ID] != want {
			t.Errorf("%s (%s) is in %d marks of the view %v", e.ID, e.When.Words(), seen[e.ID], p.View)
		}
	}
	if p.Shown != len(seen) || p.Shown+beside != len(s.Events) || beside != p.Earlier+p.Later+p.Undated {
		t.Errorf("%d shown and %d beside of %d", p.Shown, beside, len(s.Events))
	}
}

// Every event is in the picture or counted in it, at every way that leads on.
func TestEveryEventIsAccountedForAtEveryZoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		date := rapid.Custom(func(t *rapid.T) db.Date {
			return db.Date{Year: 2015, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 3000).Draw(t, "day"))
		})
		one := rapid.Custom(func(t *rapid.T) line.Event {
			d := date.Draw(t, "from")
			w := read.When{From: d, To: d, Certain: rapid.Bool().Draw(t, "certain"), Precision: read.Precision(rapid.IntRange(0, int(read.Unknown)).Draw(t, "precision"))}
			switch w.Precision {
			case read.Day:
			case read.Before:
				w.From = db.Date{}
			case read.After:
				w.To = db.Date{}
			case read.Unknown:
				w.From, w.To = db.Date{}, db.Date{}
			default:
				w.To = d.AddDays(rapid.IntRange(1, 400).Draw(t, "days"))
			}
			return line.Event{Agency: rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "agency"), When: w}
		})
		s := Story{Events: rapid.SliceOfN(one, 0, 60).Draw(t, "events")}
		for i := range s.Events {
			s.Events[i].ID = fmt.Sprint(i)
		}
		v := View{}
		for range 12 {
			p := Lay(s, v)
			accounted(t, s, p)
			to := p.Ways()
			for _, l := range p.Lanes {
				for _, m := range l.Marks {
					if m.Kind == Many && m.From != m.To {
						to = append(to, Way{"a mark", View{m.From, m.To}})
					}
				}
			}
			if len(to) == 0 {
				return
			}
			v = rapid.SampledFrom(to).Draw(t, "way").To
		}
	})
}

// What is many stays readable and small: 5,000 entries of 12 agencies.
func TestThousandsOfEventsStaySmall(t *testing.T) {
	s := Story{Events: invented.Make(7, 5000, 12).Events, Born: when("3 May 2011")}
	links := Links{View: func(v View) string {
		return "/reviews/0123456789abcdefghijklmnop/chronology/picture?from=" + v.From.String() + "&to=" + v.To.String()
	}, Entry: func(e line.Event) string { return "#e-" + e.ID }}
	v := View{}
	for range 8 {
		p := Lay(s, v)
		accounted(t, s, p)
		if n := len(drawn(t, "picture-lanes", p.Drawing(links))) + len(drawn(t, "picture-names", p.Drawing(links))); n > 150_000 {
			t.Errorf("the drawing of %v has %d bytes", p.View, n)
		}
		if len(p.Ticks) == 0 || len(p.Ticks) > mostTicks {
			t.Errorf("%d ticks in %v", len(p.Ticks), p.View)
		}
		v = p.closer()
	}
}

// A mark leads to its entry, or to a view that shows more of it: nobody goes in a ring.
func TestMarksLeadCloser(t *testing.T) {
	s := Story{Events: invented.Make(3, 2000, 4).Events}
	links := Links{View: func(v View) string { return "view " + fmt.Sprint(v.Days()) }, Entry: func(e line.Event) string { return e.ID }}
	v := View{}
	for p := Lay(s, v); ; p = Lay(s, v) {
		var next View
		for _, l := range p.Lanes {
			for _, m := range l.Marks {
				to := links.To(m, p.View)
				if m.Count() == 1 && to != m.Events[0].ID || m.Count() > 1 && m.From != m.To && (View{m.From, m.To}) != p.View && to != "view "+fmt.Sprint(View{m.From, m.To}.Days()) {
					t.Errorf("%+v leads to %s", m, to)
				}
				if m.Kind == Many && m.From != m.To {
					next = View{m.From, m.To}
				}
			}
		}
		if next.Days() >= p.View.Days() {
			t.Fatalf("from %v to %v", p.View, next)
		}
		if next.From.IsZero() {
			break
		}
		v = next
	}
}

func TestWaysLeadToWhatIsNotShown(t *testing.T) {
	words := func(v View) string {
		s := ""
		for _, w := range Lay(small(), v).Ways() {
			s += fmt.Sprintf("%s %s; ", w.Text, Stretch(w.To.From, w.To.To))
		}
		return s
	}
	for v, want := range map[View]string{
		{}: "Closer 1 January to 31 December 2020; ",
		{db.Date{Year: 2020, Month: 6, Day: 1}, db.Date{Year: 2020, Month: 6, Day: 30}}: "Closer 12 to 18 June 2020; Wider 1 June to 1 July 2020; Earlier 2 to 31 May 2020; Later 1 to 30 July 2020; The whole time 1 January 2020 to 1 January 2021; ",
	} {
		if got := words(v); got != want {
			t.Errorf("from %v: %s", v, got)
		}
	}
}

// However long or short the time is, some of its days are written above it.
func TestEveryTimeHasTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := db.Date{Year: rapid.IntRange(1900, 2100).Draw(t, "year"), Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 400).Draw(t, "day"))
		v := View{from, from.AddDays(rapid.OneOf(rapid.IntRange(0, 100), rapid.IntRange(0, 1500), rapid.IntRange(0, 36000)).Draw(t, "days"))}
		for _, all := range [][]Tick{ticks(v, read.When{}), counted(v)} {
			if len(all) == 0 || len(all) > mostTicks {
				t.Errorf("%d ticks in %v", len(all), v)
			}
			for i, k := range all {
				if k.X < Left || k.X > Right || i > 0 && k.X-all[i-1].X < 40 {
					t.Errorf("%v stands wrong in %v", k, v)
				}
			}
		}
	})
}

func TestAges(t *testing.T) {
	for _, x := range []struct{ born, on, want string }{
		{"15 June 2018", "14 June 2018", "before birth"}, {"15 June 2018", "15 June 2018", "under a month"}, {"15 June 2018", "14 July 2018", "under a month"}, {"15 June 2018", "15 July 2018", "1 month"},
		{"15 June 2018", "14 June 2020", "23 months"}, {"15 June 2018", "15 June 2020", "age 2"}, {"15 June 2018", "14 June 2028", "age 9"}, {"31 January 2018", "28 February 2018", "1 month"},
		{"29 February 2016", "28 February 2019", "age 3"}, {"June 2010", "1 August 2020", "about age 10"}, {"2010", "1 August 2020", ""}, {"about 5 June 2010", "1 August 2020", ""}, {"unknown", "1 August 2020", ""},
	} {
		if got := Age(when(x.born), when(x.on).From); got != x.want {
			t.Errorf("born %s, on %s: %q", x.born, x.on, got)
		}
	}
}

func TestIntervals(t *testing.T) {
	for _, x := range []struct{ from, other, want string }{
		{"1 May 2016", "1 May 2016", "the same day"}, {"1 May 2016", "2 May 2016", "1 day after"}, {"2 May 2016", "1 May 2016", "1 day before"}, {"1 May 2016", "22 May 2016", "3 weeks after"},
		{"1 May 2016", "21 May 2016", "20 days after"}, {"1 May 2016", "1 June 2016", "1 month after"}, {"31 January 2016", "29 February 2016", "29 days after"}, {"1 May 2016", "6 July 2016", "2 months and 5 days after"},
		{"31 January 2015", "29 February 2016", "1 year and 1 month after"}, {"1 May 2016", "1 May 2017", "1 year after"}, {"1 May 2016", "May 2016", "at about the same time"}, {"1 May 2016", "2016", "at about the same time"},
		{"1 May 2016", "June 2016", "between 1 month and 1 month and 29 days after"}, {"June 2016", "1 May 2016", "between 1 month and 1 month and 29 days before"}, {"1 May 2016", "before 2016", "some time before"},
		{"1 May 2016", "unknown", "not known how long before or after"}, {"unknown", "1 May 2016", "not known how long before or after"}, {"12 to 14 March 2019", "12 to 14 March 2019", "at about the same time"},
	} {
		if got := Since(when(x.from), when(x.other)); got != x.want {
			t.Errorf("%s, seen from %s: %q", x.other, x.from, got)
		}
	}
}

// However it is counted, later days are never nearer.
func TestAnIntervalIsTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := db.Date{Year: 2015, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 2000).Draw(t, "a"))
		b := a.AddDays(rapid.IntRange(0, 2000).Draw(t, "days"))
		if Apart(a, b) != Apart(b, a) || strings.Contains(Apart(a, b), "-") || strings.Contains(Apart(a, b), " 0 ") {
			t.Errorf("%s and %s: %s, %s", a, b, Apart(a, b), Apart(b, a))
		}
		if n := monthsBetween(a, b); n < 0 || later(a, n).After(b) {
			t.Errorf("%d months from %s to %s", n, a, b)
		}
	})
}

func TestNamesBreakToFit(t *testing.T) {
	for name, want := range map[string]string{"Exampleshire Community Mental Health Team": "Exampleshire|Community Mental|Health Team", "Police": "Police", "": "",
		"Supercalifragilistically long": "Supercalifragilis…|long", "One of the very long names that an agency of many parts may have": "One of the very|long names that|an agency of many…"} {
		if got := strings.Join(broken(name), "|"); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}
