package chronology

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/seal"
	"lr/internal/web"
)

const longReason = 1000

// chosenAccounts are the entries of the line that a form names; one that is no
// longer there is a fault.
func chosenAccounts(ctx context.Context, tx *db.Tx, c access.Case, r *web.Request, name string) ([]Entry, error) {
	es, err := Entries(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	ids := r.Form.Values(name)
	var out []Entry
	for _, e := range es {
		if slices.Contains(ids, e.ID) {
			out = append(out, e)
		}
	}
	if len(out) < len(ids) {
		r.Form.Refuse("", "One of these accounts is no longer in the line. Nothing was done. Look again.")
		return nil, errRefused
	}
	return out, nil
}

// joinTwins keeps that a person said: these are of one event. Each account stays
// as its agency gave it.
func joinTwins(r *web.Request, p access.Pass[JoinTwins]) (web.Answer, error) {
	ctx, f, said := r.Context(), r.Form, "Joined. Each account stays as it is."
	err := p.Write(ctx, func(tx *db.Tx) error {
		es, err := chosenAccounts(ctx, tx, p.Case, r, "account")
		if err != nil {
			return err
		}
		if len(es) < 2 {
			f.Refuse("", "Tick at least two accounts that are of the same event.")
			return errRefused
		}
		s, err := readTwins(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		there, err := s.room(f, es)
		if there {
			said = "Somebody joined these already."
			return nil
		}
		if err != nil {
			return err
		}
		return s.join(ctx, tx, p.Case, es)
	})
	if errors.Is(err, errRefused) {
		return twinsAgain(r, p.Case, f, showLikely)
	}
	return web.Redirect(twinsBack(p.Case, r)).Say(said), err
}

// twinsBack is the page of the list from which the form was sent.
func twinsBack(c access.Case, r *web.Request) string {
	if r.Form.Value("from") != "" {
		return twinsPath(c) + "/of/" + r.Form.Value("account")
	}
	return twinsPath(c)
}

// room says that the accounts are joined already, or refuses them where somebody
// set two of them apart.
func (s settledTwins) room(f interface{ Refuse(name, sentence string) }, es []Entry) (there bool, err error) {
	first := s.joined(es[0].ID)
	there = first != nil
	for i, a := range es {
		there = there && first.has(a.ID)
		for _, b := range es[i+1:] {
			if s.apart(a.ID, b.ID) != nil {
				f.Refuse("", "Somebody set two of these apart as not the same event. If you are sure that they are, take that back first, under “Not the same”.")
				return false, errRefused
			}
		}
	}
	return there, nil
}

// join makes one join of the accounts and of all that they are joined with already.
func (s settledTwins) join(ctx context.Context, tx *db.Tx, c access.Case, es []Entry) error {
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO chronology_join (id, review_id, joined_by, joined_at) VALUES ($1, $2, $3, $4)`,
		id, c.Review(), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("join accounts: %w", err)
	}
	versions, over := map[string]int{}, map[string]*joining{}
	for _, e := range es {
		if j := s.joined(e.ID); j != nil {
			over[j.ID] = j
			for other, version := range j.accounts {
				versions[other] = version
			}
		}
	}
	for _, e := range es {
		versions[e.ID] = e.Version
	}
	for _, j := range over {
		if err := tx.Change(ctx, `UPDATE chronology_join SET version = version + 1, undone_by = $1, undone_at = $2, into_id = $3
			WHERE id = $4 AND review_id = $5 AND version = $6 AND undone_at IS NULL`, c.Person(), tx.Now(), id, j.ID, c.Review(), j.Version); err != nil {
			return err
		}
	}
	for entry, version := range versions {
		if _, err := tx.Exec(ctx, `INSERT INTO chronology_join_entry (review_id, join_id, entry_id, entry_version) VALUES ($1, $2, $3, $4)`,
			c.Review(), id, entry, version); err != nil {
			return fmt.Errorf("account of a join: %w", err)
		}
	}
	c.Touch(id)
	return nil
}

// undoTwins takes a join back; who joined and who undid it is kept.
func undoTwins(r *web.Request, p access.Pass[JoinTwins]) (web.Answer, error) {
	ctx, id := r.Context(), r.Path("join")
	err := p.Write(ctx, func(tx *db.Tx) error {
		p.Touch(id)
		return tx.Change(ctx, `UPDATE chronology_join SET version = version + 1, undone_by = $1, undone_at = $2
			WHERE id = $3 AND review_id = $4 AND version = $5 AND undone_at IS NULL`, p.Person(), tx.Now(), id, p.Review(), r.Form.Number("version", 0, 1<<30, ""))
	})
	if errors.Is(err, db.ErrStale) {
		r.Form.Refuse("", "Somebody else undid this or joined more meanwhile. Nothing was done. Look again.")
		return twinsAgain(r, p.Case, r.Form, showJoined)
	}
	return web.Redirect(twinsPath(p.Case)).Say("Undone. The accounts stand by themselves again."), err
}

// apartTwins keeps that a person said: these are not of one event.
func apartTwins(r *web.Request, p access.Pass[JoinTwins]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	reason := f.Line("reason-"+f.Value("key"), longReason, "")
	err := p.Write(ctx, func(tx *db.Tx) error {
		all, err := chosenAccounts(ctx, tx, p.Case, r, "account")
		if err != nil {
			return err
		}
		odd := f.Values("odd")
		if len(odd) == 0 || len(all) < 2 {
			f.Refuse("", "Tick at least one account that is not of the same event as the others.")
		}
		if !f.OK() {
			return errRefused
		}
		s, err := readTwins(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		return s.keepApart(ctx, tx, p.Case, f, all, odd, seal.T(reason))
	})
	if errors.Is(err, errRefused) {
		return twinsAgain(r, p.Case, f, showLikely)
	}
	return web.Redirect(twinsPath(p.Case)).Say("Set aside as not the same event. You can take that back under “Not the same”."), err
}

// keepApart keeps that the odd ones are apart from all the others.
func (s settledTwins) keepApart(ctx context.Context, tx *db.Tx, c access.Case, f interface{ Refuse(name, sentence string) }, all []Entry, odd []string, reason seal.Text) error {
	var pairs [][2]string
	for i, a := range all {
		for _, b := range all[i+1:] {
			if !slices.Contains(odd, a.ID) && !slices.Contains(odd, b.ID) {
				continue
			}
			if j := s.joined(a.ID); j != nil && j.has(b.ID) {
				f.Refuse("", "Somebody joined these meanwhile. If you are sure that they are not the same event, undo that first, under “Joined”.")
				return errRefused
			}
			if s.apart(a.ID, b.ID) == nil {
				pairs = append(pairs, ordered(a.ID, b.ID))
			}
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	id := db.NewID()
	if _, err := tx.Exec(ctx, `INSERT INTO chronology_apart (id, review_id, reason, set_by, set_at) VALUES ($1, $2, $3, $4, $5)`,
		id, c.Review(), c.At(seal.Chronology, "chronology_apart", &id).Seal("reason", reason), c.Person(), tx.Now()); err != nil {
		return fmt.Errorf("set accounts apart: %w", err)
	}
	for _, p := range pairs {
		if _, err := tx.Exec(ctx, `INSERT INTO chronology_apart_pair (review_id, apart_id, one_id, other_id) VALUES ($1, $2, $3, $4)`,
			c.Review(), id, p[0], p[1]); err != nil {
			return fmt.Errorf("pair that is set apart: %w", err)
		}
	}
	c.Touch(id)
	return nil
}

// backTwins takes back that accounts are not the same event.
func backTwins(r *web.Request, p access.Pass[JoinTwins]) (web.Answer, error) {
	ctx, id := r.Context(), r.Path("apart")
	err := p.Write(ctx, func(tx *db.Tx) error {
		p.Touch(id)
		return tx.Change(ctx, `UPDATE chronology_apart SET version = version + 1, back_by = $1, back_at = $2
			WHERE id = $3 AND review_id = $4 AND version = $5 AND back_at IS NULL`, p.Person(), tx.Now(), id, p.Review(), r.Form.Number("version", 0, 1<<30, ""))
	})
	if errors.Is(err, db.ErrStale) {
		r.Form.Refuse("", "Somebody else took this back meanwhile. Look again.")
		return twinsAgain(r, p.Case, r.Form, showApart)
	}
	return web.Redirect(twinsPath(p.Case)).Say("Taken back. The accounts are compared again."), err
}
