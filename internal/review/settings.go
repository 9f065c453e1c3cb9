package review

import (
	"encoding/json"
	"fmt"

	"lr/internal/clock"
)

// Settings are what differs between committees. What a committee has not said
// is as in usual.
type Settings struct {
	ChiefOfficers     ChiefOfficers   `json:"chief_officers"`
	Names             Names           `json:"names"`
	LocalHolidays     []clock.Holiday `json:"local_holidays"`
	AcknowledgeWithin clock.Span      `json:"acknowledge_within"` // notification to acknowledgement
	ReportWithin      clock.Span      `json:"report_within"`      // agency reports, where the guidance gives no time
	DecideWithin      clock.Span      `json:"decide_within"`      // notification to decision, by local agreement
	Remind            Remind          `json:"remind"`
	WordBudget        int             `json:"word_budget"` // words suggested for an agency's report
	Reveal            Reveal          `json:"reveal"`
	Delegated         string          `json:"delegated"`       // who may decide between meetings; "" for nobody
	PublishDefault    string          `json:"publish_default"` // full, summary or none
	Fields            []ExtraField    `json:"fields"`
	Letters           Letters         `json:"letters"`
	Wordings          []Wording       `json:"wordings"` // of the guidance's own questions and criteria
	Councils          []string        `json:"councils"` // whose areas the committee covers
	Contact           string          `json:"contact"`  // shown to people who notify
}

// ChiefOfficers is what chief officers do with a decision: both are found in
// the guidance and in local practice. [SEED, ASP22 p4]
type ChiefOfficers string

const (
	Told   ChiefOfficers = "told"
	Ratify ChiefOfficers = "ratify"
)

// Names are what the committee calls the people of the process. [SEED recommend, CP21 p4]
type Names struct {
	Committee     string `json:"committee"` // its own name
	WorkingGroup  string `json:"working_group"`
	ChiefOfficers string `json:"chief_officers"`
	LeadOfficer   string `json:"lead_officer"`
}

// Remind is when an agency that has not answered is reminded: so many working
// days before the day it is due, and again each time so many have passed after
// it. No message goes at night or on a day that is not worked.
type Remind struct {
	Before     []int `json:"before"`
	Every      int   `json:"every"`
	QuietFrom  int   `json:"quiet_from"` // hour of the day, 18
	QuietUntil int   `json:"quiet_until"`
}

// Reveal is when an agency's released report opens to the others who may read it.
type Reveal string

const (
	AsReleased Reveal = "released" // each as it comes
	Together   Reveal = "together" // none before all are in or the round is closed
)

// ExtraField is a question that the committee adds to one of the forms of its
// guidance. Its id begins with "local-".
type ExtraField struct {
	Form    string `json:"form"` // "F1", "F2", "F3"
	ID      string `json:"id"`
	Section string `json:"section"` // of the form, or a new one
	Label   string `json:"label"`
	Hint    string `json:"hint"`
	Retired bool   `json:"retired"` // not asked any more
}

// Letters are the committee's own words for the letters the program makes, by
// the id of the letter. One that is missing is as the program has it.
type Letters map[string]Letter

// Letter is a letter with its blanks between square brackets, "[agency]".
type Letter struct {
	Title string `json:"title"`
	Body  string `json:"body"`
}

// usual is what a committee begins with until it says otherwise. The numbers are
// the program's own, but for the two weeks of reports. [ASP22 p8]
var usual = Settings{
	ChiefOfficers:     Told,
	Names:             Names{WorkingGroup: "working group", ChiefOfficers: "chief officers", LeadOfficer: "lead officer"},
	AcknowledgeWithin: clock.Span{Amount: 1, Unit: clock.WorkingDay},
	ReportWithin:      clock.Span{Amount: 2, Unit: clock.Week},
	DecideWithin:      clock.Span{Amount: 42, Unit: clock.CalendarDay},
	Remind:            Remind{Before: []int{5, 1}, Every: 3, QuietFrom: 18, QuietUntil: 8},
	WordBudget:        1500,
	Reveal:            AsReleased,
	PublishDefault:    "full",
}

// Usual is what a committee begins with.
func Usual() Settings { return usual }

// filled puts what is usual where the committee has said nothing.
func (s Settings) filled() Settings {
	or := func(v *string, usual string) {
		if *v == "" {
			*v = usual
		}
	}
	or((*string)(&s.ChiefOfficers), string(usual.ChiefOfficers))
	or(&s.Names.WorkingGroup, usual.Names.WorkingGroup)
	or(&s.Names.ChiefOfficers, usual.Names.ChiefOfficers)
	or(&s.Names.LeadOfficer, usual.Names.LeadOfficer)
	or((*string)(&s.Reveal), string(usual.Reveal))
	or(&s.PublishDefault, usual.PublishDefault)
	for span, u := range map[*clock.Span]clock.Span{&s.AcknowledgeWithin: usual.AcknowledgeWithin,
		&s.ReportWithin: usual.ReportWithin, &s.DecideWithin: usual.DecideWithin} {
		if span.Unit == "" {
			*span = u
		}
	}
	if s.WordBudget == 0 {
		s.WordBudget = usual.WordBudget
	}
	if s.Remind.Every == 0 {
		s.Remind = usual.Remind
	}
	return s
}

// ReadSettings reads settings as they are kept.
func ReadSettings(kept string) (Settings, error) {
	var s Settings
	if err := json.Unmarshal([]byte(kept), &s); err != nil {
		return s, fmt.Errorf("read settings: %w", err)
	}
	return s.filled(), nil
}
