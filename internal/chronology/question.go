package chronology

import (
	"context"
	"fmt"
	"slices"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// question is something that the team wants to understand, with who looks after
// it and what became of it. It holds words of the case, and is only kept sealed.
type question struct {
	Words     string        `json:"words"`
	Answering string        `json:"answering,omitempty"` // what would answer it
	Where     place         `json:"where,omitempty"`     // it may be answered
	Owner     string        `json:"owner"`               // account
	Episodes  []string      `json:"episodes,omitempty"`
	Entries   []string      `json:"entries,omitempty"`
	State     questionState `json:"state"`
	Answer    string        `json:"answer,omitempty"` // or why it was closed without one
	Found     place         `json:"found,omitempty"`  // where it was answered
}

// place is where a question is answered.
type place string

// Event is the practitioners' event.
const Event place = "event"

var answerPlaces = []form.Option{{Value: string(Event), Label: "At the practitioners' event"}, {Value: "conversation", Label: "In a conversation"},
	{Value: "record", Label: "In a record"}, {Value: "agency", Label: "By an agency"}}

type questionState string

const (
	questionOpen     questionState = "open"
	questionAnswered questionState = "answered"
	questionClosed   questionState = "closed" // without an answer
)

// Question is a question to explore. Where says where it may be answered.
type Question struct {
	ID, Owner     string
	Number        int
	Open          bool
	Where         place
	Words, Answer seal.Text
}

// Questions lists the team's questions, as they were asked. The act opens the
// compartment Chronology. [SEED questions]
func Questions(ctx context.Context, tx *db.Tx, c access.Case) ([]Question, error) {
	all, err := stillThere(studied[question](ctx, tx, c, kindQuestion))
	var out []Question
	for _, s := range all {
		q := s.Says
		out = append(out, Question{s.ID, q.Owner, s.Place, q.State == questionOpen, q.Where, seal.T(q.Words), seal.T(q.Answer)})
	}
	return out, err
}

func questionRoutes(rs *web.Routes) {
	web.Add(rs, "GET /reviews/{review}/chronology/questions", listQuestions)
	web.Add(rs, "GET /reviews/{review}/chronology/questions/{question}", showQuestion)
	web.Add(rs, "GET /reviews/{review}/chronology/questions/{question}/edit", askQuestion)
	web.Add(rs, "POST /reviews/{review}/chronology/questions/{question}/edit", saveQuestion)
	web.Add(rs, "POST /reviews/{review}/chronology/questions/{question}", settleQuestion)
	web.Add(rs, "POST /reviews/{review}/chronology/questions/{question}/again", openAgain)
}

// SeeQuestions is to read the team's questions.
type SeeQuestions struct{}

func (SeeQuestions) Rule() access.Rule {
	return access.Rule{Name: "chronology.see-questions", Who: readers, Opens: seal.Chronology}
}

// AskQuestion is to ask a question of the team's, and to answer one.
type AskQuestion struct{}

func (AskQuestion) Rule() access.Rule {
	return access.Rule{Name: "chronology.ask-question", Who: noting, Opens: seal.Chronology}
}

// questionOwners are the people who can look after a question: those who may
// read it now.
func questionOwners(ctx context.Context, tx *db.Tx, c access.Case) ([]form.Option, error) {
	people, err := c.People(ctx, tx)
	var out []form.Option
	for _, p := range people {
		reads := slices.ContainsFunc(readers, func(g access.Grant) bool { return g.Roles&p.Role != 0 && g.Stages.Has(c.Stage()) })
		known := slices.ContainsFunc(out, func(o form.Option) bool { return o.Value == p.ID })
		if reads && !known && !p.Walled && !p.Suspended {
			out = append(out, form.Option{Value: p.ID, Label: p.Name.Reveal()})
		}
	}
	return out, err
}

// waits puts the question on the start page of its owner, or takes it off.
func (q question) waits(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	key := "question:" + id
	if q.State != questionOpen {
		return review.Settle(ctx, tx, c, key)
	}
	return review.Ask(ctx, tx, c, review.Task{Key: key, Account: q.Owner, What: "Find the answer to a question of the review team",
		Path: questionPath(c, id)})
}

func questionsPath(c access.Case) string           { return review.Path(c, "chronology/questions") }
func questionPath(c access.Case, id string) string { return questionsPath(c) + "/" + id }

// links are what a question is about, in words, each with its page.
func (q question) links(ctx context.Context, tx *db.Tx, c access.Case) (out []aboutLink, err error) {
	episodes, err := stillThere(studied[episode](ctx, tx, c, kindEpisode))
	if err != nil {
		return nil, err
	}
	for _, s := range episodes {
		if slices.Contains(q.Episodes, s.ID) {
			out = append(out, aboutLink{episodesPath(c) + "/" + s.ID, "Episode: " + s.Says.Title})
		}
	}
	gone := len(q.Episodes) - len(out)
	entries, err := Entries(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	there := 0
	for _, e := range entries {
		if slices.Contains(q.Entries, e.ID) {
			there++
			out = append(out, aboutLink{review.Path(c, "chronology/entries/"+e.ID+"/themes"), e.When.Reveal() + ", " + e.AgencyName + ": " + e.Event.Reveal()})
		}
	}
	if gone += len(q.Entries) - there; gone > 0 {
		out = append(out, aboutLink{"", fmt.Sprintf("%d more, no longer there", gone)})
	}
	return out, nil
}

// aboutLink is something on another page; Path is "" where there is none.
type aboutLink struct{ Path, Text string }
