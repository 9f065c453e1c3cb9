package improvement

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/learning"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

type editData struct {
	Form     *form.Form
	Review   string
	Strategy Strategy // as it is saved; no id for a new one
	Points   []form.Option
	Owners   []form.Option
	titles   map[string]seal.Text // of the learning points
	agencies map[string]string    // of the owners
}

var editPage = web.NewPage[editData](pages, "edit.html")

// fill reads the strategy of the id, "" for a new one, and what it can be made of.
func (d *editData) fill(ctx context.Context, tx *db.Tx, c access.Case, id string) error {
	var err error
	if id != "" {
		if d.Strategy, err = strategyOf(ctx, tx, c, id); err != nil {
			return err
		}
	}
	ps, err := learning.Points(ctx, tx, c)
	if err != nil {
		return err
	}
	d.titles, d.agencies = map[string]seal.Text{}, map[string]string{}
	for _, p := range ps {
		d.titles[p.ID] = p.Title
		d.Points = append(d.Points, form.Option{Value: p.ID, Label: fmt.Sprintf("%d. %s", p.Number, p.Title.Reveal())})
	}
	names, err := agencyNames(ctx, tx)
	if err != nil {
		return err
	}
	staff, err := c.Staff(ctx, tx, access.ActionOwner)
	if err != nil {
		return err
	}
	for _, s := range staff {
		if _, twice := d.agencies[s.ID]; twice {
			continue
		}
		d.agencies[s.ID] = s.Agency
		d.Owners = append(d.Owners, form.Option{Value: s.ID, Label: s.Name.Reveal(), Hint: names[s.Agency]})
	}
	return nil
}

func agencyNames(ctx context.Context, tx *db.Tx) (map[string]string, error) {
	as, err := review.Agencies(ctx, tx)
	names := map[string]string{}
	for _, a := range as {
		names[a.ID] = a.Name
	}
	return names, err
}

func (d *editData) prefill() {
	s := d.Strategy
	typed := url.Values{"version": {strconv.Itoa(s.Version)}, "title": {s.Title.Reveal()}, "case": {s.Case.Reveal()},
		"learning": {s.Learning.Reveal()}, "evidence": {s.Evidence.Reveal()}, "see": {s.WouldSee.Reveal()}, "owner": {s.Owner}}
	if !s.Due.IsZero() {
		typed.Set("due", s.Due.Words())
	}
	if !s.LookOn.IsZero() {
		typed.Set("look", s.LookOn.Words())
	}
	for _, p := range s.Points {
		typed.Add("points", p.ID)
	}
	d.Form = form.Sent(typed, nil)
}

func edit(r *web.Request, p access.Pass[Keep], id string) (web.Answer, error) {
	d := editData{Form: form.New(), Review: p.Review()}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, id) })
	d.prefill()
	return editPage.With(d), err
}

func askNew(r *web.Request, p access.Pass[Keep]) (web.Answer, error) { return edit(r, p, "") }
func askChange(r *web.Request, p access.Pass[Keep]) (web.Answer, error) {
	return edit(r, p, r.Path("strategy"))
}
func addStrategy(r *web.Request, p access.Pass[Keep]) (web.Answer, error) {
	return save(r, p, "")
}
func changeStrategy(r *web.Request, p access.Pass[Keep]) (web.Answer, error) {
	return save(r, p, r.Path("strategy"))
}

// typed reads the strategy from the form. Owner and day may come later; the
// stage is not left without them.
func (d *editData) typed(today db.Date) Strategy {
	f, s := d.Form, d.Strategy
	s.Title = seal.T(f.Line("title", 200, "Give the strategy a name, such as: One plan for each handover."))
	s.Case = seal.T(f.Text("case", 4000, "Give the case for change: what is it like now, and why is that not good enough?"))
	s.Learning = seal.T(f.Text("learning", 4000, "Say what people will learn, and how. A strategy is more than an instruction."))
	s.Evidence = seal.T(f.Text("evidence", 4000, "Say what this rests on: what the review saw, research, or what worked elsewhere."))
	s.WouldSee = seal.T(f.Text("see", 2000, "Say what we would see if it worked."))
	s.Points = nil
	needed := "Choose at least one learning point that this answers."
	if len(d.Points) == 0 {
		needed = ""
	}
	for _, id := range f.Choices("points", d.Points, needed) {
		s.Points = append(s.Points, Point{id, d.titles[id]})
	}
	before := s.Due
	s.Owner = f.Choice("owner", d.Owners, "")
	s.Agency = d.agencies[s.Owner]
	s.Due = f.Date("due", "")
	if s.Due != before && !s.Due.IsZero() && !s.Due.After(today) {
		f.Refuse("due", "Give a day that is still to come.")
	}
	s.LookOn = f.Date("look", "Give the day when somebody looks whether it worked, such as 31 March 2028.")
	s.Version = f.Number("version", 0, 1<<30, "Open the page again: it is not known what you saw.")
	return s
}

func save(r *web.Request, p access.Pass[Keep], id string) (web.Answer, error) {
	d := editData{Form: r.Form, Review: p.Review()}
	if err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case, id) }); err != nil {
		return web.Answer{}, err
	}
	s := d.typed(r.Today())
	if !r.Form.OK() {
		return editPage.With(d), nil
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		before := Strategy{}
		if id != "" {
			var err error
			if before, err = strategyOf(r.Context(), tx, p.Case, id); err != nil {
				return err
			}
		}
		if err := keep(r.Context(), tx, p.Case, before, s); err != nil {
			return err
		}
		return weigh(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "strategies")).Say("The strategy is saved."), err
}

// keep writes a strategy down, and hands it to its owner.
func keep(ctx context.Context, tx *db.Tx, c access.Case, before, s Strategy) error {
	if before.Version != s.Version {
		return db.ErrStale
	}
	s.ID, s.Number, s.Started, s.Finished = before.ID, before.Number, before.Started, before.Finished
	fresh := s.ID == ""
	if fresh {
		ss, err := Strategies(ctx, tx, c)
		if err != nil {
			return err
		}
		s.ID, s.Number = db.NewID(), len(ss)+1
		if _, err := tx.Exec(ctx, `DELETE FROM strategy_none WHERE review_id = $1`, c.Review()); err != nil {
			return fmt.Errorf("there is a strategy now: %w", err)
		}
	}
	if s.Owner != before.Owner {
		s.Finished = false
	}
	if s.Owned() && s.Started.IsZero() {
		s.Started = db.DateOf(tx.Now())
	}
	if err := write(ctx, tx, c, s, fresh); err != nil {
		return err
	}
	if err := handOver(ctx, tx, c, before, s); err != nil {
		return err
	}
	return review.Ask(ctx, tx, c, review.Task{Key: "strategy-look:" + s.ID, Role: access.LeadOfficer, What: "Look whether a strategy worked",
		Path: review.Path(c, "strategies/"+s.ID), Due: s.LookOn})
}

func write(ctx context.Context, tx *db.Tx, c access.Case, s Strategy, fresh bool) error {
	at := c.At(seal.Published, "strategy", &s.ID)
	values := []any{at.Seal("title", s.Title), at.Seal("case_for", s.Case), at.Seal("learning", s.Learning), at.Seal("evidence", s.Evidence),
		at.Seal("would_see", s.WouldSee), orNull(s.Owner), orNull(s.Agency), s.Due, s.LookOn, s.Started, s.Finished, s.ID, c.Review()}
	var err error
	if fresh {
		_, err = tx.Exec(ctx, `INSERT INTO strategy (title, case_for, learning, evidence, would_see, owner_id, agency_id, due, look_on, started, finished,
			id, review_id, number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`, append(values, s.Number)...)
	} else {
		err = tx.Change(ctx, `UPDATE strategy SET title = $1, case_for = $2, learning = $3, evidence = $4, would_see = $5, owner_id = $6, agency_id = $7,
			due = $8, look_on = $9, started = $10, finished = $11, version = version + 1
			WHERE id = $12 AND review_id = $13 AND version = $14`, append(values, s.Version)...)
	}
	if err != nil {
		return fmt.Errorf("write strategy %s: %w", s.ID, err)
	}
	c.Touch(s.ID)
	if _, err := tx.Exec(ctx, `DELETE FROM strategy_point WHERE strategy_id = $1 AND review_id = $2`, s.ID, c.Review()); err != nil {
		return fmt.Errorf("learning points of strategy %s: %w", s.ID, err)
	}
	for _, p := range s.Points {
		id := db.NewID()
		if _, err := tx.Exec(ctx, `INSERT INTO strategy_point (id, review_id, strategy_id, point_id, title) VALUES ($1, $2, $3, $4, $5)`,
			id, c.Review(), s.ID, p.ID, c.At(seal.Published, "strategy_point", &id).Seal("title", p.Title)); err != nil {
			return fmt.Errorf("learning point of strategy %s: %w", s.ID, err)
		}
	}
	return nil
}

func orNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// handOver gives the owner their part, their task and their time, and ends what
// another owner had of it.
func handOver(ctx context.Context, tx *db.Tx, c access.Case, before, s Strategy) error {
	key := "strategy:" + s.ID
	if before.Owner != "" && before.Owner != s.Owner {
		if err := takeFrom(ctx, tx, c, before.Owner); err != nil {
			return err
		}
	}
	if !s.Owned() {
		return review.Settle(ctx, tx, c, key)
	}
	if s.Owner == before.Owner && s.Due == before.Due {
		return nil
	}
	if err := c.Admit(ctx, tx, s.Owner, access.ActionOwner, s.Agency, noEnd); err != nil {
		return err
	}
	if err := keepTime(ctx, tx, c, before, s); err != nil {
		return err
	}
	task := review.Task{Key: key, Account: s.Owner, What: "Say what was done for a strategy", Path: review.Path(c, "strategies/"+s.ID), Due: s.Due}
	if err := review.Ask(ctx, tx, c, task); err != nil {
		return err
	}
	return mail.Send(ctx, tx, c, mail.ToAccount(s.Owner), mail.TaskWaits, mail.Message{Path: task.Path, Due: s.Due})
}

// keepTime starts the owner's clock, or moves its end.
func keepTime(ctx context.Context, tx *db.Tx, c access.Case, before, s Strategy) error {
	key, span := "strategy:"+s.ID, clock.Span{Amount: s.Started.DaysUntil(s.Due), Unit: clock.CalendarDay}
	if before.Started.IsZero() {
		return review.StartClock(ctx, tx, c, review.Clock{Key: key, What: fmt.Sprintf("Strategy %d", s.Number), Agency: s.Agency,
			Source: "Agreed with its owner", Running: clock.Running{Start: s.Started, Span: span}})
	}
	err := review.Extend(ctx, tx, c, key, span)
	if errors.Is(err, db.ErrStale) {
		return nil // it does not run any more
	}
	return err
}

// takeFrom ends the part of somebody who owns no strategy of the review any more.
func takeFrom(ctx context.Context, tx *db.Tx, c access.Case, account string) error {
	ss, err := Strategies(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, s := range ss {
		if s.Owner == account {
			return nil
		}
	}
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID == account && p.Role == access.ActionOwner {
			return c.Dismiss(ctx, tx, p.Member)
		}
	}
	return nil
}
