package review

import (
	"context"
	"errors"
	"fmt"

	"lr/internal/access"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/seal"
	"lr/internal/web"
)

type clockData struct {
	Form    *form.Form
	Review  string
	Line    clockLine
	Bar     look.Bar
	Reasons []form.Option
	Paused  bool
	Running bool
	Names   map[string]string
	Counted int
	Unit    string // "working day" or "day"
	Left    []leftOut
}

// leftOut is one reason for which days did not count, with the days.
type leftOut struct {
	Why string
	N   int
}

var clockPage = web.NewPage[clockData](pages, "clock.html")

func clockOf(ctx context.Context, tx *db.Tx, c access.Case, id string, today db.Date) (clockData, error) {
	d := clockData{Form: form.New(), Review: c.Review(), Reasons: pauseReasons}
	ks, err := Clocks(ctx, tx, c)
	if err != nil {
		return d, err
	}
	if d.Names, err = namesOf(ctx, tx, c); err != nil {
		return d, err
	}
	for _, k := range ks {
		if k.ID == id {
			d.Line = line(k, today)
			_, d.Paused = k.openPause()
			d.Running = k.Stopped.IsZero()
			d.explain(today)
			return d, nil
		}
	}
	return d, db.ErrNotFound
}

// explain says why the due day is that day: which days counted, and which did
// not, each holiday by its name. While there is no due day it tells of today.
func (d *clockData) explain(today db.Date) {
	k := d.Line
	d.Bar, d.Unit = scaleOf([]clockLine{k}, today).bar(k, today), "day"
	if k.Span.Unit == clock.WorkingDay {
		d.Unit = string(clock.WorkingDay)
	}
	until := k.By
	if until.IsZero() {
		until = today
	}
	out := k.LeftOut(k.Calendar, until)
	d.Counted = max(k.Start.DaysUntil(until)-len(out), 0)
	for _, o := range out {
		why := o.Why
		switch o.Kind {
		case clock.OutWeekend:
			why = "Saturdays and Sundays"
		case clock.OutHoliday:
			why = clock.Weekday(o.Day) + ": " + o.Why
		case clock.OutPause:
			why = "Paused: " + o.Why
		}
		d.count(why)
	}
}

func (d *clockData) count(why string) {
	for i, l := range d.Left {
		if l.Why == why {
			d.Left[i].N++
			return
		}
	}
	d.Left = append(d.Left, leftOut{why, 1})
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
	f := r.Form
	why := Pause{Why: f.Choice("why", pauseReasons, "Choose why the clock is paused."),
		Words: seal.T(f.Text("pause", 1000, "Say a little more, and who agreed."))}
	if !f.OK() {
		return clockAgain(r, p, f)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		d, err := clockOf(r.Context(), tx, p.Case, r.Path("clock"), r.Today())
		if err != nil {
			return err
		}
		if d.Paused || !d.Running {
			return db.ErrStale
		}
		return startPause(r.Context(), tx, p.Case, d.Line.ID, why, r.Today())
	})
	return web.Redirect("/reviews/" + p.Review()).Say("The clock is paused."), err
}

func resumeClock(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		p.Touch(r.Path("clock"))
		if err := tx.Change(r.Context(), `UPDATE review_pause SET resumed = $1, resumed_by = $2 WHERE clock_id = $3 AND review_id = $4 AND resumed IS NULL`,
			r.Today(), p.Person(), r.Path("clock"), p.Review()); err != nil {
			return err
		}
		return keepDue(r.Context(), tx, ofReview, p.Review())
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
		if !d.Line.Missed() {
			return db.ErrStale
		}
		p.Touch(d.Line.ID)
		return ExplainClock(r.Context(), tx, p.Case, d.Line.Clock.Key, seal.T(reason))
	})
	return web.Redirect("/reviews/" + p.Review()).Say("The reason is written down."), err
}

type ownClockData struct {
	Form   *form.Form
	Review string
	Units  []form.Option
}

var ownClockPage = web.NewPage[ownClockData](pages, "ownclock.html")

func ownClock(c access.Case, f *form.Form) ownClockData {
	d := ownClockData{Form: f, Review: c.Review()}
	for _, u := range clock.Units() {
		d.Units = append(d.Units, form.Option{Value: string(u), Label: first(string(u)) + "s"})
	}
	return d
}

func askOwnClock(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	d := ownClock(p.Case, form.New())
	d.Form.Set("start", r.Today().Words())
	return ownClockPage.With(d), nil
}

// startOwnClock starts a time limit that the lead officer keeps besides those of
// the process. Its name is sealed: on a start page it is "a time limit of your own".
func startOwnClock(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	f := r.Form
	d := ownClock(p.Case, f)
	name := f.Line("name", 100, "Say what must be done in that time.")
	amount := f.Number("amount", 1, 400, "Give the number of days, weeks or months.")
	unit := f.Choice("unit", d.Units, "Choose what the time is counted in.")
	start := f.Date("start", "Give the day on which it starts, such as 3 March 2027.")
	if !start.IsZero() && start.After(r.Today()) {
		f.Refuse("start", "This day is still to come. Start the clock when its time begins.")
	}
	if !f.OK() {
		return ownClockPage.With(d), nil
	}
	id := db.NewID()
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		p.Touch(id)
		return StartClock(r.Context(), tx, p.Case, Clock{Key: "own:" + id, What: "A time limit of your own", Name: seal.T(name), Source: "Set by the lead officer",
			Running: clock.Running{Start: start, Span: clock.Span{Amount: amount, Unit: clock.Unit(unit)}}})
	})
	return web.Redirect("/reviews/" + p.Review()).Say("The clock runs."), err
}

// stopOwnClock says that what an own clock waited for is done. The clocks of the
// process are stopped by what they wait for.
func stopOwnClock(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	f := r.Form
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		d, err := clockOf(r.Context(), tx, p.Case, r.Path("clock"), r.Today())
		if err != nil {
			return err
		}
		if !d.Line.Own() || !d.Running {
			return db.ErrStale
		}
		on := f.Date("stopped", "Give the day on which it was done, such as 3 March 2027.")
		if f.OK() && (on.After(r.Today()) || on.Before(d.Line.Start)) {
			f.Refuse("stopped", fmt.Sprintf("Give a day from %s to today.", d.Line.Start.Words()))
		}
		if !f.OK() {
			return errFault
		}
		p.Touch(d.Line.ID)
		return StopClock(r.Context(), tx, p.Case, d.Line.Key, on)
	})
	if errors.Is(err, errFault) {
		return clockAgain(r, p, f)
	}
	return web.Redirect("/reviews/" + p.Review()).Say("It is done, and the clock stands."), err
}
