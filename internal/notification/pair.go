package notification

import (
	"context"
	"errors"
	"strings"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/review"
	"lr/internal/web"
)

// side is one of two notifications as they stand beside each other.
type side struct {
	Review, Code, Stage      string
	Received, Happened, What string
	Agencies                 []string
	Missing                  bool
}

type twinData struct {
	Form        *form.Form
	Review      string
	Here, There side
	Reasons     []string
	Tie         tie
	Tied        bool
	Ways        []form.Option
}

var twinPage = web.NewPage[twinData](pages, "twin.html")

// waysOf are the answers that the stages of both reviews allow.
func waysOf(here, there access.Case) []form.Option {
	ways := []form.Option{
		{Value: string(linked), Label: "Link them", Hint: "They belong together. Both go on, each by itself."},
		{Value: string(incident), Label: "One incident, several people", Hint: "Such as brothers and sisters. Each keeps a review of their own."},
	}
	if there.Stage() < access.Closed {
		ways = append(ways, form.Option{Value: string(merged), Label: "Make this one part of " + there.Code(),
			Hint: "It is the same event and the same person. This one closes; what was notified here can be read there."})
	}
	if there.Stage() == access.Received {
		ways = append(ways, form.Option{Value: string(holds), Label: "Make " + there.Code() + " part of this one",
			Hint: "The other one closes; what was notified there can be read here."})
	}
	return append(ways, form.Option{Value: string(aside), Label: "Set it aside", Hint: "They have nothing to do with each other. It is not suggested again."})
}

func sideOf(ctx context.Context, tx *db.Tx, c access.Case) (side, features, error) {
	s := side{Review: c.Review(), Code: c.Code(), Stage: c.Stage().String()}
	all, err := featuresOf(ctx, tx, []access.Case{c})
	f := all[c.Review()]
	if err != nil {
		return s, f, err
	}
	n, err := Of(ctx, tx, c)
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return s, f, err
	}
	s.Missing = n.ID == ""
	s.Received, s.Happened, s.What = db.DateOf(n.Received).Words(), n.Happened.Reveal(), n.Event.Reveal()
	s.Agencies, err = agencyNames(ctx, tx, n.Agencies)
	return s, f, err
}

func twinAgain(r *web.Request, c access.Case, f *form.Form) (web.Answer, error) {
	ctx := r.Context()
	d := twinData{Form: f, Review: c.Review()}
	here, err := access.Check[Compare](ctx, c.Gate(), r.Session, c.Review(), "")
	if err != nil {
		return web.Answer{}, err
	}
	there, err := access.Check[Compare](ctx, c.Gate(), r.Session, r.Path("other"), "")
	if errors.Is(err, access.ErrForbidden) || r.Path("other") == c.Review() {
		err = access.ErrStranger
	}
	if err != nil {
		return web.Answer{}, err
	}
	var a, b features
	err = here.Read(ctx, func(tx *db.Tx) error {
		all, err := ties(ctx, tx, here.Case)
		if err != nil {
			return err
		}
		d.Tie, d.Tied = tieTo(all, there.Review())
		d.Here, a, err = sideOf(ctx, tx, here.Case)
		return err
	})
	if err == nil {
		err = there.Read(ctx, func(tx *db.Tx) error {
			d.There, b, err = sideOf(ctx, tx, there.Case)
			return err
		})
	}
	d.Reasons, _ = likeness(a, b)
	if here.Stage() == access.Received {
		d.Ways = waysOf(here.Case, there.Case)
	}
	return twinPage.With(d), err
}

func askTwin(r *web.Request, p access.Pass[Compare]) (web.Answer, error) {
	return twinAgain(r, p.Case, form.New())
}

var (
	// errWalled is given when somebody would read by a merge what they are shut out from.
	errWalled = errors.New("somebody with a part in the one review is walled off from the other")
	// errHolds is given when what would close holds the notification of another one.
	errHolds = errors.New("the review that would close took another one in")
)

// setTwin keeps the answer in both reviews, in one deed.
func setTwin(r *web.Request, p access.Pass[Pair]) (web.Answer, error) {
	f := r.Form
	reason := f.Text("reason", 1000, "")
	var kind tied
	code := ""
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		ctx := r.Context()
		return access.Beside[Tie](ctx, tx, p.Case, r.Path("other"), func(there access.Case) error {
			kind, code = tied(f.Choice("kind", waysOf(p.Case, there), "Choose what they are to each other.")), there.Code()
			if (kind == linked || kind == merged || kind == holds || kind == incident) && reason == "" {
				f.Refuse("reason", "Say why, so that others can understand it later.")
			}
			if !f.OK() {
				return errMissing
			}
			return pairUp(ctx, tx, p.Case, there, kind, reason)
		})
	})
	switch {
	case errors.Is(err, errWalled):
		f.Refuse("kind", "Somebody with a part in the one review has stepped aside from the other, and would read it after this. Link them instead, or settle that first.")
		return twinAgain(r, p.Case, f)
	case errors.Is(err, errHolds):
		f.Refuse("kind", "The one that would close took in another notification. Undo that first, or link them instead.")
		return twinAgain(r, p.Case, f)
	case !f.OK():
		return twinAgain(r, p.Case, f)
	case errors.Is(err, access.ErrForbidden):
		err = access.ErrStranger
	}
	said := map[tied]string{linked: "They are linked. You can undo this.", incident: "They are marked as one incident. You can undo this.",
		merged: "This notification is now part of " + code + ". You can undo this.", holds: code + " is now part of this one. You can undo this.",
		aside: "It is set aside. You can undo this."}[kind]
	if kind == merged {
		return web.Redirect(twinPath(p.Case, r.Path("other"))).Say(said), err
	}
	return web.Redirect(review.Path(p.Case, "notification")).Say(said), err
}

// pairUp writes the choice down on both sides, and makes one part of the other
// where that was chosen.
func pairUp(ctx context.Context, tx *db.Tx, here, there access.Case, kind tied, reason string) error {
	standing, err := ties(ctx, tx, here)
	if err != nil {
		return err
	}
	if _, taken := tieTo(standing, there.Review()); taken {
		return db.ErrStale
	}
	pair, back := db.NewID(), kind
	var restoreHere, restoreThere string
	switch kind {
	case merged:
		back = holds
		restoreHere, restoreThere, err = join(ctx, tx, here, there, pair, reason)
	case holds:
		back = merged
		restoreThere, restoreHere, err = join(ctx, tx, there, here, pair, reason)
	}
	if err != nil {
		return err
	}
	if err := insertTie(ctx, tx, here, there.Review(), pair, kind, reason, restoreHere); err != nil {
		return err
	}
	return insertTie(ctx, tx, there, here.Review(), pair, back, reason, restoreThere)
}

// undoTwin takes a choice back on both sides; a review that had become part of
// the other stands where it stood. That it was so stays written down.
func undoTwin(r *web.Request, p access.Pass[Tie]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		ctx := r.Context()
		standing, err := ties(ctx, tx, p.Case)
		if err != nil {
			return err
		}
		t, ok := tieTo(standing, r.Path("other"))
		if !ok {
			return access.ErrStranger
		}
		return access.Beside[Tie](ctx, tx, p.Case, t.other, func(there access.Case) error {
			return t.undo(ctx, tx, p.Case, there)
		})
	})
	if errors.Is(err, access.ErrForbidden) {
		err = access.ErrStranger
	}
	return web.Redirect(review.Path(p.Case, "notification")).Say("It is undone. Both are as they were."), err
}

func (t tie) undo(ctx context.Context, tx *db.Tx, here, there access.Case) error {
	others, err := ties(ctx, tx, there)
	if err != nil {
		return err
	}
	back, ok := tieTo(others, here.Review())
	if !ok || back.pair != t.pair {
		return db.ErrStale
	}
	switch t.Kind {
	case merged:
		err = part(ctx, tx, here, there, t.pair, t.restore, back.restore)
	case holds:
		err = part(ctx, tx, there, here, t.pair, back.restore, t.restore)
	}
	if err != nil {
		return err
	}
	for _, one := range []struct {
		c  access.Case
		id string
	}{{here, t.id}, {there, back.id}} {
		one.c.Touch(one.id)
		if err := tx.Change(ctx, `UPDATE notification_twin SET undone_by = $1, undone_at = $2 WHERE id = $3 AND review_id = $4 AND undone_at IS NULL`,
			one.c.Person(), tx.Now(), one.id, one.c.Review()); err != nil {
			return err
		}
	}
	return nil
}

// kindOf is the kind of a code: of "Child 2", "Child".
func kindOf(code string) string {
	kind, _, _ := strings.Cut(code, " ")
	return kind
}
