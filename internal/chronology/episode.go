package chronology

import (
	"context"
	"fmt"
	"slices"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/chronology/read"
	"lr/internal/db"
	"lr/internal/seal"
	"lr/internal/web"
)

// Episode is a key practice episode: a time in which significant events,
// decisions and actions came together. Entries are the ids of what belongs to
// it, of any agency. [SEED]
type Episode struct {
	ID                               string
	Number                           int // its place in the list, from 1
	Version                          int
	Title                            seal.Text
	When                             read.When
	Entries                          []string
	Matters, Then, Around, Effective seal.Text
}

// episode is what is kept of one, as the team wrote it. It holds words of the
// case, and is only kept sealed. Own are ids of episodes of agencies' released
// reports, Views what the team understood of how each agency sees it.
type episode struct {
	Title     string            `json:"title"`
	When      span              `json:"when"`
	Picked    []pick            `json:"picked,omitempty"`
	Own       []string          `json:"own,omitempty"`
	Views     map[string]string `json:"views,omitempty"`
	Matters   string            `json:"matters,omitempty"`
	Then      string            `json:"then,omitempty"`
	Around    string            `json:"around,omitempty"`
	Effective string            `json:"effective,omitempty"`
}

// span is a time as it is kept.
type span struct {
	Written   string `json:"written"`
	From      string `json:"from"`
	To        string `json:"to"`
	Precision int    `json:"precision"`
	Unsure    bool   `json:"unsure,omitempty"`
}

// pick is an entry as it was when it was picked.
type pick struct {
	Entry   string `json:"entry"`
	Version int    `json:"version"`
}

// when is the time of the episode.
func (e episode) when() read.When {
	from, _ := db.ParseDate(e.When.From) // kept days are days
	to, _ := db.ParseDate(e.When.To)
	return read.When{From: from, To: to, Precision: read.Precision(e.When.Precision), Certain: !e.When.Unsure, Written: e.When.Written}
}

// WhenWords is the time in words.
func (e episode) WhenWords() string { return e.when().Words() }

// has says whether the entry was picked.
func (e episode) has(entry string) bool {
	return slices.ContainsFunc(e.Picked, func(p pick) bool { return p.Entry == entry })
}

// Episodes lists the key practice episodes in the team's order. The act opens
// the compartment Chronology. [SEED]
func Episodes(ctx context.Context, tx *db.Tx, c access.Case) ([]Episode, error) {
	all, err := stillThere(studied[episode](ctx, tx, c, kindEpisode))
	var out []Episode
	for i, s := range all {
		e := Episode{ID: s.ID, Number: i + 1, Version: s.Version, Title: seal.T(s.Says.Title), When: s.Says.when(), Matters: seal.T(s.Says.Matters),
			Then: seal.T(s.Says.Then), Around: seal.T(s.Says.Around), Effective: seal.T(s.Says.Effective)}
		for _, p := range s.Says.Picked {
			e.Entries = append(e.Entries, p.Entry)
		}
		out = append(out, e)
	}
	return out, err
}

func episodeRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/episodes", listEpisodes)
	web.Add(rs, "GET /reviews/{review}/chronology/episodes/{episode}", showEpisode)
	web.Add(rs, "GET /reviews/{review}/chronology/episodes/{episode}/edit", askEpisode)
	web.Add(rs, "POST /reviews/{review}/chronology/episodes/{episode}/edit", saveEpisode)
	web.Add(rs, "GET /reviews/{review}/chronology/episodes/{episode}/entries", askPicks)
	web.Add(rs, "POST /reviews/{review}/chronology/episodes/{episode}/entries", savePicks)
	web.Add(rs, "POST /reviews/{review}/chronology/episodes/{episode}/move", moveEpisode)
	web.Add(rs, "POST /reviews/{review}/chronology/episodes/{episode}/remove", removeEpisode)
}

// SeeEpisodes is to read the key practice episodes.
type SeeEpisodes struct{}

func (SeeEpisodes) Rule() access.Rule {
	return access.Rule{Name: "chronology.see-episodes", Who: readers, Opens: seal.Chronology | seal.AgencyReport}
}

// WriteEpisode is to find a key practice episode, and to say what it was.
type WriteEpisode struct{}

func (WriteEpisode) Rule() access.Rule {
	return access.Rule{Name: "chronology.write-episode", Who: studying, Opens: seal.Chronology | seal.AgencyReport}
}

// episodeSide is one agency's part of an episode, kept apart from the others': its own
// entries, its own episodes from its report, and how it sees it.
type episodeSide struct {
	Agency, Name string
	Picked       []pickedEntry
	Own          []ownEpisode
	View         string
}

// pickedEntry is an entry of an episode as it is now.
type pickedEntry struct {
	Entry
	Changed bool // since it was picked
}

// ownEpisode is one that an agency wrote in its report. Joined says that the
// team put it with this episode.
type ownEpisode struct {
	agencyreport.Episode
	Joined bool
}

// accounts is what the agencies say that an episode is made of: the line, and
// their released reports.
type accounts struct {
	entries []Entry
	reports []agencyreport.Report
}

func readAccounts(ctx context.Context, tx *db.Tx, c access.Case) (accounts, error) {
	var a accounts
	var err error
	if a.entries, err = Entries(ctx, tx, c); err != nil {
		return a, err
	}
	if a.reports, err = agencyreport.Released(ctx, tx, c); err != nil {
		err = fmt.Errorf("what agencies wrote of their episodes: %w", err)
	}
	return a, err
}

// sides takes an episode apart by agency, in the order of their names. Gone
// counts what was picked and is no longer in the line, or in a report.
func (a accounts) sides(e episode) (all []episodeSide, gone int) {
	for _, r := range a.reports {
		s := episodeSide{Agency: r.Agency, Name: r.AgencyName, View: e.Views[r.Agency]}
		for _, own := range r.Episodes {
			s.Own = append(s.Own, ownEpisode{own, slices.Contains(e.Own, own.ID)})
		}
		all = append(all, s)
	}
	versions := map[string]int{}
	for _, p := range e.Picked {
		versions[p.Entry] = p.Version
	}
	there := 0
	for _, x := range a.entries {
		version, isPicked := versions[x.ID]
		if !isPicked {
			continue
		}
		there++
		i := slices.IndexFunc(all, func(s episodeSide) bool { return s.Agency == x.Agency })
		if i < 0 {
			all = append(all, episodeSide{Agency: x.Agency, Name: x.AgencyName, View: e.Views[x.Agency]})
			i = len(all) - 1
		}
		all[i].Picked = append(all[i].Picked, pickedEntry{x, x.Version != version})
	}
	return all, len(e.Picked) - there + len(e.ownGone(all))
}

// Shown says that the agency has a part in the episode.
func (s episodeSide) Shown() bool {
	return len(s.Picked) > 0 || s.View != "" || slices.ContainsFunc(s.Own, func(o ownEpisode) bool { return o.Joined })
}
