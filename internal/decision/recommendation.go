package decision

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
)

// recommendation is what the group says to a committee. A version never
// changes; what its members say of it is beside it. [ASP22 p4, CP21 p4]
type recommendation struct {
	ID, Committee string
	Version       int
	Outcome       Outcome
	Reasons       seal.Text
	Immediate     seal.Text // learning and action already taken
	Dissent       seal.Text // what members say who do not agree, word for word
	Stances       []stance  // the last words of each member on it
	Paper         whole
	By            string
	At            time.Time
	Name          seal.Text
}

// whole is everything that goes with a recommendation, as it stood when it was made.
type whole struct {
	Findings int         `json:"findings"` // version of the sheet
	Come     string      `json:"come"`
	Criteria []wholeLimb `json:"criteria"`
	Fields   []wholePart `json:"fields"`
	Options  []wholePart `json:"options"`
}

// wholeLimb is a criterion with what was found.
type wholeLimb struct {
	ID     string   `json:"id"`
	Text   string   `json:"text"`
	Answer string   `json:"answer"`
	Reason string   `json:"reason"`
	Rests  []string `json:"rests"`
	Sure   bool     `json:"sure"` // the wording was confirmed
}

// wholePart is a question with its answer.
type wholePart struct {
	ID      string `json:"id"`
	Section string `json:"section"`
	Label   string `json:"label"`
	Words   string `json:"words"`
	Sure    bool   `json:"sure"`
}

// wholeOf takes everything together that goes to a committee now.
func wholeOf(s sheet, p paper) whole {
	w := whole{Findings: s.Version, Come: s.Come()}
	for _, l := range s.Lines {
		if l.Group {
			continue
		}
		one := wholeLimb{ID: l.ID, Text: l.Text, Answer: l.Finding.Words(), Reason: l.Finding.Reason.Reveal(), Sure: !l.Doubt}
		for _, e := range l.Finding.Evidence {
			one.Rests = append(one.Rests, e.Label)
		}
		w.Criteria = append(w.Criteria, one)
	}
	for _, of := range parts(s.Committee) {
		for _, f := range of.Fields {
			one := wholePart{f.ID, f.Section, f.Label, p[f.ID].Words.Reveal(), f.Confirmed == guidance.Seen}
			if of.ID == optionsPart {
				w.Options = append(w.Options, one)
			} else {
				w.Fields = append(w.Fields, one)
			}
		}
	}
	return w
}

// allRecommendations gives every version, oldest first.
func allRecommendations(ctx context.Context, tx *db.Tx, c access.Case) ([]recommendation, error) {
	by, err := names(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	all, err := db.All(ctx, tx, func(r db.Row) (recommendation, error) {
		var k recommendation
		var outcome, paper, dissent seal.Text
		at := c.At(seal.Deliberation, "decision_recommendation", &k.ID)
		err := r.Scan(&k.ID, &k.Committee, &k.Version, at.Open("outcome", &outcome), at.Open("reasons", &k.Reasons),
			at.Open("immediate", &k.Immediate), at.Open("dissent", &dissent), at.Open("paper", &paper), &k.By, &k.At)
		if err != nil {
			return k, err
		}
		k.Outcome, k.Name = Outcome(outcome.Reveal()), by[k.By]
		if paper.Empty() {
			return k, nil
		}
		if err := json.Unmarshal([]byte(paper.Reveal()), &k.Paper); err != nil {
			return k, fmt.Errorf("the paper of recommendation %s cannot be read", k.ID)
		}
		return k, nil
	}, `
		SELECT id, committee_id, version, outcome, reasons, immediate, dissent, paper, recorded_by, at
		FROM decision_recommendation WHERE review_id = $1 ORDER BY version`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the recommendations: %w", err)
	}
	said, err := stances(ctx, tx, c)
	for i, k := range all {
		all[i].Stances = on(said, k.Committee, k.Version)
		all[i].Dissent = dissentOf(all[i].Stances)
	}
	return all, err
}

// dissentOf is what those say who do not agree, word for word.
func dissentOf(all []stance) seal.Text {
	var words []string
	for _, s := range all {
		if s.Counts() && !s.Agrees {
			words = append(words, s.Name.Reveal()+": "+s.Words.Reveal())
		}
	}
	return seal.T(strings.Join(words, "\n\n"))
}

// recommendations gives the last one to each committee.
func recommendations(ctx context.Context, tx *db.Tx, c access.Case) (map[string]recommendation, error) {
	all, err := allRecommendations(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	last := map[string]recommendation{}
	for _, k := range all {
		last[k.Committee] = k
	}
	return last, nil
}

func insertRecommendation(ctx context.Context, tx *db.Tx, c access.Case, saw int, k recommendation) error {
	version, err := next(ctx, tx, c, "decision_recommendation", k.Committee, saw)
	if err != nil {
		return err
	}
	words, err := json.Marshal(k.Paper)
	if err != nil {
		return fmt.Errorf("keep the paper: %w", err)
	}
	k.ID = db.NewID()
	c.Touch(k.ID)
	at := c.At(seal.Deliberation, "decision_recommendation", &k.ID)
	_, err = tx.Exec(ctx, `
		INSERT INTO decision_recommendation (id, review_id, committee_id, version, outcome, reasons, immediate, dissent, paper, recorded_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		k.ID, c.Review(), k.Committee, version, at.Seal("outcome", seal.T(string(k.Outcome))), at.Seal("reasons", k.Reasons),
		at.Seal("immediate", k.Immediate), at.Seal("dissent", seal.Text{}), at.Seal("paper", seal.T(string(words))), c.Person(), tx.Now())
	if err != nil {
		return fmt.Errorf("keep the recommendation: %w", err)
	}
	return nil
}

// recommended records the recommendation once each committee has one. Where the
// group wants to know more first, the lead officer is asked, and nothing is
// recorded yet.
func recommended(ctx context.Context, tx *db.Tx, c access.Case) error {
	cs, err := review.Committees(ctx, tx, c)
	if err != nil {
		return err
	}
	all, err := recommendations(ctx, tx, c)
	if err != nil {
		return err
	}
	if err := review.Settle(ctx, tx, c, "views-in"); err != nil {
		return err
	}
	if err := turnAll(ctx, tx, c); err != nil {
		return err
	}
	done, more := true, false
	for _, k := range cs {
		more = more || all[k.ID].Outcome == More
		done = done && all[k.ID].Outcome != More && all[k.ID].Outcome != ""
	}
	if err := groupWantsMore(ctx, tx, c, more); err != nil {
		return err
	}
	if !done {
		if err := review.Settle(ctx, tx, c, "recommended"); err != nil {
			return err
		}
		return review.Undone(ctx, tx, c, review.Recommendation)
	}
	if err := review.Done(ctx, tx, c, review.Recommendation); err != nil {
		return err
	}
	if err := settleLeft(ctx, tx, c); err != nil {
		return err
	}
	return ask(ctx, tx, c, review.Task{Key: "recommended", Role: access.LeadOfficer,
		What: "The working group has recommended. Move the review on and bring it to the committee", Path: "/reviews/" + c.Review()})
}

func groupWantsMore(ctx context.Context, tx *db.Tx, c access.Case, more bool) error {
	if !more {
		return review.Settle(ctx, tx, c, "group-more")
	}
	return ask(ctx, tx, c, review.Task{Key: "group-more", Role: access.LeadOfficer,
		What: "The working group asks for more information", Path: review.Path(c, "findings")})
}
