package agencyreport

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/seal"
)

// account is what an agency says: an answer to each question, and its key
// practice episodes in their order. Correction says why a version follows one
// that was released. It holds words of the case, and is only kept sealed.
type account struct {
	Answers    map[string]answer `json:"answers"`
	Episodes   []episode         `json:"episodes,omitempty"`
	Correction string            `json:"correction,omitempty"`
}

// answer is what the agency says to one question. None is that there is nothing
// to say. Done is the author's own mark, and no part of what is signed.
type answer struct {
	Text   string `json:"text,omitempty"`
	Choice string `json:"choice,omitempty"`
	None   bool   `json:"none,omitempty"`
	Done   bool   `json:"done,omitempty"`
}

// episode is a time in which events, decisions and actions came together. The
// days are kept as they were typed, and also as days where they are certain.
// People are codes, never names. [SEED notify]
type episode struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	From     string   `json:"from,omitempty"`
	FromDay  string   `json:"from_day,omitempty"`
	To       string   `json:"to,omitempty"`
	ToDay    string   `json:"to_day,omitempty"`
	People   []string `json:"people,omitempty"`
	Others   string   `json:"others,omitempty"`
	Happened string   `json:"happened,omitempty"`
	Decision string   `json:"decision,omitempty"`
	Sense    string   `json:"sense,omitempty"`
	System   string   `json:"system,omitempty"`
	Worked   string   `json:"worked,omitempty"`
}

// The answers to a question of yes or no.
var choices = []form.Option{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}, {Value: "unknown", Label: "Not known"}}

const nothing = "Nothing to say here."

// words is the answer as people read it.
func (a answer) words() string {
	if a.None {
		return nothing
	}
	for _, o := range choices {
		if o.Value == a.Choice {
			return strings.TrimSpace(o.Label + ".\n" + a.Text)
		}
	}
	return a.Text
}

// fields are what two people can change at once, by the name of the field.
func (a answer) fields() map[string]string {
	none := ""
	if a.None {
		none = "yes"
	}
	return map[string]string{"text": a.Text, "choice": a.Choice, "none": none}
}

// between stands between codes on one line.
const between = ", "

// fields are what two people can change at once, by the name of the field.
func (e episode) fields() map[string]string {
	return map[string]string{"title": e.Title, "from": e.From, "to": e.To, "people": strings.Join(e.People, between), "others": e.Others,
		"happened": e.Happened, "decision": e.Decision, "sense": e.Sense, "system": e.System, "worked": e.Worked}
}

// text is what the author typed in words, the title first.
func (e episode) text() []string {
	return []string{e.Title, e.Others, e.Happened, e.Decision, e.Sense, e.System, e.Worked}
}

// standing is how far the author has come with a question.
func (a account) standing(q Question) string {
	got := a.Answers[q.ID]
	switch {
	case got.Done:
		return "done"
	case got.words() != "" || q.Kind == guidance.Episodes && len(a.Episodes) > 0:
		return "started"
	}
	return "not started"
}

// answered says that the account says something to the question.
func (a account) answered(q Question) bool {
	return a.Answers[q.ID].words() != "" || q.Kind == guidance.Episodes && len(a.Episodes) > 0
}

// with is the account with another answer to the question.
func (a account) with(question string, to answer) account {
	answers := map[string]answer{}
	maps.Copy(answers, a.Answers)
	answers[question] = to
	a.Answers = answers
	return a
}

// episode finds one by its id.
func (a account) episode(id string) (episode, bool) {
	for _, e := range a.Episodes {
		if e.ID == id {
			return e, true
		}
	}
	return episode{}, false
}

// put is the account with the episode in its place, or at the end.
func (a account) put(e episode) account {
	all := append([]episode{}, a.Episodes...)
	for i := range all {
		if all[i].ID == e.ID {
			all[i] = e
			a.Episodes = all
			return a
		}
	}
	a.Episodes = append(all, e)
	return a
}

// move is the account with the episode one place up (-1) or down (1), or without
// it (0).
func (a account) move(id string, by int) account {
	all := append([]episode{}, a.Episodes...)
	for i := range all {
		if all[i].ID != id {
			continue
		}
		if to := i + by; by == 0 {
			all = append(all[:i], all[i+1:]...)
		} else if to >= 0 && to < len(all) {
			all[i], all[to] = all[to], all[i]
		}
		break
	}
	a.Episodes = all
	return a
}

// count counts the words of the report, without titles and days.
func (a account) count() int {
	n := 0
	for _, x := range a.Answers {
		n += len(strings.Fields(x.Text))
	}
	for _, e := range a.Episodes {
		n += e.count()
	}
	return n
}

func (e episode) count() int { return len(strings.Fields(strings.Join(e.text()[1:], " "))) }

func (a account) seal() (seal.Text, error) {
	b, err := json.Marshal(a)
	if err != nil {
		return seal.Text{}, fmt.Errorf("keep the account: %w", err)
	}
	return seal.T(string(b)), nil
}

// same says that two accounts say the same, marks of the author included.
func (a account) same(b account) bool {
	x, _ := json.Marshal(a) // maps are written in the order of their keys
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

func openAccount(t seal.Text) (account, error) {
	a := account{Answers: map[string]answer{}}
	if err := json.Unmarshal([]byte(t.Reveal()), &a); err != nil {
		return a, fmt.Errorf("a kept account cannot be read")
	}
	return a, nil
}

// merge puts together what two people made of the same fields. mine and theirs
// both began at base. Where only one of them changed a field, that one is taken;
// where both did, mine is taken and theirs given back beside it.
func merge(base, mine, theirs map[string]string) (merged, both map[string]string) {
	merged, both = map[string]string{}, map[string]string{}
	for name := range mine {
		b, m, t := base[name], mine[name], theirs[name]
		switch {
		case m == t || t == b:
			merged[name] = m
		case m == b:
			merged[name] = t
		default:
			merged[name], both[name] = m, t
		}
	}
	return merged, both
}

// certainDay reads a day that leaves no doubt: "22 May 2016", not "May 2016".
func certainDay(written string) db.Date {
	f := form.New()
	f.Set("day", written)
	day := f.Date("day", "")
	if !f.OK() {
		return db.Date{}
	}
	return day
}
