package twin

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/db"
)

// account is an event, ready to be compared.
type account struct {
	event     *line.Event
	words     []int32 // numbers of its words, in order
	written   map[int32]string
	total     float64 // weight of its words
	from, to  int     // first and last day on which it can have been
	exact     bool    // known to the day
	minute    int     // of the day, -1 where it is not known
	seen      map[string]bool
	services  map[string]bool // that it speaks of
	itself    map[string]bool // the services of its own agency
	text      string
	reference string
}

var epoch = db.Date{Year: 1970, Month: 1, Day: 1}

// Days before and after all others, for dates without a first or last one.
const (
	ever  = -1 << 20
	never = 1 << 20
)

// span is the first and the last day of a time.
func span(w read.When) (from, to int) {
	from, to = ever, never
	if !w.From.IsZero() {
		from = epoch.DaysUntil(w.From)
	}
	if !w.To.IsZero() {
		to = epoch.DaysUntil(w.To)
	}
	return from, to
}

func accountOf(e *line.Event, ids map[string]int32) account {
	a := account{event: e, minute: minuteOf(e.When.Time), written: map[int32]string{}, exact: e.When.Precision == read.Day}
	a.from, a.to = span(e.When)
	all := e.Event + ". " + e.Action
	a.text = " " + strings.Join(line.Words(all), " ") + " "
	for _, t := range line.Terms(all) {
		w, known := ids[t.As]
		if !known {
			w = int32(len(ids))
			ids[t.As] = w
		}
		if _, twice := a.written[w]; !twice {
			a.written[w] = t.Written
			a.words = append(a.words, w)
		}
	}
	slices.Sort(a.words)
	a.seen = map[string]bool{}
	for _, t := range line.Terms(e.Seen) {
		a.seen[t.As] = true
	}
	a.services, a.itself = line.Services(all), line.Services(e.Agency+" . "+e.Role)
	if ref := line.Words(e.Reference); len(e.Reference) >= 4 && strings.ContainsAny(e.Reference, "0123456789") {
		a.reference = " " + strings.Join(ref, " ") + " "
	}
	return a
}

var clock = regexp.MustCompile(`^([01]?\d|2[0-3]):([0-5]\d)`)

func minuteOf(time string) int {
	m := clock.FindStringSubmatch(time)
	if m == nil {
		return -1
	}
	h, _ := strconv.Atoi(m[1])
	minute, _ := strconv.Atoi(m[2])
	return h*60 + minute
}

// meets says that the two can have been on the same day, or nearly.
func (a *account) meets(b *account) bool { return a.from <= b.to+slack && b.from <= a.to+slack }

// quotes says that one of the two has the other's reference.
func (a *account) quotes(b *account) bool {
	return a.reference != "" && (a.reference == b.reference || strings.Contains(b.text, a.reference)) ||
		b.reference != "" && strings.Contains(a.text, b.reference)
}
