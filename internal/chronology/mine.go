package chronology

import (
	"context"
	"errors"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/look"
	"lr/internal/review"
	"lr/internal/web"
)

type mineData struct {
	Form    *form.Form
	Review  string
	Path    string
	Frozen  bool
	Entries []mineEntry
	Turn    look.Turn
	Refused []refusal
	Waiting []sheet
}

// mineEntry is an entry of one's own agency, and the names that stand in it.
type mineEntry struct {
	Entry
	Names []agencyreport.NameHit
}

// Fields are those of an entry.
func (d mineData) Fields() fields { return fieldsOf(d.Form) }

var minePage = web.NewPage[mineData](pages, "mine.html", "fields.html")

func minePath(c access.Case) string { return review.Path(c, "chronology/mine") }

func mine(r *web.Request, p access.Pass[Mine]) (web.Answer, error) {
	return mineAgain(r, p.Case, form.New())
}

func mineAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	d := mineData{Form: f, Review: c.Review(), Path: minePath(c)}
	err := c.Read(r.Context(), func(tx *db.Tx) error {
		var err error
		if d.Frozen, err = frozen(r.Context(), tx, c); err != nil {
			return err
		}
		es, err := own(r.Context(), tx, c)
		if err != nil {
			return err
		}
		es, d.Turn = sheetOf(es, d.Path, r.Query("page"))
		names, err := agencyreport.NameChecker(r.Context(), tx, c)
		if err != nil {
			return err
		}
		for _, e := range es {
			d.Entries = append(d.Entries, mineEntry{e, names.Find(e.named()...)})
		}
		if d.Refused, err = refusals(r.Context(), tx, c); err != nil {
			return err
		}
		d.Waiting, err = sheets(r.Context(), tx, c)
		return err
	})
	return minePage.With(d), err
}

const releasedSentence = "Your agency's account is released, so its entries stay as they are."

// room refuses an entry that the agency may not add: after the release, or
// because it is there already. except is the entry that is being changed.
func room(ctx context.Context, tx *db.Tx, c access.Case, f *form.Form, e Entry, except string) error {
	if !f.OK() {
		return errRefused
	}
	done, err := frozen(ctx, tx, c)
	if err != nil {
		return err
	}
	if done {
		f.Refuse("", releasedSentence)
		return errRefused
	}
	es, err := ofAgency(ctx, tx, c, c.Agency())
	if err != nil {
		return err
	}
	mark := e.mark()
	for _, other := range es {
		if other.ID != except && other.mark() == mark {
			f.Refuse("event", "There is an entry already that says the same.")
			return errRefused
		}
	}
	return nil
}

// add takes in one entry. [CPG21 ¶3.172, NRF p10]
func add(r *web.Request, p access.Pass[Add]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	e, to := readEntry(f, r.Today(), false), web.Answer{}
	err := p.Write(ctx, func(tx *db.Tx) error {
		if err := room(ctx, tx, p.Case, f, e, ""); err != nil {
			return err
		}
		ids, err := insert(ctx, tx, p.Case, []Entry{e})
		if err != nil {
			return err
		}
		to, err = onward(ctx, tx, p.Case, e, ids[0], "Added to your agency's part of the chronology.")
		return err
	})
	if errors.Is(err, errRefused) {
		return mineAgain(r, p.Case, f)
	}
	return to, err
}

// onward leads back to the entries, but not away from names that stand in this one.
func onward(ctx context.Context, tx *db.Tx, c access.Case, e Entry, id, said string) (web.Answer, error) {
	names, err := agencyreport.NameChecker(ctx, tx, c)
	if err != nil || len(names.Find(e.named()...)) == 0 {
		return web.Redirect(minePath(c)).Say(said), err
	}
	return web.Redirect(minePath(c) + "/" + id).Say("Saved. It seems to name somebody: please look at that."), nil
}
