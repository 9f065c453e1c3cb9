package chronology

import (
	"context"
	"errors"
	"strconv"

	"lr/internal/access"
	"lr/internal/agencyreport"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/seal"
	"lr/internal/web"
)

// changeData is a page where one entry is typed again: one of the agency's, or
// a row of a table that could not be taken in.
type changeData struct {
	Form    *form.Form
	Review  string
	Path    string
	Entry   string // its id, "" for a row
	Frozen  bool
	Why     string // why a row was not taken in, "" for an entry
	Read    seal.Text
	Theirs  *Entry // what somebody else made of it meanwhile
	Changes int
	Names   []agencyreport.NameHit
}

// Fields are those of an entry.
func (d changeData) Fields() fields { return fieldsOf(d.Form) }

var changePage = web.NewPage[changeData](pages, "change.html", "fields.html")

// find reads one of the agency's own entries; another agency's is as if it were
// not there.
func find(ctx context.Context, tx *db.Tx, c access.Case, id string) (Entry, error) {
	es, err := ofAgency(ctx, tx, c, c.Agency())
	if err != nil {
		return Entry{}, err
	}
	return withID(es, id)
}

func withID(es []Entry, id string) (Entry, error) {
	for _, e := range es {
		if e.ID == id {
			return e, nil
		}
	}
	return Entry{}, db.ErrNotFound
}

func askChange(r *web.Request, p access.Pass[Change]) (web.Answer, error) {
	return changeAgain(r, p, nil, false)
}

// changeAgain shows an entry to be changed: as it is where f is nil, else as it
// was typed, and beside it what somebody else made of it, if stale.
func changeAgain(r *web.Request, p access.Pass[Change], f *form.Form, stale bool) (web.Answer, error) {
	d := changeData{Form: f, Review: p.Review(), Path: minePath(p.Case) + "/" + r.Path("entry"), Entry: r.Path("entry")}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		e, err := find(r.Context(), tx, p.Case, d.Entry)
		if err != nil {
			return err
		}
		names, err := agencyreport.NameChecker(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if d.Form == nil {
			d.Form = form.New()
			e.into(d.Form, r.Today())
			d.Names = names.Find(e.named()...)
		}
		if stale {
			d.Theirs = &e
		}
		d.Form.Set("version", strconv.Itoa(e.Version))
		d.Changes = e.Version - 1
		p.Touch(e.ID)
		d.Frozen, err = frozen(r.Context(), tx, p.Case)
		return err
	})
	return changePage.With(d), err
}

// change takes an entry as it is typed now; what it said before is kept.
func change(r *web.Request, p access.Pass[Change]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	stale, to := false, web.Answer{}
	err := p.Write(ctx, func(tx *db.Tx) error {
		before, err := find(ctx, tx, p.Case, r.Path("entry"))
		if err != nil {
			return err
		}
		if f.Value("do") == "codes" {
			names, err := agencyreport.NameChecker(ctx, tx, p.Case)
			if err != nil {
				return err
			}
			useCodes(f, names)
		}
		e := readEntry(f, r.Today(), before.line > 0)
		if stale = f.Number("version", 0, 1<<30, "") != before.Version; stale {
			f.Refuse("", "Somebody in your agency changed this entry while you were writing. Nothing is lost: theirs is below yours. Put together what should stay.")
		}
		if err := room(ctx, tx, p.Case, f, e, before.ID); err != nil {
			return err
		}
		e.row, e.table, e.line, e.ref, e.hand = before.row, before.table, before.line, before.ref, true
		if err := replace(ctx, tx, p.Case, before, e); err != nil {
			return err
		}
		if to, err = onward(ctx, tx, p.Case, e, before.ID, "The entry is changed."); err != nil {
			return err
		}
		return attach(ctx, tx, p.Case)
	})
	if errors.Is(err, errRefused) {
		return changeAgain(r, p, f, stale)
	}
	return to, err
}

// remove takes an entry out of the agency's account. It is kept, but nobody is
// shown it any more.
func remove(r *web.Request, p access.Pass[Remove]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		e, err := find(ctx, tx, p.Case, r.Path("entry"))
		if err != nil {
			return err
		}
		if done, err := frozen(ctx, tx, p.Case); err != nil || done {
			r.Form.Refuse("", releasedSentence)
			return errors.Join(err, errRefused)
		}
		p.Touch(e.ID)
		if err := takeOut(ctx, tx, p.Case, e); err != nil {
			return err
		}
		return attach(ctx, tx, p.Case)
	})
	if errors.Is(err, errRefused) {
		return mineAgain(r, p.Case, r.Form)
	}
	return web.Redirect(minePath(p.Case)).Say("The entry is taken out."), err
}
