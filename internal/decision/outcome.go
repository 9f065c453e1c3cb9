package decision

import (
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
)

// Outcome is what is recommended or decided.
type Outcome string

// The outcomes: a learning review, another way to learn, neither, or more
// information before it can be said. [CI-LR, CP21 p4]
const (
	Review Outcome = "review"
	Other  Outcome = "other"
	None   Outcome = "none"
	More   Outcome = "more"
)

// outcomes are offered in this order to everybody who gives a view or decides.
var outcomes = []form.Option{
	{Value: string(Review), Label: "Hold a learning review"},
	{Value: string(Other), Label: "Learn in another way", Hint: "Such as a single-agency review, a briefing or a case discussion. It is reported too."},
	{Value: string(None), Label: "No review", Hint: "The reasons are given to the Care Inspectorate."},
	{Value: string(More), Label: "More information first", Hint: "The lead officer is asked to find it out."},
}

// OutcomeWords are all outcomes as people read them, in their order.
func OutcomeWords() []string {
	var all []string
	for _, k := range outcomes {
		all = append(all, k.Label)
	}
	return all
}

// Words name the outcome as people read it.
func (o Outcome) Words() string {
	for _, k := range outcomes {
		if k.Value == string(o) {
			return k.Label
		}
	}
	return "Not said"
}

// detail is what a decision says beside its outcome and reasons, where it applies.
type detail struct {
	Name, Label, Hint string
	Short             string // the label where it is only read
	When              string // an outcome, or one of those below
	Max               int
	Day               bool
	Options           []form.Option
	Needed            string
}

// When a detail applies, apart from the outcomes.
const (
	delegated = "delegated" // it was decided between meetings
	differing = "split"     // the committees differ
	twoWays   = "informed"  // they differ, and one holds a review
	changing  = "changed"   // another decision stood before it
)

var kinds = []form.Option{
	{Value: "own", Label: "A review of this area"},
	{Value: "joint", Label: "A joint review with another area", Hint: "Say with whom below."},
	{Value: "combined", Label: "A review together with another process", Hint: "Such as an adverse event review. Say which below."},
}

// details are in the order in which they are asked and shown. Types and scales of
// review are local: the guidance lays none down. [CP21 p5, ASP22 p5, CI-LR]
var details = []detail{
	{Name: "kind", When: string(Review), Label: "What kind of review?", Short: "Kind of review", Options: kinds, Needed: "Choose what kind of review is held."},
	{Name: "scale", When: string(Review), Label: "How large is it?", Short: "Scale", Max: 2000,
		Hint: "Such as the years it looks at, which agencies, how many conversations or events.", Needed: "Say how large the review is."},
	{Name: "activity", When: string(Other), Label: "What is done instead?", Short: "What is done", Max: 2000,
		Hint: "Such as a case discussion, a briefing or a single-agency review.", Needed: "Say what is done to learn from it."},
	{Name: "owner", When: string(Other), Label: "Who leads it?", Short: "Who leads it", Max: 200, Hint: "A post and an agency.", Needed: "Say who leads it."},
	{Name: "reported", When: string(Other), Label: "How is its learning reported?", Short: "How its learning is reported", Max: 2000,
		Hint:   "The Care Inspectorate must be sent an anonymised report, or the minutes that hold the learning.",
		Needed: "Say how the learning is reported. The Care Inspectorate must be sent it."},
	{Name: "report_by", When: string(Other), Label: "By when does the Care Inspectorate have the learning?", Short: "Learning sent by", Day: true,
		Needed: "Give the day by which the learning is sent, such as 31 March 2027."},
	{Name: "asked_of", When: string(More), Label: "Who is asked?", Short: "Who is asked", Max: 400, Hint: "Agencies, or people by their post.", Needed: "Say who is asked."},
	{Name: "asked_by", When: string(More), Label: "By when is it needed?", Short: "Needed by", Day: true,
		Needed: "Give the day by which it is needed, such as 31 March 2027."},
	{Name: "delegate", When: delegated, Label: "Who decided?", Short: "Decided between meetings by", Max: 400, Hint: "Their posts.", Needed: "Say who decided."},
	{Name: "urgent", When: delegated, Label: "Why could it not wait for the meeting?", Short: "Why it could not wait", Max: 2000,
		Needed: "Say why it could not wait for the committee's meeting."},
	{Name: "meets", When: delegated, Label: "When does the committee meet next?", Short: "Meeting that confirms it", Day: true,
		Hint: "It is asked then whether it confirms the decision.", Needed: "Give the day of the next meeting, such as 31 March 2027."},
	{Name: "split", When: differing, Label: "Why do the committees decide differently?", Short: "Why the committees decided differently", Max: 4000,
		Needed: "The other committee decided differently. Say why, so that it can be understood later."},
	{Name: "informed", When: twoWays, Label: "How is the committee that holds no review kept informed?", Short: "How the other committee is kept informed", Max: 2000,
		Hint: "Such as a report at each of its meetings.", Needed: "Say how the committee that holds no review is kept informed."},
	{Name: "changed", When: changing, Label: "Why is the decision changed?", Short: "Why it was changed", Max: 4000,
		Needed: "Say why the decision is changed. Everybody who was told is told again."},
}

// read gives what was typed for a detail that applies.
func (x detail) read(f *form.Form, on db.Date) seal.Text {
	switch {
	case x.Options != nil:
		return seal.T(f.Choice(x.Name, x.Options, x.Needed))
	case x.Day:
		day := f.Date(x.Name, x.Needed)
		if !day.IsZero() && day.Before(on) {
			f.Refuse(x.Name, "This is before the day of the decision.")
		}
		if day.IsZero() {
			return seal.Text{}
		}
		return seal.T(day.String())
	}
	return seal.T(f.Text(x.Name, x.Max, x.Needed))
}

// words are a detail as people read it.
func (x detail) words(t seal.Text) string {
	for _, o := range x.Options {
		if o.Value == t.Reveal() {
			return o.Label
		}
	}
	if day, err := db.ParseDate(t.Reveal()); x.Day && err == nil {
		return day.Words()
	}
	return t.Reveal()
}
