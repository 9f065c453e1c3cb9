package chronology

import (
	"testing"
	"time"

	"lr/internal/db"
)

var today = db.Date{Year: 2026, Month: time.November, Day: 2}

// Dates come as people wrote them in their records; the reading keeps how
// closely the day is known. [CPG21 ¶3.172, NRF p10]
func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"22/05/2016": "22 May 2016", "22.5.16": "22 May 2016", "22-05-2016": "22 May 2016", "2016-05-22": "22 May 2016",
		"22 May 2016": "22 May 2016", "22nd May 2016": "22 May 2016", "22 of May, 2016": "22 May 2016", "May 22, 2016": "22 May 2016",
		"Sunday 22 May 2016": "22 May 2016", "Sun. 22/5/16": "22 May 2016", "Thurs 1 Sept 2016": "1 September 2016",
		"22may2016": "22 May 2016", "22-MAY-16": "22 May 2016", "2016 May 22": "22 May 2016", " 22/05/2016 14:30 ": "22 May 2016",
		"2016-05-22T00:00:00": "22 May 2016", "22/05/2016 2:30pm": "22 May 2016", "22.05/16": "22 May 2016",
		"29/02/2016": "29 February 2016", "1/1/1999": "1 January 1999", "1/1/99": "1 January 1999", "3.11.26": "",
		"May 2016": "May 2016", "Sept 2016": "September 2016", "05/2016": "May 2016", "2016-05": "May 2016", "dec-15": "December 2015",
		"2016": "2016", "1948": "1948",
	} {
		if written == "3.11.26" { // tomorrow: the century is settled by the year alone
			if _, fault := ReadWhen(written, today); fault != "This date is still to come." {
				t.Errorf("%q: %q", written, fault)
			}
			continue
		}
		w, fault := ReadWhen(written, today)
		if fault != "" || w.Words() != want {
			t.Errorf("%q is read as %q (%s), want %q", written, w.Words(), fault, want)
		}
	}
}

func TestADateThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"": "There is no date.", " ": "There is no date.", "n/k": "This is not a date that can be read.",
		"05/22/2016": "There is no month 22: the day comes before the month.", "30/02/2016": "February 2016 has no day 30.",
		"29/02/2015": "February 2015 has no day 29.", "22 May": "The year is missing.", "05/16": "It cannot be told which of these is the year.",
		"22/05/0216": "The year 216 is too early to be meant.", "22/05/216": "The year has two or four digits.",
		"31/03/2062": "This date is still to come.", "2027": "This date is still to come.", "22": "This is not a date that can be read.",
		"20160522": "This is not a date that can be read.", "13/2016": "There is no month 13.", "2016/17": "There is no month 17.",
		"0/5/2016": "May 2016 has no day 0.", "c. March 2019": "This is not a date that can be read.",
	} {
		if w, fault := ReadWhen(written, today); fault != want {
			t.Errorf("%q: %q (read as %q), want %q", written, fault, w.Words(), want)
		}
	}
}

func TestAMonthAndAYearLastToTheirEnd(t *testing.T) {
	t.Parallel()
	for written, want := range map[string][2]string{
		"Feb 2016": {"2016-02-01", "2016-02-29"}, "Dec 2015": {"2015-12-01", "2015-12-31"}, "2015": {"2015-01-01", "2015-12-31"},
	} {
		w, _ := ReadWhen(written, today)
		if w.From.String() != want[0] || w.To.String() != want[1] {
			t.Errorf("%q lasts from %s to %s", written, w.From, w.To)
		}
	}
}

// Whatever is typed: it is read as days of the calendar, or refused with a
// reason; and what was read, written in words, reads the same again.
func FuzzReadWhen(f *testing.F) {
	for _, s := range []string{"22/05/2016", "22nd May 16", "May 2016", "2016", "?22 may 2016", "c. March 2019", "winter 2020",
		"22.05/16", "2016-05-22T10:00:00Z", "31/31/31", "0000", "9999999999/1/1", "May May", "\xff\xfe", "٢٢/٥/٢٠١٦"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, written string) {
		w, fault := ReadWhen(written, today)
		if (fault == "") == w.From.IsZero() {
			t.Fatalf("%q is neither read nor refused", written)
		}
		if fault != "" {
			return
		}
		if w.From.After(w.To) || w.From.After(today) || w.From.Year < earliest || w.From.AddDays(0) != w.From || w.To.AddDays(0) != w.To {
			t.Fatalf("%q is read as %s to %s", written, w.From, w.To)
		}
		if again, _ := ReadWhen(w.Words(), today); again != w {
			t.Fatalf("%q: its words %q are read as %s", written, w.Words(), again.Words())
		}
	})
}
