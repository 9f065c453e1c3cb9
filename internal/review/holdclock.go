package review

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

// fillClocks lists the clocks that run, and those that this limit paused.
func (d *holdData) fillClocks(ctx context.Context, tx *db.Tx, c access.Case) error {
	ks, err := Clocks(ctx, tx, c)
	if err != nil {
		return err
	}
	today := db.DateOf(tx.Now())
	for _, k := range ks {
		open, isPaused := k.openPause()
		switch {
		case !k.Stopped.IsZero():
		case !isPaused:
			d.Clocks = append(d.Clocks, form.Option{Value: k.ID, Label: k.Title()})
		case open.Hold == d.Now.ID:
			d.Paused = append(d.Paused, line(k, today))
		}
	}
	return nil
}

// pauseForHold stops the clocks that the lead officer chooses, because of the limit.
func pauseForHold(r *web.Request, p access.Pass[KeepClocks]) (web.Answer, error) {
	f := r.Form
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		d := holdData{Form: f}
		if err := d.fill(r.Context(), tx, p.Case, r.Path("hold")); err != nil {
			return err
		}
		if !d.Now.On() {
			return db.ErrStale
		}
		chosen := f.Choices("clock", d.Clocks, "Choose at least one clock.")
		if !f.OK() {
			return errFault
		}
		for _, id := range chosen {
			why := Pause{Why: "limit", Hold: d.Now.ID, Words: seal.T("Limit on " + d.Now.What() + ", agreed with " + d.Now.Says("with") + ".")}
			if err := startPause(r.Context(), tx, p.Case, id, why, r.Today()); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errFault) {
		return holdAgain(r, p.Case, f)
	}
	return web.Redirect(Path(p.Case, "holds/"+r.Path("hold"))).Say("Paused. Each runs again when you say so on its own page."), err
}
