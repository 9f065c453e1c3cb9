package guidance

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// Process is a kind of proceedings that may run beside a review: who usually
// leads it, what it asks of whoever carries the review, and what is known of it.
// [CP24 p8, SCR15 p15, ASF19 p8]
type Process struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Lead  string `json:"lead"`
	Says  string `json:"says"`
	Facts []Fact `json:"facts"`
}

// Fact is something that a source says.
type Fact struct {
	Text string `json:"text"`
	Origin
}

// Unsure says that the fact wants confirming.
func (f Fact) Unsure() bool { return f.Confirmed == Unconfirmed }

var processes = sync.OnceValue(func() []Process {
	raw, err := data.ReadFile("data/processes.json")
	if err != nil {
		panic(err) // the file is part of the program
	}
	var list []Process
	if err := json.Unmarshal(raw, &list); err != nil {
		panic(fmt.Errorf("data/processes.json: %w", err))
	}
	return list
})

// Processes gives the kinds of proceedings, in the order a person is offered them.
func Processes() []Process { return slices.Clone(processes()) }

// ProcessOf gives the kind with that id, and whether there is one.
func ProcessOf(id string) (Process, bool) {
	for _, p := range processes() {
		if p.ID == id {
			return p, true
		}
	}
	return Process{}, false
}
