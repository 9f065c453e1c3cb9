package chronology

import (
	"context"
	"slices"
	"strconv"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

// episodeRow is an episode in the list.
type episodeRow struct {
	study[episode]
	Path        string
	Agencies    []string
	Flagged     int // entries that changed or went since they were picked
	First, Last bool
}

type episodesData struct {
	Form  *form.Form
	Ways  []look.Link
	Path  string
	Write bool
	Rows  []episodeRow

	Removed []study[episode]
}

var episodesPage = web.NewPage[episodesData](pages, "episodes.html")

func episodesPath(c access.Case) string { return review.Path(c, "chronology/episodes") }

func listEpisodes(r *web.Request, p access.Pass[SeeEpisodes]) (web.Answer, error) {
	d := episodesData{Form: form.New(), Ways: WaysOf(r, p.Case, "chronology/episodes"), Path: episodesPath(p.Case), Write: p.May(WriteEpisode{}.Rule())}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		all, err := studied[episode](r.Context(), tx, p.Case, kindEpisode)
		if err != nil {
			return err
		}
		now, err := readAccounts(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		names, err := accountNames(r.Context(), tx, p.Case)
		for _, s := range all {
			s.By = names[s.By]
			if s.Gone {
				d.Removed = append(d.Removed, s)
			} else {
				d.Rows = append(d.Rows, d.row(s, now))
			}
		}
		for i := range d.Rows {
			d.Rows[i].First, d.Rows[i].Last = i == 0, i == len(d.Rows)-1
		}
		return err
	})
	return episodesPage.With(d), err
}

func (d episodesData) row(s study[episode], now accounts) episodeRow {
	row := episodeRow{study: s, Path: d.Path + "/" + s.ID}
	parts, gone := now.sides(s.Says)
	row.Flagged = gone
	for _, part := range parts {
		if part.Shown() {
			row.Agencies = append(row.Agencies, part.Name)
		}
		row.Flagged += part.Changed()
	}
	return row
}

// Changed counts the entries that changed since they were picked.
func (s episodeSide) Changed() int {
	n := 0
	for _, x := range s.Picked {
		if x.Changed {
			n++
		}
	}
	return n
}

type episodeData struct {
	Form    *form.Form
	Ways    []look.Link
	Path    string // of the episode
	Back    string // to all of them
	Line    string // to the entries, before their ids
	Asking  string // to a new question
	Asks    bool
	Write   bool
	Tag     bool
	Episode study[episode]
	By      string // who wrote it last
	Sides   []episodeSide
	Gone    int
	Changed int
	Themes  []shownTheme
	Past    []study[episode]
}

// Entries counts those that are in the line now.
func (d episodeData) Entries() int {
	n := 0
	for _, s := range d.Sides {
		n += len(s.Picked)
	}
	return n
}

var episodePage = web.NewPage[episodeData](pages, "episode.html")

func showEpisode(r *web.Request, p access.Pass[SeeEpisodes]) (web.Answer, error) {
	d := episodeData{Form: form.New(), Ways: WaysOf(r, p.Case, "chronology/episodes"), Back: episodesPath(p.Case),
		Write: p.May(WriteEpisode{}.Rule()), Tag: p.May(Theme{}.Rule())}
	d.Path, d.Line = d.Back+"/"+r.Path("episode"), review.Path(p.Case, "chronology/entries/")
	d.Asking, d.Asks = questionPath(p.Case, newOne)+"/edit", p.May(AskQuestion{}.Rule())
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Episode, err = studyOf[episode](r.Context(), tx, p.Case, kindEpisode, r.Path("episode")); err != nil {
			return err
		}
		return d.fill(r.Context(), tx, p.Case)
	})
	return episodePage.With(d), err
}

func (d *episodeData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Form.Set("version", strconv.Itoa(d.Episode.Version))
	now, err := readAccounts(ctx, tx, c)
	if err != nil {
		return err
	}
	var all []episodeSide
	all, d.Gone = now.sides(d.Episode.Says)
	for _, s := range all {
		if d.Changed += s.Changed(); s.Shown() {
			d.Sides = append(d.Sides, s)
		}
	}
	if d.Themes, err = themeTagsOf(ctx, tx, c, d.Episode.ID); err != nil {
		return err
	}
	if d.Past, err = pastOf[episode](ctx, tx, c, d.Episode.ID); err != nil {
		return err
	}
	names, err := accountNames(ctx, tx, c)
	d.By = names[d.Episode.By]
	for i := range d.Past {
		d.Past[i].By = names[d.Past[i].By]
	}
	return err
}

// moveEpisode puts an episode one place up or down.
func moveEpisode(r *web.Request, p access.Pass[WriteEpisode]) (web.Answer, error) {
	ctx := r.Context()
	step := map[string]int{"up": -1, "down": 1}[r.Form.Value("do")]
	err := p.Write(ctx, func(tx *db.Tx) error {
		all, err := stillThere(studied[episode](ctx, tx, p.Case, kindEpisode))
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(s study[episode]) bool { return s.ID == r.Path("episode") })
		if at < 0 || step == 0 {
			return db.ErrNotFound
		}
		if to := at + step; to >= 0 && to < len(all) {
			return swapStudies(ctx, tx, p.Case, all[at], all[to])
		}
		return nil
	})
	return web.Redirect(episodesPath(p.Case)).Say("The order is changed."), err
}

// removeEpisode takes an episode out. What it said stays in its history.
func removeEpisode(r *web.Request, p access.Pass[WriteEpisode]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		s, err := studyOf[episode](ctx, tx, p.Case, kindEpisode, r.Path("episode"))
		if err != nil {
			return err
		}
		s.Version = r.Form.Number("version", 0, 1<<30, "")
		return retireStudy(ctx, tx, p.Case, s)
	})
	return web.Redirect(episodesPath(p.Case)).Say("The episode is taken out."), err
}
