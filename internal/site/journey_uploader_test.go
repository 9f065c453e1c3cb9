package site

import (
	"os"
	"path/filepath"
	"testing"

	"lr/internal/guidance"
)

// The author of an agency brings the chronology as a file, sees how it was read
// before it counts, says what the columns hold, mends a row on the page, and
// brings the file again without getting anything twice.
func TestAnAgencyAuthorBringsTheirChronologyAsAFile(t *testing.T) {
	j := newJourney(t, "")
	s := j.upTo("request", guidance.Child, "Morag Inventedname", "Somebody was found in great need.")
	file := filepath.Join(t.TempDir(), "notes.csv")
	table := "Date;Recorded in;What happened;Mood\n?22 may 2016;Case notes;A home visit;calm\n31/02/2017;Case notes;A call from a neighbour;\n" +
		"c. March 2019;School notes;A talk with the head teacher;\nwinter 2020;Case notes;Many visits missed;\n05/22/2016;Case notes;A letter;\n05/06/2016;Case notes;A second letter;\n"
	if err := os.WriteFile(file, []byte(table), 0o600); err != nil {
		t.Fatal(err)
	}
	isla := j.as("isla").(*visitor)
	isla.Go(s.review + "/chronology/mine")
	isla.Upload("Or choose a file", file)
	isla.Click("Read the table")
	isla.Sees("Look at the table before it counts")
	isla.Sees("February 2017 has no day 31. Perhaps: February 2017")
	isla.Sees("March 2019, not certain")
	isla.Sees("Which comes first in 05/06/2016?")
	shoot(t, isla, "table")
	isla.Select("Mood", "What it meant for the child or adult")
	isla.Choose("Which comes first in 05/06/2016?", "The month: it is 6 May 2016")
	isla.Click("Read it again")
	isla.Sees("6 May 2016")
	isla.Click("Take the rows in")
	isla.Sees("5 rows were taken in. 1 row was not taken in: see why below.")
	shoot(t, isla, "mine")
	isla.Click("Put in February 2017 for row 3")
	isla.Holds("When", "February 2017")
	isla.Click("Take it in")
	isla.Sees("winter 2020/21")
	isla.SeesNot("Rows that were not taken in")
	isla.Upload("Or choose a file", file)
	isla.Click("Read the table")
	isla.Sees("There already")
	isla.Click("Throw this table away")
	isla.Sees("Nothing of it was taken in")
}

// shoot takes pictures of the page, where somebody asked for them.
func shoot(t *testing.T, v *visitor, name string) {
	t.Helper()
	for _, width := range []int{390, 1200} {
		v.Width(width)
		v.Fits()
		if folder := os.Getenv("SHOTS"); folder != "" {
			v.Screenshot(filepath.Join(folder, name+map[int]string{390: "-phone.png", 1200: "-desk.png"}[width]))
		}
	}
}
