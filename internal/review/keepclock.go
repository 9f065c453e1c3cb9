package review

import (
	"context"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

type clockData struct {
	Form    *form.Form
	Review  string
	Line    clockLine
	Paused  bool
	Running bool
}

var clockPage = web.NewPage[clockData](pages, "clock.html")

func clockOf(ctx context.Context, tx *db.Tx, c access.Case, id string, today db.Date) (clockData, error) {
	d := clockData{Form: form.New(), Review: c.Review()}
	ks, err := Clocks(ctx, tx, c)
	if err != nil {
		return d, err
	}
	for _, k := range ks {
		if k.ID == id {
			d.Line = line(k, today)
			for _, p := range k.Pauses {
				d.Paused = d.Paused || p.To.IsZero()
			}
			d.Running = k.Stopped.IsZero()
			return d, nil
		}
	}
	return d, db.ErrNotFound
}

func askClock(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	return clockAgain(r, p, form.New())
}

func clockAgain(r *web.Request, p access.Pass[KeepClocks], f *form.Form) (web.Answer, error) {
	var d clockData
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		d, err = clockOf(r.Context(), tx, p.Case, r.Path("clock"), r.Today())
		return err
	})
	d.Form = f
	return clockPage.With(d), err
}

// pauseClock stops a clock from counting, from today until it is resumed.
func pauseClock(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	reason := r.Form.Text("pause", 1000, "Say why the clock is paused, such as criminal proceedings, and who agreed.")
	if !r.Form.OK() {
		return clockAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		d, err := clockOf(r.Context(), tx, p.Case, r.Path("clock"), r.Today())
		if err != nil {
			return err
		}
		if d.Paused || !d.Running {
			return db.ErrStale
		}
		id := db.NewID()
		p.Touch(d.Line.ID)
		_, err = tx.Exec(r.Context(), `INSERT INTO review_pause (id, review_id, clock_id, paused, reason) VALUES ($1, $2, $3, $4, $5)`,
			id, p.Review(), d.Line.ID, r.Today(), p.At(seal.Hold, "review_pause", &id).Seal("reason", seal.T(reason)))
		return err
	})
	return web.Redirect("/reviews/" + p.Review()).Say("The clock is paused."), err
}

func resumeClock(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		p.Touch(r.Path("clock"))
		return tx.Change(r.Context(), `UPDATE review_pause SET resumed = $1 WHERE clock_id = $2 AND review_id = $3 AND resumed IS NULL`,
			r.Today(), r.Path("clock"), p.Review())
	})
	return web.Redirect("/reviews/" + p.Review()).Say("The clock runs again."), err
}

// explainLate writes down why a time limit was missed. [SCR15 p9]
func explainLate(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	reason := r.Form.Text("late", 1000, "Say why the time limit was missed.")
	if !r.Form.OK() {
		return clockAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		d, err := clockOf(r.Context(), tx, p.Case, r.Path("clock"), r.Today())
		if err != nil {
			return err
		}
		if d.Line.State != clock.Late && d.Line.State != clock.MetLate {
			return db.ErrStale
		}
		p.Touch(d.Line.ID)
		return ExplainLate(r.Context(), tx, p.Case, d.Line.Clock, seal.T(reason))
	})
	return web.Redirect("/reviews/" + p.Review()).Say("The reason is written down."), err
}
