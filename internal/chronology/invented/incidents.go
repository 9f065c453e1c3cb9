package invented

// incident is a kind of event of which several agencies write: how each tells
// it, and what was decided, as the two of them put it: agreeing, or not.
type incident struct {
	kind     string
	accounts map[string][]string // by the key of the agency
	order    []string            // of the agencies
	agree    [][2]string
	clash    [][2]string
	night    bool
	apart    int // days at least between two of the kind
	// another is an event of another day or person that reads much the same, by
	// the second agency of the order.
	another string
}

var incidents = []incident{
	{"disturbance", map[string][]string{
		"police": {"Officers attended report of a disturbance at the home address. Adult 1 and Adult 2 both under the influence, Adult 1 with a cut lip. Child 1 upstairs in bed.", "Domestic abuse incident: Adult 2 alleged to have pushed Adult 1 in the hall. Two children within. Concern report raised.", "999 call from neighbour, shouting and things being broken. Adult 2 gone on arrival. Child 1 present and distressed."},
		"social": {"Concern report received from police: domestic between Adult 1 and Adult 2 overnight, Child 1 in the house.", "Police notified us of an argument at home. Adult 2 had pushed Adult 1. Children there but not hurt.", "Told by police that they were called to the family because Adult 2 was smashing things and Child 1 was frightened."},
		"school": {"Child 1 told the class teacher that the police came to the house in the night as Adult 2 was fighting with Adult 1.", "Child 1 very tired. Said there had been a big fight at home and a policewoman was nice."},
		"health": {"Adult 1 disclosed to staff that her partner pushed her and that police came. Cut lip seen, no stitches.", "Notified by social work of a domestic incident, police attended, children at home."},
		"family": {"Adult 1 upset, said the police were out again after Adult 2 lost his temper."},
		"adult":  {"Adult 1 shaken: partner drunk, broke the door, police had been called by the neighbour."},
	}, []string{"police", "social", "school", "health", "family", "adult"}, [][2]string{{"Concern report sent to social work.", "Concern report discussed, home visit to follow."}, {"Adult 2 arrested.", "Adult 2 taken into custody."}},
		[][2]string{{"Adult 2 arrested and held for court.", "No arrest was made. Adult 2 went to his brother's."}, {"Referred to social work for joint discussion.", "No further action, as police did not ask for any."}}, true, 45,
		"Police told us of a quarrel between Adult 1 and her neighbour over parking. Children not there."},
	{"injury", map[string][]string{
		"health":  {"Child 1 brought by Adult 1 with laceration to left forearm. Account given: fell against a glass table. Four sutures.", "Attended with cut arm, said to have tripped on the rug. Wound closed. Explanation thought to fit."},
		"school":  {"Child 1's arm is bandaged. Told staff about falling on the table at home and getting stitches at the hospital.", "Child 1 came back with stitches in the arm; Adult 1 says a fall on the coffee table."},
		"social":  {"Hospital rang: Child 1 seen with a cut to the arm, said to be an accident with a glass table.", "Telephone call from ED, Child 1 in with Adult 1, injured arm, accident at home."},
		"surgery": {"Discharge letter: Child 1, forearm laceration, sutured. Stitches to come out in seven days."},
		"family":  {"Child 1 showed the stitches on the arm, had been to hospital after a fall at home."},
	}, []string{"health", "school", "social", "surgery", "family"}, [][2]string{{"Discharged home.", "Sent home after treatment."}, {"Social work told.", "Told social work by telephone."}},
		[][2]string{{"Social work told by telephone.", "Nobody told social work; found out from Adult 1."}, {"Discharged home.", "Kept in overnight."}}, false, 45,
		"Child 2 has a bruised knee after football, seen by the first aider. No concern."},
	{"mark", map[string][]string{
		"school": {"Child 1 came in with a mark on the left cheek, about 3 cm. Said that Adult 2 did it. Duty social worker rung.", "Bruise seen below Child 1's eye by support assistant. First said fell, then would not say. Rang social work."},
		"social": {"Telephone call from the depute head: bruise to Child 1's face, different stories given.", "School worried re facial mark on Child 1, child says was hit by Adult 2."},
		"police": {"Contacted by social work regarding a bruise to the face of Child 1 noticed at school. Inter-agency referral discussion held.", "IRD with social work and health following mark seen on child in school."},
		"health": {"Child 1 examined by the paediatrician at the request of social work: bruise to cheek of 3 cm, cause not certain."},
	}, []string{"school", "social", "police", "health"}, [][2]string{{"Social worker to come to school the same day.", "Agreed to see Child 1 in school today."}, {"Joint interview planned.", "Child 1 to be interviewed jointly."}},
		[][2]string{{"Social worker to come to school the same day.", "Advice given to school only, no visit."}, {"Joint interview planned.", "Decided that no interview was needed."}}, false, 45,
		"School rang about head lice, Child 2 sent home."},
	{"conference", map[string][]string{
		"social":   {"Child protection planning meeting for Child 1. Chaired by area manager. Adult 1 present with Adult 3.", "CPPM held at the area office, eight professionals, Adult 1 came late."},
		"health":   {"HV attended child protection planning meeting. Report given on growth.", "Case conference attended, views of health shared."},
		"school":   {"Depute head at the planning meeting at the area office. Gave attendance figures.", "Went to Child 1's case conference; teacher's report was read out."},
		"police":   {"Attendance at CPPM, information on three incidents shared."},
		"recovery": {"Key worker went to the conference and spoke of Adult 1's progress."},
		"housing":  {"Housing officer at a meeting about the family in the area office; arrears mentioned."},
		"family":   {"Present at the case conference to support Adult 1."},
		"reporter": {"Minute received of the planning meeting of that day."},
	}, []string{"social", "health", "school", "police", "recovery", "housing", "family", "reporter"},
		[][2]string{{"Name placed on the register.", "Registered under neglect."}, {"Core group in ten days.", "Core group to meet within ten days."}, {"Name to stay on the register.", "Registration continued."}},
		[][2]string{{"Name to stay on the register.", "Name removed from the register."}, {"Agreed that Child 1 lives with Adult 3 for now.", "Agreed that Child 1 stays at home with a safety plan."}}, false, 45,
		"Core group for Child 1, health and school there. Next steps as before."},
	{"move", map[string][]string{
		"housing": {"Keys to 2-bedroom flat in Mockburgh handed to Adult 1; old tenancy ended.", "Transfer completed, family now in Mockburgh."},
		"social":  {"Family moved from Sampleton to Mockburgh with help from a van.", "Adult 1 and the children have got the new flat in Mockburgh."},
		"school":  {"Change of address: Child 1 now travels by bus from Mockburgh.", "Adult 1 informed the office that they flitted at the weekend to Mockburgh."},
		"surgery": {"New address in Mockburgh recorded. Remain on our list."},
		"health":  {"Family have moved to Mockburgh, caseload unchanged."},
	}, []string{"housing", "social", "school", "surgery", "health"}, nil, nil, false, 900,
		"Adult 1 looked at a flat in Testbridge and did not take it."},
	{"missing", map[string][]string{
		"police": {"Missing person report for Child 1, last seen leaving school. Traced at the bus station at 22:40 and returned.", "Child 1 reported missing by Adult 1. Found by officers in Testbridge, taken home safe."},
		"school": {"Police rang the head teacher at home, Child 1 had not come home from school. Found late in the evening.", "Child 1 ran off at the end of the day, was found at the bus station by the police."},
		"social": {"Out of hours told that Child 1 was missing, later found at the bus station.", "Child 1 went missing after school and was brought back by police before midnight."},
		"family": {"Adult 1 said Child 1 did not come home, the police found them at the buses."},
	}, []string{"police", "school", "social", "family"}, [][2]string{{"Return interview to be done.", "Return home talk arranged."}}, [][2]string{{"Return interview done by officers.", "Nobody has done a return interview."}}, true, 45,
		"Child 1 late home from the park, Adult 1 worried; no report made."},
	{"overdose", map[string][]string{
		"health":   {"Adult 1 by ambulance after taking tablets with alcohol. Medically fit next morning. Children with Adult 3.", "ED: Adult 1, overdose of paracetamol, seen by liaison psychiatry."},
		"police":   {"Assisted ambulance at the home address, female had taken pills. Two children passed to grandparent.", "Concern for person: Adult 1 unwell after medication, conveyed to hospital."},
		"adult":    {"Notified by liaison of overnight admission: tablets and drink after a row. Low intent.", "Adult 1 took an overdose; assessed in hospital and for follow-up in seven days."},
		"social":   {"Adult 3 rang, Adult 1 is in hospital after an overdose and the children are with Adult 3.", "Informed that Adult 1 was taken to hospital by ambulance having swallowed pills."},
		"surgery":  {"Hospital letter: deliberate self-poisoning by Adult 1, no follow-up by us needed."},
		"recovery": {"Adult 1 was in the hospital after a binge and pills. Dose held back for a day."},
	}, []string{"health", "police", "adult", "social", "surgery", "recovery"}, [][2]string{{"Follow-up by the community team in seven days.", "To be seen within a week."}},
		[][2]string{{"Follow-up by the community team in seven days.", "Discharged with no follow-up."}, {"Children placed with Adult 3 by agreement.", "Children went home with Adult 2."}}, true, 45,
		"Adult 1 asked for stronger tablets for back pain, not given."},
	{"birth", map[string][]string{
		"health":   {"Child 3 born at 37 weeks, 2.6 kg. Observed for withdrawal.", "Delivery of Child 3, well, on the ward for five days."},
		"social":   {"Child 3 was born. Pre-discharge meeting to be held.", "Told by the ward of the arrival of Child 3."},
		"recovery": {"Adult 1 has had the baby. Dose to be reviewed.", "Baby born (Child 3), Adult 1 pleased."},
		"surgery":  {"Notification of birth of Child 3."},
		"school":   {"Child 1 full of news about a new baby."},
	}, []string{"health", "social", "recovery", "surgery", "school"}, [][2]string{{"Discharge planning meeting before leaving the ward.", "Meeting to be held before they go home."}}, nil, false, 9999,
		"Scan for Adult 1, growth as it should be."},
	{"exclusion", map[string][]string{
		"school": {"Child 1 excluded for two days after throwing a chair.", "Temporary exclusion. Chair thrown in class, a pupil hurt."},
		"social": {"School sent Child 1 home for two days, incident with a chair.", "Adult 1 rang: Child 1 put out of school until Thursday."},
		"camhs":  {"Heard from school about an exclusion for throwing furniture."},
		"family": {"Child 1 was at home as the school has excluded them over a chair."},
	}, []string{"school", "social", "camhs", "family"}, [][2]string{{"Return meeting on the third day.", "Meeting at school when Child 1 goes back."}}, [][2]string{{"Excluded for two days.", "Not excluded, sent home to calm down for the afternoon."}}, false, 45,
		"Child 2 moved to another table for talking."},
	{"referral", map[string][]string{
		"surgery": {"Child 1 low and not sleeping. Referral made to CAMHS.", "Referred Child 1 to the young people's clinic for anxiety."},
		"camhs":   {"Referral from GP received for Child 1, sleep and anxiety.", "New referral, Child 1, from Mockburgh Surgery."},
		"school":  {"Adult 1 says that the GP has asked CAMHS to see Child 1."},
		"social":  {"GP has referred Child 1 to CAMHS on account of anxiety."},
	}, []string{"surgery", "camhs", "school", "social"}, [][2]string{{"Referral accepted, waiting list.", "On the waiting list for a first appointment."}}, [][2]string{{"Referral sent and accepted.", "Referral not accepted, letter to GP."}, {"Referral marked urgent.", "Put on the routine list."}}, false, 45,
		"Referral for speech therapy for Child 2 received."},
	{"eviction", map[string][]string{
		"housing":  {"Notice of proceedings served on Adult 1, arrears of £1,180.", "Court date given for eviction, rent unpaid for five months."},
		"social":   {"Adult 1 in tears, has had an eviction letter over the rent.", "Housing to take the family to court about arrears."},
		"family":   {"Read the court letter from housing together with Adult 1."},
		"recovery": {"Worried about losing the flat, letter from housing has come."},
	}, []string{"housing", "social", "family", "recovery"}, [][2]string{{"Payment plan offered.", "Adult 1 may pay in instalments."}}, [][2]string{{"Proceedings stopped after a payment.", "Case goes to court."}}, false, 45,
		"Adult 1 asked about a grant for a cooker."},
	{"allegation", map[string][]string{
		"social": {"Adult 3 came to the office: children left alone on Saturday night.", "Grandparent states Child 1 and Child 2 were by themselves until 3 a.m."},
		"police": {"Adult 3 reports that the children were left without an adult overnight at the weekend.", "Walk-in report by grandparent, children unattended on Saturday."},
		"school": {"Adult 3 told the office that the children were on their own at the weekend."},
		"health": {"HV told by Adult 3 that Adult 1 had gone out and left the children alone."},
	}, []string{"social", "police", "school", "health"}, [][2]string{{"Joint visit the same evening.", "Visited jointly that evening."}}, [][2]string{{"Joint visit made, children safe.", "No visit was made; Adult 1 denied it by telephone."}}, false, 45,
		"Adult 3 rang to ask about fostering allowance."},
	{"joint", map[string][]string{
		"social":   {"Joint visit with health visitor. Safety plan gone through with Adult 1.", "Visited together with HV to talk over the safety plan."},
		"health":   {"Visit with the social worker to discuss safety at home.", "Home visit jointly with SW; safety plan signed by Adult 1."},
		"recovery": {"Three-way visit with social work on safe storage and the safety plan."},
	}, []string{"social", "health", "recovery"}, [][2]string{{"Adult 2 not to be in the home.", "Adult 1 agreed that Adult 2 stays away."}}, [][2]string{{"Adult 2 not to be in the home.", "Adult 2 may be there in the daytime."}}, false, 45,
		"Home visit alone, stair gate fitted."},
}
