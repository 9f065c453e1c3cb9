package picture

// spans are the views that one comes to on the way closer, in days: several
// years, a year, a quarter, a month, a week.
var spans = []int{7, 31, 92, 366, 1096}

// closer is the middle of the view, at the next span down.
func (p Picture) closer() View {
	span := spans[0]
	for _, s := range spans {
		if s < p.View.Days() {
			span = s
		}
	}
	return p.around(span)
}

// wider is the next span up around the view, or the whole.
func (p Picture) wider() View {
	for _, s := range spans {
		if s > p.View.Days() && s < p.Whole.Days() {
			return p.around(s)
		}
	}
	return p.Whole
}

func (p Picture) around(span int) View {
	from := p.View.From.AddDays((p.View.Days() - span) / 2)
	return View{from, from.AddDays(span - 1)}
}

// Way leads to another view.
type Way struct {
	Text string
	To   View
}

// Ways are the views to go to from this one: only those that show another thing.
func (p Picture) Ways() []Way {
	if p.Whole.From.IsZero() {
		return nil
	}
	days := p.View.Days()
	var ways []Way
	add := func(open bool, text string, to View) {
		if open && to != p.View {
			ways = append(ways, Way{text, to})
		}
	}
	add(days > spans[0], "Closer", p.closer())
	add(p.View != p.Whole, "Wider", p.wider())
	add(p.Earlier > 0, "Earlier", View{p.View.From.AddDays(-days), p.View.From.AddDays(-1)})
	add(p.Later > 0, "Later", View{p.View.To.AddDays(1), p.View.To.AddDays(days)})
	add(p.View != p.Whole && p.wider() != p.Whole, "The whole time", p.Whole)
	return ways
}

// Period is the time that is shown, in words.
func (p Picture) Period() string { return Stretch(p.View.From, p.View.To) }

// Counts says how many entries are in the picture, and how many are not.
func (p Picture) Counts() string {
	return entries(p.Shown) + Lane{Earlier: p.Earlier, Later: p.Later, Undated: p.Undated}.Beside() + "."
}
