package committee

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

type publishData struct {
	Form    *form.Form
	Book    *book
	By      string
	Changes []difference
	Moved   []review.Moved
}

// Next is the number the draft gets when it is published.
func (d publishData) Next() int { return d.Book.Number + 1 }

var publishPage = web.NewPage[publishData](pages, "publish.html")

func (d *publishData) fill(ctx context.Context, tx *db.Tx, o access.Outside, b *book) error {
	who, err := officersOf(ctx, tx, o)
	if err != nil {
		return err
	}
	d.Book, d.By, d.Changes = b, who.name(b.By), differences(b.Now, b.Draft, who)
	mine, err := o.Reviews(ctx, tx)
	if err != nil {
		return err
	}
	d.Moved, err = review.DueDaysMoved(ctx, tx, mine, b.ID, b.Draft.LocalHolidays)
	return err
}

func askPublish(r *web.Request, p access.Own[See]) (web.Answer, error) {
	d := publishData{Form: form.New()}
	err := read(r, p.Outside, func(ctx context.Context, tx *db.Tx, b *book) error {
		d.Form.Set("draft", strconv.Itoa(b.Version))
		return d.fill(ctx, tx, p.Outside, b)
	})
	return publishPage.With(d), err
}

// publish puts the draft in force, if it is the one that was read.
func publish(r *web.Request, p access.Own[Publish]) (web.Answer, error) {
	d := publishData{Form: r.Form}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		b, err := open(r.Context(), tx, p.Outside, r.Path("committee"))
		if err != nil {
			return err
		}
		if err := d.fill(r.Context(), tx, p.Outside, b); err != nil {
			return err
		}
		note := r.Form.Text("note", 1000, "Say in a sentence what changed and why.")
		if len(d.Changes) == 0 {
			r.Form.Refuse("", "Nothing differs from the settings in force, so there is nothing to publish.")
		} else if r.Form.Value("draft") != strconv.Itoa(b.Version) {
			r.Form.Refuse("", "The draft was changed after you opened this page. Read the changes again, and publish then.")
			r.Form.Set("draft", strconv.Itoa(b.Version))
		}
		if !r.Form.OK() {
			return errRefused
		}
		p.Touch(b.ID, "version "+strconv.Itoa(b.Number+1))
		return b.publish(r.Context(), tx, p.Person(), note)
	})
	if errors.Is(err, errRefused) {
		return publishPage.With(d), nil
	}
	return web.Redirect(at(r, "history")).Say("Published. The new settings are in force."), err
}

// publish keeps the draft as the next version, which all steps read from now on.
func (b *book) publish(ctx context.Context, tx *db.Tx, person, note string) error {
	now, err := json.Marshal(b.Now)
	if err != nil {
		return fmt.Errorf("keep the settings: %w", err)
	}
	next, err := json.Marshal(b.Draft)
	if err != nil {
		return fmt.Errorf("keep the settings: %w", err)
	}
	add := func(number int, settings []byte, note, by string, at time.Time) error {
		_, err := tx.Exec(ctx, `
			INSERT INTO committee_version (committee_id, number, settings, note, published_by, published_at)
			VALUES ($1, $2, $3, $4, $5, $6)`, b.ID, number, string(settings), note, by, at)
		return err
	}
	if b.Number == 0 {
		if err := add(0, now, "", "", time.Time{}); err != nil {
			return fmt.Errorf("keep what was before: %w", err)
		}
	}
	if err := add(b.Number+1, next, note, person, tx.Now()); err != nil {
		return fmt.Errorf("keep the version: %w", err)
	}
	if err := tx.Change(ctx, `UPDATE committee SET name = $1, settings = $2, number = $3 WHERE id = $4 AND number = $5`,
		b.Draft.Names.Committee, string(next), b.Number+1, b.ID, b.Number); err != nil {
		return fmt.Errorf("put the settings in force: %w", err)
	}
	if err := review.Recount(ctx, tx, b.ID); err != nil {
		return err
	}
	return b.throwAway(ctx, tx)
}

func (b *book) throwAway(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `DELETE FROM committee_draft WHERE committee_id = $1`, b.ID)
	return err
}

func discard(r *web.Request, p access.Own[Change]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		b, err := open(r.Context(), tx, p.Outside, r.Path("committee"))
		if err != nil {
			return err
		}
		if r.Form.Value("draft") != strconv.Itoa(b.Version) {
			return db.ErrStale
		}
		p.Touch(b.ID, "thrown away")
		return b.throwAway(r.Context(), tx)
	})
	return web.Redirect("/committees/" + r.Path("committee")).Say("The draft is thrown away. The settings in force stay."), err
}
