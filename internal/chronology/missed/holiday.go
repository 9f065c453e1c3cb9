package missed

import (
	"time"

	"lr/internal/chronology/line"
	"lr/internal/db"
)

// stretch is a holiday that comes every year, from one day to another.
type stretch struct {
	fromMonth time.Month
	fromDay   int
	toMonth   time.Month
	toDay     int
}

// Everybody is away around the new year; schools in Scotland also in spring,
// summer and October. The days differ by council and year: these are the usual.
var (
	newYear = []stretch{{time.December, 22, time.January, 5}}
	terms   = []stretch{{time.December, 20, time.January, 6}, {time.April, 1, time.April, 16}, {time.June, 26, time.August, 16}, {time.October, 8, time.October, 22}}
)

// holidays counts the days between two contacts that are holidays of the service.
func holidays(service string, from, to int) int {
	all := newYear
	if line.Services(service)["school"] {
		all = terms
	}
	n := 0
	for year := dateOf(from).Year - 1; year <= dateOf(to).Year; year++ {
		for _, h := range all {
			last := year
			if h.toMonth < h.fromMonth {
				last++
			}
			first := day(db.Date{Year: year, Month: h.fromMonth, Day: h.fromDay})
			end := day(db.Date{Year: last, Month: h.toMonth, Day: h.toDay})
			n += max(0, min(end+1, to)-max(first, from+1))
		}
	}
	return min(n, to-from)
}
