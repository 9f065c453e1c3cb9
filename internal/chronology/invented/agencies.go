package invented

// agency is one that gives an account: what others call it, and its services.
// The first service has no rhythm and writes all the time.
type agency struct {
	key, name string
	called    []string
	short     map[string]string // how it abbreviates
	services  []service
}

// service is who is at work, how they come into contact, and how often: every
// so many days, 0 for no rhythm. Off says that it rests in the school holidays.
type service struct {
	roles   []string // the same people, written in several ways
	sources []string
	days    []int
	off     bool
	contact string // the rule for what happens at a contact
	missed  string // the rule for a contact that did not come about
}

var allAgencies = []agency{
	{"social", "Exampleshire Social Work", []string{"social work", "the social worker", "SW", "the area team"},
		map[string]string{"home visit": "H/V", "Home visit": "H/V", "telephone call": "T/C", "Telephone call": "T/C", "social worker": "SW", "school": "sch", "health visitor": "HV", "no further action": "NFA", "regarding": "re", "with": "w/", "appointment": "appt"},
		[]service{
			{[]string{"Duty social worker"}, []string{"Duty log", "Case notes", "Referral form"}, nil, false, "duty", ""},
			{[]string{"Social worker, Sampleton children's team", "SW, Sampleton children's team"}, []string{"Case notes", "Case record"}, []int{7, 14}, false, "visit", "no access"},
		}},
	{"health", "Exampleshire Health Board", []string{"health", "the hospital", "the health visitor", "HV"},
		map[string]string{"did not attend": "DNA", "appointment": "appt", "with": "w", "immunisation": "imms", "social work": "SW", "weight": "wt", "patient": "pt", "regarding": "re", "and": "+"},
		[]service{
			{[]string{"Emergency department nurse", "ED nurse"}, []string{"Emergency department record", "Discharge letter"}, nil, false, "hospital", ""},
			{[]string{"Health visitor, Mockburgh"}, []string{"Health visiting record", "HV notes", "Child health record"}, []int{14, 28}, false, "health visit", "not brought"},
		}},
	{"school", "Exampleshire Education", []string{"school", "the school", "the head teacher", "education"},
		map[string]string{"head teacher": "HT", "depute head": "DHT", "telephone call": "phone call", "Telephone call": "Phone call", "additional support": "ASN", "parents' evening": "parents evening"},
		[]service{
			{[]string{"Depute head teacher", "DHT"}, []string{"Pastoral notes", "Chronology of the school", "Concern form"}, nil, false, "school office", ""},
			{[]string{"Class teacher, Placeholder Primary"}, []string{"Pastoral notes", "School register"}, []int{7}, true, "class", "absent"},
			{[]string{"Educational psychologist"}, []string{"Psychology file"}, []int{91}, false, "psychology", "not brought"},
		}},
	{"police", "Police Exampleshire", []string{"police", "the police", "officers", "PS"},
		map[string]string{"regarding": "re", "concern report": "VPD", "domestic abuse": "DA", "officers attended": "police attended", "no further action": "NFPA"},
		[]service{{[]string{"Response officers, Testbridge", "Uniform, Testbridge", "Response"}, []string{"Incident log", "Concern report", "Crime report"}, nil, false, "police", ""}}},
	{"surgery", "Mockburgh Surgery", []string{"the GP", "the surgery", "the doctor", "GP"},
		map[string]string{"patient": "pt", "did not attend": "DNA", "appointment": "appt", "prescribed": "Rx", "history": "hx", "complains of": "c/o", "examination": "o/e", "with": "c"},
		[]service{
			{[]string{"General practitioner", "GP"}, []string{"Surgery record", "Consultation"}, nil, false, "surgery", ""},
			{[]string{"Practice nurse"}, []string{"Surgery record"}, []int{84}, false, "nurse", "not brought"},
		}},
	{"housing", "Exampleshire Housing", []string{"housing", "the housing officer", "the landlord"},
		map[string]string{"anti-social behaviour": "ASB", "notice of proceedings": "NOP", "home visit": "visit", "regarding": "re"},
		[]service{
			{[]string{"Housing office"}, []string{"Tenancy file", "Rent account"}, nil, false, "housing office", ""},
			{[]string{"Housing officer, Testbridge"}, []string{"Tenancy file"}, []int{91}, false, "housing", "no access"},
		}},
	{"recovery", "Exampleshire Recovery Service", []string{"the recovery service", "the addiction worker", "addictions"},
		map[string]string{"did not attend": "DNA", "appointment": "appt", "prescription": "script", "key worker": "KW", "appointments": "appts"},
		[]service{
			{[]string{"Duty worker, recovery"}, []string{"Recovery notes"}, nil, false, "recovery office", ""},
			{[]string{"Key worker, recovery", "KW, recovery"}, []string{"Recovery notes", "Key work notes"}, []int{14}, false, "key work", "did not come"},
		}},
	{"family", "Samplelight Family Support", []string{"family support", "the family support worker", "Samplelight"},
		map[string]string{"home visit": "home session", "Home visit": "Home session"},
		[]service{
			{[]string{"Project leader"}, []string{"Project file"}, nil, false, "project", ""},
			{[]string{"Family support worker", "FSW"}, []string{"Session notes", "Diary sheet"}, []int{7}, false, "support", "no access"},
		}},
	{"camhs", "Young Minds Clinic, Mockburgh", []string{"CAMHS", "the young people's clinic"},
		map[string]string{"did not attend": "DNA", "appointment": "appt", "was not brought": "WNB"},
		[]service{
			{[]string{"Clinic office"}, []string{"Clinic letters"}, nil, false, "clinic office", ""},
			{[]string{"Nurse therapist"}, []string{"Clinic notes"}, []int{28}, false, "therapy", "not brought"},
		}},
	{"nursery", "Sampleton Nursery", []string{"nursery", "the nursery"},
		map[string]string{"Mum": "mum", "key worker": "keyworker"},
		[]service{
			{[]string{"Nursery manager"}, []string{"Nursery file"}, nil, false, "project", ""},
			{[]string{"Nursery key worker", "Keyworker"}, []string{"Nursery diary", "Register"}, []int{7}, true, "nursery", "absent"},
		}},
	{"adult", "Exampleshire Community Mental Health Team", []string{"the CPN", "adult mental health", "the community mental health team"},
		map[string]string{"did not attend": "DNA", "appointment": "appt", "medication": "meds", "home visit": "HV"},
		[]service{
			{[]string{"Duty CPN"}, []string{"Mental health record"}, nil, false, "crisis", ""},
			{[]string{"Community psychiatric nurse", "CPN"}, []string{"Mental health record"}, []int{28, 14}, false, "cpn", "did not come"},
		}},
	{"reporter", "Children's Reporter, Exampleshire", []string{"the Reporter", "the children's reporter"},
		map[string]string{"children's hearing": "CH", "compulsory supervision order": "CSO"},
		[]service{{[]string{"Reporter"}, []string{"Reporter's file"}, nil, false, "reporter", ""}}},
}

// absent are agencies that give no account in any set, by the words for them.
var absent = [][]string{
	{"the fire service", "fire and rescue", "firefighters"},
	{"the dentist", "the dental clinic", "community dental service"},
	{"the kinship group", "kinship support", "the kinship worker"},
	{"the women's refuge", "the refuge", "refuge staff"},
	{"youth justice", "the youth justice worker", "the youth justice team"},
}
