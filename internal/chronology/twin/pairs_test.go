package twin_test

import (
	"fmt"
	"testing"

	"lr/internal/chronology/line"
	"lr/internal/chronology/read"
	"lr/internal/chronology/twin"
	"lr/internal/db"
)

// at reads a time as people write it.
func at(t *testing.T, written string) read.When {
	t.Helper()
	w, fault := read.Dates{Today: db.Date{Year: 2026, Month: 11, Day: 27}}.Read(written)
	if fault != nil {
		t.Fatalf("%s: %s", written, fault.Why)
	}
	return w
}

// told is "date | what happened | what was done | who was seen | reference".
func told(t *testing.T, id, agency string, parts ...string) line.Event {
	t.Helper()
	for len(parts) < 5 {
		parts = append(parts, "")
	}
	return line.Event{ID: id, Agency: agency, When: at(t, parts[0]), Event: parts[1], Action: parts[2], Seen: parts[3], Reference: parts[4]}
}

// usual are entries of other days, as they stand in any chronology.
func usual(t *testing.T) []line.Event {
	t.Helper()
	var es []line.Event
	for i, words := range []string{"Home visit. Child 1 seen. House clean.", "Telephone call from mother about an appointment.", "School review, attendance discussed.", "Weight checked at clinic.",
		"Rent paid.", "Case file read.", "Letter sent to the GP.", "Health visitor rang social work for an update.", "Police checks done for the family.", "Supervision with manager."} {
		es = append(es, told(t, fmt.Sprint("u", i), []string{"Exampleshire Social Work", "Exampleshire Health Board", "Exampleshire Education", "Police Exampleshire"}[i%4], fmt.Sprintf("%d July 2018", i+1), words))
	}
	return es
}

const (
	sw     = "Exampleshire Social Work"
	health = "Exampleshire Health Board"
	police = "Police Exampleshire"
	school = "Exampleshire Education"
	homes  = "Exampleshire Housing"
)

var pairs = []struct {
	name       string
	twins      bool
	a, b       string   // agencies
	one, other []string // date, event, action, seen, reference
}{
	{"in full and in short", true, sw, health, []string{"3 March 2019", "Health visitor did not attend the child protection case conference."}, []string{"3 March 2019", "HV DNA CPCC, sent apologies late."}},
	{"the same words", true, sw, police, []string{"9 May 2020", "Kitchen fire, neighbour called the fire service."}, []string{"9 May 2020", "Fire in the kitchen, call by neighbour."}},
	{"other words for an injury", true, health, school, []string{"12 June 2017", "Fracture of the left radius, plaster cast."}, []string{"12 June 2017", "Broken arm, came in with a bandage."}},
	{"a day later", true, police, sw, []string{"1 May 2018 23:40", "Domestic incident, Adult 2 arrested for assault on Adult 1."}, []string{"2 May 2018", "Told by police that Adult 2 assaulted Adult 1 last night and is in custody."}},
	{"only the month is known", true, health, sw, []string{"14 May 2019", "Overdose of paracetamol, admitted to ward 4."}, []string{"May 2019", "In hospital after an overdose of tablets."}},
	{"about that day", true, homes, police, []string{"about 3 June 2016", "Front door kicked in by ex-partner; joiner sent."}, []string{"2 June 2016", "Ex-partner kicked the front door of the flat, damage recorded."}},
	{"a quoted reference", true, police, sw, []string{"8 April 2019", "Concern raised about Adult 1.", "", "", "PS-20190408-0117"}, []string{"9 April 2019", "Police sent PS-20190408-0117, read and filed."}},
	{"an adult who fell", true, health, sw, []string{"20 January 2021", "Found on the floor by carer, taken to hospital with a hip injury."}, []string{"20 January 2021", "Carer rang: had a fall in the night, ambulance called."}},
	{"money taken", true, police, sw, []string{"11 November 2020", "Report that the nephew withdrew money with her bank card."}, []string{"11 November 2020", "Bank card used by her nephew; financial harm suspected."}},
	{"missing and found", true, police, school, []string{"5 September 2018 22:10", "Missing person, traced at the railway station."}, []string{"6 September 2018", "Did not come home after school yesterday, reported missing and found at the station by police."}},
	{"seizure", true, school, health, []string{"4 October 2017 10:20", "Seizure in class, ambulance called."}, []string{"4 October 2017 10:45", "Brought in by ambulance from school, convulsion of four minutes."}},
	{"dog bite", true, health, police, []string{"30 August 2019", "Dog bite to right hand, wound cleaned."}, []string{"30 August 2019", "Report of a child bitten by a dog on the hand, owner spoken to."}},
	{"eviction", true, homes, sw, []string{"2 February 2018", "Eviction notice served for arrears."}, []string{"3 February 2018", "Mother upset, has had a letter that she will lose the flat, rent arrears."}},
	{"birth", true, health, sw, []string{"6 June 2016", "Delivery of a boy at 38 weeks."}, []string{"6 June 2016", "Midwife rang: baby born this morning."}},
	{"a meeting from two chairs", true, school, health, []string{"15 March 2019", "Attended the child protection planning meeting."}, []string{"15 March 2019", "CPPM: health report given, name kept on the register."}},
	{"self-neglect", true, homes, health, []string{"7 July 2021", "Flat filthy, no food, tenant soiled."}, []string{"7 July 2021", "Unkempt and malnourished, district nurse and housing officer at the door."}},
	{"drunk at the gate", true, school, police, []string{"19 April 2018 15:10", "Father drunk at the school gate, police called."}, []string{"19 April 2018 15:30", "Attended school, male under the influence collecting a child."}},
	{"medication", true, health, sw, []string{"22 May 2022", "Insulin missed for three days, carers did not come."}, []string{"22 May 2022", "District nurse rang: missed insulin, no carer visits since Friday."}},
	{"exclusion", true, school, sw, []string{"13 February 2019", "Excluded for three days, threw a chair."}, []string{"13 February 2019", "Mum rang, he is suspended from school after the chair was thrown."}},
	{"accommodated", true, sw, school, []string{"1 October 2019", "Child accommodated with foster carers in Testbridge."}, []string{"2 October 2019", "Foster carer brought the child, new placement."}},

	{"two calls on one day", false, sw, health, []string{"3 March 2019", "Telephone call from Adult 1 about money."}, []string{"3 March 2019", "Telephone call from Adult 3 about a prescription."}},
	{"two visits on one day", false, sw, health, []string{"3 March 2019", "Home visit in the morning, house warm."}, []string{"3 March 2019", "Home visit at tea time, weight steady."}},
	{"another child", false, school, health, []string{"8 May 2019", "Child 1 fell in the playground, knee cleaned."}, []string{"8 May 2019", "Child 2 immunised."}},
	{"months apart", false, police, health, []string{"1 May 2018", "Domestic incident, cut lip."}, []string{"1 September 2018", "Disclosed domestic incident, cut lip."}},
	{"the same agency", false, police, police, []string{"1 May 2018", "Domestic incident, Adult 2 arrested."}, []string{"1 May 2018", "Domestic incident, Adult 2 arrested and charged."}},
	{"planned, and something else held", false, sw, school, []string{"3 March 2019", "Arranged by letter for 20 March 2019: review meeting."}, []string{"4 March 2019", "Parents' evening held."}},
	{"two weeks apart", false, school, sw, []string{"1 May 2018", "Bruise on the arm seen in class."}, []string{"15 May 2018", "School rang about a bruise on the arm."}},
	{"nothing in common", false, homes, health, []string{"1 May 2018", "Rent account checked."}, []string{"1 May 2018", "Eye test, glasses ordered."}},
	{"only usual words", false, sw, school, []string{"1 May 2018", "Visit, child seen, plan reviewed."}, []string{"1 May 2018", "Child at school today, said all was well at home."}},
	{"of one year, else nothing", false, homes, health, []string{"2018", "Window repaired."}, []string{"4 May 2018", "Asthma review."}},
	{"no dates and nothing shared", false, homes, health, []string{"unknown", "Complaint about noise."}, []string{"unknown", "Referred for glasses."}},
	{"a year that only covers the day", false, sw, health, []string{"2018", "Many visits missed."}, []string{"4 May 2018", "Missed one visit to the clinic."}},
	{"two accidents of two people", false, school, health, []string{"9 May 2019", "Child 1 tripped, knee cleaned by the first aider."}, []string{"12 May 2019", "Adult 2 burned a hand at work."}},
	{"routine letters", false, health, homes, []string{"7 June 2019", "Letter sent with clinic times."}, []string{"7 June 2019", "Letter sent with rent statement."}},
	{"the week after", false, sw, health, []string{"3 March 2019", "Weekly contact, mother well."}, []string{"10 March 2019", "Weekly contact, mother well."}},
}

// Pairs made by hand, apart from the invented chronologies, are told from each
// other as a reader would.
func TestPairsMadeByHandAreToldApart(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			es := append(usual(t), told(t, "a", p.a, p.one...), told(t, "b", p.b, p.other...))
			if got := found(es)[pair("a", "b")]; got != p.twins {
				t.Errorf("likely twins: %v", got)
			}
			for _, x := range twin.Find(es) {
				if x.A == "a" && len(x.Reasons) == 0 {
					t.Error("no reason is given")
				}
			}
		})
	}
}

// A group has one account of each agency, and not what a person decided on.
func TestAGroupHasOneAccountOfEachAgency(t *testing.T) {
	es := append(usual(t), told(t, "a", health, "9 May 2019", "Overdose of paracetamol, ward 4."), told(t, "b", sw, "9 May 2019", "Told of an overdose of paracetamol, ward 4."),
		told(t, "c", health, "9 May 2019", "Overdose of paracetamol, seen on ward 4."))
	likely := []twin.Pair{{A: "a", B: "b", Score: 0.9}, {A: "b", B: "c", Score: 0.8}}
	if got := twin.Groups(es, likely, none); len(got) != 1 || len(got[0].IDs) != 2 {
		t.Errorf("%+v", got)
	}
	got := twin.Groups(es, likely, func(a, b string) bool { return a == "a" && b == "b" })
	if len(got) != 1 || got[0].IDs[0] != "b" || got[0].IDs[1] != "c" {
		t.Errorf("%+v", got)
	}
}
