package event

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/reviewteam"
	"lr/internal/seal"
	"lr/internal/web"
)

// Implication is what something cleared means: "single" for one agency, "multi"
// for all of them, or "none", with the reason.
type Implication struct {
	ID, Agency, Contribution, Kind string
	Text                           seal.Text
}

// Implications lists what the managers said. The act must open the EventRecord
// compartment.
func Implications(ctx context.Context, tx *db.Tx, c access.Case) ([]Implication, error) {
	all, err := db.All(ctx, tx, func(r db.Row) (Implication, error) {
		var i Implication
		at := c.At(seal.EventRecord, "event_implication", &i.ID)
		return i, r.Scan(&i.ID, &i.Agency, &i.Contribution, &i.Kind, at.Open("words", &i.Text))
	}, `
		SELECT id, agency_id, contribution_id, kind, words FROM event_implication
		WHERE review_id = $1 ORDER BY contribution_id, agency_id, kind DESC, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("list what the learning means: %w", err)
	}
	return all, nil
}

type managersData struct {
	Form       *form.Form
	Review     string
	Lead       bool
	Ready      bool // the practitioners have met, or it is written down why not
	Closed     bool
	On         string
	Invited    []access.Person
	Agencies   map[string]string
	Candidates []form.Option
	Lines      []line
	Gaps       int
	Limits     review.Limits
}

// line is one thing that was cleared, and what the agencies say it means.
type line struct {
	Contribution
	Cells []cell
}

// cell is what one agency said, or a gap.
type cell struct {
	Agency string
	Said   []Implication
}

// Means is the kind in words.
func (i Implication) Means() string {
	switch i.Kind {
	case "single":
		return "For this agency"
	case "multi":
		return "For all agencies"
	}
	return "Nothing follows, because"
}

var managersPage = web.NewPage[managersData](pages, "managers.html")

func (d *managersData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	d.Review, d.Lead, d.Ready = c.Review(), c.Is(access.LeadOfficer) && c.Stage() == access.Learning, true
	missing, err := review.Missing(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, q := range missing {
		d.Ready = d.Ready && q.Record != review.PractitionersMet
	}
	if d.On, err = closedOn(ctx, tx, c); err != nil {
		return err
	}
	d.Closed = d.On != ""
	if d.Limits, err = review.HoldsOn(ctx, tx, c, review.Witnesses, review.Interviews); err != nil {
		return err
	}
	if d.Agencies, err = agencyNames(ctx, tx); err != nil {
		return err
	}
	if err := d.fillInvited(ctx, tx, c); err != nil {
		return err
	}
	return d.fillLines(ctx, tx, c)
}

func closedOn(ctx context.Context, tx *db.Tx, c access.Case) (string, error) {
	on, err := db.One(ctx, tx, func(r db.Row) (seal.Text, error) {
		var id string
		var on seal.Text
		return on, r.Scan(&id, c.At(seal.EventRecord, "event_managers", &id).Open("on_day", &on))
	}, `SELECT id, on_day FROM event_managers WHERE review_id = $1`, c.Review())
	if errors.Is(err, db.ErrNotFound) {
		return "", nil
	}
	return on.Reveal(), err
}

func (d *managersData) fillInvited(ctx context.Context, tx *db.Tx, c access.Case) error {
	staff, err := c.Staff(ctx, tx, access.Manager)
	if err != nil {
		return err
	}
	asked, err := db.All(ctx, tx, db.Column[string], `SELECT account_id FROM event_manager WHERE review_id = $1`, c.Review())
	if err != nil {
		return fmt.Errorf("list the managers: %w", err)
	}
	out, err := reviewteam.ShutOut(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, p := range staff {
		switch {
		case p.Agency == "", out[p.ID]:
		case slices.Contains(asked, p.ID):
			d.Invited = append(d.Invited, p)
		default:
			d.Candidates = append(d.Candidates, form.Option{Value: p.ID + "/" + p.Agency, Label: p.Name.Reveal(), Hint: d.Agencies[p.Agency]})
		}
	}
	return nil
}

// fillLines sets what was cleared against the agencies that were asked: an empty
// cell is a gap.
func (d *managersData) fillLines(ctx context.Context, tx *db.Tx, c access.Case) error {
	cleared, err := Cleared(ctx, tx, c)
	if err != nil {
		return err
	}
	means, err := Implications(ctx, tx, c)
	if err != nil {
		return err
	}
	agencies, err := db.All(ctx, tx, db.Column[string], `SELECT DISTINCT agency_id FROM event_manager WHERE review_id = $1 ORDER BY agency_id`, c.Review())
	if err != nil {
		return fmt.Errorf("list the agencies of the managers: %w", err)
	}
	for _, k := range cleared {
		l := line{Contribution: k}
		for _, a := range agencies {
			one := cell{Agency: a}
			for _, i := range means {
				if i.Agency == a && i.Contribution == k.ID {
					one.Said = append(one.Said, i)
				}
			}
			if len(one.Said) == 0 {
				d.Gaps++
			}
			l.Cells = append(l.Cells, one)
		}
		d.Lines = append(d.Lines, l)
	}
	return nil
}

func showManagers(r *web.Request, p access.Pass[SeeManagers]) (web.Answer, error) {
	d := managersData{Form: form.New()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	return managersPage.With(d), err
}

// inviteManager asks a strategic manager, once the practitioners have met. [SEED managers]
func inviteManager(r *web.Request, p access.Pass[InviteManager]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	d := managersData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		chosen := f.Choice("person", d.Candidates, "Choose whom you invite.")
		if !d.Ready {
			f.Refuse("person", "The practitioners meet first. Close their event, then invite managers.")
		}
		if err := review.Heed(ctx, tx, p.Case, f, review.Deed{Name: "Invited a strategic manager", Topics: []review.Topic{review.Witnesses, review.Interviews}}); err != nil {
			return err
		}
		if !f.OK() {
			return errFault
		}
		if d.Closed {
			return db.ErrStale
		}
		account, agency, _ := strings.Cut(chosen, "/")
		id := db.NewID()
		p.Touch(account)
		if _, err := tx.Exec(ctx, `INSERT INTO event_manager (id, review_id, account_id, agency_id) VALUES ($1, $2, $3, $4)`,
			id, p.Review(), account, agency); err != nil {
			return fmt.Errorf("invite a manager: %w", err)
		}
		if err := p.Admit(ctx, tx, account, access.Manager, agency, noEnd); err != nil {
			return err
		}
		path := review.Path(p.Case, "managers/learning")
		if err := review.Ask(ctx, tx, p.Case, review.Task{Key: "manager:" + account, Account: account, Path: path,
			What: "Say what the practitioners' learning means for your agency, and for all"}); err != nil {
			return err
		}
		return mail.Send(ctx, tx, p.Case, mail.ToAccount(account), mail.ManagersInvited, mail.Message{Path: path})
	})
	if errors.Is(err, errFault) {
		return managersPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "managers")).Say("Invited."), err
}

// closeManagers ends the managers' event. Gaps that stay are explained.
func closeManagers(r *web.Request, p access.Pass[CloseManagers]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	on := f.Date("on", "Give the day on which the managers met.")
	reason := f.Text("reason", 2000, "")
	d := managersData{Form: f}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		switch {
		case !d.Ready:
			f.Refuse("on", "The practitioners meet first. Close their event, then this one.")
		case d.Closed:
			return db.ErrStale
		case reason == "" && (d.Gaps > 0 || len(d.Lines) == 0 || len(d.Invited) == 0):
			f.Refuse("reason", "Something is still open. Say why the event is closed without it.")
		}
		if !f.OK() {
			return errFault
		}
		id := db.NewID()
		at := p.At(seal.EventRecord, "event_managers", &id)
		if _, err := tx.Exec(ctx, `INSERT INTO event_managers (id, review_id, on_day, reason) VALUES ($1, $2, $3, $4)`,
			id, p.Review(), at.Seal("on_day", seal.T(on.Words())), at.Seal("reason", seal.T(reason))); err != nil {
			return fmt.Errorf("close the managers' event: %w", err)
		}
		for _, m := range d.Invited {
			if err := review.Settle(ctx, tx, p.Case, "manager:"+m.ID); err != nil {
				return err
			}
		}
		if err := review.Settle(ctx, tx, p.Case, "clear"); err != nil {
			return err
		}
		return review.Done(ctx, tx, p.Case, review.ManagersMet)
	})
	if errors.Is(err, errFault) {
		return managersPage.With(d), nil
	}
	return web.Redirect(review.Path(p.Case, "managers")).Say("The managers' event is closed."), err
}
