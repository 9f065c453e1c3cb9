package picture

import (
	"fmt"
	"strings"
)

// Coded is the picture for a report: agencies have letters, the time is counted
// from its beginning, and no age and no title of an episode is told.
func (p Picture) Coded() Picture {
	p.coded, p.Since = true, nil
	lanes := make([]Lane, len(p.Lanes))
	for i, l := range p.Lanes {
		l.Agency = "Agency " + letters(i)
		l.Lines = []string{l.Agency}
		lanes[i] = l
	}
	p.Lanes = lanes
	p.Ticks = counted(p.View)
	return p
}

// letters are A to Z, then AA, AB and so on.
func letters(i int) string {
	s := ""
	for ; i >= 0; i = i/26 - 1 {
		s = string(rune('A'+i%26)) + s
	}
	return s
}

// counted are the ticks of years, months, weeks or days since the beginning.
func counted(v View) []Tick {
	for _, unit := range []struct {
		name string
		days float64
		by   int
	}{{"Day", 1, 1}, {"Week", 7, 1}, {"Month", 30.44, 1}, {"Year", 365.25, 1}, {"Year", 1826.25, 5}, {"Year", 18262.5, 50}} {
		n := int((float64(v.Days()) - 0.5) / unit.days)
		if n >= mostTicks {
			continue
		}
		var out []Tick
		for i := range n + 1 {
			days := float64(i) * unit.days
			out = append(out, Tick{X: Left + int(days*float64(Right-Left)/float64(v.Days())), Text: fmt.Sprintf("%s %d", unit.name, i*unit.by+1)})
		}
		return out
	}
	return nil
}

// tellsCoded is what Tells says of a coded picture.
func (p Picture) tellsCoded() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s over %s.", entries(p.Shown), Apart(p.View.From, p.View.To.AddDays(1)))
	for _, l := range p.Lanes {
		n := 0
		for _, m := range l.Marks {
			n += m.Count()
		}
		fmt.Fprintf(&b, " %s: %s.", l.Agency, entries(n))
	}
	return b.String()
}
