package missed_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lr/internal/chronology/line"
	"lr/internal/chronology/missed"
	"lr/internal/chronology/read"
	"lr/internal/db"
)

const (
	sw     = "Exampleshire Social Work"
	school = "Exampleshire Education"
	police = "Police Exampleshire"
	health = "Exampleshire Health Board"
)

var today = db.Date{Year: 2026, Month: 11, Day: 27}

func told(t rapid.TB, id, agency, role, when, words string) line.Event {
	t.Helper()
	w, fault := read.Dates{Today: today}.Read(when)
	if fault != nil {
		t.Fatalf("%s: %s", when, fault.Why)
	}
	return line.Event{ID: id, Agency: agency, Role: role, When: w, Event: words}
}

// every gives contacts so many days apart, from a day on.
func every(agency, role string, from db.Date, days, times int) []line.Event {
	var es []line.Event
	for i := range times {
		on := from.AddDays(i * days)
		es = append(es, line.Event{ID: fmt.Sprintf("%s %s %s", agency, role, on), Agency: agency, Role: role, When: read.When{From: on, To: on, Certain: true}, Event: "Home visit, child seen."})
	}
	return es
}

func on(year int, month time.Month, day int) db.Date {
	return db.Date{Year: year, Month: month, Day: day}
}

// A silence says the rhythm and the days, and rests on the entries before and after it.
func TestASilenceIsTold(t *testing.T) {
	es := append(every(sw, "Social worker", on(2018, 9, 3), 14, 14), every(sw, "Social worker", on(2019, 6, 9), 14, 6)...)
	got := find(es, missed.Silence)
	if len(got) != 1 || got[0].Words != "From its own entries, contact was about every two weeks; nothing between 4 March 2019 and 9 June 2019." ||
		!slices.Equal(got[0].Evidence, []string{es[13].ID, es[14].ID}) || got[0].Title != "Social worker (Exampleshire Social Work): silent for 3 months" {
		t.Errorf("%+v", got)
	}
	if got := find(es, missed.Silence, missed.Rhythm{Agency: sw, Role: "SW", Days: 91}); len(got) != 0 {
		t.Errorf("the rhythm that a person expects does not count: %+v", got)
	}
	if got := find(es, missed.Silence, missed.Rhythm{Agency: sw, Role: "Social worker", Days: 0}); len(got) != 0 {
		t.Errorf("no rhythm is expected, and yet: %+v", got)
	}
	given := find(every(health, "", on(2019, 1, 1), 40, 3), missed.Silence, missed.Rhythm{Agency: health, Days: 14})
	if len(given) != 2 || !strings.HasPrefix(given[0].Words, "Expected about every two weeks; nothing between") {
		t.Errorf("%+v", given)
	}
}

// What has a good reason is no silence: holidays, a case that was closed, an
// entry of that month, and a service that never had a rhythm.
func TestWhatHasAReasonIsNoSilence(t *testing.T) {
	weekly := every(school, "Class teacher", on(2019, 4, 22), 7, 9)
	autumn := every(school, "Class teacher", on(2019, 8, 19), 7, 7)
	if got := find(slices.Concat(weekly, autumn), missed.Silence); len(got) != 0 {
		t.Errorf("the summer holidays: %+v", got)
	}
	if got := find(slices.Concat(every(sw, "", on(2019, 4, 22), 7, 9), every(sw, "", on(2019, 8, 19), 7, 7)), missed.Silence); len(got) != 1 {
		t.Errorf("no school, and so no summer holidays: %+v", got)
	}
	before, after := every(sw, "", on(2019, 1, 7), 7, 10), every(sw, "", on(2019, 9, 2), 7, 10)
	before[9].Event = "Case closed."
	if got := find(slices.Concat(before, after), missed.Silence); len(got) != 0 {
		t.Errorf("the case was closed: %+v", got)
	}
	before[9].Event = "Home visit."
	es := slices.Concat(before, after)
	for i, month := range []string{"March", "April", "May", "June", "July", "August"} {
		es = append(es, told(t, fmt.Sprint("m", i), sw, "", month+" 2019", "Home visit."))
	}
	if got := find(es, missed.Silence); len(got) != 0 {
		t.Errorf("entries of those months: %+v", got)
	}
	es = append(slices.Concat(before, after), told(t, "y", sw, "", "2019", "Home visit."))
	if got := find(es, missed.Silence); len(got) != 1 || !strings.HasSuffix(got[0].Words, "One entry with a rough date may be of this time.") {
		t.Errorf("a year alone fills no silence, but is told: %+v", got)
	}
	paper := append(slices.Concat(before, after), told(t, "p", sw, "", "3 June 2019", "E-mail to housing: benefits."), told(t, "d", sw, "", "20 May 2019", "Home visit, no access."))
	if got := find(paper, missed.Silence); len(got) != 1 {
		t.Errorf("paper, and a visit that did not come about, are no contact: %+v", got)
	}
	var irregular []line.Event
	at := on(2015, 1, 1)
	for i := range 30 {
		at = at.AddDays([]int{1, 60, 3, 140, 9, 2, 33}[i%7])
		irregular = append(irregular, every(police, "", at, 1, 1)...)
	}
	if got := find(irregular, missed.Silence); len(got) != 0 {
		t.Errorf("there is no rhythm: %+v", got)
	}
}

// A role is one however it is written.
func TestARoleIsOneHoweverItIsWritten(t *testing.T) {
	es := slices.Concat(every(sw, "Key worker, recovery", on(2019, 1, 7), 14, 10), every(sw, "KW, recovery", on(2019, 1, 14), 14, 3))
	if got := missed.Services(es); len(got) != 1 || got[0].Entries != 13 || got[0].Role != "Key worker, recovery" {
		t.Errorf("%+v", got)
	}
}

// An agency that others say was there has an entry around that day, or is missing.
func TestAnAgencyThatOthersNameIsMissing(t *testing.T) {
	es := []line.Event{told(t, "a", sw, "", "3 March 2019", "Joint visit with the police."), told(t, "b", health, "", "20 March 2019", "Meeting; police attended."),
		told(t, "c", sw, "", "25 March 2019", "The police will be told."), told(t, "d", police, "", "1 January 2019", "Call."), told(t, "e", police, "", "1 June 2019", "Call.")}
	got := find(es, missed.Absent)
	if len(got) != 1 || got[0].Agency != police || !slices.Equal(got[0].Evidence, []string{"a", "b"}) ||
		got[0].Words != "It has no entry from 2 January 2019 to 31 May 2019. Others say twice that it had a part then." {
		t.Errorf("%+v", got)
	}
	if got := find(append(es, told(t, "f", police, "", "5 March 2019", "Joint visit."), told(t, "g", police, "", "20 March 2019", "Meeting.")), missed.Absent); len(got) != 0 {
		t.Errorf("it has entries around: %+v", got)
	}
	fire := []line.Event{told(t, "a", sw, "", "3 March 2019", "Firefighters present at the home."), told(t, "b", health, "", "20 April 2019", "Fire and rescue attended."),
		told(t, "c", sw, "", "25 June 2019", "Joint visit with the fire service.")}
	if got := find(fire, missed.Absent); len(got) != 1 || got[0].Title != "No agency for: fire service" || len(got[0].Evidence) != 3 {
		t.Errorf("%+v", got)
	}
}

// The same within a few months is a pattern; now and then over years it is not.
func TestTheSameAgainAndAgainIsAPattern(t *testing.T) {
	var es, rare []line.Event
	for i := range 4 {
		es = append(es, told(t, fmt.Sprint("p", i), health, "", fmt.Sprintf("%d March 2019", 3+7*i), "DNA, clinic."))
		rare = append(rare, told(t, fmt.Sprint("r", i), health, "", fmt.Sprintf("3 March %d", 2015+i), "DNA, clinic."))
	}
	if got := find(es, missed.Pattern); len(got) != 1 || len(got[0].Evidence) != 4 || got[0].Title != "Did not attend, Exampleshire Health Board: four times" {
		t.Errorf("%+v", got)
	}
	if got := find(rare, missed.Pattern); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	var passed []line.Event
	for i := range 3 {
		passed = append(passed, told(t, fmt.Sprint("h", i), []string{sw, police, sw}[i], "", fmt.Sprintf("%d May 2019", 3+7*i), []string{"Referral to the police, no reply.", "Referral from social work never received.", "Police sent our referral back, not accepted."}[i]))
	}
	if got := find(passed, missed.Pattern); len(got) != 1 || !strings.HasPrefix(got[0].Title, "Handover that fails between Exampleshire Social Work and Police Exampleshire") {
		t.Errorf("%+v", got)
	}
}

// What was settled stays settled when the line changes elsewhere; it counts as
// changed only where its own evidence did.
func TestWhatIsSettledIsKnownAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		es := append(every(sw, "", on(2018, 9, 3), 14, 14), every(sw, "", on(2019, 6, 9), 14, 6)...)
		before := find(es, missed.Silence)[0]
		for i := range rapid.IntRange(0, 10).Draw(t, "more") {
			agency := rapid.SampledFrom([]string{health, police, school}).Draw(t, "agency")
			day := on(2018, 1, 1).AddDays(rapid.IntRange(0, 900).Draw(t, "day"))
			es = append(es, line.Event{ID: fmt.Sprint("x", i), Agency: agency, When: read.When{From: day, To: day, Certain: true}, Event: "Seen."})
		}
		now := slices.DeleteFunc(find(es, missed.Silence), func(s missed.Suggestion) bool { return s.Agency != sw })
		if len(now) != 1 || !now[0].Is(before) || now[0].Changed(before) {
			t.Fatalf("%+v", now)
		}
	})
	es := append(every(sw, "", on(2018, 9, 3), 14, 14), every(sw, "", on(2019, 6, 9), 14, 6)...)
	before := find(es, missed.Silence)[0]
	near := find(append(slices.Clone(es), every(sw, "", on(2019, 3, 8), 1, 1)...), missed.Silence)
	if len(near) != 1 || !near[0].Is(before) || near[0].Changed(before) {
		t.Errorf("four days less are not another silence: %+v", near)
	}
	half := find(append(slices.Clone(es), every(sw, "", on(2019, 4, 22), 1, 1)...), missed.Silence)
	if len(half) == 0 || !half[0].Is(before) || !half[0].Changed(before) {
		t.Errorf("an entry in the midst of it changes it: %+v", half)
	}
	pattern := missed.Suggestion{Kind: missed.Pattern, Subject: "s", From: on(2019, 1, 1), To: on(2019, 3, 1), Evidence: []string{"a", "b", "c"}}
	more := pattern
	more.Evidence = []string{"a", "b", "c", "d"}
	if more.Changed(pattern) {
		t.Error("one more of the same is not material")
	}
	more.Evidence = append(more.Evidence, "e")
	if !more.Changed(pattern) {
		t.Error("two more of three are material")
	}
	other := pattern
	other.From, other.To = on(2020, 1, 1), on(2020, 3, 1)
	if other.Is(pattern) {
		t.Error("the same in another year is another pattern")
	}
}

// Accounts of one event that differ are told, and again once what they say changes.
func TestAccountsOfOneEventThatDifferAreTold(t *testing.T) {
	es := []line.Event{told(t, "a", sw, "", "3 March 2019", "Bruise seen."), told(t, "b", health, "", "4 March 2019", "Bruise seen.")}
	got := missed.Find(es, nil, [][]string{{"a", "b"}})
	if len(got) != 1 || got[0].Words != "They differ on the date. Exampleshire Social Work: 3 March 2019. Exampleshire Health Board: 4 March 2019." {
		t.Fatalf("%+v", got)
	}
	es[1] = told(t, "b", health, "", "9 March 2019", "Bruise seen.")
	now := missed.Find(es, nil, [][]string{{"a", "b"}})
	if !now[0].Is(got[0]) || !now[0].Changed(got[0]) {
		t.Error("another date is a material change")
	}
}
