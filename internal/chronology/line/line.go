// Package line is the merged chronology as those see it who look for what a
// person would miss in it: events in order of time, each in its agency's own
// words, without a database or keys. What is found in them points back to an
// event by its id. [CPG21 ¶3.175]
package line

import "lr/internal/chronology/read"

// Event is one agency's account of something that happened. Agency is the name
// of the agency; Role is who was at work, by post and team.
type Event struct {
	ID, Agency              string
	When                    read.When
	Role, Source, Reference string
	Event, Action           string
	Seen, Views, Impact     string
}
