package report

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"lr/internal/access"
	"lr/internal/chronology"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// room is how many letters a section holds.
const room = 40_000

// Headings under which the program puts something of its own.
const (
	learningHeading  = "learning"
	effectiveHeading = "effective"
	strategyHeading  = "strategies"
	oldStrategies    = "recommendations" // as the guidance of 2015 has it
)

// section is a heading of the report and what stands under it in the draft.
type section struct {
	guidance.Heading
	Text    seal.Text
	Version int // 0 while nothing was saved
	By      string
}

// Unsure says that the heading was not confirmed in the published guidance.
func (s section) Unsure() bool { return s.Confirmed == guidance.Unconfirmed }

// Points says that learning points are put under the heading.
func (s section) Points() bool { return s.ID == learningHeading || s.ID == effectiveHeading }

// Words counts the words of the text.
func (s section) Words() int { return countWords(s.Text.Reveal()) }

// sections gives every heading of the guidance under which the review was
// notified, the child guidance where there are two, with its text. [ASP22 p9]
func sections(ctx context.Context, tx *db.Tx, c access.Case) ([]section, error) {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	if len(cs) == 0 {
		return nil, errors.New("the review has no committee")
	}
	written := map[string]section{}
	_, err = db.All(ctx, tx, func(r db.Row) (section, error) {
		var s section
		var id, name string
		err := r.Scan(&id, &name, &s.Version, c.At(seal.DraftReport, "report_section", &id).Open("text", &s.Text), &s.By)
		written[name] = s
		return s, err
	}, `SELECT id, section, version, text, changed_by FROM report_section WHERE review_id = $1`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the draft: %w", err)
	}
	var all []section
	for _, h := range cs[0].Version().Headings {
		s := written[h.ID]
		s.Heading = h
		all = append(all, s)
	}
	return all, nil
}

func sectionOf(ctx context.Context, tx *db.Tx, c access.Case, id string) (section, error) {
	all, err := sections(ctx, tx, c)
	if err != nil {
		return section{}, err
	}
	for _, s := range all {
		if s.ID == id {
			return s, nil
		}
	}
	return section{}, fmt.Errorf("section %q: %w", id, db.ErrNotFound)
}

// keep saves a section over the version that was read, or says db.ErrStale.
func keep(ctx context.Context, tx *db.Tx, c access.Case, name string, version int, text seal.Text) error {
	id := db.NewID()
	if version > 0 {
		var err error
		id, err = db.One(ctx, tx, db.Column[string], `SELECT id FROM report_section WHERE review_id = $1 AND section = $2`, c.Review(), name)
		if err != nil {
			return fmt.Errorf("section %s: %w", name, err)
		}
	}
	words := c.At(seal.DraftReport, "report_section", &id).Seal("text", text)
	var err error
	if version > 0 {
		err = tx.Change(ctx, `UPDATE report_section SET text = $1, version = version + 1, changed_by = $2, changed_at = $3
			WHERE id = $4 AND review_id = $5 AND version = $6`, words, c.Person(), tx.Now(), id, c.Review(), version)
	} else {
		err = tx.Change(ctx, `INSERT INTO report_section (id, review_id, section, text, changed_by, changed_at)
			VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (review_id, section) DO NOTHING`, id, c.Review(), name, words, c.Person(), tx.Now())
	}
	if err != nil {
		return fmt.Errorf("save section %s: %w", name, err)
	}
	c.Touch(id)
	return writes(ctx, tx, c)
}

// writes keeps that the person wrote in the report.
func writes(ctx context.Context, tx *db.Tx, c access.Case) error {
	if _, err := tx.Exec(ctx, `INSERT INTO report_writer (review_id, account_id) VALUES ($1, $2) ON CONFLICT (review_id, account_id) DO NOTHING`,
		c.Review(), c.Person()); err != nil {
		return fmt.Errorf("who wrote the report: %w", err)
	}
	return nil
}

type sectionData struct {
	Form    *form.Form
	Review  string
	Section section
	Theirs  bool // somebody else saved it meanwhile
	Limits  review.Limits
	Gaps    []chronology.Gap // that the report is to state
}

var sectionPage = web.NewPage[sectionData](pages, "section.html")

func askSection(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	return sectionAgain(r, p, nil, false)
}

func sectionAgain(r *web.Request, p access.Pass[Write], f *form.Form, late bool) (web.Answer, error) {
	d := sectionData{Form: f, Review: p.Review(), Theirs: late}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Section, err = sectionOf(r.Context(), tx, p.Case, r.Path("section")); err != nil {
			return err
		}
		if d.Limits, err = review.HoldsOn(r.Context(), tx, p.Case, review.Naming); err != nil {
			return err
		}
		gaps, err := chronology.Gaps(r.Context(), tx, p.Case)
		for _, g := range gaps {
			if g.State == chronology.GapStated {
				d.Gaps = append(d.Gaps, g)
			}
		}
		return err
	})
	if err != nil {
		return web.Answer{}, err
	}
	if d.Form == nil {
		d.Form = form.New()
		d.Form.Set("text", d.Section.Text.Reveal())
	}
	if f == nil || late {
		d.Form.Set("version", strconv.Itoa(d.Section.Version))
	}
	return sectionPage.With(d), nil
}

func saveSection(r *web.Request, p access.Pass[Write]) (web.Answer, error) {
	text := r.Form.Text("text", room, "")
	version := r.Form.Number("version", 0, 1_000_000, "")
	if !r.Form.OK() {
		return sectionAgain(r, p, r.Form, false)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := sectionOf(r.Context(), tx, p.Case, r.Path("section"))
		if err != nil {
			return err
		}
		return keep(r.Context(), tx, p.Case, s.ID, version, seal.T(text))
	})
	if errors.Is(err, db.ErrStale) {
		r.Form.Refuse("text", "Somebody else saved this section while you were writing. What they saved stands below. Put the two together and save again.")
		return sectionAgain(r, p, r.Form, true)
	}
	return web.Redirect(review.Path(p.Case, "report")).Say("Saved."), err
}
