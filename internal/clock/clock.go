// Package clock says what time it is, which days are worked in Scotland, and
// when something is due: the two weeks an agency has to answer [ASP22 p8], the
// seven days to tell the Care Inspectorate of an outcome [CI-AD], the day to
// tell of a looked-after child's death [DLAC p2]. It also says why a due day
// moved, since a delay asks for its reason [SCR15 p9].
package clock

import (
	"sync"
	"time"
)

// Clock gives the present instant. Whatever needs the time is handed one, so
// that a test can live through a year.
type Clock func() time.Time

// Real is the Clock of the running service.
func Real() time.Time { return time.Now() }

// Fixed is a clock that stands still until it is moved. Its Now is a Clock.
// Several goroutines may use one.
type Fixed struct {
	mu sync.Mutex
	at time.Time
}

// NewFixed gives a clock that stands at that instant.
func NewFixed(at time.Time) *Fixed { return &Fixed{at: at} }

// Now is the instant the clock stands at.
func (f *Fixed) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.at
}

// Set puts the clock to an instant, earlier or later.
func (f *Fixed) Set(at time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = at
}

// Advance moves the clock on.
func (f *Fixed) Advance(by time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.at = f.at.Add(by)
}
