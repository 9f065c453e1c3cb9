package notification

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// madeChoice is what was settled in triage, by whom, when and why.
type madeChoice struct {
	Kind                  string
	Chosen, Asked, Reason seal.Text
	By                    string
	On                    string
}

// Title is what was settled.
func (m madeChoice) Title() string {
	switch m.Kind {
	case "committees":
		return "Committees"
	case "area":
		return "Which area leads"
	}
	return "Told"
}

// choices lists what was settled in triage, the newest first.
func choices(ctx context.Context, tx *db.Tx, c access.Case) ([]madeChoice, error) {
	names := map[string]string{}
	people, err := c.People(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		names[p.ID] = p.Name.Reveal()
	}
	all, err := db.All(ctx, tx, func(r db.Row) (madeChoice, error) {
		var m madeChoice
		var id, by string
		var on time.Time
		at := c.At(seal.Notification, "notification_choice", &id)
		err := r.Scan(&id, &m.Kind, at.Open("chosen", &m.Chosen), at.Open("asked", &m.Asked), at.Open("reason", &m.Reason), &by, &on)
		if m.By, m.On = names[by], db.DateOf(on).Words(); m.By == "" {
			m.By = "Somebody who has no part in the review any more"
		}
		return m, err
	}, `SELECT id, kind, chosen, asked, reason, made_by, made_at FROM notification_choice WHERE review_id = $1 ORDER BY made_at DESC, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read what was settled in triage: %w", err)
	}
	return all, nil
}

func settle(ctx context.Context, tx *db.Tx, c access.Case, kind, chosen, asked, reason string) error {
	id := db.NewID()
	c.Touch(id)
	at := c.At(seal.Notification, "notification_choice", &id)
	if _, err := tx.Exec(ctx, `
		INSERT INTO notification_choice (id, review_id, kind, chosen, asked, reason, made_by, made_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		id, c.Review(), kind, at.Seal("chosen", seal.T(chosen)), at.Seal("asked", seal.T(asked)), at.Seal("reason", seal.T(reason)),
		c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("keep what was settled: %w", err)
	}
	return nil
}

type committeesData struct {
	Form    *form.Form
	Review  string
	Now     []review.Committee
	Options []form.Option
}

var committeesPage = web.NewPage[committeesData](pages, "committees.html")

// offered are the committees, and each child committee together with each adult one.
func offered(ctx context.Context, tx *db.Tx) ([]form.Option, error) {
	all, err := review.AllCommittees(ctx, tx)
	var some []form.Option
	for _, k := range all {
		some = append(some, form.Option{Value: k.ID, Label: k.Name})
	}
	for _, k := range all {
		for _, other := range all {
			if k.Track == guidance.Child && other.Track == guidance.Adult {
				some = append(some, form.Option{Value: k.ID + " " + other.ID, Label: "Both: " + k.Name + " and " + other.Name})
			}
		}
	}
	return some, err
}

func committeesOf(r *web.Request, p access.Pass[Triage], f *form.Form) (web.Answer, error) {
	d := committeesData{Form: f, Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Now, err = review.Committees(r.Context(), tx, p.Case); err != nil {
			return err
		}
		d.Options, err = offered(r.Context(), tx)
		return err
	})
	return committeesPage.With(d), err
}

func askCommittees(r *web.Request, p access.Pass[Triage]) (web.Answer, error) {
	return committeesOf(r, p, form.New())
}

// setCommittees changes which committees consider the notification. The guidance
// of one that is added is that of the day on which the event was notified.
func setCommittees(r *web.Request, p access.Pass[Triage]) (web.Answer, error) {
	reason := r.Form.Text("reason", 1000, "Say why, so that others can understand it later.")
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		options, err := offered(r.Context(), tx)
		if err != nil {
			return err
		}
		chosen := r.Form.Choice("committees", options, "Choose who considers it.")
		was, err := review.Committees(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		ids := strings.Fields(chosen)
		if chosen != "" && len(was) == len(ids) && slices.IndexFunc(was, func(k review.Committee) bool { return !slices.Contains(ids, k.ID) }) < 0 {
			r.Form.Refuse("committees", "It is before them already. Choose another answer, or go back.")
		}
		if !r.Form.OK() {
			return errMissing
		}
		n, err := Of(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if err := review.Consider(r.Context(), tx, p.Case, ids, db.DateOf(n.Received)); err != nil {
			return err
		}
		label := ""
		for _, o := range options {
			if o.Value == chosen {
				label = o.Label
			}
		}
		return settle(r.Context(), tx, p.Case, "committees", label, "", reason)
	})
	if !r.Form.OK() {
		return committeesOf(r, p, r.Form)
	}
	return web.Redirect(review.Path(p.Case, "notification")).Say("It is before the committees you chose. What the notifier answered is kept."), err
}
