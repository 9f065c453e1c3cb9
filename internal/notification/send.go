package notification

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"strings"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var errMissing = errors.New("something is still missing in the notification")

// send takes the notification in: a new review, with its keys, its committees
// and the guidance of today. The words of the draft are gone with the same deed.
func send(r *web.Request, p access.Open[Notify]) (web.Answer, error) {
	p = again(r, p)
	var d draft
	var n notifying
	var f *form.Form
	var code string
	err := p.Found(r.Context(), func(tx *db.Tx, c access.Case) error {
		var err error
		if d, n, f, err = open(r.Context(), tx, p, r.Path("link"), r.Today()); err != nil {
			return err
		}
		for _, s := range n.Steps {
			if len(s.faults(f, r.Today())) > 0 {
				return errMissing
			}
		}
		code = c.Code()
		return n.arrive(r.Context(), tx, p, c, d, f, r.Today())
	})
	switch {
	case errors.Is(err, errMissing):
		return web.Redirect(d.path("check")), nil
	case errors.Is(err, db.ErrNotFound):
		return come(r, p)
	case err != nil:
		return web.Answer{}, err
	}
	return web.Redirect(d.path("")).Say("Your notification has arrived. Its reference is " + code + "."), nil
}

// arrive makes the draft a case of its committees.
func (n notifying) arrive(ctx context.Context, tx *db.Tx, p access.Open[Notify], c access.Case, d draft, f *form.Form, today db.Date) error {
	var ids []string
	for _, k := range n.Committees {
		ids = append(ids, k.ID)
	}
	sort.Strings(ids)
	sent, people := n.read(f, today)
	c.Touch(sent.ID)
	if err := review.Begin(ctx, tx, c, ids, today); err != nil {
		return err
	}
	for _, k := range people {
		if _, err := review.AddKnown(ctx, tx, c, k.kind, k.Known); err != nil {
			return err
		}
	}
	if err := insert(ctx, tx, c, sent); err != nil {
		return err
	}
	got := receiptOf(c, n, today)
	if err := d.sent(ctx, tx, p, got); err != nil {
		return err
	}
	return tellReceived(ctx, tx, c, sent, d.link, got)
}

// known is a person, place or number of the case with the kind of its code.
type known struct {
	kind string
	review.Known
}

// read makes the notification of what was typed. Names, addresses and numbers go
// to the people of the case; the rest is the text of the notification.
func (n notifying) read(f *form.Form, today db.Date) (Notification, []known) {
	f = f.Afresh()
	sent := Notification{ID: db.NewID(), Answers: map[string]map[string]Answer{}}
	var people []known
	own := map[string]string{}
	for _, s := range n.Steps {
		for _, q := range s.Questions {
			said := q.read(f, today)
			switch q.goes {
			case inOwn:
				own[q.Name] = said
			case inText:
				if said != "" {
					sent.Fields = append(sent.Fields, Field{q.Name, seal.T(q.Label), seal.T(q.show(f))})
				}
			default:
				people = append(people, peopleOf(q, said)...)
			}
		}
		for _, sh := range s.Sheets {
			sent.Answers[sh.Version.ID] = map[string]Answer{}
			for _, l := range sh.Limbs {
				sent.Answers[sh.Version.ID][l.ID] = Answer{guidance.Answer(l.Answer.read(f, today)), seal.T(l.Why.read(f, today))}
			}
		}
	}
	t := func(name string) seal.Text { return seal.T(own[name]) }
	sent.Route = Route(own["route"])
	sent.Name, sent.Post, sent.Email, sent.Phone = t("name"), t("post"), t("email"), t("phone")
	sent.Born, sent.Died, sent.Happened = t("birth"), t("death"), t("happened")
	sent.Event, sent.Status, sent.Agencies, sent.Processes = t("summary"), t("legal_status"), t("agencies"), t("proceedings")
	sent.Risk, sent.RiskAction = inWords(own["at_risk"], own["risk"]), t("risk_action")
	subject := known{n.Code, review.Known{Name: t("subject"), Relation: seal.T("The person this review is about")}}
	return sent, append([]known{subject}, people...)
}

// inWords is yes, no or not known, with what was said about it.
func inWords(answer, what string) seal.Text {
	for _, o := range yesNo {
		if o.Value == answer && what != "" {
			return seal.T(o.Label + ". " + what)
		}
		if o.Value == answer {
			return seal.T(o.Label)
		}
	}
	return seal.T(what)
}

// peopleOf makes people, places and numbers of the case of one answer.
func peopleOf(q question, said string) []known {
	if said == "" {
		return nil
	}
	one := func(kind, relation string) []known {
		return []known{{kind, review.Known{Name: seal.T(strings.Join(strings.Fields(said), " ")), Relation: seal.T(relation)}}}
	}
	switch q.goes {
	case asPlace:
		return one("Place", q.Label)
	case asOther:
		return one("Other", referenceRelation)
	}
	kind, relation := "Family", "Parent, carer or next of kin"
	if q.goes == asChild {
		kind, relation = "Child", "Brother or sister"
	}
	var all []known
	for _, l := range peopleIn(said) {
		about := relation
		if l.more != "" {
			about += ": " + l.more
		}
		all = append(all, known{kind, review.Known{Name: seal.T(l.name), Relation: seal.T(about)}})
	}
	return all
}

// referenceRelation is how a number of an agency stands among the people of the case.
const referenceRelation = "Reference of the agency that notified"

// personLine is somebody named in a list: the name, and what else was said.
type personLine struct{ name, more string }

// peopleIn reads a list of people, one a line: the name up to the first comma,
// semicolon, bracket or dash between spaces, then what else is known.
func peopleIn(list string) []personLine {
	var all []personLine
	for l := range strings.Lines(list) {
		l = strings.Join(strings.Fields(strings.TrimLeft(strings.TrimSpace(l), "-*•·0123456789.) ")), " ")
		name, more := l, ""
		for i, r := range l {
			if strings.ContainsRune(",;:(", r) || strings.HasPrefix(l[i:], " - ") || strings.HasPrefix(l[i:], " – ") {
				name, more = l[:i], strings.Trim(l[i:], " ,;:(–-)")
				break
			}
		}
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, personLine{name, more})
		}
	}
	return all
}

func receiptOf(c access.Case, n notifying, today db.Date) receipt {
	k := n.Committees[0]
	calendar := clock.Calendar{Local: k.Settings.LocalHolidays}
	r := receipt{Code: c.Code(), Committees: n.names(), Received: today, Acknowledge: calendar.Due(today, k.Settings.AcknowledgeWithin)}
	if k.Settings.DecideWithin.Amount > 0 {
		r.Decide = calendar.Due(today, k.Settings.DecideWithin)
	}
	return r
}

type receiptData struct {
	receipt
	Ends db.Date
}

var receiptPage = web.NewPage[receiptData](pages, "receipt.html")

// Field is what the notifier answered to a question that has no column of its own.
type Field struct {
	ID            string
	Label, Answer seal.Text
}

func insertFields(ctx context.Context, tx *db.Tx, c access.Case, fields []Field) error {
	for i, x := range fields {
		id := db.NewID()
		at := c.At(seal.Notification, "notification_field", &id)
		if _, err := tx.Exec(ctx, `INSERT INTO notification_field (id, review_id, position, field, label, answer) VALUES ($1, $2, $3, $4, $5, $6)`,
			id, c.Review(), i, x.ID, at.Seal("label", x.Label), at.Seal("answer", x.Answer)); err != nil {
			return fmt.Errorf("keep the answer to %s: %w", x.ID, err)
		}
	}
	return nil
}

func fields(ctx context.Context, tx *db.Tx, c access.Case) ([]Field, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Field, error) {
		var x Field
		var id string
		at := c.At(seal.Notification, "notification_field", &id)
		return x, r.Scan(&id, &x.ID, at.Open("label", &x.Label), at.Open("answer", &x.Answer))
	}, `SELECT id, field, label, answer FROM notification_field WHERE review_id = $1 ORDER BY position`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read the notifier's other answers: %w", err)
	}
	return all, nil
}
