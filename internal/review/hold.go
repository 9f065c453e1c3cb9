package review

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/seal"
)

// Topic is what a limit is about. The review as a whole goes on. [CP24 p8]
type Topic string

const (
	Witnesses     Topic = "witnesses"
	FamilyContact Topic = "family"
	Interviews    Topic = "interviews"
	Naming        Topic = "naming"
	Records       Topic = "records"
	Practitioners Topic = "event"
	Publication   Topic = "publication"
	Sharing       Topic = "sharing"
	Everything    Topic = "everything"
)

// topic has the words for a Topic. what completes "Limit on"; means is what must
// wait or be agreed; kindly is for a practitioner, "" where it is not theirs to know.
type topic struct {
	Topic
	what, means, kindly string
}

// topics are offered in this order.
var topics = []topic{
	{Witnesses, "witness accounts", "asking people who are or may be witnesses about what happened, inviting them, or bringing them together",
		"People who may be witnesses are asked about what happened somewhere else first. If that could be you, please speak to your supporter or the lead officer before you come or write. You have done nothing wrong."},
	{FamilyContact, "contact with family members", "being in touch with family members about what happened", ""},
	{Interviews, "interviews", "interviews and conversations about what happened", ""},
	{Naming, "names and dates", "writing down names or exact dates", "Please write no names and no dates."},
	{Records, "the records of one agency", "asking for the records of this agency, or using them", ""},
	{Practitioners, "the practitioners' event", "holding the practitioners' event",
		"It is being agreed with others when the event can be held. Please wait until the lead officer tells you. You have done nothing wrong."},
	{Publication, "publication", "making anything about this review public", ""},
	{Sharing, "sharing with a named body", "giving papers or findings to a body that is named in the agreement", ""},
	{Everything, "all work on the review", "any work on this review",
		"The review waits for now. Please write nothing here until the lead officer tells you that it goes on. You have done nothing wrong."},
}

// Level says how far a limit goes.
type Level string

const (
	AskFirst Level = "ask"
	Never    Level = "never"
)

var levels = []form.Option{
	{Value: string(AskFirst), Label: "Only when it was agreed", Hint: "Each time, the page asks whether it was agreed, and keeps the answer."},
	{Value: string(Never), Label: "Not at all for now", Hint: "The program refuses it until this limit is ended."}}

// Hold is one version of a limit on a topic, agreed with those who lead a
// parallel process. Two people end it. Words are only there for those who keep limits.
type Hold struct {
	ID, Parallel string
	Version      int
	Topic        Topic
	Level        Level
	Agency       string
	AgencyName   string
	State        string // "on", "ending", "off"
	ReviewOn     db.Date
	By           string // account
	At           time.Time
	sheet
}

// On says that the limit is in force: also while its end waits for a second person.
func (h Hold) On() bool { return h.State != "off" }

func (h Hold) topic() topic {
	for _, t := range topics {
		if t.Topic == h.Topic {
			return t
		}
	}
	return topic{}
}

// What is the topic in words.
func (h Hold) What() string {
	if h.Topic == Records && h.AgencyName != "" {
		return "the records of " + h.AgencyName
	}
	return h.topic().what
}

// Means is what must wait or be agreed.
func (h Hold) Means() string {
	if h.Level == Never {
		return "Not for now: " + h.topic().means + "."
	}
	return "Only with agreement: " + h.topic().means + "."
}

// Rows are the agreement behind the limit, for those who may read it.
func (h Hold) Rows() []look.Row {
	return filled([]look.Row{{Key: "Agreed with", Value: h.Says("with")}, {Key: "For the review", Value: h.Says("ours")},
		{Key: "Agreed on", Value: h.Day("agreed")}, {Key: "The limit", Value: h.Says("limits")}, {Key: "What may go on", Value: h.Says("goes_on")},
		{Key: "Which body", Value: h.Says("body")}, {Key: "Agreed to end", Value: h.Day("until")},
		{Key: "Looked at again on", Value: h.ReviewOn.Words()}, {Key: "Why it ends", Value: h.Says("ended")}})
}

// readHolds gives every version of every limit, the oldest first; the words only
// where they are asked for.
func readHolds(ctx context.Context, tx *db.Tx, c access.Case, words bool) ([]Hold, error) {
	agencies, err := Agencies(ctx, tx)
	if err != nil {
		return nil, err
	}
	hs, err := db.All(ctx, tx, func(r db.Row) (Hold, error) {
		var h Hold
		var id string
		var written seal.Text
		var raw []byte
		to := any(&raw)
		if words {
			to = c.At(seal.Hold, "review_hold", &id).Open("words", &written)
		}
		err := r.Scan(&id, &h.ID, &h.Parallel, &h.Version, &h.Topic, &h.Level, &h.Agency, &h.State, &h.ReviewOn, to, &h.By, &h.At)
		if err == nil && words {
			h.sheet, err = opened(written)
		}
		for _, a := range agencies {
			if a.ID == h.Agency {
				h.AgencyName = a.Name
			}
		}
		return h, err
	}, `
		SELECT id, hold_id, parallel_id, version, topic, level, agency_id, state, review_on, words, changed_by, at
		FROM review_hold WHERE review_id = $1 ORDER BY hold_id, version`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list the limits: %w", err)
	}
	return hs, nil
}

// newest takes the last version of each.
func newest(all []Hold) []Hold {
	var last []Hold
	for _, h := range all {
		if n := len(last); n > 0 && last[n-1].ID == h.ID {
			last[n-1] = h
			continue
		}
		last = append(last, h)
	}
	return last
}

// holdsNow lists all limits with their words, in force or over. The act must
// open the Hold compartment.
func holdsNow(ctx context.Context, tx *db.Tx, c access.Case) ([]Hold, error) {
	all, err := readHolds(ctx, tx, c, true)
	return newest(all), err
}

// readsAgreements says that the person may read what was agreed, and that this
// act opens it.
func readsAgreements(c access.Case) bool {
	return c.Opens(seal.Hold) && c.May(SeeParallel{}.Rule())
}

// inForce lists the limits in force on the topics, and on everything.
func inForce(ctx context.Context, tx *db.Tx, c access.Case, on []Topic) ([]Hold, error) {
	all, err := readHolds(ctx, tx, c, readsAgreements(c))
	if err != nil {
		return nil, err
	}
	var hs []Hold
	for _, h := range newest(all) {
		if h.On() && (h.Topic == Everything || len(on) == 0 || slices.Contains(on, h.Topic)) {
			hs = append(hs, h)
		}
	}
	return hs, nil
}

// HoldsOn gives the limits in force on what a page is about, to be shown there;
// without topics, all of them. What was agreed is only in it for those who keep
// limits, on a page whose act opens it. [CP24 p8]
func HoldsOn(ctx context.Context, tx *db.Tx, c access.Case, topics ...Topic) (Limits, error) {
	hs, err := inForce(ctx, tx, c, topics)
	var out Limits
	for _, h := range hs {
		l := look.Limit{ID: h.ID, Title: "Limit on " + h.What(), Says: h.Means(), Shut: h.Level == Never}
		switch {
		case readsAgreements(c):
			l.Rows, l.Href = h.Rows(), Path(c, "holds/"+h.ID)
			l.Question = fmt.Sprintf("%s agreed on %s: %s Was this agreed?", h.Says("with"), h.Day("agreed"), h.Says("limits"))
		case c.Is(access.Practitioner):
			if l.Title, l.Says = "Before you go on", h.topic().kindly; l.Says == "" {
				continue
			}
		default:
			l.Says += " It was agreed with others. The lead officer can tell you whether your work touches it."
			l.Question = "There is a limit on " + h.What() + ". Was this agreed?"
		}
		if l.Shut {
			l.Question = ""
		}
		out = append(out, l)
	}
	return out, err
}

// Limits are shown on a page by {{template "limits" .Limits}}.
type Limits []look.Limit

// Refuse says that one of the limits shuts what the page does.
func (ls Limits) Refuse() bool {
	return slices.ContainsFunc(ls, func(l look.Limit) bool { return l.Shut })
}

// agreementField asks about one limit in the form of a deed.
type agreementField struct{ Choice, Words form.Field }

// Fields are what Heed reads: they stand in the form of the deed, by
// {{template "agreements" (.Limits.Fields .Form)}}.
func (ls Limits) Fields(f *form.Form) []agreementField {
	var fields []agreementField
	for _, l := range ls {
		if l.Question != "" {
			fields = append(fields, agreementField{f.Choosing("limit-"+l.ID, l.Question, "", agreed),
				f.Field("limitwords-"+l.ID, "Who agreed and when, or why it lies outside the limit", "The answer is kept with the limit.")})
		}
	}
	return fields
}

// Deed is something that a limit may stand against.
type Deed struct {
	Name     string // as it stands in the list of answers
	Topics   []Topic
	Agencies []string // for the records of one agency: those whose records are asked for
}

var agreed = []form.Option{{Value: "agreed", Label: "Yes, it was agreed"}, {Value: "outside", Label: "It lies outside this limit"}}

// Heed looks at the limits in force before a deed is done. One that says "not at
// all" refuses it, as a fault of the form; any other asks whether it was agreed,
// and the answer is kept. The act must open the Hold compartment.
func Heed(ctx context.Context, tx *db.Tx, c access.Case, f *form.Form, d Deed) error {
	hs, err := inForce(ctx, tx, c, d.Topics)
	if err != nil {
		return err
	}
	for _, h := range hs {
		if h.Topic == Records && !slices.Contains(d.Agencies, h.Agency) {
			continue
		}
		if h.Level == Never {
			f.Refuse("", "There is a limit on "+h.What()+", so this cannot be done for now. The lead officer knows what was agreed.")
			continue
		}
		choice, words := "limit-"+h.ID, "limitwords-"+h.ID
		answer := f.Choice(choice, agreed, "Say whether this was agreed, or lies outside the limit on "+h.What()+".")
		said := f.Line(words, 500, "Say who agreed and when, or why it lies outside the limit.")
		if f.Fault(choice) != "" || f.Fault(words) != "" {
			continue
		}
		id := db.NewID()
		if _, err := tx.Exec(ctx, `
			INSERT INTO review_hold_answer (id, review_id, hold_id, deed, answer, words, answered_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			id, c.Review(), h.ID, d.Name, answer, c.At(seal.Hold, "review_hold_answer", &id).Seal("words", seal.T(said)), c.Person(), tx.Now()); err != nil {
			return fmt.Errorf("keep what was answered to a limit: %w", err)
		}
		c.Touch(h.ID)
	}
	return nil
}

// keepHold writes the next version of a limit, or says db.ErrStale.
func keepHold(ctx context.Context, tx *db.Tx, c access.Case, h Hold) error {
	words, err := h.sealed()
	if err != nil {
		return err
	}
	id := db.NewID()
	c.Touch(h.ID)
	_, err = tx.Exec(ctx, `
		INSERT INTO review_hold (id, review_id, hold_id, parallel_id, version, topic, level, agency_id, state, review_on, words, changed_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, id, c.Review(), h.ID, h.Parallel, h.Version+1, string(h.Topic), string(h.Level),
		none(h.Agency), h.State, h.ReviewOn, c.At(seal.Hold, "review_hold", &id).Seal("words", words), c.Person(), tx.Now())
	if errors.Is(err, db.ErrTaken) {
		return db.ErrStale
	}
	if err != nil {
		return fmt.Errorf("keep a limit: %w", err)
	}
	return nil
}
