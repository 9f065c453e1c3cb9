package decision

import (
	"lr/internal/form"
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
