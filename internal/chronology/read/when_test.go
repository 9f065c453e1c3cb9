package read

import (
	"fmt"
	"time"

	"lr/internal/db"
)

var today = db.Date{Year: 2026, Month: time.November, Day: 2}

var dates = Dates{Today: today}

func show(w When) string {
	s := fmt.Sprintf("%s %s..%s", w.Precision, w.From, w.To)
	if w.From == w.To && w.Precision == Day {
		s = "day " + w.From.String()
	}
	if !w.Certain {
		s += " ?"
	}
	if w.Time != "" {
		s += " at " + w.Time
	}
	return s
}
