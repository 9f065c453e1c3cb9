package invented

import "strings"

// say makes a sentence by a rule: one of its ways, with each {rule} in it said
// in turn. Words given in with stand for a rule of that name.
func (m *maker) say(rule string, with map[string]string) string {
	if w, ok := with[rule]; ok {
		return w
	}
	ways, ok := rules[rule]
	if !ok {
		panic("no rule " + rule)
	}
	return m.tell(pick(m, ways), with)
}

// tell says each {rule} in the words.
func (m *maker) tell(words string, with map[string]string) string {
	before, rest, ok := strings.Cut(words, "{")
	if !ok {
		return words
	}
	rule, rest, _ := strings.Cut(rest, "}")
	return before + m.say(rule, with) + m.tell(rest, with)
}

// rules are the ways to say what happens at a contact of each service, and the
// parts of which they are made.
var rules = map[string][]string{
	"child":   {"Child 1", "Child 1", "Child 1", "Child 2", "Both children"},
	"home":    {"House warm and tidy.", "House cold, little food in the fridge.", "Kitchen cluttered but safe.", "Sleeping arrangements seen, clean bedding.", "Dog in the living room.", "Smell of smoke in the stair.", "Boxes still not unpacked.", "Heating was off; meter empty.", "Toys out, fire guard in place."},
	"child's": {"{child} talked about {topic}.", "{child} seen alone and spoke of {topic}.", "{child} quiet, would not say much.", "{child} was asleep on the couch.", "{child} in good spirits, keen to show {thing}.", "{child} seen, clean and suitably dressed.", "{child} hungry and asked for toast.", "Did not see {child} on their own."},
	"topic":   {"school", "the new bike", "missing Adult 2", "a friend who moved away", "shouting at night", "swimming", "being tired", "Gran's house", "the dog", "not liking the dark"},
	"thing":   {"a drawing", "a certificate", "the bedroom", "a loose tooth", "a book from the library"},
	"adult's": {"Adult 1 appeared tired.", "Adult 1 well and talking openly.", "Adult 1 tearful about money.", "Adult 2 present and did not join in.", "Adult 1 said Adult 2 has moved out.", "Adult 1 worried about the rent.", "Adult 1 low in mood.", "Adult 2 left when worker arrived.", "Adult 1 said all is fine."},
	"plan":    {"Next visit in a week.", "To ring {other} about this.", "Agreed a bedtime routine.", "Food parcel requested.", "Plan reviewed, no change.", "To discuss at supervision.", "Bus pass form given.", "Will see {child} at school next time.", "", "", ""},

	"visit":          {"Home visit. {child's} {home} {plan}", "Planned home visit to Adult 1. {adult's} {child's}", "Visited after school. {child's} {adult's} {plan}", "Unannounced home visit; {home} {adult's}", "Saw {child} at school for half an hour. {child's}", "{child's} {adult's} Visit cut short by a phone call.", "Walk to the park with {child}. {child's}", "Statutory visit. {child's} {home}"},
	"health visit":   {"Home visit. {child's} Weight {centile}. {home}", "Seen at the baby clinic with Adult 1; weight {centile}.", "Developmental check: {development} {adult's}", "Contact at the health centre. {child's} Advice given on {advice}.", "Home visit by HV. {adult's} Advice on {advice}.", "Growth reviewed, {centile}. {development}"},
	"centile":        {"on the 25th centile", "below the 9th centile", "steady on the 50th centile", "dropped from the 25th to the 9th", "static since last seen"},
	"development":    {"Talking in short sentences.", "Fifteen words, fewer than expected.", "Walking well, climbing.", "Hearing not tested, would not settle.", "All within normal range.", "Speech unclear to strangers."},
	"advice":         {"sleep", "teeth", "weaning", "home safety", "smoking", "immunisations due", "head lice"},
	"class":          {"{child} settled well this week. {schoolwork}", "{schoolwork} {lunch}", "{child} upset at the gate, {adult's}", "Late on three mornings. {lunch}", "{child} told the class about {topic}.", "Homework not done again. {schoolwork}", "{lunch} Spare jumper lent.", "Good week. {child} got a star for {subject}.", "{child} fell out with a friend at playtime, sorted by staff."},
	"schoolwork":     {"Reading has come on.", "Finding number work hard.", "Works best in a small group.", "Cannot sit for long.", "Proud of the class poster.", "Falls asleep after lunch."},
	"lunch":          {"No packed lunch today.", "Took two helpings at lunch.", "Free meal form handed in.", "Clothes too small and unwashed.", "No coat in the rain."},
	"subject":        {"spelling", "kindness", "gym", "drawing", "the times table"},
	"psychology":     {"Observation in class. {schoolwork}", "Review with the teacher; {schoolwork} Literacy assessment to be repeated.", "Met {child} and Adult 1. {schoolwork}", "Consultation with school. Targets set for {subject}."},
	"nurse":          {"Asthma review. Inhaler technique checked.", "Immunisations given, no reaction.", "Blood pressure and bloods for Adult 1.", "Dressing changed, healing.", "Weight and height for {child}: {centile}.", "Smear done for Adult 1. {adult's}"},
	"housing":        {"Inspection of the tenancy. {home}", "Rent arrears of {pounds} discussed, plan of {pounds} a month agreed.", "Home visit re repairs: {repair} {home}", "Tenancy check, Adult 1 in. {repair}", "Estate walkabout, neighbour spoke about noise."},
	"housing office": {"Rent account checked, {pounds} owing.", "Telephone call from {other}, {asks}.", "Repair line: {repair}", "Letter to Adult 1 regarding {row}, neighbour complained.", "Housing benefit form from Adult 1 copied.", "Lock change asked for by Adult 1."},
	"project":        {"Funding form for {business}.", "Telephone call to {other} regarding {business}. {reply}", "{Adult} rang, {asks}.", "Place for {child} in the holiday club.", "Staff meeting, {child} talked about.", "Report for {meeting} sent."},
	"paper":          {"E-mail to {other}: {business}.", "File note: {business}, no change.", "Telephone call from {other}, {asks}.", "Report for {meeting} typed up.", "Message from {other} filed."},
	"pounds":         {"£40", "£120", "£365", "£720", "£1,180"},
	"repair":         {"Damp in the back bedroom.", "Boiler reset.", "Front door lock to be changed.", "Window catch broken, child safety risk.", "No repairs needed."},
	"key work":       {"Attended. Reports {use}. {adult's}", "Key work session. {use} this fortnight, by own account. Prescription continued.", "Seen with Adult 3. Saliva test {test}.", "Adult 1 on time. Talked about triggers and {topic}.", "Review of recovery plan; {use}. Saliva test {test}.", "Safe storage of medicine checked, box is locked."},
	"use":            {"no use on top", "some use at the weekend", "drinking most nights", "stable on script", "one lapse after an argument"},
	"test":           {"negative", "positive for benzodiazepines", "not done", "as expected"},
	"support":        {"Session at home: {parenting}. {child's}", "Went to the foodbank with Adult 1. {adult's}", "{parenting}, went well. {home}", "Group at the hall. Adult 1 joined in with {parenting}.", "Helped Adult 1 with a form. {adult's} {child's}", "Bus to the soft play together. {child's}"},
	"parenting":      {"bedtime chart", "cooking on a budget", "playing on the floor", "saying no and sticking to it", "tidying one room"},
	"therapy":        {"Seen alone. {mood} Worked on {task}.", "Session with {child} and Adult 1: {task}. {mood}", "{mood} Adult 1 in for the last ten minutes.", "Review. {mood} To carry on every four weeks."},
	"mood":           {"Mood brighter.", "Flat, little eye contact.", "Anxious about a change of class.", "Nightmares three nights in the week.", "Says that there are no thoughts of self-harm."},
	"task":           {"worry box", "breathing exercise", "a timeline of houses", "naming feelings"},
	"nursery":        {"{child} played with {toy}. {lunch}", "Nappy rash noted, cream from home.", "Hard to settle at drop-off, {adult's}", "{development} Loves the {toy}.", "{child} in the same clothes as yesterday.", "Happy day in the garden with the {toy}."},
	"toy":            {"sand", "water tray", "trains", "mud kitchen", "story corner"},
	"cpn":            {"Seen at home. {cpn mood} {adult's}", "Clinic contact. {cpn mood} Medication unchanged.", "{cpn mood} Depot given.", "Adult 1 seen, {child} playing in the room. {cpn mood}", "Contact by video. {cpn mood}"},
	"cpn mood":       {"Settled.", "Hearing a voice at night.", "Not sleeping, racing thoughts.", "Brighter, back to knitting.", "Says that tablets are taken.", "Paranoid about neighbours."},

	"duty":            {"Telephone call from {other}, {asks}.", "Telephone call to {other} regarding {business}. {reply}", "E-mail to {other} with the minutes.", "{Adult} rang: {asks}.", "Letter sent to Adult 1 about {business}.", "Case discussed in supervision: {business}.", "Case transferred to a new worker, no gap planned.", "Visit to Adult 3. Willing to have {child} at weekends.", "Information sharing form received from {other}.", "Report for {meeting} written.", "Message left for {other}, {business}."},
	"hospital":        {"{child} brought in with {ailment}. Seen and sent home.", "Adult 1 attended with {ailment}; no concerns noted.", "Telephone call from {other} asking whether {child} had been seen. {reply}", "Letter to the GP about {ailment}.", "Out-patient clinic: {ailment}, review in six months.", "{ailment}: observed for four hours, then home with Adult 3."},
	"ailment":         {"croup", "a bead in the ear", "a high temperature", "an asthma attack", "stomach pain", "a sprained ankle", "an eczema flare", "a cough for a fortnight", "a febrile fit"},
	"school office":   {"{Adult} telephoned: {asks}.", "Telephone call to {other} regarding {business}. {reply}", "Parents' evening: {attended}", "Letter home about {business}.", "New emergency contact given: Adult 3.", "Attendance for the month: {percent}.", "Passed {child}'s drawing on to {other}.", "Trip money paid from the school fund.", "E-mail from {other} asking for a report on {child}."},
	"attended":        {"Adult 1 came.", "nobody came for {child}.", "Adult 2 came, for the first time."},
	"percent":         {"71%", "84%", "90%", "63%", "96%", "78%"},
	"police":          {"Officers attended a noise complaint at the home address. {quiet}", "Adult 2 stopped in a car in Testbridge, {outcome}.", "Call from a neighbour regarding {row}. {quiet}", "Adult 2 arrested for {offence}. {outcome}", "Adult 1 reported a stolen phone.", "{child} seen out late with older children, taken home.", "Bail conditions checked at the address of Adult 3.", "Intelligence: {row} said to be frequent."},
	"quiet":           {"All quiet on arrival.", "Advice given.", "Parties separated, no complaint made.", "Children not seen.", "Children asleep upstairs."},
	"row":             {"raised voices", "banging doors", "a child crying", "a party", "shouting in the stair"},
	"outcome":         {"warned", "reported to the fiscal", "no further action", "released on an undertaking"},
	"offence":         {"theft", "breach of the peace", "breach of bail", "driving without insurance"},
	"surgery":         {"Patient complains of {ailment}. {exam}", "Adult 1: {adult ailment}. Prescribed as before.", "Telephone consultation with Adult 1, {adult ailment}.", "{child} seen with {ailment}. {exam}", "Letter from {other} filed.", "Repeat prescription collected by Adult 3.", "Adult 2 registered as a new patient; history of {adult ailment}."},
	"exam":            {"On examination chest clear.", "Ears normal.", "Advised fluids and rest.", "To come back if no better.", "Referred on."},
	"adult ailment":   {"low mood", "back pain", "poor sleep", "anxiety", "headache", "alcohol, 40 units a week"},
	"recovery office": {"Adult 1 rang to change the day.", "Prescription moved to daily pick-up.", "Telephone call from {other}: {asks}.", "Pharmacy reports a missed pick-up, third in the month.", "Letter to the GP on dose.", "Naloxone kit given to Adult 3."},
	"clinic office":   {"Letter sent offering a choice of days.", "Questionnaire returned by {other}.", "Waiting list letter sent.", "{Adult} rang, {asks}.", "Report for {meeting} sent."},
	"crisis":          {"Adult 1 rang the duty line at night. {cpn mood}", "Telephone call from {other}: {asks}.", "Medication review by letter.", "Adult 3 rang, worried. {cpn mood}", "Report for {meeting} sent."},
	"reporter":        {"Report asked of {other} for {child}.", "Report received from {other}.", "Children's hearing: {hearing}", "Decision on the referral: {decided}", "Pre-hearing panel. {hearing}", "Papers sent to Adult 1 and Adult 2."},
	"hearing":         {"Compulsory supervision order continued.", "Put off, as the report was late.", "Grounds not accepted, to proof.", "Safeguarder appointed."},
	"decided":         {"hearing arranged.", "no need for an order.", "referred to the local authority for advice.", "more information asked for."},
	"asks":            {"asking for money for the meter", "wants to know who the worker is", "unhappy about a letter", "asking what was agreed", "to say that {child} is with Adult 3", "asking for a copy of the plan", "chasing a reply"},
	"business":        {"attendance", "the contact plan", "a report that is due", "a change of address", "transport", "benefits", "school holidays", "the waiting list"},
	"reply":           {"No reply, message left.", "Will ring back.", "Known to them.", "Nothing new.", "They will write.", "Engaged twice."},
	"meeting":         {"the core group", "the review meeting", "the children's hearing", "the planning meeting"},
	"Adult":           {"Adult 1", "Adult 2", "Adult 3", "A neighbour"},
	"early":           {"First contact with Adult 1; {adult ailment} in the past.", "Adult 1 moved to Sampleton from another area. Records asked for.", "Open day, Adult 1 and Adult 2 came.", "Family seen once, all well. Closed.", "Adult 2 known from his own childhood, file read.", "First tenancy signed by Adult 1."},

	"no access":    {"No access. Card left.", "Home visit attempted: no reply at the door, curtains drawn.", "Called as arranged; nobody in.", "Door not answered, television heard inside.", "Visited, refused entry by Adult 2.", "Unable to gain entry. Calling card left.", "Adult 1 spoke at the window and did not open."},
	"not brought":  {"Did not attend.", "Was not brought to the appointment.", "Failed to attend, second letter sent.", "Not brought; no call.", "Appointment missed. New one to be sent.", "Cancelled by text on the morning, no reason given.", "DNA. Rebooked."},
	"did not come": {"Did not attend key appointment.", "DNA.", "Adult 1 failed to attend, rang later to say slept in.", "Adult 1 did not turn up.", "No show. Text sent.", "Cancelled at short notice.", "Missed appointment, letter sent."},
	"absent":       {"{child} not in, no word from home.", "{child} absent all week. Adult 1 said a cold. Not seen.", "Absent. Text to Adult 1 not answered.", "{child} off again, not seen since last week.", "Marked absent, nobody rang in."},
	"not seen":     {"{visitor}. Child 1 not seen, said to be at Adult 3's.", "Child 1 asleep in bed and not seen by worker.", "Adult 1 seen at the door only; children not seen.", "Child 1 said to be at a friend's. Not seen.", "Spoke with Adult 1 on the step. Did not see Child 1.", "Children upstairs, not seen on this occasion.", "Child 1 was out with Adult 2 according to Adult 1, so was not seen.", "Talked to Adult 1 by telephone in place of the visit. Child not seen."},
	"visitor":      {"Visited", "Called in", "Home visit"},
}
