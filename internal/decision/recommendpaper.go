package decision

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// part is some questions of the paper that are answered on one page. ID is how
// its address names it.
type part struct {
	ID, Title string
	Fields    []guidance.Field
}

const optionsPart = "options"

// parts are the sections of the recommendation's form with the questions of the
// committee, and then the options that were weighed. What is recommended is not
// among them: it has its own page. [CP21 p4]
func parts(k review.Committee) []part {
	var all []part
	for _, f := range k.Form("F3").Fields {
		if f.ID == "response" {
			continue
		}
		found := false
		for i := range all {
			if all[i].Title == f.Section {
				all[i].Fields = append(all[i].Fields, f)
				found = true
			}
		}
		if !found {
			all = append(all, part{ID: strconv.Itoa(len(all) + 1), Title: f.Section, Fields: []guidance.Field{f}})
		}
	}
	options := part{ID: optionsPart, Title: "Options considered"}
	for _, o := range outcomes {
		for _, side := range sides {
			options.Fields = append(options.Fields, guidance.Field{ID: "option-" + o.Value + "-" + side.ID, Section: o.Label, Label: o.Label + ": " + side.Label,
				Origin: guidance.Origin{Confirmed: guidance.Seen}})
		}
	}
	return append(all, options)
}

// sides are what is said of each option.
var sides = []struct{ ID, Label string }{{"for", "for"}, {"against", "against"}, {"why", "why it is chosen or not"}}

func partOf(k review.Committee, id string) (part, bool) {
	for _, p := range parts(k) {
		if p.ID == id {
			return p, true
		}
	}
	return part{}, false
}

// said is the last answer to a question of the paper, and past all there were.
type said struct {
	Version int
	Words   seal.Text
	past    []seal.Text
}

// at is what the answer said at a version.
func (s said) at(version int) string {
	if version < 1 || version > len(s.past) {
		return ""
	}
	return s.past[version-1].Reveal()
}

// paper are the last answers for a committee, by the id of the question.
type paper map[string]said

func readPaper(ctx context.Context, tx *db.Tx, c access.Case, committee string) (paper, error) {
	all := paper{}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var id, field string
		var s said
		err := r.Scan(&id, &field, &s.Version, c.At(seal.Deliberation, "decision_paper", &id).Open("words", &s.Words))
		s.past = append(all[field].past, s.Words)
		all[field] = s
		return id, err
	}, `SELECT id, field, version, words FROM decision_paper WHERE review_id = $1 AND committee_id = $2 ORDER BY version`,
		c.Review(), committee)
	if err != nil {
		return nil, fmt.Errorf("read the paper: %w", err)
	}
	return all, nil
}

// Blank lists the questions of a part that have no answer.
func (p paper) Blank(of part) []guidance.Field {
	var blank []guidance.Field
	for _, f := range of.Fields {
		if p[f.ID].Words.Empty() {
			blank = append(blank, f)
		}
	}
	return blank
}

// paperField is a question on the page, with the names of its fields.
type paperField struct {
	guidance.Field
	Name, Saw, Version string
	Doubt, Heads       bool // Heads begins an option
}

type paperData struct {
	Form      *form.Form
	Review    string
	Committee review.Committee
	Part      part
	Fields    []paperField
	Reports   []agencyreport.Report  // what agencies said of other processes, where the part asks for it
	Requests  []agencyreport.Request // which agencies were asked
	Processes seal.Text              // what the notifier said of other processes
	Sheet     *sheet                 // where the part weighs the criteria
}

var paperPage = web.NewPage[paperData](pages, "paper.html")

func askPaper(r *web.Request, p access.Pass[WritePaper]) (web.Answer, error) {
	return paperAgain(r, p, nil)
}

func paperAgain(r *web.Request, p access.Pass[WritePaper], f *form.Form) (web.Answer, error) {
	d := paperData{Form: f, Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, r.Path("committee"), r.Path("part")) })
	return led(p.Case, paperPage.With(d), err)
}

func (d *paperData) fill(ctx context.Context, tx *db.Tx, c access.Case, committee, id string) error {
	if err := openGroup(ctx, tx, c); err != nil {
		return err
	}
	k, err := committeeOf(ctx, tx, c, committee)
	if err != nil {
		return err
	}
	var there bool
	if d.Part, there = partOf(k, id); !there {
		return db.ErrNotFound
	}
	d.Committee = k
	now, err := readPaper(ctx, tx, c, k.ID)
	if err != nil {
		return err
	}
	fresh := d.Form == nil
	if fresh {
		d.Form = form.New()
	}
	section := ""
	for _, f := range d.Part.Fields {
		one := paperField{Field: f, Name: "say-" + f.ID, Saw: "version-" + f.ID, Doubt: f.Confirmed != guidance.Seen,
			Heads: id == optionsPart && f.Section != section}
		section = f.Section
		if one.Version = d.Form.Value(one.Saw); fresh {
			one.Version = strconv.Itoa(now[f.ID].Version)
			d.Form.Set(one.Name, now[f.ID].Words.Reveal())
		}
		d.Fields = append(d.Fields, one)
		if err := d.beside(ctx, tx, c, f.ID); err != nil {
			return err
		}
	}
	return nil
}

// beside loads what is shown beside a question: what agencies said of other
// processes, which agencies were asked, and what the findings come to.
func (d *paperData) beside(ctx context.Context, tx *db.Tx, c access.Case, field string) error {
	var err error
	switch field {
	case "parallel":
		if d.Reports, err = agencyreport.Released(ctx, tx, c); err != nil {
			return err
		}
		n, err := notification.Of(ctx, tx, c)
		if errors.Is(err, db.ErrNotFound) {
			return nil
		}
		d.Processes = n.Processes
		return err
	case "agencies":
		d.Requests, err = agencyreport.Requests(ctx, tx, c)
	case "criteria":
		var s sheet
		s, err = readSheet(ctx, tx, c, d.Committee)
		d.Sheet = &s
	}
	return err
}

// keepPaper keeps the answers of one part that changed. Two people may write at
// once: only over the same answer does the second one have to look again.
func keepPaper(r *web.Request, p access.Pass[WritePaper]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := paperData{Form: form.New()}
	if err := p.Read(ctx, func(tx *db.Tx) error { return d.fill(ctx, tx, p.Case, r.Path("committee"), r.Path("part")) }); err != nil {
		return led(p.Case, web.Answer{}, err)
	}
	typed := map[string]said{}
	for _, one := range d.Fields {
		typed[one.ID] = said{Version: f.Number(one.Saw, 0, 1e6, ""), Words: seal.T(f.Text(one.Name, 6000, ""))}
	}
	if !f.OK() {
		return paperAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := openGroup(ctx, tx, p.Case); err != nil {
			return err
		}
		now, err := readPaper(ctx, tx, p.Case, d.Committee.ID)
		if err != nil {
			return err
		}
		for _, one := range d.Fields {
			if err := insertSaid(ctx, tx, p.Case, d.Committee.ID, one.ID, now[one.ID], typed[one.ID]); err != nil {
				return err
			}
		}
		return nil
	})
	return led(p.Case, web.Redirect(review.Path(p.Case, "findings")).Say("It is saved."), err)
}

func insertSaid(ctx context.Context, tx *db.Tx, c access.Case, committee, field string, now, s said) error {
	if words := s.Words.Reveal(); words == now.Words.Reveal() || words == now.at(s.Version) {
		return nil // as it stands, or as the person found it
	}
	if s.Version != now.Version {
		return db.ErrStale
	}
	id := db.NewID()
	c.Touch(id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO decision_paper (id, review_id, committee_id, field, version, words, recorded_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, c.Review(), committee, field, now.Version+1, c.At(seal.Deliberation, "decision_paper", &id).Seal("words", s.Words),
		c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep an answer of the paper: %w", err)
	}
	return nil
}
