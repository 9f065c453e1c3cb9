package improvement

import (
	"context"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

var noEnd time.Time

type listData struct {
	Form       *form.Form
	Review     string
	Lead       bool // and the stage allows it
	Strategies []Strategy
	Names      map[string]string // of owners, by account
	None       seal.Text
	Considered []Considered
	Consider   bool // the person may write down what chief officers said
}

var listPage = web.NewPage[listData](pages, "list.html")

func list(r *web.Request, p access.Pass[See]) (web.Answer, error) {
	return listAgain(r, p.Case, form.New())
}

func listAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := listData{Form: f, Review: c.Review(), Lead: c.Is(access.LeadOfficer) && c.Stage() == access.Improving,
		Consider: c.Is(access.LeadOfficer|access.ChiefOfficer) && c.Stage() == access.Improving}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Strategies, err = Strategies(r.Context(), tx, c); err != nil {
			return err
		}
		if d.Names, err = names(r.Context(), tx, c); err != nil {
			return err
		}
		if d.Considered, err = considered(r.Context(), tx, c); err != nil {
			return err
		}
		d.None, err = none(r.Context(), tx, c)
		return err
	})
	return listPage.With(d), err
}

// names are those of the people who own a strategy, by account.
func names(ctx context.Context, tx *db.Tx, c access.Case) (map[string]string, error) {
	all := map[string]string{}
	people, err := c.People(ctx, tx)
	for _, p := range people {
		if p.Role == access.ActionOwner {
			all[p.ID] = p.Name.Reveal()
		}
	}
	return all, err
}

// sayNone writes down why the review has no strategy.
func sayNone(r *web.Request, p access.Pass[Keep]) (web.Answer, error) {
	reason := r.Form.Text("none", 2000, "Say why there is no strategy.")
	if !r.Form.OK() {
		return listAgain(r, p.Case, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		ss, err := Strategies(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if len(ss) > 0 {
			return db.ErrStale
		}
		if _, err := tx.Exec(r.Context(), `DELETE FROM strategy_none WHERE review_id = $1`, p.Review()); err != nil {
			return fmt.Errorf("why there is no strategy: %w", err)
		}
		id := db.NewID()
		p.Touch(id)
		if _, err := tx.Exec(r.Context(), `INSERT INTO strategy_none (id, review_id, reason, account_id, at) VALUES ($1, $2, $3, $4, $5)`,
			id, p.Review(), p.At(seal.Published, "strategy_none", &id).Seal("reason", seal.T(reason)), p.Person(), tx.Now()); err != nil {
			return fmt.Errorf("why there is no strategy: %w", err)
		}
		return weigh(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "strategies")).Say("The reason is written down."), err
}

type showData struct {
	Form     *form.Form
	Review   string
	Strategy Strategy
	Name     string // of the owner
	Owner    bool   // the person owns it, and the stage allows a report
	Lead     bool
	Judge    bool
	All      bool // may see the other strategies
	Results  []form.Option
}

var showPage = web.NewPage[showData](pages, "show.html")

func show(r *web.Request, p access.Pass[SeeOne]) (web.Answer, error) {
	return showAgain(r, p.Case, form.New())
}

func showAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	live := c.Stage() == access.Improving
	d := showData{Form: f, Review: c.Review(), Lead: live && c.Is(access.LeadOfficer), Judge: live && c.Is(judging),
		All: c.Is(overseeing), Results: results}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		find := own
		if d.All {
			find = strategyOf
		}
		var err error
		if d.Strategy, err = find(r.Context(), tx, c, r.Path("strategy")); err != nil {
			return err
		}
		all, err := names(r.Context(), tx, c)
		d.Name = all[d.Strategy.Owner]
		return err
	})
	d.Owner = live && c.Is(access.ActionOwner) && d.Strategy.Owner == c.Person()
	return showPage.With(d), err
}

// reportDone is the owner's word on what was done, with what shows it.
func reportDone(r *web.Request, p access.Pass[Report]) (web.Answer, error) {
	f := r.Form
	done := f.Text("done", 6000, "Say what was done.")
	evidence := f.Text("evidence", 6000, "Say what shows it: figures, an audit, what people say. If there is nothing yet, say so.")
	finished := f.Tick("finished")
	if !f.OK() {
		return showAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := own(r.Context(), tx, p.Case, r.Path("strategy"))
		if err != nil {
			return err
		}
		id := db.NewID()
		at := p.At(seal.Published, "strategy_report", &id)
		if _, err := tx.Exec(r.Context(), `INSERT INTO strategy_report (id, review_id, strategy_id, done, evidence, finished, account_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, p.Review(), s.ID, at.Seal("done", seal.T(done)),
			at.Seal("evidence", seal.T(evidence)), finished, p.Person(), tx.Now()); err != nil {
			return fmt.Errorf("what was done: %w", err)
		}
		p.Touch(s.ID, id)
		if !finished {
			return nil
		}
		return finish(r.Context(), tx, p.Case, s)
	})
	return web.Redirect(review.Path(p.Case, "strategies/"+r.Path("strategy"))).Say("Thank you. It is written down."), err
}

// finish ends the owner's time, and makes it the lead officer's turn.
func finish(ctx context.Context, tx *db.Tx, c access.Case, s Strategy) error {
	if err := tx.Change(ctx, `UPDATE strategy SET finished = $1, version = version + 1 WHERE id = $2 AND review_id = $3`, true, s.ID, c.Review()); err != nil {
		return fmt.Errorf("finish strategy %s: %w", s.ID, err)
	}
	if err := review.Settle(ctx, tx, c, "strategy:"+s.ID); err != nil {
		return err
	}
	if err := review.StopClock(ctx, tx, c, "strategy:"+s.ID, db.DateOf(tx.Now())); err != nil {
		return err
	}
	return writeTo(ctx, tx, c, access.LeadOfficer, review.Path(c, "strategies/"+s.ID))
}

// writeTo tells those with one of the roles, by mail, that something waits.
func writeTo(ctx context.Context, tx *db.Tx, c access.Case, roles access.Role, path string) error {
	people, err := c.People(ctx, tx)
	if err != nil {
		return err
	}
	sent := map[string]bool{c.Person(): true}
	for _, p := range people {
		if p.Role&roles == 0 || p.Walled || sent[p.ID] {
			continue
		}
		sent[p.ID] = true
		if err := mail.Send(ctx, tx, c, mail.ToAccount(p.ID), mail.TaskWaits, mail.Message{Path: path}); err != nil {
			return err
		}
	}
	return nil
}

// askMoreTime is the owner's asking for more time. One asking waits at a time.
func askMoreTime(r *web.Request, p access.Pass[Report]) (web.Answer, error) {
	f := r.Form
	until := f.Date("until", "Give the day until which you need, such as 31 March 2028.")
	reason := f.Text("why", 2000, "Say why you need more time.")
	if !until.IsZero() && !until.After(r.Today()) {
		f.Refuse("until", "Give a day that is still to come.")
	}
	if !f.OK() {
		return showAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := own(r.Context(), tx, p.Case, r.Path("strategy"))
		if err != nil {
			return err
		}
		if s.Waits() != nil || s.Finished {
			return db.ErrStale
		}
		id := db.NewID()
		if _, err := tx.Exec(r.Context(), `INSERT INTO strategy_more_time (id, review_id, strategy_id, until_day, reason, account_id, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`, id, p.Review(), s.ID, until,
			p.At(seal.Published, "strategy_more_time", &id).Seal("reason", seal.T(reason)), p.Person(), tx.Now()); err != nil {
			return fmt.Errorf("ask for more time: %w", err)
		}
		p.Touch(s.ID, id)
		path := review.Path(p.Case, "strategies/"+s.ID)
		if err := review.Ask(r.Context(), tx, p.Case, review.Task{Key: "strategy-time:" + s.ID, Role: access.LeadOfficer,
			What: "An owner asks for more time", Path: path}); err != nil {
			return err
		}
		return writeTo(r.Context(), tx, p.Case, access.LeadOfficer, path)
	})
	return web.Redirect(review.Path(p.Case, "strategies/"+r.Path("strategy"))).Say("The lead officer is asked."), err
}

var answers = []form.Option{{Value: "yes", Label: "Give more time"}, {Value: "no", Label: "Keep the day"}}

// Answers are what the lead officer may say.
func (showData) Answers() []form.Option { return answers }

func answerMoreTime(r *web.Request, p access.Pass[Keep]) (web.Answer, error) {
	f := r.Form
	granted := f.Choice("answer", answers, "Say whether there is more time.") == "yes"
	words := f.Text("words", 2000, "")
	if !granted && words == "" {
		f.Refuse("words", "Say why the day is kept.")
	}
	if !f.OK() {
		return showAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := strategyOf(r.Context(), tx, p.Case, r.Path("strategy"))
		if err != nil {
			return err
		}
		a := s.Waits()
		if a == nil || a.ID != r.Path("ask") {
			return db.ErrStale
		}
		if err := tx.Change(r.Context(), `UPDATE strategy_more_time SET granted = $1, answer = $2, answered_by = $3, answered_at = $4
			WHERE id = $5 AND review_id = $6 AND answered_at IS NULL`, granted,
			p.At(seal.Published, "strategy_more_time", &a.ID).Seal("answer", seal.T(words)), p.Person(), tx.Now(), a.ID, p.Review()); err != nil {
			return fmt.Errorf("answer who asks for more time: %w", err)
		}
		p.Touch(s.ID, a.ID)
		if err := review.Settle(r.Context(), tx, p.Case, "strategy-time:"+s.ID); err != nil {
			return err
		}
		if !granted {
			return mail.Send(r.Context(), tx, p.Case, mail.ToAccount(s.Owner), mail.TaskWaits,
				mail.Message{Path: review.Path(p.Case, "strategies/"+s.ID), Due: s.Due})
		}
		later := s
		later.Due = a.Until
		if err := tx.Change(r.Context(), `UPDATE strategy SET due = $1, version = version + 1 WHERE id = $2 AND review_id = $3`,
			later.Due, s.ID, p.Review()); err != nil {
			return fmt.Errorf("give strategy %s more time: %w", s.ID, err)
		}
		return handOver(r.Context(), tx, p.Case, s, later)
	})
	return web.Redirect(review.Path(p.Case, "strategies/"+r.Path("strategy"))).Say("The owner is told."), err
}

// keepOutcome writes down what was seen. Too early is no outcome yet: somebody
// looks again on the day given. [CP24 p6]
func keepOutcome(r *web.Request, p access.Pass[Judge]) (web.Answer, error) {
	f := r.Form
	o := Outcome{Result: Result(f.Choice("result", results, "Say what was seen.")), On: f.Date("looked", "Give the day when somebody looked."),
		By:    seal.T(f.Line("by", 200, "Say who looked, such as: the quality assurance group.")),
		Found: seal.T(f.Text("found", 6000, "Say what was seen, and how it was looked at: figures, files, what people say.")),
		Next:  seal.T(f.Text("next", 2000, ""))}
	if o.On.After(r.Today()) {
		f.Refuse("looked", "This day is still to come.")
	}
	needed := ""
	if o.Result == TooEarly {
		needed = "Give the day when somebody looks again."
	}
	again := f.Date("again", needed)
	if !again.IsZero() && !again.After(r.Today()) {
		f.Refuse("again", "Give a day that is still to come.")
	}
	if !f.OK() {
		return showAgain(r, p.Case, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := strategyOf(r.Context(), tx, p.Case, r.Path("strategy"))
		if err != nil {
			return err
		}
		return writeOutcome(r.Context(), tx, p.Case, s, o, again)
	})
	return web.Redirect(review.Path(p.Case, "strategies/"+r.Path("strategy"))).Say("What was seen is written down."), err
}

func writeOutcome(ctx context.Context, tx *db.Tx, c access.Case, s Strategy, o Outcome, again db.Date) error {
	id := db.NewID()
	at := c.At(seal.Published, "strategy_outcome", &id)
	if _, err := tx.Exec(ctx, `INSERT INTO strategy_outcome (id, review_id, strategy_id, result, looked_on, looked_by, found, next, account_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, id, c.Review(), s.ID, at.Seal("result", seal.T(string(o.Result))),
		at.Seal("looked_on", seal.T(o.On.String())), at.Seal("looked_by", o.By), at.Seal("found", o.Found), at.Seal("next", o.Next),
		c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("what was seen of strategy %s: %w", s.ID, err)
	}
	c.Touch(s.ID, id)
	key := "strategy-look:" + s.ID
	if again.IsZero() {
		if err := review.Settle(ctx, tx, c, key); err != nil {
			return err
		}
		return weigh(ctx, tx, c)
	}
	if err := tx.Change(ctx, `UPDATE strategy SET look_on = $1, version = version + 1 WHERE id = $2 AND review_id = $3`, again, s.ID, c.Review()); err != nil {
		return fmt.Errorf("when to look again at strategy %s: %w", s.ID, err)
	}
	if err := review.Ask(ctx, tx, c, review.Task{Key: key, Role: access.LeadOfficer, What: "Look whether a strategy worked",
		Path: review.Path(c, "strategies/"+s.ID), Due: again}); err != nil {
		return err
	}
	return weigh(ctx, tx, c)
}
