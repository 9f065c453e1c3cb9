package decision

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lr/internal/access"
	"lr/internal/db"
	"lr/internal/form"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// round is the giving of views. Until it is open nobody sees a view but its
// giver, and nobody sees who has given one. [CP21 p4, SEED recommend]
type round struct {
	Open   bool
	At     time.Time
	Reason seal.Text // why it was opened before all were in; empty when all were
}

func roundOf(ctx context.Context, tx *db.Tx, c access.Case) (round, error) {
	r, err := db.One(ctx, tx, func(row db.Row) (round, error) {
		r := round{Open: true}
		id := c.Review()
		return r, row.Scan(&r.At, c.At(seal.Deliberation, "decision_round", &id).Open("reason", &r.Reason))
	}, `SELECT opened_at, reason FROM decision_round WHERE review_id = $1`, c.Review())
	if errors.Is(err, db.ErrNotFound) {
		return round{}, nil
	}
	if err != nil {
		return r, fmt.Errorf("read whether the views are open: %w", err)
	}
	return r, nil
}

// openViews lays the views side by side, and takes off what waited for those
// who gave none.
func openViews(ctx context.Context, tx *db.Tx, c access.Case, reason seal.Text) error {
	id := c.Review()
	var why any
	if !reason.Empty() {
		why = c.At(seal.Deliberation, "decision_round", &id).Seal("reason", reason)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO decision_round (review_id, opened_by, opened_at, reason) VALUES ($1, $2, $3, $4)`,
		id, c.Person(), tx.Now(), why); err != nil {
		return fmt.Errorf("open the views: %w", err)
	}
	return turnAll(ctx, tx, c)
}

// viewsIn opens the views when none of those who are expected is missing, and
// tells the lead officer.
func viewsIn(ctx context.Context, tx *db.Tx, c access.Case) error {
	if c.Stage() != access.Recommending {
		return nil
	}
	r, err := roundOf(ctx, tx, c)
	if err != nil || r.Open {
		return err
	}
	group, err := groupOf(ctx, tx, c, nil)
	if err != nil {
		return err
	}
	given := 0
	for _, m := range group {
		if m.Walled {
			continue
		}
		if !m.Given {
			return nil
		}
		given++
	}
	if given == 0 {
		return nil
	}
	if err := openViews(ctx, tx, c, seal.Text{}); err != nil {
		return err
	}
	return ask(ctx, tx, c, review.Task{Key: "views-in", Role: access.LeadOfficer,
		What: "All views are in. Write down what the group finds and recommends", Path: review.Path(c, "findings")})
}

type openData struct {
	Form   *form.Form
	Review string
}

var openPage = web.NewPage[openData](pages, "open.html")

func askOpenViews(r *web.Request, p access.Pass[OpenViews]) (web.Answer, error) {
	return openAgain(r, p, form.New())
}

func openAgain(r *web.Request, p access.Pass[OpenViews], f *form.Form) (web.Answer, error) {
	err := p.Read(r.Context(), func(tx *db.Tx) error {
		if now, err := roundOf(r.Context(), tx, p.Case); err != nil || !now.Open {
			return err
		}
		return db.ErrNotFound
	})
	return openPage.With(openData{f, p.Review()}), err
}

// openViewsEarly opens the views although some are missing, for a reason.
func openViewsEarly(r *web.Request, p access.Pass[OpenViews]) (web.Answer, error) {
	reason := r.Form.Text("reason", 2000, "Say why the group cannot wait for the views that are missing.")
	if !r.Form.OK() {
		return openAgain(r, p, r.Form)
	}
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		now, err := roundOf(r.Context(), tx, p.Case)
		if err == nil && now.Open {
			err = db.ErrStale
		}
		if err != nil {
			return err
		}
		return openViews(r.Context(), tx, p.Case, seal.T(reason))
	})
	return web.Redirect(review.Path(p.Case, "findings")).Say("The views are open now."), err
}

// remindGroup writes to those of the group from whom something is missing. The
// lead officer does not learn who they are.
func remindGroup(r *web.Request, p access.Pass[OpenViews]) (web.Answer, error) {
	err := p.Write(r.Context(), func(tx *db.Tx) error {
		group, err := groupOf(r.Context(), tx, p.Case, nil)
		if err != nil {
			return err
		}
		for _, m := range group {
			if m.Walled || m.Given || m.Talking {
				continue
			}
			if err := mail.Send(r.Context(), tx, p.Case, mail.ToAccount(m.ID), mail.TaskWaits,
				mail.Message{Path: "/reviews/" + p.Review()}); err != nil {
				return err
			}
		}
		return nil
	})
	return web.Redirect(review.Path(p.Case, "group")).Say("Everybody from whom something is missing is written to."), err
}

// waitsForMember says what waits for a member of the group who has declared.
func waitsForMember(ctx context.Context, tx *db.Tx, c access.Case, account string) (what, page string, err error) {
	given, err := hasView(ctx, tx, c, account)
	if err != nil {
		return "", "", err
	}
	if !given {
		return "Give your own view, before you see those of others", "findings", nil
	}
	waits, err := stanceWaits(ctx, tx, c, account)
	if err != nil || !waits {
		return "", "", err
	}
	return "Read what the group recommends, and say whether you agree", "findings", nil
}
