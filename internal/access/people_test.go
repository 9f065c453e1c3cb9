package access_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/accesstest"
	"lr/internal/db"
	"lr/internal/seal"
)

// within runs fn in a deed of the person.
func within(t *testing.T, w *accesstest.World, who string, fn func(ctx context.Context, tx *db.Tx, c access.Case) error) error {
	t.Helper()
	p := must[Look](t, w, who)
	return p.Write(bg, func(tx *db.Tx) error { return fn(bg, tx, p.Case) })
}

// The same part is given once, for each agency; and it can be ended before its time.
func TestAPartIsGivenOnceForEachAgency(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		who := w.Account("stranger")
		count := func() int {
			return one[int](t, w, `SELECT COUNT(*) FROM member WHERE account_id = $1 AND review_id = $2 AND (until_at IS NULL OR until_at > $3)`, who, w.Own, w.Clock.Now())
		}
		for i, x := range []struct {
			agency string
			want   int
		}{{accesstest.Social, 1}, {accesstest.Social, 1}, {accesstest.Health, 2}, {"", 3}, {"", 3}} {
			err := within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
				return c.Admit(ctx, tx, who, access.AgencyAuthor, x.agency, time.Time{})
			})
			if err != nil || count() != x.want {
				t.Errorf("%d: %d parts, %v", i, count(), err)
			}
			if err := w.DB.Write(bg, func(tx *db.Tx) error { return w.Gate.Enlist(bg, tx, w.Own, who, access.AgencyAuthor, x.agency, "x") }); err != nil || count() != x.want {
				t.Errorf("%d, by invitation: %d parts, %v", i, count(), err)
			}
		}
		err := within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			return c.Admit(ctx, tx, who, access.Manager, "", w.Clock.Now().Add(30*day))
		})
		if err != nil || count() != 4 {
			t.Fatal(err)
		}
		member := one[string](t, w, `SELECT id FROM member WHERE account_id = $1 AND role = $2`, who, access.Manager)
		dismiss := func(who string) error {
			return within(t, w, who, func(ctx context.Context, tx *db.Tx, c access.Case) error { return c.Dismiss(ctx, tx, member) })
		}
		p, err := check[Look](w, w.Session(t, "other lead"), w.Other)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Write(bg, func(tx *db.Tx) error { return p.Dismiss(bg, tx, member) }); !errors.Is(err, db.ErrStale) || count() != 4 {
			t.Errorf("ended from another review: %v", err)
		}
		if err := dismiss("lead"); err != nil || count() != 3 {
			t.Errorf("a part with an end is ended before it: %v", err)
		}
		if err := dismiss("lead"); !errors.Is(err, db.ErrStale) {
			t.Errorf("ended twice: %v", err)
		}
	})
}

// The only lead officer is not walled off, however many parts they have.
func TestAReviewKeepsALeadOfficer(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		wall := func(who string) error {
			return within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
				return c.Wall(ctx, tx, w.Account(who), seal.T("Knew the family."))
			})
		}
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ('m', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("lead"), access.LeadOfficer, w.Clock.Now())
		if err := wall("lead"); !errors.Is(err, access.ErrNeedsAlternate) {
			t.Errorf("the only lead officer: %v", err)
		}
		if err := wall("reviewer"); err != nil {
			t.Errorf("the reviewer: %v", err)
		}
		if _, err := check[Look](w, w.Session(t, "reviewer"), w.Own); !errors.Is(err, access.ErrStranger) {
			t.Errorf("behind the wall: %v", err)
		}
		w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ('n', $1, $2, $3, 'x', $4)`,
			w.Own, w.Account("stranger"), access.LeadOfficer, w.Clock.Now())
		if err := within(t, w, "stranger", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			people, err := c.People(ctx, tx)
			walled, leads := 0, 0
			for _, p := range people {
				if p.Walled {
					walled++
				}
				if p.Role == access.LeadOfficer {
					leads++
				}
			}
			if walled != 1 || leads != 3 {
				t.Errorf("of the people %d are walled off and %d lead", walled, leads)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := wall("lead"); err != nil {
			t.Errorf("with another lead officer: %v", err)
		}
		if err := within(t, w, "stranger", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			return c.Wall(ctx, tx, w.Account("stranger"), seal.T("x"))
		}); !errors.Is(err, access.ErrNeedsAlternate) {
			t.Errorf("the one that is left: %v", err)
		}
	})
}

// A move goes from the stage where the review stands, and the deed goes on there.
func TestAReviewMovesFromWhereItStands(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		err := within(t, w, "lead", func(ctx context.Context, tx *db.Tx, c access.Case) error {
			if err := c.Move(ctx, tx, access.Recommending); err != nil {
				return err
			}
			if c.Stage() != access.Recommending {
				t.Errorf("it stands at %s", c.Stage())
			}
			_, err := tx.Exec(ctx, `UPDATE review SET stage = $1 WHERE id = $2`, access.Closed, c.Review())
			if err != nil {
				return err
			}
			return c.Move(ctx, tx, access.Deciding)
		})
		if !errors.Is(err, db.ErrStale) {
			t.Errorf("a move from where it does not stand: %v", err)
		}
		if got := one[int](t, w, `SELECT stage FROM review WHERE id = $1`, w.Own); access.Stage(got) != access.Gathering {
			t.Errorf("it moved to %s", access.Stage(got))
		}
	})
}

// The start page lists the reviews in which the person has a part now.
func TestTheListIsOfTheReviewsOfNow(t *testing.T) {
	each(t, func(t *testing.T, w *accesstest.World) {
		list := func(who string) []access.Mine {
			p, err := access.CheckOwn[Mine](bg, w.Gate, w.Session(t, who), "")
			if err != nil {
				t.Fatal(err)
			}
			var mine []access.Mine
			if err := p.Read(bg, func(tx *db.Tx) error {
				var err error
				mine, err = p.Reviews(bg, tx)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return mine
		}
		for _, shut := range shuts[:6] {
			if strings.Contains(shut.what, "in another review") {
				continue
			}
			w.Exec(t, `DELETE FROM wall`)
			w.Exec(t, `DELETE FROM member WHERE account_id = $1`, w.Account("stranger"))
			for i, role := range []access.Role{access.Reviewer, access.Manager} {
				w.Exec(t, `INSERT INTO member (id, review_id, account_id, role, granted_by, from_at) VALUES ($1, $2, $3, $4, 'x', $5)`,
					db.NewID(), w.Own, w.Account("stranger"), role, w.Clock.Now().Add(-time.Duration(i)*day))
			}
			got := list("stranger")
			if len(got) != 1 || got[0].Review != w.Own || got[0].Roles != access.Reviewer|access.Manager || got[0].Stage != access.Gathering || got[0].Code == "" {
				t.Errorf("before %s the list is %+v", shut.what, got)
			}
			w.Exec(t, shut.sql, w.Own, w.Account("stranger"), w.Clock.Now())
			if got := list("stranger"); len(got) != 0 {
				t.Errorf("after %s the list is %+v", shut.what, got)
			}
		}
	})
}
