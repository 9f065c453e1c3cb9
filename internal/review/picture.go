package review

import (
	"lr/internal/db"
	"lr/internal/look"
)

// scale is the stretch of days that the bars of a page share.
type scale struct {
	from db.Date
	days int
}

// scaleOf takes in every day that one of the clocks has to show, and today.
func scaleOf(ls []clockLine, today db.Date) scale {
	first, last := today, today
	for _, l := range ls {
		for _, d := range []db.Date{l.Start, l.By, l.Stopped} {
			if !d.IsZero() && d.Before(first) {
				first = d
			}
			if d.After(last) {
				last = d
			}
		}
	}
	return scale{first, max(first.DaysUntil(last), 1)}
}

// Last is the last day of the scale.
func (s scale) Last() db.Date { return s.from.AddDays(s.days) }

// at is where a day lies, in thousandths.
func (s scale) at(d db.Date) int { return min(max(s.from.DaysUntil(d)*1000/s.days, 0), 1000) }

func (s scale) stripe(from, to db.Date) look.Stripe {
	return look.Stripe{From: s.at(from), Width: max(s.at(to)-s.at(from), 0)}
}

// bar draws a clock: from its start to its due day, what has passed, what did
// not count, what is late, and today.
func (s scale) bar(l clockLine, today db.Date) look.Bar {
	end, now := l.By, today
	if !l.Stopped.IsZero() && l.Stopped.Before(today) {
		now = l.Stopped
	}
	b := look.Bar{Today: s.at(today)}
	if end.IsZero() {
		end = now
	} else {
		b.Due = min(max(s.at(end), 1), 994)
	}
	b.Span, b.Ran = s.stripe(l.Start, end), s.stripe(l.Start, earlier(now, end))
	if now.After(end) {
		b.Over = s.stripe(end, now)
	}
	for _, p := range l.Stops {
		to := p.To
		if to.IsZero() {
			to = now
		}
		if stripe := s.stripe(p.From, earlier(to, end)); stripe.Width > 0 {
			b.Paused = append(b.Paused, stripe)
		}
	}
	return b
}

func earlier(a, b db.Date) db.Date {
	if a.Before(b) {
		return a
	}
	return b
}
