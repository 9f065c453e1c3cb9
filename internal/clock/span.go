package clock

import (
	"fmt"
	"slices"
)

// Unit is what a time limit is counted in.
type Unit string

// The units, as they are stored and shown.
const (
	CalendarDay Unit = "calendar day"
	WorkingDay  Unit = "working day"
	Week        Unit = "week"
	Month       Unit = "month"
)

// Units gives every unit, in the order a person is offered them.
func Units() []Unit { return []Unit{CalendarDay, WorkingDay, Week, Month} }

// UnmarshalText reads a stored unit and refuses any other word.
func (u *Unit) UnmarshalText(b []byte) error {
	if !slices.Contains(Units(), Unit(b)) {
		return fmt.Errorf("unit %q is not one of %q", b, Units())
	}
	*u = Unit(b)
	return nil
}

// Span is an amount of time, such as 2 weeks. 0 means on the day itself.
type Span struct {
	Amount int  `json:"amount"`
	Unit   Unit `json:"unit"`
}

// String is the span as people say it: "2 weeks", "1 working day".
func (s Span) String() string {
	if s.Amount == 1 {
		return "1 " + string(s.Unit)
	}
	return fmt.Sprintf("%d %ss", s.Amount, s.Unit)
}
