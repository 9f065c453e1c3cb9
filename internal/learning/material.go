package learning

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/event"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
)

// found is something a point can come from, with what it says.
type found struct {
	Source
	Words seal.Text
}

// material is all that the review brought together, by kind.
type material map[Kind][]found

// gather brings together what points can come from: what practitioners said and
// was cleared, the chronology and its episodes, released agency reports, and what
// managers said.
func gather(ctx context.Context, tx *db.Tx, c access.Case) (material, error) {
	m := material{}
	said, err := event.Cleared(ctx, tx, c)
	if err != nil {
		return nil, fmt.Errorf("gather contributions: %w", err)
	}
	for i, x := range said {
		m.add(Contribution, x.ID, fmt.Sprintf("Contribution %d", i+1), x.Text)
	}
	reports, err := agencyreport.Released(ctx, tx, c)
	if err != nil {
		return nil, fmt.Errorf("gather agency reports: %w", err)
	}
	for _, x := range reports {
		m.add(Report, x.ID, fmt.Sprintf("Report of %s, version %d", x.AgencyName, x.Version), x.Practice)
	}
	entries, err := chronology.Entries(ctx, tx, c)
	if err != nil {
		return nil, fmt.Errorf("gather the chronology: %w", err)
	}
	for i, x := range entries {
		m.add(Entry, x.ID, fmt.Sprintf("Chronology entry %d, %s", i+1, x.AgencyName), seal.T(x.When.Reveal()+": "+x.Event.Reveal()))
	}
	episodes, err := chronology.Episodes(ctx, tx, c)
	if err != nil {
		return nil, fmt.Errorf("gather the episodes: %w", err)
	}
	for _, x := range episodes {
		m.add(Episode, x.ID, fmt.Sprintf("Key practice episode %d", x.Number), seal.T(x.When.Words()+": "+x.Title.Reveal()))
	}
	agencies, err := review.Agencies(ctx, tx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, a := range agencies {
		names[a.ID] = a.Name
	}
	implications, err := event.Implications(ctx, tx, c)
	if err != nil {
		return nil, fmt.Errorf("gather what managers said: %w", err)
	}
	for i, x := range implications {
		if x.Kind == "none" {
			continue // it means nothing for that agency
		}
		label := fmt.Sprintf("Managers' implication %d", i+1)
		if name := names[x.Agency]; name != "" {
			label += ", " + name
		}
		m.add(Implication, x.ID, label, x.Text)
	}
	return m, nil
}

func (m material) add(kind Kind, id, label string, words seal.Text) {
	m[kind] = append(m[kind], found{Source{kind, id, label}, words})
}

// now names the sources of a point as they are named today, and says of one
// that it was taken back.
func (m material) now(sources []Source) []Source {
	out := make([]Source, len(sources))
	for i, s := range sources {
		out[i] = Source{s.Kind, s.ID, s.Label + " (taken back since)"}
		for _, f := range m[s.Kind] {
			if f.ID == s.ID {
				out[i] = f.Source
			}
		}
	}
	return out
}

// hintLetters is how much of a source stands beside its box.
const hintLetters = 140

// options are the boxes of one kind.
func (m material) options(kind Kind) []form.Option {
	var out []form.Option
	for _, f := range m[kind] {
		out = append(out, form.Option{Value: f.ID, Label: f.Label, Hint: short(f.Words.Reveal(), hintLetters)})
	}
	return out
}

// short cuts words to so many letters.
func short(words string, letters int) string {
	if rs := []rune(words); len(rs) > letters {
		return string(rs[:letters]) + "…"
	}
	return words
}

// chosen are the sources with these ids.
func (m material) chosen(kind Kind, ids []string) []Source {
	var out []Source
	for _, id := range ids {
		for _, f := range m[kind] {
			if f.ID == id {
				out = append(out, f.Source)
			}
		}
	}
	return out
}
