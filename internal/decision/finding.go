package decision

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// finding is what the group says of one criterion, and why.
type finding struct {
	Answer   guidance.Answer
	Reason   seal.Text
	Evidence []evidence
}

// Words name the answer as people read it.
func (f finding) Words() string {
	for _, a := range answers {
		if a.Value == string(f.Answer) {
			return a.Label
		}
	}
	return "Not answered"
}

var answers = []form.Option{{Value: string(guidance.Yes), Label: "Yes"}, {Value: string(guidance.No), Label: "No"},
	{Value: string(guidance.Unknown), Label: "Not known"}}

// sheet is a committee's criteria with what the group found on each.
type sheet struct {
	Committee review.Committee
	Version   int
	Guidance  guidance.Version
	Findings  map[string]finding
	Outcome   guidance.Outcome
	Missing   []guidance.Limb // without any answer
	Bare      []guidance.Limb // with an answer that rests on nothing yet
	Unsettled []guidance.Limb // whose answer could still change the outcome
	Lines     []limbLine
	By        string
	At        time.Time
}

// limbLine is a criterion or a group of them as it stands on the page.
type limbLine struct {
	guidance.Limb
	Finding        finding
	Claim          *finding // what the notifier said, where the page shows it
	Group, Doubt   bool
	Answer, Reason string // names of the fields
}

// Begun says that something was answered.
func (s sheet) Begun() bool { return s.Version > 0 }

func readSheet(ctx context.Context, tx *db.Tx, c access.Case, k review.Committee) (sheet, error) {
	version, err := last(ctx, tx, c, "decision_finding", k.ID)
	if err != nil {
		return sheet{}, err
	}
	return readSheetAt(ctx, tx, c, k, version)
}

// readSheetAt reads one version of a committee's sheet; 0 is the empty one.
func readSheetAt(ctx context.Context, tx *db.Tx, c access.Case, k review.Committee, version int) (sheet, error) {
	s := sheet{Committee: k, Version: version, Guidance: k.Version(), Findings: map[string]finding{}}
	_, err := db.All(ctx, tx, func(r db.Row) (string, error) {
		var id, limb string
		var answer, reason, rests seal.Text
		at := c.At(seal.Deliberation, "decision_finding", &id)
		if err := r.Scan(&id, &limb, at.Open("answer", &answer), at.Open("reason", &reason), at.Open("evidence", &rests), &s.By, &s.At); err != nil {
			return id, err
		}
		all, err := openEvidence(rests)
		s.Findings[limb] = finding{guidance.Answer(answer.Reveal()), reason, all}
		return id, err
	}, `
		SELECT id, limb, answer, reason, evidence, recorded_by, at
		FROM decision_finding WHERE review_id = $1 AND committee_id = $2 AND version = $3`, c.Review(), k.ID, version)
	if err != nil {
		return s, fmt.Errorf("read the findings: %w", err)
	}
	s.reckon()
	return s, nil
}

// reckon says what the answers come to. It decides nothing. [CP21 p4, ASP22 p4]
func (s *sheet) reckon() {
	given := map[string]guidance.Answer{}
	for id, f := range s.Findings {
		given[id] = f.Answer
	}
	s.Outcome = s.Guidance.Evaluate(given)
	s.Unsettled = s.Guidance.Missing(given)
	for _, l := range s.Guidance.Limbs() {
		switch f := s.Findings[l.ID]; {
		case f.Answer == "":
			s.Missing = append(s.Missing, l)
		case len(f.Evidence) == 0:
			s.Bare = append(s.Bare, l)
		}
	}
	s.add(s.Guidance.Criteria)
}

func (s *sheet) add(l guidance.Limb) {
	s.Lines = append(s.Lines, limbLine{Limb: l, Finding: s.Findings[l.ID], Group: l.Op != guidance.Asked,
		Doubt: l.Confirmed != guidance.Seen, Answer: "answer-" + l.ID, Reason: "reason-" + l.ID})
	for _, under := range l.Of {
		s.add(under)
	}
}

// Come is what the answers come to, in words.
func (s sheet) Come() string {
	switch s.Outcome {
	case guidance.Met:
		return "The criteria are met."
	case guidance.NotMet:
		return "The criteria are not met."
	}
	return "It cannot be told yet."
}

type criteriaData struct {
	Form    *form.Form
	Review  string
	Sheet   sheet
	Answers []form.Option
	Saw     int
}

var criteriaPage = web.NewPage[criteriaData](pages, "criteria.html")

func askCriteria(r *web.Request, p access.Pass[Find]) (web.Answer, error) {
	return criteriaAgain(r, p, nil)
}

func criteriaAgain(r *web.Request, p access.Pass[Find], f *form.Form) (web.Answer, error) {
	d := criteriaData{Form: f, Review: p.Review(), Answers: answers}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := openGroup(r.Context(), tx, p.Case); err != nil {
			return err
		}
		k, err := committeeOf(r.Context(), tx, p.Case, r.Path("committee"))
		if err != nil {
			return err
		}
		if d.Sheet, err = readSheet(r.Context(), tx, p.Case, k); err != nil {
			return err
		}
		return d.Sheet.claims(r.Context(), tx, p.Case)
	})
	if d.Saw = d.Sheet.Version; f != nil {
		d.Saw = f.Number("version", 0, 1e6, "")
		return led(p.Case, criteriaPage.With(d), err)
	}
	d.Form = form.New()
	for id, found := range d.Sheet.Findings {
		d.Form.Set("answer-"+id, string(found.Answer))
		d.Form.Set("reason-"+id, found.Reason.Reveal())
	}
	return led(p.Case, criteriaPage.With(d), err)
}

// claims puts beside each criterion what the notifier said of it. The act opens
// the compartment Notification. [ASP22 p7]
func (s *sheet) claims(ctx context.Context, tx *db.Tx, c access.Case) error {
	n, err := notification.Of(ctx, tx, c)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	for i, l := range s.Lines {
		if a, said := n.Answers[s.Committee.Guidance][l.ID]; said {
			s.Lines[i].Claim = &finding{Answer: a.Value, Reason: a.Reason}
		}
	}
	return nil
}

// answerCriteria keeps what the group finds on each criterion of a committee's
// guidance, each with its reason. Some may be left for later. [CP21 p3, ASP22 p7]
func answerCriteria(r *web.Request, p access.Pass[Find]) (web.Answer, error) {
	var found map[string]finding
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if err := openGroup(r.Context(), tx, p.Case); err != nil {
			return err
		}
		k, err := committeeOf(r.Context(), tx, p.Case, r.Path("committee"))
		found = typedFindings(r.Form, k.Version())
		return err
	})
	if err != nil {
		return led(p.Case, web.Answer{}, err)
	}
	saw := r.Form.Number("version", 0, 1e6, "")
	if !r.Form.OK() {
		return criteriaAgain(r, p, r.Form)
	}
	err = p.Write(r.Context(), func(tx *db.Tx) error {
		if err := openGroup(r.Context(), tx, p.Case); err != nil {
			return err
		}
		k, err := committeeOf(r.Context(), tx, p.Case, r.Path("committee"))
		if err != nil {
			return err
		}
		before, err := readSheet(r.Context(), tx, p.Case, k)
		if err != nil {
			return err
		}
		for id, f := range found {
			f.Evidence = before.Findings[id].Evidence
			found[id] = f
		}
		if err := insertFindings(r.Context(), tx, p.Case, r.Path("committee"), saw, found); err != nil {
			return err
		}
		return findingsDone(r.Context(), tx, p.Case)
	})
	return led(p.Case, web.Redirect(review.Path(p.Case, "findings")).Say("The findings are saved."), err)
}

func typedFindings(f *form.Form, v guidance.Version) map[string]finding {
	found := map[string]finding{}
	for _, l := range v.Limbs() {
		answer, reason := "answer-"+l.ID, "reason-"+l.ID
		if f.Value(answer) == "" && f.Text(reason, 4000, "") == "" {
			continue
		}
		found[l.ID] = finding{Answer: guidance.Answer(f.Choice(answer, answers, "Choose yes, no or not known for "+l.ID+".")),
			Reason: seal.T(f.Text(reason, 4000, "Give the reason for the answer to "+l.ID+". For not known, say what was looked for."))}
	}
	if len(found) == 0 && len(v.Limbs()) > 0 {
		f.Refuse("answer-"+v.Limbs()[0].ID, "Answer at least one of the criteria.")
	}
	return found
}

func insertFindings(ctx context.Context, tx *db.Tx, c access.Case, committee string, saw int, found map[string]finding) error {
	version, err := next(ctx, tx, c, "decision_finding", committee, saw)
	if err != nil {
		return err
	}
	for limb, f := range found {
		id := db.NewID()
		at := c.At(seal.Deliberation, "decision_finding", &id)
		rests, err := sealEvidence(f.Evidence)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			INSERT INTO decision_finding (id, review_id, committee_id, version, limb, answer, reason, evidence, recorded_by, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			id, c.Review(), committee, version, limb, at.Seal("answer", seal.T(string(f.Answer))), at.Seal("reason", f.Reason),
			at.Seal("evidence", rests), c.Person(), tx.Now()); err != nil {
			return fmt.Errorf("keep the finding on %s: %w", limb, err)
		}
		c.Touch(id)
	}
	return nil
}

// findingsDone records the findings once every criterion of every committee
// has its answer, and takes the record back when one lost it.
func findingsDone(ctx context.Context, tx *db.Tx, c access.Case) error {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, k := range cs {
		s, err := readSheet(ctx, tx, c, k)
		if err != nil {
			return err
		}
		if len(s.Missing) > 0 {
			return review.Undone(ctx, tx, c, review.Findings)
		}
	}
	return review.Done(ctx, tx, c, review.Findings)
}
