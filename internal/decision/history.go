package decision

import (
	"context"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// change is what differs between a version and the one before it.
type change struct {
	What          string
	Before, After seal.Text
}

// versionLine is a version of the recommendation or of the findings.
type versionLine struct {
	Version int
	By      seal.Text
	At      time.Time
	Changes []change
}

type historyData struct {
	Review          string
	Committee       review.Committee
	Recommendations []versionLine // newest first
	Findings        []versionLine
}

var historyPage = web.NewPage[historyData](pages, "history.html")

// showHistory shows each version of the recommendation and of the findings with
// what it changed.
func showHistory(r *web.Request, p access.Pass[SeeFindings]) (web.Answer, error) {
	var d historyData
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("committee")) })
	return led(p.Case, historyPage.With(d), err)
}

func (d *historyData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee string) error {
	d.Review = c.Review()
	if err := openGroup(ctx, tx, c); err != nil {
		return err
	}
	var err error
	if d.Committee, err = committeeOf(ctx, tx, c, committee); err != nil {
		return err
	}
	by, err := names(ctx, tx, c)
	if err != nil {
		return err
	}
	all, err := allRecommendations(ctx, tx, c)
	if err != nil {
		return err
	}
	var was recommendation
	for _, k := range all {
		if k.Committee != committee {
			continue
		}
		d.Recommendations = append([]versionLine{{k.Version, k.Name, k.At, differences(was.lines(), k.lines())}}, d.Recommendations...)
		was = k
	}
	newest, err := last(ctx, tx, c, "decision_finding", committee)
	if err != nil {
		return err
	}
	var before []change
	for v := 1; v <= newest; v++ {
		s, err := readSheetAt(ctx, tx, c, d.Committee, v)
		if err != nil {
			return err
		}
		now := s.lines()
		d.Findings = append([]versionLine{{v, by[s.By], s.At, differences(before, now)}}, d.Findings...)
		before = now
	}
	return nil
}

// lines are everything a version says, each under what it is.
func (k recommendation) lines() []change {
	if k.Version == 0 {
		return nil
	}
	all := []change{{What: "What is recommended", After: seal.T(k.Outcome.Words())}, {What: "The group's reasons", After: k.Reasons}}
	for _, l := range k.Paper.Criteria {
		all = append(all, change{What: l.ID + ": " + l.Text, After: seal.T(l.Answer + ". " + l.Reason)})
	}
	for _, f := range k.Paper.Fields {
		all = append(all, change{What: f.Label, After: seal.T(f.Words)})
	}
	for _, f := range k.Paper.Options {
		all = append(all, change{What: f.Label, After: seal.T(f.Words)})
	}
	return all
}

func (s sheet) lines() []change {
	var all []change
	for _, l := range s.Guidance.Limbs() {
		f := s.Findings[l.ID]
		words := ""
		if f.Answer != "" {
			words = f.Words() + ". " + f.Reason.Reveal()
		}
		for _, e := range f.Evidence {
			words += "\nRests on: " + e.Label
		}
		all = append(all, change{What: fmt.Sprintf("%s: %s", l.ID, l.Text), After: seal.T(words)})
	}
	return all
}

// differences are the lines that say something else than before.
func differences(before, after []change) []change {
	was := map[string]seal.Text{}
	for _, l := range before {
		was[l.What] = l.After
	}
	var all []change
	for _, l := range after {
		if old := was[l.What]; old.Reveal() != l.After.Reveal() {
			all = append(all, change{l.What, old, l.After})
		}
	}
	return all
}
