package picture

import (
	"fmt"

	"lr/internal/db"
)

// Years counts the entries of each lane by years from the beginning of the view:
// what a report says where it cannot be drawn. The last column is of those without
// a known day.
func (p Picture) Years() (heads []string, rows [][]string) {
	years := yearOf(p.View.From, p.View.To) + 1
	heads = []string{"Agency"}
	for y := range years {
		heads = append(heads, fmt.Sprintf("Year %d", y+1))
	}
	heads = append(heads, "No known day")
	for _, l := range p.Lanes {
		counts := make([]int, years)
		for _, m := range l.Marks {
			for _, e := range m.Events {
				counts[min(max(yearOf(p.View.From, e.When.From), 0), years-1)]++
			}
		}
		row := []string{l.Agency}
		for _, n := range append(counts, l.Undated) {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, row)
	}
	return heads, rows
}

// yearOf is how many whole years lie between two days.
func yearOf(from, to db.Date) int {
	years := to.Year - from.Year
	if to.Month < from.Month || to.Month == from.Month && to.Day < from.Day {
		years--
	}
	return years
}
