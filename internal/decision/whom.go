package decision

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/notification"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// subject is what somebody sees of a person of the case before they declare.
type subject struct {
	Code, Initials, Born string
}

type whomData struct {
	Form     *form.Form
	Review   string
	Shown    bool
	Subjects []subject
	Area     seal.Text
	YesNo    []form.Option
	Ways     []form.Option
	ready    bool // the questions were answered, and this one was not
}

var whomPage = web.NewPage[whomData](pages, "whom.html")

func askWhom(r *web.Request, p access.Pass[Whom]) (web.Answer, error) {
	return whomAgain(r, p, form.New())
}

// whomAgain loads nothing of the case until the person has asked to be shown
// whom it is about. Each showing leaves its entry in the log. [SEED recommend]
func whomAgain(r *web.Request, p access.Pass[Whom], f *form.Form) (web.Answer, error) {
	d := whomData{Form: f, Review: p.Review(), YesNo: yesNo, Ways: ways}
	err := p.Read(r.Context(), func(tx *db.Tx) error { return d.fill(r.Context(), tx, p.Case) })
	if err == nil && !d.ready {
		return web.Redirect(review.Path(p.Case, "declare")), nil
	}
	return whomPage.With(d), err
}

func (d *whomData) fill(ctx context.Context, tx *db.Tx, c access.Case) error {
	before := declareData{}
	if err := before.fill(ctx, tx, c); err != nil {
		return err
	}
	if d.ready = before.first == "declare/whom"; !d.ready {
		return nil
	}
	var err error
	if d.Shown, _, err = revealed(ctx, tx, c); err != nil || !d.Shown {
		return err
	}
	if d.Subjects, err = subjects(ctx, tx, c); err != nil {
		return err
	}
	t, err := termsOf(ctx, tx, c)
	d.Area = t.Area
	return err
}

var yearIn = regexp.MustCompile(`\b(19|20)[0-9]{2}\b`)

// subjects are the initials and the year of birth of those whom the review is
// about, and nothing else of them.
func subjects(ctx context.Context, tx *db.Tx, c access.Case) ([]subject, error) {
	known, err := review.KnownPeople(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	n, err := notification.Of(ctx, tx, c)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return nil, err
	}
	var all []subject
	for _, k := range known {
		if !strings.HasPrefix(k.Code, "Child ") && !strings.HasPrefix(k.Code, "Adult ") {
			continue
		}
		s := subject{Code: k.Code, Initials: initials(k.Name)}
		if strings.HasSuffix(k.Code, " 1") && len(all) == 0 {
			s.Born = yearIn.FindString(n.Born.Reveal()) // the day that was notified is that of the first
		}
		all = append(all, s)
	}
	return all, nil
}

// initials are the first letters of a name, "M. E.".
func initials(name seal.Text) string {
	var out []string
	for _, word := range strings.Fields(name.Reveal()) {
		out = append(out, string([]rune(word)[:1])+".")
	}
	return strings.Join(out, " ")
}

// revealed says that the person was shown whom it is about, and over that they
// have answered since.
func revealed(ctx context.Context, tx *db.Tx, c access.Case) (shown, over bool, err error) {
	all, err := db.All(ctx, tx, db.Column[bool], `
		SELECT answered_at IS NOT NULL FROM decision_reveal WHERE review_id = $1 AND account_id = $2`, c.Review(), c.Person())
	if err != nil {
		return false, false, fmt.Errorf("whether somebody was shown whom it is about: %w", err)
	}
	return len(all) == 1, len(all) == 1 && all[0], nil
}

// showWhom is the press by which a person asks to be shown whom it is about, once.
func showWhom(r *web.Request, p access.Pass[Whom]) (web.Answer, error) {
	ctx := r.Context()
	err := p.Write(ctx, func(tx *db.Tx) error {
		d := whomData{}
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if !d.ready || d.Shown {
			return db.ErrStale
		}
		id := db.NewID()
		p.Touch(id)
		if _, err := tx.Exec(ctx, `INSERT INTO decision_reveal (id, review_id, account_id, shown_at) VALUES ($1, $2, $3, $4)`,
			id, p.Review(), p.Person(), tx.Now()); err != nil {
			return fmt.Errorf("keep that somebody was shown whom it is about: %w", err)
		}
		return nil
	})
	return web.Redirect(review.Path(p.Case, "declare/whom")), err
}

// confirmWhom takes the person's word after they saw whom it is about. With a
// no the review opens to them.
func confirmWhom(r *web.Request, p access.Pass[Whom]) (web.Answer, error) {
	ctx, f := r.Context(), r.Form
	way, words := "", ""
	answer := f.Choice("near", yesNo, "Answer yes or no: were you involved, or are you near to any of them?")
	if answer == "yes" {
		way, words = near(f)
	}
	if !f.OK() {
		return whomAgain(r, p, f)
	}
	err := p.Write(ctx, func(tx *db.Tx) error {
		d := whomData{}
		if err := d.fill(ctx, tx, p.Case); err != nil {
			return err
		}
		if !d.ready {
			return db.ErrStale
		}
		if err := endReveal(ctx, tx, p.Case); err != nil {
			return err
		}
		if answer == "no" {
			return begin(ctx, tx, p.Case)
		}
		if err := keepDeclaration(ctx, tx, p.Case, false, seal.T(words)); err != nil {
			return err
		}
		return tooNear(ctx, tx, p.Case, way, words)
	})
	if answer == "yes" {
		return afterDeclaring(p.Case, way), err
	}
	return begun(p.Case), err
}

// endReveal ends it that the person is shown whom it is about; who was not is
// refused as one whose page is too old.
func endReveal(ctx context.Context, tx *db.Tx, c access.Case) error {
	return tx.Change(ctx, `UPDATE decision_reveal SET answered_at = $1 WHERE review_id = $2 AND account_id = $3 AND answered_at IS NULL`,
		tx.Now(), c.Review(), c.Person())
}

// begin opens the review to the person.
func begin(ctx context.Context, tx *db.Tx, c access.Case) error {
	if err := c.Declare(ctx, tx); err != nil {
		return err
	}
	return turn(ctx, tx, c, c.Person())
}

func begun(c access.Case) web.Answer {
	page := "findings/view"
	if c.Stage() == access.Deciding {
		page = "findings"
	}
	return web.Redirect(review.Path(c, page)).Say("Thank you. You may now read the case.")
}
