package db

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a day of the calendar, without a time or a zone. The zero Date is no
// day, and NULL in the database.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// london is where a day begins and ends for the people who use the program.
var london = mustLoad("Europe/London")

func mustLoad(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(fmt.Sprintf("time zone %s: %v", name, err))
	}
	return loc
}

// London is the zone in which days, due dates and times are shown.
func London() *time.Location { return london }

// DateOf gives the day it is in Scotland at that instant.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	t = t.In(london)
	return Date{t.Year(), t.Month(), t.Day()}
}

// ParseDate reads "2026-03-31".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("day %q: %w", s, err)
	}
	return Date{t.Year(), t.Month(), t.Day()}, nil
}

// In is the instant at which the day begins in that zone.
func (d Date) In(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

func (d Date) utc() time.Time { return d.In(time.UTC) }

// IsZero says that no day was given.
func (d Date) IsZero() bool { return d == Date{} }

// AddDays gives the day n calendar days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date {
	if day := d.Day + n; day >= 1 && day <= 28 && d.Month >= 1 && d.Month <= 12 {
		return Date{d.Year, d.Month, day}
	}
	t := d.utc().AddDate(0, 0, n)
	return Date{t.Year(), t.Month(), t.Day()}
}

// DaysUntil counts the calendar days from d to other; negative when other is before d.
func (d Date) DaysUntil(other Date) int {
	return int(other.utc().Sub(d.utc()) / (24 * time.Hour))
}

// Compare is negative when d is before other, positive when it is after, else 0.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }
func (d Date) After(other Date) bool  { return d.Compare(other) > 0 }

func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// String is the day as machines write it, "2026-03-31", or nothing for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(time.DateOnly)
}

// Words is the day as people write it, "31 March 2026", or nothing for no day.
func (d Date) Words() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format("2 January 2006")
}

// Scan reads a day from either database.
func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = Date{v.Year(), v.Month(), v.Day()}
		return nil
	case string:
		read, err := ParseDate(v)
		*d = read
		return err
	}
	return fmt.Errorf("a day cannot be read from %T", v)
}

// Value writes a day for either database.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}
