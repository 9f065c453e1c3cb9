package read

import (
	"fmt"
	"math"
	"time"

	"lr/internal/db"
)

// moment is the day and the time that a spreadsheet keeps as a number. since1904
// is how old workbooks of the Macintosh count. A number under 1 is a time alone.
func moment(n float64, since1904 bool) (db.Date, string, bool) {
	if math.IsNaN(n) || n < 0 || n > 110_000 {
		return db.Date{}, "", false
	}
	whole := math.Floor(n)
	minutes := int(math.Round((n - whole) * 24 * 60))
	if minutes == 24*60 {
		whole, minutes = whole+1, 0
	}
	clock := ""
	if minutes > 0 {
		clock = fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
	}
	if whole == 0 && !since1904 {
		return db.Date{}, clock, true
	}
	first := db.Date{Year: 1899, Month: time.December, Day: 30}
	switch {
	case since1904:
		first = db.Date{Year: 1904, Month: time.January, Day: 1}
	case whole == 60:
		return db.Date{}, "", false // 29 February 1900, which never was
	case whole < 60:
		first = first.AddDays(1)
	}
	return first.AddDays(int(whole)), clock, true
}
