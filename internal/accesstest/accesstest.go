// Package accesstest gives tests a small world to walk in: two reviews, Own and
// Other, and a person for every role in each. What stands in Other must never
// show to the people of Own.
package accesstest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"lr/internal/access"
	"lr/internal/audit"
	"lr/internal/clock"
	"lr/internal/db"
	"lr/internal/dbtest"
	"lr/internal/job"
	"lr/internal/mail"
	"lr/internal/review"
	"lr/internal/seal"
	"lr/internal/web"
)

// Ids of the committees and agencies of the world.
const (
	Child  = "committee-child" // chief officers are told
	Adult  = "committee-adult" // chief officers ratify
	Social = "agency-social"
	Health = "agency-health"
	Police = "agency-police"
)

// World is a site with invented people in it. Its clock stands still until it is moved.
type World struct {
	DB         *db.DB
	Gate       *access.Gate
	Log        *audit.Log
	Clock      *clock.Fixed
	Site       http.Handler
	Routes     *web.Routes
	Own, Other string
	accounts   map[string]string
	cookies    map[string]string
	features   []web.Feature
}

// cast is who is in the world: name, role, agency. Each has the same part in
// Own; the one with "other " before the name has it in Other.
var cast = []struct {
	name   string
	role   access.Role
	agency string
}{
	{"lead", access.LeadOfficer, ""},
	{"admin", access.Administrator, ""},
	{"group", access.WorkingGroup, Social},
	{"group two", access.WorkingGroup, Health},
	{"committee chair", access.CommitteeChair, ""},
	{"chief", access.ChiefOfficer, ""},
	{"review chair", access.ReviewChair, ""},
	{"reviewer", access.Reviewer, ""},
	{"team", access.TeamMember, Social},
	{"team two", access.TeamMember, Health},
	{"author", access.AgencyAuthor, Social},
	{"approver", access.AgencyApprover, Social},
	{"author two", access.AgencyAuthor, Health},
	{"approver two", access.AgencyApprover, Health},
	{"practitioner", access.Practitioner, Social},
	{"practitioner two", access.Practitioner, Health},
	{"supporter", access.Supporter, Social},
	{"supporter two", access.Supporter, Health},
	{"manager", access.Manager, Social},
	{"manager two", access.Manager, Health},
	{"owner", access.ActionOwner, Social},
	{"family link", access.FamilyLink, ""},
}

// Each runs the test in a world on SQLite and in one on PostgreSQL.
func Each(t *testing.T, test func(t *testing.T, w *World), features ...web.Feature) {
	t.Helper()
	began := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		at := clock.NewFixed(began)
		test(t, New(t, dbtest.Lite(t, at.Now, Schemas(features...)...), at, features...))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		at := clock.NewFixed(began)
		test(t, New(t, dbtest.Postgres(t, at.Now, Schemas(features...)...), at, features...))
	})
}

// Schemas are those of the foundations, of the review and of the features.
func Schemas(features ...web.Feature) []fs.FS {
	all := []fs.FS{audit.Schema, access.Schema, job.Schema, mail.Schema, review.Feature.Schema}
	for _, f := range features {
		if f.Schema != nil && f.Name != review.Feature.Name {
			all = append(all, f.Schema)
		}
	}
	return all
}

// New makes the world in a database that has the schemas. Both reviews stand at
// Received, before the child protection committee.
func New(t testing.TB, d *db.DB, at *clock.Fixed, features ...web.Feature) *World {
	t.Helper()
	ctx := context.Background()
	w := &World{DB: d, Clock: at, accounts: map[string]string{}, cookies: map[string]string{}, features: features}
	w.Restart(t)
	must(t, d.Write(ctx, func(tx *db.Tx) error { return w.people(ctx, tx) }))
	w.Own = w.found(t, "")
	w.Other = w.found(t, "other ")
	t.Cleanup(func() { DueDaysStand(t, d) })
	return w
}

// Restart opens the site anew on its database: what it had in memory is gone.
func (w *World) Restart(t testing.TB) {
	t.Helper()
	master, err := seal.NewMaster([]byte("0123456789abcdef0123456789abcdef"))
	must(t, err)
	w.Log, err = audit.New([]byte("fedcba9876543210fedcba9876543210"))
	must(t, err)
	w.Gate, err = access.NewGate(context.Background(), w.DB, master, w.Log)
	must(t, err)
	all := []web.Feature{review.Feature}
	for _, f := range w.features {
		if f.Name != review.Feature.Name {
			all = append(all, f)
		}
	}
	w.Site, w.Routes = web.New(web.Site{Gate: w.Gate, Now: w.Clock.Now, Base: "http://lr.example", Committee: "Exampleshire",
		Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError}))}, all...)
}

type testLog struct{ t testing.TB }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Logf("site: %s", b)
	return len(b), nil
}

func (w *World) people(ctx context.Context, tx *db.Tx) error {
	for _, c := range [][]string{{Child, "Exampleshire Child Protection Committee", "child", `{"chief_officers":"told","report_within":{"amount":10,"unit":"working day"},"decide_within":{"amount":42,"unit":"calendar day"},"publish_default":"full"}`},
		{Adult, "Exampleshire Adult Protection Committee", "adult", `{"chief_officers":"ratify","report_within":{"amount":2,"unit":"week"},"decide_within":{"amount":42,"unit":"calendar day"},"publish_default":"summary"}`}} {
		if _, err := tx.Exec(ctx, `INSERT INTO committee (id, name, track, settings) VALUES ($1, $2, $3, $4)`, c[0], c[1], c[2], c[3]); err != nil {
			return err
		}
	}
	for _, a := range [][]string{{Social, "Exampleshire Social Work"}, {Health, "Exampleshire Health Board"}, {Police, "Invented Police Division"}} {
		if _, err := tx.Exec(ctx, `INSERT INTO agency (id, name) VALUES ($1, $2)`, a[0], a[1]); err != nil {
			return err
		}
	}
	for _, before := range []string{"", "other "} {
		for _, c := range cast {
			name := before + c.name
			office := access.Office{Role: c.role, Agency: c.agency}
			if c.agency == "" && before == "" {
				office.Committee = Child
			}
			id, err := w.Gate.AddAccount(ctx, tx, seal.T("Name of "+name), seal.T(strings.ReplaceAll(name, " ", ".")+"@lr.example"), office)
			if err != nil {
				return err
			}
			w.accounts[name] = id
			if w.cookies[name], err = w.Gate.Begin(ctx, tx, id, true); err != nil {
				return err
			}
		}
	}
	id, err := w.Gate.AddAccount(ctx, tx, seal.T("Name of stranger"), seal.T("stranger@lr.example"))
	if err != nil {
		return err
	}
	w.accounts["stranger"] = id
	w.cookies["stranger"], err = w.Gate.Begin(ctx, tx, id, true)
	return err
}

// founding opens a review as a notification does.
type founding struct{}

func (founding) Rule() access.Rule {
	return access.Rule{Name: "accesstest.found", Opens: seal.Identity | seal.Notification}
}

func (w *World) found(t testing.TB, before string) string {
	t.Helper()
	ctx := context.Background()
	var id string
	must(t, access.CheckOpen[founding](w.Gate, access.Session{}, "").Found(ctx, func(tx *db.Tx, c access.Case) error {
		id = c.Review()
		if err := review.Begin(ctx, tx, c, []string{Child}, db.DateOf(tx.Now())); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM member WHERE review_id = $1`, id); err != nil {
			return err
		}
		for _, one := range cast {
			if err := c.Admit(ctx, tx, w.accounts[before+one.name], one.role, one.agency, time.Time{}); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `UPDATE member SET declared_at = $1 WHERE review_id = $2`, tx.Now(), id)
		return err
	}))
	return id
}

// Stage puts Own and Other at a stage, as if they had gone through those before it.
func (w *World) Stage(t testing.TB, to access.Stage) {
	t.Helper()
	ctx := context.Background()
	must(t, w.DB.Write(ctx, func(tx *db.Tx) error {
		for _, id := range []string{w.Own, w.Other} {
			for s := access.Received; s <= to; s++ {
				if _, err := tx.Exec(ctx, `INSERT INTO review_stage (review_id, stage, entered_at, entered_by) VALUES ($1, $2, $3, 'test')
					ON CONFLICT (review_id, stage) DO NOTHING`, id, s, tx.Now()); err != nil {
					return err
				}
			}
			if _, err := tx.Exec(ctx, `UPDATE review SET stage = $1 WHERE id = $2`, to, id); err != nil {
				return err
			}
		}
		return nil
	}))
}

// Exec changes the database behind the program's back.
func (w *World) Exec(t testing.TB, query string, args ...any) {
	t.Helper()
	must(t, w.DB.Write(context.Background(), func(tx *db.Tx) error {
		_, err := tx.Exec(context.Background(), query, args...)
		return err
	}))
}

// SignInAgain gives a person a new session, after the clock went on by days.
func (w *World) SignInAgain(t testing.TB, name string) {
	t.Helper()
	ctx := context.Background()
	must(t, w.DB.Write(ctx, func(tx *db.Tx) error {
		var err error
		w.cookies[name], err = w.Gate.Begin(ctx, tx, w.accounts[name], true)
		return err
	}))
}

// Account is the id of a person's account.
func (w *World) Account(name string) string { return w.accounts[name] }

// Path is the address of a page of Own.
func (w *World) Path(page string) string { return strings.TrimSuffix("/reviews/"+w.Own+"/"+page, "/") }

// Session is a person's session; nobody's for "" and for one that is over.
func (w *World) Session(t testing.TB, name string) access.Session {
	t.Helper()
	s, err := w.Gate.Find(context.Background(), w.cookies[name])
	must(t, err)
	return s
}

// May says what the program decides on an act in a review.
func (w *World) May(t testing.TB, name, review string, rule access.Rule) error {
	t.Helper()
	err := w.Gate.May(context.Background(), w.Session(t, name), review, rule)
	if err != nil && !errors.Is(err, access.ErrSignIn) && !errors.Is(err, access.ErrStranger) &&
		!errors.Is(err, access.ErrForbidden) && !errors.Is(err, access.ErrUndeclared) &&
		!errors.Is(err, access.ErrDoubt) {
		t.Fatal(err)
	}
	return err
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(fmt.Errorf("the world: %w", err))
	}
}
