package guidance

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// Axis says what kind of thing a theme names.
type Axis string

// A theme is of practice and systems, or of the circumstances of the person.
const (
	Practice     Axis = "practice"
	Circumstance Axis = "circumstance"
)

// Theme is a code that learning is sorted by. Its ID is kept for good; a
// committee's own codes name the ID they stand under. No official list for
// Scotland was found, so all are unconfirmed.
type Theme struct {
	ID           string   `json:"id"`
	Label        string   `json:"label"`
	Axis         Axis     `json:"axis"`
	Tracks       []Track  `json:"tracks"`
	Inspectorate []string `json:"inspectorate"` // the Care Inspectorate's words for it
	Origin
}

// Choice is a code and its words.
type Choice struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// ThemeList is the starting list of codes. Beside its themes, learning has a
// polarity (something to learn, or effective practice) and a level (from
// practitioner to national).
type ThemeList struct {
	Version    string   `json:"version"`
	Note       string   `json:"note"`
	Polarities []Choice `json:"polarities"`
	Levels     []Choice `json:"levels"`
	Themes     []Theme  `json:"themes"`
}

var themes = sync.OnceValue(func() ThemeList {
	raw, err := data.ReadFile("data/themes.json")
	if err != nil {
		panic(err) // the file is part of the program
	}
	var list ThemeList
	if err := json.Unmarshal(raw, &list); err != nil {
		panic(fmt.Errorf("data/themes.json: %w", err))
	}
	return list
})

// Themes gives the list of codes for learning.
func Themes() ThemeList { return themes() }

// For gives the themes of a track, in order.
func (l ThemeList) For(track Track) []Theme {
	var out []Theme
	for _, t := range l.Themes {
		if slices.Contains(t.Tracks, track) {
			out = append(out, t)
		}
	}
	return out
}
