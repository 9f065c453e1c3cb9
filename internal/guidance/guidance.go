// Package guidance holds the national guidance for learning reviews as data: the
// criteria [ASP22 p7, CP21 p3, CP24 landing, SCR15 p8], the forms [ASP22 p8,
// CP21 p4], the time limits, the headings of a report [ASP22 p9, SCR15 p21] and
// the codes that learning is sorted by. Every item says where it was read and
// whether its wording was confirmed, so that a page can say what wants checking.
//
// A review keeps the version it was notified under. A version's ids never
// change; its words may be put right.
//
// The package also holds the list of the paragraphs the program keeps: see
// Paragraphs.
package guidance

//go:generate go run ./cmd

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"lr/internal/clock"
	"lr/internal/db"
)

// Track says whom a review is about.
type Track string

// The tracks.
const (
	Child Track = "child"
	Adult Track = "adult"
)

// Confirmed says how far an item was checked against the published text.
type Confirmed string

// Seen in the published text, seen in part or in a summary, or usual practice
// that wants confirming.
const (
	Seen        Confirmed = "seen"
	Part        Confirmed = "part"
	Unconfirmed Confirmed = "unconfirmed"
)

// Origin says where an item was read, such as "ASP22 p7", and how far it was
// confirmed. Source is always a paragraph of the list.
type Origin struct {
	Source    string    `json:"source"`
	Confirmed Confirmed `json:"confirmed"`
}

// Version is one edition of the guidance.
type Version struct {
	ID       string // as it is frozen on a case: "ASP_2022"
	Title    string
	Track    Track
	From, To db.Date   // first and last day in force; no day means open
	Days     Confirmed // whether From and To were confirmed
	Note     string
	Criteria Limb // the whole tree
	Forms    []Form
	Clocks   []Clock
	Headings []Heading // of the report, in order
}

// Form is one of the forms F1 notification, F2 agency report, F3
// recommendation, F4 decision and F5 outcome for the Care Inspectorate.
type Form struct {
	ID     string  `json:"id"`
	Title  string  `json:"title"`
	Note   string  `json:"note"`
	Fields []Field `json:"fields"`
	Origin
}

// Field is one question of a form. Its ID is unique within the form. Use says in
// a sentence what the answer is for.
type Field struct {
	ID      string `json:"id"`
	Section string `json:"section"`
	Label   string `json:"label"`
	Kind    Kind   `json:"kind"`
	Use     string `json:"use"`
	Origin
}

// Kind is how a field is answered: in words, unless it says otherwise.
type Kind string

const (
	YesNo    Kind = "yes-no"   // yes, no or not known, with details
	Episodes Kind = "episodes" // key practice episodes [SEED notify]
)

// Clock is a time limit between two events. No Span means that the guidance
// gives no number and the committee sets its own.
type Clock struct {
	ID   string      `json:"id"`
	Name string      `json:"name"`
	From string      `json:"from"`
	To   string      `json:"to"`
	Span *clock.Span `json:"span"`
	Note string      `json:"note"`
	Origin
}

// Heading is a part of the report, and the items the guidance names in it.
type Heading struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Items []string `json:"items"`
	Origin
}

//go:embed data/*.json
var data embed.FS

// editions gives the versions by track and age, the oldest first.
var editions = sync.OnceValue(func() []Version {
	var out []Version
	for _, name := range []string{"cp2015", "cp2021", "cp2024", "asp2022"} {
		v, err := readVersion("data/" + name + ".json")
		if err != nil {
			panic(err) // the file is part of the program
		}
		out = append(out, v)
	}
	return out
})

func readVersion(file string) (Version, error) {
	raw, err := data.ReadFile(file)
	if err != nil {
		return Version{}, fmt.Errorf("guidance: %w", err)
	}
	v, err := parseVersion(raw)
	if err != nil {
		return Version{}, fmt.Errorf("guidance %s: %w", file, err)
	}
	return v, nil
}

func parseVersion(raw []byte) (Version, error) {
	var in struct {
		ID       string    `json:"id"`
		Title    string    `json:"title"`
		Track    Track     `json:"track"`
		From     string    `json:"from"`
		To       string    `json:"to"`
		Days     Confirmed `json:"days"`
		Note     string    `json:"note"`
		Criteria Limb      `json:"criteria"`
		Forms    []Form    `json:"forms"`
		Clocks   []Clock   `json:"clocks"`
		Headings []Heading `json:"headings"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		return Version{}, err
	}
	from, err := optionalDay(in.From)
	if err != nil {
		return Version{}, fmt.Errorf("first day in force: %w", err)
	}
	to, err := optionalDay(in.To)
	if err != nil {
		return Version{}, fmt.Errorf("last day in force: %w", err)
	}
	return Version{in.ID, in.Title, in.Track, from, to, in.Days, in.Note,
		in.Criteria, in.Forms, in.Clocks, in.Headings}, nil
}

func optionalDay(s string) (db.Date, error) {
	if s == "" {
		return db.Date{}, nil
	}
	return db.ParseDate(s)
}

// Versions gives every version the program holds, the child guidance first, each
// track by age.
func Versions() []Version { return slices.Clone(editions()) }

// Get gives the version with that id, and whether there is one.
func Get(id string) (Version, bool) {
	for _, v := range editions() {
		if v.ID == id {
			return v, true
		}
	}
	return Version{}, false
}

// InForce gives the version for a notification received on that day. It is a
// Version without an ID where none is held: an adult case before 26 May 2022,
// under the interim framework.
func InForce(track Track, on db.Date) Version {
	for _, v := range editions() {
		begun := v.From.IsZero() || !on.Before(v.From)
		ended := !v.To.IsZero() && on.After(v.To)
		if v.Track == track && begun && !ended {
			return v
		}
	}
	return Version{}
}

// Form gives the form with that id, such as "F2", and whether there is one.
func (v Version) Form(id string) (Form, bool) {
	for _, f := range v.Forms {
		if f.ID == id {
			return f, true
		}
	}
	return Form{}, false
}

// Clock gives the time limit with that id, such as "agency-information", and
// whether the version has one.
func (v Version) Clock(id string) (Clock, bool) {
	for _, c := range v.Clocks {
		if c.ID == id {
			return c, true
		}
	}
	return Clock{}, false
}
