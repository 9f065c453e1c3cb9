package committee

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/guidance"
	"lr/internal/review"
	"lr/internal/web"
)

// book is the settings of one committee: those in force, and those that are
// worked on.
type book struct {
	ID, Name string
	Track    guidance.Track
	Number   int             // of the version in force
	Now      review.Settings // in force
	Draft    review.Settings // the same as Now while nothing is changed
	Version  int             // of the draft; 0 while there is none
	By       string          // whose hand was in the draft last
	At       time.Time
}

// Path is the address of a page of the committee.
func (b book) Path(page string) string { return "/committees/" + b.ID + "/" + page }

// Home is the address of its settings.
func (b book) Home() string { return "/committees/" + b.ID }

// open reads the book for somebody who is lead officer or administrator of this
// very committee, and is access.ErrStranger to everybody else.
func open(ctx context.Context, tx *db.Tx, o access.Outside, id string) (*book, error) {
	var now, draft string
	b, err := db.One(ctx, tx, func(r db.Row) (book, error) {
		var b book
		return b, r.Scan(&b.ID, &b.Name, &b.Track, &b.Number, &now, &b.Version, &draft, &b.By, &b.At)
	}, `
		SELECT c.id, c.name, c.track, c.number, c.settings, COALESCE(d.version, 0), d.settings, d.changed_by, d.changed_at
		FROM committee c LEFT JOIN committee_draft d ON d.committee_id = c.id
		WHERE c.id = $1 AND EXISTS (SELECT 1 FROM office o
		    WHERE o.committee_id = c.id AND o.account_id = $2 AND o.role IN ($3, $4))`,
		id, o.Person(), access.LeadOfficer, access.Administrator)
	if errors.Is(err, db.ErrNotFound) {
		return nil, access.ErrStranger
	}
	if err != nil {
		return nil, fmt.Errorf("open the settings: %w", err)
	}
	if b.Now, err = review.ReadSettings(now); err != nil {
		return nil, err
	}
	b.Now.Names.Committee = b.Name
	b.Draft = b.Now
	if b.Version > 0 {
		b.Draft, err = review.ReadSettings(draft)
	}
	return &b, err
}

// read opens the book of the page's committee.
func read(r *web.Request, o access.Outside, fn func(ctx context.Context, tx *db.Tx, b *book) error) error {
	return o.Read(r.Context(), func(tx *db.Tx) error {
		b, err := open(r.Context(), tx, o, r.Path("committee"))
		if err != nil {
			return err
		}
		return fn(r.Context(), tx, b)
	})
}

// change opens the book, lets fn change its draft, and keeps it. Where fn says
// errRefused nothing is kept. what names the part that was changed, for the log.
func change(r *web.Request, o access.Outside, what string, fn func(b *book) error) error {
	ctx := r.Context()
	return o.Write(ctx, func(tx *db.Tx) error {
		b, err := open(ctx, tx, o, r.Path("committee"))
		if err != nil {
			return err
		}
		if err := fn(b); err != nil {
			return err
		}
		o.Touch(b.ID, what)
		return b.keep(ctx, tx, o.Person())
	})
}

// errRefused ends a deed whose form has a fault.
var errRefused = errors.New("the form has a fault")

// keep saves the draft as its next version.
func (b *book) keep(ctx context.Context, tx *db.Tx, person string) error {
	kept, err := json.Marshal(b.Draft)
	if err != nil {
		return fmt.Errorf("keep the draft: %w", err)
	}
	if b.Version == 0 {
		_, err = tx.Exec(ctx, `INSERT INTO committee_draft (committee_id, version, settings, changed_by, changed_at) VALUES ($1, 1, $2, $3, $4)`,
			b.ID, string(kept), person, tx.Now())
	} else {
		err = tx.Change(ctx, `
			UPDATE committee_draft SET version = version + 1, settings = $1, changed_by = $2, changed_at = $3
			WHERE committee_id = $4 AND version = $5`, string(kept), person, tx.Now(), b.ID, b.Version)
	}
	if err != nil {
		return fmt.Errorf("keep the draft: %w", err)
	}
	return nil
}

// edition is the guidance in force for the committee on a day, in the words of
// the draft.
func (b *book) edition(on db.Date) guidance.Version {
	return b.Draft.Worded(guidance.InForce(b.Track, on))
}

// invented is the committee as the steps know one, with the draft as if it were
// in force.
func (b *book) invented(on db.Date) review.Committee {
	return review.Committee{ID: b.ID, Name: b.Draft.Names.Committee, Track: b.Track, Settings: b.Draft,
		Guidance: guidance.InForce(b.Track, on).ID, Number: b.Number}
}

// people gives the names of those who may have changed the settings.
type people map[string]string

func officersOf(ctx context.Context, tx *db.Tx, o access.Outside) (people, error) {
	staff, err := o.Staff(ctx, tx, officers)
	if err != nil {
		return nil, err
	}
	names := people{}
	for _, p := range staff {
		names[p.ID] = p.Name.Reveal()
	}
	return names, nil
}

// name is a person's name.
func (ps people) name(id string) string {
	if n := ps[id]; n != "" {
		return n
	}
	return "somebody who is no longer an officer"
}
