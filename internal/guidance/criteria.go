package guidance

// Op says how the limbs under a limb count together.
type Op string

// A limb that asks has no Op; it is answered by a person.
const (
	Asked Op = ""
	All   Op = "ALL" // every limb under it must be met
	Any   Op = "ANY" // one limb under it is enough
)

// Limb is one part of the criteria, in our own words: a question to answer, or a
// group of limbs. A decision cites the ids of either.
type Limb struct {
	ID   string `json:"id"` // such as "1i-a", unique within the version
	Op   Op     `json:"op"`
	Text string `json:"text"`
	Note string `json:"note"`
	Of   []Limb `json:"of"`

	// Practice marks the limb that asks about effective practice, the only one
	// to answer where nobody came to harm.
	Practice bool `json:"practice"`
	Origin
}

// Answer is what a person says of one limb. No answer counts as Unknown.
type Answer string

// The answers, as they are stored.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Outcome is what the answers come to.
type Outcome string

// The outcomes, as they are stored and shown.
const (
	Met        Outcome = "met"
	NotMet     Outcome = "not met"
	CannotTell Outcome = "cannot tell yet"
)

// Limbs gives the limbs a person answers, in order.
func (v Version) Limbs() []Limb { return v.Criteria.asked(nil) }

func (l Limb) asked(out []Limb) []Limb {
	if l.Op == Asked {
		return append(out, l)
	}
	for _, under := range l.Of {
		out = under.asked(out)
	}
	return out
}

// Limb gives the limb or group with that id, and whether there is one.
func (v Version) Limb(id string) (Limb, bool) { return v.Criteria.find(id) }

func (l Limb) find(id string) (Limb, bool) {
	if l.ID == id {
		return l, true
	}
	for _, under := range l.Of {
		if found, ok := under.find(id); ok {
			return found, true
		}
	}
	return Limb{}, false
}

// Evaluate says whether the answers, by limb id, meet the criteria, or whether
// that cannot be told before more is known.
//
// It decides nothing. Where the criteria are met the committee still weighs
// what a review would add and whether it is in proportion, and may decide
// against one; people decide, with their reasons, and the outcome is kept
// beside the decision and not in its place [CP21 p4, ASP22 p4].
func (v Version) Evaluate(answers map[string]Answer) Outcome {
	return v.Criteria.Evaluate(answers)
}

// Evaluate says what the answers come to for this limb and those under it.
func (l Limb) Evaluate(answers map[string]Answer) Outcome {
	if l.Op == Asked {
		switch answers[l.ID] {
		case Yes:
			return Met
		case No:
			return NotMet
		}
		return CannotTell
	}
	decisive, otherwise := Met, NotMet // ANY: one that is met decides
	if l.Op == All {
		decisive, otherwise = NotMet, Met
	}
	for _, under := range l.Of {
		switch under.Evaluate(answers) {
		case decisive:
			return decisive
		case CannotTell:
			otherwise = CannotTell
		}
	}
	return otherwise
}

// Missing gives the limbs without a yes or a no that could still settle the
// outcome, in order; none when it is settled.
func (v Version) Missing(answers map[string]Answer) []Limb {
	return v.Criteria.missing(answers, nil)
}

func (l Limb) missing(answers map[string]Answer, out []Limb) []Limb {
	if l.Evaluate(answers) != CannotTell {
		return out
	}
	if l.Op == Asked {
		return append(out, l)
	}
	for _, under := range l.Of {
		out = under.missing(answers, out)
	}
	return out
}
