package decision

import (
	"context"
	"fmt"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// telling is that somebody outside was told of one version of a committee's decision.
type telling struct {
	ID, Whom, Committee string // whom: notifier or inspectorate
	Version             int
	On                  db.Date
	Words               seal.Text
	Reference           seal.Text // of the Care Inspectorate
	Late                seal.Text // why it was late
	By                  seal.Text
}

// Who names whom was told.
func (t telling) Who() string {
	if t.Whom == "notifier" {
		return "The notifier"
	}
	return "The Care Inspectorate"
}

func tellings(ctx context.Context, tx *db.Tx, c access.Case, by map[string]seal.Text) ([]telling, error) {
	ts, err := db.All(ctx, tx, func(r db.Row) (telling, error) {
		var t telling
		var on seal.Text
		var who string
		at := c.At(seal.Deliberation, "decision_told", &t.ID)
		if err := r.Scan(&t.ID, &t.Whom, &t.Committee, &t.Version, at.Open("on_day", &on), at.Open("words", &t.Words),
			at.Open("reference", &t.Reference), at.Open("late", &t.Late), &who); err != nil {
			return t, err
		}
		var err error
		t.By = by[who]
		t.On, err = db.ParseDate(on.Reveal())
		return t, err
	}, `
		SELECT id, whom, committee_id, version, on_day, words, reference, late, recorded_by
		FROM decision_told WHERE review_id = $1 ORDER BY at, id`, c.Review())
	if err != nil {
		return nil, fmt.Errorf("read who was told: %w", err)
	}
	return ts, nil
}

func insertTelling(ctx context.Context, tx *db.Tx, c access.Case, t telling) error {
	t.ID = db.NewID()
	c.Touch(t.ID)
	at := c.At(seal.Deliberation, "decision_told", &t.ID)
	_, err := tx.Exec(ctx, `
		INSERT INTO decision_told (id, review_id, whom, committee_id, version, on_day, words, reference, late, recorded_by, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		t.ID, c.Review(), t.Whom, t.Committee, t.Version, at.Seal("on_day", seal.T(t.On.String())), at.Seal("words", t.Words),
		at.Seal("reference", t.Reference), at.Seal("late", t.Late), c.Person(), tx.Now())
	if err != nil {
		return fmt.Errorf("keep who was told: %w", err)
	}
	return nil
}

type tellData struct {
	Form      *form.Form
	Review    string
	Title     string
	Explains  string
	Committee string // of the chief officers, "" otherwise
	Ready     bool
}

var tellPage = web.NewPage[tellData](pages, "tell.html")

func askNotifierTold(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	return notifierAgain(r, p, form.New())
}

func notifierAgain(r *web.Request, p access.Pass[Tell], f *form.Form) (web.Answer, error) {
	d := tellData{Form: f, Review: p.Review(), Title: "The notifier knows of the decision",
		Explains: "Whoever notified the event is told what each committee decided, and in general terms why. Write it down here where they were told in another way than by the letters."}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		s, err := standing(r.Context(), tx, p.Case)
		d.Ready, _ = s.decided()
		return err
	})
	return tellPage.With(d), err
}

// notifierTold keeps when and how the notifier was told. [ASP22 p7]
func notifierTold(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	t := telling{Whom: "notifier", On: pastDay(r, "on", "Give the day on which the notifier was told, such as 31 March 2027."),
		Words: seal.T(r.Form.Text("words", 2000, "Say how the notifier was told, such as by telephone, and by whom."))}
	if !r.Form.OK() {
		return notifierAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		s, err := standing(r.Context(), tx, p.Case)
		if err != nil {
			return err
		}
		if all, _ := s.decided(); !all {
			return db.ErrStale
		}
		for _, k := range s.Committees {
			if k.Knows("notifier") {
				continue
			}
			t.Committee, t.Version = k.Committee.ID, k.Decision.version
			if err := insertTelling(r.Context(), tx, p.Case, t); err != nil {
				return err
			}
		}
		return follow(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down that the notifier knows."), err
}

func askChiefsTold(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	return chiefsAgain(r, p, form.New())
}

func chiefsAgain(r *web.Request, p access.Pass[Tell], f *form.Form) (web.Answer, error) {
	d := tellData{Form: f, Review: p.Review(), Title: "Chief officers know of the decision",
		Explains: "Write it down here where chief officers were told at a meeting or by letter. Those who read it here say so themselves."}
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		k, err := toldHere(r.Context(), tx, p.Case, r.Path("committee"))
		if err != nil {
			return err
		}
		d.Committee, d.Ready = k.Committee.Name, k.Decided()
		return nil
	})
	return tellPage.With(d), err
}

// toldHere finds a committee whose chief officers are told, and do not ratify.
func toldHere(ctx context.Context, tx *db.Tx, c access.Case, committee string) (*committeeStand, error) {
	s, err := standing(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	k, err := s.of(committee)
	if err == nil && k.Ratify {
		err = db.ErrNotFound
	}
	return k, err
}

// chiefsTold keeps that the chief officers of a committee were told, and when.
func chiefsTold(r *web.Request, p access.Pass[Tell]) (web.Answer, error) {
	d := chiefDeed{Committee: r.Path("committee"), Deed: "told",
		On:    pastDay(r, "on", "Give the day on which chief officers were told, such as 31 March 2027."),
		Words: seal.T(r.Form.Text("words", 2000, "Say how they were told, such as at their meeting."))}
	if !r.Form.OK() {
		return chiefsAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		k, err := toldHere(r.Context(), tx, p.Case, d.Committee)
		if err == nil && !k.Decided() {
			err = db.ErrStale
		}
		if err != nil {
			return err
		}
		d.Version = k.Decision.version
		if err := insertChiefDeed(r.Context(), tx, p.Case, d); err != nil {
			return err
		}
		return follow(r.Context(), tx, p.Case)
	})
	return web.Redirect(review.Path(p.Case, "decision")).Say("It is written down that chief officers know."), err
}
