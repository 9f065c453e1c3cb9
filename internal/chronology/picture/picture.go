// Package picture lays out what happened over time: a lane for each agency, a
// mark for each account, and a count where more stand on one spot than can be
// seen. What has no exact date is a bar over the days on which it can have
// happened. Everything is told by shape, and by words beside it, and not by
// colour. [CPG21 ¶3.175, CHRON]
package picture

import (
	"cmp"
	"slices"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
)

// Story is what the picture shows.
type Story struct {
	Events []line.Event
	Bands  []Band
	Born   read.When // of whom it is about; not Certain where it is not known
	Since  string    // id of the event from which others are measured
}

// Band is a time that belongs together, such as an episode.
type Band struct {
	Title    string
	From, To db.Date
}

// View is the time that is looked at, both days included.
type View struct{ From, To db.Date }

// Days is how long the view is.
func (v View) Days() int { return v.From.DaysUntil(v.To) + 1 }

// holds says that some of the days from one to another are in the view.
func (v View) holds(from, to db.Date) bool { return !to.Before(v.From) && !from.After(v.To) }

// Picture is a story laid out in a view. Each of its events is in one mark, or
// counted as earlier, as later or as without a date.
type Picture struct {
	View, Whole             View
	Lanes                   []Lane
	Bands                   []BandAt
	Ticks                   []Tick
	Head, Height            int // where the lanes begin, and where the picture ends
	Shown                   int
	Earlier, Later, Undated int
	Since                   *Mark // the place of the event from which others are measured

	coded bool // for a report
}

// IsCoded says that the picture is one for a report.
func (p Picture) IsCoded() bool { return p.coded }

// Lane is one agency's part.
type Lane struct {
	Agency                  string
	Lines                   []string // its name, broken to fit
	Top, Height             int
	Marks                   []Mark
	Earlier, Later, Undated int
}

// Kind is what a mark stands for, and gives its shape.
type Kind string

// The kinds of marks.
const (
	One    Kind = "one"    // an event on a day that is certain
	Unsure Kind = "unsure" // one whose day is not, or not to the day
	Many   Kind = "many"   // several on one spot
	Wide   Kind = "wide"   // the days on which one or several can have happened
	Long   Kind = "long"   // one that is known to have gone on over several days
)

// Mark stands for the events of a lane that share a spot.
type Mark struct {
	Kind       Kind
	Events     []line.Event
	From, To   db.Date // of the spot, in the view
	X, Y, W, H int
	OpenLeft   bool // it can have been before the left end
	OpenRight  bool
}

// Count is how many events the mark stands for.
func (m Mark) Count() int { return len(m.Events) }

// Middle is the middle of the mark, from left to right.
func (m Mark) Middle() int { return m.X + m.W/2 }

// Centre is the middle of the mark, from top to bottom.
func (m Mark) Centre() int { return m.Y + m.H/2 }

// Right is the right end of the mark.
func (m Mark) Right() int { return m.X + m.W }

// Foot is the lower end of the mark.
func (m Mark) Foot() int { return m.Y + m.H }

// Base is where the figure of a count stands.
func (m Mark) Base() int { return m.Centre() + 4 }

// The measures of the picture, in units that are pixels at its usual size. The
// time stands between Left and Right, and room for counts on both sides of it.
const (
	Names  = 124 // width of the agencies' names
	Left   = Names + 42
	slot   = 24 // a mark is never narrower, so that a finger finds it
	slots  = 33
	Right  = Left + slot*slots
	Width  = Right + 42
	row    = 24
	band   = 20
	letter = 17 // letters of a name that fit on a line
)

// Whole is the time from the first to the last event that has a date.
func Whole(events []line.Event) View {
	var v View
	for _, e := range events {
		from, to, ok := extent(e.When)
		if !ok {
			continue
		}
		if v.From.IsZero() || from.Before(v.From) {
			v.From = from
		}
		if v.To.IsZero() || to.After(v.To) {
			v.To = to
		}
	}
	return v
}

// extent is the first and the last day that an event takes in the picture. What
// is open to one side stands at the day that is known.
func extent(w read.When) (from, to db.Date, ok bool) {
	from, to = w.From, w.To
	if from.IsZero() {
		from = to
	}
	if to.IsZero() {
		to = from
	}
	return from, to, !from.IsZero()
}

// Lay lays out the story in the view. A view of no length is the whole.
func Lay(s Story, v View) Picture {
	p := Picture{View: v, Whole: Whole(s.Events)}
	if v.From.IsZero() || v.To.Before(v.From) {
		p.View = p.Whole
	}
	p.bands(s.Bands)
	p.Head = 44 + band*bandRows(p.Bands)
	top := p.Head
	for _, agency := range agencies(s.Events) {
		l := p.lane(agency, s.Events, top)
		top += l.Height
		p.Lanes = append(p.Lanes, l)
		p.Earlier, p.Later, p.Undated = p.Earlier+l.Earlier, p.Later+l.Later, p.Undated+l.Undated
		for i, m := range l.Marks {
			p.Shown += m.Count()
			if s.Since != "" && slices.ContainsFunc(m.Events, func(e line.Event) bool { return e.ID == s.Since }) {
				p.Since = &l.Marks[i]
			}
		}
	}
	p.Height = top + 8
	p.Ticks = ticks(p.View, s.Born)
	return p
}

// agencies are those with an event, in the order of their names.
func agencies(events []line.Event) []string {
	var names []string
	for _, e := range events {
		if !slices.Contains(names, e.Agency) {
			names = append(names, e.Agency)
		}
	}
	slices.Sort(names)
	return names
}

// lane lays out the events of an agency: in the first row what falls on one spot,
// and below what can have happened over many.
func (p *Picture) lane(agency string, events []line.Event, top int) Lane {
	l := Lane{Agency: agency, Lines: broken(agency), Top: top}
	spots := make([][]line.Event, p.slots())
	var wide []Mark
	for _, e := range events {
		if e.Agency != agency {
			continue
		}
		from, to, ok := extent(e.When)
		switch {
		case !ok:
			l.Undated++
		case to.Before(p.View.From):
			l.Earlier++
		case from.After(p.View.To):
			l.Later++
		case p.slot(p.within(from)) == p.slot(p.within(to)):
			at := p.slot(p.within(from))
			spots[at] = append(spots[at], e)
		default:
			wide = append(wide, p.bar(e, from, to))
		}
	}
	for i, es := range spots {
		if len(es) > 0 {
			l.Marks = append(l.Marks, p.spot(i, es, top))
		}
	}
	bars, rows := packed(wide, top+4+row)
	l.Marks = append(l.Marks, bars...)
	l.Height = max(8+row*(1+rows), 8+14*len(l.Lines))
	return l
}

func (p *Picture) within(d db.Date) db.Date {
	switch {
	case d.Before(p.View.From):
		return p.View.From
	case d.After(p.View.To):
		return p.View.To
	}
	return d
}

// slots are the spots in a row: one a day, and never more than fit.
func (p *Picture) slots() int { return min(slots, p.View.Days()) }

// slot is the spot on which a day of the view falls.
func (p *Picture) slot(d db.Date) int { return p.View.From.DaysUntil(d) * p.slots() / p.View.Days() }

// daysOf are the first and the last day of a spot.
func (p *Picture) daysOf(slot int) (from, to db.Date) {
	first := func(i int) db.Date { return p.View.From.AddDays((i*p.View.Days() + p.slots() - 1) / p.slots()) }
	return first(slot), first(slot + 1).AddDays(-1)
}

// x is where a spot begins.
func (p *Picture) x(slot int) int { return Left + slot*(Right-Left)/p.slots() }

// spot is the mark of the events of one spot.
func (p *Picture) spot(i int, es []line.Event, top int) Mark {
	m := Mark{Kind: Many, Events: es, Y: top + 4, W: slot, H: row - 2}
	m.From, m.To = p.daysOf(i)
	m.X = (p.x(i)+p.x(i+1))/2 - slot/2
	if n := len(es); n > 1 {
		m.H = 14 + 4*min(n/5, 2)
		m.Y = top + 15 - m.H/2
		return m
	}
	m.Kind = One
	if w := es[0].When; !w.Certain || w.Precision != read.Day {
		m.Kind = Unsure
		m.OpenLeft, m.OpenRight = w.Precision == read.Before, w.Precision == read.After
	}
	return m
}

// bar is the mark of an event that can have happened on several spots.
func (p *Picture) bar(e line.Event, from, to db.Date) Mark {
	m := Mark{Kind: Wide, Events: []line.Event{e}, From: p.within(from), To: p.within(to), H: row - 6, OpenLeft: from.Before(p.View.From), OpenRight: to.After(p.View.To)}
	if e.When.Precision == read.Range && e.When.Certain {
		m.Kind = Long
	}
	m.X = p.x(p.slot(m.From))
	m.W = p.x(p.slot(m.To)+1) - m.X
	return m
}

// mostRows is how many rows of bars a lane has.
const mostRows = 2

// packed puts bars into rows so that none lies on another. Those over the same
// days become one, and where the rows are full those that meet become one over
// all their days.
func packed(bars []Mark, top int) (out []Mark, rows int) {
	slices.SortStableFunc(bars, func(a, b Mark) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(b.W, a.W)) })
	var last [mostRows]*Mark
	var all []*Mark
next:
	for _, b := range bars {
		for r, l := range last {
			switch {
			case l == nil || l.Right() <= b.X:
				b.Y = top + r*row
				last[r] = &b
				all, rows = append(all, &b), max(rows, r+1)
				continue next
			case l.X == b.X && l.W == b.W, r == mostRows-1:
				l.join(b)
				continue next
			}
		}
	}
	for _, m := range all {
		out = append(out, *m)
	}
	return out, rows
}

// join takes the events of another bar in, which begins on the same spot or later.
func (m *Mark) join(b Mark) {
	m.W = max(m.Right(), b.Right()) - m.X
	if b.From.Before(m.From) {
		m.From = b.From
	}
	if b.To.After(m.To) {
		m.To = b.To
	}
	if b.Kind != m.Kind {
		m.Kind = Wide
	}
	m.OpenLeft, m.OpenRight = m.OpenLeft || b.OpenLeft, m.OpenRight || b.OpenRight
	m.Events = append(m.Events, b.Events...)
}
